"""Every setting: name, meaning, default. Read from the environment once, typed, refused with a sentence when wrong.

Delays, ceilings and rules of a territory are not here: they are rows of the database. A demonstration is recognised by a
mark in its SQLite file, read before anything else; it opens up what production keeps closed, never the other way round.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from webapp.terminal import gettext as _

#: SQLite's application_id of a demonstration database ("ALZD").
DEMONSTRATION_MARK = 0x414C5A44


class SettingError(ValueError):
    """A setting is missing or wrong; the message says which and what to write."""


@dataclass(frozen=True)
class Setting:
    """One environment variable, for docs/settings.md and for reading."""

    name: str
    default: str
    meaning: str
    is_optional: bool = False

    @property
    def is_required(self) -> bool:
        """True when an installation must give it."""
        return not self.default and not self.is_optional


SETTINGS = (
    Setting("DATA_DIR", "var", _("Dossier de la base SQLite, quand DATABASE_URL n’est pas donnée.")),
    Setting(
        "DATABASE_URL", "sqlite:///DATA_DIR/alize.sqlite", _("Où sont les données : sqlite:///… ou postgresql://…")
    ),
    Setting("PUBLIC_BASE_URL", "", _("Adresse du site, écrite dans chaque lien : https://alize.exemple.fr")),
    Setting(
        "SECRET_KEYS",
        "",
        _("Clés de signature, séparées par une virgule, de 32 caractères au moins ; la première signe."),
    ),
    Setting(
        "SMTP_URL",
        "",
        _("Relais des messages : smtps://user:password@host:465, smtp+starttls://host:587 ou smtp://localhost:25"),
    ),
    Setting("MAIL_FROM", "", _("Expéditeur de chaque message, une adresse de votre domaine.")),
    Setting(
        "PUBLISHER",
        "",
        _("Mentions légales : qui publie le site, son adresse, qui dirige la publication."),
        is_optional=True,
    ),
    Setting(
        "HOSTED_BY", "", _("Mentions légales : qui héberge le site, son adresse, son téléphone."), is_optional=True
    ),
    Setting("WEB_HOSTS", "1", _("Sur combien de machines tourne l’application ; au-delà d’une, il faut PostgreSQL.")),
    Setting("TRUSTED_PROXIES", "0", _("Combien de proxys sont devant, et écrivent X-Forwarded-For et -Proto.")),
    Setting("LOG_LEVEL", "INFO", _("Ce que dit le journal : DEBUG, INFO, WARNING ou ERROR.")),
    Setting(
        "COMPANY_SEARCH_URL",
        "off",
        _(
            "Recherche nationale d’entreprises, à qui demander chaque nuit qui est toujours là : "
            "https://recherche-entreprises.api.gouv.fr/search ; off : rien n’est demandé."
        ),
    ),
    Setting("PORT", "8000", _("Port de la démonstration ; le suivant sert à ses messages.")),
)


@dataclass(frozen=True)
class Settings:
    """The settings, checked."""

    database_url: str
    public_base_url: str
    secret_keys: tuple[str, ...]
    smtp_url: str
    mail_from: str
    web_hosts: int
    trusted_proxies: int
    log_level: str
    port: int
    is_demonstration: bool
    #: "" where nobody is asked
    company_search_url: str = ""
    publisher: str = ""
    hosted_by: str = ""

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        """True when people reach the site over https, so that cookies may be Secure."""
        return self.public_base_url.startswith("https://")

    @property
    def mailbox(self) -> Path | None:
        """Folder where the mail server of a demonstration keeps what it gets; None elsewhere."""
        path = sqlite_path(self.database_url)
        return path.parent / "mailbox" if self.is_demonstration and path is not None else None


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings.

    Raises:
        SettingError: a setting is missing or wrong, with a sentence that says what to do.
    """
    values = os.environ if environ is None else environ
    given = {setting.name: values.get(setting.name, setting.default).strip() for setting in SETTINGS}
    database_url = find_database_url(values)
    port = _whole(given, "PORT", 1, 65533)
    if is_marked_as_demonstration(database_url):
        given = _open_for_demonstration(given, database_url, port)
    missing = [setting.name for setting in SETTINGS if setting.is_required and not given[setting.name]]
    if missing:
        raise SettingError(
            _(
                "Il manque : %(names)s. La page docs/pour-les-reglages.md dit ce qu’est chacun.",
                names=", ".join(missing),
            )
        )
    settings = Settings(
        database_url=database_url,
        public_base_url=_base_url(given["PUBLIC_BASE_URL"]),
        secret_keys=_keys(given["SECRET_KEYS"]),
        smtp_url=_smtp_url(given["SMTP_URL"]),
        mail_from=_mail_from(given["MAIL_FROM"]),
        web_hosts=_whole(given, "WEB_HOSTS", 1, 1000),
        trusted_proxies=_whole(given, "TRUSTED_PROXIES", 0, 5),
        log_level=_log_level(given["LOG_LEVEL"]),
        company_search_url=_search_url(given["COMPANY_SEARCH_URL"]),
        port=port,
        is_demonstration=is_marked_as_demonstration(database_url),
        publisher=given["PUBLISHER"],
        hosted_by=given["HOSTED_BY"],
    )
    if settings.is_sqlite and settings.web_hosts > 1:
        raise SettingError(
            _("WEB_HOSTS dépasse 1, mais SQLite ne sert qu’une machine. Donnez une DATABASE_URL en postgresql://.")
        )
    return settings


