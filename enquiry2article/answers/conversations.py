"""Conversations as evidence: what of an agent's replies can stand in an article, and how alike two conversations are.

Of a reply only sentences are taken away, never words of one, and none is moved: what handles the case, hands over, is
manners or boilerplate goes; a sentence that points back to one that went, goes too; a list is whole or absent.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.copy_editing import begins_leaning, begins_with_connector
from enquiry2article.answers.reply_sentences import ASKS_BACK, BOILERPLATE, COURTEOUS, Sentence, find_repeated
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.text.words import normalise, split_words

DANGLING = "points to what was left out"
INCOMPLETE = "part of a list that cannot be whole"
SAID_BEFORE = "said before in the same conversation"

ASKED_WEIGHT = 0.5
"""What the likeness of what was asked counts beside that of what was replied."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One enquiry and what its replies hold for everybody."""

    enquiry: RedactedEnquiry
    sentences: tuple[Sentence, ...]
    """All sentences of its replies, in their order."""
    kept: tuple[Sentence, ...]
    """Those that can stand in an article, in their order."""
    left_out: Mapping[str, int]
    """How many of the others there are, by the reason."""
    asked: NDArray[np.float32]
    """The vector of what was asked, of length 1."""
    replied: NDArray[np.float32] | None
    """The middle of the kept sentences' vectors, of length 1, or None where nothing was kept."""
    helped: bool | None
    """Whether the customer was content, as far as anything tells."""


def gather_conversations(
    members: Sequence[RedactedEnquiry],
    asked: NDArray[np.float32],
    sentences: Mapping[str, Sequence[Sentence]],
    vectors: Mapping[str, NDArray[np.float32]],
    boilerplate: frozenset[str],
) -> list[Conversation]:
    """Gather the conversations of one question, ordered by id.

    Row i of `asked` belongs to `members[i]`; `sentences` are those of each enquiry's replies, by its id, judged.
    """
    again = find_repeated(members)
    gathered = []
    for member, row in zip(members, asked, strict=True):
        own = sentences.get(member.id, ())
        kept, left_out = cut_reply(own, boilerplate)
        helped = next((sentence.worked for sentence in own if sentence.worked is not None), None)
        if helped is None and member.id in again:
            helped = False
        gathered.append(Conversation(member, tuple(own), kept, left_out, row, find_middle(kept, vectors), helped))
    return sorted(gathered, key=lambda conversation: conversation.enquiry.id)


def cut_reply(
    sentences: Sequence[Sentence], boilerplate: frozenset[str] = frozenset()
) -> tuple[tuple[Sentence, ...], Counter[str]]:
    """Take from the replies of one conversation what can stand in an article, in its order, and count the rest."""
    reasons = [sentence.unfit for sentence in sentences]
    for place, sentence in enumerate(sentences):
        if not reasons[place] and normalise(sentence.text) in boilerplate:
            reasons[place] = BOILERPLATE
    _drop_broken_lists(sentences, reasons)
    told: set[str] = set()
    previous = ""  # why the sentence before was left out; "" where it stands or nothing is before
    for place, sentence in enumerate(sentences):
        opens = place == 0 or sentences[place - 1].reply != sentence.reply
        if not reasons[place]:
            text = normalise(sentence.text)
            leans = begins_leaning(sentence.text)
            if (leans and previous) or (opens and not any(told) and begins_with_connector(sentence.text)):
                reasons[place] = DANGLING
            elif text in told:
                reasons[place] = SAID_BEFORE
            else:
                told.add(text)
        if reasons[place] not in (COURTEOUS, BOILERPLATE, SAID_BEFORE):
            previous = reasons[place]
    _drop_empty_lead_ins(sentences, reasons)
    kept = tuple(sentence for sentence, reason in zip(sentences, reasons, strict=True) if not reason)
    return kept, Counter(reason for reason in reasons if reason)


def _drop_broken_lists(sentences: Sequence[Sentence], reasons: list[str]) -> None:
    """Leave out a list of which an item cannot stand, unless it only asks for an answer at its end."""
    for marked, group in itertools.groupby(range(len(sentences)), key=lambda i: sentences[i].marked):
        places = list(group)
        while marked and places and reasons[places[-1]] == ASKS_BACK:
            places.pop()
        if marked and len(places) > 1 and any(reasons[i] for i in places):
            for i in places:
                reasons[i] = reasons[i] or INCOMPLETE


def _drop_empty_lead_ins(sentences: Sequence[Sentence], reasons: list[str]) -> None:
    """Leave out a sentence that ends in a colon where what it announces is not there."""
    for place in range(len(sentences) - 1, -1, -1):
        announces = not reasons[place] and sentences[place].text.rstrip().endswith(":")
        if announces and (place + 1 == len(sentences) or reasons[place + 1]):
            reasons[place] = DANGLING


def find_middle(
    sentences: Sequence[Sentence], vectors: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32] | None:
    """Compute the middle of sentences' vectors, weighted by their words, of length 1; None where there are none."""
    if not sentences:
        return None
    weights = np.array([max(1, len(split_words(sentence.text))) for sentence in sentences], dtype=np.float32)
    mean = np.average([vectors[sentence.text] for sentence in sentences], axis=0, weights=weights)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def measure_likeness(conversations: Sequence[Conversation]) -> NDArray[np.float64]:
    """Compute how alike conversations are, 0..1, shape (n, n): alike in what was asked and in what was replied.

    Where one of two has no reply that holds for everybody, only what was asked counts, at its weight.
    """
    asked = np.array([conversation.asked for conversation in conversations], dtype=np.float64)
    width = asked.shape[1]
    replied = np.array([
        np.zeros(width) if conversation.replied is None else conversation.replied for conversation in conversations
    ])  # fmt: skip
    like_asked = np.clip(asked @ asked.T, 0.0, 1.0)
    like_replied = np.clip(replied @ replied.T, 0.0, 1.0)
    return np.asarray(np.round(ASKED_WEIGHT * like_asked + (1 - ASKED_WEIGHT) * like_replied, 5), dtype=np.float64)
