"""Forms of direct debits: who collects, a mandate as the firm signed it, the day of a file."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from webapp.domain.debits import FORMATS, UnusableAccount, clean_creditor, clean_iban
from webapp.domain.text import clean_line
from webapp.forms.fields import ChoiceField, CleanField, DateField, Required
from webapp.forms.money import MoneyForm, day_field

SENTENCES = {
    "iban": _l("Cet IBAN n’est pas juste. Recopiez-le du relevé d’identité bancaire, lettres et chiffres."),
    "creditor": _l("Cet identifiant n’est pas juste. Il ressemble à FR72ZZZ123456."),
    "bic": _l("Ce BIC n’est pas juste. Il a huit ou onze lettres et chiffres."),
}

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


class IbanField(CleanField):
    """A bank account; what was typed is never shown again in another page."""

    def clean(self, typed: str) -> str:
        try:
            return clean_iban(clean_line(typed, 60))
        except UnusableAccount as refused:
            raise ValueError(str(SENTENCES[refused.code])) from None


class CreditorField(CleanField):
    """The identifier of whoever collects."""

    def clean(self, typed: str) -> str:
        try:
            return clean_creditor(clean_line(typed, 60))
        except UnusableAccount as refused:
            raise ValueError(str(SENTENCES[refused.code])) from None


class BicField(CleanField):
    """The code of a bank."""

    def clean(self, typed: str) -> Any:
        code = clean_line(typed, 30).replace(" ", "").upper()
        if _BIC.fullmatch(code) is None:
            raise ValueError(str(SENTENCES["bic"]))
        return code


class AccountForm(MoneyForm):
    """The account of a fund."""

    holder = CleanField(_l("Titulaire du compte"), [Required(_l("Donnez le nom du titulaire."))], max_length=70)
    iban = IbanField(_l("IBAN du fonds"), [Required(_l("Donnez l’IBAN."))])
    bic = BicField(_l("BIC de la banque, si vous l’avez"), [Optional()])


class CreditorForm(AccountForm):
    """Whoever collects for a fund, and to which account."""

    bic = BicField(_l("BIC de la banque"), [Required(_l("Donnez le BIC."))])
    identifier = CreditorField(
        _l("Identifiant créancier SEPA (ICS)"), [Required(_l("Donnez l’identifiant créancier."))]
    )
    file_format = ChoiceField(
        _l("Format du fichier que prend la banque"),
        _l("Choisissez."),
        choices=[(code, code) for code in FORMATS],
        default=FORMATS[0],
    )


class MandateForm(MoneyForm):
    """A mandate, from the paper that the firm signed."""

    holder = CleanField(_l("Titulaire du compte"), [Required(_l("Donnez le nom du titulaire."))], max_length=70)
    iban = IbanField(_l("IBAN de l’entreprise, tel que le papier le donne"), [Required(_l("Donnez l’IBAN."))])
    signed_on = day_field(_l("Signé le"))


class CollectedForm(MoneyForm):
    """The day on which the bank has collected a file."""

    received_on = day_field(_l("Jour du compte en banque"))


class CollectForm(MoneyForm):
    """The day of a file."""

    collect_on = DateField(_l("Jour du prélèvement"), [Required(_l("Donnez un jour."))])
