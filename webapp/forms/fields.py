"""Fields that clean what is typed by the rules of the domain, and say in words what to change.

What was typed stays in the field when it is wrong, without what no page can show: nothing has to be typed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, format_decimal, get_locale, gettext, lazy_gettext
from wtforms import Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation

from webapp.domain.days import UnreadableTime, parse_days, show_days
from webapp.domain.identifiers import UnusableNumber, clean_siren, clean_siret, show_phone, show_siren, show_siret
from webapp.domain.text import UnusableText, clean_email, clean_line, clean_phone, clean_text

SENTENCES = {
    "forbidden_character": lazy_gettext("Un caractère n’a pas pu être lu. Effacez-le, puis retapez-le."),
    "several_lines": lazy_gettext("Écrivez sur une seule ligne."),
    "too_long": lazy_gettext("C’est trop long : %(length)s signes, pour %(max_length)s au plus."),
    "not_an_email": lazy_gettext("Cette adresse n’est pas complète. Écrivez-la comme ceci : prenom.nom@exemple.fr"),
    "spaced_email": lazy_gettext("Une adresse e-mail ne contient pas d’espace. Retirez-le."),
    "several_emails": lazy_gettext("Donnez une seule adresse."),
    "email_not_ascii": lazy_gettext("Peu de messageries écrivent à une adresse avec des accents. Donnez-en une autre."),
    "not_a_phone": lazy_gettext("Ce numéro ne peut pas être appelé. Écrivez-le comme ceci : 06 39 98 14 07"),
    "letters": lazy_gettext("Ce numéro ne contient que des chiffres. Une lettre s’y est glissée."),
    "length": lazy_gettext("Il y a %(length)s chiffres. Un SIRET en a 14, un SIREN 9."),
    "checksum": lazy_gettext("Un chiffre ne va pas, ce numéro n’existe pas. Recopiez-le depuis un Kbis."),
    "unreadable": lazy_gettext("Nous ne lisons pas cette durée. Écrivez par exemple 3 h, 1 h 30 ou 1,5 jour."),
    "not_whole_minutes": lazy_gettext("Donnez un nombre entier de minutes."),
    "too_long_time": lazy_gettext("Cette durée est trop longue."),
}  # fmt: skip


def sentence(code: str, **details: object) -> str:
    """What to say of something that cannot be kept."""
    shown = {name: format_decimal(value) if isinstance(value, int) else value for name, value in details.items()}
    return gettext(str(SENTENCES[code]), **shown) if details else str(SENTENCES[code])


def showable(typed: str) -> str:
    """What was typed, without the characters that no page and no database can hold."""
    return "".join(
        c for c in typed if c in "\t\n\r" or not (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000)
    )


class Required:
    """Something must be typed; otherwise the sentence, which says what."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        if field.errors:
            raise StopValidation
        if not field.raw_data or not str(field.raw_data[0]).strip():
            raise StopValidation(str(self.message))


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Codes with their labels, as fields take them."""
    return [SelectChoice(code, label) for code, label in pairs]


class PickField(SelectField):
    """One of a list. Nothing is chosen before somebody has chosen; nothing, or another one, gets a sentence."""

    def iter_choices(self) -> list[Choice]:
        """What the list shows: first that one is to be chosen, as long as none is."""
        known: list[Choice] = super().iter_choices()
        if len(known) < 2 or any(choice.selected or not choice.value for choice in known):
            return known
        return [Choice(value="", label=gettext("À choisir dans la liste"), selected=True, render_kw={}), *known]

    def pre_validate(self, _form: Form) -> None:
        if self.data not in [choice.value for choice in self.choices or ()]:
            raise StopValidation(gettext("Choisissez dans la liste."))


class ChoiceField(RadioField):
    """One answer among several; none of them, or another one, gets the sentence that says what to choose."""

    def __init__(self, label: Any, message: Any, choices: Iterable[tuple[str, Any]], **options: Any) -> None:
        self.message = message
        super().__init__(label, choices=choices_of(choices), **options)
        self.type = "RadioField"

    def pre_validate(self, _form: Form) -> None:
        if self.data not in [choice.value for choice in self.iter_choices()]:
            raise StopValidation(str(self.message))


class CleanField(StringField):
    """One line, cleaned by `clean`; `data` is "" when empty, None when it cannot be kept."""

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), max_length: int = 200, **options: Any
    ) -> None:
        self.max_length = max_length
        self.typed = ""
        super().__init__(label, list(validators), **options)

    def clean(self, typed: str) -> Any:
        return clean_line(typed, self.max_length)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.typed = showable(typed)
        self.data = None
        if "\ufffd" in typed:
            raise ValueError(sentence("forbidden_character"))
        if not typed.strip():
            self.data = ""
            return
        try:
            self.data = self.clean(typed)
        except (UnusableText, UnusableNumber, UnreadableTime) as refused:
            raise ValueError(self.say(refused.code, refused.details)) from None

    def say(self, code: str, details: dict[str, int]) -> str:
        return sentence(code, **details)

    def show(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        return self.typed or (self.show(self.data) if self.data else "")


class TextField(CleanField, TextAreaField):
    """Several lines."""

    def clean(self, typed: str) -> str:
        return clean_text(typed, self.max_length)


class EmailField(CleanField):
    """One address."""

    def clean(self, typed: str) -> str:
        return clean_email(typed)


class PhoneField(CleanField):
    """A number that can be called, kept as "+33…"."""

    def clean(self, typed: str) -> str:
        return clean_phone(typed)

    def show(self, value: Any) -> str:
        return show_phone(value)


class FirmNumberField(CleanField):
    """A SIRET, or a SIREN where somebody knows no more."""

    def clean(self, typed: str) -> str:
        return clean_siren(typed) if len(re.sub(r"\D", "", typed)) == 9 else clean_siret(typed)

    def show(self, value: Any) -> str:
        return {9: show_siren, 14: show_siret}.get(len(value) if value.isdigit() else 0, str)(value)


class DurationField(CleanField):
    """A length of time in the words of people, in minutes; `minutes_per_day` is set by the view before validation."""

    minutes_per_day = 420

    def clean(self, typed: str) -> int:
        return parse_days(clean_line(typed, 60), self.minutes_per_day, bare_unit="hour")

    def say(self, code: str, details: dict[str, int]) -> str:
        return sentence("too_long_time" if code == "too_long" and "max_minutes" in details else code, **details)

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else show_days(value, self.minutes_per_day)


class DateField(CleanField):
    """A date as people type it: 18/12/2026, 18.12.26, or 2026-12-18."""

    def clean(self, typed: str) -> date:
        return read_date(clean_line(typed, 40))

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data == "":
            self.data = None

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else value.strftime("%d/%m/%Y")


class NotBefore:
    """The date must not be earlier than the day that `first` gives for the form."""

    def __init__(self, first: Callable[[Any], date]) -> None:
        self.first = first

    def __call__(self, form: Form, field: Field) -> None:
        first = self.first(form)
        if field.data and field.data < first:
            words = gettext(
                "Le %(day)s est passé. Choisissez une date à partir du %(first)s.",
                day=in_words(field.data),
                first=in_words(first),
            )
            raise StopValidation(words)


def read_date(typed: str) -> date:
    """The date that was typed: day, month, year, in figures; two figures of a year are of this century.

    Raises:
        ValueError: it is no date, with the sentence that says what to type.
    """
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    usual = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{2}|\d{4})", typed)
    if iso is None and usual is None:
        raise ValueError(gettext("Nous ne lisons pas cette date. Écrivez-la comme ceci : 18/12/2026"))
    year, month, day = (int(part) for part in (iso.groups() if iso else usual.groups()[::-1]))
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise ValueError(
            gettext("Le %(typed)s n’existe pas dans le calendrier. Vérifiez le jour et le mois.", typed=typed)
        ) from None


def in_words(day: date) -> str:
    """ "12 octobre 2026", "1er décembre 2026"."""
    is_french_first = day.day == 1 and get_locale().language == "fr"
    return format_date(day, "d'er' MMMM y" if is_french_first else "d MMMM y")
