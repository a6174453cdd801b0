"""Turns HTML into text that keeps its paragraphs, headings, lists, tables and links.

Pure. html.parser is not used: in Python before 3.11.14 malformed tags cost it quadratic time (CVE-2025-6069). One walk
over the tags does, with patterns that are bounded. What a mail program marks as quoted or as a signature becomes what
it is in a plain mail, so that `cleaning/quotes` and `cleaning/signatures` decide about both alike.
"""

from __future__ import annotations

import html
import re
from typing import Final

from enquiry2article.text.html_tags import (
    HAS_BLOCK,
    HIDDEN_TAG,
    MOST_SPOKEN_OF,
    TAG,
    decode_entities,
    hide_code,
    is_html,
    is_laid_out_by_tags,
    quote_tag,
    quote_tags,
)
from enquiry2article.text.tracking_links import show_address
from enquiry2article.text.word_lists import one_of

_QUOTE: Final = re.compile(
    r"""(?i)(?:class|id|name|title)\s{0,3}=\s{0,3}["']?[^"'<>]{0,200}?\b(?:[xy]\w{0,12}_)?"""
    + one_of(r"""
        moz-cite-prefix | yahoo_quoted\w{0,20} | OutlookMessageHeader | protonmail_quote | tutanota_quote
        zmail_extra | freshdesk_quote | quotedReply | zd-quoted | zendesk-quoted\w{0,20} | front-blockquote
        messageReplySection | notion-mail-quote | alimail-quote | hs-quoted\w{0,20} | ik_mail_quote
    """)
    + r"""\b|\b(?:name\s{0,3}=\s{0,3}["']quote|class\s{0,3}=\s{0,3}["']history)["']"""
)
"""What mail programs and helpdesks call the element that holds the mail which is answered."""
_GMAIL_HEADER: Final = re.compile(r"""class\s{0,3}=\s{0,3}["']?[^"'<>]{0,80}\bgmail_attr\b""", re.IGNORECASE)
_FORWARDED: Final = re.compile(r"(?:\s|<[^<>]{0,200}>){0,8}-{5}")
_REST_IS_QUOTED: Final = re.compile(
    r"""(?i)(?:id|title|name)\s{0,3}=\s{0,3}["']?(?:x_){0,3}"""
    + one_of(r"""
        divRplyFwdMsg | appendonsend | mail-editor-reference-message-container | reply-intro
        OLK_SRC_BODY_SECTION | beforequote:::
    """)
)
"""What stands before the mail that is answered where nothing stands around it: Outlook, Roundcube, Zoho."""
_SIGNATURE: Final = re.compile(
    r"""(?i)(?:class|id)\s{0,3}=\s{0,3}["']?(?:[^"'<>]{0,80}[\s"'])?(?:x_){0,3}"""
    + one_of(r"""
        gmail_signature | moz-signature | Signature | ms-outlook-mobile-signature | ymail_android_signature
        AppleMailSignature | protonmail_signature_block | front-signature | tutanota_signature
        yahoo-signature | zmail_signature
    """)
    + r"""(?=["'\s>]|$)"""
)
_NOT_SHOWN: Final = re.compile(r"(?i)display\s?:\s?none|mso-hide\s?:\s?all|visibility\s?:\s?hidden")
_INDENT: Final = re.compile(r"(?i)\bborder\s?:\s?none")
_TIGHT: Final = re.compile(
    r"""(?i)\b(?:MsoNormal|MsoPlainText|MsoListParagraph)|margin(?:-bottom)?\s?:\s?0[a-z]{0,2}(?:\s+0[a-z]{0,2}){0,3}"""
    r"""\s?(?:!important\s?)?(?:[;"']|$)"""
)
"""A paragraph without a space below it is a line."""
_WORD_LIST: Final = re.compile(r"MsoListParagraph", re.IGNORECASE)
_WORD_BULLETS: Final = frozenset("·§oØü•‣◦▪")
_NUMBER: Final = re.compile(r"""(?i)\b(?:start|value)\s{0,3}=\s{0,3}["']?(\d{1,4})\b""")
_HREF: Final = re.compile(r"""href\s{0,3}=\s{0,3}["']?\s?(https?://[^\s"'<>]{1,2000})""", re.IGNORECASE)
_UNSEEN: Final = ("script", "style", "title", "svg", "iframe", "button", "noscript", "select", "textarea")
"""Tags that hide what they hold, up to their first end."""
_CLOSING: Final = {name: re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE) for name in _UNSEEN}
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPHS: Final = frozenset({"p", "table", "blockquote", "pre", "ul", "ol", "dl"})
_LINES: Final = frozenset(
    """
    div tr section article header footer dt dd center main nav aside address details summary fieldset legend form
    figure figcaption caption
    """.split()
)
_MOST_LISTS: Final = 50


