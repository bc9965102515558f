"""A matcher on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from matching.catalogue import Catalogue
from matching.formulas import Settings
from matching.thesaurus import Entry
from matching.types import Offer


def save(catalogue: Catalogue, thesaurus: Sequence[Entry], path: Path) -> None:
    """Write the offers and the settings to `path`."""
    rows = {
        "settings": asdict(catalogue.settings),
        "thesaurus": [asdict(entry) for entry in thesaurus],
        "offers": [asdict(offer) for offer in catalogue.by_id().values()],
    }
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> tuple[Settings, tuple[Entry, ...], list[Offer]]:
    """Return what was saved at `path`."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    offers = [Offer(**row | {"skills": tuple(row["skills"])}) for row in rows["offers"]]
    return Settings(**rows["settings"]), tuple(Entry(**entry) for entry in rows["thesaurus"]), offers
