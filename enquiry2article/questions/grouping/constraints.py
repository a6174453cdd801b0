"""What a person joined stays joined, and what they parted stays parted: decisions as constraints on grouping.

A decision is about the enquiries that a question has on that day. Each of them is *held* in the question where the
person put it, whatever later minings say; of later enquiries, those that mining puts with held ones follow them. Which
enquiries a decision holds is settled by the first run after it and kept, so that it means the same for ever.

    merge A into B      all enquiries of both are held in B
    split Q, enquiries  these are held in a new question, the others in Q
    pin Q               its enquiries are held in it
    move E to Q         this one is held in Q; where Q is "alone", in none
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.question import Change
from enquiry2article.embedding.similarity import Known, Likeness, find_places
from enquiry2article.questions.grouping.group import Grouping, count_customers
from enquiry2article.questions.grouping.identity import identify_clusters, spell_id
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.storage.decisions_file import ALONE, Decision

UNDECIDED = "-"

LEAST_SHARED = 0.5
"""Share of a held question, or of a cluster, from which the two are one where mining still keeps its parts asunder."""

LEAST_VOTE_SHARE = 0.1
"""Share of the held enquiries of a group from which a question may draw its other enquiries."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the standing decisions hold together."""

    by_decision: Mapping[str, Mapping[str, tuple[str, str]]]
    """For the workspace to remember: sign of a decision → enquiry → the question it is held in, and was in."""
    place_of: Mapping[str, str]
    """Enquiry → the question it is held in, or "" for none; the last decision counts."""
    whole: frozenset[str]
    """Questions that a person made or pinned: they stay questions, however few ask them."""
    gone: frozenset[str]
    """Questions that were merged into others."""
    unknown: tuple[str, ...]
    """Questions that decisions are about and that were never found."""

    known: Mapping[str, frozenset[str]]
    """The enquiries of every question ever found, as if what was taken back had never been decided."""

    def made(self, change: Change) -> bool:
        """Return whether what happened to a question is a person's doing rather than the data's."""
        return change.question in self.gone or change.other in self.whole

    def list_held(self) -> dict[str, set[str]]:
        """List the enquiries of each question that a person made or pinned: those held in it, and its free ones."""
        held = {
            question: {id_ for id_ in self.known.get(question, ()) if id_ not in self.place_of}
            for question in sorted(self.whole)
        }
        for id_, question in self.place_of.items():
            if question in held:
                held[question].add(id_)
        return held


def make_constraints(
    decisions: Iterable[Decision],
    members: Mapping[str, Collection[str]],
    known: Mapping[str, Collection[str]],
    before: Mapping[str, Mapping[str, tuple[str, str]]],
) -> Constraints:
    """Return what the decisions hold, in their order.

    `members` are the enquiries of each question of the last run, `known` those of every question ever found, and
    `before` what earlier runs settled. A decision about a question that has no enquiries holds nothing yet.
    """
    place = {enquiry: question for question, own in members.items() for enquiry in own}
    by_decision: dict[str, Mapping[str, tuple[str, str]]] = {}
    place_of: dict[str, str] = {}
    whole: set[str] = set()
    into: dict[str, str] = {}
    unknown: list[str] = []
    made: set[str] = set()
    times: Counter[str] = Counter()
    for decision in decisions:
        sign = decision.sign()
        times[sign] += 1
        sign = f"{sign} {times[sign]}"  # the same may be decided again later, of other enquiries
        named = {decision.question, decision.into} - {"", ALONE}
        unknown += sorted(named - known.keys() - made)
        if sign in before:
            by_decision[sign] = before[sign]
        else:
            settled = _settle(decision, place, known, into)
            by_decision[sign] = {id_: (question, place.get(id_, "")) for id_, question in settled.items()}
        held = {id_: question for id_, (question, _) in by_decision[sign].items()}
        if not held:
            del by_decision[sign]
            continue
        place.update(held)
        place_of.update(held)
        if decision.action != "move":
            whole |= set(held.values())
            made |= set(held.values())
        if decision.action == "merge":
            into[decision.question] = decision.into
            into.pop(decision.into, None)
    return Constraints(
        by_decision,
        place_of,
        frozenset(whole - into.keys()),
        frozenset(into),
        tuple(dict.fromkeys(unknown)),
        _restore(known, before, by_decision),
    )


