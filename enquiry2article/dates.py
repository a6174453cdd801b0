"""Reads the dates of an export, deciding the order of day and month for a column as a whole.

"7/1/2026" means July or January; the other cells of the column tell which. A date without a time zone is taken as UTC,
because exports that leave the zone out do not say which one they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = (
    "jan january januar janvier janv enero ene januari",
    "feb february februar fevrier fevr febrero februari",
    "mar march marz maerz mrz mars marzo maart mrt",
    "apr april avril avr abril abr",
    "may mai mayo mei",
    "jun june juni juin junio",
    "jul july juli juillet juil julio",
    "aug august aout agosto ago augustus",
    "sep sept september septembre septiembre setiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember decembre diciembre dic",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_ZONES = {
    "utc": 0.0,
    "gmt": 0,
    "z": 0,
    "wet": 0,
    "bst": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "est": -5,
    "edt": -4,
}
_ZONES |= {"cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "ist": 5.5, "jst": 9}
_ACCENTS = str.maketrans("äöüáéíóúâêîôûàèç\u00a0\u202f", "aouaeiouaeiouaec  ")
_TIME = re.compile(
    r"(?:(?<=t)|\b)(\d{1,2})(?::|h|(?<=\d)\.)(\d{2})(?:[:.](\d{2})(?:[.,](\d+))?)?(?!\d)\s*(?:h\b|uhr\b|uur\b)?\s*(a\.?m\b\.?|p\.?m\b\.?)?"
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?\b")
_ZONE = re.compile(r"\b(" + "|".join(_ZONES) + r")\b")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{1,4})(?!\d)")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[a-z]{3,}")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST = 120
_EXCEL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReader:
    """Reads the dates of one column. Learn it from a sample first: it then knows the order of day and month."""

    day_first: bool = True
    """What "03/02/2026" means: 3 February if true. A value that can mean only one thing is read as that."""

    @classmethod
    def learn(cls, sample: Iterable[str]) -> DateReader:
        """Decide the order of day and month from some values of the column.

        A part above 12 decides. Without one: dots and hyphens mean day first; "am" and "pm", or numbers without
        leading zeros, mean month first; otherwise the order that puts the values closer together in time.
        """
        return cls(day_first=_is_day_first(list(sample)))

    def parse(self, value: str) -> datetime | None:
        """Give the moment that a cell means, always with a time zone, UTC where it names none; None if it is no date.

        >>> DateReader(day_first=False).parse("7/1/2026 10:20:30")
        datetime.datetime(2026, 7, 1, 10, 20, 30, tzinfo=datetime.timezone.utc)
        """
        text = value.strip()
        if not text or len(text) > _LONGEST:
            return None
        try:
            moment = _parse_iso(text) or _parse_number(text) or _parse_words(text, self.day_first)
        except (ValueError, OverflowError):
            return None
        return moment if moment is not None and 1971 <= moment.year <= 2200 else None


def parse_dates(values: Sequence[str]) -> list[datetime | None]:
    """Read a whole column of dates, None for each value that is no date. Without a zone UTC is meant.

    >>> [at and at.day for at in parse_dates(["13/02/2026", "03/02/2026", "soon"])]
    [13, 3, None]
    """
    reader = DateReader.learn(values)
    return [reader.parse(value) for value in values]


def _parse_iso(text: str) -> datetime | None:
    # `fromisoformat` also takes "20260703" and week dates, which is welcome, and bare digits of other meaning, which is
    # not: numbers are judged by their size instead.
    if not (len(text) >= 10 and text[4:5] == "-" and text[:4].isascii() and text[:4].isdigit()):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_number(text: str) -> datetime | None:
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    if len(text) == 8 and text.isdigit() and 1971 <= int(text[:4]) <= 2200:
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:]), tzinfo=UTC)
    for least, scale in ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0)):
        if number >= least:
            return datetime.fromtimestamp(number / scale, UTC)
    # A spreadsheet's day count: 27,000 is 1973, 80,000 is 2119.
    if 27_000 <= number < 80_000:
        return _EXCEL_ZERO + timedelta(seconds=round(number * 86_400))
    return None


def _parse_words(text: str, day_first: bool) -> datetime | None:
    rest = _BRACKETS.sub(" ", text.casefold().translate(_ACCENTS))
    numeric = _NUMERIC.search(rest)
    if numeric:
        date = _order_numeric(numeric.group(1), numeric.group(3), numeric.group(4), numeric.group(2), day_first)
        rest = f"{rest[: numeric.start()]} {rest[numeric.end() :]}"
        clock, rest = _take_time(rest)
    else:
        clock, rest = _take_time(rest)
        date = None
    zone = UTC if clock is None else _take_zone(rest)
    if date is None:
        date = _find_named_date(_OFFSET.sub(" ", rest) if clock is not None else rest)
    if date is None:
        return None
    hour, minute, second, micro = clock or (0, 0, 0, 0)
    return datetime(*date, hour, minute, second, micro, tzinfo=zone)


def _take_time(text: str) -> tuple[tuple[int, int, int, int] | None, str]:
    found = _TIME.search(text)
    if not found:
        return None, text
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    micro = int((found[4] or "0")[:6].ljust(6, "0"))
    half = (found[5] or "")[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute, min(second, 59), micro), f"{text[: found.start()]} {text[found.end() :]}"


def _take_zone(text: str) -> timezone:
    offset = _OFFSET.search(text)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] == "-" else span) if span < timedelta(hours=15) else UTC
    named = _ZONE.search(text)
    return timezone(timedelta(hours=_ZONES[named[1]])) if named and _ZONES[named[1]] else UTC


def _find_named_date(text: str) -> tuple[int, int, int] | None:
    month = next((_MONTH_NUMBERS[word] for word in _WORD.findall(text) if word in _MONTH_NUMBERS), None)
    numbers = re.findall(r"\d+", text)
    if month is None or len(numbers) < 2:
        return None
    first, second = numbers[0], numbers[1]
    day, year = (second, first) if len(first) == 4 else (first, second)
    return _full_year(year), month, int(day)


def _order_numeric(first: str, second: str, third: str, sign: str, day_first: bool) -> tuple[int, int, int]:
    if len(first) > 2:
        return int(first), int(second), int(third)
    one, two = int(first), int(second)
    if one > 12 or two > 12:
        day, month = (one, two) if one > 12 else (two, one)
    elif sign == ".":
        day, month = one, two  # nobody writes the month first with dots
    else:
        day, month = (one, two) if day_first else (two, one)
    return _full_year(third), month, day


def _full_year(year: str) -> int:
    return int(year) + 2000 if len(year) <= 2 else int(year)


def _is_day_first(sample: Sequence[str]) -> bool:
    pairs = []
    signs = set()
    padded = halves = False
    for value in sample:
        found = _NUMERIC.search(value[:_LONGEST])
        if not found or len(found[1]) > 2:
            continue
        pairs.append((int(found[1]), int(found[3]), _full_year(found[4])))
        signs.add(found[2])
        padded = padded or found[1].startswith("0") or found[3].startswith("0")
        halves = halves or bool(re.search(r"\d\s*[ap]\.?m\b", value.casefold()))
    day, month = sum(one > 12 for one, _, _ in pairs), sum(two > 12 for _, two, _ in pairs)
    if day != month:
        return day > month
    if not pairs or signs != {"/"}:
        return True
    if halves:
        return False
    if len(set(pairs)) >= 3:
        spans = [_span_days(pairs, first) for first in (True, False)]
        if spans[0] != spans[1]:
            return spans[0] < spans[1]
    return padded


def _span_days(pairs: Sequence[tuple[int, int, int]], day_first: bool) -> int:
    days = [year * 372 + (two * 31 + one if day_first else one * 31 + two) for one, two, year in pairs]
    return max(days) - min(days)
