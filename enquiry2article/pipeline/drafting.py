"""Questions to drafts, and what is proposed for those that a person has edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from enquiry2article.articles.change_proposals import propose_change
from enquiry2article.articles.copies import draft_copies
from enquiry2article.articles.drafts import draft_articles
from enquiry2article.articles.front_matter import read_body
from enquiry2article.articles.publishing import (
    WRITTEN,
)
from enquiry2article.articles.round_ups import draft_round_ups
from enquiry2article.domain.answer import Lack
from enquiry2article.domain.article import Action, Draft, Step
from enquiry2article.domain.protocols import (
    Publisher,
)
from enquiry2article.domain.question import Question
from enquiry2article.domain.settings import HouseStyle, Settings
from enquiry2article.pipeline.options import Tools
from enquiry2article.questions.grouping.group import Grouping


def draft_all(questions: Sequence[Question], tools: Tools, settings: Settings) -> list[Draft]:
    """Write the articles, then, if the settings ask for them, pages of areas and copies for other sites."""
    articles = draft_articles(questions, tools.writer, settings)
    round_ups = draft_round_ups(questions, tools.pages, settings) if settings.drafts.round_ups else []
    copies = draft_copies(articles, questions, tools.pages, settings) if settings.drafts.syndication else []
    return [*articles, *round_ups, *copies]


def list_wordings(grouping: Grouping, questions: Sequence[Question]) -> dict[str, list[str]]:
    return {
        question.id: list(dict.fromkeys(member.text for member in cluster.members))
        for question, cluster in zip(questions, grouping.clusters, strict=True)
    }


def propose_changes(
    steps: Sequence[Step],
    questions: Sequence[Question],
    publisher: Publisher,
    existing: Mapping[Path, str],
    written: Mapping[Path, Sequence[str]],
    style: HouseStyle,
) -> dict[Path, str]:
    """Return what could be changed in the articles that a person has edited: path of the draft → proposal, or ""."""
    by_id = {question.id: question for question in questions}
    proposals = {}
    for step in steps:
        path = publisher.path(step.draft)
        if step.action is Action.KEEP and path in written and _is_article(step.draft):
            body = read_body(existing[path])
            proposals[path] = propose_change(by_id[step.draft.question_id], written[path], body, style.dress)
    return proposals


def count_written(steps: Sequence[Step], questions: Sequence[Question]) -> dict[str, int]:
    """Count the drafts that are there after the steps, by what they are: see `RunReport.written`."""
    lacks = {question.id: question.answer.lack for question in questions}
    counts: Counter[str] = Counter()
    for step in steps:
        draft = step.draft
        if step.action is Action.REFUSE:
            continue
        if _is_article(draft):
            counts["article" if lacks[draft.question_id] is Lack.NOTHING else "outline"] += 1
        else:
            counts["copy" if "copy_of" in draft.front_matter else "page"] += 1
    return dict(counts)


def _is_article(draft: Draft) -> bool:
    """Return whether a draft is the article of one question, and no copy of it and no page of an area."""
    return draft.front_matter.get("question_id") == draft.question_id


def list_written(steps: Sequence[Step], questions: Sequence[Question], publisher: Publisher) -> dict[Path, list[str]]:
    """Return the sentences of the answer in each article that is ours once the steps are done."""
    by_id = {question.id: question for question in questions}
    return {
        publisher.path(step.draft): [statement.text for statement in by_id[step.draft.question_id].answer.statements]
        for step in steps
        if step.action in WRITTEN and _is_article(step.draft)
    }
