"""Measure the Matcher and its peers.

    python -m benchmarks.quality [--data FOLDER] [--reuse] [--million] [--no-speed]

Without a folder of collections, the project's own is measured and its table printed; with one, docs/matching-figures.md and its
picture are written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.quality import tables
from benchmarks.quality.document import draw_picture, write_page
from benchmarks.quality.run import keep, measure_quality, measure_speeds, read_kept
from benchmarks.quality.speed import MILLION, SIZES
from benchmarks.quality.texts import ROOT, read_collections

KEPT = ROOT / "var/matching-figures.json"
PAGE, PICTURE = ROOT / "docs/matching-figures.md", ROOT / "docs/pictures/matching.svg"


def main() -> None:
    options = _options()
    if options.data is None:
        figures = measure_quality([], {})
        print(*(tables.own_table(figures, needs) for needs in ("own", "spoken")), sep="\n\n")
        return
    collections = read_collections(options.data)
    figures = measure_quality(collections, read_kept(KEPT) if options.reuse else {})
    keep(KEPT, figures)
    print(tables.own_table(figures, "own"), tables.ranking_table(figures), tables.village_table(figures), sep="\n\n")
    if options.no_speed:
        return
    speeds = measure_speeds(collections, (*SIZES, MILLION) if options.million else SIZES)
    PAGE.write_text(write_page(figures, speeds), encoding="utf-8")
    PICTURE.write_text(draw_picture(figures), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of collections")
    parser.add_argument("--reuse", action="store_true", help="take the quality of the peers from the last run")
    parser.add_argument("--million", action="store_true", help="measure speed at a million offers too")
    parser.add_argument("--no-speed", action="store_true", help="measure quality only, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
