import pytest
from factories.territories import TerritoryFactory
from sqlalchemy import select

from webapp.cli import alize
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.mails import OutgoingMail
from webapp.services.accounts import scope_of
from webapp.services.forgetting import forget_person


@pytest.fixture
def run(app, session, frozen):
    runner = app.test_cli_runner()
    TerritoryFactory(code="toul", name="Toul")
    return lambda *arguments: runner.invoke(alize, ["user", "add", *arguments])


def test_a_new_coordinator_gets_a_mail_to_choose_a_password(run):
    result = run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")

    account = db.session.scalar(select(Account))
    assert result.output == "helene@exemple.fr may sign in: a mail to choose a password is on its way.\n"
    assert len(scope_of(account).territory_ids) == 1
    assert account.password.startswith("$argon2id$")
    assert db.session.scalar(select(OutgoingMail.template)) == "account_opened"


def test_who_signs_in_already_is_not_mailed_about_a_password(run, now):
    run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")
    db.session.scalar(select(Account)).seen_at = now
    TerritoryFactory(code="briey")

    said = run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "briey")

    assert said.output == "helene@exemple.fr may sign in, as before.\n"
    assert len(db.session.scalars(select(OutgoingMail)).all()) == 1


def test_before_the_first_account_the_list_says_how_to_add_one(app, run):
    assert "alize user add" in app.test_cli_runner().invoke(alize, ["user", "list"]).output


def test_the_list_says_who_signs_in_to_what(app, run, now):
    run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")
    run("anne@exemple.fr", "--name", "Anne", "--role", "network")
    anne = db.session.scalar(select(Account).where(Account.name == "Anne"))
    anne.seen_at, anne.active = now, False
    db.session.flush()

    assert app.test_cli_runner().invoke(alize, ["user", "list"]).output.splitlines() == [
        "anne@exemple.fr, Anne, network, last seen on November 24, 2026, closed",
        "helene@exemple.fr, Hélène Marchal, coordinator toul, never seen yet",
    ]


def test_the_list_leaves_out_who_was_erased(app, run, now):
    run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")
    run("anne@exemple.fr", "--name", "Anne", "--role", "network")
    forget_person(db.session.scalar(select(Account).where(Account.name == "Anne")), now=now)

    (line,) = app.test_cli_runner().invoke(alize, ["user", "list"]).output.splitlines()
    assert line.startswith("helene@exemple.fr")


def test_the_network_has_no_territory(run):
    assert run("a@exemple.fr", "--name", "A", "--role", "network").exit_code == 0
    assert run("b@exemple.fr", "--name", "B", "--role", "network", "--territory", "toul").exit_code == 1


@pytest.mark.parametrize("arguments", [[], ["--territory", "nowhere"]])
def test_a_coordinator_without_a_known_territory_is_refused_in_words(run, arguments):
    result = run("a@exemple.fr", "--name", "A", *arguments)

    assert result.exit_code == 1
    assert "Known: toul." in result.output
    assert db.session.scalar(select(Account)) is None


def test_what_is_no_address_gets_no_account(run):
    result = run("helene", "--name", "Hélène Marchal", "--territory", "toul")

    assert result.exit_code == 2
    assert "no email address" in result.output
    assert db.session.scalar(select(Account)) is None


def test_a_closed_account_may_not_sign_in_until_it_is_added_again(app, run):
    run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")
    close = ["user", "close", "helene@exemple.fr"]

    assert app.test_cli_runner().invoke(alize, close).output == "helene@exemple.fr may not sign in any more.\n"
    assert db.session.scalar(select(Account.active)) is False
    run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")
    assert db.session.scalar(select(Account.active)) is True
    assert app.test_cli_runner().invoke(alize, ["user", "close", "nobody@exemple.fr"]).exit_code == 1


def test_a_lost_second_factor_is_taken_off_and_its_owner_told(app, run):
    run("helene@exemple.fr", "--name", "Hélène Marchal", "--territory", "toul")
    db.session.scalar(select(Account)).tf_primary_method = "authenticator"

    result = app.test_cli_runner().invoke(alize, ["user", "drop-factor", "helene@exemple.fr"])

    assert "sets a new second factor up" in result.output
    assert db.session.scalar(select(Account.tf_primary_method)) is None
    assert "factor_changed" in db.session.scalars(select(OutgoingMail.template)).all()
