"""A debit that the bank has collected is received; the version of the file is a choice of the fund."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("creditor") as table:
        table.add_column(sa.Column("format", sa.String(length=20), server_default="pain.008.001.02", nullable=False))
        table.create_check_constraint(
            op.f("ck_creditor_format_is_known"), "format IN ('pain.008.001.02', 'pain.008.001.08')"
        )
    _allow_states("'sent', 'received', 'returned'")


def downgrade() -> None:
    op.execute("UPDATE debit SET state = 'sent' WHERE state = 'received'")
    _allow_states("'sent', 'returned'")
    with op.batch_alter_table("creditor") as table:
        table.drop_constraint(op.f("ck_creditor_format_is_known"), type_="check")
        table.drop_column("format")


def _allow_states(states: str) -> None:
    with op.batch_alter_table("debit") as table:
        table.drop_constraint(op.f("ck_debit_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_debit_state_is_known"), f"state IN ({states})")
