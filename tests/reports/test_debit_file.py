from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from defusedxml.ElementTree import fromstring
from sepaxml.validation import ValidationError

from webapp.domain.camt import read_camt
from webapp.domain.debits import FORMATS
from webapp.reports.debit_file import Collection, Collector, write_debits

COLLECTOR = Collector(
    "Maison de l’emploi", "FR7630006000011234567890189", "AGRIFRPP", "FR72ZZZ123456", "pain.008.001.02"
)
ONE = Collection(
    name="Boulangerie Čapek & Fils",
    iban="DE89370400440532013000",
    cents=108_333,
    sequence="FRST",
    collect_on=date(2026, 12, 28),
    mandate="RF12ALZ000007-1",
    signed_on=date(2026, 11, 20),
    words="RF12ALZ000007 echeance 3",
    end_to_end="ALZ-7",
)
MADE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def write(*collections, version=FORMATS[0]):
    collector = replace(COLLECTOR, format=version)
    return write_debits(collector, collections, message="ALZ-1-20261228", made_at=MADE)


def texts(content, name):
    return [found.text for found in fromstring(content).iter() if found.tag.endswith(f"}}{name}")]


@pytest.mark.parametrize("version", FORMATS)
def test_the_bank_reads_each_amount_on_its_own_line(version):
    content = write(ONE, replace(ONE, sequence="RCUR", cents=50_000, end_to_end="ALZ-8"), version=version)

    assert f"xsd:{version}".encode() in content
    assert texts(content, "InstdAmt") == ["1083.33", "500.00"]
    assert texts(content, "SeqTp") == ["FRST", "RCUR"]
    assert texts(content, "BtchBookg") == ["false", "false"]
    assert texts(content, "ReqdColltnDt") == ["2026-12-28"] * 2
    assert texts(content, "EndToEndId") == ["ALZ-7", "ALZ-8"]
    # of the whole, then of each part
    assert (texts(content, "CtrlSum"), texts(content, "NbOfTxs")) == (["1583.33", "1083.33", "500.00"], ["2", "1", "1"])
    assert texts(content, "Cd")[:2] == ["SEPA", "CORE"]
    assert "FR72ZZZ123456" in texts(content, "Id")
    assert texts(content, "MndtId") == ["RF12ALZ000007-1"] * 2
    assert texts(content, "DtOfSgntr") == ["2026-11-20"] * 2


def test_names_are_written_in_the_letters_that_banks_take():
    assert "Boulangerie Capek & Fils" in texts(write(ONE), "Nm")


def test_the_same_values_give_the_same_bytes():
    assert write(ONE) == write(ONE)
    assert texts(write(ONE), "CreDtTm") == ["2026-11-24T09:00:00"]


def test_what_the_schema_refuses_is_no_file():
    with pytest.raises(ValidationError):
        write(replace(ONE, iban="no account"))


def test_a_statement_is_read_as_before_after_a_file_was_checked():
    write(ONE)
    statement = (
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>'
        b"</Stmt></BkToCstmrStmt></Document>"
    )

    assert read_camt(statement).entries == ()


def test_the_later_version_names_the_bank_otherwise():
    content = write(ONE, version=FORMATS[1])

    assert (texts(content, "BICFI"), texts(content, "BIC")) == (["AGRIFRPP"], [])
    assert texts(content, "CreDtTm")[0].startswith("2026-11-24T09:00:00")
