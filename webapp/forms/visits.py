"""What an expert says of a visit: it took place, then and so long; not yet; it will not happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField
from wtforms.validators import Optional

from webapp.forms.fields import ChoiceField, CleanField, DateField, DurationField, NotBefore, choices_of, sentence

#: what the database keeps of one visit at most: 240 hours
LONGEST = 14_400

OTHER = "other"

#: the fields that belong to each answer; those of another one are not looked at
FIELDS_OF = {"yes": ("worked_on", "length", "other_length"), "not_yet": ("planned_on",), "never": ("words",)}


class VisitForm(FlaskForm):
    """The question of the page; `today` and the lengths to choose from are set by the view."""

    today: date = date.min

    form_key = HiddenField()
    met = ChoiceField(
        lazy_gettext("Votre réponse"),
        lazy_gettext("Dites si vous vous êtes vus."),
        choices=[
            ("yes", lazy_gettext("Oui, nous nous sommes vus ou parlé")),
            ("not_yet", lazy_gettext("Pas encore")),
            ("never", lazy_gettext("Cela ne se fera pas")),
        ],
    )
    worked_on = DateField(lazy_gettext("Quel jour\u202f?"), [Optional()])
    length = RadioField(lazy_gettext("Combien de temps\u202f?"), [Optional()], choices=[], validate_choice=False)
    other_length = DurationField(lazy_gettext("Durée"), [Optional()])
    planned_on = DateField(
        lazy_gettext("Vous avez fixé un jour\u202f?"), [Optional(), NotBefore(lambda form: form.today)]
    )
    words = CleanField(lazy_gettext("Que s’est-il passé\u202f?"), [Optional()], max_length=500)

    def offer_lengths(self, lengths: Sequence[tuple[int, Any]], minutes_per_day: int) -> None:
        """Lengths in minutes, with their words; any other one can be typed."""
        self.other_length.minutes_per_day = minutes_per_day
        known = [(str(minutes), words) for minutes, words in lengths]
        self.length.choices = choices_of([*known, (OTHER, gettext("Autre durée"))])

    def begin_with(self, minutes: int | None) -> None:
        """Show a yes of that length, which was taken back to be said again."""
        if minutes is None or not 0 < minutes <= LONGEST:
            return
        known = {choice.value for choice in self.length.choices}
        self.met.data = "yes"
        self.length.data = str(minutes) if str(minutes) in known else OTHER
        if self.length.data == OTHER:
            self.other_length.data = minutes

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        asked = FIELDS_OF.get(self.met.data, ())
        for name in {name for names in FIELDS_OF.values() for name in names} - set(asked):
            self[name].errors = []
        if self.met.data == "yes":
            self._check_visit()
        return not self.errors

    def said(self) -> list[tuple[str, object]]:
        """What was answered, to tell whether the same was sent twice."""
        return [(field.name, field.data) for field in self if field.name not in ("form_key", "csrf_token")]

    @property
    def minutes(self) -> int | None:
        """How long it took; None when nothing was chosen or typed that can be read."""
        chosen = {choice.value for choice in self.length.choices} - {OTHER}
        if self.length.data in chosen:
            return int(self.length.data)
        return self.other_length.data or None

    def _check_visit(self) -> None:
        if self.length.data not in (None, "", OTHER):
            self.other_length.errors = []
        if not self.worked_on.errors and self.worked_on.data is None:
            _say(self.worked_on, gettext("Donnez le jour où vous vous êtes vus."))
        if self.other_length.errors:
            return
        if self.minutes is None:
            field = self.other_length if self.length.data == OTHER else self.length
            _say(field, gettext("Dites combien de temps cela a duré."))
        elif self.minutes > LONGEST:
            _say(self.other_length, sentence("too_long_time"))


def _say(field: Field, words: str) -> None:
    field.errors = [*field.errors, words]
