"""Whether a text says what a sentence says: near in meaning, the same telling words, and no other facts.

A statement of agents and a sentence of a post hardly ever agree word for word. The cosine of their vectors finds most
paraphrases; the share of the statement's telling words that the sentence has, each by its rarity, keeps neighbours out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.facts import (
    exclude_each_other,
    find_difference,
    has_numbers,
    is_number,
    name_fact,
    read_facts,
    shares_values,
    split_values,
)
from enquiry2article.domain.answer import Statement
from enquiry2article.domain.vectors import Vectors
from enquiry2article.text.keywords import list_content_stems

WORD_SHARE = 0.3
"""How much shared words count beside shared meaning, as in `embedding/similarity`."""

SAID = 0.7
"""Cosine + WORD_SHARE × shared words from which a sentence says a statement. In the four trades of tests/cases/coverage
that were looked at, 90 of 98 statements that a post says are found, and 1 of 14 that it lacks is taken for said; so are
8 of 538 that have nothing to do with the text."""

SAID_WITH_ITS_NUMBER = 0.55
"""The same where the sentence has all the numbers of the statement, too."""

SAME_MATTER = 0.5
"""The same from which a sentence is about what a statement is about: if it has the agents' value, the post has it."""

FEWEST_STEMS = 2
"""Telling words of a sentence that can be looked for."""

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")

LEAST_COSINE = 0.3
"""Cosine below which words are not looked at."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling the words of a company's posts are: 1 + log((1 + n) / (1 + df)), as in `embedding/similarity`."""

    weights: Mapping[str, float]
    rarest: float
    """The weight of a stem that no text has."""

    @classmethod
    def learn(cls, texts: Iterable[Collection[str]]) -> Rarity:
        """Learn from texts, each given as its distinct stems."""
        frequency: Counter[str] = Counter()
        count = 0
        for stems in texts:
            frequency.update(stems)
            count += 1
        weights = {stem: 1 + float(np.log((1 + count) / (1 + uses))) for stem, uses in frequency.items()}
        return cls(weights=weights, rarest=1 + float(np.log(1 + count)))

    def weigh(self, stems: Iterable[str]) -> float:
        """Return what stems weigh together, in an order that does not change the last bits."""
        return sum(self.weights.get(stem, self.rarest) for stem in sorted(stems))

    def share(self, wanted: Collection[str], found: Collection[str]) -> float:
        """Return the share of the wanted stems, by weight, that are found: 0..1."""
        of_all = self.weigh(wanted)
        return self.weigh(set(wanted) & set(found)) / of_all if of_all else 0.0


@dataclass(frozen=True, slots=True)
class Premises:
    """The sentences of a text, the clauses of those that list values, and each two sentences taken together."""

    singles: tuple[str, ...]
    """Sentences, then clauses."""
    lists: frozenset[int]
    """Which of them list values, so that only their clauses tell which value is whose."""
    rows: Vectors
    """A row for each single, then one for each two sentences: as long as they come, near enough to their own vector."""
    stems: tuple[frozenset[str], ...]
    pairs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, sentences: Sequence[str], vectors: Mapping[str, NDArray[np.float32]]) -> Premises | None:
        """Look at those sentences that have a vector; None where none has."""
        known = [sentence for sentence in sentences if sentence in vectors]
        if not known:
            return None
        clauses = {i: [c for c in split_values(sentence) if c in vectors] for i, sentence in enumerate(known)}
        singles = (*known, *(clause for own in clauses.values() for clause in own))
        rows = np.array([vectors[single] for single in singles], dtype=np.float32)
        both = rows[: len(known) - 1] + rows[1 : len(known)]
        both /= np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)
        stems = [list_matter_stems(single) for single in singles]
        pairs = tuple((i, i + 1) for i in range(len(known) - 1))
        return cls(
            singles=singles,
            lists=frozenset(i for i, own in clauses.items() if own),
            rows=np.concatenate([rows, both]),
            stems=(*stems, *(stems[i] | stems[j] for i, j in pairs)),
            pairs=pairs,
        )


