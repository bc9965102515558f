"""Why something about a convention is refused, in words; `views/errors.py` shows them with the others."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

CONTRACT_SENTENCES = {
    "period_locked": _l(
        "Ce mois est clos, et le reste : une correction s’inscrit au premier jour encore ouvert. Tout est clos jusqu’au"
        " %(closed_through)s."
    ),
    "close_in_order": _l("Les mois se closent dans l’ordre : le prochain finit le %(first)s."),
    "month_not_over": _l("Ce mois n’est pas fini. Il peut être clos après le %(ends_on)s."),
    "not_signed": _l("Cette convention est un brouillon : signez-la d’abord."),
    "outside_convention": _l("Ce jour n’est pas dans la convention, qui va du %(starts_on)s au %(ends_on)s."),
    "ends_before_it_starts": _l("Le dernier jour vient après le premier."),
    "fixed_by_lines": _l(
        "Des jours sont déjà inscrits sur cette convention : son premier jour et la durée d’un jour ne changent plus."
    ),
    "fixed_by_amendments": _l("Des avenants comptent dans l’ancienne durée : elle ne change plus."),
    "day_does_not_divide": _l(
        "Avec cette durée, l’engagement du groupe %(group)s ne ferait plus un nombre entier de minutes."
    ),
    "ends_in_closed_month": _l("Les mois sont clos jusqu’au %(closed_through)s : la convention ne peut finir avant."),
    "year_outside": _l("L’année %(year)s promise par %(group)s n’est pas dans la convention."),
    "overlaps": _l(
        "Ce territoire a déjà une convention en ces jours : « %(title)s », du %(starts_on)s au %(ends_on)s. Deux"
        " conventions ne se chevauchent pas."
    ),
    "no_pledge": _l("Aucun groupe n’a encore promis de jours."),
    "pledge_is_empty": _l("Donnez les jours que promet %(group)s, ou retirez ce groupe."),
    "signed_twice": _l("%(name)s est déjà parmi les signataires."),
    "unknown_rule": _l("Cette règle n’est pas connue."),
    "rule_needs_its_figure": _l("Cette règle demande un chiffre."),
    "rule_needs_divisions": _l("Cette règle demande les divisions de la NAF qu’elle vise."),
    "rule_out_of_bounds": _l("Pour cette règle, donnez un nombre entre %(least)s et %(most)s."),
    "rate_out_of_bounds": _l("Donnez un taux entre 0,01 et 50."),
    "group_is_known": _l("%(name)s est déjà dans la liste."),
    "group_was_asked": _l(
        "Des demandes sont déjà parties aux experts de %(name)s : leurs jours restent comptés là où ils le sont."
    ),
    "group_under_itself": _l("%(name)s se retrouverait sous lui-même."),
    "person_is_known": _l("%(name)s est déjà dans ce groupe, avec cette adresse."),
    "joined_already": _l("%(group)s a déjà un engagement ici : écrivez un avenant."),
    "renewed_already": _l("La suite est déjà préparée : « %(title)s »."),
}
