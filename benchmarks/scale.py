"""Thirty territories, twenty years, a million lines of the ledger: the tally, the bilan, an export of 100,000 lines.

    python -m benchmarks.scale [--lines 1000000] [--big-lines 100000] [--url postgresql+psycopg://…] [--rounds 5]

Without --url, a SQLite database in a temporary folder; an --url names an empty database. Rows are inserted in bulk with every
invariant kept, and the checks of the ledger of `alize verify` are run on them. The page and the bilan are measured of a
convention like the others, of some 480 missions among a million lines, and of the one that holds --big-lines lines, which is
exported too. Prints seconds by the clock and of the processor (of this process: PostgreSQL's own work is in the clock alone)
and megabytes beside each limit, and exits 1 when one is passed by the clock. docs/scale-figures.md holds the last figures.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from benchmarks.scale_rows import BIG_TERRITORY, Shape, fill
from webapp import clock, create_app
from webapp.config import Settings
from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant
from webapp.models.conventions import Convention
from webapp.reports.files import make_export, make_files
from webapp.services import checks_ledger
from webapp.services.bilans import draw_up_bilan
from webapp.services.exports import read_export
from webapp.services.sessions import new_key, start_session
from webapp.transaction import transaction

Result = TypeVar("Result")


class Taken(NamedTuple):
    """What an act took: seconds by the clock, and those of the processor in this process."""

    seconds: float
    busy: float


#: seconds, but for the memory of an export, in megabytes
LIMITS = {
    "tally page": 0.2,
    "bilan": 2.0,
    "big tally page": 0.2,
    "big bilan": 2.0,
    "export": 5.0,
    "export memory": 100.0,
}

#: the checks of `alize verify` that read the ledger with sums; the others load every line into memory
CHECKS = (
    checks_ledger.compare_counters,
    checks_ledger.compare_caps,
    checks_ledger.compare_reserves,
    checks_ledger.compare_lines_of_missions,
)


def main() -> int:
    options = _options()
    if options.export_only:
        return _export_alone(options.url)
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{Path(folder) / 'scale.sqlite'}"
        app = _application(url)
        with app.app_context():
            _timed("migrations", upgrade)
            _timed(f"{options.lines:,} lines", lambda: fill(Shape(options.lines, options.big_lines)))
            _timed("statistics", _analyse)
            breaches = _timed("checks of the ledger", lambda: [line for check in CHECKS for line in check()])
            assert not breaches, breaches[:3]
            key, conventions = _sign_in()
        found = _measure(app, url, key, conventions, options.rounds)
    return _say(found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--big-lines", type=int, default=100_000)
    parser.add_argument("--url", default="")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--export-only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _application(url: str) -> Flask:
    settings = Settings(
        database_url=url,
        public_base_url="http://localhost:8000",
        secret_keys=("benchmark" * 4,),
        smtp_url="smtp://127.0.0.1:1",
        mail_from="alize@exemple.fr",
        web_hosts=1,
        trusted_proxies=0,
        log_level="ERROR",
        port=8000,
        is_demonstration=False,
    )
    return create_app(settings)


def _analyse() -> None:
    with db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _sign_in() -> tuple[str, dict[str, int]]:
    """A coordinator of two territories, and the convention of each: one like the others, and the big one."""
    conventions = {"": _find("t01-now"), "big ": _find(f"{BIG_TERRITORY}-now")}
    with transaction():
        account = Account(email="b@exemple.fr", name="B B", fs_uniquifier="b", tf_primary_method="authenticator")
        for convention in conventions.values():
            account.grants.append(AccountGrant(role="coordinator", object_id=convention.territory_id))
        db.session.add(account)
        key, real = new_key(), clock.real_now()
        start_session(key, "b", {"_user_id": "b", "_fresh": True, "fs_paa": real.timestamp()}, browser="", now=real)
        return key, {word: convention.id for word, convention in conventions.items()}


def _find(code: str) -> Convention:
    return db.session.query(Convention).filter_by(code=code).one()


def _measure(app: Flask, url: str, key: str, conventions: dict[str, int], rounds: int) -> dict[str, Taken]:
    client = app.test_client()
    client.set_cookie("alize", f"s.{key}")

    def open_page(convention_id: int) -> None:
        address = f"/desk/conventions/{convention_id}"
        assert client.get(address).status_code == 200, address

    def write_bilan(convention_id: int) -> None:
        with app.test_request_context():
            make_files(draw_up_bilan(db.session.get_one(Convention, convention_id), now=clock.now()))

    found = {}
    for word, convention_id in conventions.items():
        for name, act in (("tally page", open_page), ("bilan", write_bilan)):
            found[word + name] = _median(partial(act, convention_id), rounds)
    seconds, busy, megabytes = _export(url)
    return found | {"export": Taken(seconds, busy), "export memory": Taken(megabytes, megabytes)}


def _export(url: str) -> list[float]:
    """The export in a process of its own: its seconds, and the most memory that it took beyond an idle one."""
    command = [sys.executable, "-m", "benchmarks.scale", "--export-only", "--url", url]
    return [float(each) for each in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


def _export_alone(url: str) -> int:
    with _application(url).test_request_context():
        convention = _find(f"{BIG_TERRITORY}-now")
        idle = _peak()
        export = read_export("ledger", frozenset({convention.territory_id}), convention)
        content, taken = _measured(lambda: make_export(export.table, export.rows(), "csv", on=clock.today()))
        assert content.count(b"\r\n") > export.count
        print(taken.seconds, taken.busy, _peak() - idle)
    return 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _median(act: Callable[[], None], rounds: int) -> Taken:
    taken = [_measured(act)[1] for _round in range(rounds + 1)]
    return Taken(statistics.median(each.seconds for each in taken), statistics.median(each.busy for each in taken))


def _measured(act: Callable[[], Result]) -> tuple[Result, Taken]:
    started, worked = time.perf_counter(), time.process_time()
    result = act()
    return result, Taken(time.perf_counter() - started, time.process_time() - worked)


def _timed(name: str, act: Callable[[], Result]) -> Result:
    result, taken = _measured(act)
    print(f"{name:24} {taken.seconds:8.2f} s, processor {taken.busy:8.2f} s", flush=True)
    return result


def _say(found: dict[str, Taken]) -> int:
    for name, taken in found.items():
        said = (
            f"{taken.seconds:8.2f} MB" if "memory" in name else f"{taken.seconds:8.2f} s, processor {taken.busy:8.2f} s"
        )
        print(f"{name:24} {said}, at most {LIMITS[name]:g}: {'kept' if taken.seconds <= LIMITS[name] else 'MISSED'}")
    return int(any(taken.seconds > LIMITS[name] for name, taken in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())
