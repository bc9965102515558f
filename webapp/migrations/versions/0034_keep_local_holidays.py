"""A territory has a department, whose public holidays its delays pass over: at first that in which most people live."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE territory ADD COLUMN department VARCHAR(3)")
    op.execute(
        "UPDATE territory SET department = ("
        "SELECT commune.department FROM commune"
        " JOIN territory_commune ON territory_commune.insee = commune.insee"
        " WHERE territory_commune.territory_id = territory.id"
        " GROUP BY commune.department ORDER BY SUM(commune.population) DESC, commune.department LIMIT 1)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE territory DROP COLUMN department")
