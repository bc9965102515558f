from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.errors import LinkUnknown
from webapp.domain.links import TOKEN_LENGTH, digest, is_same, may_act, mint, read_token

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_token_is_read_as_it_was_minted():
    token = mint()

    assert read_token(str(token)) == token
    assert len(str(token)) == TOKEN_LENGTH <= 64


def test_a_token_has_no_character_that_a_mail_program_cuts():
    text = str(mint())

    assert text.isascii()
    assert text.isalnum()
    assert text == text.lower()


def test_tokens_do_not_repeat():
    assert len({str(mint()) for _ in range(1000)}) == 1000


@given(st.integers(0, TOKEN_LENGTH - 1), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_with_one_character_changed_proves_nothing(place, letter):
    token = mint()
    text = str(token)
    changed = read_token(text[:place] + letter + text[place + 1 :])

    same = changed == token
    assert (changed.selector == token.selector and is_same(changed.secret, digest(token.secret))) is same


@pytest.mark.parametrize("text", ["", "a", "a" * 47, "a" * 49, "A" * 48, "a" * 47 + "1", "é" * 48, "a" * 47 + "\n"])
def test_what_cannot_be_a_token_is_unknown(text):
    with pytest.raises(LinkUnknown):
        read_token(text)


@pytest.mark.parametrize(("left", "acts"), [(1, True), (0, False), (-1, False)])
def test_a_link_acts_until_its_last_second(left, acts):
    assert may_act(NOW + timedelta(seconds=left), NOW) is acts
