from datetime import date

import factory
from factories.base import Factory
from factories.people import GroupFactory
from factories.territories import TerritoryFactory

from webapp.models.conventions import Convention, Pledge


class ConventionFactory(Factory):
    class Meta:
        model = Convention

    code = factory.Sequence(lambda n: f"convention-{n}")
    territory = factory.SubFactory(TerritoryFactory)
    title = "Convention 2025-2028"
    starts_on = date(2025, 4, 1)
    ends_on = date(2028, 3, 31)


class PledgeFactory(Factory):
    class Meta:
        model = Pledge

    convention = factory.SubFactory(ConventionFactory)
    group = factory.SubFactory(GroupFactory)
    #: ten days
    pledged_minutes = 4200
