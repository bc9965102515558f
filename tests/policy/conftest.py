"""One programme for all tests of a file: every request is taken back."""

import pytest
import time_machine
from conftest import NOW, rolled_back
from policy.programme import Programme

from webapp import clock


@pytest.fixture(scope="module")
def programme(sqlite_app):
    with time_machine.travel(NOW, tick=False), rolled_back(sqlite_app):
        yield Programme(sqlite_app, clock.now())
