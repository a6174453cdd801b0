"""Finds noun phrases in texts: a noun with the words before it that belong to it, "gift card" in "Use a gift card".

Pure. Which words are nouns, and which belong together, is learnt from the texts of the export (`nouns`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.questions.naming.nouns import Nouns, cut_tokens, says_little
from enquiry2article.text.word_lists import read_words

LONGEST_PHRASE: Final = 3
"""Words of a phrase."""


def list_noun_phrases(text: str, nouns: Nouns, language: str) -> Iterator[tuple[str, ...]]:
    """List the nouns of a text, each with the words before it that belong to it, no longer than `LONGEST_PHRASE`."""
    tokens = cut_tokens(text, language)
    for end, token in enumerate(tokens):
        if not is_noun(tokens, end, nouns, language):
            continue
        if end + 1 < len(tokens) and _belongs(token, tokens[end + 1], nouns, language):
            continue  # the phrase goes on
        start = end
        while (
            start and end - start + 1 < LONGEST_PHRASE and _belongs(tokens[start - 1], tokens[start], nouns, language)
        ):
            start -= 1
        yield tuple(tokens[start : end + 1])


def is_noun(tokens: Sequence[str], place: int, nouns: Nouns, language: str) -> bool:
    """Return whether the token at a place is a noun, by itself or with the word before it."""
    if place and _belongs(tokens[place - 1], tokens[place], nouns, language):
        return True
    return _may_name(tokens[place], language) and nouns.has(tokens[place], language)


def _may_name(token: str, language: str) -> bool:
    return token[0].isalpha() and "'" not in token and not says_little(token.lower(), language)


def _belongs(before: str, noun: str, nouns: Nouns, language: str) -> bool:
    """Return whether a word belongs to the noun behind it: "gift" to "card", not "came" to it."""
    if not _may_name(before, language) or not _may_name(noun, language):
        return False
    if before.lower() in read_words(language, "determiners.txt"):  # "per", "another"
        return False
    return nouns.has_pair(before.lower(), noun.lower(), language)
