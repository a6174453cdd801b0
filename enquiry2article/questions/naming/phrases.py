"""What customers of one question want done, or see going wrong, as the phrase that most of them share.

For a title where no single customer put it well: "cancel the order", "cancelled my order" and "how to cancel an order"
share a verb and its object, and "How do I cancel my order?" is what all three ask. Only English verbs from a list are
taken, so that the grammar of the question is sure; in any language there are the words that most of them share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.questions.naming.publishable_words import FEWEST_CUSTOMERS
from enquiry2article.text.keywords import BRACKETED
from enquiry2article.text.language import guess_language
from enquiry2article.text.stop_words import ALL_STOP_WORDS, ASKING_WORDS, SERVICE_VERBS, give_stop_words
from enquiry2article.text.words import split_words, stem

LEAST_SHARE: Final = 0.2
"""Share of the customers that must share a phrase."""

MOST_PHRASES: Final = 3

MOST_WORDINGS: Final = 6
LONGEST_WORDING: Final = 7
"""Words of a run that customers share."""

_BREAK: Final = re.compile(r"[^\w'’ -]+|\s-\s")

_LONG_VERBS: Final = (
    "set up|pick up|top up|sign up|turn on|turn off|switch on|switch off|send back|get rid of|put in|top-up|log into"
)
_OBJECT: Final = (
    r"(?P<det>(?:my|our|the|an?|your|this|that|these|some)\s+)?(?P<object>[a-z][a-z'-]+(?:\s+[a-z][a-z'-]+)?)"
)
_WANTED: Final = re.compile(rf"\b(?P<verb>{_LONG_VERBS}|{'|'.join(SERVICE_VERBS)})\s+{_OBJECT}")
_FAILING: Final = re.compile(
    r"\b(?:my|our|the)\s+(?P<object>[a-z][a-z'-]+(?:\s+[a-z][a-z'-]+)?)\s+(?P<be>is|are|has|have)(?:\s+still)?(?:n't|\s+not)"
    r"(?:\s+yet|\s+been)?\s+(?P<done>[a-z]+(?:ing|ed|en))\b"
)
_NO_OBJECT: Final = frozenset(
    (
        "able back come due friend from get going help know like lot make money-back new one ones other please "
        "possible question reason sure thing things time today tomorrow want way work yesterday "
    ).split()
)


def share_phrases(members: Sequence[RedactedEnquiry]) -> tuple[str, ...]:
    """Return questions made of the phrases that most customers share, those of most first; () where too few share
    one.
    """
    users: dict[tuple[str, ...], set[str]] = {}
    shapes: dict[tuple[str, ...], Counter[str]] = {}
    for member in members:
        plain = BRACKETED.sub(".", member.text).lower().replace("’", "'")
        found = {**_find_wanted(plain), **_find_failing(plain)}
        for key, shape in found.items():
            users.setdefault(key, set()).add(member.customer or member.id)
            shapes.setdefault(key, Counter())[shape] += 1
    least = max(FEWEST_CUSTOMERS, LEAST_SHARE * len({member.customer or member.id for member in members}))
    order = sorted(
        (key for key in users if len(users[key]) >= least), key=lambda key: (-len(users[key]), -len(key), key)
    )
    return tuple(_most_common(shapes[key]) for key in order[:MOST_PHRASES])


def share_wordings(members: Sequence[RedactedEnquiry]) -> tuple[str, ...]:
    """Return the runs of words that several customers share letter by letter, in any language, the most shared first.

    A run begins with a word that tells something or asks, and ends with one that tells something.
    """
    users: dict[tuple[str, ...], set[str]] = {}
    forms: dict[tuple[str, ...], Counter[str]] = {}
    for member in members:
        little = give_stop_words(guess_language(member.ask))
        for run in _BREAK.split(BRACKETED.sub(".", member.ask)):
            words = split_words(run)
            for start, end in _list_runs([word.lower() for word in words], little):
                key = tuple(word.lower() for word in words[start:end])
                users.setdefault(key, set()).add(member.customer or member.id)
                forms.setdefault(key, Counter())[" ".join(words[start:end])] += 1
    shared = {key: len(people) for key, people in users.items() if len(people) >= FEWEST_CUSTOMERS}
    order = sorted(shared, key=lambda key: (-shared[key] * len(key), key))
    return tuple(_most_common(forms[key]) for key in order[:MOST_WORDINGS])


def _list_runs(words: Sequence[str], little: Collection[str]) -> Iterator[tuple[int, int]]:
    telling = [word not in little and len(word) > 1 and word[0].isalpha() for word in words]
    for start, word in enumerate(words):
        if not telling[start] and word not in ASKING_WORDS:
            continue
        if start and word in ASKING_WORDS and words[start - 1] in ASKING_WORDS:
            continue  # "do I cancel" of "how do I cancel" asks something else
        for end in range(start + 2, min(start + LONGEST_WORDING, len(words)) + 1):
            if telling[end - 1] and sum(telling[start:end]) + (end - start > 2 and word in ASKING_WORDS) > 1:
                yield start, end


def _find_wanted(text: str) -> dict[tuple[str, ...], str]:
    found = {}
    for match in _WANTED.finditer(text):
        words = _list_object(match["object"])
        if words:
            thing = " ".join(words)
            own = (match["det"] or "").strip()
            own = {"our": "my", "this": "the", "that": "the", "these": "the", "some": ""}.get(own, own)
            shape = f"How do I {match['verb']} {own} {thing}?".replace("  ", " ")
            found[match["verb"], *(stem(word, "en") for word in words)] = shape
    return found


def _find_failing(text: str) -> dict[tuple[str, ...], str]:
    found = {}
    for match in _FAILING.finditer(text):
        words = _list_object(match["object"])
        if words:
            be, many = match["be"], words[-1].endswith("s") and not words[-1].endswith("ss")
            be = ("have" if many else "has") if be in ("has", "have") else ("are" if many else "is")
            shape = f"Why {be} my {' '.join(words)} not {match['done']}?"
            found["not", *(stem(word, "en") for word in words), match["done"]] = shape
    return found


def _list_object(phrase: str) -> list[str]:
    """Return the words of a phrase up to the first that names nothing; [] where that is the first."""
    words: list[str] = []
    for word in phrase.split():
        if word in ALL_STOP_WORDS or word in _NO_OBJECT or len(word) < 3:
            break
        words.append(word)
    return words


def _most_common(shapes: Counter[str]) -> str:
    return min(shapes, key=lambda shape: (-shapes[shape], shape))
