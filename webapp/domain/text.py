"""What people type, made fit to be kept: one line, several lines, an address, a telephone number, a cell of an export.

Every function here is idempotent: what it returned, it returns again. The original is kept nowhere.
"""

from __future__ import annotations

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

#: Length of an address that SMTP carries (RFC 5321, 4.5.3.1.3, without its brackets).
MAX_EMAIL = 254

#: A letter carries at most so many accents (UAX #15, Stream-Safe Text Format). It also bounds the time to normalise,
#: which grows with the square of such a run: 120,000 of them take ten seconds.
MAX_MARKS = 30

# Cannot be seen and change what is: soft hyphen, marks and overrides of direction, zero-width characters, annotations,
# tags. The two joiners, U+200C and U+200D, are judged by their neighbour.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS = "\u200c\u200d"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_NO_BREAK = ("\u00a0", "\u202f")
_FIRST_OF_JOINING_SCRIPTS = "\u0590"


class UnusableText(ValueError):
    """A text that cannot be kept. `code` says why, for the form to say it; `details` are the figures of its sentence.

    Codes: `forbidden_character`, `several_lines`, `too_long` (max_length, length); for addresses `not_an_email`,
    `spaced_email`, `several_emails`, `email_not_ascii`; for telephones `not_a_phone`.
    """

    def __init__(self, code: str, **details: int) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


def clean_line(value: str, max_length: int) -> str:
    """A text of one line: composed, without invisible characters, single spaces, none at the ends.

    Raises:
        UnusableText: it holds a control character or several lines, or is longer than `max_length` characters.
    """
    text = _squeeze(_compose(value, max_length).strip())
    if "\n" in text:
        raise UnusableText("several_lines")
    return _fit(text, max_length)


def clean_text(value: str, max_length: int) -> str:
    """A text of several lines, ended by a line feed each; at most one empty line between two paragraphs.

    Raises:
        UnusableText: it holds a control character, or is longer than `max_length` characters.
    """
    lines = (_squeeze(line) for line in _compose(value, max_length).split("\n"))
    text = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return _fit(text, max_length)


def clean_email(value: str) -> str:
    """One address in canonical form: the domain in lower case and ASCII, the part before it as it was typed.

    A space beside the @, which a telephone's keyboard adds, goes; elsewhere nobody knows what it stands for.

    Whether the address exists is not asked: a mail to it tells.

    Raises:
        UnusableText: it is not one address to which any relay can write.
    """
    text = re.sub(" ?@ ?", "@", clean_line(value, MAX_EMAIL).removeprefix("mailto:"))
    if len(re.findall(r"[^\s,;@<>]+@[^\s,;@<>]+", text)) > 1:
        raise UnusableText("several_emails")
    if re.fullmatch('[^@<>"]*@[^@<>"]*', text) and " " in text:
        raise UnusableText("spaced_email")
    if "=?" in text:  # an encoded word, which a mail's header would decode
        raise UnusableText("not_an_email")
    try:
        address = validate_email(text, check_deliverability=False).ascii_email
    except EmailNotValidError:
        raise UnusableText("not_an_email") from None
    if address is None:
        raise UnusableText("email_not_ascii")
    return _fit(address, MAX_EMAIL)


_OVERSEAS = {"262": "262", "263": "262", "590": "590", "594": "594", "596": "596"} | {
    "690": "590", "691": "590", "692": "262", "693": "262", "694": "594", "696": "596", "697": "596",
}  # fmt: skip


def clean_phone(value: str) -> str:
    """A telephone number as it is dialled from anywhere: "+33353012418". Ten digits that begin with 0 are French.

    Raises:
        UnusableText: it is not a number that can be called.
    """
    text = clean_line(value, 40).removeprefix("tel:")
    text = re.sub(r"(?<=\d)[\s.]*\(0\)", "", text) if text.startswith(("+", "00")) else text
    digits = re.sub(r"[\s./()\-\u2010-\u2015]", "", text)
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return f"+{_OVERSEAS.get(digits[1:4], '33')}{digits[1:]}"
    digits = re.sub(r"^00", "+", digits)
    french = digits.startswith("+33")
    if not re.fullmatch(r"\+33[1-9][0-9]{8}" if french else r"\+[1-9][0-9]{8,14}", digits):
        raise UnusableText("not_a_phone")
    return digits


def bare(text: str) -> str:
    """A text without its case and accents, as names are searched and put in order: « Œuvre » is "oeuvre"."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def csv_cell(value: object) -> object:
    """What goes into a cell of an export: a text that a spreadsheet would run as a formula gets a leading apostrophe.

    Only texts change. A figure is a figure by its type, so -5 stays -5.
    """
    if not isinstance(value, str):
        return value
    runs = value.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    return f"'{value}" if runs or value.startswith(("\t", "\r", "\n")) else value


def _compose(value: str, max_length: int) -> str:
    if len(value) > 4 * max_length + 1000:
        raise UnusableText("too_long", max_length=max_length, length=len(value))
    text = _LINE_ENDS.sub("\n", value)
    _refuse_forbidden(text)
    text = _drop_invisible(unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def _refuse_forbidden(text: str) -> None:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        code = ord(character)
        control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"
        if control or marks > MAX_MARKS or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            raise UnusableText("forbidden_character")


def _drop_invisible(text: str) -> str:
    kept: list[str] = []
    for character in _INVISIBLE.sub("", text):
        if character not in _JOINERS or (kept and _is_joined(kept[-1])):
            kept.append(character)
    return "".join(kept)


def _is_joined(character: str) -> bool:
    """True after a letter of a script that needs joiners, or inside an emoji."""
    return character >= _FIRST_OF_JOINING_SCRIPTS and unicodedata.category(character)[0] in "LMS"


def _squeeze(line: str) -> str:
    return _SPACES.sub(lambda run: run[0] if run[0] in _NO_BREAK else " ", line).strip()


def _fit(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise UnusableText("too_long", max_length=max_length, length=len(text))
    return text
