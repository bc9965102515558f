"""Jobs that were promised with an advance and did not come are a case for a coordinator."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_shortfall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("missing_hundredths", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'left', 'called', 'lifted')", name=op.f("ck_job_shortfall_state_is_known")
        ),
        sa.CheckConstraint("missing_hundredths > 0", name=op.f("ck_job_shortfall_something_is_missing")),
        sa.CheckConstraint(
            "(state = 'called') = (schedule_id IS NOT NULL)", name=op.f("ck_job_shortfall_is_called_by_a_schedule")
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{column}_id"], [f"{table}.id"], name=f"fk_job_shortfall_{column}_id", ondelete="RESTRICT"
            )
            for column, table in (("survey", "job_survey"), ("advance", "advance"), ("schedule", "schedule"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_shortfall")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_job_shortfall_survey_id")),
    )
    for column in ("advance_id", "state", "schedule_id"):
        op.create_index(op.f(f"ix_job_shortfall_{column}"), "job_shortfall", [column], unique=False)


def downgrade() -> None:
    op.drop_table("job_shortfall")
