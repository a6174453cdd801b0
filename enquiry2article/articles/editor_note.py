"""What an editor should know about a draft: what to decide, where each sentence comes from, what was left out.

Pure. The note is a Markdown file of its own in the workspace, so that no site can publish it. Customers' and agents'
words in it are escaped; conversations stand in it under their keys (`storage/source_keys`), so that it can be passed
on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from enquiry2article.articles.openings import LONGEST_DESCRIPTION
from enquiry2article.articles.readability import advise_on_readability, measure_readability
from enquiry2article.articles.templating import escape_words
from enquiry2article.domain.answer import Disagreement, Lack, Statement
from enquiry2article.domain.question import Question
from enquiry2article.storage.source_keys import make_source_key
from enquiry2article.text.house_style import find_forbidden

LONGEST_TITLE = 60
"""Letters of a title that search engines show (https://developers.google.com/search/docs/appearance/title-link)."""

SHOWN_SOURCES = 8

MOST_DECISIONS = 5
"""Lines with which a note begins."""

LACKS: Mapping[Lack, str] = {
    Lack.MISSING: "The answer is missing: no reply answers this question.",
    Lack.TERSE: "The answer is incomplete: what was replied is too little for an article.",
}


def write_note(
    question: Question,
    *,
    body: str,
    description: str,
    language: str,
    forbidden: Sequence[str],
    stale_after_days: int,
    newest: datetime | None,
) -> str:
    """Return the note on the draft of a question as a Markdown file.

    `newest` is the date of the newest enquiry of the whole export: an answer is old by comparison with that, so that
    the same export gives the same note on another day. Parts of which there is nothing to say are left out.
    """
    answer = question.answer
    decisions = _list_decisions(question, stale_after_days, newest)
    reasons = [f"{reason}: {_count(count, 'sentence')}" for reason, count in sorted(answer.left_out.items())]
    parts = [
        f"# {escape_words(question.title)}",
        _list_items(decisions or ["There is nothing to decide: each sentence rests on two conversations or more."]),
        f"## Sources\n\n{_format_origin(question)}",
        _list_items([_format_sources(statement) for statement in answer.statements]),
        _head("### What replies differ about", [_format_sides(found) for found in answer.disagreements]),
        _head("## What could be added", [_format_sources(statement) for statement in answer.spare]),
        _head("## Left out of the replies", reasons),
        _head("## Form", _format_form(question, body, description, language, forbidden)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _list_items(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _head(heading: str, lines: Sequence[str]) -> str:
    return f"{heading}\n\n{_list_items(lines)}" if lines else ""


# -- what to decide ---------------------------------------------------------------------------------------------------


def _list_decisions(question: Question, stale_after_days: int, newest: datetime | None) -> list[str]:
    """List what the editor must decide, most urgent first, in `MOST_DECISIONS` lines at most."""
    answer = question.answer
    first = [LACKS[answer.lack]] if answer.lack in LACKS else []
    last = _format_age(answer.confirmed, stale_after_days, newest)
    single = sum(len(statement.sources) == 1 for statement in answer.statements)
    if single:
        verb = "rests" if single == 1 else "rest"
        last.append(f"{single} of {_count(len(answer.statements), 'sentence')} {verb} on one conversation only.")
    differences = [_format_difference(found) for found in sorted(answer.disagreements, key=lambda found: found.changed)]
    room = MOST_DECISIONS - len(first) - len(last)
    if len(differences) > room:
        hidden = len(differences) - room + 1
        differences[room - 1 :] = [f"Replies differ about {hidden} things more, told below."]
    return [*first, *differences, *last]


def _format_difference(found: Disagreement) -> str:
    proposed, *others = map(_quote, found.values)
    about, rest = escape_words(found.about), " / ".join(others)
    if found.changed:
        return f"Some replies are out of date about {about}. Newer, and proposed: {proposed}. Older: {rest}."
    return f"Your agents disagree about {about}. Better supported, and proposed: {proposed}. Others say: {rest}."


def _quote(statement: Statement) -> str:
    return f"“{escape_words(statement.text)}” ({_format_support(statement)})"


def _format_age(confirmed: datetime | None, stale_after_days: int, newest: datetime | None) -> list[str]:
    if confirmed is None or newest is None or newest - confirmed < timedelta(days=stale_after_days):
        return []
    return [f"The answer may be out of date: nobody has answered like this since {confirmed:%Y-%m-%d}."]


# -- where it comes from ----------------------------------------------------------------------------------------------


def _format_origin(question: Question) -> str:
    answer = question.answer
    if not answer.statements:
        return f"Question {question.id}. No sentence of a reply stands in the draft."
    people = _count(answer.agents, "agent") if answer.agents else "agents the export does not name"
    day = f", the newest of {answer.confirmed:%Y-%m-%d}" if answer.confirmed else ""
    key = _list_keys(answer.statements[0])[0]
    return (
        f"Question {question.id}. Written from {_count(answer.replies, 'conversation')} with {people}{day}. "
        f"To see which conversation a key stands for: `enquiry2article ledger --key {key}`"
    )


def _format_sources(statement: Statement) -> str:
    keys = _list_keys(statement)
    more = len(keys) - SHOWN_SOURCES
    told = ", ".join(keys[:SHOWN_SOURCES]) + (f" and {more} more" if more > 0 else "")
    return f"“{escape_words(statement.text)}” ← {told} ({_format_support(statement)})"


def _format_sides(found: Disagreement) -> str:
    """Describe each side with its sources as items below what they differ about."""
    sides = [f"  - {_format_sources(side)}" for side in found.values]
    return "\n".join([f"{escape_words(found.about)}; the first is proposed", *sides])


def _list_keys(statement: Statement) -> list[str]:
    return sorted(map(make_source_key, statement.sources))


def _format_support(statement: Statement) -> str:
    who = f", {_count(statement.agents, 'agent')}" if statement.agents else ""
    day = f", last {statement.newest:%Y-%m-%d}" if statement.newest else ""
    return f"{_count(len(statement.sources), 'conversation')}{who}{day}"


# -- form -------------------------------------------------------------------------------------------------------------


def _format_form(question: Question, body: str, description: str, language: str, forbidden: Sequence[str]) -> list[str]:
    lines = []
    if len(question.title) > LONGEST_TITLE:
        lines.append(f"The title has {len(question.title)} letters; search results show about {LONGEST_TITLE}.")
    if len(description) > LONGEST_DESCRIPTION:
        lines.append(f"The description has {len(description)} letters; search results show {LONGEST_DESCRIPTION}.")
    found = find_forbidden(f"{question.title}\n\n{body}", forbidden)
    if found:
        lines.append(f"Words your house does not use: {escape_words(', '.join(found))}.")
    if question.answer.statements:
        advice = advise_on_readability(measure_readability(body, language))
        if advice:
            lines.append(advice)
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
