from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from seed_data.load_firms import Firms
from webapp.models.companies import Company, Contact
from webapp.models.needs import Need


@pytest.fixture
def firms(programme):
    return Firms(programme)


def test_a_firm_is_described_as_its_manager_does_in_the_form(firms, programme):
    row = next(row for row in programme.companies if row.siren)

    firm = firms.firm_of(row.code)

    assert (firm.name, firm.siren, firm.is_registered, firm.staff) == (row.name, row.siren, True, row.staff)


def test_a_firm_that_is_not_registered_yet_says_so(firms, programme):
    rows = [row for row in programme.companies if not row.siren]

    assert rows
    assert {firms.firm_of(row.code).is_registered for row in rows} == {False}
    assert {firms.firm_of(row.code).siren for row in rows} == {None}


def test_the_first_contact_of_a_firm_files_its_requests(firms, programme):
    code = programme.contacts[0].company

    assert firms.person_of(code).email == programme.contacts[0].email


def test_a_firm_is_written_down_once_however_often_it_asks(loaded):
    known = {
        name for name, count in loaded.execute(select(Company.name, func.count()).group_by(Company.name)) if count > 1
    }
    asks = select(func.count()).select_from(Need).group_by(Need.company_id).order_by(func.count().desc())

    assert known == set()
    assert loaded.scalars(asks).first() > 1


def test_the_same_person_is_on_file_from_the_first_request_on(loaded, programme, firms):
    code = programme.companies[0].code
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    before = loaded.scalar(select(func.count()).select_from(Contact))

    first, again = firms.contact_of(code, now), firms.contact_of(code, now)

    assert first is again
    others = [row for row in programme.contacts if row.company == code]
    assert loaded.scalar(select(func.count()).select_from(Contact)) <= before + len(others)
