"""What must stand in the database itself: version, guards, references. Each check yields a line for each breach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from webapp.extensions import db
from webapp.models.base import AppendOnly, Base

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def find_head() -> str | None:
    """The migration that this version of the code expects."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def find_revision() -> str | None:
    """The migration that the database has reached."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def is_behind() -> bool:
    """True when the database has not reached the migration of this code; one that is ahead, of a newer code, is not."""
    revision = find_revision()
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    return revision != find_head() and (revision is None or revision in known)


def compare_version() -> Iterator[str]:
    """The database has reached the last migration."""
    there = find_revision()
    if there != find_head():
        stands = f"at migration {there}" if there else "without tables"
        yield f"database: {stands}, the code expects {find_head()}: alize db upgrade"


def compare_triggers() -> Iterator[str]:
    """Each append-only table refuses to be changed, and each guard of a table is there."""
    is_sqlite = db.session.connection().dialect.name == "sqlite"
    verbs = ("update", "delete") if is_sqlite else ("change", "truncate")
    there = (
        text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        if is_sqlite
        else text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    )
    names = set(db.session.scalars(there))
    history = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, AppendOnly)]
    for table in sorted(mapper.local_table.name for mapper in history):
        for verb in verbs:
            if f"{table}_refuses_{verb}" not in names:
                yield f"table {table}: nothing refuses a {verb}"
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.local_table.name):
        for guard in getattr(mapper.class_, "guards", ()):
            if f"{mapper.local_table.name}_{guard}" not in names:
                yield f"table {mapper.local_table.name}: the guard {guard} is missing"


def compare_indexes() -> Iterator[str]:
    """Each index of the models is there, the unique ones above all."""
    found = inspect(db.session.connection())
    for table in Base.metadata.sorted_tables:
        names = {index["name"] for index in found.get_indexes(table.name)}
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            if index.name not in names:
                yield f"table {table.name}: index {index.name} is missing"


def compare_constraints() -> Iterator[str]:
    """Each named check and unique constraint of the models is there."""
    found = inspect(db.session.connection())
    for table in Base.metadata.sorted_tables:
        names = {check["name"] for check in found.get_check_constraints(table.name)}
        names |= {unique["name"] for unique in found.get_unique_constraints(table.name)}
        for constraint in table.constraints:
            name = str(constraint.name)
            if name.startswith(("ck_", "uq_")) and name not in names:
                yield f"table {table.name}: constraint {name} is missing"


def compare_numbers() -> Iterator[str]:
    """SQLite never gives the number of a row that is gone again where something else still names it; PostgreSQL never does."""
    if db.session.connection().dialect.name != "sqlite":
        return
    there = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% AUTOINCREMENT%'")
    names = set(db.session.scalars(there))
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
        if table.dialect_options["sqlite"]["autoincrement"] and table.name not in names:
            yield f"table {table.name}: the number of a row that is gone may be given again"


def compare_references() -> Iterator[str]:
    """No row of SQLite points at nothing; PostgreSQL never lets that happen."""
    if db.session.connection().dialect.name != "sqlite":
        return
    for table, row_id, target, _ in db.session.execute(text("PRAGMA foreign_key_check")):
        yield f"table {table}, row {row_id}: points at a {target} that does not exist"
    for (answer,) in db.session.execute(text("PRAGMA integrity_check")):
        if answer != "ok":
            yield f"file of the database: {answer}"


CHECKS = (
    compare_version,
    compare_triggers,
    compare_indexes,
    compare_constraints,
    compare_numbers,
    compare_references,
)
