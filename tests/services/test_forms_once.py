import pytest

from webapp.domain.errors import SentBefore
from webapp.services.forms_once import claim_form, find_sent, is_first, note_result
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

WORDS = [("name", "Sylvie"), ("email", "sylvie@exemple.fr")]


def send(now, values=WORDS, key="k" * 32):
    with transaction():
        first = claim_form(key, "test", values, now=now)
        if first is None:
            note_result(key, "there")
        return first


def test_the_first_sending_does_the_work(now):
    assert send(now) is None


def test_the_second_sending_finds_the_first_result(now):
    send(now)

    again = send(now)

    assert (again.location, again.is_same) == ("there", True)


def test_the_order_of_the_fields_does_not_matter(now):
    send(now)

    assert send(now, values=WORDS[::-1]).is_same


def test_other_words_under_the_same_key_are_told_apart(now):
    send(now)

    assert not send(now, values=[("name", "Sylvain")]).is_same


def test_what_was_done_in_the_transaction_is_kept_when_the_key_was_claimed(now, session):
    send(now)

    with transaction():
        claim_form("k" * 32, "test", WORDS, now=now)
        claim_form("l" * 32, "test", WORDS, now=now)

    assert find_sent("l" * 32, WORDS) is not None


def test_a_form_that_was_never_sent_is_unknown(now):
    assert find_sent("z" * 32, WORDS) is None


def test_a_form_that_leads_nowhere_works_once_and_says_when_its_words_are_not_taken(now):
    with transaction():
        assert is_first("k" * 32, "test", WORDS, now=now)
    with transaction():
        assert not is_first("k" * 32, "test", WORDS, now=now)
    with pytest.raises(SentBefore), transaction():
        is_first("k" * 32, "test", [("name", "Sylvain")], now=now)
