"""The families of skills in words; a family of the installation's own list is shown by its code."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

NAMES = {
    "hr": _l("Ressources humaines"),
    "sales": _l("Commercial"),
    "communication": _l("Communication et marketing"),
    "production": _l("Production"),
    "quality": _l("Qualité"),
    "maintenance": _l("Maintenance"),
    "supply": _l("Achats et logistique"),
    "finance": _l("Finance et gestion"),
    "it": _l("Informatique et numérique"),
    "safety": _l("Santé et sécurité au travail"),
    "environment": _l("Énergie et environnement"),
    "strategy": _l("Stratégie"),
    "law": _l("Droit des affaires"),
}


def family_name(code: str) -> str:
    """The name of a family; that of none, for offers without skills."""
    return str(NAMES.get(code, code)) if code else _("Sans famille")
