"""Balances have 64 bits on PostgreSQL, where 32 ended at 21 million euros; integers of SQLite are as wide as they need."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BALANCES = ("cash", "lent", "doubtful", "lost", "fees", "contributed", "held", "recovered")


def upgrade() -> None:
    _widen("BIGINT")


def downgrade() -> None:
    _widen("INTEGER")


def _widen(kind: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("ALTER TABLE fund " + ", ".join(f"ALTER COLUMN {name}_cents TYPE {kind}" for name in BALANCES))
    op.execute(f"ALTER TABLE bank_file ALTER COLUMN closing_cents TYPE {kind}")
