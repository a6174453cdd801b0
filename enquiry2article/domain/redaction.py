"""Personal values that were taken out of texts, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RemovalSample:
    """A sentence out of which something was taken."""

    file: str
    kind: str
    sentence: str
    customer: str
    """The hash of whose enquiry it is, or ""."""


@dataclass(frozen=True, slots=True)
class Removals:
    """What was taken out of some enquiries."""

    counts: Mapping[tuple[str, str], int]
    """(file, kind) → how often."""
    samples: tuple[RemovalSample, ...]
    doubts: Mapping[str, int] = field(default_factory=dict)
    """Word → how many customers wrote it where it was taken for a name."""
