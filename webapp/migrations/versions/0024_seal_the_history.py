"""The history is sealed batch by batch, each seal chained to the one before."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_event_id", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_seal"),
        sa.UniqueConstraint("first_event_id", name="uq_audit_seal_first_event_id"),
        sa.UniqueConstraint("digest", name="uq_audit_seal_digest"),
        sa.CheckConstraint("number >= 1 AND first_event_id >= 1", name=op.f("ck_audit_seal_begins_at_one")),
        sa.CheckConstraint("last_event_id >= first_event_id", name=op.f("ck_audit_seal_is_not_empty")),
        sa.CheckConstraint(
            "event_count BETWEEN 1 AND last_event_id - first_event_id + 1",
            name=op.f("ck_audit_seal_counts_its_events"),
        ),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_seal_refuses_{verb.lower()} BEFORE {verb} ON audit_seal "
                "BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END"
            )
        return
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = "truncate" if event == "TRUNCATE" else "change"
        op.execute(
            f"CREATE TRIGGER audit_seal_refuses_{name} BEFORE {event} ON audit_seal "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("audit_seal")
