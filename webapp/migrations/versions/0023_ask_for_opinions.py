"""Firms and experts say what they think of a mission that is over."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PURPOSE = "give_opinion"
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
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('contact', 'expert')", name=op.f("ck_opinion_side_is_known")),
        sa.CheckConstraint("score IN ('yes', 'partly', 'no')", name=op.f("ck_opinion_score_is_known")),
        sa.CheckConstraint("(score IS NULL) = (answered_at IS NULL)", name=op.f("ck_opinion_score_has_its_moment")),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk_opinion_mission_id_mission"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("mission_id", "side", name=op.f("uq_opinion_mission_id_side")),
    )
    _allow([*_known(), PURPOSE])


def downgrade() -> None:
    ours = f"SELECT id FROM action_link WHERE purpose = '{PURPOSE}'"  # noqa: S608
    op.execute(f"DELETE FROM link_secret WHERE link_id IN ({ours})")  # noqa: S608
    op.execute(f"UPDATE outgoing_mail SET link_id = NULL WHERE link_id IN ({ours})")  # noqa: S608
    op.execute(f"DELETE FROM action_link WHERE purpose = '{PURPOSE}'")  # noqa: S608
    _allow([purpose for purpose in _known() if purpose != PURPOSE])
    op.drop_table("opinion")
