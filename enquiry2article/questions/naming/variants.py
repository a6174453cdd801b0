"""Other ways in which customers ask a question, and, where nobody has answered, what they want to know under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.cleaning.question_sentences import begins_as_question
from enquiry2article.domain.question import Variant
from enquiry2article.questions.naming.candidates import Candidate
from enquiry2article.questions.naming.pointing import points_back
from enquiry2article.questions.naming.rewriting import STATED
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.language import guess_language
from enquiry2article.text.words import normalise

LEAST_ALIKE = 0.65
"""Cosine to the title from which a wording asks the same."""

LEAST_RELATED = 0.35
"""Cosine to the title from which a question belongs under it."""

DOUBLE = 0.85
"""Cosine from which two wordings are one."""

FEWEST_STEMS = 2
"""Telling words of a question that can be read by itself."""

MOST_VARIANTS, MOST_UNDER = 4, 6


def find_variants(
    candidates: Sequence[Candidate], vectors: Mapping[str, NDArray[np.float32]], title: str
) -> tuple[Variant, ...]:
    """Find other wordings of a title's question: at most `MOST_VARIANTS`, no two nearly the same."""
    return _choose(candidates, vectors, title, LEAST_ALIKE, MOST_VARIANTS)


def find_sub_questions(
    candidates: Sequence[Candidate], vectors: Mapping[str, NDArray[np.float32]], title: str
) -> tuple[Variant, ...]:
    """Find what people want to know under a title that nobody answers: at most `MOST_UNDER`, those most ask first."""
    return _choose(candidates, vectors, title, LEAST_RELATED, MOST_UNDER)


def stands_alone(question: str) -> bool:
    """Return whether a question can be read by itself: it tells of something, and points to nothing before it."""
    language = guess_language(question) or "en"
    stated = question.startswith(STATED)  # one customer's story, which is no question of others
    return (
        begins_as_question(question, language)
        and not stated
        and not points_back(question)
        and len(list_content_stems(question)) >= FEWEST_STEMS
    )


def _choose(
    candidates: Sequence[Candidate],
    vectors: Mapping[str, NDArray[np.float32]],
    title: str,
    least: float,
    most: int,
) -> tuple[Variant, ...]:
    about = vectors[title]
    able = []
    for candidate in candidates:
        alike = round(float(vectors[candidate.title] @ about), 4)
        if candidate.shared or alike < least or normalise(candidate.title) == normalise(title):
            continue
        if stands_alone(candidate.title):
            able.append((-len(candidate.enquiry_ids), -alike, candidate.title))
    chosen: list[str] = []
    counts: list[int] = []
    for count, _, text in sorted(able):
        others = [vectors[other] for other in (title, *chosen)]
        if len(chosen) < most and all(float(vectors[text] @ other) < DOUBLE for other in others):
            chosen.append(text)
            counts.append(-count)
    return tuple(Variant(text=text, count=count) for text, count in zip(chosen, counts, strict=True))
