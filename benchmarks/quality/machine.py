"""Where and with what the figures were measured."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from importlib.metadata import version
from pathlib import Path

from benchmarks.quality.databases import postgres_version
from benchmarks.quality.peers import PEERS
from webapp import clock


def describe_machine() -> str:
    """The date, the processor, and how many cores a run may use."""
    now = clock.now()
    return f"{clock.local_date(now).isoformat()}, {_processor()}, {os.cpu_count()} cores, {platform.system()}"


def describe_versions() -> str:
    """Python and every package that is measured."""
    names = sorted({name for peer in PEERS for name in peer.packages} | {"numpy", "scipy"}, key=str.lower)
    packages = [f"{name} {version(name)}" for name in names]
    databases = [f"SQLite {sqlite3.sqlite_version}", f"PostgreSQL {postgres_version()}"]
    return ", ".join([f"Python {platform.python_version()}", *packages, *databases])


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    found = (
        re.search(r"^model name\s*:\s*(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if path.exists() else None
    )
    return found[1].strip() if found else platform.processor() or platform.machine()
