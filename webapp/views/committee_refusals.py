"""What each refusal about dossiers and sittings says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "incomplete": _l("Ce dossier est incomplet : écrivez pourquoi il passe quand même."),
    "quorum_missing": _l(
        "Le quorum n’est pas atteint (présents : %(present)s, quorum : %(quorum)s) : rien ne peut être décidé. "
        "Notez d’abord qui prend part."
    ),
    "majority_missing": _l("Les votes ne donnent pas la majorité : ce dossier ne peut pas être accordé."),
    "was_carried": _l("Les votes ont accordé ce dossier : il ne peut pas être refusé."),
    "words_missing": _l("Pour une autre raison, précisez laquelle : l’entreprise la lira."),
    "mission_missing": _l("Ici, une avance va avec une mission de compétences : accordez aussi des jours."),
    "decision_day": _l("Une décision porte un jour entre le %(first)s et aujourd’hui."),
    "valid_before_decided": _l("Ce jour précède la décision, du %(decided_on)s."),
    "items_undecided": _l("Un dossier attend encore sa décision."),
    "bank_details": _l(
        "Retirez le numéro de compte (IBAN) : il se donne de vive voix, une fois l’avance accordée, jamais par un lien."
    ),
    "second_factor_missing": _l("Mettez d’abord en place le second facteur, sur la page de votre compte."),
    "still_voting": _l("Les membres peuvent encore voter : la consultation se clôt d’elle-même à son terme."),
    "rate_missing": _l(
        "Aucun taux de référence ne vaut le %(decided_on)s : notez-le sur la page des règles du territoire, "
        "puis revenez."
    ),
    "nothing_on_agenda": _l("Aucun dossier n’est inscrit : inscrivez-en un d’abord."),
    "ends_before_it_starts": _l("La fin précède le début."),
    "sitting_too_early": _l("La séance est prévue le %(held_on)s : changez sa date si elle se tient plus tôt."),
    "was_voted_on": _l("Quelqu’un a déjà voté : la date ne change plus."),
    "not_present": _l("Ce membre n’est pas noté présent."),
    "has_voted": _l("Ce membre a déjà voté."),
    "is_decided": _l("La décision est prise."),
    "declared_by_member": _l("Le membre l’a dit lui-même : cela reste."),
    "was_voted": _l("Quelqu’un a voté : le dossier reste à l’ordre du jour."),
    "organisation_seated": _l("Quelqu’un siège déjà pour %(name)s : un organisme, une voix. Notez d’abord son départ."),
    "contact_missing": _l("Personne de cette entreprise n’est connu : notez d’abord quelqu’un."),
    "firm_missing": _l("Cette personne n’a pas encore d’entreprise."),
    "other_firm": _l("Ce besoin est celui d’une autre entreprise."),
    "too_many_documents": _l("Ce dossier a déjà douze documents : retirez-en un."),
}