def _restore(
    known: Mapping[str, Collection[str]],
    before: Mapping[str, Mapping[str, tuple[str, str]]],
    standing: Collection[str],
) -> dict[str, frozenset[str]]:
    """Put the enquiries of what was taken back where they were before it was decided."""
    restored = {question: set(own) for question, own in known.items()}
    for sign in sorted(before.keys() - set(standing)):
        for id_, (question, came_from) in before[sign].items():
            restored.get(question, set()).discard(id_)
            if came_from in restored:
                restored[came_from].add(id_)
    return {question: frozenset(own) for question, own in restored.items()}


def _settle(
    decision: Decision, place: Mapping[str, str], ever: Collection[str], into: Mapping[str, str]
) -> dict[str, str]:
    own = [enquiry for enquiry, question in place.items() if question == decision.question]
    if decision.action == "merge":
        joined = [enquiry for enquiry, question in place.items() if question == decision.into]
        return dict.fromkeys([*own, *joined], decision.into) if own and joined else {}
    if decision.action == "split":
        parted = dict.fromkeys(decision.enquiries, make_split_id(decision, ever))
        return {**dict.fromkeys(own, decision.question), **parted} if own else {}
    if decision.action == "pin":
        return dict.fromkeys(own, decision.question)
    if decision.action == "move":
        question = decision.question
        while question in into:
            question = into[question]
        return {decision.enquiry: "" if question == ALONE else question}
    return {}


def make_split_id(decision: Decision, taken: Collection[str]) -> str:
    """Make the id of the question that a split gives rise to."""
    return spell_id(hashlib.sha256(decision.sign().encode()).digest(), taken)


def identify_held(
    grouping: Grouping,
    constraints: Constraints,
    vectors: Mapping[str, NDArray[np.float32]],
    options: GroupingOptions,
    *,
    cores: Mapping[str, Mapping[str, float]],
    named: Mapping[str, str] | None = None,
) -> tuple[Grouping, list[str]]:
    """Return the grouping as decisions want it, and the id of each cluster by
    `questions/grouping/identity.identify_clusters`.

    `cores` gives how much each enquiry tells what its question is; of a question that is not in it, all tell as much.
    `named` gives the ids of clusters that ask a known question, by their signs; one that a person merged away is none.
    """
    fixed = {sign: id_ for sign, id_ in (named or {}).items() if id_ not in constraints.gone}
    settled = [fixed.get(cluster.sign(), "") for cluster in grouping.clusters]
    held = constraints.list_held()
    before = {
        question: own for question, own in constraints.known.items() if question not in constraints.gone | held.keys()
    }
    weights = {
        question: _weigh(own, cores.get(question, {}))
        for question, own in {**before, **held}.items()
        if question not in settled
    }
    ids = _identify_unsettled(grouping, settled, weights, constraints.known)
    if not constraints.place_of:
        return grouping, ids
    ids = [
        id_ if id_ in before or id_ in held or id_ in settled else _find_held(cluster, held) or id_
        for cluster, id_ in zip(grouping.clusters, ids, strict=True)
    ]
    members, alone = _deal_out(grouping, ids, constraints, vectors)
    clusters: dict[str, Cluster] = {}
    for question, own in members.items():
        enough = len(own) >= options.min_volume and count_customers(own) >= options.min_customers
        if own and (question in held or question in settled or enough):
            clusters[question] = Cluster.gather(sorted(own, key=lambda e: (e.text, e.id)), vectors)
        else:
            alone += own
    order = sorted(clusters, key=lambda id_: (-len(clusters[id_].members), clusters[id_].sign()))
    told = replace(
        grouping,
        clusters=tuple(clusters[question] for question in order),
        alone=tuple(sorted(alone, key=lambda e: e.id)),
        also=_move_also(grouping, ids, clusters),
    )
    return told, order


def _identify_unsettled(
    grouping: Grouping,
    settled: Sequence[str],
    weights: Mapping[str, Mapping[str, float]],
    taken: Collection[str],
) -> list[str]:
    """Return the ids of all clusters; `settled` has those that are sure already, and "" for the others."""
    elsewhere = [enquiry.id for enquiry in grouping.alone]
    elsewhere += [m.id for cluster, id_ in zip(grouping.clusters, settled, strict=True) if id_ for m in cluster.members]
    free = [cluster for cluster, id_ in zip(grouping.clusters, settled, strict=True) if not id_]
    found = iter(identify_clusters(free, weights, alone=elsewhere, taken={*taken, *settled}))
    return [id_ or next(found) for id_ in settled]


