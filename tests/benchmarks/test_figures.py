import math

import pytest

from benchmarks.quality.figures import auroc, mean, ndcg, quantile, share_reaching


@pytest.mark.parametrize(
    ("ranked", "grades", "expected"),
    [
        (["a"], {"a": 3}, 1.0),
        (["b", "a"], {"a": 3}, 1 / math.log2(3)),
        (["b", "a"], {"a": 3, "b": 1}, (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))),
        (["b"], {"a": 3}, 0.0),
        ([], {"a": 1}, 0.0),
        (["a"], {}, 0.0),
        ([*"bcdefghijk", "a"], {"a": 1}, 0.0),
    ],
)
def test_ndcg_is_the_gain_out_of_the_best_one(ranked, grades, expected):
    assert ndcg(ranked, grades) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("answered", "unanswered", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.9, 0.3], [0.5, 0.3], 0.625),
    ],
)
def test_auroc_counts_the_pairs_in_the_right_order(answered, unanswered, expected):
    assert auroc(answered, unanswered) == pytest.approx(expected)


def test_nothing_measured_is_not_a_number():
    assert all(math.isnan(figure) for figure in (auroc([], [0.1]), auroc([0.1], []), quantile([], 0.5), mean([])))


def test_a_quantile_is_one_of_the_values():
    assert [quantile([3.0, 1.0, 2.0, 4.0], share) for share in (0.0, 0.5, 0.95, 1.0)] == [1.0, 3.0, 4.0, 4.0]


def test_a_score_of_nothing_reaches_no_floor():
    assert share_reaching([0.0, 0.0, 0.2], 0.0) == pytest.approx(1 / 3)
    assert share_reaching([0.1, 0.2, 0.3, 0.4], 0.3) == 0.5
