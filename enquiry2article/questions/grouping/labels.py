"""Distinct texts to labels, each language for itself: all found anew, or what is new placed among what has a label.

With an encoder that knows all languages they may be taken together. How texts are grouped is the grouper's affair.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.protocols import Grouper
from enquiry2article.domain.vectors import Labels, Replied, Vectors
from enquiry2article.embedding.levelling import compute_mean_likeness, level_likeness
from enquiry2article.embedding.similarity import (
    LEAST_CLOSENESS,
    Known,
    Likeness,
    find_least_cohesion,
    find_places,
    measure_cohesion,
)
from enquiry2article.questions.grouping.reply_evidence import gather_replies
from enquiry2article.questions.grouping.same_question import add_replies
from enquiry2article.text.canonical import hash_for_draw
from enquiry2article.text.language import Spoken

FEWEST_BORN, USUAL_SAMPLE = 6, 3000
"""Among so many enquiries, so many of those that had no place make a new question; among more, more: by the root."""

MOST_CONSULTED = 3000
"""Texts with a label that new ones are placed among, and texts without one that are asked about again: a fixed draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingOptions:
    """What makes a recurring question."""

    min_volume: int
    """How many enquiries make one."""
    min_customers: int = 1
    """How many different customers make one."""
    detail: Detail = Detail.USUAL
    known: Sequence[str] = ()
    """Titles of questions that are known already. What asks one of them is put there first
    (`questions/grouping/seeds`), however few it is; the grouper is asked about the rest."""
    across_languages: bool = False
    """Whether enquiries in several languages may share a cluster, which wants vectors of an encoder that was taught
    them all."""


@dataclass(frozen=True, slots=True)
class Part:
    """Texts that may share a label, in one fixed order: those of one language, or all. Entry i of each field is of
    text i."""

    texts: Sequence[str]
    rows: Vectors
    """What each means, levelled with the other languages."""
    replied: Replied
    weights: Sequence[int]
    across_languages: bool = False

    def take(self, places: Sequence[int]) -> Part:
        """Return some of the texts, in the order of `places`."""
        return Part(
            [self.texts[place] for place in places],
            self.rows[np.array(places, dtype=np.int64)],
            self.replied.take(places),
            [self.weights[place] for place in places],
            self.across_languages,
        )


def label_texts(
    weights: Mapping[str, int],
    vectors: Mapping[str, NDArray[np.float32]],
    replied: Mapping[str, Sequence[str]],
    known: Mapping[str, int],
    grouper: Grouper,
    options: GroupingOptions,
) -> dict[str, int]:
    """Assign each text a label from 0, or `ALONE`: texts of one label ask the same.

    `weights` says for how many enquiries each text stands, `replied` which sentences of replies speak to everybody.
    What has a label in `known` keeps it; where that is empty, all is found anew. Hand them over in one fixed order.
    Texts of several languages share a label only where the options say so.

    Raises:
        ValueError: the grouper gave the wrong number of labels.
    """
    labels = dict(known)
    looked_at = {*(weights.keys() - known.keys()), *_draw(known)}
    wanted = [text for text in weights if text in looked_at] if known else list(weights)
    for part in split_by_language(wanted, weights, vectors, replied, across_languages=options.across_languages):
        free = 1 + max((ALONE, *labels.values()))
        if any(known.get(text, ALONE) != ALONE for text in part.texts):
            found = _place_new(part, known, sum(weights.values()), grouper, free, options.detail, options.min_volume)
        else:
            found = _ask_grouper(grouper, part, options.detail, options.min_volume)
            found[found != ALONE] += free
        labels.update(zip(part.texts, found.tolist(), strict=True))
    return labels


def _draw(known: Mapping[str, int]) -> list[str]:
    """Draw the texts that are looked at again, by nothing but the texts themselves."""
    order = sorted(known, key=hash_for_draw)
    settled = [text for text in order if known[text] != ALONE]
    left = [text for text in order if known[text] == ALONE]
    return [*settled[:MOST_CONSULTED], *left[:MOST_CONSULTED]]


