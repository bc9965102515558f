"""What goes into the matcher and what comes out: frozen records, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Tie = Literal["same", "form", "spelling", "synonym", "part", "near"]
Said = tuple[tuple["Reason", ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing an expert can help with.

    Parameters
    ----------
    id : str
        Unique key; ties of score are broken by its order.
    title, text : str
        The offer in the words of the expert. Either may be empty.
    skills : tuple of str
        Labels of the skills ticked for the offer, read like a part of its title.
    """

    id: str
    title: str
    text: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One tie between words of the need and words of an offer.

    Attributes
    ----------
    asked : str
        The words of the need, as the reader wrote them.
    found : str
        The words of the offer, as its expert wrote them.
    tie : {"same", "form", "spelling", "synonym", "part", "near"}
        How they hold together: the same word; another form of it; the same word written
        otherwise; another word for it (a row of the thesaurus); a part of the word; near in sense.
    share : float
        What this tie adds to the score, in (0, 1]. The shares of a hit sum to its score.
    """

    asked: str
    found: str
    tie: Tie
    share: float


class Hit:
    """One offer that answers a need. Two hits are equal when all that they say is.

    Attributes
    ----------
    offer_id : str
    score : float
        In [0, 1], comparable from one need to another.
    reasons : tuple of Reason
        Largest share first; worked out when they are first read.
    unanswered : tuple of str
        Words of the need, as written, that nothing in this offer answers, rarest first.
    """

    __slots__ = ("_explain", "_said", "offer_id", "score")

    def __init__(
        self,
        offer_id: str,
        score: float,
        reasons: tuple[Reason, ...] = (),
        unanswered: tuple[str, ...] = (),
        *,
        explain: Callable[[], Said] | None = None,
    ) -> None:
        self.offer_id = offer_id
        self.score = score
        self._explain = explain
        self._said: Said | None = None if explain else (reasons, unanswered)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self._read()[0]

    @property
    def unanswered(self) -> tuple[str, ...]:
        return self._read()[1]

    def _read(self) -> Said:
        if self._said is None:
            assert self._explain is not None, "a hit without its words knows how to find them"
            self._said = self._explain()
        return self._said

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hit):
            return NotImplemented
        return (self.offer_id, self.score, self._read()) == (other.offer_id, other.score, other._read())

    def __hash__(self) -> int:
        return hash((self.offer_id, self.score))

    def __repr__(self) -> str:
        return f"Hit({self.offer_id!r}, {self.score!r}, {self.reasons!r}, {self.unanswered!r})"


@dataclass(frozen=True, slots=True)
class Part:
    """One need among those that a text holds, and who answers it.

    Attributes
    ----------
    words : str
        The part of the text, as written.
    offer_ids : tuple of str
        Members of the team that answer it; empty when nobody does.
    asks : bool
        It begins with what is to be done; a sentence that tells who is writing, or what happened, does not.
    """

    words: str
    offer_ids: tuple[str, ...]
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Team:
    """Complementary offers for one need.

    Attributes
    ----------
    hits : tuple of Hit
        Members, in the order in which they were chosen: each adds the most to the cover.
    parts : tuple of Part
        The several needs that the text holds, in its order.
    cover : float
        Share of the need that the members answer together, in [0, 1].
    uncovered : tuple of str
        Words of the need, as written, that no member answers.
    """

    hits: tuple[Hit, ...]
    parts: tuple[Part, ...]
    cover: float
    uncovered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near another need is to a given one.

    Attributes
    ----------
    need_id : str
    score : float
        In [0, 1]; 1 when both say the same words.
    kind : {"same", "shared"}
        The same request filed twice, or a need that could share a visit.
    """

    need_id: str
    score: float
    kind: Literal["same", "shared"]
