"""Enquiries to clusters: doubles first, then what asks the same, then mails that ask several things.

Decides which enquiries count, and in which order a grouper sees them. How texts are grouped is the grouper's affair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from enquiry2article.languages import Spoken
from enquiry2article.likeness import Known, Likeness, find_places
from enquiry2article.protocols import Grouper
from enquiry2article.records import ALONE, Cluster, Detail, Labels, RedactedEnquiry
from enquiry2article.same_answer import add_replies, part_by_answers
from enquiry2article.text import normalise
from enquiry2article.wording import tell_wording

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


ASK_CLOSENESS = 0.4
"""Cosine to the middle of a question from which one ask of a mail belongs to it; more than a whole mail needs, since a
few words lie near to many things."""

LEVEL_STEPS = 21
"""Shares of the middle that are tried when the likeness of texts in another language is brought down."""

KNOWN_MEMBERS = 50
"""Members of a cluster, those nearest its middle, that asks are compared with."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every enquiry exactly once: in a cluster, alone, noise, or the twin of another."""

    clusters: tuple[Cluster, ...]
    alone: tuple[RedactedEnquiry, ...]
    noise: tuple[RedactedEnquiry, ...]
    duplicates: Mapping[str, str]
    """Id of the double → id of the one that counts."""
    also: Mapping[str, tuple[Cluster, ...]]
    """Id of an enquiry that asks several things → the clusters that the others of them belong to."""


def find_duplicates(enquiries: Sequence[RedactedEnquiry]) -> dict[str, str]:
    """Say which enquiries are the same customer sending the same words again: id → id of the first.

    Where the export does not tell customers apart nothing is a double: two strangers may well use the same words.
    """
    first: dict[tuple[str, str], str] = {}
    duplicates = {}
    for enquiry in sorted(enquiries, key=lambda e: (e.received or LONG_AGO, e.id)):
        if not enquiry.customer or enquiry.noise:
            continue
        key = (enquiry.customer, normalise(enquiry.text))
        if key in first:
            duplicates[enquiry.id] = first[key]
        else:
            first[key] = enquiry.id
    return duplicates


def group_enquiries(
    enquiries: Sequence[RedactedEnquiry],
    vectors: Mapping[str, NDArray[np.float32]],
    grouper: Grouper,
    *,
    min_volume: int,
    detail: Detail = Detail.USUAL,
    said: Mapping[str, Sequence[str]] | None = None,
) -> Grouping:
    """Put together what asks the same.

    `said` gives, by the enquiry's id, the sentences of its replies that speak to everybody: what was answered tells
    what was asked (`same_answer`). `vectors` holds a vector for the `text` and each of the `asks` of every enquiry that
    is not noise, and for each sentence of `said`. Texts of equal wording (`tell_wording`) always share a cluster. A
    cluster of fewer than `min_volume` enquiries is no recurring question: its members are alone. An enquiry that is
    alone as a whole, but one of whose asks belongs to a cluster, joins that cluster. Enquiries that carry a group of
    their own (`--group-by`) keep it, and the grouper is not asked.

    Raises:
        ValueError: the grouper gave the wrong number of labels.
    """
    noise = tuple(sorted((e for e in enquiries if e.noise), key=lambda e: e.id))
    duplicates = find_duplicates(enquiries)
    asking = [e for e in enquiries if not e.noise and e.id not in duplicates]
    by_wording: dict[str, list[RedactedEnquiry]] = {}
    for enquiry in sorted(asking, key=lambda e: (e.text, e.id)):
        by_wording.setdefault(tell_wording(enquiry.text), []).append(enquiry)
    if any(e.group for e in asking):
        members_of = _group_as_given(asking)
    else:
        members_of = {}
        same_of = {same[0].text: same for _, same in sorted(by_wording.items())}
        parts = part_languages(list(same_of))
        usual = max(parts, key=len, default=[])
        level = tell_likeness(np.array([vectors[text] for text in usual], dtype=np.float32)) if len(parts) > 1 else 0.0
        for texts in parts:
            rows = np.array([vectors[text] for text in texts], dtype=np.float32)
            if texts is not usual:
                rows = level_likeness(rows, level)
            weights = [len(same_of[text]) for text in texts]
            replied = [[s for e in same_of[text] for s in (said or {}).get(e.id, ())] for text in texts]
            told, mixed = add_replies(texts, rows, replied, vectors)
            labels = _ask_grouper(grouper, told, mixed, weights, detail, min_volume)
            labels = part_by_answers(labels, rows, replied, vectors, weights, min_volume)
            first = len(members_of)
            for text, label in zip(texts, labels.tolist(), strict=True):
                own = ALONE if label == ALONE else first + label
                members_of.setdefault(own, []).extend(same_of[text])
    clusters = {
        label: members for label, members in members_of.items() if label != ALONE and len(members) >= min_volume
    }
    places = place_asks(asking, clusters, vectors)
    grouped = {e.id for members in clusters.values() for e in members}
    by_id = {e.id: e for e in asking}
    for id_, labels_of_one in places.items():
        if id_ not in grouped:
            clusters[labels_of_one[0]] = [*clusters[labels_of_one[0]], by_id[id_]]
    made = {label: _make_cluster(members, vectors) for label, members in clusters.items()}
    own = {member.id: label for label, members in clusters.items() for member in members}
    others = {id_: tuple(made[label] for label in found if label != own[id_]) for id_, found in places.items()}
    return Grouping(
        clusters=tuple(sorted(made.values(), key=lambda c: (-len(c.members), c.sign()))),
        alone=tuple(sorted((e for e in asking if e.id not in own), key=lambda e: e.id)),
        noise=noise,
        duplicates=duplicates,
        also={id_: found for id_, found in others.items() if found},
    )


