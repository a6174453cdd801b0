"""How careful writers spell: capitals and accents that hasty ones leave out.

Learnt from what customers of one export wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.embedding.subwords import fold_spelling
from enquiry2article.text.language import guess_language
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.vocabulary import has_vocabulary, is_word
from enquiry2article.text.words import split_words

FEWEST_USERS = 3
"""Customers who must write a word, for another to be a slip of it."""

SHORTEST_SLIP = 5
"""Letters of a word in which a slip can be told: short ones have too many neighbours."""

_LEARNT_FROM = 200
"""Texts by which the language of an export is told."""

_WORD = re.compile(r"[^\W\d_]+")

SURE_SPELLING = 0.9
"""Share of a word's uses by careful writers that are spelt one way: German "absage" is a verb, "Absage" a noun."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """How careful writers spell words: "inspektion" is "Inspektion", "proximo" is "próximo"."""

    capitals: Mapping[str, str]
    """Small letters → as those write it who know capitals; only words that they write in one way."""
    accents: Mapping[str, str]
    """Without accents → as those write it who know accents."""
    slips: Mapping[str, str]
    """A word that no dictionary has → the one that several customers write and that differs by one letter."""

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Spellings:
        """Learn from what customers wrote. Little words are left out: of them, each way may be right."""
        capitals: dict[str, Counter[str]] = {}
        accents: dict[str, Counter[str]] = {}
        users: Counter[str] = Counter()
        for text in texts:
            users.update({word.lower() for word in split_words(text)})
            for sentence in split_sentences(text):
                words = split_words(sentence)[1:]
                if is_shouted(sentence):
                    continue
                for word in words if _knows_capitals(words) else ():
                    capitals.setdefault(word.lower(), Counter())[word] += 1
                for word in words if _knows_accents(words) else ():
                    accents.setdefault(fold_spelling(word), Counter())[word.lower()] += 1
        return cls(capitals=_keep_sure(capitals), accents=_keep_sure(accents), slips=_find_slips(users, texts))

    def mend(self, text: str) -> str:
        """Mend slips of the pen, and give back the capitals, or the accents, of which a text's writer typed none."""
        text = _WORD.sub(lambda word: _take_case(word[0], self.slips.get(word[0].lower())), text)
        words = [word for word in split_words(text)[1:] if word != "I" and not word.startswith("I'")]
        if not _knows_accents(words):
            text = _WORD.sub(lambda word: _take_case(word[0], self.accents.get(fold_spelling(word[0]))), text)
        if not _knows_capitals(words):
            text = _WORD.sub(lambda word: self.capitals.get(word[0], word[0]), text)
        return text


def is_shouted(text: str) -> bool:
    """Return whether a text is in capitals: not "請求書のPDF", most of whose letters have no case.

    >>> is_shouted("WHERE IS IT"), is_shouted("請求書のPDF")
    (True, False)
    """
    letters = [sign for sign in text if sign.isalpha()]
    return text.isupper() and 2 * sum(map(str.isupper, letters)) > len(letters)


def _find_slips(users: Mapping[str, int], texts: Sequence[str]) -> dict[str, str]:
    """Find the words that differ by a letter from one that several write, where only the latter is in a dictionary."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    language = guess_language(" ".join(texts[:_LEARNT_FROM])) or "en"
    if not has_vocabulary(language):
        return {}
    known = sorted(
        word for word, count in users.items()
        if count >= FEWEST_USERS and len(word) >= SHORTEST_SLIP and is_word(word, language)
    )  # fmt: skip
    found = {}
    for word in sorted(users):
        if len(word) < SHORTEST_SLIP or not word.isalpha() or users[word] >= FEWEST_USERS or is_word(word, language):
            continue
        near = extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) == 1:
            found[word] = near[0][0]
    return found


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
