"""Texts in the order of the alphabet, where « Élodie » stands before « Zoé » and « Œuvre » before « Olive ».

Neither engine can be asked for it: the collations of PostgreSQL differ from host to host, and SQLite has none for French.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from webapp.domain.text import bare

#: the letters of Europe (Latin-1, Latin Extended-A), each with the one or two that it is read as
_READ_AS = {letter: bare(letter) for letter in map(chr, range(0xC0, 0x180)) if bare(letter) != letter}


class _Bare(FunctionElement[str]):
    """What `bare` of the domain makes of a column."""

    type = String()
    inherit_cache = True


def without_accents(text: Any) -> ColumnElement[str]:
    """What rows are put in order by: the same for two texts that differ in accents and case only."""
    return _Bare(text)


@compiles(_Bare)
def _on_sqlite(element: _Bare, compiler: Any, **options: Any) -> str:
    """Every connection is given the function itself."""
    return f"bare({compiler.process(element.clauses, **options)})"


@compiles(_Bare, "postgresql")
def _on_postgresql(element: _Bare, compiler: Any, **options: Any) -> str:
    """`lower` comes last: which letters it knows depends on the host."""
    text = compiler.process(element.clauses, **options)
    singles = {letter: read for letter, read in _READ_AS.items() if len(read) == 1}
    text = f"translate({text}, '{''.join(singles)}', '{''.join(singles.values())}')"
    for letter, read in _READ_AS.items():
        if letter not in singles:
            text = f"replace({text}, '{letter}', '{read}')"
    return f'lower({text}) COLLATE "C"'
