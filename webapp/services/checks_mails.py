"""What must hold in the outbox and among the links. Each check yields a line for each breach."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select, union

from webapp.domain.links import Purpose
from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.mail.wanted import WANTED
from webapp.models.base import Base
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission

IN_HAND = ("claimed", "data_started")

#: what each purpose of a link is about: one of these tables
OBJECTS = {
    Purpose.RESUME_NEED: "need",
    Purpose.CONFIRM_ADDRESS: "need",
    Purpose.TRACK_NEED: "need",
    Purpose.ANSWER: "proposal",
    Purpose.DECLARE_VISIT: "mission",
    Purpose.CONFIRM_VISIT: "visit",
    Purpose.EXPERT_SPACE: "expert",
    Purpose.CONFIRM_OFFERS: "expert group_referent",
    Purpose.COUNT_JOBS: "job_survey",
    Purpose.COMPLETE_DOSSIER: "dossier",
    Purpose.FOLLOW_ADVANCE: "advance",
    Purpose.GIVE_OPINION: "opinion",
    Purpose.READ_REPORT: "published_report",
}


def compare_claims() -> Iterator[str]:
    """A mail has a claim and its lease while, and only while, a worker has it in hand."""
    half = or_(OutgoingMail.claim_token.is_(None), OutgoingMail.lease_until.is_(None))
    some = or_(OutgoingMail.claim_token.is_not(None), OutgoingMail.lease_until.is_not(None))
    in_hand = OutgoingMail.state.in_(IN_HAND)
    wrong = select(OutgoingMail.id, OutgoingMail.state).where((in_hand & half) | (~in_hand & some))
    for mail_id, state in db.session.execute(wrong.order_by(OutgoingMail.id)):
        yield f"mail {mail_id}, {state}: its claim does not fit its state"


def compare_sendings() -> Iterator[str]:
    """A mail was sent at a moment while, and only while, it is `sent`."""
    wrong = select(OutgoingMail.id, OutgoingMail.state).where(
        (OutgoingMail.state == "sent") != OutgoingMail.sent_at.is_not(None)
    )
    for mail_id, state in db.session.execute(wrong.order_by(OutgoingMail.id)):
        yield f"mail {mail_id}, {state}: its moment of sending does not fit its state"


def compare_held_back() -> Iterator[str]:
    """Only introductions are held back, and only until the yes takes effect."""
    held = select(OutgoingMail.id, OutgoingMail.template).where(OutgoingMail.state == "waiting")
    undecided = select(Mission.id).where(Mission.introduced_at.is_(None), Mission.state.in_(OPEN_MISSION))
    wrong = held.where(or_(OutgoingMail.object_kind != "mission", OutgoingMail.object_id.not_in(undecided)))
    for mail_id, template in db.session.execute(wrong.order_by(OutgoingMail.id)):
        yield f"mail {mail_id}, {template}: held back although nothing is undecided"


def compare_templates() -> Iterator[str]:
    """Every mail is of a kind that the outbox knows."""
    unknown = select(OutgoingMail.id, OutgoingMail.template).where(OutgoingMail.template.not_in(WANTED))
    for mail_id, template in db.session.execute(unknown.order_by(OutgoingMail.id)):
        yield f"mail {mail_id}: no template {template}"


def compare_links_of_mails() -> Iterator[str]:
    """The link in a mail belongs to the person it goes to."""
    strayed = (
        select(OutgoingMail.id, OutgoingMail.link_id)
        .join(ActionLink, ActionLink.id == OutgoingMail.link_id)
        .where(
            or_(
                ActionLink.person_kind != OutgoingMail.person_kind,
                ActionLink.person_id != OutgoingMail.person_id,
            )
        )
    )
    for mail_id, link_id in db.session.execute(strayed.order_by(OutgoingMail.id)):
        yield f"mail {mail_id}: link {link_id} belongs to somebody else"


def compare_links() -> Iterator[str]:
    """A link leads to something that exists."""
    tables = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    for purpose, kinds in OBJECTS.items():
        known = union(*(select(tables[kind].id) for kind in kinds.split()))
        lost = select(ActionLink.id).where(ActionLink.purpose == purpose, ActionLink.object_id.not_in(known))
        for link_id in db.session.scalars(lost.order_by(ActionLink.id)):
            yield f"link {link_id}, {purpose}: leads to nothing"


def compare_secrets() -> Iterator[str]:
    """Of a secret only the digest is kept."""
    wrong = select(LinkSecret.id).where(func.length(LinkSecret.digest) != 64)
    for secret_id in db.session.scalars(wrong.order_by(LinkSecret.id)):
        yield f"secret {secret_id}: not a digest"


CHECKS = (
    compare_claims,
    compare_sendings,
    compare_held_back,
    compare_templates,
    compare_links_of_mails,
    compare_links,
    compare_secrets,
)
