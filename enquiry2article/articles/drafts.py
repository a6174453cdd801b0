"""Questions to drafts: the writer gives the body, this stage the front matter in neutral words.

A publisher turns the neutral words into those of its site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enquiry2article.articles.editor_note import LONGEST_DESCRIPTION, write_note
from enquiry2article.articles.headings import choose_headings, title_round_up
from enquiry2article.articles.layout import FEWEST_STEPS, begin_step
from enquiry2article.articles.structured_data import (
    describe_blog_posting,
    describe_faq_page,
    describe_how_to,
    render_structured_data,
)
from enquiry2article.languages import tell_question_language
from enquiry2article.protocols import PageWriter, Writer
from enquiry2article.records import Draft, Lack, Question, Role
from enquiry2article.settings import Settings
from enquiry2article.slugs import make_slug
from enquiry2article.text import split_words

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

RELATED = 3

COPIES = "copies-for-other-sites"
"""The folder, within that of the posts, for syndicated copies."""

FEWEST_FOLLOWERS = 2
"""Customers who must have asked another question next."""

UNKNOWN_URL = "(put the address of the original here)"

FEWEST_IN_ROUND_UP = 3
"""Answered questions that make a page of an area."""

LEAST_RELATED = 0.35
"""Cosine below which another question is not worth pointing to."""


def relate_questions(questions: Sequence[Question], middles: NDArray[np.float32]) -> list[Question]:
    """Give each question the ids of the nearest others in its language.

    Row i of `middles`, of length 1, belongs to question i. A question whose language is unsure may be near any.
    """
    ids = [question.id for question in questions]
    languages = [tell_question_language(question) for question in questions]
    nearest = find_nearest_questions(ids, middles, RELATED, languages)
    return [
        replace(question, related=tuple(ids[j] for j in near))
        for question, near in zip(questions, nearest, strict=True)
    ]


def follow_questions(questions: Sequence[Question], asked: Iterable[tuple[str, datetime, str]]) -> list[Question]:
    """Give each question the ids of those that the same customers ask next, most customers first.

    `asked` tells who asked when and which question: customer, moment, question's id. What one customer alone asked next
    is a coincidence.
    """
    of_customer: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for customer, moment, question_id in asked:
        if customer:
            of_customer[customer].append((moment, question_id))
    followers: dict[str, Counter[str]] = defaultdict(Counter)
    for own in of_customer.values():
        steps = {(before, after) for (_, before), (_, after) in pairwise(sorted(own)) if before != after}
        for before, after in steps:
            followers[before][after] += 1
    followed = []
    for question in questions:
        counts = followers[question.id]
        often = sorted((id_ for id_ in counts if counts[id_] >= FEWEST_FOLLOWERS), key=lambda id_: (-counts[id_], id_))
        followed.append(replace(question, next=tuple(often[:RELATED])))
    return followed


def find_nearest_questions(
    ids: Sequence[str], middles: NDArray[np.float32], count: int, languages: Sequence[str] = ()
) -> list[list[int]]:
    """Give the places of the nearest others of each question, nearest first, as far as they are near at all.

    Questions in two of the `languages`, where both are known, are not near.
    """
    alike = np.round(middles @ middles.T, 5)
    own = languages or [""] * len(ids)
    found = []
    for i in range(len(ids)):
        others = sorted(
            (j for j in range(len(ids)) if j != i and (own[i] == own[j] or "" in (own[i], own[j]))),
            key=lambda j: (-alike[i, j], ids[j]),
        )
        found.append([j for j in others[:count] if alike[i, j] >= LEAST_RELATED])
    return found


def draft_articles(questions: Sequence[Question], writer: Writer, settings: Settings) -> list[Draft]:
    """Write an article for each question that no post answers yet.

    Raises:
        TemplateProblem: the writer's template cannot be used.
    """
    others = {question.id: question for question in questions}
    newest = max((question.last_seen for question in questions if question.last_seen), default=None)
    return [
        draft_article(question, others, writer, settings, newest)
        for question in questions
        if question.status == "new" and not question.post_url
    ]


def draft_article(
    question: Question, others: Mapping[str, Question], writer: Writer, settings: Settings, newest: datetime | None
) -> Draft:
    """Write one article: its front matter in neutral words, its body, and the note for its editor.

    The date is that of the newest evidence, so that the same export gives the same draft on another day. Where the
    export has no dates, it is the day on which the question was first found. What search engines show is put into the
    house's spelling, as the body is by its writer.
    """
    body = writer.write(question, others)
    dress = settings.style.dress
    title, description = dress(question.title), describe_question(question, dress)
    language = tell_question_language(question) or settings.site.language
    date = tell_date(question)
    front_matter: dict[str, object] = {
        "title": title,
        "slug": question.slug,
        "date": date,
        "description": description,
        "tags": list(choose_tags(question, dress)),
        "draft": True,
        "question_id": question.id,
    }
    if settings.drafts.image:
        front_matter["image"] = ""
        front_matter["image_alt"] = title.rstrip("?？؟;")
    if question.answer.statements and settings.drafts.structured_data:
        front_matter["structured_data"] = render_structured_data(
            describe_draft(question, body, description, date, language, settings)
        )
    note = write_note(
        replace(question, title=title),
        body=body,
        description=description,
        language=language,
        forbidden=settings.style.forbidden,
        stale_after_days=settings.drafts.stale_after_days,
        newest=newest,
    )
    path = Path(f"{question.slug}.md")
    return Draft(question_id=question.id, path=path, front_matter=front_matter, body=body, note=note)


def describe_draft(
    question: Question, body: str, description: str, date: datetime, language: str, settings: Settings
) -> list[dict[str, object]]:
    """Describe a draft in the words of schema.org, as far as the settings ask for it."""
    wanted = settings.drafts.structured_data
    dress = settings.style.dress
    title = dress(question.title)
    things: list[dict[str, object]] = []
    if "BlogPosting" in wanted:
        template = settings.site.url_template
        things.append(
            describe_blog_posting(
                title=title,
                description=description,
                date=date,
                modified=None,
                keywords=choose_tags(question, dress),
                url=template.format(slug=question.slug) if template else "",
                image="",
                author_name=settings.author.name,
                author_url=settings.author.url,
                publisher_name=settings.site.name,
                publisher_url=settings.site.url,
                language=language,
                words=len(split_words(body)),
            )
        )
    if "FAQPage" in wanted:
        things.append(describe_faq_page([_pair(question, dress)]))
    steps = [dress(begin_step(s.text)) for s in question.answer.statements if s.role is Role.STEP]
    if "HowTo" in wanted and len(steps) >= FEWEST_STEPS:
        things.append(describe_how_to(title=title, description=description, steps=steps))
    return things


def _pair(question: Question, dress: Callable[[str], str]) -> tuple[str, str]:
    """Give a question and its whole answer as plain text."""
    return dress(question.title), " ".join(dress(statement.text) for statement in question.answer.statements)


def draft_copies(
    drafts: Sequence[Draft], questions: Sequence[Question], pages: PageWriter, settings: Settings
) -> list[Draft]:
    """Write a copy for another site of each draft whose replies hold enough other words for it.

    Raises:
        TemplateProblem: the template of copies cannot be used.
    """
    by_id = {question.id: question for question in questions}
    copies = []
    for draft in drafts:
        question = by_id[draft.question_id]
        template = settings.site.url_template
        url = template.format(slug=question.slug) if template else ""
        made = pages.write_copy(question, url or UNKNOWN_URL) if question.answer.statements else None
        if made is None:
            continue
        title, body = made
        front_matter: dict[str, object] = {
            "title": title,
            "slug": f"{question.slug}-copy",
            "date": draft.front_matter["date"],
            "description": title,
            "tags": list(choose_tags(question, settings.style.dress)),
            "draft": True,
            "copy_of": question.id,
        }
        if url:
            front_matter["canonical_url"] = url
        copies.append(
            Draft(
                question_id=question.id,
                path=Path(COPIES, f"{question.slug}-copy.md"),
                front_matter=front_matter,
                body=body,
            )
        )
    return copies


def draft_round_ups(questions: Sequence[Question], pages: PageWriter, settings: Settings) -> list[Draft]:
    """Write one page for each area that has enough questions with an answer.

    Raises:
        TemplateProblem: the template of round-ups cannot be used.
    """
    dress = settings.style.dress
    by_area: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if question.area and question.answer.lack is Lack.NOTHING and question.status != "ignored":
            by_area[question.area].append(question)
    drafts = []
    for area, own in sorted(by_area.items()):
        if len(own) < FEWEST_IN_ROUND_UP:
            continue
        body = pages.write_round_up(area, own)
        language = choose_headings(tell_question_language(*own), settings.site.language)
        title = dress(title_round_up(area, language))
        slug = f"faq-{make_slug(area)}"
        front_matter: dict[str, object] = {
            "title": title,
            "slug": slug,
            "date": max(tell_date(question) for question in own),
            "description": cut_at_word(" ".join(dress(question.title) for question in own)),
            "tags": [dress(area)],
            "draft": True,
            "questions": [question.id for question in own],
        }
        if "FAQPage" in settings.drafts.structured_data:
            pairs = describe_faq_page([_pair(question, dress) for question in own])
            front_matter["structured_data"] = render_structured_data([pairs])
        drafts.append(
            Draft(question_id=f"round-up {slug}", path=Path(f"{slug}.md"), front_matter=front_matter, body=body)
        )
    return drafts


def tell_date(question: Question) -> datetime:
    """Give the date of a draft: of the newest evidence, else of the day on which the question was first found."""
    dates = [date for date in (question.answer.confirmed, question.last_seen) if date] or [question.since or LONG_AGO]
    return max(dates).replace(microsecond=0)


def describe_question(question: Question, dress: Callable[[str], str] = str) -> str:
    """Give the line that search engines show: the first sentences of the answer that fit, else the title.

    `dress` puts a text into the house's spelling, which may make it longer.
    """
    texts = [dress(statement.text) for statement in question.answer.statements]
    description = ""
    for text in texts:
        if text.endswith(":"):
            continue
        longer = f"{description} {text}".strip()
        if len(longer) > LONGEST_DESCRIPTION:
            break
        description = longer
    return description or cut_at_word(texts[0] if texts else dress(question.title))


def cut_at_word(text: str) -> str:
    """Shorten a text between two words, with an ellipsis where something was left out."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return f"{text[: LONGEST_DESCRIPTION - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def choose_tags(question: Question, dress: Callable[[str], str] = str) -> tuple[str, ...]:
    """Give up to five tags, each once: the area first, then the key words, in the house's spelling."""
    return tuple(dict.fromkeys(dress(tag) for tag in (question.area, *question.keywords) if tag))[:5]
