from datetime import date

import pytest

from webapp.domain import debits
from webapp.domain.debits import UnusableAccount


@pytest.mark.parametrize(
    "typed", ["FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189", "DE89370400440532013000"]
)
def test_an_account_is_read_with_or_without_its_spaces(typed):
    assert debits.clean_iban(typed) == "".join(typed.split()).upper()


@pytest.mark.parametrize(
    "typed", ["", "FR76", "FR7630006000011234567890188", "FR7630006000011234567890199", "ZZ12", "é"]
)
def test_a_wrong_account_is_refused(typed):
    with pytest.raises(UnusableAccount) as caught:
        debits.clean_iban(typed)

    assert caught.value.code == "iban"


def test_whoever_collects_has_an_identifier_that_checks():
    assert debits.clean_creditor("FR72 ZZZ 123456") == "FR72ZZZ123456"
    for typed in ("FR73ZZZ123456", "123456", ""):
        with pytest.raises(UnusableAccount) as caught:
            debits.clean_creditor(typed)
        assert caught.value.code == "creditor"


def test_a_page_shows_four_signs_of_an_account():
    assert debits.mask_iban("FR7630006000011234567890189") == "FR•• •••• 0189"


def test_an_account_to_copy_stands_in_groups_of_four():
    assert debits.show_iban("FR7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(("value", "days"), [(None, 14), (5, 5), (0, 2), (30, 30)])
def test_a_firm_has_its_notice(value, days):
    assert debits.notice_days(value) == days


def test_the_first_day_is_one_on_which_banks_work():
    assert debits.first_collection_day(date(2026, 12, 11), 14) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2027, 3, 26), False),  # Good Friday
        (date(2028, 12, 26), False),
        (date(2027, 3, 29), False),
        (date(2027, 7, 14), True),
        (date(2027, 5, 8), False),  # a Saturday
        (date(2026, 11, 11), True),
    ],
)
def test_banks_settle_on_days_of_their_own(day, is_open):
    assert debits.is_bank_day(day) is is_open


def test_a_mandate_ends_three_years_after_its_last_use():
    assert not debits.has_ended(date(2026, 12, 24), date(2029, 12, 24))
    assert debits.has_ended(date(2026, 12, 24), date(2029, 12, 25))


def test_the_first_collection_says_so():
    assert [debits.sequence_of(count) for count in (0, 1, 7)] == ["FRST", "RCUR", "RCUR"]
