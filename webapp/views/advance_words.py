"""The words of an advance that its firm and the desk share: movements, a schedule in a sentence."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.advances import MONTHLY
from webapp.models.advances import Schedule
from webapp.reports.sentences import say_date

MOVEMENTS = {
    "contribution": _l("Apport"),
    "fee": _l("Frais de banque"),
    "payment": _l("Versement de l’avance"),
    "repayment": _l("Remboursement"),
    "overpayment": _l("Trop-perçu"),
    "refund": _l("Trop-perçu rendu"),
    "use_of_held": _l("Trop-perçu utilisé"),
    "default": _l("Passage en défaut"),
    "cure": _l("Sortie du défaut"),
    "recovery": _l("Recouvrement"),
    "write_off": _l("Passage en perte"),
    "late_recovery": _l("Recouvrement après perte"),
    "reverse": _l("Annulation"),
}


def terms_words(schedule: Schedule) -> str:
    """A schedule in a sentence: "24 échéances mensuelles, après 3 mois de différé"."""
    if schedule.every_months == MONTHLY:
        words = ngettext("%(num)s échéance mensuelle", "%(num)s échéances mensuelles", schedule.count)
    else:
        words = ngettext("%(num)s échéance trimestrielle", "%(num)s échéances trimestrielles", schedule.count)
    if schedule.grace_months:
        words = _("%(plan)s, après %(months)s mois de différé", plan=words, months=schedule.grace_months)
    call = schedule.call
    if call is not None:
        words = ngettext(
            "%(plan)s, la dernière étant appelée avec celle du %(day)s",
            "%(plan)s, les %(num)s dernières étant appelées avec celle du %(day)s",
            call.count,
            plan=words,
            day=say_date(call.due_on),
        )
    return words
