"""Loads the words of mail that `resources/mail` holds, and makes patterns of them.

Pure but for the reading of our own data, once. Which line means what, `quote_headers` and its neighbours decide.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any


@functools.cache
def read_words(name: str) -> dict[str, Any]:
    """Return the table that `resources/mail/NAME.toml` holds: lists of words in small letters, by kind."""
    path = files("enquiry2article") / "resources" / "mail" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def match_any(words: Iterable[str]) -> str:
    r"""Return a pattern that matches any of some words or phrases as whole words, the longest first.

    A word that begins or ends with a sign, or in a script that writes no spaces, is bounded only where that makes sense.

    >>> import re
    >>> re.findall(match_any(["a scris", "写道"]), "doina a scris 韩写道")
    ['a scris', '写道']
    """
    return f"(?:{'|'.join(map(_bound, sorted(set(words), key=lambda word: (-len(word), word))))})"


def _bound(word: str) -> str:
    before = r"(?<!\w)" if _is_spaced(word[0]) else ""
    after = r"(?!\w)" if _is_spaced(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _is_spaced(letter: str) -> bool:
    """Tell whether a letter belongs to a script that puts spaces between words."""
    return letter.isalnum() and not "\u0e00" <= letter <= "\u0eff" and not "\u3040" <= letter <= "\ud7a3"
