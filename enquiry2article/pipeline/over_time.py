"""The story of time: what changed lately, what has its season, what an answer is worth, and what a post did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from enquiry2article.domain.coverage import Coverage
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.question import Answered, Question, QuestionStatus
from enquiry2article.posts.coverage.parts import same_page
from enquiry2article.storage.decisions_file import Decision
from enquiry2article.trends.arrivals import list_arrivals
from enquiry2article.trends.effects import add_effects
from enquiry2article.trends.seasons import add_seasons
from enquiry2article.trends.trend import add_trends
from enquiry2article.trends.worth import add_worth


def add_time(
    questions: Sequence[Question], enquiries: Iterable[RedactedEnquiry], answered: Mapping[str, Answered]
) -> list[Question]:
    """Return the questions with everything that time tells about them; `answered` is what `find_answered` gives."""
    arrivals = list_arrivals(enquiries)
    received = {id_: arrival.at for id_, arrival in arrivals.items()}
    timed = add_seasons(add_trends(questions, received), received)
    return add_effects(add_worth(timed, arrivals), arrivals, answered)


def find_answered(
    questions: Iterable[Question],
    coverage: Coverage,
    decisions: Iterable[Decision],
    before: Mapping[str, Answered],
    now: datetime,
) -> dict[str, Answered]:
    """Return since when each question is answered, of those that are.

    The post's own date tells it; else the day on which a person said so; else what was known `before`, in the last run;
    else it is known from today on that the question is answered.
    """
    said = {decision.question: decision for decision in decisions if decision.action == "answered-by"}
    found = {}
    for question in questions:
        if question.status is not QuestionStatus.ANSWERED or not question.post_url:
            continue
        url = question.post_url
        row = coverage.by_question.get(question.id)
        known = before.get(question.id)
        decision = said.get(question.id)
        since = None
        if row and row.post and row.post.published and same_page(row.post.url, url):
            since = row.post.published
        elif decision and decision.url == url:
            since = _read_day(decision.date)
        if since:
            found[question.id] = Answered(url=url, since=since)
        elif known and same_page(known.url, url):
            found[question.id] = known
        else:
            found[question.id] = Answered(url=url, since=now, dated=False)
    return found


def _read_day(text: str) -> datetime | None:
    with suppress(ValueError):
        day = datetime.fromisoformat(text)
        return day if day.utcoffset() is not None else day.replace(tzinfo=UTC)
    return None
