"""What is said of a mission that is over."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from webapp.domain.opinions import SCORES
from webapp.forms.fields import ChoiceField, TextField


class ScoreForm(FlaskForm):
    """One of three answers, each a button of its own."""

    score = ChoiceField(_l("Votre réponse"), _l("Choisissez une réponse."), choices=[(code, code) for code in SCORES])


class WordsForm(FlaskForm):
    """A few words more, when the answer is given."""

    words = TextField(_l("Un mot de plus, si vous voulez"), [Optional()], max_length=1000)
