"""Copies of articles for other sites: the same answer as another colleague gave it, whole and in its order.

Two pages with the same sentences compete with each other in search, so there is no copy that would repeat more than
half of its sentences from the original. Nor does it tell what the original refuses: of two sides of a disagreement both
pages take the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from enquiry2article.answers.claims import YES_OR_NO, list_unit_stems, read_claims
from enquiry2article.answers.copy_editing import finish_sentence
from enquiry2article.articles.layout import has_procedure
from enquiry2article.articles.openings import describe_question, stands_alone
from enquiry2article.domain.answer import Answer, Disagreement, Lack, Statement
from enquiry2article.domain.article import Draft
from enquiry2article.domain.protocols import PageWriter
from enquiry2article.domain.question import Question
from enquiry2article.domain.settings import Settings
from enquiry2article.questions.language import find_question_language
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.words import normalise

COPIES = "copies-for-other-sites"
"""The folder, within that of the posts, for syndicated copies."""

UNKNOWN_URL = "(put the address of the original here)"


def draft_copies(
    drafts: Sequence[Draft], questions: Sequence[Question], pages: PageWriter, settings: Settings
) -> list[Draft]:
    """Write a copy for another site of each draft for which a colleague's reply gives the answer in other words.

    Raises:
        TemplateProblem: the template of copies cannot be used.
    """
    by_id = {question.id: question for question in questions}
    dress = settings.style.dress
    copies = []
    for draft in drafts:
        question = by_id[draft.question_id]
        retold = retell_question(question, dress)
        template = settings.site.url_template
        url = template.format(slug=question.slug) if template else ""
        if retold is None:
            continue
        title, body = pages.write_copy(retold, url or UNKNOWN_URL)
        language = find_question_language(question) or settings.site.language
        front_matter: dict[str, object] = {
            "title": title,
            "slug": f"{question.slug}-copy",
            "date": draft.front_matter["date"],
            "description": describe_question(retold, language, dress),
            "tags": draft.front_matter["tags"],
            "draft": True,
            "copy_of": question.id,
        }
        if url:
            front_matter["canonical_url"] = url
        path = Path(COPIES, f"{question.slug}-copy.md")
        copies.append(Draft(question_id=question.id, path=path, front_matter=front_matter, body=body))
    return copies


def retell_question(question: Question, dress: Callable[[str], str] = str) -> Question | None:
    """Return a question with its retold answer in the place of its own.

    None where that is no other text, or begins with what points back to something. `dress` puts a sentence into the
    house's spelling, in which the two are compared.
    """
    answer = question.answer
    original = {_compare(dress(statement.text)) for statement in answer.statements}
    repeated = sum(_compare(dress(statement.text)) in original for statement in answer.retold)
    if answer.lack is not Lack.NOTHING or not answer.retold or 2 * repeated > len(answer.retold):
        return None
    listed = has_procedure(answer.retold)
    if not listed and not stands_alone(answer.retold[0]):
        return None
    if any(is_refused(statement.text, answer.disagreements) for statement in answer.retold):
        return None
    return replace(question, answer=Answer(statements=answer.retold, lack=Lack.NOTHING))


def _compare(text: str) -> str:
    """Return a sentence without what tells it from another that says it: "Yes, it is." and "It is!"."""
    return normalise(finish_sentence(text))


def choose_title(question: Question, dress: Callable[[str], str] = str) -> str:
    """Return the copy's title: a customer's wording that is not the title's own, in the house's spelling, else that."""
    title = dress(question.title)
    others = (dress(variant.text) for variant in question.variants)
    return next((other for other in others if other.endswith("?") and normalise(other) != normalise(title)), title)


def is_refused(text: str, disagreements: Iterable[Disagreement]) -> bool:
    """Return whether a sentence tells the side of a disagreement that is not proposed.

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


def _list_texts(statement: Statement) -> tuple[str, ...]:
    return (statement.text, *statement.wordings)


def _read_facts(texts: Iterable[str]) -> set[tuple[str, Hashable]]:
    """Return the claims of sentences; of yes or no only those that say about what, since "free" alone may be
    anything.
    """
    return {claim for text in texts for claim in read_claims(text) if claim[0] not in YES_OR_NO}


def _share_words(text: str, others: Iterable[str]) -> bool:
    """Return whether a sentence shares a telling word with one of others: neither a number nor what is counted."""
    own = {stem for stem in list_content_stems(text) if not stem[0].isdigit()} - list_unit_stems()
    return any(own & set(list_content_stems(other)) for other in others)
