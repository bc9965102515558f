"""The one door to matching: which offers answer a need, why, and what else counts.

The matcher is fitted once per process. Every change of an offer gives the catalogue a new stamp in its own transaction
(models/offers.py); a process whose stamp is another one fits a new matcher and then takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matching import Hit, Matcher, Reason, Team
from matching import Offer as Text
from webapp.clock import local_date
from webapp.domain import scoring
from webapp.domain.eligibility import Finding, Verdict
from webapp.domain.scoring import Term
from webapp.extensions import db
from webapp.models.groups import Expert
from webapp.models.needs import NeedRole
from webapp.models.offers import CatalogueVersion, Offer
from webapp.models.territories import Territory
from webapp.services.candidates import Candidate, check_company, list_candidate_ids, load_candidates
from webapp.services.conventions import find_convention
from webapp.services.proposals import Choice

#: Offers looked at closely; effects move a score by less than what separates the first from the fortieth.
LOOKED_AT = 40

#: Pairs of words shown to an expert and to a coordinator.
REASONS_SHOWN = 4

#: Share of a score from which a pair of words is told: of less, nobody would say that it is why an offer fits.
TOLD = 0.02

#: Offers whose people a preview counts.
PREVIEWED = 60

#: How many offers of other territories may lie between those that are wanted, before all are ranked.
PASSED_OVER = 4

#: Texts whose scores are kept: the open needs of a large desk.
SCORES_KEPT = 512


@dataclass(frozen=True)
class Ranked:
    """One offer in the list of a role. Scores in hundredths: `words` and the effects of `terms` add up to `score`."""

    candidate: Candidate
    words: int
    score: int
    terms: tuple[Term, ...]
    hit: Hit

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The pairs of words worth telling. Worked out when they are read: most offers of a list are not shown."""
        return tuple(reason for reason in self.hit.reasons if reason.share >= TOLD)

    @property
    def unanswered(self) -> tuple[str, ...]:
        return self.hit.unanswered

    @property
    def offer(self) -> Offer:
        return self.candidate.offer

    @property
    def refusals(self) -> tuple[Finding, ...]:
        return self.candidate.refusals

    @property
    def without_theme(self) -> int:
        """The score by everything but the theme that is ticked."""
        return self.score - sum(term.effect for term in self.terms if term.code == "theme")

    @property
    def may_leave_alone(self) -> bool:
        """True when a territory in `auto` may send it: nothing against it, days enough, nobody away."""
        findings = {term.finding for term in self.terms}
        return not self.refusals and not findings & {"exhausted", "no_pledge", "away"}


@dataclass(frozen=True)
class Shortlist:
    """The offers that answer a role, best first, in three parts, and the rules of the territory against the firm."""

    role: NeedRole
    #: score under which nothing is sent by itself, in hundredths
    floor: int
    above: tuple[Ranked, ...]
    below: tuple[Ranked, ...]
    refused: tuple[Ranked, ...]
    company: tuple[Finding, ...]

    @property
    def company_is_refused(self) -> bool:
        """True when a rule of the territory is known not to be met."""
        return any(finding.verdict is Verdict.NOT_MET for finding in self.company)


