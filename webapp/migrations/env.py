"""How migrations run: online, on the application's engine, one transaction each."""

from alembic import context
from flask import current_app

from webapp import models
from webapp.extensions import WRITES, Base

assert models


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
