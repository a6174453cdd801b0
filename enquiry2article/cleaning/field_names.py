"""What the headings of columns say, in many languages, as `resources/fields/columns.toml` lists it.

How sure a heading is, and what the cells say beside it, `ingest/fields/column_model` decides.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from enquiry2article.text.word_lists import read_table
from enquiry2article.text.words import fold_accents

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

FIELD_ORDER: Final = tuple(
    """id question answer subject date customer name first_name last_name email phone personal agent status channel
    tags rating handling private""".split()
)
"""Fields in the order in which a heading that stands for several is taken for one."""
CUSTOMER_FIELDS: Final = frozenset("name email phone personal first_name last_name customer".split())
"""Fields that describe the customer: no column about an agent is taken for one of them."""
_STAFF: Final = re.compile(
    r"agent|assignee|assigned|operator|staff|employee|teammate|responder|submitter|owner|admin|bearbeiter|mitarbeiter|"
    r"conseiller|agente|medewerker|behandelaar|internal|intern\b|notiz|note\b|notes\b"
)


@functools.lru_cache(maxsize=1 << 15)
def normalise_name(name: str) -> str:
    """Reduce a column's name to what counts in comparing: letters and digits, no case and no accents.

    >>> normalise_name("Your-Message") == normalise_name("your message")
    True
    """
    flat = unicodedata.normalize("NFKD", _SUFFIX.sub("", name)).casefold()
    return "".join(sign for sign in flat if sign.isalnum()) or flat.strip()


@functools.cache
def load_columns() -> Mapping[str, Any]:
    """Load the lists of `columns.toml`: "names", "words" and "cues", each field → its entries."""
    return read_table("fields/columns.toml")


@functools.cache
def rank_names() -> Mapping[str, Mapping[str, int]]:
    """Return field → normalised heading → its rank, 0 for the likeliest, which comes first."""
    return {
        field: {form: rank for rank, form in enumerate(dict.fromkeys(map(normalise_name, names)))}
        for field, names in load_columns()["names"].items()
    }


def list_forms(name: str) -> Iterator[str]:
    """Yield the forms under which a name may be known: "cliente.nombre" is a name because a customer is meant."""
    yield normalise_name(name)
    owner, _, part = name.rpartition(".")
    if normalise_name(owner) in _PEOPLE:
        yield normalise_name(part)


@functools.cache
def _word_sets() -> Mapping[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]:
    """Return field → whole words, beginnings of words, and what may stand anywhere in a heading."""
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
    """Return the fields of which a heading has a word.

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


def is_staff_heading(name: str) -> bool:
    """Return whether a heading speaks of the company's own people or of their notes."""
    return bool(_STAFF.search(normalise_name(name)))


def find_field(name: str) -> str:
    """Return the field that a heading or the label of a form stands for, by its words alone; "" for none known.

    >>> find_field("Cliente.nombre"), find_field("Comments"), find_field("Weather")
    ('name', 'question', '')
    """
    forms, ranks, staff = set(list_forms(name)), rank_names(), is_staff_heading(name)
    for field in FIELD_ORDER:
        if not forms.isdisjoint(ranks[field]) and not (staff and field in CUSTOMER_FIELDS):
            return field
    return "question" if not forms.isdisjoint(ranks["comment"]) else ""


def fold_heading(name: str) -> str:
    """Take case away, and part accents from their letters so that patterns find these."""
    return unicodedata.normalize("NFKD", name).casefold()
