"""Looks at one part of a post: does it ask what customers ask, and does it say what agents answer?

Pure. Both must hold. A title that asks and a text that says something else is no answer, nor is a text about the same
subject; what a part says otherwise than agents is told apart from what it lacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from enquiry2article.keywords import tell_stems
from enquiry2article.post_parts import Part, tell_heading_names, tell_names
from enquiry2article.records import Question, Statement
from enquiry2article.saying import Found, Rarity, Told, find_statement, is_telling, name_difference
from enquiry2article.text import guess_language, split_words
from enquiry2article.verdicts import Difference, Verdict

MOST_WORDINGS = 60
"""Wordings of a question whose middle is taken."""

SPOKEN_OF = 0.8
"""How much being near to what is asked counts in a sentence of the text, beside a heading's."""

ASKS = 0.5
"""Cosine to what is asked (title and wordings) from which a part asks the question, if it says the whole answer."""

ASKS_LITTLE = 0.4
"""The same for a part that says all of the answer, if that is several statements."""

ASKS_SOME = 0.55
"""The same for a part that says something of the answer only, or something else. Between the two lie, in drafts of the
shop example, a text about returns in general for a question about refunds, and no part that asks the question."""

ASKS_PLAINLY = 0.7
"""The same where no agent's answer can bear it out."""

ASKS_IN_THE_SAME_WORDS = 0.9
"""The same where not even the telling words of the question must be found in the part."""

SPEAKS_OF_IT = 0.35
"""Cosine to what is asked that a sentence below a heading must reach for the heading to be believed."""

MOST_OF_IT = 0.8
"""Share of the agents' answer, each statement counted by the conversations that hold it, that makes an answer, if
nothing is missing that several agents say."""

NEARLY_ALL = 0.85
"""The same where something is missing that several agents say."""

ALL_OF_IT, FEWEST_SAID = 0.95, 3
"""Share of it, and statements, that let a part count that hardly asks the question. With .8 and two, a draft of the
shop example on changing an address answered how to cancel an order: the same button does both."""

SOME_OF_IT = 0.4
"""Share of it, or more, that makes a part of one. What is only about the same reached .46 once and else .33."""

MUCH_OF_IT = 0.6
"""Share of it from which a part need not have all the words that belong to the question."""

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
    asks: float
    """How near the part is to what is asked, 0..1."""
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
        """How sure it is, 0..1: of a question that nobody has answered, only how near it is."""
        near = (self.asks + self.heading) / 2
        return round((near + self.says) / 2 if self.said or self.missing or self.differs else near, 4)


