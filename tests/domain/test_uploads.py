import io
import random
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain import uploads
from webapp.domain.uploads import MAX_BYTES, RefusedUpload, Upload, check_upload, clean_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xff\xc2\x00\x11\x08\x00\x10\x00\x20"
    + b"\x00" * 20
)
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 \x0e\x00\x00\x00\x30\x01\x00\x9d\x01\x2a\x20\x00\x10\x00\x00\x00\x00\x00"
WEBP_LOSSLESS = b"RIFF\x12\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f\x1f\xc0\x03\x00\x00"
WEBP_EXTENDED = b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x1f\x00\x00\x0f\x00\x00"


def png(width=32, height=16):
    header = struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + crc + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def packed(parts, method=zipfile.ZIP_DEFLATED):
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return page.getvalue()


def ooxml(main="word/document.xml", **more):
    return packed({"[Content_Types].xml": "<Types/>", main: "<document/>" * 20} | more)


def odf(media_type=uploads.ODT, method=zipfile.ZIP_STORED):
    return packed({"mimetype": media_type, "content.xml": "<office:document-content/>"}, method)


def refusal_of(name, content):
    with pytest.raises(RefusedUpload) as caught:
        check_upload(name, content)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Contrat.pdf", PDF, uploads.PDF),
        ("plan.PNG", png(), uploads.PNG),
        ("photo.jpg", JPEG, uploads.JPEG),
        ("photo.jpeg", JPEG, uploads.JPEG),
        ("photo.webp", WEBP, uploads.WEBP),
        ("photo.webp", WEBP_LOSSLESS, uploads.WEBP),
        ("photo.webp", WEBP_EXTENDED, uploads.WEBP),
        ("offre.docx", ooxml(), uploads.DOCX),
        ("prix.xlsx", ooxml("xl/workbook.xml"), uploads.XLSX),
        ("projet.pptx", ooxml("ppt/presentation.xml"), uploads.PPTX),
        ("offre.odt", odf(), uploads.ODT),
        ("prix.ods", odf(uploads.ODS), uploads.ODS),
        ("projet.odp", odf(uploads.ODP, zipfile.ZIP_DEFLATED), uploads.ODP),
    ],
)
def test_documents_are_known_by_their_content(name, content, media_type):
    upload = check_upload(name, content)
    assert upload.media_type == media_type
    assert upload.name == name.rpartition(".")[0] + "." + name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("contrat.pdf", png()), ("photo.png", JPEG), ("offre.docx", ooxml("xl/workbook.xml")), ("offre.docx", odf())),
        *(("contrat.pdf.exe", PDF), ("contrat.docm", ooxml()), ("page.html", PDF), ("contrat.\u202efdp.exe", PDF)),
    ],
)
def test_a_name_that_lies_about_its_type_is_refused(name, content):
    assert refusal_of(name, content) == "wrong_ending"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (PDF + b" " * MAX_BYTES, "too_big"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_office"),
        (b"MZ\x90\x00" + b"\x00" * 60, "unknown_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_type"),
        (b"GIF89a" + b"\x00" * 60, "unknown_type"),
        (b"RIFF\x1a\x00\x00\x00WAVEfmt " + b"\x00" * 60, "unknown_type"),
        (b"\n" + PDF, "unknown_type"),
        (packed({"readme.txt": "zip"}), "unknown_type"),
        (packed({"word/document.xml": "no types"}), "unknown_type"),
        (ooxml(**{"xl/workbook.xml": "both"}), "unknown_type"),
        (odf("application/epub+zip"), "unknown_type"),
        (PDF[:-8], "damaged"),
        (b"%PDF-9.9" + PDF[8:], "damaged"),
        (png()[:15], "damaged"),
        (png(0, 5), "damaged"),
        (JPEG[:22], "damaged"),
        (JPEG[:20] + b"\x00" * 20, "damaged"),
        (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": ""}, zipfile.ZIP_BZIP2), "damaged"),
        (WEBP[:-4], "damaged"),
        (WEBP[:12] + b"ALPH" + WEBP[16:], "damaged"),
        (png(60_000, 60_000), "too_much_inside"),
        (ooxml()[:-1], "damaged"),
        (ooxml() + b"MZ", "damaged"),
        (ooxml(**{"word/vbaProject.bin": "macro"}), "macros"),
        (ooxml("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "macro"}), "macros"),
        (packed({"mimetype": uploads.ODT, "Basic/Standard/Module1.xml": "macro"}, zipfile.ZIP_STORED), "macros"),
    ],
)
def test_other_documents_are_refused(content, code):
    assert refusal_of("document", content) == code


def test_a_document_may_be_as_big_as_the_limit():
    whole = PDF[:-6] + b" " * (MAX_BYTES - len(PDF)) + PDF[-6:]
    assert check_upload("contrat.pdf", whole) == Upload(uploads.PDF, "contrat.pdf")


def test_a_zip_that_grows_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    dense = ooxml(bomb=b"\x00" * 3_000_000)
    crowded = ooxml(**{f"part{k}": b"" for k in range(1_000)})

    def unpack(*_, **__):
        raise AssertionError("was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)

    assert refusal_of("a.docx", dense) == "too_much_inside"
    assert refusal_of("a.docx", crowded) == "too_much_inside"


def test_a_zip_is_refused_by_the_sum_of_its_parts():
    megabyte = random.Random(1).randbytes(30_000) * 35
    many = ooxml(**{f"part{k}": megabyte for k in range(65)})
    assert len(many) < MAX_BYTES
    assert len(megabyte) * 65 < uploads.MAX_RATIO * len(many)
    assert refusal_of("a.docx", many) == "too_much_inside"


def test_a_directory_that_is_longer_than_it_says_is_refused_at_once():
    crowded = bytearray(packed({f"part{k:06}": b"" for k in range(40_000)}, zipfile.ZIP_STORED))
    crowded[-14:-10] = b"\x02\x00\x02\x00"
    start = time.perf_counter()

    assert refusal_of("a.docx", bytes(crowded)) == "too_much_inside"

    assert time.perf_counter() - start < 0.2


def test_a_zip_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(ooxml(bomb=b"\x00" * 100_000))
    for place in (bomb.rindex(b"PK\x01\x02") + 24, bomb.rindex(b"PK\x03\x04") + 22):
        bomb[place : place + 4] = struct.pack("<I", 50)
    assert refusal_of("a.docx", bytes(bomb)) == "damaged"


def test_parts_that_share_bytes_are_refused():
    whole = bytearray(ooxml(kernel=b"x" * 50))
    place = whole.index(b"PK\x01\x02")
    entry = bytes(whole[place : whole.index(b"PK\x01\x02", place + 4)])
    doubled = bytes(whole[:place]) + entry + bytes(whole[place:])
    end = bytearray(doubled[-22:])
    count, length = struct.unpack("<HI", end[10:16])
    end[8:16] = struct.pack("<HHI", count + 1, count + 1, length + len(entry))
    assert refusal_of("a.docx", doubled[:-22] + bytes(end)) == "damaged"


def test_a_picture_of_nothing_but_filling_is_refused_at_once():
    start = time.perf_counter()

    assert refusal_of("a.jpg", b"\xff\xd8" + b"\xff" * (MAX_BYTES - 2)) == "damaged"

    assert time.perf_counter() - start < 0.2


def test_something_in_front_of_a_zip_is_refused():
    inner = ooxml()
    assert refusal_of("a.docx", b"PK\x03\x04" + b"\x00" * 40 + inner) == "damaged"


def test_a_zip_with_a_password_is_refused():
    locked = bytearray(ooxml())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal_of("a.docx", bytes(locked)) == "encrypted"


def test_a_changed_byte_is_found():
    whole = bytearray(ooxml(note="Bonjour " * 40))
    whole[whole.index(b"word/document.xml") + 20] ^= 0xFF
    assert refusal_of("a.docx", bytes(whole)) == "damaged"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Contrat n°2 (été).pdf", "Contrat n°2 (été).pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Sylvie\\devis.pdf", "devis.pdf"),
        ("a\x00b\r\nc\u202e.pdf", "ab c.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('<a href="x">:|?*.pdf', "_a href=_x______.pdf"),
        (".htaccess.pdf", "htaccess.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("contrat", "contrat.pdf"),
        ("version 1.2 finale", "version 1.2 finale.pdf"),
        ("", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
    ],
)
def test_names_are_made_safe(typed, kept):
    assert check_upload(typed, PDF).name == kept


@given(st.text(max_size=300))
def test_a_kept_name_is_safe_to_save_under(typed):
    try:
        kept = check_upload(typed, PDF).name
    except RefusedUpload:
        return
    assert kept.endswith(".pdf")
    assert len(kept) <= 120
    assert len(kept.encode()) <= 255
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>:"|?*')
    assert clean_name(kept) == kept


@given(
    st.sampled_from([PDF, png(), JPEG, WEBP, WEBP_LOSSLESS, WEBP_EXTENDED, ooxml(), odf()]),
    st.binary(max_size=40),
    st.data(),
)
def test_any_bytes_are_a_document_or_a_refusal(content, noise, data):
    place = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(place, len(content)))
    try:
        upload = check_upload("document", content[:place] + noise + content[end:])
    except RefusedUpload:
        return
    assert upload.media_type in uploads.ENDINGS
