"""The words of a text that tell what it is about."""

from __future__ import annotations

from enquiry2article.text import split_words, stem
from enquiry2article.words import ALL_STOP_WORDS


def tell_stems(text: str) -> list[str]:
    """Give the stems of the words that tell what a text is about, in their order, each once.

    Stop words of all our languages are left out, and so are single letters; numbers stay. The stems are English ones:
    words of other languages come out shortened but still the same for the same word.
    """
    words = split_words(text.lower().replace("’", "'"))
    return list(dict.fromkeys(stem(word, "en") for word in words if word not in ALL_STOP_WORDS and len(word) > 1))
