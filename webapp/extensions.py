"""The Flask extensions, unbound, and what SQLAlchemy needs to behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

from webapp.domain.text import bare

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

#: Execution option of a connection about to write; on SQLite it begins with BEGIN IMMEDIATE.
WRITES = "alize_writes"


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate(render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _bare(value: Any) -> Any:
    return bare(value) if isinstance(value, str) else value


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine its pragmas and real transactions; PostgreSQL needs neither.

    The driver's own transaction handling loses updates without an error: read, then write, then overwrite. With BEGIN
    IMMEDIATE a writer waits its turn before it reads. synchronous=FULL: what was acknowledged survives a power cut.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own knows the letters of English only: « É » would be found under itself and not under « é »
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.create_function("bare", 1, _bare, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
