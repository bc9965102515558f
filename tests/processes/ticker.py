"""A scheduler in a process of its own, which waits for the others before it ticks."""

import os

from conftest import settings_for

from jobs.schedule import SCHEDULE
from jobs.scheduler import run_due
from webapp import clock, create_app


def tick_together(url, business_now, barrier):
    """Run what is due at a moment of business time, at the same instant as the other processes."""
    app = create_app(settings_for(url))
    clock.set_offset(business_now - clock.real_now())
    with app.app_context():
        barrier.wait(60)
        run_due(SCHEDULE)
    os._exit(0)
