"""What the headings of columns say, in many languages, as `resources/fields/columns.toml` lists it.

How sure a heading is, and what the cells say beside it, `column_model` decides.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

_SUFFIX: Final = re.compile(r"(?<!\s)\s*\[(?:txt|list|int|date|flag|text|dec)\]\s*$")
_TOKEN: Final = re.compile(r"[^\W_]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Signs of scripts that put no space between words, or join endings to them: a word there may stand inside another."""
_LONGEST: Final = 200
"""Characters of a heading that are looked at."""
_SHORT: Final = 3
"""Letters; a word of so few says something only where it stands alone."""
_PEOPLE: Final = frozenset(
    "customer requester contact client visitor kunde cliente klant kontakt person enduser".split()
)


@functools.lru_cache(maxsize=1 << 15)
def normalise_name(name: str) -> str:
    """Reduce a column's name to what counts in comparing: letters and digits, no case and no accents.

    >>> normalise_name("Your-Message") == normalise_name("your message")
    True
    """
    flat = unicodedata.normalize("NFKD", _SUFFIX.sub("", name)).casefold()
    return "".join(sign for sign in flat if sign.isalnum()) or flat.strip()


def fold_accents(text: str) -> str:
    """Take case and accents away: "Lösung" becomes "losung"; Japanese and Korean signs stay whole."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in flat if not unicodedata.combining(sign)))


@functools.cache
def load_columns() -> Mapping[str, Any]:
    """Load the lists of `columns.toml`: "names", "words" and "cues", each field → its entries."""
    source = files("enquiry2article") / "resources" / "fields" / "columns.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@functools.cache
def rank_names() -> Mapping[str, Mapping[str, int]]:
    """Give field → normalised heading → its rank, 0 for the likeliest, which comes first."""
    return {
        field: {form: rank for rank, form in enumerate(dict.fromkeys(map(normalise_name, names)))}
        for field, names in load_columns()["names"].items()
    }


def list_forms(name: str) -> Iterator[str]:
    """Give the forms under which a name may be known: "cliente.nombre" is a name because a customer is meant."""
    yield normalise_name(name)
    owner, _, part = name.rpartition(".")
    if normalise_name(owner) in _PEOPLE:
        yield normalise_name(part)


@functools.cache
def _word_sets() -> Mapping[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]:
    """Give field → whole words, beginnings of words, and what may stand anywhere in a heading."""
    found = {}
    for field, words in load_columns()["words"].items():
        folded = [fold_accents(word.replace("_", " ")) for word in words]
        anywhere = tuple(word for word in folded if " " in word or _UNSPACED.search(word))
        plain = [word for word in folded if word not in anywhere]
        whole = frozenset(word for word in plain if len(word) <= _SHORT)
        found[field] = (whole, tuple(word for word in plain if word not in whole), anywhere)
    return found


@functools.lru_cache(maxsize=4096)
def find_words(name: str) -> frozenset[str]:
    """Give the fields of which a heading has a word.

    >>> sorted(find_words("Antwort an den Kunden"))
    ['answer', 'name', 'to_customer']
    """
    flat = fold_accents(_HUMP.sub(" ", name[:_LONGEST]))
    tokens = _TOKEN.findall(flat)
    spaced = " ".join(tokens)
    return frozenset(
        field
        for field, (whole, beginnings, anywhere) in _word_sets().items()
        if any(token in whole or token.startswith(beginnings) for token in tokens)
        or any(word in spaced for word in anywhere)
    )
