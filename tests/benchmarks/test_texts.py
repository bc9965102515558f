import gzip
import json

import pytest

from benchmarks.quality.texts import read_collections, read_own
from matching import Offer


def lines(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "demo"
    place.mkdir()
    (place / "docs.jsonl").write_text(lines({"id": "d1", "title": "Été", "text": "a\u2028b"}), encoding="utf-8")
    (place / "queries.jsonl").write_text(lines({"id": "q1", "text": "été"}), encoding="utf-8")
    (place / "queries_noisy.jsonl.gz").write_bytes(gzip.compress(lines({"id": "q1", "text": "ete"}).encode()))
    (place / "qrels.tsv").write_text("q1\td1\t2\n", encoding="utf-8")
    (tmp_path / "notes").mkdir()
    return tmp_path


def test_a_folder_is_read_plain_or_gzipped(folder):
    (collection,) = read_collections(folder)

    assert collection.name == "demo"
    assert collection.offers == [Offer("d1", "Été", "a\u2028b")]
    assert collection.needs == {"clean": {"q1": "été"}, "noisy": {"q1": "ete"}}
    assert collection.grades == {"q1": {"d1": 2}}


def test_a_missing_file_is_named(folder):
    (folder / "demo/qrels.tsv").unlink()

    with pytest.raises(FileNotFoundError, match=r"qrels\.tsv"):
        read_collections(folder)


def test_own_offers_carry_the_labels_of_their_skills():
    offers = {offer.id: offer for offer in read_own().offers}

    assert len(offers) == 72
    assert offers["o01"].skills == ("Contrats de travail", "Temps de travail")
