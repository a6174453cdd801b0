"""The sentences of the replies, and which of them can stand in an article.

Nothing is dropped here in silence: a sentence that cannot be used says why. What an answer makes of the others,
`compose` decides.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.roles import STEP_MARK, find_role, is_step
from enquiry2article.answers.sentence_classes import (
    CASE,
    CLASSES,
    COURTESY,
    GENERAL,
    HANDOVER,
    classify_sentences,
    estimate_shift,
    shift_classes,
)
from enquiry2article.cleaning.courtesies import holds_thanks, strip_courtesies
from enquiry2article.cleaning.question_sentences import has_trouble
from enquiry2article.domain.answer import PERSONAL, Role
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.text.keywords import BRACKETED
from enquiry2article.text.language import guess_language
from enquiry2article.text.placeholders import reword_placeholders
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.tone import is_curt
from enquiry2article.text.words import normalise, split_words

MOST_REPLIES = 60
"""Replies of one question that are read; the newest ones, since they are the likeliest to be true today."""

BOILERPLATE_QUESTIONS = 3
"""A sentence in the replies of this many different questions belongs to none of them."""

NEARLY_ALL = 0.6
"""Share of the answered questions in whose replies a sentence stands that belongs to none of them."""

LAST_PLACES = 0.8
"""How far down its replies, from 0 to 1, a sentence stands on average to be taken for a footer."""

FEWEST_FOOTERS, FOOTER_SHARE = 5, 0.05
"""Conversations, and share of those with a reply, that a footer stands under: one answer is seldom given so often."""

FEWEST_WORDS = 4
"""Words from which a sentence can be compared with others."""

LEAST_GENERAL = 0.5
"""Probability from which a sentence holds for everybody. Of what is kept so, about one in seven handles a case
(benchmarks/fit_sentences.py); a reply is judged once more as a whole (`exemplars`)."""

LEAST_BETWEEN, SURELY_BESIDE = 0.4, 0.8
"""The same for a sentence between two, and the probability of each of these: a hole harms more than a doubt."""

SOON = timedelta(days=30)
"""How long after an answer the same question of the same customer means that it did not help."""

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")

ONE_CASE, ASKS_BACK, CURT, COURTEOUS = "about one case", "asks back", "curt or defensive", "manners"
BOILERPLATE = "stands under many replies"

_INITIALS = re.compile(r"(?<!\s)\s*(?:[\^*~]\s?|(?<=[.!?)])\s[-–/]\s?)[A-Z][A-Za-z]{0,2}\.?\s*$")
"""How agents sign on social networks: "^JR", "*TB."."""
_HANDLES = re.compile(r"^\s*(?:@?\[user name\][\s,:]*)+")
"""How a reply on a social network begins, whatever it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of one reply."""

    text: str
    """Without the number or bullet before it."""
    enquiry_id: str
    reply: int
    """Which reply of its enquiry it stands in, from 0."""
    number: int
    """Where in its reply it stood, from 0."""
    place: float
    """The same as a share: 0 at the start, 1 at the end."""
    agent: str
    at: datetime
    role: Role
    marked: bool = False
    """Whether it is an item of a list: the reply set a number or a bullet before it."""
    general: float = 1.0
    """Probability that it holds for everybody, 0..1."""
    worked: bool | None = None
    """True where the customer said thanks or rated the answer well, False where trouble went on, None where nothing
    tells."""
    echoed: frozenset[str] = frozenset()
    """Words with a capital that the customer wrote too, in small letters: a product, or somebody's name."""
    unfit: str = ""
    """Why it cannot stand in an article, or ""."""


def read_replies(enquiry: RedactedEnquiry) -> tuple[Sentence, ...]:
    """Read the sentences of all replies to one enquiry, courtesies taken off, each judged by its words alone."""
    worked = _has_worked(enquiry)
    told = {word.lower() for word in CAPITAL.findall(enquiry.text)}
    sentences = []
    for which, reply in enumerate(enquiry.replies):
        parts = split_sentences(_INITIALS.sub("", strip_courtesies(_HANDLES.sub("", reply.text))))
        for number, part in enumerate(parts):
            marked = STEP_MARK.match(part) is not None
            text = reword_placeholders(STEP_MARK.sub("", part).strip())
            if not text:  # it was a placeholder in brackets and nothing else
                continue
            sentences.append(
                Sentence(
                    text=text,
                    enquiry_id=enquiry.id,
                    reply=which,
                    number=number,
                    place=number / max(1, len(parts) - 1),
                    agent=reply.agent,
                    at=reply.at or enquiry.received or LONG_AGO,
                    role=find_role(text, marked=marked),
                    marked=marked,
                    worked=worked,
                    echoed=frozenset(word.lower() for word in CAPITAL.findall(text)) & told,
                )
            )
    return judge_sentences(sentences, _classify(sentences))


