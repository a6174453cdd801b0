"""The words of languages by what they are for, and the few lists that belong to no language.

The lists themselves are data (`text/word_lists`); docs/languages.md says what each language has. Nothing here decides
anything.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

from enquiry2article.text.word_lists import list_languages, read_words

LANGUAGES: Final = list_languages("stop_words.txt")
"""The languages with lists of little words."""

LATIN_POOL: Final = ("en", "de", "fr", "es", "nl", "it", "pl", "pt")
"""Languages whose words count where it is unknown in which language a text in Latin letters is.

Not all of them: Swedish "men", "bra" and "under" say something in English."""

OTHER_LETTERS: Final = frozenset("ar el he hi ja ko ru th uk zh".split())
"""Languages in letters of their own, whose words can be mistaken for those of no other."""

STOP_WORDS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(read_words(name, "stop_words.txt")) for name in LANGUAGES
}
"""Words that say nothing of the subject, by language, casefolded: how a sentence is built, and manners of mail."""

ALL_STOP_WORDS: Final[frozenset[str]] = frozenset().union(*(STOP_WORDS[name] for name in (*LATIN_POOL, *OTHER_LETTERS)))
"""Those of all languages that count where the language is unknown."""

SNOWBALL: Final[Mapping[str, str]] = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Snowball's name of each language that it has a stemmer for."""

ABBREVIATIONS: Final[frozenset[str]] = frozenset(
    word for name in list_languages("abbreviations.txt") for word in read_words(name, "abbreviations.txt")
)
"""What stands before a full stop that ends no sentence, without that full stop, casefolded."""

NUMBER_ABBREVIATIONS: Final[frozenset[str]] = frozenset("no nos nr art pp p vol ver sec ch pos".split())
"""Abbreviations only when a number follows: 'no. 5', but 'The answer is no.'"""

MONTHS: Final[frozenset[str]] = frozenset(
    word for name in list_languages("months.txt") for word in read_words(name, "months.txt")
)
"""Names of months, casefolded."""

ASKING_WORDS: Final[frozenset[str]] = frozenset(
    word for name in (*LATIN_POOL, *OTHER_LETTERS) for word in read_words(name, "asking_words.txt")
)
"""Words that begin a question, by which a sentence without its mark is known for one."""

EVERYDAY_WORDS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(read_words(name, "everyday_words.txt")) for name in list_languages("everyday_words.txt")
}
"""Words beside the little ones that anybody may say of anything, by language: they tell nothing of who said them."""

SERVICE_VERBS: Final = read_words("en", "service_verbs.txt")
"""What customers want done, or do: English verbs of which the grammar of a question is sure."""


@functools.cache
def give_stop_words(language: str) -> frozenset[str]:
    """Return the words of a language that say nothing of the subject; of all that count where it is "" or has no
    list.
    """
    return STOP_WORDS.get(language, ALL_STOP_WORDS)
