"""Tells whether a question points back to something that was said before it."""

from __future__ import annotations

from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import compile_patterns, read_words

OPENING_WORDS = 4
"""Words among which a word that points back leaves open what a question is about."""

CLOSING_WORDS = 2
"""The same at the end, where no noun stands before it that it could mean."""


def points_back(question: str) -> bool:
    """Return whether a question leaves open what it is about: "Is it extra on a Sunday?", "How do I find how old it
    is?".

    In "Can I return the tent when it is wet?", it is the tent: a word with a determiner stands before it.
    """
    language = guess_language(question) or "en"
    pointing = compile_patterns((language,), "pointing.txt")
    words = question.split()
    if pointing.search(" ".join(words[:OPENING_WORDS])):
        return True
    before = words[:-CLOSING_WORDS]
    if {word.lower() for word in before} & set(read_words(language, "determiners.txt")):
        return False
    return pointing.search(" ".join(words), len(" ".join(before))) is not None
