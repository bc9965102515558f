"""What calls for each mail of the committee, told like the others."""

from datetime import timedelta

from factories.accounts import AccountFactory
from factories.people import GroupFactory
from factories.stories import DESK

from webapp.clock import local_date
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail import committee_messages
from webapp.models.dossiers import Decision, Dossier
from webapp.services import dossiers, sitting_calls, sittings
from webapp.services.committee_seats import seat_member
from webapp.services.notes import add_note
from webapp.services.steps import record


def _dossier(people, now) -> Dossier:
    project = dossiers.Project("Une plieuse", "machine", "Nous plions chez un confrère.", 2_000_000)
    need = people.need
    return dossiers.open_dossier(need.territory, need.contact, project, need=need, by=DESK, now=now)


def send_dossier(people, now):
    dossiers.mail_dossier(_dossier(people, now), by=DESK, now=now)


def decided(outcome, **values):
    """What the committee says, of each kind."""

    def tell(people, now):
        dossier, today = _dossier(people, now), local_date(now)
        dossier.state = outcome
        decision = Decision(dossier=dossier, outcome=outcome, decided_on=today, **values)
        if outcome == "approved":
            decision.valid_until = today + timedelta(days=180)
        db.session.add(decision)
        db.session.flush()
        if outcome == "adjourned":
            add_note(decision, "Le bilan de 2025.", by=DESK, now=now)
        event = record(dossier, outcome, by=DESK, now=now)
        link = dossiers.dossier_link(dossier, now)
        db.session.add(committee_messages.dossier_decided(dossier, link, event=event, now=now))

    return tell


def sit(kind, after):
    """A sitting of each kind, and what comes after its planning."""

    def tell(people, now):
        account = AccountFactory.build(email="membre@exemple.fr", name="Anne Colin")
        bank = GroupFactory.build(kind="bank")
        db.session.add_all([account, bank])
        db.session.flush()
        territory = people.need.territory
        seat_member(territory, bank, account, by=DESK, now=now)
        day = now + timedelta(days=9)
        meeting = sittings.Meeting(day, day + timedelta(hours=2), "mairie de Toul", kind)
        sitting = sittings.plan_sitting(territory, meeting, by=DESK, now=now)
        sittings.lay_dossier(sitting, _dossier(people, now), reason="Urgent.", by=DESK, now=now)
        after(sitting, now)

    return tell


def call(sitting, now):
    sittings.convene_sitting(sitting, by=DESK, now=now)


def postpone(sitting, now):
    call(sitting, now)
    day = sitting.starts_at + timedelta(days=5)
    meeting = sittings.Meeting(day, day + timedelta(hours=2), "salle du conseil, Toul")
    sittings.move_sitting(sitting, meeting, by=DESK, now=now)


def call_off(sitting, now):
    call(sitting, now)
    sittings.cancel_sitting(sitting, by=DESK, now=now)


def prepare(sitting, now):
    sitting_calls.warn_of_what_lacks(sitting, by=JOB, now=now)


def count(sitting, now):
    call(sitting, now)
    sitting_calls.end_consultation(sitting, by=JOB, now=sitting.ends_at)


COMMITTEE_STORIES = {
    "dossier_to_complete": send_dossier,
    "dossier_decided": decided("approved", amount_cents=2_000_000, minutes=840, grant_equivalent_cents=81_234),
    "dossier_decided.adjourned": decided("adjourned", reason="documents"),
    "dossier_decided.refused": decided("refused", reason="not_viable"),
    "sitting_convened": sit("meeting", call),
    "sitting_convened.written": sit("written", call),
    "sitting_moved": sit("meeting", postpone),
    "sitting_moved.written": sit("written", postpone),
    "sitting_cancelled": sit("meeting", call_off),
    "sitting_to_prepare": sit("meeting", prepare),
    "consultation_over": sit("written", count),
}
