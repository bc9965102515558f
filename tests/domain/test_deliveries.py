import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.deliveries import DATA, END, MAIL, OPEN, RCPT, InDoubt, PauseDomain, Refused, TryLater, judge, redact

VERBS = (OPEN, MAIL, RCPT, DATA, END)


@pytest.mark.parametrize(
    ("code", "words", "at_open", "at_mail", "at_rcpt", "at_data", "at_end"),
    [
        (421, "bye", TryLater, PauseDomain, PauseDomain, PauseDomain, PauseDomain),
        (450, "greylisted", TryLater, TryLater, TryLater, TryLater, TryLater),
        (450, "4.7.28 rate limited", TryLater, PauseDomain, PauseDomain, PauseDomain, PauseDomain),
        (451, "local error", TryLater, TryLater, TryLater, TryLater, TryLater),
        (452, "too many recipients", TryLater, PauseDomain, PauseDomain, PauseDomain, PauseDomain),
        (550, "no such user", TryLater, TryLater, Refused, Refused, Refused),
        (550, "too many messages", TryLater, TryLater, Refused, Refused, Refused),
        (552, "mailbox full", TryLater, TryLater, Refused, Refused, Refused),
        (554, "no", TryLater, TryLater, Refused, Refused, Refused),
        (503, "MAIL first", TryLater, TryLater, TryLater, TryLater, TryLater),
        (530, "sign in first", TryLater, TryLater, TryLater, TryLater, TryLater),
        (535, "wrong password", TryLater, TryLater, TryLater, TryLater, TryLater),
        (-1, "hello", TryLater, TryLater, TryLater, TryLater, InDoubt),
        (354, "go on", TryLater, TryLater, TryLater, TryLater, InDoubt),
        (600, "", TryLater, TryLater, TryLater, TryLater, InDoubt),
    ],
)
def test_an_answer_means_the_same_everywhere(code, words, at_open, at_mail, at_rcpt, at_data, at_end):
    judged = [type(judge(verb, code, words)) for verb in VERBS]
    assert judged == [at_open, at_mail, at_rcpt, at_data, at_end]


def test_only_a_refused_recipient_condemns_an_address():
    assert judge(RCPT, 550, "no such user").is_about_address
    assert not judge(DATA, 550, "looks like spam").is_about_address
    assert not judge(END, 554, "looks like spam").is_about_address


def test_a_failure_says_where_and_why():
    assert str(judge(RCPT, 550, "5.1.1 <claire@exemple.fr>:  unknown")) == "RCPT 550 5.1.1 …  unknown".replace(
        "  ", " "
    )
    assert str(TryLater(OPEN)) == "OPEN 0"


@given(st.text())
def test_words_are_kept_short_and_without_address(words):
    kept = redact(words + "<claire@exemple.fr>" + words)
    assert "@" not in kept
    assert kept.isprintable()
    assert len(kept) <= 200
