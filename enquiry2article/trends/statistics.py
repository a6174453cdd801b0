"""What chance alone does to counts: how likely a difference is without any cause, and how far a count can be trusted.

Pure and exact: every figure is a sum of probabilities, without an approximation that fails where counts are small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

LEVEL: Final = 0.95
"""How often an interval holds the true value, at the least."""


class Ratio(NamedTuple):
    """How two rates compare, with the interval that holds the true value."""

    value: float | None
    """None where the first rate is 0."""
    low: float
    high: float | None
    """None where there is no bound."""


def sum_tail(least: int, count: int, share: float) -> float:
    """Return the probability of at least so many successes among `count` trials, each of which succeeds with `share`.

    >>> round(sum_tail(2, 2, 0.5), 6), sum_tail(0, 5, 0.3), sum_tail(3, 5, 0.0)
    (0.25, 1.0, 1.0)
    """
    from scipy.special import bdtrc

    return float(bdtrc(least - 1, count, share)) if 0 < share < 1 and least > 0 else 1.0


def climb_tail(own: Sequence[int], everything: Sequence[int]) -> float:
    """Return the probability that as many come as late as these, or later, if each may be any one of everything.

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
    """Return the exact interval of what was to be expected where `count` came, each independently of the others.

    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442.

    >>> [tuple(round(bound, 2) for bound in bound_count(count)) for count in (0, 3, 12)]
    [(0.0, 3.69), (0.62, 8.77), (6.2, 20.96)]
    """
    from scipy.special import gammainccinv, gammaincinv

    tail = (1 - LEVEL) / 2
    return float(gammaincinv(count, tail)) if count else 0.0, float(gammainccinv(count + 1, tail))


def compare_rates(own: tuple[int, int], others: tuple[int, int]) -> Ratio:
    """Return how the rate of something changed relative to the rest; both give the counts before and after.

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
    from scipy.stats.contingency import odds_ratio  # 0.4 s

    bounds = odds_ratio([[after, before], [rest_after, rest_before]]).confidence_interval(LEVEL)
    return Ratio(value, float(bounds.low), float(bounds.high) if math.isfinite(bounds.high) else None)
