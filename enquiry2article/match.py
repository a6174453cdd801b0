"""Later enquiries to posts: which post answers an enquiry, or that none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.records import Match, Post, RedactedEnquiry, Vectors

LINK_SCORE = 0.62
"""Cosine from which a link is offered. One fixed mark: it is not yet fitted to the user's own enquiries."""

LINK_MARGIN = 0.03
"""How far the best post must be ahead of the next one."""

UNSURE_SCORE = 0.45

NEAREST = 3
"""How many of a post's wordings speak for it; more would favour posts with few wordings."""


def match_enquiries(
    enquiries: Sequence[RedactedEnquiry],
    vectors: Mapping[str, NDArray[np.float32]],
    posts: Sequence[Post],
    wordings: Sequence[Vectors],
) -> list[Match]:
    """Decide about each enquiry: "link", "unsure" or "none", with the best post in the first two cases.

    `wordings[i]` holds the vectors, of length 1, of the ways in which post i is asked for; its score is the mean cosine
    to the `NEAREST` nearest of them. Noise is never linked.
    """
    if not posts:
        return [Match(enquiry_id=enquiry.id, decision="none") for enquiry in enquiries]
    owners = np.repeat(np.arange(len(posts)), [len(rows) for rows in wordings])
    table = np.concatenate(list(wordings))
    matches = []
    for enquiry in enquiries:
        if enquiry.noise:
            matches.append(Match(enquiry_id=enquiry.id, decision="none"))
            continue
        scores = score_posts(table @ vectors[enquiry.text], owners, len(posts))
        order = sorted(range(len(posts)), key=lambda i: (-scores[i], posts[i].url))
        best = order[0]
        margin = scores[best] - (scores[order[1]] if len(order) > 1 else 0.0)
        decision = decide(scores[best], margin)
        matches.append(
            Match(
                enquiry_id=enquiry.id,
                decision=decision,
                post=posts[best] if decision != "none" else None,
                score=scores[best],
                margin=round(margin, 4),
            )
        )
    return matches


def score_posts(alike: NDArray[np.float32], owners: NDArray[np.int64], count: int) -> list[float]:
    """Give each post the mean of the `NEAREST` highest cosines among its own wordings, rounded to four places."""
    scores = []
    for post in range(count):
        own = np.sort(alike[owners == post])[::-1][:NEAREST]
        scores.append(round(float(np.clip(own.mean(), 0.0, 1.0)), 4) if len(own) else 0.0)
    return scores


def decide(score: float, margin: float) -> str:
    """Say what a score and its lead over the next post allow."""
    if score >= LINK_SCORE and margin >= LINK_MARGIN:
        return "link"
    return "unsure" if score >= UNSURE_SCORE else "none"
