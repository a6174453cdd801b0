"""The same question keeps its id: clusters of this run are recognised as questions of the runs before.

A question is recognised by its core: the conversations that are nearest to its title and to the one that answers it.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.question import Change, Fate


def weigh_core(enquiry_ids: Sequence[str]) -> dict[str, float]:
    """Compute how much each enquiry of a question tells what the question is, of a list that begins with its core.

    The weights are the places to the power of -1.5: the first two or three carry more than half of all, and of few
    enquiries the first alone. So what a question is called and the conversation that answers it tell what it is, more
    than how many were once grouped with them.
    """
    return {enquiry: place**-1.5 for place, enquiry in enumerate(enquiry_ids, start=1)}


def list_core(enquiry_ids: Sequence[str]) -> list[str]:
    """List the first enquiries that carry half of the weight of all by `weigh_core`."""
    weights = weigh_core(enquiry_ids)
    core: list[str] = []
    while 2 * sum(weights[enquiry] for enquiry in core) < sum(weights.values()):
        core.append(enquiry_ids[len(core)])
    return core


def identify_clusters(
    clusters: Sequence[Cluster],
    known: Mapping[str, Mapping[str, float]],
    *,
    alone: Collection[str] = (),
    taken: Collection[str] = (),
) -> list[str]:
    """Find the id of each cluster: that of the earlier question that it continues, else a new one of its members.

    `known` gives the id of every question that may go on, and the enquiries it had last with their weights
    (`weigh_core`). A cluster continues a question if it holds more than half of the weight of those that are still
    there, in a cluster or `alone`, and if most of those in it that any question had are this question's. So the core
    keeps the id when a question parts, whatever is larger, and a question that is swallowed by others does not give
    them its id. Where two questions had the same enquiries, the one goes on of which more are there. No id is given
    twice, and none of `taken` is given anew.
    """
    place = {member.id: index for index, cluster in enumerate(clusters) for member in cluster.members}
    there = {*place, *alone}
    had = {enquiry for weights in known.values() for enquiry in weights}
    earlier = Counter(index for enquiry, index in place.items() if enquiry in had)
    pairs = []
    for id_, weights in known.items():
        whole = sum(weight for enquiry, weight in weights.items() if enquiry in there)
        held: Counter[int] = Counter()
        shared: dict[int, float] = {}
        for enquiry, weight in weights.items():
            if enquiry in place:
                held[place[enquiry]] += 1
                shared[place[enquiry]] = shared.get(place[enquiry], 0.0) + weight
        for index, weight in shared.items():
            if 2 * weight > whole and 2 * held[index] > earlier[index]:
                pairs.append((-held[index], len(weights), id_, index))
    ids: dict[int, str] = {}
    for _, _, id_, index in sorted(pairs):
        ids.setdefault(index, id_)
    given = {*known, *taken}
    for index, cluster in enumerate(clusters):
        if index not in ids:
            ids[index] = make_id(cluster, given)
            given.add(ids[index])
    return [ids[index] for index in range(len(clusters))]


def make_id(cluster: Cluster, taken: Collection[str]) -> str:
    """Make an id of a cluster's members."""
    return spell_id(bytes.fromhex(cluster.sign()), taken)


def spell_id(digest: bytes, taken: Collection[str]) -> str:
    """Make an id such as "q-3f9k2a" of a hash, longer where the short one is already taken."""
    letters = base64.b32encode(digest).decode().lower()
    length = 6
    while f"q-{letters[:length]}" in taken:
        length += 1
    return f"q-{letters[:length]}"


LEAST_MOVED = 3
"""So many enquiries, or `MOVED_SHARE` of a question, have to go elsewhere for it to be told."""

MOVED_SHARE = 0.2


def find_changes(before: Mapping[str, Collection[str]], after: Mapping[str, Collection[str]]) -> list[Change]:
    """Return what became of the questions of the run before: which parted, which were joined, which are no more.

    Both give the enquiries of each question by its id. The changes come in the order of the ids.
    """
    place = {enquiry: id_ for id_, enquiries in after.items() for enquiry in enquiries}
    known = set(place)
    changes = []
    for id_, enquiries in sorted(before.items()):
        went: dict[str, int] = {}
        for enquiry in enquiries:
            if enquiry in known and place[enquiry] != id_:
                went[place[enquiry]] = went.get(place[enquiry], 0) + 1
        enough = max(LEAST_MOVED, MOVED_SHARE * len(enquiries))
        moved = {other: count for other, count in sorted(went.items()) if count >= enough}
        if id_ in after:
            changes += [Change(question=id_, what=Fate.PARTED, other=other, count=n) for other, n in moved.items()]
        elif moved:
            largest = max(moved, key=lambda other: (moved[other], other))
            changes.append(Change(question=id_, what=Fate.JOINED, other=largest, count=moved[largest]))
        else:
            changes.append(Change(question=id_, what=Fate.GONE, count=len(enquiries)))
    return changes
