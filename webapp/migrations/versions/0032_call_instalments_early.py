"""A schedule may call the last instalments early; the rule about missing jobs says how many."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in batch mode: that would drop the triggers that refuse a change.
    op.execute("ALTER TABLE schedule ADD COLUMN called_count INTEGER")
    op.execute(
        "ALTER TABLE schedule ADD COLUMN called_on DATE"
        " CONSTRAINT ck_schedule_calls_some_on_a_day CHECK ((called_on IS NULL) = (called_count IS NULL))"
    )
    op.execute("UPDATE local_rule SET code = 'money_jobs_called_early' WHERE code = 'money_jobs_fewer_instalments'")


def downgrade() -> None:
    op.execute("UPDATE local_rule SET code = 'money_jobs_fewer_instalments' WHERE code = 'money_jobs_called_early'")
    op.execute("ALTER TABLE schedule DROP COLUMN called_on")
    op.execute("ALTER TABLE schedule DROP COLUMN called_count")
