"""The posts as they stand ready to be asked: cut into parts, with those parts picked that may answer a question.

Pure. What may matter is decided by words alone, so that of thousands of posts only the sentences of a few have to be
embedded; `posts/coverage/candidates` does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy import sparse

from enquiry2article.domain.post import Post
from enquiry2article.domain.question import Question
from enquiry2article.posts.coverage.candidates import find_likest, make_table, weigh_words
from enquiry2article.posts.coverage.entailment import Rarity
from enquiry2article.posts.coverage.parts import Part, cut_posts, find_house_words, same_page
from enquiry2article.text.keywords import list_content_stems

CLOSE_LOOKS = 12
"""Parts of posts that are looked at for one question: those that share most telling words with it and its answer. In
tests/cases/coverage the right one is always the first or second."""

LEAST_SHARED = 0.03
"""Cosine of words below which a part is not looked at."""

HEADING_WEIGHT = 2.0
"""How much more a word counts in a title or heading than in the text below it."""


@dataclass(frozen=True, slots=True)
class PostIndex:
    """The posts in parts, and which of the parts may have to do with which question."""

    posts: Sequence[Post]
    parts: Sequence[Part]
    table: sparse.csr_array
    """The words of the parts, a row for each."""
    rarity: Rarity
    house: frozenset[str]
    """Words that tell no post from another."""
    looks: Mapping[str, Sequence[int]]
    """Question's id → places of the parts to look at."""
    sure: Mapping[str, Sequence[int]]
    """Question's id → places of the posts that surely answer it; first the one that a person named."""


def index_posts(questions: Sequence[Question], posts: Sequence[Post]) -> PostIndex:
    """Cut the posts, and find for each question the parts that are worth a look."""
    parts = cut_posts(posts)
    table, columns, rarities = weigh_words([_weigh_part(part) for part in parts])
    wanted = make_table([weigh_question(question) for question in questions], columns, rarities)
    sure = {question.id: find_sure(question, posts) for question in questions}
    whole = {part.place: at for at, part in enumerate(parts) if part.section is None}
    looks = {}
    for question, near in zip(questions, find_likest(wanted, table, CLOSE_LOOKS, LEAST_SHARED), strict=True):
        own = [whole[place] for place in sure[question.id]]
        looks[question.id] = list(dict.fromkeys([*own, *(place for place, _ in near)]))
    return PostIndex(
        posts=posts,
        parts=parts,
        table=table,
        rarity=Rarity.learn(list_content_stems(part.text) for part in parts),
        house=find_house_words(posts),
        looks=looks,
        sure=sure,
    )


def _weigh_part(part: Part) -> dict[str, float]:
    weights = dict.fromkeys(list_content_stems(part.text), 1.0)
    weights.update(
        dict.fromkeys((stem for heading in part.headings for stem in list_content_stems(heading)), HEADING_WEIGHT)
    )
    return weights


def weigh_question(question: Question) -> dict[str, float]:
    """Return the stems of a question, of how it is put, and of its answer, with their weights."""
    texts = [*list_answer(question), *(variant.text for variant in question.variants)]
    weights = dict.fromkeys((stem for text in texts for stem in list_content_stems(text)), 1.0)
    weights.update(dict.fromkeys(list_content_stems(question.title), HEADING_WEIGHT))
    return weights


def list_answer(question: Question) -> list[str]:
    """Return what agents answer, in all its wordings, and what they used to say."""
    answer = question.answer
    sides = [side.text for change in answer.disagreements for side in change.values]
    return [text for statement in answer.statements for text in (statement.text, *statement.wordings)] + sides


def find_sure(question: Question, posts: Sequence[Post]) -> list[int]:
    """Return the places of the posts that surely answer a question: what a person says first, then what was written."""
    told = [i for i, post in enumerate(posts) if question.post_url and same_page(post.url, question.post_url)]
    return [*told, *(i for i, post in enumerate(posts) if post.question_id == question.id and i not in told)]
