"""When each enquiry came and who wrote it: what everything that is told about time is counted from.

Pure. Days are those of the export's own time zone; a moment without a zone is taken as UTC, as the readers do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

from enquiry2article.domain.enquiry import RedactedEnquiry

_SLIP_GAP: Final = timedelta(days=366)
"""A date further than this from all others is a slip of whoever typed it (2062 for 2026), if only a few are so far."""
_SLIP_SHARE: Final = 0.01
_LEAST_FOR_SLIPS: Final = 20
"""With fewer enquiries it cannot be told what is far from the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One enquiry as time sees it."""

    at: datetime
    """With a time zone."""
    who: str
    """What tells its customer from others; where the export does not tell them apart, the enquiry's own id."""
    minutes: float | None = None
    """How long somebody worked on it, where the export says so."""

    @property
    def day(self) -> date:
        """The day in the export's own time zone."""
        return self.at.date()


Arrivals: TypeAlias = "Mapping[str, Arrival]"
"""By the enquiry's id; those without a date are not in it."""


def list_arrivals(enquiries: Iterable[RedactedEnquiry]) -> Arrivals:
    """Return when the enquiries that ask something came, without those whose date is missing or must be a slip."""
    found = {
        enquiry.id: Arrival(at=_put_in_zone(enquiry.received), who=enquiry.customer or enquiry.id,
                            minutes=enquiry.minutes)
        for enquiry in enquiries
        if enquiry.received and not enquiry.noise
    }  # fmt: skip
    first, last = _find_ends([arrival.at for arrival in found.values()])
    return {id_: arrival for id_, arrival in found.items() if first <= arrival.at <= last}


def count_customers(arrivals: Iterable[Arrival]) -> int:
    """Count the different customers: who asks three times is one."""
    return len({arrival.who for arrival in arrivals})


def _put_in_zone(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.utcoffset() is None else moment


def _find_ends(moments: Sequence[datetime]) -> tuple[datetime, datetime]:
    """Return the first and the last moment that are no slips."""
    if not moments:
        return datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
    ordered = sorted(moments)
    count = len(ordered)
    most = max(1, int(count * _SLIP_SHARE)) if count >= _LEAST_FOR_SLIPS else 0
    start, end = 0, count - 1
    for place in range(1, most + 1):
        if ordered[place] - ordered[place - 1] > _SLIP_GAP:
            start = place
        if ordered[count - place] - ordered[count - place - 1] > _SLIP_GAP:
            end = count - place - 1
    return ordered[start], ordered[end]
