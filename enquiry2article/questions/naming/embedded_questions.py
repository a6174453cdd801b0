"""Turns an English question that stands inside another sentence into a direct one: "Tell me where the invoice is".

English asks by putting the auxiliary before the subject ("Where is the invoice?"), and with a form of "do" where there
is none ("How much does shipping cost?"); inside a sentence it does neither (Huddleston and Pullum 2002, "The Cambridge
Grammar of the English Language", chapters 3 and 11). So the rule finds the subject and the verb after it. Where either
is unsure it refuses: a title in a wrong order reads worse than another customer's words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from enquiry2article.text.stop_words import SERVICE_VERBS
from enquiry2article.text.word_lists import join_patterns, read_words

_ASKED: Final = re.compile(
    r"(?P<asked>(?:(?:at|on|for|in|from|by|with|until|to) )?(?:how (?:much|many|long|often|far|soon|late|early|quickly"
    r"|fast|big|large|small|heavy|high|wide|old|tall|deep|hot|safe|strong|thick|warm)|how|what time"
    r"|what (?:kind|sort|type)s? of \w+|what|which|where|when|why|who|whom)|if|whether(?: or not)?) (?P<rest>.+)",
    re.IGNORECASE,
)
_BE: Final = frozenset("is are was were am".split())
_MODAL: Final = frozenset("will would can could should must may might shall".split())
_HAVE: Final = frozenset("has have had".split())
_DO: Final = frozenset("do does did".split())
_NEGATIVE: Final = frozenset(
    "isn't aren't wasn't weren't don't doesn't didn't can't cannot couldn't won't wouldn't shouldn't hasn't "
    "haven't".split()
)
_PRONOUNS: Final = frozenset("i you we they he she it this that these those there".split())
_SINGULAR: Final = frozenset("he she it this that".split())
_DETERMINERS: Final = frozenset(
    "a an the my our your his her its their this that these those any some each all".split()
)
_SUBORDINATORS: Final = frozenset(
    "if when because that who which whose and but or so after before once while unless until since as than".split()
)
_PREPOSITIONS: Final = frozenset("of for in on from to with at by about under over between without".split())
_ADVERBS: Final = frozenset(
    "still also usually actually really already currently ever even always only just now".split()
)
_CONTRACTIONS: Final = (
    (re.compile(r"\b(it|he|she|there|that|this)'s (?!been\b|\w+ed\b)", re.IGNORECASE), r"\1 is "),
    (re.compile(r"\b(you|we|they)'re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\bi'm\b", re.IGNORECASE), "I am"),
    (re.compile(r"\b(i|you|we|they|it|he|she)'ll\b", re.IGNORECASE), r"\1 will"),
    (re.compile(r"\b(i|you|we|they)'ve\b", re.IGNORECASE), r"\1 have"),
)
_IRREGULAR: Final = {
    "sent": "send", "got": "get", "took": "take", "paid": "pay", "bought": "buy", "lost": "lose", "broke": "break",
    "left": "leave", "said": "say", "came": "come", "went": "go", "made": "make", "gave": "give", "found": "find",
}  # fmt: skip
_PARTICIPLES: Final = frozenset("been gone got made sent lost paid bought come left found given taken broken".split())
_OFFER: Final = re.compile(r"you (?:need|want|require|have any|can help|could help)\b", re.IGNORECASE)
"""What follows "let me know if" without being asked: "… if you need anything else"."""
_MOST_SUBJECT: Final = 6
"""Words of a subject: in a longer one, the verb found is likely to be another's."""


@functools.cache
def _compile_embedding() -> re.Pattern[str]:
    lead = join_patterns(("en",), "embedding.txt")
    return re.compile(rf"^{lead},? (?=(?:{_AHEAD})\b)", re.IGNORECASE)


_AHEAD: Final = (
    r"(?:at|on|for|in|from|by|with|until|to) (?:what|which|when|whom)|how|what|when|where|which|who|why|whether|if"
    r"|do|does|did|is|are|can|could|will|would|should"
)
"""How a question begins, the last with its verb: "I was wondering, do you ship to Norway?"."""


def strip_embedding(text: str) -> str:
    """Take off what a question is wrapped in: "Could you tell me". The text itself where it is not wrapped.

    >>> strip_embedding("Could you tell me where the invoice is")
    'where the invoice is'
    """
    return _compile_embedding().sub("", text, count=1)


