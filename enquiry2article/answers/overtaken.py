"""Puts what replies say now into the place of what is out of date or disputed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from enquiry2article.answers.copy_editing import begins_leaning
from enquiry2article.answers.roles import find_role
from enquiry2article.domain.answer import Disagreement, Statement
from enquiry2article.text.keywords import list_content_stems

MOSTLY_THE_SAME = 0.7
"""Share of the telling words of an outdated sentence by which an older statement says the same."""


def _is_overtaken(statement: Statement, found: Disagreement, refused: Collection[str]) -> bool:
    """Return whether a statement says in other words what was true before something changed."""
    older = {source for side in found.values[1:] for source in side.sources}
    before = found.since is not None and statement.newest is not None and statement.newest < found.since
    if not found.changed or not (before or 2 * len(older & set(statement.sources)) >= len(statement.sources)):
        return False
    own = set(list_content_stems(statement.text))
    others = [set(list_content_stems(text)) for text in refused]
    return any(len(own & other) >= MOSTLY_THE_SAME * min(len(own), len(other)) for other in others if len(other) > 2)


def list_refused(found: Disagreement) -> frozenset[str]:
    """Return the sentences of a disagreement's refused sides, in every wording that the proposed one does not share."""
    proposed, *others = found.values
    refused = {text for other in others for text in (other.text, *other.wordings)}
    return frozenset(refused - {proposed.text, *proposed.wordings})


def put_proposed(
    statements: list[Statement], disagreements: Sequence[Disagreement], changed: Sequence[Disagreement]
) -> list[Statement]:
    """Put the proposed side of a disagreement in the place of a statement that the other side holds.

    Of its wordings the one that is likest to the statement is taken, if it can be read without the sentence before it;
    without such a one the statement is left out, with those behind it that point back to it.
    """
    mended: list[Statement | None] = list(statements)
    put: set[str] = set()
    for found in (*disagreements, *changed):
        own = found in disagreements
        proposed = found.values[0]
        refused = list_refused(found)
        for place, statement in enumerate(mended):
            if statement is None or statement.text in put:
                continue
            if statement.text not in refused and not (own and _is_overtaken(statement, found, refused)):
                continue
            stems = set(list_content_stems(statement.text))
            told = (proposed.text, *proposed.wordings)
            able = [text for text in told if len(text.split()) >= SHORT_WORDS and not begins_leaning(text)]
            best = max(
                able,
                key=lambda text: (len(stems & set(list_content_stems(text))), -len(text.split()), text),
                default="",
            )
            if best and stems & set(list_content_stems(best)):
                mended[place] = replace(
                    proposed, text=best, role=find_role(best), wordings=(), section=statement.section
                )
                put.add(best)
            else:
                mended[place] = None
    left: list[Statement] = []
    gone = False
    for statement in mended:
        said = statement is not None and any(statement.text == other.text for other in left)
        gone = statement is None or said or (gone and begins_leaning(statement.text))
        if statement is not None and not gone:
            left.append(statement)
    return left


SHORT_WORDS = 6
"""Words below which a sentence is understood beside its own mail only."""
