"""Forms of a territory: how it asks, and its rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from webapp.forms.contracts import FigureField, PickField
from webapp.forms.fields import ChoiceField, CleanField, Required

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


class RuleForm(FlaskForm):
    """One rule: which, its figure, how the territory says it."""

    code = PickField(_l("Règle"), choices=[])
    value = FigureField(_l("Chiffre"), [Optional()])
    words = CleanField(_l("Comme le territoire le dit"), [Optional()], max_length=300)
