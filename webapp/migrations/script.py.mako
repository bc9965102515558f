"""${message}

Rules: four digits, one head; never import models; never edit a merged migration; the code before this one may still be
running. SQLite's batch mode drops triggers without a word: a migration that alters an append-only table creates them again, and
one whose numbers are never given again asks for `sqlite_autoincrement` again.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
