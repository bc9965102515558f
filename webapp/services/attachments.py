"""Documents, kept as rows after a check of their content; those attached to a request."""

from __future__ import annotations

import hashlib
from datetime import datetime

from webapp.domain.uploads import Upload
from webapp.extensions import db
from webapp.models.files import StoredFile
from webapp.models.needs import Need


def store_file(upload: Upload, content: bytes, *, now: datetime) -> StoredFile:
    """Keep a checked document."""
    stored = StoredFile(
        name=upload.name,
        media_type=upload.media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        created_at=now,
    )
    db.session.add(stored)
    return stored


def attach_file(need: Need, upload: Upload, content: bytes, *, now: datetime) -> StoredFile:
    """Attach a checked document to a request, in the place of the one before."""
    before = need.attachment
    stored = store_file(upload, content, now=now)
    need.attachment = stored
    db.session.flush()
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    return stored


def detach_file(need: Need) -> None:
    """Erase the document of a request."""
    before, need.attachment = need.attachment, None
    db.session.flush()
    if before is not None:
        db.session.delete(before)
        db.session.flush()
