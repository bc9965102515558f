import pytest

from webapp import models
from webapp.domain.catalogue import CATALOGUE
from webapp.models.base import Base

assert models

TABLES = {table.name: [column.name for column in table.columns] for table in Base.metadata.sorted_tables}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_says_whether_it_is_about_a_person(table):
    kept = CATALOGUE.get(table)

    assert kept, f"webapp/domain/catalogue.py: add {table}, each column in the list of its class"
    assert sorted(kept.columns) == sorted(TABLES[table]), "webapp/domain/catalogue.py: columns missing, gone or twice"
