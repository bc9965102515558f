"""Alerts are told once to each account, at the rhythm that it wants."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("digest", sa.String(length=10), server_default="weekly", nullable=False))
    op.create_table(
        "alert_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_alert_told_account_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_told"),
        sa.UniqueConstraint("account_id", "key", name="uq_alert_told_account_id_key"),
    )
    op.create_index("ix_alert_told_account_id", "alert_told", ["account_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER alert_told_refuses_{verb.lower()} BEFORE {verb} ON alert_told "
                "BEGIN SELECT RAISE(ABORT, 'alert_told is append-only'); END"
            )
        return
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = "truncate" if event == "TRUNCATE" else "change"
        op.execute(
            f"CREATE TRIGGER alert_told_refuses_{name} BEFORE {event} ON alert_told "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("alert_told")
    op.drop_column("account", "digest")
