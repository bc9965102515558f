"""The matcher: offers in, ranked and explained offers out."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Self

from rapidfuzz.distance import OSA
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError

from matching.normalize import Token, tokens
from matching.thesaurus import Entry, Phrase, ties, trade_entries
from matching.types import Hit, Likeness, Offer, Part, Reason, Team, Tie

FLOOR = 0.25
"""Score under which "no good match" is the honest answer."""

_Bond = tuple[float, Tie, str]


class Matcher(BaseEstimator):  # type: ignore[misc]
    """Rank offers for a need.

    Parameters
    ----------
    thesaurus : sequence of Entry, default=()
        The territory's own rows, beside those that come with the library.
    title_weight : float, default=1.0
        Worth of a word found in a title or a skill.
    text_weight : float, default=0.7
        Worth of a word found in the text only.
    """

    def __init__(self, *, thesaurus: Sequence[Entry] = (), title_weight: float = 1.0, text_weight: float = 0.7) -> None:
        self.thesaurus = thesaurus
        self.title_weight = title_weight
        self.text_weight = text_weight

    def fit(self, offers: Iterable[Offer]) -> Self:
        """Read `offers`, forget any earlier ones, and return self."""
        self.ties_ = ties([*trade_entries(), *self.thesaurus])
        self.offers_: dict[str, Offer] = {}
        self._fields: dict[str, tuple[list[Token], list[Token]]] = {}
        self._holders: Counter[str] = Counter()
        self.add(offers)
        return self

    def add(self, offers: Iterable[Offer]) -> Self:
        """Add `offers`; one whose id is known replaces the earlier one."""
        self._check_fitted()
        for offer in offers:
            self.remove([offer.id])
            title = tokens("; ".join((offer.title, *offer.skills)))
            text = tokens(offer.text)
            self.offers_[offer.id] = offer
            self._fields[offer.id] = (title, text)
            self._holders.update({token.stem for token in (*title, *text)})
        return self

    def remove(self, ids: Iterable[str]) -> Self:
        """Remove the offers with these ids; unknown ids are ignored."""
        self._check_fitted()
        for offer_id in ids:
            if self.offers_.pop(offer_id, None) is not None:
                title, text = self._fields.pop(offer_id)
                self._holders.subtract({token.stem for token in (*title, *text)})
        return self

    def rank(self, need: str, *, limit: int = 10) -> list[Hit]:
        """Return at most `limit` offers that answer `need`, best first, ties in the order of ids."""
        self._check_fitted()
        asked = tokens(need)
        weights = [self._weight(token.stem) for token in asked]
        hits = [self._hit(offer_id, asked, weights) for offer_id in self.offers_]
        return sorted((hit for hit in hits if hit.reasons), key=lambda hit: (-hit.score, hit.offer_id))[:limit]

    def team(self, need: str, *, size: int = 3) -> Team:
        """Return complementary offers that together cover `need`."""
        hits = self.rank(need, limit=size)
        open_words = [token.written for token in tokens(need)]
        uncovered = tuple(word for word in open_words if all(word in hit.unanswered for hit in hits))
        members = tuple(hit.offer_id for hit in hits)
        return Team(tuple(hits), (Part(need, members),), max((hit.score for hit in hits), default=0.0), uncovered)

    def similar(self, need: str, needs: Mapping[str, str], *, limit: int = 5) -> list[Likeness]:
        """Return the needs of `needs` (id -> words) nearest to `need`, nearest first."""
        index = Matcher(thesaurus=self.thesaurus).fit(
            Offer(id=key, title=words, text="") for key, words in needs.items()
        )
        return [
            Likeness(hit.offer_id, hit.score, "same" if hit.score > 0.8 else "shared")
            for hit in index.rank(need, limit=limit)
        ]

    def save(self, path: str | Path) -> None:
        """Write the offers and the settings to `path`."""
        self._check_fitted()
        rows = {"settings": {**self.get_params(), "thesaurus": [asdict(entry) for entry in self.thesaurus]}}
        rows["offers"] = [asdict(offer) for offer in self.offers_.values()]  # type: ignore[assignment]
        Path(path).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the matcher that was saved at `path`."""
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
        settings = rows["settings"] | {"thesaurus": [Entry(**entry) for entry in rows["settings"]["thesaurus"]]}
        return cls(**settings).fit(Offer(**row | {"skills": tuple(row["skills"])}) for row in rows["offers"])

    def _check_fitted(self) -> None:
        if not hasattr(self, "offers_"):
            raise NotFittedError("This Matcher is not fitted yet: call fit(offers) first.")

    def _weight(self, stem: str) -> float:
        held = self._holders.get(stem, 0)
        return math.log(1 + (len(self.offers_) - held + 0.5) / (held + 0.5)) if held else 3.0

    def _hit(self, offer_id: str, asked: list[Token], weights: list[float]) -> Hit:
        total = sum(weights) or 1.0
        reasons, unanswered = [], []
        for token, weight in zip(asked, weights, strict=True):
            bond = self._best_bond(token, self._fields[offer_id])
            if bond is None:
                unanswered.append(token.written)
            else:
                reasons.append(Reason(token.written, bond[2], bond[1], bond[0] * weight / total))
        reasons.sort(key=lambda reason: -reason.share)
        return Hit(offer_id, sum(reason.share for reason in reasons), tuple(reasons), tuple(unanswered))

    def _best_bond(self, token: Token, fields: tuple[list[Token], list[Token]]) -> _Bond | None:
        equivalents = self.ties_.get((token.stem,), ())
        best: _Bond | None = None
        for words, worth in zip(fields, (self.title_weight, self.text_weight), strict=True):
            for other in words:
                bond = _bond(token, other, equivalents)
                if bond is not None and (best is None or bond[0] * worth > best[0]):
                    best = (bond[0] * worth, bond[1], bond[2])
        return best


def _bond(token: Token, other: Token, equivalents: Sequence[tuple[Phrase, float]]) -> _Bond | None:
    if token.folded == other.folded:
        return 1.0, "same", other.written
    if token.stem == other.stem:
        return 0.95, "form", other.written
    for words, weight in equivalents:
        if other.stem in words:
            return weight / len(words) ** 0.5, "synonym", other.written
    if len(token.folded) > 3 and token.folded[0] == other.folded[0]:
        near = OSA.normalized_similarity(token.folded, other.folded, score_cutoff=0.75)
        if near:
            return (near - 0.55) / 0.45, "spelling", other.written
    return None
