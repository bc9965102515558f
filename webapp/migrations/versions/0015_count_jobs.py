"""Jobs promised and counted; links by which a firm counts them and an expert confirms their offers."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ADDED = ("count_jobs", "confirm_offers")


def upgrade() -> None:
    _allow_purposes(add=True)
    op.create_table(
        "job_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=10), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("created_hundredths", sa.Integer(), nullable=True),
        sa.Column("preserved_hundredths", sa.Integer(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source_kind IN ('mission', 'decision')", name=op.f("ck_job_promise_source_kind_is_known")),
        sa.CheckConstraint(
            "(created_hundredths IS NULL OR created_hundredths BETWEEN 0 AND 100000)"
            " AND (preserved_hundredths IS NULL OR preserved_hundredths BETWEEN 0 AND 100000)",
            name=op.f("ck_job_promise_jobs_are_sane"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name="fk_job_promise_company_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name="fk_job_promise_territory_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["convention_id"], ["convention.id"], name="fk_job_promise_convention_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_job_promise_contact_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_job_promise"),
        sa.UniqueConstraint("source_kind", "source_id", name="uq_job_promise_source_kind_source_id"),
    )
    for column in ("company_id", "territory_id", "convention_id", "contact_id"):
        op.create_index(f"ix_job_promise_{column}", "job_promise", [column])
    op.create_table(
        "job_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("months IN (6, 12, 24, 36)", name=op.f("ck_job_survey_months_are_known")),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["job_promise.id"], name="fk_job_survey_promise_id", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_job_survey"),
        sa.UniqueConstraint("public_id", name="uq_job_survey_public_id"),
        sa.UniqueConstraint("promise_id", "months", name="uq_job_survey_promise_id_months"),
    )
    op.create_index("ix_job_survey_promise_id", "job_survey", ["promise_id"])
    op.create_index("ix_job_survey_due_on", "job_survey", ["due_on"])
    _create_counts()


def _create_counts() -> None:
    op.create_table(
        "job_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("created_hundredths", sa.Integer(), nullable=False),
        sa.Column("preserved_hundredths", sa.Integer(), nullable=False),
        sa.Column("contract", sa.String(length=12), nullable=False),
        sa.Column("evidence", sa.String(length=10), nullable=False),
        sa.Column("turnover_before_cents", sa.BigInteger(), nullable=True),
        sa.Column("turnover_after_cents", sa.BigInteger(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "contract IN ('', 'permanent', 'fixed_term', 'apprentice', 'temporary', 'mixed')",
            name=op.f("ck_job_count_contract_is_known"),
        ),
        sa.CheckConstraint("evidence IN ('said', 'payroll', 'visit')", name=op.f("ck_job_count_evidence_is_known")),
        sa.CheckConstraint(
            "created_hundredths BETWEEN 0 AND 100000 AND preserved_hundredths BETWEEN 0 AND 100000",
            name=op.f("ck_job_count_jobs_are_sane"),
        ),
        sa.CheckConstraint(
            "(turnover_before_cents IS NULL OR turnover_before_cents >= 0)"
            " AND (turnover_after_cents IS NULL OR turnover_after_cents >= 0)",
            name=op.f("ck_job_count_turnover_is_not_negative"),
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["job_survey.id"], name="fk_job_count_survey_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_job_count"),
    )
    op.create_index("ix_job_count_survey_id", "job_count", ["survey_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER job_count_refuses_{verb.lower()} BEFORE {verb} ON job_count "
                "BEGIN SELECT RAISE(ABORT, 'job_count is append-only'); END"
            )
        return
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = "truncate" if event == "TRUNCATE" else "change"
        op.execute(
            f"CREATE TRIGGER job_count_refuses_{name} BEFORE {event} ON job_count "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def _allow_purposes(*, add: bool) -> None:
    """The purposes of links as they stand, with those of this story or without."""
    known = _known_purposes()
    wanted = [each for each in known if each not in ADDED] + (list(ADDED) if add else [])
    with op.batch_alter_table("action_link") as table:
        table.drop_constraint(op.f("ck_action_link_purpose_is_known"), type_="check")
        quoted = ", ".join(f"'{each}'" for each in wanted)
        table.create_check_constraint(op.f("ck_action_link_purpose_is_known"), f"purpose IN ({quoted})")


def _known_purposes() -> list[str]:
    checks = sa.inspect(op.get_bind()).get_check_constraints("action_link")
    (text,) = (check["sqltext"] for check in checks if check["name"] == "ck_action_link_purpose_is_known")
    return [part for part in text.split("'")[1::2] if part]


def downgrade() -> None:
    ours = "SELECT id FROM action_link WHERE purpose IN ('count_jobs', 'confirm_offers')"
    op.execute(f"DELETE FROM link_secret WHERE link_id IN ({ours})")  # noqa: S608
    op.execute(f"UPDATE outgoing_mail SET link_id = NULL WHERE link_id IN ({ours})")  # noqa: S608
    op.execute("DELETE FROM action_link WHERE purpose IN ('count_jobs', 'confirm_offers')")
    op.drop_table("job_count")
    op.drop_table("job_survey")
    op.drop_table("job_promise")
    _allow_purposes(add=False)
