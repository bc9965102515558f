"""Files of the bank, their lines, and the movements that these became."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("new_lines", sa.Integer(), nullable=False),
        sa.Column("closing_cents", sa.Integer(), nullable=True),
        sa.Column("closing_on", sa.Date(), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("format IN ('camt', 'csv')", name=op.f("ck_bank_file_format_is_known")),
        sa.CheckConstraint("lines >= 0 AND new_lines BETWEEN 0 AND lines", name=op.f("ck_bank_file_counts_are_sane")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_bank_file_fund_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["read_by"], ["account.id"], name=op.f("fk_bank_file_read_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file")),
        sa.UniqueConstraint("fund_id", "sha256", name=op.f("uq_bank_file_fund_id_sha256")),
    )
    op.create_index(op.f("ix_bank_file_fund_id"), "bank_file", ["fund_id"], unique=False)
    op.create_index(op.f("ix_bank_file_read_by"), "bank_file", ["read_by"], unique=False)
    op.create_table(
        "bank_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_file_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("reference", sa.String(length=140), nullable=False),
        sa.Column("is_reversal", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'matched', 'set_aside')", name=op.f("ck_bank_line_state_is_known")),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_bank_line_moves_something")),
        sa.CheckConstraint("length(name) <= 140", name=op.f("ck_bank_line_name_fits")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_bank_line_words_fits")),
        sa.ForeignKeyConstraint(
            ["bank_file_id"], ["bank_file.id"], name=op.f("fk_bank_line_bank_file_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_bank_line_fund_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("fund_id", "key", name=op.f("uq_bank_line_fund_id_key")),
    )
    op.create_index(op.f("ix_bank_line_bank_file_id"), "bank_line", ["bank_file_id"], unique=False)
    op.create_index("ix_bank_line_fund_id_state", "bank_line", ["fund_id", "state"], unique=False)
    op.create_table(
        "bank_match",
        sa.Column("cash_entry_id", sa.Integer(), nullable=False),
        sa.Column("bank_line_id", sa.Integer(), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_line_id"], ["bank_line.id"], name=op.f("fk_bank_match_bank_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cash_entry_id"], ["cash_entry.id"], name=op.f("fk_bank_match_cash_entry_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("cash_entry_id", name=op.f("pk_bank_match")),
    )
    op.create_index(op.f("ix_bank_match_bank_line_id"), "bank_match", ["bank_line_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bank_match")
    op.drop_table("bank_line")
    op.drop_table("bank_file")
