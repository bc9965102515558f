"""A matcher in a folder: arrays that are mapped and not read, shared by the processes that map them, and two lists of words.

The folder holds one `.npy` a column, `words.json` (the vocabulary and the ids) and `matcher.json` (settings, thesaurus). It
is written beside its place and moved there whole. Nothing in it is code: it can be read from a place that is not trusted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.formulas import Settings
from matching.postings import Postings
from matching.rows import Column
from matching.shelf import Shelf, write
from matching.thesaurus import Entry

#: Another number, another layout: an older folder is refused.
LAYOUT = 5

_ROWS = ("ends", "terms", "titles", "texts")
_OFFERS = ("held", "weights", "senses", "directions", "present", "title_lengths", "text_lengths", "title_weights")
_POSTINGS = ("starts", "slots", "impacts", "presences", "titled")


def save(catalogue: Catalogue, thesaurus: Sequence[Entry], path: Path) -> None:
    """Write `catalogue` to the folder `path`, in place of what was there. O(entries)."""
    if len(catalogue) < len(catalogue.shelf):
        catalogue = catalogue.fresh()
    lists, arrays = catalogue.vocabulary.saved()
    ids, written, ends = write(catalogue.by_id().values())
    arrays |= {"offers": written, "offer_ends": ends}
    arrays |= {f"row_{name}": getattr(catalogue.rows, name).view() for name in _ROWS}
    arrays |= {f"offer_{name}": getattr(catalogue, name).view() for name in _OFFERS}
    if catalogue.postings:
        arrays |= {f"posting_{name}": getattr(catalogue.postings, name) for name in _POSTINGS}
    beside = path.with_name(f"{path.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, values in arrays.items():
        np.save(beside / f"{name}.npy", values)
    _write(beside / "words.json", {**lists, "ids": ids})
    rows = [asdict(entry) for entry in thesaurus]
    _write(beside / "matcher.json", {"layout": LAYOUT, "settings": asdict(catalogue.settings), "thesaurus": rows})
    shutil.rmtree(path, ignore_errors=True)
    beside.rename(path)


def load_parameters(path: Path) -> tuple[Settings, tuple[Entry, ...]]:
    """Return the settings and the territory's rows of a folder.

    Raises
    ------
    ValueError
        When the folder has another layout.
    """
    rows = json.loads((path / "matcher.json").read_bytes())
    if rows["layout"] != LAYOUT:
        raise ValueError(f"{path} has layout {rows['layout']}, this library reads {LAYOUT}: save the offers again")
    return Settings(**rows["settings"]), tuple(Entry(**entry) for entry in rows["thesaurus"])


def load_into(catalogue: Catalogue, path: Path) -> None:
    """Fill an empty `catalogue` from a folder. O(vocabulary + offers), the entries are mapped."""
    lists = json.loads((path / "words.json").read_bytes())
    arrays = {file.stem: _map(file) for file in sorted(path.glob("*.npy"))}
    catalogue.vocabulary.restore(lists, arrays)
    for name in _ROWS:
        setattr(catalogue.rows, name, _column(arrays[f"row_{name}"]))
    for name in _OFFERS:
        setattr(catalogue, name, _column(arrays[f"offer_{name}"]))
    if "posting_starts" in arrays:
        columns = {name: arrays[f"posting_{name}"] for name in _POSTINGS}
        catalogue.postings = Postings(offers=len(lists["ids"]), **columns)
    catalogue.shelf = Shelf(lists["ids"], arrays["offers"], arrays["offer_ends"])
    catalogue.slots = {offer_id: slot for slot, offer_id in enumerate(lists["ids"])}


def _column(values: npt.NDArray[Any]) -> Column:
    return Column(values, len(values))


def _map(file: Path) -> npt.NDArray[Any]:
    return np.asarray(np.load(file, mmap_mode="r"))  # what could hold code is refused: it cannot be mapped


def _write(file: Path, rows: dict[str, Any]) -> None:
    file.write_bytes(json.dumps(rows).encode())
