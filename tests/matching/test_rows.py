import numpy as np

from matching.rows import Rows, Words, column


def rows_of(*offers):
    """Each offer is (terms of the title, terms of the text)."""
    rows = Rows()
    for offer in offers:
        add(rows, offer)
    return rows


def add(rows, *offers):
    flat = [
        (number, term, in_title)
        for number, (title, text) in enumerate(offers)
        for terms, in_title in ((title, True), (text, False))
        for term in terms
    ]
    numbers, terms, titles = (np.array([each[place] for each in flat], dtype=np.int64) for place in range(3))
    rows.append(len(offers), Words(numbers, terms, titles.astype(bool)))


def entries(rows, *slots):
    places, owners = rows.entries(np.array(slots, dtype=np.int64))
    columns = (owners, rows.terms.view()[places], rows.titles.view()[places], rows.texts.view()[places])
    return list(zip(*(values.tolist() for values in columns), strict=True))


def test_the_terms_of_a_row_are_counted_by_field():
    rows = rows_of(([3, 1, 3], [3, 7]))

    assert entries(rows, 0) == [(0, 1, 1, 0), (0, 3, 2, 1), (0, 7, 0, 1)]


def test_rows_are_read_in_the_order_asked_and_the_empty_ones_too():
    rows = rows_of(([1], []), ([], []), ([2], [2]))

    assert len(rows) == 3
    assert entries(rows, 2, 1, 0) == [(0, 2, 1, 1), (2, 1, 1, 0)]
    assert entries(rows, 1) == []


def test_rows_added_at_once_are_those_added_one_by_one():
    offers = [([5, 4], [4]), ([], []), ([1], [2, 2])]
    together = Rows()
    add(together, *offers)

    assert entries(together, 0, 1, 2) == entries(rows_of(*offers), 0, 1, 2)


def test_counts_stop_at_what_a_byte_holds():
    assert entries(rows_of(([], [9] * 300)), 0) == [(0, 9, 0, 255)]


def test_a_column_grows_and_a_mapped_one_is_copied_first():
    grown = column(np.int32)
    for number in range(100):
        grown.extend(np.array([number]))
    mapped = np.arange(3)
    mapped.flags.writeable = False
    copied = column(np.int64)
    copied.values, copied.size = mapped, 3
    copied.own()[0] = 9
    copied.extend(np.array([4]))

    assert grown.view().tolist() == list(range(100))
    assert copied.view().tolist() == [9, 1, 2, 4]
    assert mapped.tolist() == [0, 1, 2]
