"""The programme's files into an empty database, through the services, each fact at its own moment.

One transaction: a load that fails leaves nothing. Only random keys differ between two loads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import update

from seed_data.agenda import Agenda, at
from seed_data.cast import Cast
from seed_data.load_aftermath import tell_aftermath
from seed_data.load_alerts import tell_alerts
from seed_data.load_census import tell_census
from seed_data.load_committee import tell_committee
from seed_data.load_conventions import load_conventions, tell_amendments, tell_closings
from seed_data.load_duties import Duties
from seed_data.load_firms import Firms
from seed_data.load_group_reports import tell_group_reports
from seed_data.load_jobs import tell_jobs
from seed_data.load_money import tell_money, tell_reminders
from seed_data.load_needs import Stage, tell_needs
from seed_data.load_opinions import tell_opinions
from seed_data.load_partners import load_experts, load_groups, load_offers
from seed_data.load_past import past_needs, past_steps
from seed_data.load_places import load_accounts, load_communes, load_territories
from seed_data.readers import Programme
from webapp import clock
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.mails import OutgoingMail
from webapp.services.clock_steps import DEMONSTRATION_STARTS
from webapp.services.seals import find_settled_id, seal_next
from webapp.services.traces import erase_traces_older
from webapp.terminal import format_number
from webapp.terminal import gettext as _

Say = Callable[[str], None]


def load_programme(programme: Programme, say: Say, *, until: datetime = DEMONSTRATION_STARTS) -> None:
    """Write the programme as it stands at a moment, inside of the caller's transaction.

    Raises:
        StoryError: the files tell something that the rules do not allow.
    """
    cast, agenda = Cast(), Agenda()
    beginning = at(min(row.starts_on for row in programme.conventions), 9)
    with clock.standing_at(beginning):
        _load_directory(programme, cast, say)
    stage = Stage(cast, Firms(programme), Duties(agenda))
    tell_amendments(programme, cast, agenda)
    past = tell_needs(past_needs(programme), past_steps(programme), stage, agenda)
    tell_jobs(programme, past, agenda)
    tell_opinions(programme, past, agenda)
    tell_needs(programme.needs, programme.need_steps, stage, agenda)
    tell_closings(programme, cast, agenda)
    till = tell_money(programme, cast, stage.firms, agenda, until=until)
    tell_aftermath(till, stage.duties, agenda)
    tell_committee(programme, cast, stage.firms, agenda)
    tell_census(cast, agenda)
    tell_group_reports(agenda)
    tell_alerts(agenda)
    tell_reminders(agenda, until)
    _run(agenda, until, say)
    _note_mails_sent()
    _keep_what_is_kept(until)


def _load_directory(programme: Programme, cast: Cast, say: Say) -> None:
    load_communes(programme)
    load_territories(programme, cast)
    load_accounts(programme, cast)
    say(
        _(
            "%(communes)s communes, %(territories)s territoires",
            communes=format_number(len(programme.communes)),
            territories=len(cast.territories),
        )
    )
    load_groups(programme, cast)
    load_experts(programme, cast)
    load_offers(programme, cast)
    load_conventions(programme, cast)
    say(
        _(
            "%(groups)s partenaires, %(experts)s experts, %(offers)s offres",
            groups=len(cast.groups),
            experts=len(cast.experts),
            offers=len(cast.offers),
        )
    )


def _run(agenda: Agenda, until: datetime, say: Say) -> None:
    year = None
    for moment in agenda.run(until):
        if year is not None and year != moment.year:
            say(_("%(year)s racontée", year=year))
        year = moment.year


def _keep_what_is_kept(until: datetime) -> None:
    """What the last night of the story would have erased is gone, its history is sealed; who signs in did so lately."""
    while seal_next(find_settled_id(), now=until) is not None:
        pass
    erase_traces_older(now=until, real_now=until)
    db.session.execute(update(Account).values(seen_at=until - timedelta(days=1)))


def _note_mails_sent() -> None:
    """No mail of the past leaves again: each counts as sent at the moment from which it could."""
    db.session.flush()
    past = update(OutgoingMail).where(OutgoingMail.state == "queued")
    db.session.execute(past.values(state="sent", sent_at=OutgoingMail.not_before))
