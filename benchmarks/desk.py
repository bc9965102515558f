"""Server time of the coordinator's pages: a need with its ranking among many offers, the baskets, the tally.

    python benchmarks/desk.py [--offers 1000] [--rounds 30]

A database of its own in a temporary folder; no network. Prints the median and the slowest of the rounds, in milliseconds,
and exits 1 when the ranking page is over its limit.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from webapp import clock, create_app
from webapp.config import Settings
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant
from webapp.models.companies import Company, Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Commune, Territory
from webapp.services.answers import accept_proposal
from webapp.services.proposals import Choice, send_proposals
from webapp.services.sessions import new_key, start_session
from webapp.transaction import transaction

#: Milliseconds that the page of a need may take at the median, with a thousand offers.
LIMIT = 150

TRADES = (
    "contrat de travail relecture clause avenant période essai forfait jours",
    "maintenance ligne emballage capteur automate panne préventif",
    "trésorerie tableau prévision banque découvert facture relance",
    "soudure inox aluminium gabarit poste procédé qualité",
    "export douane étiquetage Allemagne Belgique incoterm transport",
    "recrutement commercial fiche poste entretien prospection",
    "énergie air comprimé fuite chauffage isolation facture",
    "document unique prévention hauteur bruit poussière formation",
)


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        app = _application(Path(folder) / "bench.sqlite")
        with app.app_context():
            upgrade()
            need_id, convention_id, key = _fill(options.offers)
        pages = {
            "a need and its ranking": f"/desk/besoins/{need_id}",
            "the baskets": "/desk",
            "the tally": f"/desk/conventions/{convention_id}",
            "the experts": "/desk/experts",
        }
        medians = {name: _measure(app, address, key, options.rounds, name) for name, address in pages.items()}
    return int(medians["a need and its ranking"] > LIMIT)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=30)
    return parser.parse_args()


def _application(path: Path) -> Flask:
    settings = Settings(
        database_url=f"sqlite:///{path}",
        public_base_url="http://localhost:8000",
        secret_keys=("benchmark" * 4,),
        smtp_url="smtp://127.0.0.1:1",
        mail_from="alize@exemple.fr",
        web_hosts=1,
        trusted_proxies=0,
        log_level="ERROR",
        port=8000,
        is_demonstration=False,
    )
    return create_app(settings)


def _fill(offers: int) -> tuple[int, int, str]:
    """A territory with groups, experts, offers, needs and missions; the ids that the pages need, and a session."""
    chance, now = random.Random(7), clock.now()
    with transaction():
        communes = [_commune(number, chance) for number in range(50)]
        territory = Territory(
            code="b", name="B", operator_name="B", contact_name="B", contact_phone="", contact_email="b@exemple.fr"
        )
        db.session.add(territory)
        db.session.flush()
        today = clock.local_date(now)
        convention = Convention(
            code="b",
            territory=territory,
            title="B",
            starts_on=date(today.year - 1, 1, 1),
            ends_on=date(today.year + 1, 12, 31),
        )
        groups = [Group(code=f"g{number}", name=f"Groupe {number}", kind="large_group") for number in range(12)]
        db.session.add_all(Pledge(convention=convention, group=group, pledged_minutes=42_000) for group in groups)
        rows = [_offer(number, chance.choice(groups), chance.choice(communes), chance) for number in range(offers)]
        db.session.add_all(rows)
        db.session.flush()
        roles = [_role(territory, chance.choice(communes), chance, now) for _number in range(40)]
        for role in roles[:20]:
            _tell(role, chance.sample(rows, 3), now)
        account = Account(email="b@exemple.fr", name="B B", fs_uniquifier="b", tf_primary_method="authenticator")
        account.grants.append(AccountGrant(role="coordinator", object_id=territory.id))
        db.session.add(account)
        db.session.flush()
        key = new_key()
        real = clock.real_now()
        start_session(key, "b", {"_user_id": "b", "_fresh": True, "fs_paa": real.timestamp()}, browser="", now=real)
        return roles[-1].need_id, convention.id, key


def _commune(number: int, chance: random.Random) -> Commune:
    commune = Commune(
        insee=f"54{number:03}",
        name=f"Commune {number}",
        search_name=f"commune {number}",
        department="54",
        population=500,
        latitude=48_500_000 + chance.randrange(400_000),
        longitude=5_700_000 + chance.randrange(400_000),
    )
    db.session.add(commune)
    return commune


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(chance.choice(TRADES).split()) for _word in range(count))


def _offer(number: int, group: Group, commune: Commune, chance: random.Random) -> Offer:
    expert = Expert(code=f"x{number}", group=group, name=f"Expert {number}", email="x@exemple.fr", commune=commune)
    return Offer(code=f"o{number}", expert=expert, title=_words(chance, 5), text=_words(chance, 40))


def _role(territory: Territory, commune: Commune, chance: random.Random, now: datetime) -> NeedRole:
    company = Company(name="Firme", trade="menuiserie", commune=commune, staff=8)
    need = Need(
        state="open",
        territory=territory,
        company=company,
        contact=Contact(company=company, name="C", email="c@exemple.fr"),
        title=_words(chance, 4),
        text=_words(chance, 25),
        received_at=now,
        opened_at=now,
    )
    role = NeedRole(need=need, title=need.title, minutes=420)
    db.session.add(role)
    db.session.flush()
    return role


def _tell(role: NeedRole, offers: list[Offer], now: datetime) -> None:
    proposals: list[Proposal] = send_proposals(role, [Choice(offer) for offer in offers], by=JOB, now=now)
    if role.id % 2:
        accept_proposal(proposals[0], by=Actor(ActorKind.EXPERT, proposals[0].expert_id), now=now)


def _measure(app: Flask, address: str, key: str, rounds: int, name: str) -> float:
    client = app.test_client()
    client.set_cookie("alize", f"s.{key}")
    taken = []
    for _round in range(rounds + 3):
        start = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - start))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    warm = taken[3:]
    median = statistics.median(warm)
    print(f"{name:26} median {median:6.1f} ms   slowest {max(warm):6.1f} ms   first {taken[0]:7.1f} ms")
    return median


if __name__ == "__main__":
    raise SystemExit(main())
