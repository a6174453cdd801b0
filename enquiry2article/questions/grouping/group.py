"""Enquiries to clusters: doubles first, then what asks the same, then mails that ask several things.

Decides which enquiries count, and in which order a grouper sees them. How texts are grouped is the grouper's affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import ALONE, Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.protocols import Grouper
from enquiry2article.embedding.similarity import Known, Likeness, find_places
from enquiry2article.questions.grouping.labels import GroupingOptions, label_texts
from enquiry2article.questions.grouping.seeds import place_known
from enquiry2article.text.canonical import canonicalise
from enquiry2article.text.language import Spoken
from enquiry2article.text.words import normalise

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

ASK_CLOSENESS = 0.4
"""Cosine to the middle of a question from which one ask of a mail belongs to it; more than a whole mail needs, since a
few words lie near to many things."""

FIRST_KNOWN = ALONE - 1
"""Label of the first known question; each further one has the next below."""

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
    one_sided: frozenset[str] = frozenset()
    """Ids of those who are alone although enough enquiries ask the same: too few customers do."""
    mined: Mapping[str, int] = field(default_factory=dict)
    """Wording → the number of the group that mining put it in, or `ALONE`; with these the next run can go on."""
    known: Mapping[str, int] = field(default_factory=dict)
    """Sign of a cluster whose enquiries ask a known question → the place of that one."""


def count_customers(members: Iterable[RedactedEnquiry]) -> int:
    """Count the different customers; an enquiry whose customer the export does not tell counts as one of its own."""
    return len({member.customer or f"\x1f{member.id}" for member in members})


def find_duplicates(enquiries: Sequence[RedactedEnquiry]) -> dict[str, str]:
    """Return which enquiries are the same customer sending the same words again: id → id of the first.

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
    options: GroupingOptions,
    *,
    said: Mapping[str, Sequence[str]] | None = None,
    mined: Mapping[str, int] | None = None,
) -> Grouping:
    """Put together what asks the same.

    `said` gives, by the enquiry's id, the sentences of its replies that speak to everybody: what was answered tells
    what was asked (`questions/grouping/reply_evidence`). `vectors` holds a vector for the `text` and each of the `asks`
    of every enquiry that is not noise, and for each sentence of `said`. Texts of equal wording (`canonicalise`) always
    share a cluster. A cluster with fewer enquiries or customers than `options` say is no recurring question: its
    members are alone. An enquiry that is alone as a whole, but one of whose asks belongs to a cluster, joins that
    cluster. Enquiries that carry a group of their own (`--group-by`) keep it, and the grouper is not asked.

    `mined` is that of an earlier `Grouping` with the same `options.known`: what had a place keeps it, what is new is
    placed among it, and the grouper is only asked about what has none.

    Raises:
        ValueError: the grouper gave the wrong number of labels.
    """
    duplicates = find_duplicates(enquiries)
    asking = [e for e in enquiries if not e.noise and e.id not in duplicates]
    labels: dict[str, int] = {}
    if any(e.group for e in asking):
        members_of = _group_as_given(asking)
    else:
        same_of = _group_by_wording(asking)
        labels = _label_wordings(same_of, vectors, grouper, options, said or {}, mined or {})
        members_of = _gather_members(same_of, labels)
    large = {
        label: members
        for label, members in members_of.items()
        if label < ALONE or (label > ALONE and len(members) >= options.min_volume)
    }
    recurring = {
        label: members
        for label, members in large.items()
        if label < ALONE or count_customers(members) >= options.min_customers
    }
    places = place_asks(asking, recurring, vectors, across_languages=options.across_languages)
    clusters = _join_by_asks(asking, recurring, places)
    made = {label: Cluster.gather(members, vectors) for label, members in clusters.items()}
    own = {member.id: label for label, members in clusters.items() for member in members}
    others = {id_: tuple(made[label] for label in found if label != own[id_]) for id_, found in places.items()}
    return Grouping(
        one_sided=frozenset(e.id for members in large.values() for e in members if e.id not in own),
        clusters=tuple(sorted(made.values(), key=lambda c: (-len(c.members), c.sign()))),
        alone=tuple(sorted((e for e in asking if e.id not in own), key=lambda e: e.id)),
        noise=tuple(sorted((e for e in enquiries if e.noise), key=lambda e: e.id)),
        duplicates=duplicates,
        also={id_: found for id_, found in others.items() if found},
        mined={canonicalise(text): label for text, label in labels.items()},
        known={cluster.sign(): FIRST_KNOWN - label for label, cluster in made.items() if label < ALONE},
    )


def _group_by_wording(asking: Sequence[RedactedEnquiry]) -> dict[str, list[RedactedEnquiry]]:
    """Group enquiries of equal wording, by the first of their texts, in the order of the wordings."""
    by_wording: dict[str, list[RedactedEnquiry]] = {}
    for enquiry in sorted(asking, key=lambda e: (e.text, e.id)):
        by_wording.setdefault(canonicalise(enquiry.text), []).append(enquiry)
    return {same[0].text: same for _, same in sorted(by_wording.items())}


