"""What agents do for single customers and ask them back: the material of an outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.conversations import Conversation
from enquiry2article.answers.copy_editing import begins_leaning, finish_sentence
from enquiry2article.answers.reply_sentences import ASKS_BACK, ONE_CASE, Sentence
from enquiry2article.domain.answer import Statement
from enquiry2article.text.keywords import BRACKETED
from enquiry2article.text.words import split_words

CASES_ONLY = 0.1
"""Share of a question's answered conversations, below which those whose reply holds something for everybody are too
few: the question is handled case by case."""

FEWEST_SHARED, SHARED = 3, 0.7
"""Conversations in which agents ask or do the same, for an outline to name it, and the cosine that makes it so."""

FEWEST_HANDLED = 3
"""Answered conversations from which a question can be told to be handled case by case."""


def is_handled_case_by_case(answered: Sequence[Conversation]) -> bool:
    """Return whether agents only handle cases of this question: hardly any reply holds something for everybody."""
    general = sum(bool(conversation.kept) for conversation in answered)
    handled = sum(any(s.unfit == ONE_CASE for s in conversation.sentences) for conversation in answered)
    return len(answered) >= FEWEST_HANDLED and general <= CASES_ONLY * len(answered) and 2 * handled > len(answered)


def list_asked(answered: Sequence[Conversation], vectors: Mapping[str, NDArray[np.float32]]) -> tuple[Statement, ...]:
    """List what agents ask back, in the words of at most three of them, those that most conversations share first."""
    asked = [
        s for conversation in answered for s in conversation.sentences
        if s.unfit == ASKS_BACK and s.text.rstrip().endswith(("?", "؟", "？"))
    ]  # fmt: skip
    return _list_typical(asked, vectors, fewest=FEWEST_SHARED)


def list_handled(answered: Sequence[Conversation], vectors: Mapping[str, NDArray[np.float32]]) -> tuple[Statement, ...]:
    """List what agents do for the customer, in the words of at most three of them; only what several do."""
    handled = [s for conversation in answered for s in conversation.sentences if s.unfit == ONE_CASE]
    return _list_typical(handled, vectors, fewest=FEWEST_SHARED)


def _list_typical(
    sentences: Sequence[Sentence], vectors: Mapping[str, NDArray[np.float32]], *, fewest: int
) -> tuple[Statement, ...]:
    able = [
        s for s in sentences
        if 4 <= len(split_words(s.text)) <= 25 and not BRACKETED.search(s.text) and not begins_leaning(s.text)
    ]  # fmt: skip
    if not able:
        return ()
    rows = np.array([vectors[s.text] for s in able], dtype=np.float32)
    near = np.round(rows @ rows.T, 5) >= SHARED
    holders = [{able[j].enquiry_id for j in np.flatnonzero(near[i]).tolist()} for i in range(len(able))]
    chosen: list[int] = []
    for i in sorted(range(len(able)), key=lambda i: (-len(holders[i]), len(able[i].text), able[i].text)):
        if len(chosen) < 3 and len(holders[i]) >= fewest and not near[i, chosen].any():
            chosen.append(i)
    return tuple(Statement(text=finish_sentence(able[i].text), sources=tuple(sorted(holders[i]))) for i in chosen)
