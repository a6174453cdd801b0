"""The same question keeps its id: clusters of this run are recognised as questions of the runs before."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence

from enquiry2article.records import Cluster

LEAST_SHARED = 0.5
"""A cluster is an earlier question when it holds at least this share of the enquiries that are left of it."""


def identify_clusters(clusters: Sequence[Cluster], known: Mapping[str, Collection[str]]) -> list[str]:
    """Give each cluster an id: that of the earlier question it continues, else a new one made from its members.

    `known` maps the id of every question ever found to the enquiries it had last. The pairs that share most are settled
    first, so that a question that was split goes on as its larger part. No id is given twice.
    """
    pairs = []
    for index, cluster in enumerate(clusters):
        members = {member.id for member in cluster.members}
        for id_, before in known.items():
            shared = len(members & set(before))
            if shared and shared >= LEAST_SHARED * min(len(before), len(members)):
                pairs.append((-shared, id_, cluster.sign(), index))
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, id_, _, index in sorted(pairs):
        if index not in ids and id_ not in used:
            ids[index] = id_
            used.add(id_)
    taken = used | set(known)
    for index, cluster in enumerate(clusters):
        if index not in ids:
            ids[index] = make_id(cluster, taken)
            taken.add(ids[index])
    return [ids[index] for index in range(len(clusters))]


def make_id(cluster: Cluster, taken: Collection[str]) -> str:
    """Make an id such as "q-3f9k2a" from a cluster's members, longer where the short one is already taken."""
    letters = base64.b32encode(bytes.fromhex(cluster.sign())).decode().lower()
    length = 6
    while f"q-{letters[:length]}" in taken:
        length += 1
    return f"q-{letters[:length]}"
