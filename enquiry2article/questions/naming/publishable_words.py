"""Which words may be published: dictionary words, and those that several customers wrote or agents tell several.

Pure. What fewer customers write and no dictionary has is a misspelling, a code, or a name that no finder knows, and
none of these belongs in a title, however well its sentence is put. Words are counted by their stems, so that "cancel"
and "cancelled" are one, and without their accents, so that a hasty writer's count. Words that anybody says of anything
are general without counting.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.embedding.subwords import fold_spelling
from enquiry2article.text.keywords import find_content_words
from enquiry2article.text.language import guess_language
from enquiry2article.text.stop_words import ASKING_WORDS, EVERYDAY_WORDS, SERVICE_VERBS
from enquiry2article.text.vocabulary import is_word, read_names
from enquiry2article.text.words import stem

FEWEST_CUSTOMERS: Final = 3
"""So many different customers write a word that may be published."""

FEWEST_TOLD: Final = 2
"""To so many different customers the company's replies say a word that may be published, whoever else wrote it."""


@dataclass(frozen=True, slots=True)
class PublishableWords:
    """The words of an export that are nobody's own."""

    stems: frozenset[str]
    """Folded stems of what customers and the company said. Numbers are among them only where customers wrote them."""

    def cover(self, text: str, language: str = "en") -> bool:
        """Return whether every word of a text that tells something may be published.

        Little words always may, and so may those that anybody says of anything, and "SMS-Erinnerung" if both its parts
        may. `language` is the one whose endings are taken off beside the English ones.
        """
        return all(self._has(word, language) for word in find_content_words(text, numbers=True))

    def _has(self, word: str, language: str) -> bool:
        if any(stem in self.stems or stem in _list_everyday() for stem in _list_stems(word, language)):
            return True
        if _is_dictionary_word(word, language):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(len(part) < 2 or self._has(part, language) for part in parts)


def find_publishable(enquiries: Iterable[RedactedEnquiry]) -> PublishableWords:
    """Find the words that may be published, over everything that customers asked and were answered.

    Where an export does not tell customers apart, each enquiry counts as one.
    """
    asked, told = _Users(FEWEST_CUSTOMERS), _Users(FEWEST_TOLD)
    for enquiry in enquiries:
        customer = enquiry.customer or enquiry.id
        language = guess_language(enquiry.text)
        for text in (enquiry.text, *enquiry.later):
            asked.add(find_content_words(text, numbers=True), language, customer)
        for reply in enquiry.replies:
            # A number is said to one customer about one order; that a second one has the same is chance.
            told.add(find_content_words(reply.text), language, customer)
    return PublishableWords(frozenset(asked.shared | told.shared))


def _is_dictionary_word(word: str, language: str) -> bool:
    """Return whether a word is in a dictionary of its language and in no list of names: it tells of nobody."""
    if word in read_names("given_names.txt") or word in read_names("surnames.txt"):
        return False
    return is_word(word, language or "en")


def _list_stems(word: str, language: str) -> Iterator[str]:
    """Yield a word's folded stems, the English one and that of its own language: either may be what others share."""
    yield fold_spelling(stem(word, "en"))
    if language not in ("", "en"):
        yield fold_spelling(stem(word, language))


@functools.cache
def _list_everyday() -> frozenset[str]:
    everyday = [(word, language) for language, words in EVERYDAY_WORDS.items() for word in sorted(words)]
    everyday += [(word, "en") for word in (*SERVICE_VERBS, *ASKING_WORDS)]
    return frozenset(found for word, language in everyday for found in _list_stems(word, language))


class _Users:
    """Counts who uses each stem, only as far as it matters: of common words nobody is remembered."""

    def __init__(self, enough: int) -> None:
        self.shared: set[str] = set()
        self._enough = enough
        self._users: dict[str, set[str]] = {}

    def add(self, words: Iterable[str], language: str, user: str) -> None:
        for found in {found for word in words for found in _list_stems(word, language)} - self.shared:
            users = self._users.setdefault(found, set())
            users.add(user)
            if len(users) >= self._enough:
                self.shared.add(found)
                del self._users[found]
