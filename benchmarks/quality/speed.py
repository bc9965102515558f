"""Milliseconds for a need seen for the first time, seconds and megabytes of an index, at growing numbers of offers.

Each engine and size runs in a process of its own, forked from one that holds the offers: the memory of one is not counted for
the other (Linux). Times are of the processor, not of the wall: a busy machine does not lengthen them.
"""

from __future__ import annotations

import ctypes
import gc
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.quality.engines import Engine
from benchmarks.quality.figures import quantile
from benchmarks.quality.peers import Peer
from benchmarks.quality.texts import Collection
from matching import Offer

SIZES = (32, 1_000, 10_000, 100_000)
MILLION = 1_000_000

#: Needs that are asked; slow engines are stopped after some seconds, and at least so many answers.
ASKED, SECONDS, LEAST = 200, 10.0, 20


@dataclass(frozen=True)
class SpeedFigures:
    """p50 and p95 in milliseconds; the index in seconds and megabytes (memory, or disk for a database on disk)."""

    p50: float
    p95: float
    index_seconds: float
    megabytes: float


def measure_speed(peer: Peer, offers: Sequence[Offer], asked: Sequence[str]) -> SpeedFigures:
    """Measure one engine in a new process; raises EOFError when that process dies."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(sender, peer, offers, asked))
    process.start()
    sender.close()
    try:
        found: SpeedFigures = receiver.recv()
    finally:
        process.join()
    return found


def make_offers(collections: Sequence[Collection], size: int) -> list[Offer]:
    """Offers of 40 to 60 words, each the beginning of one real text and a passage of another."""
    chance = random.Random(f"speed|{size}")
    pool = [f"{offer.title} {offer.text}".split() for collection in collections for offer in collection.offers]
    return [_joined(number, chance.choice(pool), chance.choice(pool), chance) for number in range(size)]


def draw_needs(collections: Sequence[Collection]) -> list[str]:
    """The needs that every engine is asked, as people type them."""
    noisy = [words for collection in collections for words in collection.needs["noisy"].values()]
    return random.Random("asked").sample(noisy, min(ASKED, len(noisy)))


def _joined(number: int, one: list[str], two: list[str], chance: random.Random) -> Offer:
    start = chance.randrange(max(1, len(two) - 25))
    return Offer(f"o{number}", " ".join(one[:6]), " ".join(one[6:31] + two[start : start + 25]))


def _measure(sender: Connection, peer: Peer, offers: Sequence[Offer], asked: Sequence[str]) -> None:
    peer.factory(offers[:8]).search("essai", 3)
    before, start = _resident(), peer.clock()
    engine = peer.factory(offers)
    seconds = peer.clock() - start
    megabytes = getattr(engine, "megabytes", None) or _resident() - before
    times = _ask(engine, asked, peer.clock)
    sender.send(SpeedFigures(quantile(times, 0.5), quantile(times, 0.95), seconds, megabytes))


def _ask(engine: Engine, asked: Sequence[str], clock: Callable[[], float]) -> list[float]:
    times: list[float] = []
    for words in asked:
        if sum(times) > SECONDS * 1000 and len(times) >= LEAST:
            break
        start = clock()
        engine.search(words, 10)
        times.append((clock() - start) * 1000)
    return times


def _resident() -> float:
    """Megabytes of memory that this process holds, what it has freed given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
