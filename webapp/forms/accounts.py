"""Forms of sign-in: Flask-Security's, with our words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryCodesForm, MfRecoveryForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

EMAIL = _l("Votre adresse e-mail")
PASSWORD = _l("Votre mot de passe")
NEW_PASSWORD = _l("Nouveau mot de passe")
AGAIN = _l("Le même, encore une fois")
CODE = _l("Code à six chiffres")


def _labelled(base: type[Any], **labels: Any) -> type[Any]:
    """A form of Flask-Security whose fields say what our pages say."""

    def build(self: Any, *args: Any, **kwargs: Any) -> None:
        base.__init__(self, *args, **kwargs)
        for name, label in labels.items():
            self[name].label.text = str(label)
            self[name].description = ""

    return type(base.__name__, (base,), {"__init__": build, "__doc__": base.__doc__})


SignInForm = _labelled(LoginForm, email=EMAIL, password=PASSWORD)
ForgottenForm = _labelled(ForgotPasswordForm, email=EMAIL)
RenewForm = _labelled(ResetPasswordForm, password=NEW_PASSWORD, password_confirm=AGAIN)
ChangeForm = _labelled(
    ChangePasswordForm, password=_l("Mot de passe actuel"), new_password=NEW_PASSWORD, new_password_confirm=AGAIN
)
AgainForm = _labelled(VerifyForm, password=PASSWORD)


class FactorForm(TwoFactorSetupForm):  # type: ignore[misc]
    """Put the second factor in place, or on another phone."""

    setup = RadioField(
        _l("Second facteur"),
        choices=[
            SelectChoice("authenticator", _l("Une application de codes")),
            SelectChoice("disable", _l("Aucun")),
        ],
        validate_choice=False,
    )


class OtherWaysForm(TwoFactorRescueForm):  # type: ignore[misc]
    """Asked for by Flask-Security beside the code; there is no other way than the codes of rescue, which have their page."""

    help_setup = RadioField(choices=[], validate_choice=False)


CodeForm = _labelled(TwoFactorVerifyCodeForm, code=CODE)
RescueCodesForm = MfRecoveryCodesForm
RescueForm = _labelled(MfRecoveryForm, code=_l("L’un de vos codes de secours"))

#: The name by which Flask-Security asks for each.
FORMS = {
    "login_form": SignInForm,
    "forgot_password_form": ForgottenForm,
    "reset_password_form": RenewForm,
    "change_password_form": ChangeForm,
    "verify_form": AgainForm,
    "two_factor_setup_form": FactorForm,
    "two_factor_verify_code_form": CodeForm,
    "two_factor_rescue_form": OtherWaysForm,
    "mf_recovery_codes_form": RescueCodesForm,
    "mf_recovery_form": RescueForm,
}

#: What the forms say when something is wrong, by Flask-Security's own keys.
SENTENCES = {
    "GENERIC_AUTHN_FAILED": _l("Cette adresse et ce mot de passe ne vont pas ensemble."),
    "INVALID_PASSWORD": _l("Ce n’est pas votre mot de passe actuel."),
    "EMAIL_NOT_PROVIDED": _l("Écrivez votre adresse e-mail."),
    "PASSWORD_NOT_PROVIDED": _l("Écrivez un mot de passe."),
    "INVALID_EMAIL_ADDRESS": _l("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr"),
    "PASSWORD_INVALID_LENGTH": _l("Douze caractères au moins. Une courte phrase convient."),
    "PASSWORD_TOO_SIMPLE": _l(
        "Ce mot de passe se devine : il est dans les listes, ou trop près de votre nom. Prenez une courte phrase."
    ),
    "RETYPE_PASSWORD_MISMATCH": _l("Les deux mots de passe diffèrent."),
    "PASSWORD_MISMATCH": _l("Les deux mots de passe diffèrent."),
    "PASSWORD_IS_THE_SAME": _l("C’est déjà votre mot de passe. Choisissez-en un autre."),
    "TWO_FACTOR_INVALID_TOKEN": _l("Ce code n’est pas ou plus valable. Attendez le suivant."),
    "INVALID_CODE": _l("Ce code n’est pas ou plus valable. Attendez le suivant."),
    "INVALID_RECOVERY_CODE": _l("Ce code de secours n’existe pas, ou il a déjà servi."),
    "DISABLED_ACCOUNT": _l("Ce compte est fermé."),
}
