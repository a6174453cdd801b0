"""Later enquiries to posts: which post answers an enquiry, or that none does.

An enquiry belongs to a question by the rule by which a run would have put it there
(`embedding/similarity.find_places`); how sure that is, `matching/calibration` has learnt on the user's own enquiries. A
post that was written for the question, or that a person has named, is then its answer. Any other post is judged by what
it is: how likely it answers the enquiry itself, and the question on record that the enquiry asks
(`posts/coverage/post_marks`). A question that no post answers is no bar to that; only a post that says otherwise than
agents do is never given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.coverage import NO_MARK, Mark
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.match import Evidence, Match
from enquiry2article.domain.post import Post, PostSection
from enquiry2article.domain.question import Question
from enquiry2article.domain.vectors import Labels
from enquiry2article.embedding.similarity import (
    Known,
    Likeness,
    Places,
    Seen,
    compare,
    find_places,
)
from enquiry2article.matching.calibration import LEAST_KNOWN, Calibration
from enquiry2article.posts.coverage.post_marks import PostMarker, join_marks, list_headings
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.language import guess_language
from enquiry2article.text.words import stem

MOST_WORDINGS = 3
"""Wordings that are shown as evidence."""

MOST_WORDS = 6
"""Shared words that are shown as evidence."""

LEAST_OFFERED = 0.3
"""Probability of answering an enquiry below which a post is not even offered to a person."""

_RANK = {"link": 0, "unsure": 1, "none": 2}

FEWEST_TARGETS = 2
"""With one question or post alone nothing can be nearer than another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an enquiry can be about: a question on record, a post that nobody has asked for yet, or both in one."""

    title: str
    wordings: tuple[str, ...]
    """The ways in which it is asked, at least one."""
    question_id: str = ""
    posts: tuple[Post, ...] = ()
    """The posts that surely answer it, the best first; several where they are in several languages."""


@dataclass(frozen=True, slots=True)
class FoundPosts:
    """Posts of which nobody said what they answer, and how likely each answers the questions on record."""

    posts: Sequence[Post]
    marker: PostMarker
    marks: Mapping[str, Mapping[str, Mark]]
    """Post's address → question's id → mark."""
    otherwise: Mapping[str, frozenset[str]]
    """Post's address → the ids of the questions to which it says otherwise than agents do."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """The found post that most likely answers an enquiry."""

    post: Post
    score: float
    on_record: bool
    """Whether it also answers the question on record that the enquiry seems to ask."""
    up_to_date: bool
    """Whether it says nothing otherwise than agents do; else a person has to look at it first."""


def make_targets(
    questions: Sequence[Question], wordings: Mapping[str, Sequence[str]], posts: Sequence[Post]
) -> list[Target]:
    """Return what an enquiry can be about: every question on record; where there is none, every post.

    `wordings` gives the ways in which each question was asked, by its id; one without any is asked by its title. A post
    that a person has named as the answer counts even where it is not among `posts`: then no more than its address is
    known.
    """
    by_url = {post.url: post for post in posts}
    by_id: dict[str, list[Post]] = {}
    for post in posts:
        by_id.setdefault(post.question_id, []).append(post)
    targets = []
    for question in sorted(questions, key=lambda question: question.id):
        own = {post.url: post for post in by_id.get(question.id, ())}
        if question.post_url:
            named = by_url.get(question.post_url) or Post(url=question.post_url, title=question.title, text="")
            own = {named.url: named, **own}
        told = tuple(dict.fromkeys((*wordings.get(question.id, ()), question.title)))
        targets.append(Target(title=question.title, wordings=told, question_id=question.id, posts=tuple(own.values())))
    for post in () if questions else posts:
        told = tuple(list_headings(post)) or (post.title,)
        targets.append(Target(title=post.title, wordings=told, question_id=post.question_id, posts=(post,)))
    return targets


