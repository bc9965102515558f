"""Who agreed to an amendment, and why a term changed, are words: they leave the append-only tables and can be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("term_change_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=f"fk_agreement_words_{table}_id", ondelete="RESTRICT"
            )
            for table in ("amendment", "term_change")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_words"),
        sa.UniqueConstraint("amendment_id", name="uq_agreement_words_amendment_id"),
        sa.UniqueConstraint("term_change_id", name="uq_agreement_words_term_change_id"),
        sa.CheckConstraint(
            "(amendment_id IS NULL) <> (term_change_id IS NULL)", name=op.f("ck_agreement_words_are_about_one_thing")
        ),
    )
    op.execute(
        "INSERT INTO agreement_words (amendment_id, author, reason) SELECT id, author, reason FROM amendment ORDER BY id"
    )
    op.execute(
        "INSERT INTO agreement_words (term_change_id, author, reason)"
        " SELECT id, '', reason FROM term_change WHERE reason <> '' ORDER BY id"
    )
    # Not in batch mode: that would drop the triggers that refuse a change.
    op.drop_column("amendment", "author")
    op.drop_column("amendment", "reason")
    op.drop_column("term_change", "reason")


def downgrade() -> None:
    for table, column, length in (
        ("amendment", "author", 100),
        ("amendment", "reason", 300),
        ("term_change", "reason", 300),
    ):
        op.add_column(table, sa.Column(column, sa.String(length=length), server_default="", nullable=False))
    _unguarded(
        "amendment",
        "UPDATE amendment SET (author, reason) ="
        " (SELECT author, reason FROM agreement_words WHERE amendment_id = amendment.id)"
        " WHERE id IN (SELECT amendment_id FROM agreement_words)",
    )
    _unguarded(
        "term_change",
        "UPDATE term_change SET reason = (SELECT reason FROM agreement_words WHERE term_change_id = term_change.id)"
        " WHERE id IN (SELECT term_change_id FROM agreement_words)",
    )
    op.drop_table("agreement_words")


def _unguarded(table: str, statement: str) -> None:
    """Fill a column of an append-only table, whose triggers stand aside for the moment."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_refuses_update")
        op.execute(statement)
        op.execute(
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_refuses_change")
    op.execute(statement)
    op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_refuses_change")
