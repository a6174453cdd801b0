"""Tells nouns by where they stand, learnt from the texts of an export themselves: no dictionary of ours has its words.

Pure. A noun stands behind a determiner ("my parcel"), a verb behind a pronoun or an auxiliary ("I can parcel"); a word
that is both counts as what it mostly is. In German a capital within a sentence decides. The method is that of
distributional word classes (Schütze 1995, https://aclanthology.org/E95-1020/), with two classes and given contexts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.text.keywords import BRACKETED
from enquiry2article.text.stop_words import EVERYDAY_WORDS, MONTHS, give_stop_words
from enquiry2article.text.word_lists import list_languages, read_words
from enquiry2article.text.words import stem

LANGUAGES: Final = list_languages("determiners.txt")

FEWEST_SIGHTINGS: Final = 3

FEWEST_AS_NOUN: Final = 3
"""Sightings where nouns stand; one less where the word is never seen where verbs do."""

LEAST_RATIO: Final = 1.5
"""How many times more often a noun must stand where nouns stand than where verbs do."""

LEAST_SHARE: Final = 0.2
"""Share of all its sightings in which a noun must stand where nouns stand."""

CLEAR: Final = 4
"""A ratio so many times `LEAST_RATIO` makes half of `LEAST_SHARE` enough: many nouns stand without a determiner."""

LEAST_CAPITALS: Final = 0.6
"""Share of the sightings within a sentence in which a German noun has its capital."""

MODIFIES: Final = 10
"""How many times more often than behind a pronoun or an auxiliary a word must be seen that belongs to a noun."""

_ADJECTIVE_BEHIND: Final = frozenset({"es", "fr", "it", "pl", "pt"})
"""Where an adjective mostly stands behind its noun, so that a noun need not end its phrase."""

_TOKEN = re.compile(r"[^\W\d_](?:[\w-]*\w)?(?:'[^\W\d_]*)?|\S")
_ELIDED = re.compile(r"\b([a-zàâéèêô]{1,6}')(?=\w)", re.IGNORECASE)
_BEGINS = frozenset(".!?:;\n-–•>")


@dataclass(slots=True)
class _Sightings:
    all: int = 0
    noun: int = 0
    verb: int = 0
    capitals: int = 0
    within: int = 0
    """Sightings that do not begin a sentence."""


@dataclass(slots=True)
class Nouns:
    """Which words are nouns, by language and stem."""

    _seen: dict[tuple[str, str], _Sightings] = field(default_factory=lambda: defaultdict(_Sightings))
    _pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often two words make up all that stands behind a determiner: "a gift card"."""

    @classmethod
    def learn(cls, texts: Iterable[tuple[str, str]]) -> Nouns:
        """Learn from texts, each with its language in two letters; those in other languages than ours tell nothing."""
        nouns = cls()
        for language, text in texts:
            if language in LANGUAGES:
                nouns._look_through(cut_tokens(text, language), language)
        return nouns

    def _look_through(self, tokens: list[str], language: str) -> None:
        before, behind = _read_contexts(language)
        little = give_stop_words(language) | before | behind
        for place, token in enumerate(tokens):
            word = token.lower()
            if not token[0].isalpha() or word in little:
                continue
            seen = self._seen[language, stem(word, language)]
            seen.all += 1
            last = tokens[place - 1].lower() if place else "."
            follower = tokens[place + 1].lower() if place + 1 < len(tokens) else "."
            if last not in _BEGINS:
                seen.within += 1
                seen.capitals += token[0].isupper()
            ends = language in _ADJECTIVE_BEHIND or not follower[0].isalpha() or follower in little
            if last in before and ends:
                seen.noun += 1
            elif last in behind:
                seen.verb += 1
            elif ends and place > 1 and tokens[place - 2].lower() in before and last not in little and last.isalpha():
                self._pairs[language, stem(last, language), stem(word, language)] += 1

    def has_pair(self, first: str, second: str, language: str) -> bool:
        """Return whether two words in small letters are a noun and what belongs to it: "gift card", no "parcel
        came".
        """
        stems = stem(first, language), stem(second, language)
        modifier, head = (self._seen.get((language, one), _Sightings()) for one in stems)
        seen = self._pairs[language, *stems]
        return (
            (seen >= FEWEST_AS_NOUN - 1 or self.has(second, language))
            and seen + head.noun >= LEAST_RATIO * head.verb
            and MODIFIES * modifier.verb <= modifier.all
        )

    def has(self, word: str, language: str) -> bool:
        """Return whether a word is a noun, as far as its texts tell, and not one that is said of everything."""
        seen = self._seen.get((language, stem(word.lower(), language)))
        if seen is None or seen.all < FEWEST_SIGHTINGS:
            return False
        if language == "de":
            return seen.within >= FEWEST_SIGHTINGS and seen.capitals >= LEAST_CAPITALS * seen.within
        least = LEAST_SHARE / (2 if seen.noun >= CLEAR * LEAST_RATIO * seen.verb else 1)
        return (
            seen.noun >= (FEWEST_AS_NOUN if seen.verb else FEWEST_AS_NOUN - 1)
            and seen.noun >= LEAST_RATIO * seen.verb
            and seen.noun >= least * seen.all
        )


def says_little(word: str, language: str) -> bool:
    """Return whether a word in small letters is one that may be said of anything: an everyday word, a month."""
    return word in MONTHS or word in EVERYDAY_WORDS.get(language, frozenset()) or word in give_stop_words(language)


def cut_tokens(text: str, language: str) -> list[str]:
    """Cut a text into words and signs, without placeholders; "l'adresse" and a line's end are tokens of their own."""
    plain = BRACKETED.sub(" . ", text).replace("’", "'").replace("\n", " . ")
    if language in ("fr", "it"):
        plain = _ELIDED.sub(r"\1 ", plain)
    return _TOKEN.findall(plain)


def _read_contexts(language: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(read_words(language, "determiners.txt")), frozenset(read_words(language, "verb_contexts.txt"))
