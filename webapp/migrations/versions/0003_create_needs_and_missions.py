"""Needs, proposals, missions and the ledger of days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_note_text_fits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_object_id"), "note", ["object_id"], unique=False)
    op.create_index(op.f("ix_note_object_kind"), "note", ["object_kind"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size <= 5242880", name=op.f("ck_stored_file_size_is_bounded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stored_file_public_id")),
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("themes", sa.String(length=300), nullable=False),
        sa.Column("wished_minutes", sa.Integer(), nullable=True),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("doubts", sa.String(length=120), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("qualified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place IN ('on_site', 'remote', 'either')", name=op.f("ck_need_place_is_known")),
        sa.CheckConstraint("source IN ('form', 'desk')", name=op.f("ck_need_source_is_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'received', 'open', 'held', 'closed_helped', 'closed_no_help', 'closed_unreachable', 'withdrawn', 'set_aside')",
            name=op.f("ck_need_state_is_known"),
        ),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_need_text_fits")),
        sa.CheckConstraint("length(title) <= 160", name=op.f("ck_need_title_fits")),
        sa.CheckConstraint(
            "wished_minutes IS NULL OR wished_minutes BETWEEN 1 AND 100000", name=op.f("ck_need_wish_is_sane")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["stored_file.id"], name=op.f("fk_need_attachment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_need_company_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_need_contact_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_need_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_public_id")),
    )
    op.create_index(op.f("ix_need_attachment_id"), "need", ["attachment_id"], unique=False)
    op.create_index(op.f("ix_need_company_id"), "need", ["company_id"], unique=False)
    op.create_index(op.f("ix_need_contact_id"), "need", ["contact_id"], unique=False)
    op.create_index("ix_need_territory_state", "need", ["territory_id", "state"], unique=False)
    op.create_table(
        "need_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'proposed', 'unanswered', 'filled', 'done', 'dropped')",
            name=op.f("ck_need_role_state_is_known"),
        ),
        sa.CheckConstraint("length(title) <= 160", name=op.f("ck_need_role_title_fits")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_role_need_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_role")),
    )
    op.create_index(op.f("ix_need_role_need_id"), "need_role", ["need_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("score_permille", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(length=20), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("interested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disowned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decline_reason IN ('', 'no_time', 'not_my_field', 'too_far', 'conflict', 'group_exhausted', 'other')",
            name=op.f("ck_proposal_decline_reason_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('sent', 'accepted', 'expired', 'accepted_on_behalf', 'held', 'declined', 'superseded', 'withdrawn', 'released')",
            name=op.f("ck_proposal_state_is_known"),
        ),
        sa.CheckConstraint("score_permille BETWEEN 0 AND 1000", name=op.f("ck_proposal_score_is_a_share")),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_proposal_expert_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_proposal_note_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_proposal_offer_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["role_id"], ["need_role.id"], name=op.f("fk_proposal_role_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id")),
    )
    op.create_index(op.f("ix_proposal_expert_id"), "proposal", ["expert_id"], unique=False)
    op.create_index(op.f("ix_proposal_note_id"), "proposal", ["note_id"], unique=False)
    op.create_index(op.f("ix_proposal_offer_id"), "proposal", ["offer_id"], unique=False)
    op.create_index(op.f("ix_proposal_role_id"), "proposal", ["role_id"], unique=False)
    op.create_index("ix_proposal_state_answer_by", "proposal", ["state", "answer_by"], unique=False)
    op.create_index(
        "uq_proposal_one_open_per_offer",
        "proposal",
        ["role_id", "offer_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('sent', 'accepted', 'accepted_on_behalf', 'held')"),
        postgresql_where=sa.text("state IN ('sent', 'accepted', 'accepted_on_behalf', 'held')"),
    )
    op.create_index(
        "uq_proposal_one_yes_per_role",
        "proposal",
        ["role_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('accepted', 'accepted_on_behalf', 'held')"),
        postgresql_where=sa.text("state IN ('accepted', 'accepted_on_behalf', 'held')"),
    )
    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("agreed_minutes", sa.Integer(), nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("asked_count", sa.Integer(), nullable=False),
        sa.Column("last_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('agreed', 'running', 'finished', 'abandoned', 'cancelled')",
            name=op.f("ck_mission_state_is_known"),
        ),
        sa.CheckConstraint("agreed_minutes > 0", name=op.f("ck_mission_time_is_positive")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_mission_pledge_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_mission_proposal_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["need_role.id"], name=op.f("fk_mission_role_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_public_id")),
    )
    op.create_index(op.f("ix_mission_pledge_id"), "mission", ["pledge_id"], unique=False)
    op.create_index(op.f("ix_mission_proposal_id"), "mission", ["proposal_id"], unique=False)
    op.create_index(op.f("ix_mission_role_id"), "mission", ["role_id"], unique=False)
    op.create_index("ix_mission_state_ask_on", "mission", ["state", "ask_on"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("worked_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("posted_minutes", sa.Integer(), nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deem_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_minutes", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'declared', 'confirmed', 'deemed', 'disputed', 'cancelled')",
            name=op.f("ck_visit_state_is_known"),
        ),
        sa.CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 14400", name=op.f("ck_visit_length_is_sane")),
        sa.CheckConstraint(
            "posted_minutes BETWEEN 0 AND COALESCE(minutes, 0)", name=op.f("ck_visit_posts_no_more_than_its_length")
        ),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_visit_mission_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_visit_note_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_visit_public_id")),
    )
    op.create_index(op.f("ix_visit_mission_id"), "visit", ["mission_id"], unique=False)
    op.create_index(op.f("ix_visit_note_id"), "visit", ["note_id"], unique=False)
    op.create_index("ix_visit_state_deem_on", "visit", ["state", "deem_on"], unique=False)
    op.create_index("ix_visit_state_planned_on", "visit", ["state", "planned_on"], unique=False)
    op.create_table(
        "day_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reserved_delta", sa.Integer(), nullable=False),
        sa.Column("declared_delta", sa.Integer(), nullable=False),
        sa.Column("confirmed_delta", sa.Integer(), nullable=False),
        sa.Column("deemed_delta", sa.Integer(), nullable=False),
        sa.Column("disputed_delta", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("posting_key", sa.String(length=80), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reverse') = (reverses_id IS NOT NULL)", name=op.f("ck_day_entry_reversal_names_its_line")
        ),
        sa.CheckConstraint(
            "kind IN ('reserve', 'release', 'declare', 'confirm', 'deem', 'dispute', 'reverse')",
            name=op.f("ck_day_entry_kind_is_known"),
        ),
        sa.CheckConstraint("(visit_id IS NULL) = (worked_on IS NULL)", name=op.f("ck_day_entry_visit_has_its_day")),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk_day_entry_mission_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_day_entry_pledge_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["day_entry.id"], name=op.f("fk_day_entry_reverses_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_day_entry_visit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_entry")),
        sa.UniqueConstraint("posting_key", name=op.f("uq_day_entry_posting_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_day_entry_reverses_id")),
    )
    op.create_index(op.f("ix_day_entry_booked_on"), "day_entry", ["booked_on"], unique=False)
    op.create_index(op.f("ix_day_entry_mission_id"), "day_entry", ["mission_id"], unique=False)
    op.create_index(op.f("ix_day_entry_pledge_id"), "day_entry", ["pledge_id"], unique=False)
    op.create_index(op.f("ix_day_entry_visit_id"), "day_entry", ["visit_id"], unique=False)
    op.create_index(op.f("ix_day_entry_written_at"), "day_entry", ["written_at"], unique=False)


def downgrade() -> None:
    op.drop_table("day_entry")
    op.drop_table("visit")
    op.drop_table("mission")
    op.drop_table("proposal")
    op.drop_table("need_role")
    op.drop_table("need")
    op.drop_table("stored_file")
    op.drop_table("note")
