from datetime import date

from sqlalchemy import select

from seed_data.load_census import ANSWERED_ON, ASKED_ON, SILENT
from webapp.clock import local_date
from webapp.models.events import Event
from webapp.models.offers import Offer


def test_everybody_was_asked_on_one_day(loaded):
    days = {local_date(at) for at in loaded.scalars(select(Event.at).where(Event.step == "ask_census"))}

    assert ASKED_ON in days
    assert days <= {ASKED_ON, date(2026, 2, 2)}


def test_every_offer_was_confirmed_but_three(loaded):
    confirmed = {offer.code for offer in loaded.scalars(select(Offer)) if offer.confirmed_on == ANSWERED_ON}
    codes = set(loaded.scalars(select(Offer.code)))

    assert codes - confirmed == set(SILENT)
