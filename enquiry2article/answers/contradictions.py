"""Finds what replies to one question contradict each other about: numbers, prices, yes and no, the way to a page.

Sentences make claims, each about one slot: how many days, what is paid, whether something is given back, which menu to
open. Two values of one slot contradict each other when sentences that are about the same thing hold them, nobody holds
both in one reply, and the sides are different agents (they disagree) or different times (something has changed). The
last condition is what tells a contradiction from two things that merely differ: "3 days to search, 10 until it is
lost" is told by the same people at the same time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.claims import (
    OF,
    YES_OR_NO,
    list_unit_stems,
    name_slot,
    read_claims,
    says_changed,
)
from enquiry2article.answers.copy_editing import finish_sentence
from enquiry2article.answers.reply_sentences import ASKS_BACK, LONG_AGO, Sentence, take_newest
from enquiry2article.domain.answer import PERSONAL, Disagreement, Statement
from enquiry2article.text.keywords import BRACKETED, list_content_stems

SURELY_SAME_MATTER = 0.65
"""Cosine from which two sentences are about the same thing, whatever they say of it."""

SAME_MATTER = 0.4
"""The same for two sentences that have a telling word in common: agents are terse."""

YES_OR_NO_MATTER = 0.55
"""The same where nothing but a yes or a no is claimed, without a word that it is about."""

LIKEST_PAIR = 0.55
"""Cosine of the two likest sentences of both sides: where even these are less alike, the sides speak of two things that
share a word ("kept for 60 days at the ticket office", "your ticket is paid back")."""

FEWEST_HOLDERS = 2
"""Conversations that must hold each side; one is enough where another one holds both and says that it has changed."""

FEWEST_TOGETHER = 5
"""Conversations that must hold either side, unless a reply corrects another."""

SAME_BUT_FOR_VALUE = 0.85
"""Cosine from which two sentences say the same but for the value: then few conversations are enough."""

FEWEST_ALIKE = 3
"""Conversations that must hold either side of what is said in nearly the same words."""

MOST_MIXED = 0.2
"""Share of holders below which some may hold both sides, or be of the other side's agents, or of its time."""

ENOUGH_FOR_CHANGE = 6
"""Conversations whose order in time is taken for a change though none of them speaks of one."""

FEWEST_OWN = 2
"""Conversations of the question itself that must have a part in a contradiction found with the help of others."""

MOSTLY_KNOWN = 0.6
"""Share of its conversations from which a contradiction is another one told again."""

MOST_FOUND = 3
"""Contradictions of one question that are worth an editor's time."""

_DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September "
    "October November December Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
)
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-zäöü]{3,}\b")


