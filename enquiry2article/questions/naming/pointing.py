"""Tells whether a question points back to something that was said before it."""

from __future__ import annotations

from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import compile_patterns

OPENING_WORDS = 4
"""Words among which a word that points back leaves open what a question is about."""


def points_back(question: str) -> bool:
    """Say whether a question leaves open what it is about: "Is it extra on a Sunday?".

    What a question is about stands at its beginning; a word that points back later on may be read.
    """
    opening = " ".join(question.split()[:OPENING_WORDS])
    return compile_patterns((guess_language(question) or "en",), "pointing.txt").search(opening) is not None
