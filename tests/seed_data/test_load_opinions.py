from datetime import timedelta

from sqlalchemy import func, select

from webapp.domain.opinions import ASK_AFTER_DAYS
from webapp.models.notes import Note
from webapp.models.opinions import Opinion


def test_everybody_speaks_of_a_mission_after_they_were_asked(programme):
    ended = {row.code: row.ended_on for row in programme.past_missions}

    for row in programme.opinions:
        assert row.said_on >= ended[row.mission] + timedelta(days=ASK_AFTER_DAYS), row


def test_each_side_has_said_what_the_files_say(loaded, programme):
    said = loaded.execute(select(Opinion.side, Opinion.score, func.count()).group_by(Opinion.side, Opinion.score)).all()

    for side, score, count in said:
        expected = sum((row.side, row.score) == (side, score) for row in programme.opinions)
        assert score is None or count == expected, (side, score)
    assert loaded.scalar(select(func.count(Note.id)).where(Note.object_kind == "opinion")) == sum(
        bool(row.words) for row in programme.opinions
    )


def test_not_everybody_answers(loaded):
    assert loaded.scalar(select(func.count(Opinion.id)).where(Opinion.score.is_(None))) > 0
