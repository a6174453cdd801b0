"""What a sentence claims: how many days, what is paid, whether something is given back, which way leads to a page.

A claim is a slot and a value. Two sentences that give different values for one slot may contradict each other;
`contradictions` says when they do. The words are data (`resources/languages/<code>/claims.toml`).
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping

from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import Phrases, list_phrases
from enquiry2article.text.words import split_words, stem

OF = ": "
"""Stands between what a claim is about in general and the word that it is about: "what is paid: label"."""

_ONES = {word: number for number, word in enumerate(list_phrases("claims", "ones", "en"))}
_TEENS = {word: number for number, word in enumerate(list_phrases("claims", "teens", "en"), 10)}
_TENS = {word: 10 * number for number, word in enumerate(list_phrases("claims", "tens", "en"), 2)}
_NUMBER_WORDS = _ONES | _TEENS | _TENS
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:[.,]\d+)?"
    rf"|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(_ONES | _TEENS)})"
)
_MONEY = re.compile(
    r"[£$€]\s?(?P<first>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"|\b(?P<second>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\s?(?:pounds?|euros?|dollars?|GBP|EUR|USD|[£$€])",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"\b(?P<low>{_NUMBER})(?:\s?(?:-|–|to|or|and)\s?(?P<high>{_NUMBER}))?[\s-]*"
    r"(?:(?:working|business|calendar|full|more|whole)[\s-]+)?(?P<unit>%|°|h\b|[a-zäöüßéèíñ]{2,})",
    re.IGNORECASE,
)
UNITS = frozenset(
    "day hour minute week month year % degree people metre litre time mile seat user bar psi mm cm km kg gram MB GB "
    "TB".split()
)
"""What is counted: a number before another word is a part or an order more often than a fact."""

WAY_TO = "the way to "

_STEP_OF_WAY = r"\"?(?<![\w'’.\-])[\w'’.\-]++(?: [\w'’.\-]++){0,3}?\"?"
_WAY = re.compile(rf"{_STEP_OF_WAY}(?: ?[>→›»] ?{_STEP_OF_WAY}){{1,5}}")
_WAY_SIGN = re.compile(r"\s?[>→›»]\s?")
_NEGATION = Phrases("claims", r"(?i)\b<negation>\b")
NEAR_NEGATION = 2
"""Words before "keep" or "optional" among which a negation turns them round."""

_NOTHING = re.compile(r"\bnothing\b", re.IGNORECASE)
_NOT = re.compile(r"\W+not\b")
_CLAUSE_END = Phrases("claims", r"[,;:.()]|\b<clause_end>\b")

_FAMILIES = {
    "what is paid": "paid",
    "whether it is given back": "returned",
    "when it happens": "soon",
    "whether it is needed": "needed",
    "whether it is possible": "possible",
}
"""What can be claimed one way or the other: its name, and that of its lists of words for yes and for no."""

_COMPILED = tuple(
    (name, Phrases("claims", f"(?i)<{family}_yes>"), Phrases("claims", f"(?i)<{family}_no>"))
    for name, family in _FAMILIES.items()
)
YES_OR_NO = frozenset(_FAMILIES)

_CUE = Phrases("claims", r"(?i)\b(?<!be )<changed>\b")
_IF = re.compile(r"\b(?:if|when|whenever|in case|where)\b", re.IGNORECASE)
_SLOT_NAMES = {
    "money": "how much it costs",
    "%": "what percentage",
    "name": "who or what does it",
    "people": "how many people",
    **{unit: f"how many {unit}" for unit in ("bar", "psi", "mm", "cm", "km", "kg", "MB", "GB", "TB")},
}


@functools.cache
def _read_units(language: str) -> Mapping[str, str]:
    """Return word → what is counted, of a language or of all."""
    return {word: unit for unit in sorted(UNITS) for word in list_phrases("claims", unit, language)}


@functools.cache
def list_unit_stems() -> frozenset[str]:
    """Return the stems of all words for what is counted."""
    return frozenset(stem(word, "en") for word in _read_units(""))


def says_changed(text: str) -> bool:
    """Return whether a sentence itself tells that something was wrong, or is no longer so; what it only supposes
    does not count ("if the size is wrong").
    """
    plain = text.replace("’", "'")
    language = guess_language(text)
    return any(not _IF.search(_begin_of_clause(plain, cue.start(), language)) for cue in _CUE(language).finditer(plain))


def name_slot(slot: str, texts: Iterable[str] = ()) -> str:
    """Return what a slot is about, for a person; the end of a way is written as in the sentences that tell of it."""
    head = slot.partition(OF)[0]
    if head.startswith(WAY_TO):
        goal = head.removeprefix(WAY_TO)
        words = Counter(word for text in texts for word in split_words(text.lower()) if stem(word, "en") == goal)
        return WAY_TO + min(words, key=lambda word: (-words[word], word), default=goal)
    if head in _SLOT_NAMES:
        return _SLOT_NAMES[head]
    return f"how many {head}s" if head in UNITS else head


def differ_in_fact(left: str, right: str) -> bool:
    """Return whether two sentences that are alike give different values for one slot."""
    ours, theirs = _values_by_slot(left), _values_by_slot(right)
    return any(not ours[slot] & theirs[slot] for slot in ours.keys() & theirs.keys())


@functools.lru_cache(maxsize=50_000)
def _values_by_slot(text: str) -> Mapping[str, frozenset[Hashable]]:
    found: dict[str, set[Hashable]] = defaultdict(set)
    for slot, value in read_claims(text):
        found[slot].add(value)
    return {slot: frozenset(values) for slot, values in found.items()}


@functools.lru_cache(maxsize=50_000)  # each sentence is compared with many others
def read_claims(text: str) -> tuple[tuple[str, Hashable], ...]:
    """Return what a sentence claims: slots and values.

    >>> read_claims("Refunds take 5 to 10 working days.")
    (('day', (5.0, 10.0)),)
    """
    plain = text.replace("’", "'")
    language = guess_language(text)
    units = _read_units(language)
    claims: list[tuple[str, Hashable]] = []
    for money in _MONEY.finditer(plain):
        amount = money["first"] or money["second"]
        claims.append(("money", (_read_number(amount), _read_number(amount))))
    for found in _QUANTITY.finditer(_MONEY.sub(" ", plain)):
        unit = units.get(found["unit"].lower())
        if unit:
            low = _read_number(found["low"])
            claims.append((unit, (low, _read_number(found["high"]) if found["high"] else low)))
    for way in _WAY.finditer(plain):
        steps = [step.strip(' ".').lower() for step in _WAY_SIGN.split(way[0]) if step.strip(' ".')]
        if len(steps) > 1:
            # Two ways contradict each other when they lead to one entry from different places.
            # Where the first step begins cannot be told from the sentence around it, but where it ends can.
            before = steps[-2] if len(steps) > 2 else steps[0].split()[-1]
            claims += [(f"{WAY_TO}{goal}", before) for goal in list_content_stems(steps[-1])]
    for name, *words in _COMPILED:
        yes, no = (pattern(language) for pattern in words)
        sign = _find_sign(plain, yes, no, language)
        if sign:
            claims.append((name, sign))
            # What the claim is about stands beside the words that make it.
            about = list_content_stems(no.sub(" ", yes.sub(" ", plain)))
            claims += [
                (f"{name}{OF}{word}", sign) for word in about if word not in list_unit_stems() and not word[0].isdigit()
            ]
    return tuple(claims)


def _find_sign(text: str, yes: re.Pattern[str], no: re.Pattern[str], language: str) -> int:
    """Return 1 where a sentence says yes, -1 where it says no, 0 where neither or both."""
    signs = set()
    for pattern, sign in ((yes, 1), (no, -1)):
        for found in pattern.finditer(text):
            before = _begin_of_clause(text, found.start(), language)
            # The words that say no are often negations themselves: only one right before them turns them round.
            reach = before if sign > 0 else " ".join(before.split()[-NEAR_NEGATION:])
            denied = _NEGATION(language).search(reach) or _NOTHING.search(before) or _NOT.match(text[found.end() :])
            signs.add(-sign if denied else sign)
    return signs.pop() if len(signs) == 1 else 0


def _begin_of_clause(text: str, end: int, language: str) -> str:
    """Return what stands before a place, from the last comma, bracket or "but" on."""
    return _CLAUSE_END(language).split(text[:end])[-1]


def _read_number(text: str) -> float:
    words = text.lower().replace("-", " ").split()
    if words[0] in _NUMBER_WORDS:
        return float(sum(_NUMBER_WORDS[word] for word in words))
    thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", words[0])
    return float(words[0].replace(",", "" if thousands else "."))
