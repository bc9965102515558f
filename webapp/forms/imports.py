"""The form of an import: one sheet, CSV or XLSX."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField


class SheetForm(FlaskForm):
    """A sheet of experts and their offers."""

    sheet = FileField(_l("Votre fichier, en XLSX ou en CSV"))
