import pytest

from matching import Entry, Matcher, Offer, scoring
from matching.formulas import Settings


def test_two_needs_in_one_get_two_people(matcher):
    team = matcher.team("relire nos contrats de travail et mettre en place une GMAO")

    assert [part.words for part in team.parts] == ["relire nos contrats de travail", "mettre en place une GMAO"]
    assert [part.offer_ids for part in team.parts] == [("o1",), ("o4",)]
    assert {hit.offer_id for hit in team.hits} == {"o1", "o4"}
    assert team.cover > matcher.team("relire nos contrats de travail et mettre en place une GMAO", size=1).cover


def test_the_part_that_nobody_covers_is_told(matcher):
    team = matcher.team("relire nos contrats de travail et traduire une notice en japonais")

    assert team.parts[1].words == "traduire une notice en japonais"
    assert team.parts[1].offer_ids == ()
    assert "japonais" in team.uncovered


def test_only_the_offers_that_are_named_may_join(matcher):
    need = "relire nos contrats de travail et mettre en place une GMAO"

    assert {hit.offer_id for hit in matcher.team(need, among={"o4"}).hits} == {"o4"}
    assert matcher.team(need, among=()).hits == ()
    assert matcher.team(need, among=set(matcher.offers_)) == matcher.team(need)


def test_a_part_that_tells_a_story_asks_for_nothing(matcher):
    team = matcher.team("On est trois. Relire nos contrats de travail. Dresser un chien.")

    assert [(part.words, part.asks) for part in team.parts] == [
        ("On est trois", False),
        ("Relire nos contrats de travail", True),
        ("Dresser un chien", True),
    ]


def test_without_anybody_the_team_is_empty(matcher):
    team = matcher.team("xqzwvk")

    assert (team.hits, team.cover, team.uncovered) == ((), 0.0, ("xqzwvk",))
    assert Matcher().fit([]).team("").parts == matcher.team("bonjour").parts == ()
    assert Matcher().fit([]).team("contrat").hits == matcher.team("bonjour").hits == ()


def test_the_same_request_filed_twice_is_seen(matcher):
    needs = {
        "n1": "Relecture de nos contrats de travail",
        "n2": "relir contra de travail",
        "n3": "réglage d’une presse",
        "n4": "contrat de travail et plan de formation pour les apprentis",
    }
    found = {each.need_id: each.kind for each in matcher.similar("relecture contrats de travail", needs)}

    assert found["n1"] == "same"
    assert found["n4"] == "shared"
    assert "n3" not in found
    assert matcher.similar("bonjour", needs) == []


def test_an_offer_that_may_join_is_found_behind_many_that_may_not():
    others = [Offer(f"a{number:03}", "Relecture de contrats de travail", "") for number in range(60)]
    matcher = Matcher().fit([*others, Offer("z", "Contrats de travail", "Relecture.")])

    assert [hit.offer_id for hit in matcher.team("relecture de contrats de travail", among={"z"}).hits] == ["z"]


def test_an_offer_that_may_join_is_found_in_a_large_catalogue(monkeypatch):
    monkeypatch.setattr(scoring, "CANDIDATES", 3)
    others = [Offer(f"a{number:03}", "Relecture de contrats de travail", "") for number in range(300)]
    matcher = Matcher().fit([*others, Offer("z", "Contrats de travail", "Relecture.")])

    assert [hit.offer_id for hit in matcher.team("relecture de contrats de travail", among={"z"}).hits] == ["z"]


def test_who_just_reaches_the_floor_may_join(matcher):
    (best, *_others) = matcher.rank("relecture de contrats")

    assert [hit.offer_id for hit in matcher.team("relecture de contrats", floor=best.score).hits] == [best.offer_id]
    assert matcher.team("relecture de contrats", floor=best.score + 1e-9).hits == ()


def test_of_two_who_answer_alike_the_first_by_id_joins():
    twins = [Offer(name, "Relecture de contrats", "") for name in ("b", "a", "c")]

    assert [hit.offer_id for hit in Matcher().fit(twins).team("relecture de contrats").hits] == ["a"]


def test_who_is_only_near_in_sense_answers_no_word_and_does_not_join():
    team = Matcher().fit([Offer("a", "Dépendance aux drogues", "")]).team("toxicomanie", floor=0.0)

    assert (team.hits, team.cover, team.uncovered) == ((), 0.0, ("toxicomanie",))


def test_a_team_has_three_members_at_most(matcher):
    need = "contrats de travail. réglage de presses. plan de développement. GMAO. trésorerie. cybersécurité."

    assert len(matcher.team(need).hits) == 3
    assert len(matcher.team(need, size=9).hits) > 3


@pytest.mark.parametrize("need", ["clauses et avenants", "contrats et xqzwvk"])
def test_two_things_of_which_one_offer_answers_both_or_nobody_one_are_one_need(matcher, need):
    assert [part.words for part in matcher.team(need).parts] == [need]


def test_two_things_that_no_offer_answers_together_are_parts_of_their_own(matcher):
    team = matcher.team("contrats de travail et presses à injecter")

    assert [(part.words, part.offer_ids) for part in team.parts] == [
        ("contrats de travail", ("o1",)),
        ("presses à injecter", ("o2",)),
    ]
    assert 0.5 < team.cover <= 1


def test_the_parts_of_a_need_that_nobody_answers_keep_their_words(matcher):
    team = matcher.team("Dresser xqzwvk. Chez wkrtpz.")

    assert [(part.words, part.offer_ids, part.asks) for part in team.parts] == [
        ("Dresser xqzwvk", (), True),
        ("Chez wkrtpz", (), False),
    ]


def test_needs_that_say_the_same_are_wholly_alike_and_come_by_their_ids(matcher):
    needs = dict.fromkeys(("n2", "n1"), "relecture de contrats de travail")
    found = matcher.similar("relecture de contrats de travail", needs)

    assert [each.need_id for each in found] == ["n1", "n2"]
    assert all(each.score == pytest.approx(1) for each in found)


def test_needs_are_compared_by_the_settings_of_the_matcher(matcher):
    needs = {"n1": "relecture de contrats et plan de nettoyage"}
    (usual,) = matcher.similar("relecture de contrats", needs)
    (shorter,) = Matcher(settings=Settings(title_length=1.0)).similar("relecture de contrats", needs)

    assert usual.score > shorter.score


def test_needs_alike_are_found_by_the_words_of_the_territory_and_five_at_most():
    needs = {f"n{number}": "emboutisseuse" for number in range(9)}
    matcher = Matcher(thesaurus=[Entry("presse", "emboutisseuse")]).fit([])

    assert [each.need_id for each in matcher.similar("presse", needs)] == ["n0", "n1", "n2", "n3", "n4"]
    assert len(matcher.similar("presse", needs, limit=2)) == 2
