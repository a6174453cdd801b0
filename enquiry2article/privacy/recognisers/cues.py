"""What announces a value, and what may stand between the announcement and the value: "my number is: 12", "n° 12".

Pure. Patterns as data, and one judgement that passwords and user names share: whether a word that is announced is told
or only spoken about ("my password is wrong").
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.word_lists import one_of, read_list

_LABEL: Final = one_of(r"""
    numbers? | no | (?-i:[Nn]rs?) | nummern? | num | n\.?\s?[°ºo] | num[ée]ro | n[úu]mero | codes? | code | ids?
    is | was
    are | ist
    lautet | war | est | es | era | sont | é | le | la | el | the | der | die | das | dem | den | of | de | on
    called | heißt
    heisst | s['’]appelle | privat | private | here | now | jetzt | card | karte | key
""")
_GAP: Final = r"(?:[ \t\xa0=#,()\[–-]|:(?:[ \t]{0,2}\r?\n)?){0,3}"
_QUOTES: Final = "\"'“‘„«`"
JOINT: Final = rf"(?:(?i:{_GAP}{_LABEL}(?!\w)\.?){{1,4}}{_GAP}\n?[ ]?|{_GAP})[{_QUOTES}*]{{0,2}}"
"""What may stand between the word that announces a value and the value. Bounded, so that it is cheap everywhere.

A line may end only behind a colon or behind a word such as "is": a heading announces nothing of the line below it.
"""
_SAYS: Final = re.compile(
    r"(?i)[:=]|->|(?<!\w)(?:is|was|are|ist|war|lautet|est|es|era|sont|é|heißt|heisst|s['’]appelle)(?!\w)"
)


def says_value(joint: str) -> bool:
    """Return whether what stands behind an announcement says that the value follows: "is", a colon."""
    return bool(_SAYS.search(joint))


NO_VALUE: Final = frozenset(read_list("privacy/no_values.txt"))
"""What stands behind "my password is" or "my name is" without being one."""


def is_told(value: str, follows: str, *, quoted: bool = False, loose: bool = False) -> bool:
    """Return whether a word behind an announcement is the value itself.

    `follows` is what stands behind it. `loose`: nothing but a space parts it from the announcement ("password Sun12"),
    so that it has to look like no word at all.

    >>> is_told("hunter2", " and"), is_told("wrong", "."), is_told("sunflower", "."), is_told("sunflower", " is")
    (True, False, True, False)
    """
    bare = value.strip(".,;:!?¿¡()[]\\\"'").casefold()
    spoken_of = bare in NO_VALUE or bare in ALL_STOP_WORDS or bare.endswith(("ed", "ing"))
    if spoken_of or value.startswith("[") or not any(map(str.isalnum, bare)):
        return False
    if looks_made_up(value):
        return True
    if loose:
        return False
    if quoted:
        return True
    mixed = any(not char.isalpha() for char in value) or not (value.islower() or value.istitle())
    if mixed and not re.fullmatch(r"\d+-\w+|[a-z]+-[a-z-]+|\w+/\w+", value):
        return True
    rest = follows.lstrip(" ")
    return not rest or rest[0] in ".,;!\n"


_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SIGN: Final = re.compile(r"[!#$%&*+@^_?=~]")
_INNER_CAPITAL: Final = re.compile(r"[a-zß-öø-ÿ][A-Z].*[A-Z]|^[A-Z]+[a-z]+[A-Z]{2,}|[a-z]{2}[A-Z]{2}")
_MEASURE: Final = re.compile(r"(?i)\d+(?:-\w+|st|nd|rd|th|x|%|[kmg]b|mm|cm|bit|digits?|stellig)?|v\d[\d.]*|[\d.,/:-]+")


def looks_made_up(value: str) -> bool:
    """Return whether a word is none of a language: letters with digits, signs or capital letters inside."""
    if len(value) < 4 or _MEASURE.fullmatch(value):
        return False
    letter = _LETTER.search(value)
    return bool(letter and (_DIGIT.search(value) or _SIGN.search(value[1:-1]))) or bool(_INNER_CAPITAL.search(value))
