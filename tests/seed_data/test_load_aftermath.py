from sqlalchemy import select

from webapp.models.advances import Advance
from webapp.models.bank import BankLine
from webapp.models.dossiers import Decision, Dossier
from webapp.models.shortfalls import JobShortfall
from webapp.models.sightings import FirmSighting


def test_a_firm_counted_fewer_jobs_than_it_promised_and_somebody_has_to_decide(loaded):
    case = loaded.scalars(select(JobShortfall)).one()

    assert (case.state, case.missing_hundredths, case.survey.months) == ("open", 200, 12)
    assert case.advance.decision.dossier.title == "Un second tour pour un nouveau client"


def test_the_bank_shows_what_nobody_has_explained(loaded, programme):
    lines = loaded.scalars(select(BankLine).order_by(BankLine.id)).all()

    assert [line.amount_cents for line in lines] == [int(row.euros * 100) for row in programme.bank_lines]
    assert {line.state for line in lines} == {"open"}


def test_one_advance_waits_for_the_money_of_a_second_fund(loaded):
    rows = select(Dossier.title).join(Decision).join(Advance).where(Advance.state == "queued")

    assert loaded.scalars(rows).all() == ["Reprendre une seconde librairie"]


def test_firms_of_the_past_were_seen_again_and_some_were_not(loaded, programme):
    seen = loaded.scalars(select(FirmSighting)).all()

    assert len(seen) == len(programme.firm_sightings)
    assert {row.status for row in seen} == {"alive", "closed", "taken_over"}
