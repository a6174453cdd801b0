"""The words of a text that tell what it is about, and the pairs of words that belong together."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from enquiry2article.text.language import guess_language
from enquiry2article.text.nltk_loader import import_nltk
from enquiry2article.text.stop_words import give_stop_words
from enquiry2article.text.words import split_words, stem

BRACKETED = re.compile(r"\[[a-z ]{3,20}\]")
"""What redaction, or the author of a canned text, leaves in the place of a value: "[order number]", "[your name]"."""


def list_content_stems(text: str) -> list[str]:
    """Return the stems of the words that tell what a text is about, in their order, each once.

    Stop words of the text's language are left out, of all our languages where it is unknown, and so are single Latin
    letters; numbers stay. The stems are English ones for all words in Latin letters, so that a text whose language is
    unsure has the same: words of other languages come out shortened but still the same for the same word.
    """
    return list(_list_content_stems(text))


@functools.lru_cache(maxsize=20_000)  # grouping, naming and matching ask for the same texts in turn
def _list_content_stems(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word, "en") for word in find_content_words(text, numbers=True)))


LEAST_LIKELIHOOD = 10.83
"""Log-likelihood ratio from which two words stand together by more than chance, one time in a thousand wrong."""

LEAST_USES = 3


def find_content_words(text: str, *, numbers: bool = False) -> list[str]:
    """Return the words that tell what a text is about, lower-case, in their order; numbers only if wanted."""
    little = give_stop_words(guess_language(text))
    words = split_words(strip_placeholders(text))
    telling = (word for word in words if word not in little and (len(word) > 1 or is_sign(word)))
    return [word for word in telling if numbers or word[0].isalpha()]


def is_sign(word: str) -> bool:
    """Return whether a word is one Chinese character, which says as much as a word of letters."""
    return len(word) == 1 and "\u3400" <= word <= "\u9fff"


def find_collocations(texts: Iterable[Sequence[str]]) -> frozenset[str]:
    """Find pairs of words that belong together ("reset password") in texts given as `find_content_words`.

    By the log-likelihood ratio (Dunning 1993, https://aclanthology.org/J93-1003/) in the implementation of NLTK.
    """
    import_nltk()
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures

    finder = BigramCollocationFinder.from_documents(texts)
    finder.apply_freq_filter(LEAST_USES)
    scored = finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
    return frozenset(" ".join(pair) for pair, score in scored if score >= LEAST_LIKELIHOOD)


def strip_placeholders(text: str) -> str:
    """Return a text in small letters, with straight apostrophes and without the placeholders of personal values."""
    return BRACKETED.sub(" ", text).lower().replace("’", "'")
