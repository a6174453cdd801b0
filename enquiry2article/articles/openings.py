"""The first sentences of an answer that can be read without the rest: for search engines and for pages of an area."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from enquiry2article.answers.copy_editing import begins_leaning
from enquiry2article.answers.roles import find_role
from enquiry2article.articles.headings import read_plain_description
from enquiry2article.articles.layout import has_procedure
from enquiry2article.domain.answer import Lack, Role, Statement
from enquiry2article.domain.question import Question
from enquiry2article.text.word_lists import compile_patterns

LONGEST_DESCRIPTION: Final = 158
"""Letters of a description that search engines show."""

LONGEST_WHOLE: Final = 300
"""Letters of a sentence that stays whole though it is longer than that."""

LEAST_CUT: Final = 40
"""Letters of a sentence cut at the end of a clause, for it still to say something."""

FEWEST_WORDS: Final = 3

_YES_OR_NO = re.compile(r"^(?:yes|no)\b[\s,.:;–-]*", re.IGNORECASE)
"""Under the question, a yes or no points back to nothing else."""

_CLAUSE_END = re.compile(r"(?:[;:]|,|\s[-–—])\s")
_LIMITS = re.compile(
    r"\s*(?:and\s+|but\s+)?(?:only|but|except|not|unless|as\ long|provided|although|though|aber|nur|außer|sofern|jedoch"
    r"|nicht|mais|sauf|seulement|pero|salvo|solo|sólo|ma|tranne|maar|behalve|alleen|mas|exceto|apenas|ale|tylko)\b",
    re.IGNORECASE | re.VERBOSE,
)
"""What takes back a part of what was said before it, so that it must not be cut off."""


def stands_alone(statement: Statement, language: str = "", *, listed: bool = False) -> bool:
    """Return whether a statement can be read without the one before it, and holds without a condition.

    `language` is that of the statement if others stand before it that are not shown: then it may not point back to
    them with any of its words. `listed`: its answer has a list of steps, of which one alone says nothing.
    """
    text = statement.text.strip()
    bare = _YES_OR_NO.sub("", text)
    return (
        statement.role not in (Role.ITEM, Role.CONDITION, Role.FALLBACK)
        and not (listed and statement.role is Role.STEP)
        and not text.endswith(":")
        and (not bare or len(bare.split()) >= FEWEST_WORDS)
        and not (bare and begins_leaning(bare))
        and not (language and compile_patterns((language,), "pointing.txt").search(bare))
    )


def find_opening(statements: Sequence[Statement], language: str = "en", *, most: int = 2) -> tuple[Statement, ...]:
    """Return the first statements of an answer's first section that stand alone and follow one another, `most` at most.

    () where the answer has none. `language` is that of the answer.
    """
    found: list[Statement] = []
    listed = has_procedure(statements)
    for place, statement in enumerate(statements):
        skipped = place > 0 and not found
        alone = stands_alone(statement, language if skipped else "", listed=listed) and not statement.section
        if alone and len(found) < most:
            found.append(statement)
        elif found:
            break
    # A mere "Yes." says nothing without what follows it.
    return tuple(found) if sum(len(statement.text.split()) for statement in found) >= FEWEST_WORDS else ()


def describe_question(question: Question, language: str = "en", dress: Callable[[str], str] = str) -> str:
    """Return the line that search engines show; "" for an outline.

    It is the beginning of the answer, as many whole sentences as make at most `LONGEST_DESCRIPTION` letters, since it
    stands under the title as the answer does. A first one that is longer is cut at the end of a clause, or stays whole
    up to `LONGEST_WHOLE` where that would bend it: search engines cut it then. Where it is longer still, a plain
    sentence in the language says what the article holds. `dress` puts a text into the house's spelling.
    """
    if question.answer.lack is not Lack.NOTHING:
        return ""
    statements = question.answer.statements
    told = [dress(s.text) for s in statements if not s.section and not s.text.rstrip().endswith(":")]
    line = ""
    for text in told:
        longer = f"{line} {text}".lstrip()
        if len(longer) > LONGEST_DESCRIPTION:
            break
        line = longer
    first = told[0] if told else ""
    whole = first if len(first) <= LONGEST_WHOLE else ""
    return line or _cut_at_clause(first) or whole or read_plain_description(language, steps=has_procedure(statements))


def _cut_at_clause(text: str) -> str:
    """Cut a sentence at the last end of a clause that leaves it short enough, or return "".

    It is not cut before a condition or an exception, nor where one comes later: without it, it would not be true.
    """
    ends = [end for end in _CLAUSE_END.finditer(text) if LEAST_CUT <= end.start() < LONGEST_DESCRIPTION]
    for end in reversed(ends):
        tails = [text[other.end() :] for other in _CLAUSE_END.finditer(text, end.start())]
        if not any(_LIMITS.match(tail) or find_role(tail) is Role.CONDITION for tail in tails):
            return f"{text[: end.start()].rstrip(' ,;:')}."
    return ""
