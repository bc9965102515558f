"""Keep reports as they were published."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_report",
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("workbook", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('bilan', 'group_quarter')", name=op.f("ck_published_report_kind_is_known")),
        sa.CheckConstraint("version > 0", name=op.f("ck_published_report_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["convention_id"],
            ["convention.id"],
            name=op.f("fk_published_report_convention_id_convention"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_published_report_author_id_account"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_report")),
        sa.UniqueConstraint(
            "convention_id", "subject", "version", name=op.f("uq_published_report_convention_id_subject_version")
        ),
    )
    op.create_index(op.f("ix_published_report_convention_id"), "published_report", ["convention_id"])
    op.create_index(op.f("ix_published_report_author_id"), "published_report", ["author_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER published_report_refuses_{verb.lower()} BEFORE {verb} ON published_report "
                "BEGIN SELECT RAISE(ABORT, 'published_report is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER published_report_refuses_change BEFORE UPDATE OR DELETE ON published_report "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER published_report_refuses_truncate BEFORE TRUNCATE ON published_report "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("published_report")
