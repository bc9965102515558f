"""What the preview of an import says: the fate of a line, what is wrong with a cell, and what to do about it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.imports import HEADS, REQUIRED, Problem
from webapp.domain.uploads import RefusedUpload
from webapp.forms.documents import SENTENCES
from webapp.services.directory_imports import Fate

FIELDS: dict[str, Any] = {
    "code": _l("Code de l’expert"),
    "group": _l("Groupe"),
    "name": _l("Nom"),
    "job": _l("Fonction"),
    "email": _l("Adresse e-mail"),
    "phone": _l("Téléphone"),
    "commune": _l("Commune (INSEE)"),
    "commune_insee": _l("Commune (INSEE)"),
    "offer_code": _l("Code de l’offre"),
    "title": _l("Offre"),
    "text": _l("Description"),
    "place": _l("Lieu"),
    "radius_km": _l("Rayon (km)"),
    "minutes_per_year": _l("Minutes par an"),
}

PROBLEMS: dict[str, Any] = {
    "missing_column": _l("Cette colonne manque. Ajoutez-la, avec ce nom à la première ligne."),
    "too_many_lines": _l("Le fichier dépasse 5 000 lignes. Coupez-le en deux."),
    "empty": _l("La cellule est vide. Remplissez-la."),
    "too_long": _l("Le texte est trop long. Raccourcissez-le."),
    "not_an_email": _l("Ce n’est pas une adresse e-mail."),
    "spaced_email": _l("Une adresse e-mail ne contient pas d’espace. Retirez-le."),
    "not_a_phone": _l("Ce n’est pas un numéro de téléphone."),
    "disagrees": _l("Une autre ligne du même expert dit autre chose. Écrivez la même chose partout."),
    "twice": _l("Cette offre est déjà sur une autre ligne. Donnez-lui un autre code, ou retirez la ligne."),
    "unknown_group": _l("Aucun groupe de ce nom n’a promis de jours à votre territoire, dans une convention signée."),
    "unknown_commune": _l("Aucune commune n’a ce code. Le code INSEE n’est pas le code postal."),
    "of_another_territory": _l(
        "Ce code est celui d’un expert que votre territoire ne connaît pas. Prenez-en un autre."
    ),
    "of_another_expert": _l("Cette offre est celle d’un autre expert. Donnez-lui un autre code."),
}

BY_FIELD: dict[str, Any] = {
    "place": _l("Écrivez « sur place », « à distance » ou « sur place ou à distance »."),
    "radius_km": _l("Écrivez un nombre entier de kilomètres, de 1 à 1 000, ou rien."),
    "minutes_per_year": _l("Écrivez un nombre entier de minutes, ou rien."),
    "commune": _l("Un code INSEE a cinq signes, par exemple 54528."),
    "email": _l("Ce n’est pas une adresse e-mail."),
}


#: a file that is no sheet at all; the other refusals are those of any document
FILES: dict[str, Any] = {
    "missing": _l("Choisissez un fichier."),
    "unknown_type": _l("Ce n’est ni un classeur XLSX ni un CSV. Enregistrez-le ainsi depuis votre tableur."),
}


def say_refused(refused: RefusedUpload) -> str:
    """Why a file is not read, and what to do."""
    return str(FILES.get(refused.code) or SENTENCES.get(refused.code, FILES["unknown_type"]))


def list_columns() -> tuple[str, str]:
    """The columns that a sheet must have, and those that it may have, in the order of the export."""
    names = [[str(FIELDS[name]) for name in HEADS if (name in REQUIRED) is needed] for needed in (True, False)]
    return ", ".join(names[0]), ", ".join(names[1])


def field_name(field: str) -> str:
    """The column of a field, as the export calls it."""
    return str(FIELDS.get(field, field))


def say_problem(problem: Problem) -> str:
    """What is wrong with a cell, and what to do."""
    found = PROBLEMS.get(problem.code) or BY_FIELD.get(problem.field)
    return str(found or _("Cette cellule ne se lit pas. Écrivez-la de nouveau."))


def say_fate(fate: Fate) -> str:
    """What would become of a line."""
    if fate.code == "new":
        return _("Nouvelle")
    if fate.code == "same":
        return _("Inchangée")
    names = ", ".join(field_name(name).lower() for name in fate.changes)
    return _("Change : %(fields)s", fields=names)
