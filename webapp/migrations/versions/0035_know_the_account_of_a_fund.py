"""A fund has its bank account, whether it collects or not: where firms pay, and whose statements are read."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fund_account",
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_account_fund_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("fund_id", name=op.f("pk_fund_account")),
    )
    op.execute("INSERT INTO fund_account (fund_id, holder, iban, bic) SELECT fund_id, name, iban, bic FROM creditor")
    for column in ("name", "iban", "bic"):
        op.drop_column("creditor", column)


def downgrade() -> None:
    for column, length in (("name", 70), ("iban", 34), ("bic", 11)):
        op.add_column("creditor", sa.Column(column, sa.String(length=length), server_default="", nullable=False))
    op.execute(
        "UPDATE creditor SET (name, iban, bic) ="
        " (SELECT holder, iban, bic FROM fund_account WHERE fund_account.fund_id = creditor.fund_id)"
    )
    op.drop_table("fund_account")
