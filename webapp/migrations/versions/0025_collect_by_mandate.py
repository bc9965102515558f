"""A firm may sign a mandate: who collects, mandates, their accounts kept apart, files for the bank."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "creditor",
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("identifier", sa.String(length=35), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_creditor_fund_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("fund_id", name=op.f("pk_creditor")),
    )
    _mandates()
    _debits()


def _mandates() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["advance_id"], ["advance.id"], name=op.f("fk_mandate_advance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["account.id"], name=op.f("fk_mandate_noted_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("reference", name=op.f("uq_mandate_reference")),
    )
    op.create_index(op.f("ix_mandate_advance_id"), "mandate", ["advance_id"], unique=False)
    op.create_index(op.f("ix_mandate_noted_by"), "mandate", ["noted_by"], unique=False)
    live = sa.text("revoked_at IS NULL")
    op.create_index("uq_mandate_live", "mandate", ["advance_id"], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_table(
        "mandate_account",
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name=op.f("fk_mandate_account_mandate_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("mandate_id", name=op.f("pk_mandate_account")),
    )


def _debits() -> None:
    op.create_table(
        "debit_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("collect_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_debit_file_fund_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_debit_file_made_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_file")),
        sa.UniqueConstraint("fund_id", "collect_on", name=op.f("uq_debit_file_fund_id_collect_on")),
    )
    op.create_index(op.f("ix_debit_file_made_by"), "debit_file", ["made_by"], unique=False)
    op.create_table(
        "debit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debit_file_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.String(length=4), nullable=False),
        sa.CheckConstraint("state IN ('sent', 'returned')", name=op.f("ck_debit_state_is_known")),
        sa.CheckConstraint("sequence IN ('FRST', 'RCUR')", name=op.f("ck_debit_sequence_is_known")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_debit_amount_is_positive")),
        sa.ForeignKeyConstraint(
            ["debit_file_id"], ["debit_file.id"], name=op.f("fk_debit_debit_file_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_debit_mandate_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalment.id"], name=op.f("fk_debit_instalment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit")),
    )
    for column in ("debit_file_id", "mandate_id", "instalment_id"):
        op.create_index(op.f(f"ix_debit_{column}"), "debit", [column], unique=False)
    live = sa.text("state = 'sent'")
    op.create_index("uq_debit_live", "debit", ["instalment_id"], unique=True, sqlite_where=live, postgresql_where=live)


def downgrade() -> None:
    for table in ("debit", "debit_file", "mandate_account", "mandate", "creditor"):
        op.drop_table(table)
