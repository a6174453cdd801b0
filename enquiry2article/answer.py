"""What the replies to a question say, in sentences that agents really wrote, each with the enquiries it came from.

Nothing is invented: every statement is a whole sentence of a reply. Decides which sentences agree with the replies best
(`consensus`), which procedure is kept whole, what else there is to say, and what is missing. What agents contradict
each other about, `contradictions` finds.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.claims import differ_in_fact, read_claims
from enquiry2article.consensus import Consensus, choose_sentences
from enquiry2article.evidence import ASKS_BACK, LONG_AGO, Sentence, sift, take_newest
from enquiry2article.keywords import tell_stems
from enquiry2article.polish import begins_leaning, begins_with_connector, finish_sentence
from enquiry2article.records import Answer, Cluster, Disagreement, Lack, Role, Statement
from enquiry2article.roles import tell_role
from enquiry2article.text import split_words

SAME = 0.80
"""Cosine from which two sentences say the same, if their numbers do."""

SAME_FACT = 0.5
"""Cosine from which two sentences say the same if they give the same number of days or the same price."""

COVERED = 0.60
"""Cosine from which a sentence is about what another one already says."""

NEW_STEMS = 0.3
"""Share of a sentence's telling words that no other sentence of the answer may hold: paraphrases escape the cosine."""

LEAST_ASKER = 0.3
"""Cosine of an enquiry to the title below which it asks something else, whatever cluster it is in."""

ASKER_SPREAD = 0.45
"""How much less near than the nearest member an enquiry may be and still ask the same."""

LEAST_TO_THE_POINT = 0.3
"""Cosine to the title that at least one sentence of a reply must reach for the reply to count; unrelated ones reach
about .2."""

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

MOSTLY_THE_SAME = 0.7
"""Share of the telling words of an outdated sentence by which an older statement says the same."""

SHORT_WORDS = 6
"""Words below which a sentence is a scrap that is understood beside its mail only."""

LEAST_SPARE = 0.4
"""Worth from which a sentence is kept beside the answer, for a copy on another site."""

MOST_SPARE = 8

LEAST_SUMMED_UP = 0.15
"""Share of the telling words of a procedure that a sentence must hold to sum it up."""

FEWEST_STEMS = 4
"""Telling words of a sentence that can sum something up."""

WHOLE_PROCEDURE = 3
"""Steps of one reply that make a procedure, which is kept whole and in its own order."""

FEWEST_WORDS = 14
"""Words of an answer that is no longer terse; a single sentence that several agents say may be shorter."""

DIDNT_WORK_WEIGHT = 0.5
"""What a reply counts after which the customer still had trouble."""


@dataclass(frozen=True, slots=True)
class _Material:
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

    def follows(self, i: int) -> int | None:
        """Give the sentence just before it in its reply, or None."""
        own = self.sentences[i]
        before = [
            j
            for j, other in enumerate(self.sentences)
            if (other.enquiry_id, other.reply) == (own.enquiry_id, own.reply) and other.number < own.number
        ]
        return max(before, key=lambda j: self.sentences[j].number, default=None)


def compose_answer(
    cluster: Cluster,
    sentences: Sequence[Sentence],
    boilerplate: frozenset[str],
    particulars: frozenset[str],
    vectors: Mapping[str, NDArray[np.float32]],
    asked: NDArray[np.float32] | None,
    disagreements: tuple[Disagreement, ...] = (),
) -> Answer:
    """Compose the answer of one question, whose title has the vector `asked`.

    Only replies to enquiries that ask what the title asks count; with None all do, since a person says that the whole
    cluster asks the same. `sentences` are those of all replies to the cluster's members; `vectors` holds a vector for
    the text of each that is fit. Without a usable reply, or when none speaks of what was asked, the answer is empty: an
    outline is better than the answer to another question.
    """
    replies = sum(len(member.replies) for member in cluster.members)
    near = {member.id for member in cluster.members} if asked is None else find_askers(cluster, asked)
    read = take_newest(s for s in sentences if s.enquiry_id in near)
    usable, left_out = sift(read, boilerplate, particulars)
    if not usable:
        return Answer(replies=replies, left_out=dict(left_out), asked=_list_asked(read), disagreements=disagreements)
    material = _gather(usable, vectors, asked)
    chosen = _choose(material)
    statements = tuple(_make_statement(material, i) for i in chosen)
    if chosen and material.sums_up(chosen):
        statements = (replace(statements[0], role=Role.PLAIN), *statements[1:])
    newest = max((statement.newest for statement in statements if statement.newest), default=LONG_AGO)
    told = len({s.enquiry_id for s in usable})
    return Answer(
        statements=_put_proposed(statements, disagreements),
        disagreements=disagreements,
        asked=_list_asked(read),
        spare=_list_spare(material, chosen) if chosen else (),
        lack=tell_lack(statements),
        left_out=dict(left_out),
        replies=told,
        agents=len({sentence.agent for sentence in usable if sentence.agent}),
        confirmed=newest if newest != LONG_AGO else None,
    )


