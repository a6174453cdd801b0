"""The languages of questions and of their answers."""

from __future__ import annotations

from collections import Counter

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.question import Question
from enquiry2article.text.language import Spoken, guess_language

STAYS = 1.25
"""How many times as many must ask in another language, for a question to be asked and answered in that from now on."""


def find_question_language(*questions: Question) -> str:
    """Return the language in which questions and their answers are, or "" where that is not sure."""
    asked = [text for q in questions for text in (q.title, *(variant.text for variant in q.variants))]
    told = [statement.text for q in questions for statement in q.answer.statements]
    return guess_language(" ".join(asked)) or guess_language(" ".join([*asked, *told]))


def part_by_language(
    cluster: Cluster, spoken: Spoken, earlier: str = ""
) -> tuple[Cluster, tuple[RedactedEnquiry, ...]]:
    """Split a cluster into those who ask in the language of most, and the others.

    Of languages in which as many ask, it is the one in which more have a reply, then the usual one of the export.
    `earlier` is the language in which the question was asked before, or "": it stays (`STAYS`).
    """
    languages = [spoken.identify(member.text) for member in cluster.members]
    counts = Counter(languages)
    replied = Counter(own for own, member in zip(languages, cluster.members, strict=True) if member.replies)
    ranked = sorted(counts, key=lambda own: (-counts[own], -replied[own], own != spoken.usual, own))
    chosen = earlier if counts[ranked[0]] < STAYS * counts[earlier] else ranked[0]
    if len(ranked) == 1:
        return cluster, ()
    places = [place for place, own in enumerate(languages) if own == chosen]
    return cluster.take(places), tuple(m for m, own in zip(cluster.members, languages, strict=True) if own != chosen)
