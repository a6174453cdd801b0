"""Chooses what a copy of an article for another site says: the same facts in other words, and what was left over.

Two pages with the same sentences compete with each other in search, so a copy never repeats more than half of its
original's sentences; where the replies hold no other words for it, there is no copy. Nor does it tell what the original
refuses: of two sides of a disagreement both pages take the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable

from enquiry2article.answers.claims import YES_OR_NO, list_unit_stems, read_claims
from enquiry2article.answers.copy_editing import begins_leaning
from enquiry2article.keywords import tell_stems
from enquiry2article.records import Answer, Disagreement, Question, Statement
from enquiry2article.text import normalise

MOST_POINTS = 7

FEWEST_POINTS = 3
"""A copy with less in it is not worth a visit."""


def choose_title(question: Question, dress: Callable[[str], str] = str) -> str:
    """Give the copy's title: the customers' own words where they put it differently, in the house's spelling."""
    title = dress(question.title)
    for variant in question.variants:
        other = dress(variant.text)
        if normalise(other) != normalise(title) and other.endswith("?"):
            return other
    return f"{title.rstrip('?')}: a short answer"


def choose_points(answer: Answer, dress: Callable[[str], str] = str) -> tuple[str, ...]:
    """Give what the copy says, or () where it would repeat its original. `dress` puts a sentence into house spelling.

    First what the replies also say and the article does not need, since that is new; then statements that other agents
    put in other words, in those words and in the reverse order.
    """
    original = {normalise(dress(statement.text)) for statement in answer.statements}

    def may_say(text: str) -> bool:
        other = normalise(dress(text)) not in original
        return other and not begins_leaning(text) and not is_refused(text, answer.disagreements)

    spare = [s.text for s in answer.spare if may_say(s.text) and not _says_refused(s, answer.disagreements)]
    other = [next(filter(may_say, statement.wordings), "") for statement in reversed(answer.statements)]
    told: dict[str, str] = {}
    for text in filter(None, (*spare[: MOST_POINTS - 2], *other)):
        told.setdefault(normalise(dress(text)), dress(text))
    points = tuple(told.values())[:MOST_POINTS]
    return points if len(points) >= FEWEST_POINTS else ()


def is_refused(text: str, disagreements: Iterable[Disagreement]) -> bool:
    """Say whether a sentence tells the side of a disagreement that is not proposed.

    It does if it is a sentence of that side, or gives for the same matter a value that only that side gives. One that
    gives both values tells of a change.
    """
    for found in disagreements:
        proposed, *others = (_list_texts(side) for side in found.values)
        right = _read_facts(proposed)
        for told in others:
            if normalise(text) in {normalise(other) for other in told}:
                return True
            own, wrong = _read_facts([text]), _read_facts(told) - right
            slots = {slot for slot, _ in own & wrong} - {slot for slot, _ in own & right}
            if slots and _share_words(text, told):
                return True
    return False


def _says_refused(statement: Statement, disagreements: Collection[Disagreement]) -> bool:
    """Say whether a statement, in whatever words agents put it, is of a side that is not proposed."""
    return any(is_refused(text, disagreements) for text in _list_texts(statement))


def _list_texts(statement: Statement) -> tuple[str, ...]:
    return (statement.text, *statement.wordings)


def _read_facts(texts: Iterable[str]) -> set[tuple[str, Hashable]]:
    """Give the claims of sentences; of yes or no only those that say about what, since "free" alone may be anything."""
    return {claim for text in texts for claim in read_claims(text) if claim[0] not in YES_OR_NO}


def _share_words(text: str, others: Iterable[str]) -> bool:
    """Say whether a sentence shares a telling word with one of others: neither a number nor what is counted."""
    own = {stem for stem in tell_stems(text) if not stem[0].isdigit()} - list_unit_stems()
    return any(own & set(tell_stems(other)) for other in others)
