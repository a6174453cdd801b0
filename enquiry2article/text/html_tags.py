"""Tells whether a text is HTML or speaks of tags, and keeps the tags that it speaks of.

Pure. Tags are known by their names, so that "<3" and "<name>" stay what they are.
"""

from __future__ import annotations

import html
import re
from typing import Final

_BLOCK_TAGS: Final = "|".join(
    """
    p div br li ul ol table tr td th h[1-6] blockquote html body head style script hr pre section article header
    footer dl dt dd center main nav aside address details summary fieldset legend form figure figcaption title
    """.split()
)
_INLINE_TAGS: Final = "|".join(
    """
    span a b i u s em strong font img code small big sub sup meta link tbody thead tfoot col colgroup caption label
    input button del ins mark abbr acronym cite dfn q svg path g iframe noscript picture source video audio wbr base
    area map nobr tt kbd samp var strike time data bdi bdo select option textarea object embed param
    [ovwm]:[a-z]{1,30} st1:[a-z]{1,30}
    """.split()
)
TAG: Final = re.compile(
    rf"<(?=[a-z/!?])(?:(?P<close>/?)(?P<name>{_BLOCK_TAGS}|{_INLINE_TAGS})(?P<attributes>\s[^<>]*)?/?>|!--"
    r"|!(?:[a-z]|\[)[^<>]*>|\?xml[^<>]*>)",
    re.IGNORECASE,
)
HAS_BLOCK: Final = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_IS_PAGE: Final = re.compile(r"\s{0,200}<(?:!doctype|html|head|body|div|p|table|span|meta|style|!--)\b", re.IGNORECASE)
_MOST_LINES_PER_TAG: Final = 3
"""Lines for each tag above which a text was laid out by its lines."""
MOST_SPOKEN_OF: Final = 6
"""Tags of a text laid out by its lines up to which they are what it speaks of, and not what is left of a page."""
_OF_PAGES: Final = frozenset("html body head style script title meta link iframe input button form base".split())
"""Tags that lay no text out: beside no other they are spoken of."""
_FORMATS: Final = frozenset("a b i u s em strong font span small big sub sup code label mark del ins tt img".split())
"""Tags that stand amid a sentence when a text is HTML."""
_SPOKEN: Final = re.compile(
    rf"(?:<([a-z]\w{{0,12}})(?:\s[^<>]*)?>(?:[^\s<>`](?:[^<>`\n]{{0,80}}[^\s<>`])?)?</\1>|<!--[^<>`\n]{{0,120}}-->"
    rf"|{TAG.pattern}){{1,12}}",
    re.IGNORECASE,
)
_AMID_BEFORE: Final = re.compile(r"[^\W_][ ]|[,:(\"'“„][ ]")
_AMID_AFTER: Final = re.compile(r"[.,;:!?)]|[ ][a-zß-ÿ]")
"""What stands around a tag that a sentence speaks of."""
_MOST_TAGS_LOOKED_AT: Final = 2000
HIDDEN_TAG: Final = "\ue010"
"""What stands for "<" within code marks while tags are looked for."""
_CODE_MARKS: Final = re.compile(r"`[^`\n]{1,400}`")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NESTED_ENTITY: Final = re.compile(r"&(?:(?:amp|AMP|#0{0,3}38|#[xX]0{0,3}26);)+")


def is_html(text: str) -> bool:
    """Return whether the tags of a text lay it out, as against a plain text that speaks of tags.

    They do where more of them stand where a part of a text begins or ends than amid a sentence, or where nothing but
    formats are opened and closed around words. A line of its own is where a part begins.

    >>> is_html("Hello<br>where is my order?"), is_html("Your page shows <br> amid the text")
    (True, False)
    """
    if _IS_PAGE.match(text) and HAS_BLOCK.search(text) and "</" in text:
        return True
    laid_out = spoken_of = 0
    opened: set[str] = set()
    closed: set[str] = set()
    for count, match in enumerate(TAG.finditer(text)):
        if count > _MOST_TAGS_LOOKED_AT:
            break
        name = (match["name"] or "").lower()  # none is a comment or a declaration
        (closed if match["close"] else opened).add(name)
        if name in _FORMATS:
            continue
        amid = bool(_AMID_BEFORE.match(text, max(0, match.start() - 2), match.start()))
        if name in ("br", "hr"):
            amid = amid and bool(_AMID_AFTER.match(text, match.end()))
        if match["close"]:
            amid = amid and name not in opened
        if amid or (name in _OF_PAGES and not match["close"]):
            spoken_of += 1
        elif not match["close"] or name in opened:
            laid_out += 1
    if laid_out or spoken_of:
        return laid_out > spoken_of
    return bool(opened & closed & _FORMATS) or (opened | closed) - _FORMATS != set()


def is_laid_out_by_tags(text: str) -> bool:
    """Return whether the tags of a text make its lines, as against a text whose own line ends count."""
    if _IS_PAGE.match(text):
        return bool(HAS_BLOCK.search(text))
    tags = len(HAS_BLOCK.findall(text))
    return bool(tags) and tags * _MOST_LINES_PER_TAG >= text.strip().count("\n")


def decode_entities(text: str) -> str:
    """Return a text with the characters that its entities stand for, also where those are written as entities again."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), _NESTED_ENTITY.sub("&", text)) if "&" in text else text


def hide_code(text: str) -> str:
    """Hide the tags that stand between code marks from whoever looks for tags."""
    return _CODE_MARKS.sub(lambda match: match[0].replace("<", HIDDEN_TAG), text) if "`" in text else text


def quote_tag(tag: str) -> str:
    """Put a tag between code marks, hidden from whoever looks for tags."""
    return f"`{HIDDEN_TAG}{tag[1:]}`"


def quote_tags(text: str) -> str:
    """Put the tags that are left between code marks: they are meant to be read. Those side by side are one piece."""
    return _SPOKEN.sub(lambda match: f"`{match[0]}`", text) if "<" in text else text
