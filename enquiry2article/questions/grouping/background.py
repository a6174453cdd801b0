"""Groups a small export among enquiries of other companies, so that what its own enquiries share can be seen.

What tells enquiries apart is learnt from an export itself: its mean is taken off the vectors, and a word counts the
more the fewer texts use it (`embedding/similarity`). In ten enquiries of which seven ask the same, both take away just
what those seven share. Enquiries of other companies, one each, stand beside them until there are `FEWEST_TEXTS`; they
are in no group that is given back. `docs/grouping.md` says what that gains.

What they mean to the default embedder comes with the package, since to embed them took a third of the time of a small
export.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import Detail
from enquiry2article.domain.protocols import Grouper
from enquiry2article.domain.vectors import Labels, Replied, Vectors
from enquiry2article.questions.grouping.reply_evidence import gather_replies
from enquiry2article.text.language import Spoken

_FOLDER: Final = Path(str(files("enquiry2article"))) / "resources" / "grouping"

MODEL: Final = "all-MiniLM-L6-v2, own tokens"
"""The embedder whose vectors come with the package, by the name that it gives itself."""

VECTOR_FILE: Final = _FOLDER / "background.npy"
VECTOR_ROW: Final = np.dtype([("text", "<u8"), ("vector", "<f4", (384,))])
"""A row of that file: `digest_text` of a text, and its vector."""

FEWEST_TEXTS = 60
"""Texts from which an export is grouped by itself: the least that `questions/grouping/same_question` was fitted on."""


@dataclass(frozen=True, slots=True)
class OtherEnquiry:
    """An enquiry to another company, and the sentences that were replied."""

    text: str
    reply: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackgroundGrouper:
    """Asks another grouper, with enquiries of other companies beside the texts where they are few."""

    grouper: Grouper
    embed: Callable[[Sequence[str]], Mapping[str, NDArray[np.float32]]]
    """Gives the vector of each text, of length 1, by the model that the vectors of the export are of."""
    model: str
    """The name of that model."""

    def group(
        self,
        texts: Sequence[str],
        vectors: Vectors,
        weights: Sequence[int],
        *,
        replied: Replied,
        detail: Detail,
        min_volume: int,
    ) -> Labels:
        """Assign each text a cluster number from 0, or `ALONE`, as `domain/protocols.Grouper` says."""
        missing = max(0, FEWEST_TEXTS - len(texts)) if sum(weights) >= min_volume else 0
        others = load_background(Spoken.learn(texts).usual)[:missing]
        if others:
            texts = [*texts, *(other.text for other in others)]
            replies = [other.reply if any(replied.texts) else () for other in others]
            wanted = {*(other.text for other in others), *(s for reply in replies for s in reply)}
            known = find_vectors(self.model, wanted)
            known |= self.embed(sorted(wanted - known.keys())) if wanted - known.keys() else {}
            vectors = np.concatenate([vectors, np.array([known[other.text] for other in others], dtype=np.float32)])
            own = gather_replies(replies, known, replied.vectors.shape[1])
            replied = Replied([*replied.texts, *own.texts], np.concatenate([replied.vectors, own.vectors]))
        count = len(weights)
        labels = self.grouper.group(
            texts, vectors, [*weights, *(1 for _ in others)], replied=replied, detail=detail, min_volume=min_volume
        )
        return np.asarray(labels)[:count] if len(labels) == len(texts) else labels


@functools.cache
def load_background(language: str) -> tuple[OtherEnquiry, ...]:
    """Return enquiries of other companies in a language, in one fixed order; () where there are none."""
    source = (_FOLDER / "background.json").read_text(encoding="utf-8")
    return tuple(OtherEnquiry(text, tuple(reply)) for text, reply in json.loads(source).get(language, ()))


def find_vectors(model: str, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of texts that come with the package: none of another model than `MODEL`."""
    if model != MODEL:
        return {}
    table = np.load(VECTOR_FILE, mmap_mode="r")
    row_of = {digest: row for row, digest in enumerate(table["text"].tolist())}
    found = {text: row for text in texts if (row := row_of.get(digest_text(text))) is not None}
    return dict(zip(found, np.asarray(table["vector"][list(found.values())]), strict=True))


def digest_text(text: str) -> int:
    """Return the number under which the vector of a text is kept."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
