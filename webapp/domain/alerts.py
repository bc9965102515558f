"""What a coordinator is told of without asking, and when: each alert once, at most one mail a day. Pure."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

#: shares of a pledge that are worth a word once they are occupied, in percent
PLEDGE_SHARES = (50, 80, 100)

#: months before the end of a convention at which its end is announced
MONTHS_BEFORE_END = (6, 3, 1)

#: days since the first request from which a need without a yes is worth a word
SILENT_NEED_DAYS = 9

#: how often a coordinator wants the digest; weekly unless they say otherwise
RHYTHMS = ("daily", "weekly", "never")

#: days between two digests
DAYS_BETWEEN = {"daily": 1, "weekly": 7}


def shares_reached(occupied: int, cap: int) -> list[int]:
    """The shares of a pledge that are reached: 50, 80, 100 percent."""
    return [share for share in PLEDGE_SHARES if cap > 0 and 100 * occupied >= share * cap]


def months_to_announce(ends_on: date, today: date) -> list[int]:
    """The announcements of the end of a convention whose day has come, while it is not over."""
    if today > ends_on:
        return []
    return [months for months in MONTHS_BEFORE_END if ends_on - relativedelta(months=months) <= today]


def is_digest_due(rhythm: str, last_on: date | None, today: date) -> bool:
    """True when a digest may leave: never twice a day, and once a week unless it is wanted daily."""
    if rhythm not in DAYS_BETWEEN:
        return False
    return last_on is None or (today - last_on).days >= DAYS_BETWEEN[rhythm]
