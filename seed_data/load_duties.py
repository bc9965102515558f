"""What falls due after a fact and happens without a visitor: the same steps, at the same moments, as the jobs take.

tests/seed_data/test_load.py checks that no job finds anything left to do at ten o'clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from seed_data.agenda import Agenda, at, next_tick
from webapp.clock import PARIS, local_date
from webapp.domain import deadlines
from webapp.domain.opinions import ASK_AFTER_DAYS, ASK_WITHIN_DAYS, SIDES
from webapp.domain.outcomes import ASK_AGAIN_AFTER_DAYS
from webapp.domain.states import JOB
from webapp.models.dossiers import Decision
from webapp.models.missions import Mission, Visit
from webapp.models.outcomes import JobSurvey
from webapp.models.proposals import Proposal
from webapp.services.answers import UNDO, settle_answer
from webapp.services.missions import deem_visit
from webapp.services.opinions import ask_for_opinions, list_missions_to_ask_about, list_opinions
from webapp.services.outcomes import aid_of_mission, ask_firm, asks_for_jobs, open_promise, open_promise_of_decision
from webapp.services.proposals import expire_proposal, remind_expert
from webapp.services.questions import ask_about_visit, ask_whether_met, is_reachable
from webapp.services.steps import record

ONE_DAY = timedelta(days=1)

#: minutes between two looks at answers whose half hour is over
SETTLED_EACH = 5
ONE_TICK = timedelta(minutes=SETTLED_EACH)

#: minutes between two looks at missions whose promise of jobs is to be opened
OPENED_EACH = 60

#: minutes between two looks at missions that are over
ASKED_EACH = 60


class Duties:
    """Puts into the agenda what a fact makes fall due; each re-checks when its moment has come."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda

    def follow_request(self, proposal: Proposal) -> None:
        """A request was sent: a reminder, then the end of its last day."""
        territory = proposal.role.need.territory
        assert territory is not None, "a request's need has its territory"
        silent_on = deadlines.reminder_due_on(
            local_date(proposal.sent_at), territory.reminder_days, territory.department
        )
        self._agenda.add(morning_of(silent_on), lambda now: self._remind(proposal, now))
        self._agenda.add(at(proposal.answer_by + ONE_DAY, 0, 30), lambda now: self._expire(proposal, now))

    def follow_answer(self, proposal: Proposal, now: datetime) -> None:
        """Somebody said yes or no: half an hour later it takes effect."""
        moment = next_tick((now + UNDO).astimezone(PARIS), SETTLED_EACH)
        self._agenda.add(moment, lambda now: settle_answer(proposal, by=JOB, now=now))

    def follow_mission(self, mission: Mission) -> None:
        """A mission has a day on which its expert is asked whether they have met."""
        self._agenda.add(morning_of(mission.ask_on), lambda now: self._ask_whether_met(mission, now))

    def follow_jobs(self, mission: Mission, now: datetime) -> None:
        """A mission in a territory that asks for jobs: its promise opens, and the firm is asked on each of its days."""
        if asks_for_jobs(mission.pledge.convention.territory):
            moment = next_tick((now + UNDO + ONE_TICK).astimezone(PARIS), OPENED_EACH)
            self._agenda.add(moment, lambda now: self._open_promise(mission, now))

    def follow_plan(self, visit: Visit) -> None:
        """A visit is planned: once its day has passed the expert is asked about it."""
        assert visit.planned_on is not None, "a planned visit has its day"
        self._agenda.add(morning_of(visit.planned_on + ONE_DAY), lambda now: self._ask_about(visit, now))

    def follow_declaration(self, visit: Visit) -> None:
        """A visit was declared: the firm's silence counts from the end of the day it was told of."""
        assert visit.deem_on is not None, "a declared visit has the day of its silence"
        self._agenda.add(at(visit.deem_on + ONE_DAY, 0, 40), lambda now: self._deem(visit, now))
        self.follow_mission(visit.mission)

    def follow_end(self, mission: Mission, now: datetime) -> None:
        """A mission is over: two days later both sides are asked what it was worth."""
        moment = next_tick((now + timedelta(days=ASK_AFTER_DAYS)).astimezone(PARIS), ASKED_EACH)
        if not deadlines.is_sending_hour(moment):
            today = local_date(moment)
            moment = next(first for first in (morning_of(today), morning_of(today + ONE_DAY)) if first > moment)
        self._agenda.add(moment, lambda now: self._ask_what_it_was_worth(mission, now))

    def _ask_what_it_was_worth(self, mission: Mission, now: datetime) -> None:
        if mission.id not in list_missions_to_ask_about(now) or not ask_for_opinions(mission, by=JOB, now=now):
            again = morning_of(local_date(now) + ONE_DAY)
            ended_late = mission.ended_at is not None and mission.ended_at > again - timedelta(days=ASK_WITHIN_DAYS)
            if ended_late and len(list_opinions(mission)) < len(SIDES):
                self._agenda.add(again, lambda now: self._ask_what_it_was_worth(mission, now))

    def _open_promise(self, mission: Mission, now: datetime) -> None:
        if mission.state == "cancelled" or mission.introduced_at is None:
            return
        record(mission, "ask_for_jobs", by=JOB, now=now)
        for survey in open_promise(aid_of_mission(mission), by=JOB, now=now).surveys:
            self._agenda.add(morning_of(survey.due_on), partial(self._ask_firm, survey))

    def open_promise_of_decision(self, decision: Decision, now: datetime) -> None:
        """A dossier was approved that promises jobs: its firm is asked on each of its days."""
        promise = open_promise_of_decision(decision, by=JOB, now=now)
        assert promise is not None, "somebody of the firm is known, and a convention runs"
        for survey in promise.surveys:
            self._agenda.add(morning_of(survey.due_on), partial(self._ask_firm, survey))

    def _ask_firm(self, survey: JobSurvey, now: datetime) -> None:
        if ask_firm(survey, by=JOB, now=now):
            again_on = local_date(now) + timedelta(days=ASK_AGAIN_AFTER_DAYS)
            self._agenda.add(morning_of(again_on), lambda now: self._ask_firm(survey, now))

    def _remind(self, proposal: Proposal, now: datetime) -> None:
        today = local_date(now)
        if proposal.state != "sent" or proposal.answer_by < today:
            return
        is_paused = proposal.expert.paused_until is not None and proposal.expert.paused_until >= today
        if is_paused or not is_reachable(proposal.expert, today):
            self._agenda.add(morning_of(today + ONE_DAY), lambda now: self._remind(proposal, now))
        else:
            remind_expert(proposal, by=JOB, now=now)

    def _expire(self, proposal: Proposal, now: datetime) -> None:
        if proposal.state == "sent":
            expire_proposal(proposal, by=JOB, now=now)

    def _ask_about(self, visit: Visit, now: datetime) -> None:
        today = local_date(now)
        if visit.state == "planned" and not is_reachable(visit.mission.proposal.expert, today):
            self._agenda.add(morning_of(today + ONE_DAY), lambda now: self._ask_about(visit, now))
        elif ask_about_visit(visit, by=JOB, now=now):
            self.follow_mission(visit.mission)

    def _ask_whether_met(self, mission: Mission, now: datetime) -> None:
        today = local_date(now)
        if mission.ask_on <= today and not is_reachable(mission.proposal.expert, today):
            self._agenda.add(morning_of(today + ONE_DAY), lambda now: self._ask_whether_met(mission, now))
        elif ask_whether_met(mission, by=JOB, now=now):
            self.follow_mission(mission)

    def _deem(self, visit: Visit, now: datetime) -> None:
        if visit.state == "declared":
            deem_visit(visit, by=JOB, now=now)


def morning_of(day: date) -> datetime:
    """The first moment from that day on at which reminders and questions leave; both territories keep the usual days."""
    return at(deadlines.next_working_day(day, None), deadlines.SENDING_FROM.hour)
