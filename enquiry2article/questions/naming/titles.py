"""Chooses what a question is called: a title that customers put, of a conversation whose reply stands under it.

So title and answer fit by construction. Among the candidates of conversations that agree with the exemplar, the one is
taken that reads best above this answer (`title_form`), is made of words that many share, and is no other question's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.questions.naming.candidates import Candidate
from enquiry2article.questions.naming.pointing import points_back
from enquiry2article.questions.naming.title_form import NO_COSINE, measure_title, weigh_title
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.words import normalise

SHARED_BY = 1 / 3
"""Share of the agreeing conversations that must use a word of the title, for it to count in full."""

LEAST_SHARED = 0.2
"""What a title counts of whose words nobody else uses one."""

KEPT = 2.5
"""How many times better another title must be than the one by which people know the question."""

SAME_MEANING = 0.8
"""Cosine above which two titles say the same."""

POINTING = 0.5
"""What a title counts that points back to something which its reader does not see: "Is that fixable?"."""

TWICE = 0.3
"""What a title counts that says the same as another question's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What stands under a title: what its askers share, and the answer that they got, if any."""

    asked: NDArray[np.float32]
    """The mean of what was asked."""
    replied: NDArray[np.float32] | None = None
    """The vector of the whole answer, None where nobody answered."""
    first: NDArray[np.float32] | None = None
    """The vector of its first sentence."""
    text: str = ""
    """The answer itself, whose words count as shared."""


def choose_title(
    candidates: Sequence[Candidate],
    vectors: Mapping[str, NDArray[np.float32]],
    members: Mapping[str, float],
    shares: Mapping[str, float],
    under: Under,
    taken: Mapping[str, NDArray[np.float32]],
    earlier: str = "",
) -> tuple[str, float]:
    """Choose the best title for an answer, and say how good it is, 0..1; ("", 0.0) where there is no candidate.

    `members` tells how far each enquiry's conversation agrees with the answer, 0..1, by its id: only their candidates
    count, as much. `shares` tells which share of them uses each stem. `taken` are the titles of other questions,
    normalised. `earlier` is the title of the last run, kept unless another is `KEPT` times as good.
    """
    own = set(list_content_stems(under.text))
    best: tuple[float, float, str] = (0.0, 0.0, "")
    for candidate in candidates:
        title = candidate.title
        agrees = max((members.get(id_, 0.0) for id_ in candidate.enquiry_ids), default=0.0)
        if not agrees or normalise(title) in taken:
            continue
        form = weigh_for_answer(title, vectors[title], under)
        score = form * agrees * weigh_shared(title, shares, own)
        score *= TWICE if any(float(vectors[title] @ other) > SAME_MEANING for other in taken.values()) else 1.0
        score *= KEPT if title == earlier else 1.0
        best = max(best, (round(score, 6), form, title))
    return best[2], best[1]


def weigh_for_answer(title: str, vector: NDArray[np.float32], under: Under) -> float:
    """Compute how likely an editor takes a title as it is above an answer, 0..1."""
    measures = measure_title(
        title,
        to_reply=NO_COSINE if under.replied is None else round(float(vector @ under.replied), 4),
        to_first=NO_COSINE if under.first is None else round(float(vector @ under.first), 4),
        to_asked=round(float(vector @ under.asked), 4),
    )
    form = weigh_title(title, measures)
    return round(POINTING * form, 4) if points_back(title) else form


def weigh_shared(title: str, shares: Mapping[str, float], told: Collection[str] = ()) -> float:
    """Compute how much of a title is made of words that many of its askers use, or the answer itself, 0..1."""
    stems = list_content_stems(title)
    if not stems:
        return LEAST_SHARED
    counted = [1.0 if stem in told else min(1.0, shares.get(stem, 0.0) / SHARED_BY) for stem in stems]
    return LEAST_SHARED + (1 - LEAST_SHARED) * float(np.mean(counted)) * min(1.0, 0.5 + 0.5 * min(counted))


def make_heading(keywords: Sequence[str], taken: Collection[str], no_subject: str) -> str:
    """Make a heading of key words, where no sentence of a customer may be shown; `no_subject` where there are none."""
    for words in (*(word for word in keywords if " " in word), *keywords):
        title = f"{words[:1].upper()}{words[1:]}"
        if normalise(title) not in taken:
            return title
    title, number = no_subject, 2
    while normalise(title) in taken:
        title = f"{no_subject} ({number})"
        number += 1
    return title
