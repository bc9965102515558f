"""Make matching/background.csv.gz: how common the words of French and English are, from the package wordfreq.

    .venv/bin/python -m benchmarks.background          # needs requirements/bench.txt

The same wordfreq gives the same bytes.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter
from pathlib import Path

import wordfreq

from matching.normalize import fold

#: Commonest words kept of each language; they reach down to 4e-7 and 9e-7 occurrences a word.
KEPT = {"fr": 50_000, "en": 30_000}

TABLE = Path(__file__).parent.parent / "matching" / "background.csv.gz"


def commonest(language: str) -> dict[str, float]:
    """The commonest words of a language, accents folded, with their frequencies."""
    folded: Counter[str] = Counter()
    for word, frequency in wordfreq.get_frequency_dict(language, "large").items():
        if re.fullmatch(r"[a-z0-9]+", key := fold(word)):
            folded[key] += frequency  # type: ignore[assignment]
    return dict(sorted(folded.items(), key=lambda pair: (-pair[1], pair[0]))[: KEPT[language]])


def tenths(frequency: float | None) -> str:
    """A frequency as the tenths of its logarithm, from 1e-9 up; nothing where it is not known."""
    return str(round(10 * (math.log10(frequency) + 9))) if frequency else ""


def main() -> None:
    """Write the table."""
    french, english = commonest("fr"), commonest("en")
    lines = [
        f"{word},{tenths(french.get(word))},{tenths(english.get(word))}"
        for word in sorted(french.keys() | english.keys())
    ]
    text = "\n".join(["word,french,english", *lines]) + "\n"
    TABLE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(lines):,} words, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
