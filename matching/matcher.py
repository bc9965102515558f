"""The matcher: offers in, ranked and explained offers out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError

from matching import storage
from matching.background import background
from matching.catalogue import Catalogue
from matching.formulas import Settings
from matching.hits import Asking, hits_of
from matching.likeness import both_ways, nearest
from matching.question import read
from matching.scoring import score
from matching.teams import Pool, gather
from matching.thesaurus import Entry, thesaurus_with
from matching.types import Hit, Likeness, Offer, Team

FLOOR = 0.2
"""Score under which "no good match" is the honest answer; docs/matching.md says what it keeps and what it lets pass."""


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
        thesaurus = thesaurus_with(tuple(self.thesaurus))
        self.catalogue_ = Catalogue(thesaurus, background(), self.settings or Settings())
        return self.add(offers)

    @property
    def offers_(self) -> Mapping[str, Offer]:
        """The offers that were read, by id."""
        return self._fitted().by_id()

    def add(self, offers: Iterable[Offer]) -> Self:
        """Add `offers`; one whose id is known replaces the earlier one."""
        self._fitted().add(offers)
        return self._tidied()

    def remove(self, ids: Iterable[str]) -> Self:
        """Remove the offers with these ids; unknown ids are ignored."""
        self._fitted().remove(ids)
        return self._tidied()

    def rank(self, need: str, *, limit: int = 10) -> list[Hit]:
        """Return at most `limit` offers that answer `need`, best first, ties in the order of ids."""
        catalogue = self._fitted()
        question = read(need, catalogue)
        if not question.asked or not len(catalogue):
            return []
        scored = score(question, catalogue, limit)
        asking = Asking(need, question, scored, catalogue.vocabulary.lexicon.words)
        return hits_of(asking, catalogue.shelf, scored.best(catalogue.shelf.ids, limit))

    def team(self, need: str, *, size: int = 3, floor: float = FLOOR, among: Collection[str] | None = None) -> Team:
        """Return complementary offers that together cover `need`, and the several needs that it holds.

        Only offers that reach `floor` for the need or for one of its parts are chosen from; with `among`, only those whose
        id is in it.
        """
        return gather(self._fitted(), need, size, Pool(floor, among))

    def similar(self, need: str, needs: Mapping[str, str], *, limit: int = 5) -> list[Likeness]:
        """Return the needs of `needs` (id -> words) nearest to `need`, nearest first. O(words of all needs)."""
        index = Matcher(thesaurus=self.thesaurus, settings=self.settings)
        index.fit(Offer(id=key, title=words, text="") for key, words in needs.items())
        catalogue = index.catalogue_
        question = read(need, catalogue)
        if not len(question.terms):
            return []
        scored = score(question, catalogue, limit)
        forth = scored.answered.sum(axis=0) / question.weights.sum()
        scores = both_ways(forth, scored.titles).tolist()
        ids = [catalogue.shelf.ids[slot] for slot in scored.slots.tolist()]
        return nearest(zip(ids, scores, strict=True), limit)

    def save(self, path: str | Path) -> None:
        """Write the offers, ready to be asked, to the folder `path`, in place of what was there."""
        storage.save(self._fitted(), self.thesaurus, Path(path))

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the matcher that was saved at `path`. Its arrays are mapped: processes that load it share them."""
        settings, thesaurus = storage.load_parameters(Path(path))
        matcher = cls(thesaurus=thesaurus, settings=settings).fit([])
        storage.load_into(matcher.catalogue_, Path(path))
        return matcher

    def _fitted(self) -> Catalogue:
        if not hasattr(self, "catalogue_"):
            raise NotFittedError("This Matcher is not fitted yet: call fit(offers) first.")
        return self.catalogue_

    def _tidied(self) -> Self:
        if self.catalogue_.is_sparse:
            self.catalogue_ = self.catalogue_.fresh()
        return self