@functools.cache
def _compile_request() -> re.Pattern[str]:
    lead = join_patterns(("en",), "embedding.txt")
    return re.compile(rf"^(?!do |.*(?:n't|not) ){lead},? (?P<thing>(?:the|your) .+)", re.IGNORECASE)


def ask_for_thing(text: str) -> str:
    """Return the question for what somebody asks to be told; "" where the text is no such request.

    >>> ask_for_thing("Could you tell me the requirements of the badge")
    'what are the requirements of the badge'
    """
    found = _compile_request().match(text)
    if not found:
        return ""
    words = found["thing"].lower().split()
    subject = words[: _find_end(words)]
    return f"what {'are' if _is_plural(subject) else 'is'} {found['thing']}"


def is_embedded(text: str) -> bool:
    """Return whether a text can be asked only by turning it: it begins with a word that asks, or with "if"."""
    return bool(_ASKED.fullmatch(text))


def ask_directly(clause: str) -> str:
    """Return the direct question that an embedded one stands for, without its mark; "" where its grammar is unsure.

    What is in the order of a direct question already stays as it is.

    >>> ask_directly("how much shipping costs")
    'how much does shipping cost'
    >>> ask_directly("whether you ship to Norway")
    'do you ship to Norway'
    """
    for short, long in _CONTRACTIONS:
        clause = short.sub(long, clause)
    found = _ASKED.fullmatch(clause)
    if not found:
        return ""
    asked, words = found["asked"], found["rest"].split()
    lower = [word.lower() for word in words]
    closed = asked.lower().startswith(("if", "whether"))
    if closed and _OFFER.match(found["rest"]):
        return ""
    if not closed and (lower[0] == "to" or _is_direct(asked.lower(), lower)):
        return clause
    if asked.lower() in ("what", "which", "how many") and _may_be_noun(lower[0]):
        if len(words) > 2 and _is_auxiliary(lower, 1):
            return clause  # "what documents are needed": what is asked is the subject
        if len(words) < 3 or lower[1] not in _PRONOUNS | _DETERMINERS:
            return ""  # "what size tent is best"
        return _join(f"{asked} {words[0]}", _turn(words[1:], lower[1:]))
    turned = _turn(words, lower)
    if not turned and asked.lower() == "how much" and len(words) > 2 and _may_be_noun(lower[0]):
        return _join(f"{asked} {words[0]}", _turn(words[1:], lower[1:]))
    return turned if closed else _join(asked, turned)


def _join(asked: str, turned: str) -> str:
    return f"{asked} {turned}" if turned else ""


def _turn(words: Sequence[str], lower: Sequence[str]) -> str:
    """Put subject and verb into the order of a direct question; "" where either is unsure."""
    end = min(_find_end(lower), _MOST_SUBJECT + 1)
    place = next((place for place in range(1, end) if _is_auxiliary(lower, place)), 0)
    if not place:
        return _support_with_do(words, lower, end)
    word = "can't" if lower[place] == "cannot" else lower[place]
    subject = lower[:place]
    if not _is_subject(subject) or not _agrees(subject, word.removesuffix("n't")):
        return ""
    return " ".join([word, *words[:place], *words[place + 1 :]])


def _is_direct(asked: str, lower: Sequence[str]) -> bool:
    """Return whether the verb comes first: "where is my order"; "what happens if", where what is asked is the
    subject.
    """
    first = lower[0]
    if first.removesuffix("n't") in _BE | _MODAL | _DO | _HAVE or first in _NEGATIVE:
        return True
    return (
        asked in ("what", "who", "which")
        and first.endswith("s")
        and _base(first) in _verbs()
        and not (len(lower) > 1 and (lower[1] in _verbs() or lower[1] in _BE | _MODAL))
    )


def _find_end(lower: Sequence[str]) -> int:
    """Return the place of the first word of a further clause, behind which no verb is this clause's."""
    for place, word in enumerate(lower):
        if place and (word in _SUBORDINATORS and not (place == 1 and word == "or")):
            return place
        if word.endswith((",", ";", ":")):
            return place + 1
    return len(lower)


