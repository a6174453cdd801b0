"""Reads the dates of an export, deciding the order of day and month for a column as a whole.

"7/1/2026" means July or January; the other cells of the column tell which. A date without a time zone is taken as UTC,
because exports that leave the zone out do not say which one they mean.
"""

from __future__ import annotations

import contextlib
import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from importlib.resources import files
from itertools import islice
from zoneinfo import ZoneInfo

from enquiry2article.text.words import fold_accents

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
_SIGNS = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u200e": "", "\u200f": "", "ı": "i", "ł": "l", "：": ":", "／": "/"}
)
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
"""A Chinese, Japanese or Korean date."""
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_HALVES = {
    "午前": "am",
    "上午": "am",
    "오전": "am",
    "午後": "pm",
    "下午": "pm",
    "오후": "pm",
    "π.μ.": "am",
    "μ.μ.": "pm",
}
"""Halves of the day that stand before the time, or are written in another script."""
_TIME = re.compile(
    r"(?:(?<=t)|\b)(\d{1,2})(?::|\s?h\s?|(?<=\d)\.)(\d{2})(?:[:.](\d{2})(?:[.,](\d+))?)?(?!\d)"
    r"\s*(?:h\b|uhr\b|uur\b)?\s*(a\.?\s?m\b\.?|p\.?\s?m\b\.?)?"
)
_OFFSET = re.compile(r"\s*+(?:(?:utc|gmt)\s*)?([+-])(\d{1,2}):?(\d{2})?\b")
_ZONE = re.compile(r"\b(" + "|".join(_ZONES) + r")\b")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{1,4})(?!\d)")
_PACKED = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(Z)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:E\+?\d{1,2})?", re.IGNORECASE)
_DOTTED_CLOCK = re.compile(r"(?<=\d{4}-\d\d-\d\d[ T])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?=$|[\sZ+-])")
_HALF_FIRST = re.compile(r"\b([ap])\.?\s?m\b\.?\s*(\d{1,2}:\d{2}(?::\d{2})?)(?!\s*[ap]\.?m)")
"""A half of the day before its time: "PM 05:22"."""
_WORD = re.compile(r"(?:[^\s\d_.,:;/()\[\]|'’«»-]|(?<=[^\s\d.])\.(?=[^\s\d.,]))+")
"""A word of a date, with the dots inside it: "ม.ค."."""
_PLACE = re.compile(r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:/[A-Za-z_+-]+)+")
"""A time zone's name in the list that all systems share."""
_BRACKETS = re.compile(r"\([^()]*\)")
_DIGIT = re.compile(r"\d")
_LONGEST = 120
_EXCEL_ZERO = datetime(1899, 12, 30)


@functools.cache
def _load_months() -> tuple[Mapping[str, Mapping[str, int]], tuple[str, ...]]:
    """Load the names of months: word, or two, → language → number; and the languages, those of most exports first."""
    source = files("enquiry2article") / "resources" / "fields" / "months.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    found: dict[str, dict[str, int]] = {}
    for language, months in table.items():
        for number, forms in enumerate(months, 1):
            for form in forms.split("|"):
                if form:
                    found.setdefault(form, {})[language] = number
    return found, tuple(table)


def fold_month(name: str) -> str:
    """Take case and accents away, as is done with dates."""
    return fold_accents(name.casefold().translate(_SIGNS))


