import pytest

from webapp.reports.bilan_figures import Jobs, Lent, Money
from webapp.reports.bilan_money import money_section

LOANS = (
    Lent(1, 8, "machine", 2_000_000, 3_000_000),
    Lent(1, 8, "cash", 1_000_000, 0),
    Lent(2, None, "machine", 3_000_000, 3_000_000),
)
JOBS = Jobs(0, 0, 250, 150, 2, 1)


@pytest.fixture
def said(app):
    def said(loans, jobs):
        with app.test_request_context():
            return money_section(Money(3, 3, 6_000_000, 100, 40_000, 1, 5_000_000, 120, loans), jobs)

    return said


def test_a_firm_counts_once_by_purpose_by_size_and_in_the_total(said):
    tables = {table.code: table for table in said(LOANS, JOBS).tables}

    assert [row[1:] for row in tables["purposes"].rows] == [(1, 1, 1_000_000), (2, 2, 5_000_000)]
    assert tables["purposes"].total[1:] == tables["money_sizes"].total[1:] == (2, 3, 6_000_000)
    assert [row[1:] for row in tables["money_sizes"].rows] == [(1, 2, 3_000_000), (1, 1, 3_000_000)]


def test_the_other_money_and_what_a_job_rests_on_are_said(said):
    sentences = [words.replace("\u202f", " ").replace("\u00a0", " ") for words in said(LOANS, JOBS).sentences]

    assert "60 000 € d’autres financements, soit 1 € pour chaque euro avancé" in sentences[1]
    # 60,000 EUR by four jobs
    assert "15 000 € d’avances remboursables par emploi" in sentences[2]
    assert "100 € perdus" in sentences[2]


def test_without_answers_or_other_money_nothing_is_divided(said):
    assert len(said((Lent(1, 8, "machine", 1, 0),), Jobs(0, 0, 0, 0, 2, 0)).sentences) == 1
