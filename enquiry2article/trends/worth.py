"""What an answer can be worth: how many customers a month ask the question of late, and the work that they make.

Pure. A customer who asks three times in a month counts once in it.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from enquiry2article.domain.question import Question, Worth
from enquiry2article.trends.arrivals import Arrival, Arrivals, count_customers
from enquiry2article.trends.statistics import bound_count

MONTH_DAYS: Final = 30
MOST_MONTHS: Final = 3
"""Months that are looked back: long enough to count, short enough to be of late."""

LEAST_TIMED: Final = 3
"""So many enquiries must tell how long they took before that is said of a question."""


def add_worth(questions: Iterable[Question], arrivals: Arrivals) -> list[Question]:
    """Assign each question its worth; None where the enquiries cover less than a month.

    Months are counted back from the newest enquiry of all, and only those that the enquiries cover as a whole.
    """
    moments = [arrival.at for arrival in arrivals.values()]
    newest = max(moments, default=None)
    months = min(MOST_MONTHS, ((newest - min(moments)).days + 1) // MONTH_DAYS) if newest else 0
    if newest is None or not months:
        return [replace(question, worth=None) for question in questions]
    ends = [newest - timedelta(days=MONTH_DAYS * number) for number in range(months + 1)]
    told = []
    for question in questions:
        own = [arrivals[id_] for id_ in question.enquiry_ids if id_ in arrivals]
        count = sum(
            count_customers(arrival for arrival in own if start < arrival.at <= end)
            for end, start in itertools.pairwise(ends)
        )
        low, high = bound_count(count)
        minutes, timed = find_typical_minutes(own)
        worth = Worth(
            monthly=round(count / months, 2),
            low=round(low / months, 2),
            high=round(high / months, 2),
            minutes=minutes,
            timed=timed,
        )
        told.append(replace(question, worth=worth))
    return told


def find_typical_minutes(arrivals: Sequence[Arrival]) -> tuple[float | None, int]:
    """Return the middle one of the times that are known, None where they are too few, and how many are known."""
    known = [arrival.minutes for arrival in arrivals if arrival.minutes is not None]
    return (round(statistics.median(known), 2) if len(known) >= LEAST_TIMED else None), len(known)


def describe_worth(worth: Worth) -> str:
    """Describe in words what an answer can be worth.

    >>> describe_worth(Worth(monthly=12.3, low=8.4, high=17.5, minutes=5.8, timed=30))
    'about 12 customers a month (8 to 18); about 6 minutes each: 1 h 10 min a month'
    """
    if worth.monthly < 1:
        told = f"less than one customer a month (at most {math.ceil(worth.high)})"
    else:
        count = round(worth.monthly)
        people = "customer" if count == 1 else "customers"
        told = f"about {count:,} {people} a month ({math.floor(worth.low):,} to {math.ceil(worth.high):,})"
    if worth.minutes is None:
        return told
    if worth.monthly < 1:
        return f"{told}; about {describe_minutes(worth.minutes)} each"
    work = describe_time(worth.monthly * worth.minutes)
    return f"{told}; about {describe_minutes(worth.minutes)} each: {work} a month"


def describe_minutes(minutes: float) -> str:
    """Return a short time in words.

    >>> [describe_minutes(minutes) for minutes in (0.4, 1.2, 6.4, 95)]
    ['less than a minute', '1 minute', '6 minutes', '1 h 40 min']
    """
    if minutes < 0.75:
        return "less than a minute"
    count = round(minutes)
    if count >= 60:
        return describe_time(minutes)
    return "1 minute" if count == 1 else f"{count} minutes"


def describe_time(minutes: float) -> str:
    """Return a sum of work, no more exactly than it is known.

    >>> [describe_time(minutes) for minutes in (0.3, 7.2, 28, 71, 118, 1270)]
    ['1 min', '7 min', '30 min', '1 h 10 min', '2 h', '21 h']
    """
    if minutes < 10:
        return f"{max(1, round(minutes))} min"
    if minutes >= 600:
        return f"{round(minutes / 60):,} h"
    hours, rest = divmod(5 * round(minutes / 5) if minutes < 57.5 else 10 * round(minutes / 10), 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])
