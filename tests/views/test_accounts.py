import unicodedata
from datetime import timedelta

import pytest
from conftest import settings_for
from factories.accounts import AccountFactory, sign_in
from factories.territories import TerritoryFactory
from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select

from webapp import clock, create_app
from webapp.extensions import db
from webapp.models.accounts import Account, SignInSession
from webapp.models.mails import OutgoingMail

PASSWORD = "une courte phrase bien à moi"


@pytest.fixture(scope="module")
def hashed(sqlite_app):
    with sqlite_app.app_context():
        return hash_password(unicodedata.normalize("NFKD", PASSWORD))


@pytest.fixture
def account(session, frozen, hashed):
    values = {"email": "helene@exemple.fr", "password": hashed, "tf_primary_method": None}
    return AccountFactory(coordinates=TerritoryFactory(), **values)


@pytest.fixture
def client(app):
    return app.test_client()


def enter(client, password=PASSWORD, email="helene@exemple.fr", **more):
    return client.post("/connexion", data={"email": email, "password": password}, **more)


def sessions_kept():
    return db.session.scalars(select(SignInSession)).all()


def test_the_right_password_leads_to_the_desk(client, account):
    answer = enter(client)

    assert answer.location == "/compte/bienvenue"
    assert client.get("/compte/bienvenue").location == "/desk"


def test_without_a_second_factor_the_desk_shows_and_takes_nothing(client, account):
    enter(client)

    assert client.get("/desk").location == "/second-facteur"
    assert "mettez en place le second facteur" in client.get("/second-facteur").text
    assert client.get("/desk/besoins").location == "/second-facteur"
    assert client.post("/desk/besoins/1/reprendre").status_code == 403
    account.tf_primary_method = "authenticator"
    db.session.commit()
    assert client.get("/desk").status_code == 200


def test_the_cookie_of_who_is_signed_in_is_a_key_kept_as_a_digest_only(client, account):
    client.get("/connexion")
    before = client.get_cookie("alize")

    enter(client)

    value = client.get_cookie("alize").value
    (row,) = sessions_kept()
    assert value.startswith("s.")
    assert before is None or value != before.value
    assert row.digest not in value
    assert value[2:] not in str(row.values)
    assert row.account_id == account.id


def test_an_account_that_opens_nothing_says_so(client, account):
    alone = sign_in(client, AccountFactory()).get("/compte").text
    at_work = sign_in(client, account).get("/compte").text

    assert "Aucun territoire ni comité ne vous est ouvert" in alone
    assert "Aucun territoire" not in at_work


@pytest.mark.parametrize(
    ("email", "password"),
    [("helene@exemple.fr", "faux"), ("personne@exemple.fr", PASSWORD), ("", ""), ("a\x00b", "x\x00y")],
)
def test_a_wrong_sign_in_says_the_same_to_everybody_and_keeps_nothing(client, account, email, password):
    answer = enter(client, password, email)

    assert answer.status_code == 200
    assert "Erreur" in answer.text
    assert sessions_kept() == []


def test_unknown_address_and_wrong_password_read_the_same(client, account):
    unknown, wrong = enter(client, email="personne@exemple.fr"), enter(client, "faux mot de passe")

    assert "ne vont pas ensemble" in unknown.text
    assert unknown.text.replace("personne@exemple.fr", "helene@exemple.fr") == wrong.text


def test_a_closed_account_does_not_open(client, account):
    account.active = False
    db.session.commit()

    enter(client)

    assert client.get("/compte").status_code == 303


def test_the_eleventh_attempt_waits_even_with_the_right_password(client, account):
    for _ in range(10):
        assert enter(client, "faux").status_code == 200

    assert enter(client).status_code == 429


@pytest.mark.parametrize("written", ["HELENE@exemple.fr", "helene@\uff45xemple.fr", "helene@exemple\u3002fr"])
def test_an_address_written_otherwise_is_the_same_account(client, account, written):
    for _ in range(10):
        enter(client, "faux")

    assert enter(client, email=written).status_code == 429


def test_codes_are_counted_for_the_account_whatever_else_the_form_says(app, client, account):
    factory = app.extensions["security"].totp_factory
    account.tf_primary_method, account.tf_totp_secret = "authenticator", factory.generate_totp_secret()
    db.session.commit()
    assert "/second-facteur/code" in enter(client).location

    tries = [{"code": "000000", "email": f"quelqu-un-{n}@exemple.fr"} for n in range(11)]
    answers = [client.post("/second-facteur/code", data=each).status_code for each in tries]

    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("page", ["/mot-de-passe", "/connexion/encore"])
