"""Reads XML of strangers entry by entry: bounded in memory, without entities, without a network, past what is broken.

Decides only what an entry is: what stands one level below the root, or below the `channel` of an RSS feed.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from enquiry2article.domain.post import PostProblem
from enquiry2article.posts.files import TooLargeError, open_unpacked
from enquiry2article.text.encoding import FALLBACK, decode_head, guess_encoding

_PIECE: Final = 1 << 16
_MOST_PARTS: Final = 50_000
"""Elements within one entry."""
_DECLARED: Final = re.compile(r"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DTD: Final = re.compile(r"<!DOCTYPE[^\[<>]{0,1000}(?:\[(?:(?!<!DOCTYPE).)*?\]\s*)?>", re.DOTALL)
_ROOT: Final = re.compile(r"<[A-Za-z]")
_LONGEST_PROLOG: Final = 1 << 20
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_HTML: Final = "{http://www.w3.org/1999/xhtml}"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES: Final = frozenset({"item", "entry"})
_CONTAINERS: Final = frozenset({"rss", "channel", "feed", "rdf:rdf", "urlset", "sitemapindex"})


def stream_entries(path: Path) -> Iterator[Any | PostProblem]:
    """Yield each entry of a file as an element, emptied once the next is asked for, and a problem for what is broken.

    The children of an RSS `channel` that are no items are entries too: they say what holds for the whole.
    """
    from lxml import etree

    source = path.as_posix()
    try:
        encoding = _find_encoding(path)
        with open_unpacked(path) as stream:
            cleaned = _Cleaned(stream, encoding)
            events = etree.iterparse(
                cleaned, events=("start", "end"), recover=True, resolve_entities=False,
                no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
                encoding="utf-8",
            )  # fmt: skip
            yield from _cut_entries(events, source)
        if cleaned.has_entities:
            yield PostProblem(source=source, reason="it declares entities of its own, which are not followed")
    except etree.XMLSyntaxError:
        yield PostProblem(source=source, reason="it is not XML")
    except TooLargeError as error:
        yield PostProblem(source=source, reason=f"it {error}, which is more than can be read")
    except (EOFError, zlib.error) as error:
        yield PostProblem(source=source, reason=f"its packing (gzip) is broken ({type(error).__name__})")


def _cut_entries(events: Any, source: str) -> Iterator[Any | PostProblem]:
    depth = parts = 0
    level = 2
    held: Any = None
    for event, element in events:
        if event == "start":
            depth += 1
            parts += 1
            if depth == 1:
                level = 3 if name_of(element) == "rss" else 2
            if depth <= level:
                parts = 0
            elif parts > _MOST_PARTS:
                yield PostProblem(source=f"{source}:{element.sourceline}", reason="an entry holds far too many parts")
                return
            continue
        nested = depth > level and name_of(element) in _ENTRIES  # something before it was not closed
        if depth == level or nested:
            if held is not None:
                yield held
                _forget(held)
            held = element
        depth -= 1
    fatal = [entry for entry in events.error_log if entry.level_name == "FATAL"]
    cut = next((e for e in fatal if e.type_name == "ERR_TAG_NOT_FINISHED"), None)
    open_tag = re.search(r"in tag (\S+)", cut.message) if cut else None
    if held is not None and not (open_tag and open_tag[1].lower() not in _CONTAINERS):
        yield held
        _forget(held)
    if cut:
        yield PostProblem(source=f"{source}:{cut.line}", reason="the file breaks off: the rest is missing")
    elif any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in fatal):
        yield PostProblem(source=source, reason="an entry is larger than can be read: the rest is missing")
    elif fatal:
        reason = f"line {fatal[0].line} is not well-formed XML: what stands there may be incomplete"
        yield PostProblem(source=f"{source}:{fatal[0].line}", reason=reason)


def _forget(element: Any) -> None:
    """Take an element and all that stands before it out of the tree."""
    parent = element.getparent()
    element.clear()
    if parent is None:
        return
    while len(parent) and parent[0] is not element:
        del parent[0]
    parent.remove(element)


class _Cleaned:
    """Gives a file as UTF-8 without its DTD and the signs that XML does not know, in whatever encoding it is."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)(FALLBACK)
        self.begun = False
        self.has_entities = False

    def read(self, size: int = -1) -> bytes:
        text = self._read_on()
        if not self.begun:
            self.begun = True
            while len(text) < _LONGEST_PROLOG and not _ROOT.search(text) and (more := self._read_on()):
                text += more
            declared = _DTD.search(text, 0, _LONGEST_PROLOG)
            if declared and not _ROOT.search(text, 0, declared.start()):
                self.has_entities = "<!ENTITY" in declared[0]
                text = text[: declared.start()] + text[declared.end() :]
        return text.encode("utf-8", "replace")

    def _read_on(self) -> str:
        while True:
            data = self.stream.read(_PIECE)
            text = _NOT_XML.sub("", self.decoder.decode(data, final=not data))
            if text or not data:
                return text


def _find_encoding(path: Path) -> str:
    """Return the encoding that a file declares, or the one that its bytes show where it declares UTF-8 or none."""
    with open_unpacked(path) as stream:
        head = stream.read(4096)
        declared = _DECLARED.search(decode_head(head)[:400])
        if declared:
            try:
                codec = codecs.lookup(declared[1])
            except LookupError:
                codec = None
            # A codec that turns bytes into something else than text is none for a feed.
            if codec and codec._is_text_encoding and not codec.name.startswith(("utf", "ascii", "us-ascii")):
                return codec.name
        return guess_encoding(head, _read_on(stream))


def _read_on(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file as far as it can be read; what is wrong with it is told when it is read in earnest."""
    try:
        while data := stream.read(1 << 20):
            yield data
    except (EOFError, OSError, zlib.error, TooLargeError):
        return


def name_of(element: Any) -> str:
    """Return an element's name in lower case with its prefix, without one for Atom: "content:encoded", "entry"."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    local = tag.rpartition("}")[2]
    prefix = "" if tag.startswith((_ATOM, _HTML)) else element.prefix
    return (f"{prefix}:{local}" if prefix and ":" not in local else local).lower()


def text_of(element: Any) -> str:
    """Return all the text of an element; the names of entities that are not followed are left out."""
    if not isinstance(element.tag, str):
        return ""  # such a name itself, standing between elements
    return "".join(part for part in element.itertext(with_tail=True) if not _is_entity(part)).strip()


def _is_entity(part: str) -> bool:
    return part.startswith("&") and part.endswith(";") and len(part) < 60 and " " not in part


def markup_of(element: Any) -> str:
    """Return what stands in an element as HTML: as text where it is escaped, else written out."""
    from lxml import etree

    if len(element) == 0:
        return text_of(element)
    inner = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return (element.text or "") + "".join(inner)


def language_of(element: Any) -> str:
    """Return the language that an element is in, as it or what holds it says."""
    while element is not None:
        if own := element.get(_LANGUAGE):
            return str(own)
        element = element.getparent()
    return ""
