"""What an editor should know about a draft and a reader should not see: sources, doubts, disagreements, gaps.

The note travels in the draft's front matter, outside what any site publishes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from enquiry2article.articles.readability import advise_on_readability, measure_readability
from enquiry2article.house_style import find_forbidden
from enquiry2article.records import Disagreement, Lack, Question, Statement

LONGEST_TITLE = 60
"""Letters of a title that search engines show (https://developers.google.com/search/docs/appearance/title-link)."""

LONGEST_DESCRIPTION = 158
"""Letters of a description that search engines show."""

SHOWN_SOURCES = 8

LACKS: Mapping[Lack, str] = {
    Lack.MISSING: "NEEDS AN ANSWER FROM YOU: no reply answers this question.",
    Lack.TERSE: "NEEDS AN ANSWER FROM YOU: what was replied is too little for an article.",
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
) -> tuple[str, ...]:
    """Give the note, a line for each thing, most urgent first.

    `newest` is the date of the newest enquiry of the whole export: an answer is old by comparison with that, so that
    the same export gives the same note on another day.
    """
    answer = question.answer
    lines = [LACKS[answer.lack]] if answer.lack in LACKS else []
    lines += [_tell_disagreement(found) for found in answer.disagreements]
    lines += _tell_age(question, stale_after_days, newest)
    single = [statement for statement in answer.statements if len(statement.sources) == 1]
    if answer.statements:
        people = _count(answer.agents, "agent") if answer.agents else "agents the export does not name"
        day = f", the newest of {answer.confirmed:%Y-%m-%d}" if answer.confirmed else ""
        lines.append(f"Written from {_count(answer.replies, 'conversation')} with {people}{day}.")
        if single:
            lines.append(
                f"{len(single)} of {_count(len(answer.statements), 'sentence')} rest on one conversation only."
            )
    lines += [_tell_sources(statement) for statement in answer.statements]
    if answer.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(answer.left_out.items()))
        lines.append(f"Left out of the replies: {reasons}.")
    lines += _tell_form(question, body, description, language, forbidden)
    return tuple(lines)


def _tell_disagreement(found: Disagreement) -> str:
    proposed, *others = found.values
    rest = " / ".join(_quote(other) for other in others)
    if found.changed:
        return f"OUT OF DATE in some replies ({found.about}). Newer, and proposed: {_quote(proposed)}. Older: {rest}."
    start = f"AGENTS DISAGREE ({found.about}). Better supported, and proposed"
    return f"{start}: {_quote(proposed)}. Others: {rest}. Please decide."


def _quote(statement: Statement) -> str:
    day = f", last {statement.newest:%Y-%m-%d}" if statement.newest else ""
    held = f"{_count(len(statement.sources), 'conversation')}{day}"
    return f"“{statement.text}” ({held}: {_list_sources(statement.sources)})"


def _tell_age(question: Question, stale_after_days: int, newest: datetime | None) -> list[str]:
    confirmed = question.answer.confirmed
    if confirmed is None or newest is None or newest - confirmed < timedelta(days=stale_after_days):
        return []
    return [f"OLD: nobody has answered like this since {confirmed:%Y-%m-%d}. Check that it is still true."]


def _tell_sources(statement: Statement) -> str:
    who = f", {_count(statement.agents, 'agent')}" if statement.agents else ""
    day = f", last {statement.newest:%Y-%m-%d}" if statement.newest else ""
    held = f"{_count(len(statement.sources), 'conversation')}{who}{day}"
    return f"“{statement.text}” ← {_list_sources(statement.sources)} ({held})"


def _list_sources(sources: Sequence[str]) -> str:
    more = len(sources) - SHOWN_SOURCES
    return ", ".join(sources[:SHOWN_SOURCES]) + (f" and {more} more" if more > 0 else "")


def _tell_form(question: Question, body: str, description: str, language: str, forbidden: Sequence[str]) -> list[str]:
    lines = []
    if len(question.title) > LONGEST_TITLE:
        lines.append(f"The title has {len(question.title)} letters; search results show about {LONGEST_TITLE}.")
    if len(description) > LONGEST_DESCRIPTION:
        lines.append(f"The description has {len(description)} letters; search results show {LONGEST_DESCRIPTION}.")
    found = find_forbidden(f"{question.title}\n\n{body}", forbidden)
    if found:
        lines.append(f"Words your house does not use: {', '.join(found)}.")
    if question.answer.statements:
        advice = advise_on_readability(measure_readability(body, language))
        if advice:
            lines.append(advice)
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
