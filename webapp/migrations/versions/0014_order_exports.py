"""Orders of exports too large to be made while somebody waits."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export_order",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("extension", sa.String(length=4), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=False),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'erased', 'failed', 'ready')", name=op.f("ck_export_order_state_is_known")
        ),
        sa.CheckConstraint(
            "kind IN ('needs', 'missions', 'ledger', 'experts')", name=op.f("ck_export_order_kind_is_known")
        ),
        sa.CheckConstraint("extension IN ('csv', 'xlsx')", name=op.f("ck_export_order_extension_is_known")),
        sa.CheckConstraint("done_rows BETWEEN 0 AND total_rows", name=op.f("ck_export_order_progress_is_a_part")),
        sa.CheckConstraint(
            "(state = 'ready') = (content IS NOT NULL)", name=op.f("ck_export_order_is_ready_with_its_file")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_export_order_account_id_account"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["convention_id"],
            ["convention.id"],
            name=op.f("fk_export_order_convention_id_convention"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_order")),
    )
    for column in ("account_id", "convention_id", "state"):
        op.create_index(op.f(f"ix_export_order_{column}"), "export_order", [column])


def downgrade() -> None:
    op.drop_table("export_order")
