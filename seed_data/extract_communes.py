"""Make communes/communes.csv and communes/epcis.csv from the JSON of the package `@etalab/decoupage-administratif`.

    python -m seed_data.extract_communes FOLDER     (FOLDER holds communes.json and epci.json)

Only today's communes are kept: no delegated or associated ones, no municipal arrondissements. The same JSON gives the
same bytes. See README.md for the version and the licence.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

COMMUNES = Path(__file__).parent / "communes"


def commune_rows(communes: Iterable[dict[str, Any]], epcis: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    """INSEE code, name, department, SIREN of the EPCI, population, postcodes; what is unknown is empty."""
    siren_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    return sorted(
        (
            commune["code"],
            commune["nom"],
            commune["departement"],
            siren_of.get(commune["code"], ""),
            str(commune.get("population", "")),
            " ".join(commune.get("codesPostaux", [])),
        )
        for commune in communes
        if commune["type"] == "commune-actuelle"
    )


def epci_rows(epcis: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    """SIREN, name without its kind, kind as the State abbreviates it (CC, CA, CU, METRO, MET69)."""
    return sorted((epci["code"], _without_kind(epci["nom"]), epci["type"]) for epci in epcis)


def _without_kind(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first in {"CC", "CA", "CU"} else name


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one CSV file: UTF-8, comma, line feed."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def extract(source: Path, target: Path = COMMUNES) -> None:
    """Read the JSON of `source`, write both files in `target`."""
    communes = json.loads((source / "communes.json").read_text(encoding="utf-8"))
    epcis = json.loads((source / "epci.json").read_text(encoding="utf-8"))
    header = ("insee", "name", "department", "epci", "population", "postcodes")
    write_rows(target / "communes.csv", header, commune_rows(communes, epcis))
    write_rows(target / "epcis.csv", ("siren", "name", "kind"), epci_rows(epcis))


if __name__ == "__main__":
    extract(Path(sys.argv[1]))
