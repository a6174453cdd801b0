"""Takes a post's body apart into the sections that its headings make, in Markdown and in HTML.

Pure. Headings are found by parsers (markdown-it-py, lxml), so that a "#" in a listing is no heading; which address a
heading gets is left to `posts/pages/anchors`. Code that a site generator would run is taken out, never run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from enquiry2article.domain.post import PostSection
from enquiry2article.posts.pages.anchors import AnchorMaker

MOST_SECTIONS: Final = 300
LONGEST_BODY: Final = 4 << 20
"""Characters. A longer one is no article."""
_LONGEST_HEADING: Final = 300

_SHORTCODE: Final = re.compile(r"\{\{[<%][^{}]{0,2000}[%>]\}\}|\{%[^%{}\n]{0,500}%\}|\{\{[^{}\n]{0,300}\}\}")
_MODULE_LINE: Final = re.compile(r"^(?:import\s[^\n]{0,300}\sfrom\s|import\s+['\"]|export\s)[^\n]*$", re.MULTILINE)
_CONTAINER_LINE: Final = re.compile(r"^:{3,}[^\n]*$", re.MULTILINE)
_ATTRIBUTES: Final = re.compile(
    r"(?<![ \t])[ \t]*\{[:#.][^{}]{0,200}\}[ \t]*$|(?<![ \t])[ \t]*\{/\*[^{}]{0,200}\*/\}[ \t]*$"
)
_ATTRIBUTE_LINE: Final = re.compile(r"^\{:[^{}\n]{0,200}\}[ \t]*$", re.MULTILINE)
_OWN_ANCHOR: Final = re.compile(r"#([\w.:-]{1,120})")
_INLINE: Final = re.compile(r"[\\`*_\[\]<>&!~]")
_OPEN_TAG: Final = re.compile(r"\s*<(?:p|h[1-6]|div|section|article|ul|ol|figure|table|blockquote)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What stands in a post."""

    text: str
    sections: tuple[PostSection, ...] = ()
    heading: str = ""
    """The first heading of the highest level, which is the title where nothing else is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """What a page in HTML says of itself."""

    body: Body
    title: str = ""
    meta: dict[str, str]
    """Its `meta` entries by name or property in lower case; also "canonical" and "lang"."""


def looks_like_html(text: str) -> bool:
    """Return whether a body is HTML from its first sign on."""
    return bool(_OPEN_TAG.match(text))


def read_markdown(body: str, *, anchors: str = "", title: str = "", own_anchors: bool = True) -> Body:
    """Take a Markdown body apart. `anchors` is the style of its site; a first heading that repeats the title is none.

    `own_anchors` says whether the site knows `{#own}` at the end of a heading.
    """
    text = tidy_markdown(body)
    lines = text.split("\n")
    maker = AnchorMaker(anchors)
    found: list[tuple[int, int, int, str, str]] = []  # first line, line below, level, heading, anchor
    tokens = _parser().parse(text)
    for place, token in enumerate(tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        raw, own = tokens[place + 1].content, ""
        if own_anchors:
            raw, own = _split_attributes(raw, lines, token.map[1])
        shown = [_plain_heading(line) for line in raw.split("\n")]
        plain = " ".join(filter(None, shown))
        anchor = maker.take(own) if own else maker.make(shown, int(token.tag[1]))
        if token.level == 0 and plain:
            found.append((token.map[0], token.map[1], int(token.tag[1]), plain[:_LONGEST_HEADING], anchor))
        if len(found) > MOST_SECTIONS:
            break
    heading = found[0][3] if found and found[0][2] == 1 else ""
    sections = []
    for place, (_, below, level, plain, anchor) in enumerate(found[:MOST_SECTIONS]):
        if place == 0 and level == 1 and _same(plain, title or plain):
            continue
        end = found[place + 1][0] if place + 1 < len(found) else len(lines)
        own_text = _ATTRIBUTE_LINE.sub("", "\n".join(lines[below:end])).strip()
        sections.append(PostSection(heading=plain, anchor=anchor, text=own_text))
    return Body(text=_ATTRIBUTE_LINE.sub("", text).strip(), sections=tuple(sections), heading=heading)


def tidy_markdown(body: str) -> str:
    """Take out what a generator would run or hide: comments, shortcodes, Liquid, imports, marks of containers."""
    text = _drop_comments(body)
    if "{{" in text or "{%" in text:
        text = _SHORTCODE.sub("", text)
    return _CONTAINER_LINE.sub("", _MODULE_LINE.sub("", text))


def _drop_comments(text: str) -> str:
    parts = []
    place = 0
    while (start := text.find("<!--", place)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        parts.append(text[place:start])
        place = end + 3
    return "".join(parts) + text[place:]


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    # Only the blocks: the inline rules cost most of the time, and are needed for headings alone.
    return MarkdownIt("commonmark").enable("table").disable("inline")


@cache
def _inline_parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("strikethrough")


def _split_attributes(content: str, lines: list[str], below: int) -> tuple[str, str]:
    """Take `{#own}` off a heading, or `{: #own}` off the line below it, as kramdown has it."""
    found = _ATTRIBUTES.search(content)
    if found:
        own = _OWN_ANCHOR.search(found[0])
        return content[: found.start()], own[1] if own else ""
    under = _ATTRIBUTE_LINE.match(lines[below]) if below < len(lines) else None
    own = _OWN_ANCHOR.search(under[0]) if under else None
    return content, own[1] if own else ""


def _plain_heading(raw: str) -> str:
    """Return a heading as a reader sees it."""
    if not _INLINE.search(raw):
        return " ".join(raw.split())
    parts: list[str] = []
    for token in _inline_parser().parseInline(raw[: 2 * _LONGEST_HEADING])[0].children or ():
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type not in ("html_inline", "image"):
            parts.append(token.content)
    return " ".join("".join(parts).split())


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


# --- HTML

_HIDDEN_TAGS: Final = frozenset(
    """script style template noscript iframe svg canvas nav footer aside form button dialog select object video audio
    head""".split()
)
_BLOCKS: Final = frozenset(
    """p div ul ol table tr blockquote pre section article header main figure figcaption dl dt dd hr details summary
    address fieldset center h1 h2 h3 h4 h5 h6""".split()
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINK_MARKS: Final = re.compile(
    r"\b(?:header-?link|header-?anchor|anchor(?:js)?-link|anchor|hash-link)\b", re.IGNORECASE
)


def read_html(html: str, *, title: str = "") -> HtmlPage:
    """Take a page or a piece of HTML apart. Scripts, menus and forms are left out; nothing is loaded or run."""
    from lxml import etree
    from lxml import html as lxml_html

    data = html.encode("utf-8", "replace").replace(b"\0", b"")
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(data, parser=parser) if data.strip() else None
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return HtmlPage(body=Body(text=""), meta={})
    meta = _read_meta(root)
    main = _find_main(root)
    body = _read_blocks(main, title)
    named = " ".join("".join(root.find(".//title").itertext()).split()) if root.find(".//title") is not None else ""
    return HtmlPage(body=body, title=named[:_LONGEST_HEADING], meta=meta)


def _read_meta(root: Any) -> dict[str, str]:
    meta = {"lang": root.get("lang") or ""}
    for entry in root.iterfind(".//meta"):
        name = (entry.get("name") or entry.get("property") or "").strip().lower()
        if name:
            meta.setdefault(name, " ".join((entry.get("content") or "").split())[:2000])
    for link in root.iterfind(".//link"):
        if (link.get("rel") or "").lower() == "canonical":
            meta.setdefault("canonical", (link.get("href") or "").strip())
    return meta


def _find_main(root: Any) -> Any:
    """Return the part of a page that is the article: one `article`, else `main`, else all of the body."""
    articles = root.findall(".//article")
    if len(articles) == 1:
        return articles[0]
    main = root.find(".//main")
    if main is None:
        main = root.find('.//*[@role="main"]')
    if main is not None:
        return main
    body = root.find(".//body")
    return root if body is None else body


def _read_blocks(main: Any, title: str) -> Body:
    from lxml import etree

    parts: list[str] = []
    headings: list[tuple[int, int, int, str, str]] = []  # part where it begins, part below, level, heading, anchor
    start = 0
    walker = etree.iterwalk(main, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _HIDDEN_TAGS or element.get("hidden") is not None:
                walker.skip_subtree()
                continue
            if tag in _HEADINGS:
                start = len(parts)
                parts.append("\n\n")
                parts.append(_heading_text(element))
                parts.append("\n\n")
                walker.skip_subtree()
                continue
            if tag == "li":
                parts.append("\n- ")
            elif tag == "br":
                parts.append("\n")
            elif tag in _BLOCKS:
                parts.append("\n\n" if tag in ("p", "pre", "blockquote", "table") else "\n")
            parts.append(_squeeze(element.text))
        else:
            if tag in _HEADINGS:
                plain = _heading_text(element)
                if plain:
                    headings.append(
                        (start, len(parts), int(tag[1]), plain[:_LONGEST_HEADING], _heading_anchor(element))
                    )
            elif tag in ("td", "th"):
                parts.append(" ")
            elif tag in _BLOCKS:
                parts.append("\n")
            if element is not main:
                parts.append(_squeeze(element.tail))
    first = next((place for place, found in enumerate(headings) if found[2] == 1), None)
    sections = []
    for place, (_, below, level, plain, anchor) in enumerate(headings[:MOST_SECTIONS]):
        if place == first and level == 1 and _same(plain, title or plain):
            continue
        end = headings[place + 1][0] if place + 1 < len(headings) else len(parts)
        sections.append(PostSection(heading=plain, anchor=anchor, text=_tidy_lines("".join(parts[below:end]))))
    heading = headings[first][3] if first is not None else ""
    return Body(text=_tidy_lines("".join(parts)), sections=tuple(sections), heading=heading)


def _heading_text(element: Any) -> str:
    """Return a heading's words without the sign that links to it."""
    marks = [
        link for link in element.iter("a", "button")
        if link.get("aria-hidden") == "true" or _LINK_MARKS.search(link.get("class") or "")
    ]  # fmt: skip
    text = "".join(element.itertext())
    for link in marks:
        shown = "".join(link.itertext())
        # Where the whole heading is the link, its words are the heading's.
        if shown.strip() and not any(sign.isalnum() for sign in shown):
            text = text.replace(shown, " ")
    return " ".join(text.replace("\u200b", "").split())


def _heading_anchor(element: Any) -> str:
    """Return the address of a heading: its own, that of a mark inside it, or that of the section it opens."""
    if own := element.get("id"):
        return str(own)
    for link in element.iter("a", "span"):
        if own := link.get("id") or link.get("name"):
            return str(own)
        if (link.get("href") or "").startswith("#") and len(link.get("href")) > 1:
            return str(link.get("href"))[1:]
    parent = element.getparent()
    if parent is not None and parent.tag == "section" and parent.get("id") and parent.find("*") is element:
        return str(parent.get("id"))
    return ""


def _squeeze(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _tidy_lines(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "-")).strip()
