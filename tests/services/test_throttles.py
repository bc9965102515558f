from datetime import timedelta

import pytest

from webapp.models.limits import Hit
from webapp.services.throttles import MINUTE, Limit, is_reached, key_of_network, note_use
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TWICE = Limit("test", 2, 10 * MINUTE)


def use(now, key="a", times=1):
    with transaction():
        return [note_use(TWICE, key, now=now) for _ in range(times)]


def test_a_limit_lets_its_number_through_and_no_more(now):
    assert use(now, times=4) == [True, True, False, False]
    assert is_reached(TWICE, "a", now=now)


def test_a_limit_slides_with_time(now):
    use(now, times=2)

    assert use(now + timedelta(minutes=9)) == [False]
    assert use(now + timedelta(minutes=10)) == [True]


def test_keys_and_limits_are_apart(now):
    use(now, times=2)

    assert use(now, key="b") == [True]
    assert not is_reached(Limit("other", 1, MINUTE), "a", now=now)


def test_a_refused_use_does_not_prolong_the_wait(now, session):
    use(now, times=2)
    use(now + timedelta(minutes=9), times=5)

    assert session.query(Hit).count() == 2


def test_no_address_is_kept(now, session):
    use(now, key="sylvie@exemple.fr")

    (hit,) = session.query(Hit)
    assert len(hit.key) == 64
    assert "sylvie" not in hit.key


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/56"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        (None, "unknown"),
        ("nowhere", "unknown"),
    ],
)
def test_a_network_is_a_household_or_a_firm(address, network):
    assert key_of_network(address) == network
