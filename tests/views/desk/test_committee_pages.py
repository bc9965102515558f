import re
from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.needs import NeedFactory
from factories.people import GroupFactory
from factories.territories import TerritoryFactory
from pages import PageClient
from sqlalchemy import select

from webapp.clock import local_date
from webapp.extensions import db
from webapp.models.accounts import AccountGrant
from webapp.models.advances import Advance
from webapp.models.committees import CommitteeMember, Sitting
from webapp.models.dossiers import Dossier
from webapp.models.mails import OutgoingMail
from webapp.services import recusals, sittings


@pytest.fixture
def committee(session, now):
    return tell_committee(now, territory=TerritoryFactory(name="Terres de Lorraine"))


@pytest.fixture
def desk(app, committee):
    return PageClient.of(app, committee.money.first)


def reload(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def test_the_list_and_the_page_of_a_dossier_say_what_is_missing(desk, committee):
    whole, begun = committee.dossier(), committee.dossier(complete=False)

    assert "Une plieuse" in desk.get("desk.dossiers_index").text
    assert "complet" in desk.get("desk.dossiers_show", dossier_id=whole.id).text
    assert "Le plan d’affaires" in desk.get("desk.dossiers_show", dossier_id=begun.id).text


def test_the_desk_fills_in_the_steps_for_the_firm(desk, committee):
    dossier = committee.dossier(complete=False)
    bank = GroupFactory(kind="bank", name="CIC")
    steps = {
        "desk.dossiers_project": {
            "title": "Un four",
            "purpose": "growth",
            "project": "Cuire.",
            "asked_cents": "15 000",
        },
        "desk.dossiers_funding": {"bank": "20 000", "group": bank.id},
        "desk.dossiers_promises": {"founded_on": "01/02/2015", "other_aid_cents": "0", "jobs_created": "3"},
    }
    for endpoint, typed in steps.items():
        desk.get(endpoint, dossier_id=dossier.id)
        desk.post(endpoint, typed, dossier_id=dossier.id)
    kept = reload(dossier)

    assert (kept.title, kept.asked_cents, kept.jobs_created) == ("Un four", 1_500_000, 3)
    assert (kept.other_aid_cents, kept.funding[0].group.name) == (0, "CIC")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"jobs_created": "10001"}, "Ce nombre est trop grand."),
        ({"other_aid_cents": "30 000 000"}, "Ce montant est trop grand : 20 millions d’euros au plus."),
    ],
)
def test_a_figure_that_no_firm_has_is_said_beside_its_field(desk, committee, typed, said):
    dossier = committee.dossier(complete=False)

    page = desk.post("desk.dossiers_promises", typed, status=200, dossier_id=dossier.id)

    assert said in page.text


def test_no_money_is_an_empty_field(desk, committee):
    dossier = committee.dossier(complete=False)
    typed = {"title": "Un four", "purpose": "growth", "project": "Cuire.", "asked_cents": "0"}
    desk.get("desk.dossiers_project", dossier_id=dossier.id)

    page = desk.post("desk.dossiers_project", typed, status=200, dossier_id=dossier.id)

    assert "Laissez vide si le projet ne demande pas d’argent." in page.text


def test_a_dossier_is_opened_from_a_firm(desk, committee, now):
    need = NeedFactory(territory=committee.territory, state="open")
    for endpoint, values in (
        ("desk.dossiers_open_need", {"need_id": need.id}),
        ("desk.dossiers_open", {"company_id": need.company_id}),
    ):
        desk.get(endpoint, **values)
        desk.post(endpoint, {"title": "Un four", "purpose": "machine"}, **values)

    assert [row.need_id for row in db.session.scalars(select(Dossier).order_by(Dossier.id))] == [need.id, None]


def test_a_dossier_is_opened_where_and_with_whom_the_firm_last_asked(app, committee, now):
    first = NeedFactory(territory=TerritoryFactory(name="Aaa"), state="open")
    last = NeedFactory(territory=committee.territory, state="open", company=first.company)
    gone = NeedFactory(territory=committee.territory, state="withdrawn", company=first.company)
    gone.contact.email = ""
    account = AccountFactory(coordinates=committee.territory)
    account.grants.append(AccountGrant(role="coordinator", object_id=first.territory_id))
    db.session.commit()
    client = PageClient.of(app, account)

    client.post("desk.dossiers_open", {"title": "Un four", "purpose": "machine"}, company_id=first.company_id)

    dossier = db.session.scalars(select(Dossier)).one()
    assert (dossier.territory_id, dossier.contact_id) == (committee.territory.id, last.contact_id)


def test_the_link_is_mailed_to_the_firm(desk, committee):
    dossier = committee.dossier()
    desk.post("desk.dossiers_step", {}, dossier_id=dossier.id, step="mail")

    assert db.session.scalars(select(OutgoingMail.template)).all() == ["dossier_to_complete"]