def _is_auxiliary(lower: Sequence[str], place: int) -> bool:
    """Return whether a word goes before the subject in a question: "is", "won't", and "has" before "shipped"."""
    word = lower[place]
    return word in _BE | _MODAL | _NEGATIVE or (word in _HAVE and _is_perfect(lower, place))


def _is_perfect(lower: Sequence[str], place: int) -> bool:
    behind = [word for word in lower[place + 1 : place + 4] if word not in _ADVERBS | {"not", "yet"}]
    return bool(behind) and (behind[0] in _PARTICIPLES or behind[0].endswith("ed"))


def _support_with_do(words: Sequence[str], lower: Sequence[str], end: int) -> str:
    """Put a form of "do" before the subject, and the verb into its base form; "" where the verb is unsure."""
    for place in range(1, end):
        subject = [word for word in lower[:place] if word not in _ADVERBS]
        word = lower[place].rstrip(",;:")
        if word in _ADVERBS or not _is_subject(subject):
            continue
        help_, base = _read_verb(word, subject)
        if base:
            tail = lower[place][len(word) :]
            return " ".join([help_, *words[:place], base + tail, *words[place + 1 :]])
        if subject[0] in _PRONOUNS and len(subject) == 1 and subject[0] not in _DETERMINERS:
            return ""  # what follows a pronoun is its verb
    return ""


def _read_verb(word: str, subject: Sequence[str]) -> tuple[str, str]:
    """Return the form of "do" and the base of a verb behind a subject, or two empty texts where it is no sure verb."""
    pronoun = len(subject) == 1 and subject[0] in _PRONOUNS
    past = _IRREGULAR.get(word) or next(
        (base for base in (word[:-2], word[:-1], f"{word[:-3]}y") if word.endswith("ed") and base in _verbs()), ""
    )
    if past:
        return ("did", past) if pronoun else ("", "")  # "the order placed" may be the order that was placed
    if _is_plural(subject):
        sure = word in _verbs() or (pronoun and word.isalpha() and not word.endswith(("ing", "ed", "s", "ly")))
        return ("do", word) if sure and word not in _PREPOSITIONS else ("", "")
    base = _base(word)
    return ("does", base) if word == "has" or (word.endswith("s") and base in _verbs()) else ("", "")


def _base(word: str) -> str:
    """Return the verb of a form in -s: "applies" → "apply"."""
    if word == "has":
        return "have"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset((*SERVICE_VERBS, *read_words("en", "verbs.txt")))


def _is_subject(words: Sequence[str]) -> bool:
    """Return whether words can be a subject: a pronoun, or a noun with what belongs to it, and no other pronoun."""
    if not words:
        return False
    if words[0] in _PRONOUNS and (len(words) == 1 or words[0] not in _DETERMINERS):
        return len(words) == 1
    nouns = words[1:] if words[0] in _DETERMINERS else words
    inner = [word for word in nouns if word not in _DETERMINERS]
    return (
        bool(inner)
        and inner[-1] not in _PREPOSITIONS
        and inner[0] not in _PREPOSITIONS
        and not any(word in _PRONOUNS or word in _ADVERBS or not re.fullmatch(r"[\w'’-]+", word) for word in inner)
    )


def _may_be_noun(word: str) -> bool:
    return word.isalpha() and word not in _PRONOUNS | _DETERMINERS | _PREPOSITIONS | _ADVERBS


def _is_plural(subject: Sequence[str]) -> bool:
    """Return whether a verb without -s follows a subject: "I", "you", "returns", "the tents of my order"."""
    if len(subject) == 1 and subject[0] in _PRONOUNS:
        return subject[0] not in _SINGULAR
    head = next((left for left, word in pairwise(subject) if word in _PREPOSITIONS), subject[-1])
    return head in ("people", "children", "men", "women") or (
        head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s"))
    )


def _agrees(subject: Sequence[str], auxiliary: str) -> bool:
    """Return whether an auxiliary fits its subject in number, as far as it shows."""
    if subject == ["there"] or auxiliary not in ("is", "are", "was", "were", "am", "has", "have", "do", "does"):
        return True
    if subject == ["i"]:
        return auxiliary in ("am", "was", "have", "do")
    return _is_plural(subject) == (auxiliary in ("are", "were", "have", "do"))
