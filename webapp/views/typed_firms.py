"""A firm as it was typed, at the desk or by its manager."""

from __future__ import annotations

from webapp.forms.needs import FirmForm
from webapp.services.companies import Firm


def read_firm(form: FirmForm, insee: str) -> Firm:
    """What the fields of a firm say, with its commune; nine digits are a SIREN, fourteen a SIRET."""
    number = form.number.data or ""
    return Firm(
        name=form.name.data,
        commune_insee=insee,
        siren=number[:9] or None,
        siret=number if len(number) == 14 else None,
        is_registered=bool(number) or not form.unregistered.data,
        trade=form.trade.data,
        staff=form.staff_count,
    )
