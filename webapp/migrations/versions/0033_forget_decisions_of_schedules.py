"""A schedule names no decision: nothing ever wrote it. Why an advance is spread anew is a note, by a named person."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(column="", reference="")
        return
    # its index and its reference go with it
    op.drop_column("schedule", "decision_id")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(
            column="decision_id INTEGER,",
            reference="CONSTRAINT fk_schedule_decision_id FOREIGN KEY (decision_id) REFERENCES decision (id)"
            " ON DELETE RESTRICT,",
        )
    else:
        op.add_column("schedule", sa.Column("decision_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            "fk_schedule_decision_id", "schedule", "decision", ["decision_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_index("ix_schedule_decision_id", "schedule", ["decision_id"])


def _write_anew(*, column: str, reference: str) -> None:
    """The table of SQLite, its index and its triggers.

    Not in batch mode: it moves the check of `called_on` from its column to the table, where 0032 cannot take it back.
    """
    op.execute(
        f"""
        CREATE TABLE schedule_anew (
            id INTEGER NOT NULL,
            advance_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            amount_cents INTEGER NOT NULL,
            repaid_before_cents INTEGER NOT NULL,
            starts_on DATE NOT NULL,
            count INTEGER NOT NULL,
            every_months INTEGER NOT NULL,
            grace_months INTEGER NOT NULL,
            reason VARCHAR(20) NOT NULL,
            {column}
            written_at DATETIME NOT NULL,
            called_count INTEGER,
            called_on DATE
                CONSTRAINT ck_schedule_calls_some_on_a_day CHECK ((called_on IS NULL) = (called_count IS NULL)),
            CONSTRAINT pk_schedule PRIMARY KEY (id),
            CONSTRAINT ck_schedule_reason_is_known CHECK (reason IN ('approval', 'payment', 'rescheduling')),
            CONSTRAINT ck_schedule_plans_something CHECK (amount_cents > 0 AND repaid_before_cents >= 0),
            CONSTRAINT ck_schedule_count_is_sane CHECK (count BETWEEN 1 AND 120),
            CONSTRAINT ck_schedule_rhythm_is_known CHECK (every_months IN (1, 3)),
            CONSTRAINT ck_schedule_grace_is_sane CHECK (grace_months BETWEEN 0 AND 36),
            CONSTRAINT fk_schedule_advance_id FOREIGN KEY (advance_id) REFERENCES advance (id) ON DELETE RESTRICT,
            {reference}
            CONSTRAINT uq_schedule_advance_id_version UNIQUE (advance_id, version)
        )
        """
    )
    op.execute(
        "INSERT INTO schedule_anew (id, advance_id, version, amount_cents, repaid_before_cents, starts_on, count,"
        " every_months, grace_months, reason, written_at, called_count, called_on)"
        " SELECT id, advance_id, version, amount_cents, repaid_before_cents, starts_on, count,"
        " every_months, grace_months, reason, written_at, called_count, called_on FROM schedule ORDER BY id"
    )
    op.execute("DROP TABLE schedule")
    op.execute("ALTER TABLE schedule_anew RENAME TO schedule")
    op.create_index("ix_schedule_advance_id", "schedule", ["advance_id"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER schedule_refuses_{verb.lower()} BEFORE {verb} ON schedule "
            "BEGIN SELECT RAISE(ABORT, 'schedule is append-only'); END"
        )
