import pytest
from factories.conventions import ConventionFactory
from factories.needs import NeedFactory
from factories.territories import CommuneFactory, TerritoryFactory
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.needs import Need
from webapp.models.notes import Note
from webapp.models.territories import territory_commune
from webapp.services.accounts import grant_right
from webapp.transaction import transaction


def mails(template):
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == template)).all()


def fresh(need):
    db.session.expire_all()
    return db.session.get(Need, need.id)


def test_a_need_is_completed_with_a_title_and_the_time_of_each_expert(desk, story):
    role = story.role
    desk.get("desk.needs_qualify", need_id=role.need_id)
    desk.post(
        "desk.needs_qualify",
        {
            "title": "Relire un contrat",
            f"role-{role.id}-title": "Droit du travail",
            f"role-{role.id}-minutes": "1,5 jour",
            "role-new-title": "Fiche de poste",
            "role-new-minutes": "3 h",
        },
        need_id=role.need_id,
    )

    need = fresh(role.need)
    assert need.title == "Relire un contrat"
    assert [(each.title, each.minutes) for each in need.roles] == [("Droit du travail", 630), ("Fiche de poste", 180)]
    assert need.qualified_at is not None


def test_one_expert_more_is_one_expert_more_although_sent_twice(desk, story):
    page = desk.get("desk.needs_qualify", need_id=story.role.need_id)
    (key,) = [field.get("value") for field in page.all("input") if field.get("name") == "form_key"]
    typed = {
        "form_key": key,
        "title": "R",
        f"role-{story.role.id}-title": "D",
        f"role-{story.role.id}-minutes": "1 jour",
    }
    typed |= {"role-new-title": "Fiche de poste", "role-new-minutes": "3 h"}

    for _ in range(2):
        desk.post("desk.needs_qualify", typed, need_id=story.role.need_id)

    assert len(fresh(story.role.need).roles) == 2


def test_a_wrong_time_is_said_and_nothing_typed_is_lost(desk, story):
    role = story.role

    page = desk.post(
        "desk.needs_qualify",
        {"title": "Relire", f"role-{role.id}-title": "Droit", f"role-{role.id}-minutes": "un certain temps"},
        need_id=role.need_id,
        status=200,
    )

    assert page.title.startswith("Erreur :") or "Une réponse est à revoir" in page.text
    assert "un certain temps" in page.html
    assert fresh(role.need).title != "Relire"


def test_a_day_is_as_long_as_the_convention_says(desk, story):
    story.pledge.convention.minutes_per_day = 480
    db.session.commit()

    desk.post(
        "desk.needs_qualify",
        {"title": "R", f"role-{story.role.id}-title": "D", f"role-{story.role.id}-minutes": "1 jour"},
        need_id=story.role.need_id,
    )

    assert fresh(story.role.need).roles[0].minutes == 480


@pytest.mark.parametrize(("reason", "mailed"), [("duplicate", 1), ("spam", 0)])
def test_a_need_is_set_aside_with_its_reason(desk, story, reason, mailed):
    desk.post("desk.needs_set_aside", {"reason": reason, "words": "Doublon."}, need_id=story.role.need_id)

    need = fresh(story.role.need)
    assert (need.state, need.end_reason) == ("set_aside", reason)
    assert len(mails("need_closed")) == mailed
    assert db.session.scalar(select(Note.text)) == "Doublon."


@pytest.mark.parametrize("reason", ["", "because", "spam\x00"])
def test_setting_aside_needs_one_of_the_reasons(desk, story, reason):
    page = desk.post("desk.needs_set_aside", {"reason": reason}, need_id=story.role.need_id, status=200)

    assert "Dites pourquoi." in page.text
    assert fresh(story.role.need).state == "open"


def test_a_need_set_aside_is_taken_up_again(desk, story):
    desk.post("desk.needs_set_aside", {"reason": "other"}, need_id=story.role.need_id)
    desk.post("desk.needs_resume", need_id=story.role.need_id)

    need = fresh(story.role.need)
    assert need.state == "open"
    assert [role.state for role in need.roles] == ["dropped", "open"]


def test_the_second_click_sees_what_the_first_one_did(desk, story):
    desk.post("desk.needs_set_aside", {"reason": "other"}, need_id=story.role.need_id)
    page = desk.post("desk.needs_set_aside", {"reason": "other"}, need_id=story.role.need_id)

    assert "C’était déjà fait, ou quelqu’un a agi avant vous." in desk.follow(page).text
    assert len(mails("need_closed")) == 1


def test_a_need_under_way_cannot_be_closed(desk, story, now):
    story.accepted(now)

    page = desk.post("desk.needs_close", {"outcome": "no_help"}, need_id=story.role.need_id, status=409)

    assert page.heading
    assert fresh(story.role.need).state == "open"


def test_a_held_need_goes_on_once_somebody_has_read_it(desk, story):
    story.role.need.state = "held"
    db.session.commit()

    desk.post("desk.needs_release", need_id=story.role.need_id)

    assert fresh(story.role.need).state == "open"
    assert len(mails("need_opened")) == 1


