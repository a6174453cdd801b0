"""What replies tell about enquiries: those that were given the same answer ask the same, those given others do not.

An agent who answered knew what was asked, even where the customer wrote "How do I check that?". So a reply counts
beside the enquiry's own words, without sentences that are sent whatever was asked. `docs/grouping.md` says what that
gains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.vectors import Replied
from enquiry2article.text.keywords import strip_placeholders
from enquiry2article.text.words import normalise

FEWEST_SHARED = 4
"""Replies in which a sentence stands that may say nothing about the question."""

LEAST_INFORMATIVE = 0.1
"""How much more alike the enquiries that a sentence answers are than any two of the export, in mean cosine."""

_NUMBERS = re.compile(r"(?<!\w)\w*\d\w*+(?:[ .,:/-]\w*\d\w*)*")


def drop_uninformative(
    said: Mapping[str, Sequence[str]], asked: Mapping[str, str], vectors: Mapping[str, NDArray[np.float32]]
) -> dict[str, list[str]]:
    """Return what was replied to each enquiry, by its id, without sentences that say nothing about the question.

    Such a sentence ("Thank you for writing to us. Your ticket number is 4711.", a hand-over to another department)
    stands in `FEWEST_SHARED` replies or more, and the enquiries it was sent to are no more alike than any two: the mean
    cosine of their pairs exceeds that of all answered enquiries by less than `LEAST_INFORMATIVE`. A reply of nothing
    else stays as it is. `asked` gives the text of each enquiry, and `vectors` a vector of length 1 for it; numbers and
    placeholders of a sentence do not count.
    """
    sent: dict[str, list[str]] = {}
    for id_, own in said.items():
        for shape in {_reduce_to_shape(sentence) for sentence in own}:
            sent.setdefault(shape, []).append(id_)
    answered = [id_ for id_, own in said.items() if own]
    usual = _measure_alikeness([vectors[asked[id_]] for id_ in answered])
    empty = {
        shape
        for shape, ids in sent.items()
        if len(ids) >= FEWEST_SHARED
        and _measure_alikeness([vectors[asked[id_]] for id_ in ids]) < usual + LEAST_INFORMATIVE
    }
    return {
        id_: [sentence for sentence in own if _reduce_to_shape(sentence) not in empty] or list(own)
        for id_, own in said.items()
    }


def _reduce_to_shape(sentence: str) -> str:
    """Return a sentence in small letters without its numbers and placeholders."""
    return _NUMBERS.sub("0", normalise(strip_placeholders(sentence)))


def _measure_alikeness(rows: Sequence[NDArray[np.float32]]) -> float:
    """Return the mean cosine of the pairs of some vectors of length 1, or 0 for fewer than two."""
    count = len(rows)
    if count < 2:
        return 0.0
    total: NDArray[np.float64] = np.asarray(rows, dtype=np.float64).sum(axis=0)
    return round((float(np.dot(total, total)) - count) / (count * (count - 1)), 6)


def gather_replies(said: Sequence[Sequence[str]], vectors: Mapping[str, NDArray[np.float32]], width: int) -> Replied:
    """Return what was replied to each text as one text and one vector; `vectors` has one of `width` for a sentence."""
    rows = np.zeros((len(said), width), dtype=np.float32)
    for row, own in enumerate(said):
        if own:
            mean = np.mean([vectors[sentence] for sentence in own], axis=0)
            rows[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return Replied([" \n ".join(dict.fromkeys(own)) for own in said], rows)
