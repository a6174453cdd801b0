"""Chooses, among the sentences of the replies to one question, those that make its answer, and puts them in order.

Replies that are paraphrases of one answer are met in their middle (`consensus`); of others the fullest is followed, its
procedure kept whole, and what the rest say besides is added. What becomes of the chosen sentences, `answer` decides.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.claims import differ_in_fact, read_claims
from enquiry2article.answers.consensus import Consensus, choose_sentences
from enquiry2article.answers.copy_editing import begins_leaning, begins_with_connector
from enquiry2article.answers.reply_sentences import Sentence
from enquiry2article.keywords import tell_stems
from enquiry2article.records import Role
from enquiry2article.text import split_words

SAME = 0.80
"""Cosine from which two sentences say the same, if their numbers do."""

SAME_FACT = 0.5
"""Cosine from which two sentences say the same if they give the same number of days or the same price."""

COVERED = 0.60
"""Cosine from which a sentence is about what another one already says."""

NEW_STEMS = 0.3
"""Share of a sentence's telling words that no other sentence of the answer may hold: paraphrases escape the cosine."""

LEAST_TO_THE_POINT = 0.3
"""Cosine to the title that at least one sentence of a reply must reach for the reply to count; unrelated ones reach
about .2."""

FEWEST_AGREEING, AGREED_SHARE = 3, 0.5
"""Conversations, and share of those of a question, that hold a sentence which is an answer in whatever words: "Press
Return and print the label" has no word of the tent that is sent back."""

LEAST_ON_THE_SUBJECT = 0.38
"""Cosine to the title below which what nobody else says is not added to an answer."""

ENOUGH_COVERED = 0.6
"""Share of what was replied that an answer must be about; below it the replies tell of different things, and more of
them is said."""

MOST_STATEMENTS = 14
"""Statements of an answer: what is longer is several articles."""

LEAST_AGREEMENT = 0.4
"""Likeness of a reply to the others, in the middle, from which the replies are paraphrases of one answer."""

LEAST_WORTH = 0.25
"""Worth of a sentence below which it does not get into an answer for its own sake."""

MOST_FOLLOWED = 9
"""Sentences that are taken from one reply."""

SHORT_WORDS = 6
"""Words below which a sentence is a scrap that is understood beside its mail only."""

LEAST_SUMMED_UP = 0.15
"""Share of the telling words of a procedure that a sentence must hold to sum it up."""

FEWEST_STEMS = 4
"""Telling words of a sentence that can sum something up."""

WHOLE_PROCEDURE = 3
"""Steps of one reply that make a procedure, which is kept whole and in its own order."""

WORKED_WEIGHT, DIDNT_WORK_WEIGHT = 1.25, 0.5
"""What a reply counts that the customer was content with, and one after which there still was trouble."""


@dataclass(frozen=True, slots=True)
class Material:
    """The usable sentences of one question; row and column i of each table is sentence i."""

    sentences: Sequence[Sentence]
    alike: NDArray[np.float32]
    same: NDArray[np.bool_]
    """Whether two sentences say the same, their numbers included."""
    to_the_point: NDArray[np.float32]
    """Cosine of each sentence to the title, or 1 where a person says that all enquiries ask the same."""

    def support(self, i: int) -> frozenset[str]:
        """Give the enquiries in whose replies it is said."""
        return frozenset(self.sentences[j].enquiry_id for j in np.flatnonzero(self.same[i]).tolist())

    def sums_up(self, chosen: Sequence[int]) -> bool:
        """Say whether the first sentence stands before a procedure that comes from another reply."""
        steps = [i for i in chosen if self.sentences[i].role is Role.STEP]
        first = self.sentences[chosen[0]]
        others = [self.sentences[i].enquiry_id for i in steps if i != chosen[0]]
        return len(others) >= WHOLE_PROCEDURE and first.enquiry_id not in others

    def holds_procedure(self, chosen: Sequence[int]) -> bool:
        """Say whether a whole procedure of one reply is among the sentences."""
        steps = Counter(
            (self.sentences[i].enquiry_id, self.sentences[i].reply)
            for i in chosen
            if self.sentences[i].role is Role.STEP
        )
        return max(steps.values(), default=0) >= WHOLE_PROCEDURE

    def follows(self, i: int) -> int | None:
        """Give the sentence just before it in its reply, or None."""
        own = self.sentences[i]
        before = [
            j
            for j, other in enumerate(self.sentences)
            if (other.enquiry_id, other.reply) == (own.enquiry_id, own.reply) and other.number < own.number
        ]
        return max(before, key=lambda j: self.sentences[j].number, default=None)