class MatchIndex:
    """Knows the targets; made once, then asked about any number of enquiries."""

    def __init__(
        self,
        targets: Sequence[Target],
        vectors: Mapping[str, NDArray[np.float32]],
        calibration: Calibration,
        precision: float,
        found: FoundPosts | None = None,
        *,
        across_languages: bool = False,
    ) -> None:
        """`vectors` holds a vector for each wording; `precision` is the share of links that should be right, 0..1.

        `across_languages` lets a post in another language answer, where none is in that of the enquiry.
        """
        self.targets = tuple(targets)
        self._across_languages = across_languages
        self._found, self._precision = found, precision
        self.calibration = calibration
        self.threshold = calibration.find_threshold(precision)
        known = [(text, place) for place, target in enumerate(targets) for text in target.wordings]
        self._texts = [text for text, _ in known]
        rows = np.array([vectors[text] for text in self._texts], dtype=np.float32).reshape(len(known), -1)
        self._likeness = Likeness.learn(self._texts, rows, [1] * len(known), multilingual=across_languages)
        labels: Labels = np.array([place for _, place in known], dtype=np.int64)
        self._known = Known.learn(self._likeness.see(self._texts, rows), labels) if known else None

    def match(
        self,
        enquiries: Sequence[RedactedEnquiry],
        vectors: Mapping[str, NDArray[np.float32]],
        *,
        explain: bool = True,
    ) -> list[Match]:
        """Decide about each enquiry, in their order: "link", "unsure" or "none".

        `vectors` holds a vector for the text and each of the asks of every enquiry that is not noise. Noise is never
        linked. A mail that asks several things is decided by what it asks first that a post answers; what else it asks
        and a post answers is in `also`. Without `explain` the evidence is left out, which is faster.
        """
        asked = [(place, text) for place, e in enumerate(enquiries) if not e.noise for text in (e.text, *e.asks)]
        found: list[list[Match]] = [[] for _ in enquiries]
        if asked and self._known:
            rows = np.array([vectors[text] for _, text in asked], dtype=np.float32)
            seen = self._likeness.see([text for _, text in asked], rows)
            places = find_places(seen, self._known)
            signs = places.take_signs()
            names = [self.targets[at].question_id for at in places.labels.tolist()]
            known = self.calibration.compute_known_probability(signs)
            right = self.calibration.compute_right_probability(signs, names)
            offers = self._offer([text for _, text in asked], rows, names, right)
            for row, (place, text) in enumerate(asked):
                own = (float(known[row]), float(right[row]))
                one = self._decide(enquiries[place].id, text, places, row, *own, offers[row])
                if explain:
                    one = replace(
                        one, evidence=self._explain(self._known, one, text, seen.take(np.array([row])), places, row)
                    )
                found[place].append(one)
        return [
            _join(matches)
            if matches
            else Match(enquiry_id=enquiry.id, decision="none", evidence=_explain_noise(enquiry))
            for enquiry, matches in zip(enquiries, found, strict=True)
        ]

    def _offer(
        self,
        texts: Sequence[str],
        rows: NDArray[np.float32],
        names: Sequence[str],
        right: NDArray[np.float64],
    ) -> list[_Offer | None]:
        """Return the found post that most likely answers each text, in its language, and does not say otherwise.

        `names` are the questions on record that the texts seem to ask, and `right` how likely each is the right one.
        """
        found = self._found
        best: list[_Offer | None] = [None] * len(texts)
        if found is None or not found.posts:
            return best
        asked = found.marker.place(texts, rows)
        for post in found.posts:
            own = found.marks.get(post.url, {})
            otherwise = found.otherwise.get(post.url, frozenset())
            for row, mark in enumerate(found.marker.mark_asked(post, asked)):
                on_record = own.get(names[row], NO_MARK)
                score = join_marks(mark.score, float(right[row]) if on_record.answers else 0.0)
                if score <= (held.score if (held := best[row]) else LEAST_OFFERED):
                    continue
                near = {names[row], *found.marker.list_near(asked, row)}
                if not near & otherwise and self._choose_language([post], texts[row])[1]:
                    best[row] = _Offer(post, score, on_record.answers, not otherwise)
        return best

    def _decide(
        self, id_: str, text: str, places: Places, row: int, known: float, right: float, offer: _Offer | None
    ) -> Match:
        target = self.targets[int(places.labels[row])]
        margin = round(float(places.lead[row]), 4)
        alone = len(self.targets) < FEWEST_TARGETS
        on_record = known >= LEAST_KNOWN or (alone and known >= LEAST_KNOWN / 2)
        if on_record and target.posts:
            post, fits = self._choose_language(target.posts, text)
            if (right >= self.threshold and fits) or not self._is_sure(offer):
                decision = "link" if right >= self.threshold and fits else "unsure"
                section = find_section(post, text) if decision == "link" and not target.question_id else None
                return Match(
                    enquiry_id=id_, decision=decision, post=post, section=section, question_id=target.question_id,
                    score=round(right, 4), margin=margin,
                )  # fmt: skip
        if offer is not None:
            decision = "link" if self._is_sure(offer) else "unsure"
            return Match(
                enquiry_id=id_, decision=decision, post=offer.post,
                section=find_section(offer.post, text) if decision == "link" else None,
                question_id=target.question_id if on_record and offer.on_record else "",
                score=round(offer.score, 4), margin=margin,
            )  # fmt: skip
        question_id = target.question_id if on_record else ""
        return Match(enquiry_id=id_, decision="none", question_id=question_id, score=round(right, 4), margin=margin)

    def _choose_language(self, posts: Sequence[Post], text: str) -> tuple[Post, bool]:
        post, fits = choose_language(posts, text)
        return post, fits or self._across_languages

    def _is_sure(self, offer: _Offer | None) -> bool:
        return offer is not None and offer.up_to_date and offer.score >= self._precision

    def _explain(self, known: Known, found: Match, text: str, seen: Seen, places: Places, row: int) -> Evidence:
        place, second = int(places.labels[row]), int(places.second[row])
        target = self.targets[place]
        own = np.flatnonzero(known.group_of == place)
        alike = compare(seen, known.seen.take(own))[0]
        order = np.argsort(-np.round(alike, 6), kind="stable")[:MOST_WORDINGS]
        wordings = tuple(self._texts[own[i]] for i in order.tolist())
        told = {word for wording in wordings for word in list_content_stems(wording)}
        language = guess_language(text) or "en"
        shared = [word for word in text.lower().split() if stem(word.strip(".,;:!?()\"'"), language) in told]
        words = tuple(dict.fromkeys(word.strip(".,;:!?()\"'") for word in shared))[:MOST_WORDS]
        runner_up = self.targets[second].title if second != place else ""
        return Evidence(
            wordings=wordings, words=words, runner_up=runner_up, reason=self._give_reason(found, target, runner_up)
        )

    def _give_reason(self, found: Match, target: Target, runner_up: str) -> str:
        percent = f"{100 * found.score:.0f} %"
        if found.decision == "none" and not found.question_id:
            return "Nothing on record asks this."
        if found.decision == "none":
            return f'Asks "{target.title}", which no post answers yet.'
        if found.post is not None and found.post not in target.posts:
            return f'{percent} sure that "{found.post.title}" answers it.'
        if found.decision == "link":
            return f'{percent} sure that it asks "{target.title}".'
        if self.threshold > 1:
            return "Too few enquiries are on record to promise so many right links."
        if found.score >= self.threshold:
            return f'It asks "{target.title}", but the post is in another language.'
        but = f', or "{runner_up}"' if runner_up and found.margin < 0.5 else ""
        return f'Perhaps it asks "{target.title}"{but}: {percent} sure, and {100 * self.threshold:.0f} % are wanted.'