def judge_replies(
    replies: Mapping[str, Sequence[Sentence]], vectors: Mapping[str, NDArray[np.float32]], model_name: str
) -> dict[str, tuple[Sentence, ...]]:
    """Return for all sentences of an export, by enquiry id, how likely each holds for everybody, or why it is unfit.

    `vectors` are those of the encoder `model_name`, by text. What recurs, and how much of the export handles cases,
    counts (`sentence_classes`). What was found to be personal stays so.
    """
    recurring = count_recurring(sentence for own in replies.values() for sentence in own)
    classes = {id_: _classify(replies[id_], vectors, model_name, recurring) for id_ in sorted(replies)}
    shift = estimate_shift(np.concatenate([np.zeros((0, len(CLASSES))), *classes.values()]))
    return {id_: judge_sentences(own, shift_classes(classes[id_], shift)) for id_, own in replies.items()}


def judge_sentences(sentences: Sequence[Sentence], classes: NDArray[np.float64]) -> tuple[Sentence, ...]:
    """Return for the sentences of one enquiry, in their order, how likely each holds for everybody, or why it is unfit.

    `classes` are the probabilities of the classes of each. Items of one list are judged together.
    """
    told, judged = list(sentences), classes.copy()
    for start, end in _find_lists(sentences):
        judged[start:end] = classes[start:end].mean(axis=0)
        told[start:end] = _classify_list(sentences[start:end])
    return _fill_holes([_judge(sentence, row) for sentence, row in zip(told, judged, strict=True)])


