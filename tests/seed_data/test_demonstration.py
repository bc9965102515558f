import sqlite3
from contextlib import closing

import click
import pytest

from seed_data.demonstration import make_demonstration
from webapp.config import is_marked_as_demonstration


@pytest.fixture
def place(monkeypatch, tmp_path):
    """Where the demonstration would be made."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path / "alize.sqlite"


def refusal(**options):
    with pytest.raises(click.ClickException) as caught:
        make_demonstration(lambda _line: None, **options)
    return caught.value.message


def test_what_was_loaded_is_marked_as_a_demonstration(loaded_folder):
    assert is_marked_as_demonstration(f"sqlite:///{loaded_folder / 'alize.sqlite'}")
    assert [path.name for path in loaded_folder.iterdir() if "loading" in path.name] == []


@pytest.mark.parametrize("again", [False, True])
def test_a_database_that_somebody_works_with_is_never_overwritten(place, again):
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE need (id INTEGER)")

    assert "are no demonstration" in refusal(again=again)
    assert place.exists()


def test_a_file_that_is_no_database_stays_as_it_is(place):
    place.write_text("My notes")

    assert "is no SQLite database" in refusal()
    assert place.read_text() == "My notes"


def test_a_demonstration_that_runs_is_not_replaced(place, loaded_folder):
    place.write_bytes((loaded_folder / "alize.sqlite").read_bytes())
    with closing(sqlite3.connect(place)) as reader:
        reader.execute("PRAGMA journal_mode=WAL")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM need").fetchone()

        assert "is running" in refusal(again=True)


def test_a_server_of_its_own_is_no_place_for_a_demonstration(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/alize")

    assert "lives in a SQLite file" in refusal()
