"""Exact tails and intervals: known values, what must always hold, and that intervals keep what they promise."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.trends.statistics import bound_count, climb_tail, compare_rates, sum_tail

COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood's own table of 95 % limits, as reprinted in tables of the Poisson distribution.
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (30, 20.241, 42.827)],
)
def test_the_bounds_of_a_count_are_garwoods(count: int, low: float, high: float) -> None:
    assert bound_count(count) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


@given(st.integers(0, 3000))
def test_a_count_lies_within_its_bounds(count: int) -> None:
    low, high = bound_count(count)
    assert 0 <= low <= count < high
    assert high - low < 10 * math.sqrt(count + 1)


@given(st.integers(1, 40), st.floats(0.01, 0.99))
def test_tails_add_up(count: int, share: float) -> None:
    for least in range(1, count + 1):
        # So many successes at least, or so many failures at least that there are fewer.
        assert sum_tail(least, count, share) + sum_tail(count - least + 1, count, 1 - share) == pytest.approx(1)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=4), st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_the_chance_of_a_climb_is_that_of_every_way_it_could_have_come(own: list[int], everything: list[int]) -> None:
    came = everything[: len(own)]
    own = [min(n, 1) for n in own] if sum(own) > 5 else own
    count = sum(own)
    late = sum(place * n for place, n in enumerate(own))
    ways = itertools.product(range(len(own)), repeat=count)
    expected = math.fsum(math.prod(came[place] / sum(came) for place in way) for way in ways if sum(way) >= late)
    assert climb_tail(own, came) == pytest.approx(expected, abs=1e-9)


@given(st.integers(1, 200), st.integers(1, 9))
def test_of_two_periods_a_climb_is_a_tail(recent: int, before: int) -> None:
    assert climb_tail([before, recent], [300, 100]) == pytest.approx(sum_tail(recent, recent + before, 0.25), abs=1e-9)


@settings(deadline=None)  # the first example imports scipy.stats
@given(COUNTS, COUNTS, st.integers(1, 300), st.integers(1, 300))
def test_the_ratio_lies_within_its_bounds(before: int, after: int, rest_before: int, rest_after: int) -> None:
    ratio = compare_rates((before, after), (rest_before, rest_after))
    assert ratio.low <= (ratio.high or math.inf)
    if ratio.value is not None:
        assert ratio.low <= ratio.value <= (ratio.high or math.inf) + 1e-9


@settings(deadline=None)  # the first example imports scipy.stats
@given(COUNTS, COUNTS, st.integers(1, 300), st.integers(1, 300))
def test_time_turned_round_turns_the_ratio_over(before: int, after: int, rest_before: int, rest_after: int) -> None:
    ratio = compare_rates((before, after), (rest_before, rest_after))
    turned = compare_rates((after, before), (rest_after, rest_before))
    assert turned.low == pytest.approx(1 / ratio.high if ratio.high else 0.0, rel=1e-6, abs=1e-9)


def test_where_others_are_many_the_bounds_are_those_of_clopper_and_pearson() -> None:
    # 5 of 25 came after: the share lies between .0683 and .4070 (Clopper and Pearson 1934), so the ratio between:
    ratio = compare_rates((20, 5), (10**7, 10**7))
    assert ratio.low == pytest.approx(0.0683 / (1 - 0.0683), rel=0.002)
    assert ratio.high == pytest.approx(0.4070 / (1 - 0.4070), rel=0.002)


@pytest.mark.parametrize("counts", [((0, 0), (9, 9)), ((3, 3), (0, 9)), ((3, 3), (9, 0))])
def test_nothing_to_compare_bounds_nothing(counts: tuple[tuple[int, int], tuple[int, int]]) -> None:
    assert compare_rates(*counts) == (None, 0.0, None)


def _draw(draw: random.Random, mean: float) -> int:
    count, chance, limit = 0, draw.random(), math.exp(-mean)
    while chance > limit:
        count, chance = count + 1, chance * draw.random()
    return count


@pytest.mark.parametrize("mean", [0.4, 3.0, 11.5, 40.0])
def test_the_bounds_of_a_count_hold_the_truth(mean: float) -> None:
    draw = random.Random(7)
    bounds = [bound_count(count) for count in range(120)]
    assert sum(low <= mean <= high for low, high in (bounds[_draw(draw, mean)] for _ in range(2000))) >= 1900
