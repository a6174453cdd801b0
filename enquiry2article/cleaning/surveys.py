"""Takes off the survey that a helpdesk hangs under an answer ("How would you rate the support you received?").

Pure. A survey is recognised by what it asks, and goes with the choices and links below it. When a whole message is a
survey, `cleaning/automatic_mail` says so.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.signatures import strip_signature
from enquiry2article.text.sentences import join_lines, split_sentences
from enquiry2article.text.word_lists import Phrases, read_table

_ASKS: Final = Phrases("mail", r"(?i)<survey_asks>")
_CHOICE: Final = Phrases(
    "mail",
    r"(?i)^[\W\d_]{0,12}(?:<survey_choices>(?:[\W\d_]{1,30}|$)(?:https?://\S{1,500}\s{0,5})?){1,8}$"
    r"|^[\W\d_]{0,60}(?:https?://\S{1,500})?[)\s]*$",
)
"""A line of what can be chosen: words, faces, stars, numbers, each with its link or without."""
_REMINDER: Final = Phrases("mail", r"(?i)^\W{0,3}<survey_reminder>")
_INVITES: Final = Phrases("mail", r"(?i)<survey_invites>")
_NUMBERS: Final = re.compile(r"^(?:\W*\d{1,2}){3,12}\W*$")
_FARTHEST: Final = 40
_LONGEST_LINE: Final = 400
_LONGEST_ANSWER: Final = 4000
_MOST_CLOSING_LINES: Final = 12
_MOST_NAME_WORDS: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def is_survey_line(line: str) -> bool:
    """Return whether a line asks how the support was, invites to say so, or gives what can be chosen."""
    start = line[:600]
    return bool(
        _ASKS().search(start)
        or _REMINDER().match(start)
        or _CHOICE().match(start)
        or _NUMBERS.match(start)
        or _INVITES().search(start)
    )


def asks_for_rating(text: str) -> bool:
    """Return whether a text asks the customer how the support was."""
    return bool(_ASKS().search(text[:4000]))


def strip_survey(lines: list[str]) -> list[str]:
    """Take off a survey at the end of a message, from the sentence that asks.

    A survey ends the message, or a reminder of the ticket, a closing or a signature follows it; those stay. What has
    other words below it stays.
    """
    asking = [place for place, line in enumerate(lines) if _asks_below(lines, place) and not _is_asked_about(line)]
    for place in asking[:8]:
        end = _find_end(lines, place)
        if end is None:
            continue
        before = _keep_before_question(lines[place])
        while (
            not before
            and place
            and lines[place - 1]
            and is_survey_line(lines[place - 1])
            and not _CHOICE().match(lines[place - 1])
        ):
            place -= 1
        while not before and place and (not lines[place - 1] or not any(map(str.isalnum, lines[place - 1]))):
            place -= 1
        above = [*lines[:place], before] if before else lines[:place]
        return [*above, *([""] if end < len(lines) and lines[end] else []), *lines[end:]]
    return lines


def _asks_below(lines: list[str], place: int) -> bool:
    """Return whether a line asks how the support was: in words that we know, or by what it speaks of."""
    line = lines[place]
    return bool(line) and (bool(_ASKS().search(line[:600])) or (len(line) <= _LONGEST_LINE and _rates(line)))


def _rates(line: str) -> bool:
    """Return whether a last sentence asks the reader to rate the support: a question, or an invitation with a link."""
    sentence = split_sentences(line)[-1]
    if not sentence.endswith("?") and "http" not in line:
        return False
    words = frozenset(word.replace("’", "'") for word in _WORD.findall(sentence.casefold()))
    lists = read_table("mail/surveys.toml")
    return (
        not words.isdisjoint(lists["rates"])
        and not words.isdisjoint(lists["serves"])
        and words.isdisjoint(lists["speaks"])
    )


def _keep_before_question(line: str) -> str:
    """Return the sentences of a line before the one that asks, which belong to the answer."""
    sentences = split_sentences(line[:_LONGEST_ANSWER])
    kept = list(itertools.takewhile(lambda sentence: not (is_survey_line(sentence) or _rates(sentence)), sentences))
    return " ".join(kept) if len(kept) < len(sentences) else ""


def _is_asked_about(line: str) -> bool:
    """Return whether somebody speaks of a survey: "Where do I change “How would you rate our support?”"."""
    found = _ASKS().search(line[:600])
    before = line[: found.start()].strip() if found else ""
    return before.endswith(("“", '"', "„", "'", "«", "‘")) or before.endswith(("where", "says", "called"))


def _find_end(lines: list[str], place: int) -> int | None:
    """Return the place behind the survey that begins here, or None when other words follow it."""
    end = place + 1
    for after in range(place + 1, min(len(lines), place + _FARTHEST)):
        if _REMINDER().match(lines[after][:200]):
            return len(lines)
        if not lines[after]:
            continue
        if not is_survey_line(lines[after]):
            return end if _is_closing(lines[after:]) else None
        end = after + 1
    return len(lines) if place + _FARTHEST >= len(lines) else None


def _is_closing(lines: list[str]) -> bool:
    """Return whether lines are no more than a closing with a name and a signature."""
    said = [line for line in lines if line]
    if len(said) > _MOST_CLOSING_LINES:
        return False
    if len(said) == 1 and len(said[0].split()) <= _MOST_NAME_WORDS and said[0][-1:].isalpha():
        return True  # a name alone
    return not any(map(str.isalnum, strip_courtesies(join_lines(strip_signature(lines)))))
