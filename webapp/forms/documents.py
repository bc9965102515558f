"""A document that somebody attaches: judged by its content, refused in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from webapp.domain.uploads import MAX_BYTES, RefusedUpload, Upload, check_upload

SENTENCES = {
    "empty": lazy_gettext("Ce document est vide."),
    "too_big": lazy_gettext("Ce document dépasse 5 Mo. Joignez-en une version plus légère, ou envoyez-le plus tard."),
    "unknown_type": lazy_gettext("Nous ne lisons pas ce document. Joignez un PDF, un Word, un Excel ou une image."),
    "old_office": lazy_gettext("Ce format est ancien ou protégé. Enregistrez-le en .docx, .xlsx ou PDF."),
    "encrypted": lazy_gettext("Ce document est protégé par un mot de passe. Enregistrez-le sans."),
    "macros": lazy_gettext("Ce document contient des macros. Enregistrez-le sans, ou en PDF."),
    "damaged": lazy_gettext("Ce document est abîmé ou incomplet. Enregistrez-le à nouveau, puis joignez-le."),
    "too_much_inside": lazy_gettext("Ce document est trop lourd une fois ouvert. Joignez-en une version plus légère."),
    "wrong_ending": lazy_gettext("Le contenu de ce document n’est pas ce que dit son nom. Enregistrez-le à nouveau."),
}  # fmt: skip


#: what a page with a document may be sent, in bytes: a document that is too large is refused by the form, so that the
#: words beside it are not lost
MAX_BODY = 12 * 1024 * 1024


@dataclass(frozen=True)
class Document:
    """A document that may be kept: what it is, and its bytes."""

    upload: Upload
    content: bytes


def read_document(field: FileField) -> Document | None:
    """The document of a form, checked; None where there is none.

    Raises:
        ValidationError: it is not kept, with the sentence that says why.
    """
    if not field.data or not field.data.filename:
        return None
    field.data.stream.seek(0)
    content = field.data.stream.read(MAX_BYTES + 1)
    try:
        return Document(check_upload(field.data.filename, content), content)
    except RefusedUpload as refused:
        raise ValidationError(gettext(str(SENTENCES[refused.code]))) from None
