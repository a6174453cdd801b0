"""Clusters to questions: what they are called, what is near them, what their replies say.

A story of its own within `pipeline/run`. Where the grouping went on from the last mining, a question that was known
keeps its name, its key words and its area: only what is new is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.leads import silent
from enquiry2article.answers.reply_sentences import judge_replies
from enquiry2article.domain.question import Question
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.pipeline.describer import Describer
from enquiry2article.pipeline.prepare import report_to
from enquiry2article.pipeline.stages import Context, GroupStage, MeaningStage, ReadStage
from enquiry2article.privacy.output_check import OutputCheck
from enquiry2article.questions.language import find_question_language, part_by_language
from enquiry2article.questions.naming.candidates import collect_candidates, learn_wording
from enquiry2article.questions.naming.topics import describe_clusters, save_topic_model
from enquiry2article.questions.related import relate
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.language import Spoken
from enquiry2article.text.words import normalise


def describe_questions(
    read: ReadStage, meaning: MeaningStage, groups: GroupStage, check: OutputCheck, context: Context
) -> list[Question]:
    """Make questions of the clusters and their ids.

    A question whose core makes no article any more, while others that are now grouped with it do, has become another
    one, with another id, unless a person has decided something about it, or a post answers it. Where what is new is
    called what a question was called that is no more, it is that one again.

    A question is named and answered in the language of most; those who ask it in another one are only counted.

    A sentence in which `check` finds something personal answers nothing: another one takes its place. Questions that
    the house knows are called what it calls them. What a question was called does not bind if it had enquiries that are
    left out now, since its title may be in their words.
    """
    clusters, ids, save_model = groups.grouping.clusters, groups.ids, context.options.save_model
    if not clusters:
        return []
    last = _load_last(context.workspace, read.left_out)
    kept = last if not groups.mining.anew and not save_model else {}
    known = {question.id: question.title for question in groups.known}
    named = {**{id_: question.title for id_, question in kept.items()}, **known}
    told = {sentence.text for own in meaning.replies.values() for sentence in own}
    vectors = _embed(told, context, report_to(context.progress, "Reading the replies"))
    context.progress("Describing the questions", 0, 1)
    judged = judge_replies(meaning.replies, vectors, context.tools.embedder.name)
    spoken = Spoken.learn([enquiry.text for enquiry in read.asking])
    parted = [
        part_by_language(cluster, spoken, find_question_language(last[id_]) if id_ in last else "")
        for cluster, id_ in zip(clusters, ids, strict=True)
    ]
    every, clusters = clusters, tuple(own for own, _ in parted)
    wording = learn_wording(clusters, read.asking)
    candidates = [collect_candidates(cluster, wording) for cluster in clusters]
    titles = {candidate.title for of_one in candidates for candidate in of_one}
    titles |= {last[id_].title for id_ in ids if id_ in last} | set(known.values())
    vectors = {**vectors, **_embed(titles, context, silent)}
    topics = None
    if any(id_ not in kept for id_ in ids):
        topics = describe_clusters(clusters, light=save_model is None, general=wording.publishable)
        if save_model is not None:
            save_topic_model(topics, save_model)
    describer = Describer(
        clusters, [others for _, others in parted], ids, judged, vectors, list(candidates), check, last,
        frozenset(kept), topics, named,
        decided=frozenset({*groups.decided, *named, *(id_ for id_, question in last.items() if question.found_url)}),
        ended=_load_ended(context.workspace, ids),
        identities=context.workspace.results.load_identities(),
        today=context.options.now.replace(hour=0, minute=0, second=0, microsecond=0),
    )  # fmt: skip
    return relate(describer.describe_all(), every)


def _load_last(workspace: Workspace, left_out: Collection[str]) -> dict[str, Question]:
    """Load the questions of the run before, under their found titles, but for those that had enquiries left out now."""
    before = (q for q in workspace.results.load_questions() if not set(left_out) & set(q.enquiry_ids))
    return {q.id: replace(q, title=q.found_title or q.title) for q in before}


def _load_ended(workspace: Workspace, ids: Collection[str]) -> dict[str, str]:
    """Load the questions of earlier runs that are not among `ids`: last title, normalised → id."""
    return {normalise(own[-1]): id_ for id_, own in workspace.runs.load_titles().items() if id_ not in ids}


def _embed(
    texts: Collection[str], context: Context, report: Callable[[int, int], None]
) -> dict[str, NDArray[np.float32]]:
    return embed_texts(texts, context.tools.embedder, context.workspace.vectors, report)
