from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need
from webapp.models.notes import Note
from webapp.models.proposals import Proposal

NOW = datetime.fromisoformat("2026-11-24T10:00")

STORIES = {
    "draft", "received", "held", "open_to_qualify", "open_no_match", "sent_silent", "sent_9_days", "sent_21_days",
    "refused_by_all", "unanswered", "accepted_no_contact", "accepted_in_undo", "accepted_on_behalf", "running",
    "visit_over_unanswered", "declared", "deemed", "disputed", "quiet", "held_yes", "helped", "no_help", "unreachable",
    "withdrawn", "set_aside", "no_room", "sent_lately", "sent_45_days",
    "given_up",
}  # fmt: skip

LAST_STEP = {
    "draft": "save_draft",
    "received": "submit",
    "held": "hold",
    "open_to_qualify": "confirm_address",
    "sent_lately": "propose",
    "sent_21_days": "propose",
    "sent_45_days": "propose",
    "no_room": "declare",
    "refused_by_all": "decline",
    "unanswered": "propose",
    "accepted_no_contact": "accept",
    "accepted_in_undo": "accept",
    "accepted_on_behalf": "plan",
    "running": "plan",
    "visit_over_unanswered": "plan",
    "given_up": "give_up",
    "declared": "declare",
    "deemed": "declare",
    "disputed": "dispute",
    "quiet": "confirm",
    "held_yes": "accept",
    "helped": "close_helped",
    "no_help": "close_no_help",
    "unreachable": "close_unreachable",
    "withdrawn": "withdraw",
    "set_aside": "set_aside",
}

BEFORE = {
    "confirm_address": {"submit"},
    "hold": {"submit"},
    "qualify": {"confirm_address"},
    "propose": {"confirm_address", "propose", "decline"},
    "decline": {"propose", "decline"},
    "accept": {"propose"},
    "accept_on_behalf": {"propose"},
    "plan": {"accept", "accept_on_behalf", "confirm"},
    "declare": {"accept", "confirm", "plan"},
    "give_up": {"plan"},
    "confirm": {"declare"},
    "dispute": {"declare"},
    "finish": {"confirm"},
    "close_helped": {"finish"},
    "close_no_help": {"confirm_address"},
    "close_unreachable": {"confirm_address"},
    "withdraw": {"confirm_address"},
    "set_aside": {"confirm_address"},
}

REASONS = {"no_time", "not_my_field", "too_far", "conflict", "group_exhausted", "other"}


@pytest.fixture(scope="module")
def told(programme):
    """The steps of each need, in time."""
    steps = defaultdict(list)
    for row in programme.need_steps:
        steps[row.need].append(row)
    return steps


def test_every_story_is_told_at_least_once(programme):
    assert {row.story for row in programme.needs} == STORIES


def test_every_need_is_told_and_begins_on_the_day_it_is_filed(programme, told):
    assert set(told) == {row.code for row in programme.needs}
    assert [row.code for row in programme.needs if told[row.code][0].at.date() != row.filed_on] == []


def test_every_need_but_a_draft_begins_with_the_form(programme, told):
    for need in programme.needs:
        assert told[need.code][0].step == ("save_draft" if need.story == "draft" else "submit")


def test_the_steps_stand_in_time_and_none_lies_ahead(programme):
    instants = [row.at for row in programme.need_steps]
    assert instants == sorted(instants)
    assert instants[-1] < NOW


def test_each_step_follows_one_that_allows_it(told):
    for code, steps in told.items():
        for before, step in pairwise(steps):
            assert before.step in BEFORE[step.step], (code, step.at)


def test_the_last_step_is_that_of_the_story(programme, told):
    for need in programme.needs:
        if need.story in LAST_STEP:
            assert told[need.code][-1].step == LAST_STEP[need.story], need.code


def test_a_place_in_the_undo_window_is_left(programme, told):
    (need,) = (row for row in programme.needs if row.story == "accepted_in_undo")
    assert 0 < (NOW - told[need.code][-1].at).total_seconds() < 30 * 60


def test_people_answer_for_the_offers_they_were_asked_for(told):
    for code, steps in told.items():
        asked = {row.offer for row in steps if row.step == "propose"}
        assert {row.offer for row in steps if row.offer} == asked, code


def test_a_declared_visit_has_its_day_and_its_length(told):
    for row in (row for steps in told.values() for row in steps):
        assert (row.worked_on is not None) == (row.step in {"plan", "declare", "confirm", "dispute"}), row
        assert (row.minutes is not None) == (row.step in {"declare", "dispute"}), row
        if row.step == "declare":
            assert row.worked_on <= row.at.date()