def tell_asked(title: str, vector: NDArray[np.float32], cluster: Cluster) -> NDArray[np.float32] | None:
    """Give what a question asks, as a vector: its title, whose vector is given, and what its enquiries share.

    None where the title has no word that tells anything ("What is that?").
    """
    if not tell_stems(title):
        return None
    both = vector + cluster.middle()
    return np.asarray(both / max(float(np.linalg.norm(both)), 1e-9), dtype=np.float32)


def find_askers(cluster: Cluster, asked: NDArray[np.float32]) -> frozenset[str]:
    """Give the ids of the members that ask what the title asks, by the cosine of their text to it.

    A cluster may hold neighbouring questions. The nearest member always counts, and whoever is nearly as near.
    """
    near = np.round(cluster.vectors @ asked, 5)
    least = min(float(near.max()), max(LEAST_ASKER, float(near.max()) - ASKER_SPREAD))
    return frozenset(member.id for member, value in zip(cluster.members, near.tolist(), strict=True) if value >= least)


def tell_lack(statements: Sequence[Statement]) -> Lack:
    """Say whether an answer is one, or is missing or too short to be published."""
    if not statements:
        return Lack.MISSING
    words = sum(len(statement.text.split()) for statement in statements)
    if words < FEWEST_WORDS and max(len(statement.sources) for statement in statements) < 2:
        return Lack.TERSE
    return Lack.NOTHING


def _gather(
    usable: Sequence[Sentence], vectors: Mapping[str, NDArray[np.float32]], asked: NDArray[np.float32] | None
) -> _Material:
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
    return _Material(usable, alike, same, to_the_point)


def _choose(material: _Material) -> list[int]:
    """Give the sentences of the answer in their order; [] when no reply is to the point."""
    by_reply: dict[tuple[str, int], list[int]] = {}
    for i, sentence in enumerate(material.sentences):
        by_reply.setdefault((sentence.enquiry_id, sentence.reply), []).append(i)
    counted = {key: own for key, own in by_reply.items() if material.to_the_point[own].max() >= LEAST_TO_THE_POINT}
    if not counted:
        return []
    replies = list(counted.values())
    chosen = _agree(material, replies) or _follow_fullest(material, replies)
    chosen = _keep_procedure(material, chosen, replies)
    chosen = _say_more(material, chosen, [i for own in replies for i in own])
    chosen = _drop_empty_lead_ins(material, chosen)
    return _sum_up(material, _lead_with_best(material, chosen))


def _agree(material: _Material, replies: Sequence[Sequence[int]]) -> list[int]:
    """Give the sentences that stand nearest to all replies at once; [] where the replies do not agree much.

    Replies agree when they are paraphrases of one answer. Those of a small company are letters more often: each says a
    few things and none says all.
    """
    tokens = [tuple(split_words(sentence.text.lower())) for sentence in material.sentences]
    wholes: dict[tuple[str, ...], float] = {}
    for own in replies:
        whole = tuple(word for i in own for word in tokens[i])
        weight = DIDNT_WORK_WEIGHT if material.sentences[own[0]].worked is False else 1.0
        wholes[whole] = max(weight, wholes.get(whole, 0.0))
    order = sorted(wholes)
    consensus = Consensus(tokens, order, [wholes[whole] for whole in order])
    first: dict[tuple[str, ...], int] = {}
    for i in sorted((i for own in replies for i in own), key=lambda i: _key(material, i)):
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
    candidates = sorted(first.values(), key=lambda i: _key(material, i))
    return choose_sentences(consensus, candidates, best, is_sound)


