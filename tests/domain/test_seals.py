import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from webapp.domain.seals import BEGINNING, Range, digest_of, line_of

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
BATCH = Range(1, 1, 3, AT)
EVENTS = [(1, AT, "job", None, "need", 7, "open"), (3, AT, "account", 2, "need", 7, "help")]


def test_a_line_is_the_same_on_every_machine():
    assert line_of([1, AT, None, "né", 'a"b']) == '[1,"2026-11-24T09:00:00.000000+00:00",null,"né","a\\"b"]\n'.encode()


def test_an_instant_is_the_same_whatever_its_zone():
    assert line_of([AT.astimezone(timezone(timedelta(hours=1)))]) == line_of([AT])


def test_the_hash_of_a_batch_is_written_down_here_and_may_never_change():
    head = '["' + "0" * 64 + '",1,1,3,"2026-11-24T09:00:00.000000+00:00"]\n'
    lines = (
        '[1,"2026-11-24T09:00:00.000000+00:00","job",null,"need",7,"open"]\n'
        '[3,"2026-11-24T09:00:00.000000+00:00","account",2,"need",7,"help"]\n'
    )

    assert digest_of(BEGINNING, BATCH, EVENTS) == (hashlib.sha256((head + lines).encode()).hexdigest(), 2)


@pytest.mark.parametrize(
    ("previous", "batch", "events"),
    [
        ("1" * 64, BATCH, EVENTS),
        (BEGINNING, Range(2, 1, 3, AT), EVENTS),
        (BEGINNING, Range(1, 1, 4, AT), EVENTS),
        (BEGINNING, Range(1, 1, 3, AT + timedelta(microseconds=1)), EVENTS),
        (BEGINNING, BATCH, EVENTS[:1]),
        (BEGINNING, BATCH, EVENTS[::-1]),
        (BEGINNING, BATCH, [EVENTS[0], (*EVENTS[1][:-1], "held")]),
    ],
)
def test_whatever_changes_changes_the_hash(previous, batch, events):
    assert digest_of(previous, batch, events)[0] != digest_of(BEGINNING, BATCH, EVENTS)[0]


def test_two_texts_cannot_be_shifted_into_each_other():
    assert line_of(["ab", "c"]) != line_of(["a", "bc"])
