"""The number of a row that is gone is never given to another one, where the history, a mail or an open page still names it.

PostgreSQL has always done so. SQLite gives the number after the highest one, unless the table says otherwise when it is
created: these are written anew, each with its triggers and those that read it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLES = (
    "absence",
    "agenda_item",
    "contact",
    "convention",
    "dossier_document",
    "group_referent",
    "local_rule",
    "need",
    "pledge",
    "recusal",
    "sheet_import",
    "signatory",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    triggers = _put_triggers_aside()
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
    _set_again(triggers)
    # those that are gone already are known by the history alone
    op.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(object_id), 0) FROM event WHERE object_kind = name))"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    triggers = _put_triggers_aside()
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always") as anew:
            anew.create_primary_key(op.f(f"pk_{table}"), ["id"])
    _set_again(triggers)


def _put_triggers_aside() -> list[str]:
    """SQLite drops those of a table that is written anew, and refuses to rename one that another's trigger reads."""
    rows = op.get_bind().execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _sql in rows:
        op.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in rows]


def _set_again(triggers: list[str]) -> None:
    for sql in triggers:
        op.get_bind().exec_driver_sql(sql)
