"""What the replies to a question say: one to three exemplars, kept whole, and what others bear out or add.

Nothing is invented: every statement is a whole sentence of a reply, with the enquiries it came from. `conversations`
cuts replies to what holds for everybody, `exemplars` chooses those that lead, `contradictions` finds what agents
contradict each other about; here they become statements in sections.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.case_handling import is_handled_case_by_case, list_asked, list_handled
from enquiry2article.answers.claims import differ_in_fact, read_claims
from enquiry2article.answers.conversations import Conversation
from enquiry2article.answers.copy_editing import begins_leaning, finish_sentence, mixes_address
from enquiry2article.answers.overtaken import SHORT_WORDS, put_proposed
from enquiry2article.answers.reply_sentences import LONG_AGO, Sentence
from enquiry2article.answers.yes_no import (
    asks_yes_or_no,
    choose_word,
    find_sign,
    finish_word,
    put_word_back,
    says_only,
)
from enquiry2article.domain.answer import Answer, Disagreement, Lack, Role, Statement
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.words import normalise, split_words

SAME = 0.80
"""Cosine from which two sentences say the same, if their numbers, links and names do."""

SAME_FACT = 0.5
"""Cosine from which two sentences say the same if they give the same number of days or the same price."""

COVERED = 0.60
"""Cosine from which a sentence is about what another one already says."""

NEW_STEMS = 0.4
"""Share of a sentence's telling words that the article must not hold yet, for it to be added."""

LEAST_ON_THE_SUBJECT = 0.5
"""Cosine to the title below which a sentence of another conversation is not added."""

SURELY_GENERAL = 0.75
"""Probability from which a sentence of another conversation is added."""

MOST_ADDED = 2
"""Sentences that other conversations add to an article."""

ASKS_THE_SAME = 0.6
"""Cosine of a title to what a customer asked, from which the yes or no that he got answers it."""

FEWEST_WORDS = 8
"""Words of an answer that is no longer terse."""

MOST_SPARE = 8


@dataclass(frozen=True, slots=True)
class Lead:
    """An exemplar as it stands in the article: a conversation and the heading of its section."""

    conversation: Conversation
    heading: str = ""
    """"" for the first, whose heading is the article's title."""


