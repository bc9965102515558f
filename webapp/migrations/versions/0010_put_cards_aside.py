"""A coordinator may put what lies in a basket aside until a day."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "basket_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basket", sa.String(length=20), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_basket_seen_account_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_basket_seen"),
    )
    op.create_index("ix_basket_seen_thing", "basket_seen", ["basket", "object_kind", "object_id"])
    op.create_index("ix_basket_seen_until", "basket_seen", ["until"])
    op.create_index("ix_basket_seen_account_id", "basket_seen", ["account_id"])


def downgrade() -> None:
    op.drop_table("basket_seen")
