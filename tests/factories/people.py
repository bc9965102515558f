import factory
from factories.base import Factory
from factories.territories import CommuneFactory

from webapp.models.companies import Company, Contact
from webapp.models.groups import Absence, Expert, Group, GroupReferent


class CompanyFactory(Factory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Menuiserie {n}")
    trade = "menuiserie bois"
    commune = factory.SubFactory(CommuneFactory)
    staff = 8


class ContactFactory(Factory):
    class Meta:
        model = Contact

    company = factory.SubFactory(CompanyFactory)
    name = "Sylvie Aubry"
    email = factory.Sequence(lambda n: f"contact{n}@exemple.fr")
    phone = "+33639981407"


class GroupFactory(Factory):
    class Meta:
        model = Group

    code = factory.Sequence(lambda n: f"groupe-{n}")
    name = factory.Sequence(lambda n: f"Groupe {n}")
    kind = "large_group"


class GroupReferentFactory(Factory):
    class Meta:
        model = GroupReferent

    group = factory.SubFactory(GroupFactory)
    name = "Paul Referent"
    email = factory.Sequence(lambda n: f"referent{n}@exemple.fr")


class ExpertFactory(Factory):
    class Meta:
        model = Expert

    code = factory.Sequence(lambda n: f"expert-{n}")
    group = factory.SubFactory(GroupFactory)
    name = "Claire Humbert"
    job = "Ressources humaines"
    email = factory.Sequence(lambda n: f"expert{n}@exemple.fr")
    phone = "+33639982651"
    commune = factory.SubFactory(CommuneFactory)


class AbsenceFactory(Factory):
    class Meta:
        model = Absence

    expert = factory.SubFactory(ExpertFactory)
