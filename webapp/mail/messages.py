"""One function per mail, named by what happened. Each returns the row of the outbox; nothing is rendered or sent here.

The event that called for a mail, its recipient and its template make it unique: the same step taken twice mails once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.clock import local_date
from webapp.domain.deadlines import end_of_day
from webapp.mail.envelopes import ANSWER, REMINDER, REPORT, REQUEST, territory_of
from webapp.mail.envelopes import to_account as _to_account
from webapp.mail.envelopes import to_coordinator as _to_coordinator
from webapp.mail.envelopes import to_person as _mail
from webapp.models.accounts import Account
from webapp.models.events import Event
from webapp.models.exports import ExportOrder
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory


def need_to_resume(need: Need, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the manager: the link to go on with a form that was begun."""
    return _mail("need_to_resume", need, need.contact, event=event, now=now, link=link, priority=ANSWER)


def address_to_confirm(need: Need, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the manager: one click to confirm the address; experts are asked afterwards."""
    return _mail("address_to_confirm", need, need.contact, event=event, now=now, link=link, priority=ANSWER)


def link_to_track(need: Need, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the manager who asked for it again: the link that follows the request."""
    return _mail("link_to_track", need, need.contact, event=event, now=now, link=link, priority=ANSWER)


def need_opened(need: Need, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the manager: the request is being looked at; the link follows it."""
    return _mail("need_opened", need, need.contact, event=event, now=now, link=link, priority=ANSWER)


def need_closed(need: Need, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the manager: nobody was found, or the request ends; why, and what remains open."""
    return _mail("need_closed", need, need.contact, event=event, now=now, link=link, priority=ANSWER)


def proposal_sent(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert: who asks, what, how long, by when, why them, until when to answer."""
    mail = _mail("proposal_sent", proposal, proposal.expert, event=event, now=now, link=link, priority=REQUEST)
    mail.expires_at = min(mail.expires_at, end_of_day(proposal.answer_by))
    return mail


def proposal_reminder(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who has not answered: the request again, with a link that works."""
    mail = _mail("proposal_reminder", proposal, proposal.expert, event=event, now=now, link=link, priority=REMINDER)
    mail.expires_at = min(mail.expires_at, end_of_day(proposal.answer_by))
    return mail


def link_again(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who asked for a new link."""
    return _mail("link_again", proposal, proposal.expert, event=event, now=now, link=link, priority=ANSWER)


def yes_received(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert: your yes is noted; half an hour to take it back, then the introduction."""
    return _mail("yes_received", proposal, proposal.expert, event=event, now=now, link=link, priority=ANSWER)


def yes_held(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert: thank you; your group's days are used up, the coordinator looks into it."""
    return _mail("yes_held", proposal, proposal.expert, event=event, now=now, link=link, priority=ANSWER)


def no_received(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert: your no is noted; half an hour to take it back."""
    return _mail("no_received", proposal, proposal.expert, event=event, now=now, link=link, priority=ANSWER)


def expert_space_link(expert: Expert, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who asked for it: the link of their space, which lives for a day."""
    mail = _mail("expert_space_link", expert, expert, event=event, now=now, link=link, priority=ANSWER)
    mail.expires_at = link.expires_at
    return mail


def place_taken(proposal: Proposal, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who was asked too: somebody said yes, thank you."""
    return _mail("place_taken", proposal, proposal.expert, event=event, now=now, priority=REQUEST)


def place_free(proposal: Proposal, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who said yes while somebody else's yes stood: the place is free again."""
    return _mail("place_free", proposal, proposal.expert, event=event, now=now, link=link, priority=ANSWER)


def request_withdrawn(proposal: Proposal, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who was asked: the firm no longer needs it, thank you."""
    return _mail("request_withdrawn", proposal, proposal.expert, event=event, now=now, priority=REQUEST)


def introduction_to_expert(mission: Mission, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert, once the half hour is over: the firm's name and contact. Held back until then."""
    expert = mission.proposal.expert
    mail = _mail("introduction_to_expert", mission, expert, event=event, now=now, link=link, priority=ANSWER)
    mail.state = "waiting"
    return mail


def introduction_to_firm(mission: Mission, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the firm, once the half hour is over: the expert's name and contact. Held back until then."""
    contact = mission.role.need.contact
    mail = _mail("introduction_to_firm", mission, contact, event=event, now=now, link=link, priority=ANSWER)
    mail.state = "waiting"
    return mail


def have_you_met(mission: Mission, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert of a mission without a planned visit: have you met, when, how long?"""
    expert = mission.proposal.expert
    return _mail("have_you_met", mission, expert, event=event, now=now, link=link, priority=REMINDER)


def visit_to_declare(visit: Visit, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert after the day of a planned visit: did it happen, how long?"""
    expert = visit.mission.proposal.expert
    return _mail("visit_to_declare", visit, expert, event=event, now=now, link=link, priority=REMINDER)


def visit_link_again(mission: Mission, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the expert who asked for it again: the link of the page where visits are planned and declared."""
    expert = mission.proposal.expert
    return _mail("visit_link_again", mission, expert, event=event, now=now, link=link, priority=ANSWER)


def visit_to_confirm(visit: Visit, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the firm: the expert says it took so long; is that right? What silence means."""
    contact = visit.mission.role.need.contact
    return _mail("visit_to_confirm", visit, contact, event=event, now=now, link=link, priority=REQUEST)


def visit_disputed(visit: Visit, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator: the expert and the firm do not say the same."""
    territory = visit.mission.role.need.territory
    assert territory is not None, "a mission's need has its territory"
    return _to_coordinator("visit_disputed", visit, territory, event=event, now=now)


def will_not_meet(mission: Mission, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator: the expert says that the two will not meet; what becomes of the mission is theirs to decide."""
    territory = mission.role.need.territory
    assert territory is not None, "a mission's need has its territory"
    return _to_coordinator("will_not_meet", mission, territory, event=event, now=now)


def expert_has_left(expert: Expert, territory: Territory, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator of a territory that the expert's group helps: no more requests to this person."""
    return _to_coordinator("expert_has_left", expert, territory, event=event, now=now)


def not_meant_for_me(proposal: Proposal, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator: a request reached somebody it was not meant for."""
    territory = proposal.role.need.territory
    assert territory is not None, "a proposal's need has its territory"
    return _to_coordinator("not_meant_for_me", proposal, territory, event=event, now=now)


def address_refused(about: Any, name: str, *, event: Event, now: datetime) -> OutgoingMail | None:
    """To the coordinator: a mail about this came back for good; the person, by name, must be reached another way."""
    territory = territory_of(about)
    if territory is None:
        return None
    mail = _to_coordinator("address_refused", about, territory, event=event, now=now)
    mail.parameters = {"name": name}
    return mail


def account_opened(account: Account, *, event: Event, now: datetime) -> OutgoingMail:
    """To somebody for whom an account was opened: the way to a first password."""
    return _to_account("account_opened", account, event=event, now=now)


def account_reset(account: Account, *, event: Event, now: datetime) -> OutgoingMail:
    """To somebody with an account who asked for it: the way to a new password."""
    return _to_account("account_reset", account, event=event, now=now)


def account_changed(account: Account, *, event: Event, now: datetime) -> OutgoingMail:
    """To somebody with an account: the password was changed."""
    return _to_account("account_changed", account, event=event, now=now)


def factor_changed(account: Account, *, is_set: bool, event: Event, now: datetime) -> OutgoingMail:
    """To somebody with an account: the second factor was set up, or taken off."""
    mail = _to_account("factor_changed", account, event=event, now=now)
    mail.parameters = {"is_set": is_set}
    return mail


def account_idle(account: Account, *, event: Event, now: datetime) -> OutgoingMail:
    """To somebody who has not signed in for nearly two years: a sign-in keeps the account, silence erases it."""
    return _to_account("account_idle", account, event=event, now=now, priority=REPORT)


def export_ready(order: ExportOrder, *, event: Event, now: datetime) -> OutgoingMail:
    """To somebody with an account: the export they ordered can be fetched, for a week."""
    mail = _to_account("export_ready", order.account, event=event, now=now)
    mail.parameters = {"order": order.id}
    return mail


def export_failed(order: ExportOrder, reason: str, *, event: Event, now: datetime) -> OutgoingMail:
    """To somebody with an account: the export they ordered cannot be made, why, and what to do."""
    mail = _to_account("export_failed", order.account, event=event, now=now)
    mail.parameters = {"order": order.id, "asked_on": local_date(order.created_at).isoformat(), "reason": reason}
    return mail
