"""What each mail can say: plain values read from its row and from what it is about, when it leaves.

`context_of(mail, link_url, base_url=…, now=…)` gives, for every template:

    name            to whom it is written
    link_url        the mail's own link; a coordinator's leads to the desk; or None
    space_url       where an expert asks for the link of their space
    place           the territory's name, "" while none is known
    coordinator     name, phone and email of whom to call, or None

and, by what the mail is about: `advance`; `need`; `proposal` and `request`; `mission`, `firm` and `expert`; `visit` with these;
`account`. What a message put into its row stands in `parameters`. Dates are dates, instants are aware, durations
minutes: the templates write them in the language of the mail.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.catalogue import NOTICE
from webapp.domain.references import reference_of, show_reference
from webapp.domain.states import UNDO_MINUTES
from webapp.extensions import db
from webapp.mail.request_facts import read_request
from webapp.mail.wanted import find_object
from webapp.models.accounts import Account
from webapp.models.advances import Advance
from webapp.models.committees import Sitting
from webapp.models.companies import Contact
from webapp.models.conventions import Convention
from webapp.models.dossiers import Decision, Dossier
from webapp.models.groups import Expert, GroupReferent
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need
from webapp.models.notes import Note
from webapp.models.opinions import Opinion
from webapp.models.outcomes import JobSurvey
from webapp.models.proposals import Proposal
from webapp.models.reports import PublishedReport
from webapp.models.territories import Territory

#: where an expert asks for the link of their space
SPACE_PATH = "/mon-espace"

#: where a coordinator works, and where a member of a committee reads
DESK_PATH, COMMITTEE_PATH = "/desk", "/comite"
EXPORTS_PATH = "/desk/exports"

Values = dict[str, Any]


def context_of(mail: OutgoingMail, link_url: str | None, *, base_url: str, now: datetime) -> Values:
    """The values of one mail.

    Raises:
        LookupError: what it is about was erased.
    """
    about = find_object(mail)
    if about is None:
        raise LookupError(f"{mail.object_kind} {mail.object_id}")
    values: Values = {
        "name": mail.recipient_name,
        "link_url": link_url or _page_url(mail, about, base_url),
        "space_url": base_url + SPACE_PATH,
        "parameters": _read(mail.parameters or {}),
    }
    values |= BUILDERS[mail.object_kind](about, now)
    place = values["parameters"].get("territory")
    return values | _of_place(db.session.get(Territory, place)) if place else values


def _read(parameters: Values) -> Values:
    """What a message put into its row; days were written as text."""
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in parameters.items()
    }


def _page_url(mail: OutgoingMail, about: Any, base_url: str) -> str | None:
    """Where a mail leads that has no link of ours: a coordinator's to the desk, a lost password's to a new one."""
    to_desk = mail.person_kind == "territory" or mail.template == "alert_digest"
    if mail.template in ("account_opened", "account_reset"):
        path = current_app.config["SECURITY_RESET_URL"]
        return f"{base_url}{path}/{generate_reset_password_token(about)}"
    if mail.template == "account_idle":
        return base_url + str(current_app.config["SECURITY_LOGIN_URL"])
    if mail.template in ("export_ready", "export_failed"):
        order_id = (mail.parameters or {}).get("order")
        if (mail.parameters or {}).get("reason") == "out_of_scope":
            return None  # there may be no page left that they can open
        return base_url + (f"{EXPORTS_PATH}/{order_id}" if order_id else EXPORTS_PATH)
    if mail.object_kind == "sitting":
        return base_url + (
            f"{DESK_PATH}/seances/{about.id}" if to_desk else f"{COMMITTEE_PATH}/seances/{about.public_id}"
        )
    return base_url + DESK_PATH if to_desk else None


def _of_place(territory: Territory | None) -> Values:
    if territory is None:
        return {"place": "", "coordinator": None}
    coordinator = {
        "name": territory.contact_name,
        "phone": territory.contact_phone,
        "email": territory.contact_email,
    }
    return {"place": territory.name, "coordinator": coordinator}


def _of_need(need: Need, _now: datetime) -> Values:
    said = {
        "text": need.text,
        "firm": need.company.name if need.company else "",
        "deadline_on": need.deadline_on,
        "state": need.state,
        "end_reason": need.end_reason,
    }
    return _of_place(need.territory) | {"need": said}


def _of_proposal(proposal: Proposal, now: datetime) -> Values:
    decided_at = proposal.decided_at
    said = {
        "expert": proposal.expert.name,
        "group": proposal.expert.group.name,
        "answer_by": proposal.answer_by,
        "sent_at": proposal.sent_at,
        "state": proposal.state,
        "decided_at": decided_at,
        "undo_until": decided_at + timedelta(minutes=UNDO_MINUTES) if decided_at else None,
    }
    territory = proposal.role.need.territory
    return _of_place(territory) | {"proposal": said, "request": read_request(proposal, local_date(now))}


def _of_mission(mission: Mission, _now: datetime) -> Values:
    need = mission.role.need
    said = {
        "text": need.text,
        "minutes": mission.agreed_minutes,
        "minutes_per_day": mission.pledge.convention.minutes_per_day,
        "agreed_on": local_date(mission.created_at),
        "deadline_on": need.deadline_on,
        "words": _words_about(mission),
    }
    return _of_place(need.territory) | {
        "mission": said,
        "firm": _firm(need),
        "expert": _expert(mission.proposal.expert),
    }


def _of_visit(visit: Visit, now: datetime) -> Values:
    said = {
        "planned_on": visit.planned_on,
        "worked_on": visit.worked_on,
        "minutes": visit.minutes,
        "deem_on": visit.deem_on,
        "disputed_minutes": visit.disputed_minutes,
        "words": _words_of(visit.note_id),
    }
    return _of_mission(visit.mission, now) | {"visit": said}


def _of_expert(expert: Expert, _now: datetime) -> Values:
    return _of_place(None) | {"expert": _expert(expert)}


def _of_referent(referent: GroupReferent, _now: datetime) -> Values:
    return _of_place(None) | {"group": referent.group.name}


def _of_survey(survey: JobSurvey, _now: datetime) -> Values:
    promise = survey.promise
    said = {"months": survey.months, "firm": promise.company.name, "promised_on": promise.promised_on}
    return _of_place(promise.territory) | {"survey": said}


def _of_opinion(opinion: Opinion, now: datetime) -> Values:
    return _of_mission(opinion.mission, now) | {"opinion": {"side": opinion.side}}


def _of_report(report: PublishedReport, _now: datetime) -> Values:
    figures = [(label[:1].upper() + label[1:], figure) for figure, label in json.loads(report.content)["highlights"]]
    return _of_place(report.convention.territory) | {"report": {"title": report.title, "figures": figures}}


def _of_convention(convention: Convention, _now: datetime) -> Values:
    return _of_place(convention.territory)


def _of_account(account: Account, _now: datetime) -> Values:
    erased_on = local_date(account.warned_at + NOTICE) if account.warned_at else None
    return _of_place(None) | {"account": {"email": account.email, "erased_on": erased_on}}


def _of_advance(advance: Advance, _now: datetime) -> Values:
    said = {
        "reference": show_reference(reference_of(advance.id)),
        "amount_cents": advance.amount_cents,
        "firm": advance.decision.dossier.company.name,
        "pay_on": advance.pay_on,
        "paid_on": advance.paid_on,
    }
    return _of_place(advance.fund.territory) | {"advance": said}


def _of_dossier(dossier: Dossier, _now: datetime) -> Values:
    said = {"title": dossier.title, "firm": dossier.company.name}
    decision = dossier.decisions[-1] if dossier.decisions else None
    return _of_place(dossier.territory) | {"dossier": said, "decided": _decided(decision) if decision else None}


def _decided(decision: Decision) -> Values:
    advance = db.session.scalar(select(Advance).where(Advance.decision_id == decision.id))
    about = Note.object_kind == "decision", Note.object_id == decision.id
    words = db.session.scalar(select(Note.text).where(*about).order_by(Note.id.desc()).limit(1))
    return {
        "outcome": decision.outcome,
        "reason": decision.reason,
        "amount_cents": decision.amount_cents,
        "minutes": decision.minutes,
        "valid_until": decision.valid_until,
        "equivalent_cents": decision.grant_equivalent_cents,
        "conditions": [condition.words.rstrip(".") for condition in advance.conditions] if advance else [],
        "words": words or "",
    }


def _of_sitting(sitting: Sitting, _now: datetime) -> Values:
    said = {
        "kind": sitting.kind,
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
        "where": sitting.place,
        "count": len(sitting.items),
        "incomplete": [
            f"{item.dossier.company.name}, {item.dossier.title}" for item in sitting.items if not item.is_complete
        ],
        "voters": len({vote.member_id for item in sitting.items for vote in item.votes}),
    }
    return _of_place(sitting.territory) | {"sitting": said}


def _firm(need: Need) -> Values:
    contact: Contact = need.contact
    company = need.company
    return {
        "name": company.name if company else contact.name,
        "trade": company.trade if company else "",
        "town": company.commune.name if company else "",
        "contact": contact.name,
        "role": contact.role,
        "phone": contact.phone,
        "email": contact.email,
    }


def _expert(expert: Expert) -> Values:
    return {
        "name": expert.name,
        "job": expert.job,
        "group": expert.group.name,
        "phone": expert.phone,
        "email": expert.email,
    }


def _words_of(note_id: int | None) -> str:
    note = db.session.get(Note, note_id) if note_id is not None else None
    return note.text if note is not None else ""


def _words_about(mission: Mission) -> str:
    """The last words that the expert left about a mission."""
    about = Note.object_kind == "mission", Note.object_id == mission.id, Note.actor_kind == "expert"
    words = db.session.scalar(select(Note.text).where(*about).order_by(Note.id.desc()).limit(1))
    return words or ""


BUILDERS: dict[str, Callable[[Any, datetime], Values]] = {
    "need": _of_need,
    "proposal": _of_proposal,
    "mission": _of_mission,
    "visit": _of_visit,
    "expert": _of_expert,
    "account": _of_account,
    "job_survey": _of_survey,
    "opinion": _of_opinion,
    "published_report": _of_report,
    "group_referent": _of_referent,
    "convention": _of_convention,
    "advance": _of_advance,
    "dossier": _of_dossier,
    "sitting": _of_sitting,
}
