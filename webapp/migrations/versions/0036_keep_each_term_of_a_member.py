"""Who comes back to a committee, or sits there for another organisation, has a seat of its own for each time."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

EVER = "uq_committee_member_territory_id_account_id"
NOW = "uq_committee_member_seat"
COLUMNS = ["territory_id", "account_id"]


def upgrade() -> None:
    with op.batch_alter_table("committee_member") as table:
        table.drop_constraint(op.f(EVER), type_="unique")
    live = sa.text("left_on IS NULL")
    op.create_index(NOW, "committee_member", COLUMNS, unique=True, sqlite_where=live, postgresql_where=live)


def downgrade() -> None:
    """Refused where somebody has had two seats: their votes belong to both."""
    op.drop_index(NOW, "committee_member")
    with op.batch_alter_table("committee_member") as table:
        table.create_unique_constraint(op.f(EVER), COLUMNS)
