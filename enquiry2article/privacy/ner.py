"""What a finder of names that the user chose says of a text, as spans: clear of placeholders, without what is no name.

Pure but for the finder, which is a stranger's code with a model's guesses. It is asked about one sentence after the
other, because a sentence is what may be published later: the output check then asks the same and hears the same.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Iterator
from typing import Final

from enquiry2article.cleaning.name_words import NOT_A_NAME
from enquiry2article.domain.errors import PluginError
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.privacy.recognisers.spans import ATOM, Span
from enquiry2article.text.placeholders import PLACEHOLDER
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.words import fold

LONGEST_SENTENCE: Final = 300
"""Words that are asked about at once: models take memory by the length, and customers paste whole logs."""

LONGEST_WORD: Final = 100
"""Letters and signs; what is longer is no name, and a model need not see it whole."""

FEWEST_WORDS: Final = 3
"""Words of a text that can be asked about in the output check: a model guesses wildly about a word or two alone."""

_WORD: Final = re.compile(r"\S+")
_SPACE: Final = re.compile(r"\s")
_START: Final = re.compile(r"[\W_]*")
_END: Final = re.compile(r"(?:['’]s)?[\W_]*$")
_INITIAL: Final = re.compile(r"[^\W\d_]\.")


class ModelNames:
    """Asks one finder, and remembers what it said: agents write the same sentences again and again."""

    def __init__(self, finder: NameFinder) -> None:
        self._finder = finder
        self._ask = functools.lru_cache(maxsize=20_000)(self._ask_finder)

    def find(self, text: str) -> Iterator[Span]:
        """Find the names that the finder sees in the sentences of a text.

        Raises:
            PluginError: the finder fails, or gives places that the text does not have.
        """
        for start, end in cut_sentences(text):
            # What mail programs wrapped is one line for the finder; each letter keeps its place.
            sentence = _SPACE.sub(" ", text[start:end])
            for name in self._ask(sentence):
                yield Span(start + name[0], start + name[1], "name")

    def find_rare(self, text: str, words: Collection[str]) -> list[Span]:
        """Find names for that check: in what is long enough to judge, and none that these folded words make up."""
        if len(text.split()) < FEWEST_WORDS:
            return []
        return [
            span
            for span in self.find(text)
            if not all(fold(atom) in words for atom in ATOM.findall(text[span.start : span.end]))
        ]

    def _ask_finder(self, sentence: str) -> tuple[tuple[int, int], ...]:
        try:
            found = sorted((int(start), int(end)) for start, end in self._finder.find(sentence))
        except Exception as error:
            # Whatever went wrong: its message may hold the text, and nobody's mail belongs on a screen.
            raise PluginError(
                f'"{self._finder.name}" failed while it looked for names ({type(error).__name__}). '
                "Run without --names-with, or with another model."
            ) from None
        if any(not 0 <= start <= end <= len(sentence) for start, end in found):
            raise PluginError(f'"{self._finder.name}" finds names outside the text. Run without --names-with.')
        return tuple(piece for start, end in found for piece in _trim(sentence, start, end))


def cut_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Find the places of the sentences, or of pieces of those that never end."""
    words = [match.span() for match in _WORD.finditer(text)]
    counts = [len(sentence.split()) for sentence in split_sentences(text)]
    if sum(counts) != len(words):
        counts = [len(words)]  # where sentences cannot be found again in the text
    ends = {place - 1 for place in itertools.accumulate(counts)}
    first = length = 0
    for at, (start, end) in enumerate(words):
        if end - start > LONGEST_WORD:
            if length:
                yield first, words[at - 1][1]
            length = 0
            continue
        first, length = (first, length + 1) if length else (start, 1)
        if at in ends or length == LONGEST_SENTENCE:
            yield first, end
            length = 0
    if length:
        yield first, words[-1][1]


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what a model takes for a name at placeholders, and take off what is no name at its ends.

    "Hello Tatyana" loses its first word, "Tatyana's" its ending, and of "The Team" nothing is left.
    """
    borders = [start]
    for gap in PLACEHOLDER.finditer(text):
        if gap.start() < end and gap.end() > start:
            borders += [max(start, gap.start()), min(end, gap.end())]
    borders.append(end)
    for left, right in zip(borders[::2], borders[1::2], strict=True):
        words = [word for match in _WORD.finditer(text, left, right) if (word := _strip(text, *match.span()))]
        while words and not _may_be_name(text[slice(*words[0])]):
            words.pop(0)
        while words and not _may_be_name(text[slice(*words[-1])]):
            words.pop()
        if words and any(sum(map(str.isalpha, text[slice(*word)])) > 1 for word in words):
            yield words[0][0], words[-1][1]


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    word = text[start:end]
    if _INITIAL.fullmatch(word):
        return start, end
    head, tail = _START.match(word), _END.search(word)
    begin, stop = start + (head.end() if head else 0), start + (tail.start() if tail else len(word))
    return (begin, stop) if begin < stop else None


def _may_be_name(word: str) -> bool:
    return bool(_INITIAL.fullmatch(word)) or (word.casefold() not in NOT_A_NAME and any(map(str.isalpha, word)))
