"""Every component on one page, for whoever works on the look."""

from __future__ import annotations

from datetime import date

from flask import render_template

from webapp import clock
from webapp.views.charts import pace
from webapp.views.demo.blueprint import bp


@bp.get("/composants", endpoint="gallery_show")
def show() -> str:
    """The components, with contents that stand for real ones."""
    begins, today, ends = date(2025, 4, 1), date(2026, 11, 23), date(2028, 3, 31)
    given = [(date(2026, 3, 31), 9_870), (today, 21_840)]
    drawing = pace(begins, ends, today, pledged=52_500, given=given, forecast=(36_540, 41_160, 45_780))
    return render_template("components/gallery.html", drawing=drawing, moment=clock.now())
