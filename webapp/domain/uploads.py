"""What may be attached to a need: PDF, Word, Excel, PowerPoint and their free twins, PNG, JPEG, WebP; 5 MB.

A document is judged by its content; its name must agree. Of an Office file, which is a zip, the directory is read
first: only when its sums are modest is it unpacked, never beyond what the directory says, to compare its checksums.
Pictures and PDF are not decoded. What is kept is served as a download only.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

MAX_BYTES = 5 * 1024 * 1024
MAX_NAME = 120

#: Of an Office file: parts, bytes when unpacked, and how many times smaller it was packed.
MAX_PARTS, MAX_UNPACKED, MAX_RATIO = 1_000, 64 * 1024 * 1024, 100

#: Of a picture: points that a viewer must hold in memory.
MAX_PIXELS = 60_000_000

PDF, PNG, JPEG, WEBP = "application/pdf", "image/png", "image/jpeg", "image/webp"
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = (
    f"{_OOXML}wordprocessingml.document",
    f"{_OOXML}spreadsheetml.sheet",
    f"{_OOXML}presentationml.presentation",
)
_ODF = "application/vnd.oasis.opendocument."
ODT, ODS, ODP = f"{_ODF}text", f"{_ODF}spreadsheet", f"{_ODF}presentation"

#: The endings that a name may have, by type; the first is given to a name without one.
ENDINGS = {
    PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg"), WEBP: ("webp",),
    DOCX: ("docx",), XLSX: ("xlsx",), PPTX: ("pptx",), ODT: ("odt",), ODS: ("ods",), ODP: ("odp",),
}  # fmt: skip

_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_MACROS = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|macrosheets/|basic/)", re.IGNORECASE)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class RefusedUpload(ValueError):
    """A document that is not kept. `code` says why, for the form to say it; `details` are the figures of its sentence.

    Codes: `empty`, `too_big` (max_bytes), `unknown_type`, `old_office` (.doc, .xls, .ppt or protected by a password),
    `encrypted`, `macros`, `damaged`, `too_much_inside`, `wrong_ending`.
    """

    def __init__(self, code: str, **details: int) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


@dataclass(frozen=True)
class Upload:
    """A document that may be kept: its true type and a name that is safe to save under."""

    media_type: str
    name: str


def check_upload(name: str, content: bytes) -> Upload:
    """The type of a document by its content, and its name made safe.

    Raises:
        RefusedUpload: it is empty, too big, of another type, damaged, dangerous, or not what its name says.
    """
    if not content:
        raise RefusedUpload("empty")
    if len(content) > MAX_BYTES:
        raise RefusedUpload("too_big", max_bytes=MAX_BYTES)
    media_type = _type_of(content)
    return Upload(media_type, _name_for(media_type, clean_name(name)))


def clean_name(name: str) -> str:
    """A file name without folders, control or invisible characters, or what Windows reserves; "" if nothing is left."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1][-1000:])
    name = "".join(" " if character.isspace() else character for character in name)
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", re.sub(" +", " ", name)).strip(" .")
    return f"_{name}" if _RESERVED.match(name) else name


def _name_for(media_type: str, name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        stem, ending = name, ENDINGS[media_type][0]
    if ending.lower() not in ENDINGS[media_type]:
        raise RefusedUpload("wrong_ending")
    # file systems count bytes, and 255 of them at most
    stem = stem[: MAX_NAME - len(ending) - 1].encode()[:200].decode(errors="ignore").rstrip(" .")
    return f"{stem or 'document'}.{ending.lower()}"


def _type_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return _check_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _check_office(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedUpload("old_office")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _check_picture(PNG, content, _png_size)
    if content.startswith(b"\xff\xd8\xff"):
        return _check_picture(JPEG, content, _jpeg_size)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _check_picture(WEBP, content, _webp_size)
    raise RefusedUpload("unknown_type")


def _check_pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:] or not re.match(rb"%PDF-[12]\.\d", content):
        raise RefusedUpload("damaged")
    return PDF


def _check_office(content: bytes) -> str:
    if content[-22:-18] != b"PK\x05\x06":
        raise RefusedUpload("damaged")
    count, length = struct.unpack("<HI", content[-12:-6])
    if count > MAX_PARTS or length > MAX_PARTS * 300:
        raise RefusedUpload("too_much_inside")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, struct.error, UnicodeError):
        raise RefusedUpload("damaged") from None


def _check_parts(archive: zipfile.ZipFile) -> str:
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1024):
        raise RefusedUpload("too_much_inside")
    names = {part.filename for part in parts}
    methods = {part.compress_type for part in parts}
    if len(names) != len(parts) or parts[0].header_offset or not methods <= {0, 8}:
        raise RefusedUpload("damaged")
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedUpload("encrypted")
    if any(_MACROS.search(name) for name in names):
        raise RefusedUpload("macros")
    if archive.testzip() is not None:
        raise RefusedUpload("damaged")
    return _odf_type(archive) if parts[0].filename == "mimetype" else _ooxml_type(names)


def _ooxml_type(names: set[str]) -> str:
    types = [_MAIN_PARTS[name] for name in names & _MAIN_PARTS.keys()]
    if "[Content_Types].xml" not in names or len(types) != 1:
        raise RefusedUpload("unknown_type")
    return types[0]


def _odf_type(archive: zipfile.ZipFile) -> str:
    written = archive.read("mimetype")
    for media_type in (ODT, ODS, ODP):
        if written == media_type.encode():
            return media_type
    raise RefusedUpload("unknown_type")


def _check_picture(media_type: str, content: bytes, size_of: Callable[[bytes], tuple[int, int]]) -> str:
    try:
        width, height = size_of(content)
    except (struct.error, IndexError):
        raise RefusedUpload("damaged") from None
    if not width * height:
        raise RefusedUpload("damaged")
    if width * height > MAX_PIXELS:
        raise RefusedUpload("too_much_inside")
    return media_type


def _png_size(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR" or b"IEND" not in content:
        return 0, 0
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    for _ in range(10_000):
        if content[place] != 0xFF:
            break
        marker = content[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        place += 2 + length
    return 0, 0


def _webp_size(content: bytes) -> tuple[int, int]:
    (length,) = struct.unpack("<I", content[4:8])
    kind = content[12:16]
    if length + 8 > len(content):
        return 0, 0
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L" and content[20] == 0x2F:
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
