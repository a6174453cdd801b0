"""What a sentence claims: how many days, what is paid, whether something is given back, which way leads to a page.

A claim is a slot and a value. Two sentences that give different values for one slot may contradict each other;
`contradictions` says when they do. The words are English first, with German, French and Spanish negations, since the
agents of one company write most of their replies in one language.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Hashable, Mapping

from enquiry2article.keywords import tell_stems
from enquiry2article.text import stem

OF = ": "
"""Stands between what a claim is about in general and the word that it is about: "what is paid: label"."""

_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_NUMBER_WORDS)})"
_MONEY = re.compile(
    r"[£$€]\s?(?P<first>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"|\b(?P<second>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\s?(?:pounds?|euros?|dollars?|GBP|EUR|USD|[£$€])",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"\b(?P<low>{_NUMBER})(?:\s?(?:-|–|to|or|and)\s?(?P<high>{_NUMBER}))?[\s-]*"
    r"(?:(?:working|business|calendar|full|more|whole)[\s-]+)?(?P<unit>%|[a-zäöüßéèñ]{2,})",
    re.IGNORECASE,
)
UNITS = frozenset(
    "day hour minut week month year percent % peopl person seat user litre metre meter mile kg gram bar psi time degre "
    "tag tage tagen stund stunden woch woche wochen monat monate monaten jahr jahre jahren jour heur mois semain "
    "día dia hora mes año".split()
)
"""Stems of what is counted: a number before another word is a part or an order more often than a fact."""

_STEP_OF_WAY = r"\"?[\w'’.\-]+(?: [\w'’.\-]+){0,3}?\"?"
_WAY = re.compile(rf"{_STEP_OF_WAY}(?: ?[>→›»] ?{_STEP_OF_WAY}){{1,5}}")
_WAY_SIGN = re.compile(r"\s?[>→›»]\s?")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nothing|neither|nor|cannot|without|nicht|kein\w*|nie|pas|sin|nunca|\w+n't)\b",
    re.IGNORECASE,
)
_DOING = "(?:post|ship|send|offer|take|accept|sell|deliver|repair|fit|install|support|change|refund)"

_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (
        "what is paid",
        r"""(?<!feel\ )(?<!sugar\ )\bfree\b(?!\ (?:up|again|to\b|place|slot|time)) | \bon\ us\b | \bprepaid\b
        | \bincluded\b | \bincludes?\b | \bin\ the\ price\b | \bin\ what\ you\ paid\b
        | \bnothing\ (?:to\ pay|gets\ taken|is\ taken|extra)
        | \bno\ (?:extra\ )?(?:charge|costs?|fees?|import\ costs?)\b | \bcosts?\ nothing\b
        | \balready\ (?:have|has|contains?)\b | \bneedn't\ pay\b""",
        r"""\byou\ pay\b | \bto\ pay\ (?:on|at|upon)\b | \bfor\ the\ customer\ to\ pay\b | \bcomes?\ off\b
        | \bdeducted\b | \b(?:is|are)\ charged\b | \bextra\ charge\b | \bon\ top\b
        | \bat\ your\ (?:own\ )?(?:cost|expense)\b | (?<!\bno\ )\bcharge\ of\b | [£$€]\s?\d""",
    ),
    (
        "whether it is given back",
        r"""\b(?:gives?|hands?|pays?|gets?|given|handed|paid|credited|comes?|sent)\b.{0,40}\bback\b | \breturned\b
        | \breturns?\b | \breimburse[sd]?\b | \bcredited\b""",
        r"\bkeeps?\b | \bkept\b | \bretains?\b | \blost\ to\ you\b | \bnon-?refundable\b",
    ),
    (
        "when it happens",
        r"""\bat\ once\b | \bimmediately\b | \bright\ away\b | \bstraight\ ?away\b | \binstantly\b | \bthe\ same\ day\b
        | \bon\ the\ day\b | \btoday\b""",
        r"""\bnext\ (?:\w+\ )?(?:invoice|bill|month|payment|statement|run|day)\b | \bfollowing\ (?:invoice|bill|month)\b
        | \blater\b | \bat\ the\ end\ of\b | \bonly\ after\b""",
    ),
    (
        "whether it is needed",
        r"\bmust\b | \bneed\ to\b | \bhave\ to\b | \brequired\b | \bnecessary\b | \bobligatory\b",
        r"\bneedn't\b | \boptional\b | \bup\ to\ you\b | \bunnecessary\b",
    ),
    (
        "whether it is possible",
        rf"""^(?:so\ )?(?:yes|you\ can|of\ course|certainly)\b | \b(?:is|are)\ (?:possible|allowed|fine)\b
        | \b(?:goes?|travels?)\ by\b | \bwe\ (?:do|can|will)\ {_DOING}\b""",
        rf"""^(?:sorry,?\ )?no\b | \b(?:is|are)\ (?:impossible|forbidden)\b | \bcannot\ be\b
        | \bwe\ (?:don't|do\ not|can't|cannot|won't|no\ longer)\ {_DOING}\b""",
    ),
)
"""What can be claimed one way or the other: its name, the words that say yes, the words that say no."""

