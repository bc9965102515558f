import hashlib

import pytest
from factories.needs import NeedFactory

from webapp.domain.uploads import PDF, Upload
from webapp.models.files import StoredFile
from webapp.services.attachments import attach_file, detach_file
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def attach(need, name, content, now):
    with transaction():
        return attach_file(need, Upload(PDF, name), content, now=now)


def test_a_document_is_kept_with_its_digest(now):
    need = NeedFactory()

    stored = attach(need, "contrat.pdf", b"%PDF-1.4", now)

    assert need.attachment_id == stored.id
    assert (stored.size, stored.sha256) == (8, hashlib.sha256(b"%PDF-1.4").hexdigest())
    assert stored.content == b"%PDF-1.4"


def test_another_document_takes_its_place(now, session):
    need = NeedFactory()
    attach(need, "avant.pdf", b"1", now)

    attach(need, "apres.pdf", b"2", now)

    assert [stored.name for stored in session.query(StoredFile)] == ["apres.pdf"]
    assert need.attachment.name == "apres.pdf"


def test_a_document_is_erased(now, session):
    need = NeedFactory()
    attach(need, "contrat.pdf", b"1", now)

    with transaction():
        detach_file(need)
        detach_file(need)

    assert need.attachment is None
    assert session.query(StoredFile).count() == 0
