"""Real connections side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from webapp.extensions import db
from webapp.transaction import transaction


def all_at_once(app, acts) -> list:
    """Run the acts in threads that start together, each with its own connection; what each returned or raised."""
    start = Barrier(len(acts))

    def one(act):
        with app.app_context():
            try:
                start.wait(timeout=60)
                return act()
            except Exception as error:  # noqa: BLE001 what it raised is the result
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def one_inside_the_other(app, first, second) -> list:
    """Run the second act while the transaction of the first is open: it waits for its end, or was not kept from acting."""
    has_begun, is_done = Event(), Event()

    def slow():
        try:
            with transaction():
                first()
                has_begun.set()
                is_done.wait(timeout=1)
        finally:
            has_begun.set()

    def quick():
        has_begun.wait(timeout=60)
        try:
            with transaction():
                second()
        finally:
            is_done.set()

    return all_at_once(app, [slow, quick])
