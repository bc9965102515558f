from datetime import timedelta
from functools import partial

import pytest
from conftest import NOW
from races.conftest import all_at_once

from webapp.services.throttles import Limit, note_use
from webapp.transaction import transaction

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(300)]

AT_ONCE, ALLOWED = 8, 3


def use(limit):
    with transaction():
        return note_use(limit, "helene@exemple.fr", now=NOW)


@pytest.mark.parametrize("allowed", [1, ALLOWED])
def test_uses_that_come_at_once_are_counted_one_after_the_other(own_app, allowed):
    limit = Limit("code", allowed, timedelta(minutes=3))

    found = all_at_once(own_app, [partial(use, limit)] * AT_ONCE)

    assert sorted(found) == [False] * (AT_ONCE - allowed) + [True] * allowed
