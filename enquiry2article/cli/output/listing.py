"""Results as rows and dictionaries, in the shapes that other programs rely on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from enquiry2article.domain.answer import Lack, Statement
from enquiry2article.domain.coverage import Coverage, Difference, QuestionCoverage
from enquiry2article.domain.enquiry import LedgerRow, Status, was_left_out
from enquiry2article.domain.match import Match
from enquiry2article.domain.question import (
    Effect,
    KnownQuestion,
    Outcome,
    Question,
    QuestionStatus,
    Season,
    Trend,
    Worth,
)
from enquiry2article.domain.run import RunReport
from enquiry2article.questions.grouping.firmness import FIRM
from enquiry2article.trends.seasons import describe_season

QUESTION_COLUMNS = [
    "rank", "id", "title", "volume", "customers", "score", "first_seen", "last_seen", "status", "draft", "group",
]  # fmt: skip
EFFECT_COLUMNS = ["id", "question", "answered since", "days", "before", "after", "share of before", "post"]
LEDGER_COLUMNS = ["enquiry_id", "source", "status", "question_id", "also", "similarity", "reason"]
COVERAGE_COLUMNS = ["answered", "question", "post", "why"]
MATCH_COLUMNS = ["enquiry_id", "decision", "post_url", "post_title", "question_id", "score", "margin", "reply"]


TREND_WORDS = {
    Trend.NEW: "new",
    Trend.RISING: "rising",
    Trend.FALLING: "falling",
    Trend.GONE: "no longer asked",
}
OUTCOME_WORDS = {Outcome.STILL: "answered, still asked", Outcome.LESS: "asked less since its post"}
"""What became of a question since it was answered, where that can be told."""

PLACE = re.compile(r"[:#]\d+$")
"""Line or number of a row within its file, as readers put it after the file's name."""


def question_to_dict(question: Question) -> dict[str, Any]:
    """Return a question in the shape of `questions --format jsonl`."""
    return {
        "id": question.id,
        "title": question.title,
        "volume": question.volume,
        "customers": question.customers,
        "rank": question.rank,
        "score": question.score,
        "reasons": list(question.reasons),
        "keywords": list(question.keywords),
        "variants": [{"text": variant.text, "count": variant.count} for variant in question.variants],
        "first_seen": _day(question.first_seen),
        "last_seen": _day(question.last_seen),
        "trend": question.trend,
        "months": dict(question.months),
        "season": _season_to_dict(question.season),
        "worth": _worth_to_dict(question.worth),
        "effect": _effect_to_dict(question.effect if question.status is QuestionStatus.ANSWERED else None),
        "status": question.status,
        "post_url": question.post_url or None,
        "enquiry_ids": list(question.enquiry_ids),
        "article": find_article_state(question),
        "answer": [_statement_to_dict(statement) for statement in question.answer.statements],
        "disagreements": [
            {
                "about": found.about,
                "values": [_statement_to_dict(value) for value in found.values],
                "changed": found.changed,
            }
            for found in question.answer.disagreements
        ],
        "needs": question.answer.lack.value or None,
        "draft": question.draft or None,
        "group": format_firmness(question) or None,
        "firmness": question.firmness,
        "known": question.known,
    }


def format_firmness(question: Question) -> str:
    """Return whether nearly all enquiries of a question ask the same, "firm", or not, "loose"; "" where nothing
    tells.
    """
    if question.firmness is None:
        return ""
    return "firm" if question.firmness >= FIRM else "loose"


def question_to_row(question: Question) -> list[str]:
    """Return a question as the cells of `QUESTION_COLUMNS`."""
    return [
        str(question.rank),
        question.id,
        question.title,
        str(question.volume),
        str(question.customers),
        f"{question.score:.2f}",
        _day(question.first_seen) or "",
        _day(question.last_seen) or "",
        question.status,
        question.draft,
        format_firmness(question),
    ]


def make_unasked(known: KnownQuestion) -> Question:
    """Make a question, for a list of them, of a known one that nobody asks."""
    return Question(
        id=known.id, title=known.title, slug="", enquiry_ids=(), volume=0, customers=0,
        status=QuestionStatus.NOT_ASKED, known=True,
    )  # fmt: skip


def describe_lately(question: Question) -> str:
    """Describe in a few words what time tells about a question, or "" where nothing has changed."""
    told = [TREND_WORDS.get(question.trend, "")]
    if question.season:
        told.append(describe_season(question.season))
    if question.status is QuestionStatus.ANSWERED and question.effect:
        told.append(OUTCOME_WORDS.get(question.effect.outcome, ""))
    return "; ".join(text for text in told if text)


