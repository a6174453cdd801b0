"""Key words and areas of the questions, from a real BERTopic whose clusters and vectors are handed to it.

BERTopic is not asked to find the groups: `BaseDimensionalityReduction` passes our vectors on, a stand-in cluster model
gives back the labels that `questions/grouping/group` found, and what BERTopic adds is its class-based TF-IDF and its
hierarchy (Grootendorst 2022, https://arxiv.org/abs/2203.05794). The model that `save_topic_model` writes is one that
`BERTopic.load` opens.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import numpy as np

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.errors import PublishError
from enquiry2article.domain.offline import keep_hubs_offline
from enquiry2article.questions.naming.publishable_words import PublishableWords
from enquiry2article.text.keywords import find_collocations, find_content_words
from enquiry2article.text.stop_words import MONTHS

KEYWORDS = 8
"""Key words a question."""

MOST_DESCRIBING = 100
"""Members of a cluster, those nearest its middle, whose words describe it."""

AREA_QUESTIONS = 4
"""Questions an area holds on average: about as many as a round-up page can."""

AREA_DISTANCE = 0.6
"""Cosine distance between the middles of two branches above which they are never one area."""

HEAVY = frozenset({"hdbscan", "numba", "sentence_transformers", "spacy", "torch", "transformers", "umap"})
"""What BERTopic imports when it finds it and does without when it does not (its documented light installation)."""


@dataclass(frozen=True, slots=True)
class Topics:
    """What the topic model says of each cluster, in the order of the clusters."""

    keywords: tuple[tuple[str, ...], ...]
    areas: tuple[str, ...]
    """The wider subject of each cluster, or "" where there are too few clusters to speak of areas."""
    model: Any = None
    """The fitted `bertopic.BERTopic`, or None when there was nothing to fit."""


class _GivenLabels:
    """A cluster model, as BERTopic wants one, that gives back labels found before."""

    def __init__(self, labels: Sequence[int]) -> None:
        self.labels_ = np.asarray(labels)

    def fit(self, _vectors: object, _labels: object = None) -> _GivenLabels:
        return self

    def predict(self, vectors: Sequence[object]) -> Any:
        raise ValueError(f"This model only holds the labels it was made with; {len(vectors)} new rows need `match`.")


class _Absent:
    """An import finder that hides the heavy packages from one thread, so that BERTopic loads in its light form."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if threading.get_ident() == self.thread and name.partition(".")[0] in HEAVY:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)
        return None


@contextmanager
def _hide_heavy_packages() -> Iterator[None]:
    finder = _Absent()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def import_bertopic(*, light: bool) -> Any:
    """Import BERTopic; light leaves out UMAP, HDBSCAN and torch, which takes 2 s instead of 7 to 25 s.

    What is already imported stays as it is. Safe to call from a thread of its own, which is how `run` hides the wait.
    """
    # Its progress bars would be drawn over ours, terminal or not.
    os.environ.setdefault("TQDM_DISABLE", "1")
    keep_hubs_offline()
    if light and "bertopic" not in sys.modules:
        with _hide_heavy_packages():
            import bertopic
    else:
        import bertopic
    return bertopic


def describe_clusters(
    clusters: Sequence[Cluster], *, light: bool = True, general: PublishableWords | None = None
) -> Topics:
    """Assign each cluster its key words and its area.

    Key words are without stop words, without words that only one of its members uses, and, where `general` tells which
    words may be published, without others. With fewer than two clusters there is nothing to tell apart, so the model is
    not fitted and the key words are empty.
    """
    if len(clusters) < 2:
        return Topics(keywords=tuple(() for _ in clusters), areas=tuple("" for _ in clusters))
    bertopic = import_bertopic(light=light)
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    clusters = [_take_central(cluster) for cluster in clusters]
    words = [find_content_words(member.text) for cluster in clusters for member in cluster.members]
    collocations = find_collocations(words)
    vocabulary = sorted({word for own in words for word in own} | collocations)
    if not vocabulary:
        return Topics(keywords=tuple(() for _ in clusters), areas=tuple("" for _ in clusters))
    texts = [" ".join(own) for own in words]
    labels = [label for label, cluster in enumerate(clusters) for _ in cluster.members]
    vectors = np.concatenate([cluster.vectors for cluster in clusters])
    model = bertopic.BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_GivenLabels(labels),
        vectorizer_model=CountVectorizer(vocabulary=vocabulary, ngram_range=(1, 2), token_pattern=r"\S+"),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
        top_n_words=3 * KEYWORDS,
        calculate_probabilities=False,
        verbose=False,
    )
    found, _ = model.fit_transform(texts, embeddings=vectors)
    # BERTopic numbers topics by size; ours are found again through their members.
    topic_of = dict(zip(labels, found, strict=True))
    topics = [topic_of[label] for label in range(len(clusters))]
    keywords = tuple(
        choose_keywords([word for word in _list_weighty(model, topic) if not general or general.cover(word)], cluster)
        for topic, cluster in zip(topics, clusters, strict=True)
    )
    return Topics(
        keywords=keywords,
        areas=_find_areas(model, texts, topics, keywords),
        model=model,
    )


