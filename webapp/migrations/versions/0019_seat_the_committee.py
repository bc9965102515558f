"""Dossiers are completed and laid; members sit, stand aside, vote; decisions are a register."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HISTORY = ("decision", "vote")

ADDED = {
    "dossier": (
        (
            "state",
            (
                "VARCHAR(20) DEFAULT 'draft' NOT NULL CONSTRAINT ck_dossier_state_is_known CHECK (state IN"
                " ('draft', 'adjourned', 'submitted', 'laid', 'approved', 'refused', 'withdrawn'))"
            ),
        ),
        ("contact_id", "INTEGER CONSTRAINT fk_dossier_contact_id REFERENCES contact (id) ON DELETE RESTRICT"),
        ("project", "TEXT DEFAULT '' NOT NULL CONSTRAINT ck_dossier_project_fits CHECK (length(project) <= 4000)"),
        (
            "wished_minutes",
            (
                "INTEGER CONSTRAINT ck_dossier_wish_is_sane"
                " CHECK (wished_minutes IS NULL OR wished_minutes BETWEEN 1 AND 100000)"
            ),
        ),
        ("founded_on", "DATE"),
        (
            "other_aid_cents",
            "INTEGER CONSTRAINT ck_dossier_aid_is_not_negative CHECK (other_aid_cents IS NULL OR other_aid_cents >= 0)",
        ),
        (
            "jobs_created",
            (
                "INTEGER CONSTRAINT ck_dossier_new_jobs_are_sane"
                " CHECK (jobs_created IS NULL OR jobs_created BETWEEN 0 AND 10000)"
            ),
        ),
        (
            "jobs_preserved",
            (
                "INTEGER CONSTRAINT ck_dossier_old_jobs_are_sane"
                " CHECK (jobs_preserved IS NULL OR jobs_preserved BETWEEN 0 AND 10000)"
            ),
        ),
        ("jobs_by", "DATE"),
        ("submitted_at", None),
    ),
    "decision": (
        ("item_id", "INTEGER CONSTRAINT fk_decision_item_id REFERENCES agenda_item (id) ON DELETE RESTRICT"),
        (
            "reason",
            (
                "VARCHAR(40) DEFAULT '' NOT NULL CONSTRAINT ck_decision_reason_is_known CHECK (reason IN ('', 'documents',"
                " 'figures', 'meeting', 'financing', 'other_adjourned', 'not_eligible', 'not_viable', 'no_need',"
                " 'no_mission', 'other_refused'))"
            ),
        ),
        (
            "minutes",
            (
                "INTEGER CONSTRAINT ck_decision_gives_days_when_it_approves"
                " CHECK (minutes IS NULL OR (minutes > 0 AND outcome = 'approved'))"
            ),
        ),
        ("grant_equivalent_cents", "INTEGER"),
        ("votes_for", "INTEGER"),
        ("votes_against", "INTEGER"),
        ("abstentions", "INTEGER"),
    ),
}


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    _create_sittings()
    _create_agenda()
    _create_parts_of_dossiers()
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    # Not in batch mode: the tables are referred to, and SQLite would have to drop them.
    for table, columns in ADDED.items():
        for name, kind in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind or moment}")
    op.create_index("ix_dossier_contact_id", "dossier", ["contact_id"])
    op.create_index("uq_decision_item_id", "decision", ["item_id"], unique=True)
    op.execute(
        "UPDATE dossier SET state = (SELECT outcome FROM decision WHERE decision.dossier_id = dossier.id"
        " ORDER BY decision.id DESC LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM decision WHERE decision.dossier_id = dossier.id)"
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_sittings() -> None:
    op.create_table(
        "committee_member",
        *(_id(name) for name in ("id", "territory_id", "group_id", "account_id")),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        _at("created_at"),
        sa.CheckConstraint(
            "left_on IS NULL OR left_on >= joined_on", name=op.f("ck_committee_member_leaves_after_joining")
        ),
        _key("committee_member", "territory_id", "territory"),
        _key("committee_member", "group_id", "partner_group"),
        _key("committee_member", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
        sa.UniqueConstraint("territory_id", "account_id", name=op.f("uq_committee_member_territory_id_account_id")),
    )
    op.create_index("ix_committee_member_group_id", "committee_member", ["group_id"])
    op.create_index("ix_committee_member_account_id", "committee_member", ["account_id"])
    op.create_table(
        "sitting",
        _id("id"),
        _text("public_id", 26),
        _id("territory_id"),
        _text("state", 20),
        _text("kind", 10),
        _at("starts_at"),
        _at("ends_at"),
        _text("place", 200),
        _at("convened_at", nullable=True),
        _at("closed_at", nullable=True),
        _at("created_at"),
        sa.CheckConstraint(
            "state IN ('planned', 'convened', 'held', 'closed', 'cancelled')", name=op.f("ck_sitting_state_is_known")
        ),
        sa.CheckConstraint("kind IN ('meeting', 'written')", name=op.f("ck_sitting_kind_is_known")),
        sa.CheckConstraint("length(place) <= 200", name=op.f("ck_sitting_place_fits")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_sitting_ends_after_it_starts")),
        sa.CheckConstraint(
            "state IN ('planned', 'cancelled') OR convened_at IS NOT NULL",
            name=op.f("ck_sitting_is_convened_before_it_is_held"),
        ),
        _key("sitting", "territory_id", "territory"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sitting_public_id")),
    )
    op.create_index("ix_sitting_territory_id", "sitting", ["territory_id"])
    op.create_table(
        "presence",
        *(_id(name) for name in ("id", "sitting_id", "member_id")),
        _key("presence", "sitting_id", "sitting"),
        _key("presence", "member_id", "committee_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("sitting_id", "member_id", name=op.f("uq_presence_sitting_id_member_id")),
    )
    op.create_index("ix_presence_member_id", "presence", ["member_id"])


def _create_agenda() -> None:
    op.create_table(
        "agenda_item",
        _id("id"),
        _text("public_id", 26),
        *(_id(name) for name in ("sitting_id", "dossier_id", "position")),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        _at("created_at"),
        _key("agenda_item", "sitting_id", "sitting"),
        _key("agenda_item", "dossier_id", "dossier"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_item_public_id")),
        sa.UniqueConstraint("sitting_id", "dossier_id", name=op.f("uq_agenda_item_sitting_id_dossier_id")),
        sa.UniqueConstraint("sitting_id", "position", name=op.f("uq_agenda_item_sitting_id_position")),
    )
    op.create_index("ix_agenda_item_dossier_id", "agenda_item", ["dossier_id"])
    op.create_table(
        "recusal",
        *(_id(name) for name in ("id", "item_id", "member_id")),
        _text("state", 20),
        _text("basis", 10),
        _text("reason", 20),
        _at("created_at"),
        sa.CheckConstraint("state IN ('proposed', 'confirmed', 'lifted')", name=op.f("ck_recusal_state_is_known")),
        sa.CheckConstraint("basis IN ('data', 'declared')", name=op.f("ck_recusal_basis_is_known")),
        sa.CheckConstraint(
            "reason IN ('finances', 'excluded', 'competitor', 'supplier', 'interest')",
            name=op.f("ck_recusal_reason_is_known"),
        ),
        _key("recusal", "item_id", "agenda_item"),
        _key("recusal", "member_id", "committee_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_recusal_item_id_member_id")),
    )
    op.create_index("ix_recusal_member_id", "recusal", ["member_id"])
    op.create_table(
        "vote",
        *(_id(name) for name in ("id", "item_id", "member_id")),
        _text("choice", 10),
        _at("cast_at"),
        _id("recorded_by"),
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain')", name=op.f("ck_vote_choice_is_known")),
        _key("vote", "item_id", "agenda_item"),
        _key("vote", "member_id", "committee_member"),
        _key("vote", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_vote_item_id_member_id")),
    )
    op.create_index("ix_vote_member_id", "vote", ["member_id"])
    op.create_index("ix_vote_recorded_by", "vote", ["recorded_by"])


def _create_parts_of_dossiers() -> None:
    op.create_table(
        "dossier_funding",
        _id("id"),
        _id("dossier_id"),
        _text("source", 10),
        _id("amount_cents"),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "source IN ('bank', 'region', 'own', 'other')", name=op.f("ck_dossier_funding_source_is_known")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_dossier_funding_amount_is_positive")),
        _key("dossier_funding", "dossier_id", "dossier"),
        _key("dossier_funding", "group_id", "partner_group"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_funding")),
        sa.UniqueConstraint("dossier_id", "source", name=op.f("uq_dossier_funding_dossier_id_source")),
    )
    op.create_index("ix_dossier_funding_dossier_id", "dossier_funding", ["dossier_id"])
    op.create_index("ix_dossier_funding_group_id", "dossier_funding", ["group_id"])
    op.create_table(
        "dossier_document",
        _id("id"),
        _id("dossier_id"),
        _text("kind", 20),
        _id("file_id"),
        _at("created_at"),
        sa.CheckConstraint(
            "kind IN ('accounts', 'plan', 'quote', 'other')", name=op.f("ck_dossier_document_kind_is_known")
        ),
        _key("dossier_document", "dossier_id", "dossier"),
        _key("dossier_document", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_document")),
    )
    op.create_index("ix_dossier_document_dossier_id", "dossier_document", ["dossier_id"])
    op.create_index("ix_dossier_document_file_id", "dossier_document", ["file_id"])


RECUSED = (
    "EXISTS (SELECT 1 FROM recusal WHERE recusal.item_id = NEW.item_id AND recusal.member_id = NEW.member_id"
    " AND recusal.state <> 'lifted')"
)
GUARD = "vote_refuses_who_is_recused"


def _guard_sqlite() -> None:
    for table in HISTORY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(f"CREATE TRIGGER {GUARD} BEFORE INSERT ON vote WHEN {RECUSED} BEGIN SELECT RAISE(ABORT, '{GUARD}'); END")


def _guard_postgresql() -> None:
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        f"CREATE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {RECUSED} THEN "
        f"RAISE EXCEPTION '{GUARD}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {GUARD} BEFORE INSERT ON vote FOR EACH ROW EXECUTE FUNCTION {GUARD}()")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in ("update", "delete") if is_sqlite else ("change", "truncate"):
        op.execute(f"DROP TRIGGER decision_refuses_{trigger}" + ("" if is_sqlite else " ON decision"))
    op.drop_table("vote")
    if not is_sqlite:
        op.execute(f"DROP FUNCTION {GUARD}")
    op.drop_index("uq_decision_item_id", "decision")
    op.drop_index("ix_dossier_contact_id", "dossier")
    for table, columns in ADDED.items():
        for name, _kind in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    for table in ("dossier_document", "dossier_funding", "recusal", "agenda_item", "presence", "sitting"):
        op.drop_table(table)
    op.drop_table("committee_member")
