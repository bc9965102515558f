"""A committee at work: its members, a sitting, a dossier before it, in the situation that the story needs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import factory
from factories.accounts import AccountFactory
from factories.base import Factory
from factories.money import DossierFactory, Money, tell_money
from factories.people import ContactFactory, GroupFactory

from webapp.domain.uploads import PDF, Upload
from webapp.extensions import db
from webapp.models.committees import AgendaItem, CommitteeMember, Presence, Recusal, Sitting, Vote
from webapp.models.dossiers import Dossier
from webapp.models.minutes import PublishedMinutes
from webapp.services import dossiers, sittings, votes
from webapp.services.committee_seats import seat_member
from webapp.transaction import transaction


class MemberFactory(Factory):
    class Meta:
        model = CommitteeMember

    group = factory.SubFactory(GroupFactory)
    account = factory.SubFactory(AccountFactory)
    joined_on = date(2025, 4, 1)


class SittingFactory(Factory):
    class Meta:
        model = Sitting

    starts_at = datetime.fromisoformat("2026-12-03T09:00+00:00")
    ends_at = datetime.fromisoformat("2026-12-03T11:00+00:00")
    place = "Toul, salle des fêtes"


class ItemFactory(Factory):
    class Meta:
        model = AgendaItem

    sitting = factory.SubFactory(SittingFactory)
    dossier = factory.SubFactory(DossierFactory)
    position = 1


class PresenceFactory(Factory):
    class Meta:
        model = Presence


class RecusalFactory(Factory):
    class Meta:
        model = Recusal

    basis = "declared"
    reason = "interest"


class VoteFactory(Factory):
    class Meta:
        model = Vote

    choice = "for"


@dataclass
class Committee:
    """Members of one territory, its fund, and one sitting."""

    money: Money
    sitting: Sitting
    members: list[CommitteeMember] = field(default_factory=list)

    @property
    def territory(self):
        return self.money.fund.territory

    def act(self, function, *args, **values):
        with transaction():
            return function(*args, by=values.pop("by", self.money.by), now=self.money.now, **values)

    def dossier(self, *, complete: bool = True, **values) -> Dossier:
        contact = values.pop("contact", None) or ContactFactory()
        project = dossiers.Project("Une plieuse", "machine", "Nous plions chez un confrère.", 2_000_000)
        dossier = self.act(dossiers.open_dossier, self.territory, contact, values.pop("project", project), **values)
        if complete:
            promises = dossiers.Promises(date(2015, 1, 1), 0, 2, 1, date(2028, 12, 31))
            self.act(dossiers.note_promises, dossier, promises)
            self.act(dossiers.set_funding, dossier, {"bank": 3_000_000, "own": 500_000})
            for kind in ("accounts", "plan"):
                self.act(dossiers.add_document, dossier, kind, Upload(PDF, f"{kind}.pdf"), b"%PDF-1.7")
        return dossier

    def laid(self, dossier: Dossier | None = None, **values) -> AgendaItem:
        return self.act(sittings.lay_dossier, self.sitting, dossier or self.dossier(), **values)

    def held(self, *, present: int | None = None) -> Sitting:
        """Convened, and opened when its hour comes, with so many members in the room."""
        self.act(sittings.convene_sitting, self.sitting)
        self.money.now = self.sitting.starts_at
        self.act(sittings.open_sitting, self.sitting)
        there = {member.id for member in self.members[:present]}
        self.act(votes.note_presence, self.sitting, there)
        return self.sitting

    def vote(self, item: AgendaItem, choices: str) -> None:
        """Votes by the first letter, in the order of the members: f for, a against, - abstains, space none."""
        words = {"f": "for", "a": "against", "-": "abstain"}
        for member, letter in zip(self.members, choices, strict=False):
            if letter != " ":
                self.act(votes.cast_vote, item, member, words[letter])


def tell_committee(now, *, members: int = 4, kind: str = "meeting", money: Money | None = None, **values) -> Committee:
    money = money or tell_money(now, **values)
    meeting = sittings.Meeting(now + timedelta(days=9), now + timedelta(days=9, hours=2), "Toul, mairie", kind)
    with transaction():
        sitting = sittings.plan_sitting(money.fund.territory, meeting, by=money.by, now=now)
    committee = Committee(money, sitting)
    for number in range(members):
        group, account = GroupFactory(name=f"Organisme {number}"), AccountFactory(name=f"Membre {number}")
        committee.members.append(committee.act(seat_member, committee.territory, group, account))
    return committee


def published_minutes(committee: Committee, now) -> PublishedMinutes:
    """Minutes of its sitting, as they were published."""
    minutes = PublishedMinutes(
        sitting=committee.sitting, version=1, title="Procès-verbal", content="{}", sha256="0" * 64,
        pdf=b"%PDF-1.7", published_at=now,
    )  # fmt: skip
    with transaction():
        db.session.add(minutes)
    return minutes
