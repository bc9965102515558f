"""The page of the docs that holds the figures."""

from __future__ import annotations

from benchmarks.quality import tables
from benchmarks.quality.machine import describe_machine, describe_versions
from benchmarks.quality.picture import Panel, draw
from benchmarks.quality.run import OURS

_PAGE = """\
# Figures of the matching

Written by `make bench-matching MATCHING_BENCH=FOLDER` ([how](#how-it-is-measured)); not edited by hand.
[How the method works](matching.md).

![nDCG@10, First@1 and AUROC of every engine](pictures/matching.svg)

Measured on {machine}. {versions}.

## Small territories: 32 offers

What users have. Mean of {count} collections; **First@1**: the first offer is a right one. **AUROC**: the chance that
a need with an answer scores above one without. **through@90**: of the needs that nobody answers, how many pass the
score that keeps 90 % of the others.

{village}

{ours} on each collection:

{villages}

## The project's own collection

[Needs as managers type them](../benchmarks/collection/README.md), against the 72 offers of the demonstration.
**First@1**: the first offer is one of those judged best. The floor is the score under which {ours} says that nobody
fits; peers have none.

{own}

120 needs that tell what happened, and not what is looked for ("le 5 du mois jai plus rien sur le compte"), 36 of them
without an answer. They were written by somebody who knew the offers and had not seen the thesaurus:

{spoken}

## Whole collections

{ranking}

rapidfuzz was asked a sample of 100 needs of each collection.

## Speed

One thread, a need seen for the first time, milliseconds of the processor (of the wall for PostgreSQL, which works in
another process). **The machine was shared with other work, which empties its caches: the milliseconds move from one run
to the next, and only their ratios within this run mean something.** Each engine and size ran in a process of its own.

{speed}

{ratios}

{index}

Megabytes are of memory, of disk for PostgreSQL; an empty cell was not measured.

## How it is measured

FOLDER holds one folder for each collection: `docs.jsonl` (`id`, `title`, `text`), `queries.jsonl` and
`queries_noisy.jsonl` (`id`, `text`), `qrels.tsv` (need, offer, grade), each plain or gzipped. Their texts stay where
they are. Without FOLDER the own collection alone is measured, and nothing is written.

- **nDCG@10**: gain 2^grade − 1, discount log2(place + 1), out of the best possible order. Macro: the mean of the
  collections.
- **Village**: for each collection and kind, 25 catalogues of 32 offers drawn at random, at most 16 needs whose answer
  is there and 16 whose answer is not. The draw is seeded: every engine sees the same villages. Scores are compared
  across villages.
- **Speed**: offers of 40 to 60 words joined from two real texts; 200 noisy needs, fewer where an engine takes more
  than 10 seconds.
- **Peers** are set up as their documentation suggests, in the better of the settings that were tried: no accents, no
  French or English stop words, the stemmer of the language of the collection (PostgreSQL: French), titles above texts
  where the engine has fields.

`--reuse` takes the quality of the peers from the last run, `--million` adds a million offers, `--no-speed` leaves the
speed out.
"""


def write_page(figures: tables.Figures, speeds: tables.Speeds) -> str:
    """Return the page."""
    return _PAGE.format(
        machine=describe_machine(),
        versions=describe_versions(),
        count=len(figures[OURS.name]["ranking"]),
        ours=OURS.name,
        village=tables.village_table(figures),
        villages=tables.village_collections_table(figures[OURS.name]),
        own=tables.own_table(figures, "own"),
        spoken=tables.own_table(figures, "spoken"),
        ranking=tables.ranking_table(figures),
        speed=tables.speed_table(speeds),
        ratios=tables.ratio_table(speeds, OURS.name),
        index=tables.index_table(speeds),
    )


def draw_picture(figures: tables.Figures) -> str:
    """Return the picture: what people type, in whole collections and in villages."""
    noisy = "noisy"
    ranking = [tables.macro(of["ranking"])[noisy] for of in figures.values()]
    first, auroc = (
        [tables.village_macro(of["village"], figure)[noisy] for of in figures.values()] for figure in ("first", "auroc")
    )
    panels = (
        Panel("First@1", "32 offers", first),
        Panel("AUROC", "knows when nobody fits", auroc),
        Panel("nDCG@10", "whole collections", ranking),
    )
    return draw("Needs as people type them: every engine, higher is better", list(figures), panels)