def _fill_holes(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Keep a sentence that is nearly as likely general, between two of its reply that surely are."""
    filled = list(sentences)
    for place in range(1, len(sentences) - 1):
        before, sentence, after = sentences[place - 1 : place + 2]
        between = before.reply == after.reply and min(before.general, after.general) >= SURELY_BESIDE
        if sentence.unfit == ONE_CASE and sentence.general >= LEAST_BETWEEN and between:
            filled[place] = replace(sentence, unfit="")
    return tuple(filled)


def _classify(
    sentences: Sequence[Sentence],
    vectors: Mapping[str, NDArray[np.float32]] | None = None,
    model_name: str = "",
    recurring: Mapping[str, int] | None = None,
) -> NDArray[np.float64]:
    """Compute the probabilities of the classes of the sentences of one enquiry, each reply for itself: shape (n, 4)."""
    found = [np.zeros((0, len(CLASSES)))]
    for _, group in itertools.groupby(sentences, key=lambda sentence: sentence.reply):
        texts = [sentence.text for sentence in group]
        rows = [vectors[text] for text in texts] if vectors is not None else None
        counts = [recurring.get(normalise(text), 1) for text in texts] if recurring else None
        found.append(classify_sentences(texts, rows, model_name, counts))
    return np.concatenate(found)


def _judge(sentence: Sentence, classes: NDArray[np.float64]) -> Sentence:
    general = float(classes[GENERAL])
    if sentence.unfit == PERSONAL:
        return replace(sentence, general=0.0)
    if BRACKETED.search(sentence.text):
        return replace(sentence, general=0.0, unfit=ONE_CASE)
    if is_curt(sentence.text):
        return replace(sentence, general=0.0, unfit=CURT)
    if general >= LEAST_GENERAL:
        return replace(sentence, general=general, unfit="")
    likeliest = max((CASE, HANDOVER, COURTESY), key=lambda place: float(classes[place]))
    reason = {CASE: ONE_CASE, HANDOVER: ASKS_BACK, COURTESY: COURTEOUS}[likeliest]
    return replace(sentence, general=general, unfit=reason)


def _find_lists(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Find the runs of two and more list items in one reply: the places of the first and behind the last."""
    runs = []
    for (_, marked), group in itertools.groupby(
        range(len(sentences)), key=lambda place: (sentences[place].reply, sentences[place].marked)
    ):
        places = list(group)
        if marked and len(places) > 1:
            runs.append((places[0], places[-1] + 1))
    return runs


def _classify_list(items: Sequence[Sentence]) -> list[Sentence]:
    """Return whether the items of a list are steps, or only items: of an English list, most must tell to do
    something.
    """
    steps = sum(is_step(item.text) for item in items)
    if guess_language(" ".join(item.text for item in items)) != "en" or 2 * steps >= len(items):
        return list(items)
    return [replace(item, role=Role.ITEM) if item.role is Role.STEP else item for item in items]


def count_recurring(sentences: Iterable[Sentence]) -> dict[str, int]:
    """Count in how many conversations each sentence stands, by its normalised text; once is left out."""
    users: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        users[normalise(sentence.text)].add(sentence.enquiry_id)
    return {text: len(own) for text, own in users.items() if len(own) > 1}


def _has_worked(enquiry: RedactedEnquiry) -> bool | None:
    """Return whether an answer helped: by the customer's rating, else by what was written after it."""
    later = " ".join(enquiry.later)
    if enquiry.content is not None or not later:
        return enquiry.content
    return holds_thanks(later) and not has_trouble(later)


def find_repeated(members: Iterable[RedactedEnquiry]) -> frozenset[str]:
    """Return the ids of enquiries whose customer asked the same once more within `SOON`: the answer did not settle
    it.
    """
    by_customer: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for member in members:
        if member.customer and member.received:
            by_customer[member.customer].append((member.received, member.id))
    return frozenset(
        id_
        for asked in map(sorted, by_customer.values())
        for (at, id_), (again, _) in itertools.pairwise(asked)
        if timedelta(0) < again - at <= SOON
    )


def list_said(replies: Mapping[str, Sequence[Sentence]]) -> dict[str, list[str]]:
    """Return what was said to each enquiry, by its id, for telling which of them were given the same answer.

    What is about one case counts too, since it tells what the case was; what stands under many replies does not, nor
    the questions that agents asked back.
    """
    answered = sum(bool(own) for own in replies.values())
    under = find_boilerplate(list(replies.values()), fewest=max(FEWEST_FOOTERS, round(FOOTER_SHARE * answered)))
    return {
        id_: [s.text for s in own if not _is_asked_back(s) and is_telling(s.text) and normalise(s.text) not in under]
        for id_, own in replies.items()
    }


def _is_asked_back(sentence: Sentence) -> bool:
    # "Please go to the page …" may be told to everybody and tells much: only what asks is left out.
    return sentence.unfit == ASKS_BACK and sentence.text.rstrip().endswith("?")


def is_telling(text: str) -> bool:
    """Return whether a sentence has enough words to be compared with others."""
    return len(split_words(text)) >= FEWEST_WORDS


def take_newest(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences of the newest `MOST_REPLIES` replies, newest reply first, each reply in its own order."""
    by_reply: dict[tuple[str, int], list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_reply[sentence.enquiry_id, sentence.reply].append(sentence)
    order = sorted(by_reply, key=lambda key: (-by_reply[key][0].at.timestamp(), key))
    return tuple(sentence for key in order[:MOST_REPLIES] for sentence in by_reply[key])


def find_middle(
    sentences: Sequence[Sentence], vectors: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32] | None:
    """Return the middle of what can speak for everybody, scaled to length 1: shape (d,), or None where nothing can."""
    rows = [vectors[sentence.text] for sentence in sentences if not sentence.unfit]
    if not rows:
        return None
    mean = np.mean(rows, axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def find_boilerplate(sentences: Sequence[Sequence[Sentence]], *, fewest: int = BOILERPLATE_QUESTIONS) -> frozenset[str]:
    """Return the normalised sentences that say nothing about a question, given the sentences of each.

    They end the replies of `fewest` or more questions (footers, slogans, adverts), or stand anywhere in those of nearly
    all of them, beside other sentences (pleasantries). A sentence of fewer questions that stands elsewhere is an answer
    that they share.
    """
    counts: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    places: dict[str, list[float]] = defaultdict(list)
    for of_one in sentences:
        told = Counter((sentence.enquiry_id, sentence.reply) for sentence in of_one)
        counts.update({normalise(sentence.text) for sentence in of_one})
        beside.update({normalise(s.text) for s in of_one if told[s.enquiry_id, s.reply] > 1})
        for sentence in of_one:
            places[normalise(sentence.text)].append(sentence.place)
    nearly_all = max(fewest, NEARLY_ALL * sum(bool(of_one) for of_one in sentences))
    return frozenset(
        text
        for text, count in counts.items()
        if beside[text] >= nearly_all or (count >= fewest and sum(places[text]) / len(places[text]) >= LAST_PLACES)
    )
