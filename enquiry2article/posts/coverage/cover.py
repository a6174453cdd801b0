"""Questions and posts: what the posts answer, what is missing in them, what they say otherwise than agents do.

What is sure comes first: a post that was written for a question, or a person's word that it answers it. Of the others a
post, or a section of one, answers a question when it asks it (its title or heading, or what it says, is near to what
customers ask) and says what agents answer (`posts/coverage/verdicts`). A post about the same subject is no answer: a
wrong "answered" would keep a draft from being written. `docs/coverage.md` says what was measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.articles.layout import lay_out_article
from enquiry2article.articles.templating import escape_words
from enquiry2article.domain.answer import Statement
from enquiry2article.domain.article import Article
from enquiry2article.domain.coverage import (
    NO_MARK,
    Coverage,
    Difference,
    Mark,
    PostUse,
    QuestionCoverage,
    Verdict,
)
from enquiry2article.domain.post import Post
from enquiry2article.domain.question import Question
from enquiry2article.posts.coverage.duplicates import compare_posts, list_compared
from enquiry2article.posts.coverage.entailment import list_told
from enquiry2article.posts.coverage.parts import same_page, split_address
from enquiry2article.posts.coverage.post_index import PostIndex, index_posts, list_answer, weigh_question
from enquiry2article.posts.coverage.post_marks import PostMarker, list_headings
from enquiry2article.posts.coverage.verdicts import (
    ABOUT,
    ABOUT_SOME,
    Asked,
    Look,
    embed_asked,
    look_at,
)
from enquiry2article.text.keywords import list_content_stems

FEWEST_FOREIGN_WORDS = 2
"""Telling words, numbers among them, that a post in another language shares with a question for it to be named."""

_RANK = {
    Verdict.ANSWERED: 0,
    Verdict.PARTLY: 1,
    Verdict.OTHERWISE: 1,
    Verdict.BY_TITLE: 1,
    Verdict.SAME_TOPIC: 3,
    Verdict.NOT_AT_ALL: 4,
}

FEW_POSTS = 200
"""Posts of which each is compared in meaning; of more, those that share telling words with a question, and those of
which only the title is known."""

MOST_NAMED = 3
"""Other posts that are named beside the best."""

SHOWN_SOURCES = 8


def list_texts(questions: Sequence[Question], posts: Sequence[Post]) -> set[str]:
    """Return the texts that need a vector before `cover_questions` can be asked about the same questions and posts.

    Titles, answers, and of the posts only the parts whose words say that they may matter. The wordings of the
    questions are not among them.
    """
    index = index_posts(questions, posts)
    texts = {text for question in questions for text in (question.title, *list_answer(question))}
    few = len(posts) <= FEW_POSTS
    looked_at = {place for looks in index.looks.values() for place in looks}
    looked_at |= {at for at, part in enumerate(index.parts) if few and part.section is None}
    for place in looked_at:
        texts |= {*index.parts[place].headings, *list_told(index.parts[place].sentences)}
    texts |= {text for place in _list_marked(index) for text in list_headings(posts[place])}
    return {text for text in texts | list_compared(index) if text.strip()}


def cover_questions(
    questions: Sequence[Question],
    wordings: Mapping[str, Sequence[str]],
    posts: Sequence[Post],
    vectors: Mapping[str, NDArray[np.float32]],
    model_name: str = "",
    *,
    multilingual: bool = False,
) -> Coverage:
    """Return for each question whether the posts answer it, and for the posts who asks for them and how they agree.

    `wordings` holds, by a question's id, how customers put it; `vectors` holds a vector of length 1 for each text of
    `list_texts`. A wording without a vector is passed over. `model_name` is that of the encoder,
    and `multilingual` says that it was taught all languages.
    """
    index = index_posts(questions, posts)
    marker = make_marker(questions, wordings, vectors, model_name, multilingual=multilingual)
    marks = {place: marker.mark(posts[place]) for place in _list_marked(index)}
    rows = []
    seen: dict[str, list[Look]] = {}
    for question in questions:
        asked = embed_asked(question, wordings.get(question.id, ()), vectors)
        looks = []
        for place in _list_looks(question, index, marks):
            part = index.parts[place]
            mark = marks[part.place].get(question.id, NO_MARK)
            looks.append(look_at(question, asked, part, mark, vectors, index.rarity, index.house))
        seen[question.id] = [look for look in looks if look is not None]
        rows.append(_decide(question, asked, seen[question.id], index))
    same, contradictions = compare_posts(index, seen, vectors)
    return Coverage(
        questions=tuple(rows),
        posts=tuple(_list_uses(index, rows, seen)),
        same=same,
        contradictions=contradictions,
        by_question={row.question_id: row for row in rows},
        marks={posts[place].url: own for place, own in marks.items()},
    )


def make_marker(
    questions: Sequence[Question],
    wordings: Mapping[str, Sequence[str]],
    vectors: Mapping[str, NDArray[np.float32]],
    model_name: str = "",
    *,
    multilingual: bool = False,
) -> PostMarker:
    """Make the marker of posts of what is on record: how questions are asked, and what agents answer."""
    asked = {question.id: [question.title, *wordings.get(question.id, ())] for question in questions}
    answers = {question.id: [statement.text for statement in question.answer.statements] for question in questions}
    return PostMarker(asked, answers, vectors, model_name, multilingual=multilingual)


def _list_marked(index: PostIndex) -> list[int]:
    """Return the places of the posts that are compared in meaning: of many those whose words or lack of text say so."""
    if len(index.posts) <= FEW_POSTS:
        return list(range(len(index.posts)))
    places = {index.parts[place].place for looks in index.looks.values() for place in looks}
    return sorted(places | {part.place for part in index.parts if part.section is None and not part.text.strip()})


def _list_looks(question: Question, index: PostIndex, marks: Mapping[int, Mapping[str, Mark]]) -> list[int]:
    """Return the places of the parts to look at: those whose words say so, and the posts that are about the
    question.
    """
    about = {place for place, own in marks.items() if own.get(question.id, NO_MARK).about >= ABOUT_SOME}
    whole = [at for at, part in enumerate(index.parts) if part.section is None and part.place in about]
    return list(dict.fromkeys([*index.looks[question.id], *whole]))


def _decide(question: Question, asked: Asked, looks: Sequence[Look], index: PostIndex) -> QuestionCoverage:
    """Make the row of a question of what was seen."""
    ranked = sorted(looks, key=lambda look: (_RANK[look.verdict], -look.score, _order_place(look, index)))
    elsewhere = _find_elsewhere(question, asked, index)
    sure = index.sure[question.id]
    if sure or question.post_url:
        return _decide_surely(question, ranked, index, elsewhere)
    useful = [look for look in ranked if look.verdict is not Verdict.NOT_AT_ALL]
    if not useful:
        return QuestionCoverage(
            question_id=question.id,
            verdict=Verdict.NOT_AT_ALL,
            elsewhere=elsewhere,
            reason=_explain_nothing(elsewhere),
        )
    best = _narrow(useful[0], looks)
    post = index.posts[best.part.place]
    return QuestionCoverage(
        question_id=question.id,
        verdict=best.verdict,
        post=post,
        section=best.part.section,
        score=best.score,
        missing=best.missing,
        differs=best.differs,
        also=_list_others(useful, best.part.place, index),
        elsewhere=elsewhere,
        reason=_explain(best, post),
    )


def _decide_surely(
    question: Question, ranked: Sequence[Look], index: PostIndex, elsewhere: tuple[Post, ...]
) -> QuestionCoverage:
    """Make the row of a question of which it is known who answers it; what the post lacks is told all the same."""
    places = index.sure[question.id]
    said = bool(question.post_url) and bool(places) and same_page(index.posts[places[0]].url, question.post_url)
    if not places:
        reason = f"You said that {question.post_url} answers it; that post is not among those that were read."
        return QuestionCoverage(
            question_id=question.id, verdict=Verdict.ANSWERED, sure=True, score=1.0, elsewhere=elsewhere, reason=reason
        )
    post = index.posts[places[0]]
    whole = next((look for look in ranked if look.part.place == places[0] and look.part.section is None), None)
    anchor = split_address(question.post_url)[2] if said else ""
    section = next((s for s in post.sections if anchor and s.anchor == anchor), None)
    reason = f"You said that “{post.title}” answers it." if said else f"“{post.title}” was written for it."
    if whole and whole.differs:
        reason += f" It says otherwise than agents: {whole.differs[0].about}."
    others = [look for look in ranked if look.verdict is not Verdict.NOT_AT_ALL]
    return QuestionCoverage(
        question_id=question.id,
        verdict=Verdict.ANSWERED,
        post=post,
        section=section,
        sure=True,
        score=1.0,
        missing=whole.missing if whole else (),
        differs=whole.differs if whole else (),
        also=_list_others(others, places[0], index),
        elsewhere=elsewhere,
        reason=reason,
    )


def _narrow(best: Look, looks: Sequence[Look]) -> Look:
    """Return the section that says as much as its whole post, where there is one, else the post."""
    if best.part.section is not None:
        return best
    within = [
        look
        for look in looks
        if look.part.place == best.part.place
        and look.part.section is not None
        and look.verdict is best.verdict
        and look.says >= best.says
    ]
    return max(within, key=lambda look: look.score, default=best)


def _list_others(looks: Sequence[Look], place: int, index: PostIndex) -> tuple[Post, ...]:
    others = dict.fromkeys(look.part.place for look in looks if look.part.place != place)
    return tuple(index.posts[other] for other in others)[:MOST_NAMED]


def _find_elsewhere(question: Question, asked: Asked, index: PostIndex) -> tuple[Post, ...]:
    """Return the posts in another language that share telling words with a question: names, numbers, loan words."""
    if not asked.language:
        return ()
    wanted = set(weigh_question(question)) | set(asked.core)
    found: dict[int, None] = {}
    for place in index.looks[question.id]:
        part = index.parts[place]
        if not part.language or part.language == asked.language:
            continue
        shared = wanted & {s for text in (part.text, *part.headings) for s in list_content_stems(text)}
        if len(shared) >= FEWEST_FOREIGN_WORDS:
            found[part.place] = None
    return tuple(index.posts[place] for place in found)[:MOST_NAMED]


def _order_place(look: Look, index: PostIndex) -> tuple[str, str, int]:
    section = look.part.section
    return index.posts[look.part.place].url, section.heading if section else "", look.part.place


def _explain(best: Look, post: Post) -> str:
    """Return a verdict in a sentence."""
    name = f"“{post.title}”"
    if best.part.section:
        name = f"“{best.part.section.heading}” in {name}"
    if best.verdict is Verdict.BY_TITLE:
        return f"The title {name} asks it; the text of the post was not read."
    if best.verdict is Verdict.SAME_TOPIC:
        return f"{name} is about the same, but does not answer it."
    of_all = len(best.said) + len(best.missing) + len(best.differs)
    if not of_all:
        return f"{name} answers it, as far as can be told; no reply says whether its answer is right."
    count = f"{len(best.said)} of {of_all} things that agents say"
    if best.differs:
        return f"{name} says {count}, and something else about {best.differs[0].about}."
    if best.verdict is Verdict.ANSWERED:
        return f"{name} says {count}."
    return f"{name} says {count}; {len(best.missing)} {'is' if len(best.missing) == 1 else 'are'} missing."


def _explain_nothing(elsewhere: Sequence[Post]) -> str:
    if elsewhere:
        return f"No post in its language answers it; “{elsewhere[0].title}” may be about the same."
    return "No post asks it."


def _list_uses(index: PostIndex, rows: Sequence[QuestionCoverage], seen: Mapping[str, Sequence[Look]]) -> list[PostUse]:
    """Return for each post which questions lead to it."""
    places = {id(post): place for place, post in enumerate(index.posts)}
    answers, partly, near = (defaultdict[int, set[str]](set) for _ in range(3))
    differs: dict[int, dict[tuple[str, str, str], Difference]] = defaultdict(dict)
    for row in rows:
        for place in index.sure[row.question_id]:
            answers[place].add(row.question_id)
        for post in row.elsewhere:
            near[places[id(post)]].add(row.question_id)
        for look in seen[row.question_id]:
            if look.verdict is Verdict.ANSWERED:
                answers[look.part.place].add(row.question_id)
            elif look.verdict in (Verdict.PARTLY, Verdict.OTHERWISE, Verdict.BY_TITLE):
                partly[look.part.place].add(row.question_id)
            elif look.mark.about >= ABOUT:
                near[look.part.place].add(row.question_id)
            for found in look.differs:
                differs[look.part.place].setdefault((row.question_id, found.statement.text, found.sentence), found)
    return [
        PostUse(
            post=post,
            answers=tuple(sorted(answers[i])),
            partly=tuple(sorted(partly[i] - answers[i])),
            near=tuple(sorted(near[i] - partly[i] - answers[i])),
            differs=tuple((key[0], differs[i][key]) for key in sorted(differs[i])),
        )
        for i, post in enumerate(index.posts)
    ]


def propose_section(
    question: Question, row: QuestionCoverage, *, language: str = "en", dress: Callable[[str], str] = str
) -> str:
    """Return what a partly answered question lacks as a section to put into its post, in Markdown; "" for nothing.

    The heading is the question; below it stand the missing statements, laid out as an article would be. Where they come
    from, and what the post says otherwise, stands before it in a comment for the editor. `dress` puts a sentence into
    the house's own spelling.
    """
    if not row.missing and not row.differs:
        return ""
    lines = ["<!--", *(_guard(line) for line in _note(question, row, dress)), "-->", ""]
    if row.missing:
        wanted = replace(question, answer=replace(question.answer, statements=row.missing, asked=()))
        article = lay_out_article(wanted, language=language, dress=dress)
        lines += [f"## {escape_words(dress(question.title))}", "", *_write_body(article)]
    return "\n".join(lines).rstrip() + "\n"


def _note(question: Question, row: QuestionCoverage, dress: Callable[[str], str]) -> list[str]:
    post = f"“{row.post.title}” ({row.post.url})" if row.post else question.post_url
    place = f"the section “{row.section.heading}” of {post}" if row.section else post
    lines = [f"For the editor, not for readers. Customers ask: {dress(question.title)}", f"Belongs into: {place}"]
    for statement in row.missing:
        lines.append(f"Missing there: “{dress(statement.text)}” ← {_list_sources(statement)}")
    for difference in row.differs:
        lines.append(
            f"The post says ({difference.about}): “{difference.sentence}” Agents say: "
            f"“{dress(difference.statement.text)}” ← {_list_sources(difference.statement)}"
        )
    return lines


def _list_sources(statement: Statement) -> str:
    more = len(statement.sources) - SHOWN_SOURCES
    day = f", last on {statement.newest:%Y-%m-%d}" if statement.newest else ""
    return ", ".join(statement.sources[:SHOWN_SOURCES]) + (f" and {more} more" if more > 0 else "") + day


def _guard(line: str) -> str:
    """Make a stranger's words safe inside a comment: one line, and nothing in it that ends the comment."""
    return " ".join(escape_words(line).replace("--", "- -").replace(">", "&gt;").split())


def _write_body(article: Article) -> list[str]:
    lines = [escape_words(article.short), ""] if article.short else []
    for section in article.sections:
        if section.heading:
            lines += [f"### {section.heading}", ""]
        lines += [f"{number}. {escape_words(step)}" for number, step in enumerate(section.steps, 1)]
        lines += [""] if section.steps else []
        lines += [f"- {escape_words(point)}" for point in section.points]
        lines += [""] if section.points else []
        for paragraph in section.paragraphs:
            lines += [escape_words(paragraph), ""]
    return lines
