"""Finds personal data and puts readable placeholders in its place: spans first, replacing second.

This is the only door from `Enquiry` to `RedactedEnquiry`. It decides which finders look where, whose names are looked
for in which conversation, and what of an enquiry becomes question, reply and the rest. What is personal, the finders on
the floor below decide; what is a question and what is noise, others decide and hand in.

The two-step shape and the tables of recognisers follow Microsoft's presidio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping, Sequence
from typing import Final

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.question_sentences import extract_ask, split_asks
from enquiry2article.cleaning.ratings import read_rating
from enquiry2article.domain.enquiry import (
    Author,
    Enquiry,
    RedactedEnquiry,
    Reply,
    Turn,
)
from enquiry2article.privacy.detection import replace_all
from enquiry2article.privacy.name_statistics import list_names
from enquiry2article.privacy.recognisers.known_names import split_name
from enquiry2article.privacy.redactor import Redactor
from enquiry2article.text.placeholders import PLACEHOLDER
from enquiry2article.text.sentences import SENTENCE_ENDS
from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.words import fold, split_words


def redact_enquiry(
    enquiry: Enquiry, redactor: Redactor, *, noise: str = "", doubts: MutableMapping[str, set[str]] | None = None
) -> RedactedEnquiry:
    """Take the personal data out of a cleaned enquiry and sort its turns into question, replies and the rest.

    `noise` is why the enquiry is no question, or "". To `doubts` are added the single names that were found in the text
    and that the export does not give for anybody in this conversation: word → who wrote it.
    """
    lexicon = redactor.build_lexicon(enquiry)
    found: list[tuple[str, str]] = []

    def redact(text: str) -> str:
        return replace_all(text, lambda piece: redactor.find(piece, lexicon), found)

    first, replied, later = _sort_turns(enquiry.turns)
    subject = redact(enquiry.subject)
    body = redact("\n\n".join(turn.text for turn in first if turn.text))
    if not _adds_something(subject, body):
        subject = ""
    # The greeting stands under the subject, where it would not be looked for.
    asking = strip_courtesies(body) or body
    if subject and _says_nothing(asking):
        asking = ""
    replies = tuple(
        Reply(text=redact(turn.text), agent=redactor.hash_person(turn.name, 6), at=turn.at) for turn in replied
    )
    if doubts is not None:
        own = {part for name in list_names(enquiry) for part in split_name(name)}
        for word in {value for kind, value in found if kind == "name" and value.isalpha() and fold(value) not in own}:
            doubts.setdefault(word.title(), set()).add(enquiry.customer or enquiry.id)
    told_later = tuple(redact(turn.text) for turn in later if turn.text)
    return RedactedEnquiry(
        id=enquiry.id,
        source=enquiry.source,
        text=f"{subject}\n\n{asking}".strip(),
        ask=_join_ask(subject, extract_ask(asking)),
        asks=split_asks(asking),
        replies=replies,
        later=told_later,
        customer=redactor.hash_person(enquiry.customer),
        received=enquiry.received,
        tags=tuple(tag for tag in enquiry.tags if tag == redact(tag)),
        content=read_rating(enquiry.rating),
        minutes=enquiry.minutes,
        group=redact(enquiry.group),
        noise=noise,
        found=dict(Counter(kind for kind, _ in found)),
        hidden=redactor.hide_values(enquiry, found),
    )


_MOST_SUBJECT_WORDS: Final = 12


def _join_ask(subject: str, ask: str) -> str:
    """Put a short subject before the ask: "Google calendar not syncing" says what "What now?" is about."""
    if not ask or not subject:
        return extract_ask(subject) or ask
    if len(subject.split()) > _MOST_SUBJECT_WORDS:
        return extract_ask(f"{subject}\n\n{ask}")
    return f"{subject}{'' if subject.endswith((*SENTENCE_ENDS, ':')) else '.'} {ask}"


def _sort_turns(turns: Sequence[Turn]) -> tuple[list[Turn], list[Turn], list[Turn]]:
    """Split the turns into what the customer wrote first, what people answered, and what the customer wrote later."""
    first: list[Turn] = []
    replied: list[Turn] = []
    later: list[Turn] = []
    for turn in turns:
        if turn.author is Author.CUSTOMER:
            # What an agent wrote before the customer said anything answers nothing, so it does not end the question.
            (later if replied else first).append(turn)
        elif turn.author is Author.AGENT and first and turn.text.strip():
            replied.append(turn)
    return first, replied, later


_PLAIN_SUBJECT: Final = frozenset(
    """
    question questions enquiry inquiry query help support contact message request form website urgent info
    information new general quick chat frage anfrage kontakt kontaktformular hilfe demande contacto consulta
    pregunta ayuda vraag hulp from via subject no issue problem
    """.split()
)


def _adds_something(subject: str, body: str) -> bool:
    said = {word.casefold() for word in split_words(body)}
    own = [word.casefold() for word in split_words(PLACEHOLDER.sub(" ", subject))]
    return any(word not in said and word not in ALL_STOP_WORDS and word not in _PLAIN_SUBJECT for word in own) or (
        bool(own) and not said
    )


def _says_nothing(text: str) -> bool:
    return not strip_courtesies(text)
