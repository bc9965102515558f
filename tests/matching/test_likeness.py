import numpy as np
import pytest

from matching.likeness import both_ways, nearest


def test_a_need_that_is_only_a_part_of_another_is_less_like_it():
    forth, back = np.array([1.0, 1.0, 0.0]), np.array([1.0, 0.25, 0.0])

    assert both_ways(forth, back).tolist() == pytest.approx([1.0, 0.4, 0.0])


def test_needs_say_the_same_from_three_quarters_up_and_share_a_visit_from_three_tenths():
    found = nearest([("a", 0.75), ("b", 0.749), ("c", 0.3), ("d", 0.299)], 9)

    assert [(each.need_id, each.kind) for each in found] == [("a", "same"), ("b", "shared"), ("c", "shared")]


def test_the_nearest_come_first_and_strangers_do_not_come():
    found = nearest([("b", 0.5), ("a", 0.5), ("c", 0.9), ("d", 0.1)], 3)

    assert [(each.need_id, each.kind) for each in found] == [("c", "same"), ("a", "shared"), ("b", "shared")]
