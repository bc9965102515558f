"""The names of states, reasons, baskets and steps at the desk; each state has its badge."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from webapp.forms.needs import THEME_LABELS
from webapp.reports import names
from webapp.views.definitions import FIGURES, OUTLOOK

__all__ = ["FIGURES", "OUTLOOK"]


class Badge(NamedTuple):
    """A state in words, with its tone and icon."""

    label: Any
    tone: str = ""
    icon: str | None = None


NEED_STATES = {
    "received": Badge(names.NEED_STATES["received"], "warm", "mail"),
    "held": Badge(names.NEED_STATES["held"], "warm", "warning"),
    "open": Badge(names.NEED_STATES["open"], "wind"),
    "closed_helped": Badge(names.NEED_STATES["closed_helped"], "", "check"),
    "closed_no_help": Badge(names.NEED_STATES["closed_no_help"]),
    "closed_unreachable": Badge(names.NEED_STATES["closed_unreachable"]),
    "withdrawn": Badge(names.NEED_STATES["withdrawn"]),
    "set_aside": Badge(names.NEED_STATES["set_aside"]),
}

ROLE_STATES = {
    "open": Badge(_l("À solliciter"), "wind", "question"),
    "proposed": Badge(_l("Envoyé"), "wind", "mail"),
    "unanswered": Badge(_l("Tous ont répondu non, ou rien"), "warm", "warning"),
    "filled": Badge(_l("Un oui"), "wind", "check"),
    "done": Badge(_l("Fait"), "", "check"),
    "dropped": Badge(_l("Abandonné")),
}

PROPOSAL_STATES = {
    "sent": Badge(_l("En attente de réponse"), "wind", "clock"),
    "accepted": Badge(_l("A dit oui"), "wind", "check"),
    "accepted_on_behalf": Badge(_l("Oui par téléphone"), "wind", "check"),
    "held": Badge(_l("Oui, en attente de jours"), "warm", "clock"),
    "declined": Badge(_l("A dit non")),
    "expired": Badge(_l("Sans réponse à temps"), "warm"),
    "superseded": Badge(_l("Quelqu’un d’autre a dit oui")),
    "withdrawn": Badge(_l("Retirée")),
    "released": Badge(_l("Mission arrêtée")),
}

MISSION_STATES = {
    "agreed": Badge(names.MISSION_STATES["agreed"], "wind", "check"),
    "running": Badge(names.MISSION_STATES["running"], "wind", "forward"),
    "finished": Badge(names.MISSION_STATES["finished"], "", "check"),
    "abandoned": Badge(names.MISSION_STATES["abandoned"]),
    "cancelled": Badge(names.MISSION_STATES["cancelled"]),
}

VISIT_STATES = {
    "planned": Badge(names.VISIT_STATES["planned"], "", "calendar"),
    "declared": Badge(names.VISIT_STATES["declared"], "wind", "clock"),
    "confirmed": Badge(names.VISIT_STATES["confirmed"], "wind", "check"),
    "deemed": Badge(names.VISIT_STATES["deemed"], "unknown"),
    "disputed": Badge(names.VISIT_STATES["disputed"], "brick", "warning"),
    "cancelled": Badge(names.VISIT_STATES["cancelled"]),
}

DECLINE_REASONS = {
    "no_time": _l("pas le temps"),
    "not_my_field": _l("pas son domaine"),
    "too_far": _l("trop loin"),
    "conflict": _l("client, fournisseur ou concurrent"),
    "group_exhausted": _l("son groupe ne peut plus"),
    "other": _l("autre raison"),
}

SET_ASIDE_REASONS = {
    "spam": _l("Ce n’est pas une vraie demande"),
    "duplicate": _l("Déjà demandé"),
    "not_a_firm": _l("Ce n’est pas une entreprise"),
    "outside": _l("Hors du territoire"),
    "not_for_us": _l("Le programme n’y peut rien"),
    "other": _l("Autre raison"),
}

PLACES = names.PLACES
THEMES = THEME_LABELS

DOUBTS = {
    "trap": _l("un champ caché est rempli, comme le font les robots"),
    "no_key": _l("elle ne vient pas de notre formulaire"),
    "too_fast": _l("remplie en quelques secondes"),
    "too_old": _l("formulaire ouvert depuis plus d’un jour"),
    "network": _l("beaucoup de demandes du même réseau"),
    "address": _l("beaucoup de demandes de la même adresse"),
    "firm": _l("beaucoup de demandes de la même entreprise"),
    "all": _l("beaucoup de demandes à la fois"),
    "links": _l("le texte contient des adresses de sites"),
    "same_text": _l("le même texte est déjà arrivé"),
}

BASKETS = {
    "to_qualify": (_l("À qualifier"), _l("La demande est ouverte, personne n’a encore été sollicité.")),
    "no_match": (
        _l("Pas de bon rapprochement"),
        _l("Aucune offre n’atteint le seuil du territoire. L’entreprise sait que vous cherchez."),
    ),
    "asked": (_l("Envoyé depuis peu"), _l("Moins de trois jours : laissez-leur le temps.")),
    "silent_3": (_l("Sans réponse, 3 jours"), _l("Les rappels partent seuls, jamais avant trois jours ouvrés.")),
    "silent_9": (_l("Sans réponse, 9 jours"), _l("Le délai s’achève. Un rappel de votre main aide souvent.")),
    "silent_21": (_l("Sans réponse, 21 jours"), _l("Trois semaines sans oui : l’entreprise risque de renoncer.")),
    "silent_45": (
        _l("Sans réponse, 45 jours"),
        _l("Sollicitez d’autres experts, ou dites à l’entreprise que c’est non."),
    ),
    "refused": (_l("Tous ont décliné"), _l("Chaque expert a dit non. Sollicitez la suite, ou appelez.")),
    "unanswered": (_l("Plus personne n’a la demande"), _l("Les délais sont passés sans oui. Sollicitez la suite.")),
    "held_yes": (_l("Oui en attente de jours"), _l("L’expert veut bien, son groupe n’a plus assez de jours.")),
    "held_needs": (_l("Retenus, à vérifier"), _l("Quelque chose étonne dans la demande. Rien n’est parti.")),
    "no_contact": (_l("Oui, sans premier contact"), _l("Présentés depuis une semaine, et aucune nouvelle.")),
    "given_up": (
        _l("Ne se verront pas"),
        _l("L’expert l’a dit, son temps est rendu au groupe. Appelez, puis arrêtez la mission."),
    ),
    "no_news": (_l("Visite passée, sans réponse"), _l("L’expert a reçu la question et n’a pas répondu.")),
    "quiet": (_l("Missions silencieuses"), _l("Dernière visite il y a plus de deux mois, aucune de prévue.")),
    "disputed": (_l("Jours contestés"), _l("L’expert et l’entreprise ne disent pas la même chose.")),
    "no_room": (_l("Jours sans place"), _l("Le travail est fait, mais l’engagement du groupe est plein.")),
    "in_trouble": (_l("Entreprises en difficulté"), _l("Elles ont écrit que rembourser devient difficile.")),
    "to_confirm": (_l("Paiements à confirmer"), _l("Une personne a ordonné, une autre confirme.")),
    "instalments_late": (
        _l("Échéances en retard"),
        _l("Les plus anciennes d’abord. Un appel vaut mieux qu’un rappel."),
    ),
    "jobs_missing": (
        _l("Emplois promis, pas venus"),
        _l("L’entreprise a compté moins d’emplois que promis. À vous de décider, selon la règle du territoire."),
    ),
    "conditions": (_l("Conditions à lever"), _l("L’avance est accordée ; il manque ce que le comité a demandé.")),
    "to_order": (_l("Avances à payer"), _l("Rien ne manque : il reste à ordonner le paiement.")),
    "bank_lines": (
        _l("Banque à rapprocher"),
        _l("Des lignes de la banque attendent que quelqu’un dise ce qu’elles sont."),
    ),
    "queued": (_l("En attente d’argent"), _l("Accordées, dans l’ordre. Le fonds les paie dès qu’il a l’argent.")),
    "asked_often": (_l("Souvent sollicités"), _l("Trois demandes ou plus en 90 jours. Ménagez-les.")),
    "never_asked": (_l("Jamais sollicités"), _l("Là depuis six mois, et personne ne leur a rien demandé.")),
    "behind": (_l("Groupes en retard"), _l("La part donnée suit de loin la part du temps passé.")),
    "nearly_used_up": (_l("Engagements presque épuisés"), _l("Il n’en reste presque rien de libre.")),
}

BASKET_GROUPS = (
    (
        _l("Besoins"),
        (
            "to_qualify",
            "no_match",
            "asked",
            "silent_3",
            "silent_9",
            "silent_21",
            "silent_45",
            "refused",
            "unanswered",
            "held_yes",
            "held_needs",
        ),
    ),
    (_l("Missions"), ("no_contact", "given_up", "no_news", "quiet", "disputed", "no_room")),
    (
        _l("Argent"),
        ("in_trouble", "to_confirm", "instalments_late", "conditions", "to_order", "bank_lines", "queued"),
    ),
    (_l("Experts"), ("asked_often", "never_asked")),
    (_l("Engagements"), ("behind", "nearly_used_up")),
)

#: What was corrected of a group.
GROUP_FACTS = {
    "name": _l("nom"),
    "kind": _l("nature"),
    "parent_id": _l("rattachement"),
    "site_insee": _l("site"),
}

#: What happened, by thing and step; what is not here is left out of the journal.
STEPS = {
    "basket_seen see": _l("Vu dans une corbeille, mis de côté"),
    "basket_seen bring_back": _l("Remis dans la corbeille"),
    "expert pause": _l("Mis en repos"),
    "expert end_pause": _l("Fin du repos"),
    "expert add_absence": _l("Absence notée"),
    "expert remove_absence": _l("Absence retirée"),
    "expert ask_census": _l("Offres à confirmer : question envoyée"),
    "expert ask_census_now": _l("Offres à confirmer : question envoyée"),
    "expert add": _l("Ajouté par un animateur"),
    "partner_group add": _l("Groupe ajouté"),
    "partner_group change": _l("Groupe corrigé"),
    "partner_group add_referent": _l("Quelqu’un de plus répond du groupe"),
    "partner_group change_referent": _l("Qui répond du groupe a été corrigé"),
    "partner_group remove_referent": _l("Quelqu’un ne répond plus du groupe"),
    "expert change": _l("Coordonnées corrigées"),
    "offer add": _l("Offre ajoutée par un animateur"),
    "offer import": _l("Offre reprise d’un tableur"),
    "offer keep": _l("Offre confirmée"),
    "offer change": _l("Offre changée"),
    "offer withdraw": _l("Offre retirée"),
    "need submit": _l("Demande envoyée par l’entreprise"),
    "need confirm_address": _l("Adresse confirmée"),
    "need open": _l("Demande ouverte"),
    "need file": _l("Demande notée au téléphone"),
    "need hold": _l("Demande retenue"),
    "need release": _l("Demande vérifiée et ouverte"),
    "need qualify": _l("Demande complétée"),
    "need correct": _l("Texte corrigé par l’entreprise"),
    "need tick_theme": _l("Thème coché"),
    "need untick_theme": _l("Thème décoché"),
    "need help": _l("Close : aidée"),
    "need give_up": _l("Close : sans aide"),
    "need lose_touch": _l("Close : injoignable"),
    "need withdraw": _l("Retirée par l’entreprise"),
    "need set_aside": _l("Mise de côté"),
    "need resume": _l("Reprise"),
    "need note": _l("Note ajoutée"),
    "need_role drop": _l("Recherche arrêtée"),
    "need_role exhaust": _l("Plus personne n’a la demande"),
    "proposal send": _l("Demande envoyée"),
    "proposal remind": _l("Rappel envoyé"),
    "proposal send_link_again": _l("Nouveau lien envoyé"),
    "proposal accept": _l("Oui"),
    "proposal accept_late": _l("Oui, après le délai"),
    "proposal accept_on_behalf": _l("Oui par téléphone"),
    "proposal accept_held": _l("Oui, les jours ont été trouvés"),
    "proposal hold": _l("Oui, en attente de jours"),
    "proposal show_interest": _l("Voulait bien aussi"),
    "proposal place_free": _l("Prévenu que la place est de nouveau libre"),
    "proposal decline": _l("Non"),
    "proposal undo": _l("Réponse reprise"),
    "proposal expire": _l("Délai passé sans réponse"),
    "proposal supersede": _l("Prévenu que la place est prise"),
    "proposal withdraw": _l("Demande retirée"),
    "proposal disown": _l("Dit que le message n’était pas pour lui"),
    "mission start": _l("Mission commencée"),
    "mission first_contact": _l("Ils se sont parlé"),
    "mission introduce_again": _l("Présentés une nouvelle fois"),
    "mission ask": _l("Demandé à l’expert s’ils se sont vus"),
    "job_survey count": _l("Emplois notés"),
    "mission ask_opinion": _l("Avis demandé"),
    "opinion answer": _l("Avis donné"),
    "mission finish": _l("Mission finie"),
    "mission abandon": _l("Mission arrêtée"),
    "mission cancel": _l("Mission annulée"),
    "mission move": _l("Mission passée sur un autre engagement"),
    "visit plan": _l("Visite prévue"),
    "visit declare": _l("Visite déclarée"),
    "visit confirm": _l("Visite confirmée"),
    "visit deem": _l("Visite réputée confirmée"),
    "visit dispute": _l("Visite contestée"),
    "visit contest": _l("Visite contestée, après avoir été confirmée"),
    "visit settle": _l("Différend réglé"),
    "visit settle_as_cancelled": _l("Différend réglé : pas de visite"),
    "visit correct": _l("Visite à corriger"),
    "visit cancel": _l("Visite annulée"),
}

MOVEMENTS = names.MOVEMENTS
