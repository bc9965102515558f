"""The names of what a convention is made of: signatories, terms, conditions, reasons to move a mission."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SIGNATORY_KINDS = {
    "group": _l("grand groupe"),
    "firm": _l("entreprise"),
    "bank": _l("banque"),
    "accountant": _l("expert-comptable"),
    "state": _l("État"),
    "authority": _l("collectivité"),
    "association": _l("association"),
    "chamber": _l("chambre consulaire"),
    "operator": _l("opérateur du programme"),
}

GROUP_KINDS = {
    "large_group": _l("grand groupe"),
    "firm": _l("entreprise"),
    "bank": _l("banque"),
    "accountant": _l("expert-comptable"),
    "association": _l("association"),
    "public": _l("organisme public"),
}

#: What a line of the history changed.
TERMS = {
    "title": _l("Titre"),
    "starts_on": _l("Premier jour"),
    "ends_on": _l("Dernier jour"),
    "minutes_per_day": _l("Minutes par jour"),
    "day_value_cents": _l("Valeur d’un jour"),
}

CONDITION_NAMES = {
    "max_km": _l("distance d’un site, en kilomètres"),
    "max_staff": _l("salariés au plus"),
    "independent": _l("indépendante d’un grand groupe"),
    "not_competitor": _l("pas concurrente du groupe"),
    "in_territory": _l("dans le territoire"),
}

#: On what a line of the ledger rests.
BASES = {
    "acceptance": _l("accord de l’expert"),
    "mission": _l("fin ou passage de la mission"),
    "expert": _l("dit par l’expert"),
    "firm": _l("dit par l’entreprise"),
    "silence": _l("silence de l’entreprise"),
    "desk": _l("noté par un animateur"),
    "room": _l("place faite sur l’engagement"),
}

YES_OR_NOTHING = [("", _l("Le groupe ne le demande pas")), ("yes", _l("Le groupe le demande"))]

MOVES = {
    "next_year": _l("Elle se poursuit l’année suivante"),
    "next_convention": _l("Elle se poursuit dans la convention suivante"),
    "other_group": _l("Un autre engagement prend les jours à sa charge"),
    "no_room": _l("L’engagement est plein"),
}
