"""How likely a post is to answer what is asked: one score from its title, address, headings, description and text.

Two things are told apart. Is the post *about* what is asked? Its headings, what it says and what agents answer speak
for it: how like they are to the ways in which it is asked, how that compares with the other questions of the same
company, and by how much no other question is as like. And is it *useful*, so that somebody who asks would have an
answer? A story about the same thing is told of one day and one customer; an answer holds for everybody, and says what
agents say. Both are logistic regressions on these few signs, fitted by benchmarks/fit_post_marks.py; docs/coverage.md
has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.sentence_classes import GENERAL, classify_sentences
from enquiry2article.domain.coverage import NO_MARK, Mark
from enquiry2article.domain.post import Post
from enquiry2article.domain.vectors import Vectors
from enquiry2article.embedding.similarity import Likeness, Seen, compare
from enquiry2article.posts.coverage.parts import read_sentences
from enquiry2article.posts.pages.paths import read_address
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.words import normalise

NEAREST = 3
"""Wordings of a question, sentences of a post and of the agents' answer that count: the likest, since customers put one
question in many ways, and a post has one passage about it."""

PASSAGE = 5
"""Sentences nearest to what is asked from which it is told whether a post answers or tells a story."""

MOST_FILLER = 2
"""Sentences of a post that may say nothing, so that only its title counts."""

LEAST_GENERAL = 0.5
"""Probability that a sentence holds for everybody from which it says something."""

LEAST_ABOUT = 0.2
"""Probability of being about the same below which the sentences of a post need not be looked at."""

MOST_SENTENCES = 400
"""Sentences of a post that are compared."""

NEAREST_WORDINGS = 2
"""Wordings on record, likest to an enquiry, that are taken for other ways of asking it."""

MOST_WORDINGS = 20
"""Wordings of a question that a post is compared with."""

USUAL = {"heading": (0.1, 0.15, 0.2), "text": (0.1, 0.1, 0.2), "said": (0.35, 0.12, 0.4)}
"""Of headings, text and agents' answers, what the likeness to any question is on the whole: its mean, its deviation,
and that of the likest other question. It stands in for `USUAL_WEIGHT` questions, as one question tells no usual
likeness."""

USUAL_WEIGHT = 4

_ABOUT: Mapping[str, tuple[float, ...]] = {
    "title": (4.05, 0.98, 2.25, -4.68),
    "text": (1.9, 0.66, 2.08, 2.58, 0.5, 2.23, -4.03),
    "answer": (0.87, 0.72, 2.37, -3.46, 0.7, 0.61, 4.9, -0.23, 1.99, -3.94),
}
"""Weights for a post of which only the title is known, with its text, and with an answer of agents to compare: of
headings, text and answers each the likeness, its distance from the usual one in deviations, and its lead; then the
constant."""

_USEFUL: Mapping[str, tuple[float, ...]] = {"text": (7.4, -2.78), "answer": (2.62, 10.67, -5.04)}
"""Weights of how much the passage holds for everybody, 0..1, and of how much of the agents' answer the post says."""


_ANSWERS = (0.76, 0.4, 1.31)
"""Weights of the odds that a post answers an enquiry itself, and the question on record that it seems to ask."""


def join_marks(itself: float, on_record: float) -> float:
    """Return the probability that a post answers an enquiry.

    `itself` is the score of the post for the enquiry; `on_record` the probability that the enquiry asks a question on
    record which the post answers.
    """
    odds = [float(np.log(held / (1 - held))) for held in np.clip([itself, on_record], 0.01, 0.99).tolist()]
    return _compute_probability(_ANSWERS, odds)


@dataclass(frozen=True, slots=True)
class Asked:
    """Enquiries beside the questions on record, each with those wordings that are likest to it."""

    seen: Seen
    nearest: NDArray[np.int64]
    """Places of the likest wordings on record: shape (n, NEAREST_WORDINGS) or fewer."""


def list_headings(post: Post) -> list[str]:
    """Return what a post says that it is about: title, description, headings, and the words of its address."""
    texts = [post.title, post.description, *(section.heading for section in post.sections), read_address(post.url)]
    found = {normalise(text): text for text in reversed(texts) if list_content_stems(text)}
    return list(found.values())[::-1]


