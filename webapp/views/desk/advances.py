"""Advances: their list, and one of them with its conditions, its schedules and every movement of its money."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.references import reference_of, show_reference
from webapp.forms.fields import choices_of
from webapp.forms.money import CANCEL_REASONS, HeardForm, RescheduleForm, WhyForm, WordsForm
from webapp.services import advances
from webapp.services.accounts import list_accounts
from webapp.services.advance_links import find_contact, hear_firm, mail_advance_page
from webapp.services.advance_lists import (
    find_scoped_advance,
    list_advances,
    list_arrears,
    list_entries,
    list_next_lines,
)
from webapp.services.fund_queue import let_pass
from webapp.services.mandates import find_mandate
from webapp.services.notes import list_notes
from webapp.services.payments import find_open_order
from webapp.services.schedules import arrears_on, find_schedule, lines_of
from webapp.views.access import account
from webapp.views.desk import money_words, page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in


@bp.get("/avances", endpoint="advances_index")
def index() -> str:
    """The advances, the last decided first."""
    state, today = request.args.get("etat", "running"), clock.today()
    rows = list_advances(page.ids(), state, page.searched(), today=today, page=page.page_number())
    return page.show(
        "desk/advances/index.html",
        state=state,
        words_typed=page.searched(),
        late=list_arrears(list(rows.rows), today),
        next_lines=list_next_lines(list(rows.rows)),
        money_words=money_words,
        **page.turn(rows),
    )


@bp.get("/avances/<id:advance_id>", endpoint="advances_show")
def show(advance_id: int) -> str:
    """One advance: what is owed and when, what was decided, what moved."""
    advance = page.found(find_scoped_advance, advance_id)
    schedule, entries = find_schedule(advance), list_entries(advance)
    order = find_open_order(advance)
    return page.show(
        "desk/advances/show.html",
        advance=advance,
        dossier=advance.decision.dossier,
        schedule=schedule,
        lines=lines_of(advance, schedule),
        arrears=arrears_on(advance, clock.today()),
        entries=entries,
        undone={entry.reverses_id for entry in entries},
        order=order,
        reference=show_reference(reference_of(advance.id)),
        is_own_order=order is not None and order.ordered_by == account().id,
        notes=list_notes(advance, *advance.conditions),
        names=list_accounts(entry.actor_id for entry in entries if entry.actor_id),
        contact=find_contact(advance),
        mandate=find_mandate(advance),
        money_words=money_words,
    )


@bp.route("/avances/<id:advance_id>/entendre", methods=["GET", "POST"], endpoint="advances_hear")
def hear(advance_id: int) -> page.Answer:
    """Write down what was said to a firm that finds it hard to repay."""
    advance = page.found(find_scoped_advance, advance_id)
    form = HeardForm()
    words = Act(
        _("Noter ce qui est convenu"),
        _("L’entreprise a écrit que rembourser devient difficile. Rien ne change avant une décision."),
        _("Noter"), _("C’est noté."),
    )  # fmt: skip
    return act_on(advance, form, words, lambda by, now: hear_firm(advance, form.words.data, by=by, now=now))


@bp.post("/avances/<id:advance_id>/page", endpoint="advances_mail")
def mail_page(advance_id: int) -> page.Answer:
    """Mail the firm the link of its page."""
    advance = page.found(find_scoped_advance, advance_id)
    act(lambda by, now: mail_advance_page(advance, by=by, now=now), _("Le message part."))
    return to("advances_show", advance_id=advance.id)


@bp.route("/avances/<id:advance_id>/passer", methods=["GET", "POST"], endpoint="advances_let_pass")
def pass_in_front(advance_id: int) -> page.Answer:
    """Let one that waits pass in front of others."""
    advance = page.found(find_scoped_advance, advance_id)
    form = WordsForm()
    words = Act(
        _("Faire passer devant"),
        _("Celles qui attendent depuis plus longtemps attendront encore. La raison reste avec l’avance."),
        _("Faire passer devant"), _("L’avance n’attend plus : elle peut être payée."),
    )  # fmt: skip
    return act_on(advance, form, words, lambda by, now: let_pass(advance, words=form.words.data, by=by, now=now))


@bp.route("/avances/<id:advance_id>/renoncer", methods=["GET", "POST"], endpoint="advances_cancel")
def cancel(advance_id: int) -> page.Answer:
    """The money will not be paid."""
    advance = page.found(find_scoped_advance, advance_id)
    form = WhyForm()
    form.reason.choices = choices_of(CANCEL_REASONS.items())
    words = Act(
        _("Annuler l’avance"), _("Rien n’est versé, et le fonds peut prêter cet argent à d’autres."),
        _("Annuler l’avance"), _("L’avance est annulée."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: advances.cancel_advance(advance, reason=form.reason.data, by=by, now=now),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/etaler", methods=["GET", "POST"], endpoint="advances_reschedule")
@freshly_signed_in
def reschedule(advance_id: int) -> page.Answer:
    """Spread what is left anew, from today."""
    advance = page.found(find_scoped_advance, advance_id)
    form = RescheduleForm()
    words = Act(
        _("Rééchelonner ce qui reste"), _("Le nouvel échéancier commence aujourd’hui. L’ancien reste lisible."),
        _("Rééchelonner"), _("Le nouvel échéancier est en place."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: advances.reschedule_advance(
            advance,
            advances.Terms(clock.local_date(now), form.count.data, int(form.rhythm.data), form.grace_months.data or 0),
            words=form.words.data, by=by, now=now,
        ),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/defaut", methods=["GET", "POST"], endpoint="advances_default")
@freshly_signed_in
def default(advance_id: int) -> page.Answer:
    """The firm does not repay."""
    advance = page.found(find_scoped_advance, advance_id)
    form = WordsForm()
    words = Act(
        _("Passer en défaut"),
        _("Ce qui reste dû n’est plus attendu. Ce qui revient ensuite se note comme d’habitude."),
        _("Passer en défaut"), _("L’avance est en défaut."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: advances.default_advance(advance, words=form.words.data, by=by, now=now),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/perte", methods=["GET", "POST"], endpoint="advances_write_off")
@freshly_signed_in
def write_off(advance_id: int) -> page.Answer:
    """What is doubtful is lost."""
    advance = page.found(find_scoped_advance, advance_id)
    form = WordsForm()
    words = Act(
        _("Passer en perte"), _("Par décision du comité. Ce qui reviendrait quand même est compté à part."),
        _("Passer en perte"), _("L’avance est passée en perte."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: advances.write_off_advance(advance, words=form.words.data, by=by, now=now),
    )  # fmt: skip
