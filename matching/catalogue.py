"""The offers, read: their words as rows, the vocabulary, and how many offers hold each term. Offers come and go one by one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.background import Background
from matching.formulas import Settings, dampen, saturate
from matching.normalize import folded_words
from matching.postings import Postings, invert
from matching.rows import Rows, Words, column
from matching.senses import Said, point, senses
from matching.shelf import Shelf
from matching.thesaurus import Thesaurus
from matching.types import Offer
from matching.vocabulary import Vocabulary

#: Offers read at once.
BATCH = 20_000
#: Offers added since the postings were made that are scored one by one, at least.
UNSORTED = 256


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
        The first slots by term; none in a small catalogue, where every offer is scored.
    weights : Column of float64, shape (terms,)
        Background weight of each term, in nats; 0 for a phrase.
    directions : Column of int8, shape (offers x senses.WIDTH,)
        Where each offer points.
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

    def __len__(self) -> int:
        return len(self.slots)

    def add(self, offers: Iterable[Offer]) -> None:
        """Read `offers`; one whose id is known replaces the earlier one. O(words)."""
        rest = iter(offers)
        while batch := list(islice(rest, BATCH)):
            latest = {offer.id: offer for offer in batch}
            self.remove(latest)
            self._append(list(latest.values()))
        self.settle()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget the offers of these ids; unknown ids are ignored. O(words of the offers)."""
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
        self.vocabulary.lexicon.settle()
        read = self.postings.offers if self.postings else 0
        if len(self.shelf) - read > max(UNSORTED, 2 * int(len(self.shelf) ** 0.5)):
            self.postings = invert(self.rows.ends.view(), self.rows.terms.view(), self._impacts(), len(self.vocabulary))

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
        self.held.extend(np.zeros(len(self.vocabulary) - self.held.size, dtype=np.int64))
        self.weights.extend(np.array(self.vocabulary.weights[self.weights.size :], dtype=np.float64))
        self.senses.extend(np.array(self.vocabulary.senses[self.senses.size :], dtype=np.int32))
        self.directions.extend(self._directions(first).ravel())
        np.add.at(self.held.own(), self.rows.terms.view()[entries:], 1)
        self.present.extend(np.ones(len(offers), dtype=np.bool_))
        self.title_lengths.extend(np.array([each.title_length for each in read], dtype=np.int32))
        self.text_lengths.extend(np.array([each.text_length for each in read], dtype=np.int32))
        self.title_weights.extend(np.array([each.title_weight for each in read]))
        self.shelf.extend(offers)
        self.slots.update((offer.id, slot) for slot, offer in enumerate(offers, first))

    def _directions(self, first: int) -> npt.NDArray[np.int8]:
        """Return where the offers from slot `first` up point, a word of the title worth several of the text."""
        begins, counts = self.rows.spans(np.arange(first, len(self.rows)))
        span = slice(int(begins[0]), int(begins[-1] + counts[-1]))
        terms = self.rows.terms.view()[span]
        titles, texts = self.rows.titles.view()[span], self.rows.texts.view()[span]
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
            numbers += [vocabulary.number(phrase) for _start, _end, phrase in found if " " in phrase]
        return numbers

    def _impacts(self) -> npt.NDArray[np.uint8]:
        """Return what each entry weighs alone, in 1/255 of the most, at least 1. O(entries)."""
        settings, rows = self.settings, self.rows
        impacts = np.empty(rows.terms.size, dtype=np.uint8)
        for first in range(0, len(rows), BATCH):
            slots = np.arange(first, min(first + BATCH, len(rows)))
            begins, counts = rows.spans(slots)
            span = slice(int(begins[0]), int(begins[-1] + counts[-1]))
            titles = dampen(self.title_lengths.view()[slots], settings.title_length, settings) / settings.title
            texts = dampen(self.text_lengths.view()[slots], settings.text_length, settings)
            frequency = rows.titles.view()[span] / np.repeat(titles, counts)
            frequency += rows.texts.view()[span] / np.repeat(texts, counts)
            impacts[span] = np.maximum(np.round(255 * saturate(frequency, settings)), 1)
        return impacts
