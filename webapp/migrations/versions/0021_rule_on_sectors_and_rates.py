"""A territory rules on sectors and sets its reference rate; an organisation has one seat on a committee."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SEAT = "uq_committee_member_organisation"


def upgrade() -> None:
    op.add_column("company", sa.Column("naf", sa.String(length=5), nullable=True))
    op.add_column("local_rule", sa.Column("divisions", sa.String(length=300), server_default="", nullable=False))
    # Not in batch mode: SQLite would drop the triggers of the register.
    op.execute("ALTER TABLE decision ADD COLUMN reference_rate_bp INTEGER")
    op.execute("UPDATE local_rule SET code = 'money_min_months', value = value * 12 WHERE code = 'money_min_years'")
    op.create_table(
        "reference_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate_bp BETWEEN 1 AND 5000", name=op.f("ck_reference_rate_rate_is_sane")),
        sa.CheckConstraint("length(words) <= 300", name=op.f("ck_reference_rate_words_fits")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_reference_rate_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_rate")),
        sa.UniqueConstraint("territory_id", "since_on", name=op.f("uq_reference_rate_territory_id_since_on")),
    )
    # Of two who sit for one organisation the first keeps the seat.
    op.execute(
        "UPDATE committee_member SET left_on = joined_on WHERE left_on IS NULL AND EXISTS"
        " (SELECT 1 FROM committee_member AS earlier WHERE earlier.territory_id = committee_member.territory_id"
        " AND earlier.group_id = committee_member.group_id AND earlier.left_on IS NULL"
        " AND earlier.id < committee_member.id)"
    )
    op.create_index(
        SEAT,
        "committee_member",
        ["territory_id", "group_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(SEAT, "committee_member")
    op.drop_table("reference_rate")
    op.execute("UPDATE local_rule SET code = 'money_min_years', value = value / 12 WHERE code = 'money_min_months'")
    op.execute("ALTER TABLE decision DROP COLUMN reference_rate_bp")
    op.drop_column("local_rule", "divisions")
    op.drop_column("company", "naf")
