"""Keep what a manager typed in the form until it is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("need", sa.Column("typed", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("need", "typed")
