"""Pairs of posts that say the same under two addresses, or different things about one matter.

Pure. Which parts of posts are compared sentence by sentence is decided by their words alone (`list_pairs`,
`list_sentence_pairs`), so that only those need vectors; what a pair is, the sentences decide. Two posts of which one
says what agents say, and the other something else, contradict each other, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.answers.facts import (
    exclude_each_other,
    has_numbers,
    may_clash,
    may_hold_values,
    name_fact,
    read_facts,
    shares_values,
    split_values,
)
from enquiry2article.domain.answer import Statement
from enquiry2article.domain.coverage import PostContradiction, SamePosts, Verdict
from enquiry2article.posts.coverage.candidates import find_likest, keep_rare, weigh_words
from enquiry2article.posts.coverage.entailment import (
    SAME_MATTER,
    Premises,
    Rarity,
    find_statement,
    is_telling,
    list_matter_stems,
    list_told,
    measure,
)
from enquiry2article.posts.coverage.parts import Part, find_heading_names, find_names_in
from enquiry2article.posts.coverage.post_index import PostIndex
from enquiry2article.posts.coverage.verdicts import Look
from enquiry2article.text.words import normalise, split_words

MOST_PAIRS = 3_000
"""Pairs of parts, and pairs of sentences, that are compared; the likest in words first."""

NEIGHBOURS = 8
"""Parts that are looked at for each; most of them belong to the same post."""

LEAST_SHARED_WORDS = 0.25
"""Cosine of the words of two parts from which they are compared."""

LEAST_SHARED_SENTENCE = 0.3
"""The same for two sentences with facts."""

LEAST_SAME_HEADINGS = 0.6
"""Cosine of headings from which two parts ask the same."""

SAME_SHARE, FEWEST_SAME = 0.5, 2
"""Share of the shorter part, and sentences of it, that the other must say too if the headings ask the same."""

COPIED_SHARE, FEWEST_COPIED = 0.75, 3
"""The same whatever the headings ask."""

ONE_MATTER = 0.8
"""Likeness in both directions from which two sentences of any two posts are about one matter."""

ONE_MATTER_BELOW_HEADINGS = 0.7
"""The same in parts whose headings ask the same."""

FEWEST_SHARED_STEMS = 2
"""Telling words, beside numbers and units, that two sentences on one matter share."""


HALF = 0.5
"""Share of an answer that another post must say too."""

FEWEST_COPIES = 3
"""Posts under which a sentence stands that tells nothing about any of them."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sentences, by the posts they stand in, that exclude each other."""

    posts: tuple[int, int]
    sentences: tuple[str, str]
    about: str
    alike: float


