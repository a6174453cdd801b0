"""Takes from a post the one or two sentences that a reply can say, as plain text in the post's own words.

Pure. A reply rests on whole sentences that answer: not on headings, questions, lead-ins ("Do this:"), tables, or
sentences with a gap where something personal stood. Where a post has none, nobody is told anything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from enquiry2article.domain.post import Post, PostSection
from enquiry2article.text.mojibake import repair_characters
from enquiry2article.text.placeholders import PLACEHOLDER
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.tone import is_curt

MOST_WORDS: Final = 45
"""Words of a gist of two sentences; a longer second sentence is left out."""
MOST_WORDS_ALONE: Final = 70
"""Words of a gist of one sentence; what is longer is no gist."""

_LONGEST_TEXT: Final = 20_000
"""Characters: a post that has not answered by then will not."""
_MOST_BLOCKS: Final = 40

_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(head|script|style|aside|nav|form|figure|table|h[1-6])\b.*?(?:</\1\s*>|\Z)"
    r"|^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""What is no prose: comments, code, tables, headings, and what a page hides."""
_TAG: Final = re.compile(r"</?(?P<name>[a-z][a-z0-9-]{0,20})(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE)
_INLINE: Final = frozenset("a abbr b br cite code em i ins kbd mark q s small span strong sub sup u del".split())
_SHORTCODE: Final = re.compile(r"\{\{[<%].*?[%>]\}\}|\{%.*?%\}|\[/?[a-z][\w-]*(?:\s+[\w-]+=[^\]\n]*)+\]", re.IGNORECASE)
"""What a site generator or WordPress puts something else in the place of."""

_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDING: Final = 0xE000
"""Escaped signs hide in the private use area while marks are taken off."""
_HIDDEN: Final = re.compile("[\ue020-\ue07f]")
_AUTOLINK: Final = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,500})>")
_IMAGE: Final = re.compile(r"!\[[^\[\]]*\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\[\]]*\])")
_LINK: Final = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\[\]]*\])")
_FOOTNOTE: Final = re.compile(r"\[\^[^\[\]]*\]")
_CODE: Final = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)")
_EMPHASIS: Final = re.compile(r"(?<![\w*])([*]{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])")
_UNDERLINED: Final = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?![\w_])")

_NO_PROSE: Final = re.compile(r"#|>|\||[-*+]\s|(?:[-*_=]\s*){3,}$|\[[^\]]+\]:\s|:{3}|\+{3}$")
"""How a block begins that is a heading, a quotation, a table, a list, a rule or a definition."""
_SETEXT: Final = re.compile(r"\n[ \t]*(?:=+|-+)\s*$")
_STEP: Final = re.compile(r"^[ \t]*\d{1,2}[.)]\s+", re.MULTILINE)
_IN_ITALICS: Final = re.compile(r"\s*(?:\*(?![*\s]).*(?<!\*)\*|_(?![_\s]).*(?<!_)_)\s*", re.DOTALL)
_LEFTOVER: Final = re.compile(r"\{\{|\}\}|\{%|%\}|<!--")
_ELSEWHERE: Final = re.compile(
    r"\b(?:attached|attachment|enclosed|(?:see|as|shown|listed|described) (?:above|below)|anbei|(?:im|als) anhang"
    r"|siehe (?:oben|unten)|ci-joint\w*|pièce jointe|ci-dessous|ci-dessus|adjunt[oa]s?|véase (?:arriba|abajo))\b",
    re.IGNORECASE,
)
"""What speaks of something that is not in the reply."""
_GOES_ON: Final = re.compile(
    r"(?:and|but|then|also|besides|however|otherwise|instead|und|aber|dann|außerdem|jedoch|sonst|et|mais|puis|sinon|y|pero"
    r"|luego|además|también)\b",
    re.IGNORECASE,
)
"""How a sentence begins that goes on with another one."""
_ENDS: Final = (".", "!", "…", "。", ".”", ".“", ".»", '."', ".)", "!”", "!)", ".'")


