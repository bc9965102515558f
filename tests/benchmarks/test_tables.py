import math

from benchmarks.quality import tables

FIGURES = {
    "ours": {
        "own": {"first": 0.9, "ndcg": 0.8, "auroc": 0.7, "kept": 0.6, "passed": 0.1},
        "ranking": {"one": {"clean": 0.5, "noisy": 0.4}, "two": {"clean": 0.7, "noisy": 0.6}},
        "village": {
            name: {
                "clean": {"first": first, "auroc": 0.8, "through": 0.3},
                "noisy": {"first": first, "auroc": 0.6, "through": 0.5},
            }
            for name, first in (("one", 0.5), ("two", 1.0))
        },
    },
}
SPEEDS = {
    "ours": {
        32: {"p50": 0.2, "p95": 0.5, "index_seconds": 0.01, "megabytes": 1.0},
        10_000: {"p50": 0.4, "p95": 0.9, "index_seconds": 0.123, "megabytes": 12.4},
    },
    "theirs": {32: {"p50": 0.5, "p95": 1.5, "index_seconds": 0.02, "megabytes": 2.0}},
}


def last_line(text):
    return text.splitlines()[-1]


def test_the_macro_is_the_mean_of_the_collections():
    assert last_line(tables.ranking_table(FIGURES)) == "| ours | .500 / .400 | .700 / .600 | **.600 / .500** |"
    assert last_line(tables.village_table(FIGURES)) == "| ours | .750 / .750 | .800 / .600 | .300 / .500 |"


def test_one_engine_is_shown_for_each_collection():
    assert (
        last_line(tables.village_collections_table(FIGURES["ours"]))
        == "| two | 1.000 / 1.000 | .800 / .600 | .300 / .500 |"
    )


def test_what_has_no_figure_is_an_empty_cell():
    peer = {"peer": {"own": FIGURES["ours"]["own"] | {"kept": math.nan, "passed": math.nan}}}

    assert last_line(tables.own_table(peer, "own")) == "| peer | .900 | .800 | .700 |  |  |"


def test_speed_is_shown_in_time_in_ratio_and_in_size():
    assert last_line(tables.speed_table(SPEEDS)) == "| theirs | 0.5 / 1.5 |  |"
    assert last_line(tables.ratio_table(SPEEDS, "ours")) == "| theirs | 2.5 |  |"
    assert tables.index_table(SPEEDS).splitlines()[2:] == ["| ours | 0.123 / 12 |", "| theirs |  |"]
