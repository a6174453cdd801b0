"""How careful writers spell: capitals and accents that hasty ones leave out.

Learnt from what customers of one export wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.text import split_sentences, split_words
from enquiry2article.word_pieces import fold_spelling
from enquiry2article.words import ALL_STOP_WORDS

SURE_SPELLING = 0.9
"""Share of a word's uses by careful writers that are spelt one way: German "absage" is a verb, "Absage" a noun."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """How careful writers spell words: "inspektion" is "Inspektion", "proximo" is "próximo"."""

    capitals: Mapping[str, str]
    """Small letters → as those write it who know capitals; only words that they write in one way."""
    accents: Mapping[str, str]
    """Without accents → as those write it who know accents."""

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Spellings:
        """Learn from what customers wrote. Little words are left out: of them, each way may be right."""
        capitals: dict[str, Counter[str]] = {}
        accents: dict[str, Counter[str]] = {}
        for text in texts:
            for sentence in split_sentences(text):
                words = split_words(sentence)[1:]
                if sentence.isupper():
                    continue
                for word in words if _knows_capitals(words) else ():
                    capitals.setdefault(word.lower(), Counter())[word] += 1
                for word in words if _knows_accents(words) else ():
                    accents.setdefault(fold_spelling(word), Counter())[word.lower()] += 1
        return cls(capitals=_keep_sure(capitals), accents=_keep_sure(accents))

    def mend(self, text: str) -> str:
        """Give back to a text the capitals, or the accents, of which its writer typed none."""
        words = split_words(text)[1:]
        if not _knows_accents(words):
            text = re.sub(
                r"[^\W\d_]+", lambda word: _take_case(word[0], self.accents.get(fold_spelling(word[0]))), text
            )
        if not _knows_capitals(words):
            text = re.sub(r"[^\W\d_]+", lambda word: self.capitals.get(word[0], word[0]), text)
        return text


def _knows_capitals(words: Sequence[str]) -> bool:
    return any(word[:1].isupper() for word in words)


def _knows_accents(words: Sequence[str]) -> bool:
    return not "".join(words).isascii()


def _take_case(word: str, other: str | None) -> str:
    if other is None:
        return word
    return other.capitalize() if word[:1].isupper() else other


def _keep_sure(written: Mapping[str, Counter[str]]) -> dict[str, str]:
    found = {}
    for plain, forms in written.items():
        usual = min(forms, key=lambda form: (-forms[form], form))
        sure = forms[usual] > 1 and forms[usual] >= SURE_SPELLING * forms.total()
        if sure and usual != plain and usual.lower() not in ALL_STOP_WORDS:
            found[plain] = usual
    return found
