"""Cross-validation of matching: the export is mined several times, each time without some enquiries, which are matched.

A small story of its own beside `pipeline/run`: it tells, before the first later enquiry comes, how often a link will be
right on this company's mails (`matching/calibration`). A place counts as right if another mining, which includes the
enquiry, puts it there too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import ALONE, Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.protocols import Grouper
from enquiry2article.embedding.similarity import Known, Likeness, find_places
from enquiry2article.matching.calibration import CrossValidation
from enquiry2article.questions.grouping.group import Grouping, group_enquiries
from enquiry2article.questions.grouping.identity import identify_clusters, weigh_core
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.text.canonical import hash_for_draw

PARTS = 5
"""Equal parts that enquiries are dealt into; one is left out of each mining."""

LARGE, PARTS_OF_LARGE = 1500, 3
"""Enquiries from which only so many minings are made: each leaves hundreds of enquiries to be tried."""

MOST_ENQUIRIES = 12_000
"""Enquiries that take part; of larger exports a fixed draw."""


@dataclass(frozen=True, slots=True)
class _Mined:
    """One mining: its clusters, and the place of each enquiry's cluster among them."""

    clusters: Sequence[Cluster]
    place_of: Mapping[str, int]


def cross_validate_matching(
    grouping: Grouping,
    ids: Sequence[str],
    vectors: Mapping[str, NDArray[np.float32]],
    grouper: Grouper,
    options: GroupingOptions,
    said: Mapping[str, Sequence[str]],
) -> CrossValidation:
    """Mine without some, match those, and compare; `ids[i]` is the id of the question of `grouping.clusters[i]`.

    The other arguments are those of `questions/grouping/group.group_enquiries`. The result does not depend on the order
    of the enquiries.
    """
    asking = [*(member for cluster in grouping.clusters for member in cluster.members), *grouping.alone]
    asking = sorted(asking, key=lambda e: (hash_for_draw(e.text), e.id))[:MOST_ENQUIRIES]
    chosen = {enquiry.id for enquiry in asking}
    whole = _list_places([_keep(cluster, chosen) for cluster in grouping.clusters])
    count = PARTS_OF_LARGE if len(asking) >= LARGE else PARTS
    held = [asking[part::PARTS] for part in range(count)]
    minings = []
    for out in held:
        left_out = {enquiry.id for enquiry in out}
        rest = [enquiry for enquiry in asking if enquiry.id not in left_out]
        found = group_enquiries(rest, vectors, grouper, options, said=said)
        minings.append(_list_places([_keep(cluster, chosen) for cluster in found.clusters]))
    firm = np.mean([measure_stability(whole, mined) for mined in minings], axis=0) if minings else np.zeros(0)
    tried = [
        _try_part(minings, part, held[part], vectors, multilingual=options.across_languages)
        for part in range(count)
        if held[part] and len(minings[part].clusters) > 1  # fewer enquiries than parts leave some without any
    ]
    return CrossValidation(
        signs=np.concatenate([np.zeros((0, 3)), *(signs for signs, *_ in tried)]),
        firmness=np.concatenate([np.zeros(0), *(own for _, own, *_ in tried)]),
        right=np.concatenate([np.zeros(0, dtype=np.bool_), *(right for _, _, right, *_ in tried)]),
        questions=[name for *_, names, _ in tried for name in names],
        hidden=np.concatenate([np.zeros((0, 3)), *(hidden for *_, hidden in tried)]),
        firm={id_: round(float(value), 4) for id_, value in zip(ids, firm.tolist(), strict=True)},
    )


def measure_stability(mined: _Mined, other: _Mined) -> NDArray[np.float64]:
    """Return for each question of a mining how much of it another mining finds too: shared members by all, 0..1.

    Only enquiries that both minings saw count. Jaccard's coefficient with the question that continues it by the rule of
    every run (Hennig 2007, "Cluster-wise assessment of cluster stability", doi:10.1016/j.csda.2006.11.025).
    """
    partners = _pair(mined, other)
    values = np.zeros(len(mined.clusters))
    for place, cluster in enumerate(mined.clusters):
        if place not in partners:
            continue
        ours = {member.id for member in cluster.members if member.id in other.place_of}
        theirs = {m.id for m in other.clusters[partners[place]].members if m.id in mined.place_of}
        values[place] = len(ours & theirs) / max(1, len(ours | theirs))
    return values


def _try_part(
    minings: Sequence[_Mined],
    part: int,
    held: Sequence[RedactedEnquiry],
    vectors: Mapping[str, NDArray[np.float32]],
    *,
    multilingual: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_], list[str], NDArray[np.float64]]:
    """Match what was left out of one mining to it: signs, firmness, right or not, names, and signs of hidden ones.

    The next mining says what is right, and the others how firm the questions are: what is found is judged by neither.
    """
    mined, judge = minings[part], minings[(part + 1) % len(minings)]
    others = [other for place, other in enumerate(minings) if place not in (part, (part + 1) % len(minings))]
    firm = np.mean([measure_stability(mined, other) for other in others], axis=0)
    known = [(text, at) for at, cluster in enumerate(mined.clusters) for text in _list_texts(cluster)]
    texts = [text for text, _ in known]
    rows = np.array([vectors[text] for text in texts], dtype=np.float32)
    labels = np.array([at for _, at in known], dtype=np.int64)
    likeness = Likeness.learn(texts, rows, [1] * len(texts), multilingual=multilingual)
    asked = likeness.see([e.text for e in held], np.array([vectors[e.text] for e in held], dtype=np.float32))
    knowledge = Known.learn(likeness.see(texts, rows), labels)
    places = find_places(asked, knowledge)
    partners = _pair(mined, judge)
    judged = [judge.place_of.get(enquiry.id, ALONE) for enquiry in held]
    right = [partners.get(at, -2) == true for at, true in zip(places.labels.tolist(), judged, strict=True)]
    back = {theirs: ours for ours, theirs in partners.items()}
    own = np.array([back.get(true, ALONE) for true in judged], dtype=np.int64)
    from_question = np.flatnonzero(own != ALONE)
    hidden = np.zeros((0, 3))
    if len(from_question):
        hidden = find_places(asked.take(from_question), knowledge, own[from_question]).take_signs()
    names = [f"{part} {at}" for at in places.labels.tolist()]
    return places.take_signs(), firm[places.labels], np.array(right, dtype=np.bool_), names, hidden


def _pair(mined: _Mined, other: _Mined) -> dict[int, int]:
    """Return which question of another mining continues each question, by the rule by which a run knows them again."""
    known = {str(at): weigh_core([m.id for m in cluster.members]) for at, cluster in enumerate(mined.clusters)}
    ids = identify_clusters(other.clusters, known)
    return {int(id_): theirs for theirs, id_ in enumerate(ids) if id_ in known}


def _list_places(clusters: Sequence[Cluster]) -> _Mined:
    return _Mined(clusters, {member.id: at for at, cluster in enumerate(clusters) for member in cluster.members})


def _keep(cluster: Cluster, chosen: set[str]) -> Cluster:
    """Return the part of a cluster that takes part."""
    kept = [at for at, member in enumerate(cluster.members) if member.id in chosen]
    return cluster if len(kept) == len(cluster.members) else cluster.take(kept)


def _list_texts(cluster: Cluster) -> list[str]:
    return sorted({member.text for member in cluster.members})
