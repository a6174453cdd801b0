"""Turn support enquiries into articles, and later enquiries into links to them."""

from __future__ import annotations

from typing import Any

from enquiry2article.offline import switch_off_reports

switch_off_reports()  # here, because the libraries it concerns read it as they are imported

__all__ = ["Matcher"]


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: the commands' own start must stay light.
    if name == "Matcher":
        from enquiry2article.matcher import Matcher

        return Matcher
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
