"""The offers, read: their words as rows, the vocabulary, and how many offers hold each term. Offers come and go one by one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.background import Background
from matching.formulas import Settings, dampen, promise, saturate, title_shares
from matching.normalize import folded_words
from matching.postings import Postings, Weighed, invert
from matching.rows import Rows, Words, column
from matching.senses import Said, point, senses
from matching.shelf import Shelf
from matching.thesaurus import Thesaurus
from matching.types import Offer
from matching.vocabulary import Vocabulary

if TYPE_CHECKING:
    from matching.words import Word

#: Offers read at once.
BATCH = 20_000
#: Offers that are scored one by one: all of a small catalogue, those added since the postings were made, at least.
UNSORTED = 256
#: Offers up to which the postings hold what a score is made of.
EXACT = 20_000


class _Read(NamedTuple):
    """An offer as numbers: the terms of its title and skills, those of its text, and what its title is long and worth."""

    title: list[int]
    text: list[int]
    title_length: int
    text_length: int
    title_weight: float


class Catalogue:
    """Offers by slot: numbers from 0 up in the order in which they came. A removed offer leaves its slot empty.

    Attributes
    ----------
    shelf : Shelf
        The offer of each slot.
    slots : dict
        id of an offer -> its slot
    held : Column of int64, shape (terms,)
        Offers that hold each term.
    postings : Postings or None
        The first slots by term; none where no offer came.
    weights : Column of float64, shape (terms,)
        Background weight of each term, in nats; 0 for a phrase.
    directions : Column of int8, shape (offers x senses.WIDTH,)
        Where each offer points.
    words : dict
        Words of needs that were read since the last change (matching/words.py).
    """

    def __init__(self, thesaurus: Thesaurus, background: Background, settings: Settings) -> None:
        self.thesaurus = thesaurus
        self.background = background
        self.settings = settings
        self.vocabulary = Vocabulary(background, thesaurus)
        self.rows = Rows()
        self.shelf = Shelf()
        self.slots: dict[str, int] = {}
        self.held = column(np.int64)
        self.weights = column(np.float64)
        self.senses = column(np.int32)
        self.directions = column(np.int8)
        self.present = column(np.bool_)
        self.title_lengths = column(np.int32)
        self.text_lengths = column(np.int32)
        self.title_weights = column(np.float64)
        self.postings: Postings | None = None
        self.words: dict[str, Word | None] = {}

    def __len__(self) -> int:
        return len(self.slots)

    def add(self, offers: Iterable[Offer]) -> None:
        """Read `offers`; one whose id is known replaces the earlier one. O(words)."""
        rest = iter(offers)
        while batch := list(islice(rest, BATCH)):
            latest = {offer.id: offer for offer in batch}
            self.remove(latest)
            self._append(list(latest.values()))
        self.words.clear()
        self.settle()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget the offers of these ids; unknown ids are ignored. O(words of the offers)."""
        self.words.clear()
        for offer_id in ids:
            slot = self.slots.pop(offer_id, None)
            if slot is not None:
                places, _owners = self.rows.entries(np.array([slot]))
                self.held.own()[self.rows.terms.view()[places]] -= 1
                self.present.own()[slot] = False
                self.shelf.forget(slot)

    def by_id(self) -> dict[str, Offer]:
        """Return the offers by id, in the order in which they came."""
        return {offer_id: self.shelf[slot] for offer_id, slot in self.slots.items()}

    def holds(self, term: str) -> bool:
        """Tell whether an offer that is there holds a term."""
        number = self.vocabulary.lexicon.numbers.get(term)
        return number is not None and bool(self.held.view()[number])

    @property
    def is_small(self) -> bool:
        """True when every offer is scored, whatever the need."""
        return len(self.shelf) <= UNSORTED

    @property
    def is_sparse(self) -> bool:
        """True when most slots are empty: :meth:`fresh` would be smaller."""
        return len(self.shelf) - len(self) > max(UNSORTED, len(self))

    def fresh(self) -> Catalogue:
        """Return the same offers without empty slots. O(words)."""
        other = Catalogue(self.thesaurus, self.background, self.settings)
        other.add(self.by_id().values())
        return other

    def settle(self) -> None:
        """Make what reading needs: postings anew when many offers came since. Called at the end of a change."""
        self.vocabulary.settle()
        read = self.postings.offers if self.postings else 0
        later = len(self.shelf) - read
        if later > max(UNSORTED, 2 * int(len(self.shelf) ** 0.5)) or (later and self.is_small):
            self.postings = invert(self.rows.ends.view(), self.rows.terms.view(), self._weighed(), len(self.vocabulary))

    def _append(self, offers: list[Offer]) -> None:
        first = len(self.shelf)
        read = [self._read(offer) for offer in offers]
        counts = np.array([[len(each.title), len(each.text)] for each in read], dtype=np.int64)
        words = Words(
            rows=np.repeat(np.arange(len(offers)), counts.sum(axis=1)),
            terms=np.array(
                [number for each in read for part in (each.title, each.text) for number in part], dtype=np.int64
            ),
            in_title=np.repeat(np.tile([True, False], len(offers)), counts.ravel()),
        )
        entries = self.rows.terms.size
        self.rows.append(len(offers), words)
        self.held.extend([0] * (len(self.vocabulary) - self.held.size))
        self.weights.extend(self.vocabulary.weights[self.weights.size :])
        self.senses.extend(self.vocabulary.senses[self.senses.size :])
        self.directions.extend(self._directions(first).ravel())
        np.add.at(self.held.own(), self.rows.terms.view()[entries:], 1)
        self.present.extend([True] * len(offers))
        self.title_lengths.extend([each.title_length for each in read])
        self.text_lengths.extend([each.text_length for each in read])
        self.title_weights.extend([each.title_weight for each in read])
        self.shelf.extend(offers)
        self.slots.update((offer.id, slot) for slot, offer in enumerate(offers, first))

    def _directions(self, first: int) -> npt.NDArray[np.int8]:
        """Return where the offers from slot `first` up point, a word of the title worth several of the text."""
        begins, counts = self.rows.spans(np.arange(first, len(self.rows)))
        terms, titles, texts = (
            each.view()[begins[0] :] for each in (self.rows.terms, self.rows.titles, self.rows.texts)
        )
        said = titles.astype(np.int64) * int(self.settings.title) + texts
        pointers = np.concatenate(([0], np.cumsum(counts)))
        return point(senses(), pointers, Said(said, self.senses.view()[terms], self.weights.view()[terms]))

    def _read(self, offer: Offer) -> _Read:
        title, text = folded_words(offer.title), folded_words(offer.text)
        named = self._numbers(title)
        weights = self.vocabulary.weights
        title_weight = math.fsum(weights[number] for number in set(named))
        for skill in offer.skills:
            named += self._numbers(folded_words(skill))
        return _Read(named, self._numbers(text), len(title), len(text), title_weight)

    def _numbers(self, words: list[str]) -> list[int]:
        """Return the terms of a field: its words, then the phrases of the thesaurus that it holds."""
        vocabulary = self.vocabulary
        known = vocabulary.lexicon.numbers
        numbers = [known[word] if word in known else vocabulary.number(word) for word in words]
        if not vocabulary.openings.isdisjoint(numbers):
            found = self.thesaurus.find([vocabulary.stems[number] for number in numbers])
            numbers += [vocabulary.number(phrase) for _places, phrase in found if " " in phrase]
        return numbers

    def presences(
        self, places: npt.NDArray[np.int64] | slice, owners: npt.NDArray[np.int64], slots: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        """Return how present terms are in their offers, in [0, 1]: entries at `places` of the rows, of slots[owners]."""
        settings, rows = self.settings, self.rows
        title = dampen(self.title_lengths.view()[slots], settings.title_length, settings)
        text = dampen(self.text_lengths.view()[slots], settings.text_length, settings)
        frequency = settings.title * rows.titles.view()[places] / title[owners]
        frequency += rows.texts.view()[places] / text[owners]
        return saturate(frequency, settings)

    def _weighed(self) -> Weighed:
        """Return what each entry promises, in 1/255, at least 1, and what it is in a small catalogue. O(entries)."""
        rows = self.rows
        exact = rows.terms.size if len(rows) <= EXACT else 0
        found = Weighed(np.empty(rows.terms.size, dtype=np.uint8), np.empty(exact), rows.titles.view()[:exact] > 0)
        for first in range(0, len(rows), BATCH):
            slots = np.arange(first, min(first + BATCH, len(rows)))
            begins, counts = rows.spans(slots)
            span = slice(int(begins[0]), int(begins[-1] + counts[-1]))
            presences = self.presences(span, np.repeat(np.arange(len(slots)), counts), slots)
            shares = title_shares(self.title_weights.view()[slots], self.settings).repeat(counts)
            promises = promise(presences, rows.titles.view()[span] > 0, shares)
            found.impacts[span] = np.maximum(np.round(255 * promises), 1)
            if exact:
                found.presences[span] = presences
        return found
