"""Loads the words of mail that `resources/mail` holds.

Pure but for the reading of our own data, once. Which line means what, `cleaning/quote_headers` and its neighbours
decide.
"""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any


@functools.cache
def read_words(name: str) -> dict[str, Any]:
    """Return the table that `resources/mail/NAME.toml` holds: lists of words in small letters, by kind."""
    path = files("enquiry2article") / "resources" / "mail" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
