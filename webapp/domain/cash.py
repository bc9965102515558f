"""The ledger of a fund's money: which account each movement leaves, and which it enters (DESIGN, section 5).

Cents, always positive: a movement goes from one account to another, so that nothing can be out of balance. A reversal is
the same movement the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CashAccount(StrEnum):
    """Where money of a fund can be. The last three say to whom the fund owes it, the others what it became."""

    #: at the bank
    CASH = "cash"
    #: with firms that repay
    LENT = "lent"
    #: with firms in default
    DOUBTFUL = "doubtful"
    #: written off
    LOST = "lost"
    #: taken by the bank
    FEES = "fees"
    #: brought by the funders
    CONTRIBUTED = "contributed"
    #: paid by firms beyond what they owed, to be given back
    HELD = "held"
    #: come back after it was written off
    RECOVERED = "recovered"


#: Accounts that grow when money leaves them: it came from there.
SOURCES = frozenset({CashAccount.CONTRIBUTED, CashAccount.HELD, CashAccount.RECOVERED})

#: Accounts that are kept for each advance as well as for the fund.
BY_ADVANCE = (
    CashAccount.LENT,
    CashAccount.DOUBTFUL,
    CashAccount.LOST,
    CashAccount.HELD,
    CashAccount.RECOVERED,
)


class CashKind(StrEnum):
    """The kinds of movements."""

    CONTRIBUTION = "contribution"
    FEE = "fee"
    PAYMENT = "payment"
    REPAYMENT = "repayment"
    OVERPAYMENT = "overpayment"
    REFUND = "refund"
    USE_OF_HELD = "use_of_held"
    DEFAULT = "default"
    CURE = "cure"
    RECOVERY = "recovery"
    WRITE_OFF = "write_off"
    LATE_RECOVERY = "late_recovery"
    REVERSE = "reverse"


_A = CashAccount

#: From which account to which, for each kind but the reversal, which goes back the way its movement came.
ROUTES: Mapping[CashKind, tuple[CashAccount, CashAccount]] = MappingProxyType(
    {
        CashKind.CONTRIBUTION: (_A.CONTRIBUTED, _A.CASH),
        CashKind.FEE: (_A.CASH, _A.FEES),
        CashKind.PAYMENT: (_A.CASH, _A.LENT),
        CashKind.REPAYMENT: (_A.LENT, _A.CASH),
        CashKind.OVERPAYMENT: (_A.HELD, _A.CASH),
        CashKind.REFUND: (_A.CASH, _A.HELD),
        CashKind.USE_OF_HELD: (_A.LENT, _A.HELD),
        CashKind.DEFAULT: (_A.LENT, _A.DOUBTFUL),
        CashKind.CURE: (_A.DOUBTFUL, _A.LENT),
        CashKind.RECOVERY: (_A.DOUBTFUL, _A.CASH),
        CashKind.WRITE_OFF: (_A.DOUBTFUL, _A.LOST),
        CashKind.LATE_RECOVERY: (_A.RECOVERED, _A.CASH),
    }
)

#: Movements that change what an advance is: what came before them can no longer be undone alone.
TURNING = (CashKind.PAYMENT, CashKind.DEFAULT, CashKind.CURE, CashKind.WRITE_OFF)


def deltas(source: CashAccount, target: CashAccount, cents: int) -> dict[CashAccount, int]:
    """What a movement adds to the balance of each of its two accounts; negative takes away."""
    return {
        source: cents if source in SOURCES else -cents,
        target: -cents if target in SOURCES else cents,
    }
