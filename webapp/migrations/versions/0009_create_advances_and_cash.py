"""Advances, their schedules and orders; the ledger of money, which refuses what contradicts it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HISTORY = ("schedule", "instalment", "cash_entry")

#: What a line of the ledger must find in the other tables, by the name of its guard.
GUARDS = {
    "cash_entry_month_is_open": (
        "EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id AND NEW.booked_on <= closed_through)",
        "the month is closed",
    ),
    "cash_entry_payment_is_confirmed": (
        (
            "NEW.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM payment_order"
            " WHERE id = NEW.payment_order_id AND confirmed_by IS NOT NULL AND amount_cents = NEW.amount_cents)"
        ),
        "the payment is not confirmed",
    ),
    "cash_entry_reversal_is_exact": (
        (
            "NEW.kind = 'reverse' AND NOT EXISTS (SELECT 1 FROM cash_entry AS undone"
            " WHERE undone.id = NEW.reverses_id AND undone.kind <> 'reverse' AND undone.fund_id = NEW.fund_id"
            " AND undone.amount_cents = NEW.amount_cents AND undone.from_account = NEW.to_account"
            " AND undone.to_account = NEW.from_account)"
        ),
        "the reversal is not the movement the other way round",
    ),
}


def upgrade() -> None:
    op.create_table(
        "advance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("defaulted_on", sa.Date(), nullable=True),
        sa.Column("lent_cents", sa.Integer(), nullable=False),
        sa.Column("doubtful_cents", sa.Integer(), nullable=False),
        sa.Column("lost_cents", sa.Integer(), nullable=False),
        sa.Column("held_cents", sa.Integer(), nullable=False),
        sa.Column("recovered_cents", sa.Integer(), nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('running', 'repaid', 'defaulted', 'recovered', 'written_off')) = (paid_on IS NOT NULL)",
            name=op.f("ck_advance_is_paid_out_on_a_day"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'approved', 'cancelled', 'ordered', 'running', 'repaid', 'defaulted', 'recovered', 'written_off')",
            name=op.f("ck_advance_state_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('running', 'defaulted') OR lent_cents + doubtful_cents = 0",
            name=op.f("ck_advance_owes_nothing_outside"),
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_advance_amount_is_positive")),
        sa.CheckConstraint(
            "lent_cents + doubtful_cents + lost_cents <= amount_cents",
            name=op.f("ck_advance_owes_what_was_lent_at_most"),
        ),
        sa.CheckConstraint("lent_cents = 0 OR doubtful_cents = 0", name=op.f("ck_advance_is_not_half_in_default")),
        sa.CheckConstraint(
            "lent_cents >= 0 AND doubtful_cents >= 0 AND lost_cents >= 0 AND held_cents >= 0 AND recovered_cents >= 0",
            name=op.f("ck_advance_balances_are_not_negative"),
        ),
        sa.CheckConstraint("recovered_cents <= lost_cents", name=op.f("ck_advance_recovers_what_was_lost_at_most")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_advance_decision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_advance_fund_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_advance_decision_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_advance_public_id")),
    )
    op.create_index(op.f("ix_advance_fund_id"), "advance", ["fund_id"], unique=False)
    op.create_index(op.f("ix_advance_state"), "advance", ["state"], unique=False)
    op.create_table(
        "advance_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("ck_advance_condition_is_lifted_by_somebody")
        ),
        sa.CheckConstraint("length(words) <= 300", name=op.f("ck_advance_condition_words_fits")),
        sa.ForeignKeyConstraint(
            ["advance_id"], ["advance.id"], name=op.f("fk_advance_condition_advance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["stored_file.id"], name=op.f("fk_advance_condition_evidence_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["account.id"], name=op.f("fk_advance_condition_lifted_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance_condition")),
        sa.UniqueConstraint("advance_id", "number", name=op.f("uq_advance_condition_advance_id_number")),
    )
    op.create_index(op.f("ix_advance_condition_advance_id"), "advance_condition", ["advance_id"], unique=False)
    op.create_index(op.f("ix_advance_condition_evidence_id"), "advance_condition", ["evidence_id"], unique=False)
    op.create_index(op.f("ix_advance_condition_lifted_by"), "advance_condition", ["lifted_by"], unique=False)
    op.create_table(
        "payment_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_by IS NOT NULL) AND (confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_payment_order_is_confirmed_by_somebody"),
        ),
        sa.CheckConstraint(
            "state IN ('ordered', 'confirmed', 'refused')", name=op.f("ck_payment_order_state_is_known")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_payment_order_amount_is_positive")),
        sa.CheckConstraint("ordered_by <> confirmed_by", name=op.f("ck_payment_order_two_people_pay")),
        sa.ForeignKeyConstraint(
            ["advance_id"], ["advance.id"], name=op.f("fk_payment_order_advance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_payment_order_confirmed_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["account.id"], name=op.f("fk_payment_order_ordered_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
    )
    op.create_index(op.f("ix_payment_order_advance_id"), "payment_order", ["advance_id"], unique=False)
    op.create_index(op.f("ix_payment_order_confirmed_by"), "payment_order", ["confirmed_by"], unique=False)
    op.create_index(op.f("ix_payment_order_ordered_by"), "payment_order", ["ordered_by"], unique=False)
    op.create_index(
        "uq_payment_order_open",
        "payment_order",
        ["advance_id"],
        unique=True,
        sqlite_where=sa.text("state = 'ordered'"),
        postgresql_where=sa.text("state = 'ordered'"),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("repaid_before_cents", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("grace_months", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('approval', 'payment', 'rescheduling')", name=op.f("ck_schedule_reason_is_known")
        ),
        sa.CheckConstraint("amount_cents > 0 AND repaid_before_cents >= 0", name=op.f("ck_schedule_plans_something")),
        sa.CheckConstraint("count BETWEEN 1 AND 120", name=op.f("ck_schedule_count_is_sane")),
        sa.CheckConstraint("every_months IN (1, 3)", name=op.f("ck_schedule_rhythm_is_known")),
        sa.CheckConstraint("grace_months BETWEEN 0 AND 36", name=op.f("ck_schedule_grace_is_sane")),
        sa.ForeignKeyConstraint(
            ["advance_id"], ["advance.id"], name=op.f("fk_schedule_advance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_schedule_decision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("advance_id", "version", name=op.f("uq_schedule_advance_id_version")),
    )
    op.create_index(op.f("ix_schedule_advance_id"), "schedule", ["advance_id"], unique=False)
    op.create_index(op.f("ix_schedule_decision_id"), "schedule", ["decision_id"], unique=False)
    op.create_table(
        "cash_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("payment_order_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_account", sa.String(length=20), nullable=False),
        sa.Column("to_account", sa.String(length=20), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("posting_key", sa.String(length=80), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "(kind = 'payment') = (payment_order_id IS NOT NULL)", name=op.f("ck_cash_entry_payment_has_its_order")
        ),
        sa.CheckConstraint(
            "(kind = 'reverse') = (reverses_id IS NOT NULL)", name=op.f("ck_cash_entry_reversal_names_its_line")
        ),
        sa.CheckConstraint(
            "from_account IN ('cash', 'lent', 'doubtful', 'lost', 'fees', 'contributed', 'held', 'recovered')",
            name=op.f("ck_cash_entry_from_account_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('contribution', 'fee', 'payment', 'repayment', 'overpayment', 'refund', 'use_of_held', 'default', 'cure', 'recovery', 'write_off', 'late_recovery', 'reverse')",
            name=op.f("ck_cash_entry_kind_is_known"),
        ),
        sa.CheckConstraint(
            "to_account IN ('cash', 'lent', 'doubtful', 'lost', 'fees', 'contributed', 'held', 'recovered')",
            name=op.f("ck_cash_entry_to_account_is_known"),
        ),
        sa.CheckConstraint(
            "advance_id IS NULL OR contribution_id IS NULL", name=op.f("ck_cash_entry_is_about_one_thing")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_cash_entry_amount_is_positive")),
        sa.CheckConstraint("from_account <> to_account", name=op.f("ck_cash_entry_moves_something")),
        sa.ForeignKeyConstraint(
            ["advance_id"], ["advance.id"], name=op.f("fk_cash_entry_advance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_cash_entry_contribution_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_cash_entry_fund_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["payment_order_id"], ["payment_order.id"], name=op.f("fk_cash_entry_payment_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["cash_entry.id"], name=op.f("fk_cash_entry_reverses_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_entry")),
        sa.UniqueConstraint("payment_order_id", name=op.f("uq_cash_entry_payment_order_id")),
        sa.UniqueConstraint("posting_key", name=op.f("uq_cash_entry_posting_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_cash_entry_reverses_id")),
    )
    op.create_index(op.f("ix_cash_entry_advance_id"), "cash_entry", ["advance_id"], unique=False)
    op.create_index(op.f("ix_cash_entry_contribution_id"), "cash_entry", ["contribution_id"], unique=False)
    op.create_index("ix_cash_entry_fund_id_booked_on", "cash_entry", ["fund_id", "booked_on"], unique=False)
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents > 0 AND number > 0", name=op.f("ck_instalment_is_positive")),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_instalment_schedule_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("schedule_id", "number", name=op.f("uq_instalment_schedule_id_number")),
    )
    op.create_index(op.f("ix_instalment_due_on"), "instalment", ["due_on"], unique=False)
    op.create_index(op.f("ix_instalment_schedule_id"), "instalment", ["schedule_id"], unique=False)
    refuse_changes()
    guard_entries()


def refuse_changes() -> None:
    """UPDATE, DELETE and TRUNCATE are refused on what is history; migration 0006 made the function."""
    for table in HISTORY:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def guard_entries() -> None:
    """A line of the ledger is refused where it contradicts the rows that it names."""
    for name, (wrong, words) in GUARDS.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON cash_entry WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {wrong} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON cash_entry FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    op.drop_table("instalment")
    op.drop_table("cash_entry")
    op.drop_table("schedule")
    op.drop_table("payment_order")
    op.drop_table("advance_condition")
    op.drop_table("advance")
    if op.get_bind().dialect.name != "sqlite":
        for name in GUARDS:
            op.execute(f"DROP FUNCTION {name}")
