"""Clusters to questions: what they are called, what is near them, what their replies say.

A story of its own within `pipeline`. Where the grouping went on from the last mining, a question that was known keeps
its name, its key words and its area: only what is new is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.compose import compose_answer, tell_asked
from enquiry2article.answers.contradictions import find_contradictions
from enquiry2article.answers.copy_editing import finish_sentence
from enquiry2article.answers.reply_sentences import PERSONAL, Sentence, find_boilerplate, find_middle, find_particulars
from enquiry2article.articles.drafts import find_nearest_questions, follow_questions, relate_questions
from enquiry2article.embed import embed_texts
from enquiry2article.gate import Gate, find_unsafe_sentences
from enquiry2article.preparation import Progress
from enquiry2article.protocols import Embedder
from enquiry2article.questions.naming.publishable_words import find_general
from enquiry2article.questions.naming.titles import collect_candidates, name_clusters
from enquiry2article.questions.naming.topics import describe_clusters, save_topic_model
from enquiry2article.records import Answer, Cluster, Question, RedactedEnquiry
from enquiry2article.workspace import Workspace

ROUNDS = 8
"""How often an answer is composed anew because a sentence of it may hold personal data."""

NEARBY = 3
"""Neighbouring questions whose replies are looked at for contradictions beside a question's own."""


def describe_questions(
    clusters: Sequence[Cluster],
    ids: Sequence[str],
    replies: Mapping[str, Sequence[Sentence]],
    asking: Sequence[RedactedEnquiry],
    workspace: Workspace,
    embedder: Embedder,
    progress: Progress,
    *,
    now: datetime,
    gate: Gate,
    anew: bool = True,
    save_model: Path | None = None,
) -> list[Question]:
    """Make questions of clusters and their ids; `asking` are all enquiries that ask something, in a cluster or not.

    A sentence in which `gate` finds something personal answers nothing: another one takes its place.
    `anew` is False if the grouping went on from the last mining.
    """
    if not clusters:
        return []
    sentences = [[s for member in cluster.members for s in replies[member.id]] for cluster in clusters]
    told = {sentence.text for of_one in sentences for sentence in of_one if sentence.text}
    vectors = embed_texts(told, embedder, workspace, lambda done, all_: progress("Reading the replies", done, all_))
    progress("Describing the questions", 0, 1)
    answered = [find_middle(of_one, vectors) for of_one in sentences]
    questions = _name(clusters, ids, answered, asking, workspace, embedder, anew=anew, save_model=save_model)
    titles = embed_texts([question.title for question in questions], embedder, workspace, _silent)
    questions = _relate(questions, clusters)
    given = any(member.group for cluster in clusters for member in cluster.members)
    evidence = _Evidence(sentences, vectors, find_boilerplate(sentences), find_particulars(sentences), gate)
    since = {id_: identity.since for id_, identity in workspace.load_identities().items()}
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    neighbours = _list_neighbours(ids, clusters, answered)
    described = []
    for place, (question, cluster) in enumerate(zip(questions, clusters, strict=True)):
        asked = None if given else tell_asked(question.title, titles[question.title], cluster)
        answer = evidence.compose_answer(place, cluster, neighbours[place], asked, question.title)
        described.append(replace(question, answer=answer, since=since.get(question.id, today)))
    return described


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The sentences of the replies to each question, and what is needed to choose among them."""

    sentences: list[list[Sentence]]
    """One list a question. What turns out to be personal is marked there, so that each is looked at once."""
    vectors: Mapping[str, NDArray[np.float32]]
    boilerplate: frozenset[str]
    particulars: frozenset[str]
    gate: Gate

    def compose_answer(
        self, place: int, cluster: Cluster, near: Sequence[int], asked: NDArray[np.float32] | None, title: str
    ) -> Answer:
        """Compose the answer of the question at `place`, again without each sentence in which the gate finds something.

        After `ROUNDS` the answer is given as it is: the gate is asked once more before it leaves.
        """
        for _ in range(ROUNDS):
            own, others = self.sentences[place], [self.sentences[other] for other in near]
            contradictions = find_contradictions(own, others, self.vectors)
            answer = compose_answer(
                cluster, own, self.boilerplate, self.particulars, self.vectors, asked, contradictions, title
            )
            unsafe = find_unsafe_sentences(answer, self.gate)
            if not unsafe:
                break
            for at in (place, *near):
                self.sentences[at] = [
                    replace(s, unfit=PERSONAL) if finish_sentence(s.text) in unsafe else s for s in self.sentences[at]
                ]
        return answer


def _name(
    clusters: Sequence[Cluster],
    ids: Sequence[str],
    answered: Sequence[NDArray[np.float32] | None],
    asking: Sequence[RedactedEnquiry],
    workspace: Workspace,
    embedder: Embedder,
    *,
    anew: bool,
    save_model: Path | None,
) -> list[Question]:
    last = {q.id: replace(q, title=q.found_title or q.title) for q in workspace.load_questions()}
    kept = {} if anew or save_model else last
    general = find_general(asking) if any(id_ not in kept for id_ in ids) else None
    new = [cluster for cluster, id_ in zip(clusters, ids, strict=True) if id_ not in kept]
    candidates = [collect_candidates(cluster, general) for cluster in new] if general else []
    texts = {text for of_one in candidates for text in of_one} | {last[id_].title for id_ in ids if id_ in last}
    vectors = embed_texts(texts, embedder, workspace, _silent)
    keywords: Sequence[tuple[str, ...]] = [kept[id_].keywords if id_ in kept else () for id_ in ids]
    areas: Sequence[str] = [kept[id_].area if id_ in kept else "" for id_ in ids]
    if general:
        topics = describe_clusters(clusters, light=save_model is None, general=general)
        if save_model is not None:
            save_topic_model(topics, save_model)
        keywords, areas = topics.keywords, topics.areas
    # Where the title could not be shown, the id stood in for the slug.
    slugs = {id_: known.slug for id_, known in workspace.load_identities().items() if known.slug != id_}
    earlier = {id_: question.title for id_, question in last.items()}
    return name_clusters(clusters, ids, keywords, areas, vectors, slugs, answered, general, earlier, frozenset(kept))


def _relate(questions: Sequence[Question], clusters: Sequence[Cluster]) -> list[Question]:
    """Say which questions are near each other, and which are asked after one another."""
    asked = [
        (member.customer, member.received, question.id)
        for question, cluster in zip(questions, clusters, strict=True)
        for member in cluster.members
        if member.received
    ]
    return follow_questions(relate_questions(questions, _list_middles(clusters)), asked)


def _list_neighbours(
    ids: Sequence[str], clusters: Sequence[Cluster], answered: Sequence[NDArray[np.float32] | None]
) -> list[list[int]]:
    """Give for each cluster the places of those near to it, by what was asked and by what was answered."""
    middles = _list_middles(clusters)
    told = np.array([m if a is None else a for m, a in zip(middles, answered, strict=True)])
    return [
        sorted({*asked_near, *told_near})
        for asked_near, told_near in zip(
            find_nearest_questions(ids, middles, NEARBY), find_nearest_questions(ids, told, NEARBY), strict=True
        )
    ]


def _list_middles(clusters: Sequence[Cluster]) -> NDArray[np.float32]:
    return np.array([cluster.middle() for cluster in clusters], dtype=np.float32)


def _silent(done: int, all_: int) -> None:
    return
