"""Collections: offers, needs, and which offer answers which need."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching import Offer

ROOT = Path(__file__).parents[2]
OWN = ROOT / "benchmarks/collection"
SPOKEN = OWN / "spoken"
DEMONSTRATION = ROOT / "seed_data/demo"

#: How the needs of a collection are written: as their source has them, and as people type them.
KINDS = ("clean", "noisy")


@dataclass(frozen=True)
class Collection:
    """Offers and needs, with the grade of each offer that answers a need (absent: 0).

    Attributes
    ----------
    needs : mapping
        kind -> need id -> words, in the order of the files.
    grades : mapping
        need id -> offer id -> grade.
    """

    name: str
    offers: Sequence[Offer]
    needs: Mapping[str, Mapping[str, str]]
    grades: Mapping[str, Mapping[str, int]]


def read_collections(folder: Path) -> list[Collection]:
    """Read each sub-folder that holds docs, queries, queries_noisy (.jsonl) and qrels (.tsv), plain or gzipped."""
    return [_read(path) for path in sorted(folder.iterdir()) if _file(path, "docs.jsonl") is not None]


def read_own(folder: Path = OWN) -> Collection:
    """The project's own needs, those of OWN or of SPOKEN, judged against the offers of the demonstration."""
    labels = {row["code"]: row["label"] for row in _rows(DEMONSTRATION / "skills.csv")}
    offers = [
        Offer(row["code"], row["title"], row["text"], tuple(labels[code] for code in row["skills"].split()))
        for row in _rows(DEMONSTRATION / "offers.csv")
    ]
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(folder / "judgements.csv"):
        grades[row["need"]][row["offer"]] = int(row["grade"])
    needs = {row["code"]: row["text"] for row in _rows(folder / "needs.csv")}
    return Collection("own", offers, {"typed": needs}, dict(grades))


def _read(folder: Path) -> Collection:
    documents = [json.loads(line) for line in _lines(folder, "docs.jsonl")]
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in _lines(folder, "qrels.tsv"):
        need, offer, grade = line.split("\t")
        grades[need][offer] = int(grade)
    return Collection(
        folder.name,
        [Offer(row["id"], row["title"], row["text"]) for row in documents],
        {"clean": _needs(folder, "queries.jsonl"), "noisy": _needs(folder, "queries_noisy.jsonl")},
        dict(grades),
    )


def _needs(folder: Path, stem: str) -> dict[str, str]:
    rows: Iterator[dict[str, Any]] = (json.loads(line) for line in _lines(folder, stem))
    return {row["id"]: row["text"] for row in rows}


def _file(folder: Path, stem: str) -> Path | None:
    return next((path for path in (folder / stem, folder / f"{stem}.gz") if path.is_file()), None)


def _lines(folder: Path, stem: str) -> list[str]:
    path = _file(folder, stem)
    if path is None:
        raise FileNotFoundError(folder / stem)
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    # Not splitlines: a text may hold other separators than a line feed.
    return [line for line in content.decode("utf-8").split("\n") if line.strip()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
