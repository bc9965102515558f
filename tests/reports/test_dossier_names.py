import pytest

from webapp.domain.dossiers import MONEY_RULES, REASONS, DeMinimis
from webapp.domain.eligibility import SECTOR_RULES, Finding, Verdict
from webapp.models.dossiers import OUTCOMES, PURPOSES, Decision
from webapp.reports import dossier_names as names


@pytest.fixture(autouse=True)
def request_of_a_page(app):
    with app.test_request_context():
        yield


def plain(text):
    return str(text).replace("\u202f", " ").replace("\u00a0", " ")


def test_each_code_has_its_words():
    assert set(names.PURPOSES) == set(PURPOSES)
    assert set(names.OUTCOMES) == set(OUTCOMES)
    assert set(names.REASONS) | {""} == set(REASONS)
    assert set(names.VERDICT_WORDS) == set(Verdict)


@pytest.mark.parametrize("code", ["in_territory", "independent", "max_staff", *MONEY_RULES, *SECTOR_RULES])
def test_each_rule_is_a_sentence(code):
    words = plain(names.rule_words(Finding(code, Verdict.MET, 12, divisions=("10", "25"))))

    assert code not in words
    assert len(words) > 8


def test_divisions_are_listed_as_people_say_them():
    many = Finding("sector_never", Verdict.MET, divisions=("10", "25", "43"))
    one = Finding("sector_only", Verdict.MET, divisions=("16",))

    assert names.rule_words(many) == "Son code APE ne commence pas par 10, 25 ou 43"
    assert names.rule_words(one) == "Son code APE commence par 16"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outcome": "approved", "amount_cents": 2_000_000, "minutes": 840}, "Accordé : 20 000 € et 2 jours"),
        ({"outcome": "approved", "minutes": 420}, "Accordé : 1 jour"),
        ({"outcome": "approved", "minutes": 540}, "Accordé : 1 j 2 h"),
        ({"outcome": "refused", "reason": "not_viable"}, "Refusé : Le projet ne paraît pas pouvoir rembourser"),
    ],
)
def test_a_decision_is_a_line(values, words):
    assert plain(names.decision_words(Decision(**values))) == words


@pytest.mark.parametrize(
    ("aid", "words"),
    [
        (DeMinimis(None, None, Verdict.UNKNOWN), "pas encore déclaré"),
        (DeMinimis(31_000_000, -1_000_000, Verdict.NOT_MET), "310 000 € d’aides en trois ans : plus que"),
        (DeMinimis(1_000_000, 29_000_000, Verdict.MET), "10 000 € d’aides en trois ans, sur les 300 000 €"),
    ],
)
def test_the_sum_of_aid_is_a_sentence(aid, words):
    assert words in plain(names.aid_words(aid))


def test_jobs_agree_in_number():
    assert names.jobs_words(1, 12) == "1 emploi créé et 12 préservés"
    assert names.jobs_words(2, 1) == "2 emplois créés et 1 préservé"
    assert names.jobs_words(2, 0) == "2 emplois créés et aucun préservé"
    assert names.jobs_words(0, 3) == "aucun emploi créé et 3 préservés"
