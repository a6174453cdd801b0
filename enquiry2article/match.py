"""Later enquiries to posts: which post answers an enquiry, or that none does.

An enquiry belongs to a post by the rule by which it would have belonged to a question (`likeness.find_places`); how
sure that is, `calibration` has learnt on the user's own enquiries. Questions that no post answers are known too, so
that an enquiry about one of them is not handed the next best link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.calibration import LEAST_KNOWN, Calibration
from enquiry2article.keywords import tell_stems
from enquiry2article.likeness import Known, Likeness, Places, Seen, compare, find_places
from enquiry2article.records import Evidence, Labels, Match, Post, PostSection, Question, RedactedEnquiry
from enquiry2article.text import guess_language, stem

MOST_WORDINGS = 3
"""Wordings that are shown as evidence."""

MOST_WORDS = 6
"""Shared words that are shown as evidence."""

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
    """The posts that answer it, the best first; several where they are in several languages."""
    sections: Mapping[str, PostSection] | None = None
    """The part of the first post that a wording is the heading of."""


def make_targets(
    questions: Sequence[Question],
    wordings: Mapping[str, Sequence[str]],
    posts: Sequence[Post],
    answered: Mapping[str, Sequence[Post]],
) -> list[Target]:
    """Give what an enquiry can be about: every question on record, and every post that answers none of them.

    `wordings` gives the ways in which each question was asked, by its id; one without any is asked by its title.
    `answered` gives the posts that answer a question beyond those that carry its id. A post that a person has named as
    the answer counts even where it is not among `posts`: then no more than its address is known.
    """
    by_url = {post.url: post for post in posts}
    by_id: dict[str, list[Post]] = {}
    for post in posts:
        by_id.setdefault(post.question_id, []).append(post)
    targets = []
    used: set[str] = set()
    for question in sorted(questions, key=lambda question: question.id):
        own = {post.url: post for post in (*by_id.get(question.id, ()), *answered.get(question.id, ()))}
        if question.post_url:
            named = by_url.get(question.post_url) or Post(url=question.post_url, title=question.title, text="")
            own = {named.url: named, **own}
        used |= own.keys()
        told = tuple(dict.fromkeys((*wordings.get(question.id, ()), question.title)))
        targets.append(Target(title=question.title, wordings=told, question_id=question.id, posts=tuple(own.values())))
    for post in posts:
        if post.url not in used:
            sections = {section.heading: section for section in post.sections if tell_stems(section.heading)}
            told = tuple(dict.fromkeys(text for text in (post.title, post.description, *sections) if text))
            targets.append(
                Target(title=post.title, wordings=told, question_id=post.question_id, posts=(post,), sections=sections)
            )
    return targets


class MatchIndex:
    """Knows the targets; made once, then asked about any number of enquiries."""

    def __init__(
        self,
        targets: Sequence[Target],
        vectors: Mapping[str, NDArray[np.float32]],
        calibration: Calibration,
        precision: float,
    ) -> None:
        """`vectors` holds a vector for each wording; `precision` is the share of links that should be right, 0..1."""
        self.targets = tuple(targets)
        self.calibration = calibration
        self.mark = calibration.find_mark(precision)
        known = [(text, place) for place, target in enumerate(targets) for text in target.wordings]
        self._texts = [text for text, _ in known]
        rows = np.array([vectors[text] for text in self._texts], dtype=np.float32).reshape(len(known), -1)
        self._likeness = Likeness.learn(self._texts, rows, [1] * len(known))
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
            known = self.calibration.tell_known(signs)
            right = self.calibration.tell_right(signs, names)
            for row, (place, text) in enumerate(asked):
                one = self._decide(enquiries[place].id, text, places, row, float(known[row]), float(right[row]))
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

    def _decide(self, id_: str, text: str, places: Places, row: int, known: float, right: float) -> Match:
        target = self.targets[int(places.labels[row])]
        score, margin = round(right, 4), round(float(places.lead[row]), 4)
        alone = len(self.targets) < FEWEST_TARGETS
        if known < LEAST_KNOWN and not (alone and known >= LEAST_KNOWN / 2):
            return Match(enquiry_id=id_, decision="none", score=score, margin=margin)
        if not target.posts:
            return Match(enquiry_id=id_, decision="none", question_id=target.question_id, score=score, margin=margin)
        post, fits = choose_language(target.posts, text)
        decision = "link" if right >= self.mark and fits else "unsure"
        section = self._find_section(target, post, row_text=text) if decision == "link" else None
        return Match(
            enquiry_id=id_,
            decision=decision,
            post=post,
            section=section,
            question_id=target.question_id,
            score=score,
            margin=margin,
        )

    def _find_section(self, target: Target, post: Post, *, row_text: str) -> PostSection | None:
        """Give the part of a post whose heading shares more telling words with the enquiry than the title does."""
        if not target.sections or post is not target.posts[0]:
            return None
        own = set(tell_stems(row_text))
        best = max(sorted(target.sections), key=lambda heading: len(own & set(tell_stems(heading))))
        more = len(own & set(tell_stems(best))) > len(own & set(tell_stems(target.title)))
        return target.sections[best] if more else None

    def _explain(self, known: Known, found: Match, text: str, seen: Seen, places: Places, row: int) -> Evidence:
        place, second = int(places.labels[row]), int(places.second[row])
        target = self.targets[place]
        own = np.flatnonzero(known.group_of == place)
        alike = compare(seen, known.seen.take(own))[0]
        order = np.argsort(-np.round(alike, 6), kind="stable")[:MOST_WORDINGS]
        wordings = tuple(self._texts[own[i]] for i in order.tolist())
        told = {word for wording in wordings for word in tell_stems(wording)}
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
        if found.decision == "link":
            return f'{percent} sure that it asks "{target.title}".'
        if self.mark > 1:
            return "Too few enquiries are on record to promise so many right links."
        if found.score >= self.mark:
            return f'It asks "{target.title}", but the post is in another language.'
        but = f', or "{runner_up}"' if runner_up and found.margin < 0.5 else ""
        return f'Perhaps it asks "{target.title}"{but}: {percent} sure, and {100 * self.mark:.0f} % are wanted.'


def choose_language(posts: Sequence[Post], text: str) -> tuple[Post, bool]:
    """Give the post in the language of the text, and whether there is one; a language that is not sure fits all."""
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
