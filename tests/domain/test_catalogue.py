import re
from pathlib import Path

import pytest

from webapp import models
from webapp.domain.catalogue import CATALOGUE, PROGRAMME, RULES
from webapp.models.base import AppendOnly, Base

assert models

PAGE = Path(__file__).parents[2] / "docs/donnees-personnelles.md"
TABLES = {table.name: [column.name for column in table.columns] for table in Base.metadata.sorted_tables}
CLASSES = {"names": "nom", "words": "mots", "acts": "acte", "proofs": "preuve"}


def written(first):
    """What follows a first cell in the tables of the page: that of a table in code, that of a rule in bold."""
    return re.findall(rf"^\| {re.escape(first)} \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("table", sorted(CATALOGUE))
def test_the_page_lists_what_is_about_people(table):
    kept = CATALOGUE[table]
    rows = [
        f"{CLASSES[name]} | {' '.join(f'`{column}`' for column in columns)} | {kept.rule.code}"
        for name, columns in kept.classes.items()
    ]

    assert written(f"`{table}`") == rows, f"docs/donnees-personnelles.md, {table}: " + "; ".join(rows)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_gives_the_basis_and_the_period_of_each_rule(rule):
    (row,) = written(f"**{rule.code}**")
    basis, period, *_ = row.split(" | ")

    assert basis == f"6.1.{rule.basis}"
    assert re.findall(r"\d+", period) == [str(count) for count in (rule.years, rule.days) if count]


def test_no_table_is_listed_that_does_not_exist():
    assert set(CATALOGUE) == set(TABLES)


def test_only_what_is_about_the_programme_has_no_rule():
    assert all(not kept.classes for kept in CATALOGUE.values() if kept.rule is PROGRAMME)
    assert all(kept.classes for kept in CATALOGUE.values() if kept.rule is not PROGRAMME)


def test_history_holds_neither_names_nor_words():
    history = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, AppendOnly)}

    assert [table for table in history if CATALOGUE[table].names or CATALOGUE[table].words] == []
