"""Measures how easy an article is to read, and says so to whoever edits it.

Pure. It decides what of a Markdown text counts as read, and from which measure on a text is worth a word of advice. The
measure is LIX (Björnsson 1968, "Läsbarhet"; in English Anderson 1983, "Lix and Rix", Journal of Reading 26): words a
sentence plus the percentage of long words. It needs no syllables, so it holds for every language that has letters.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from enquiry2article.privacy.recognisers.web import find_urls
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.words import split_words

Level: TypeAlias = Literal["easy", "fair", "hard"]

LONG_WORD: Final = 6
"""A word of more letters than these is long (Björnsson 1968)."""

FAIR_FROM: Final = 40.0
HARD_FROM: Final = 50.0
"""Björnsson's scale: below 30 very easy, below 40 easy like fiction, below 50 like a newspaper, from 50 on hard like
official writing, from 60 on very hard (https://www.lix.se/, https://schulportal.berlin.de/serviceangebote/
so_geht_sprachbildung/absprung_lesen/tool_6)."""

OWN_LONG_WORDS: Final = {"de": 7.0, "es": 2.0, "fr": 2.0, "it": 5.0, "pl": 17.0, "pt": 4.0}
"""What a language's own words add to the measure, beyond what a writer can help.

The scale was made for Swedish, where 30 % of the words in a newspaper are long; German has 37 %, Italian 35, Portuguese
34, French and Spanish 32 (Björnsson 1983, "Readability of newspapers in 11 languages", https://doi.org/10.2307/747382).
English has 27 and keeps the scale, as in Anderson. Polish and Dutch were not measured: Polish takes the figure of
Russian, 47, and Dutch keeps the scale."""

LONG_SENTENCES: Final = 20.0
"""Above so many words a sentence it is the sentences that make a text heavy: style guides want 15 to 20 on average and
25 at most (https://insidegovuk.blog.gov.uk/2014/08/04/sentence-length-why-25-words-is-our-limit/)."""


@dataclass(frozen=True, slots=True)
class Readability:
    """How easy a text is to read; all zero and easy where there is nothing to read."""

    words: int
    sentences: int
    words_per_sentence: float
    long_words: float
    """The share of words with more than six letters, from 0 to 1."""
    lix: float
    """Rounded to one place; the lower, the easier: about 20 for a children's book, 60 for a law."""
    level: Level
    """What `lix` means in the text's language."""


def measure_readability(text: str, language: str = "en") -> Readability:
    """Measure a Markdown text by LIX: words a sentence, plus the percentage of words with more than six letters.

    Headings, list items and rows of tables are sentences of their own. Fenced code, pictures, addresses, marks and tags
    do not count. `language` decides only which level a measure means; an unknown one is taken for English.

    >>> measure_readability("Open the app. Press *Reset*.").lix
    2.5
    """
    sentences = [words for sentence in split_sentences(_strip_markdown(text)) if (words := split_words(sentence))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Readability(words=0, sentences=0, words_per_sentence=0.0, long_words=0.0, lix=0.0, level="easy")
    length = len(words) / len(sentences)
    share = sum(_is_long(word) for word in words) / len(words)
    lix = round(length + 100 * share, 1)
    return Readability(
        words=len(words),
        sentences=len(sentences),
        words_per_sentence=round(length, 1),
        long_words=round(share, 3),
        lix=lix,
        level=_find_level(lix - OWN_LONG_WORDS.get(language[:2].casefold(), 0.0)),
    )


def advise_on_readability(readability: Readability) -> str:
    """Describe in one sentence what would make a text easier to read, or "" where it is easy already."""
    if readability.level == "easy":
        return ""
    if readability.words_per_sentence > LONG_SENTENCES:
        cause = f"its sentences have {readability.words_per_sentence:.0f} words on average"
        remedy = "cutting the longest in two"
    else:
        cause = f"{readability.long_words:.0%} of its words have more than {LONG_WORD} letters"
        remedy = "putting everyday words for some of them"
    heaviness = "hard to read" if readability.level == "hard" else "a little heavy"
    return f"This text is {heaviness} (LIX {readability.lix:.0f}): {cause}, so {remedy} would help your readers."


def _find_level(lix: float) -> Level:
    if lix < FAIR_FROM:
        return "easy"
    return "fair" if lix < HARD_FROM else "hard"


def _is_long(word: str) -> bool:
    return sum(letter.isalpha() for letter in word) > LONG_WORD


_FENCE: Final = re.compile(r"[\s>]*(`{3,}|~{3,})(.*)")
_RAW_BLOCK: Final = re.compile(
    r"^ {0,3}(?:<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z))", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
"""Like a browser, it takes what is never closed to reach to the end."""
_TAG: Final = re.compile(r"<!--.{0,500}?-->|</?[a-z][^<>]*>", re.IGNORECASE)
_ADDRESS_LINE: Final = re.compile(r"^ {0,3}\[[^\[\]]{1,200}\]:.*$", re.MULTILINE)
_QUOTE: Final = re.compile(r"^\s*(?:>\s*)+")
_RULE: Final = re.compile(r"[\s|:=*_-]+")
_HEADING: Final = re.compile(r"\s*#{1,6}(?=\s|$)")
_ITEM: Final = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?|\|)")
_TARGET: Final = r"(?:\((?:[^()]|\([^()]*\)){0,2000}\)|\[[^\[\]]{0,200}\])"
_IMAGE: Final = re.compile(rf"(?<!\\)!\[[^\[\]]{{0,1000}}\]{_TARGET}")
_FOOTNOTE: Final = re.compile(r"(?<!\\)\[\^[^\[\]]{1,100}\]")
_LINK: Final = re.compile(rf"(?<!\\)\[([^\[\]]{{0,1000}})\]{_TARGET}")
_EMPHASIS: Final = re.compile(r"(?<!\\)(?:\*+|`+|~~|(?<![^\W_])_+|_+(?![^\W_]))")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def _strip_markdown(text: str) -> str:
    """Leave what a person reads of a Markdown text: each paragraph, heading, list item and row as one line."""
    shown = _RAW_BLOCK.sub("", _drop_fences(unicodedata.normalize("NFC", text)))
    blocks: list[list[str]] = [[]]
    for line in _ADDRESS_LINE.sub("", _FOOTNOTE.sub("", shown)).splitlines():
        bare = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
        if not bare or _RULE.fullmatch(bare):
            blocks.append([])
        elif mark := _HEADING.match(bare):
            blocks += [[_strip_inline(bare[mark.end() :])], []]
        elif mark := _ITEM.match(bare):
            blocks.append([_strip_inline(bare[mark.end() :])])
        else:
            blocks[-1].append(_strip_inline(bare))
    return "\n\n".join(" ".join(lines) for lines in blocks)


def _drop_fences(text: str) -> str:
    kept: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        elif mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence = mark[1]
            kept.append("")
        else:
            kept.append(line)
    return "\n".join(kept)


def _strip_inline(line: str) -> str:
    line = _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", line)))
    kept, place = [], 0
    for start, end in find_urls(line):
        kept.append(line[place:start])
        place = end
    plain = _EMPHASIS.sub("", "".join(kept) + line[place:])
    return html.unescape(_ESCAPE.sub(r"\1", plain)).strip()
