"""Who agreed to an amendment and why a term changed, erased once it has served; what was agreed stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from webapp.clock import local_date
from webapp.domain.catalogue import MISSION
from webapp.domain.retention import ERASED, years_before
from webapp.extensions import db
from webapp.models.conventions import AgreementWords, Amendment, Convention, Pledge, TermChange


def list_due_words(now: datetime) -> list[int]:
    """Words about a convention that ended long enough ago, or about the rules of a territory written as long ago."""
    return list(db.session.scalars(_due(now).order_by(AgreementWords.id)))


def forget_words(words_id: int, *, now: datetime) -> bool:
    """Erase them; False when they were erased before, or the convention was prolonged meanwhile."""
    words = db.session.scalar(_due(now).where(AgreementWords.id == words_id).with_only_columns(AgreementWords))
    if words is None:
        return False
    words.author = ERASED if words.author else ""
    words.reason, words.erased_at = "", now
    db.session.flush()
    return True


def _due(now: datetime) -> Any:
    last = years_before(local_date(now), MISSION.years)
    over = select(Convention.id).where(Convention.ends_on < last)
    pledges = select(Pledge.id).where(Pledge.convention_id.in_(over))
    amendments = select(Amendment.id).where(Amendment.pledge_id.in_(pledges))
    changes = select(TermChange.id).where(
        or_(
            (TermChange.object_kind == "convention") & TermChange.object_id.in_(over),
            (TermChange.object_kind == "pledge") & TermChange.object_id.in_(pledges),
            (TermChange.object_kind == "territory") & (TermChange.written_at < now - (local_date(now) - last)),
        )
    )
    about = or_(AgreementWords.amendment_id.in_(amendments), AgreementWords.term_change_id.in_(changes))
    return select(AgreementWords.id).where(AgreementWords.erased_at.is_(None), about)