def gather_material(
    usable: Sequence[Sentence], vectors: Mapping[str, NDArray[np.float32]], asked: NDArray[np.float32] | None
) -> Material:
    """Compare the sentences with each other and with what is asked (None: all of them are to the point).

    `usable` must hold at least one sentence, and `vectors` a vector of length 1 for the text of each.
    """
    rows = np.array([vectors[sentence.text] for sentence in usable], dtype=np.float32)
    alike = np.round(rows @ rows.T, 5)
    same = alike >= SAME
    for i, j in zip(*np.nonzero(np.triu(same, 1)), strict=True):
        if differ_in_fact(usable[i].text, usable[j].text):
            same[i, j] = same[j, i] = False
    facts = [frozenset(claim for claim in read_claims(s.text) if isinstance(claim[1], tuple)) for s in usable]
    for i, j in zip(*np.nonzero(np.triu(alike >= SAME_FACT, 1)), strict=True):
        if facts[i] & facts[j] and not differ_in_fact(usable[i].text, usable[j].text):
            same[i, j] = same[j, i] = True
    to_the_point = np.ones(len(usable), dtype=np.float32) if asked is None else np.round(rows @ asked, 5)
    return Material(usable, alike, same, to_the_point)


def select_sentences(material: Material) -> list[int]:
    """Give the places of the sentences that make the answer, in their order; [] when no reply is to the point."""
    by_reply: dict[tuple[str, int], list[int]] = {}
    for i, sentence in enumerate(material.sentences):
        by_reply.setdefault((sentence.enquiry_id, sentence.reply), []).append(i)
    most = max(FEWEST_AGREEING, len({sentence.enquiry_id for sentence in material.sentences}) * AGREED_SHARE)
    counted = {
        key: own
        for key, own in by_reply.items()
        if material.to_the_point[own].max() >= LEAST_TO_THE_POINT or max(len(material.support(i)) for i in own) >= most
    }
    if not counted:
        return []
    replies = list(counted.values())
    chosen = _agree(material, replies) or _follow_fullest(material, replies)
    chosen = _keep_procedure(material, chosen, replies)
    chosen = _say_more(material, chosen, [i for own in replies for i in own])
    chosen = _drop_empty_lead_ins(material, chosen)
    return _sum_up(material, _lead_with_best(material, chosen))


def _agree(material: Material, replies: Sequence[Sequence[int]]) -> list[int]:
    """Give the sentences that stand nearest to all replies at once; [] where the replies do not agree much.

    Replies agree when they are paraphrases of one answer. Those of a small company are letters more often: each says a
    few things and none says all.
    """
    tokens = [tuple(split_words(sentence.text.lower())) for sentence in material.sentences]
    wholes: dict[tuple[str, ...], float] = {}
    for own in replies:
        whole = tuple(word for i in own for word in tokens[i])
        weight = _weigh_reply(material, own)
        wholes[whole] = max(weight, wholes.get(whole, 0.0))
    order = sorted(wholes)
    consensus = Consensus(tokens, order, [wholes[whole] for whole in order])
    first: dict[tuple[str, ...], int] = {}
    for i in sorted((i for own in replies for i in own), key=lambda i: order_sentence(material, i)):
        first.setdefault(tokens[i], i)
    stems = [frozenset(tell_stems(sentence.text)) for sentence in material.sentences]

    def is_sound(chosen: Sequence[int]) -> bool:
        if _leans(material, chosen[0]):
            return False
        return all(_says_new(stems, i, [j for j in chosen if j != i]) for i in chosen) if len(chosen) > 1 else True

    wholly = [[first[tokens[i]] for i in own] for own in replies]
    scored = consensus.score(wholly)
    count = len(order)
    # Each reply's likeness to the others: the likeness to itself is known and taken off.
    if count > 1 and float(np.median((scored * count - consensus.most) / (count - 1))) < LEAST_AGREEMENT:
        return []
    best = [wholly[k] for k in np.argsort(-scored, kind="stable")[:3].tolist()]
    candidates = sorted(first.values(), key=lambda i: order_sentence(material, i))
    return choose_sentences(consensus, candidates, best, is_sound)


