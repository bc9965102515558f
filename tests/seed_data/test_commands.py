import shutil

import pytest
from click.testing import CliRunner

from seed_data.commands import demo


@pytest.fixture
def alize(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "PUBLIC_BASE_URL", "SECRET_KEYS", "SMTP_URL", "MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(demo, words)


def test_a_demonstration_that_is_there_is_not_loaded_over(alize, tmp_path, loaded_folder):
    shutil.copyfile(loaded_folder / "alize.sqlite", tmp_path / "alize.sqlite")
    before = (tmp_path / "alize.sqlite").read_bytes()

    said = alize("load")

    assert said.exit_code == 1
    assert "alize demo load --again" in said.output
    assert (tmp_path / "alize.sqlite").read_bytes() == before


def test_where_nothing_was_loaded_nothing_runs(alize, tmp_path):
    said = alize("run")

    assert said.exit_code == 1
    assert "Make one with: alize demo load" in said.output
    assert list(tmp_path.iterdir()) == []


def test_each_command_says_what_it_does(alize):
    said = alize("--help").output

    assert "load" in said
    assert "run" in said
