"""Every job, in the order in which those of one moment run. The only list; docs/jobs.md is compared with it."""

from __future__ import annotations

from datetime import time

from jobs.advances import release_waiting_advances, remind_firms_of_instalments
from jobs.alerts import send_alerts
from jobs.census import ask_for_census
from jobs.committees import convene_sittings, end_consultations, tell_what_lacks
from jobs.days import apply_amendments, log_days, recompute_counters
from jobs.exports import make_exports
from jobs.group_reports import send_group_reports
from jobs.opinions import ask_what_it_was_worth
from jobs.outcomes import ask_about_jobs, find_missing_jobs, open_job_promises
from jobs.periods import Daily, Every, Job, Missed
from jobs.proposals import expire_proposals, remind_silent_experts, settle_answers
from jobs.retention import erase_traces, forget_people, warn_idle_accounts
from jobs.seals import seal_events
from jobs.survival import look_up_firms
from jobs.visits import ask_about_visits, deem_silent_visits
from jobs.waves import send_waves

SCHEDULE = (
    Job(
        apply_amendments,
        Daily(time(0, 10)),
        "A raise of a pledge enters its cap on its day, before any booking.",
    ),
    Job(log_days, Daily(time(0, 20)), "Days that found no room are booked as soon as there is some.", Missed.EACH),
    Job(settle_answers, Every(5), "An answer takes effect when its half hour to be taken back is over."),
    Job(expire_proposals, Daily(time(0, 30)), "A request ends with its last day.", is_final=True),
    Job(deem_silent_visits, Daily(time(0, 40)), "A firm knew what its silence means, and until when.", is_final=True),
    Job(send_waves, Every(15), "In `auto` the first experts are asked at once, the next when nobody said yes."),
    Job(remind_silent_experts, Every(30), "One reminder, at an hour at which people work."),
    Job(ask_about_visits, Every(30), "Who has met is asked while it is fresh."),
    Job(make_exports, Every(1), "Who ordered a large export waits for it."),
    Job(send_alerts, Every(60), "What drifts apart is said before it is too late, once, in one mail."),
    Job(ask_for_census, Every(60), "Once a year, each offer is confirmed, changed or withdrawn."),
    Job(
        open_job_promises,
        Every(60),
        "Jobs promised, with a mission where the territory asks or with a decision, are asked about.",
    ),
    Job(ask_about_jobs, Every(30), "What became of the jobs is asked 6, 12, 24 and 36 months later."),
    Job(find_missing_jobs, Every(60), "Promised jobs that did not come wait for a coordinator, where a rule says so."),
    Job(release_waiting_advances, Every(60), "An advance that waits for money is promised as soon as there is some."),
    Job(send_group_reports, Every(60), "Each group hears what it promised and gave, ten days after the quarter."),
    Job(ask_what_it_was_worth, Every(60), "Both sides say what a mission was worth while they remember it."),
    Job(remind_firms_of_instalments, Every(60), "A firm hears of an instalment before its date, and soon after it."),
    Job(tell_what_lacks, Every(60), "Nothing goes to a committee incomplete unless somebody has decided so in time."),
    Job(convene_sittings, Every(60), "Members have eight days to read, whoever is on leave."),
    Job(end_consultations, Every(5), "A consultation in writing ends at the moment that it announced."),
    Job(
        look_up_firms, Daily(time(4, 10)), "Who was helped three and five years ago is still there, or not, or unknown."
    ),
    Job(recompute_counters, Every(60), "A counter that differs from the ledger must be known within the hour."),
    Job(seal_events, Every(60), "A change of the history, made around the service, must be found."),
    Job(erase_traces, Daily(time(3, 0)), "What has served is not kept.", is_final=True),
    Job(warn_idle_accounts, Daily(time(3, 10)), "Nobody loses an account without a word."),
    Job(
        forget_people,
        Daily(time(3, 20)),
        "Nobody's name is kept longer than the page of personal data says.",
        is_final=True,
    ),
)


def find_job(name: str) -> Job | None:
    """The job of that name."""
    return next((job for job in SCHEDULE if job.name == name), None)
