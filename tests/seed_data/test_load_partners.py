from sqlalchemy import func, select

from webapp.models.groups import Absence, Expert, Group, GroupReferent
from webapp.models.offers import Offer, Skill


def test_every_partner_expert_and_offer_of_the_files_is_there(loaded, programme):
    for table, rows in (
        (Group, programme.groups),
        (GroupReferent, programme.referents),
        (Expert, programme.experts),
        (Absence, programme.absences),
        (Skill, programme.skills),
        (Offer, programme.offers),
    ):
        assert loaded.scalar(select(func.count()).select_from(table)) == len(rows)


def test_a_firm_of_an_association_lends_through_it(loaded, programme):
    parents = {row.code: row.parent for row in programme.groups if row.parent}

    found = {group.code: group.parent.code for group in loaded.scalars(select(Group)) if group.parent is not None}

    assert found == parents


def test_an_offer_has_the_skills_and_the_minutes_of_its_line(loaded, programme):
    for row in programme.offers:
        offer = loaded.scalars(select(Offer).where(Offer.code == row.code)).one()
        assert {skill.code for skill in offer.skills} == set(row.skills)
        assert offer.minutes_per_year == row.days_per_year * 420


def test_a_phone_is_written_as_the_programme_keeps_it(loaded):
    phones = [phone for phone in loaded.scalars(select(Expert.phone)) if phone]

    assert phones
    assert all(phone.startswith("+33") and phone[1:].isdigit() for phone in phones)
