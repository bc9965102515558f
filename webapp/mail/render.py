"""How a mail reads: subject, text and HTML from templates/mail/<name>/{subject.txt,body.txt,body.html}, in one language.

The subject is fixed words and our reference: it is rendered without any other value, so that nothing typed by a person
reaches a header. A value that a template asks for and nobody gave is an error, never a blank.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from css_inline import CSSInliner
from flask import Flask, current_app
from flask_babel import force_locale
from jinja2 import Environment, StrictUndefined, TemplateError

from webapp.domain.deliveries import Unwritable

#: Columns of the text part; links are never broken.
COLUMNS = 64
MAX_SUBJECT = 120

_SIGNATURE = "-- "
_ROW = re.compile(r"(?P<label>\S(?:.{0,20}?\S)? {2,})\S")
_BULLET = re.compile(r"(?:[-•–] |\d{1,2}[.)] )")
_INLINER = CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Rendered:
    """One mail in one language."""

    subject: str
    text: str
    html: str


def render(template: str, language: str, context: Mapping[str, Any]) -> Rendered:
    """The mail of that name. `context` may hold `reference`, the only value that the subject may show.

    Raises:
        Unwritable: a template is missing or asks for a value that is not there, or the subject is not one short line.
    """
    environment = _environment(current_app)
    folder = f"mail/{template}"
    with force_locale(language):
        try:
            reference = {"reference": context["reference"]} if "reference" in context else {}
            subject = environment.get_template(f"{folder}/subject.txt").render(reference).strip()
            values = {**context, "subject": subject, "language": language}
            text = environment.get_template(f"{folder}/body.txt").render(values)
            html = environment.get_template(f"{folder}/body.html").render(values)
        except TemplateError as fault:
            raise Unwritable(f"template {type(fault).__name__} {fault.message or ''}".strip()) from fault
    if not subject or len(subject) > MAX_SUBJECT or len(subject.splitlines()) > 1:
        raise Unwritable("subject")
    return Rendered(subject, fold(text), _INLINER.inline(html) + "\n")


def fold(text: str, columns: int = COLUMNS) -> str:
    """Long lines folded at spaces, each line a paragraph of its own; at most one empty line between two.

    An indented line stays indented, a row of "label  value" hangs under its value, an item under its first word. No-break
    spaces hold; a word that is longer than a line, a link above all, stays whole.
    """
    lines = (line if line == _SIGNATURE else _fold_line(line.rstrip(" "), columns) for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _fold_line(line: str, columns: int) -> str:
    if len(line) <= columns:
        return line
    words = line.lstrip(" ")
    hang = len(line) - len(words)
    if row := _ROW.match(words):
        hang += len(row["label"])
    elif bullet := _BULLET.match(words):
        hang += len(bullet[0])
    # what hangs is cut off, and put back before the first line with its spaces as they are
    folded = textwrap.wrap(
        line[hang:], columns, initial_indent=" " * hang, subsequent_indent=" " * hang,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return line[:hang] + "\n".join(folded)[hang:]


def _environment(app: Flask) -> Environment:
    """The application's templates, strict: in a page a missing value may be a blank, in a mail it may not."""
    known = app.extensions.get("mail_templates")
    if known is None:
        known = app.jinja_env.overlay(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        app.extensions["mail_templates"] = known
    return known
