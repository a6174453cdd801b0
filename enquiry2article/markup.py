"""Turns HTML into text that keeps its paragraphs, lists and links.

Pure. html.parser is not used: in Python before 3.11.14 malformed tags cost it quadratic time (CVE-2025-6069). One walk
over the tags does, with patterns that are bounded.
"""

from __future__ import annotations

import html
import re
from typing import Final

from enquiry2article.patterns import one_of

_BLOCK_TAGS: Final = "|".join(
    """
    p div br li ul ol table tr td th h[1-6] blockquote html body head style script hr pre section article header
    footer dl dt dd center
    """.split()
)
_INLINE_TAGS: Final = "|".join(
    """
    span a b i u s em strong font img code small sub sup meta title link tbody thead tfoot col colgroup label
    input form button o:p del ins mark abbr cite q svg path iframe figure figcaption wbr base area map nobr tt
    kbd
    """.split()
)
_TAG: Final = re.compile(
    rf"<(?P<close>/?)(?P<name>{_BLOCK_TAGS}|{_INLINE_TAGS})(?P<attributes>\s[^<>]*)?/?>|<!--"
    rf"|<![a-z][^<>]*>|<\?xml[^<>]*>",
    re.IGNORECASE,
)
_HAS_BLOCK: Final = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_QUOTE_MARK: Final = re.compile(
    one_of(r"""
        gmail_quote | gmail_attr | divRplyFwdMsg | moz-cite-prefix | yahoo_quoted | OutlookMessageHeader
        zd-quoted | protonmail_quote
    """),
    re.IGNORECASE,
)
_HREF: Final = re.compile(r"""href\s*=\s*["']?(https?://[^\s"'<>?]{1,120})["']?(?:\s|/?$)""", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NESTED_ENTITY: Final = re.compile(r"&(?:(?:amp|AMP|#0{0,3}38|#[xX]0{0,3}26);)+")
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "blockquote", "svg", "iframe", "button"})
_WHITE: Final = re.compile(r"\s+")


def strip_markup(text: str, *, quotes: bool) -> str:
    """Turn HTML into text that keeps its paragraphs, lists and links; `quotes` keeps what quotes an earlier mail."""
    decoded = _decode_entities(text)
    if "<" not in text and "<" in decoded and _HAS_BLOCK.search(decoded):
        text = decoded  # some exports escape the whole mail once more
    if "<" not in text or not _TAG.search(text):
        return _blunt_tags(decoded)
    converter = _Converter(keep_lines=not _HAS_BLOCK.search(text), quotes=quotes)
    plain = converter.convert(text)
    return _blunt_tags(plain)


def _decode_entities(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), _NESTED_ENTITY.sub("&", text)) if "&" in text else text


def _blunt_tags(text: str) -> str:
    """Give tags other brackets: who wrote &lt;b&gt; meant it to be read, and it is no tag for whoever comes next."""
    return _TAG.sub(lambda match: "‹" + match[0].strip("<>") + "›", text) if "<" in text else text


class _Converter:
    """One walk over the tags of a text."""

    def __init__(self, *, keep_lines: bool, quotes: bool) -> None:
        self.keep_lines = keep_lines
        self.quotes = quotes
        self.parts: list[str] = []
        self.lists: list[int] = []
        """For each open list the number of its last item, or -1 where items have no number."""
        self.hidden: tuple[str, int] | None = None
        """The tag that hides what it holds, and how many of its kind are open."""
        self.link: tuple[str, int] | None = None

    def convert(self, text: str) -> str:
        place = 0
        while match := _TAG.search(text, place):
            self._add(text[place : match.start()])
            place = match.end()
            if match[0] == "<!--":
                end = text.find("-->", place)
                place = end + 3 if end >= 0 else len(text)
            elif match["name"]:
                self._handle(match["name"].lower(), bool(match["close"]), match["attributes"] or "")
        self._add(text[place:])
        return "".join(self.parts)

    def _add(self, text: str) -> None:
        if text and not self.hidden:
            self.parts.append(_decode_entities(text if self.keep_lines else _WHITE.sub(" ", text)))

    def _handle(self, name: str, closing: bool, attributes: str) -> None:
        if self.hidden:
            hider, depth = self.hidden
            if name == hider:
                depth += -1 if closing else 1
                self.hidden = (hider, depth) if depth else None
            return
        if not closing and self._hides(name, attributes):
            self.hidden = (name, 1)
            self.parts.append("\n")
        elif name in {"ul", "ol"}:
            if closing:
                del self.lists[-1:]
            elif len(self.lists) < 50:
                self.lists.append(0 if name == "ol" else -1)
            self.parts.append("\n")
        elif name == "li" and not closing:
            self.parts.append("\n" + self._marker())
        elif name in {"p", "table", "blockquote", "pre"} or (name[0] == "h" and name[1:].isdigit()):
            self.parts.append("\n\n")
        elif name in {"br", "div", "tr", "hr", "section", "article", "header", "footer", "dt", "dd", "center"}:
            self.parts.append("\n")
        elif name in {"td", "th"}:
            self.parts.append(" ")
        elif name == "a":
            self._handle_link(closing, attributes)

    def _hides(self, name: str, attributes: str) -> bool:
        if name == "blockquote" or (name in {"div", "span", "p"} and _QUOTE_MARK.search(attributes)):
            return not self.quotes
        return name in _UNSEEN

    def _marker(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _handle_link(self, closing: bool, attributes: str) -> None:
        if not closing:
            target = _HREF.search(attributes)
            self.link = (target[1], len(self.parts)) if target else None
        elif self.link:
            target_url, start = self.link
            shown = "".join(self.parts[start:]).strip()
            if shown and "://" not in shown and shown.lower() not in target_url.lower():
                self.parts.append(f" ({target_url})")
            self.link = None