def _move_also(
    grouping: Grouping, ids: Sequence[str], clusters: Mapping[str, Cluster]
) -> dict[str, tuple[Cluster, ...]]:
    """Return what else enquiries ask, in the clusters that took the place of those of `grouping`, which had these
    ids.
    """
    became = {cluster.sign(): id_ for cluster, id_ in zip(grouping.clusters, ids, strict=True)}
    place = {member.id: question for question, cluster in clusters.items() for member in cluster.members}
    also: dict[str, tuple[Cluster, ...]] = {}
    for id_, others in grouping.also.items():
        questions = dict.fromkeys(became[cluster.sign()] for cluster in others)
        also[id_] = tuple(clusters[q] for q in questions if q in clusters and q != place.get(id_))
    return {id_: others for id_, others in also.items() if others}


def _weigh(enquiries: Collection[str], core: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of a question's enquiries; what a person put there tells as little as what is farthest."""
    least = min(core.values(), default=1.0)
    return {enquiry: core.get(enquiry, least) for enquiry in sorted(enquiries)}


def _deal_out(
    grouping: Grouping, ids: Sequence[str], constraints: Constraints, vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[dict[str, list[RedactedEnquiry]], list[RedactedEnquiry]]:
    """Return the enquiries of each question, and those of none."""
    members: dict[str, list[RedactedEnquiry]] = {id_: [] for id_ in (*ids, *sorted(constraints.whole))}
    for cluster, id_ in zip(grouping.clusters, ids, strict=True):
        free = [member for member in cluster.members if member.id not in constraints.place_of]
        for question, enquiry in zip(_draw_free(cluster, free, id_, constraints, vectors), free, strict=True):
            members[question].append(enquiry)
    alone = [enquiry for enquiry in grouping.alone if enquiry.id not in constraints.place_of]
    for enquiry in [*(m for cluster in grouping.clusters for m in cluster.members), *grouping.alone]:
        question = constraints.place_of.get(enquiry.id, UNDECIDED)
        if question != UNDECIDED:
            members.get(question, alone).append(enquiry)
    return members, alone


def _find_held(cluster: Cluster, held: Mapping[str, Collection[str]]) -> str:
    """Return the held question that most of a cluster is of, where mining still keeps its parts asunder, or ""."""
    own = {member.id for member in cluster.members}
    shared = {question: len(own & set(enquiries)) for question, enquiries in held.items()}
    found = [
        (-count, question)
        for question, count in shared.items()
        if count and count >= LEAST_SHARED * min(len(held[question]), len(own))
    ]
    return min(found)[1] if found else ""


def _draw_free(
    cluster: Cluster,
    free: Sequence[RedactedEnquiry],
    id_: str,
    constraints: Constraints,
    vectors: Mapping[str, NDArray[np.float32]],
) -> list[str]:
    """Return where those of a cluster go that are not held: with the held ones that they are most like."""
    if id_ not in constraints.whole or not free:
        return [id_] * len(free)
    fixed = [
        (constraints.place_of[m.id], m) for m in cluster.members if constraints.place_of.get(m.id) in constraints.whole
    ]
    voices = Counter(question for question, _ in fixed)
    heard = sorted(question for question, count in voices.items() if count >= LEAST_VOTE_SHARE * len(fixed))
    if len(heard) < 2:
        return [id_] * len(free)
    known = [(heard.index(question), member.text) for question, member in fixed if question in heard]
    texts = [text for _, text in known]
    rows = np.array([vectors[text] for text in texts], dtype=np.float32)
    likeness = Likeness.learn(texts, rows, [1] * len(texts))
    asked = likeness.see([e.text for e in free], np.array([vectors[e.text] for e in free], dtype=np.float32))
    labels = np.array([label for label, _ in known], dtype=np.int64)
    places = find_places(asked, Known.learn(likeness.see(texts, rows), labels))
    return [heard[label] for label in places.labels.tolist()]


def suggest_parts(texts: Mapping[str, str], vectors: Mapping[str, NDArray[np.float32]]) -> list[list[str]]:
    """Return the two parts into which enquiries fall most easily, the larger one first; one part where all are alike.

    `texts` gives the text of each enquiry by its id. By Ward's method on the vectors of the texts.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    ids = sorted(texts)
    if len({texts[id_] for id_ in ids}) < 2:
        return [ids] if ids else []
    rows = np.round(np.array([vectors[texts[id_]] for id_ in ids], dtype=np.float64), 6)
    found = fcluster(linkage(rows, method="ward"), 2, "maxclust")
    parts = [[id_ for id_, part in zip(ids, found, strict=True) if part == name] for name in np.unique(found)]
    return sorted(parts, key=lambda part: (-len(part), part))
