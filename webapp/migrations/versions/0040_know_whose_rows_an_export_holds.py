"""An export that waits to be fetched knows of which territories it holds rows: a right may be lost before it is fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was made before, only the exports of a convention say it; the others are asked for again."""
    op.add_column("export_order", sa.Column("territories", sa.Text(), nullable=True))
    op.execute(
        "UPDATE export_order SET territories ="
        " (SELECT CAST(territory_id AS TEXT) FROM convention WHERE convention.id = export_order.convention_id)"
    )


def downgrade() -> None:
    op.drop_column("export_order", "territories")
