"""Puts the house's own words in the place of others: the right spelling of its products, the words of its tone.

Pure. Here is decided where a word may be replaced and where a text must stay as it is; which words,
`storage/settings_file` reads.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.text.placeholders import PLACEHOLDER

Pairs = tuple[tuple[str, str], ...]
"""What a text may hold, and what shall stand there instead."""

_KEPT: Final = "|".join(
    (
        r"(?<!`)(?P<fence>`{3,}+)(?s:.{0,20000}?)(?<!`)(?P=fence)(?!`)",
        r"(?<!`)(?P<ticks>`{1,2}+)(?!`)(?:(?!\n[ \t]*\n)(?s:.)){1,500}?(?<!`)(?P=ticks)(?!`)",
        r"(?<!\w)(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:|tel:)[^\s<>\"]+",
        r"(?<![\w.-])[\w-]++(?:\.[\w-]++)++/[^\s<>\"]*",  # an address without https://
        r"(?<![\w.+%'&-])[\w.+%'&-]{1,64}@[\w-]++(?:\.[\w-]++)*+",
        r"(?<=\])\([^()\s]*\)",  # where a Markdown link leads
        r"(?<![\w/])/(?=\w)[^\s<>\",;]*|\b[a-z]:\\[^\s<>\"]*",  # a place on a site or a disk
        PLACEHOLDER.pattern,
    )
)
"""What is never touched: code and menu names in backticks, addresses, and what stands for redacted values."""

_BEFORE: Final = r"(?<![\w@#\\])(?<!\w[.])"
_BEFORE_NUMBER: Final = r"(?<![.,:/–−-])"
_AFTER: Final = r"(?![\w@\\])(?!\.\w)(?!['’](?!s\b)\w)"
_AFTER_NUMBER: Final = r"(?![,:/–−-]\d)"
_NO_HYPHEN_BEFORE: Final = r"(?<!\w[-‑])"
_NO_HYPHEN_AFTER: Final = r"(?![-‑]\w)"
"""Where a word begins and ends: "report" is no word of its own in "report.pdf" or "#report", nor "can" in "can't"."""

_SPACE: Final = r"(?:[^\S\n]++\n?+|\n)[^\S\n]*+"
"""Between two words of a phrase a line may end, but not a paragraph."""
_ALIKE: Final = {"'": "['’]", "’": "['’]", "-": "[-‑]", "‑": "[-‑]"}
_WORD: Final = re.compile(r"\w+")
_OPENING: Final = " \t\"“„‘'([*-•"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of a table; a `right` of "" means that the phrase stays as it was found."""

    phrase: str
    right: str
    is_name: bool
    """Whether it stands in the text exactly as in the table, or takes the capitals of the word it replaces."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Rules, longest first, and the one pattern whose last groups stand for them, each for one."""

    pattern: re.Pattern[str]
    rules: tuple[_Rule, ...]
    beginnings: frozenset[str]
    """The first word of each phrase, since most texts hold none of them and need no closer look."""

    def may_change(self, text: str) -> bool:
        """Return, at little cost, whether any rule can be about a text; a phrase of signs only can be about every
        one.
        """
        return "" in self.beginnings or not self.beginnings.isdisjoint(_find_words(text))

    def find_rule(self, match: re.Match[str]) -> _Rule | None:
        """Return which rule a match is for, or None where the text has to stay."""
        if match["kept"] is not None or match.lastindex is None or _is_glued(match):
            return None
        return self.rules[match.lastindex - 1 - (self.pattern.groups - len(self.rules))]

    def replace(self, match: re.Match[str]) -> str:
        """Return what shall stand in the place of a match."""
        rule = self.find_rule(match)
        if rule is None or not rule.right:
            return match[0]
        return rule.right if rule.is_name else _take_capitals(match, rule)


