"""Real connections side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from webapp.extensions import db


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
