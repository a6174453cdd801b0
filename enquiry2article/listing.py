"""Results as rows and dictionaries, in the shapes that other programs rely on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from enquiry2article.records import Lack, LedgerRow, Match, Question, Statement, Status
from enquiry2article.report import RunReport

QUESTION_COLUMNS = ["rank", "id", "title", "volume", "customers", "score", "first_seen", "last_seen", "status", "draft"]
LEDGER_COLUMNS = ["enquiry_id", "source", "status", "question_id", "also", "similarity", "reason"]
MATCH_COLUMNS = ["enquiry_id", "decision", "post_url", "post_title", "question_id", "score", "margin", "reply"]


PLACE = re.compile(r"[:#]\d+$")
"""Line or number of a row within its file, as readers put it after the file's name."""


def question_to_dict(question: Question) -> dict[str, Any]:
    """Give a question in the shape of `questions --format jsonl`."""
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
        "status": question.status,
        "post_url": question.post_url or None,
        "enquiry_ids": list(question.enquiry_ids),
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
    }


def question_to_row(question: Question) -> list[str]:
    """Give a question as the cells of `QUESTION_COLUMNS`."""
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
    ]


def ledger_to_row(row: LedgerRow) -> list[str]:
    """Give a row of the ledger as the cells of `LEDGER_COLUMNS`.

    The source is the file alone, so that the ledger stays the same when the rows of an export change places; only what
    was set aside names its line, in the reason.
    """
    similarity = "" if row.similarity is None else f"{row.similarity:.3f}"
    source = PLACE.sub("", row.source)
    reason = f"{row.source}: {row.reason}" if row.status is Status.SET_ASIDE else row.reason
    return [row.enquiry_id, source, row.status.value, row.question_id, " ".join(row.also), similarity, reason]


def match_to_row(match: Match) -> list[str]:
    """Give a match as the cells of `MATCH_COLUMNS`."""
    post = match.post
    return [
        match.enquiry_id,
        match.decision,
        post.url if post else "",
        post.title if post else "",
        post.question_id if post else "",
        f"{match.score:.3f}",
        f"{match.margin:.3f}",
        match.reply,
    ]


def report_to_dict(report: RunReport) -> dict[str, Any]:
    """Give the summary of a run for other programs."""
    return {
        "files": [
            {"file": name, "format": format_name, "enquiries": enquiries, "replied": replied, "problem": problem}
            for name, format_name, enquiries, replied, problem in report.files
        ],
        "enquiries": report.counts(),
        "questions": len(report.questions),
        "unanswered": sum(question.answer.lack is not Lack.NOTHING for question in report.questions),
        "drafts": {action.value: count for action, count in sorted(report.actions.items())},
        "personal_data_removed": dict(sorted(report.found.items())),
        "workspace": str(report.workspace),
        "posts": str(report.posts),
    }


def _statement_to_dict(statement: Statement) -> dict[str, Any]:
    return {"text": statement.text, "sources": list(statement.sources)}


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