def tell_asked(question: Question, wordings: Sequence[str], vectors: Mapping[str, NDArray[np.float32]]) -> Asked:
    """Give what a question asks: its title, and the middle of how customers put it, in equal parts."""
    known = [text for text in wordings if text in vectors]
    vector = vectors[question.title]
    if known:
        step = -(-len(known) // MOST_WORDINGS)
        vector = scale(vector + scale(np.mean([vectors[text] for text in known[::step]], axis=0)))
    texts = [question.title, *wordings]
    uses = Counter(stem for text in texts for stem in tell_stems(text))
    told = [statement.text for statement in question.answer.statements]
    return Asked(
        vector=vector,
        words=frozenset(word.lower() for text in (*texts, *told) for word in split_words(text)),
        core=frozenset(stem for stem, count in uses.items() if count >= CORE_SHARE * len(texts)),
        language=guess_language(" ".join([question.title, *told, *wordings[:5]])),
    )


def scale(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give a vector the length 1."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def look_at(
    question: Question,
    asked: Asked,
    part: Part,
    vectors: Mapping[str, NDArray[np.float32]],
    rarity: Rarity,
    house: frozenset[str],
) -> Look | None:
    """Look at a part of a post for a question.

    None where the part is in another language, is about something else, says nothing, or asks the same of another
    thing. `house` are words that tell no post from another.
    """
    if asked.language and part.language and asked.language != part.language:
        return None
    told = Told.of(part.sentences, vectors)
    if told is None:
        return None
    cosines = [float(vectors[text] @ asked.vector) for text in part.headings if text in vectors]
    heading = round(min(1.0, max(cosines, default=0.0)), 4)
    speaks = round(min(1.0, float((told.rows @ asked.vector).max())), 4)
    asks = round(max(heading, SPOKEN_OF * speaks), 4)
    if asks < ASKS_LITTLE or asks_of_another(asked, part, house):
        return None
    statements = [statement for statement in question.answer.statements if is_telling(statement.text)]
    if not statements:
        plain = heading >= ASKS and max(heading, speaks) >= ASKS_PLAINLY and speaks >= SPEAKS_OF_IT
        answers = plain and (heading >= ASKS_IN_THE_SAME_WORDS or holds_words(part, asked.core - house))
        return Look(part, Verdict.ANSWERED if answers else Verdict.NOT_AT_ALL, asks, heading)
    found = [
        find_statement(statement, told, vectors, rarity, partial(_names_agree, statement, asked, part, house))
        for statement in statements
    ]
    weights = [max(1, len(statement.sources)) for statement in statements]
    says = sum(weight for weight, one in zip(weights, found, strict=True) if one.said) / sum(weights)
    said, missing, differs = [], [], []
    for statement, one in zip(statements, found, strict=True):
        if one.said:
            said.append((statement, one.sentence))
        elif one.slot and _counts(one, asks, says):
            about = name_difference(one, statement)
            differs.append(Difference(sentence=one.sentence, statement=statement, about=about))
        else:
            missing.append(statement)
    verdict = _judge(statements, asks, says, missing, bool(differs))
    if asks < ASKS and not (len(said) >= FEWEST_SAID and says >= ALL_OF_IT):
        return None
    if verdict is Verdict.PARTLY and not differs and says < MUCH_OF_IT and not holds_words(part, asked.core - house):
        verdict = Verdict.NOT_AT_ALL
    return Look(part, verdict, asks, heading, round(says, 4), tuple(said), tuple(missing), tuple(differs))


def _counts(found: Found, asks: float, says: float) -> bool:
    """Say whether a difference is one: in a part that asks the question, and is much alike or says other things too."""
    return asks >= ASKS_SOME and (found.alike >= SURELY_DIFFERS or says >= SOME_OF_IT / 2)


def _judge(
    statements: Sequence[Statement], asks: float, says: float, missing: Sequence[Statement], differs: bool
) -> Verdict:
    """Say what it makes of a part that asks the question so nearly, that it says so much of the answer."""
    if differs:
        return Verdict.PARTLY
    most = max(len(statement.sources) for statement in statements)
    missed = [statement for statement in missing if len(statement.sources) >= min(most, FEWEST_SOURCES)]
    if says >= NEARLY_ALL or (says >= MOST_OF_IT and not missed):
        return Verdict.ANSWERED
    return Verdict.PARTLY if says >= SOME_OF_IT and asks >= ASKS_SOME else Verdict.NOT_AT_ALL


def asks_of_another(asked: Asked, part: Part, house: frozenset[str]) -> bool:
    """Say whether a part asks the same of something else: delivery to Spain, where customers ask about France.

    Its heading names what the question does not, and it lacks a word that belongs to the question.
    """
    names = tell_heading_names(part) - house
    return bool(names - asked.words) and not holds_words(part, asked.core - house)


def holds_words(part: Part, stems: frozenset[str]) -> bool:
    """Say whether a part has all these stems, or words that begin like them."""
    own = {stem for text in (part.text, *part.headings) for stem in tell_stems(text)}
    return all(stem in own or any(_begin_alike(stem, other) for other in own) for stem in stems)


def _begin_alike(left: str, right: str) -> bool:
    shortest = min(len(left), len(right))
    shared = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), shortest)
    return shared >= max(FEWEST_LETTERS, SAME_BEGINNING * shortest)


def _names_agree(statement: Statement, asked: Asked, part: Part, house: frozenset[str], sentence: str) -> bool:
    """Say whether neither a statement nor a sentence names a thing that the other side does not."""
    theirs = frozenset(word.lower() for text in (*part.headings, sentence) for word in split_words(text))
    return not (tell_names(sentence, part.language) - house - asked.words) and not (
        tell_names(statement.text, asked.language) - house - theirs
    )