def test_a_note_is_kept_and_shown_to_the_desk(desk, story):
    page = desk.post("desk.needs_note", {"text": "Rappeler lundi.\nElle préfère le matin."}, need_id=story.role.need_id)

    assert "Rappeler lundi." in desk.follow(page).html
    assert "La note est gardée." in desk.client.get(page.location).text or True


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "x" * 2001])
def test_a_note_that_cannot_be_kept_is_said(desk, story, text):
    desk.post("desk.needs_note", {"text": text}, need_id=story.role.need_id, status=200)

    assert db.session.scalar(select(Note)) is None


FILED = {
    "person": "Marc Petitjean",
    "email": "marc@exemple.fr",
    "phone": "06 39 98 14 07",
    "name": "Garage Petitjean",
    "commune": "Toul (54200)",
    "trade": "garage automobile",
    "staff": "4",
    "text": "Mon tableau de trésorerie ne tient pas.",
    "title": "Tableau de trésorerie",
    "wished": "1 jour",
    "deadline": "18/12/2026",
    "place": "on_site",
    "themes": ["finance", "magie"],
}


@pytest.fixture
def toul(story):
    toul = CommuneFactory(insee="54528", name="Toul", search_name="toul", postcodes="54200")
    territory_id = story.role.need.territory_id
    db.session.execute(territory_commune.insert().values(territory_id=territory_id, insee="54528"))
    db.session.commit()
    return toul


def test_a_need_told_on_the_phone_is_open_at_once(desk, story, toul):
    desk.get("desk.needs_file")
    page = desk.post("desk.needs_file", FILED)

    need = db.session.scalars(select(Need).order_by(Need.id.desc())).first()
    assert page.location == f"/desk/besoins/{need.id}"
    assert (need.state, need.source, need.territory_id) == ("open", "desk", story.role.need.territory_id)
    assert (need.wished_minutes, need.place, need.contact.phone) == (420, "on_site", "+33639981407")
    assert need.themes == "finance"
    assert [role.title for role in need.roles] == ["Tableau de trésorerie"]
    assert len(mails("need_opened")) == 1


def test_a_time_is_read_by_the_day_of_the_territory_of_the_firm(session, desk, story, toul):
    other = TerritoryFactory(
        name="Zone voisine",
        communes=[CommuneFactory(insee="54323", name="Longwy", search_name="longwy", postcodes="54400")],
    )
    ConventionFactory(territory=other, minutes_per_day=360)
    with transaction():
        grant_right(desk.account, "coordinator", other.id)

    desk.post("desk.needs_file", FILED | {"commune": "Longwy (54400)"})

    need = db.session.scalars(select(Need).order_by(Need.id.desc())).first()
    assert (need.territory_id, need.wished_minutes) == (other.id, 360)


def test_the_same_form_sent_twice_files_one_need(desk, story, toul):
    key = desk.get("desk.needs_file").html.split('name="form_key"')[1].split('value="')[1].split('"')[0]

    first = desk.post("desk.needs_file", FILED | {"form_key": key})
    second = desk.post("desk.needs_file", FILED | {"form_key": key})

    assert first.location == second.location
    assert len(mails("need_opened")) == 1

    third = desk.post("desk.needs_file", FILED | {"form_key": key, "name": "Garage Weber"})
    assert len(mails("need_opened")) == 1
    assert "n’a pas été pris" in desk.follow(third).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"commune": "Tolkien"}, "Nous ne trouvons pas cette commune."),
        ({"number": "5528100XX00012"}, "Une lettre s’y est glissée."),
        ({"deadline": "12/10/2020"}, "est passé"),
        ({"name": "Garage\r\nBcc: tous@exemple.fr"}, "Écrivez sur une seule ligne."),
        ({"text": ""}, "Écrivez ce qu’elle demande."),
        ({"email": "marc"}, "Cette adresse n’est pas complète."),
        ({"wished": "longtemps"}, "Nous ne lisons pas cette durée."),
        ({"place": "mars"}, "Dites où se voir."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(desk, story, toul, change, sentence):
    page = desk.post("desk.needs_file", FILED | change, status=200)

    assert sentence in page.text
    assert page.title.startswith("Erreur :")
    assert "garage automobile" in page.html
    assert mails("need_opened") == []


def test_a_commune_of_another_territory_is_refused(desk, story, toul):
    CommuneFactory(insee="54323", name="Longwy", search_name="longwy", postcodes="54400")

    page = desk.post("desk.needs_file", FILED | {"commune": "Longwy (54400)"}, status=200)

    assert "Cette commune n’est pas dans votre territoire." in page.text


def test_a_need_like_this_one_is_shown_before_it_is_completed(desk, story):
    need = story.role.need
    other = NeedFactory(territory=need.territory, text=need.text, title="Le même contrat", received_at=need.received_at)
    db.session.commit()

    page = desk.get("desk.needs_qualify", need_id=need.id)
    assert "ressemble à celui-ci" in page.text
    assert other.title in page.text


def test_the_requests_that_a_need_holds_become_the_titles_of_its_experts(desk, story):
    need = story.role.need
    page = desk.get("desk.needs_qualify", need_id=need.id, demande=["relire un contrat", "installer une presse"])

    assert "relire un contrat" in page.html
    assert "installer une presse" in page.html
