"""What a sentence claims: how many days, what is paid, whether something is given back, which way leads to a page.

A claim is a slot and a value. Two sentences that give different values for one slot may contradict each other;
`contradictions` says when they do. The words are English first, with German, French and Spanish negations, since the
agents of one company write most of their replies in one language.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping

from enquiry2article.text.keywords import tell_stems
from enquiry2article.text.words import split_words, stem

OF = ": "
"""Stands between what a claim is about in general and the word that it is about: "what is paid: label"."""

_ONES = {word: number for number, word in enumerate("zero one two three four five six seven eight nine".split())}
_TEENS = {word: number for number, word in enumerate("ten eleven twelve thirteen fourteen fifteen sixteen".split(), 10)}
_TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
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
_WORDS_OF_UNITS = {
    "day": "day days tag tage tagen jour jours día días dia dias",
    "hour": "hour hours hr hrs h stunde stunden heure heures hora horas",
    "minute": "minute minutes minuten min mins minuto minutos",
    "week": "week weeks woche wochen semaine semaines semana semanas",
    "month": "month months monat monate monaten mois mes meses",
    "year": "year years jahr jahre jahren an ans année années año años",
    "%": "% percent prozent",
    "degree": "degree degrees grad degré degrés grado grados °",
    "people": "people persons person personen personnes personas",
    "metre": "metre metres meter meters",
    "litre": "litre litres liter liters",
    "time": "time times",
    "mile": "mile miles",
    "seat": "seat seats",
    "user": "user users",
    "bar": "bar",
    "psi": "psi",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "km": "km kilometre kilometres kilometer kilometers",
    "kg": "kg kilo kilos kilogram kilograms kilogramm",
    "gram": "gram grams g",
    "MB": "mb megabyte megabytes",
    "GB": "gb gigabyte gigabytes",
    "TB": "tb terabyte terabytes",
}
_UNIT_OF = {word: unit for unit, words in _WORDS_OF_UNITS.items() for word in words.split()}
UNITS = frozenset(_WORDS_OF_UNITS)
"""What is counted: a number before another word is a part or an order more often than a fact."""

WAY_TO = "the way to "

_STEP_OF_WAY = r"\"?(?<![\w'’.\-])[\w'’.\-]++(?: [\w'’.\-]++){0,3}?\"?"
_WAY = re.compile(rf"{_STEP_OF_WAY}(?: ?[>→›»] ?{_STEP_OF_WAY}){{1,5}}")
_WAY_SIGN = re.compile(r"\s?[>→›»]\s?")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nothing|neither|nor|cannot|without|nicht|kein\w*|nie|pas|sin|nunca|\w+n't)\b",
    re.IGNORECASE,
)
NEAR_NEGATION = 2
"""Words before "keep" or "optional" among which a negation turns them round."""

_NOTHING = re.compile(r"\bnothing\b", re.IGNORECASE)
_NOT = re.compile(r"\W+not\b")
_CLAUSE_END = re.compile(r"[,;:.()]|\b(?:but|and|so|while|aber|und|sondern|mais|et|pero)\b")
_DOING = "(?:post|ship|send|offer|take|accept|sell|deliver|repair|fit|install|support|change|refund)"

_IS = r"(?:(?<=\bis)|(?<=\bare)|(?<=\bbe)|(?<=\bnot)|(?<=n't))"
"""What stands before "allowed" and "charged", a negation or not."""

_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (
        "what is paid",
        r"""(?<!feel\ )(?<!sugar\ )\bfree\b(?!\ (?:up|again|to\b|place|slot|time)) | \bon\ us\b | \bprepaid\b
        | (?<!days\ )(?<!ends\ )\bincluded\b | \bincludes?\b | \bin\ the\ price\b | \bin\ what\ you\ paid\b
        | \bnothing\ (?:to\ pay|gets\ taken|is\ taken|extra)
        | \bno\ (?:extra\ )?(?:charge|costs?|fees?|import\ costs?)\b | \bcosts?\ nothing\b
        | \balready\ (?:have|has|contains?)\b | \bneedn't\ pay\b
        | \b(?:kostenlos|kostenfrei|gratis|umsonst|inklusive)\b | \b(?:gratuite?s?|gratuit[oa]s?|inclus|incluid[oa]s?)\b
        | \bim\ preis\ (?:enthalten|inbegriffen)\b | \bsans\ frais\b | \bsin\ coste\b""",
        rf"""\byou\ pay\b | \bto\ pay\ (?:on|at|upon)\b | \bfor\ the\ customer\ to\ pay\b | \bcomes?\ off\b
        | \bdeducted\b | {_IS}\ charged\b | \bextra\ charge\b | \bon\ top\b
        | \bat\ your\ (?:own\ )?(?:cost|expense)\b | (?<!\bno\ )\bcharge\ of\b | [£$€]\s?\d
        | \d\ ?(?:[£$€]|(?:pounds|euros?|dollars)\b) | \bkostenpflichtig\b | \bà\ (?:votre|ta)\ charge\b
        | \bzahlen\ sie\b | \bzahlst\ du\b | \ba\ su\ cargo\b""",
    ),
    (
        "whether it is given back",
        r"""\b(?:gives?|hands?|pays?|gets?|given|handed|paid|credited|comes?|sent)\b.{0,40}\bback\b | \breturned\b
        | \b(?:we|they|and|will|it)\ returns?\b | \breimburse[sd]?\b | \bcredited\b""",
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
        rf"""^(?:so\ )?(?:yes|you\ can(?!')|of\ course|certainly)\b
        | {_IS}\ (?:possible|allowed|permitted|fine)\b
        | \b(?:goes?|travels?)\ by\b | \bwe\ (?:do|can|will)\ {_DOING}\b""",
        rf"""^(?:sorry,?\ )?(?:no\b(?!\ (?:problem|worries|need|doubt))|you\ can(?:'t|not)\b)
        | \b(?:is|are)\ (?:impossible|forbidden)\b | \bcannot\ be\b
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
    rf"""\b(?<!be\ )(?:correct\ (?:that|what|this|myself) | (?:was|were|is|that's)\ wrong | my\ mistake
    | my\ colleague\ (?:gave|wrote|said|told) | (?:has|have|was|were|'s|we)\ changed | changed\ (?:it|this|from|on|in)
    | it\ moved | (?:has|have)\ moved | moved\ (?:on|to) | old\ (?:way|one|page|slip) | used\ to\ be | no\ longer
    | since\ (?:\d|{_MONTH}|last|this|the) | from\ (?:\d{{1,2}}(?:st|nd|rd|th)?\ )?{_MONTH}\w*
    | instead\ of | rather\ than\ before | seit\ dem | desde\ el)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_IF = re.compile(r"\b(?:if|when|whenever|in case|where)\b", re.IGNORECASE)
_SLOT_NAMES = {
    "money": "how much it costs",
    "%": "what percentage",
    "name": "who or what does it",
    "people": "how many people",
    **{unit: f"how many {unit}" for unit in ("bar", "psi", "mm", "cm", "km", "kg", "MB", "GB", "TB")},
}


@functools.cache
def list_unit_stems() -> frozenset[str]:
    """Give the stems of all words for what is counted."""
    return frozenset(stem(word, "en") for word in _UNIT_OF)


def says_changed(text: str) -> bool:
    """Say whether a sentence itself tells that something was wrong, or is no longer so; what it only supposes does not
    count ("if the size is wrong")."""
    plain = text.replace("’", "'")
    return any(not _IF.search(_begin_of_clause(plain, cue.start())) for cue in _CUE.finditer(plain))


def name_slot(slot: str, texts: Iterable[str] = ()) -> str:
    """Say what a slot is about, for a person; the end of a way is written as in the sentences that tell of it."""
    head = slot.partition(OF)[0]
    if head.startswith(WAY_TO):
        goal = head.removeprefix(WAY_TO)
        words = Counter(word for text in texts for word in split_words(text.lower()) if stem(word, "en") == goal)
        return WAY_TO + min(words, key=lambda word: (-words[word], word), default=goal)
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
        unit = _UNIT_OF.get(found["unit"].lower())
        if unit:
            low = _read_number(found["low"])
            claims.append((unit, (low, _read_number(found["high"]) if found["high"] else low)))
    for way in _WAY.finditer(plain):
        steps = [step.strip(' ".').lower() for step in _WAY_SIGN.split(way[0]) if step.strip(' ".')]
        if len(steps) > 1:
            # Two ways contradict each other when they lead to one entry from different places.
            # Where the first step begins cannot be told from the sentence around it, but where it ends can.
            before = steps[-2] if len(steps) > 2 else steps[0].split()[-1]
            claims += [(f"{WAY_TO}{goal}", before) for goal in tell_stems(steps[-1])]
    for name, yes, no in _COMPILED:
        sign = _tell_sign(plain, yes, no)
        if sign:
            claims.append((name, sign))
            # What the claim is about stands beside the words that make it.
            about = tell_stems(no.sub(" ", yes.sub(" ", plain)))
            claims += [
                (f"{name}{OF}{word}", sign) for word in about if word not in list_unit_stems() and not word[0].isdigit()
            ]
    return tuple(claims)


def _tell_sign(text: str, yes: re.Pattern[str], no: re.Pattern[str]) -> int:
    """Give 1 where a sentence says yes, -1 where it says no, 0 where neither or both."""
    signs = set()
    for pattern, sign in ((yes, 1), (no, -1)):
        for found in pattern.finditer(text):
            before = _begin_of_clause(text, found.start())
            # The words that say no are often negations themselves: only one right before them turns them round.
            reach = before if sign > 0 else " ".join(before.split()[-NEAR_NEGATION:])
            denied = _NEGATION.search(reach) or _NOTHING.search(before) or _NOT.match(text[found.end() :])
            signs.add(-sign if denied else sign)
    return signs.pop() if len(signs) == 1 else 0


def _begin_of_clause(text: str, end: int) -> str:
    """Give what stands before a place, from the last comma, bracket or "but" on."""
    return _CLAUSE_END.split(text[:end])[-1]


def _read_number(text: str) -> float:
    words = text.lower().replace("-", " ").split()
    if words[0] in _NUMBER_WORDS:
        return float(sum(_NUMBER_WORDS[word] for word in words))
    thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", words[0])
    return float(words[0].replace(",", "" if thousands else "."))
