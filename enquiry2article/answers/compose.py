"""What the replies to a question say, in sentences that agents really wrote, each with the enquiries it came from.

Nothing is invented: every statement is a whole sentence of a reply. `evidence` reads the sentences, `selection` chooses
those of the answer, `contradictions` finds what agents contradict each other about; here they become statements with
their sources, the proposed side of a contradiction takes the place of the other, and what is missing is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.copy_editing import begins_leaning, finish_sentence
from enquiry2article.answers.reply_sentences import ASKS_BACK, LONG_AGO, Sentence, find_repeated, sift, take_newest
from enquiry2article.answers.roles import tell_role
from enquiry2article.answers.selection import (
    COVERED,
    NEW_STEMS,
    SAME,
    SHORT_WORDS,
    Material,
    gather_material,
    order_sentence,
    select_sentences,
    tell_worth,
)
from enquiry2article.answers.yes_no import asks_yes_or_no, choose_word, put_word_back, tell_sign
from enquiry2article.keywords import tell_stems
from enquiry2article.records import Answer, Cluster, Disagreement, Lack, Role, Statement
from enquiry2article.text import split_words

LEAST_ASKER = 0.3
"""Cosine of an enquiry to the title below which it asks something else, whatever cluster it is in."""

ASKER_SPREAD = 0.45
"""How much less near than the nearest member an enquiry may be and still ask the same."""

MOSTLY_THE_SAME = 0.7
"""Share of the telling words of an outdated sentence by which an older statement says the same."""

LEAST_SPARE = 0.4
"""Worth from which a sentence is kept beside the answer, for a copy on another site."""

MOST_SPARE = 8

FEWEST_WORDS = 14
"""Words of an answer that is no longer terse; a single sentence that several agents say may be shorter."""


def compose_answer(
    cluster: Cluster,
    sentences: Sequence[Sentence],
    boilerplate: frozenset[str],
    particulars: frozenset[str],
    vectors: Mapping[str, NDArray[np.float32]],
    asked: NDArray[np.float32] | None,
    disagreements: tuple[Disagreement, ...] = (),
    title: str = "",
) -> Answer:
    """Compose the answer of one question, whose title has the vector `asked`.

    Only replies to enquiries that ask what the title asks count; with None all do, since a person says that the whole
    cluster asks the same. `sentences` are those of all replies to the cluster's members; `vectors` holds a vector for
    the text of each that is fit. Without a usable reply, or when none speaks of what was asked, the answer is empty: an
    outline is better than the answer to another question.
    """
    replies = sum(len(member.replies) for member in cluster.members)
    near = {member.id for member in cluster.members} if asked is None else find_askers(cluster, asked)
    again = find_repeated(cluster.members)
    read = take_newest(
        replace(s, worked=False) if s.worked is None and s.enquiry_id in again else s
        for s in sentences
        if s.enquiry_id in near
    )
    usable, left_out = sift(read, boilerplate, particulars)
    if not usable:
        return Answer(replies=replies, left_out=dict(left_out), asked=_list_asked(read), disagreements=disagreements)
    material = gather_material(usable, vectors, asked)
    chosen = select_sentences(material)
    statements = tuple(_make_statement(material, i) for i in chosen)
    if chosen and material.sums_up(chosen):
        statements = (replace(statements[0], role=Role.PLAIN), *statements[1:])
    if chosen and asks_yes_or_no(title):
        statements = (_say_yes_or_no(statements[0], material.sentences[chosen[0]], read), *statements[1:])
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


def _make_statement(material: Material, i: int) -> Statement:
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


def _say_yes_or_no(statement: Statement, sentence: Sentence, read: Sequence[Sentence]) -> Statement:
    """Give the first statement with the yes or no that it began with, if the replies agree on that."""
    word = choose_word((s.enquiry_id, s.text) for s in read if not s.number)
    if not word or tell_sign(sentence.text) != word:
        return statement
    return replace(statement, text=put_word_back(sentence.text, statement.text))


def _list_spare(material: Material, chosen: Sequence[int]) -> tuple[Statement, ...]:
    """Give what else is worth saying: to the point, and nothing that the answer says in the same words."""
    left = [
        i
        for i in range(len(material.sentences))
        if material.alike[i, list(chosen)].max() < SAME and tell_worth(material, i) >= LEAST_SPARE
    ]
    order = sorted(left, key=lambda i: (-round(tell_worth(material, i), 3), order_sentence(material, i)))
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
    put: set[str] = set()
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
                put.add(best)
    # What was put in is said once; a step that is to be done twice is told twice.
    return tuple(
        statement
        for place, statement in enumerate(mended)
        if statement.text not in put or all(statement.text != before.text for before in mended[:place])
    )