def _label_wordings(
    same_of: Mapping[str, Sequence[RedactedEnquiry]],
    vectors: Mapping[str, NDArray[np.float32]],
    grouper: Grouper,
    options: GroupingOptions,
    said: Mapping[str, Sequence[str]],
    mined: Mapping[str, int],
) -> dict[str, int]:
    """Label each wording with its group: where it was already, else its known question, else what the grouper says."""
    settled = {text: mined[canonicalise(text)] for text in same_of if canonicalise(text) in mined}
    replied = {text: [s for e in same for s in said.get(e.id, ())] for text, same in same_of.items()}
    weights = {text: len(same) for text, same in same_of.items()}
    asked = place_known(weights, vectors, replied, options.known, across_languages=options.across_languages)
    apart = {text: FIRST_KNOWN - place for text, place in asked.items() if text not in settled}
    rest = {text: weight for text, weight in weights.items() if settled or text not in apart}
    found = label_texts(rest, vectors, replied, {**settled, **apart} if settled else {}, grouper, options)
    return {text: found.get(text, apart.get(text, ALONE)) for text in weights}


def _gather_members(
    same_of: Mapping[str, Sequence[RedactedEnquiry]], labels: Mapping[str, int]
) -> dict[int, list[RedactedEnquiry]]:
    members_of: dict[int, list[RedactedEnquiry]] = {}
    for text, label in labels.items():
        members_of.setdefault(label, []).extend(same_of[text])
    return members_of


def _join_by_asks(
    asking: Sequence[RedactedEnquiry],
    clusters: Mapping[int, list[RedactedEnquiry]],
    places: Mapping[str, Sequence[int]],
) -> dict[int, list[RedactedEnquiry]]:
    """Add to clusters the enquiries that are alone as a whole, but one of whose asks belongs to them."""
    joined = dict(clusters)
    grouped = {e.id for members in clusters.values() for e in members}
    by_id = {e.id: e for e in asking}
    for id_, labels in places.items():
        if id_ not in grouped:
            joined[labels[0]] = [*joined[labels[0]], by_id[id_]]
    return joined


def place_asks(
    enquiries: Sequence[RedactedEnquiry],
    clusters: Mapping[int, Sequence[RedactedEnquiry]],
    vectors: Mapping[str, NDArray[np.float32]],
    *,
    across_languages: bool = False,
) -> dict[str, tuple[int, ...]]:
    """Return to which clusters the asks of each enquiry belong, in their order, each once.

    Enquiries without such an ask are left out. The rule is that of `embedding/similarity.find_places`. An ask belongs
    only to a cluster in the language of its enquiry, or `across_languages` to any.
    """
    several = sorted((e for e in enquiries if e.asks), key=lambda e: e.id)
    if not several or not clusters:
        return {}
    known = [(label, e) for label in sorted(clusters) for e in _take_central(clusters[label], vectors)]
    texts = [e.text for _, e in known]
    rows = np.array([vectors[text] for text in texts], dtype=np.float32)
    likeness = Likeness.learn(texts, rows, [1] * len(texts), multilingual=across_languages)
    asks = [(e, ask) for e in several for ask in e.asks]
    seen = likeness.see([ask for _, ask in asks], np.array([vectors[ask] for _, ask in asks], dtype=np.float32))
    labels = np.array([label for label, _ in known], dtype=np.int64)
    places = find_places(seen, Known.learn(likeness.see(texts, rows), labels))
    spoken = Spoken.learn(sorted({e.text for e in several} | set(texts)))
    languages: dict[int, set[str]] = {}
    for label, central in known:
        languages.setdefault(label, set()).add(spoken.identify(central.text))
    found: dict[str, dict[int, None]] = {}
    for (enquiry, _), label, closeness in zip(asks, places.labels.tolist(), places.closeness.tolist(), strict=True):
        if closeness >= ASK_CLOSENESS and (across_languages or spoken.identify(enquiry.text) in languages[label]):
            found.setdefault(enquiry.id, {})[label] = None
    return {id_: tuple(labels) for id_, labels in found.items()}


def _take_central(
    members: Sequence[RedactedEnquiry], vectors: Mapping[str, NDArray[np.float32]]
) -> Sequence[RedactedEnquiry]:
    return Cluster.gather(members, vectors).members[:KNOWN_MEMBERS]


def _group_as_given(asking: Sequence[RedactedEnquiry]) -> dict[int, list[RedactedEnquiry]]:
    names = {name: label for label, name in enumerate(sorted({e.group for e in asking if e.group}))}
    members_of: dict[int, list[RedactedEnquiry]] = {}
    for enquiry in sorted(asking, key=lambda e: (e.text, e.id)):
        members_of.setdefault(names.get(enquiry.group, ALONE), []).append(enquiry)
    return members_of
