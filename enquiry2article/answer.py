"""What the replies to a question say, in sentences that agents really wrote, each with the enquiries it came from.

Nothing is invented: every statement is a whole sentence of a reply. Decides which sentences speak for everybody (and
which only for one case), which reply gives the order, and what the others add.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from enquiry2article.courtesies import strip_courtesies
from enquiry2article.keywords import tell_stems
from enquiry2article.one_case import is_general, names_particular
from enquiry2article.records import Answer, Cluster, Disagreement, RedactedEnquiry, Statement
from enquiry2article.text import normalise, split_sentences, split_words

MOST_REPLIES = 60
"""Replies of one question that are read; the newest ones, since they are the likeliest to be true today."""

SAME = 0.80
"""Cosine from which two sentences say the same."""

COVERED = 0.72
"""Cosine from which a sentence adds nothing to one that is already there."""

NEW_WORDS = 0.4
"""Share of a sentence's telling words that must be new for it to be added: paraphrases escape the cosine."""

ENOUGH_REPLIES = 30
"""Replies in the whole export from which a word that only one of them holds tells of a single case."""

LEAST_ASKER = 0.45
"""Cosine of an enquiry to the title below which it asks something else, whatever cluster it is in."""

ASKER_SPREAD = 0.25
"""How much less near than the nearest member an enquiry may be and still ask the same."""

LEAST_TO_THE_POINT = 0.3
"""Cosine to the title that at least one sentence of the leading reply must reach; unrelated ones reach about .2."""

LEAST_ON_THE_SUBJECT = 0.15
"""Cosine to the title below which a sentence that nobody else says is small talk."""

MOST_ADDED = 4
"""Sentences from other replies that are put beside those of the leading one."""

BOILERPLATE_QUESTIONS = 3
"""A sentence in the replies of this many different questions belongs to none of them."""

LAST_PLACES = 0.8
"""How far down its replies, from 0 to 1, a sentence stands on average to be taken for a footer."""

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


