"""Reads XML of strangers element by element: bounded in memory, without entities, without a network.

What the elements mean is left to the readers that ask for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, TypeAlias

from enquiry2article.domain.enquiry import BadRow
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.text_file import open_text
from enquiry2article.ingest.values import Fields
from enquiry2article.text.encoding import decode_head, looks_binary

_PIECE: Final = 1 << 16
_PADDING: Final = 4096
_LONGEST_PROLOG: Final = 1 << 20
_MOST_PARTS: Final = 200_000
"""Elements within one that is asked for."""
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^<>]{0,300}\?>")
_DTD: Final = re.compile(r"<!DOCTYPE[^\[<>]{0,1000}(?:\[(?:(?!<!DOCTYPE).)*?\]\s*)?>", re.DOTALL)
_ROOT: Final = re.compile(r"<([A-Za-z_][\w:.-]{0,80})")
_MOST_PATHS: Final = 5_000
PEOPLE: Final = frozenset({"users", "agents"})
"""Names of lists of people that stand beside the records."""

Path: TypeAlias = tuple[str, ...]
"""The names of an element and of those around it, the outermost first."""

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def find_root(file: ExportFile) -> str:
    """Return the name of a file's outermost element in small letters, or "" for what is no XML."""
    head = file.head
    if not head or looks_binary(head):
        return ""
    text = decode_head(head).lstrip()
    if not text.startswith("<"):
        return ""
    found = _ROOT.search(_DTD.sub("", text, count=1))
    return found[1].lower() if found else ""


def read_elements(file: ExportFile, names: Sequence[str]) -> Iterator[Any | BadRow]:
    """Yield each element of one of the names with all that is in it, until the next is asked for.

    What is not well-formed is passed over as far as that can be, and told by one `BadRow`; so is a file that breaks
    off.

    Raises:
        NoSuchFile: the file cannot be opened.
    """
    yield from _parse(file, _Inside(frozenset(names)))


def _parse(file: ExportFile, looker: _Inside | Layout) -> Iterator[Any | BadRow]:
    """Yield what `looker` takes from the events of a file, then a `BadRow` for what is wrong with it."""
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    with open_text(file) as stream:
        text, has_entities = _read_prolog(stream.read(_PIECE), stream)
        try:
            while text:
                parser.feed(_NOT_XML.sub("", text).encode("utf-8", "replace"))
                yield from looker.take(parser.read_events())
                if looker.is_too_large:
                    yield BadRow(source=file.name, reason="an element holds far too many parts: the rest is not read")
                    return
                text = stream.read(_PIECE)
            # The parser holds back what it is not sure of; spaces behind the end do no harm.
            parser.feed(b" " * _PADDING)
            yield from looker.take(parser.read_events())
            # To close it would end all that is still open, as if it were whole.
            cut = looker.depth > 0 or parser.close() is None
        except etree.XMLSyntaxError:
            cut = True
    if has_entities:
        yield BadRow(source=file.name, reason="it declares entities of its own, which are not followed")
    if cut:
        yield BadRow(source=file.name, reason="the XML breaks off: the rest is missing")
    else:
        slips = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
        if slips:
            reason = f"line {slips[0].line} is not well-formed XML: what stands there may be incomplete"
            yield BadRow(source=f"{file.name}:{slips[0].line}", reason=reason)


