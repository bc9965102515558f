import hashlib
from datetime import date

import pytest

from webapp.domain.bank_lines import BankEntry, UnreadableFile, cents_of, tidy, with_keys
from webapp.domain.money import LARGEST_CENTS


@pytest.mark.parametrize(("text", "cents"), [("1083.33", 108_333), ("5", 500), ("0.5", 50), ("12.340", 1_234)])
def test_an_amount_of_a_file_is_exact(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize("text", ["", "1.001", "-1", "1e3", "12345678901", "1.x", "٣", "1.²"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(UnreadableFile) as caught:
        cents_of(text)

    assert (caught.value.code, caught.value.details) == ("amount", {"text": text})


def test_a_line_is_no_larger_than_a_movement_may_be():
    with pytest.raises(UnreadableFile, match=r"^too_much_at_once$"):
        BankEntry(date(2026, 11, 20), -LARGEST_CENTS - 1)
    assert BankEntry(date(2026, 11, 20), -LARGEST_CENTS).cents == -LARGEST_CENTS


def test_a_text_is_one_line_that_can_be_kept():
    assert tidy("  a\n b\u200b\x07 c ", 5) == "a b c"
    assert tidy(None, 5) == ""


DAY = date(2026, 11, 20)


@pytest.mark.parametrize("reference", ["", "NONREF", "NOTPROVIDED", "Not provided", "000000", "-"])
def test_what_is_no_reference_names_no_line(reference):
    lines = [BankEntry(DAY, 100, name, reference=reference) for name in ("Un", "Deux")]

    both, (second,) = with_keys(lines), with_keys(lines[1:])

    # the second firm's line is known again in a file that begins with it
    assert second.key == both[1].key != both[0].key


def test_a_reference_that_a_bank_gives_again_another_day_names_another_line():
    first, second = (with_keys([BankEntry(day, 100, "Un", reference="P1")]) for day in (DAY, date(2026, 12, 20)))

    assert first[0].key != second[0].key


def test_a_line_that_was_read_is_known_again_by_every_later_version():
    named, said = BankEntry(DAY, 100, "Un", reference="P1"), BankEntry(DAY, 100, "Un", "Loyer")

    keys = [line.key for line in with_keys([named, said, said])]

    assert keys == [
        hashlib.sha256(text.encode()).hexdigest()
        for text in (
            "2026-11-20\x1f100\x1fref\x1fP1\x1f1",
            "2026-11-20\x1f100\x1fsaid\x1fUn\x1fLoyer\x1f1",
            "2026-11-20\x1f100\x1fsaid\x1fUn\x1fLoyer\x1f2",
        )
    ]