def test_an_incomplete_dossier_is_laid_with_a_reason_only(desk, committee):
    dossier = committee.dossier(complete=False)
    desk.get("desk.dossiers_lay", dossier_id=dossier.id)
    page = desk.post("desk.dossiers_lay", {"sitting": committee.sitting.id}, dossier_id=dossier.id, status=200)
    assert "écrivez pourquoi" in page.text
    desk.post(
        "desk.dossiers_lay",
        {"sitting": committee.sitting.id, "reason": "Les comptes arrivent."},
        dossier_id=dossier.id,
    )

    assert reload(dossier).state == "laid"


def test_a_sitting_is_planned_and_a_member_seated_by_mail(desk, committee):
    place = {"territory_id": committee.territory.id}
    typed = {"kind": "meeting", "held_on": "03/12/2026", "starts": "14:00", "ends": "16 h 30", "place": "Toul"}
    desk.get("desk.sittings_plan", **place)
    desk.post("desk.sittings_plan", typed, **place)
    desk.get("desk.sittings_seat", **place)
    bank = GroupFactory(kind="bank")
    desk.post("desk.sittings_seat", {"name": "Ève", "email": "eve@exemple.fr", "group": bank.id}, **place)
    desk.get("desk.sittings_index")

    sitting = db.session.scalars(select(Sitting).order_by(Sitting.id.desc())).first()
    member = db.session.scalars(select(CommitteeMember).order_by(CommitteeMember.id.desc())).first()
    assert (sitting.place, sitting.starts_at.hour) == ("Toul", 13)
    assert (member.account.email, member.group) == ("eve@exemple.fr", bank)
    desk.post("desk.sittings_unseat", {}, member_id=member.id)
    assert reload(member).left_on is not None


def test_nobody_sits_for_an_organisation_by_oversight(desk, committee):
    place = {"territory_id": committee.territory.id}
    GroupFactory(kind="bank")
    first = re.search(r"<select[^>]*>(.*?)</option>", desk.get("desk.sittings_seat", **place).html, re.DOTALL)[1]
    typed = {"name": "Ève", "email": "eve@exemple.fr", "group": ""}

    assert first.endswith('<option selected value="">À choisir dans la liste')
    assert "Choisissez dans la liste." in desk.post("desk.sittings_seat", typed, status=200, **place).text


@pytest.mark.parametrize("hour", ["1", "25:00", "14:75", "demain", "14 heures", "٣:00"])
def test_an_hour_that_cannot_be_read_is_asked_again(desk, committee, hour):
    place = {"territory_id": committee.territory.id}
    typed = {"kind": "meeting", "held_on": "03/12/2026", "starts": hour, "ends": "16:30", "place": "Toul"}
    desk.get("desk.sittings_plan", **place)

    page = desk.post("desk.sittings_plan", typed, status=200, **place)

    assert "Écrivez l’heure ainsi" in page.text
    assert 'value="Toul"' in page.html


def test_nobody_is_chosen_beforehand_to_vote(desk, committee):
    item = committee.laid()
    committee.held(present=2)

    page = desk.get("desk.decisions_vote", item_id=item.id)
    voters = [field for field in page.all("input") if field.get("name") == "member"]
    assert [field.get("checked") for field in voters] == [None, None]
    page = desk.post("desk.decisions_vote", {"choice": "for"}, item_id=item.id, status=200)
    assert "Dites qui vote." in page.text


def test_a_meeting_waits_for_its_day_or_changes_it(desk, committee, now):
    committee.laid()
    place = {"sitting_id": committee.sitting.id}
    desk.post("desk.sittings_step", {}, step="convene", **place)
    assert "le jour même" in desk.get("desk.sittings_show", **place).text
    assert "changez sa date" in desk.post("desk.sittings_step", {}, step="open", status=409, **place).text

    typed = {"held_on": local_date(now).isoformat(), "starts": "16 h", "ends": "18:00", "place": "Nancy"}
    assert "Toul, mairie" in desk.get("desk.sittings_move", **place).html
    page = desk.post("desk.sittings_move", typed | {"ends": "15:00"}, status=200, **place)
    assert ("La fin précède le début." in page.text, "Nancy" in page.html) == (True, True)
    desk.post("desk.sittings_move", typed, **place)
    assert "Nancy" in desk.get("desk.sittings_show", **place).text
    desk.post("desk.sittings_step", {}, step="open", **place)
    assert reload(committee.sitting).state == "held"


