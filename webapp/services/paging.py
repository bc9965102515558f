"""One page of a long list. A page number that is out of bounds shows the nearest page there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.accents import without_accents

T = TypeVar("T")

PER_PAGE = 25


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, where they stand in it, and, where the list adds up to something, its whole sum."""

    rows: Sequence[T]
    number: int
    count: int
    size: int = PER_PAGE
    total: int = 0

    @property
    def pages(self) -> int:
        return max(-(-self.count // self.size), 1)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def clamp(page: int, count: int, size: int) -> int:
    """The page number nearest to what was asked for."""
    return min(max(page, 1), max(-(-count // size), 1))


def paginate(rows: Select[Any], page: int, *, size: int = PER_PAGE) -> Page[Any]:
    """One page of a query that is ordered."""
    count = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    number = clamp(page, count, size)
    found = db.session.scalars(rows.limit(size).offset((number - 1) * size)).unique().all()
    return Page(found, number, count, size)


def contains(column: Any, words: str) -> Any:
    """The condition that a column holds these words, in any case, with or without accents; % and _ are ordinary signs."""
    return without_accents(column).contains(bare(words), autoescape=True)
