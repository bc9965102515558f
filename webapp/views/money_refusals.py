"""What each refusal about money says; %(name)s are its details."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "fund_exhausted": _l(
        "Le fonds n’a pas cet argent ce jour-là ou après : il peut prêter %(left)s, il faut %(asked)s."
    ),
    "fund_exhausted_until": _l(
        "Le fonds n’a pas cet argent ce jour-là ou après : il peut prêter %(left)s, il faut %(asked)s. "
        "Il l’aura à partir du %(first_on)s."
    ),
    "others_wait": _l(
        "D’autres avances accordées avant attendent l’argent de ce fonds (%(count)s) : mettez celle-ci en attente. "
        "Si elle doit passer devant, sa page le permet ensuite, avec une raison."
    ),
    "more_than_there_is": _l("C’est plus que ce qui est dû ou gardé."),
    "amount_not_positive": _l("Donnez un montant plus grand que zéro."),
    "before_the_fund": _l("Ce jour précède l’ouverture du fonds."),
    "more_than_promised": _l("C’est plus que ce qui reste promis : %(left)s. Notez d’abord une nouvelle promesse."),
    "month_not_over": _l("Ce mois n’est pas fini : il se termine le %(ends_on)s."),
    "nothing_granted": _l("Le comité n’a pas accordé d’avance."),
    "other_territory": _l("Ce fonds est celui d’un autre territoire."),
    "outside_validity": _l("Ce jour est hors de la validité de la décision."),
    "plan_out_of_bounds": _l("Cet échéancier n’est pas possible : 1 à 120 échéances, 36 mois de différé au plus."),
    "nothing_to_call": _l(
        "Aucune échéance ne vient assez tard, ou la règle du territoire a changé : il n’y a rien à appeler plus tôt."
    ),
    "has_not_ended": _l("Une entreprise toujours là n’a pas de jour de fermeture."),
    "ended_after_seen": _l("Ce jour n’est pas encore arrivé."),
    "evidence_missing": _l("Écrivez ce que vous avez vu, ou joignez le document."),
    "reason_missing": _l("Écrivez pourquoi."),
    "starts_in_the_past": _l("Un échéancier commence aujourd’hui ou plus tard."),
    "conditions_left": _l("Une condition du comité n’est pas levée : rien ne peut être payé."),
    "decision_lapsed": _l("La décision n’est plus valable depuis le %(valid_until)s."),
    "same_person": _l("Vous avez ordonné ce paiement : une autre personne le confirme."),
    "before_the_decision": _l("Ce jour précède la décision, du %(decided_on)s."),
    "before_collection": _l("Ce jour précède le prélèvement, du %(collect_on)s."),
    "before_payment": _l("Ce jour précède le versement de l’avance, du %(paid_on)s."),
    "nothing_to_use": _l("Il n’y a rien à utiliser."),
    "file_known": _l("Ce fichier a déjà été lu le %(read_on)s : rien n’a été ajouté."),
    "other_account": _l(
        "Ce relevé est celui du compte %(given)s, le fonds a le compte %(own)s : rien n’a été ajouté. Prenez le relevé du "
        "bon compte ; si le fonds a changé de banque, donnez d’abord son nouveau compte à la page du fonds."
    ),
    "not_a_choice": _l("Choisissez ce que cette ligne est."),
    "matched_before": _l(
        "Ce mouvement vient d’être rapproché d’une autre ligne. Choisissez de nouveau ce que celle-ci est."
    ),
    "bic_missing": _l("Donnez aussi le BIC : ce fonds prélève, et sa banque le demande."),
    "creditor_missing": _l("Dites d’abord qui prélève pour ce fonds."),
    "too_soon": _l(
        "C’est trop tôt : les entreprises sont prévenues avant. Le premier jour possible est le %(earliest)s."
    ),
    "bank_closed": _l("Les banques sont fermées ce jour-là."),
    "nothing_to_collect": _l("Rien n’est à prélever ce jour-là."),
    "account_erased": _l("Un mandat de ce fichier est révoqué, son IBAN est effacé : le fichier ne se refait plus."),
    "reversal_stays": _l("Une annulation ne s’annule pas. Notez de nouveau le mouvement."),
    "undo_later_first": _l("Un mouvement plus récent repose sur celui-ci : annulez-le d’abord."),
}
