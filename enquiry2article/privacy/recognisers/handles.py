"""Finds the names that people bear on the net: "@lena", "my user name is lena_82".

Pure. What a company calls itself ("follow us @shop") stays, and so do the words of style sheets and packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.recognisers.cues import JOINT, is_told, says_value
from enquiry2article.privacy.recognisers.spans import Atom, Span, cut_atoms, mark_all, match_after
from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.word_lists import fill_phrases, read_table
from enquiry2article.text.words import fold

_HANDLE: Final = re.compile(
    r"(?<![\w@./\\])@(?P<name>\w[\w.-]{0,38}\w)(?:@(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24})?(?![\w@/(]|\.\w|\\?[\"']\s?:)"
)
"""Any beginning: "@23a0000000", "@_lena_k", "@lena@social.example"."""
_MEASURE: Final = re.compile(
    r"(?i)[\d.]{1,6}(?:x|am|pm|h|m?[hgl]|mm|cm|km|k?w|[kmg]?hz|fps|dpi|px|%|st|nd|rd|th)?|\d{1,4}[a-z]"
)
"""What stands behind the sign as a time, a price or a measure: "@2x", "@60fps"."""
_NETWORK_NAME: Final = re.compile(r"(?<![\w/.])/?u/[\w-]{3,30}(?!\w)|(?<![\w#.])[^\W\d_][\w.]{1,31}#\d{4}(?!\w)")
"""As two networks write the names of their users: "u/lena_k", "lena#4821"."""
_JOINED: Final = re.compile(r"(?<![\w@./\\`$%<=({-])(?=\w{4,40}(?!\w))\w*_\w*(?![\w(/=`@]|\.[a-z]{1,4}(?!\w))")
_LIKE_CODE: Final = re.compile(
    r"(?i)(?:file|field|column|variable|setting|parameter|option|key|tag|feld|spalte|champ|campo|table)s?\W{1,3}$"
)
_KEYS: Final = frozenset({": ", ":\n", ":"})
"""What stands behind a word that is a key of settings: "reading_minutes: 4"."""
_NEAR: Final = 50
"""Letters before a word among which an account is spoken of."""
_ACCOUNT: Final = CLASSES.index("account")
_CODE_WORDS: Final = frozenset(read_table("privacy/first_words.toml")["at_sign_in_code"].split())
_HOUSE_BEFORE: Final = re.compile(r"(?i)(?<!\w)" + fill_phrases("numbers", "<own_account>") + r"[^.!?\n]{0,30}$")
_CUE: Final = re.compile(
    r"(?i)(?<![^\W_])"
    + fill_phrases("numbers", "<user_name>")
    + rf"(?!\w)(?P<joint>{JOINT})(?P<value>[^\W_][\w.#-]{{2,38}})"
)
_CUE_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["user_name"]).split())
_AS: Final = (" as", " als", " que", " comme", " como")
_NETWORKS: Final = (
    "discord",
    "telegram",
    "insta",
    "tiktok",
    "twitter",
    "snap",
    "skype",
    "twitch",
    "steam",
    "psn",
    "thr",
    "mast",
)


def find_accounts(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find the names that people bear on the net."""
    if "@" in text:
        for match in _HANDLE.finditer(text):
            name = match["name"].casefold()
            if name in _CODE_WORDS or name in ALL_STOP_WORDS or _MEASURE.fullmatch(name):
                continue
            if not _HOUSE_BEFORE.search(text, max(0, match.start() - 80), match.start()):
                yield Span(*match.span(), "handle")
    if "u/" in text or "#" in text:
        yield from mark_all(_NETWORK_NAME, text, "handle")
    if "_" in text:
        yield from _find_joined(text, atoms)
    for match in match_after(_CUE, _CUE_WORDS, text, atoms):
        value = match["value"].rstrip(".-")
        end = match.start("value") + len(value)
        joint = match["joint"].strip()
        network = match[0].casefold().startswith(_NETWORKS)
        cue = text[match.start() : match.start("joint")]
        announced = says_value(joint) or (not joint and cue.endswith(_AS))
        loose = network or not announced
        if text[end : end + 1] != "@" and is_told(value, text[end : end + 3], loose=loose):
            yield Span(match.start("value"), end, "handle")


def _find_joined(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find words joined by underscores near a word for an account, or that hold a number: "lena_k_82"."""
    for match in _JOINED.finditer(text):
        word = match[0]
        if not any(map(str.isalpha, word)) or word.isupper() or text[match.end() : match.end() + 2] in _KEYS:
            continue
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if _LIKE_CODE.search(before):
            continue
        spoken = any(_ACCOUNT in classify_word(atom, "") for _, _, atom in cut_atoms(before))
        if spoken or any(map(str.isdigit, word)) or word[0] == "_" or word[-1] == "_":
            yield Span(*match.span(), "handle")
