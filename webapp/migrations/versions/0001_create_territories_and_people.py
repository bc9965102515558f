"""Territories, firms, groups, experts and their offers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_version_is_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_version")),
    )
    op.create_table(
        "epci",
        sa.Column("siren", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("siren", name=op.f("pk_epci")),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("family", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("label_en", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
    )
    op.create_index(op.f("ix_skill_family"), "skill", ["family"], unique=False)
    op.create_table(
        "territory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("operator_name", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=100), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("dispatch", sa.String(length=10), nullable=False),
        sa.Column("wave_size", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.Integer(), nullable=False),
        sa.Column("deem_days", sa.Integer(), nullable=False),
        sa.Column("ask_days", sa.Integer(), nullable=False),
        sa.Column("floor_permille", sa.Integer(), nullable=False),
        sa.Column("asks_per_quarter", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("dispatch IN ('review', 'auto')", name=op.f("ck_territory_dispatch_is_known")),
        sa.CheckConstraint("answer_days BETWEEN 2 AND 30", name=op.f("ck_territory_answer_days_are_sane")),
        sa.CheckConstraint("floor_permille BETWEEN 0 AND 1000", name=op.f("ck_territory_floor_is_a_share")),
        sa.CheckConstraint("wave_size BETWEEN 1 AND 10", name=op.f("ck_territory_wave_size_is_sane")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("code", name=op.f("uq_territory_code")),
    )
    op.create_table(
        "commune",
        sa.Column("insee", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("search_name", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("epci_siren", sa.String(length=9), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("postcodes", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Integer(), nullable=True),
        sa.Column("longitude", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["epci_siren"], ["epci.siren"], name=op.f("fk_commune_epci_siren"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("insee", name=op.f("pk_commune")),
    )
    op.create_index(op.f("ix_commune_epci_siren"), "commune", ["epci_siren"], unique=False)
    op.create_index(op.f("ix_commune_name"), "commune", ["name"], unique=False)
    op.create_index(op.f("ix_commune_search_name"), "commune", ["search_name"], unique=False)
    op.create_table(
        "local_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_rule_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_rule")),
        sa.UniqueConstraint("territory_id", "code", name=op.f("uq_local_rule_territory_id_code")),
    )
    op.create_index(op.f("ix_local_rule_territory_id"), "local_rule", ["territory_id"], unique=False)
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("is_registered", sa.Boolean(), nullable=False),
        sa.Column("trade", sa.String(length=120), nullable=False),
        sa.Column("commune_insee", sa.String(length=5), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("is_independent", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_company_name_fits")),
        sa.CheckConstraint("staff IS NULL OR staff BETWEEN 0 AND 5000000", name=op.f("ck_company_staff_is_sane")),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["commune.insee"], name=op.f("fk_company_commune_insee"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("siret", name=op.f("uq_company_siret")),
    )
    op.create_index(op.f("ix_company_commune_insee"), "company", ["commune_insee"], unique=False)
    op.create_index(op.f("ix_company_siren"), "company", ["siren"], unique=False)
    op.create_table(
        "partner_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("site_insee", sa.String(length=5), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('large_group', 'firm', 'bank', 'accountant', 'association', 'public')",
            name=op.f("ck_partner_group_kind_is_known"),
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_partner_group_parent_is_another")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["partner_group.id"], name=op.f("fk_partner_group_parent_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["site_insee"], ["commune.insee"], name=op.f("fk_partner_group_site_insee"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_group")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_group_code")),
    )
    op.create_index(op.f("ix_partner_group_parent_id"), "partner_group", ["parent_id"], unique=False)
    op.create_index(op.f("ix_partner_group_site_insee"), "partner_group", ["site_insee"], unique=False)
    op.create_table(
        "territory_commune",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("insee", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["insee"], ["commune.insee"], name=op.f("fk_territory_commune_insee"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_territory_commune_territory_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("territory_id", "insee", name=op.f("pk_territory_commune")),
    )
    op.create_index(op.f("ix_territory_commune_insee"), "territory_commune", ["insee"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_contact_email_fits")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_contact_name_fits")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_contact_company_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_company_id"), "contact", ["company_id"], unique=False)
    op.create_index(op.f("ix_contact_email"), "contact", ["email"], unique=False)
    op.create_table(
        "expert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("job", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("commune_insee", sa.String(length=5), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("max_asks", sa.Integer(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active', 'left')", name=op.f("ck_expert_state_is_known")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_expert_name_fits")),
        sa.CheckConstraint("max_asks IS NULL OR max_asks BETWEEN 0 AND 100", name=op.f("ck_expert_max_asks_is_sane")),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["commune.insee"], name=op.f("fk_expert_commune_insee"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["partner_group.id"], name=op.f("fk_expert_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
        sa.UniqueConstraint("code", name=op.f("uq_expert_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_expert_public_id")),
    )
    op.create_index(op.f("ix_expert_commune_insee"), "expert", ["commune_insee"], unique=False)
    op.create_index(op.f("ix_expert_email"), "expert", ["email"], unique=False)
    op.create_index(op.f("ix_expert_group_id"), "expert", ["group_id"], unique=False)
    op.create_table(
        "group_referent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["partner_group.id"], name=op.f("fk_group_referent_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_referent")),
    )
    op.create_index(op.f("ix_group_referent_group_id"), "group_referent", ["group_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_absence_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_absence_expert_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_expert_id"), "absence", ["expert_id"], unique=False)
    op.create_table(
        "exclusion",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_exclusion_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_exclusion_expert_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("expert_id", "company_id", name=op.f("pk_exclusion")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=True),
        sa.Column("minutes_per_year", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place IN ('on_site', 'remote', 'either')", name=op.f("ck_offer_place_is_known")),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name=op.f("ck_offer_state_is_known")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_offer_text_fits")),
        sa.CheckConstraint("length(title) <= 160", name=op.f("ck_offer_title_fits")),
        sa.CheckConstraint("minutes_per_year IS NULL OR minutes_per_year > 0", name=op.f("ck_offer_time_is_positive")),
        sa.CheckConstraint("radius_km IS NULL OR radius_km BETWEEN 1 AND 1000", name=op.f("ck_offer_radius_is_sane")),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_offer_expert_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("code", name=op.f("uq_offer_code")),
    )
    op.create_index(op.f("ix_offer_expert_id"), "offer", ["expert_id"], unique=False)
    op.create_table(
        "offer_skill",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_skill_offer_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_offer_skill_skill_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("offer_id", "skill_id", name=op.f("pk_offer_skill")),
    )
    op.create_index(op.f("ix_offer_skill_skill_id"), "offer_skill", ["skill_id"], unique=False)


def downgrade() -> None:
    op.drop_table("offer_skill")
    op.drop_table("offer")
    op.drop_table("exclusion")
    op.drop_table("absence")
    op.drop_table("group_referent")
    op.drop_table("expert")
    op.drop_table("contact")
    op.drop_table("territory_commune")
    op.drop_table("partner_group")
    op.drop_table("company")
    op.drop_table("local_rule")
    op.drop_table("commune")
    op.drop_table("territory")
    op.drop_table("skill")
    op.drop_table("epci")
    op.drop_table("catalogue_version")
