from datetime import date

import factory
from factories.base import Factory

from webapp.models.territories import Commune, LocalRule, ReferenceRate, Territory


class CommuneFactory(Factory):
    class Meta:
        model = Commune
        sqlalchemy_get_or_create = ("insee",)

    insee = factory.Sequence(lambda n: f"{10000 + n % 85000}")
    name = factory.Sequence(lambda n: f"Commune {n}")
    search_name = factory.LazyAttribute(lambda commune: commune.name.lower())
    department = "54"
    population = 1000
    postcodes = "54200"
    latitude = 48_675_000
    longitude = 5_891_000


class TerritoryFactory(Factory):
    class Meta:
        model = Territory

    code = factory.Sequence(lambda n: f"territoire-{n}")
    name = factory.Sequence(lambda n: f"Territoire {n}")
    operator_name = "Agence d’essai"
    contact_name = "Hélène Marchal"
    contact_phone = "+33353012418"
    contact_email = "helene.marchal@exemple.fr"
    department = "54"

    class Params:
        automatic = factory.Trait(dispatch="auto", wave_size=2)


class LocalRuleFactory(Factory):
    class Meta:
        model = LocalRule

    territory = factory.SubFactory(TerritoryFactory)
    code = "max_staff"
    value = 249


class ReferenceRateFactory(Factory):
    class Meta:
        model = ReferenceRate

    since_on = date(2026, 1, 1)
    rate_bp = 325
    words = "Journal officiel"
