"""What the machines stand on: a database whose every change is rolled back, a clock that stands still, one answer for two."""

from contextlib import ExitStack

import pytest
import time_machine
from conftest import NOW, rolled_back
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from webapp.clock import now as read_clock
from webapp.domain.errors import Refusal
from webapp.transaction import transaction


class No(Exception):
    """The model refuses."""


def need(condition: bool) -> None:
    if not condition:
        raise No


class Ground(RuleBasedStateMachine):
    app = None

    def open_ground(self):
        self.below = ExitStack()
        self.below.enter_context(rolled_back(self.app))
        self.time = self.below.enter_context(time_machine.travel(NOW, tick=False))

    def teardown(self):
        if hasattr(self, "below"):
            self.below.close()

    def both(self, real, model):
        """Do the same to both; they agree on the answer, or both refuse."""
        try:
            expected = model()
        except No:
            with pytest.raises(Refusal), transaction():
                real(read_clock())
            return None
        with transaction():
            found = real(read_clock())
        return found, expected


def run(machine, app, examples, steps):
    """Tell so many stories of so many steps."""
    run_state_machine_as_test(
        type(machine.__name__, (machine,), {"app": app}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # to explain a failure it is run under a tracer, which takes longer than reading it
            phases=[Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
