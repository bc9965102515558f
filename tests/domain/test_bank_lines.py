import pytest

from webapp.domain.bank_lines import UnreadableFile, cents_of, tidy


@pytest.mark.parametrize(("text", "cents"), [("1083.33", 108_333), ("5", 500), ("0.5", 50), ("12.340", 1_234)])
def test_an_amount_of_a_file_is_exact(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize("text", ["", "1.001", "-1", "1e3", "12345678901", "1.x", "٣"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(UnreadableFile, match="amount"):
        cents_of(text)


def test_a_text_is_one_line_that_can_be_kept():
    assert tidy("  a\n b\u200b\x07 c ", 5) == "a b c"
    assert tidy(None, 5) == ""