def find_database_url(environ: Mapping[str, str] | None = None) -> str:
    """Where the data live, whatever the other settings say.

    Raises:
        SettingError: DATABASE_URL is neither SQLite nor PostgreSQL.
    """
    values = os.environ if environ is None else environ
    data_dir = values.get("DATA_DIR", "").strip() or "var"
    return _database_url(values.get("DATABASE_URL", "").strip(), Path(data_dir))


def sqlite_path(database_url: str) -> Path | None:
    """The file of a SQLite URL; None for another engine."""
    if not database_url.startswith("sqlite:///"):
        return None
    return Path(database_url.removeprefix("sqlite:///"))


def is_marked_as_demonstration(database_url: str) -> bool:
    """True when the database is a SQLite file that `alize demo load` has marked.

    Raises:
        SettingError: the file is there and cannot be read as a database.
    """
    path = sqlite_path(database_url)
    try:
        if path is None or not path.is_file():
            return False
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except (sqlite3.DatabaseError, PermissionError) as error:
        raise SettingError(
            _(
                "La base %(path)s est illisible : %(error)s. Qui lance cette commande doit pouvoir lire et écrire ce fichier "
                "et son dossier, et le disque avoir de la place.",
                path=path,
                error=getattr(error, "strerror", None) or error,
            )
        ) from None
    return bool(mark == DEMONSTRATION_MARK)


def _open_for_demonstration(given: dict[str, str], database_url: str, port: int) -> dict[str, str]:
    opened = {
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "SECRET_KEYS": hashlib.sha256(database_url.encode()).hexdigest(),  # a demonstration has no secret
        "SMTP_URL": f"smtp://127.0.0.1:{port + 1}",
        "MAIL_FROM": "alize@exemple.fr",
    }
    return given | {name: value for name, value in opened.items() if not given[name]}


def _database_url(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir.resolve() / 'alize.sqlite'}"
    if url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
        return url
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        _split("DATABASE_URL", url)
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    raise SettingError(_("DATABASE_URL doit commencer par sqlite:/// ou postgresql://."))


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        int(parts.port or 0)
    except ValueError:
        raise SettingError(
            _(
                "%(name)s n’est pas une adresse : son hôte ou son port est illisible. Dans un mot de passe, / s’écrit %%2F, "
                "# s’écrit %%23, @ s’écrit %%40, et les deux-points %%3A.",
                name=name,
            )
        ) from None
    return parts


def _base_url(url: str) -> str:
    parts = _split("PUBLIC_BASE_URL", url)
    is_alone = parts.path in {"", "/"} and not any(mark in url for mark in "?#@")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_alone:
        raise SettingError(
            _(
                "PUBLIC_BASE_URL doit être une adresse et rien d’autre, comme https://alize.exemple.fr : sans chemin, sans "
                "point d’interrogation, sans #, sans nom ni mot de passe."
            )
        )
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise SettingError(_("PUBLIC_BASE_URL doit commencer par https:// ; seul localhost peut être en http://."))
    return url.rstrip("/")


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or any(len(key) < 32 for key in keys):
        raise SettingError(
            _(
                "SECRET_KEYS demande une clé ou plusieurs, de 32 caractères au moins, séparées par une virgule. En fabriquer "
                "une : %(command)s",
                command='python3 -c "import secrets; print(secrets.token_hex(32))"',
            )
        )
    return keys


def _smtp_url(url: str) -> str:
    parts = _split("SMTP_URL", url)
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise SettingError(
            _("SMTP_URL doit commencer par smtps://, smtp+starttls:// ou, pour un relais sur cette machine, smtp://.")
        )
    if parts.scheme == "smtp" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise SettingError(
            _("SMTP_URL sans chiffrement ne va qu’à un relais sur cette machine. Prenez smtps:// ou smtp+starttls://.")
        )
    return url


def _search_url(url: str) -> str:
    if url in ("", "off"):
        return ""
    parts = _split("COMPANY_SEARCH_URL", url)
    is_here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not (parts.scheme == "https" or is_here) or not parts.hostname or parts.query:
        raise SettingError(
            _("COMPANY_SEARCH_URL doit commencer par https:// et n’avoir pas de point d’interrogation, ou être off.")
        )
    return url


def _mail_from(address: str) -> str:
    local, at, domain = address.partition("@")
    if not (local and at and "." in domain) or any(c.isspace() or c in "<>,;" for c in address):
        raise SettingError(_("MAIL_FROM doit être une adresse, comme alize@exemple.fr."))
    return address


def _log_level(level: str) -> str:
    if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingError(_("LOG_LEVEL doit être DEBUG, INFO, WARNING ou ERROR."))
    return level.upper()


def _whole(given: Mapping[str, str], name: str, low: int, high: int) -> int:
    text = given[name]
    if not (text.isascii() and text.isdigit() and low <= int(text[:9]) <= high):
        raise SettingError(
            _("%(name)s doit être un nombre entier, de %(low)s à %(high)s.", name=name, low=low, high=high)
        )
    return int(text)