class _Inside:
    """Follows the elements of a file, and lets go of each that has been given."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self.depth = 0
        self._within = 0
        self._parts = 0
        self._done: Any = None
        self.is_too_large = False

    def take(self, events: Any) -> Iterator[Any]:
        """Yield the elements that ended."""
        for event, element in events:
            wanted = name_of(element) in self._names
            if event == "start":
                self.depth += 1
                self._within += wanted
                self._parts = self._parts + 1 if self._within else 0
                self.is_too_large = self.is_too_large or self._parts > _MOST_PARTS
                continue
            self.depth -= 1
            if wanted:
                self._within -= 1
            if not self._within:
                if wanted:
                    yield element
                _forget(element)


class Layout:
    """What elements a file has, by their paths: which of them repeat, and how much text each holds."""

    is_too_large = False

    def __init__(self) -> None:
        self.repeated: set[Path] = set()
        """Elements that stand more than once beside each other."""
        self.people: list[tuple[str, Any]] = []
        """Elements of the lists of people, as (name of the list, fields)."""
        self._texts: Counter[Path] = Counter()
        self._open: list[Counter[str]] = [Counter()]
        self._path: Path = ()

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._path)

    @classmethod
    def learn(cls, file: ExportFile) -> Layout:
        """Look through a whole file, which is not kept.

        Raises:
            NoSuchFile: it cannot be opened.
        """
        layout = cls()
        for _ in _parse(file, layout):
            pass
        return layout

    def take(self, events: Any) -> Iterator[Any]:
        """Count the elements of some events; there is nothing to give."""
        for event, element in events:
            if event == "start":
                name = name_of(element)
                self._open[-1][name] += 1
                self._open.append(Counter())
                self._path = (*self._path, name)
                if self._open[-2][name] > 1:
                    self.repeated.add(self._path)
                continue
            self._count_text(len(element.text or ""))
            parent = self._path[-2:-1]
            if parent and parent[0] in PEOPLE and len(self.people) < _MOST_PARTS:
                self.people.append((parent[0], to_fields(element)))
            self._path = self._path[:-1]
            self._open.pop()
            if not any(name in PEOPLE for name in self._path):
                _forget(element)
        yield from ()

    def _count_text(self, length: int) -> None:
        for end in range(1, len(self._path) + 1):
            path = self._path[:end]
            if path in self._texts or len(self._texts) < _MOST_PATHS:
                self._texts[path] += length

    def find_record(self) -> Path:
        """Return the path of the elements that are records: of those that repeat, the outermost with most text.

        () where nothing repeats.
        """
        path: Path = ()
        while inner := [found for found in self._texts if found[:-1] == path and found[-1] not in PEOPLE]:
            lists = [found for found in inner if found in self.repeated]
            path = max(sorted(lists or inner), key=lambda found: self._texts[found])
            if lists:
                return path
        return ()


def _forget(element: Any) -> None:
    """Take an element, and all that stands before it, out of the tree."""
    parent = element.getparent()
    if parent is None:
        return
    element.clear()
    while len(parent) and parent[0] is not element:
        del parent[0]


def _read_prolog(text: str, stream: Any) -> tuple[str, bool]:
    """Take the declarations off the beginning, and say whether there were entities among them."""
    while len(text) < _LONGEST_PROLOG and not _ROOT.search(_DTD.sub("", text, count=1)):
        more = stream.read(_PIECE)
        if not more:
            break
        text += more
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    declared = _DTD.search(text, 0, _LONGEST_PROLOG)
    if declared is None or _ROOT.search(text, 0, declared.start()):
        return text, False
    lines = "\n" * declared[0].count("\n")
    return text[: declared.start()] + lines + text[declared.end() :], "<!ENTITY" in declared[0]


def name_of(element: Any) -> str:
    """Return an element's name in small letters with its prefix: "wp:comment"."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    local = tag.rpartition("}")[2]
    return (f"{element.prefix}:{local}" if element.prefix and ":" not in local else local).lower()


def text_in(element: Any) -> str:
    """Return all the text of an element."""
    return "".join(part for part in element.itertext(with_tail=False) if isinstance(part, str)).strip()


def to_fields(element: Any) -> Fields:
    """Make of an element what a JSON object of the same content would be; hyphens become underscores.

    Children that stand in an element of the type "array", or that share a name, make a list.
    """
    fields: Fields = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        key = name_of(child).replace("-", "_")
        value: Any = text_in(child)
        if len(child):
            inner = [to_fields(one) if len(one) else text_in(one) for one in child if isinstance(one.tag, str)]
            value = inner if _is_list(child) else to_fields(child)
        if key in fields:
            fields[key] = [*fields[key], value] if isinstance(fields[key], list) else [fields[key], value]
        else:
            fields[key] = value
    return fields


def _is_list(element: Any) -> bool:
    names = {name_of(child) for child in element}
    return element.get("type") == "array" or (len(names) == 1 and len(element) > 1)


def to_record(element: Any, path: Path, repeated: Collection[Path]) -> Fields:
    """Make of an element what a JSON object of the same content would be; attributes count as keys.

    Elements that stand more than once beside each other anywhere in the file (`repeated`) are a list everywhere, in the
    place of the element around them where that holds nothing else. An item of a list with attributes keeps its own
    text as "text".
    """
    fields: Fields = {_name_key(str(key)): value for key, value in element.attrib.items() if key != "type"}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = name_of(child)
        inner, key = (*path, name), _name_key(name)
        kinds = {name_of(one) for one in child if isinstance(one.tag, str)}
        if len(kinds) == 1 and (*inner, *kinds) in repeated:
            [item] = kinds
            fields[key] = [_read_value(one, (*inner, item), repeated) for one in child if isinstance(one.tag, str)]
        elif inner in repeated:
            fields.setdefault(key, []).append(_read_value(child, inner, repeated))
        else:
            fields[key] = _read_value(child, inner, repeated)
    return fields


def _read_value(element: Any, path: Path, repeated: Collection[Path]) -> Any:
    text = text_in(element)
    if len(element):
        return to_record(element, path, repeated)
    if text and path not in repeated:
        return text
    own = to_record(element, path, repeated)
    return {**own, "text": text} if own and text else own or text


def _name_key(name: str) -> str:
    return name.rpartition("}")[2].replace("-", "_").lower()
