from datetime import UTC, datetime, timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import select, update

from webapp.clock import PARIS
from webapp.domain.links import mint
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail.alert_messages import alert_digest
from webapp.mail.envelopes import TRY_FOR
from webapp.models.links import LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.services import outbox
from webapp.services.answers import accept_proposal, decline_proposal, undo_answer
from webapp.services.erasure import erase_expert
from webapp.services.outbox import Claim
from webapp.services.proposals import remind_expert, withdraw_proposal
from webapp.services.steps import record
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

LEASE = timedelta(minutes=5)


def claim(now, token="a", real_now=None):
    with transaction():
        return outbox.claim_mail(token, now=now, real_now=real_now or now, lease=LEASE)


def claimed(now, token="a"):
    found = claim(now, token)
    assert found is not None
    return found


def started(now, token="a", minted=()):
    found = claimed(now, token)
    with transaction():
        assert outbox.mark_data_started(found, minted, now=now)
    return found


def mail_of(claim):
    return db.session.get(OutgoingMail, claim.mail_id, populate_existing=True)


def states():
    return sorted(db.session.scalars(select(OutgoingMail.state)).all())


@pytest.fixture
def proposals(now):
    return tell_story().send(now)


def test_a_mail_of_a_later_version_holds_no_other_back(now, proposals):
    with transaction():
        first = db.session.scalar(select(OutgoingMail).order_by(OutgoingMail.id))
        first.template = "of_a_later_version"

    assert claimed(now).mail_id != first.id
    assert claim(now, "b") is None
    assert states() == ["claimed", "queued"]


def test_a_mail_is_claimed_once(now, proposals):
    first, second = claimed(now, "a"), claimed(now, "b")

    assert first.mail_id != second.mail_id
    assert claim(now, "c") is None
    assert mail_of(first).lease_until == now + LEASE


def test_answers_leave_before_requests_and_requests_before_reminders(now, proposals):
    with transaction():
        remind_expert(proposals[1], by=DESK, now=now)
    with transaction():
        accept_proposal(proposals[0], by=EXPERT, now=now)

    order = [mail_of(claimed(now, token)).template for token in "abc"]

    assert order[0] == "yes_received"
    assert order[-1] == "proposal_reminder"


def test_a_mail_waits_for_its_moment(now, proposals):
    with transaction():
        db.session.execute(update(OutgoingMail).values(not_before=now + timedelta(minutes=1)))

    assert claim(now) is None
    assert claim(now + timedelta(minutes=1)) is not None


def test_introductions_stay_until_the_half_hour_is_over(now, proposals):
    with transaction():
        accept_proposal(proposals[0], by=EXPERT, now=now)

    templates = set()
    while (found := claim(now + timedelta(days=1), f"t{len(templates)}")) is not None:
        templates.add(mail_of(found).template)

    assert "introduction_to_firm" not in templates


def test_a_mail_that_nobody_wants_any_more_is_cancelled_at_its_turn(now, proposals):
    with transaction():
        withdraw_proposal(proposals[0], by=DESK, now=now, reason="error")

    sent = {mail_of(claimed(now, token)).template for token in "ab"}

    assert sent == {"proposal_sent", "request_withdrawn"}
    assert claim(now) is None
    assert states().count("cancelled") == 1


def test_a_receipt_of_a_yes_taken_back_does_not_leave(now, proposals):
    with transaction():
        accept_proposal(proposals[0], by=EXPERT, now=now)
    with transaction():
        undo_answer(proposals[0], by=EXPERT, now=now)

    assert {mail_of(claimed(now, token)).template for token in "ab"} == {"proposal_sent"}
    assert claim(now) is None


def test_a_mail_that_comes_too_late_expires(now, proposals):
    assert claim(now + TRY_FOR) is None

    assert states() == ["expired", "expired"]


