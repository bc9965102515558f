"""Forms of a territory: how it asks, and its rules."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from webapp.domain.eligibility import SECTOR_RULES
from webapp.domain.naf import read_divisions
from webapp.domain.text import clean_line
from webapp.forms.contracts import FigureField
from webapp.forms.fields import ChoiceField, CleanField, DateField, PickField, Required

NEEDED = Required(_l("Donnez un nombre entier."))


class PolicyForm(FlaskForm):
    """How a territory asks experts and firms."""

    dispatch = ChoiceField(
        _l("Qui envoie les demandes\u202f?"),
        _l("Dites qui envoie."),
        choices=[
            ("review", _l("Un animateur coche les experts et envoie")),
            ("auto", _l("La première vague part d’elle-même au-dessus du seuil")),
        ],
    )
    wave_size = FigureField(_l("Experts sollicités à la fois"), [NEEDED])
    answer_days = FigureField(_l("Délai pour répondre"), [NEEDED])
    reminder_days = FigureField(_l("Rappel après"), [NEEDED])
    ask_days = FigureField(_l("Question à l’expert après"), [NEEDED])
    deem_days = FigureField(_l("Silence de l’entreprise, réputée d’accord après"), [NEEDED])
    floor = FigureField(_l("Seuil du territoire"), [NEEDED])
    asks_per_quarter = FigureField(_l("Demandes par expert, au plus"), [NEEDED])
    reason = CleanField(_l("Pourquoi ce changement\u202f?"), [Optional()], max_length=300)


class DivisionsField(CleanField):
    """Divisions of the NAF, as people list them."""

    def clean(self, typed: str) -> tuple[str, ...]:
        try:
            return read_divisions(clean_line(typed, self.max_length))
        except ValueError as unknown:
            raise ValueError(
                str(_l("Aucune division de la NAF ne porte le numéro %(number)s.", number=unknown))
            ) from None

    def show(self, value: object) -> str:
        return ", ".join(value) if isinstance(value, tuple) else str(value)


class PercentField(CleanField):
    """A rate in per cent, as people write it; in hundredths of a per cent once it is read."""

    def clean(self, typed: str) -> int:
        found = re.fullmatch(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*%?", clean_line(typed, 12), re.ASCII)
        if found is None:
            raise ValueError(str(_l("Écrivez le taux ainsi : 3,15.")))
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


class RuleForm(FlaskForm):
    """One rule: which, its figure or its divisions, how the territory says it."""

    code = PickField(_l("Règle"), choices=[])
    value = FigureField(_l("Chiffre"), [Optional()])
    divisions = DivisionsField(_l("Divisions de la NAF"), [Optional()], max_length=400)
    words = CleanField(_l("Comme le territoire le dit"), [Optional()], max_length=300)

    @property
    def named_divisions(self) -> tuple[str, ...]:
        """The divisions that were named, for a rule that names some."""
        return self.divisions.data if self.code.data in SECTOR_RULES and self.divisions.data else ()


class RateForm(FlaskForm):
    """A reference rate, from a day on."""

    rate = PercentField(_l("Taux, marge comprise"), [Required(_l("Donnez le taux, par exemple 3,15."))])
    since_on = DateField(_l("À partir du"), [Required(_l("Donnez le jour."))])
    words = CleanField(
        _l("D’où il vient"), [Required(_l("Dites où il est publié, et quelle marge s’y ajoute."))], max_length=300
    )
