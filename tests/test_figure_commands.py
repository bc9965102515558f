import json
from hashlib import sha256

import pytest
from factories.stories import tell_story

from webapp.cli import alize
from webapp.extensions import db


@pytest.fixture
def story(session, now):
    story = tell_story(offers=1, code="terres-de-lorraine", name="Terres de Lorraine")
    story.pledge.group.code = "michelin"
    db.session.commit()
    return story


def run(app, *words):
    return app.test_cli_runner().invoke(alize, [str(word) for word in words])


def test_the_figures_of_a_convention_are_one_object(app, story):
    found = run(app, "figures", "--territory", "terres-de-lorraine", "--json")

    assert json.loads(found.output)["pledged_days"] == 10


def test_the_report_of_a_group_is_written_twice_the_same(app, story, tmp_path):
    asked = ["report", "group", "--territory", "terres-de-lorraine", "--group", "michelin", "--quarter", "2026-T3"]
    written = []
    for turn in ("one", "two"):
        pdf, xlsx = tmp_path / f"{turn}.pdf", tmp_path / f"{turn}.xlsx"
        found = run(app, *asked, "--pdf", pdf, "--xlsx", xlsx)
        assert found.exit_code == 0, found.output
        written.append([sha256(path.read_bytes()).hexdigest() for path in (pdf, xlsx)])

    assert written[0] == written[1]
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")


def test_the_bilan_is_written_without_a_browser(app, story, tmp_path):
    target = tmp_path / "bilan.xlsx"
    found = run(app, "report", "bilan", "--territory", "terres-de-lorraine", "--period", "present", "--xlsx", target)

    assert found.exit_code == 0, found.output
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--group michelin --quarter 2026-T3", "Say where the report goes"),
        ("--group michelin --quarter 2026-T9 --pdf x.pdf", "2026-T9 is no quarter"),
        ("--group michelin --quarter 2031-T1 --pdf x.pdf", "2031-T1 has not begun"),
        ("--group michelin --quarter 1999-T1 --pdf x.pdf", "had no convention in 1999-T1"),
        ("--group kleber --quarter 2026-T3 --pdf x.pdf", "No group kleber pledged days"),
        ("--group michelin --quarter 2026-T3 --pdf nowhere/x.pdf", "nowhere/x.pdf cannot be written (No such file"),
        ("--group michelin --quarter 2026-T3 --as-of 2031-01-01 --pdf x.pdf", "2031-01-01 has not come yet"),
        ("--group michelin --quarter 2026-T3 --as-of 1999-01-01 --pdf x.pdf", "nothing was given before"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(app, story, words, said):
    found = run(app, "report", "group", "--territory", "terres-de-lorraine", *words.split())

    assert found.exit_code == 1
    assert said in found.output


@pytest.mark.parametrize("command", [("figures",), ("report", "bilan", "--pdf", "x.pdf")])
def test_a_convention_that_is_not_there_is_said_with_the_way_to_another(app, story, command):
    found = run(app, *command, "--territory", "terres-de-lorraine", "--period", "past")

    assert found.exit_code == 1
    assert "has no past convention: ask for the present one with --period present" in found.output