def strip_markup(text: str, *, quotes: bool) -> str:
    """Return HTML as text that keeps its paragraphs, lists and links; `quotes` keeps what quotes an earlier mail.

    Without `quotes` a line ">" stands where quoted words were, and a line "-----Original Message-----" where only the
    beginning of the mail that is answered is marked. Tags that a text speaks of come back between code marks: all tags
    of a text that is no HTML, and those that HTML writes with entities.
    """
    decoded = hide_code(decode_entities(text))
    text = hide_code(text)
    if "<" not in text and "<" in decoded and HAS_BLOCK.search(decoded) and is_html(decoded):
        text = decoded  # some exports escape the whole mail once more
    if "<" in text and TAG.search(text) and is_html(text):
        by_tags = is_laid_out_by_tags(text)
        if not by_tags and 0 < len(HAS_BLOCK.findall(text)) <= MOST_SPOKEN_OF:
            text = HAS_BLOCK.sub(lambda match: quote_tag(match[0]), text)
        decoded = _Converter(keep_lines=not by_tags, quotes=quotes).convert(text)
    return quote_tags(decoded).replace(HIDDEN_TAG, "<")


class _Cell:
    """A cell of a table that is being read."""

    __slots__ = ("first", "start")

    def __init__(self, start: int, *, first: bool) -> None:
        self.start = start
        """How many parts the text had before it."""
        self.first = first


