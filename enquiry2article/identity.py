"""The same question keeps its id: clusters of this run are recognised as questions of the runs before."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence

from enquiry2article.records import Change, Cluster

LEAST_SHARED = 0.5
"""A cluster is an earlier question when it holds at least this share of the enquiries that are left of it."""


def identify_clusters(
    clusters: Sequence[Cluster], known: Mapping[str, Collection[str]], *, taken: Collection[str] = ()
) -> list[str]:
    """Give each cluster an id: that of the earlier question it continues, else a new one made from its members.

    `known` maps the id of every question that may go on to the enquiries it had last. The pairs that share most are
    settled first, so that a question that was split goes on as its larger part; of two that share as many, the one of
    which less is left out. No id is given twice, and none of `taken` is given anew.
    """
    pairs = []
    for index, cluster in enumerate(clusters):
        members = {member.id for member in cluster.members}
        for id_, before in known.items():
            shared = len(members & set(before))
            if shared and shared >= LEAST_SHARED * min(len(before), len(members)):
                pairs.append((-shared, len(before), id_, cluster.sign(), index))
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, _, id_, _, index in sorted(pairs):
        if index not in ids and id_ not in used:
            ids[index] = id_
            used.add(id_)
    given = used | set(known) | set(taken)
    for index, cluster in enumerate(clusters):
        if index not in ids:
            ids[index] = make_id(cluster, given)
            given.add(ids[index])
    return [ids[index] for index in range(len(clusters))]


def make_id(cluster: Cluster, taken: Collection[str]) -> str:
    """Make an id such as "q-3f9k2a" from a cluster's members, longer where the short one is already taken."""
    letters = base64.b32encode(bytes.fromhex(cluster.sign())).decode().lower()
    length = 6
    while f"q-{letters[:length]}" in taken:
        length += 1
    return f"q-{letters[:length]}"


LEAST_MOVED = 3
"""So many enquiries, or `MOVED_SHARE` of a question, have to go elsewhere for it to be told."""

MOVED_SHARE = 0.2


def tell_changes(before: Mapping[str, Collection[str]], after: Mapping[str, Collection[str]]) -> list[Change]:
    """Say what became of the questions of the run before: which parted, which were joined, which are no more.

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
            changes += [Change(question=id_, what="parted", other=other, count=n) for other, n in moved.items()]
        elif moved:
            largest = max(moved, key=lambda other: (moved[other], other))
            changes.append(Change(question=id_, what="joined", other=largest, count=moved[largest]))
        else:
            changes.append(Change(question=id_, what="gone", count=len(enquiries)))
    return changes
