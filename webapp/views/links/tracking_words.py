"""The page of a request in sentences: its title, what comes next, its path and its journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext, lazy_gettext, ngettext

from webapp.clock import local_date, today
from webapp.domain.deadlines import answer_deadline
from webapp.domain.states import OPEN_MISSION
from webapp.models.missions import Visit
from webapp.models.needs import Need
from webapp.services.tracking import DONE, Following, Moment
from webapp.views.filters import date_day, date_long, day_hours

#: working days within which a firm hears where its request stands
FIRST_NEWS = 2

#: how a request that is over ended: title and sentence
ENDS = {
    "closed_helped": (
        lazy_gettext("Votre demande est terminée."),
        lazy_gettext("Merci de nous avoir dit ce qui s’est passé. Un autre besoin ? Décrivez-le quand vous voulez."),
    ),
    "closed_no_help": (
        lazy_gettext("Nous n’avons trouvé personne cette fois."),
        lazy_gettext("Votre besoin reste noté : s’il vous occupe encore dans quelques mois, appelez-nous."),
    ),
    "closed_unreachable": (
        lazy_gettext("Votre demande est close."),
        lazy_gettext("Nous n’avons pas réussi à vous joindre. Un appel suffit pour la reprendre."),
    ),
    "withdrawn": (
        lazy_gettext("Vous avez retiré votre demande."),
        lazy_gettext(
            "Qui avait été sollicité a été prévenu et remercié. Un autre besoin ? Décrivez-le quand vous voulez."
        ),
    ),
    "set_aside": (
        lazy_gettext("Votre demande n’a pas été retenue."),
        lazy_gettext("Alizé ne peut pas y répondre. Appelez-nous si vous pensez que c’est une erreur."),
    ),
}

JOURNAL = {
    "need_submit": lazy_gettext("Vous avez envoyé votre demande."),
    "need_confirm_address": lazy_gettext("Vous avez confirmé votre adresse."),
    "need_file": lazy_gettext("%(coordinator)s a noté votre demande au téléphone."),
    "need_qualify": lazy_gettext("%(coordinator)s a relu votre demande."),
    "need_correct": lazy_gettext("Vous avez corrigé votre demande."),
    "need_withdraw": lazy_gettext("Vous avez retiré votre demande."),
    "need_set_aside": lazy_gettext("%(coordinator)s a mis votre demande de côté."),
    "need_resume": lazy_gettext("%(coordinator)s a repris votre demande."),
    "need_help": lazy_gettext("Votre demande est terminée."),
    "need_give_up": lazy_gettext("%(coordinator)s a clos votre demande, faute d’avoir trouvé quelqu’un."),
    "need_lose_touch": lazy_gettext("%(coordinator)s a clos votre demande, faute d’avoir pu vous joindre."),
    "introduced": lazy_gettext("%(name)s a dit oui. Vous avez reçu ses coordonnées."),
    "mission_finish": lazy_gettext("La mission avec %(name)s est terminée."),
    "mission_abandon": lazy_gettext("La mission avec %(name)s s’est arrêtée avant sa fin."),
    "mission_cancel": lazy_gettext("La mission avec %(name)s est annulée."),
    "visit_plan": lazy_gettext("Une visite de %(name)s est prévue le %(day)s."),
    "visit_cancel": lazy_gettext("La visite de %(name)s du %(day)s est annulée."),
    "visit_declare": lazy_gettext("%(name)s a déclaré %(length)s pour la visite du %(day)s."),
    "visit_declare_bare": lazy_gettext("%(name)s a déclaré la visite du %(day)s."),
    "visit_declare_again": lazy_gettext("%(name)s a déclaré une visite, puis cette déclaration a été reprise."),
    "visit_confirm": lazy_gettext("Vous avez confirmé la visite du %(day)s."),
    "visit_deem": lazy_gettext("Sans réponse de votre part, la visite du %(day)s est réputée confirmée."),
    "visit_dispute": lazy_gettext("Vous avez signalé un désaccord sur la visite du %(day)s."),
    "visit_dispute_by_desk": lazy_gettext("%(coordinator)s vérifie la visite du %(day)s."),
    "visit_settle": lazy_gettext("La visite du %(day)s est réglée : %(length)s."),
    "visit_settle_bare": lazy_gettext("La visite du %(day)s est réglée."),
    "visit_settle_as_cancelled": lazy_gettext("La visite du %(day)s ne compte pas."),
}


#: small counts as people say them, at the beginning of a sentence
COUNTS = {
    2: lazy_gettext("Deux"),
    3: lazy_gettext("Trois"),
    4: lazy_gettext("Quatre"),
    5: lazy_gettext("Cinq"),
    6: lazy_gettext("Six"),
}


@dataclass(frozen=True)
class Stage:
    """A point of the path: "done", "now" or "later"."""

    label: str
    note: str
    state: str


def title_of_page(followed: Following) -> str:
    """What a person would say of it aloud."""
    need, stage = followed.need, followed.stage
    if stage == "over":
        return str(ENDS[need.state][0])
    if stage == "helped":
        return _who_helps(followed)
    if stage == "asked":
        count = followed.asked_count
        return ngettext(
            "Un expert a votre demande.", "%(count)s experts ont votre demande.", count, count=_count(count)
        )
    if stage == "unanswered":
        return gettext("Personne n’a encore pu dire oui.")
    if need.state == "received":
        return gettext("Il reste à confirmer votre adresse.")
    return gettext("Nous cherchons la bonne personne.")


def lead_of_page(followed: Following) -> str:
    """What happens next, and when."""
    need, stage = followed.need, followed.stage
    assert need.territory is not None, "a request that is followed has its territory"
    name = need.territory.contact_name
    if stage == "over":
        return str(ENDS[need.state][1])
    if stage == "helped":
        return _visits_so_far(followed)
    if stage == "asked":
        return _who_answers(followed)
    if stage == "unanswered":
        return gettext("%(name)s cherche ailleurs et vous tient au courant.", name=name)
    if need.state == "received":
        return gettext("Ouvrez le message que nous vous avons envoyé à %(email)s.", email=need.contact.email)
    return _when_first_news(need)


def path_of(followed: Following) -> list[Stage]:
    """Received, asked, a yes, visits, the end."""
    need = followed.need
    received = date_day(need.received_at) if need.received_at else ""
    reached = {"sent": 0, "looking": 1, "asked": 2, "unanswered": 2, "helped": 3, "over": _end_of(followed)}[
        followed.stage
    ]
    yes = followed.missions[0].introduced_at if followed.missions else None
    points = (
        (gettext("Reçue"), received),
        (_asked(followed.asked_count), date_day(followed.first_asked_on) if followed.first_asked_on else ""),
        (gettext("Un oui"), date_day(yes) if yes else ""),
        (gettext("Visites"), _visits_note(followed.visits)),
        (gettext("Terminée"), date_day(need.ended_at) if need.ended_at else ""),
    )
    return [Stage(label, note, _state(place, reached)) for place, (label, note) in enumerate(points)]


def journal_of(followed: Following) -> list[tuple[object, str]]:
    """What happened, newest first, as pairs of an instant and a sentence."""
    assert followed.need.territory is not None, "a request that is followed has its territory"
    coordinator = followed.need.territory.contact_name
    return [(moment.at, _sentence(moment, coordinator)) for moment in followed.journal]


def silence_of(visit: Visit) -> str:
    """What no answer means."""
    if visit.deem_on is None:
        return ""
    day = date_long(visit.deem_on + timedelta(days=1))
    return gettext("Sans réponse avant le %(day)s, la durée sera réputée confirmée.", day=day.split(" ", 1)[1])


def _sentence(moment: Moment, coordinator: str) -> str:
    if moment.code == "asked":
        count = _count(moment.count)
        return ngettext(
            "Un expert a été sollicité.", "%(count)s experts ont été sollicités.", moment.count, count=count
        )
    values = {
        "coordinator": coordinator,
        "name": moment.name,
        "day": date_day(moment.on) if moment.on else "",
        "length": day_hours(moment.minutes) if moment.minutes else "",
    }
    is_bare = moment.code in ("visit_declare", "visit_settle") and not moment.minutes
    return str(JOURNAL[f"{moment.code}_bare" if is_bare else moment.code]) % values


def _who_helps(followed: Following) -> str:
    working = [mission for mission in followed.missions if mission.state in OPEN_MISSION]
    names = list(dict.fromkeys(mission.proposal.expert.name for mission in working or followed.missions))
    if not working:
        return gettext("%(names)s a travaillé avec vous.", names=names[-1])
    if len(names) == 1:
        return gettext("%(name)s travaille avec vous.", name=names[0])
    first = ", ".join(names[:-1])
    return gettext("%(first)s et %(last)s travaillent avec vous.", first=first, last=names[-1])


def _visits_so_far(followed: Following) -> str:
    done = sum(visit.state in DONE for visit in followed.visits)
    planned = sorted(visit.planned_on for visit in followed.visits if visit.state == "planned" and visit.planned_on)
    held = ngettext("Une visite a eu lieu.", "%(count)s visites ont eu lieu.", done, count=_count(done)) if done else ""
    if planned:
        coming = (
            gettext("La prochaine est prévue le %(day)s.", day=date_day(planned[0]))
            if done
            else gettext("La première visite est prévue le %(day)s.", day=date_day(planned[0]))
        )
        return f"{held} {coming}".strip()
    return held or gettext("Vous avez les coordonnées l’un de l’autre : convenez ensemble du premier rendez-vous.")


def _when_first_news(need: Need) -> str:
    """Until when the firm hears; a promise that was not kept is not made again."""
    assert need.territory is not None, "a request that is followed has its territory"
    name = need.territory.contact_name
    until = answer_deadline(
        local_date(need.opened_at or need.received_at or need.created_at), FIRST_NEWS, need.department
    )
    day = date_long(until)
    if until < today():
        return gettext(
            "Vous deviez avoir des nouvelles %(day)s : nous sommes en retard. Si cela presse, appelez %(name)s.",
            day=day,
            name=name,
        )
    return gettext("%(name)s relit votre demande. Vous saurez où elle en est au plus tard %(day)s.", name=name, day=day)


def _who_answers(followed: Following) -> str:
    territory = followed.need.territory
    assert followed.answer_by is not None, "somebody may still answer"
    assert territory is not None, "a request that is followed has its territory"
    day, name = date_long(followed.answer_by), territory.contact_name
    if followed.answer_by < today():
        return gettext("La réponse était attendue %(day)s. %(name)s cherche ce qui est possible.", day=day, name=name)
    return gettext(
        "La réponse est attendue au plus tard %(day)s. Si c’est oui, vous recevez un message ; sinon, %(name)s cherche "
        "ailleurs et cette page le dit.",
        day=day,
        name=name,
    )


def _asked(count: int) -> str:
    if not count:
        return gettext("Experts à solliciter")
    return ngettext("Un expert sollicité", "%(count)s experts sollicités", count, count=_count(count))


def _count(number: int) -> str:
    return str(COUNTS.get(number, number))


def _visits_note(visits: list[Visit]) -> str:
    done = sum(visit.state in DONE for visit in visits)
    if not visits:
        return ""
    return ngettext("%(done)s sur %(num)s faite", "%(done)s sur %(num)s faites", len(visits), done=done)


def _end_of(followed: Following) -> int:
    """How far a request came that is over: to its end only when somebody helped."""
    if followed.need.state == "closed_helped":
        return 5
    return 2 if followed.asked_count else 1


def _state(place: int, reached: int) -> str:
    if place < reached:
        return "done"
    return "now" if place == reached else "later"
