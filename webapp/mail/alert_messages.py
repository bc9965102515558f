"""The digest of alerts, as in messages.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from webapp.mail.envelopes import REPORT, to_account
from webapp.models.accounts import Account
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail


def alert_digest(account: Account, alerts: Sequence[dict[str, Any]], *, event: Event, now: datetime) -> OutgoingMail:
    """To a coordinator: pledges half used or nearly spent, groups far behind, needs without an answer, ends to come."""
    mail = to_account("alert_digest", account, event=event, now=now, priority=REPORT)
    mail.parameters = {"alerts": list(alerts)}
    return mail
