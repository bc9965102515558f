import pytest
from project.tree import ROOT

from webapp.domain import scoring
from webapp.services.tallies import DELTAS, NEARLY_USED_UP
from webapp.views.definitions import FIGURES, GROUPS
from webapp.views.desk.labels import BASKETS

FIGURES_PAGE = (ROOT / "docs/figures.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/pour-les-animateurs.md").read_text(encoding="utf-8")


def plain(text):
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


DEFINED = [(code, *words) for _anchor, _title, figures in GROUPS for code, words in figures.items()]


@pytest.mark.parametrize(("figure", "name", "counted"), DEFINED, ids=[code for code, *_ in DEFINED])
def test_the_caption_of_a_figure_is_its_definition(figure, name, counted):
    assert f"| `{figure}` | {plain(name)} | « {plain(counted)} » |" in FIGURES_PAGE


def test_a_figure_has_one_definition():
    assert len({figure for figure, *_ in DEFINED}) == len(DEFINED)


def test_every_figure_of_the_ledger_is_a_column():
    assert set(FIGURES) == {"pledged", *DELTAS}


def test_thresholds_and_effects_are_as_the_page_says():
    assert f"at least {scoring.BEHIND_FROM * 100:.0f} points less" in FIGURES_PAGE
    assert f"no more than {NEARLY_USED_UP * 100:.0f} % of what" in FIGURES_PAGE
    for effect in (scoring.FAR, scoring.FAR_ON_SITE, scoring.NEARLY_EXHAUSTED, scoring.EXHAUSTED, scoring.AWAY):
        assert f"−0,{-effect:02}" in FIGURES_PAGE
    assert f"+0,{scoring.GROUP_BEHIND:02} where the group is behind" in FIGURES_PAGE
    assert f"−0,{-scoring.ASKED_TWICE:02} for two requests" in FIGURES_PAGE


def test_the_guide_names_every_basket():
    missing = [plain(name) for name, _rule in BASKETS.values() if f"| {plain(name)} |" not in GUIDE]

    assert not missing