def test_a_sitting_goes_from_its_call_to_its_decisions(desk, committee, now):
    approved, adjourned, refused = (committee.laid() for _ in range(3))
    committee.act(sittings.move_sitting, committee.sitting, sittings.Meeting(now, now + timedelta(hours=2)))
    place = {"sitting_id": committee.sitting.id}
    for step in ("convene", "open"):
        desk.get("desk.sittings_show", **place)
        desk.post("desk.sittings_step", {}, step=step, **place)
    desk.get("desk.sittings_presence", **place)
    desk.post("desk.sittings_presence", {"members": [member.id for member in committee.members]}, **place)
    desk.get("desk.decisions_vote", item_id=approved.id)
    for member in committee.members[:3]:
        desk.post("desk.decisions_vote", {"member": member.id, "choice": "for"}, item_id=approved.id)
        desk.post("desk.decisions_vote", {"member": member.id, "choice": "against"}, item_id=refused.id)
    granted = {
        "amount_cents": "20 000",
        "fund": committee.money.fund.id,
        "count": "20",
        "rhythm": "1",
        "minutes": "1 jour",
    }
    for name, item, typed in (
        ("approve", approved, granted | {"conditions": "Bail signé\n\nPrêt accordé"}),
        ("adjourn", adjourned, {"reason": "documents", "words": "Le bilan."}),
        ("refuse", refused, {"reason": "not_viable"}),
    ):
        desk.get(f"desk.decisions_{name}", item_id=item.id)
        desk.post(f"desk.decisions_{name}", typed, item_id=item.id)
    desk.get("desk.sittings_show", **place)
    desk.post("desk.sittings_step", {}, step="close", **place)

    assert reload(committee.sitting).state == "closed"
    states = [reload(item.dossier).state for item in (approved, adjourned, refused)]
    assert states == ["approved", "adjourned", "refused"]
    advance = db.session.scalars(select(Advance)).one()
    assert [row.words for row in advance.conditions] == ["Bail signé", "Prêt accordé"]
    assert "20 000 €" in desk.get("desk.dossiers_show", dossier_id=approved.dossier_id).text.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")


def test_the_day_of_a_decision_is_asked_once_the_sitting_is_past(app, desk, committee, now, frozen):
    first, second = committee.laid(), committee.laid()
    committee.act(sittings.move_sitting, committee.sitting, sittings.Meeting(now, now + timedelta(hours=2)))
    committee.held()
    assert "Décidé le" not in desk.get("desk.decisions_adjourn", item_id=first.id).text
    frozen.shift(timedelta(days=4))
    desk = PageClient.of(app, committee.money.first)

    page = desk.get("desk.decisions_adjourn", item_id=first.id)
    assert ("Décidé le" in page.text, local_date(now).strftime("%d/%m/%Y") in page.html) == (True, True)
    typed = {"reason": "documents", "decided_on": (local_date(now) - timedelta(days=1)).isoformat()}
    page = desk.post("desk.decisions_adjourn", typed, status=200, item_id=first.id)
    assert "Une décision porte un jour entre le mardi 24 novembre et aujourd’hui" in page.text
    desk.post("desk.decisions_adjourn", {"reason": "documents", "decided_on": ""}, item_id=first.id)
    typed["decided_on"] = (local_date(now) + timedelta(days=1)).isoformat()
    desk.post("desk.decisions_adjourn", typed, item_id=second.id)

    days = [reload(item).decision.decided_on - local_date(now) for item in (first, second)]
    assert days == [timedelta(0), timedelta(days=1)]


def test_what_a_decision_already_says_is_not_called_optional(desk, committee):
    item = committee.laid()
    committee.held()

    page = desk.get("desk.decisions_approve", item_id=item.id)

    labels = {label.get("for"): "".join(label.itertext()) for label in page.all("label")}
    called = {name for name, words in labels.items() if "(facultatif)" in words}
    assert {"amount_cents", "fund", "count", "grace_months"} <= labels.keys() - called
    assert {"conditions", "valid_until"} <= called


def test_a_vote_is_refused_in_words(desk, committee):
    item = committee.laid()
    committee.held(present=1)
    page = desk.post("desk.decisions_approve", {"minutes": "1 jour", "rhythm": "1"}, item_id=item.id, status=200)

    assert "Le quorum n’est pas atteint (présents : 1, quorum : 2)" in page.text
    assert [each for each in page.all("p") if each.get("class") == "error"] == []


def test_the_desk_judges_a_recusal_and_takes_a_dossier_off(desk, committee):
    item = committee.laid()
    recusal = committee.act(_propose, item, committee.members[0])
    desk.get("desk.sittings_show", sitting_id=committee.sitting.id)
    desk.post("desk.sittings_recusal", {}, recusal_id=recusal.id, step="lift")
    assert reload(recusal).state == "lifted"
    dossier = item.dossier
    desk.post("desk.decisions_take_off", {}, item_id=item.id)

    assert reload(dossier).state == "submitted"


def _propose(item, member, *, by, now):
    return recusals._add(item, member, "data", "finances", by=by, now=now)


def test_another_desk_finds_none_of_it(app, committee):
    client = PageClient.of(app, AccountFactory(coordinates=TerritoryFactory()))
    item, dossier = committee.laid(), committee.dossier()

    for endpoint, values in (
        ("desk.dossiers_show", {"dossier_id": dossier.id}),
        ("desk.sittings_show", {"sitting_id": committee.sitting.id}),
        ("desk.sittings_plan", {"territory_id": committee.territory.id}),
        ("desk.decisions_approve", {"item_id": item.id}),
        ("desk.dossiers_document", {"dossier_id": dossier.id, "document_id": dossier.documents[0].id}),
    ):
        client.get(endpoint, status=404, **values)