def effect_to_row(question: Question) -> list[str]:
    """Return what became of a question that is answered as the cells of `EFFECT_COLUMNS`; [] where there is nothing."""
    effect = question.effect
    if effect is None or question.status is not QuestionStatus.ANSWERED:
        return []
    since = _day(effect.since) or ""
    before = "?" if effect.before is None else str(effect.before)
    share = "" if effect.ratio is None else f"{100 * effect.ratio:.0f} %"
    if share and effect.high is not None:
        share += f" ({100 * effect.low:.0f} to {100 * effect.high:.0f})"
    return [question.id, question.title, since, str(effect.days), before, str(effect.after), share, question.post_url]


def ledger_to_row(row: LedgerRow) -> list[str]:
    """Return a row of the ledger as the cells of `LEDGER_COLUMNS`.

    The source is the file alone, so that the ledger stays the same when the rows of an export change places; only what
    could not be read names its line, in the reason.
    """
    similarity = "" if row.similarity is None else f"{row.similarity:.3f}"
    source = PLACE.sub("", row.source)
    unread = row.status is Status.SET_ASIDE and not was_left_out(row)
    reason = f"{row.source}: {row.reason}" if unread else row.reason
    return [row.enquiry_id, source, row.status.value, row.question_id, " ".join(row.also), similarity, reason]


def match_to_row(match: Match) -> list[str]:
    """Return a match as the cells of `MATCH_COLUMNS`."""
    return [
        match.enquiry_id,
        match.decision,
        address_match(match),
        match.post.title if match.post else "",
        match.question_id,
        f"{match.score:.3f}",
        f"{match.margin:.3f}",
        match.reply,
    ]


def match_to_dict(match: Match) -> dict[str, Any]:
    """Return a match for other programs: `MATCH_COLUMNS`, why it was decided so, and what else the mail asks."""
    return {
        "enquiry_id": match.enquiry_id,
        "decision": match.decision,
        "post_url": address_match(match) or None,
        "post_title": match.post.title if match.post else None,
        "section": match.section.heading if match.section else None,
        "question_id": match.question_id or None,
        "score": match.score,
        "margin": match.margin,
        "reason": match.evidence.reason,
        "wordings": list(match.evidence.wordings),
        "words": list(match.evidence.words),
        "runner_up": match.evidence.runner_up or None,
        "attention": match.attention or None,
        "also": [match_to_dict(other) for other in match.also],
        "reply": match.reply,
    }


def address_match(match: Match) -> str:
    """Return the address of the post, and of its part where one plainly answers, or ""."""
    if not match.post:
        return ""
    anchor = match.section.anchor if match.section else ""
    return f"{match.post.url}#{anchor}" if anchor else match.post.url


def describe_matches(matches: Sequence[Match], precision: float, expected: tuple[float, float]) -> list[str]:
    """Describe in a few lines what came of matching. `expected` is what `Calibration.expect` gives, (0, 0) for
    nothing.
    """
    counts = Counter(match.decision for match in matches)
    ready = sum(bool(match.reply) for match in matches)
    lines = [
        f"{len(matches)} enquiries: {counts['link']} have a link, {counts['unsure']} may have one, "
        f"{counts['none']} have none."
    ]
    if expected != (0.0, 0.0):
        lines.append(
            f"Wanted: {100 * precision:g} % of links to the question that a run would choose. On your own enquiries, "
            f"held out, {100 * expected[0]:.0f} % were, and {100 * expected[1]:.0f} % of them got a link. "
            "Read before you send."
        )
    elif counts["unsure"] and not counts["link"]:
        lines.append(
            f"No link is sure enough for {100 * precision:g} %: there are too few enquiries to promise it. "
            "Try a lower --precision."
        )
    if ready:
        lines.append(f"{ready} have a reply for you to read, change and send: see them with --format csv.")
    urgent = sum(bool(match.attention) for match in matches)
    if urgent:
        lines.append(f"{urgent} should be answered by a person without a prepared text: see --format jsonl.")
    return lines


def coverage_to_rows(coverage: Coverage, titles: Mapping[str, str]) -> list[list[str]]:
    """Return what posts answer as the cells of `COVERAGE_COLUMNS`; `titles` are those of the questions, by id."""
    return [
        [row.verdict.value, titles.get(row.question_id, row.question_id), address_row(row), row.reason]
        for row in coverage.questions
    ]


def address_row(row: QuestionCoverage) -> str:
    """Return the address of the post, or of its part, that answers a question, or ""."""
    if not row.post:
        return ""
    return f"{row.post.url}#{row.section.anchor}" if row.section and row.section.anchor else row.post.url


