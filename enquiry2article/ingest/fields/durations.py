"""Reads how long somebody worked on an enquiry, from the cells of a column that says so.

Working time only: how long a customer waited, or how long a ticket was open, is something else and says little about
the work. A number without a unit is left out, since nobody can tell seconds from hours.

Sources: Zendesk's app Time Tracking has the fields "Total time spent (sec)" and "Time spent last update (sec)"
(https://support.zendesk.com/hc/en-us/articles/4408822487450), the second of which is a part of the first; Freshdesk's
"Time tracked" holds hours and minutes (https://developers.freshdesk.com/api/#time-entries).
"""

from __future__ import annotations

import re
from typing import Final

MOST_MINUTES: Final = 24 * 60
"""What takes longer is a clock that nobody stopped."""

_UNITS: Final = {
    unit: minutes
    for minutes, units in (
        (1 / 60, "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos seconden"),
        (1.0, "m min mins minute minutes minuten minuto minutos minuut mn"),
        (60.0, "h hr hrs hour hours std stunde stunden heure heures hora horas uur uren"),
    )
    for unit in units.split()
}
"""Unit → minutes."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*$")
_UNIT_LAST: Final = re.compile(
    r"(?:\bin |[\s_-])(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")\.?\s*$", re.I
)
_CLOCK: Final = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?")
_SHAPES: Final = {"hh:mm": 60.0, "h:mm": 60.0, "mm:ss": 1.0, "m:ss": 1.0}
"""How a name may say what two numbers with a colon are: minutes in the first of them."""
_LAYOUTS: Final = frozenset({*_SHAPES, "hh:mm:ss", "h:mm:ss", "int", "dec"})
"""What else may stand in brackets: Zendesk says there of what kind a field is."""
_PIECE: Final = re.compile(r"(?<!\d)(\d+(?:[.,]\d+)?+)\s*([^\W\d_]+)\.?")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_LONGEST: Final = 40


def strip_unit(name: str) -> str:
    """Take the unit off a column's name, so that what it measures can be recognised.

    >>> [strip_unit(name) for name in ("Handle time (min)", "time_spent_seconds", "Time tracked", "Time spent in hrs")]
    ['Handle time', 'time_spent', 'Time tracked', 'Time spent']
    """
    bracket = _IN_BRACKETS.search(name)
    inside = bracket[1].casefold().removeprefix("in ").strip(" .") if bracket else ""
    if bracket and (inside in _UNITS or inside in _LAYOUTS):
        return strip_unit(name[: bracket.start()].strip())
    last = _UNIT_LAST.search(name)
    return name[: last.start()].rstrip(" _-") if last else name


def read_minutes(text: str, name: str) -> float | None:
    """Read a cell of a column of working times; `name` is the column's, and a unit in it wins.

    None for what is no time, has no unit, is 0 (nobody kept time), or is longer than a day.

    >>> read_minutes("390", "Total time spent (sec)"), read_minutes("1h 20m", "Time spent")
    (6.5, 80.0)
    >>> read_minutes("12", "Handling time"), read_minutes("-5", "Handling time (min)")
    (None, None)
    """
    told = text.strip().casefold()
    if not told or len(told) > _LONGEST:
        return None
    minutes = _read_clock(told, name) if ":" in told else _read_units(told, name)
    return round(minutes, 2) if minutes is not None and 0 < minutes <= MOST_MINUTES else None


def _read_clock(told: str, name: str) -> float | None:
    """Read "00:12:30"; and "12:30" where the name tells whether it begins with hours."""
    found = _CLOCK.fullmatch(told)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if second > 59 or int(found[3] or 0) > 59:
        return None
    if found[3]:
        return 60.0 * first + second + int(found[3]) / 60
    step = next((step for shape, step in _SHAPES.items() if shape in name.casefold()), None)
    if step is None:
        unit = _find_unit(name)
        step = 60.0 if unit == 60.0 or _is_freshdesk(name) else 1.0 if unit == 1.0 else None
    return None if step is None else step * first + step / 60 * second


def _read_units(told: str, name: str) -> float | None:
    """Read "1h 20m", "90 s" and, where the column's name has a unit, "90"."""
    if _NUMBER.fullmatch(told):
        unit = _find_unit(name)
        return None if unit is None else _read_number(told) * unit
    pieces = _PIECE.findall(told)
    if not pieces or _PIECE.sub("", told).strip(" ,") or any(unit not in _UNITS for _, unit in pieces):
        return None
    return sum(_read_number(number) * _UNITS[unit] for number, unit in pieces)


def _read_number(text: str) -> float:
    return float(text.replace(",", "."))


def _find_unit(name: str) -> float | None:
    """Return how many minutes the unit in a column's name has; None where there is none or more than one.

    A short one counts at the name's end only: in "Agent's time" nobody speaks of seconds.
    """
    end = name[len(strip_unit(name)) :]
    words = [*_WORD.findall(end.casefold()), *(word for word in _WORD.findall(name.casefold()) if len(word) > 2)]
    found = {_UNITS[word] for word in words if word in _UNITS}
    return found.pop() if len(found) == 1 else None


def _is_freshdesk(name: str) -> bool:
    """Recognise Freshdesk's own column, whose "01:30" are hours and minutes."""
    return "".join(_WORD.findall(name.casefold())) == "timetracked"