def find_section(post: Post, text: str) -> PostSection | None:
    """Return the part of a post whose heading shares more telling words with a text than the title does."""
    own = set(list_content_stems(text))
    shared = {section: len(own & set(list_content_stems(section.heading))) for section in post.sections}
    best = max(shared, key=lambda section: shared[section], default=None)
    return best if best is not None and shared[best] > len(own & set(list_content_stems(post.title))) else None


def choose_language(posts: Sequence[Post], text: str) -> tuple[Post, bool]:
    """Return the post in the language of the text, and whether there is one; a language that is not sure fits all."""
    language = guess_language(text)
    for post in posts:
        own = (post.language or guess_language(f"{post.title}. {post.text[:500]}"))[:2].lower()
        if not language or not own or own == language:
            return post, True
    return posts[0], False


def _join(matches: Sequence[Match]) -> Match:
    """Make one match of those of a whole mail, which comes first, and of each thing that it asks."""
    main = min(matches, key=lambda match: _RANK[match.decision])  # of equals the first
    also = {
        (match.post.url, match.section): match
        for match in matches
        if match.decision == "link" and match.post and (main.post is None or match.post.url != main.post.url)
    }
    return replace(main, also=tuple(also.values()))


def _explain_noise(enquiry: RedactedEnquiry) -> Evidence:
    return Evidence(
        reason=f"Asks nothing ({enquiry.noise})." if enquiry.noise else "There is nothing to compare it with."
    )