def list_sentences(post: Post) -> tuple[str, ...]:
    """Return the sentences of a post that are compared."""
    parts = [post.text] if post.text.strip() else [section.text for section in post.sections]
    return tuple(dict.fromkeys(sentence for part in parts for sentence in read_sentences(part)))[:MOST_SENTENCES]


def list_parts(post: Post) -> list[Post]:
    """Return a post, and each of its sections as a post of its own: one section may answer what the whole does not
    ask."""
    sections = post.sections if len(post.sections) > 1 else ()
    return [post, *(Post(url="", title=section.heading, text=section.text) for section in sections if section.heading)]


class PostMarker:
    """Knows the questions on record; says of any post how likely it is to answer each of them."""

    def __init__(
        self,
        wordings: Mapping[str, Sequence[str]],
        answers: Mapping[str, Sequence[str]],
        vectors: Mapping[str, NDArray[np.float32]],
        model_name: str = "",
        *,
        multilingual: bool = False,
    ) -> None:
        """`wordings` gives how each question is asked, `answers` what agents say, both by its id.

        `vectors` holds a vector for each of these texts and for those of the posts; what has none is passed over.
        `model_name` is the encoder's; `multilingual` is of `embedding/similarity.Likeness.learn`.
        """
        self._vectors, self._model_name = vectors, model_name
        asked = [(id_, _spread([t for t in dict.fromkeys(wordings[id_]) if t in vectors])) for id_ in sorted(wordings)]
        self.ids = tuple(id_ for id_, texts in asked if texts)
        texts = [text for _, own in asked for text in own]
        self._question_of = np.repeat(np.arange(len(self.ids)), [len(own) for _, own in asked if own])
        columns = [np.flatnonzero(self._question_of == place) for place in range(len(self.ids))]
        longest = max(map(len, columns), default=0)
        self._columns = np.array([[*own, *[len(texts)] * (longest - len(own))] for own in columns], dtype=np.int64)
        self._likeness = Likeness.learn(texts, self._stack(texts), [1] * len(texts), multilingual=multilingual)
        self._seen = self._likeness.see(texts, self._stack(texts))
        said = [(place, text) for place, id_ in enumerate(self.ids) for text in answers.get(id_, ()) if text in vectors]
        replies = [text for _, text in said]
        self._answer_of = np.array([place for place, _ in said], dtype=np.int64)
        self._answers = Likeness.learn(replies, self._stack(replies), [1] * len(replies), multilingual=multilingual)
        self._said = self._answers.see(replies, self._stack(replies)) if replies else None

    def place(self, texts: Sequence[str], rows: Vectors) -> Asked:
        """Return enquiries, each with its row of vectors, as `mark_asked` wants them."""
        seen = self._likeness.see(texts, rows)
        alike = np.round(compare(seen, self._seen), 5)
        return Asked(seen, np.argsort(-alike, axis=1, kind="stable")[:, :NEAREST_WORDINGS])

    def list_near(self, asked: Asked, row: int) -> list[str]:
        """Return the ids of the questions on record whose wordings are likest to an enquiry."""
        return [self.ids[place] for place in self._question_of[asked.nearest[row]].tolist()]

    def mark(self, post: Post) -> dict[str, Mark]:
        """Return the mark of a post for each question, by its id: that of the post as a whole or of its best
        section."""
        found = [marks for part in list_parts(post) if (marks := self._mark_part(part))]
        return {id_: max((marks[id_] for marks in found), key=_rank_mark) for id_ in (found[0] if found else ())}

    def _mark_part(self, post: Post) -> dict[str, Mark]:
        signs = self._look(post)
        if signs is None:
            return {}
        rows = np.arange(len(self.ids))
        marks = signs.mark(signs.headings.max(axis=0), signs.text, signs.said, [(row,) for row in rows.tolist()])
        return dict(zip(self.ids, marks, strict=True))

    def mark_asked(self, post: Post, asked: Asked) -> list[Mark]:
        """Return the mark of a post for each of some enquiries: each is asked in its words and in those likest to
        it."""
        found = [self._mark_asked(part, asked) for part in list_parts(post)]
        return [max(marks, key=_rank_mark) for marks in zip(*found, strict=True)]

    def _mark_asked(self, post: Post, asked: Asked) -> list[Mark]:
        signs = self._look(post)
        if signs is None:
            return [NO_MARK] * len(asked.seen)
        tables = []
        for texts, on_record in ((signs.heading_texts, signs.heading_table), (signs.sentences, signs.sentence_table)):
            own = compare(self._see(texts), asked.seen) if texts else np.zeros((0, len(asked.seen)), dtype=np.float32)
            near = on_record[:, asked.nearest].sum(axis=2) if texts else own
            tables.append((own + near) / (1 + asked.nearest.shape[1]))
        of = self._question_of[asked.nearest]
        said = None
        if signs.said is not None:
            known = np.where(np.isnan(signs.said), 0.0, 1.0)[of]
            total = (np.nan_to_num(signs.said)[of] * known).sum(axis=1)
            said = np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)
        text = tables[1] if signs.sentences else None
        return signs.mark(tables[0].max(axis=0), text, said, [tuple(set(row)) for row in of.tolist()])

    def _look(self, post: Post) -> _Signs | None:
        headings = [text for text in list_headings(post) if text in self._vectors]
        if not headings or not self.ids:
            return None
        sentences = [text for text in list_sentences(post) if text in self._vectors]
        if len(sentences) <= MOST_FILLER and not self._says_anything(sentences):
            sentences = []
        table = compare(self._see([*headings, *sentences]), self._seen)
        upper, lower = table[: len(headings)], table[len(headings) :]
        said = None
        if sentences and self._said is not None:
            told = compare(self._answers.see(sentences, self._stack(sentences)), self._said).max(axis=0)
            said = np.full(len(self.ids), np.nan)
            for place in np.unique(self._answer_of).tolist():
                said[place] = _mean_highest(told[self._answer_of == place], NEAREST + 1)
        return _Signs(
            heading_texts=headings,
            sentences=sentences,
            heading_table=upper,
            sentence_table=lower,
            headings=self._pool(upper),
            text=self._pool(lower) if sentences else None,
            said=said,
            rows=self._stack(sentences),
            model_name=self._model_name,
        )

    def _says_anything(self, sentences: Sequence[str]) -> bool:
        """Say whether any sentence may hold for everybody, unlike "Ask us, we are glad to help!"."""
        general = classify_sentences(sentences, list(self._stack(sentences)), self._model_name)[:, GENERAL]
        return bool((general >= LEAST_GENERAL).any())

    def _pool(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return how like each text is to each question: the mean of its likest wordings."""
        padded = np.concatenate([table, np.full((len(table), 1), -np.inf, dtype=np.float32)], axis=1)
        likest = -np.sort(-padded[:, self._columns], axis=2)[:, :, :NEAREST]
        there = np.isfinite(likest)
        total = np.where(there, likest, 0.0).sum(axis=2, dtype=np.float64)
        return np.asarray(total / np.maximum(there.sum(axis=2), 1), dtype=np.float64)

    def _see(self, texts: Sequence[str]) -> Seen:
        return self._likeness.see(texts, self._stack(texts))

    def _stack(self, texts: Sequence[str]) -> NDArray[np.float32]:
        length = len(next(iter(self._vectors.values()), ()))
        return np.array([self._vectors[text] for text in texts], dtype=np.float32).reshape(len(texts), length)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What was seen in one post."""

    heading_texts: Sequence[str]
    sentences: Sequence[str]
    heading_table: NDArray[np.float32]
    """Likeness of each heading to each wording on record; below it of each sentence."""
    sentence_table: NDArray[np.float32]
    headings: NDArray[np.float64]
    """Likeness of each heading to each question, and of each sentence; None without any."""
    text: NDArray[np.float64] | None
    said: NDArray[np.float64] | None
    """How much of the answer to each question the post says; not a number where nobody answered it."""
    rows: NDArray[np.float32]
    model_name: str

    def mark(
        self,
        heading: NDArray[np.float64],
        text: NDArray[np.float64] | None,
        said: NDArray[np.float64] | None,
        own: Sequence[tuple[int, ...]],
    ) -> list[Mark]:
        """Return the marks for n things asked.

        `heading` and `said` have an entry for each, `text` a row for each sentence; `own[i]` are the questions on
        record that thing i may be, with which it is not compared.
        """
        signs = self.list_signs(heading, text, said, own)
        general: NDArray[np.float64] | None = None
        marks = []
        for place, (kind, row) in enumerate(signs):
            about = _compute_probability(_ABOUT[kind], row)
            if kind == "title" or about < LEAST_ABOUT or text is None:
                marks.append(Mark(about, 1.0 if kind == "title" else 0.0, kind != "title"))
                continue
            if general is None:
                general = classify_sentences(self.sentences, list(self.rows), self.model_name)[:, GENERAL]
            passage = np.argsort(-np.round(text[:, place], 5), kind="stable")[:PASSAGE]
            useful = [float(general[passage].mean()), *([] if kind == "text" or said is None else [float(said[place])])]
            marks.append(Mark(about, _compute_probability(_USEFUL[kind], useful), True))
        return marks

    def list_signs(
        self,
        heading: NDArray[np.float64],
        text: NDArray[np.float64] | None,
        said: NDArray[np.float64] | None,
        own: Sequence[tuple[int, ...]],
    ) -> list[tuple[str, list[float]]]:
        """Return for each thing asked what is known of the post and the signs that go with it."""
        columns = _compare_with_usual(heading, self.headings.max(axis=0), own, "heading")
        kind = np.full(len(heading), "title", dtype=object)
        if text is not None and self.text is not None:
            near, usual = (_mean_highest(table, NEAREST, axis=0) for table in (text, self.text))
            columns += _compare_with_usual(near, usual, own, "text")
            kind[:] = "text"
            if said is not None and self.said is not None:
                columns += _compare_with_usual(said, self.said, own, "said")
                kind[~np.isnan(said)] = "answer"
        table = np.stack(columns, axis=1)
        return [(str(kind[i]), table[i, : 6 if kind[i] == "text" else None].tolist()) for i in range(len(heading))]


def _rank_mark(mark: Mark) -> tuple[float, float]:
    return mark.score, mark.about


def _compare_with_usual(
    values: NDArray[np.float64], on_record: NDArray[np.float64], own: Sequence[tuple[int, ...]], what: str
) -> list[NDArray[np.float64]]:
    """Return likenesses, their distances from what is usual on record, in deviations, and their leads."""
    mean, deviation, floor = USUAL[what]
    known = on_record[~np.isnan(on_record)]
    count = len(known) + USUAL_WEIGHT
    middle = (known.sum() + USUAL_WEIGHT * mean) / count
    spread = np.sqrt((((known - middle) ** 2).sum() + USUAL_WEIGHT * deviation**2) / count)
    lead = np.zeros(len(values))
    for place, places in enumerate(own):
        others = np.delete(on_record, places)
        lead[place] = values[place] - max(floor, float(np.nanmax(others, initial=floor)))
    return [values, (values - middle) / spread, lead]


def _spread(texts: Sequence[str]) -> Sequence[str]:
    """Return at most `MOST_WORDINGS` of some texts, taken in equal steps."""
    return texts[:: -(-len(texts) // MOST_WORDINGS)] if texts else texts


def _mean_highest(table: NDArray[np.floating], count: int, axis: int = 0) -> NDArray[np.float64]:
    count = min(count, table.shape[axis])
    highest = np.take(np.sort(table, axis=axis), np.arange(table.shape[axis] - count, table.shape[axis]), axis=axis)
    return np.asarray(highest.mean(axis=axis), dtype=np.float64)


def _compute_probability(weights: Sequence[float], signs: Sequence[float]) -> float:
    odds = float(np.dot(weights[:-1], signs)) + weights[-1]
    return round(float(1 / (1 + np.exp(-odds))), 4)
