"""The state of an earlier day: which enquiries had come by then, and what of them was said by then. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from enquiry2article.domain.enquiry import LATER, RedactedEnquiry
from enquiry2article.domain.errors import SettingsError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str, now: datetime) -> date:
    """Read a day that is written as 2026-03-31.

    Raises:
        SettingsError: it is written otherwise, there is no such day, or it has not come yet.
    """
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f'"{text}" is no day: write year, month and day, such as 2026-03-31.') from error
    if day > now.date():
        raise SettingsError(f"{text} has not come yet: today is {now.date()}.")
    return day


def end_day(day: date, now: datetime) -> datetime:
    """Return the last second of a day, or now where it is today: days are those of UTC."""
    return min(datetime.combine(day, time(23, 59, 59), UTC), now)


def leave_out_later(enquiries: Iterable[RedactedEnquiry], day: date | None) -> list[RedactedEnquiry]:
    """Return the enquiries as they were at the end of a day; those that came later are noise, with `LATER` for a
    reason.

    A date counts as the export writes it, in its own time zone, as it does for the months of a question. Replies of
    later days are left out, and with them what the customer wrote after the first one. An enquiry without a date stays:
    nothing says that it came later. `None` for the day gives everything.
    """
    return [enquiry if day is None else _turn_back(enquiry, day) for enquiry in enquiries]


def _turn_back(enquiry: RedactedEnquiry, day: date) -> RedactedEnquiry:
    if enquiry.received and enquiry.received.date() > day:
        # Without its date it counts in no month and no trend; all else stays, so that it can be forgotten as others.
        return replace(enquiry, noise=LATER, received=None)
    replies = tuple(reply for reply in enquiry.replies if not reply.at or reply.at.date() <= day)
    if len(replies) == len(enquiry.replies):
        return enquiry
    return replace(enquiry, replies=replies, later=enquiry.later if replies else (), content=None)