class Agreement:
    """The conversations of a question, and which of their kept sentences say the same."""

    def __init__(self, conversations: Sequence[Conversation], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self.conversations = conversations
        self.vectors = vectors
        self.sentences = [sentence for conversation in conversations for sentence in conversation.kept]
        rows = np.array([vectors[sentence.text] for sentence in self.sentences], dtype=np.float32)
        self.alike = np.round(rows @ rows.T, 5) if len(rows) else np.zeros((0, 0), dtype=np.float32)
        self.same = self._compare()
        self.place = {id(sentence): place for place, sentence in enumerate(self.sentences)}

    def _compare(self) -> NDArray[np.bool_]:
        texts = [sentence.text for sentence in self.sentences]
        facts = [frozenset(claim for claim in read_claims(text) if isinstance(claim[1], tuple)) for text in texts]
        same = np.eye(len(texts), dtype=bool)
        for i, j in zip(*np.nonzero(np.triu(self.alike >= SAME_FACT, 1)), strict=True):
            alike = self.alike[i, j] >= SAME or bool(facts[i] & facts[j])
            if alike and not differ_in_fact(texts[i], texts[j]) and _list_links(texts[i]) == _list_links(texts[j]):
                same[i, j] = same[j, i] = True
        return same

    def holders(self, place: int) -> tuple[str, ...]:
        """Return the ids of the enquiries in whose replies a sentence is said, sorted."""
        return tuple(sorted({self.sentences[j].enquiry_id for j in np.flatnonzero(self.same[place]).tolist()}))


def compose_answer(
    leads: Sequence[Lead],
    agreement: Agreement,
    asked: NDArray[np.float32],
    disagreements: tuple[Disagreement, ...] = (),
    changed: Sequence[Disagreement] = (),
    title: str = "",
    other: Conversation | None = None,
) -> Answer:
    """Compose the answer of one question, whose title has the vector `asked`, from its exemplars, the first leading.

    `other` is a conversation whose reply says the same as the first exemplar's, for a copy in other words.

    `changed` are what has changed in the answers to any question: an outdated sentence stands in no article. Without
    exemplars the answer is empty, and says why: an outline is better than the answer to another question.
    """
    left_out: Counter[str] = Counter()
    for conversation in agreement.conversations:
        left_out.update(conversation.left_out)
    answered = [conversation for conversation in agreement.conversations if conversation.sentences]
    empty = Answer(
        disagreements=disagreements,
        left_out=dict(left_out),
        asked=list_asked(answered, agreement.vectors),
        replies=len(answered),
    )
    if not leads:
        lack = Lack.CASE if is_handled_case_by_case(answered) else Lack.MISSING
        return replace(empty, lack=lack, handled=list_handled(answered, agreement.vectors))
    statements: list[Statement] = []
    for section, lead in enumerate(leads):
        for sentence in lead.conversation.kept:
            place = agreement.place[id(sentence)]
            if section and _is_told(agreement, place, leads[:section]):
                continue
            statements.append(_make_statement(agreement, place, section, lead.conversation.enquiry.id))
    statements = _add_shared(statements, leads, agreement, asked)
    statements = put_proposed(statements, disagreements, changed)
    statements = _say_yes_or_no(statements, leads[0], answered, title, asked)
    newest = max((statement.newest for statement in statements if statement.newest), default=None)
    return replace(
        empty,
        statements=tuple(statements),
        headings=tuple(lead.heading for lead in leads),
        lack=find_lack(statements),
        retold=_retell(other, agreement, disagreements, changed) if other else (),
        spare=_list_spare(statements, leads, agreement, asked),
        agents=len({s.agent for conversation in answered for s in conversation.sentences if s.agent}),
        confirmed=newest,
    )


def find_lack(statements: Sequence[Statement]) -> Lack:
    """Return whether an answer is one, or is missing or too short to be published."""
    if not statements:
        return Lack.MISSING
    words = sum(len(statement.text.split()) for statement in statements)
    return Lack.TERSE if words < FEWEST_WORDS and max(len(s.sources) for s in statements) < 2 else Lack.NOTHING


def _list_links(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,;:()<>").lower() for word in text.split() if "://" in word or "www." in word)


def _is_told(agreement: Agreement, place: int, leads: Sequence[Lead]) -> bool:
    told = [agreement.place[id(sentence)] for lead in leads for sentence in lead.conversation.kept]
    return bool(agreement.same[place, told].any())


def _make_statement(agreement: Agreement, place: int, section: int, exemplar: str = "") -> Statement:
    own = np.flatnonzero(agreement.same[place]).tolist()
    said = [agreement.sentences[j] for j in own]
    newest = max(sentence.at for sentence in said)
    text = finish_sentence(agreement.sentences[place].text)
    wordings = Counter(finish_sentence(sentence.text) for sentence in said)
    return Statement(
        text=text,
        sources=agreement.holders(place),
        role=agreement.sentences[place].role,
        section=section,
        exemplar=exemplar,
        agents=len({sentence.agent for sentence in said if sentence.agent}),
        newest=newest if newest != LONG_AGO else None,
        wordings=tuple(sorted((w for w in wordings if w != text), key=lambda w: (-wordings[w], w))),
    )


def _add_shared(
    statements: list[Statement],
    leads: Sequence[Lead],
    agreement: Agreement,
    asked: NDArray[np.float32],
) -> list[Statement]:
    """Add what two conversations and more say and the exemplars do not, behind the sentence it is likest to."""
    told = [agreement.place[id(sentence)] for lead in leads for sentence in lead.conversation.kept]
    own = {lead.conversation.enquiry.id for lead in leads}
    stems = {stem for place in told for stem in list_content_stems(agreement.sentences[place].text)}
    wanted: list[tuple[int, float, str, int]] = []
    for place, sentence in enumerate(agreement.sentences):
        holders = set(agreement.holders(place)) - own
        if len(holders) < 2 or not _may_be_added(sentence) or agreement.alike[place, told].max() >= COVERED:
            continue
        to_the_point = round(float(agreement.vectors[sentence.text] @ asked), 4)
        if to_the_point >= LEAST_ON_THE_SUBJECT:
            wanted.append((-len(holders), -to_the_point, sentence.text, place))
    added: list[int] = []
    for _, _, text, place in sorted(wanted):
        new = [stem for stem in list_content_stems(text) if stem not in stems]
        if len(added) == MOST_ADDED or len(new) < NEW_STEMS * len(list_content_stems(text)):
            continue
        if added and agreement.alike[place, added].max() >= COVERED:
            continue
        if mixes_address([*(statement.text for statement in statements), text]):
            continue
        added.append(place)
        stems.update(new)
        statements = _insert(statements, _make_statement(agreement, place, 0), place, told, agreement)
    return statements


def _may_be_added(sentence: Sentence) -> bool:
    text = sentence.text
    return (
        sentence.general >= SURELY_GENERAL
        and not sentence.marked
        and sentence.role in (Role.PLAIN, Role.CONDITION, Role.WARNING)
        and not begins_leaning(text)
        and not text.rstrip().endswith(":")
        and len(split_words(text)) >= SHORT_WORDS
    )


def _insert(
    statements: list[Statement], statement: Statement, place: int, told: Sequence[int], agreement: Agreement
) -> list[Statement]:
    """Put a statement at the end of the first section: inside an exemplar it would part what belongs together."""
    ends = [at for at, other in enumerate(statements) if other.section == 0]
    at = ends[-1] + 1
    return [*statements[:at], statement, *statements[at:]]


def _say_yes_or_no(
    statements: list[Statement],
    lead: Lead,
    answered: Sequence[Conversation],
    title: str,
    asked: NDArray[np.float32],
) -> list[Statement]:
    """Begin with the yes or no of the exemplar, if the title, of the vector `asked`, asks for one.

    The exemplar's customer must have asked the same, or the replies agree on the word.
    """
    conversation = lead.conversation
    first = conversation.kept[0]
    if not asks_yes_or_no(title) or not statements or statements[0].text != finish_sentence(first.text):
        return statements
    before = [s.text for s in conversation.sentences if (s.reply, s.number) == (first.reply, first.number - 1)]
    mere = next((text for text in before if says_only(text)), "")
    word = find_sign(mere or first.text)
    openings = [(c.enquiry.id, c.sentences[0].text) for c in answered]
    asks_it = normalise(title.rstrip("?")) in normalise(conversation.enquiry.text)
    same = asks_it or float(conversation.asked @ asked) >= ASKS_THE_SAME
    if not word or not (same or choose_word(openings) == word):
        return statements
    text = statements[0].text
    answer = f"{finish_word(mere)} {text}" if mere else put_word_back(first.text, text)
    return [replace(statements[0], text=answer), *statements[1:]]


def _retell(
    other: Conversation,
    agreement: Agreement,
    disagreements: tuple[Disagreement, ...],
    changed: Sequence[Disagreement],
) -> tuple[Statement, ...]:
    told = [_make_statement(agreement, agreement.place[id(sentence)], 0, other.enquiry.id) for sentence in other.kept]
    return tuple(put_proposed(told, disagreements, changed))


def _list_spare(
    statements: Sequence[Statement],
    leads: Sequence[Lead],
    agreement: Agreement,
    asked: NDArray[np.float32],
) -> tuple[Statement, ...]:
    """List what the replies also say on the subject and the article does not: offered to the editor, best first."""
    told = [agreement.place[id(sentence)] for lead in leads for sentence in lead.conversation.kept]
    texts = {statement.text for statement in statements}
    order = sorted(
        (
            (
                -len(agreement.holders(place)),
                -round(float(agreement.vectors[sentence.text] @ asked), 3),
                sentence.text,
                place,
            )
            for place, sentence in enumerate(agreement.sentences)
            if _may_be_added(sentence)
            and agreement.alike[place, told].max() < SAME
            and float(agreement.vectors[sentence.text] @ asked) >= LEAST_ON_THE_SUBJECT
        )
    )
    kept: list[int] = []
    for *_, place in order:
        text = finish_sentence(agreement.sentences[place].text)
        if len(kept) < MOST_SPARE and text not in texts and all(agreement.alike[place, j] < COVERED for j in kept):
            kept.append(place)
    return tuple(_make_statement(agreement, place, 0) for place in kept)
