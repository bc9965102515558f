"""What firms and experts said of their missions, told again on the days on which they said it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from seed_data import rows
from seed_data.agenda import Agenda, at
from seed_data.load_needs import Story, expert_actor
from seed_data.readers import Programme
from webapp.services.opinions import add_words, give_opinion

#: in the afternoon, once the mails of the morning have been read
SAID_AT = 14


def tell_opinions(programme: Programme, stories: Mapping[str, Story], agenda: Agenda) -> None:
    """Note what each side said in the agenda."""
    for row in programme.opinions:
        agenda.add(at(row.said_on, SAID_AT), partial(_say, stories[row.mission], row))


def _say(story: Story, row: rows.OpinionRow, now: datetime) -> None:
    mission = story.mission
    by = story.firm if row.side == "contact" else expert_actor(mission.proposal)
    opinion = give_opinion(mission, row.side, row.score, by=by, now=now)
    add_words(opinion, row.words, by=by, now=now)
