import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.imports import MAX_LINES, read_sheet

HEAD = ["Code de l’expert", "Groupe", "Nom", "Fonction", "Adresse e-mail", "Téléphone", "Commune (INSEE)"]
HEAD += ["Code de l’offre", "Offre", "Description", "Lieu", "Rayon (km)", "Minutes par an", "Confirmée le"]
LINE = ["durand", "Michelin", "Anne Durand", "Juriste", "anne.durand@exemple.fr", "06 39 98 14 07", "54528"]
LINE += ["durand-1", "Relecture de contrats", "Clauses, avenants.", "sur place", 30.0, 840.0, ""]


def with_cells(**cells):
    line = list(LINE)
    for head, value in cells.items():
        line[int(head[1:])] = value
    return line


def test_a_line_of_the_export_is_read_back():
    (line,), problems = read_sheet([HEAD, LINE])

    assert not problems
    assert line.line == 2
    assert line.values["phone"] == "+33639981407"
    assert (line.values["place"], line.values["radius_km"], line.values["minutes_per_year"]) == ("on_site", 30, 840)


@pytest.mark.parametrize("heads", [[head.upper() for head in HEAD], [head.replace("’", "'") for head in HEAD]])
def test_heads_are_known_in_any_case(heads):
    assert not read_sheet([heads, LINE])[1]


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [(0, "", "code"), (2, "", "name"), (4, "anne", "email"), (5, "12", "phone"), (6, "54000 Nancy", "commune"),
     (8, "x" * 161, "title"), (10, "ailleurs", "place"), (11, "-3", "radius_km"), (11, 1.5, "radius_km"),
     (12, "10^30", "minutes_per_year"), (2, "a\x00b", "name")],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_line_and_column(place, value, field):
    lines, problems = read_sheet([HEAD, LINE, with_cells(**{f"c{place}": value, "c7": "durand-2"})])

    assert [(problem.line, problem.field) for problem in problems if problem.code != "disagrees"] == [(3, field)]
    assert [line.line for line in lines] == [2]


def test_a_missing_column_is_said_once():
    lines, problems = read_sheet([HEAD[1:], LINE[1:]])

    assert lines == []
    assert [(problem.field, problem.code) for problem in problems] == [("code", "missing_column")]


def test_an_expert_says_the_same_on_each_line_and_an_offer_stands_once():
    other = with_cells(c2="Anne Dupont")

    _lines, problems = read_sheet([HEAD, LINE, other])

    assert {(problem.field, problem.code) for problem in problems} == {("name", "disagrees"), ("offer_code", "twice")}


def test_empty_lines_are_passed_over_and_numbers_stay():
    lines, problems = read_sheet([HEAD, [""] * 14, [], LINE])

    assert not problems
    assert [line.line for line in lines] == [4]


def test_a_sheet_without_end_is_refused():
    _lines, problems = read_sheet([HEAD, *([LINE] * (MAX_LINES + 1))])

    assert [problem.code for problem in problems] == ["too_many_lines"]


@given(st.lists(st.lists(st.none() | st.text(max_size=20) | st.floats() | st.integers(), max_size=16), max_size=6))
def test_no_sheet_is_too_odd_to_be_read(cells):
    read_sheet(cells)
    read_sheet([HEAD, *cells])