def split_words(text: str) -> list[str]:
    """Return the words of a folded text; the dots inside an abbreviation are left out."""
    return [word.replace(".", "") for word in _WORD.findall(text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReader:
    """Reads the dates of one column. Learn it from a sample first: it then knows the order of day and month."""

    day_first: bool = True
    """What "03/02/2026" means: 3 February if true. A value that can mean only one thing is read as that."""
    zone: tzinfo = UTC
    """The time zone of values that name none."""
    language: str = ""
    """Whose names of months the column has, where that is known: "listopada" is October or November."""

    @classmethod
    def learn(cls, sample: Iterable[str], rest: Iterable[str] = (), *, zone: tzinfo = UTC) -> DateReader:
        """Decide the order of day and month from some values of the column.

        A part above 12 decides. Without one: dots and hyphens mean day first; "am" and "pm", or numbers without
        leading zeros, mean month first; otherwise the order that puts the values closer together in time. `rest` are
        the other values of the column: where the sample has no part above 12, they are gone through for the first.
        """
        values = list(sample)
        if _is_open(values):
            values += islice((value for value in rest if _decides(value)), 1)
        return cls(day_first=_is_day_first(values), zone=zone, language=_find_language(values))

    def parse(self, value: str) -> datetime | None:
        """Return the moment that a cell means, with a time zone, `zone` where it names none; None if it is no date.

        >>> DateReader(day_first=False).parse("7/1/2026 10:20:30")
        datetime.datetime(2026, 7, 1, 10, 20, 30, tzinfo=datetime.timezone.utc)
        """
        text = value.strip()
        if not text or len(text) > _LONGEST:
            return None
        try:
            moment = _parse_iso(text) or _parse_number(text) or _parse_words(text, self.day_first, self.language)
            if moment is not None and moment.tzinfo is None:
                moment = _put_in_zone(moment, self.zone)
        except (ValueError, OverflowError):
            return None
        return moment if moment is not None and 1971 <= moment.year <= 2200 else None


def looks_like_date(text: str) -> bool:
    """Return whether a short text is a date in words or figures; a bare number is none, though it may mean a moment.

    >>> looks_like_date("3 Feb 2026, 10:20"), looks_like_date("20417"), looks_like_date("May I come on 3 May 2026?")
    (True, False, False)
    """
    if not 6 <= len(text) <= 60 or text.count(" ") > 7 or not _DIGIT.search(text) or "?" in text:
        return False
    return not _NUMBER.fullmatch(text) and DateReader().parse(text) is not None


def is_rounded(text: str) -> bool:
    """Return whether a spreadsheet has rounded a moment to a few digits: "1.77E+12" is right to some weeks only."""
    return "e" in text.casefold() and bool(_NUMBER.fullmatch(text.strip()))


def shape_of(text: str) -> str:
    """Return the build of a value without its words: digits as 9, letters as a.

    >>> shape_of("3 Feb. 2026")
    '9 aaa. 9999'
    """
    return "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in text[:40])


def find_zone(name: str) -> tzinfo:
    """Find the time zone that a column's name tells for its values: "chat start date Europe/London"; UTC without one.

    >>> find_zone("Submit Date (UTC)"), find_zone("Created (GMT+2)").utcoffset(None)
    (datetime.timezone.utc, datetime.timedelta(seconds=7200))
    """
    place = _PLACE.search(name)
    if place:
        with contextlib.suppress(ValueError, OSError, KeyError):  # no such zone
            return ZoneInfo(place[0])
    flat = name.casefold()
    named = re.search(r"\b(?:utc|gmt)\b", flat)
    return (_take_zone(flat[named.start() :])[0] or UTC) if named else UTC


def _put_in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment of a place with its offset from UTC then."""
    offset = moment.replace(tzinfo=zone).utcoffset()
    return moment.replace(tzinfo=timezone(offset) if offset else UTC)


def _parse_iso(text: str) -> datetime | None:
    # `fromisoformat` also takes "20260703" and week dates, which is welcome, and bare digits of other meaning, which is
    # not: numbers are judged by their size instead.
    if not (len(text) >= 10 and text[4:5] == "-" and text[:4].isascii() and text[:4].isdigit()):
        return None
    try:
        return datetime.fromisoformat(_DOTTED_CLOCK.sub(_write_clock, text))
    except ValueError:
        return None


def _write_clock(found: re.Match[str]) -> str:
    return f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}"


def _parse_number(text: str) -> datetime | None:
    packed = _PACKED.fullmatch(text)
    if packed:
        year, month, day, hour, minute, second = (int(part) for part in packed.groups()[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC if packed[7] else None)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    if len(text) == 8 and text.isdigit() and 1971 <= int(text[:4]) <= 2200:
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:]))
    for least, scale in ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0)):
        if number >= least:
            return datetime.fromtimestamp(number / scale, UTC)
    # A spreadsheet's day count: 27,000 is 1973, 80,000 is 2119.
    if 27_000 <= number < 80_000:
        return _EXCEL_ZERO + timedelta(seconds=round(number * 86_400))
    return None


def _parse_words(text: str, day_first: bool, language: str = "") -> datetime | None:
    place = _PLACE.search(text)
    rest = _fold(_PLACE.sub(" ", text))
    numeric = _NUMERIC.search(rest)
    if numeric:
        date = _order_numeric(numeric.group(1), numeric.group(3), numeric.group(4), numeric.group(2), day_first)
        rest = f"{rest[: numeric.start()]} {rest[numeric.end() :]}"
    else:
        date = None
    clock, before, after = _take_time(rest)
    zone, after = _take_zone(after) if clock else (None, after)
    if date is None:
        date = _find_named_date(f"{before} {after}", language)
    if date is None:
        return None
    hour, minute, second, micro = clock or (0, 0, 0, 0)
    late = hour == 24 and not minute
    moment = datetime(*date, 0 if late else hour, minute, second, micro, tzinfo=zone) + timedelta(days=late)
    if zone is None and place:
        return _put_in_zone(moment, find_zone(place[0]))
    return moment


def _fold(text: str) -> str:
    """Take away case, accents, what is in brackets and what is the same in other scripts."""
    plain = fold_month(_BRACKETS.sub(" ", text))
    plain = _HALF_FIRST.sub(r"\2 \1m", plain)
    if plain.isascii():
        return plain
    plain = _EAST.sub(r"\1-\2-\3 ", plain)
    for word, half in _HALVES.items():
        if word in plain:
            return _CLOCK.sub(rf"\g<0> {half} ", plain.replace(word, " "), count=1)  # as we write it: after the time
    return plain


def _take_time(text: str) -> tuple[tuple[int, int, int, int] | None, str, str]:
    """Return the time of day, and what stands before and after it."""
    found = _TIME.search(text)
    if not found:
        return None, text, ""
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    micro = int((found[4] or "0")[:6].ljust(6, "0"))
    half = (found[5] or "")[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute, min(second, 59), micro), text[: found.start()], text[found.end() :]


def _take_zone(text: str) -> tuple[timezone | None, str]:
    """Return the zone that stands behind a time, and what is left behind it."""
    offset = _OFFSET.match(text)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        zone = timezone(-span if offset[1] == "-" else span) if span < timedelta(hours=15) else None
        return zone, text[offset.end() :]
    named = _ZONE.search(text)
    if named:
        return timezone(timedelta(hours=_ZONES[named[1]])), f"{text[: named.start()]} {text[named.end() :]}"
    return None, text


def _find_named_date(text: str, language: str) -> tuple[int, int, int] | None:
    # The last word counts: "mar. 3 févr." is a Tuesday in February.
    month = next((number for names in _find_months(text) if (number := _pick_month(names, language))), None)
    numbers = re.findall(r"\d+", text)
    if month is None or len(numbers) < 2:
        return None
    first, second = numbers[0], numbers[1]
    day, year = (second, first) if len(first) == 4 else (first, second)
    return _full_year(year), month, int(day)


def _find_months(text: str) -> Iterator[Mapping[str, int]]:
    """Yield what the words of a text mean as months, from the last: language → number."""
    known, _ = _load_months()
    words = split_words(text)
    for place in reversed(range(len(words))):
        names = known.get(" ".join(words[place : place + 2])) or known.get(words[place])
        if names:
            yield names


def _pick_month(names: Mapping[str, int], language: str) -> int:
    if language in names:
        return names[language]
    return next(names[other] for other in _load_months()[1] if other in names)


def _find_language(values: Iterable[str]) -> str:
    """Return the language that has the names of months in most of the values, or "" where no value has any."""
    known: Counter[str] = Counter()
    for value in values:
        if len(value) <= _LONGEST and any(sign.isalpha() for sign in value):
            known.update({language for names in _find_months(_fold(value)) for language in names})
    most = max(known.values(), default=0)
    return next((language for language in _load_months()[1] if most and known[language] == most), "")


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


def _is_open(sample: Iterable[str]) -> bool:
    """Return whether days and months are still to be told apart: dates have slashes, and none has a part above 12."""
    found = [match for value in sample if (match := _NUMERIC.search(value[:_LONGEST])) and len(match[1]) <= 2]
    return any(match[2] == "/" for match in found) and not any(max(int(m[1]), int(m[3])) > 12 for m in found)


def _decides(value: str) -> bool:
    found = _NUMERIC.search(value[:_LONGEST])
    return found is not None and len(found[1]) <= 2 and (int(found[1]) > 12) != (int(found[3]) > 12)


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
