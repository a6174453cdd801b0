"""Finds what opens a door: passwords that somebody tells, codes, keys of programs.

Pure. "My password is wrong" tells no password: what may follow the word without being one is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.patterns import one_of
from enquiry2article.spans import Atom, Span, mark_all, match_after
from enquiry2article.words import ALL_STOP_WORDS

_SECRET: Final = re.compile(
    r"(?i)\b"
    + one_of(r"""
        pass(?:word|code|phrase|wort) | kennwort | mot de passe | contraseña | wachtwoord | hasło | senha | pwd
        pin | pin code | security code | cvv | cvc | api[- ]?key | access[- ]?(?:key|token) | token | secret
        login code | one[- ]time code | otp
    """)
    + r"\b(?P<joint>\s{0,3}(?:is|was|ist|lautet|est|es|era|:|=|->|é|to|to be)\s{0,3}:?\s{0,2})"
    r"(?P<quote>[\"'“‘„«`]?)(?P<value>[^\s\"'”“’«»`]{3,100})"
)
_FAR_SECRET: Final = re.compile(
    r"(?i)(?:pass(?:word|code|wort)|kennwort|mot de passe|contraseña|wachtwoord)\b[^.\n:=]{0,40}(?:\b(?:is"
    r"|was|ist|est|es)|:|=) ?[\"'“‘]?(?P<value>(?=[^\s\"']{0,40}[A-Za-z])(?=[^\s\"']{0,40}\d)"
    r"(?=[^\s\"']{0,40}(?:[A-Z]|[!#$%&*+@^_]))[^\s\"',;]{6,60}?)(?=[.,;:!?\"'”’)]?(?:\s|$))"
)
_SECRET_WORDS: Final = (
    "pass",
    "kennwort",
    "mot",
    "contras",
    "wachtwoord",
    "has",
    "senha",
    "pwd",
    "pin",
    "security",
    "cvv",
    "cvc",
    "api",
    "access",
    "token",
    "secret",
    "login",
    "one",
    "otp",
)
_KEY: Final = re.compile(
    r"(?<![\w-])"
    + one_of(r"""
        (?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{8,200} | gh[pousr]_[A-Za-z0-9]{16,200}
        github_pat_\w{20,200} | xox[abprs]-[\w-]{10,200} | AKIA[0-9A-Z]{12,20} | AIza[\w-]{20,60}
        eyJ[\w-]{8,2000}\.[\w-]{4,2000}(?:\.[\w-]{0,2000})? | sk-[\w-]{16,200}
        [0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}
    """)
    + r"(?![\w-])"
)
_TOKEN: Final = re.compile(
    r"(?<![\w/.@-])(?=[A-Za-z_-]{0,40}\d)(?=[\d_-]{0,40}[A-Za-z])[A-Za-z0-9_-]{24,400}"
    r"(?![\w/.@-])"
)
_NO_SECRET: Final = frozenset(
    """
    wrong incorrect not expired rejected correct right invalid valid ok okay fine lost forgotten too being never
    now still always required set secure safe strong weak empty blank different the a an my your our their no
    asked working gone old new reset changed accepted shown saved stolen compromised hidden unknown hacked long
    short there that this stored needed sent only visible case-sensitive correctly displayed at least in on for
    and or but if when because good bad same unsafe unusable confirmed entered typed blocked locked disabled
    missing out also just really definitely case sensitive something very falsch richtig abgelaufen nicht
    vergessen gesperrt ungültig zu incorrect incorrecte expiré oublié perdu faux pas incorrecta caducada
    olvidada onjuist verlopen vergeten fout niet it be do access enter go make use you we they what
    """.split()
)


def find_secrets(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find passwords that are told, and keys and tokens by their shape."""
    for match in match_after(_SECRET, _SECRET_WORDS, text, atoms):
        value = match["value"].rstrip(".,;:!?)")
        bare = value.strip(".,;:!?()[]").casefold()
        if (
            not value
            or value.startswith("[")
            or bare in _NO_SECRET
            or bare in ALL_STOP_WORDS
            or bare.endswith(("ed", "ing"))
        ):
            continue
        mixed = any(not char.isalpha() for char in value) or not (value.islower() or value.istitle())
        follows = text[match.start("value") + len(value) : match.start("value") + len(value) + 3].strip()
        if match["joint"].strip() in {"to", "to be"} and not mixed and not match["quote"]:
            continue
        if (
            (mixed and not re.fullmatch(r"\d+-\w+|[a-z]+-[a-z-]+|\w+/\w+", value))
            or match["quote"]
            or not follows
            or follows[0] in ".,;!"
        ):
            start = match.start("value")
            yield Span(start, start + len(value), "password")
    for match in match_after(_FAR_SECRET, _SECRET_WORDS, text, atoms):
        yield Span(*match.span("value"), "password")
    yield from mark_all(_KEY, text, "password")
    for match in _TOKEN.finditer(text):
        token = match[0]
        digits = sum(char.isdigit() for char in token)
        if (
            digits >= 3
            and (digits < len(token) * 0.8)
            and len(set(token)) > 6
            and "--" not in token
            and token.count("-") < 4
        ):
            yield Span(*match.span(), "password")