def find_contradictions(
    sentences: Sequence[Sentence],
    nearby: Sequence[Sequence[Sentence]],
    vectors: Mapping[str, NDArray[np.float32]],
) -> tuple[Disagreement, ...]:
    """Find what the replies to one question contradict each other about, the best supported first.

    `nearby` are the replies to the questions nearest to it, since what a company says of returns stands under several
    questions; only what the question's own replies have a part in is told. `vectors` holds a vector for the text of
    each sentence that is counted; the others are passed over.
    """
    own = {sentence.enquiry_id for sentence in sentences}
    told = [
        sentence
        for of_one in (sentences, *nearby)
        for sentence in take_newest(of_one)
        if sentence.unfit not in (ASKS_BACK, PERSONAL) and sentence.text in vectors
    ]
    if len(told) < 2:
        return ()
    rows = np.array([vectors[sentence.text] for sentence in told], dtype=np.float32)
    alike = np.round(rows @ rows.T, 5)
    by_slot: dict[str, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, sentence in enumerate(told):
        for slot, value in read_claims(sentence.text):
            by_slot[slot][value].append(place)
    by_slot["name"] = _find_names(told)
    found: list[tuple[int, str, Disagreement]] = []
    heads: set[str] = set()
    # Slots with a subject first: what is paid for the label is a clearer matter than what is paid at all.
    for slot in sorted(by_slot, key=lambda slot: (OF not in slot, slot)):
        if OF not in slot and slot in heads:
            continue
        values = sorted(by_slot[slot], key=repr)
        for at, left in enumerate(values):
            for right in values[at + 1 :]:
                contradiction = _weigh(told, alike, slot, by_slot[slot][left], by_slot[slot][right], left, right)
                if contradiction and _concerns(contradiction, own, slot):
                    holders = sum(len(side.sources) for side in contradiction.values)
                    found.append((-holders, contradiction.about, contradiction))
                    heads.add(slot.partition(OF)[0])
    return _drop_doubles([contradiction for _, _, contradiction in sorted(found, key=lambda item: item[:2])])


def _concerns(contradiction: Disagreement, own: set[str], slot: str) -> bool:
    """Return whether a contradiction that was found with the help of neighbours is one of this question.

    The question must hold both sides, or, where something has changed, the new one: what a neighbour says is mostly of
    something else. A name that took another's place may stand in either.
    """
    sides = [sum(id_ in own for id_ in side.sources) for side in contradiction.values]
    return sum(sides) >= FEWEST_OWN and (all(sides) or (contradiction.changed and (sides[0] > 0 or slot == "name")))


def _find_names(told: Sequence[Sentence]) -> dict[Hashable, list[int]]:
    """Return the capitalised names that several conversations use inside sentences."""
    users: dict[Hashable, list[int]] = defaultdict(list)
    for place, sentence in enumerate(told):
        for name in set(_NAME.findall(sentence.text)) - _DAYS:
            users[name].append(place)
    return {name: own for name, own in users.items() if len({told[i].enquiry_id for i in own}) >= 1 + FEWEST_HOLDERS}


def _weigh(
    told: Sequence[Sentence],
    alike: NDArray[np.float32],
    slot: str,
    left: Sequence[int],
    right: Sequence[int],
    left_value: Hashable,
    right_value: Hashable,
) -> Disagreement | None:
    """Return whether the sentences that hold two values of a slot contradict each other, and if so with which sides."""
    if _overlap(left_value, right_value) or not _may_contradict(told, left, right):
        return None
    close = np.array([[_is_same_matter(told, alike, i, j, slot) for j in right] for i in left], dtype=bool)
    if slot != "name" and alike[np.ix_(left, right)][close].max(initial=0) < LIKEST_PAIR:
        return None
    ours = [i for i, near in zip(left, np.any(close, axis=1).tolist(), strict=True) if near]
    theirs = [i for i, near in zip(right, np.any(close, axis=0).tolist(), strict=True) if near]
    if not ours or not theirs:
        return None
    holders, others = ({told[i].enquiry_id for i in side} for side in (ours, theirs))
    both = holders & others
    cued = {told[i].enquiry_id for i in (*ours, *theirs) if says_changed(told[i].text)}
    # One sentence that gives both values tells two things apart, unless it says that one took the other's place.
    cued -= {told[i].enquiry_id for i in set(ours) & set(theirs) if not says_changed(told[i].text)}
    if len(both - cued) >= MOST_MIXED * len(holders | others):
        return None
    # Who says both corrects himself or quotes the other side: he proves the contradiction and is of neither side.
    plain, against = ([i for i in side if told[i].enquiry_id not in both] for side in (ours, theirs))
    corrected = bool(both & cued)
    fewest = min(len({told[i].enquiry_id for i in side}) for side in (plain, against))
    all_ = len(holders | others)
    enough = fewest >= FEWEST_HOLDERS and all_ >= FEWEST_TOGETHER
    if slot != "name" and alike[np.ix_(plain, against)].max(initial=0) >= SAME_BUT_FOR_VALUE:
        enough = all_ >= FEWEST_ALIKE
    if not plain or not against or not (corrected or enough):
        return None
    later = _find_later(told, plain, against)
    if later and not (cued or len(holders | others) >= ENOUGH_FOR_CHANGE):
        later = 0
    if slot == "name" and not (later and corrected):
        return None
    if not later and not _parted_by_agents(told, plain, against):
        return None
    # The proposed side comes first: the later one, else the better supported, else the newer.
    better = (len(others), max(told[i].at for i in theirs)) > (len(holders), max(told[i].at for i in ours))
    if later > 0 or (not later and better):
        ours, theirs = theirs, ours
    ours, theirs = _place_doubters(told, ours, theirs, both, cued)
    if not all(any(_may_be_shown(told, i) for i in side) for side in (ours, theirs)):
        return None
    sides = (_make_side(told, alike, ours, theirs), _make_side(told, alike, theirs, ours))
    shown = [told[i].text for i in (*plain, *against)]
    dates = [told[i].at for i in ours if told[i].at != LONG_AGO]
    return Disagreement(about=name_slot(slot, shown), values=sides, since=min(dates, default=None), changed=bool(later))


def _may_contradict(told: Sequence[Sentence], left: Sequence[int], right: Sequence[int]) -> bool:
    """Return, before sentences are compared, whether enough conversations hold the two values."""
    holders, others = ({told[i].enquiry_id for i in side} for side in (left, right))
    return len(holders | others) >= FEWEST_ALIKE or bool(holders & others)


def _place_doubters(
    told: Sequence[Sentence], left: list[int], right: list[int], both: set[str], cued: set[str]
) -> tuple[list[int], list[int]]:
    """Leave who says both on the side he said last, if he corrects himself, and else on neither."""
    for enquiry_id in sorted(both):
        last = max((told[i].at, told[i].reply, told[i].number, i in left) for i in (*left, *right)
                   if told[i].enquiry_id == enquiry_id)  # fmt: skip
        stays_left = enquiry_id in cued and last[3]
        stays_right = enquiry_id in cued and not last[3]
        left = [i for i in left if stays_left or told[i].enquiry_id != enquiry_id] or left
        right = [i for i in right if stays_right or told[i].enquiry_id != enquiry_id] or right
    return left, right


def _is_same_matter(told: Sequence[Sentence], alike: NDArray[np.float32], i: int, j: int, slot: str) -> bool:
    """Return whether two sentences are about the same thing: near in meaning and with a telling word in common."""
    if alike[i, j] >= SURELY_SAME_MATTER:
        return True
    least = YES_OR_NO_MATTER if slot in YES_OR_NO else SAME_MATTER
    if alike[i, j] < least:
        return False
    return bool(
        (set(list_content_stems(told[i].text)) & set(list_content_stems(told[j].text)))
        - list_unit_stems()
        - {"work", "busi"}
    )


def _overlap(left: Hashable, right: Hashable) -> bool:
    """Return whether two ranges of numbers overlap; other values only do when they are equal."""
    if isinstance(left, tuple) and isinstance(right, tuple) and all(isinstance(x, float) for x in (*left, *right)):
        return bool(left[0] <= right[1] and right[0] <= left[1])
    return left == right


def _find_later(told: Sequence[Sentence], left: Sequence[int], right: Sequence[int]) -> int:
    """Return 1 where the right side follows the left in time, -1 where the left follows, 0 where they are mixed."""
    ours = sorted(told[i].at for i in left if told[i].at != LONG_AGO)
    theirs = sorted(told[i].at for i in right if told[i].at != LONG_AGO)
    if not ours or not theirs:
        return 0
    for sign, earlier, later in ((1, ours, theirs), (-1, theirs, ours)):
        mixed = sum(at >= later[0] for at in earlier)
        if mixed < MOST_MIXED * len(earlier) and earlier[-1] < later[-1]:
            return sign
    return 0


def _parted_by_agents(told: Sequence[Sentence], left: Sequence[int], right: Sequence[int]) -> bool:
    """Return whether nearly every conversation is on its agent's own side, and each side has an agent."""
    votes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for side, places in enumerate((left, right)):
        for agent, _ in {(told[i].agent, told[i].enquiry_id) for i in places if told[i].agent}:
            votes[agent][side] += 1
    against = sum(min(vote) for vote in votes.values())
    homes = {vote[1] > vote[0] for vote in votes.values() if vote[0] != vote[1]}
    return len(homes) == 2 and against < MOST_MIXED * sum(map(sum, votes.values()))


def _make_side(
    told: Sequence[Sentence], alike: NDArray[np.float32], own: Sequence[int], other: Sequence[int]
) -> Statement:
    """Make a statement of one side: the sentence that is nearest to the other side speaks for it."""
    shown = [i for i in own if _may_be_shown(told, i)]
    fit = [i for i in shown if not told[i].unfit]
    best = max(fit or shown, key=lambda i: (float(alike[i, list(other)].max()), told[i].text))
    newest = max(told[i].at for i in own)
    text = finish_sentence(told[best].text)
    return Statement(
        text=text,
        sources=tuple(sorted({told[i].enquiry_id for i in own})),
        agents=len({told[i].agent for i in own if told[i].agent}),
        newest=newest if newest != LONG_AGO else None,
        wordings=tuple(sorted({finish_sentence(told[i].text) for i in fit} - {text})),
    )


def _may_be_shown(told: Sequence[Sentence], i: int) -> bool:
    """Return whether an editor may see a sentence: one about a single case may hold a day, but nobody's name or number.

    A word with a capital that the customer wrote too is a product if the replies to others use it, else perhaps a name.
    """
    sentence = told[i]
    if sentence.unfit and (sentence.echoed or BRACKETED.search(sentence.text)):
        return False
    return all(
        any(word in other.text.lower() for other in told if other.enquiry_id != sentence.enquiry_id)
        for word in sentence.echoed
    )


def _drop_doubles(found: Sequence[Disagreement]) -> tuple[Disagreement, ...]:
    """Leave out what the same conversations contradict each other about once more, found by another word or number."""
    kept: list[Disagreement] = []
    for disagreement in found:
        if not any(_is_the_same(disagreement, other) for other in kept):
            kept.append(disagreement)
    return tuple(kept[:MOST_FOUND])


def _is_the_same(disagreement: Disagreement, other: Disagreement) -> bool:
    """Return whether one was told by another: the same two sentences, or the same matter in the same conversations."""
    if {side.text for side in disagreement.values} == {side.text for side in other.values}:
        return True
    ours, theirs = ({id_ for side in found.values for id_ in side.sources} for found in (disagreement, other))
    return disagreement.about == other.about and len(ours & theirs) >= MOSTLY_KNOWN * len(ours)
