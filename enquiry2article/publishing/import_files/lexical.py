"""HTML as Lexical, the form in which Ghost keeps the body of a post.

Source: the nodes of https://github.com/TryGhost/Koenig/tree/main/packages/kg-default-nodes. What has none of its own,
as a table, becomes an HTML card, which Ghost keeps as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

Node = dict[str, Any]

_FORMATS = {
    "strong": 1, "b": 1, "em": 2, "i": 2, "s": 4, "del": 4, "strike": 4, "u": 8, "code": 16, "sub": 32, "sup": 64,
}  # fmt: skip
"""Bits of a text's format (https://github.com/facebook/lexical, LexicalConstants)."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "ul", "ol", "blockquote", "pre", "hr", "table", "dl", "div", "figure", "details"}
_PLACED: Node = {"direction": None, "format": "", "indent": 0, "version": 1}


def render_lexical(html: str) -> str:
    """Return sanitised HTML as the JSON of a Lexical document."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    blocks = list(_read_blocks(root)) or [_make("paragraph", [])]
    return json.dumps({"root": _make("root", blocks)}, ensure_ascii=False)


def _make(kind: str, children: list[Node], **more: Any) -> Node:
    return {"children": children, **_PLACED, "type": kind, **more}


def _read_blocks(parent: Any) -> Iterator[Node]:
    """Yield the blocks in an element; words that stand beside blocks become paragraphs."""
    loose: list[Node] = list(_make_text(parent.text, 0))
    for element in parent:
        if element.tag in _BLOCKS:
            yield from _close(loose)
            loose = []
            yield from _read_block(element)
        else:
            loose.extend(_read_inline([element], 0))
            continue
        loose.extend(_make_text(element.tail, 0))
    yield from _close(loose)


def _close(loose: list[Node]) -> Iterator[Node]:
    if any(node.get("text", "x").strip() for node in loose):
        yield _make("paragraph", loose)


def _read_block(element: Any) -> Iterator[Node]:
    if element.tag == "p":
        words = _read_content(element)
        if words:
            yield _make("paragraph", words)
        yield from (_make_image(image) for image in element.iter("img") if image.get("src"))
    elif element.tag in _HEADINGS:
        yield _make("extended-heading", _read_content(element), tag=element.tag)
    elif element.tag in ("ul", "ol"):
        yield _make_list(element)
    elif element.tag == "blockquote":
        inner = [node for block in _read_blocks(element) for node in (*block.get("children", ()), _BREAK)]
        yield _make("extended-quote", inner[:-1])
    elif element.tag == "pre":
        yield {
            "type": "codeblock",
            "version": 1,
            "code": element.text_content().rstrip("\n"),
            "language": "",
            "caption": "",
        }
    elif element.tag == "hr":
        yield {"type": "horizontalrule", "version": 1}
    else:
        yield {
            "type": "html",
            "version": 1,
            "html": etree.tostring(element, encoding="unicode", method="html", with_tail=False),
        }


_BREAK: Node = {"type": "linebreak", "version": 1}


def _make_list(element: Any) -> Node:
    """Return a list; a list within an item is an item of its own, as Lexical wants it."""
    items: list[Node] = []
    for item in element.iterchildren("li"):
        words: list[Node] = list(_make_text((item.text or "").lstrip(), 0))
        for child in item:
            if child.tag in ("ul", "ol"):
                items.extend(_make_items([words], len(items)))
                items.append(_make("listitem", [_make_list(child)], value=len(items) + 1))
                words = list(_make_text((child.tail or "").strip(), 0))
            elif child.tag == "p":
                words.extend([_BREAK, *_read_content(child)] if words else _read_content(child))
                words.extend(_make_text((child.tail or "").strip(), 0))
            else:
                words.extend(_read_inline([child], 0))
        items.extend(_make_items([words], len(items)))
    ordered = element.tag == "ol"
    start = int(element.get("start") or 1) if (element.get("start") or "1").isdigit() else 1
    return _make("list", items, listType="number" if ordered else "bullet", start=start, tag=element.tag)


def _make_items(words: Iterable[list[Node]], before: int) -> Iterator[Node]:
    for own in words:
        if any(node.get("text", "x").strip() for node in own):
            yield _make("listitem", own, value=before + 1)


def _read_content(element: Any) -> list[Node]:
    return [*_make_text(element.text, 0), *_read_inline(element, 0)]


def _read_inline(elements: Iterable[Any], format_: int) -> Iterator[Node]:
    for element in elements:
        inner = format_ | _FORMATS.get(element.tag, 0)
        if element.tag == "br":
            yield _BREAK
        elif element.tag == "a" and element.get("href"):
            words = [*_make_text(element.text, inner), *_read_inline(element, inner)]
            yield _make("link", words, rel=None, target=None, title=element.get("title"), url=element.get("href"))
        elif element.tag != "img":
            yield from _make_text(element.text, inner)
            yield from _read_inline(element, inner)
        yield from _make_text(element.tail, format_)


def _make_image(element: Any) -> Node:
    return {"type": "image", "version": 1, "src": element.get("src"), "alt": element.get("alt", ""), "caption": ""}


def _make_text(text: str | None, format_: int) -> Iterator[Node]:
    if text:
        flat = text.replace("\n", " ")
        yield {
            "detail": 0, "format": format_, "mode": "normal", "style": "", "text": flat, "type": "extended-text",
            "version": 1,
        }  # fmt: skip