def compare_posts(
    index: PostIndex, seen: Mapping[str, Sequence[Look]], vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[tuple[SamePosts, ...], tuple[PostContradiction, ...]]:
    """Return the pairs of posts that answer one question, and those that contradict each other.

    `seen` holds what was seen for each question, by its id; `vectors` a vector for each text of `list_compared`.
    """
    pairs = [(index.parts[i], index.parts[j]) for i, j in list_pairs(index.parts, index.table)]
    both: dict[tuple[int, int], set[str]] = defaultdict(set)
    clashes: list[Clash] = []
    for question_id, looks in seen.items():
        for left, right in combinations(looks, 2):
            if left.part.place == right.part.place:
                continue
            clashes += _find_bridged(left, right)
            if _both_answer(left, right):
                both[_order(left.part.place, right.part.place)].add(question_id)
                pairs.append((left.part, right.part))
    repeated = find_repeated(index.parts)
    same: dict[tuple[int, int], str] = {}
    for ours, theirs in pairs:
        headings = ask_the_same(ours, theirs, vectors)
        said, of_all = say_the_same(ours, theirs, vectors, index.rarity, repeated)
        if are_same(said, of_all, headings):
            same.setdefault(_order(ours.place, theirs.place), f"{said} of {of_all} sentences say the same.")
        if headings:
            values = list(product(list_values(ours), list_values(theirs)))
            clashes += find_clashes(ours, theirs, values, index, vectors, ONE_MATTER_BELOW_HEADINGS)
    for i, left_text, j, right_text in list_sentence_pairs(index.parts):
        texts = [(left_text, right_text)]
        clashes += find_clashes(index.parts[i], index.parts[j], texts, index, vectors, ONE_MATTER)
    found = [
        SamePosts(
            first=index.posts[i],
            second=index.posts[j],
            question_ids=tuple(sorted(both[i, j])),
            reason=same.get((i, j)) or "Both say what agents answer to the same question.",
        )
        for i, j in sorted(same.keys() | both.keys())
    ]
    return tuple(found), _list_contradictions(clashes, index)


def list_compared(index: PostIndex) -> set[str]:
    """Return the texts of the posts that need a vector so that posts can be compared with each other."""
    texts: set[str] = set()
    for place in {place for pair in list_pairs(index.parts, index.table) for place in pair}:
        texts |= {*index.parts[place].headings, *list_told(index.parts[place].sentences)}
    for left, ours, right, theirs in list_sentence_pairs(index.parts):
        texts |= {ours, theirs, *index.parts[left].headings, *index.parts[right].headings}
    return texts


def _both_answer(left: Look, right: Look) -> bool:
    """Return whether two parts say the answer to one question: one of them all of it, the other half."""
    return Verdict.ANSWERED in (left.verdict, right.verdict) and min(left.says, right.says) >= HALF


def _find_bridged(left: Look, right: Look) -> list[Clash]:
    """Return the contradictions of two parts of which one says what agents say, and the other says otherwise."""
    found = []
    for one, other in ((left, right), (right, left)):
        said = {statement.text: sentence for statement, sentence in one.said}
        for difference in other.differs:
            text = difference.statement.text
            if text in said and has_numbers(text) and shares_values(text, [said[text]]):
                sentences = (said[text], difference.sentence)
                found.append(Clash((one.part.place, other.part.place), sentences, difference.about, 1.0))
    return found


def _order(left: int, right: int) -> tuple[int, int]:
    return (left, right) if left < right else (right, left)


def find_repeated(parts: Sequence[Part]) -> frozenset[str]:
    """Return the sentences that stand under so many posts that they tell nothing about any of them."""
    holders = Counter(normalise(text) for part in parts if part.section is None for text in set(part.sentences))
    often = {text for text, count in holders.items() if count >= FEWEST_COPIES}
    return frozenset(text for part in parts for text in part.sentences if often and normalise(text) in often)


def _list_contradictions(clashes: Sequence[Clash], index: PostIndex) -> tuple[PostContradiction, ...]:
    """Return each contradiction once, the surest first: two posts and what they differ about."""
    kept: dict[tuple[int, int, str], Clash] = {}
    for clash in sorted(clashes, key=lambda clash: (-round(clash.alike, 4), clash.posts, clash.sentences)):
        (i, j), (ours, theirs) = clash.posts, clash.sentences
        if i > j:
            i, j, ours, theirs = j, i, theirs, ours
        kept.setdefault((i, j, clash.about), Clash((i, j), (ours, theirs), clash.about, clash.alike))
    return tuple(
        PostContradiction(
            first=index.posts[clash.posts[0]],
            second=index.posts[clash.posts[1]],
            sentences=clash.sentences,
            about=clash.about,
        )
        for clash in kept.values()
    )


def list_pairs(parts: Sequence[Part], table: sparse.csr_array) -> list[tuple[int, int]]:
    """Return the places of parts of different posts in one language that share many telling words, the likest first."""
    likest: dict[tuple[int, int], float] = {}
    rare = keep_rare(table)
    for i, near in enumerate(find_likest(rare, rare, NEIGHBOURS, LEAST_SHARED_WORDS)):
        for j, value in near:
            if may_be_compared(parts[i], parts[j]):
                likest[min(i, j), max(i, j)] = value
    return sorted(likest, key=lambda pair: (-likest[pair], pair))[:MOST_PAIRS]


def list_sentence_pairs(parts: Sequence[Part]) -> list[tuple[int, str, int, str]]:
    """Return sentences of different posts with different numbers for one thing, as far as their words tell: part and
    sentence, twice; the likest first."""
    told = [(place, text) for place, part in enumerate(parts) if part.section is None for text in list_values(part)]
    table, _, _ = weigh_words([dict.fromkeys(list_matter_stems(sentence), 1.0) for _, sentence in told])
    found: dict[tuple[int, int], float] = {}
    rare = keep_rare(table)
    for i, near in enumerate(find_likest(rare, rare, NEIGHBOURS, LEAST_SHARED_SENTENCE)):
        for j, value in near:
            (left, ours), (right, theirs) = told[min(i, j)], told[max(i, j)]
            if may_be_compared(parts[left], parts[right]) and find_clash(ours, theirs):
                found[min(i, j), max(i, j)] = value
    order = sorted(found, key=lambda pair: (-found[pair], pair))[:MOST_PAIRS]
    return [(*told[i], *told[j]) for i, j in order]


def list_values(part: Part) -> list[str]:
    """Return the sentences of a part that tell numbers, clause by clause where they list several."""
    return [
        text
        for sentence in filter(may_hold_values, part.sentences)
        for text in split_values(sentence) or (sentence,)
        if any(may_clash(slot) for slot in read_facts(text))
    ]


def may_be_compared(left: Part, right: Part) -> bool:
    """Return whether two parts belong to different posts that may be in one language."""
    return left.place != right.place and (not left.language or not right.language or left.language == right.language)


def find_clash(ours: str, theirs: str) -> str:
    """Return a slot of numbers for which two sentences give values that exclude each other, or ""."""
    left, right = read_facts(ours), read_facts(theirs)
    return next(
        (
            slot
            for slot in sorted(left.keys() & right.keys())
            if may_clash(slot) and exclude_each_other(slot, left[slot], right[slot])
        ),
        "",
    )


def ask_the_same(left: Part, right: Part, vectors: Mapping[str, NDArray[np.float32]]) -> bool:
    """Return whether the headings of two parts ask the same."""
    best = max(
        (
            float(vectors[ours] @ vectors[theirs])
            for ours in left.headings
            for theirs in right.headings
            if ours in vectors and theirs in vectors
        ),
        default=0.0,
    )
    return round(best, 5) >= LEAST_SAME_HEADINGS


def say_the_same(
    left: Part, right: Part, vectors: Mapping[str, NDArray[np.float32]], rarity: Rarity, repeated: frozenset[str]
) -> tuple[int, int]:
    """Return how many sentences of the shorter part the other one says, or says otherwise, and how many it has.

    `repeated` are sentences that stand under many posts, and count for nothing.
    """
    shorter, longer = sorted((left, right), key=lambda part: (len(part.sentences), part.place))
    own = [
        sentence
        for sentence in shorter.sentences
        if sentence not in repeated and sentence in vectors and is_telling(sentence)
    ]
    told = Premises.of([sentence for sentence in longer.sentences if sentence not in repeated], vectors)
    if told is None or not own:
        return 0, len(own)
    found = [find_statement(Statement(text=text, sources=()), told, vectors, rarity) for text in own]
    return sum(one.said or bool(one.slot) for one in found), len(own)


def are_same(said: int, of_all: int, headings: bool) -> bool:
    """Return whether two parts, of whose sentences so many are the same, answer one question."""
    if headings and said >= FEWEST_SAME and said >= SAME_SHARE * of_all:
        return True
    return said >= FEWEST_COPIED and said >= COPIED_SHARE * of_all


def find_clashes(
    left: Part,
    right: Part,
    pairs: Iterable[tuple[str, str]],
    index: PostIndex,
    vectors: Mapping[str, NDArray[np.float32]],
    least: float,
) -> list[Clash]:
    """Return the pairs of sentences that exclude each other: so much alike, naming the same things, but for a number.

    Nothing clashes if either part has the other's value too in a sentence about the matter: a list has many values.
    """
    rarity = index.rarity
    found = []
    for ours, theirs in pairs:
        slot = find_clash(ours, theirs)
        if not slot or ours not in vectors or theirs not in vectors:
            continue
        if len(list_matter_stems(ours) & list_matter_stems(theirs)) < FEWEST_SHARED_STEMS:
            continue
        alike = min(_measure_one(ours, theirs, vectors, rarity), _measure_one(theirs, ours, vectors, rarity))
        if alike < least or not name_the_same(left, ours, right, theirs, index.house):
            continue
        if _has_value(right, ours, slot, vectors, rarity) or _has_value(left, theirs, slot, vectors, rarity):
            continue
        found.append(Clash((left.place, right.place), (ours, theirs), name_fact(slot, (ours, theirs)), alike))
    return found


def _measure_one(ours: str, theirs: str, vectors: Mapping[str, NDArray[np.float32]], rarity: Rarity) -> float:
    told = Premises.of([theirs], vectors)
    return float(measure(ours, vectors[ours], told, rarity)[0]) if told else 0.0


def name_the_same(left: Part, ours: str, right: Part, theirs: str, house: frozenset[str]) -> bool:
    """Return whether neither of two sentences, read below its headings, names a thing that the other side does not."""
    return all(
        not (find_names_in(near, part.language) - house - _all_words(*other.headings, far))
        and not (find_heading_names(part) - house - _all_words(*other.headings, far))
        for part, near, other, far in ((left, ours, right, theirs), (right, theirs, left, ours))
    )


def _all_words(*texts: str) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in split_words(text))


def _has_value(
    part: Part, sentence: str, slot: str, vectors: Mapping[str, NDArray[np.float32]], rarity: Rarity
) -> bool:
    """Return whether a part gives a sentence's value for a slot in a sentence that is about the matter."""
    told = Premises.of(part.sentences, vectors)
    if told is None:
        return False
    alike = measure(sentence, vectors[sentence], told, rarity)
    value = read_facts(sentence)[slot]
    return any(
        alike[place] >= SAME_MATTER
        and slot in read_facts(told.singles[place])
        and not exclude_each_other(slot, value, read_facts(told.singles[place])[slot])
        for place in range(len(told.singles))
    )
