"""Sets the article that a writer left out: "How do I use gift voucher?", where others write "use a gift voucher".

Pure. Learnt from the texts of an export: a noun in the singular that nearly always has a determiner before it needs
one, and it takes the article that stands most often behind the word before it and before that noun. Only English, where
a bare noun that can be counted is a slip.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from enquiry2article.questions.naming.noun_phrases import LONGEST_PHRASE, is_noun, list_noun_phrases
from enquiry2article.questions.naming.nouns import Nouns, cut_tokens
from enquiry2article.text.word_lists import read_words

FEWEST_SIGHTINGS: Final = 4

MOSTLY: Final = 0.75
"""Share of its sightings in which a noun has a determiner before it, for a bare one to be a slip."""

LEAST_FOLLOWED: Final = 0.15
"""Share of its sightings in which an article follows a word, for a left-out one to be missed behind it."""

_VOWELS: Final = "aeiou"


@dataclass(frozen=True, slots=True)
class Determiners:
    """Which nouns need an article, and behind which words one is missed, all in small letters."""

    nouns: Nouns
    needed: dict[str, Counter[str]]
    """Noun → how often each article stands before it."""
    behind: dict[str, Counter[str]]
    """Word → how often each article stands behind it."""

    @classmethod
    def learn(cls, texts: Iterable[str], nouns: Nouns) -> Determiners:
        """Learn from English texts in which nouns are known."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        follow: dict[str, Counter[str]] = defaultdict(Counter)
        every = frozenset(read_words("en", "determiners.txt"))
        for text in texts:
            tokens = [_fold_article(token.lower()) for token in cut_tokens(text, "en")]
            for before, token in pairwise(tokens):
                follow[before][token] += 1
            for place, token in enumerate(tokens):
                if not _is_plural(token) and is_noun(tokens, place, nouns, "en"):
                    near = [one for one in tokens[max(0, place - LONGEST_PHRASE) : place] if one in every]
                    seen[token][near[-1] if near else ""] += 1
        needed = {noun: of_one for noun, of_one in seen.items() if _is_needed(of_one)}
        behind = {
            word: of_one
            for word, of_one in follow.items()
            if of_one["a"] + of_one["the"] >= max(2.0, LEAST_FOLLOWED * of_one.total())
        }
        return cls(nouns, needed, behind)

    def supply(self, question: str) -> str:
        """Return a question with the articles that it lacks; what it has stays."""
        words = question.split(" ")
        bare = [word.lower().strip("?,.;:!") for word in words]
        for phrase in list_noun_phrases(question, self.nouns, "en"):
            start = _find(bare, [word.lower() for word in phrase])
            noun, before = phrase[-1].lower(), self.behind.get(bare[start - 1]) if start > 0 else None
            proper = any(word[:1].isupper() for word in words[max(0, start) : start + len(phrase)])
            if before and noun in self.needed and not proper:
                article = max(("a", "the"), key=lambda one: (self.needed[noun][one] * before[one], one))
                if article == "a" and bare[start][:1] in _VOWELS:
                    article = "an"
                words.insert(start, article)
                bare.insert(start, article)
        return " ".join(words)

    def ends_in_phrase(self, text: str) -> bool:
        """Say whether a text ends in a noun that needs no article: a plural, or one behind a determiner."""
        tokens = [token.lower() for token in cut_tokens(text, "en")]
        if not tokens or not is_noun(tokens, len(tokens) - 1, self.nouns, "en"):
            return False
        near = tokens[-1 - LONGEST_PHRASE : -1]
        return _is_plural(tokens[-1]) or not set(near).isdisjoint(read_words("en", "determiners.txt"))


def _fold_article(token: str) -> str:
    return "a" if token == "an" else token


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")


def _is_needed(seen: Counter[str]) -> bool:
    every = seen.total()
    return every >= FEWEST_SIGHTINGS and every - seen[""] >= MOSTLY * every and bool(seen["a"] or seen["the"])


def _find(words: Sequence[str], phrase: Sequence[str]) -> int:
    """Find where a phrase begins among words; -1 where a mark stands in it."""
    ends = range(len(words) - len(phrase) + 1)
    return next((start for start in ends if list(words[start : start + len(phrase)]) == list(phrase)), -1)