def test_whoever_sits_down_at_an_open_session_does_not_guess_its_password(client, account, page):
    enter(client)
    new = {"new_password": "correct horse battery", "new_password_confirm": "correct horse battery"}

    answers = [client.post(page, data={"password": "faux", **new}).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_another_account_of_the_network_is_not_slowed_by_that(client, account, hashed):
    AccountFactory(email="autre@exemple.fr", password=hashed)
    for _ in range(10):
        enter(client, "faux")

    assert enter(client, email="autre@exemple.fr").status_code == 302


def test_a_network_that_tries_many_accounts_waits(client, session, frozen):
    answers = [enter(client, "faux", f"compte{n}@exemple.fr").status_code for n in range(61)]

    assert answers == [200] * 60 + [429]


def test_a_quarter_of_an_hour_later_it_opens_again(client, account, frozen):
    for _ in range(10):
        enter(client, "faux")
    frozen.shift(timedelta(minutes=16))

    assert enter(client).status_code == 302


def test_signing_out_makes_the_old_cookie_worthless(client, account):
    enter(client)
    old = client.get_cookie("alize").value

    client.post("/deconnexion")

    client.set_cookie("alize", old)
    assert client.get("/compte").status_code == 303
    assert sessions_kept() == []


def test_signing_out_needs_a_post(client, account):
    enter(client)

    client.get("/deconnexion")

    assert client.get("/compte").status_code == 200


@pytest.mark.parametrize(("idle", "status"), [(29, 200), (31, 303)])
def test_a_session_without_a_page_for_half_an_hour_is_over(client, account, frozen, idle, status):
    enter(client)
    frozen.shift(timedelta(minutes=idle))

    assert client.get("/compte").status_code == status


def test_a_session_is_over_after_twelve_hours_however_busy(client, account, frozen):
    enter(client)
    for _ in range(36):
        frozen.shift(timedelta(minutes=20))
        client.get("/compte")
    frozen.shift(timedelta(minutes=1))

    assert client.get("/compte").status_code == 303


def test_business_time_does_not_end_a_session(client, account):
    enter(client)
    clock.set_offset(timedelta(days=30))
    try:
        assert client.get("/compte").status_code == 200
    finally:
        clock.set_offset(timedelta(0))


def test_the_account_page_lists_and_ends_other_sessions(app, client, account):
    sign_in(client, account)
    other = sign_in(app.test_client(), account)
    assert other.get("/compte").status_code == 200
    other_id = max(row.id for row in sessions_kept())

    page = client.get("/compte").text
    assert page.count('class="item"') == 2
    assert "Celle-ci" in page
    client.post(f"/compte/sessions/{other_id}/fin")

    assert other.get("/compte").status_code == 303
    assert client.get("/compte").status_code == 200


def test_the_account_page_keeps_the_navigation_of_the_desk(client, account):
    account.tf_primary_method = "authenticator"
    sign_in(client, account)

    assert 'href="/desk/missions"' in client.get("/compte").text


def test_nobody_ends_the_session_of_somebody_else(app, client, account):
    stranger = sign_in(app.test_client(), AccountFactory())
    sign_in(client, account)
    (of_stranger,) = [row for row in sessions_kept() if row.account_id != account.id]

    assert client.post(f"/compte/sessions/{of_stranger.id}/fin").status_code == 404
    assert stranger.get("/compte").status_code == 200


def test_a_new_password_ends_every_other_session_at_once(app, client, account):
    enter(client)
    other = sign_in(app.test_client(), account)

    answer = client.post(
        "/mot-de-passe",
        data={
            "password": PASSWORD,
            "new_password": "une autre phrase, plus longue",
            "new_password_confirm": "une autre phrase, plus longue",
        },
    )

    assert answer.status_code == 302
    assert other.get("/compte").status_code == 303
    assert client.get("/compte").status_code == 200
    assert enter(app.test_client()).status_code == 200
    assert enter(app.test_client(), "une autre phrase, plus longue").status_code == 302


def test_a_forgotten_password_is_renewed_by_a_mail_of_the_outbox(app, client, account):
    for _ in range(10):
        enter(client, "faux")

    page = client.post("/mot-de-passe/oubli", data={"email": "HELENE@exemple.fr"})

    (mail,) = db.session.scalars(select(OutgoingMail))
    assert (mail.template, mail.recipient) == ("account_reset", "helene@exemple.fr")
    assert "C’est envoyé" in page.text
    token = generate_reset_password_token(account)
    new = {"password": "une phrase toute neuve", "password_confirm": "une phrase toute neuve"}
    assert client.post(f"/mot-de-passe/oubli/{token}", data=new).status_code == 302
    assert enter(app.test_client(), "une phrase toute neuve").status_code == 302
    again = {"password": "encore une autre phrase", "password_confirm": "encore une autre phrase"}
    client.post(f"/mot-de-passe/oubli/{token}", data=again)
    assert enter(app.test_client(), "encore une autre phrase").status_code == 200


def test_a_link_that_is_too_old_leads_to_where_another_one_is_mailed(client, account, frozen):
    token = generate_reset_password_token(account)
    frozen.shift(timedelta(minutes=31))

    answer = client.get(f"/mot-de-passe/oubli/{token}")

    assert answer.headers["Location"] == "/mot-de-passe/oubli"
    assert "Ce lien ne sert plus" in client.get("/mot-de-passe/oubli").text


def test_an_unknown_address_is_told_the_same_and_mailed_nothing(client, account):
    known = client.post("/mot-de-passe/oubli", data={"email": "helene@exemple.fr"})
    unknown = client.post("/mot-de-passe/oubli", data={"email": "personne@exemple.fr"})

    assert known.text == unknown.text
    assert len(db.session.scalars(select(OutgoingMail)).all()) == 1


def test_the_second_factor_is_asked_for_and_each_code_opens_once(app, client, account):
    enter(client)
    setup = client.post("/second-facteur", data={"setup": "authenticator"})
    assert '<path d="M' in setup.text
    action = setup.text.split('action="/second-facteur/')[1].split('"')[0]
    with client.session_transaction() as values:
        secret = values["tf_totp_secret"]
    code = app.extensions["security"].totp_factory.generate_totp_password(secret)
    client.post(f"/second-facteur/{action}", data={"code": code})
    assert db.session.get(Account, account.id).tf_primary_method == "authenticator"
    assert db.session.scalars(select(OutgoingMail.template)).all() == ["factor_changed"]

    other = app.test_client()
    assert "/second-facteur/code" in enter(other).location
    assert other.get("/compte").status_code == 303
    for typed in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        other.post("/second-facteur/code", data={"code": typed})
        assert other.get("/compte").status_code == 303


def test_a_second_factor_taken_off_by_hand_is_told_by_mail_and_closes_the_desk(client, account):
    account.tf_primary_method, account.tf_totp_secret = "authenticator", "kept"
    sign_in(client, account)
    assert client.get("/desk").status_code == 200

    client.post("/second-facteur", data={"setup": "disable"})

    assert db.session.scalar(select(OutgoingMail.parameters)) == {"is_set": False}
    assert client.get("/desk").location == "/second-facteur"


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"Content-Type": "application/json"}])
def test_who_asks_for_json_gets_a_page_all_the_same(app, session, headers):
    answer = app.test_client().post("/connexion", data=b"{}", headers=headers)

    assert answer.mimetype == "text/html"


