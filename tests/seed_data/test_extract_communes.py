import json

from seed_data.extract_communes import commune_rows, epci_rows, extract


def commune(code, name, department, kind="commune-actuelle", **more):
    return {"code": code, "nom": name, "departement": department, "type": kind, **more}


COMMUNES = [
    commune("54528", "Toul", "54", population=15768, codesPostaux=["54200"]),
    commune("01015", "Arboys en Bugey", "01", population=659, codesPostaux=["01300", "01510"]),
    commune("98411", "Îles Saint-Paul", "984"),
    commune("01340", "Arbignieu", "01", "commune-deleguee"),
]
EPCIS = [
    {"code": "245400510", "nom": "CC du Pays de Colombey", "type": "CC", "membres": []},
    {"code": "200070563", "nom": "CC Terres Touloises", "type": "CC", "membres": [{"code": "54528"}]},
    {"code": "200046977", "nom": "Métropole de Lyon", "type": "MET69", "membres": []},
]


def test_only_the_communes_of_today_are_kept_in_the_order_of_their_codes():
    assert [row[0] for row in commune_rows(COMMUNES, EPCIS)] == ["01015", "54528", "98411"]


def test_a_commune_has_its_epci_and_all_its_postcodes():
    rows = {row[0]: row for row in commune_rows(COMMUNES, EPCIS)}
    assert rows["54528"] == ("54528", "Toul", "54", "200070563", "15768", "54200")
    assert rows["01015"][5] == "01300 01510"


def test_what_the_source_does_not_say_stays_empty():
    assert commune_rows(COMMUNES, EPCIS)[-1][3:] == ("", "", "")


def test_the_kind_is_said_once():
    assert [row[1] for row in epci_rows(EPCIS)] == ["Métropole de Lyon", "Terres Touloises", "du Pays de Colombey"]


def test_the_same_source_gives_the_same_bytes(tmp_path):
    (tmp_path / "communes.json").write_text(json.dumps(COMMUNES), encoding="utf-8")
    (tmp_path / "epci.json").write_text(json.dumps(EPCIS), encoding="utf-8")
    extract(tmp_path, tmp_path)
    first = (tmp_path / "communes.csv").read_bytes()
    (tmp_path / "communes.json").write_text(json.dumps(COMMUNES[::-1]), encoding="utf-8")
    extract(tmp_path, tmp_path)
    assert (tmp_path / "communes.csv").read_bytes() == first
    assert first.startswith(b"insee,name,department,epci,population,postcodes\n01015,")
