"""The score of an offer for a need: what the words say, and small signed effects of facts that are no words.

Everything is in hundredths of a score, as the page shows it, so that what is shown adds up. The words decide; the effects
together weigh less than the step from "a little like it" to "like it". What is unknown has no effect: it is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

#: A hundredth for each ten kilometres: between two offers of the same words, the nearer one goes first.
KM_PER_HUNDREDTH = 10

#: A journey weighs no more than this where the work can be done from afar, and no more than the double where it cannot.
FAR, FAR_ON_SITE = -4, -8

#: A group that has given much less of its days than of its time: asking there first is what the convention needs.
GROUP_BEHIND = 2

#: From this gap between the share of time gone by and the share of its days that it gave, a group is behind.
BEHIND_FROM = 0.2

#: Few days left: less than twice what is asked. Another group would be asked more lightly.
NEARLY_EXHAUSTED = -3

#: Fewer days left than asked: a yes would be held. Shown, never sent without a coordinator.
EXHAUSTED = -5

#: For two requests of the last ninety days. Four weigh more than a long journey: the same few are not worn out.
ASKED_TWICE = -3

#: Away on a day of the delay to answer: they may still say yes, later.
AWAY = -4

#: An offer of a theme that is ticked: where a firm tells what happened and not what it looks for, words alone find
#: the right offer first one time in three, with the theme more than two times in five (docs/matching.md).
OF_THE_THEME = 5

#: Days in which requests are counted.
ASKED_WITHIN_DAYS = 90


@dataclass(frozen=True)
class Term:
    """One fact beside the words and what it adds to the score, in hundredths.

    `code` is "theme", "distance", "days", "asked", "absence" or "rules"; `finding` says which case it is.
    """

    code: str
    finding: str
    effect: int = 0


def theme_term(ticked: Collection[str], families: Collection[str]) -> Term:
    """Whether a skill of the offer is of a theme that is ticked for the need; an unticked one is no argument against it."""
    if not ticked:
        return Term("theme", "unticked")
    return Term("theme", "other") if set(ticked).isdisjoint(families) else Term("theme", "ticked", OF_THE_THEME)


def distance_term(km: int | None, *, place: str, wanted: str) -> Term:
    """How far the expert is from the firm; nothing from afar, and nothing where one of the two places is unknown."""
    if "remote" in (place, wanted):
        return Term("distance", "remote")
    if km is None:
        return Term("distance", "not_checked")
    needs_journey = "on_site" in (place, wanted)
    limit = FAR_ON_SITE if needs_journey else FAR
    return Term("distance", "on_site" if needs_journey else "either", max(-round(km / KM_PER_HUNDREDTH), limit))


def days_term(free: int, asked: int, *, cap: int, given: int, elapsed: float) -> Term:
    """What the group's pledge has left, in minutes, against what is asked and against the time gone by.

    `given` is what was given of `cap`; `elapsed` the share of the pledge's time gone by.
    """
    if free < asked:
        return Term("days", "exhausted", EXHAUSTED)
    if free < 2 * asked:
        return Term("days", "nearly_exhausted", NEARLY_EXHAUSTED)
    return Term("days", "behind", GROUP_BEHIND) if is_behind(given, cap, elapsed) else Term("days", "enough")


def is_behind(given: int, cap: int, elapsed: float) -> bool:
    """True when a group has given much less of its days than of its time."""
    return cap > 0 and elapsed - given / cap >= BEHIND_FROM


def asked_term(count: int) -> Term:
    """How often the expert was asked in the last ninety days, in all territories together."""
    return Term("asked", "asked" if count else "never", -(-ASKED_TWICE * count // 2))


def absence_term(is_away: bool) -> Term:
    """Whether the expert is away on a day of the delay to answer."""
    return Term("absence", "away", AWAY) if is_away else Term("absence", "none")


def add_up(words: float, terms: Iterable[Term]) -> tuple[int, tuple[Term, ...]]:
    """The score in hundredths and the terms as they count: it stays between 0 and 100, the last term giving way.

    `words` is the score of the words, from 0 to 1.
    """
    score = hundredths(words)
    counted = []
    for term in terms:
        effect = min(max(score + term.effect, 0), 100) - score
        counted.append(Term(term.code, term.finding, effect))
        score += effect
    return score, tuple(counted)


def hundredths(share: float) -> int:
    """A share of 0..1 as the page shows it, in hundredths."""
    return round(100 * share)
