"""What chance alone does to counts: how likely a difference is without any cause, and how far a count can be trusted.

Pure and exact: every figure is a sum of probabilities, without an approximation that fails where counts are small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

LEVEL: Final = 0.95
"""How often an interval holds the true value, at the least."""

_STEPS: Final = 60
"""Halvings in the search for a bound: more than a float can tell apart."""
_NEGLIGIBLE: Final = 1e-17
"""A term that adds less than this share to a sum adds nothing."""


class Ratio(NamedTuple):
    """How two rates compare, with the interval that holds the true value."""

    value: float | None
    """None where the first rate is 0."""
    low: float
    high: float | None
    """None where there is no bound."""


def sum_tail(least: int, count: int, share: float) -> float:
    """Give the probability of at least so many successes among `count` trials, each of which succeeds with `share`.

    >>> round(sum_tail(2, 2, 0.5), 6), sum_tail(0, 5, 0.3), sum_tail(3, 5, 0.0)
    (0.25, 1.0, 1.0)
    """
    if not 0 < share < 1 or least <= 0:
        return 1.0
    return math.fsum(
        math.exp(_log_choose(count, k) + k * math.log(share) + (count - k) * math.log1p(-share))
        for k in range(least, count + 1)
    )


def climb_tail(own: Sequence[int], everything: Sequence[int]) -> float:
    """Give the probability that as many come as late as these, or later, if each may be any one of everything.

    Both give counts of periods of one length, in order. What is summed is how many periods after the first each of its
    own came: Armitage (1955), Tests for linear trends in proportions and frequencies, Biometrics 11, 375-386, with the
    exact distribution in place of the normal one: the convolution of one's own with itself, by way of Fourier.

    >>> round(climb_tail([0, 0, 2], [1, 1, 2]), 6), climb_tail([2, 0, 0], [1, 1, 2])
    (0.25, 1.0)
    """
    count, last = sum(own), len(own) - 1
    late = sum(place * came for place, came in enumerate(own))
    if not late:
        return 1.0
    one = np.zeros(last * count + 1)
    one[: last + 1] = np.asarray(everything) / sum(everything)
    whole = np.fft.irfft(np.fft.rfft(one) ** count, len(one))
    return float(np.clip(whole[late:].sum(), 0.0, 1.0))


def bound_count(count: int) -> tuple[float, float]:
    """Give the exact interval of what was to be expected where `count` came, each independently of the others.

    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442.

    >>> [tuple(round(bound, 2) for bound in bound_count(count)) for count in (0, 3, 12)]
    [(0.0, 3.69), (0.62, 8.77), (6.2, 20.96)]
    """
    tail = (1 - LEVEL) / 2
    far = count + 20 * math.sqrt(count + 1) + 20
    low = _bisect(lambda mean: _poisson_above(count, mean) - tail, 0.0, far) if count else 0.0
    high = _bisect(lambda mean: tail - _poisson_below(count, mean), 0.0, far)
    return low, high


def compare_rates(own: tuple[int, int], others: tuple[int, int]) -> Ratio:
    """Say how the rate of something changed relative to the rest; both give the counts before and after.

    Given the sums, the later ones among its own follow Fisher's noncentral hypergeometric distribution, whose parameter
    is the ratio of the two rates relative to the rest. The bounds are where either tail becomes too small: Cornfield
    (1956), A statistical problem arising from retrospective studies, Proc. Third Berkeley Symposium 4, 135-148. Where
    the others are very many, this is the conditional binomial test of two rates with the bounds of Clopper and Pearson.

    >>> [round(part, 2) for part in compare_rates((20, 5), (400, 400))]
    [0.25, 0.07, 0.7]
    >>> compare_rates((3, 0), (10, 0)).high is None
    True
    """
    (before, after), (rest_before, rest_after) = own, others
    if not rest_before or not rest_after or not before + after:
        return Ratio(None, 0.0, None)
    value = (after / rest_after) / (before / rest_before) if before else None
    count, all_before, all_after = before + after, before + rest_before, after + rest_after
    least, most = max(0, count - all_before), min(count, all_after)
    weights = [_log_choose(all_after, k) + _log_choose(all_before, count - k) for k in range(least, most + 1)]
    place, tail = after - least, (1 - LEVEL) / 2

    def share_from(start: int, stop: int, log_ratio: float) -> float:
        terms = [weight + k * log_ratio for k, weight in enumerate(weights)]
        top = max(terms)
        terms = [math.exp(term - top) for term in terms]
        return math.fsum(terms[start:stop]) / math.fsum(terms)

    low = _bisect(lambda x: share_from(place, len(weights), x) - tail, -_FAR, _FAR) if place else -math.inf
    high = _bisect(lambda x: tail - share_from(0, place + 1, x), -_FAR, _FAR) if after < most else math.inf
    return Ratio(value, math.exp(low), None if high == math.inf else math.exp(high))


_FAR: Final = 30.0
"""The logarithm of a ratio beyond all that is ever met."""


def _bisect(rises: Callable[[float], float], low: float, high: float) -> float:
    """Give where a rising function passes 0."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
    return (low + high) / 2


def _poisson_above(count: int, mean: float) -> float:
    """Give the probability of at least `count`, for a mean below it; for another one too much work, and no harm."""
    total, k = 0.0, count
    while True:
        term = _poisson(k, mean)
        total += term
        if k > mean and term <= _NEGLIGIBLE * total:
            return total
        k += 1


def _poisson_below(count: int, mean: float) -> float:
    """Give the probability of at most `count`."""
    total = 0.0
    for k in range(count, -1, -1):
        term = _poisson(k, mean)
        total += term
        if k < mean and term <= _NEGLIGIBLE * total:
            break
    return total


def _poisson(count: int, mean: float) -> float:
    if mean <= 0:
        return 0.0 if count else 1.0
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _log_choose(count: int, chosen: int) -> float:
    return math.lgamma(count + 1) - math.lgamma(chosen + 1) - math.lgamma(count - chosen + 1)
