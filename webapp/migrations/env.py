"""How migrations run: online, on the application's engine, one transaction each.

On SQLite a table that changes is written anew and the old one dropped, which the rows that refer to it would refuse: there
references are not enforced while migrations run, and every one is checked before the connection is given back.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from webapp import models
from webapp.extensions import WRITES, Base

assert models


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        enforce_references(connection, enforced=False)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            enforce_references(connection, enforced=True)


def enforce_references(connection: Connection, *, enforced: bool) -> None:
    """Outside of a transaction, where SQLite alone listens to this pragma."""
    if connection.dialect.name != "sqlite":
        return
    raw = connection.connection.driver_connection
    if enforced and (lost := raw.execute("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"references to rows that are gone: {lost[:5]}")
    raw.execute(f"PRAGMA foreign_keys={'ON' if enforced else 'OFF'}")


run_migrations()
