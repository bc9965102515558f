"""One programme for all tests of this folder, on each engine: every request is taken back, so that they may share it."""

import pytest
import time_machine
from conftest import NOW, rolled_back
from fuzz.assault import Assault

from webapp import clock


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def assault(request):
    app = request.getfixturevalue(f"{request.param}_app")
    with time_machine.travel(NOW, tick=False), rolled_back(app):
        yield Assault(app, clock.now())
