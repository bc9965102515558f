"""Whether a firm was still there on a day: lines that nothing erases."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "firm_sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('alive', 'closed', 'taken_over', 'unknown')", name=op.f("ck_firm_sighting_status_is_known")
        ),
        sa.CheckConstraint("source IN ('desk', 'search')", name=op.f("ck_firm_sighting_source_is_known")),
        sa.CheckConstraint(
            "ended_on IS NULL OR status IN ('closed', 'taken_over')",
            name=op.f("ck_firm_sighting_only_what_ended_has_an_end"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on <= seen_on", name=op.f("ck_firm_sighting_ended_before_it_was_seen")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_firm_sighting_company_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_sighting")),
    )
    op.create_index(op.f("ix_firm_sighting_company_id"), "firm_sighting", ["company_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER firm_sighting_refuses_{verb.lower()} BEFORE {verb} ON firm_sighting "
                "BEGIN SELECT RAISE(ABORT, 'firm_sighting is append-only'); END"
            )
        return
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = "truncate" if event == "TRUNCATE" else "change"
        op.execute(
            f"CREATE TRIGGER firm_sighting_refuses_{name} BEFORE {event} ON firm_sighting "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("firm_sighting")
