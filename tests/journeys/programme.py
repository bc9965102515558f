"""A small programme around Toul: its people, its mails, its clock."""

from datetime import timedelta

from factories.accounts import AccountFactory, sign_in
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import OfferFactory
from factories.people import ExpertFactory, GroupFactory
from factories.territories import CommuneFactory, TerritoryFactory
from journeys.acts import ask_experts, confirm_address, find_need, state_need
from journeys.mailbox import read
from journeys.visitor import Visitor

from jobs.mails import MailWorker
from jobs.schedule import SCHEDULE
from jobs.scheduler import run_due

CONTRACTS = ("Contrats de travail", "Je relis un contrat de travail avant une embauche, du premier commercial au chef.")
SALES = ("Premier commercial", "Je vous aide à embaucher et à encadrer votre premier commercial, contrat compris.")
PAINT = ("Peinture de façade", "Je choisis avec vous une peinture de façade.")


class Programme:
    """A territory, its convention, a group with its pledge; `expert(...)` adds people who offer something."""

    def __init__(self, app, clock, *, pledged_minutes=4200, **policy):
        self.app = app
        self.clock = clock
        self.relay = app.extensions["mail_transport"]
        self.worker = MailWorker.of(app)
        self.toul = CommuneFactory(insee="54528", name="Toul", search_name="toul", postcodes="54200")
        self.territory = TerritoryFactory(name="Terres de Lorraine", communes=[self.toul], **policy)
        self.convention = ConventionFactory(territory=self.territory, title="Convention 2025-2028")
        self.group = GroupFactory(name="Groupe du Canal")
        self.pledge = PledgeFactory(convention=self.convention, group=self.group, pledged_minutes=pledged_minutes)
        self.account = AccountFactory(name="Hélène Marchal", coordinates=self.territory)

    def expert(self, name, offer=CONTRACTS):
        """Somebody of the group who offers this; their address."""
        title, text = offer
        person = ExpertFactory(name=name, group=self.group, commune=self.toul)
        OfferFactory(expert=person, title=title, text=text)
        return person.email

    def visitor(self):
        return Visitor(self.app, self.clock)

    def open_need(self, email, **words):
        """A firm states a need and confirms its address."""
        state_need(self.visitor(), email=email, **words)
        confirm_address(self.by_mail(email, "address_to_confirm"))

    def ask(self, *offers):
        """The coordinator sends the only need that is open to those who made these offers."""
        helene = self.coordinator()
        find_need(helene, "Menuiserie Aubry")
        ask_experts(helene, *offers)
        return helene

    def coordinator(self):
        """The coordinator, signed in."""
        visitor = self.visitor()
        sign_in(visitor.client, self.account)
        return visitor

    def tally(self, *columns):
        """What the coordinator reads of the group's days, by the heads of these columns."""
        helene = self.coordinator().open(f"/desk/conventions/{self.convention.id}")
        row = helene.row(self.group.name)
        return {column: row[column] for column in columns}

    def by_mail(self, address, kind):
        """Somebody who follows the link of the last letter of this kind to this address."""
        return self.visitor().open(self.letter(address, kind).link)

    def letters(self, address, kind=None):
        """What came to this address, oldest first, by the name of its template."""
        self.deliver()
        letters = [read(sent) for sent in self.relay.sent if sent.recipient == address]
        return [letter for letter in letters if kind in (None, letter.kind)]

    def letter(self, address, kind):
        """The last letter of this kind to this address."""
        letters = self.letters(address, kind)
        assert letters, f"no {kind} to {address}, only {[letter.kind for letter in self.letters(address)]}"
        return letters[-1]

    def deliver(self):
        self.worker.send_due()

    def pass_time(self, *, days=0, minutes=0):
        """Let time go by, with what happens meanwhile at this hour of each day."""
        for step in [timedelta(days=1)] * days + [timedelta(minutes=minutes)] * bool(minutes):
            self.clock.shift(step)
            run_due(SCHEDULE)
            self.deliver()
