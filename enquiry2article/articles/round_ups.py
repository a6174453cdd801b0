"""Pages that gather the questions of one area, each with the sentences in which its answer begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from enquiry2article.articles.drafts import date_draft, pair_question
from enquiry2article.articles.headings import choose_headings, title_round_up
from enquiry2article.articles.openings import LONGEST_DESCRIPTION, find_opening
from enquiry2article.articles.structured_data import describe_faq_page, render_structured_data
from enquiry2article.domain.answer import Lack
from enquiry2article.domain.article import Draft
from enquiry2article.domain.protocols import PageWriter
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.domain.settings import Settings
from enquiry2article.questions.language import find_question_language
from enquiry2article.text.slugs import make_slug

FEWEST_IN_ROUND_UP = 3
"""Answered questions that make a page of an area."""


def draft_round_ups(questions: Sequence[Question], pages: PageWriter, settings: Settings) -> list[Draft]:
    """Write one page for each area that has enough questions whose answer begins with a sentence that stands alone.

    Raises:
        TemplateProblem: the template of round-ups cannot be used.
    """
    dress = settings.style.dress
    by_area: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        answered = question.answer.lack is Lack.NOTHING and find_opening(
            question.answer.statements, find_question_language(question)
        )
        if question.area and answered and question.status is not QuestionStatus.IGNORED:
            by_area[question.area].append(question)
    drafts = []
    for area, own in sorted(by_area.items()):
        if len(own) < FEWEST_IN_ROUND_UP:
            continue
        body = pages.write_round_up(area, own)
        language = choose_headings(find_question_language(*own), settings.site.language)
        title = dress(title_round_up(area, language))
        slug = f"faq-{make_slug(area)}"
        front_matter: dict[str, object] = {
            "title": title,
            "slug": slug,
            "date": max(date_draft(question) for question in own),
            "description": _list_titles(dress(question.title) for question in own),
            "tags": [dress(area)],
            "draft": True,
            "questions": [question.id for question in own],
        }
        if "FAQPage" in settings.drafts.structured_data:
            pairs = describe_faq_page([pair_question(question, dress) for question in own])
            front_matter["structured_data"] = render_structured_data([pairs])
        drafts.append(
            Draft(question_id=f"round-up {slug}", path=Path(f"{slug}.md"), front_matter=front_matter, body=body)
        )
    return drafts


def _list_titles(titles: Iterable[str]) -> str:
    """Join the first titles that fit into a description, the first at least, whatever its length."""
    told = ""
    for title in titles:
        longer = f"{told} {title}".strip()
        if told and len(longer) > LONGEST_DESCRIPTION:
            break
        told = longer
    return told