def list_told(sentences: Iterable[str]) -> set[str]:
    """Return the texts that need a vector for `Premises.of`."""
    return {text for sentence in sentences for text in (sentence, *split_values(sentence))}


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a text has of one statement."""

    said: bool
    sentence: str = ""
    """The sentence that says it or, where it is not said, says something else; "" where there is none."""
    slot: str = ""
    """What that sentence differs about."""
    alike: float = 0.0
    """How alike it is."""


def find_statement(
    statement: Statement,
    told: Premises,
    vectors: Mapping[str, NDArray[np.float32]],
    rarity: Rarity,
    may_differ: Callable[[str], bool] = bool,
) -> Entailment:
    """Return whether a text says a statement, in any of its wordings, or says something else.

    Two sentences together may say what neither does alone; what differs in fact is looked for in single ones, of which
    `may_differ` says whether they are about the same things. Nothing differs where another sentence on the matter has
    the agents' value: a list of prices has others, too.
    """
    says: list[tuple[bool, float, str]] = []
    others: list[tuple[float, str, str]] = []
    facts = read_facts(statement.text)
    agrees: set[str] = set()
    for text in (statement.text, *statement.wordings):
        if text not in vectors or not is_telling(text):
            continue
        alike = measure(text, vectors[text], told, rarity)
        slots = {
            place: find_difference(text, told.singles[place], float(alike[place]))
            for place in np.flatnonzero(alike[: len(told.singles)] >= SAME_MATTER).tolist()
            if place not in told.lists
        }
        for place in np.flatnonzero(alike >= SAID_WITH_ITS_NUMBER).tolist():
            own = (place,) if place < len(told.singles) else told.pairs[place - len(told.singles)]
            sentences = [told.singles[i] for i in own]
            with_number = has_numbers(text) and shares_values(text, sentences)
            if alike[place] < SAID and not (with_number and len(own) == 1):
                continue
            if not any(slots.get(single) for single in own) and not _has_other_numbers(text, sentences):
                says.append((with_number, round(float(alike[place]), 4), sentences[0]))
        for place, slot in slots.items():
            theirs = read_facts(told.singles[place])
            agrees |= {
                name for name in facts.keys() & theirs.keys() if not exclude_each_other(name, facts[name], theirs[name])
            }
            if slot and may_differ(told.singles[place]):
                others.append((round(float(alike[place]), 4), told.singles[place], slot))
    return _weigh(says, [other for other in others if other[2] not in agrees])


def _weigh(says: Sequence[tuple[bool, float, str]], others: Sequence[tuple[float, str, str]]) -> Entailment:
    """Decide between the sentences that say a statement and those that say something else.

    What has the statement's own number says it. Without it, "put a book on it and pump it up" does not make up for
    "leave it for 11 hours" where agents say 4: what is more alike decides, and what surely differs always does.
    """
    with_number, said, sentence = max(says, default=(False, 0.0, ""))
    differs, other, slot = max(others, default=(0.0, "", ""))
    if sentence and (with_number or said > differs) and (with_number or differs < SAID):
        return Entailment(said=True, sentence=sentence, alike=said)
    return Entailment(said=False, sentence=other, slot=slot, alike=differs)


def _has_other_numbers(text: str, sentences: Sequence[str]) -> bool:
    """Return whether sentences give other numbers than a statement: 43 answers are not 45. None at all are no
    others.
    """
    ours, theirs = read_facts(text), [read_facts(sentence) for sentence in sentences]
    for slot in filter(is_number, ours):
        values = frozenset(value for facts in theirs for value in facts.get(slot, ()))
        if values and exclude_each_other(slot, ours[slot], values):
            return True
    digits, others = (set(_DIGITS.findall(said)) for said in (text, " ".join(sentences)))
    return not has_numbers(text) and bool(others) and not digits <= others


def measure(text: str, vector: NDArray[np.float32], told: Premises, rarity: Rarity) -> NDArray[np.float32]:
    """Return how much each row of a text says what a sentence says: cosine + WORD_SHARE × shared words, five
    decimals.
    """
    stems = list_matter_stems(text)
    cosines = told.rows @ vector
    alike = cosines.copy()
    for place in np.flatnonzero(cosines >= LEAST_COSINE).tolist():
        alike[place] += WORD_SHARE * rarity.share(stems, told.stems[place])
    return np.asarray(np.round(alike, 5), dtype=np.float32)


def list_matter_stems(sentence: str) -> frozenset[str]:
    """Return the stems of a sentence but for its numbers, which are facts."""
    return frozenset(stem for stem in list_content_stems(sentence) if not stem[0].isdigit())


def is_telling(sentence: str) -> bool:
    """Return whether a sentence has telling words enough, or a number, to be looked for: "Yes, of course." has not."""
    return len(list_matter_stems(sentence)) >= FEWEST_STEMS or has_numbers(sentence)


def name_difference(found: Entailment, statement: Statement) -> str:
    """Return what a text and a statement differ about, for a person."""
    return name_fact(found.slot, (statement.text, found.sentence))
