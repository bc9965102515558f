"""The referent of a group reads its report by a link."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PURPOSE = "read_report"
CHECK = "ck_action_link_purpose_is_known"


def _allow(purposes: list[str]) -> None:
    with op.batch_alter_table("action_link") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        quoted = ", ".join(f"'{purpose}'" for purpose in purposes)
        table.create_check_constraint(op.f(CHECK), f"purpose IN ({quoted})")


def _known() -> list[str]:
    checks = sa.inspect(op.get_bind()).get_check_constraints("action_link")
    (text,) = (check["sqltext"] for check in checks if check["name"] == CHECK)
    return text.split("'")[1::2]


def upgrade() -> None:
    _allow([*_known(), PURPOSE])


def downgrade() -> None:
    ours = f"SELECT id FROM action_link WHERE purpose = '{PURPOSE}'"  # noqa: S608
    op.execute(f"DELETE FROM link_secret WHERE link_id IN ({ours})")  # noqa: S608
    op.execute(f"UPDATE outgoing_mail SET link_id = NULL WHERE link_id IN ({ours})")  # noqa: S608
    op.execute(f"DELETE FROM action_link WHERE purpose = '{PURPOSE}'")  # noqa: S608
    _allow([purpose for purpose in _known() if purpose != PURPOSE])