def split_by_language(
    wanted: Sequence[str],
    weights: Mapping[str, int],
    vectors: Mapping[str, NDArray[np.float32]],
    replied: Mapping[str, Sequence[str]],
    *,
    across_languages: bool = False,
) -> list[Part]:
    """Split texts by their language, or `across_languages` give one part; the other arguments are of `label_texts`."""
    parts = part_languages(wanted)
    usual = max(parts, key=len, default=[])
    level = (
        compute_mean_likeness(np.array([vectors[text] for text in usual], dtype=np.float32)) if len(parts) > 1 else 0.0
    )
    rows_of: dict[str, NDArray[np.float32]] = {}
    for texts in parts:
        rows = np.array([vectors[text] for text in texts], dtype=np.float32)
        rows_of.update(zip(texts, rows if texts is usual else level_likeness(rows, level), strict=True))
    found = []
    for texts in [list(wanted)] if across_languages and wanted else parts:
        rows = np.array([rows_of[text] for text in texts], dtype=np.float32)
        own = gather_replies([replied[text] for text in texts], vectors, rows.shape[1])
        found.append(Part(texts, rows, own, [weights[text] for text in texts], across_languages))
    return found


def _place_new(
    part: Part,
    known: Mapping[str, int],
    volume: int,
    grouper: Grouper,
    free: int,
    detail: Detail,
    min_volume: int,
) -> Labels:
    """Assign each text the label it had, or that of the group it belongs to by the rule of
    `embedding/similarity.find_places`.

    What has no place is handed to the grouper together; a group that it finds there counts if it is too large to have
    met by chance (`FEWEST_BORN`) and enough of it is new. Its number is `free` or one of the next.
    """
    labels = np.array([known.get(text, ALONE) for text in part.texts], dtype=np.int64)
    fresh = np.array([text not in known for text in part.texts], dtype=bool)
    new, settled = np.flatnonzero(fresh), np.flatnonzero(labels != ALONE)
    if not len(new):
        return labels
    told, mixed = add_replies(part.texts, part.rows, part.replied)
    seen = Likeness.learn(told, mixed, part.weights, multilingual=part.across_languages).see(told, mixed)
    places = find_places(seen.take(new), Known.learn(seen.take(settled), labels[settled]))
    heavy = np.asarray(part.weights, dtype=np.int64)
    cohesion = measure_cohesion(seen.take(settled), labels[settled], heavy[settled])
    least_company = find_least_cohesion(cohesion, labels[settled])
    near = (places.closeness >= LEAST_CLOSENESS) & (places.cohesion >= least_company)
    labels[new] = np.where(near, places.labels, ALONE)
    left = np.flatnonzero(labels == ALONE)
    if heavy[left][fresh[left]].sum() < min_volume:
        return labels
    least = max(min_volume, round(FEWEST_BORN * math.sqrt(volume / USUAL_SAMPLE)))
    found = _ask_grouper(grouper, part.take(left.tolist()), detail, least)
    cohesion = measure_cohesion(seen.take(left), found, heavy[left])
    found = np.where(cohesion >= least_company, found, ALONE)
    for group in np.unique(found[found != ALONE]).tolist():
        own = left[found == group]
        if heavy[own].sum() >= least and heavy[own][fresh[own]].sum() >= min_volume:
            labels[own] = free
            free += 1
    return labels


def part_languages(texts: Sequence[str]) -> list[list[str]]:
    """Split texts by their language, so that no question mixes two; the languages come in alphabetical order."""
    spoken = Spoken.learn(texts)
    parts: dict[str, list[str]] = {}
    for text in texts:
        parts.setdefault(spoken.identify(text), []).append(text)
    return [parts[language] for language in sorted(parts)]


def _ask_grouper(grouper: Grouper, part: Part, detail: Detail, min_volume: int) -> Labels:
    if not part.texts:
        return np.zeros(0, dtype=np.int64)
    labels = np.asarray(
        grouper.group(part.texts, part.rows, part.weights, replied=part.replied, detail=detail, min_volume=min_volume)
    )
    if labels.shape != (len(part.texts),):
        raise ValueError(f"{type(grouper).__name__} gave labels of shape {labels.shape} for {len(part.texts)} texts.")
    return labels
