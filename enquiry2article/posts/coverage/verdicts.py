"""Looks at one part of a post: does it ask what customers ask, and does it say what agents answer?

Pure. How likely its post is about the question, and useful to who asks it, `posts/coverage/post_marks` knows. Here it
is told what of the agents' answer a part says, what it lacks, and what it says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.claims import WAY_TO
from enquiry2article.answers.facts import exclude_each_other, is_number, read_facts
from enquiry2article.domain.answer import Statement
from enquiry2article.domain.coverage import Difference, Mark, Verdict
from enquiry2article.domain.question import Question
from enquiry2article.posts.coverage.entailment import (
    LEAST_COSINE,
    Entailment,
    Premises,
    Rarity,
    find_statement,
    is_telling,
    measure,
    name_difference,
)
from enquiry2article.posts.coverage.parts import Part, find_heading_names, find_names_in
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.language import guess_language
from enquiry2article.text.words import split_words

MOST_WORDINGS = 60
"""Wordings of a question whose middle is taken."""

ABOUT = 0.4
"""Probability of being about the same from which a part is: it may lack the answer, or say otherwise."""

ABOUT_SOME = 0.2
"""The same for a part that says nearly all that agents answer, or surely something else."""

MOST_OF_IT = 0.8
"""Share of the agents' answer, each statement counted by the conversations that hold it, that makes an answer, if
nothing is missing that several agents say."""

NEARLY_ALL = 0.85
"""The same where something is missing that several agents say."""

SOME_OF_IT = 0.2
"""Share of it from which a part that differs in one thing is believed to be about the others, too."""

FEWEST_SOURCES = 2
"""Conversations that hold a statement for it to be missed, where any statement has so many."""

SURELY_DIFFERS = 0.7
"""Likeness from which a difference counts in a part that says nothing else of the answer."""

CORE_SHARE = 0.5
"""Share of the wordings that use a word from which it belongs to the question."""

SAME_BEGINNING, FEWEST_LETTERS = 0.7, 4
"""Share of the shorter of two words, and letters, with which both begin, from which they may be one: squeak, squeal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks."""

    vector: NDArray[np.float32]
    words: frozenset[str]
    """All words of its title, wordings and answer, in small letters."""
    core: frozenset[str]
    """The stems that belong to the question: most wordings use them."""
    language: str
    """Two letters, or ""."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in one part of a post."""

    part: Part
    verdict: Verdict
    mark: Mark
    heading: float
    """How near its heading is, 0..1."""
    says: float = 0.0
    """The share of the answer that it says, 0..1."""
    said: tuple[tuple[Statement, str], ...] = ()
    """What it says, and in which sentence."""
    missing: tuple[Statement, ...] = ()
    differs: tuple[Difference, ...] = ()

    @property
    def score(self) -> float:
        """How sure it is, 0..1: of a question that nobody has answered, only how likely the post answers it."""
        known = self.said or self.missing or self.differs
        return round((self.mark.score + self.says) / 2 if known else self.mark.score, 4)