def _follow_fullest(material: _Material, replies: Sequence[Sequence[int]]) -> list[int]:
    """Give the sentences of the reply that says most of what was asked and of what others say too, in its own order."""
    worth = [_tell_worth(material, i) for i in range(len(material.sentences))]
    fullest = max(
        replies,
        key=lambda own: (
            round(sum(max(0.0, worth[i] - LEAST_WORTH) for i in own[:MOST_FOLLOWED]), 4)
            * (DIDNT_WORK_WEIGHT if material.sentences[own[0]].worked is False else 1.0),
            *_key(material, own[0])[1:],
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


def _tell_worth(material: _Material, i: int) -> float:
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


def _keep_procedure(material: _Material, chosen: list[int], replies: Sequence[Sequence[int]]) -> list[int]:
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


def _say_more(material: _Material, chosen: list[int], offered: Sequence[int]) -> list[int]:
    """Add what the replies also say, as long as they tell of things that the answer does not.

    What several said comes first, then what is nearest to what was asked. Replies that all say the same are covered by
    the sentences they agree on, and get nothing added.
    """
    stems = [frozenset(tell_stems(sentence.text)) for sentence in material.sentences]
    added = list(chosen)
    waiting = sorted(
        (i for i in offered if i not in chosen),
        key=lambda i: (-len(material.support(i)), -round(float(material.to_the_point[i]), 3), _key(material, i)),
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
        if previous in added:
            added.insert(added.index(previous) + 1, i)
        else:
            added.append(i)
    return added


def _drop_empty_lead_ins(material: _Material, chosen: Sequence[int]) -> list[int]:
    """Leave out a sentence that ends in a colon when what it announced is not there or is no list of steps."""
    kept = []
    for place, i in enumerate(chosen):
        following = chosen[place + 1 : place + 3]
        announced = len(following) == 2 and all(material.sentences[j].role is Role.STEP for j in following)
        if announced or not material.sentences[i].text.rstrip().endswith(":"):
            kept.append(i)
    return kept


def _lead_with_best(material: _Material, chosen: list[int]) -> list[int]:
    """Begin with a sentence that answers by itself: the first, if it can stand alone, else the best borne out."""
    if not chosen or material.sentences[chosen[0]].role is Role.STEP or _stands_alone(material, chosen[0]):
        return chosen
    able = [i for i in chosen if _stands_alone(material, i) and len(material.support(i)) > 1]
    if not able:
        return chosen
    best = min(able, key=lambda i: (-len(material.support(i)), chosen.index(i)))
    return [best, *(i for i in chosen if i != best)]


def _sum_up(material: _Material, chosen: list[int]) -> list[int]:
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
        shared = own & told
        # What it says beside the steps does not sum them up.
        value = len(shared) / len(told) if len(shared) >= 0.5 * len(own) else 0.0
        best = max(best, (round(value, 6), round(float(material.to_the_point[i]), 5), sentence.text, i))
    return chosen if best[3] < 0 else [best[3], *chosen]


def _stands_alone(material: _Material, i: int) -> bool:
    text = material.sentences[i].text
    return not text.rstrip().endswith(":") and 4 <= len(text.split()) <= 40 and not _leans(material, i)


def _leans(material: _Material, i: int) -> bool:
    """Say whether a sentence points back to one before it, which its reply has."""
    text = material.sentences[i].text
    # At the head of a mail "it" is what was asked about, but "then" goes on from what the customer wrote.
    return begins_leaning(text) and (material.sentences[i].number > 0 or begins_with_connector(text))


def _says_new(stems: Sequence[frozenset[str]], i: int, others: Sequence[int]) -> bool:
    told = frozenset().union(*(stems[j] for j in others))
    return bool(stems[i]) and len(stems[i] - told) >= NEW_STEMS * len(stems[i])


def _key(material: _Material, i: int) -> tuple[float, str, int, int]:
    """Give what orders sentences that are otherwise equal: the newest first, then by enquiry and place."""
    sentence = material.sentences[i]
    return (-sentence.at.timestamp(), sentence.enquiry_id, sentence.reply, sentence.number)


def _make_statement(material: _Material, i: int) -> Statement:
    own = np.flatnonzero(material.same[i]).tolist()
    said = [material.sentences[j] for j in own]
    newest = max(sentence.at for sentence in said)
    wordings = Counter(finish_sentence(sentence.text) for sentence in said)
    text = finish_sentence(material.sentences[i].text)
    return Statement(
        text=text,
        sources=tuple(sorted({sentence.enquiry_id for sentence in said})),
        role=material.sentences[i].role,
        agents=len({sentence.agent for sentence in said if sentence.agent}),
        newest=newest if newest != LONG_AGO else None,
        wordings=tuple(sorted((w for w in wordings if w != text), key=lambda w: (-wordings[w], w))),
    )


def _list_spare(material: _Material, chosen: Sequence[int]) -> tuple[Statement, ...]:
    """Give what else is worth saying: to the point, and nothing that the answer says in the same words."""
    left = [
        i
        for i in range(len(material.sentences))
        if material.alike[i, list(chosen)].max() < SAME and _tell_worth(material, i) >= LEAST_SPARE
    ]
    order = sorted(left, key=lambda i: (-round(_tell_worth(material, i), 3), _key(material, i)))
    kept: list[int] = []
    for i in order:
        if len(kept) < MOST_SPARE and all(material.alike[i, j] < COVERED for j in kept):
            kept.append(i)
    return tuple(_make_statement(material, i) for i in kept)


def _list_asked(sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Give what agents asked back, in the words of at most three of them, the most typical first."""
    asked = [s for s in sentences if s.unfit == ASKS_BACK and len(split_words(s.text)) >= 4]
    users: dict[str, set[str]] = {}
    for sentence in asked:
        for stem in tell_stems(sentence.text):
            users.setdefault(stem, set()).add(sentence.enquiry_id)
    typical = {
        s.text: sum(len(users[stem]) > 1 for stem in tell_stems(s.text)) / max(1, len(tell_stems(s.text)))
        for s in asked
    }
    order = sorted(asked, key=lambda s: (-typical[s.text], s.text))
    chosen: dict[str, Statement] = {}
    told: set[str] = set()
    for sentence in order:
        own = set(tell_stems(sentence.text))
        if typical[sentence.text] < 1 or not own or len(own - told) < NEW_STEMS * len(own) or len(chosen) == 3:
            continue
        told |= own
        text = finish_sentence(sentence.text)
        chosen[text] = Statement(text=text, sources=(sentence.enquiry_id,))
    return tuple(chosen.values())


def _is_overtaken(statement: Statement, found: Disagreement, refused: Collection[str]) -> bool:
    """Say whether a statement says in other words what was true before something changed."""
    older = {source for side in found.values[1:] for source in side.sources}
    before = found.since is not None and statement.newest is not None and statement.newest < found.since
    if not found.changed or not (before or 2 * len(older & set(statement.sources)) >= len(statement.sources)):
        return False
    own = set(tell_stems(statement.text))
    others = [set(tell_stems(text)) for text in refused]
    return any(len(own & other) >= MOSTLY_THE_SAME * min(len(own), len(other)) for other in others if len(other) > 2)


def _put_proposed(statements: tuple[Statement, ...], disagreements: Sequence[Disagreement]) -> tuple[Statement, ...]:
    """Put the proposed side of a disagreement in the place of a statement that the other side holds.

    Of its wordings the one that is likest to the statement is taken, if it can be read without the sentence before it;
    without such a one the statement stays, and the editor is told of the disagreement anyway.
    """
    mended = list(statements)
    for found in disagreements:
        proposed, *others = found.values
        refused = {text for other in others for text in (other.text, *other.wordings)}
        for place, statement in enumerate(mended):
            if statement.text not in refused and not _is_overtaken(statement, found, refused):
                continue
            stems = set(tell_stems(statement.text))
            told = (proposed.text, *proposed.wordings)
            able = [text for text in told if len(text.split()) >= SHORT_WORDS and not begins_leaning(text)]
            best = max(
                able, key=lambda text: (len(stems & set(tell_stems(text))), -len(text.split()), text), default=""
            )
            if best and stems & set(tell_stems(best)):
                mended[place] = replace(proposed, text=best, role=tell_role(best), wordings=())
    return tuple({statement.text: statement for statement in mended}.values())