def _follow_fullest(material: Material, replies: Sequence[Sequence[int]]) -> list[int]:
    """Give the sentences of the reply that says most of what was asked and of what others say too, in its own order."""
    worth = [tell_worth(material, i) for i in range(len(material.sentences))]
    fullest = max(
        replies,
        key=lambda own: (
            round(sum(max(0.0, worth[i] - LEAST_WORTH) for i in own[:MOST_FOLLOWED]), 4) * _weigh_reply(material, own),
            *order_sentence(material, own[0])[1:],
        ),
    )
    kept = [i for i in fullest if worth[i] >= LEAST_WORTH or material.sentences[i].role is Role.STEP]
    stems = [frozenset(tell_stems(sentence.text)) for sentence in material.sentences]
    chosen: list[int] = []
    for i in kept[:MOST_FOLLOWED]:
        previous = material.follows(i)
        if _leans(material, i) and previous not in chosen:
            continue
        if not chosen or _says_new(stems, i, chosen):
            chosen.append(i)
    if chosen:
        return chosen
    # Every sentence of the fullest reply needs what was cut away: begin with the best that can stand alone.
    able = [i for own in replies for i in own if _stands_alone(material, i) and worth[i] >= LEAST_WORTH]
    return [max(able, key=lambda i: (round(worth[i], 4), material.sentences[i].text))] if able else []


def _weigh_reply(material: Material, own: Sequence[int]) -> float:
    worked = material.sentences[own[0]].worked
    return 1.0 if worked is None else WORKED_WEIGHT if worked else DIDNT_WORK_WEIGHT


def tell_worth(material: Material, i: int) -> float:
    """Say how much a sentence is worth in an answer: to the point, said by several, something to do or to mind."""
    sentence = material.sentences[i]
    worth = float(material.to_the_point[i]) + 0.25 * math.log2(len(material.support(i)))
    if sentence.role is not Role.PLAIN:
        worth += 0.1
    if len(sentence.text.split()) < SHORT_WORDS:
        worth -= 0.1
    if sentence.text.rstrip().endswith("!"):
        worth -= 0.2
    return worth


def _keep_procedure(material: Material, chosen: list[int], replies: Sequence[Sequence[int]]) -> list[int]:
    """Put a procedure in whole, in the order of its own reply, where the answer holds steps of one."""
    steps = {i for i in chosen if material.sentences[i].role is Role.STEP}
    if not steps:
        return chosen
    best: tuple[float, list[int]] = (0.0, [])
    for own in replies:
        procedure = [i for i in own if material.sentences[i].role is Role.STEP]
        if len(procedure) < WHOLE_PROCEDURE:
            continue
        shared = sum(float(material.alike[i, sorted(steps)].max() >= COVERED) for i in procedure)
        borne_out = sum(len(material.support(i)) - 1 for i in procedure) / len(procedure)
        value = round(shared / len(procedure) + 0.5 * borne_out, 6)
        if shared and value > best[0]:
            best = (value, [i for i in own if procedure[0] <= i <= procedure[-1]])
    whole = best[1]
    if not whole or not set(whole) - set(chosen):
        return chosen
    kept = [i for i in chosen if i not in whole and material.alike[i, whole].max() < COVERED]
    before = [
        i
        for i in kept
        if material.sentences[i].role is not Role.STEP
        and chosen.index(i) < min((chosen.index(j) for j in steps), default=0)
    ]
    return [*before, *whole, *(i for i in kept if i not in before)]


