import pytest

from matching.thesaurus import Entry, Thesaurus, phrase, thesaurus_with, trade_entries

ROWS = [
    Entry("GPEC", "gestion prévisionnelle des emplois et des compétences", 0.9),
    Entry("gpec", "GEPP", 0.8),
    Entry("gestion", "pilotage", 0.7),
    Entry("gestion", "pilotage", 0.6),
    Entry("de la", "rien", 0.9),
    Entry("presses", "presse", 0.9),
    Entry("vente", "commerce", 0.9),
]


@pytest.fixture
def thesaurus():
    return Thesaurus(ROWS)


def test_a_tie_holds_both_ways_with_its_best_weight(thesaurus):
    assert [(each.phrase, each.weight) for each in thesaurus.equivalents("gestion")] == [("pilotag", 0.7)]
    assert [each.phrase for each in thesaurus.equivalents("pilotag")] == ["gestion"]
    assert len(thesaurus.equivalents("gpec")) == 2


def test_rows_that_say_nothing_are_left_out(thesaurus):
    assert thesaurus.equivalents("presse") == ()
    assert thesaurus.equivalents("rien") == ()
    assert [each.phrase for each in thesaurus.equivalents("vent")] == ["commerc"], "a row after them counts"
    assert len(thesaurus) == 7


def test_phrases_are_found_in_a_text_by_their_stems(thesaurus):
    stems = phrase("la gestion prévisionnelle des emplois et des compétences").split()

    assert list(thesaurus.find(stems)) == [((0,), "gestion"), ((0, 1, 2, 3), " ".join(stems))]
    assert list(thesaurus.find(stems[:3])) == [((0,), "gestion")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("garder ses salariés", [(0, 1)]),
        ("garder et attirer des salariés", [(0, 2)]),
        ("garder attirer motiver des salariés", []),
        ("des salariés à garder", []),
        ("garder attirer", []),
        ("vite garder jeunes salariés anciens salariés", [(1, 3)]),
    ],
)
def test_one_other_word_may_stand_between_two_of_a_phrase(text, places):
    thesaurus = Thesaurus([Entry("garder ses salariés", "fidéliser", 0.9)])

    assert [at for at, found in thesaurus.find(phrase(text).split()) if " " in found] == places


def test_a_phrase_of_several_words_is_known_by_its_first(thesaurus):
    assert thesaurus.opens("gestion")
    assert not thesaurus.opens("gpec")
    assert not thesaurus.opens("autr")


def test_the_rows_of_the_library_have_a_weight_and_a_source():
    assert all(0 < entry.weight <= 1 and entry.source for entry in trade_entries())
    assert thesaurus_with(()) is thesaurus_with(())


def test_two_rows_make_a_tie_weaker_than_both():
    thesaurus = Thesaurus([Entry("piraté", "piratage", 0.9), Entry("piratage", "cyberattaque", 0.9)])

    ties = {each.phrase: each.weight for each in thesaurus.equivalents(phrase("piraté"))}
    assert ties == {phrase("piratage"): 0.9, phrase("cyberattaque"): pytest.approx(0.567)}
    assert {each.phrase for each in thesaurus.equivalents(phrase("cyberattaque"))} == {
        phrase("piraté"),
        phrase("piratage"),
    }


def test_a_row_of_its_own_is_worth_what_it_says_and_three_rows_make_no_tie():
    thesaurus = Thesaurus(
        [Entry("a1", "b1", 0.9), Entry("b1", "c1", 0.9), Entry("c1", "d1", 0.9), Entry("a1", "c1", 0.5)]
    )

    assert {each.phrase: each.weight for each in thesaurus.equivalents("a1")} == {"b1": 0.9, "c1": 0.5}


def test_what_is_tied_by_parts_of_two_questions_is_not_tied():
    thesaurus = Thesaurus([Entry("avenant", "contrat de travail", 0.7), Entry("contrat de travail", "mobilité", 0.7)])

    assert [each.phrase for each in thesaurus.equivalents(phrase("avenant"))] == [phrase("contrat de travail")]