def extract_summary(post: Post, section: PostSection | None = None) -> str:
    """Return what a reply can say of a post, or "": of the section that answers, if it says anything, else of its
    start.

    An outline, whose first paragraph is all in italics, says nothing yet. Of a post whose text is not known the
    description speaks.
    """
    if is_outline(post.text):
        return ""
    gist = summarise_body(section.text) if section else ""
    return gist or summarise_body(post.text if post.text.strip() else post.description)


def is_outline(body: str) -> bool:
    """Return whether a post still has to be written: its first paragraph is a note, all of it in italics."""
    first = next((block for block in _cut_blocks(body) if not block.startswith("#")), "")
    return bool(_IN_ITALICS.fullmatch(first))


def summarise_body(body: str) -> str:
    """Return the first sentence or two of a body of Markdown or HTML that can stand alone, or "".

    >>> summarise_body("## Returns?\\n\\nOpen *your* order. Press `Return`.\\n\\nMore words.")
    'Open your order. Press Return.'
    """
    for block in _cut_blocks(body):
        if _NO_PROSE.match(block) or _SETEXT.search(block):
            continue
        gist = _choose(list(_cut_sentences(block)))
        if gist:
            return gist
    return ""


def flatten(text: str, length: int = 300) -> str:
    """Make one line of plain words of a title or the like: what cannot be seen or written is gone."""
    seen = repair_characters(text.replace("\t", " ")).encode("utf-8", "ignore").decode("utf-8")
    flat = " ".join(seen.split())
    return flat if len(flat) <= length else f"{flat[: length - 1].rstrip()}…"


def make_plain(markdown: str) -> str:
    """Make one line of plain text of Markdown or HTML: marks, tags, shortcodes and unseen characters are gone."""
    text = _SHORTCODE.sub(" ", repair_characters(markdown.replace("\t", " ")))
    text = _HIDDEN.sub("", text)
    text = _ESCAPED.sub(lambda sign: chr(_HIDING + ord(sign[1])), text)
    text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _IMAGE.sub("", _AUTOLINK.sub(r"\1", text))))
    text = _TAG.sub(lambda tag: "" if tag["name"].lower() in _INLINE - {"br"} else " ", text)
    text = _CODE.sub(r"\2", text)
    for _ in range(2):  # bold within italics
        text = _UNDERLINED.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = html.unescape(text)
    text = _HIDDEN.sub(lambda sign: chr(ord(sign[0]) - _HIDING), text)
    return flatten(text, len(text))


def _cut_blocks(body: str) -> list[str]:
    """Cut a body at its empty lines and at the tags that make paragraphs, without what is no prose."""
    seen = _UNSEEN.sub("\n\n", body[:_LONGEST_TEXT])
    seen = _TAG.sub(lambda tag: tag[0] if tag["name"].lower() in _INLINE else "\n\n", seen)
    blocks = (block.strip() for block in re.split(r"\n\s*\n", seen))
    return [block for block in blocks if block][:_MOST_BLOCKS]


def _cut_sentences(block: str) -> Iterator[str]:
    """Yield the sentences of a paragraph, or the steps of a procedure, as plain text."""
    if not _STEP.match(block):
        yield from split_sentences(make_plain(block))
        return
    for step in _STEP.split(block):
        plain = make_plain(step)
        if plain:
            yield plain if plain.endswith((*_ENDS, "?", ":")) else f"{plain}."


def _choose(sentences: list[str]) -> str:
    gist: list[str] = []
    words = 0
    for sentence in sentences:
        if len(gist) == 2 or (gist and not _can_stand(sentence)):
            break
        if not _can_stand(sentence) or (not gist and _GOES_ON.match(sentence)):
            continue
        length = len(sentence.split())
        if length + words > (MOST_WORDS if gist else MOST_WORDS_ALONE):
            break
        gist.append(sentence)
        words += length
    return " ".join(gist)


def _can_stand(sentence: str) -> bool:
    """Return whether a sentence says something by itself, to anybody, and kindly."""
    return (
        sentence.endswith(_ENDS)
        and len(sentence.split()) > 1
        and not PLACEHOLDER.search(sentence)
        and not _LEFTOVER.search(sentence)
        and not _ELSEWHERE.search(sentence)
        and not is_curt(sentence)
    )
