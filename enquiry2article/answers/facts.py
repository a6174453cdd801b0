"""The facts in a sentence that can be out of date: numbers, prices, hours of the day, months, yes and no.

Two sentences about one matter differ in fact when both tell a value for one slot and the values exclude each other.
Whether they are about one matter, the caller knows; how alike they must be for a slot to count, is said here, since
numbers are telling and a yes or a no is soon misread.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from enquiry2article.answers.claims import OF, UNITS, name_slot, read_claims

TIME_OF_DAY, DAYS_AND_MONTHS = "at what time", "on which days or in which months"
HOW_OFTEN = "how often"

LEAST_ALIKE_NUMBERS = 0.6
"""Likeness (`posts/coverage/entailment.measure`) from which two different numbers are a difference. In the trades of
tests/cases/coverage that were looked at, what differs has .61 and more; other numbers of the same text have .61 and
less but for two of .68 and .74, which other rules keep out."""

LEAST_ALIKE_WORDS = 0.8
"""The same for a yes and a no, months and ways to a page: of the pairs in tests/cases/contradictions all but the
terse ones are above it, and nothing of what merely differs is. Replies that merely go on from one another reach .7."""

FEWEST_WORDS = 4
"""Words of a clause that can be compared."""

_NUMBER_SIGN = re.compile(
    r"\d|\b(?:noon|midday|midnight|once|twice|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for"
    r"|fif|six|seven|eigh|nine)ty(?:-\w+)?)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;]\s+(?:(?:and|or|but|und|oder)\s+)?|(?<!\s)\s+(?:and|und)\s+(?=[^,;]{0,40}[£$€\d])")
_HOUR_WORDS = {
    word: hour for hour, word in enumerate("one two three four five six seven eight nine ten eleven".split(), 1)
}
_HOUR_WORDS |= {"twelve": 12, "noon": 12, "midday": 12, "midnight": 0}
_CLOCK = re.compile(
    r"""\b(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?\s?m\b\.?|o'clock|uhr\b|h\b(?!ou))
    | \b(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)\b
    | \b(?P<word>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\ (?:o'clock\ )?
      (?:in\ the\ (?P<part>morning|afternoon|evening)|at\ (?P<night>night))
    | \b(?P<middle>noon|midday|midnight)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTS = {"once": "1", "twice": "2"}
_OFTEN = re.compile(
    r"\b(?P<count>once|twice|(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\ times)\ (?:an?|per|every|each)\ "
    r"(?P<unit>day|week|month|year|season)\b",
    re.IGNORECASE | re.VERBOSE,
)
_CALENDAR_WORDS = {
    **{
        name: number
        for names in (
            "January February March April May June July August September October November December",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        )
        for number, name in enumerate(names.split(), 1)
    },
    **{
        stem + ending: -number
        for number, stem in enumerate("Mon Tues Wednes Thurs Fri Satur Sun".split(), 1)
        for ending in ("day", "days")
    },
    **{
        name: -number
        for number, name in enumerate("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(), 1)
    },
}
CALENDAR_NAMES = frozenset(word.lower() for word in _CALENDAR_WORDS)
"""Days and months, in small letters."""

_CALENDAR = re.compile(rf"\b(?:{'|'.join(sorted(_CALENDAR_WORDS, key=lambda word: (-len(word), word)))})\b")


@functools.lru_cache(maxsize=50_000)  # each sentence is compared with many others
def read_facts(text: str) -> Mapping[str, frozenset[Hashable]]:
    """Return the values that a sentence tells, by slot.

    >>> sorted(read_facts("We open at 9 am and the tour takes 2 hours."))
    ['at what time', 'hour']
    """
    plain = text.replace("’", "'")
    times = frozenset(_read_time(found) for found in _CLOCK.finditer(plain))
    often = frozenset(_read_often(found) for found in _OFTEN.finditer(plain))
    # "9 h" and "10 hours" look alike to a reader of units: what is a time of the day is no number of hours.
    rest = _CLOCK.sub(" ", plain) if times else plain
    found: dict[str, set[Hashable]] = defaultdict(set)
    for slot, value in read_claims(rest):
        found[slot].add(value)
    facts: dict[str, frozenset[Hashable]] = {slot: frozenset(values) for slot, values in found.items()}
    if times:
        facts[TIME_OF_DAY] = times
    if often:
        facts[HOW_OFTEN] = often
    days = frozenset(_CALENDAR_WORDS[name] for name in _CALENDAR.findall(plain))
    if days:
        facts[DAYS_AND_MONTHS] = days
    return facts


def split_values(sentence: str) -> tuple[str, ...]:
    """Return the clauses of a sentence that lists several numbers for one thing, as far as they have words; else ().

    >>> split_values("Solo is £9 a month, Team is £24 a month.")
    ('Solo is £9 a month', 'Team is £24 a month.')
    """
    facts = read_facts(sentence) if may_hold_values(sentence) else {}
    if not any(is_number(slot) and len(values) > 1 for slot, values in facts.items()):
        return ()
    clauses = [clause.strip() for clause in _CLAUSE.split(sentence)]
    telling = [c for c in clauses if len(c.split()) >= FEWEST_WORDS and any(map(is_number, read_facts(c)))]
    return tuple(telling) if len(telling) > 1 else ()


def _read_often(found: re.Match[str]) -> str:
    """Return how many times and in what: "2 a day"."""
    count = _COUNTS.get(found["count"].lower(), found["count"].split()[0].lower())
    return f"{_HOUR_WORDS.get(count, count)} a {found['unit'].lower()}"


def _read_time(found: re.Match[str]) -> int:
    """Return minutes since midnight."""
    if found["middle"]:
        return 60 * _HOUR_WORDS[found["middle"].lower()]
    if found["hour24"]:
        return 60 * int(found["hour24"]) + int(found["minute24"])
    if found["word"]:
        word = found["word"].lower()
        hour = _HOUR_WORDS.get(word) or int(word)
        late = bool(found["night"]) or (found["part"] or "").lower() in ("afternoon", "evening")
        return 60 * (hour % 12 + 12 * late)
    hour, half = int(found["hour"]), found["half"].lower()
    if half[0] in "ap":
        hour = hour % 12 + 12 * (half[0] == "p")
    return 60 * hour + int(found["minute"] or 0)


def may_hold_values(text: str) -> bool:
    """Return, at little cost, whether a text may hold a number, a time, a day or a month."""
    return bool(_NUMBER_SIGN.search(text) or _CALENDAR.search(text))


def may_clash(slot: str) -> bool:
    """Return whether two posts contradict each other if they give different values for a slot."""
    return is_number(slot) or slot == DAYS_AND_MONTHS


def shares_values(ours: str, theirs: Sequence[str]) -> bool:
    """Return whether sentences have the numbers and times of another one, at least one for each thing that it
    counts.
    """
    left, right = read_facts(ours), [read_facts(sentence) for sentence in theirs]
    return all(any(left[slot] & facts.get(slot, frozenset()) for facts in right) for slot in left if is_number(slot))


def has_numbers(text: str) -> bool:
    """Return whether a sentence tells numbers or times."""
    return any(map(is_number, read_facts(text)))


def find_difference(ours: str, theirs: str, alike: float) -> str:
    """Return the slot about which two sentences that are so alike differ, or ""; numbers first."""
    left, right = read_facts(ours), read_facts(theirs)
    return next(
        (
            slot
            for slot in sorted(left.keys() & right.keys(), key=lambda slot: (not is_number(slot), OF in slot, slot))
            if alike >= choose_least_alike(slot) and exclude_each_other(slot, left[slot], right[slot])
        ),
        "",
    )


def choose_least_alike(slot: str) -> float:
    """Return how alike two sentences must be for a difference in a slot to count."""
    return LEAST_ALIKE_NUMBERS if is_number(slot) else LEAST_ALIKE_WORDS


def is_number(slot: str) -> bool:
    """Return whether the values of a slot are numbers."""
    return slot in UNITS or slot in ("money", TIME_OF_DAY, HOW_OFTEN)


def exclude_each_other(slot: str, ours: Iterable[Hashable], theirs: Iterable[Hashable]) -> bool:
    """Return whether no two values of a slot go together; ranges that overlap do.

    Of times and days each side must have one that the other lacks: "from 9 am" is part of "from 9 am to 5 pm".
    """
    left, right = frozenset(ours), frozenset(theirs)
    if slot in (TIME_OF_DAY, DAYS_AND_MONTHS):
        return bool(left - right) and bool(right - left)
    return not any(_go_together(mine, other) for mine in left for other in right)


def _go_together(left: Hashable, right: Hashable) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right) == 2:
        return bool(min(left) <= max(right) and min(right) <= max(left))  # "59 to 30 days" is a range, too
    return left == right


def name_fact(slot: str, texts: Iterable[str] = ()) -> str:
    """Return what a slot is about, for a person."""
    return slot if slot in (TIME_OF_DAY, DAYS_AND_MONTHS, HOW_OFTEN) else name_slot(slot, texts)
