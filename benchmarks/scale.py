"""Thirty territories, twenty years, a million lines of the ledger: the tally, the bilan, an export of 100,000 lines.

    python -m benchmarks.scale [--lines 1000000] [--url postgresql+psycopg://…] [--rounds 5]

Without --url, a SQLite database in a temporary folder; an --url names an empty database. Rows are inserted in bulk with every
invariant kept, and the checks of the ledger of `alize verify` are run on them. Prints seconds and megabytes beside each limit
and exits 1 when one is passed. The page and the bilan are those of a convention like the others, some 480 missions; the export
is that of the one that holds 100,000 lines. docs/scale-figures.md holds the last figures.
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
from pathlib import Path
from typing import TypeVar

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from benchmarks.scale_rows import BIG_LINES, BIG_TERRITORY, Shape, fill
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

#: seconds, but for the memory of an export, in megabytes
LIMITS = {"tally page": 0.2, "bilan": 2.0, "export": 5.0, "export memory": 100.0}

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
            _timed(f"{options.lines:,} lines", lambda: fill(Shape(options.lines)))
            _timed("statistics", _analyse)
            breaches = _timed("checks of the ledger", lambda: [line for check in CHECKS for line in check()])
            assert not breaches, breaches[:3]
            key, convention_id = _sign_in()
        found = _measure(app, url, key, convention_id, options.rounds)
    return _say(found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
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


def _sign_in() -> tuple[str, int]:
    """A coordinator, and the present convention of their territory."""
    with transaction():
        convention = db.session.query(Convention).filter_by(code="t01-now").one()
        account = Account(email="b@exemple.fr", name="B B", fs_uniquifier="b")
        account.grants.append(AccountGrant(role="coordinator", object_id=convention.territory_id))
        db.session.add(account)
        key, real = new_key(), clock.real_now()
        start_session(key, "b", {"_user_id": "b", "_fresh": True, "fs_paa": real.timestamp()}, browser="", now=real)
        return key, convention.id


def _measure(app: Flask, url: str, key: str, convention_id: int, rounds: int) -> dict[str, float]:
    client = app.test_client()
    client.set_cookie("alize", f"s.{key}")
    address = f"/desk/conventions/{convention_id}"

    def open_page() -> None:
        assert client.get(address).status_code == 200, address

    def write_bilan() -> None:
        with app.test_request_context():
            make_files(draw_up_bilan(db.session.get_one(Convention, convention_id), now=clock.now()))

    seconds, megabytes = _export(url)
    return {
        "tally page": _median(open_page, rounds),
        "bilan": _median(write_bilan, rounds),
        "export": seconds,
        "export memory": megabytes,
    }


def _export(url: str) -> tuple[float, float]:
    """The export in a process of its own: its seconds, and the most memory that it took beyond an idle one."""
    command = [sys.executable, "-m", "benchmarks.scale", "--export-only", "--url", url]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def _export_alone(url: str) -> int:
    with _application(url).test_request_context():
        convention = db.session.query(Convention).filter_by(code=f"{BIG_TERRITORY}-now").one()
        idle, started = _peak(), time.perf_counter()
        export = read_export("ledger", frozenset({convention.territory_id}), convention)
        content = make_export(export.table, export.rows(), "csv", on=clock.today())
        assert content.count(b"\r\n") >= min(BIG_LINES, export.count)
        print(time.perf_counter() - started, _peak() - idle)
    return 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _median(act: Callable[[], None], rounds: int) -> float:
    return statistics.median(_seconds(act) for _round in range(rounds + 1))


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _timed(name: str, act: Callable[[], Result]) -> Result:
    started = time.perf_counter()
    result = act()
    print(f"{name:24} {time.perf_counter() - started:8.2f} s", flush=True)
    return result


def _say(found: dict[str, float]) -> int:
    for name, value in found.items():
        unit = "MB" if "memory" in name else "s"
        print(
            f"{name:24} {value:8.2f} {unit}, at most {LIMITS[name]:g}: {'kept' if value <= LIMITS[name] else 'MISSED'}"
        )
    return int(any(value > LIMITS[name] for name, value in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())
