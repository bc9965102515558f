"""Why an offer answers a need: words of one, words of the other, how they are tied, and what each tie adds to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.normalize import Token, composed, tokens
from matching.question import Answer, Asked
from matching.types import Offer, Reason, Said


@dataclass(frozen=True, slots=True)
class Case:
    """What a score was made of.

    Attributes
    ----------
    need : str
    asked : tuple of Asked
    offer : Offer
    shares : tuple of float
        What each word of the need adds to the score.
    terms : sequence of str
        The vocabulary: number -> term.
    """

    need: str
    asked: tuple[Asked, ...]
    offer: Offer
    shares: tuple[float, ...]
    terms: Sequence[str]


def explain(case: Case) -> Said:
    """Return the reasons, largest share first, and the words that nothing answers."""
    fields = [(composed(text), tokens(text)) for text in (case.offer.title, *case.offer.skills, case.offer.text)]
    shares: dict[tuple[int, int], float] = {}
    found: dict[tuple[int, int], tuple[Answer, str]] = {}
    unanswered = []
    for word, share in zip(case.asked, case.shares, strict=True):
        best = _found(word, fields, case.terms) if share > 0 else None
        if best is None:
            unanswered.append(word.token.written)
            continue
        key = best[0].through
        shares[key] = shares.get(key, 0.0) + share
        found.setdefault(key, best)
    need = composed(case.need)
    reasons = [
        Reason(_written(need, case.asked, key), words, answer.tie, shares[key])
        for key, (answer, words) in found.items()
    ]
    reasons.sort(key=lambda reason: -reason.share)
    return tuple(reasons), tuple(unanswered)


def _found(word: Asked, fields: list[tuple[str, list[Token]]], terms: Sequence[str]) -> tuple[Answer, str] | None:
    for answer in word.answers:
        term = terms[answer.term]
        for text, read in fields:
            written = _place(term, text, read)
            if written:
                return answer, written
    return None


def _place(term: str, text: str, read: list[Token]) -> str:
    """Return `term` as a field writes it, nothing where it does not hold it."""
    if " " not in term:
        return next((token.written for token in read if token.folded == term), "")
    stems = term.split()
    for start in range(len(read) - len(stems) + 1):
        span = read[start : start + len(stems)]
        if [token.stem for token in span] == stems:
            return text[span[0].start : span[-1].end]
    return ""


def _written(need: str, asked: tuple[Asked, ...], through: tuple[int, int]) -> str:
    first, last = asked[through[0]].token, asked[through[1] - 1].token
    return need[first.start : last.end]
