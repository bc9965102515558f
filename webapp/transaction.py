"""One command, one short transaction: `with transaction():` is the only commit of the project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.extensions import WRITES, db


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did, or nothing of it.

    What was read before is forgotten and read again inside, after the write lock on SQLite, so that a decision is never
    taken on a stale row. Nothing slow happens inside: no mail, no file, no password hash.

    Raises:
        RuntimeError: something was changed before the block, or a transaction is already open.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a row was changed outside of a transaction")
    if session.info.get("writing"):
        raise RuntimeError("a transaction is already open")
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={WRITES: True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