def test_a_refusal_gives_one_of_the_six_reasons_and_a_closing_its_words(told):
    steps = [row for steps in told.values() for row in steps]
    assert {row.words for row in steps if row.step == "decline"} <= REASONS
    endings = [row for row in steps if row.step in {"set_aside", "close_no_help", "close_unreachable", "withdraw"}]
    assert all(row.words for row in endings)


def test_nobody_is_asked_during_an_absence(programme, told):
    expert_of = {row.code: row.expert for row in programme.offers}
    for row in (row for steps in told.values() for row in steps if row.step == "propose"):
        absences = [absence for absence in programme.absences if absence.expert == expert_of[row.offer]]
        assert not any(absence.starts_on <= row.at.date() <= absence.ends_on for absence in absences), row


def test_nobody_is_asked_more_often_than_they_allow(programme, told):
    expert_of = {row.code: row.expert for row in programme.offers}
    asked = defaultdict(int)
    for row in (row for steps in told.values() for row in steps if row.step == "propose" and (NOW - row.at).days <= 90):
        asked[expert_of[row.offer]] += 1
    ceiling = {row.code: row.max_asks or 3 for row in programme.experts}
    assert {expert: times for expert, times in asked.items() if times > ceiling[expert]} == {}
    assert asked["x03"] == 4


def test_a_group_is_asked_for_more_days_than_it_has_left(programme, told):
    lent = {row.code for row in programme.experts if row.group == "brenntag-lorraine"}
    missions = {row.code for row in programme.past_missions if row.convention == "tdl-2025" and row.expert in lent}
    given = sum(row.minutes for row in programme.past_visits if row.mission in missions)
    (pledge,) = (row for row in programme.pledges if (row.convention, row.group) == ("tdl-2025", "brenntag-lorraine"))
    (asked,) = (row for row in programme.needs if row.story == "held_yes")
    (running,) = (row for row in programme.needs if row.story == "quiet")
    left = pledge.days * 420 - given - running.days * 420
    assert 0 < left < asked.days * 420


def test_managers_write_as_they_write(programme):
    texts = {row.code: row.text for row in programme.needs}
    assert texts["n01"].startswith("Bonjour, besoin d'une relectur de contra de travail")
    assert all(texts.values())
    assert min(map(len, texts.values())) < 25 < 150 < max(map(len, texts.values()))


def test_a_need_is_filed_in_the_territory_of_its_firm(programme):
    territory_of_epci = {row.siren: row.territory for row in programme.territory_epcis}
    epci_of = {row.insee: row.epci for row in programme.communes}
    home = {row.code: territory_of_epci[epci_of[row.commune]] for row in programme.companies}
    assert [row.code for row in programme.needs if home[row.company] != row.territory] == []


def test_a_deadline_comes_after_the_filing(programme):
    assert [row.code for row in programme.needs if row.deadline_on and row.deadline_on <= row.filed_on] == []


#: what the services make of the request of each story; of every other one an open one
ENDS = {
    "draft": "draft",
    "received": "received",
    "held": "held",
    "helped": "closed_helped",
    "no_help": "closed_no_help",
    "unreachable": "closed_unreachable",
    "withdrawn": "withdrawn",
    "set_aside": "set_aside",
}


def test_each_story_ends_where_its_steps_lead(loaded, programme):
    expected = Counter(ENDS.get(row.story, "open") for row in programme.needs)
    expected["closed_helped"] += len(programme.past_missions)

    assert Counter(loaded.scalars(select(Need.state))) == expected


def test_every_request_of_the_files_was_sent_by_the_services(loaded, programme):
    told = sum(row.step == "propose" for row in programme.need_steps)

    assert loaded.scalar(select(func.count()).select_from(Proposal)) == told + len(programme.past_missions)


def test_a_yes_beyond_the_days_of_a_group_is_held(loaded):
    held = loaded.scalars(select(Proposal).where(Proposal.state == "held")).all()

    assert len(held) == 1
    assert held[0].role.state == "proposed"


def test_what_a_coordinator_noted_stands_beside_its_need(loaded, programme):
    told = {row.words for row in programme.need_steps if row.step.startswith("close") or row.step == "set_aside"}

    assert told - {""} <= set(loaded.scalars(select(Note.text)))


def test_every_declared_visit_stands_on_the_day_of_its_step(loaded, programme):
    days = sorted(row.worked_on for row in programme.need_steps if row.step == "declare")
    past = [row.worked_on for row in programme.past_visits]

    found = loaded.scalars(select(Visit.worked_on).join(Mission).where(Visit.worked_on.is_not(None)))

    assert sorted(found) == sorted(days + past)
