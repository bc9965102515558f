"""The figures as tables of Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.quality.figures import mean
from benchmarks.quality.texts import KINDS

#: engine -> "own", "spoken", "ranking", "village" -> its figures.
Figures = dict[str, dict[str, Any]]
#: engine -> number of offers -> its times and size.
Speeds = dict[str, dict[int, dict[str, float]]]


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, its first column of text and the others of figures."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def own_table(figures: Figures, needs: str) -> str:
    """First@1, nDCG@10, AUROC, and what the floor keeps and lets through where an engine has one; of "own" or "spoken"."""
    names = ("first", "ndcg", "auroc", "kept", "passed")
    header = (f"{needs} needs", "First@1", "nDCG@10", "AUROC", "answerable kept at the floor", "unanswerable passed")
    return table(header, ((name, *(_share(of[needs][figure]) for figure in names)) for name, of in figures.items()))


def ranking_table(figures: Figures) -> str:
    """nDCG@10, clean / noisy, for each collection and their mean."""
    collections = list(next(iter(figures.values()))["ranking"])
    rows = []
    for name, of in figures.items():
        cells = [_pair(of["ranking"][collection]) for collection in collections]
        rows.append((name, *cells, f"**{_pair(macro(of['ranking']))}**"))
    return table(("nDCG@10, clean / noisy", *collections, "macro"), rows)


def village_table(figures: Figures) -> str:
    """First@1, AUROC and through@90, clean / noisy, the mean of the collections."""
    rows = [
        (name, *(_pair(village_macro(of["village"], figure)) for figure in ("first", "auroc", "through")))
        for name, of in figures.items()
    ]
    return table(("village, clean / noisy", "First@1", "AUROC", "through@90 (lower is better)"), rows)


def village_collections_table(of: dict[str, Any]) -> str:
    """The same for each collection, of one engine."""
    rows = []
    for collection, kinds in of["village"].items():
        cells = [_pair({kind: kinds[kind][figure] for kind in KINDS}) for figure in ("first", "auroc", "through")]
        rows.append((collection, *cells))
    return table(("clean / noisy", "First@1", "AUROC", "through@90"), rows)


def speed_table(speeds: Speeds) -> str:
    """p50 / p95 in milliseconds at each number of offers."""
    sizes = sorted({size for sizes in speeds.values() for size in sizes})
    rows = [(name, *(_times(of.get(size)) for size in sizes)) for name, of in speeds.items()]
    return table(("p50 / p95, ms", *(f"{size:,} offers" for size in sizes)), rows)


def index_table(speeds: Speeds) -> str:
    """Seconds and megabytes of the index at each number of offers from ten thousand: less is noise."""
    sizes = sorted({size for sizes in speeds.values() for size in sizes if size >= 10_000})
    rows = [(name, *(_index(of.get(size)) for size in sizes)) for name, of in speeds.items()]
    return table(("index, s / MB", *(f"{size:,} offers" for size in sizes)), rows)


def ratio_table(speeds: Speeds, ours: str) -> str:
    """How many times our p50 that of each peer is."""
    sizes = sorted(speeds[ours])
    rows = [
        (name, *(f"{of[size]['p50'] / speeds[ours][size]['p50']:.2g}" if size in of else "" for size in sizes))
        for name, of in speeds.items()
        if name != ours
    ]
    return table((f"p50, times {ours}'s", *(f"{size:,} offers" for size in sizes)), rows)


def macro(ranking: dict[str, dict[str, float]]) -> dict[str, float]:
    """The mean of the collections, for each kind of needs."""
    return {kind: mean(of[kind] for of in ranking.values()) for kind in KINDS}


def village_macro(village: dict[str, dict[str, dict[str, float]]], figure: str) -> dict[str, float]:
    """The mean of the collections of one figure, for each kind of needs."""
    return {kind: mean(of[kind][figure] for of in village.values()) for kind in KINDS}


def _share(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}".removeprefix("0")


def _pair(kinds: dict[str, float]) -> str:
    return " / ".join(_share(kinds[kind]) for kind in KINDS)


def _times(of: dict[str, float] | None) -> str:
    return f"{of['p50']:.3g} / {of['p95']:.3g}" if of else ""


def _index(of: dict[str, float] | None) -> str:
    return f"{of['index_seconds']:.3g} / {of['megabytes']:.0f}" if of else ""
