"""Dossiers and decisions of a committee; funds and what is brought to them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_through", sa.Date(), nullable=True),
        sa.Column("cash_cents", sa.Integer(), nullable=False),
        sa.Column("lent_cents", sa.Integer(), nullable=False),
        sa.Column("doubtful_cents", sa.Integer(), nullable=False),
        sa.Column("lost_cents", sa.Integer(), nullable=False),
        sa.Column("fees_cents", sa.Integer(), nullable=False),
        sa.Column("contributed_cents", sa.Integer(), nullable=False),
        sa.Column("held_cents", sa.Integer(), nullable=False),
        sa.Column("recovered_cents", sa.Integer(), nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cash_cents + lent_cents + doubtful_cents + lost_cents + fees_cents = contributed_cents + held_cents + recovered_cents",
            name=op.f("ck_fund_is_balanced"),
        ),
        sa.CheckConstraint("cash_cents >= 0", name=op.f("ck_fund_cash_is_not_negative")),
        sa.CheckConstraint("cash_cents >= held_cents", name=op.f("ck_fund_held_money_is_there")),
        sa.CheckConstraint("length(name) <= 160", name=op.f("ck_fund_name_fits")),
        sa.CheckConstraint(
            "lent_cents >= 0 AND doubtful_cents >= 0 AND lost_cents >= 0 AND fees_cents >= 0 AND contributed_cents >= 0 AND held_cents >= 0 AND recovered_cents >= 0",
            name=op.f("ck_fund_balances_are_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_fund_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("code", name=op.f("uq_fund_code")),
    )
    op.create_index(op.f("ix_fund_territory_id"), "fund", ["territory_id"], unique=False)
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("received_cents", sa.Integer(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (received_cents = amount_cents)",
            name=op.f("ck_contribution_is_received_when_it_is"),
        ),
        sa.CheckConstraint("state <> 'called' OR due_on IS NOT NULL", name=op.f("ck_contribution_call_has_its_day")),
        sa.CheckConstraint(
            "state IN ('promised', 'called', 'received', 'withdrawn')", name=op.f("ck_contribution_state_is_known")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_contribution_amount_is_positive")),
        sa.CheckConstraint(
            "received_cents BETWEEN 0 AND amount_cents", name=op.f("ck_contribution_receives_what_was_promised")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_contribution_fund_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["partner_group.id"], name=op.f("fk_contribution_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index(op.f("ix_contribution_fund_id"), "contribution", ["fund_id"], unique=False)
    op.create_index(op.f("ix_contribution_group_id"), "contribution", ["group_id"], unique=False)
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("asked_cents", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('cash', 'growth', 'machine', 'takeover', 'other')", name=op.f("ck_dossier_purpose_is_known")
        ),
        sa.CheckConstraint("asked_cents IS NULL OR asked_cents > 0", name=op.f("ck_dossier_asks_something")),
        sa.CheckConstraint("length(title) <= 160", name=op.f("ck_dossier_title_fits")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_dossier_company_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_dossier_need_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_dossier_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dossier_public_id")),
    )
    op.create_index(op.f("ix_dossier_company_id"), "dossier", ["company_id"], unique=False)
    op.create_index(op.f("ix_dossier_need_id"), "dossier", ["need_id"], unique=False)
    op.create_index(op.f("ix_dossier_territory_id"), "dossier", ["territory_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount_cents IS NULL OR outcome = 'approved'", name=op.f("ck_decision_grants_when_it_approves")
        ),
        sa.CheckConstraint(
            "outcome IN ('approved', 'adjourned', 'refused')", name=op.f("ck_decision_outcome_is_known")
        ),
        sa.CheckConstraint("amount_cents IS NULL OR amount_cents > 0", name=op.f("ck_decision_amount_is_positive")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= decided_on", name=op.f("ck_decision_is_valid_after_it_is_taken")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_decision_dossier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_dossier_id"), "decision", ["dossier_id"], unique=False)


def downgrade() -> None:
    op.drop_table("decision")
    op.drop_table("dossier")
    op.drop_table("contribution")
    op.drop_table("fund")
