"""The classic BERTopic engine, for comparison: UMAP, then HDBSCAN, with BERTopic's own defaults and one fixed seed.

Source: Grootendorst 2022 (https://arxiv.org/abs/2203.05794) and the defaults of `bertopic.BERTopic`. What it leaves in
its topic -1 is alone here. It is seeded, so that it answers the same twice; the order of the rows still matters to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.vectors import Labels, Replied, Vectors
from enquiry2article.questions.grouping.same_question import add_replies

TOPIC_TEXTS = {Detail.LESS: 20, Detail.USUAL: 10, Detail.MORE: 5}
"""Fewest texts of a topic; 10 is BERTopic's default."""

NEIGHBOURS, DIMENSIONS = 15, 5
"""BERTopic's defaults for UMAP."""

SEED = 1


class BertopicGrouper:
    """Groups as BERTopic does when nobody tells it anything."""

    def group(
        self,
        texts: Sequence[str],
        vectors: Vectors,
        weights: Sequence[int],
        *,
        replied: Replied,
        detail: Detail,
        min_volume: int,
    ) -> Labels:
        """Assign each row its topic, or `ALONE`. With fewer than 16 texts UMAP cannot work, and all are alone."""
        if len(texts) <= NEIGHBOURS:
            return np.full(len(texts), ALONE, dtype=np.int64)
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder
        from umap import UMAP

        told, mixed = add_replies(texts, vectors, replied)
        reduction = UMAP(
            n_neighbors=NEIGHBOURS,
            n_components=DIMENSIONS,
            min_dist=0.0,
            metric="cosine",
            low_memory=False,
            random_state=SEED,
            n_jobs=1,
        )
        model = BERTopic(
            embedding_model=BaseEmbedder(),
            umap_model=reduction,
            min_topic_size=TOPIC_TEXTS[detail],
            calculate_probabilities=False,
            verbose=False,
        )
        topics, _ = model.fit_transform(told, embeddings=mixed)
        return np.array([ALONE if topic < 0 else topic for topic in topics], dtype=np.int64)
