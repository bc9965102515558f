"""Draft conventions, changes of their terms, missions that move; months stay closed, a day keeps its length."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HISTORY = ("mission_move", "term_change")

#: name, event, and what must not be true
GUARDS = (
    (
        "day_entry_refuses_closed_month",
        "INSERT ON day_entry",
        (
            "EXISTS (SELECT 1 FROM convention JOIN pledge ON pledge.convention_id = convention.id"
            " WHERE pledge.id = NEW.pledge_id AND NEW.booked_on <= convention.closed_through)"
        ),
    ),
    (
        "convention_refuses_reopening",
        "UPDATE OF closed_through ON convention",
        "OLD.closed_through IS NOT NULL AND (NEW.closed_through IS NULL OR NEW.closed_through < OLD.closed_through)",
    ),
    (
        "convention_refuses_another_day",
        "UPDATE OF minutes_per_day ON convention",
        (
            "NEW.minutes_per_day <> OLD.minutes_per_day AND EXISTS (SELECT 1 FROM day_entry"
            " JOIN pledge ON pledge.id = day_entry.pledge_id WHERE pledge.convention_id = NEW.id)"
        ),
    ),
)


def upgrade() -> None:
    # Not in batch mode: the table is referred to, and SQLite would have to drop it.
    op.execute(
        "ALTER TABLE convention ADD COLUMN state VARCHAR(10) DEFAULT 'signed' NOT NULL"
        " CONSTRAINT ck_convention_state_is_known CHECK (state IN ('draft', 'signed'))"
    )
    op.create_table(
        "mission_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("from_pledge_id", sa.Integer(), nullable=False),
        sa.Column("to_pledge_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.CheckConstraint("from_pledge_id <> to_pledge_id", name=op.f("ck_mission_move_goes_elsewhere")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_mission_move_minutes_are_not_negative")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_mission_move_{column}"), ondelete="RESTRICT"
            )
            for column, table in (("mission_id", "mission"), ("from_pledge_id", "pledge"), ("to_pledge_id", "pledge"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_move")),
    )
    for column in ("mission_id", "from_pledge_id", "to_pledge_id"):
        op.create_index(op.f(f"ix_mission_move_{column}"), "mission_move", [column], unique=False)
    op.create_table(
        "term_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("before", sa.String(length=300), nullable=True),
        sa.Column("after", sa.String(length=300), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(before IS NULL) <> (after IS NULL) OR (before IS NOT NULL AND after IS NOT NULL AND before <> after)",
            name=op.f("ck_term_change_changes_something"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_change")),
    )
    op.create_index("ix_term_change_object", "term_change", ["object_kind", "object_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in HISTORY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for name, event, wrong in GUARDS:
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{name}'); END")


def _guard_postgresql() -> None:
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for name, event, wrong in GUARDS:
        # A trigger's WHEN takes no query on PostgreSQL, so the function asks.
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {wrong} THEN "
            f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, event, _wrong in GUARDS:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {event.rsplit(' ', 1)[1]}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}")
    op.drop_table("term_change")
    op.drop_table("mission_move")
    op.execute("ALTER TABLE convention DROP COLUMN state")
