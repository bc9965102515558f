"""Requests whose writing is taken back, and one figure for all that the database holds."""

import hashlib
from contextlib import contextmanager

from sqlalchemy import select, text

from webapp.extensions import Base, db

#: tables that count visits and sign-ins, not facts
UNCOUNTED = {"hit", "sign_in_session", "heartbeat"}


@contextmanager
def undone():
    """Take back whatever the block writes; inside the transaction of a test.

    A savepoint gone back to still stands: unless it is released too, the next ones are inside it, and PostgreSQL holds
    one lock for each until its memory for locks is full.
    """
    db.session.remove()
    connection = db.engines[None]
    connection.execute(text("SAVEPOINT undone"))
    try:
        yield
    finally:
        db.session.remove()
        connection.execute(text("ROLLBACK TO SAVEPOINT undone"))
        connection.execute(text("RELEASE SAVEPOINT undone"))


def digest(*, without=()):
    """One figure for all that the programme knows, `without` the columns of these names."""
    total = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        if table.name not in UNCOUNTED:
            columns = [column for column in table.columns if column.name not in without]
            for row in db.session.execute(select(*columns).order_by(*table.primary_key)):
                total.update(f"{table.name}{tuple(row)!r}".encode())
    db.session.remove()
    return total.hexdigest()
