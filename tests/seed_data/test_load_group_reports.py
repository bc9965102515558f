from sqlalchemy import func, select

from webapp.models.links import ActionLink
from webapp.models.reports import PublishedReport


def test_each_group_with_a_referent_has_its_last_quarter(loaded):
    subjects = loaded.scalars(select(PublishedReport.subject).where(PublishedReport.kind == "group_quarter")).all()
    links = loaded.scalar(select(func.count(ActionLink.id)).where(ActionLink.purpose == "read_report"))

    assert subjects
    assert all(":2026-T3:fr:no_names" in subject for subject in subjects)
    assert links >= len(subjects)
