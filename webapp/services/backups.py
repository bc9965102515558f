"""A copy of the SQLite database, whole and checked, while the application goes on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from webapp.terminal import gettext as _


class BackupFailed(Exception):
    """The copy was not made, or is damaged; the message says why."""


def back_up(source: Path, target: Path) -> int:
    """Copy a database with SQLite's own backup and check the copy; its size in bytes.

    The copy appears under its name only once it was found sound, so that a damaged one is never taken for a backup.

    Raises:
        BackupFailed: there is no database or it is empty, the target exists, has no folder or cannot be written,
            the copy is damaged.
    """
    if target.exists():
        raise BackupFailed(_("%(file)s existe déjà", file=target))
    if not target.parent.is_dir():
        raise BackupFailed(_("il n’y a pas de dossier %(folder)s", folder=target.parent))
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)  # it holds personal data
        there = f"{source.resolve().as_uri()}?mode=rw"  # a wrong name must not make an empty database
        with closing(sqlite3.connect(there, uri=True)) as database, closing(sqlite3.connect(unfinished)) as copy:
            if database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                raise BackupFailed(_("%(file)s ne contient aucune table", file=source))
            database.backup(copy)
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupFailed(_("la copie est abîmée : %(why)s", why=verdict))
        unfinished.rename(target)
    except PermissionError as error:
        raise BackupFailed(
            _("qui lance cette commande ne peut pas écrire dans %(folder)s", folder=target.parent)
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size
