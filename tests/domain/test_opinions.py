import pytest

from webapp.domain.opinions import Opinions, OpinionTotal


def test_no_answer_is_no_score():
    total = OpinionTotal(asked=4, yes=1, partly=1)

    assert (total.answered, total.rate, total.content) == (2, 0.5, 0.5)


@pytest.mark.parametrize(("total", "rate"), [(OpinionTotal(), None), (OpinionTotal(asked=3), 0)])
def test_where_nobody_answered_there_is_no_share_of_yes(total, rate):
    assert (total.rate, total.content) == (rate, None)


def test_sums_add_side_by_side():
    one = Opinions(OpinionTotal(2, yes=1), OpinionTotal(1, no=1))

    both = one + one
    assert (both.firms, both.experts, both.asked) == (OpinionTotal(4, yes=2), OpinionTotal(2, no=2), 6)
