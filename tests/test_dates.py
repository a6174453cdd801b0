"""Dates: every shape that exports use, and the order of day and month decided by the column."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.dates import DateReader, parse_dates


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2026-03-02T09:14:55Z", "2026-03-02T09:14:55+00:00"),
        ("2026-05-02T11:00:01.120000+00:00", "2026-05-02T11:00:01.120000+00:00"),
        ("2026-07-01T10:20:30.1234567Z", "2026-07-01T10:20:30.123456+00:00"),
        ("2026-07-01T10:20:30+02:00", "2026-07-01T10:20:30+02:00"),
        ("2026-03-02 09:14:55 +0100", "2026-03-02T09:14:55+01:00"),
        ("2026-03-04 08:00:00 UTC", "2026-03-04T08:00:00+00:00"),
        ("2026-03-02 09:14", "2026-03-02T09:14:00+00:00"),
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("20260703", "2026-07-03T00:00:00+00:00"),
        ("1767600000", "2026-01-05T08:00:00+00:00"),
        ("1767600000000", "2026-01-05T08:00:00+00:00"),
        ("1767600000000000", "2026-01-05T08:00:00+00:00"),
        ("1767600000.250", "2026-01-05T08:00:00.250000+00:00"),
        ("46089.5", "2026-03-08T12:00:00+00:00"),
        ("03.02.2026 14:05", "2026-02-03T14:05:00+00:00"),
        ("03.02.26", "2026-02-03T00:00:00+00:00"),
        ("3. März 2026 14.05 Uhr", "2026-03-03T14:05:00+00:00"),
        ("Montag, 2. Februar 2026 10:15", "2026-02-02T10:15:00+00:00"),
        ("3 juillet 2026 à 14h05", "2026-07-03T14:05:00+00:00"),
        ("3 de julio de 2026", "2026-07-03T00:00:00+00:00"),
        ("3 maart 2026 14:05", "2026-03-03T14:05:00+00:00"),
        ("July 3, 2026 9:12 am", "2026-07-03T09:12:00+00:00"),
        ("July 3, 2026 12:12 am", "2026-07-03T00:12:00+00:00"),
        ("Jul 3, 2026, 12:12:05 p.m.", "2026-07-03T12:12:05+00:00"),
        ("2026/07/01 10:20:30 AM GMT+2", "2026-07-01T10:20:30+02:00"),
        ("2026/07/01 10:20:30 PM GMT-3:30", "2026-07-01T22:20:30-03:30"),
        ("Mon, 02 Mar 2026 09:14:55 +0000", "2026-03-02T09:14:55+00:00"),
        ("Mon, 02 Mar 2026 09:14:55 -0700 (PDT)", "2026-03-02T09:14:55-07:00"),
        ("02.03.2026 09:14 MEZ", "2026-03-02T09:14:00+01:00"),
        ("Sat Dec 24 2022 10:41:49 GMT+0000 (Coordinated Universal Time)", "2022-12-24T10:41:49+00:00"),
        ("Thu Feb 05 22:34:43 2009", "2009-02-05T22:34:43+00:00"),
        ("31-12-2026 23:59", "2026-12-31T23:59:00+00:00"),
        ("12/31/2026 23:59", "2026-12-31T23:59:00+00:00"),
    ],
)
def test_shape(value: str, iso: str) -> None:
    found = DateReader().parse(value)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize(
    "value", ["", " ", "soon", "12", "-1", "2026-02-30", "0001-01-01", "99/99/9999", "May I ask", "x" * 999, "1e400"]
)
def test_no_date(value: str) -> None:
    assert DateReader().parse(value) is None


@pytest.mark.parametrize(
    ("column", "months"),
    [
        (["13/02/2026", "03/02/2026"], [2, 2]),
        (["02/13/2026", "02/03/2026"], [2, 2]),
        (["02/03/2026 9:12 AM", "02/04/2026 1:00 PM"], [2, 2]),
        (["7/1/2026 10:20:30", "7/2/2026 10:20:30"], [7, 7]),
        (["01/07/2026", "02/07/2026", "03/07/2026"], [7, 7, 7]),
        (["07/01/2026", "07/02/2026", "07/03/2026"], [7, 7, 7]),
        (["01/07/2026", "02/08/2026"], [7, 8]),
        (["02.03.2026"], [3]),
        (["02-03-2026"], [3]),
    ],
)
def test_the_column_decides_the_order(column: list[str], months: list[int]) -> None:
    assert [at.month for at in parse_dates(column) if at] == months


def test_a_later_value_that_contradicts_is_still_read() -> None:
    reader = DateReader.learn(["13/02/2026"])
    assert reader.parse("02/14/2026") == datetime(2026, 2, 14, tzinfo=UTC)


@given(st.text(max_size=60))
def test_any_text_gives_a_moment_with_a_zone_or_nothing(text: str) -> None:
    found = DateReader.learn([text]).parse(text)
    assert found is None or found.utcoffset() is not None


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(["%d.%m.%Y %H:%M:%S", "%B %d, %Y %I:%M:%S %p"]),
)
def test_what_is_written_is_read(moment: datetime, shape: str) -> None:
    found = DateReader().parse(moment.strftime(shape))
    assert found is not None
    assert abs(found.replace(tzinfo=None) - moment) < timedelta(seconds=1)