def _list_weighty(model: Any, topic: int) -> list[str]:
    return [word for word, weight in model.get_topic(topic) if weight > 0 and word and word not in MONTHS]


def _take_central(cluster: Cluster) -> Cluster:
    return replace(
        cluster,
        members=cluster.members[:MOST_DESCRIBING],
        similarities=cluster.similarities[:MOST_DESCRIBING],
        vectors=cluster.vectors[:MOST_DESCRIBING],
    )


def choose_keywords(words: Sequence[str], cluster: Cluster) -> tuple[str, ...]:
    """Keep the words that at least two members use; a pair stands for its words where they mostly come together.

    `words` come weightiest first; pairs are two words with a space between them.
    """
    texts = [f" {' '.join(find_content_words(member.text))} " for member in cluster.members]
    uses = {word: sum(f" {word} " in text for text in texts) for word in words}
    pairs = [word for word in words if " " in word]
    kept: list[str] = []
    for word in words:
        if uses[word] < min(2, len(texts)):
            continue
        wider = [pair for pair in pairs if word in pair.split() and 2 * uses[pair] >= uses[word]]
        chosen = max(wider, key=lambda pair: (uses[pair], pair), default=word)
        if any(set(chosen.split()) & set(other.split()) for other in kept):
            continue
        kept.append(chosen)
        if len(kept) == KEYWORDS:
            break
    return tuple(kept)


def _find_areas(
    model: Any, texts: Sequence[str], topics: Sequence[int], keywords: Sequence[tuple[str, ...]]
) -> tuple[str, ...]:
    """Cut the hierarchy of the topics into areas, each called by the first key word of its largest question.

    The nearest are merged first, until an area holds about `AREA_QUESTIONS` questions or what is left is too far apart.
    """
    if len(topics) < 2 * AREA_QUESTIONS:
        return tuple("" for _ in topics)
    merges = model.hierarchical_topics(list(texts), use_ctfidf=False, linkage_function=_link_by_average)
    area_of = {topic: topic for topic in topics}
    left = len(topics)
    for merge in sorted(merges.itertuples(), key=lambda merge: int(merge.Parent_ID)):
        if left * AREA_QUESTIONS <= len(topics) or merge.Distance > AREA_DISTANCE:
            break
        for topic in merge.Topics:
            area_of[topic] = int(merge.Parent_ID)
        left -= 1
    areas = [area_of[topic] for topic in topics]
    names: dict[int, str] = {}
    for area, words in zip(areas, keywords, strict=True):  # the clusters come largest first
        if area not in names and words:
            names[area] = words[0]
    return tuple(names.get(area, "") if areas.count(area) > 1 else "" for area in areas)


def _link_by_average(distances: Any) -> Any:
    from scipy.cluster.hierarchy import linkage

    # Rounded, so that the last bits of a cosine cannot decide which of two merges comes first.
    return linkage(np.around(distances, 6), method="average")


def save_topic_model(topics: Topics, folder: Path) -> None:
    """Write the BERTopic model as safetensors, in a folder that `BERTopic.load` opens.

    Raises:
        PublishError: there is no model because there were fewer than two questions, or the folder cannot be written.
    """
    if topics.model is None:
        raise PublishError("There is no topic model to save: it takes two recurring questions. Leave out --save-model.")
    try:
        topics.model.save(str(folder), serialization="safetensors", save_ctfidf=True)
    except OSError as error:
        raise PublishError(f"{folder} cannot be written ({error.strerror or error}). Choose another folder.") from error
