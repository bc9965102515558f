from datetime import date

import pytest
from factories.stories import DESK
from factories.territories import TerritoryFactory

from webapp.domain.errors import Refusal
from webapp.services.contracts import Reason
from webapp.services.reference_rates import list_rates, rate_on, set_rate
from webapp.services.territory_rules import list_rule_changes
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def noted(territory, now, day, rate_bp, words="Journal officiel"):
    with transaction():
        return set_rate(territory, day, rate_bp, words, Reason(DESK, now))


def test_a_rate_holds_from_its_day_until_the_next(now):
    territory = TerritoryFactory()
    noted(territory, now, date(2026, 1, 1), 325)
    noted(territory, now, date(2026, 9, 1), 300)
    noted(TerritoryFactory(), now, date(2020, 1, 1), 100)

    assert rate_on(territory, date(2025, 12, 31)) is None
    assert rate_on(territory, date(2026, 8, 31)).rate_bp == 325
    assert rate_on(territory, date(2026, 9, 1)).rate_bp == 300
    assert [rate.rate_bp for rate in list_rates(territory)] == [300, 325]


def test_a_rate_of_the_same_day_is_replaced_with_its_trace(now):
    territory = TerritoryFactory()
    noted(territory, now, date(2026, 1, 1), 325)
    noted(territory, now, date(2026, 1, 1), 335)

    assert [rate.rate_bp for rate in list_rates(territory)] == [335]
    assert [(change.before, change.after) for change in list_rule_changes(territory)] == [
        ("325 Journal officiel", "335 Journal officiel"),
        (None, "325 Journal officiel"),
    ]


@pytest.mark.parametrize("rate_bp", [0, 5001])
def test_a_rate_out_of_bounds_is_refused(now, rate_bp):
    with pytest.raises(Refusal, match="rate_out_of_bounds"):
        noted(TerritoryFactory(), now, date(2026, 1, 1), rate_bp)