@pytest.mark.parametrize(
    "guessed", ["motdepasse2026", "Azertyuiop12", "Helene.Marchal1", "password1234", "123456789012"]
)
def test_a_password_that_a_list_or_a_name_gives_away_is_refused(client, account, guessed):
    enter(client)

    page = client.post(
        "/mot-de-passe", data={"password": PASSWORD, "new_password": guessed, "new_password_confirm": guessed}
    )

    assert "Ce mot de passe se devine" in page.text


def test_passwords_that_begin_alike_are_told_apart_to_their_last_character(app, client, account):
    enter(client)
    new = PASSWORD + "!" * 60 + "a"
    client.post("/mot-de-passe", data={"password": PASSWORD, "new_password": new, "new_password_confirm": new})

    assert enter(app.test_client(), new[:-1] + "b").status_code == 200
    assert enter(app.test_client(), new).status_code == 302


def test_sign_ins_and_refusals_are_logged_without_a_name_or_an_address(app, client, account, caplog):
    caplog.set_level("INFO", "webapp")
    enter(client, "faux")
    enter(client)
    sign_in(client, AccountFactory()).get("/desk")

    said = [
        (record.message.split(" ")[0], record.account_id)
        for record in caplog.records
        if record.name.startswith("webapp")
    ]
    assert said[:2] == [("sign-in", account.id), ("signed", account.id)]
    assert said[2][0] == "access"
    assert "exemple.fr" not in caplog.text


def test_a_second_factor_outlives_its_key_for_as_long_as_the_old_one_is_kept(sqlite_template):
    old, new = "o" * 32, "n" * 32

    def codes(*keys):
        app = create_app(settings_for(f"sqlite:///{sqlite_template}", secret_keys=keys))
        return app.extensions["security"].totp_factory

    kept = codes(old).generate_totp_secret()
    code = codes(old).generate_totp_password(kept)

    assert codes(new, old).generate_totp_password(kept) == code
    assert codes(new, old).generate_totp_secret() != kept
    with pytest.raises(KeyError):
        codes(new).generate_totp_password(kept)
