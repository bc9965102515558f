"""The last act of a person and the runs that did not end are found without reading the whole history."""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_event_actor", "event", ["actor_kind", "actor_id", "at"])
    op.create_index("ix_job_run_state_lease_until", "job_run", ["state", "lease_until"])


def downgrade() -> None:
    op.drop_index("ix_job_run_state_lease_until", "job_run")
    op.drop_index("ix_event_actor", "event")
