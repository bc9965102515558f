"""A need told on the phone: written down on one page, open at once."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from webapp import clock
from webapp.domain.errors import SentBefore
from webapp.domain.states import Actor
from webapp.forms.desk import FileForm
from webapp.mail.request_facts import day_length
from webapp.models.needs import Need
from webapp.models.territories import Commune, Territory
from webapp.services.communes import example_commune
from webapp.services.companies import Person, add_contact, find_or_add_company
from webapp.services.forms_once import claim_form, note_result
from webapp.services.needs import Asked, file_need
from webapp.services.territories import find_territory_of
from webapp.views.access import scope
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.form_keys import new_stamp, read_stamp
from webapp.views.public.commune_field import recognise_commune
from webapp.views.typed_firms import read_firm


@bp.route("/besoins/nouveau", methods=["GET", "POST"], endpoint="needs_file")
def file() -> page.Answer:
    """Who calls, which firm, what for."""
    territories = page.territories()
    form, commune = _read(territories[0])
    territory = _territory(form, commune) if commune is not None else None
    if territory is not None and territory != territories[0]:
        form, commune = _read(territory)  # its day may have another length
    if commune is None or territory is None:
        form.form_key.data = new_stamp()
        return page.show("desk/needs/file.html", form=form, example=example_commune(page.ids()))
    insee, filed = commune.insee, []
    said = _("Le besoin est ouvert, l’entreprise reçoit le lien qui le suit.")
    is_filed = act(lambda by, now: filed.append(_file_once(form, insee, territory, by=by, now=now)), said)
    return to("needs_show", need_id=filed[0]) if is_filed else to("needs_index")


def _read(territory: Territory) -> tuple[FileForm, Commune | None]:
    """The form by the day of a territory, and the commune of the firm, once the form is right."""
    today = clock.local_date(clock.now())
    form = FileForm(meta={"minutes_per_day": day_length(territory, today)})
    form.today = today
    return form, recognise_commune(form) if form.validate_on_submit() else None


def _territory(form: FileForm, commune: Commune) -> Territory | None:
    """The territory of the firm, when it is one of ours."""
    territory = find_territory_of(commune.insee)
    if territory is None or not scope().holds(territory.id):
        form.commune.errors = [*form.commune.errors, _("Cette commune n’est pas dans votre territoire.")]
        return None
    return territory


def _file_once(form: FileForm, insee: str, territory: Territory, *, by: Actor, now: datetime) -> int:
    """The id of the need; the same form sent again leads to the first one.

    Raises:
        SentBefore: it was sent with other words.
    """
    key = read_stamp(form.form_key.data).key
    first = claim_form(key, "need_file", form.typed().items(), now=clock.real_now())
    if first is not None and not first.is_same:
        raise SentBefore
    if first is not None:
        return int(first.location)
    need = _file(form, insee, territory, by=by, now=now)
    note_result(key, str(need.id))
    return need.id


def _file(form: FileForm, insee: str, territory: Territory, *, by: Actor, now: datetime) -> Need:
    company = find_or_add_company(read_firm(form, insee), email=form.email.data)
    person = Person(form.person.data, form.email.data, form.phone.data or "", form.role.data or "")
    contact = add_contact(person, company, now=now)
    asked = Asked(
        text=form.text.data,
        wished_minutes=form.wished.data or None,
        deadline_on=form.deadline.data,
        place=form.place.data,
        themes=tuple(form.themes.data),
        title=form.title.data or "",
    )
    return file_need(contact, territory, asked, by=by, now=now)
