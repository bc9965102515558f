"""Forms about the bank: the file that is given in, and what one of its lines is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import ValidationError

from webapp.domain.bank_lines import MOST_BYTES
from webapp.forms.fields import ChoiceField
from webapp.forms.money import MoneyForm

#: why a file is refused whole, by the code of the domain
SENTENCES = {
    "too_big": _l("Ce fichier dépasse 5 Mo. Demandez à la banque une période plus courte."),
    "too_many_lines": _l("Ce fichier a trop de lignes. Demandez à la banque une période plus courte."),
    "forbidden_xml": _l("Ce fichier contient des définitions qu’un relevé n’a pas. Il n’est pas lu."),
    "broken_xml": _l("Ce fichier XML est abîmé ou incomplet. Téléchargez-le de nouveau."),
    "not_camt": _l("Ce n’est pas un relevé CAMT.053, version 02 à 13."),
    "no_statement": _l("Ce fichier ne contient aucun relevé."),
    "several_accounts": _l("Ce fichier contient plusieurs comptes. Demandez un fichier par compte."),
    "not_euros": _l("Ce fichier contient une autre monnaie que l’euro."),
    "no_side": _l("Une ligne ne dit pas si l’argent entre ou sort."),
    "does_not_add_up": _l("Les lignes ne mènent pas du premier solde au dernier : il en manque."),
    "amount": _l("Un montant n’est pas lisible."),
    "too_much_at_once": _l(
        "Une ligne dépasse 20 millions d’euros, le plus qu’un mouvement vaut ici. "
        "Vérifiez que ce fichier est celui du fonds."
    ),
    "day": _l("Une date n’est pas lisible."),
    "no_head": _l("Nous ne trouvons pas les colonnes Date, Libellé et Montant (ou Débit et Crédit)."),
    "encoding": _l("Les lettres de ce fichier ne sont pas lisibles. Enregistrez-le en UTF-8."),
    "line": _l("La ligne %(number)s de ce fichier n’est pas lisible : rien n’a été ajouté. %(why)s"),
}

SET_ASIDE_REASONS = {
    "not_ours": _l("Cet argent n’est pas celui du fonds"),
    "between_accounts": _l("Virement entre deux comptes du territoire"),
    "other": _l("Autre raison"),
}


class BankFileForm(MoneyForm):
    """A file of the bank."""

    file = FileField(_l("Fichier de la banque, CAMT.053 (XML) ou CSV"))
    content: bytes = b""

    def validate_file(self, field: Field) -> None:
        """There is one, and it is not larger than what is read."""
        if not field.data or not field.data.filename:
            raise ValidationError(str(_l("Choisissez un fichier.")))
        self.content = field.data.stream.read(MOST_BYTES + 1)
        if not self.content:
            raise ValidationError(str(_l("Ce fichier est vide.")))


class LineForm(MoneyForm):
    """What a line of the bank is."""

    choice = ChoiceField(_l("Qu’est-ce que c’est ?"), _l("Choisissez ce que cette ligne est."), choices=[])
