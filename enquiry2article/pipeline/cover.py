"""The story of the posts that are there already: which questions they answer, and what they lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from enquiry2article.domain.coverage import Coverage, Verdict
from enquiry2article.domain.post import Post
from enquiry2article.domain.protocols import Embedder
from enquiry2article.domain.question import Question
from enquiry2article.domain.settings import HouseStyle
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.matching.index import FoundPosts
from enquiry2article.pipeline.mine import find_across_languages
from enquiry2article.posts.coverage.cover import cover_questions, list_texts, make_marker, propose_section
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.house_style import dress
from enquiry2article.text.slugs import make_slug

MOST_WORDINGS = 20
"""Ways in which customers put a question that are held against the posts."""


def cover_posts(
    questions: Sequence[Question],
    wordings: Mapping[str, Sequence[str]],
    posts: Sequence[Post],
    embedder: Embedder,
    workspace: Workspace,
    report: Callable[[int, int], None],
) -> Coverage:
    """Return for each question whether a post answers it, and for the posts who asks for them.

    `wordings` gives the texts behind each question, by its id.
    """
    if not posts or not questions:
        return Coverage()
    known = {id_: list(texts)[:MOST_WORDINGS] for id_, texts in wordings.items()}
    texts = list_texts(questions, posts) | {text for own in known.values() for text in own}
    return cover_questions(
        questions, known, posts, embed_texts(texts, embedder, workspace.vectors, report), embedder.name
    )


def find_posts(
    questions: Sequence[Question],
    wordings: Mapping[str, Sequence[str]],
    posts: Sequence[Post],
    embedder: Embedder,
    workspace: Workspace,
    report: Callable[[int, int], None],
) -> FoundPosts | None:
    """Look at posts of which nobody said what they answer, so that enquiries may be led to them; None without any.

    The arguments are those of `cover_posts`.
    """
    if not posts or not questions:
        return None
    known = {id_: list(texts)[:MOST_WORDINGS] for id_, texts in wordings.items()}
    texts = list_texts(questions, posts) | {text for own in known.values() for text in own}
    vectors = embed_texts(texts, embedder, workspace.vectors, report)
    together = find_across_languages(workspace)
    coverage = cover_questions(questions, known, posts, vectors, embedder.name, multilingual=together)
    otherwise = {
        use.post.url: frozenset(id_ for id_, _ in use.differs if id_ not in use.answers) for use in coverage.posts
    }
    marker = make_marker(questions, known, vectors, embedder.name, multilingual=together)
    return FoundPosts(
        posts=[post for post in posts if post.url in coverage.marks],
        marker=marker, marks=coverage.marks, otherwise=otherwise,
    )  # fmt: skip


def list_answered(coverage: Coverage) -> dict[str, str]:
    """Return the address of the post that answers each question, of those that one answers whole."""
    return {
        row.question_id: row.post.url
        for row in coverage.questions
        if row.verdict is Verdict.ANSWERED and row.post is not None
    }


def propose_sections(
    questions: Sequence[Question], coverage: Coverage, style: HouseStyle, language: str
) -> dict[str, str]:
    """Return what could be added to the posts that answer a question in part: file name → Markdown."""
    files: dict[str, str] = {}
    taken: list[str] = []
    for question in questions:
        row = coverage.by_question.get(question.id)
        if row is None or row.verdict not in (Verdict.PARTLY, Verdict.OTHERWISE):
            continue
        text = propose_section(
            question,
            row,
            language=language,
            dress=lambda words: dress(words, spelling=style.spelling, words=style.words),
        )
        if text:
            taken.append(make_slug(question.title, taken))
            files[f"{taken[-1]}.md"] = text
    return files
