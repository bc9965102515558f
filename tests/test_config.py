from pathlib import Path

import pytest

from webapp.config import DEMONSTRATION_MARK, SettingError, read_settings

GOOD = {
    "DATABASE_URL": "postgresql://alize@localhost/alize",
    "PUBLIC_BASE_URL": "https://alize.exemple.fr",
    "SECRET_KEYS": "a" * 32,
    "SMTP_URL": "smtps://user:password@relais.exemple.fr:465",
    "MAIL_FROM": "alize@exemple.fr",
}


def test_good_settings_are_read():
    settings = read_settings(GOOD)

    assert settings.database_url == "postgresql+psycopg://alize@localhost/alize"
    assert (settings.is_secure, settings.is_sqlite, settings.is_demonstration) == (True, False, False)
    assert settings.secret_keys == ("a" * 32,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/alize"),
        ("DATABASE_URL", "postgresql://alize:a/b@localhost/alize"),
        ("PUBLIC_BASE_URL", "https://alize.exemple.fr:port"),
        ("SMTP_URL", "smtps://user:pass#word@relais.exemple.fr:465"),
        ("COMPANY_SEARCH_URL", "https://[recherche"),
        ("PUBLIC_BASE_URL", ""),
        ("PUBLIC_BASE_URL", "http://alize.exemple.fr"),
        ("PUBLIC_BASE_URL", "https://alize.exemple.fr/chemin"),
        ("PUBLIC_BASE_URL", "https://alize.exemple.fr?lang=en"),
        ("PUBLIC_BASE_URL", "https://alize.exemple.fr/#accueil"),
        ("PUBLIC_BASE_URL", "https://alize:motdepasse@alize.exemple.fr"),
        ("PUBLIC_BASE_URL", "https://alize@alize.exemple.fr"),
        ("SECRET_KEYS", ""),
        ("SECRET_KEYS", "short"),
        ("SMTP_URL", "smtp://relais.exemple.fr"),
        ("SMTP_URL", "relais.exemple.fr"),
        ("MAIL_FROM", "alize"),
        ("MAIL_FROM", "a@exemple.fr, b@exemple.fr"),
        ("WEB_HOSTS", "two"),
        ("WEB_HOSTS", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("LOG_LEVEL", "LOUD"),
        ("COMPANY_SEARCH_URL", "http://recherche.exemple.fr/search"),
        ("COMPANY_SEARCH_URL", "https://recherche.exemple.fr/search?q=1"),
        ("PORT", "70000"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name, value):
    with pytest.raises(SettingError, match=name):
        read_settings(GOOD | {name: value})


def test_all_that_is_missing_is_said_at_once():
    with pytest.raises(SettingError, match="Missing: SECRET_KEYS, MAIL_FROM"):
        read_settings(GOOD | {"SECRET_KEYS": "", "MAIL_FROM": " "})


def test_a_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "alize.sqlite").write_text("Dear diary, this is no database at all")

    with pytest.raises(SettingError, match=r"alize\.sqlite cannot be read"):
        read_settings(GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path / 'alize.sqlite'}"})


def test_sqlite_serves_one_host():
    with pytest.raises(SettingError, match="WEB_HOSTS"):
        read_settings(GOOD | {"DATABASE_URL": "sqlite:////tmp/alize.sqlite", "WEB_HOSTS": "2"})


def test_a_demonstration_needs_no_other_setting(tmp_path):
    mark(tmp_path / "alize.sqlite")

    settings = read_settings({"DATA_DIR": str(tmp_path), "PORT": "8123"})

    assert settings.is_demonstration
    assert settings.public_base_url == "http://localhost:8123"
    assert settings.secret_keys == read_settings({"DATA_DIR": str(tmp_path)}).secret_keys


def test_production_has_no_key_of_its_own(tmp_path):
    (tmp_path / "alize.sqlite").write_bytes(b"")

    with pytest.raises(SettingError):
        read_settings({"DATA_DIR": str(tmp_path)})


def mark(path):
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {DEMONSTRATION_MARK}")
    connection.close()


def test_a_folder_that_may_not_be_entered_is_said(tmp_path, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)

    with pytest.raises(
        SettingError, match=r"alize\.sqlite cannot be read: Permission denied\. Who runs this command must"
    ):
        read_settings(GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path / 'alize.sqlite'}"})
