"""Other ways in which customers ask a question, and, where nobody has answered, what they want to know under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.asking import is_asking
from enquiry2article.questions.naming.candidates import Candidate
from enquiry2article.questions.naming.titles import weigh_for_answer, weigh_form
from enquiry2article.records import Variant
from enquiry2article.text import normalise

LEAST_ALIKE = 0.6
"""Cosine to the title from which a wording asks the same."""

LEAST_RELATED = 0.25
"""Cosine to the title from which a question belongs under it."""

DOUBLE = 0.85
"""Cosine from which two wordings are one."""

LEAST_FORM = 0.3
"""Expected grade of a wording as a title, 0..1, for it to be shown."""

LEAST_FORM_UNDER = 0.2
"""The same for a question under a title."""

MOST_VARIANTS, MOST_UNDER = 4, 6


def find_variants(
    candidates: Sequence[Candidate], vectors: Mapping[str, NDArray[np.float32]], title: str
) -> tuple[Variant, ...]:
    """Find other wordings of a title's question: at most `MOST_VARIANTS`, no two nearly the same."""

    def weigh(text: str) -> float:
        return weigh_for_answer(text, vectors[text], None, None, vectors[title])

    return _choose(candidates, vectors, title, weigh, LEAST_ALIKE, LEAST_FORM, MOST_VARIANTS)


def find_sub_questions(
    candidates: Sequence[Candidate], vectors: Mapping[str, NDArray[np.float32]], title: str
) -> tuple[Variant, ...]:
    """Find what people want to know under a title that nobody answers: at most `MOST_UNDER`, those most ask first."""
    return _choose(candidates, vectors, title, weigh_form, LEAST_RELATED, LEAST_FORM_UNDER, MOST_UNDER)


def _choose(
    candidates: Sequence[Candidate],
    vectors: Mapping[str, NDArray[np.float32]],
    title: str,
    weigh: Callable[[str], float],
    least: float,
    least_form: float,
    most: int,
) -> tuple[Variant, ...]:
    about = vectors[title]
    able = []
    for candidate in candidates:
        alike = round(float(vectors[candidate.title] @ about), 4)
        if candidate.shared or alike < least or not is_asking(candidate.title):
            continue
        form = weigh(candidate.title)
        if form >= least_form and normalise(candidate.title) != normalise(title):
            able.append((-len(candidate.enquiry_ids), -round(alike * form, 4), candidate.title))
    chosen: list[str] = []
    counts: list[int] = []
    for count, _, text in sorted(able):
        others = [vectors[other] for other in (title, *chosen)]
        if len(chosen) < most and all(float(vectors[text] @ other) < DOUBLE for other in others):
            chosen.append(text)
            counts.append(-count)
    return tuple(Variant(text=text, count=count) for text, count in zip(chosen, counts, strict=True))