def embed_asked(question: Question, wordings: Sequence[str], vectors: Mapping[str, NDArray[np.float32]]) -> Asked:
    """Return what a question asks: its title, and the middle of how customers put it, in equal parts."""
    known = [text for text in wordings if text in vectors]
    vector = vectors[question.title]
    if known:
        step = -(-len(known) // MOST_WORDINGS)
        vector = scale(vector + scale(np.mean([vectors[text] for text in known[::step]], axis=0)))
    texts = [question.title, *wordings]
    uses = Counter(stem for text in texts for stem in list_content_stems(text))
    told = [statement.text for statement in question.answer.statements]
    return Asked(
        vector=vector,
        words=frozenset(word.lower() for text in (*texts, *told) for word in split_words(text)),
        core=frozenset(stem for stem, count in uses.items() if count >= CORE_SHARE * len(texts)),
        language=guess_language(" ".join([question.title, *told, *wordings[:5]])),
    )


def scale(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a vector the length 1."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def look_at(
    question: Question,
    asked: Asked,
    part: Part,
    mark: Mark,
    vectors: Mapping[str, NDArray[np.float32]],
    rarity: Rarity,
    house: frozenset[str],
) -> Look | None:
    """Look at a part of a post for a question; `mark` is that of the post for the question.

    None where the part is in another language, is about something else, or asks the same of another thing. `house` are
    words that tell no post from another.
    """
    if asked.language and part.language and asked.language != part.language:
        return None
    if mark.about < ABOUT_SOME or asks_of_another(asked, part, house):
        return None
    cosines = [float(vectors[text] @ asked.vector) for text in part.headings if text in vectors]
    heading = round(min(1.0, max(cosines, default=0.0)), 4)
    told = Premises.of(part.sentences, vectors)
    if told is None or not mark.read:
        by_title = part.section is None and not mark.read and mark.answers
        return Look(part, Verdict.BY_TITLE, mark, heading) if by_title else None
    statements = [statement for statement in question.answer.statements if is_telling(statement.text)]
    if not statements and not question.answer.disagreements:
        sure = holds_words(part, asked.core - house)
        answers = Verdict.ANSWERED if sure else Verdict.PARTLY
        verdict = answers if mark.answers else _judge_topic(mark)
        return Look(part, verdict, mark, heading)
    found = [
        find_statement(statement, told, vectors, rarity, partial(_names_agree, statement, asked, part, house))
        for statement in statements
    ]
    weights = [max(1, len(statement.sources)) for statement in statements]
    says = sum(weight for weight, one in zip(weights, found, strict=True) if one.said) / max(1, sum(weights))
    said, missing, differs = [], [], []
    for statement, one in zip(statements, found, strict=True):
        if one.said:
            said.append((statement, one.sentence))
        elif one.slot and _counts(one, mark, says):
            about = name_difference(one, statement)
            differs.append(Difference(sentence=one.sentence, statement=statement, about=about))
        else:
            missing.append(statement)
    if mark.about >= ABOUT:
        differs += find_outdated(question, told, vectors, rarity)
    verdict = Verdict.OTHERWISE if differs else _judge(statements, mark, says, missing)
    return Look(part, verdict, mark, heading, round(says, 4), tuple(said), tuple(missing), tuple(differs))


def find_outdated(
    question: Question, told: Premises, vectors: Mapping[str, NDArray[np.float32]], rarity: Rarity
) -> list[Difference]:
    """Find where a text says what agents used to say, of what they say otherwise since.

    It has a value, or a name, of the older side and none of the newer, in a sentence that is about the matter.
    """
    found = []
    for change in question.answer.disagreements:
        newer, *older = change.values
        for side in older if change.changed else ():
            if side.text not in vectors:
                continue
            alike = measure(side.text, vectors[side.text], told, rarity)[: len(told.singles)]
            about = [told.singles[place] for place in np.flatnonzero(alike >= LEAST_COSINE).tolist()]
            kept = [sentence for sentence in about if _holds_side(side.text, newer.text, sentence)]
            if kept and not _holds_side(newer.text, side.text, " ".join(about)):
                best = max(kept, key=lambda sentence: (float(alike[told.singles.index(sentence)]), sentence))
                found.append(Difference(sentence=best, statement=newer, about=change.about))
                break
    return found


def _holds_side(side: str, other: str, sentence: str) -> bool:
    """Return whether a sentence has a value that one side gives and the other excludes or, without values, its name."""
    ours, theirs, own = read_facts(side), read_facts(other), read_facts(sentence)
    slots = [
        slot
        for slot in ours.keys() & theirs.keys()
        if (is_number(slot) or slot.startswith(WAY_TO)) and exclude_each_other(slot, ours[slot], theirs[slot])
    ]
    if slots:
        return any(slot in own and not exclude_each_other(slot, ours[slot], own[slot]) for slot in slots)
    names = find_names_in(side)
    named = names - find_names_in(other) or names
    return bool(named) and named <= {word.lower() for word in split_words(sentence)}


def _counts(found: Entailment, mark: Mark, says: float) -> bool:
    """Return whether a difference is one: in a part that is about the same, and is much alike or says other things
    too.
    """
    if mark.about < ABOUT:
        return found.alike >= SURELY_DIFFERS and says > 0
    return found.alike >= SURELY_DIFFERS or says >= SOME_OF_IT


def _judge(statements: Sequence[Statement], mark: Mark, says: float, missing: Sequence[Statement]) -> Verdict:
    """Return what it makes of a part that has this mark and says so much of the answer."""
    most = max((len(statement.sources) for statement in statements), default=0)
    missed = [statement for statement in missing if len(statement.sources) >= min(most, FEWEST_SOURCES)]
    if says >= NEARLY_ALL or (says >= MOST_OF_IT and not missed):
        return Verdict.ANSWERED
    return Verdict.PARTLY if mark.answers else _judge_topic(mark)


def _judge_topic(mark: Mark) -> Verdict:
    return Verdict.SAME_TOPIC if mark.about >= ABOUT else Verdict.NOT_AT_ALL


def asks_of_another(asked: Asked, part: Part, house: frozenset[str]) -> bool:
    """Return whether a part asks the same of something else: delivery to Spain, where customers ask about France.

    Its heading names what the question does not, and it lacks a word that belongs to the question.
    """
    names = find_heading_names(part) - house
    return bool(names - asked.words) and not holds_words(part, asked.core - house)


def holds_words(part: Part, stems: frozenset[str]) -> bool:
    """Return whether a part has all these stems, or words that begin like them."""
    own = {stem for text in (part.text, *part.headings) for stem in list_content_stems(text)}
    return all(stem in own or any(_begin_alike(stem, other) for other in own) for stem in stems)


def _begin_alike(left: str, right: str) -> bool:
    shortest = min(len(left), len(right))
    shared = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), shortest)
    return shared >= max(FEWEST_LETTERS, SAME_BEGINNING * shortest)


def _names_agree(statement: Statement, asked: Asked, part: Part, house: frozenset[str], sentence: str) -> bool:
    """Return whether neither a statement nor a sentence names a thing that the other side does not."""
    theirs = frozenset(word.lower() for text in (*part.headings, sentence) for word in split_words(text))
    return not (find_names_in(sentence, part.language) - house - asked.words) and not (
        find_names_in(statement.text, asked.language) - house - theirs
    )
