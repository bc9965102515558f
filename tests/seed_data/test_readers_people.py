import re
from collections import Counter

import pytest
from stdnum.fr import siren, siret

FICTION = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98)( \d\d){2}")
PLACES = {"on_site", "remote", "either"}
KINDS = {"large_group", "firm", "bank", "accountant", "association", "public"}


def codes(rows):
    return {row.code for row in rows}


def test_no_code_is_given_twice(programme):
    parts = [rows for rows in vars(programme).values() if hasattr(rows[0], "code")]
    assert len(parts) == 13
    for rows in parts:
        assert [code for code, times in Counter(row.code for row in rows).items() if times > 1] == []


@pytest.mark.parametrize(
    ("part", "column", "target"),
    [
        ("skills", "family", "skill_families"),
        ("groups", "parent", "groups"),
        ("group_rules", "group", "groups"),
        ("referents", "group", "groups"),
        ("experts", "group", "groups"),
        ("absences", "expert", "experts"),
        ("offers", "expert", "experts"),
        ("offers", "skills", "skills"),
        ("contacts", "company", "companies"),
        ("local_rules", "territory", "territories"),
        ("territory_epcis", "territory", "territories"),
        ("conventions", "territory", "territories"),
        ("signatories", "convention", "conventions"),
        ("pledges", "convention", "conventions"),
        ("pledges", "group", "groups"),
        ("amendments", "convention", "conventions"),
        ("amendments", "group", "groups"),
        ("past_missions", "convention", "conventions"),
        ("past_missions", "company", "companies"),
        ("past_missions", "expert", "experts"),
        ("past_missions", "offer", "offers"),
        ("past_visits", "mission", "past_missions"),
        ("needs", "territory", "territories"),
        ("needs", "company", "companies"),
        ("need_steps", "need", "needs"),
        ("need_steps", "offer", "offers"),
        ("funds", "territory", "territories"),
        ("contributions", "fund", "funds"),
        ("contributions", "group", "groups"),
        ("dossiers", "territory", "territories"),
        ("dossiers", "company", "companies"),
        ("dossiers", "need", "past_missions"),
        ("decisions", "dossier", "dossiers"),
        ("advances", "dossier", "dossiers"),
        ("advances", "fund", "funds"),
        ("advance_conditions", "dossier", "dossiers"),
        ("advance_steps", "dossier", "dossiers"),
        ("repayments", "dossier", "dossiers"),
    ],
)
def test_every_code_that_is_named_exists(programme, part, column, target):
    named = (getattr(row, column) for row in getattr(programme, part))
    flat = {code for cell in named for code in (cell if isinstance(cell, tuple) else (cell,))}
    assert flat - codes(getattr(programme, target)) <= {""}


def test_every_commune_that_is_named_exists(programme):
    named = {row.commune for row in (*programme.experts, *programme.companies)}
    named |= {row.site_commune for row in programme.groups}
    assert named <= {row.insee for row in programme.communes}


def test_every_skill_has_a_family_and_both_languages(programme):
    assert len(programme.skills) >= 60
    assert all(row.label and row.label_en for row in (*programme.skills, *programme.skill_families))
    assert codes(programme.skill_families) == {row.family for row in programme.skills}


def test_some_skills_are_offered_by_nobody(programme):
    missing = codes(programme.skills) - {code for offer in programme.offers for code in offer.skills}
    assert missing == {"com-market", "com-fairs", "law-property", "maint-software", "strat-innovation"}


def test_everybody_who_is_written_to_is_plainly_fictional(programme):
    people = (*programme.experts, *programme.referents, *programme.contacts)
    addresses = [row.email for row in people] + [row.contact_email for row in programme.territories]
    phones = [row.phone for row in people] + [row.contact_phone for row in programme.territories]
    assert [address for address in addresses if not re.fullmatch(r"[a-z-]+\.[a-z-]+@exemple\.fr", address)] == []
    assert [phone for phone in phones if not FICTION.fullmatch(phone)] == []


def test_an_address_or_a_phone_belongs_to_one_person(programme):
    rows = (*programme.experts, *programme.referents, *programme.contacts)
    people = {(row.email, row.phone, row.name) for row in rows}
    assert len({email for email, _, _ in people}) == len({phone for _, phone, _ in people}) == len(people)


def test_each_expert_offers_something_and_is_addressed_as_they_wish(programme):
    assert codes(programme.experts) == {row.expert for row in programme.offers}
    assert {row.title for row in programme.experts} == {"M.", "Mme"}
    assert all(row.starts_on <= row.ends_on for row in programme.absences)


def test_each_offer_can_be_shown_and_found(programme):
    assert len(programme.offers) >= 60
    for offer in programme.offers:
        assert 10 <= len(offer.title) <= 160, offer.code
        assert 80 <= len(offer.text) <= 600, offer.code
        assert offer.place in PLACES
        assert offer.skills
        assert offer.days_per_year > 0
        assert (offer.radius_km is None) == (offer.place == "remote"), offer.code


def test_what_we_wrote_keeps_french_typography(programme):
    ours = [text for row in programme.offers for text in (row.title, row.text)]
    ours += [row.label for row in programme.skills] + [row.words for row in programme.local_rules]
    ours += [row.words for row in programme.group_rules] + [row.conditions for row in programme.groups]
    ours += [row.title for row in programme.needs] + [row.reason for row in programme.amendments]
    assert [text for text in ours if re.search(r"'| [;:!?»]|« |!", text)] == []


def test_a_group_has_a_kind_a_parent_of_another_name_and_its_people(programme):
    assert {row.kind for row in programme.groups} == KINDS
    assert all(row.parent != row.code for row in programme.groups)
    parents = {row.parent for row in programme.groups}
    assert codes(programme.groups) - parents == {row.group for row in programme.experts}


def test_only_longwy_lives_without_a_large_group(programme):
    kinds = {row.code: row.kind for row in programme.groups}
    territory = {row.code: row.territory for row in programme.conventions}
    pledged = {}
    for row in programme.pledges:
        pledged.setdefault(territory[row.convention], set()).add(kinds[row.group])
    assert pledged["longwy"] == {"association"}
    assert "large_group" in pledged["terres-de-lorraine"]


def test_registered_numbers_are_valid_and_no_real_firm_has_them(programme):
    for row in programme.companies:
        assert not row.siren or siren.validate(row.siren).startswith("000"), row.code
        assert not row.siret or siret.validate(row.siret).startswith(row.siren), row.code
        assert row.siren or not row.siret
    numbers = [row.siren for row in programme.companies if row.siren]
    assert len(set(numbers)) == len(numbers)
    assert {"c29"} == {row.code for row in programme.companies if not row.siren}


def test_firms_are_many_small_and_some_facts_are_not_known(programme):
    assert len(programme.companies) >= 30
    assert {row.independent for row in programme.companies} == {True, False, None}
    assert all(row.staff is not None and row.staff < 250 for row in programme.companies)
    assert codes(programme.companies) == {row.company for row in programme.contacts}


def test_the_people_of_the_pictures_are_there(programme):
    names = {row.name for row in (*programme.experts, *programme.contacts)}
    assert {"Claire Humbert", "Thomas Lacroix", "Nadia Ferry", "Julien Pierson", "Sylvie Aubry"} <= names
    assert "Hélène Marchal" in {row.contact_name for row in programme.territories}
