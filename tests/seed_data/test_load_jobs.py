from sqlalchemy import func, select

from webapp.models.outcomes import JobCount, JobPromise, JobSurvey


def test_each_firm_has_said_what_the_files_say(loaded, programme):
    promised = [row.created for row in programme.job_counts if row.months == 0]
    promised += [row.jobs_created for row in programme.dossiers if row.jobs_created is not None]
    counted = [row for row in programme.job_counts if row.months]

    said = loaded.scalars(select(JobPromise).where(JobPromise.created_hundredths.is_not(None))).all()

    assert len(said) == len(promised)
    assert sum(row.created_hundredths for row in said) == sum(promised) * 100
    assert loaded.scalar(select(func.count()).select_from(JobCount)) == len(counted)


def test_an_answer_stands_under_the_question_of_its_month(loaded, programme):
    months = select(JobSurvey.months, func.count()).join(JobCount, JobCount.survey_id == JobSurvey.id)
    found = dict(loaded.execute(months.group_by(JobSurvey.months)).all())

    assert found == {month: sum(row.months == month for row in programme.job_counts) for month in found}


def test_a_coordinator_writes_down_what_was_seen_and_the_firm_what_it_says(loaded):
    pairs = set(loaded.execute(select(JobCount.evidence, JobCount.actor_kind)).all())

    assert {kind for evidence, kind in pairs if evidence == "said"} == {"contact"}
    assert {kind for evidence, kind in pairs if evidence != "said"} <= {"account"}
