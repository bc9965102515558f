"""Flask-Security, tamed: its settings, its writes through our transactions, its mails through our outbox."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import qrcode
from flask import Flask, abort, flash, url_for
from flask_babel import gettext as _
from flask_security import MailUtil, PasswordUtil, Security, SQLAlchemyUserDatastore, Totp
from passlib.totp import TOTP, AppWallet
from sqlalchemy import inspect
from zxcvbn import zxcvbn

from webapp import clock
from webapp.config import Settings
from webapp.domain.imports import plain
from webapp.extensions import db
from webapp.forms.accounts import FORMS, SENTENCES
from webapp.models.accounts import Account, SecurityRole
from webapp.services.accounts import note_mail
from webapp.services.throttles import Limit, note_use
from webapp.transaction import transaction

ADDRESSES = {
    "LOGIN_URL": "/connexion",
    "LOGOUT_URL": "/deconnexion",
    "RESET_URL": "/mot-de-passe/oubli",
    "CHANGE_URL": "/mot-de-passe",
    "VERIFY_URL": "/connexion/encore",
    "TWO_FACTOR_SETUP_URL": "/second-facteur",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-facteur/code",
    "TWO_FACTOR_RESCUE_URL": "/second-facteur/secours",
    "TWO_FACTOR_SELECT_URL": "/second-facteur/choix",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/second-facteur/codes-de-secours",
    "MULTI_FACTOR_RECOVERY_URL": "/second-facteur/code-de-secours",
}

FEATURES = {
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    # Argon2 alone: a signing key that is replaced must not take every password with it.
    "PASSWORD_SINGLE_HASH": ["argon2"],
    "PASSWORD_LENGTH_MIN": 12,
    "PASSWORD_CONFIRM_REQUIRED": True,
    "RECOVERABLE": True,
    "RESET_PASSWORD_WITHIN": timedelta(minutes=30),
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_ALWAYS_VALIDATE": True,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "TOTP_ISSUER": "Alizé",
    "RETURN_GENERIC_RESPONSES": True,
    "USE_REGISTER_V2": True,
    "JOIN_USER_ROLES": False,
    "FLASH_MESSAGES": False,
    "API_ENABLED_METHODS": ["session"],
    "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(0),
    "STATIC_FOLDER": None,
    # `alize user` adds accounts; those of Flask-Security's commands would have neither territory nor second factor.
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    # No name server is asked about an address; our outbox writes the mails.
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "POST_LOGIN_VIEW": "accounts.welcome",
    "POST_LOGOUT_VIEW": "/",
    "POST_CHANGE_VIEW": "accounts.show",
    "TWO_FACTOR_POST_SETUP_VIEW": "accounts.show",
}

#: Pages of Flask-Security's that lead nowhere here: there is one kind of second factor, and its rescue is by codes.
CLOSED = ("security.tf_select", "security.two_factor_rescue")

#: Words with which passwords begin in French, beside the lists of zxcvbn, which are English.
GUESSED_FIRST = (
    "alize",
    "azerty",
    "azertyuiop",
    "bonjour",
    "doudou",
    "entreprise",
    "loulou",
    "motdepasse",
    "soleil",
    "toulouse",
)

#: zxcvbn's marks go from 0 to 4; at 3 a stolen digest resists some 10^8 tries. It reads so many characters.
STRONG_ENOUGH, READ_BY_ZXCVBN = 3, 72

#: A code of the second factor opens once.
CODE_USE = Limit("second_factor_code", 1, timedelta(minutes=3))


#: Our mail for each of Flask-Security's.
MAILS = {"reset_instructions": "account_reset", "reset_notice": "account_changed", "change_notice": "account_changed"}


def register_security(app: Flask, settings: Settings) -> None:
    """Set Flask-Security up, its pages under French addresses."""
    values: dict[str, Any] = ADDRESSES | FEATURES
    values |= {f"MSG_{key}": (sentence, "error") for key, sentence in SENTENCES.items()}
    values["TOTP_SECRETS"] = {_tag(key): _derived(key) for key in settings.secret_keys}
    app.config.from_mapping({f"SECURITY_{name}": value for name, value in values.items()})
    app.config["SECURITY_PASSWORD_SALT"] = _derived(settings.secret_keys[-1])
    app.config["REMEMBER_COOKIE_DURATION"] = timedelta(0)
    datastore = AccountDatastore(db, Account, SecurityRole)
    security = Security(
        app, datastore, mail_util_cls=OutboxMails, password_util_cls=HardToGuess, totp_cls=OneTimeCodes, **FORMS
    )
    # Whoever asks gets a page: an answer in JSON would be another interface to keep safe.
    security.want_json(lambda _request: False)
    for endpoint in CLOSED:
        app.view_functions[endpoint] = _closed
    app.view_functions["security.reset_password"] = _telling_dead_links(app.view_functions["security.reset_password"])


def _closed() -> NoReturn:
    abort(404)


def _telling_dead_links(view: Callable[..., Any]) -> Callable[..., Any]:
    """A link that serves no more leads to where another one is asked for; whoever opened it is told why."""

    def tell(token: str) -> Any:
        answer = view(token)
        if getattr(answer, "location", None) == url_for("security.forgot_password"):
            said = _(
                "Ce lien ne sert plus : il a déjà servi, ou les trente minutes sont passées. Demandez-en un autre."
            )
            flash(said, "warning")
        return answer

    return tell


def _derived(key: str) -> str:
    """A key of its own for the second factor, from a signing key."""
    return hashlib.sha256(f"second factor {key}".encode()).hexdigest()


def _tag(key: str) -> str:
    """The name under which a secret is kept, so that it is found again among several keys."""
    return hashlib.sha256(f"tag {key}".encode()).hexdigest()[:8]


class AccountDatastore(SQLAlchemyUserDatastore):
    """Flask-Security's writes, each in a transaction of ours: it changes a row first and says so afterwards.

    The changes are taken off the row, the row read again behind the write lock, and the changes put back. Whatever is
    slow, such as hashing a password, has happened before.
    """

    def put(self, model: Any) -> Any:
        session = db.session()
        if session.info.get("writing"):
            session.add(model)
            return model
        state = inspect(model)
        changed = {attr.key: attr.value for attr in state.attrs if attr.history.has_changes()}
        if state.persistent:
            session.rollback()
        with transaction():
            for name, value in changed.items():
                setattr(model, name, value)
            session.add(model)
        return model

    def commit(self) -> None:
        for row in list(db.session.dirty):
            self.put(row)


class OneTimeCodes(Totp):
    """The second factor: the first key encrypts its secrets, all keys read them, and a code opens once."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=next(iter(secrets))))

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """True when the code is the one of this moment and has not served before."""
        if not super().verify_totp(token, totp_secret, user, window):
            return False
        # "123 456" is the same code as "123456"
        code = self._totp.normalize_token(token)
        with transaction():
            return note_use(CODE_USE, f"{user.id}:{code}", now=clock.real_now())

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The drawing to scan, as the data of an SVG path, one unit a square."""
        code = qrcode.QRCode(border=2)
        code.add_data(self.get_totp_uri(username, totp))
        rows = enumerate(code.get_matrix())
        return "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, is_dark in enumerate(row) if is_dark)


class HardToGuess(PasswordUtil):
    """A password is long, and not one that a list or a name gives away: judged here, no other host is asked."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        faults, normal = super().validate(password, is_register, **kwargs)
        if not faults and _mark(normal, kwargs.get("user")) < STRONG_ENOUGH:
            faults = [str(SENTENCES["PASSWORD_TOO_SIMPLE"])]
        return faults, normal


def _mark(password: str, account: Account | None) -> int:
    """How hard a password is to guess for who knows its owner's name and address, from 0 to 4: what is left without them."""
    owner = plain(f"{account.name} {account.email}") if account else ""
    rest = plain(password)
    for word in sorted({*GUESSED_FIRST, *re.findall(r"[^\W_]{4,}", owner)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return int(zxcvbn(rest[:READ_BY_ZXCVBN])["score"]) if rest else 0


class OutboxMails(MailUtil):
    """Flask-Security's mails as rows of our outbox; their links are made when they leave."""

    def send_mail(self, template: str, *_args: Any, **context: Any) -> None:
        with transaction():
            note_mail(context["user"].id, MAILS[template.rpartition("/")[2]], now=clock.now())
