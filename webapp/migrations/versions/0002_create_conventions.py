"""Conventions, pledges and their amendments."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "convention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("minutes_per_day", sa.Integer(), nullable=False),
        sa.Column("day_value_cents", sa.Integer(), nullable=True),
        sa.Column("closed_through", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "day_value_cents IS NULL OR day_value_cents > 0", name=op.f("ck_convention_day_value_is_positive")
        ),
        sa.CheckConstraint("minutes_per_day BETWEEN 60 AND 1440", name=op.f("ck_convention_day_is_sane")),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_convention_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_convention_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convention")),
        sa.UniqueConstraint("code", name=op.f("uq_convention_code")),
    )
    op.create_index(op.f("ix_convention_territory_id"), "convention", ["territory_id"], unique=False)
    op.create_table(
        "signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "kind IN ('group', 'firm', 'bank', 'accountant', 'state', 'authority', 'association', 'chamber', 'operator')",
            name=op.f("ck_signatory_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["convention_id"], ["convention.id"], name=op.f("fk_signatory_convention_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
        sa.UniqueConstraint("convention_id", "name", name=op.f("uq_signatory_convention_id_name")),
    )
    op.create_index(op.f("ix_signatory_convention_id"), "signatory", ["convention_id"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("pledged_minutes", sa.Integer(), nullable=False),
        sa.Column("overrun_minutes", sa.Integer(), nullable=False),
        sa.Column("reserved_minutes", sa.Integer(), nullable=False),
        sa.Column("declared_minutes", sa.Integer(), nullable=False),
        sa.Column("confirmed_minutes", sa.Integer(), nullable=False),
        sa.Column("deemed_minutes", sa.Integer(), nullable=False),
        sa.Column("disputed_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "pledged_minutes >= 0 AND overrun_minutes >= 0", name=op.f("ck_pledge_promise_is_not_negative")
        ),
        sa.CheckConstraint(
            "reserved_minutes + declared_minutes + confirmed_minutes + deemed_minutes + disputed_minutes <= pledged_minutes + overrun_minutes",
            name=op.f("ck_pledge_is_never_exceeded"),
        ),
        sa.CheckConstraint(
            "reserved_minutes >= 0 AND declared_minutes >= 0 AND confirmed_minutes >= 0 AND deemed_minutes >= 0 AND disputed_minutes >= 0",
            name=op.f("ck_pledge_counters_are_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["convention_id"], ["convention.id"], name=op.f("fk_pledge_convention_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["partner_group.id"], name=op.f("fk_pledge_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("convention_id", "group_id", "year", name=op.f("uq_pledge_convention_id_group_id_year")),
    )
    op.create_index(op.f("ix_pledge_convention_id"), "pledge", ["convention_id"], unique=False)
    op.create_index(op.f("ix_pledge_group_id"), "pledge", ["group_id"], unique=False)
    op.create_index(
        "uq_pledge_whole",
        "pledge",
        ["convention_id", "group_id"],
        unique=True,
        sqlite_where=sa.text("year IS NULL"),
        postgresql_where=sa.text("year IS NULL"),
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delta_minutes", sa.Integer(), nullable=False),
        sa.Column("overrun_delta_minutes", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "delta_minutes <> 0 OR overrun_delta_minutes <> 0", name=op.f("ck_amendment_changes_something")
        ),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_amendment_pledge_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_pledge_id"), "amendment", ["pledge_id"], unique=False)
    op.create_table(
        "pledge_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_condition_pledge_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_condition")),
        sa.UniqueConstraint("pledge_id", "code", name=op.f("uq_pledge_condition_pledge_id_code")),
    )
    op.create_index(op.f("ix_pledge_condition_pledge_id"), "pledge_condition", ["pledge_id"], unique=False)
    op.create_table(
        "amendment_applied",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_applied_amendment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("amendment_id", name=op.f("pk_amendment_applied")),
    )
    op.create_index(op.f("ix_amendment_applied_amendment_id"), "amendment_applied", ["amendment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("amendment_applied")
    op.drop_table("pledge_condition")
    op.drop_table("amendment")
    op.drop_table("pledge")
    op.drop_table("signatory")
    op.drop_table("convention")
