"""Peers that weigh words by BM25: bm25s and tantivy with the stemmer of the collection's language, rank_bm25 without one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import bm25s
import numpy as np
import Stemmer
import tantivy
from bm25s.stopwords import STOPWORDS_EN, STOPWORDS_FRENCH
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import strip_accents_unicode

from benchmarks.quality.engines import Found, words_of
from benchmarks.quality.vectors import best_of
from matching import Offer

_WORD = re.compile(r"\w+")
_STOP_WORDS = {
    "french": frozenset(map(strip_accents_unicode, STOPWORDS_FRENCH)),
    "english": frozenset(STOPWORDS_EN),
}
#: Offers that tell the language of a collection.
_LOOKED_AT = 50


def all_words(text: str) -> list[str]:
    """The words of a text in lower case, without accents: who types in haste loses them."""
    return _WORD.findall(strip_accents_unicode(text.lower()))


def words(text: str) -> list[str]:
    """The same without the stop words of both languages."""
    return [word for word in all_words(text) if not any(word in stop for stop in _STOP_WORDS.values())]


def language_of(offers: Sequence[Offer]) -> Literal["french", "english"]:
    """The language whose stop words are the more frequent, so that each collection gets its own stemmer."""
    found = [word for offer in offers[:_LOOKED_AT] for word in all_words(words_of(offer))]
    english, french = (sum(word in _STOP_WORDS[name] for word in found) for name in ("english", "french"))
    return "english" if english > french else "french"


class Bm25s:
    """bm25s, with the stemmers of Snowball (PyStemmer)."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._ids = [offer.id for offer in offers]
        self._stemmer = Stemmer.Stemmer(language_of(offers))
        self._index = bm25s.BM25()
        self._index.index([self._stems(words_of(offer)) for offer in offers], show_progress=False)

    def _stems(self, text: str) -> list[str]:
        return self._stemmer.stemWords(words(text))

    def search(self, need: str, limit: int) -> Found:
        asked = [stem for stem in dict.fromkeys(self._stems(need)) if stem in self._index.vocab_dict]
        if not asked:
            return []
        return best_of(self._ids, self._index.get_scores(asked), limit)


class RankBm25:
    """rank_bm25's BM25Okapi on plain words."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._ids = [offer.id for offer in offers]
        self._index = BM25Okapi([words(words_of(offer)) for offer in offers])

    def search(self, need: str, limit: int) -> Found:
        return best_of(self._ids, np.asarray(self._index.get_scores(words(need))), limit)


class Tantivy:
    """tantivy, titles and texts as two fields, with its own stemmer."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        builder.add_text_field("title", tokenizer_name="stems")
        builder.add_text_field("text", tokenizer_name="stems")
        self._index = tantivy.Index(builder.build())
        self._index.register_tokenizer("stems", self._analyzer(language_of(offers)))
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for offer in offers:
            title = " ".join((offer.title, *offer.skills))
            writer.add_document(tantivy.Document(key=offer.id, title=title, text=offer.text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    @staticmethod
    def _analyzer(language: str) -> tantivy.TextAnalyzer:
        return (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.remove_long(40))
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .filter(tantivy.Filter.stemmer(language))
            .build()
        )

    def search(self, need: str, limit: int) -> Found:
        query, _errors = self._index.parse_query_lenient(" ".join(words(need)), ["title", "text"])
        hits = self._searcher.search(query, limit).hits
        return [(self._searcher.doc(address)["key"][0], score) for score, address in hits]
