"""A firm completes its dossier by a link."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PURPOSE = "complete_dossier"
CHECK = "ck_action_link_purpose_is_known"

#: what points at links; on SQLite it stands aside while their table is written anew, or it would keep it from going
ASIDE = (
    "CREATE TEMP TABLE kept_secret AS SELECT * FROM link_secret",
    "CREATE TEMP TABLE kept_mail AS SELECT id, link_id FROM outgoing_mail WHERE link_id IS NOT NULL",
    "DELETE FROM link_secret",
    "UPDATE outgoing_mail SET link_id = NULL",
)
BACK = (
    "INSERT INTO link_secret SELECT * FROM kept_secret",
    "UPDATE outgoing_mail SET link_id = (SELECT link_id FROM kept_mail WHERE kept_mail.id = outgoing_mail.id)",
    "DROP TABLE kept_secret",
    "DROP TABLE kept_mail",
)


def _allow(purposes: list[str]) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ASIDE if is_sqlite else ():
        op.execute(statement)
    with op.batch_alter_table("action_link") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        quoted = ", ".join(f"'{purpose}'" for purpose in purposes)
        table.create_check_constraint(op.f(CHECK), f"purpose IN ({quoted})")
    for statement in BACK if is_sqlite else ():
        op.execute(statement)


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
