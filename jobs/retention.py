"""What is erased because it has served."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome, for_each
from webapp import clock
from webapp.services import retention
from webapp.services.directory_imports import erase_old_sheets
from webapp.services.export_orders import erase_old_exports
from webapp.services.idle_accounts import forget_account, list_due_accounts, list_idle_accounts, warn_account
from webapp.services.retention_agreements import forget_words, list_due_words
from webapp.services.retention_money import forget_bank_file, forget_dossier, list_due_bank_files, list_due_dossiers
from webapp.services.traces import erase_traces_older
from webapp.transaction import transaction


def erase_traces(now: datetime) -> Outcome:
    """Erase uses of limited things and sheets after a day, keys of forms and exports after a week, runs after ninety days.

    Secrets of links and the addresses of mails go after a year. Selects by age, so a missed week is caught up by the
    next run.
    """
    with transaction():
        return Outcome(
            done=erase_traces_older(now=now, real_now=clock.real_now()) + erase_old_exports(now) + erase_old_sheets(now)
        )


def warn_idle_accounts(now: datetime) -> Outcome:
    """Tell who has not signed in for nearly two years that their account will be erased.

    Selects open accounts by their last sign-in; `warned_at` marks them done. After a week off, all of them at once.
    """
    return for_each(list_idle_accounts(now), lambda account_id: warn_account(account_id, now=now))


def forget_people(now: datetime) -> Outcome:
    """Erase the names and words that have served: of firms, money, experts, forms, referents, accounts, agreements.

    Selects by the last act of each; what is erased is not selected again. After a week off, all of them at once.
    """
    return (
        for_each(retention.list_due_drafts(now), lambda need_id: retention.forget_draft(need_id, now=now))
        + for_each(retention.list_due_contacts(now), lambda contact_id: retention.forget_contact(contact_id, now=now))
        + for_each(list_due_dossiers(now), lambda dossier_id: forget_dossier(dossier_id, now=now))
        + for_each(list_due_bank_files(now), lambda file_id: forget_bank_file(file_id, now=now))
        + for_each(retention.list_due_experts(now), lambda expert_id: retention.forget_expert(expert_id, now=now))
        + for_each(retention.list_due_referents(now), lambda person_id: retention.forget_referent(person_id, now=now))
        + for_each(list_due_accounts(now), lambda account_id: forget_account(account_id, now=now))
        + for_each(list_due_words(now), lambda words_id: forget_words(words_id, now=now))
    )
