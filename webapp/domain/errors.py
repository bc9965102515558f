"""What a rule can answer besides yes.

Refusal                     a rule says no; the page shows why (409)
├── WrongState              the thing is not in a state that allows this step, often a second click
├── SentBefore              this form did its work before, and says something else now
├── NotEligible             the offer may not be proposed; carries the reasons
├── PledgeExhausted         fewer minutes left on the pledge than asked
├── PledgeTooLow            a pledge may not fall below what is reserved and given
├── PeriodLocked            the month is closed
├── FundExhausted           the fund has not the money, on that day or later
├── TooManyRequests         a limit of requests is reached
└── NotAllowed              this person may not do this
LinkRefused                 a link of a mail cannot act (410); the page offers a new one where that helps
├── LinkUnknown
├── LinkExpired
└── LinkRevoked
"""

from __future__ import annotations

from datetime import date


class Refusal(Exception):
    """A rule says no. `code` names the rule; `details` are the values its sentence needs."""

    code = "refused"

    def __init__(self, code: str | None = None, **details: object) -> None:
        self.code = code or type(self).code
        self.details = details
        super().__init__(self.code)


class WrongState(Refusal):
    """The thing is in a state that does not allow this step."""

    code = "wrong_state"


class SentBefore(Refusal):
    """A form did its work before; what it says otherwise this time is not taken."""

    code = "sent_before"


class NotEligible(Refusal):
    """The offer may not be proposed for this need; details: `reasons`."""

    code = "not_eligible"


class PledgeExhausted(Refusal):
    """The pledge has fewer minutes left than asked; details: `left_minutes`, `asked_minutes`, `minutes_per_day`."""

    code = "pledge_exhausted"


class PledgeTooLow(Refusal):
    """A cut would bring a pledge below what is reserved, given and disputed.

    Details: `occupied_minutes`, `minutes_per_day`.
    """

    code = "pledge_too_low"


class PeriodLocked(Refusal):
    """The month is closed: nothing may be booked in it."""

    code = "period_locked"


class FundExhausted(Refusal):
    """The fund has not the money; details: `left_cents`, `asked_cents` and, where known, `first_on`."""

    code = "fund_exhausted"


class TooManyRequests(Refusal):
    """A limit is reached; details: `until`, an aware datetime or None."""

    code = "too_many_requests"


class NotAllowed(Refusal):
    """This person may not do this."""

    code = "not_allowed"


class LinkRefused(Exception):
    """A link of a mail cannot act."""


class LinkUnknown(LinkRefused):
    """No such link: cut, mistyped or altered."""


class LinkExpired(LinkRefused):
    """The link's time is over; a new one may be asked for."""

    def __init__(self, last_day: date | None = None) -> None:
        self.last_day = last_day
        super().__init__()


class LinkRevoked(LinkRefused):
    """The link was replaced or withdrawn."""
