"""The states of things, the places and the movements in words: the same on pages and in exports."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

NEED_STATES: dict[str, Any] = {
    "received": _l("Adresse à confirmer"),
    "held": _l("Retenu, à vérifier"),
    "open": _l("Ouvert"),
    "closed_helped": _l("Clos, aidé"),
    "closed_no_help": _l("Clos, sans aide"),
    "closed_unreachable": _l("Clos, injoignable"),
    "withdrawn": _l("Retiré par l’entreprise"),
    "set_aside": _l("Mis de côté"),
}

MISSION_STATES: dict[str, Any] = {
    "agreed": _l("Convenue"),
    "running": _l("En cours"),
    "finished": _l("Finie"),
    "abandoned": _l("Arrêtée"),
    "cancelled": _l("Annulée"),
}

VISIT_STATES: dict[str, Any] = {
    "planned": _l("Prévue"),
    "declared": _l("Déclarée, à confirmer"),
    "confirmed": _l("Confirmée"),
    "deemed": _l("Réputée confirmée"),
    "disputed": _l("Contestée"),
    "cancelled": _l("Annulée"),
}

PLACES: dict[str, Any] = {
    "on_site": _l("sur place"),
    "remote": _l("à distance"),
    "either": _l("sur place ou à distance"),
}

#: what an advance is for, in a word; `dossier_names` has what a firm chooses from
PURPOSES: dict[str, Any] = {
    "cash": _l("Trésorerie"),
    "growth": _l("Croissance"),
    "machine": _l("Machine ou équipement"),
    "takeover": _l("Reprise"),
    "other": _l("Autre projet"),
}

MOVEMENTS: dict[str, Any] = {
    "reserve": _l("Réservés"),
    "release": _l("Libérés"),
    "declare": _l("Déclarés"),
    "confirm": _l("Confirmés"),
    "deem": _l("Réputés confirmés"),
    "dispute": _l("Contestés"),
    "reverse": _l("Annulation d’une ligne"),
}

#: Who wrote a line of the ledger, and what it rests on.
ACTORS: dict[str, Any] = {
    "contact": _l("l’entreprise"),
    "expert": _l("l’expert"),
    "account": _l("un animateur"),
    "job": _l("le service"),
    "anyone": _l("personne de connu"),
}
BASES: dict[str, Any] = {
    "acceptance": _l("l’accord de l’expert"),
    "mission": _l("la fin de la mission"),
    "expert": _l("la déclaration de l’expert"),
    "firm": _l("la réponse de l’entreprise"),
    "silence": _l("le silence de l’entreprise"),
    "desk": _l("la décision d’un animateur"),
}

#: Why a visit is corrected, and why any line was written.
CORRECTIONS: dict[str, Any] = {
    "wrong_day": _l("Le jour est faux"),
    "wrong_length": _l("La durée est fausse"),
    "wrong_mission": _l("C’était une autre mission"),
    "other": _l("Autre raison"),
}
LINE_REASONS: dict[str, Any] = CORRECTIONS | {
    "finish": _l("mission finie"),
    "abandon": _l("mission arrêtée"),
    "cancel": _l("mission annulée"),
    "mission_over": _l("la mission était finie"),
    "moved": _l("mission passée sur un autre engagement"),
    "undone": _l("réponse reprise"),
    "will_not_meet": _l("ils ne se verront pas"),
    "dispute_settled": _l("différend réglé"),
    "expert": _l("corrigé par l’expert"),
}

#: What each side of a mission says of it once it is over: useful to the firm, to be done again by the expert.
OPINIONS: dict[str, dict[str, Any]] = {
    "contact": {"yes": _l("Oui, vraiment"), "partly": _l("En partie"), "no": _l("Non")},
    "expert": {"yes": _l("Oui, volontiers"), "partly": _l("Oui, mais autrement"), "no": _l("Non")},
}
OPINION_QUESTIONS: dict[str, Any] = {
    "contact": _l("Cette aide vous a-t-elle été utile ?"),
    "expert": _l("Referiez-vous une mission comme celle-ci ?"),
}


def name_of(names: dict[str, Any], code: str) -> str:
    """The words of a code; the code itself where it has none."""
    return str(names.get(code, code))
