import pytest

from webapp.domain.sizes import SIZE_CODES, size_of


@pytest.mark.parametrize(
    ("staff", "size"),
    [
        (None, "unknown"),
        (0, "under_10"),
        (9, "under_10"),
        (10, "under_20"),
        (49, "under_50"),
        (249, "under_250"),
        (250, "from_250"),
    ],
)
def test_a_firm_has_one_size(staff, size):
    assert size_of(staff) == size


def test_every_size_has_its_place():
    assert {size_of(staff) for staff in (None, 9, 19, 49, 249, 250)} == set(SIZE_CODES)
