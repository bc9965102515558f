"""The matcher: offers in, ranked and explained offers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError

from matching import likeness, storage, teams
from matching.background import background
from matching.catalogue import Catalogue
from matching.formulas import Settings
from matching.question import Question, read
from matching.reasons import Case, explain
from matching.scoring import Scored, score
from matching.thesaurus import Entry, Thesaurus, trade_entries
from matching.types import Hit, Likeness, Offer, Team

FLOOR = 0.25
"""Score under which "no good match" is the honest answer."""


class Matcher(BaseEstimator):  # type: ignore[misc]
    """Rank offers for a need.

    Parameters
    ----------
    thesaurus : sequence of Entry, default=()
        The territory's own rows, beside those that come with the library.
    settings : Settings, default=Settings()
        The constants of the score.

    Notes
    -----
    Reading (`rank`, `team`, `similar`) changes nothing and may be done by several threads at once; `fit`, `add` and
    `remove` may not run beside it.
    """

    def __init__(self, *, thesaurus: Sequence[Entry] = (), settings: Settings | None = None) -> None:
        self.thesaurus = thesaurus
        self.settings = settings

    def fit(self, offers: Iterable[Offer]) -> Self:
        """Read `offers`, forget any earlier ones, and return self."""
        entries = Thesaurus([*trade_entries(), *self.thesaurus])
        self.catalogue_ = Catalogue(entries, background(), self.settings or Settings())
        return self.add(offers)

    @property
    def offers_(self) -> Mapping[str, Offer]:
        """The offers that were read, by id."""
        return self._fitted().by_id()

    def add(self, offers: Iterable[Offer]) -> Self:
        """Add `offers`; one whose id is known replaces the earlier one."""
        self._fitted().add(offers)
        return self

    def remove(self, ids: Iterable[str]) -> Self:
        """Remove the offers with these ids; unknown ids are ignored."""
        self._fitted().remove(ids)
        return self

    def rank(self, need: str, *, limit: int = 10) -> list[Hit]:
        """Return at most `limit` offers that answer `need`, best first, ties in the order of ids."""
        catalogue = self._fitted()
        question = read(need, catalogue, background())
        if not len(question.terms):
            return []
        scored = score(question, catalogue, limit)
        offers = [catalogue.offer(slot) for slot in scored.slots.tolist()]
        order = sorted(
            (place for place, value in enumerate(scored.scores.tolist()) if value > 0),
            key=lambda place: (-scored.scores[place], offers[place].id),
        )
        return [self._hit(need, question, scored, place, offers[place]) for place in order[:limit]]

    def team(self, need: str, *, size: int = 3) -> Team:
        """Return complementary offers that together cover `need`."""
        return teams.gather(self.rank, need, size)

    def similar(self, need: str, needs: Mapping[str, str], *, limit: int = 5) -> list[Likeness]:
        """Return the needs of `needs` (id -> words) nearest to `need`, nearest first."""
        index = Matcher(thesaurus=self.thesaurus, settings=self.settings)
        index.fit(Offer(id=key, title=words, text="") for key, words in needs.items())
        return likeness.nearest(index.rank(need, limit=limit))

    def save(self, path: str | Path) -> None:
        """Write the offers and the settings to `path`."""
        storage.save(self._fitted(), self.thesaurus, Path(path))

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the matcher that was saved at `path`."""
        settings, thesaurus, offers = storage.load(Path(path))
        return cls(thesaurus=thesaurus, settings=settings).fit(offers)

    def _fitted(self) -> Catalogue:
        if not hasattr(self, "catalogue_"):
            raise NotFittedError("This Matcher is not fitted yet: call fit(offers) first.")
        return self.catalogue_

    def _hit(self, need: str, question: Question, scored: Scored, place: int, offer: Offer) -> Hit:
        value = float(scored.scores[place])
        answered = scored.answered[:, place]
        shares = tuple((answered * (value / answered.sum())).tolist())
        case = Case(need, question.asked, offer, shares, self.catalogue_.vocabulary.lexicon.words)
        return Hit(offer.id, value, explain=partial(explain, case))
