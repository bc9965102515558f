from datetime import timedelta

import pytest

from webapp.extensions import db
from webapp.models.job_runs import Heartbeat, JobRun
from webapp.services.runs import (
    DEAD_AFTER,
    Past,
    Slot,
    beat,
    claim_run,
    end_run,
    fall_silent,
    find_last_beat,
    is_leader,
    list_past_runs,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

LEASE = timedelta(minutes=15)


def claim(token, now, period="2026-11-24", job="remind", real_now=None):
    with transaction():
        return claim_run(Slot(job, period, token), now=now, real_now=real_now or now, lease=LEASE)


def end(token, now, period="2026-11-24", state="done"):
    with transaction():
        return end_run(Slot("remind", period, token), state, now=now, done=3, skipped=2, failed=1)


def test_a_period_is_claimed_once(now):
    assert claim("a", now) is True
    assert claim("b", now) is False


def test_another_period_or_job_is_another_claim(now):
    claim("a", now)

    assert claim("b", now, period="2026-11-25") is True
    assert claim("c", now, job="expire") is True


def test_a_claim_is_taken_over_once_its_lease_has_run_out(now):
    claim("a", now)

    assert claim("b", now, real_now=now + LEASE) is False
    assert claim("b", now, real_now=now + LEASE + timedelta(seconds=1)) is True
    assert claim("c", now, real_now=now + LEASE + timedelta(seconds=1)) is False


def test_a_lease_runs_in_real_time_not_in_business_time(now):
    claim("a", now)

    assert claim("b", now + timedelta(days=30), real_now=now + timedelta(minutes=1)) is False


def test_a_run_that_was_taken_over_is_not_ended_by_who_lost_it(now):
    claim("a", now)
    claim("b", now, real_now=now + timedelta(hours=1))

    assert end("a", now) is False
    assert end("b", now) is True
    assert end("b", now) is False


def test_a_run_keeps_its_counts(now):
    claim("a", now)
    end("a", now)

    run = db.session.query(JobRun).one()
    assert (run.state, run.done, run.skipped, run.failed, run.ended_at) == ("done", 3, 2, 1, now)


def test_a_run_that_ended_is_never_taken_over(now):
    claim("a", now)
    end("a", now, state="failed")

    assert claim("b", now, real_now=now + timedelta(days=1)) is False


def test_the_past_holds_the_newest_period_and_what_was_abandoned(now):
    claim("a", now, period="2026-11-22")
    claim("b", now, period="2026-11-23")
    claim("c", now, period="2026-11-24")
    end("b", now, period="2026-11-23")
    claim("d", now, period="manual:2026-11-24T09:00:00Z")

    with transaction():
        early = list_past_runs(["remind", "never"], real_now=now)
    with transaction():
        late = list_past_runs(["remind", "never"], real_now=now + timedelta(hours=1))

    assert early == {"remind": Past("2026-11-24", ())}
    assert late == {"remind": Past("2026-11-24", ("2026-11-22", "2026-11-24"))}


def test_the_first_of_the_living_leads(now):
    with transaction():
        beat("jobs:a:1", real_now=now - DEAD_AFTER)
        beat("jobs:b:2", real_now=now)
        beat("jobs:c:3", real_now=now)
        beat("another:a:1", real_now=now)

    assert [is_leader(name, real_now=now) for name in ("jobs:a:1", "jobs:b:2", "jobs:c:3")] == [False, True, False]


def test_who_ends_lets_the_next_lead_at_once(now):
    with transaction():
        beat("jobs:b:2", real_now=now)
        beat("jobs:c:3", real_now=now)
    with transaction():
        fall_silent("jobs:b:2")

    assert is_leader("jobs:c:3", real_now=now)


def test_a_second_beat_moves_the_first(now):
    with transaction():
        beat("jobs:b:2", real_now=now)
    with transaction():
        beat("jobs:b:2", real_now=now + timedelta(seconds=30))

    assert find_last_beat() == now + timedelta(seconds=30)
    assert db.session.query(Heartbeat).count() == 1


def test_before_any_process_nobody_was_seen():
    assert find_last_beat() is None