@pytest.mark.parametrize(
    ("hour", "is_taken"),
    [(datetime(2026, 11, 24, 18, 30, tzinfo=UTC), False), (datetime(2026, 11, 25, 7, 0, tzinfo=UTC), True)],
)
def test_a_reminder_waits_for_a_sending_hour(now, proposals, hour, is_taken):
    with transaction():
        db.session.execute(update(OutgoingMail).values(state="sent", sent_at=now))
    with transaction():
        remind_expert(proposals[0], by=DESK, now=now)

    assert (claim(hour) is not None) is is_taken
    assert outbox.find_oldest_due(now=hour) is None


@pytest.mark.parametrize(("department", "day"), [("54", 26), ("57", 30)], ids=["meurthe", "moselle"])
def test_a_reminder_that_missed_the_eve_of_easter_leaves_after_the_holidays_of_its_territory(department, day):
    eve = datetime(2027, 3, 25, 18, 59, tzinfo=PARIS)
    proposals = tell_story(offers=1, department=department, answer_days=8).send(eve)
    with transaction():
        db.session.execute(update(OutgoingMail).values(state="sent", sent_at=eve))
    with transaction():
        remind_expert(proposals[0], by=DESK, now=eve)

    assert claim(eve + timedelta(minutes=1)) is None
    morning = datetime(2027, 3, day, 8, tzinfo=PARIS)
    assert claim(morning - timedelta(seconds=1), "b") is None
    assert mail_of(claimed(morning, "c")).template == "proposal_reminder"


def test_a_receipt_leaves_at_any_hour(now, proposals):
    with transaction():
        accept_proposal(proposals[0], by=EXPERT, now=now)

    assert mail_of(claimed(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))).template == "yes_received"


def test_only_hashes_of_secrets_are_kept_and_only_once_the_text_may_flow(now, proposals):
    token = mint()
    found = claimed(now)
    assert db.session.scalars(select(LinkSecret)).all() == []

    with transaction():
        assert outbox.mark_data_started(found, [token], now=now)

    kept = db.session.scalars(select(LinkSecret)).one()
    assert kept.link_id == mail_of(found).link_id
    assert token.secret not in (kept.digest, kept.selector)


def test_who_lost_the_claim_may_not_go_on(now, proposals):
    lost = claimed(now, "a")
    with transaction():
        outbox.sweep(real_now=now + LEASE + timedelta(seconds=1))
    again = claimed(now, "b")
    assert again.mail_id == lost.mail_id

    with transaction():
        assert not outbox.mark_data_started(lost, [mint()], now=now)
    with transaction():
        assert not outbox.mark_sent(lost, now=now)
        assert not outbox.put_back(lost)
        assert not outbox.mark_refused(lost, "550")
        assert outbox.mark_for_retry(lost, "450", now=now) == ""

    assert (mail_of(again).state, mail_of(again).claim_token) == ("claimed", "b")
    assert db.session.scalars(select(LinkSecret)).all() == []


def test_a_sent_mail_is_never_taken_again(now, proposals):
    found = started(now)
    with transaction():
        assert outbox.mark_sent(found, now=now)
    with transaction():
        assert not outbox.mark_sent(found, now=now)

    assert (mail_of(found).state, mail_of(found).sent_at, mail_of(found).claim_token) == ("sent", now, None)
    assert claimed(now, "b").mail_id != found.mail_id


def test_a_dead_worker_leaves_what_may_go_again_and_what_is_in_doubt(now, proposals):
    first, second = claimed(now, "a"), started(now, "b")

    with transaction():
        early = outbox.sweep(real_now=now + LEASE)
    with transaction():
        late = outbox.sweep(real_now=now + LEASE + timedelta(seconds=1))

    assert (early.queued, early.in_doubt, late.queued, late.in_doubt) == (0, 0, 1, 1)
    assert (mail_of(first).state, mail_of(second).state) == ("queued", "in_doubt")
    assert claimed(now, "c").mail_id == first.mail_id
    assert claim(now, "d") is None


