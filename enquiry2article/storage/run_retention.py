"""Which records of runs a workspace keeps."""

from __future__ import annotations

from collections.abc import Sequence

from enquiry2article.domain.run import RunRecord

KEPT_WHOLE = 100


def find_alike(run: RunRecord, runs: Sequence[RunRecord]) -> RunRecord | None:
    """Give the last run of the same sort: one that did not look back, or one that looked back to the same day."""
    for old in reversed(runs):
        if old.looked_back == run.looked_back and (not run.looked_back or old.as_of == run.as_of):
            return old
    return None


def find_heirs(runs: Sequence[RunRecord]) -> dict[int, int]:
    """Say which runs need no longer be kept, by number, and which later one takes over what they say of changes."""
    heirs: dict[int, int] = {}
    last: dict[tuple[int, int, bool], int] = {}
    for run in reversed(runs[:-KEPT_WHOLE]):
        month = (run.at.year, run.at.month, run.looked_back)
        if month in last:
            heirs[run.number] = last[month]
        else:
            last[month] = run.number
    return heirs
