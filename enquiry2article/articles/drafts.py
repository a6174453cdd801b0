"""Questions to drafts: the writer gives the body, this stage the front matter in neutral words.

A publisher turns the neutral words into those of its site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from enquiry2article.articles.editor_note import write_note
from enquiry2article.articles.layout import lay_out_article
from enquiry2article.articles.openings import describe_question
from enquiry2article.articles.structured_data import (
    BlogPosting,
    describe_blog_posting,
    describe_faq_page,
    describe_how_to,
    render_structured_data,
)
from enquiry2article.domain.answer import Lack
from enquiry2article.domain.article import Draft
from enquiry2article.domain.protocols import Writer
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.domain.settings import Settings
from enquiry2article.questions.language import find_question_language
from enquiry2article.text.words import split_words

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

FEWEST_TOLD = 2
"""What must be told under the title of an outline, at least one question among it."""


def draft_articles(questions: Sequence[Question], writer: Writer, settings: Settings) -> list[Draft]:
    """Write an article, or an outline of one, for each question that no post answers yet.

    What says nothing to everybody is left out (`may_be_drafted`).

    Raises:
        TemplateProblem: the writer's template cannot be used.
    """
    others = {question.id: question for question in questions}
    newest = max((question.last_seen for question in questions if question.last_seen), default=None)
    return [
        draft_article(question, others, writer, settings, newest)
        for question in questions
        if question.status is QuestionStatus.NEW and not question.post_url and may_be_drafted(question)
    ]


def may_be_drafted(question: Question) -> bool:
    """Return whether an article or an outline can be made of a question.

    What nobody ever answered is always an outline, and what a person has named. What was replied to without an answer
    for everybody is one where `FEWEST_TOLD` things are known of what customers want, agents ask back and agents do:
    without them an editor could not write it. What agents only handle case by case is none.
    """
    answer = question.answer
    if answer.lack is Lack.NOTHING or answer.lack is Lack.CASE:
        return answer.lack is Lack.NOTHING
    told = (*question.variants, *answer.asked, *answer.handled)
    named = question.known or bool(question.found_title)
    return named or not question.replied or (bool(question.variants) and len(told) >= FEWEST_TOLD)


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
    language = find_question_language(question) or settings.site.language
    title, description = dress(question.title), describe_question(question, language, dress)
    date = date_draft(question)
    front_matter: dict[str, object] = {
        "title": title,
        "slug": question.slug,
        "date": date,
        "description": description,
        "tags": dress_tags(question, dress),
        "draft": True,
        "question_id": question.id,
    }
    if settings.drafts.image:
        front_matter["image"] = ""
        front_matter["image_alt"] = title.rstrip("?？؟;")
    if question.answer.lack is Lack.NOTHING and settings.drafts.structured_data:
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
        posting = BlogPosting(
            title=title,
            description=description,
            date=date,
            keywords=dress_tags(question, dress),
            url=template.format(slug=question.slug) if template else "",
            author_name=settings.author.name,
            author_url=settings.author.url,
            publisher_name=settings.site.name,
            publisher_url=settings.site.url,
            language=language,
            words=len(split_words(body)),
        )
        things.append(describe_blog_posting(posting))
    if "FAQPage" in wanted:
        things.append(describe_faq_page([pair_question(question, dress)]))
    article = lay_out_article(question, dress=dress)
    steps = next((section.steps for section in article.sections if section.steps), ())
    if "HowTo" in wanted and steps:
        things.append(describe_how_to(title=title, description=description, steps=steps))
    return things


def pair_question(question: Question, dress: Callable[[str], str]) -> tuple[str, str]:
    """Return a question and its whole answer as plain text."""
    return dress(question.title), " ".join(dress(statement.text) for statement in question.answer.statements)


def date_draft(question: Question) -> datetime:
    """Return the date of a draft: of the newest evidence, else of the day on which the question was first found."""
    dates = [date for date in (question.answer.confirmed, question.last_seen) if date] or [question.since or LONG_AGO]
    return max(dates).replace(microsecond=0)


def dress_tags(question: Question, dress: Callable[[str], str]) -> list[str]:
    """Return the tags of a question in the house's spelling, each once."""
    return list(dict.fromkeys(dress(tag) for tag in question.tags if tag))