def dress(text: str, *, spelling: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Write names as the house spells them, and its own words in the place of others: whole words only.

    Both in one pass, so that a word of the tone is never put into the name of a product. Of two phrases that begin at
    one place the longer one wins, and what was put in is not looked at again. A word takes over the capitals of the one
    that it replaces, and is no part of a compound ("re-use"). Addresses, and what stands in backticks, stay.

    >>> dress("Utilise gore tex: https://a.example/", spelling={"gore tex": "GORE-TEX"}, words={"utilise": "use"})
    'Use GORE-TEX: https://a.example/'
    """
    if not spelling and not words:
        return text
    table = _make_table(tuple(spelling.items()), tuple(words.items()))
    return table.pattern.sub(table.replace, text) if table.may_change(text) else text


def find_forbidden(text: str, forbidden: Sequence[str]) -> tuple[str, ...]:
    """Return which of the forbidden phrases a text holds, in the order of the list, however they are capitalised.

    Whole words only; addresses and code count too, since a reader sees them.

    >>> find_forbidden("Simply the best, at no cost", ["cost", "simple", "Best"])
    ('cost', 'Best')
    """
    words = set(_find_words(text))
    return tuple(
        phrase
        for phrase, beginning, pattern in _make_search(tuple(forbidden))
        if (not beginning or beginning in words) and any(not _is_glued(match) for match in pattern.finditer(text))
    )


@functools.lru_cache(maxsize=64)
def _make_table(spelling: Pairs, words: Pairs) -> _Table:
    rules = [_Rule(phrase, right, is_name=True) for phrase, right in spelling if phrase.strip()]
    rules += [_Rule(phrase, right, is_name=False) for phrase, right in words if phrase.strip()]
    return _join_rules(rules + _guard_right_phrases(_join_rules(rules)))


def _guard_right_phrases(table: _Table) -> list[_Rule]:
    """Return a rule for each right phrase that holds a wrong one: "gore" = "GORE-TEX" must not make "GORE-TEX-TEX"."""
    guards = []
    for rule in table.rules:
        inside = [found for match in table.pattern.finditer(rule.right) if (found := table.find_rule(match))]
        if inside:
            mends = rule.is_name and any(found.is_name for found in inside)
            guards.append(_Rule(rule.right, rule.right if mends else "", is_name=True))
    return guards


def _join_rules(rules: Iterable[_Rule]) -> _Table:
    longest_first = tuple(sorted(rules, key=lambda rule: -len(rule.phrase)))
    phrases = "|".join(f"({_make_pattern(rule.phrase, compounds=rule.is_name)})" for rule in longest_first)
    pattern = re.compile(f"(?P<kept>{_KEPT})|{_BEFORE}(?:{phrases or '(?!)'})", re.IGNORECASE)
    return _Table(pattern, longest_first, frozenset(_find_beginning(rule.phrase) for rule in longest_first))


@functools.lru_cache(maxsize=64)
def _make_search(forbidden: tuple[str, ...]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return for each phrase its first word and its pattern."""
    return tuple(
        (
            phrase,
            _find_beginning(phrase),
            re.compile(rf"(?<!\w){_escape_phrase(phrase)}(?!\w)(?!['’](?!s\b)\w)", re.IGNORECASE),
        )
        for phrase in forbidden
        if phrase.strip()
    )


def _find_words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _find_beginning(phrase: str) -> str:
    """Return the first word of a phrase, or "" when it has only signs."""
    return next(iter(_find_words(phrase)), "")


def _make_pattern(phrase: str, *, compounds: bool) -> str:
    """Return a pattern for a phrase up to its border; with `compounds`, "goretex" is found in "goretex-lined" too."""
    words = "".join(phrase.split())
    before = (_BEFORE_NUMBER if words[0].isdigit() else "") + ("" if compounds else _NO_HYPHEN_BEFORE)
    after = _AFTER + (_AFTER_NUMBER if words[-1].isdigit() else "") + ("" if compounds else _NO_HYPHEN_AFTER)
    return before + _escape_phrase(phrase) + after


def _escape_phrase(phrase: str) -> str:
    return _SPACE.join("".join(_ALIKE.get(char) or re.escape(char) for char in word) for word in phrase.split())


def _is_glued(match: re.Match[str]) -> bool:
    """Return whether an accent that is a character of its own hangs on the match: then it is a part of a word."""
    neighbours = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    return any(unicodedata.category(char).startswith("M") for char in neighbours)


def _take_capitals(match: re.Match[str], rule: _Rule) -> str:
    """Capitalise as the word that was found, unless the table has it in those capitals ("FAQ", German "Kunde")."""
    found, right = match[0], rule.right
    letters = sum(char.isalpha() for char in found)
    if letters > 1 and found.isupper() and not rule.phrase.isupper():
        return right.upper()
    if not found[:1].isupper() or any(char.isupper() for char in right.partition(" ")[0]):
        return right
    if rule.phrase[:1].isupper() and not _begins_sentence(match):
        return right
    return right[:1].upper() + right[1:]


def _begins_sentence(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip(_OPENING)
    return not before or before.endswith((".", "!", "?", "…", "\n"))
