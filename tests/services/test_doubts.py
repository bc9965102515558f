from dataclasses import replace
from datetime import timedelta

import pytest
from factories.requests import ASKED, drafted, sent, toul

from webapp.services.doubts import (
    BEGUN_PER_ADDRESS,
    PER_ADDRESS,
    PER_FIRM,
    PER_NETWORK,
    SAME_WITHIN,
    Doubt,
    Sender,
    doubts_of_form,
    doubts_of_sender,
    doubts_of_text,
    may_mail_draft,
    note_doubts,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

SENDER = Sender("192.0.2.0/24", "sylvie@exemple.fr", "000000001")


def send(now, sender=SENDER):
    with transaction():
        return doubts_of_sender(sender, real_now=now)


@pytest.mark.parametrize(
    ("age", "doubts"),
    [
        (timedelta(seconds=1), {Doubt.TOO_FAST}),
        (timedelta(seconds=3), set()),
        (timedelta(hours=23), set()),
        (timedelta(hours=25), {Doubt.TOO_OLD}),
        (None, {Doubt.NO_KEY}),
    ],
)
def test_the_time_a_form_took_says_who_filled_it_in(age, doubts):
    assert doubts_of_form(age, is_trapped=False) == doubts


def test_a_field_that_only_robots_see_is_a_doubt():
    assert doubts_of_form(timedelta(minutes=2), is_trapped=True) == {Doubt.TRAP}


def test_one_request_is_not_doubtful(now):
    assert send(now) == set()


@pytest.mark.parametrize(
    ("doubt", "limit", "field"),
    [(Doubt.NETWORK, PER_NETWORK, "network"), (Doubt.ADDRESS, PER_ADDRESS, "email"), (Doubt.FIRM, PER_FIRM, "siren")],
)
def test_many_from_one_place_are_doubtful(now, doubt, limit, field):
    senders = [Sender(f"net{n}", f"a{n}@exemple.fr", f"{n:09}") for n in range(limit.count + 1)]
    same = [replace(sender, **{field: getattr(SENDER, field)}) for sender in senders]

    results = [send(now, sender) for sender in same]

    assert results == [set()] * limit.count + [{doubt}]


def test_an_address_is_the_same_in_capitals(now):
    for n in range(PER_ADDRESS.count):
        send(now, Sender(f"net{n}", "sylvie@exemple.fr"))

    assert send(now, Sender("other", "SYLVIE@exemple.fr")) == {Doubt.ADDRESS}


def test_a_day_later_the_same_place_is_not_doubtful(now):
    for _ in range(PER_ADDRESS.count + 1):
        send(now)

    assert send(now + timedelta(days=1)) == set()


def test_links_are_mailed_to_one_address_a_few_times_a_day(now):
    with transaction():
        may = [may_mail_draft(SENDER, real_now=now) for _ in range(BEGUN_PER_ADDRESS.count + 1)]

    assert may == [True] * BEGUN_PER_ADDRESS.count + [False]


@pytest.mark.parametrize("text", ["voir https://exemple.fr", "sur WWW.exemple.fr", '<a href="x">ici</a>'])
def test_addresses_of_pages_in_the_text_are_a_doubt(now, text):
    toul()

    assert doubts_of_text(drafted(now), text, now=now) == {Doubt.LINKS}


def test_the_same_text_twice_is_a_doubt_for_three_weeks(now):
    toul()
    sent(now)
    again = drafted(now)
    words = ASKED.text.upper().replace(" ", "  ") + " !"

    assert doubts_of_text(again, words, now=now) == {Doubt.SAME_TEXT}
    assert doubts_of_text(again, words, now=now + SAME_WITHIN + timedelta(days=1)) == set()
    assert doubts_of_text(again, "Autre chose", now=now) == set()


def test_doubts_add_up_without_doubles(now):
    need = drafted(now)

    with transaction():
        note_doubts(need, {Doubt.TRAP})
        note_doubts(need, {Doubt.TRAP, Doubt.LINKS})

    assert need.doubts == "links trap"
