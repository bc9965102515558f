import pytest
from factories.canaries import Met
from factories.requests import sent, toul
from sqlalchemy import select

from webapp.cli import alize
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.transaction import transaction


@pytest.fixture
def run(app, session, now):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(alize, arguments)


def test_forgetting_says_what_is_erased(run, now):
    toul()
    contact = sent(now).contact

    result = run("forget", contact.email)

    words = "address, telephone, words, documents, links and mails are erased"
    assert result.output == f"contact {contact.id}: {words}.\n"
    assert run("erased").output == f"contact {contact.id}\n"
    assert run("forget", "sylvie.aubry@exemple.fr").exit_code == 1


def test_forgetting_says_what_is_kept_and_until_when(run, now):
    met = Met(now)
    expert = met.mission.proposal.expert

    refused = run("forget", expert.email)
    assert refused.exit_code == 1
    assert "a mission or an advance is under way" in refused.output
    met.end(now)

    assert "the name stays beside their missions until March 31, 2033" in run("forget", expert.email).output


def test_a_list_is_applied_to_a_restored_database(run, now, tmp_path):
    toul()
    contact = sent(now).contact
    run("forget", contact.email)
    kept = tmp_path / "erased.txt"
    kept.write_text(run("erased").output)
    with transaction():
        contact.erased_at, contact.email = None, "revenue@exemple.fr"

    assert run("erased", "--again", str(kept)).output == "Erased again: 1.\n"
    assert run("erased", "--again", str(kept)).output == "Erased again: 0.\n"
    assert db.session.scalar(select(Contact.email)) == ""


@pytest.mark.parametrize("content", [b"need 1\n", b"contact\n", b"\xb5\xff\n"])
def test_a_list_with_a_strange_line_is_refused(run, tmp_path, content):
    kept = tmp_path / "erased.txt"
    kept.write_bytes(content)

    result = run("erased", "--again", str(kept))

    assert result.exit_code == 1
    assert ": not erased, this is no line of such a list, as: contact 12" in result.output


def test_who_cannot_be_erased_again_yet_holds_up_nobody_else(run, now, tmp_path):
    toul()
    firm = sent(now).contact
    met = Met(now)
    kept = tmp_path / "erased.txt"
    kept.write_text(f"need 1\nexpert {met.mission.proposal.expert_id}\ncontact {firm.id}\n")

    result = run("erased", "--again", str(kept))

    assert result.exit_code == 1
    assert f"expert {met.mission.proposal.expert_id}: not erased, a mission is under way in this copy" in result.output
    assert "need 1: not erased, this is no line of such a list" in result.output
    assert "Erased again: 1.\n" in result.output
    assert db.session.get(Contact, firm.id).email == ""
