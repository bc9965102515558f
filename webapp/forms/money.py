"""Forms about money: shape of what is typed; rules stand in the services. Each carries the key that makes it act once."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, Form, HiddenField
from wtforms.validators import Optional, StopValidation

from webapp.domain.money import UnreadableAmount, parse_euros, show_cents
from webapp.domain.text import clean_line
from webapp.forms.documents import Document, read_document
from webapp.forms.fields import ChoiceField, CleanField, DateField, Required, TextField

SENTENCES = {
    "unreadable_amount": _l("Nous ne lisons pas ce montant. Écrivez par exemple 1 083,33."),
    "amount_too_large": _l("Ce montant est trop grand : 20 millions d’euros au plus."),
}


class EurosField(CleanField):
    """An amount in euros, in cents once it is read."""

    def clean(self, typed: str) -> int:
        try:
            return parse_euros(clean_line(typed, 40))
        except UnreadableAmount as refused:
            raise ValueError(str(SENTENCES[refused.code])) from None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data == "":
            self.data = None

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else show_cents(self.data))


class CountField(CleanField):
    """A whole number, of jobs or of months: never so many."""

    most = 10_000

    def clean(self, typed: str) -> int:
        line = clean_line(typed, 10)
        if not (line.isascii() and line.isdigit()):
            raise ValueError(str(_l("Donnez un nombre, par exemple 12.")))
        if int(line) > self.most:
            raise ValueError(str(_l("Ce nombre est trop grand.")))
        return int(line)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data == "":
            self.data = None

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else str(self.data))


class NotAfterToday:
    """The day has come."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and field.data > form.today:
            raise StopValidation(str(_l("Ce jour n’est pas encore arrivé.")))


def day_field(label: Any) -> DateField:
    """A day that has come, asked for."""
    return DateField(label, [Required(_l("Donnez le jour.")), NotAfterToday()])


def amount_field(label: Any) -> EurosField:
    """An amount, asked for."""
    return EurosField(label, [Required(_l("Donnez un montant."))])


class MoneyForm(FlaskForm):
    """What every form about money has: the moment it is filled in, and its key."""

    today: date = date.min

    stamp = HiddenField()

    @property
    def shown(self) -> list[Field]:
        """The fields that are filled in."""
        return [field for field in self if field.name not in ("csrf_token", "stamp")]

    def say(self, sentence: str, field: object = None) -> None:
        """Why a rule refuses it: beside the field that it names or the only one there is, else above the whole form."""
        fields = [each for each in self.shown if each.name == field] or self.shown
        if len(fields) == 1:
            fields[0].errors = [*fields[0].errors, sentence]
        else:
            self.form_errors = [*self.form_errors, sentence]


class SureForm(MoneyForm):
    """Nothing to fill in: an act that is confirmed on a page of its own."""


class WordsForm(MoneyForm):
    """Why something is done, in words."""

    words = TextField(
        _l("Pourquoi ?"), [Required(_l("Écrivez pourquoi : quelqu’un le demandera un jour."))], max_length=2000
    )


class HeardForm(MoneyForm):
    """What was said to a firm, and agreed."""

    words = TextField(_l("Qu’avez-vous convenu ?"), [Required(_l("Écrivez ce qui a été dit."))], max_length=2000)


class EvidenceForm(MoneyForm):
    """What shows that a condition is met: words, a document, or both."""

    words = TextField(_l("Qu’avez-vous vu ?"), [Optional()], max_length=2000)
    document = FileField(_l("Le document qui le montre, s’il y en a un"), [Optional()])

    found: Document | None = None

    def validate_document(self, field: FileField) -> None:
        """A document that may be kept, where there is one."""
        self.found = read_document(field)


class PaidForm(MoneyForm):
    """The day on which the transfer leaves."""

    paid_on = day_field(_l("Jour du virement"))


class ReceivedForm(MoneyForm):
    """Money that has come in."""

    amount = amount_field(_l("Montant reçu, en euros"))
    received_on = day_field(_l("Jour du compte en banque"))


class GivenBackForm(MoneyForm):
    """Money that goes back to a firm."""

    amount = amount_field(_l("Montant rendu, en euros"))
    paid_on = day_field(_l("Jour du virement"))


class FeeForm(MoneyForm):
    """A fee of the bank."""

    amount = amount_field(_l("Montant des frais, en euros"))
    taken_on = day_field(_l("Jour du compte en banque"))


class PromiseForm(MoneyForm):
    """What a group promises to a fund."""

    group = ChoiceField(_l("Quel groupe ?"), _l("Choisissez un groupe."), choices=[])
    amount = amount_field(_l("Montant promis, en euros"))
    promised_on = day_field(_l("Jour de la promesse"))


class CallForm(MoneyForm):
    """By when a contribution is called."""

    due_on = DateField(_l("À verser avant le"), [Required(_l("Donnez un jour."))])


class RescheduleForm(MoneyForm):
    """How what is left comes back."""

    count = CountField(_l("Nombre d’échéances"), [Required(_l("Donnez un nombre d’échéances."))])
    rhythm = ChoiceField(
        _l("Tous les combien ?"),
        _l("Choisissez un rythme."),
        choices=[("1", _l("Tous les mois")), ("3", _l("Tous les trois mois"))],
    )
    grace_months = CountField(_l("Mois sans échéance, au début"), [Optional()])
    words = TextField(
        _l("La décision, et pourquoi"),
        [Required(_l("Écrivez qui l’a décidé et pourquoi."))],
        max_length=2000,
    )


REVERSAL_REASONS = {
    "mistake": _l("Erreur de saisie"),
    "bounced": _l("La banque a rejeté ou repris l’opération"),
    "wrong_advance": _l("C’était pour une autre avance"),
    "other": _l("Autre raison"),
}

CANCEL_REASONS = {
    "renounced": _l("L’entreprise y renonce"),
    "condition": _l("Une condition ne sera pas remplie"),
    "lapsed": _l("La décision n’est plus valable"),
    "other": _l("Autre raison"),
}

WITHDRAW_REASONS = {
    "renounced": _l("Le groupe renonce"),
    "elsewhere": _l("L’argent va ailleurs dans le programme"),
    "mistake": _l("Erreur de saisie"),
    "other": _l("Autre raison"),
}

REFUSE_REASONS = {
    "account": _l("Le compte bancaire est à vérifier"),
    "amount": _l("Le montant est à vérifier"),
    "later": _l("À payer plus tard"),
    "other": _l("Autre raison"),
}


class WhyForm(MoneyForm):
    """Why, by a code."""

    reason = ChoiceField(_l("Pourquoi ?"), _l("Dites pourquoi."), choices=[])
