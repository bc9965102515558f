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
from webapp.terminal import gettext as _

SCHEDULE = (
    Job(
        apply_amendments,
        Daily(time(0, 10)),
        _("Un engagement relevé compte dès son jour, avant toute écriture."),
    ),
    Job(log_days, Daily(time(0, 20)), _("Les jours restés sans place s’écrivent dès qu’il y en a."), Missed.EACH),
    Job(settle_answers, Every(5), _("Une réponse prend effet quand la demi-heure pour la reprendre est passée.")),
    Job(expire_proposals, Daily(time(0, 30)), _("Une sollicitation finit avec son dernier jour."), is_final=True),
    Job(
        deem_silent_visits,
        Daily(time(0, 40)),
        _("L’entreprise savait ce que dit son silence, et jusqu’à quand."),
        is_final=True,
    ),
    Job(
        send_waves,
        Every(15),
        _(
            "En envoi automatique, les premiers experts sont sollicités aussitôt, les suivants quand personne n’a dit oui."
        ),
    ),
    Job(remind_silent_experts, Every(30), _("Une seule relance, aux heures où l’on travaille.")),
    Job(ask_about_visits, Every(30), _("Les rencontres se demandent tant que le souvenir en est frais.")),
    Job(make_exports, Every(1), _("Qui a commandé un grand export l’attend.")),
    Job(send_alerts, Every(60), _("Ce qui s’écarte se dit avant qu’il soit trop tard, une fois, en un message.")),
    Job(ask_for_census, Every(60), _("Une fois par an, chaque offre est confirmée, changée ou retirée.")),
    Job(
        open_job_promises,
        Every(60),
        _("Les emplois promis, avec une mission ou une décision, seront à compter."),
    ),
    Job(ask_about_jobs, Every(30), _("Ce que sont devenus les emplois se demande 6, 12, 24 et 36 mois après.")),
    Job(
        find_missing_jobs,
        Every(60),
        _("Les emplois promis et non venus attendent l’animateur, là où une règle le dit."),
    ),
    Job(release_waiting_advances, Every(60), _("Une avance qui attend l’argent est promise dès qu’il y en a.")),
    Job(
        send_group_reports, Every(60), _("Chaque groupe lit ce qu’il a promis et donné, dix jours après le trimestre.")
    ),
    Job(
        ask_what_it_was_worth,
        Every(60),
        _("Les deux côtés disent ce que valait une mission tant qu’ils s’en souviennent."),
    ),
    Job(
        remind_firms_of_instalments,
        Every(60),
        _("L’entreprise est prévenue d’une échéance avant sa date, et peu après."),
    ),
    Job(tell_what_lacks, Every(60), _("Rien ne va incomplet au comité, sauf si quelqu’un l’a décidé à temps.")),
    Job(convene_sittings, Every(60), _("Les membres ont huit jours pour lire, même quand l’animateur est en congé.")),
    Job(end_consultations, Every(5), _("Une consultation écrite finit au moment qu’elle a annoncé.")),
    Job(
        look_up_firms,
        Daily(time(4, 10)),
        _("Une entreprise aidée il y a trois ou cinq ans est toujours là, ou non, ou l’on ne sait."),
    ),
    Job(recompute_counters, Every(60), _("Un compteur qui diffère du registre doit se savoir dans l’heure.")),
    Job(seal_events, Every(60), _("Un changement de l’historique, fait en dehors du service, doit se voir.")),
    Job(erase_traces, Daily(time(3, 0)), _("Ce qui a servi n’est pas gardé."), is_final=True),
    Job(warn_idle_accounts, Daily(time(3, 10)), _("Personne ne perd son compte sans un mot.")),
    Job(
        forget_people,
        Daily(time(3, 20)),
        _("Aucun nom n’est gardé plus longtemps que ne le dit la page « Vos données »."),
        is_final=True,
    ),
)


def find_job(name: str) -> Job | None:
    """The job of that name."""
    return next((job for job in SCHEDULE if job.name == name), None)
