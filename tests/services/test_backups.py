import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from webapp.services.backups import BackupFailed, back_up


def database(path, rows):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE need (id INTEGER)")
        connection.executemany("INSERT INTO need VALUES (?)", [(n,) for n in range(rows)])
        connection.commit()


def test_a_backup_holds_what_was_written(tmp_path):
    database(tmp_path / "alize.sqlite", 1000)

    size = back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")

    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM need").fetchone() == (1000,)
    assert size == (tmp_path / "copy.sqlite").stat().st_size


def test_a_backup_never_replaces_another(tmp_path):
    database(tmp_path / "alize.sqlite", 1)
    (tmp_path / "copy.sqlite").write_text("yesterday")

    with pytest.raises(BackupFailed, match="exists"):
        back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")

    assert (tmp_path / "copy.sqlite").read_text() == "yesterday"


def test_a_backup_says_which_folder_it_lacks(tmp_path):
    database(tmp_path / "alize.sqlite", 1)

    with pytest.raises(BackupFailed, match=r"there is no folder .*backups$"):
        back_up(tmp_path / "alize.sqlite", tmp_path / "backups" / "copy.sqlite")


def test_a_damaged_database_gives_no_backup(tmp_path):
    (tmp_path / "alize.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)

    with pytest.raises(BackupFailed):
        back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")

    assert [path.name for path in tmp_path.iterdir()] == ["alize.sqlite"]


def test_a_database_that_is_not_there_or_empty_gives_no_backup_and_is_not_made(tmp_path):
    with pytest.raises(BackupFailed):
        back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "alize.sqlite").touch()
    with pytest.raises(BackupFailed, match="no table"):
        back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["alize.sqlite"]


def test_only_its_owner_reads_a_backup(tmp_path):
    database(tmp_path / "alize.sqlite", 1)

    back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")

    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_said(tmp_path):
    database(tmp_path / "alize.sqlite", 1)

    with pytest.raises(BackupFailed):
        back_up(tmp_path / "alize.sqlite", tmp_path / "nowhere" / "copy.sqlite")


def test_a_folder_where_nothing_may_be_written_is_said(tmp_path, monkeypatch):
    database(tmp_path / "alize.sqlite", 1)

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)

    with pytest.raises(BackupFailed, match=f"may not write in {tmp_path}"):
        back_up(tmp_path / "alize.sqlite", tmp_path / "copy.sqlite")
