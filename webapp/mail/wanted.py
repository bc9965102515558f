"""In which states of its object a mail is still wanted: otherwise it is cancelled when its turn comes.

Between the step that calls for a mail and the moment it leaves, an answer may be taken back, a request withdrawn, a
visit declared. None: whatever became of the object.
"""

from __future__ import annotations

from typing import Any

from webapp.domain.states import DOSSIER_OPEN, NEED_OVER, OPEN_MISSION
from webapp.extensions import db
from webapp.models.base import Base
from webapp.models.mails import OutgoingMail

SAID_YES = ("accepted", "accepted_on_behalf")

WANTED: dict[str, tuple[str, ...] | None] = {
    "need_to_resume": ("draft",),
    "address_to_confirm": ("received",),
    "link_to_track": None,
    "need_opened": ("open",),
    "need_closed": NEED_OVER,
    "proposal_sent": ("sent",),
    "proposal_reminder": ("sent",),
    "link_again": None,
    "yes_received": SAID_YES,
    "yes_held": ("held",),
    "no_received": ("declined",),
    "place_taken": ("superseded",),
    "place_free": ("sent",),
    "request_withdrawn": ("withdrawn",),
    "introduction_to_expert": OPEN_MISSION,
    "introduction_to_firm": OPEN_MISSION,
    "have_you_met": OPEN_MISSION,
    "visit_to_declare": ("planned",),
    "visit_to_confirm": ("declared",),
    "visit_disputed": ("disputed",),
    "not_meant_for_me": None,
    "address_refused": None,
    "expert_space_link": None,
    "visit_link_again": None,
    "will_not_meet": None,
    "expert_has_left": None,
    "repayment_received": None,
    "instalment_coming": ("running",),
    "instalment_late": ("running",),
    "debit_announced": ("running",),
    "jobs_missing": ("running",),
    "advance_to_follow": None,
    "advance_released": ("approved",),
    "dossier_to_complete": DOSSIER_OPEN,
    "dossier_decided": ("approved", "adjourned", "refused"),
    "sitting_convened": ("convened", "held"),
    "sitting_moved": ("convened", "held"),
    "sitting_cancelled": ("cancelled",),
    "sitting_to_prepare": ("planned",),
    "consultation_over": ("held",),
    "account_opened": None,
    "account_reset": None,
    "account_changed": None,
    "factor_changed": None,
    "account_idle": None,
    "export_ready": None,
    "export_failed": None,
    "jobs_to_count": ("open",),
    "opinion_wanted": ("open",),
    "group_report": None,
    "group_behind": None,
    "group_nearly_spent": None,
    "offers_to_confirm": None,
    "alert_digest": None,
}


def find_object(mail: OutgoingMail) -> Any:
    """The row that a mail is about; None when it was erased."""
    tables = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    return db.session.get(tables[mail.object_kind], mail.object_id)


def is_wanted(mail: OutgoingMail) -> bool:
    """True while the mail still says something true and useful."""
    states = WANTED[mail.template]
    about = find_object(mail)
    if "@" not in mail.recipient:  # whoever was erased has no address
        return False
    return about is not None and (states is None or about.state in states)
