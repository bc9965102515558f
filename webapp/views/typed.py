"""What somebody had typed into a form that could not be taken: nobody writes it twice."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

#: from so many letters on, a text is worth copying
WORTH_COPYING = 40


@dataclass(frozen=True)
class Typed:
    """The fields of a form as they came, (name, value) pairs; `may_return`: one click may send them again."""

    fields: tuple[tuple[str, str], ...] = ()
    may_return: bool = False

    @property
    def texts(self) -> list[str]:
        """What its writer will want to see again; a key of ours has no spaces."""
        return [value for _name, value in self.fields if len(value) > WORTH_COPYING and " " in value]


def typed_fields() -> Typed:
    """What this request brought; nothing of a sign-in. A file is not held, so that its form does not return by itself.

    Nor does one of which the browser does not say that it was ours: a page of another site could have written it, and one
    click would send it in its reader's name.
    """
    if request.blueprint == "security":
        return Typed()
    try:
        fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    except RequestEntityTooLarge:  # read here for the first time, in place of any view
        return Typed()
    has_file = bool(fields) and any(file.filename for file in request.files.values())
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return Typed(fields, may_return=bool(fields) and is_ours and not has_file)