@dataclass(frozen=True)
class Preview:
    """What a manager sees while writing: how many people could help, and on which of their words."""

    count: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What the words of a role and its theme find: how many offers reach the floor, and the nearest one.

    No score: the one that a coordinator reads also counts distance, days and requests, and stands on the page of the need.
    Where the words of the nearest make no hundredth, nothing is near.
    """

    count: int = 0
    offer_id: int | None = None
    title: str = ""


def shortlist(role: NeedRole, now: datetime) -> Shortlist:
    """Rank the offers for a role: words, then the facts of the programme, each as a term of the score."""
    territory = role.need.territory
    assert territory is not None, "an open need has its territory"
    wanted = list_candidate_ids(territory)
    hits = _fitted().rank(words_of(role), wanted, LOOKED_AT)
    ranked = _with_facts(role, hits, now)
    floor = scoring.hundredths(territory.floor_permille / 1000)
    eligible = [entry for entry in ranked if not entry.refusals]
    return Shortlist(
        role=role,
        floor=floor,
        above=tuple(entry for entry in eligible if entry.score >= floor),
        below=tuple(entry for entry in eligible if entry.score < floor),
        refused=tuple(entry for entry in ranked if entry.refusals),
        company=tuple(check_company(role.need)),
    )


def rank_chosen(role: NeedRole, offer_ids: Collection[int], now: datetime) -> list[Ranked]:
    """The given offers as the list of a role shows them, also those whose words say nothing."""
    wanted = set(offer_ids)
    hits = {int(hit.offer_id): hit for hit in _fitted().rank(words_of(role), wanted, len(wanted))}
    missing = [Hit(_key(offer_id), 0.0, (), ()) for offer_id in sorted(wanted - set(hits))]
    return _with_facts(role, [*hits.values(), *missing], now)


def first_choices(found: Shortlist, size: int) -> list[Choice]:
    """What a territory in `auto` sends: the best that reach the floor without their theme, one an expert.

    Nothing where the firm is refused.
    """
    if found.company_is_refused:
        return []
    best: dict[int, Choice] = {}
    for entry in found.above:
        if entry.may_leave_alone and entry.without_theme >= found.floor:
            best.setdefault(entry.offer.expert_id, choice_of(entry))
    return list(best.values())[:size]


def choice_of(entry: Ranked) -> Choice:
    """A ranked offer as it is sent: what the words said, and those that met, as the expert will read them."""
    reasons = tuple((reason.asked, reason.found) for reason in entry.reasons[:REASONS_SHOWN])
    return Choice(entry.offer, entry.words * 10, reasons)


def preview(text: str, themes: Collection[str], territory: Territory, *, now: datetime) -> Preview:
    """How many experts of a territory could help with a text and its themes, and on which words; nobody's name."""
    if find_convention(territory, local_date(now)) is None:
        return Preview(0, ())
    wanted = list_candidate_ids(territory)
    fitted = _fitted()
    ranked = fitted.rank(text, wanted, PREVIEWED)
    scores = {int(hit.offer_id): scoring.hundredths(hit.score) for hit in ranked}
    reached = {
        key for key, score in scores.items() if 10 * fitted.with_theme(key, score, themes) >= territory.floor_permille
    }
    hits = [hit for hit in ranked if int(hit.offer_id) in reached]
    experts = set(db.session.scalars(select(Offer.expert_id).where(Offer.id.in_(reached))))
    asked = dict.fromkeys(reason.asked for hit in hits for reason in hit.reasons if reason.share >= TOLD)
    return Preview(len(experts), tuple(asked)[:REASONS_SHOWN])


def best_matches(roles: Sequence[NeedRole]) -> dict[int, Match]:
    """For each role, what its words and its theme find among the offers of its territory."""
    fitted = _fitted()
    wanted: dict[int, set[int]] = {}
    best: dict[int, Match] = {}
    for role in roles:
        territory = role.need.territory
        assert territory is not None, "an open need has its territory"
        if territory.id not in wanted:
            wanted[territory.id] = list_candidate_ids(territory)
        themes = role.need.themes.split()
        scores = {
            offer_id: fitted.with_theme(offer_id, score, themes)
            for offer_id, score in fitted.scores(words_of(role))
            if score and offer_id in wanted[territory.id]
        }
        best[role.id] = _match(scores, territory.floor_permille)
    titles = _titles({match.offer_id for match in best.values()})
    return {role_id: replace(match, title=titles.get(match.offer_id, "")) for role_id, match in best.items()}


def _match(scores: Mapping[int, int], floor_permille: int) -> Match:
    if not scores:
        return Match()
    return Match(sum(10 * score >= floor_permille for score in scores.values()), max(scores, key=scores.__getitem__))


def _titles(offer_ids: set[int | None]) -> dict[int | None, str]:
    rows = db.session.execute(select(Offer.id, Offer.title).where(Offer.id.in_(offer_ids - {None})))
    return dict(rows.all())


def answering_teams(text: str, offer_ids: Collection[int], floors: Iterable[float]) -> list[Team]:
    """For each floor: among these offers, those that together answer a text, and who reaches it for each request."""
    matcher, among = _fitted().matcher, {_key(offer_id) for offer_id in offer_ids}
    return [matcher.team(text, floor=floor, among=among) for floor in floors]


def texts_alike(text: str, others: Mapping[int, str]) -> dict[int, bool]:
    """The texts with a subject in common with one, the nearest first: whether each says the same."""
    likenesses = Matcher().similar(text, {str(key): words for key, words in others.items()}, limit=len(others))
    return {int(like.need_id): like.kind == "same" for like in likenesses}


