"""Tells a customer's trouble from a customer's wish: "The tap won't close" from "How do I cancel when I can't come?".

Pure. The form of the question decides and not its words: whoever asks how to do something wants it done, whatever the
reason is, unless it is to mend what fails. Which words tell of something that fails, `cleaning/question_sentences`
knows.
"""

from __future__ import annotations

import enum
import re
from typing import Final

from enquiry2article.cleaning.question_sentences import has_trouble
from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import Phrases

_ASKED: Final = Phrases("kind", r"(?i)<asked>")
"""How people ask for the way to do something. "What can I do?" and "Why can I not …?" ask for the way out of trouble;
"kann ich" asks at the head of a sentence only."""

_WANTED: Final = Phrases("kind", r"(?i)<wanted>")

_NO_FAILURE: Final = Phrases("kind", r"(?i)\b<no_failure>\b")
"""What sounds like trouble and is a wish, a lack of knowledge, or somebody who cannot come."""

_FAILS_TOO: Final = Phrases("kind", r"(?i)\b<fails_too>\b")

_LEAD_IN: Final = r"^\W*(?:(?:i|we|you|\w+ly|best|just|then|now|go\ about)\s+){0,3}"
_MENDS: Final = Phrases("kind", rf"(?i){_LEAD_IN}<mends>\b")
_ENDS_TROUBLE: Final = Phrases("kind", rf"(?i){_LEAD_IN}<ends_trouble>\b")
"""What is done to trouble and to other things too: "stop the pump leaking", "stop my subscription"."""

_MENDS_ANYWHERE: Final = Phrases("kind", r"(?i)\b<mends_anywhere>\b")
"""The same where the verb may stand anywhere."""

_SENTENCE_END: Final = re.compile(r"[.?!](?:\s|$)")


class Case(enum.Enum):
    """What a customer's text tells."""

    TROUBLE = enum.auto()
    """Something fails."""
    WISH = enum.auto()
    """Something is to be done."""
    BOTH = enum.auto()
    """Something fails, and something is to be done: the text alone does not say whether to mend it."""
    NEITHER = enum.auto()


def classify_case(text: str) -> Case:
    """Return whether a text tells of trouble or of a wish, in any of our languages. "" tells neither.

    >>> classify_case("How do I cancel when I can't come?"), classify_case("How do I get the pump to work?")
    (<Case.WISH: 2>, <Case.TROUBLE: 1>)
    """
    text = text.replace("’", "'")
    language = guess_language(text)
    asked = _ASKED(language).search(text)
    if asked is None:
        failing = _has_failure(text, language)
        if _WANTED(language).search(text):
            return Case.BOTH if failing else Case.WISH
        return Case.TROUBLE if failing else Case.NEITHER
    goal, *after = _SENTENCE_END.split(text[asked.end() :], maxsplit=1)
    mends = _MENDS(language).search(goal) or _MENDS_ANYWHERE(language).search(asked[0] + goal)
    if mends or (_ENDS_TROUBLE(language).search(goal) and _has_failure(goal, language)):
        return Case.TROUBLE
    # What is said behind "How do I …" in one sentence is its reason or its object: "return boots that don't fit".
    return Case.BOTH if _has_failure(" ".join((text[: asked.start()], *after)), language) else Case.WISH


def _has_failure(text: str, language: str) -> bool:
    """Return whether a text, with straight apostrophes, has words for something that fails, whatever it asks."""
    return has_trouble(_NO_FAILURE(language).sub(" ", text)) or bool(_FAILS_TOO(language).search(text))
