"""Questions to drafts: the writer gives the body, this stage the front matter in neutral words.

A publisher turns the neutral words into those of its site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enquiry2article.protocols import Writer
from enquiry2article.records import Draft, Question

LONGEST_DESCRIPTION = 158
"""Search engines show about so many letters; the cut is made between sentences or words, never inside one."""

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

RELATED = 3

LEAST_RELATED = 0.35
"""Cosine below which another question is not worth pointing to."""


def relate_questions(questions: Sequence[Question], middles: NDArray[np.float32]) -> list[Question]:
    """Give each question the ids of the nearest others. Row i of `middles`, of length 1, belongs to question i."""
    ids = [question.id for question in questions]
    nearest = find_nearest_questions(ids, middles, RELATED)
    return [
        replace(question, related=tuple(ids[j] for j in near))
        for question, near in zip(questions, nearest, strict=True)
    ]


def find_nearest_questions(ids: Sequence[str], middles: NDArray[np.float32], count: int) -> list[list[int]]:
    """Give the places of the nearest others of each question, nearest first, as far as they are near at all."""
    alike = np.round(middles @ middles.T, 5)
    found = []
    for i in range(len(ids)):
        others = sorted((j for j in range(len(ids)) if j != i), key=lambda j: (-alike[i, j], ids[j]))
        found.append([j for j in others[:count] if alike[i, j] >= LEAST_RELATED])
    return found


def draft_articles(questions: Sequence[Question], writer: Writer) -> list[Draft]:
    """Write an article for each question that no post answers yet.

    Raises:
        TemplateProblem: the writer's template cannot be used.
    """
    others = {question.id: question for question in questions}
    return [draft_article(question, others, writer) for question in questions if not question.post_url]


def draft_article(question: Question, others: Mapping[str, Question], writer: Writer) -> Draft:
    """Write one article: its front matter in neutral words, and its body.

    The date is that of the newest evidence, so that the same export gives the same draft on another day. Where the
    export has no dates, it is the day on which the question was first found.
    """
    dates = [date for date in (question.answer.confirmed, question.last_seen) if date] or [question.since or LONG_AGO]
    front_matter: dict[str, object] = {
        "title": question.title,
        "slug": question.slug,
        "date": max(dates).replace(microsecond=0),
        "description": describe_question(question),
        "tags": list(choose_tags(question)),
        "draft": True,
        "question_id": question.id,
    }
    sources = sorted({source for statement in question.answer.statements for source in statement.sources})
    if sources:
        front_matter["sources"] = sources
    return Draft(
        question_id=question.id,
        path=Path(f"{question.slug}.md"),
        front_matter=front_matter,
        body=writer.write(question, others),
    )


def describe_question(question: Question) -> str:
    """Give the line that search engines show: the first sentences of the answer that fit, else the title."""
    description = ""
    for statement in question.answer.statements:
        if statement.text.endswith(":"):
            continue
        longer = f"{description} {statement.text}".strip()
        if len(longer) > LONGEST_DESCRIPTION:
            break
        description = longer
    if description:
        return description
    if question.answer.statements:
        return cut_at_word(question.answer.statements[0].text)
    return cut_at_word(question.title)


def cut_at_word(text: str) -> str:
    """Shorten a text between two words, with an ellipsis where something was left out."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return f"{text[: LONGEST_DESCRIPTION - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def choose_tags(question: Question) -> tuple[str, ...]:
    """Give up to five tags: the area first, then the key words."""
    tags: dict[str, None] = {}
    for tag in (question.area, *question.keywords):
        if tag:
            tags.setdefault(tag)
    return tuple(tags)[:5]
