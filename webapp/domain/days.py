"""Days and hours as people type and read them; integer minutes as the programme counts them.

A day is as long as the convention says (`minutes_per_day`, 420 unless it says otherwise). Nothing is rounded: what is
not a whole number of minutes is refused, with the nearest one, and what is shown reads back as the same minutes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from fractions import Fraction

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

#: Minutes of a day where no convention says how long it is.
USUAL_DAY = 420

#: Neither a visit nor a mission nor a pledge is longer.
MAX_DAYS = 10_000


class UnreadableTime(ValueError):
    """Not a duration. `code` says why, for the form to say it; `details` are the figures of its sentence, in minutes.

    Codes: `unreadable`, `not_whole_minutes` (nearest), `too_long` (max_minutes).
    """

    def __init__(self, code: str, **details: int) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_PARTS = dict.fromkeys(("demi", "demie", "demis", "demies", "half", "halves"), Fraction(1, 2)) | dict.fromkeys(
    ("quart", "quarts", "quarter", "quarters"), Fraction(1, 4)
)
_DAY, _HALF_DAY, _HOUR, _MINUTE = "day", "half_day", "hour", "minute"
_UNITS = {
    word: unit
    for unit, words in (
        (_DAY, "j jr jrs jour jours journee journees d day days"),
        (_HALF_DAY, "matin matinee matinees apresmidi morning mornings afternoon afternoons"),
        (_HOUR, "h hr hrs heure heures hour hours :"),
        (_MINUTE, "m mn min mins minute minutes"),
    )
    for word in words.split()
}
_AND = {"et", "and", "+", "&"}
_OF = {"de", "of", "a", "an"}
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6}")
_FRACTION = re.compile(r"([0-9]{1,3})/([1-9][0-9]{0,2})")
_TOKEN = re.compile(r"[0-9]+/[0-9]+|[0-9]*[.,]?[0-9]+|[a-z]+|\S")


def parse_days(text: str, minutes_per_day: int, *, bare_unit: str = _DAY) -> int:
    """Minutes of what somebody typed: "1,5", "1 jour et demi", "3 h 30", "une demi-journée", "90 min", "half a day".

    A figure without a unit counts in `bare_unit`: "day", "hour" or "minute".

    Raises:
        UnreadableTime: it is no duration, no whole number of minutes, or more than MAX_DAYS.
    """
    minutes = _Reader(_tokens(text), minutes_per_day, bare_unit).total()
    longest = MAX_DAYS * minutes_per_day
    if minutes > longest:
        raise UnreadableTime("too_long", max_minutes=longest)
    if minutes.denominator != 1:
        raise UnreadableTime("not_whole_minutes", nearest=round(minutes))
    return minutes.numerator


def show_days(minutes: int, minutes_per_day: int, language: str = "fr") -> str:
    """Minutes as briefly as people say them, and exactly: "3 h" under half a day, "1,5 j", else "1 j 2 h 20".

    Parts of a day down to a twentieth stand as decimals.
    """
    sign = MINUS if minutes < 0 else ""
    minutes = abs(minutes)
    letter = "j" if language == "fr" else "d"
    if minutes * 20 % minutes_per_day == 0 and (minutes * 2 >= minutes_per_day or not minutes):
        whole, hundredths = divmod(minutes * 100 // minutes_per_day, 100)
        decimals = f"{',' if language == 'fr' else '.'}{hundredths:02}".rstrip("0") if hundredths else ""
        return f"{sign}{whole}{decimals}{NO_BREAK_SPACE}{letter}"
    whole, rest = divmod(minutes, minutes_per_day)
    days = [f"{whole}{NO_BREAK_SPACE}{letter}"] if whole else []
    return sign + NO_BREAK_SPACE.join([*days, show_hours(rest)])


def show_hours(minutes: int) -> str:
    """Minutes as hours: "3 h", "3 h 05", "45 min", "0 min"."""
    sign = MINUS if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return f"{sign}{rest}{NO_BREAK_SPACE}min"
    return f"{sign}{hours}{NO_BREAK_SPACE}h" + (f"{NO_BREAK_SPACE}{rest:02}" if rest else "")


def in_days(minutes: int, minutes_per_day: int) -> Fraction:
    """Minutes as days, exactly; days of several conventions add up, their minutes do not."""
    return Fraction(minutes, minutes_per_day)


def _tokens(text: str) -> list[str]:
    text = text.lower().replace("½", " 1/2").replace("¼", " 1/4").replace("¾", " 3/4")
    text = unicodedata.normalize("NFKD", re.sub("d['’]", "de ", text))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"apres[\s-]*midi", "apresmidi", text.replace("(s)", "").strip(" ."))
    text = re.sub(r"^(?:environ|env\.?|about|around|~)\s*", "", text)
    text = re.sub(r"\b(?:trois|three|3) (?:quarts|quarters)\b", "3/4", text)
    return _TOKEN.findall(re.sub(r"(?<=[a-z0-9])-(?=[a-z])", " ", text))


class _Reader:
    """Reads tokens from left to right: terms, each a quantity and a unit, and their sum."""

    def __init__(self, tokens: list[str], minutes_per_day: int, bare_unit: str) -> None:
        self.tokens = tokens
        self.place = 0
        self.bare_unit = bare_unit
        self.minutes_of = {
            _DAY: Fraction(minutes_per_day),
            _HALF_DAY: Fraction(minutes_per_day, 2),
            _HOUR: Fraction(60),
            _MINUTE: Fraction(1),
        }

    def total(self) -> Fraction:
        if not self.tokens:
            raise UnreadableTime("unreadable")
        minutes = self._term()
        while self.place < len(self.tokens):
            self._skip(_AND)
            minutes += self._term(alone=False)
        return minutes

    def _term(self, *, alone: bool = True) -> Fraction:
        quantity = self._quantity()
        unit = self._take(_UNITS)
        if unit is None:
            if quantity is None or not alone or self.place < len(self.tokens):
                raise UnreadableTime("unreadable")
            return quantity * self.minutes_of[self.bare_unit]
        if quantity is None and not (alone and len(unit) > 3):
            raise UnreadableTime("unreadable")
        length = self.minutes_of[_UNITS[unit]]
        amount = (1 if quantity is None else quantity) * length
        return amount + self._minutes_after_hour(unit) + self._part_after() * length

    def _quantity(self) -> Fraction | None:
        number = self._number()
        part = self._take(_PARTS)
        if part is not None:
            self._skip(_OF)
            return (1 if number is None else number) * _PARTS[part]
        if number is None:
            return None
        return number + self._part_after(before_unit=True)

    def _number(self) -> Fraction | None:
        token = self._peek()
        if literal := _NUMBER.fullmatch(token):
            self.place += 1
            return Fraction(literal[0].replace(",", ".")) + (self._fraction() or 0)
        if token in _NUMBERS:
            self.place += 1
            number = _NUMBERS[token]
            small = _NUMBERS.get(self._peek(), 10)
            if number >= 20 and small < 10:
                self.place += 1
                number += small
            return Fraction(number)
        return self._fraction()

    def _fraction(self) -> Fraction | None:
        if (literal := _FRACTION.fullmatch(self._peek())) is None:
            return None
        self.place += 1
        self._skip(_OF)
        return Fraction(int(literal[1]), int(literal[2]))

    def _part_after(self, *, before_unit: bool = False) -> Fraction:
        """ "et demi" after a figure or a unit: a part of what stands before; 0 when there is none."""
        start = self.place
        joined = self._skip(_AND)
        self._take({"un", "une", *_OF})
        part = self._take(_PARTS)
        value = _PARTS[part] if part is not None else self._fraction()
        of_another = self._peek() in {*_UNITS, *_OF}
        if value is None or (not joined if before_unit else of_another):
            self.place = start
            return Fraction(0)
        return value

    def _minutes_after_hour(self, unit: str) -> int:
        token = self._peek()
        if _UNITS[unit] != _HOUR or not re.fullmatch(r"[0-5]?\d", token) or self._peek(1) in _UNITS:
            return 0
        self.place += 1
        return int(token)

    def _peek(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else ""

    def _take(self, words: Container[str]) -> str | None:
        token = self._peek()
        if token not in words:
            return None
        self.place += 1
        return token

    def _skip(self, words: set[str]) -> bool:
        start = self.place
        while self._peek() in words:
            self.place += 1
        return self.place > start
