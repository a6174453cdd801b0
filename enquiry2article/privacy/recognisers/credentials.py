"""Finds what opens a door: passwords that somebody tells, codes, keys of programs.

Pure. "My password is wrong" tells no password; `value_cues.is_told` decides that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.recognisers.cues import JOINT, is_told, looks_made_up, says_value
from enquiry2article.privacy.recognisers.spans import Atom, Span, mark_all, match_after
from enquiry2article.text.word_lists import one_of, read_table
from enquiry2article.text.words import fold

_SECRET: Final = re.compile(
    r"(?i)(?<![^\W_])"
    + one_of(r"""
        pass(?:word|code|phrase|wort|key)s? | pass(?=[:=]) | kennwort | mot de passe | mdp | contraseña | contrasena
        wachtwoord
        hasło | senha | pwd | pw(?!\w) | pin(?:[ -]?code)? | security code | cvv2? | cvc2? | login code
        one[- ]time code | otp
        clave | puk | lösenord | adgangskode | salasana | parola
        (?:wi-?fi|wlan|door|gate|access|entry|alarm|unlock)[ -]?(?:code|key|schlüssel|pin)
        (?:zugangs|zutritts|tür|alarm|entsperr)-?code | code (?:du )?(?:wi-?fi|d['’]acc[èe]s|secret|porte|alarme)
        c[óo]digo (?:del? )?(?:wi-?fi|acceso|secreto|alarma)
    """)
    + rf"(?!\w|-(?!code|nummer|number))"
    rf"(?P<between>(?:\s(?:de la|de le|du|del?|der|des|für|for|of|to|pour|para|im|in|on) (?:my |the |das |le "
    rf"|el |la )?"
    rf"(?-i:[A-Za-zß-öø-ÿ][a-zß-öø-ÿ-]{{1,13}}(?![\w-])))?)(?P<joint>{JOINT}(?:(?:to be|to|auf|en|à|a)\s)?[\"'“‘„«`]?)"
    rf"(?P<value>[^\s\"'”“’«»`]{{3,100}})"
)
_FAR_SECRET: Final = re.compile(
    r"(?i)(?:pass(?:word|code|wort)|kennwort|mot de passe|contraseña|wachtwoord)\b[^.\n:=\"{}\\]{0,40}(?:\b(?:is"
    r"|was|ist|est|es|to|auf)|:|=) ?[\"'“‘]?(?P<value>(?=[^\s\"']{0,40}[A-Za-z])(?:(?=[^\s\"']{0,40}\d)"
    r"(?=[^\s\"']{0,40}(?:[A-Z]|[!#$%&*+@^_]))|(?=(?-i:[^\s\"']{0,40}[a-z][A-Z]{2})))[^\s\"',;]{6,60}?)(?=[.,;:!?\"'”’)]?(?:\s|$))"
)
_SECRET_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["secret"]).split())
_FAR_WORDS: Final = ("pass", "kennwort", "mot", "contras", "wachtwoord")
_KEY_CUE: Final = re.compile(
    r"(?i)(?<![^\W_])"
    + one_of(r"""
        (?:api|access|secret|private|client|app|auth|security|licen[cs]e|zugangs|geheim)[-_ ]?(?:key|token|secret
            |schlüssel)
        bearer | authorization | tokens? | secrets? | jetons? | (?:api-?)?schlüssel
        cl[ée](?: api| secr[èe]te| d['’]acc[èe]s| priv[ée]e)?
        clave(?: (?:de )?(?:api|acceso)| secreta| privada)? | keys?
    """)
    + rf"(?!\w){JOINT}(?P<value>(?=[^\s\"']{{0,200}}\d)(?=[^\s\"']{{0,200}}[A-Za-z])[\w./+~-]{{14,2000}}={{0,2}})"
    rf"(?![\w/@])"
)
_KEY_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["key"]).split())
_KEY: Final = re.compile(
    r"(?<![\w-])"
    + one_of(r"""
        (?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{8,200} | gh[pousr]_[A-Za-z0-9]{16,200}
        github_pat_\w{20,200} | glpat-[\w-]{16,60} | xox[abeprs]-[\w-]{10,200} | (?:AKIA|ASIA)[0-9A-Z]{12,20}
        AIza[\w-]{20,60}
        ya29\.[\w-]{20,400} | (?:npm|hf|dop_v1|pypi|shpat|shpss|sq0atp|lin_api|rubygems)[_-][A-Za-z0-9_-]{16,200}
        SG\.[\w-]{10,60}\.[\w-]{20,100} | eyJ[\w-]{8,2000}\.[\w-]{4,2000}(?:\.[\w-]{0,2000})?
        sk-[\w-]{16,200} | [0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}
        [0-9a-f]{32} | [0-9a-f]{40} | [0-9a-f]{64}
    """)
    + r"(?![\w-])"
)
_LONG_WORD: Final = re.compile(r"[\w.-]{16}")
_TOKEN: Final = re.compile(
    r"(?<![\w/.@-])(?=[A-Za-z_-]{0,40}\d)(?=[\d_-]{0,40}[A-Za-z])[A-Za-z0-9_-]{24,400}"
    r"(?![\w/.@-])"
)


def find_secrets(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find passwords that are told."""
    for match in match_after(_SECRET, _SECRET_WORDS, text, atoms):
        value = match["value"].rstrip(".,;:!?)")
        start = match.start("value")
        joint = match["joint"]
        if joint.strip().casefold().endswith("no"):
            continue  # "mi contraseña no funciona"
        follows = text[start + len(value) : start + len(value) + 3]
        says = says_value(joint)
        quoted = joint[-1:] in set("\"'“‘„«`") and joint != joint.strip()
        if value and is_told(value, follows, quoted=quoted and says, loose=not says):
            yield Span(start, start + len(value), "password")
    for match in match_after(_FAR_SECRET, _FAR_WORDS, text, atoms):
        yield Span(*match.span("value"), "password")
    if _LONG_WORD.search(text):
        yield from mark_all(_KEY, text, "password")


_MADE_UP: Final = re.compile(r"(?<![\w/.@])(?=\S{0,40}\d)(?=\S{0,40}[A-Za-z])[\w*#!+.&-]{5,60}")
_PROMOTION: Final = re.compile(r"[^\W\d_]+\d{1,4}|\d+(?:[.,]\d*)?[^\W\d_]{1,4}|[\d.x]+")
_SECRET_CLASS: Final = CLASSES.index("secret")
_GENERAL_CLASS: Final = CLASSES.index("general")
_NEAR: Final = 60
"""Letters before a value among which a word for a secret stands."""


def find_announced(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find made-up words of letters, digits and signs near a word for a secret, unless they are for everybody."""
    for match in _MADE_UP.finditer(text):
        value = match[0].rstrip(".!?-")
        if _PROMOTION.fullmatch(value) or not looks_made_up(value):
            continue
        classes = [
            classify_word(fold(word), "") for word in _WORD.findall(text[max(0, match.start() - _NEAR) : match.start()])
        ]
        if any(_SECRET_CLASS in found for found in classes) and not any(_GENERAL_CLASS in found for found in classes):
            yield Span(match.start(), match.start() + len(value), "password")


_WORD: Final = re.compile(r"[^\W\d_]+")


def find_keys(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find what always holds a digit: keys and tokens by their shape."""
    for match in match_after(_KEY_CUE, _KEY_WORDS, text, atoms):
        yield Span(match.start("value"), match.start("value") + len(match["value"].rstrip(".-/")), "password")
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