def coverage_to_dicts(coverage: Coverage, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what posts answer for other programs: first the questions, then the posts."""
    questions = [
        {
            "question_id": row.question_id,
            "title": titles.get(row.question_id, ""),
            "verdict": row.verdict.value,
            "sure": row.sure,
            "score": round(row.score, 3),
            "post_url": address_row(row) or None,
            "missing": [_statement_to_dict(statement) for statement in row.missing],
            "differs": [_difference_to_dict(difference) for difference in row.differs],
            "also": [post.url for post in row.also],
            "elsewhere": [post.url for post in row.elsewhere],
            "reason": row.reason,
        }
        for row in coverage.questions
    ]
    posts = [
        {
            "post_url": use.post.url,
            "post_title": use.post.title,
            "answers": list(use.answers),
            "partly": list(use.partly),
            "near": list(use.near),
            "differs": [{"question_id": id_, **_difference_to_dict(found)} for id_, found in use.differs],
        }
        for use in coverage.posts
    ]
    return [*questions, *posts]


def describe_posts(coverage: Coverage) -> list[str]:
    """Describe in lines what is worth knowing about the posts themselves."""
    lines = [
        f"Says something else about {difference.about} than your agents do: {use.post.url}"
        for use in coverage.posts
        for _, difference in use.differs
    ]
    lines += [
        f"Two posts answer the same: {pair.first.url} and {pair.second.url}. {pair.reason}".rstrip()
        for pair in coverage.same
    ]
    lines += [
        f"Two posts contradict each other about {pair.about}: {pair.first.url} and {pair.second.url}"
        for pair in coverage.contradictions
    ]
    lines += [f"Nobody asks about: {post.url}" for post in coverage.unasked]
    return lines


def _difference_to_dict(difference: Difference) -> dict[str, Any]:
    return {
        "about": difference.about,
        "post_says": difference.sentence,
        "agents_say": _statement_to_dict(difference.statement),
    }


def report_to_dict(report: RunReport) -> dict[str, Any]:
    """Return the summary of a run for other programs."""
    return {
        "files": [
            {
                "file": file.name,
                "format": file.format,
                "recognised_by": file.reason,
                "enquiries": file.enquiries,
                "replied": file.replied,
                "problem": file.problem,
                "left_aside": list(file.strangers),
            }
            for file in report.files
        ],
        "enquiries": report.counts(),
        "filters": report.filters.describe() or None,
        "left_out": dict(sorted(report.left_out.items())),
        "recurring_share": report.recurring,
        "known_questions": {"asked": report.known - report.unasked, "not_asked": report.unasked},
        "warnings": list(report.warnings),
        "questions": len(report.questions),
        "unanswered": sum(question.answer.lack is not Lack.NOTHING for question in report.questions),
        "drafts": {action.value: count for action, count in sorted(report.actions.items())},
        "still_asked": _count_outcome(report, Outcome.STILL),
        "asked_less": _count_outcome(report, Outcome.LESS),
        "personal_data_removed": dict(sorted(report.found.items())),
        "changes": [asdict(change) for change in report.changes],
        "refused": [asdict(refusal) for refusal in report.refused],
        "workspace": str(report.workspace),
        "posts": str(report.posts),
    }


def _count_outcome(report: RunReport, outcome: Outcome) -> int:
    answered = (question.effect for question in report.questions if question.status is QuestionStatus.ANSWERED)
    return sum(effect is not None and effect.outcome is outcome for effect in answered)


def _season_to_dict(season: Season | None) -> dict[str, Any] | None:
    return {"months": list(season.months), "years": season.years, "share": season.share} if season else None


def _worth_to_dict(worth: Worth | None) -> dict[str, Any] | None:
    if worth is None:
        return None
    return {
        "customers_a_month": worth.monthly,
        "low": worth.low,
        "high": worth.high,
        "minutes_each": worth.minutes,
        "timed": worth.timed,
    }


def _effect_to_dict(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    return {
        "outcome": effect.outcome.value,
        "since": _day(effect.since),
        "days": effect.days,
        "before": effect.before,
        "after": effect.after,
        "ratio": effect.ratio,
        "low": effect.low,
        "high": effect.high,
    }


def find_article_state(question: Question) -> str:
    """Return what a question becomes: an "article", an "outline" to be written, or a "case" that is not drafted."""
    lack = question.answer.lack
    return "article" if lack is Lack.NOTHING else "case" if lack is Lack.CASE else "outline"


def _statement_to_dict(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "sources": list(statement.sources),
        "section": statement.section,
        "exemplar": statement.exemplar or None,
    }


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
