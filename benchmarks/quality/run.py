"""Every engine on every collection: the figures of one run, kept as JSON between runs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.quality.databases import start_cluster
from benchmarks.quality.own import measure_own
from benchmarks.quality.peers import PEERS, Peer
from benchmarks.quality.ranking import measure_ranking
from benchmarks.quality.speed import draw_needs, make_offers, measure_speed
from benchmarks.quality.tables import Figures, Speeds
from benchmarks.quality.texts import KINDS, SPOKEN, Collection, read_own
from benchmarks.quality.village import measure_village
from matching import FLOOR

OURS = PEERS[0]


def measure_quality(collections: Sequence[Collection], kept: Figures) -> Figures:
    """The figures of each engine; those of a peer in `kept` are taken from there, for no machine changes them."""
    return {peer.name: kept.get(peer.name) or _quality(peer, collections) for peer in PEERS}


def _quality(peer: Peer, collections: Sequence[Collection]) -> dict[str, Any]:
    print(f"quality  {peer.name}", flush=True)
    floor = FLOOR if peer is OURS else math.nan
    return {
        "own": asdict(measure_own(peer.factory, read_own(), floor)),
        "spoken": asdict(measure_own(peer.factory, read_own(SPOKEN), floor)),
        "ranking": {each.name: measure_ranking(peer.factory, each, peer.sample) for each in collections},
        "village": {
            each.name: {kind: asdict(measure_village(peer.factory, each, kind)) for kind in KINDS}
            for each in collections
        },
    }


def measure_speeds(collections: Sequence[Collection], sizes: Sequence[int]) -> Speeds:
    """Times and sizes of each engine, the small catalogues first."""
    start_cluster()
    asked = draw_needs(collections)
    found: Speeds = {peer.name: {} for peer in PEERS}
    for size in sizes:
        offers = make_offers(collections, size)
        for peer in PEERS:
            if size <= peer.largest:
                found[peer.name][size] = asdict(measure_speed(peer, offers, asked))
                print(f"speed    {peer.name} at {size:,}: {found[peer.name][size]}", flush=True)
    return found


def read_kept(path: Path) -> Figures:
    """The figures of the peers in the last run; ours are always measured."""
    if not path.is_file():
        return {}
    figures: Figures = json.loads(path.read_text(encoding="utf-8"))
    return {name: figure for name, figure in figures.items() if name != OURS.name}


def keep(path: Path, figures: Figures) -> None:
    """Write the figures of this run for the next one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1), encoding="utf-8")
