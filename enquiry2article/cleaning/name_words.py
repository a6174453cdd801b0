"""Words about names: which words are names, which are none, and which are both. Nothing here decides.

The lists are data (`resources/privacy`).
"""

from __future__ import annotations

from typing import Final

from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.word_lists import read_list

_SHORT_NAMES: Final = frozenset("tag ben as es an ja car do er mia tu".split())
"""Little words of one language that are names in another."""

NOT_A_NAME: Final[frozenset[str]] = (ALL_STOP_WORDS - _SHORT_NAMES - {"may", "will"}) | frozenset(
    read_list("privacy/no_names.txt")
)
"""What may stand where a name would, after a greeting or in a sign-off, and is none. Casefolded."""

COMMON_NAMES: Final[frozenset[str]] = (
    frozenset(read_list("privacy/common_names.txt")) | _SHORT_NAMES | {"mat"} | ALL_STOP_WORDS
)
"""Names that are also everyday words: a single one of these is taken for a name only where a name would stand."""

COMPANY_WORDS: Final[frozenset[str]] = frozenset(read_list("privacy/company_words.txt"))
"""Words that tell a company's name from a person's: the other words of such a name are seldom personal."""

GIVEN_NAMES: Final[frozenset[str]] = frozenset(read_list("privacy/sure_given_names.txt"))
"""Given names that are no everyday words, for people whom no column names. Never complete, and need not be."""
