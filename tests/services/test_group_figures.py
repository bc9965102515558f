from datetime import date

from factories.stories import tell_story

from webapp.domain.quarters import Quarter
from webapp.extensions import db
from webapp.models.conventions import AgreementWords, Amendment
from webapp.services.group_figures import read_group_figures
from webapp.transaction import transaction

AUTUMN = Quarter(2026, 4)


def read(story, now, quarter=AUTUMN):
    return read_group_figures(story.pledge.convention, story.pledge.group, quarter, now=now)


def test_a_request_that_was_taken_back_is_nobodys_to_answer(engine_app, session, now):
    story = tell_story()
    first, _second = story.send(now)
    assert read(story, now).requests.waiting == 2

    with transaction():
        first.state = "withdrawn"
    found = read(story, now).requests
    assert (found.sent, found.asked_experts, found.waiting) == (1, 1, 1)


def test_requests_of_another_quarter_are_not_of_this_one(engine_app, session, now):
    story = tell_story()
    story.send(now)

    assert read(story, now, Quarter(2026, 3)).requests.sent == 0


def test_amendments_of_the_quarter_and_those_to_come_are_told(engine_app, session, now):
    story = tell_story()
    for day in ("2026-09-30", "2026-10-01", "2027-02-01"):
        with transaction():
            db.session.add(
                Amendment(
                    pledge_id=story.pledge.id, effective_on=date.fromisoformat(day), written_at=now, delta_minutes=420,
                    words=AgreementWords(author="Paul Aubertin", reason="Un jour de plus"),
                )
            )  # fmt: skip

    found = [each.effective_on for each in read(story, now).amendments]
    assert found == [date(2026, 10, 1), date(2027, 2, 1)]
