"""Every invariant, recomputed from the raw rows: what `alize verify` prints when something does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.services import checks_database, checks_ledger, checks_mails, checks_money, checks_seals, checks_states

CHECKS = (
    *checks_database.CHECKS,
    *checks_ledger.CHECKS,
    *checks_money.CHECKS,
    *checks_states.CHECKS,
    *checks_mails.CHECKS,
    *checks_seals.CHECKS,
)


def list_breaches() -> Iterator[str]:
    """One line for each breach, with the rule that it breaks; nothing when all holds."""
    for check in CHECKS:
        rule = (check.__doc__ or "").splitlines()[0]
        for breach in check():
            yield f"{breach} ({rule.rstrip('.')})"
