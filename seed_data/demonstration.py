"""`alize demo load`: the file of a demonstration, made beside its place and put there once it is whole."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import click
from flask_migrate import upgrade

from seed_data.load import load_programme
from seed_data.readers import read_programme
from webapp import create_app
from webapp.config import (
    DEMONSTRATION_MARK,
    find_database_url,
    is_marked_as_demonstration,
    read_settings,
    sqlite_path,
)
from webapp.extensions import db
from webapp.terminal import gettext as _
from webapp.transaction import transaction


def make_demonstration(say: Callable[[str], None], *, again: bool = False) -> Path:
    """Make the demonstration where the settings say that the data live; its file.

    Raises:
        ClickException: something is there already, is in use, or is no SQLite file.
    """
    started = monotonic()
    path = sqlite_path(find_database_url())
    if path is None:
        raise click.ClickException(
            _("La démonstration est un fichier SQLite. Laissez DATABASE_URL vide, donnez DATA_DIR.")
        )
    _check_place(path, again=again)
    say(_("Écriture de la démonstration dans %(file)s…", file=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f"{path.name}.loading")
    try:
        _build(building, say)
        _make_way(path)
        building.replace(path)
    finally:
        _remove(building)
    say(_("Prête en %(seconds)d s. La lancer : alize demo run", seconds=round(monotonic() - started)))
    return path


def _check_place(path: Path, *, again: bool) -> None:
    """Nothing that somebody may want to keep is overwritten."""
    if not path.exists() or _is_empty(path):
        return
    if not is_marked_as_demonstration(f"sqlite:///{path}"):
        raise click.ClickException(
            _("%(file)s contient autre chose qu’une démonstration. Choisissez un autre DATA_DIR.", file=path)
        )
    if not again:
        raise click.ClickException(
            _(
                "Il y a déjà une démonstration dans %(folder)s. La lancer : alize demo run. La recommencer : alize demo load "
                "--again",
                folder=path.parent,
            )
        )
    _check_unused(path)


def _is_empty(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        raise click.ClickException(
            _("%(file)s n’est pas une base SQLite. Choisissez un autre DATA_DIR.", file=path)
        ) from None
    return bool(tables == 0)


def _check_unused(path: Path) -> None:
    """SQLite leaves the write-ahead log only when nobody else has the file open; that also folds the log into it."""
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise click.ClickException(
            _("La démonstration est en marche. Arrêtez-la par Ctrl-C, puis recommencez.")
        ) from None


def _make_way(path: Path) -> None:
    """Take an earlier demonstration and its mails away; a log left behind would be read into the new file."""
    if not path.exists():
        return
    _check_unused(path)
    mailbox = read_settings({"DATABASE_URL": f"sqlite:///{path}"}).mailbox if not _is_empty(path) else None
    _remove(path)
    if mailbox is not None:
        shutil.rmtree(mailbox, ignore_errors=True)


def _build(path: Path, say: Callable[[str], None]) -> None:
    _remove(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={DEMONSTRATION_MARK}")
    settings = read_settings({**os.environ, "DATABASE_URL": f"sqlite:///{path}"})
    app = create_app(replace(settings, is_demonstration=False))  # there is no table of the clock yet
    with app.app_context():
        upgrade()
        try:
            with _without_collector(), transaction():
                load_programme(read_programme(), say)
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hardly anything becomes garbage while loading: looking for some takes a third of the time."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
