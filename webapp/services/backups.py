"""A copy of the SQLite database, whole and checked, while the application goes on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


class BackupFailed(Exception):
    """The copy was not made, or is damaged; the message says why."""


def back_up(source: Path, target: Path) -> int:
    """Copy a database with SQLite's own backup and check the copy; its size in bytes.

    The copy appears under its name only once it was found sound, so that a damaged one is never taken for a backup.

    Raises:
        BackupFailed: the target exists, cannot be written, or the copy is damaged.
    """
    if target.exists():
        raise BackupFailed(f"{target} exists already")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(unfinished)) as copy:
            database.backup(copy)
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupFailed(f"the copy is damaged: {verdict}")
        unfinished.rename(target)
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size
