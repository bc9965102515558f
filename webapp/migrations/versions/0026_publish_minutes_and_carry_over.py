"""Keep the minutes of sittings as they were published; carry over a dossier for want of a quorum."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("is_carried_over", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "published_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_published_minutes_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_published_minutes_sitting_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_published_minutes_author_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_minutes")),
        sa.UniqueConstraint("sitting_id", "version", name=op.f("uq_published_minutes_sitting_id_version")),
    )
    op.create_index(op.f("ix_published_minutes_author_id"), "published_minutes", ["author_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER published_minutes_refuses_{verb.lower()} BEFORE {verb} ON published_minutes "
                "BEGIN SELECT RAISE(ABORT, 'published_minutes is append-only'); END"
            )
        return
    for event, each, name in (("UPDATE OR DELETE", "ROW", "change"), ("TRUNCATE", "STATEMENT", "truncate")):
        op.execute(
            f"CREATE TRIGGER published_minutes_refuses_{name} BEFORE {event} ON published_minutes "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("published_minutes")
    op.drop_column("agenda_item", "is_carried_over")
