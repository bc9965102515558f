"""What waits for a coordinator, and for how long it may be put aside. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from webapp.domain.deadlines import next_working_day

#: days of silence after the first request from which a need changes its basket; before the first one nothing is late
SILENCES = (3, 9, 21, 45)

#: days between the introduction and the moment at which somebody should know whether the two have spoken
CONTACT_WITHIN_DAYS = 7

#: days after the last visit of a mission with days left, from which it has gone quiet
QUIET_AFTER_DAYS = 60

#: requests in ninety days, all territories together, from which the same person is asked often
OFTEN_ASKED = 3

#: days since an expert came, from which it is odd that nobody ever asked
UNASKED_AFTER_DAYS = 180

#: days for which a card may be put aside, as they are offered
PUT_ASIDE_DAYS = (3, 7, 30)

#: days for which a card waits aside by itself, by what somebody was just asked
WAIT_DAYS = {"remind": 3, "send": 7, "introduce": 7, "ask": 7, "write": 30, "census": 30}

#: nothing is put aside for longer
LONGEST_ASIDE_DAYS = 92


def basket_of_silence(first_sent_on: date, today: date) -> str:
    """The basket of a need that was put to experts and has no yes: by the days since the first of them was asked."""
    reached = [days for days in SILENCES if (today - first_sent_on).days >= days]
    return f"silent_{reached[-1]}" if reached else "asked"


def wait_until(asked: str, today: date) -> date:
    """The working day on which a card comes back after somebody was asked: an answer can be there by then.

    A card is its coordinator's, who may have several territories: the public holidays of the whole country count.
    """
    return next_working_day(today + timedelta(days=WAIT_DAYS[asked]), None)


def put_aside_choices(today: date) -> tuple[date, ...]:
    """The working days until which a card may be put aside with one click."""
    return tuple(next_working_day(today + timedelta(days=days), None) for days in PUT_ASIDE_DAYS)


def may_put_aside(until: date, today: date) -> bool:
    """True for a day to come that is not so far away that the card would be forgotten."""
    return today < until <= today + timedelta(days=LONGEST_ASIDE_DAYS)
