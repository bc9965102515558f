"""How long a mail waits before it is tried again.

Source: RFC 5321, 4.5.4.1, asks for patience; a request with a last day asks for a quick second try.
"""

from __future__ import annotations

from datetime import timedelta

#: minutes before the second try, the third one, and so on; then every four hours
WAITS = (1, 2, 5, 15, 30, 60, 120)
LATER = 240

#: how far a wait is spread to either side, in thousandths, so that mails held up together do not come back together
SPREAD = 200

#: after so many failures to write it, a mail is given up: trying again will not mend it
UNWRITABLE_AFTER = 3


def wait_before_retry(attempts: int, jitter: int = 0) -> timedelta:
    """How long to wait after so many failed tries; `jitter`, from -200 to 200, spreads it by thousandths.

    Raises:
        ValueError: no try has failed yet, or the jitter goes beyond the spread.
    """
    if attempts < 1 or abs(jitter) > SPREAD:
        raise ValueError("a wait follows one failed try or more, spread by a fifth at most")
    minutes = WAITS[attempts - 1] if attempts <= len(WAITS) else LATER
    return timedelta(minutes=minutes) * (1000 + jitter) / 1000