_COMPILED = tuple(
    (name, re.compile(yes, re.IGNORECASE | re.VERBOSE), re.compile(no, re.IGNORECASE | re.VERBOSE))
    for name, yes, no in _FAMILIES
)
YES_OR_NO = frozenset(name for name, _, _ in _FAMILIES)

_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
_CUE = re.compile(
    rf"""\b(?:correct\ (?:that|what|this|myself) | (?:was|were|is|that's)\ wrong | my\ mistake
    | my\ colleague\ (?:gave|wrote|said|told) | (?:has|have|was|were|'s|we)\ changed | changed\ (?:it|this|from|on|in)
    | it\ moved | (?:has|have)\ moved | moved\ (?:on|to) | old\ (?:way|one|page|slip) | used\ to\ be | no\ longer
    | since\ (?:\d|{_MONTH}|last|this|the) | from\ (?:\d{{1,2}}(?:st|nd|rd|th)?\ )?{_MONTH}\w*
    | instead\ of | rather\ than\ before | seit\ dem | desde\ el)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SLOT_NAMES = {
    "money": "how much it costs",
    "%": "what percentage",
    "percent": "what percentage",
    "minut": "how many minutes",
    "name": "who or what does it",
    "person": "how many people",
    "peopl": "how many people",
}


def says_changed(text: str) -> bool:
    """Say whether a sentence itself tells that something was wrong, or is no longer so."""
    return bool(_CUE.search(text.replace("’", "'")))


def name_slot(slot: str) -> str:
    """Say what a slot is about, for a person."""
    head = slot.partition(OF)[0]
    if head in _SLOT_NAMES:
        return _SLOT_NAMES[head]
    return f"how many {head}s" if head in UNITS else head


def differ_in_fact(left: str, right: str) -> bool:
    """Say whether two sentences that are alike give different values for one slot."""
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
    """Give what a sentence claims: slots and values.

    >>> read_claims("Refunds take 5 to 10 working days.")
    (('day', (5.0, 10.0)),)
    """
    plain = text.replace("’", "'")
    claims: list[tuple[str, Hashable]] = []
    for money in _MONEY.finditer(plain):
        amount = money["first"] or money["second"]
        claims.append(("money", (_read_number(amount), _read_number(amount))))
    for found in _QUANTITY.finditer(_MONEY.sub(" ", plain)):
        unit = stem(found["unit"].lower(), "en")
        if unit in UNITS:
            low = _read_number(found["low"])
            claims.append((unit, (low, _read_number(found["high"]) if found["high"] else low)))
    for way in _WAY.finditer(plain):
        steps = [step.strip(' ".').lower() for step in _WAY_SIGN.split(way[0]) if step.strip(' ".')]
        if len(steps) > 1:
            # Two ways contradict each other when they lead to one entry from different places.
            # Where the first step begins cannot be told from the sentence around it, but where it ends can.
            before = steps[-2] if len(steps) > 2 else steps[0].split()[-1]
            claims += [(f"the way to {goal}", before) for goal in tell_stems(steps[-1])]
    for name, yes, no in _COMPILED:
        sign = _tell_sign(plain, yes, no)
        if sign:
            claims.append((name, sign))
            # What the claim is about stands beside the words that make it.
            about = no.sub(" ", yes.sub(" ", plain))
            claims += [(f"{name}{OF}{word}", sign) for word in tell_stems(about) if not word[0].isdigit()]
    return tuple(claims)


def _tell_sign(text: str, yes: re.Pattern[str], no: re.Pattern[str]) -> int:
    """Give 1 where a sentence says yes, -1 where it says no, 0 where neither or both."""
    signs = set()
    for pattern, sign in ((yes, 1), (no, -1)):
        for found in pattern.finditer(text):
            before = re.split(r"[,;:.()]|\b(?:but|and|so|while)\b", text[: found.start()])[-1]
            denied = ((sign > 0 or "nothing" in before.lower()) and _NEGATION.search(before) is not None) or re.match(
                r"\W+not\b", text[found.end() :]
            ) is not None
            signs.add(-sign if denied else sign)
    return signs.pop() if len(signs) == 1 else 0


def _read_number(text: str) -> float:
    word = text.lower()
    if word in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[word])
    thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word)
    return float(word.replace(",", "" if thousands else "."))
