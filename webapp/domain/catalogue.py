"""What is kept about people: each column of each table, of which class, by which rule; and how long each rule keeps.

The erasing of `services/erasure.py`, the page of personal data and docs/donnees-personnelles.md go by this table. A column
that stands in none of its lists makes a test fail: whoever adds a column says here whether it is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Basis(StrEnum):
    """Why the law lets it be kept (article 6 of the GDPR)."""

    REQUEST = "b"
    OBLIGATION = "c"
    INTEREST = "f"


@dataclass(frozen=True)
class Rule:
    """One purpose, and how long what serves it is kept, after the moment that the comment beside the rule names."""

    code: str
    basis: Basis
    years: int = 0
    days: int = 0

    @property
    def delay(self) -> timedelta:
        """A delay in days; where years go by the calendar, `domain/retention.py` counts them."""
        return timedelta(days=365 * self.years + self.days)


#: a request and who made it: after the last act of the person, when no mission followed
REQUEST = Rule("request", Basis.REQUEST, years=3)
#: a form that was begun: after the last day on which its link opened it
DRAFT = Rule("draft", Basis.REQUEST, days=30)
#: an expert and their offers: after their last act
EXPERT = Rule("expert", Basis.INTEREST, years=3)
#: what a mission rests on, its people by name: after the end of its convention
MISSION = Rule("mission", Basis.INTEREST, years=5)
#: money lent and repaid: after the end of the year
MONEY = Rule("money", Basis.OBLIGATION, years=10)
#: who signs in: after the last sign-in, and not before a mail has said so
ACCOUNT = Rule("account", Basis.INTEREST, years=2)
#: how long before its last day an account is warned
NOTICE = timedelta(days=30)
#: to whom a mail went and what it said: after it left
MAIL = Rule("mail", Basis.INTEREST, years=1)
#: what opens a page without an account, also to read an answer again: after the link's last day
LINK = Rule("link", Basis.INTEREST, years=1)
#: traces that protect forms and sign-ins: at most
TRACE = Rule("trace", Basis.INTEREST, years=1)
#: whom to write to: while the territory runs the programme
CONTACT = Rule("contact", Basis.INTEREST)
#: copies of the whole, which the operator rolls over
BACKUP = Rule("backup", Basis.INTEREST, days=35)
#: nothing about a person: the programme itself, its places and its figures
PROGRAMME = Rule("programme", Basis.INTEREST)

RULES = (REQUEST, DRAFT, EXPERT, MISSION, MONEY, ACCOUNT, MAIL, LINK, TRACE, CONTACT, BACKUP)


@dataclass(frozen=True)
class Kept:
    """The columns of one table by class; each list is names separated by spaces."""

    rule: Rule
    #: names a person or reaches them
    names: str = ""
    #: free words, in which anybody may be named
    words: str = ""
    #: what a person did, wished or agreed to, by number
    acts: str = ""
    #: what proves who somebody is: digests, hashes, secrets
    proofs: str = ""
    #: about the programme, not about a person
    facts: str = ""

    @property
    def classes(self) -> dict[str, tuple[str, ...]]:
        """The columns about people, by class."""
        found = {"names": self.names, "words": self.words, "acts": self.acts, "proofs": self.proofs}
        return {name: tuple(columns.split()) for name, columns in found.items() if columns}

    @property
    def columns(self) -> list[str]:
        """Every column, in the order of the lists."""
        return [column for columns in self.classes.values() for column in columns] + self.facts.split()


CATALOGUE: dict[str, Kept] = {
    "absence": Kept(EXPERT, acts="expert_id starts_on ends_on", facts="id"),
    "account": Kept(
        ACCOUNT,
        names="name email",
        acts="language active confirmed_at seen_at warned_at digest",
        proofs="password fs_uniquifier tf_primary_method tf_totp_secret mf_recovery_codes",
        facts="id created_at",
    ),
    "account_grant": Kept(ACCOUNT, acts="account_id role object_id", facts="id"),
    "account_role": Kept(ACCOUNT, acts="account_id role_id"),
    "action_link": Kept(
        LINK, acts="person_kind person_id", facts="id public_id purpose object_id expires_at revoked_at created_at"
    ),
    "advance": Kept(
        PROGRAMME,
        facts="id public_id fund_id decision_id state amount_cents pay_on paid_on defaulted_on lent_cents doubtful_cents"
        " lost_cents held_cents recovered_cents postings created_at",
    ),
    "advance_condition": Kept(
        MONEY, words="words", acts="lifted_by", facts="id advance_id number lifted_at evidence_id"
    ),
    "audit_seal": Kept(PROGRAMME, facts="number first_event_id last_event_id event_count digest sealed_at"),
    "alert_told": Kept(ACCOUNT, acts="account_id", facts="id key told_at"),
    "agenda_item": Kept(
        PROGRAMME, facts="id public_id sitting_id dossier_id position is_complete is_carried_over created_at"
    ),
    # Who agreed to other figures, and why: the proof of an agreement, kept with the convention, apart from what was agreed.
    "agreement_words": Kept(MISSION, names="author", words="reason", facts="id amendment_id term_change_id erased_at"),
    "amendment": Kept(PROGRAMME, facts="id pledge_id effective_on written_at delta_minutes overrun_delta_minutes"),
    "amendment_applied": Kept(PROGRAMME, facts="amendment_id applied_at"),
    "bank_file": Kept(
        MONEY,
        words="name",
        acts="read_by",
        facts="id fund_id format sha256 lines new_lines closing_cents closing_on created_at",
    ),
    "bank_line": Kept(
        MONEY,
        words="name words reference",
        facts="id bank_file_id fund_id state key booked_on amount_cents is_reversal",
    ),
    "bank_match": Kept(PROGRAMME, facts="cash_entry_id bank_line_id matched_at"),
    "basket_seen": Kept(ACCOUNT, acts="account_id", facts="id basket object_kind object_id until seen_at"),
    "cash_entry": Kept(
        MONEY,
        acts="actor_kind actor_id",
        facts="id fund_id advance_id contribution_id payment_order_id kind from_account to_account amount_cents"
        " reverses_id posting_key happened_on booked_on written_at reason",
    ),
    "catalogue_version": Kept(PROGRAMME, facts="id number"),
    "clock_step": Kept(PROGRAMME, facts="id real_at business_at reason"),
    "clock_walk": Kept(PROGRAMME, facts="id target_at asked_at ended_at"),
    "commune": Kept(
        PROGRAMME, facts="insee name search_name department epci_siren population postcodes latitude longitude"
    ),
    "committee_member": Kept(ACCOUNT, acts="account_id joined_on left_on", facts="id territory_id group_id created_at"),
    # The name and number of a firm may be those of the person who runs it alone.
    "company": Kept(
        REQUEST,
        names="name siren siret",
        facts="id is_registered trade commune_insee naf staff is_independent created_at",
    ),
    "contact": Kept(
        REQUEST,
        names="name role email phone",
        acts="language email_confirmed_at erased_at",
        facts="id company_id created_at",
    ),
    "contribution": Kept(
        PROGRAMME,
        facts="id fund_id group_id state amount_cents received_cents promised_on called_on due_on postings created_at",
    ),
    "convention": Kept(
        PROGRAMME,
        facts="id state code territory_id title starts_on ends_on minutes_per_day day_value_cents closed_through created_at",
    ),
    # The fund's own account and its holder, an organisation.
    "creditor": Kept(PROGRAMME, facts="fund_id identifier format"),
    "day_entry": Kept(
        MISSION,
        acts="actor_kind actor_id",
        facts="id pledge_id mission_id visit_id kind reserved_delta declared_delta confirmed_delta deemed_delta"
        " disputed_delta reverses_id posting_key worked_on booked_on written_at basis reason",
    ),
    "debit": Kept(PROGRAMME, facts="id debit_file_id mandate_id instalment_id state amount_cents sequence"),
    "debit_file": Kept(MONEY, acts="made_by", facts="id fund_id collect_on created_at"),
    "decision": Kept(
        PROGRAMME,
        facts="id dossier_id item_id outcome reason amount_cents minutes grant_equivalent_cents reference_rate_bp decided_on"
        " valid_until votes_for votes_against abstentions created_at",
    ),
    "dossier": Kept(
        MONEY,
        words="title project",
        acts="contact_id",
        facts="id public_id state territory_id company_id need_id purpose asked_cents wished_minutes founded_on"
        " other_aid_cents jobs_created jobs_preserved jobs_by opened_on submitted_at created_at",
    ),
    "dossier_document": Kept(PROGRAMME, facts="id dossier_id kind file_id created_at"),
    "dossier_funding": Kept(PROGRAMME, facts="id dossier_id source amount_cents group_id"),
    "epci": Kept(PROGRAMME, facts="siren name"),
    "event": Kept(
        MISSION,
        acts="actor_kind actor_id",
        facts="id at object_kind object_id step from_state to_state reason",
    ),
    "exclusion": Kept(EXPERT, acts="expert_id company_id", facts="created_at"),
    "expert": Kept(
        EXPERT,
        names="code title name job email phone",
        acts="public_id group_id language commune_insee state paused_until max_asks bounced_at erased_at",
        facts="id created_at",
    ),
    "form_key": Kept(TRACE, proofs="digest", facts="key purpose location created_at"),
    "export_order": Kept(
        TRACE,
        words="content",
        acts="account_id language",
        facts="id convention_id territories kind extension state total_rows done_rows ended_at created_at",
    ),
    "fund": Kept(
        PROGRAMME,
        facts="id code territory_id name opened_on closed_through cash_cents lent_cents doubtful_cents lost_cents"
        " fees_cents contributed_cents held_cents recovered_cents postings created_at",
    ),
    "fund_account": Kept(PROGRAMME, facts="fund_id holder iban bic"),
    "group_referent": Kept(MISSION, names="name email phone", facts="id group_id created_at"),
    "heartbeat": Kept(PROGRAMME, facts="process seen_at"),
    "hit": Kept(TRACE, proofs="key", facts="id limit_name at"),
    "instalment": Kept(PROGRAMME, facts="id schedule_id number due_on amount_cents"),
    "firm_sighting": Kept(
        MISSION,
        acts="actor_kind actor_id",
        facts="id company_id status source seen_on ended_on written_at",
    ),
    "job_count": Kept(
        MISSION,
        acts="actor_kind actor_id",
        facts="id survey_id created_hundredths preserved_hundredths contract evidence turnover_before_cents"
        " turnover_after_cents counted_on written_at",
    ),
    "job_promise": Kept(
        MISSION,
        acts="contact_id",
        facts="id company_id territory_id convention_id source_kind source_id created_hundredths preserved_hundredths"
        " promised_on created_at",
    ),
    "job_run": Kept(
        PROGRAMME,
        facts="id job period state claim_token lease_until started_at ended_at done skipped failed",
    ),
    "job_shortfall": Kept(PROGRAMME, facts="id survey_id advance_id state missing_hundredths schedule_id created_at"),
    "job_survey": Kept(PROGRAMME, facts="id public_id promise_id months due_on asked_at asked_count created_at"),
    "link_secret": Kept(LINK, proofs="selector digest", facts="id link_id revoked_at created_at"),
    "local_rule": Kept(PROGRAMME, facts="id territory_id code value divisions words"),
    "mandate": Kept(MONEY, acts="noted_by", facts="id advance_id reference signed_on revoked_at created_at"),
    "mandate_account": Kept(MONEY, names="holder iban", facts="mandate_id"),
    "mission": Kept(
        PROGRAMME,
        facts="id public_id proposal_id role_id pledge_id state agreed_minutes introduced_at ask_on asked_count"
        " last_asked_at ended_at postings created_at",
    ),
    "mission_move": Kept(
        MISSION, acts="actor_id", facts="id mission_id from_pledge_id to_pledge_id minutes written_at reason"
    ),
    "need": Kept(
        REQUEST,
        words="title text typed",
        acts="contact_id doubts",
        facts="id public_id state territory_id company_id themes wished_minutes deadline_on place source received_at"
        " opened_at ended_at end_reason qualified_at attachment_id created_at",
    ),
    "need_role": Kept(REQUEST, words="title", facts="id need_id state minutes wave created_at"),
    "note": Kept(
        REQUEST, words="text", acts="actor_kind actor_id", facts="id object_kind object_id erased_at created_at"
    ),
    "offer": Kept(
        EXPERT,
        words="title text",
        acts="code expert_id confirmed_on",
        facts="id place radius_km minutes_per_year state created_at",
    ),
    "offer_skill": Kept(PROGRAMME, facts="offer_id skill_id"),
    # What a person thinks of a mission: their words are notes, erased with them; the answer counts with the convention.
    "opinion": Kept(MISSION, acts="score answered_at", facts="id mission_id side asked_at created_at"),
    "outgoing_mail": Kept(
        MAIL,
        names="recipient recipient_name reply_to",
        words="parameters last_error",
        acts="person_kind person_id language",
        facts="id event_id template object_kind object_id link_id message_id priority state not_before expires_at"
        " attempts claim_token lease_until sent_at created_at",
    ),
    "partner_group": Kept(PROGRAMME, facts="id code name kind parent_id site_insee created_at"),
    "payment_order": Kept(
        MONEY,
        acts="ordered_by confirmed_by",
        facts="id advance_id state amount_cents ordered_at confirmed_at created_at",
    ),
    "pledge": Kept(
        PROGRAMME,
        facts="id convention_id group_id year pledged_minutes overrun_minutes reserved_minutes declared_minutes"
        " confirmed_minutes deemed_minutes disputed_minutes created_at",
    ),
    "pledge_condition": Kept(PROGRAMME, facts="id pledge_id code value"),
    "presence": Kept(MONEY, acts="member_id", facts="id sitting_id"),
    "proposal": Kept(
        EXPERT,
        words="reasons",
        acts="expert_id decided_at decline_reason interested_at disowned_at",
        facts="id public_id role_id offer_id state wave minutes score_permille sent_at answer_by reminded_at settled_at"
        " note_id created_at",
    ),
    # Names firms where that was asked, never a person; append-only, kept with the convention.
    "published_report": Kept(
        MISSION,
        acts="author_id",
        facts="id convention_id kind subject version as_of title content sha256 pdf workbook published_at",
    ),
    "reference_rate": Kept(PROGRAMME, facts="id territory_id since_on rate_bp words created_at"),
    "published_minutes": Kept(
        MONEY, acts="author_id", facts="id sitting_id version title content sha256 pdf published_at"
    ),
    "recusal": Kept(MONEY, acts="member_id state basis reason", facts="id item_id created_at"),
    "schedule": Kept(
        PROGRAMME,
        facts="id advance_id version amount_cents repaid_before_cents starts_on count every_months grace_months reason"
        " called_count called_on written_at",
    ),
    "security_role": Kept(PROGRAMME, facts="id name description"),
    "sign_in_session": Kept(TRACE, acts="account_id browser started_at seen_at", proofs="digest values", facts="id"),
    "sheet_import": Kept(TRACE, words="name content", acts="account_id", facts="id created_at"),
    "signatory": Kept(PROGRAMME, facts="id convention_id name kind"),
    "sitting": Kept(
        PROGRAMME,
        facts="id public_id territory_id state kind starts_at ends_at place convened_at closed_at created_at",
    ),
    "skill": Kept(PROGRAMME, facts="id code family label label_en"),
    "stored_file": Kept(
        REQUEST, words="name content", proofs="sha256", facts="id public_id media_type size created_at"
    ),
    # The terms that were signed: append-only.
    "term_change": Kept(MISSION, acts="actor_id", facts="id object_kind object_id name before after written_at"),
    "territory": Kept(
        CONTACT,
        names="contact_name contact_phone contact_email",
        facts="id code name operator_name department dispatch wave_size answer_days reminder_days deem_days ask_days"
        " floor_permille asks_per_quarter created_at",
    ),
    "territory_commune": Kept(PROGRAMME, facts="territory_id insee"),
    "visit": Kept(
        PROGRAMME,
        facts="id public_id mission_id state version planned_on worked_on minutes posted_minutes postings declared_at"
        " deem_on confirmed_at disputed_minutes asked_at note_id created_at",
    ),
    "vote": Kept(MONEY, acts="member_id choice recorded_by", facts="id item_id cast_at"),
}
