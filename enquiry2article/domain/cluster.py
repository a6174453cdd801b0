"""Enquiries that ask the same."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.vectors import Vectors

ALONE = -1
"""The label of a row that belongs to no cluster. It is never renumbered."""


class Detail(enum.StrEnum):
    """How finely questions are told apart."""

    LESS = "less"
    USUAL = "usual"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Enquiries that ask the same."""

    members: tuple[RedactedEnquiry, ...]
    """Closest to the middle first, so `members[0]` speaks for all."""
    similarities: tuple[float, ...]
    """Cosine of each member to the middle, in the order of `members`, clipped to 0..1."""
    vectors: Vectors = field(compare=False, repr=False)
    """Row i belongs to `members[i]`."""

    @classmethod
    def gather(cls, members: Sequence[RedactedEnquiry], vectors: Mapping[str, NDArray[np.float32]]) -> Cluster:
        """Make a cluster of enquiries, the vector of whose `text` is in `vectors`."""
        rows = np.array([vectors[member.text] for member in members], dtype=np.float32)
        middle = rows.mean(axis=0)
        middle /= max(float(np.linalg.norm(middle)), 1e-9)
        # Five decimals: beyond them a cosine tells about the batch rather than about the text.
        similarities = np.round(np.clip(rows @ middle, 0.0, 1.0), 5)
        order = sorted(range(len(members)), key=lambda i: (-similarities[i], members[i].text, members[i].id))
        return cls(
            members=tuple(members[i] for i in order),
            similarities=tuple(float(similarities[i]) for i in order),
            vectors=rows[order],
        )

    def take(self, places: Sequence[int]) -> Cluster:
        """Return the cluster of some of the members, by their places in order."""
        return Cluster(
            members=tuple(self.members[place] for place in places),
            similarities=tuple(self.similarities[place] for place in places),
            vectors=self.vectors[list(places)],
        )

    def sign(self) -> str:
        """Return a hash that depends on the members' ids only, for breaking ties and for making a new question's id."""
        return hashlib.sha256("\n".join(sorted(member.id for member in self.members)).encode()).hexdigest()

    def middle(self) -> Vectors:
        """Return the mean of the members' vectors, scaled to length 1: shape (d,)."""
        mean = self.vectors.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
