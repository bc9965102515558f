import pytest

from webapp.cli import run_command

SETTINGS = {
    "PUBLIC_BASE_URL": "https://alize.exemple.fr",
    "SECRET_KEYS": "k" * 32,
    "SMTP_URL": "smtp://localhost:25",
    "MAIL_FROM": "alize@exemple.fr",
}


@pytest.fixture
def alize(monkeypatch, capsys):
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)

    def run(url, *words):
        monkeypatch.setenv("DATABASE_URL", url)
        with pytest.raises(SystemExit) as ended:
            run_command(*words)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return ended.value.code, said.out + said.err

    return run


@pytest.fixture
def empty(tmp_path):
    return f"sqlite:///{tmp_path / 'alize.sqlite'}"


@pytest.mark.parametrize(
    "words",
    [
        ["verify"],
        ["erased"],
        ["forget", "a@exemple.fr"],
        ["audit", "head"],
        ["figures", "--territory", "toul"],
        ["user", "add", "a@exemple.fr", "--name", "A", "--role", "network"],
        ["jobs", "list"],
        ["jobs", "start"],
    ],
    ids=" ".join,
)
def test_where_no_table_was_made_the_command_that_makes_them_is_said(alize, empty, words):
    code, said = alize(empty, *words)

    assert code in (1, 2)
    assert "alize db upgrade" in said


@pytest.mark.parametrize("url", ["sqlite:////nowhere/alize.sqlite", "postgresql://alize@127.0.0.1:1/alize"])
def test_a_database_out_of_reach_is_said_in_a_sentence(alize, url):
    code, said = alize(url, "verify")

    assert code == 2
    assert said.startswith("alize: The database does not serve: ")
    assert "DATABASE_URL" in said


def test_a_missing_setting_is_said_in_a_sentence(alize, empty, monkeypatch):
    monkeypatch.delenv("SMTP_URL")

    assert alize(empty, "verify") == (
        2,
        "alize: Missing: SMTP_URL. The page docs/settings.md says what each of them is.\n",
    )


def test_the_help_is_the_same_before_there_are_settings(alize, empty, monkeypatch):
    _, with_settings = alize(empty, "--help")
    for name in SETTINGS:
        monkeypatch.delenv(name)

    assert alize(empty, "--help") == (0, with_settings)
    assert " db " in with_settings
    assert " territory " in with_settings
