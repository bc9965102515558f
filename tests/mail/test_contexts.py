import pytest
from factories.letters import tell_letter

from webapp.mail.contexts import context_of
from webapp.mail.wanted import find_object
from webapp.transaction import transaction

BASE = "https://alize.exemple.fr"


def values_of(mail, now, link_url=None):
    return context_of(mail, link_url, base_url=BASE, now=now)


def test_a_mail_says_whom_to_call(session, now):
    values = values_of(tell_letter("proposal_sent", now), now)

    assert values["coordinator"]["name"] == "Hélène Marchal"
    assert values["place"] == "Terres de Lorraine"


def test_a_form_without_its_commune_names_nobody_to_call(session, now):
    mail = tell_letter("need_to_resume", now)
    with transaction():
        need = find_object(mail)
        need.territory, need.company = None, None

    values = values_of(mail, now)

    assert (values["place"], values["coordinator"], values["need"]["firm"]) == ("", None, "")


def test_what_a_mail_was_about_may_be_gone(session, now):
    mail = tell_letter("proposal_sent", now)
    mail.object_id = 2**31 - 1

    with pytest.raises(LookupError):
        values_of(mail, now)


def test_a_new_password_has_a_link_of_its_own_each_time_the_mail_is_written(session, now):
    mail = tell_letter("account_reset", now)

    assert values_of(mail, now)["link_url"].startswith(f"{BASE}/mot-de-passe/oubli/")


def test_what_a_message_noted_stands_apart_from_the_readers_name(session, now):
    values = values_of(tell_letter("address_refused", now), now)

    assert values["name"] == "Hélène Marchal"
    assert values["parameters"]["name"] == "Claire Humbert"
