"""In which months of the year a question is asked more than in the months around them, and how sure that is.

Pure. A summer with more enquiries of every kind makes no question one of summer: what counts is its share of all
enquiries. One to four months in a row are held against the months before them and against those after them, each side
by itself, so that a question that came up, or ended, or grows all the time is not taken for one of a season.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from enquiry2article.domain.question import Question, Season
from enquiry2article.trends.statistics import sum_tail

YEAR_DAYS: Final = 360
"""So many days of enquiries are a year: on its first and last days nobody may have written."""

LONGEST: Final = 4
"""Months that a season has at most; what is asked in half of the year has none."""

SIDE: Final = 6
"""Months before and after a season that it is held against."""
_LEAST_SIDE: Final = 2
"""With fewer of them, that side tells nothing."""

CHANCE: Final = 0.05
"""Of so many questions that have no season, one is told at most."""
_LOOKS: Final = 12 * LONGEST
"""Every length from every month on: the chance is shared among them all (Bonferroni)."""

EACH_YEAR: Final = 0.02
"""No single year may owe more to chance: what went wrong once in June, and no more, is no season."""

LEAST_FILLED: Final = 1 / 3
"""A month with a smaller part of the usual number of enquiries has only begun, or its export is incomplete."""

LEAST_RATIO: Final = 1.5
"""Below this it is sure in a large export, and of no use to anybody."""

MONTHS: Final = tuple("January February March April May June July August September October November December".split())
MOSTLY: Final = 0.5
"""From so large a part of its enquiries on, a question is asked "mostly" in its season."""

_ONCE_A_YEAR: Final = 12


class _Look(NamedTuple):
    """One season in one year."""

    likelihood: float
    """How likely it is to look so by chance alone."""
    both: bool
    """Whether there are months on both sides to hold it against."""


def add_seasons(questions: Iterable[Question], received: Mapping[str, datetime]) -> list[Question]:
    """Assign each question its season where there is at least a year and one is sure.

    `received` tells when each enquiry came, by its id; those that do not tell it are left out.
    """
    told = list(questions)
    if not received or (max(received.values()) - min(received.values())).days < YEAR_DAYS:
        return [replace(question, season=None) for question in told]
    months = {id_: _ONCE_A_YEAR * at.year + at.month - 1 for id_, at in received.items()}
    everything = Counter(months.values())
    return [
        replace(
            question,
            season=find_season(Counter(months[id_] for id_ in question.enquiry_ids if id_ in months), everything),
        )
        for question in told
    ]


def find_season(own: Mapping[int, int], everything: Mapping[int, int]) -> Season | None:
    """Find the months in which a question is surely asked more; None where there are none.

    Both give counts by month, numbered on from year to year: 12 × year + month - 1. A season that was there in several
    years needs less in each of them: if years are independent, the chance that all look so is the product. With one
    year only, it is told "so far", and only if months on both sides are lower.
    """
    came = [count for count in everything.values() if count]
    if not came or not sum(own.values()):
        return None
    filled = {month for month, count in everything.items() if count >= LEAST_FILLED * statistics.median(came)}
    found = []
    for start in range(_ONCE_A_YEAR):
        for length in range(1, LONGEST + 1):
            looks = [
                look
                for first in range(min(everything) - length + 1, max(everything) + 1)
                if first % _ONCE_A_YEAR == start
                and (look := _look_at(own, everything, filled, first, length)) is not None
            ]
            if not looks or not any(look.both for look in looks):
                continue
            level = min(EACH_YEAR, (CHANCE / _LOOKS) ** (1 / len(looks)))
            if all(look.likelihood < level for look in looks) and _stands_out(own, everything, start, length):
                joint = math.prod(look.likelihood for look in looks)
                found.append((joint, length, start, len(looks)))
    if not found:
        return None
    _, length, start, years = min(found)
    months = tuple((start + step) % _ONCE_A_YEAR + 1 for step in range(length))
    inside = sum(count for month, count in own.items() if month % _ONCE_A_YEAR + 1 in months)
    return Season(months=months, years=years, share=round(inside / sum(own.values()), 3))


def describe_season(season: Season) -> str:
    """Describe in words when a question is asked more. "Every year" is not said of a single one.

    >>> describe_season(Season(months=(11, 12), years=2, share=0.7))
    'asked mostly in November and December, every year'
    >>> describe_season(Season(months=(6,), years=1, share=0.3))
    'asked more in June (in the one year so far)'
    """
    names = [MONTHS[month - 1] for month in season.months]
    told = f"{names[0]} to {names[-1]}" if len(names) > 2 else " and ".join(names)
    often = "mostly" if season.share >= MOSTLY else "more"
    return f"asked {often} in {told}" + (", every year" if season.years > 1 else " (in the one year so far)")


def _look_at(
    own: Mapping[int, int], everything: Mapping[int, int], filled: Collection[int], first: int, length: int
) -> _Look | None:
    """Hold the months of one year against those before and those after; None where that cannot be done.

    The likelier of the two sides counts: what is not sure on either side is not sure. Where the enquiries begin or end
    in the middle of a season, what there is of it counts: a season may not fail to come back.
    """
    season = [month for month in range(first, first + length) if month in filled]
    if not season:
        return None
    asked, came = _add_up(own, season), _add_up(everything, season)
    likelihoods = []
    for side in (range(first - SIDE, first), range(first + length, first + length + SIDE)):
        if sum(bool(everything.get(month)) for month in side) < _LEAST_SIDE:
            continue
        asked_beside, came_beside = _add_up(own, side), _add_up(everything, side)
        raised = asked * came_beside > LEAST_RATIO * asked_beside * came
        likelihoods.append(sum_tail(asked, asked + asked_beside, came / (came + came_beside)) if raised else 1.0)
    return _Look(max(likelihoods), len(likelihoods) == 2) if likelihoods else None


def _stands_out(own: Mapping[int, int], everything: Mapping[int, int], start: int, length: int) -> bool:
    """Return whether each month of a season stands out by itself, all years taken together."""
    months = {(start + step) % _ONCE_A_YEAR for step in range(length)}
    outside = [month for month in everything if month % _ONCE_A_YEAR not in months]
    asked_outside, came_outside = _add_up(own, outside), _add_up(everything, outside)
    for wanted in months:
        inside = [month for month in everything if month % _ONCE_A_YEAR == wanted]
        if _add_up(own, inside) * came_outside <= LEAST_RATIO * asked_outside * _add_up(everything, inside):
            return False
    return True


def _add_up(counts: Mapping[int, int], months: Sequence[int]) -> int:
    return sum(counts.get(month, 0) for month in months)