def nearest_labels(labels: Mapping[str, str], texts: Mapping[int, str]) -> dict[int, str]:
    """For each text, the code of the label whose words are nearest; texts that share no word with any are left out."""
    if not labels:
        return {}
    matcher = Matcher().fit([Text(id=code, title=label, text="", skills=()) for code, label in labels.items()])
    found = {key: list(matcher.rank(text, limit=1)) for key, text in texts.items() if text.strip()}
    return {key: hits[0].offer_id for key, hits in found.items() if hits and _shares_a_word(hits[0])}


def _shares_a_word(hit: Hit) -> bool:
    return any(reason.tie != "near" for reason in hit.reasons)


def words_of(role: NeedRole) -> str:
    """What is compared: the firm's words, and the role's title where a coordinator has written another one."""
    text, title = role.need.text, role.title
    if len(role.need.roles) > 1:
        return title
    return text if title.rstrip("… ").casefold() in text.casefold() else f"{text}\n{title}"


def _with_facts(role: NeedRole, hits: Sequence[Hit], now: datetime) -> list[Ranked]:
    candidates = load_candidates(role, [int(hit.offer_id) for hit in hits], now=now)
    ranked = [_ranked(candidates[int(hit.offer_id)], hit) for hit in hits if int(hit.offer_id) in candidates]
    return sorted(ranked, key=lambda entry: (-entry.score, -entry.words, entry.offer.id))


def _ranked(candidate: Candidate, hit: Hit) -> Ranked:
    score, terms = scoring.add_up(hit.score, candidate.terms)
    return Ranked(candidate, scoring.hundredths(hit.score), score, terms, hit)


class _Fitted:
    """A matcher with the stamp and the themes of the offers it has read, and the bare scores of the last texts asked."""

    def __init__(self, stamp: int, offers: Sequence[Offer]) -> None:
        self.stamp = stamp
        self.matcher = Matcher().fit(_text_of(offer) for offer in offers)
        self._families = {offer.id: {skill.family for skill in offer.skills} for offer in offers}
        self.scores = lru_cache(maxsize=SCORES_KEPT)(self._scores)

    def rank(self, text: str, wanted: Collection[int], count: int) -> list[Hit]:
        """The best of the wanted offers whose words answer a text; what else the matcher finds is passed over."""
        everything = max(len(self.matcher.offers_), 1)
        for limit in (min(PASSED_OVER * count, everything), everything):
            found = list(self.matcher.rank(text, limit=max(limit, 1)))
            hits = [hit for hit in found if int(hit.offer_id) in wanted]
            if len(hits) >= count or len(found) < limit:
                break
        return hits[:count]

    def with_theme(self, offer_id: int, words: int, themes: Collection[str]) -> int:
        """What the words of an offer make with the themes that are ticked, in hundredths."""
        return min(words + scoring.theme_term(themes, self._families[offer_id]).effect, 100)

    def _scores(self, text: str) -> tuple[tuple[int, int], ...]:
        everything = max(len(self.matcher.offers_), 1)
        found = self.matcher.rank(text, limit=everything)
        return tuple((int(hit.offer_id), scoring.hundredths(hit.score)) for hit in found)


_lock = Lock()
_kept: _Fitted | None = None


def _fitted() -> _Fitted:
    """The matcher of this process, fitted again when the catalogue has another stamp."""
    global _kept
    stamp = db.session.scalar(select(CatalogueVersion.number)) or 0
    kept = _kept
    if kept is not None and kept.stamp == stamp:
        return kept
    with _lock:
        if _kept is None or _kept.stamp != stamp:
            _kept = _Fitted(stamp, _read_offers())
        return _kept


def _read_offers() -> Sequence[Offer]:
    return db.session.scalars(
        select(Offer)
        .join(Expert, Offer.expert_id == Expert.id)
        .where(Offer.state == "active", Expert.state == "active")
        .options(selectinload(Offer.skills))
        .order_by(Offer.id)
    ).all()


def _text_of(offer: Offer) -> Text:
    return Text(_key(offer.id), offer.title, offer.text, tuple(skill.label for skill in offer.skills))


def _key(offer_id: int) -> str:
    """Ids in the order of numbers, as the matcher breaks ties by the order of texts."""
    return f"{offer_id:010}"
