"""What may be published of a sentence that may not be published whole: the clauses without a word of one customer only.

Pure. A clause is taken where a reader would not miss the rest: the beginning of a sentence up to a break, what begins
as a question of its own, what follows a "but". English adverbs may go anywhere, and the last words of a subject line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from enquiry2article.cleaning.question_sentences import begins_as_question
from enquiry2article.questions.naming.publishable_words import PublishableWords
from enquiry2article.text.stop_words import ALL_STOP_WORDS

_BREAK: Final = re.compile(
    r"(?<![\s,;:()–—])[\s,;:()–—]*\s(?P<but>but|aber|mais|pero|maar)\s+"
    r"|(?<!\s)\s*[,;:()–—]+\s*(?:(?:and|or|und|oder|et|ou|y|o|en|of)\s+)?|(?<!\s)\s+-+\s+"
    r"|(?<!\s)\s+(?P<joins>and|or|und|oder|et|ou|y|o|en|of)\s+",
    re.IGNORECASE,
)
_MOST_SUBJECT_WORDS: Final = 6
_SUBJECT_WORDS: Final = frozenset(
    "not no for of in on at with the a my our nicht kein keine für von pas de du no con".split()
)
"""Little words that a subject line may have and is no sentence for it."""


def cut_clauses(sentence: str, general: PublishableWords, language: str) -> list[str]:
    """Return the clauses of a sentence that may stand alone and be published, in their order.

    "Why can't I find the hole - mat loses air hissing" gives the question before the mark.
    """
    asked = sentence.rstrip().endswith("?")
    marks = list(_BREAK.finditer(sentence))
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(sentence)]
    clauses = []
    for before, start, end, after in zip([None, *marks], starts, ends, [*marks, None], strict=True):
        words = sentence[start:end].split()
        if before and not _stands_alone(words, before, asked):
            continue
        if after and after["but"]:
            continue  # "the stove arrived, but": what is the matter comes then
        words = [word for word in words if not word.lower().endswith("ly") or general.cover(word)]
        if not asked and not marks:
            words = _cut_subject(words, general, language)
        clause = " ".join(words).rstrip("?!. ")
        if len(words) > 1 and words[-1].lower() not in ALL_STOP_WORDS and general.cover(clause, language):
            clauses.append(f"{clause}?" if asked else clause)
    return clauses


def _stands_alone(words: Sequence[str], before: re.Match[str], asked: bool) -> bool:
    """Return whether what follows a break is no half of "by card or by transfer" or of "the pole, the pegs, the
    bag".
    """
    if before["but"] or begins_as_question(" ".join(words), ""):
        return True
    return not asked and not before["joins"] and bool(words) and words[0].lower() not in ALL_STOP_WORDS


def _cut_subject(words: Sequence[str], general: PublishableWords, language: str) -> list[str]:
    """Leave out the last words of a subject line that may not be published; of a sentence none can go."""
    left = list(words)
    if len(left) > _MOST_SUBJECT_WORDS or any(word.lower() in ALL_STOP_WORDS - _SUBJECT_WORDS for word in left):
        return left
    while left and (left[-1].lower() in _SUBJECT_WORDS or not general.cover(left[-1], language)):
        left.pop()
    return left