def test_waits_grow_until_the_mail_is_given_up(now, proposals):
    found = claimed(now)
    with transaction():
        db.session.execute(
            update(OutgoingMail).where(OutgoingMail.id != found.mail_id).values(state="sent", sent_at=now)
        )
    at, waits = now, []
    while True:
        with transaction():
            state = outbox.mark_for_retry(found, "451 try later", now=at)
        waits.append((mail_of(found).not_before - at) // timedelta(minutes=1))
        if state != "queued":
            break
        at = mail_of(found).not_before
        found = claimed(at)

    assert state == "expired"
    assert waits[:8] == [1, 2, 5, 15, 30, 60, 120, 240]
    assert timedelta(hours=60) < at - now < TRY_FOR
    assert mail_of(found).attempts == len(waits)


def test_a_request_is_not_tried_beyond_its_last_day(now):
    (proposal,) = tell_story(offers=1, answer_days=2).send(now)
    last_moment = mail_of(claimed(now)).expires_at

    assert last_moment.date() == proposal.answer_by
    assert last_moment - now < TRY_FOR


def test_a_mail_that_cannot_be_written_is_given_up_after_three_times(now, proposals):
    states_seen, at = [], now
    for token in "abc":
        found = claimed(at, token)
        with transaction():
            db.session.execute(update(OutgoingMail).where(OutgoingMail.id > found.mail_id).values(priority=9))
        with transaction():
            states_seen.append(outbox.mark_unwritable(found, "KeyError", now=at))
        at = max(at, mail_of(found).not_before)

    assert states_seen == ["queued", "queued", "failed_permanent"]


def test_a_mail_put_back_has_lost_no_try(now, proposals):
    found = claimed(now)
    with transaction():
        assert outbox.put_back(found)

    assert (mail_of(found).state, mail_of(found).attempts) == ("queued", 0)
    assert claimed(now, "b").mail_id == found.mail_id


def test_a_mail_that_is_given_back_after_its_person_was_erased_goes_nowhere(now, proposals):
    with transaction():
        decline_proposal(proposals[0], "other", by=EXPERT, now=now)
    found = claimed(now)
    with transaction():
        erase_expert(proposals[0].expert, by=JOB, now=now)
        assert outbox.put_back(found)

    assert mail_of(found).state == "queued"
    claim(now, "b")
    assert mail_of(found).state == "cancelled"


@pytest.mark.parametrize(
    ("leave", "state"),
    [
        (lambda found, now: outbox.mark_sent(found, now=now), "sent"),
        (lambda _found, now: outbox.sweep(real_now=now + LEASE + timedelta(seconds=1)), "in_doubt"),
    ],
    ids=["sent", "in doubt"],
)
def test_what_a_digest_says_is_not_kept_once_its_fate_is_known(now, leave, state):
    account = AccountFactory()
    with transaction():
        event = record(account, "digest", by=JOB, now=now)
        db.session.add(alert_digest(account, [{"kind": "need", "firm": "Menuiserie Aubry"}], event=event, now=now))
    found = started(now)
    assert "Menuiserie Aubry" in str(mail_of(found).parameters)

    with transaction():
        leave(found, now)

    mail = mail_of(found)
    assert (mail.state, mail.parameters) == (state, {})


def test_a_domain_that_asks_for_peace_gets_it_and_others_do_not_wait(now, proposals):
    first, second = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    with transaction():
        first.recipient, second.recipient = "claire@a_b.fr", "denis@axb.fr"

    with transaction():
        assert outbox.pause_domain("anne@A_B.fr", until=now + timedelta(minutes=5)) == 1

    assert claimed(now).mail_id == second.id
    assert claim(now, "b") is None
    assert claim(now + timedelta(minutes=5), "c") is not None


def test_what_is_due_or_on_its_way_is_counted(now, proposals):
    assert outbox.count_due(now=now) == 2
    assert outbox.find_oldest_due(now=now) == now
    found = started(now)
    assert outbox.count_due(now=now) == 2

    with transaction():
        outbox.mark_in_doubt(found, "no answer")

    assert (outbox.count_due(now=now), outbox.count_mails("in_doubt")) == (1, 1)


def test_a_claim_of_nothing_is_nothing(now):
    with transaction():
        assert not outbox.mark_data_started(Claim(1, "a"), [], now=now)
