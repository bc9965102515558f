import numpy as np
import pytest

from matching.likeness import both_ways, nearest


def test_a_need_that_is_only_a_part_of_another_is_less_like_it():
    forth, back = np.array([1.0, 1.0, 0.0]), np.array([1.0, 0.25, 0.0])

    assert both_ways(forth, back).tolist() == pytest.approx([1.0, 0.4, 0.0])


def test_the_nearest_come_first_and_strangers_do_not_come():
    found = nearest([("b", 0.5), ("a", 0.5), ("c", 0.9), ("d", 0.1)], 3)

    assert [(each.need_id, each.kind) for each in found] == [("c", "same"), ("a", "shared"), ("b", "shared")]