class _Converter:
    """One walk over the tags of a text."""

    def __init__(self, *, keep_lines: bool, quotes: bool) -> None:
        self.keep_lines = keep_lines
        self.quotes = quotes
        self.parts: list[str] = []
        self.breaks = 0
        """Line ends that stand before whatever text comes next."""
        self.marker = ""
        """The number or bullet before whatever text comes next."""
        self.lists: list[int] = []
        """For each open list the number of its last item, or -1 where items have no number."""
        self.pre = 0
        self.hidden: tuple[str, int] | None = None
        """The tag that hides what it holds, and how many of its kind are open."""
        self.link: tuple[str, int] | None = None
        self.cells: list[_Cell | None] = []
        """For each open table the cell that is open."""
        self.between = False
        """Whether a cell that had words has ended, and nothing but its neighbour can come next."""
        self.word_list = self.tight = False
        """Whether the paragraph is an item of Word's, and whether no space follows it."""
        self.unclosed: set[str] = set()

    def convert(self, text: str) -> str:
        place = 0
        while match := TAG.search(text, place):
            self._add(text[place : match.start()])
            place = match.end()
            if match[0] == "<!--":
                place = self._skip_comment(text, place)
            elif name := match["name"]:
                name, attributes = name.lower(), match["attributes"] or ""
                closing = bool(match["close"])
                if name in _UNSEEN and not closing and not self.hidden and not match[0].endswith("/>"):
                    place = self._skip_unseen(match, text)
                elif _GMAIL_HEADER.search(attributes) and not self.quotes and _FORWARDED.match(text, place):
                    self._break(1)  # what Gmail forwards stands beside its header, not in a quotation
                else:
                    self._handle(name, closing, attributes)
        self._add(text[place:])
        return "".join(self.parts)

    def _skip_comment(self, text: str, place: int) -> int:
        end = -1 if "--" in self.unclosed else text.find("-->", place)
        if end < 0:
            self.unclosed.add("--")
            return place
        return end + 3

    def _skip_unseen(self, match: re.Match[str], text: str) -> int:
        """Go on behind the end of a tag whose content nobody sees; a tag without an end is spoken of."""
        name = match["name"].lower()
        end = None if name in self.unclosed else _CLOSING[name].search(text, match.end())
        if end is None:
            self.unclosed.add(name)
            self._add(quote_tag(match[0]))
            return match.end()
        return end.end()

    def _break(self, count: int) -> None:
        cell = self.cells[-1] if self.cells else None
        # The first words of a cell are not a paragraph below the row above.
        self.breaks = max(self.breaks, min(count, 1) if cell and cell.start == len(self.parts) else count)

    def _add(self, text: str) -> None:
        if not text or self.hidden:
            return
        kept = self.keep_lines or self.pre
        text = decode_entities(text if kept else _WHITE.sub(" ", text))
        if not kept and (self.breaks or self.marker or not self.parts) and not text.strip(" "):
            return  # white space between tags
        if self.word_list and text.strip() in _WORD_BULLETS:
            text = "- "
        self._flush()
        self.parts.append(text)

    def _flush(self) -> None:
        """Put what stands between the last words and the next: line ends, a bar between cells, a number or bullet."""
        cell = self.cells[-1] if self.cells else None
        if self.between and cell and not cell.first and cell.start == len(self.parts):
            last = self.parts[-1].rstrip() if self.parts else ""
            self.parts.append(" " if last.endswith((":", "|")) else " | ")
        elif self.breaks:
            self.parts.append("\n" * self.breaks)
        self.breaks, self.between = 0, False
        if self.marker:
            self.parts.append(self.marker)
            self.marker = ""

    def _mark(self, line: str) -> None:
        """Put a line of our own."""
        self._break(1)
        self._flush()
        self.parts.append(line)
        self._break(1)

    def _handle(self, name: str, closing: bool, attributes: str) -> None:
        if self.hidden:
            hider, depth = self.hidden
            if name == hider:
                depth += -1 if closing else 1
                self.hidden = (hider, depth) if depth else None
            return
        if not closing and not self.quotes and self._is_taken(name, attributes):
            return
        if name in {"td", "th"}:
            self._handle_cell(closing)
        elif name == "li":
            self._break(1)
            if not closing:
                self.marker = self._number(attributes)
        elif name == "br":
            self.breaks += 1
        elif name in _PARAGRAPHS or (name[0] == "h" and name[1:].isdigit()):
            self._handle_block(name, closing, attributes)
        elif name in _LINES or name == "hr":
            self._break(1)
            if name == "tr":
                self.between = False
                if self.cells:
                    self.cells[-1] = None
        elif name == "a":
            self._handle_link(closing, attributes)

    def _is_taken(self, name: str, attributes: str) -> bool:
        """Deal with what quotes another mail or signs this one, and say whether there is nothing else to do."""
        if not attributes and name != "blockquote":
            return False
        if name == "blockquote":
            # Gmail and old Outlook indent with a quotation that has no border.
            if _INDENT.search(attributes) and "cite" not in attributes.lower() and "gmail_quote" not in attributes:
                return False
            self._hide(name)
            return True
        if name not in {"div", "span", "p", "pre", "section", "table", "td", "tr"}:
            return False
        if _REST_IS_QUOTED.search(attributes):
            self._mark("-----Original Message-----")
        elif _SIGNATURE.search(attributes):
            self._mark("--")
        elif _NOT_SHOWN.search(attributes):
            self.hidden = (name, 1)
            return True
        elif _QUOTE.search(attributes) or _GMAIL_HEADER.search(attributes):
            self._hide(name)
            return True
        return False

    def _hide(self, name: str) -> None:
        self._mark(">")
        self.hidden = (name, 1)

    def _handle_block(self, name: str, closing: bool, attributes: str) -> None:
        if name == "p":
            if not closing:
                self.tight = bool(self.lists) or bool(_TIGHT.search(attributes))
                self.word_list = bool(_WORD_LIST.search(attributes))
            self._break(1 if self.tight else 2)
            if closing:
                self.tight = self.word_list = False
        elif name in {"ul", "ol"}:
            if closing:
                del self.lists[-1:]
            self._break(1 if self.lists else 2)
            if not closing and len(self.lists) < _MOST_LISTS:
                start = _NUMBER.search(attributes)
                self.lists.append((int(start[1]) - 1 if start else 0) if name == "ol" else -1)
        else:
            self._break(2)
            if name == "table":
                self.between = False
                if closing:
                    del self.cells[-1:]
                else:
                    if self.cells:
                        self.cells[-1] = None  # a cell that holds a table is there for the layout
                    self.cells.append(None)
            elif name == "pre":
                self.pre = max(0, self.pre + (-1 if closing else 1))

    def _handle_cell(self, closing: bool) -> None:
        if not self.cells:
            self._break(1)
            return
        cell = self.cells[-1]
        if cell and cell.start < len(self.parts):
            # The words of a cell stand on one line with the next cell's only where they are one line themselves.
            self.between = not any("\n" in part for part in self.parts[cell.start + 1 :])
            if self.between:
                self.breaks = 0
            else:
                self._break(1)
        self.cells[-1] = None
        if not closing:
            self.cells[-1] = _Cell(len(self.parts), first=not self.between)

    def _number(self, attributes: str) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        value = _NUMBER.search(attributes)
        self.lists[-1] = int(value[1]) if value else self.lists[-1] + 1
        return f"{self.lists[-1]}. "

    def _handle_link(self, closing: bool, attributes: str) -> None:
        if not closing:
            target = _HREF.search(attributes)
            self.link = (html.unescape(target[1]), len(self.parts)) if target else None
        elif self.link:
            target_url, start = self.link
            shown = "".join(self.parts[start:]).strip()
            if shown and (address := show_address(target_url, shown)):
                self.parts.append(f" ({address})")
            self.link = None
