"""Whether a question is asked more or less often than before, and how sure that is.

Pure. A month with more enquiries of every kind makes no question rise: what counts is its share of them. With few
enquiries most changes are chance, so a change is told only where chance alone would hardly bring it about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from enquiry2article.domain.question import Question, Trend
from enquiry2article.trends.statistics import climb_tail, sum_tail

RECENT_DAYS = 30
PERIODS_BEFORE = 4
"""The last `RECENT_DAYS` are held against so many periods of as many days before them."""

CHANCE = 0.025
"""A change is told if chance alone would bring about one as large less often than this."""

LOOKS = 2
"""Ways of looking for a rise or a fall, which share that chance: at once, and little by little."""

LEAST_RATIO = 1.5
"""Below this a change is sure in a large export, and of no use to anybody."""


def add_trends(questions: Iterable[Question], received: Mapping[str, datetime]) -> list[Question]:
    """Assign each question its counts by month and its trend.

    `received` tells when each enquiry came, by its id; those that do not tell it are left out. Days are counted back
    from the newest enquiry of all.
    """
    told = list(questions)
    newest = max(received.values(), default=None)
    if newest is None:
        return told
    everything, ordered = _count_periods(received.values(), newest), sorted(received.values())
    dated = []
    for question in told:
        own = [received[id_] for id_ in question.enquiry_ids if id_ in received]
        months = Counter(at.strftime("%Y-%m") for at in own)
        trend = find_trend(_count_periods(own, newest), everything)
        if trend is Trend.STEADY and has_stopped(own, ordered):
            trend = Trend.GONE
        dated.append(replace(question, months=tuple(sorted(months.items())), trend=trend))
    return dated


def find_trend(own: Sequence[int], everything: Sequence[int]) -> Trend:
    """Return how a question's share changed; both count the recent days, periods of as many days before them, and
    earlier.

    The latest come first, and there is one period before or more. Under "nothing has changed" the recent ones among the
    question's own are as likely as among all: a binomial distribution, whose tails are summed exactly (Przyborowski and
    Wilenski 1940, the conditional test of two rates). What changes little by little is in the periods before as well,
    and shows in how they follow one another (`climb_tail`).

    >>> [find_trend(own, (100, 300, 0)).value for own in ((9, 3, 0), (2, 3, 0), (0, 20, 0))]
    ['rising', 'steady', 'gone']
    >>> find_trend((17, 13, 9, 5, 4, 0), (60, 60, 60, 60, 60, 0)).value
    'rising'
    """
    recent, *periods, earlier = own
    all_recent, *all_periods, all_earlier = everything
    before, all_before = sum(periods), sum(all_periods)
    if not all_recent or not all_before + all_earlier:
        return Trend.STEADY
    # Something that was never asked before the recent days, though there was time for it.
    if recent and not before + earlier:
        share = (all_before + all_earlier) / (all_recent + all_before + all_earlier)
        return Trend.NEW if (1 - share) ** recent < CHANCE else Trend.STEADY
    count = recent + before
    if not count:
        # Something that few asked long ago may only seem to have stopped.
        share = all_earlier / (all_recent + all_before + all_earlier)
        return Trend.GONE if earlier and share**earlier < CHANCE else Trend.STEADY
    if not all_before:
        return Trend.STEADY
    share = all_recent / (all_recent + all_before)
    rate, rate_before = recent / all_recent, before / all_before
    latest, all_latest = own[:-1], everything[:-1]
    if rate > LEAST_RATIO * rate_before:
        chance = min(sum_tail(recent, count, share), climb_tail(latest[::-1], all_latest[::-1]))
        return Trend.RISING if LOOKS * chance < CHANCE else Trend.STEADY
    if rate_before > LEAST_RATIO * rate:
        chance = min(sum_tail(before, count, 1 - share), climb_tail(latest, all_latest))
        return Trend.STEADY if LOOKS * chance >= CHANCE else Trend.FALLING if recent else Trend.GONE
    return Trend.STEADY


def has_stopped(own: Sequence[datetime], everything: Sequence[datetime]) -> bool:
    """Return whether a question has not been asked for so long that chance would hardly bring it about.

    The longer it was asked, and the more often, the sooner that can be told: of all enquiries since its first one, each
    of its own would be as likely among those after its last one as among the others. `everything` is in order.
    """
    if len(own) < 2 or everything[-1] - max(own) < timedelta(days=RECENT_DAYS):
        return False
    since = len(everything) - bisect_left(everything, min(own))
    after = len(everything) - bisect_right(everything, max(own))
    return bool((1 - after / since) ** (len(own) - 1) < CHANCE)


def _count_periods(times: Iterable[datetime], newest: datetime) -> list[int]:
    counts = [0] * (PERIODS_BEFORE + 2)
    for at in times:
        counts[min((newest - at) // timedelta(days=RECENT_DAYS), PERIODS_BEFORE + 1)] += 1
    return counts
