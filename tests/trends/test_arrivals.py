"""Which enquiries time is told by, and which dates must be slips."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.trends.arrivals import count_customers, list_arrivals

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def enquiry(id_: str, at: datetime | None, *, customer: str = "", noise: str = "") -> RedactedEnquiry:
    return RedactedEnquiry(id=id_, source="x", text="t", ask="t", received=at, customer=customer, noise=noise)


def month(count: int = 40) -> list[RedactedEnquiry]:
    return [enquiry(str(number), START + timedelta(days=number)) for number in range(count)]


def test_noise_and_what_has_no_date_does_not_count() -> None:
    found = list_arrivals([enquiry("a", START), enquiry("b", None), enquiry("c", START, noise="spam")])
    assert set(found) == {"a"}


def test_a_moment_without_a_zone_is_utc_and_others_keep_theirs() -> None:
    berlin = timezone(timedelta(hours=2))
    found = list_arrivals(
        [enquiry("a", datetime(2026, 3, 1, 0, 30)), enquiry("b", datetime(2026, 3, 1, 0, 30, tzinfo=berlin))]
    )
    assert found["a"].at == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
    assert found["b"].day == datetime(2026, 3, 1).date()


def test_a_date_far_in_the_future_or_past_is_a_slip() -> None:
    slips = [enquiry("2062", START.replace(year=2062)), enquiry("1996", START.replace(year=1996))]
    assert set(list_arrivals(month() + slips)) == {str(number) for number in range(40)}


def test_two_years_of_few_enquiries_are_no_slips() -> None:
    rows = [enquiry(str(year), START.replace(year=year)) for year in (2023, 2025, 2026)]
    assert len(list_arrivals(rows)) == 3


def test_years_with_a_gap_between_are_no_slips() -> None:
    rows = month() + [enquiry(f"b{n}", START + timedelta(days=800 + n)) for n in range(40)]
    assert len(list_arrivals(rows)) == 80


def test_the_same_customer_counts_once_and_unknown_ones_each() -> None:
    rows = [enquiry("1", START, customer="c1"), enquiry("2", START, customer="c1"), enquiry("3", START)]
    assert count_customers(list_arrivals(rows).values()) == 2


def test_nothing_at_all() -> None:
    assert list_arrivals([]) == {}