def _say_more(material: Material, chosen: list[int], offered: Sequence[int]) -> list[int]:
    """Add what the replies also say, as long as they tell of things that the answer does not.

    What several said comes first, then what is nearest to what was asked. Replies that all say the same are covered by
    the sentences they agree on, and get nothing added.
    """
    stems = [frozenset(tell_stems(sentence.text)) for sentence in material.sentences]
    added = list(chosen)
    waiting = sorted(
        (i for i in offered if i not in chosen),
        key=lambda i: (
            -len(material.support(i)),
            -round(float(material.to_the_point[i]), 3),
            order_sentence(material, i),
        ),
    )
    for i in waiting:
        if len(added) >= MOST_STATEMENTS or not added:
            break
        covered = material.alike[np.ix_(list(offered), added)].max(axis=1) >= COVERED
        if covered.mean() >= ENOUGH_COVERED:
            break
        alone = len(material.support(i)) < 2
        brief = len(material.sentences[i].text.split()) < SHORT_WORDS
        if alone and (
            brief or material.to_the_point[i] < LEAST_ON_THE_SUBJECT or material.sentences[i].worked is False
        ):
            continue
        if material.same[i, added].any() or material.alike[i, added].max() >= COVERED or not _says_new(stems, i, added):
            continue
        previous = material.follows(i)
        if _leans(material, i) and previous not in added:
            continue
        if material.sentences[i].role is Role.STEP and material.holds_procedure(added):
            continue  # a step of another way of doing it: behind the last one it would be done too
        if previous in added:
            added.insert(added.index(previous) + 1, i)
        else:
            added.append(i)
    return added


def _drop_empty_lead_ins(material: Material, chosen: Sequence[int]) -> list[int]:
    """Leave out a sentence that ends in a colon when what it announced is not there or is no list of steps."""
    kept = []
    for place, i in enumerate(chosen):
        following = chosen[place + 1 : place + 3]
        announced = len(following) == 2 and all(material.sentences[j].role is Role.STEP for j in following)
        if announced or not material.sentences[i].text.rstrip().endswith(":"):
            kept.append(i)
    return kept


def _lead_with_best(material: Material, chosen: list[int]) -> list[int]:
    """Begin with a sentence that answers by itself: the first, if it can stand alone, else the best borne out."""
    if not chosen or material.sentences[chosen[0]].role is Role.STEP or _stands_alone(material, chosen[0]):
        return chosen
    able = [i for i in chosen if _stands_alone(material, i) and len(material.support(i)) > 1]
    if not able:
        return chosen
    best = min(able, key=lambda i: (-len(material.support(i)), chosen.index(i)))
    return [best, *(i for i in chosen if i != best)]


def _sum_up(material: Material, chosen: list[int]) -> list[int]:
    """Put a sentence that sums a procedure up before its first step, where some reply has one.

    One agent writes eight steps, another "Front loader, 30 degrees, down wash, low heat": the short answer to the long.
    """
    steps = [i for i in chosen if material.sentences[i].role is Role.STEP]
    if len(steps) < WHOLE_PROCEDURE or chosen[0] != steps[0]:
        return chosen
    told = {stem for i in steps for stem in tell_stems(material.sentences[i].text)}
    best: tuple[float, float, str, int] = (LEAST_SUMMED_UP, 0.0, "", -1)
    for i, sentence in enumerate(material.sentences):
        own = set(tell_stems(sentence.text))
        if i in chosen or not _stands_alone(material, i) or len(own) < FEWEST_STEMS or sentence.worked is False:
            continue
        if material.same[i, steps].any():  # one of the steps itself, in the words of another agent
            continue
        shared = own & told
        # What it says beside the steps does not sum them up.
        value = len(shared) / len(told) if len(shared) >= 0.5 * len(own) else 0.0
        best = max(best, (round(value, 6), round(float(material.to_the_point[i]), 5), sentence.text, i))
    return chosen if best[3] < 0 else [best[3], *chosen]


def _stands_alone(material: Material, i: int) -> bool:
    text = material.sentences[i].text
    return not text.rstrip().endswith(":") and 4 <= len(text.split()) <= 40 and not _leans(material, i)


def _leans(material: Material, i: int) -> bool:
    """Say whether a sentence points back to one before it, which its reply has."""
    text = material.sentences[i].text
    # At the head of a mail "it" is what was asked about, but "then" goes on from what the customer wrote.
    return begins_leaning(text) and (material.sentences[i].number > 0 or begins_with_connector(text))


def _says_new(stems: Sequence[frozenset[str]], i: int, others: Sequence[int]) -> bool:
    told = frozenset().union(*(stems[j] for j in others))
    return bool(stems[i]) and len(stems[i] - told) >= NEW_STEMS * len(stems[i])


def order_sentence(material: Material, i: int) -> tuple[float, str, int, int]:
    """Give what orders sentences that are otherwise equal: the newest first, then by enquiry and place."""
    sentence = material.sentences[i]
    return (-sentence.at.timestamp(), sentence.enquiry_id, sentence.reply, sentence.number)
