"""Clusters to questions: what they are called, what is near them, what their replies say.

A story of its own within `pipeline/run`. Where the grouping went on from the last mining, a question that was known
keeps its name, its key words and its area: only what is new is named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from enquiry2article.answers.leads import silent
from enquiry2article.answers.reply_sentences import Sentence, judge_replies
from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.protocols import Embedder
from enquiry2article.domain.question import Question
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.pipeline.describer import Describer
from enquiry2article.pipeline.prepare import Progress
from enquiry2article.privacy.output_check import Gate
from enquiry2article.questions.naming.candidates import collect_candidates, learn_wording
from enquiry2article.questions.naming.topics import describe_clusters, save_topic_model
from enquiry2article.questions.related import relate
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.words import normalise

LEAST_GENERAL = 0.5
"""Probability that a sentence holds for everybody, for its noun phrases to be headings."""


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
    decided: Collection[str] = (),
    known: Mapping[str, str] | None = None,
    anew: bool = True,
    left_out: Collection[str] = (),
    save_model: Path | None = None,
) -> list[Question]:
    """Make questions of clusters and their ids; `asking` are all enquiries that ask something, in
    a cluster or not.

    A question whose core makes no article any more, while others that are now grouped with it do, has become another
    one, with another id, unless a person has `decided` something about it, or a post answers it. Where what is new is
    called what a question was called that is no more, it is that one again.

    A sentence in which `gate` finds something personal answers nothing: another one takes its place.
    `known` gives the titles of the questions that the house knows, by their ids: they are called so. `anew` is False if
    the grouping went on from the last mining. What a question was called does not bind if it had enquiries of
    `left_out`, since its title may be in their words.
    """
    if not clusters:
        return []
    before = (q for q in workspace.results.load_questions() if not set(left_out) & set(q.enquiry_ids))
    last = {q.id: replace(q, title=q.found_title or q.title) for q in before}
    kept = {} if anew or save_model else last
    named = {**{id_: question.title for id_, question in kept.items()}, **(known or {})}
    told = {sentence.text for own in replies.values() for sentence in own}
    vectors = embed_texts(
        told, embedder, workspace.vectors, lambda done, all_: progress("Reading the replies", done, all_)
    )
    progress("Describing the questions", 0, 1)
    judged = judge_replies(replies, vectors, embedder.name)
    wording = learn_wording(clusters, asking)
    general = {id_: [s.text for s in own if s.general >= LEAST_GENERAL] for id_, own in judged.items()}
    candidates = [collect_candidates(cluster, wording, general) for cluster in clusters]
    titles = {candidate.title for of_one in candidates for candidate in of_one}
    titles |= {last[id_].title for id_ in ids if id_ in last} | set((known or {}).values())
    vectors = {**vectors, **embed_texts(titles, embedder, workspace.vectors, silent)}
    topics = None
    if any(id_ not in kept for id_ in ids):
        topics = describe_clusters(clusters, light=save_model is None, general=wording.publishable)
        if save_model is not None:
            save_topic_model(topics, save_model)
    describer = Describer(
        clusters, ids, judged, vectors, list(candidates), gate, last, frozenset(kept), topics, named,
        decided=frozenset({*decided, *named, *(id_ for id_, question in last.items() if question.found_url)}),
        ended={normalise(own[-1]): id_ for id_, own in workspace.runs.load_titles().items() if id_ not in ids},
        identities=workspace.results.load_identities(), today=now.replace(hour=0, minute=0, second=0, microsecond=0),
    )  # fmt: skip
    return relate(describer.describe_all(), clusters)
