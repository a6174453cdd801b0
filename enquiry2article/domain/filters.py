"""Which enquiries a run is about, as the user chose them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from enquiry2article.domain.errors import shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the user chooses by. Several values of one column are alternatives; all columns have to fit."""

    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column, as the user writes it → the values, any of which fits; case and spaces make no difference."""
    since: date | None = None
    """The first day of which enquiries are taken."""

    def __bool__(self) -> bool:
        return bool(self.only) or self.since is not None

    def describe(self) -> str:
        """Return the filters in words: "brand = Acme or Bolt, since 2026-01-01"."""
        parts = [f"{shorten(column)} = {join_values(values)}" for column, values in self.only.items()]
        return ", ".join([*parts, *([f"since {self.since}"] if self.since else [])])

    def to_json(self) -> str:
        """Return the filters as a workspace remembers them, or "" for none."""
        if not self:
            return ""
        return json.dumps({"only": self.only, "since": self.since.isoformat() if self.since else ""})

    @classmethod
    def from_json(cls, text: str) -> Filters:
        """Return the filters that `to_json` wrote."""
        plain = json.loads(text or "{}")
        return msgspec.convert({name: value for name, value in plain.items() if value}, cls)


def join_values(values: Sequence[str]) -> str:
    return " or ".join(shorten(value) or "empty" for value in values)