def place_asks(
    enquiries: Sequence[RedactedEnquiry],
    clusters: Mapping[int, Sequence[RedactedEnquiry]],
    vectors: Mapping[str, NDArray[np.float32]],
) -> dict[str, tuple[int, ...]]:
    """Say to which clusters the asks of each enquiry belong, in their order, each once.

    Enquiries without such an ask are left out. The rule is that of `likeness.find_places`. An ask belongs only to a
    cluster in the language of its enquiry.
    """
    several = sorted((e for e in enquiries if e.asks), key=lambda e: e.id)
    if not several or not clusters:
        return {}
    known = [(label, e) for label in sorted(clusters) for e in _take_central(clusters[label], vectors)]
    texts = [e.text for _, e in known]
    rows = np.array([vectors[text] for text in texts], dtype=np.float32)
    likeness = Likeness.learn(texts, rows, [1] * len(texts))
    asks = [(e, ask) for e in several for ask in e.asks]
    seen = likeness.see([ask for _, ask in asks], np.array([vectors[ask] for _, ask in asks], dtype=np.float32))
    labels = np.array([label for label, _ in known], dtype=np.int64)
    places = find_places(seen, Known.learn(likeness.see(texts, rows), labels))
    spoken = Spoken.learn(sorted({e.text for e in enquiries}))
    languages = {label: {spoken.tell(e.text) for e in members} for label, members in clusters.items()}
    found: dict[str, dict[int, None]] = {}
    for (enquiry, _), label, closeness in zip(asks, places.labels.tolist(), places.closeness.tolist(), strict=True):
        if closeness >= ASK_CLOSENESS and spoken.tell(enquiry.text) in languages[label]:
            found.setdefault(enquiry.id, {})[label] = None
    return {id_: tuple(labels) for id_, labels in found.items()}


def _take_central(
    members: Sequence[RedactedEnquiry], vectors: Mapping[str, NDArray[np.float32]]
) -> Sequence[RedactedEnquiry]:
    return _make_cluster(members, vectors).members[:KNOWN_MEMBERS]


def part_languages(texts: Sequence[str]) -> list[list[str]]:
    """Part texts by their language, so that no question mixes two; the languages come in alphabetical order."""
    spoken = Spoken.learn(texts)
    parts: dict[str, list[str]] = {}
    for text in texts:
        parts.setdefault(spoken.tell(text), []).append(text)
    return [parts[language] for language in sorted(parts)]


def tell_likeness(rows: NDArray[np.float32]) -> float:
    """Give the average cosine of two different rows of length 1; 0 for fewer than two."""
    count = len(rows)
    together = float(np.square(rows.sum(axis=0, dtype=np.float64)).sum())
    return (together - count) / (count * (count - 1)) if count > 1 else 0.0


def level_likeness(rows: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    """Take off as much of the rows' middle as makes them no more alike, on average, than `level`.

    An encoder that was taught one language finds that all texts in another are about the same: that they are in it.
    """
    middle = rows.mean(axis=0)
    for share in np.linspace(0.0, 1.0, LEVEL_STEPS):
        moved = rows - share * middle
        moved = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        if tell_likeness(moved) <= level:
            break
    return np.asarray(moved, dtype=np.float32)


def _ask_grouper(
    grouper: Grouper,
    texts: Sequence[str],
    rows: NDArray[np.float32],
    weights: Sequence[int],
    detail: Detail,
    min_volume: int,
) -> Labels:
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    labels = np.asarray(grouper.group(texts, rows, weights, detail=detail, min_volume=min_volume))
    if labels.shape != (len(rows),):
        raise ValueError(f"{type(grouper).__name__} gave labels of shape {labels.shape} for {len(rows)} texts.")
    return labels


def _group_as_given(asking: Sequence[RedactedEnquiry]) -> dict[int, list[RedactedEnquiry]]:
    names = {name: label for label, name in enumerate(sorted({e.group for e in asking if e.group}))}
    members_of: dict[int, list[RedactedEnquiry]] = {}
    for enquiry in sorted(asking, key=lambda e: (e.text, e.id)):
        members_of.setdefault(names.get(enquiry.group, ALONE), []).append(enquiry)
    return members_of


def _make_cluster(members: Sequence[RedactedEnquiry], vectors: Mapping[str, NDArray[np.float32]]) -> Cluster:
    rows = np.array([vectors[member.text] for member in members], dtype=np.float32)
    middle = rows.mean(axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    # Five decimals: beyond them a cosine tells about the batch rather than about the text.
    similarities = np.round(np.clip(rows @ middle, 0.0, 1.0), 5)
    order = sorted(range(len(members)), key=lambda i: (-similarities[i], members[i].text, members[i].id))
    return Cluster(
        members=tuple(members[i] for i in order),
        similarities=tuple(float(similarities[i]) for i in order),
        vectors=rows[order],
    )
