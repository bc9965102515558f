"""What the database refuses by itself, each violated once."""

from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import NeedFactory, OfferFactory, ProposalFactory, RoleFactory
from factories.people import AbsenceFactory, CompanyFactory, ExpertFactory, GroupFactory
from factories.stories import tell_story
from factories.territories import LocalRuleFactory, TerritoryFactory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant
from webapp.models.conventions import Amendment, Signatory
from webapp.models.events import Event
from webapp.models.files import StoredFile
from webapp.models.job_runs import ClockStep, JobRun
from webapp.models.mails import OutgoingMail
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

REFUSED = (
    lambda: TerritoryFactory(dispatch="sometimes"),
    lambda: TerritoryFactory(wave_size=0),
    lambda: TerritoryFactory(answer_days=1),
    lambda: TerritoryFactory(floor_permille=1001),
    lambda: CompanyFactory(name="x" * 201),
    lambda: CompanyFactory(staff=-1),
    lambda: CompanyFactory(commune=None, commune_insee="99999"),
    lambda: GroupFactory(kind="club"),
    lambda: ExpertFactory(max_asks=101),
    lambda: AbsenceFactory(starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 1)),
    lambda: OfferFactory(place="anywhere"),
    lambda: OfferFactory(radius_km=0),
    lambda: OfferFactory(text="x" * 4001),
    lambda: ConventionFactory(ends_on=date(2025, 4, 1)),
    lambda: ConventionFactory(minutes_per_day=30),
    lambda: ConventionFactory(day_value_cents=0),
    lambda: PledgeFactory(pledged_minutes=-1),
    lambda: PledgeFactory(reserved_minutes=-1),
    lambda: PledgeFactory(pledged_minutes=420, overrun_minutes=10, confirmed_minutes=400, disputed_minutes=31),
    lambda: NeedFactory(state="lost"),
    lambda: NeedFactory(wished_minutes=0),
    lambda: RoleFactory(state="lost"),
    lambda: ProposalFactory(score_permille=1001),
    lambda: ProposalFactory(decline_reason="bored"),
)


@pytest.mark.parametrize("write", REFUSED)
def test_a_value_out_of_bounds_is_refused(write):
    with pytest.raises(DatabaseError):
        write()


def add(row):
    with transaction():
        db.session.add(row)


def test_a_rule_stands_once_in_a_territory():
    rule = LocalRuleFactory()

    with pytest.raises(IntegrityError):
        LocalRuleFactory(territory=rule.territory)


def test_a_siret_is_one_company():
    CompanyFactory(siret="00000000000018")

    with pytest.raises(IntegrityError):
        CompanyFactory(siret="00000000000018")


def test_companies_without_siret_are_many():
    assert CompanyFactory(siret=None).id != CompanyFactory(siret=None).id


@pytest.mark.parametrize("year", [None, 2026])
def test_a_group_pledges_once_a_convention_and_year(year):
    pledge = PledgeFactory(year=year)

    with pytest.raises(IntegrityError):
        PledgeFactory(convention=pledge.convention, group=pledge.group, year=year)


def test_a_name_signs_a_convention_once():
    convention = ConventionFactory()
    add(Signatory(convention_id=convention.id, name="Michelin", kind="group"))

    with pytest.raises(IntegrityError):
        add(Signatory(convention_id=convention.id, name="Michelin", kind="group"))


def test_an_offer_is_asked_once_at_a_time_for_a_role():
    proposal = ProposalFactory()

    with pytest.raises(IntegrityError):
        ProposalFactory(role=proposal.role, offer=proposal.offer)


def test_an_offer_may_be_asked_again_after_an_answer():
    proposal = ProposalFactory(state="declined")

    assert ProposalFactory(role=proposal.role, offer=proposal.offer).id


def test_a_job_runs_once_a_period(now):
    def run():
        return JobRun(job="deem_visits", period="2026-11-24", claim_token="t", lease_until=now, started_at=now)

    add(run())

    with pytest.raises(IntegrityError):
        add(run())


def test_an_event_mails_a_person_once_with_a_template(now):
    event = Event(at=now, actor_kind="job", object_kind="need", object_id=1, step="open")
    add(event)

    def mail(message_id):
        return OutgoingMail(
            event_id=event.id,
            template="need_opened",
            recipient="sylvie.aubry@exemple.fr",
            person_kind="contact",
            person_id=1,
            object_kind="need",
            object_id=1,
            message_id=message_id,
            not_before=now,
            expires_at=now,
        )

    add(mail("a"))

    with pytest.raises(IntegrityError):
        add(mail("b"))


@pytest.mark.parametrize(("role", "object_id"), [("coordinator", None), ("network", 1), ("king", 1)])
def test_a_right_names_its_object(role, object_id):
    account = Account(name="Hélène Marchal", email="h@exemple.fr", fs_uniquifier="u")
    add(account)

    with pytest.raises(IntegrityError):
        add(AccountGrant(account_id=account.id, role=role, object_id=object_id))


def test_a_document_is_five_megabytes_at_most():
    with pytest.raises(IntegrityError):
        add(StoredFile(name="a.pdf", media_type="application/pdf", sha256="0", size=5_242_881, content=b"x"))


def test_an_amendment_changes_something(now):
    pledge = PledgeFactory()

    with pytest.raises(IntegrityError):
        add(
            Amendment(
                pledge_id=pledge.id,
                effective_on=date(2026, 1, 1),
                written_at=now,
                delta_minutes=0,
            )
        )


@pytest.mark.parametrize("table", ["event", "day_entry", "amendment", "clock_step"])
@pytest.mark.parametrize("command", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_history_is_written_and_not_edited(now, table, command):
    story = tell_story()
    story.accepted(now)
    add(ClockStep(real_at=now, business_at=now))
    amendment = Amendment(effective_on=date(2026, 1, 1), written_at=now, delta_minutes=60)
    amendment.pledge_id = story.pledge.id
    add(amendment)

    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text(command.format(table)))


def test_history_is_not_truncated(request, session):
    if session.get_bind().dialect.name == "sqlite":
        return

    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text("TRUNCATE event CASCADE"))
