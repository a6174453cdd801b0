"""Later enquiries to posts: which post answers an enquiry, or that none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.likeness import LEAST_CLOSENESS, Likeness, find_places
from enquiry2article.records import Match, Post, RedactedEnquiry

LINK_SCORE = 0.5
"""Closeness from which a link is offered. One fixed mark: it is not yet fitted to the user's own enquiries."""

LINK_MARGIN = 0.3
"""How far the best post must be ahead of the next one."""


def match_enquiries(
    enquiries: Sequence[RedactedEnquiry],
    vectors: Mapping[str, NDArray[np.float32]],
    posts: Sequence[Post],
    wordings: Sequence[Sequence[str]],
) -> list[Match]:
    """Decide about each enquiry: "link", "unsure" or "none", with the best post in the first two cases.

    `wordings[i]` holds the ways in which post i is asked for, at least one; `vectors` holds a vector for each of them
    and for the text of each enquiry. An enquiry belongs to a post by the rule by which it would have belonged to a
    question (`likeness.find_places`). Noise is never linked.
    """
    nothing = {enquiry.id: Match(enquiry_id=enquiry.id, decision="none") for enquiry in enquiries}
    asking = [enquiry for enquiry in enquiries if not enquiry.noise]
    if not posts or not asking:
        return list(nothing.values())
    known = [(text, place) for place, own in enumerate(wordings) for text in own]
    texts = [text for text, _ in known]
    rows = np.array([vectors[text] for text in texts], dtype=np.float32)
    likeness = Likeness.learn(texts, rows, [1] * len(texts))
    seen = likeness.see([e.text for e in asking], np.array([vectors[e.text] for e in asking], dtype=np.float32))
    places = find_places(seen, likeness.see(texts, rows), np.array([place for _, place in known], dtype=np.int64))
    found = dict(nothing)
    for enquiry, place, closeness, lead in zip(
        asking, places.labels.tolist(), places.closeness.tolist(), places.lead.tolist(), strict=True
    ):
        score, margin = round(min(max(closeness, 0.0), 1.0), 4), round(lead, 4)
        decision = decide(score, margin)
        post = posts[place] if decision != "none" else None
        found[enquiry.id] = Match(enquiry_id=enquiry.id, decision=decision, post=post, score=score, margin=margin)
    return list(found.values())


def decide(score: float, margin: float) -> str:
    """Say what a score and its lead over the next post allow."""
    if score >= LINK_SCORE and margin >= LINK_MARGIN:
        return "link"
    return "unsure" if score >= LEAST_CLOSENESS else "none"