STEP_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-*•–]|step \d+\s*[:.-]?)\s+", re.IGNORECASE)
STEP_VERBS = frozenset(
    "open click go tap press choose select pick enter type log sign scroll switch turn put take remove unscrew screw "
    "push pull hold wait fill pour wash rinse dry let place attach connect disconnect reconnect download upload copy "
    "paste save delete print pack write drop bring find look check make rub apply spread leave cut clean repeat add "
    "set untick tick toggle restart refresh install uninstall update close lay hang use".split()
)
ORDER_WORDS = re.compile(
    r"^(?:first(?:ly)?|then|next|now|after that|afterwards|finally|lastly|and then|once done)\b[,:]?\s*", re.I
)
SMILEYS = re.compile(r"\s*[:;]-?[)(DP](?=\W|$)|\s*[\U0001F300-\U0001FAFF\u2600-\u27BF]\uFE0F?")
LEANING_WORDS = frozenset(
    "it its it's they them that that's this these those then and but or so also otherwise if alas yes no not only "
    "after before once when he she his her which who there".split()
)
NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one reply."""

    text: str
    enquiry_id: str
    place: float
    """Where in its reply it stood: 0 at the start, 1 at the end."""
    agent: str
    at: datetime
    marked: bool
    """True where the reply itself numbered or listed it."""


def collect_sentences(members: Iterable[RedactedEnquiry]) -> tuple[Sentence, ...]:
    """Give what the newest replies of a question say to everybody: without courtesies and without the single case."""
    replied = sorted(
        ((reply, member.id) for member in members for reply in member.replies),
        key=lambda pair: (-(pair[0].at or LONG_AGO).timestamp(), pair[1], pair[0].text),
    )
    sentences = []
    for reply, enquiry_id in replied[:MOST_REPLIES]:
        parts = split_sentences(strip_courtesies(reply.text))
        for number, part in enumerate(parts):
            text = STEP_MARK.sub("", part).strip()
            if is_general(text):
                place = number / max(1, len(parts) - 1)
                marked = STEP_MARK.match(part) is not None
                sentences.append(Sentence(text, enquiry_id, place, reply.agent, reply.at or LONG_AGO, marked))
    return tuple(sentences)


def find_boilerplate(sentences: Sequence[Sequence[Sentence]]) -> frozenset[str]:
    """Give the normalised sentences that end the replies of several questions: footers, slogans, adverts.

    A sentence that stands elsewhere in its replies is an answer, even if several questions share it.
    """
    counts: Counter[str] = Counter()
    places: dict[str, list[float]] = defaultdict(list)
    for of_one in sentences:
        counts.update({normalise(sentence.text) for sentence in of_one})
        for sentence in of_one:
            places[normalise(sentence.text)].append(sentence.place)
    return frozenset(
        text
        for text, count in counts.items()
        if count >= BOILERPLATE_QUESTIONS and sum(places[text]) / len(places[text]) >= LAST_PLACES
    )


def find_particulars(sentences: Sequence[Sequence[Sentence]]) -> frozenset[str]:
    """Give the names that only one enquiry's replies mention: capitalised words that nobody else writes at all.

    They are a street, a person or a day of one case more often than a thing that others ask about. Among very few
    replies nothing can be told from counting, so then there are none.
    """
    users: dict[str, set[str]] = defaultdict(set)
    for of_one in sentences:
        for sentence in of_one:
            for word in split_words(sentence.text.lower()):
                users[word].add(sentence.enquiry_id)
    if len({sentence.enquiry_id for of_one in sentences for sentence in of_one}) < ENOUGH_REPLIES:
        return frozenset()
    return frozenset(word for word, own in users.items() if len(own) == 1)


def compose_answer(
    cluster: Cluster,
    sentences: Sequence[Sentence],
    boilerplate: frozenset[str],
    particulars: frozenset[str],
    vectors: Mapping[str, NDArray[np.float32]],
    asked: NDArray[np.float32] | None,
) -> Answer:
    """Compose the answer of one question, whose title has the vector `asked`.

    Only replies to enquiries that ask what the title asks count; with None all do, since a person says that the whole
    cluster asks the same. The one whose sentences are best borne out by the
    others leads, in its own order; sentences that several other replies hold and the leading one lacks are put where
    they usually stand. `vectors` holds a vector for the text of each sentence. Without a usable reply, or when none
    speaks of what was asked, the answer is empty: an outline is better than the answer to another question.
    """
    replies = [reply for member in cluster.members for reply in member.replies]
    near = {member.id for member in cluster.members} if asked is None else find_askers(cluster, asked)
    usable = [
        sentence
        for sentence in sentences
        if sentence.enquiry_id in near
        and normalise(sentence.text) not in boilerplate
        and not names_particular(sentence.text, particulars)
    ]
    if not usable:
        return Answer(replies=len(replies))
    rows = np.array([vectors[sentence.text] for sentence in usable], dtype=np.float32)
    alike = np.round(rows @ rows.T, 5)
    support = [
        frozenset(usable[j].enquiry_id for j in np.flatnonzero(alike[i] >= SAME).tolist()) for i in range(len(usable))
    ]
    leading = _choose_leading(usable, support, rows, alike, asked)
    if not leading:
        return Answer(replies=len(replies))
    chosen = [i for i in range(len(usable)) if usable[i].enquiry_id == leading]
    if asked is not None:
        chosen = _drop_chatter(chosen, usable, support, np.round(rows @ asked, 5))
    chosen = _drop_repeats(chosen, alike)
    chosen = _add_missing(chosen, usable, support, alike)
    chosen = _drop_empty_lead_ins(chosen, usable)
    chosen = _lead_with_best(chosen, usable, support)
    statements = tuple(
        Statement(text=finish_sentence(usable[i].text), sources=tuple(sorted(support[i])), step=_is_step(usable[i]))
        for i in chosen
    )
    return Answer(
        statements=statements,
        disagreements=find_disagreements(usable, alike),
        replies=len({sentence.enquiry_id for sentence in usable}),
        agents=len({sentence.agent for sentence in usable if sentence.agent}),
        confirmed=max((s.at for s in usable if s.at != LONG_AGO), default=None),
    )


def find_askers(cluster: Cluster, asked: NDArray[np.float32]) -> frozenset[str]:
    """Give the ids of the members that ask what the title asks, by the cosine of their text to it.

    A cluster may hold neighbouring questions. The nearest member always counts, and whoever is nearly as near.
    """
    near = np.round(cluster.vectors @ asked, 5)
    least = min(float(near.max()), max(LEAST_ASKER, float(near.max()) - ASKER_SPREAD))
    return frozenset(member.id for member, value in zip(cluster.members, near.tolist(), strict=True) if value >= least)


def _choose_leading(
    usable: Sequence[Sentence],
    support: Sequence[frozenset[str]],
    rows: NDArray[np.float32],
    alike: NDArray[np.float32],
    asked: NDArray[np.float32] | None,
) -> str:
    """Give the enquiry whose reply the others bear out best: central as a whole, complete, and to the point.

    Gives "" where no reply speaks of what was asked.
    """
    by_reply: dict[str, list[int]] = defaultdict(list)
    for i, sentence in enumerate(usable):
        by_reply[sentence.enquiry_id].append(i)
    middle = rows.mean(axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    others = max(1, len(by_reply) - 1)
    scores = {}
    for enquiry_id, own in by_reply.items():
        whole = rows[own].mean(axis=0)
        to_the_point = 1.0 if asked is None else float((rows[own] @ asked).max())
        if to_the_point < LEAST_TO_THE_POINT:
            continue
        central = float(whole @ middle) / max(float(np.linalg.norm(whole)), 1e-9)
        borne_out = sum(len(support[i]) - 1 for i in own) / (others * len(own))
        # How much of all that was ever said the reply covers, so that a terse reply does not lead.
        covers = float((alike[:, own].max(axis=1) >= COVERED).mean())
        scores[enquiry_id] = round(central + 0.5 * borne_out + covers + 2 * to_the_point, 4)
    return min(scores, key=lambda enquiry_id: (-scores[enquiry_id], enquiry_id), default="")


def _drop_chatter(
    chosen: Sequence[int],
    usable: Sequence[Sentence],
    support: Sequence[frozenset[str]],
    to_the_point: NDArray[np.float32],
) -> list[int]:
    """Leave out, at either end, what only one agent says, is no step, and has nothing to do with what was asked.

    Between sentences that stay it may explain the one before it ("That's where you stop"), so there it stays too.
    """
    kept = [
        place
        for place, i in enumerate(chosen)
        if len(support[i]) > 1 or _is_step(usable[i]) or to_the_point[i] >= LEAST_ON_THE_SUBJECT
    ]
    return list(chosen[kept[0] : kept[-1] + 1]) if kept else []


def _drop_repeats(chosen: Sequence[int], alike: NDArray[np.float32]) -> list[int]:
    kept: list[int] = []
    for i in chosen:
        if all(alike[i, j] < SAME for j in kept):
            kept.append(i)
    return kept


def _add_missing(
    chosen: list[int],
    usable: Sequence[Sentence],
    support: Sequence[frozenset[str]],
    alike: NDArray[np.float32],
) -> list[int]:
    """Put in what at least two other replies say and the leading one does not, where it usually stands."""
    places = {i: usable[i].place for i in chosen}
    candidates = sorted(
        (i for i in range(len(usable)) if i not in places and len(support[i]) >= 2),
        key=lambda i: (-len(support[i]), -usable[i].at.timestamp(), usable[i].text),
    )
    added = 0
    for i in candidates:
        if added == MOST_ADDED:
            break
        stems = set(tell_stems(usable[i].text))
        told = {word for j in places for word in tell_stems(usable[j].text)}
        says_more = len(stems - told) >= NEW_WORDS * len(stems)
        if says_more and all(alike[i, j] < COVERED for j in places):
            places[i] = usable[i].place
            added += 1
    return sorted(places, key=lambda i: (places[i], i))


def _drop_empty_lead_ins(chosen: Sequence[int], usable: Sequence[Sentence]) -> list[int]:
    """Leave out a sentence that ends in a colon when what it announced is not there or is no list of steps."""
    kept = []
    for place, i in enumerate(chosen):
        following = chosen[place + 1 : place + 3]
        if usable[i].text.rstrip().endswith(":") and not (
            len(following) == 2 and all(_is_step(usable[j]) for j in following)
        ):
            continue
        kept.append(i)
    return kept


def _lead_with_best(chosen: list[int], usable: Sequence[Sentence], support: Sequence[frozenset[str]]) -> list[int]:
    """Begin with a sentence that answers by itself: the first, if it can stand alone, else the best borne out."""

    def stands_alone(i: int) -> bool:
        words = usable[i].text.split()
        return (
            not _is_step(usable[i])
            and not usable[i].text.endswith(":")
            and 5 <= len(words) <= 35
            and words[0].lower().strip(",.'’") not in LEANING_WORDS
        )

    # A procedure begins with its first step, whatever is said most often.
    if not chosen or _is_step(usable[chosen[0]]) or (stands_alone(chosen[0]) and len(support[chosen[0]]) > 1):
        return chosen
    able = [i for i in chosen if stands_alone(i) and len(support[i]) > 1]
    if not able:
        return chosen
    best = min(able, key=lambda i: (-len(support[i]), chosen.index(i)))
    return [best, *(i for i in chosen if i != best)]


def find_disagreements(usable: Sequence[Sentence], alike: NDArray[np.float32]) -> tuple[Disagreement, ...]:
    """Find sentences that say the same but for their numbers, each side held by its own replies."""
    found: list[Disagreement] = []
    seen: set[int] = set()
    numbers = [frozenset(NUMBERS.findall(s.text)) for s in usable]
    for i in range(len(usable)):
        if i in seen or not numbers[i]:
            continue
        near = [j for j in np.flatnonzero(alike[i] >= SAME).tolist() if numbers[j]]
        sides: dict[frozenset[str], list[int]] = defaultdict(list)
        for j in near:
            sides[numbers[j]].append(j)
        apart = [side for side in sides if not any(side < other or other < side for other in sides)]
        if len(apart) < 2:
            continue
        seen.update(near)
        values = tuple(
            Statement(
                text=finish_sentence(usable[max(sides[side], key=lambda j: (usable[j].at, -j))].text),
                sources=tuple(sorted({usable[j].enquiry_id for j in sides[side]})),
            )
            for side in sorted(apart, key=lambda side: (-len(sides[side]), sorted(side)))
        )
        if len({source for value in values for source in value.sources}) > 1:
            found.append(Disagreement(about=_name_subject(usable[i].text), values=values))
    return tuple(found)


def _name_subject(text: str) -> str:
    words = NUMBERS.sub("…", text).split()
    return " ".join(words[:12]) + ("…" if len(words) > 12 else "")


def finish_sentence(text: str) -> str:
    """Begin with a capital and end with a full stop; nothing goes but smileys and a word of order before a comma."""
    text = SMILEYS.sub("", " ".join(text.split())).strip(" -–•*")
    if not text:
        return ""
    start = ORDER_WORDS.match(text)
    if start and start.end() < len(text) and start[0].rstrip().endswith(","):
        text = text[start.end() :]
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?:…" else f"{text.rstrip(',;')}."


def _is_step(sentence: Sentence) -> bool:
    bare = ORDER_WORDS.sub("", sentence.text).lower()
    bare = re.sub(r"^(?:please|just|simply|you can|you need to|you should|to start,?)\s+", "", bare)
    first = re.match(r"[a-z]+", bare)
    return (first is not None and first[0] in STEP_VERBS) or sentence.marked
