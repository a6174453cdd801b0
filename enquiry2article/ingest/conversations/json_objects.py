"""Puts the objects of JSON where they are looked for: out of their wrappers, and in the place of references to them.

References are those of JSON:API (https://jsonapi.org/format/#document-compound-documents), type and id in
"relationships" and the objects in "included", and links to an author or a customer. Where the messages are is left to
`json_messages`, what they say to `guessed_conversations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from enquiry2article.ingest.conversations.internal_notes import NoteTeller, list_marks
from enquiry2article.ingest.conversations.json_messages import message_text, says_creation
from enquiry2article.ingest.conversations.people import AUTHOR_KEYS, names_customer
from enquiry2article.ingest.fields.field_words import split_field
from enquiry2article.ingest.fields.sides import load_words, names_author, names_link, names_role, part_link, read_link
from enquiry2article.ingest.fields.visibility import Form, names_note, read_flag
from enquiry2article.ingest.values import Fields, dig, text_of

Reference: TypeAlias = tuple[str, str]
"""Type and id of an object."""

_WRAPPERS: Final = frozenset(
    "attributes properties fields data payload node record resource object metadata _source".split()
)
"""Keys of an object that holds what another one says."""
_LINKS: Final = ("links", "_links")
_BESIDE: Final = frozenset({"data", "included", "jsonapi", "links", "meta"})
"""Keys of a document of JSON:API."""
_DEEPEST: Final = 6
_MOST_STEPS: Final = 3
"""References within each other that are followed: from a conversation to a message to its author."""
_PLAIN_MARKS: Final = NoteTeller()


def index_included(objects: Sequence[Any]) -> dict[Reference, Fields]:
    """Return the objects that a document includes, by type and id."""
    found = ((_refer(item), item) for item in objects if isinstance(item, dict))
    return {reference: item for reference, item in found if all(reference)}


def _refer(item: Any) -> Reference:
    return (text_of(item.get("type")), text_of(item.get("id"))) if isinstance(item, dict) else ("", "")


def is_resource(value: Any) -> bool:
    """Return whether a value is an object of JSON:API."""
    inner = ("attributes", "relationships")
    return isinstance(value, dict) and "type" in value and any(isinstance(value.get(key), dict) for key in inner)


def is_single(document: Any) -> bool:
    """Return whether a value is a document of JSON:API with one object."""
    return isinstance(document, dict) and set(document) <= _BESIDE and is_resource(document.get("data"))


class Resolver:
    """Puts objects that stand apart from the records into the place of what refers to them."""

    def __init__(self, included: Mapping[Reference, Fields]) -> None:
        """Learn which objects there are, and which of the messages among them refer to what."""
        self._included = included
        self._naming: dict[Reference, list[Reference]] = {}
        for own, item in included.items():
            if set(split_field(own[0])[-1:]) & load_words()["message"]:
                for _, named in _list_references(item):
                    self._naming.setdefault(named, []).append(own)

    def open(self, record: Fields) -> Iterator[Fields]:
        """Yield the records of a record, which may be a whole document, with what they refer to inside them."""
        data = record.get("data")
        items = data if isinstance(data, list) else [data]
        if not (data and set(record) <= _BESIDE and all(map(is_resource, items))):
            yield self._resolve_record(record)
            return
        included = record.get("included")
        inner = Resolver(index_included(included)) if isinstance(included, list) else self
        yield from map(inner._resolve_record, items)

    def _resolve_record(self, record: Fields) -> Fields:
        """Return a record with what it refers to, or as it is where nothing of that is there."""
        own = _refer(record)
        known = own in self._naming or any(named in self._included for _, named in _list_references(record))
        return self._resolve(record, ()) if known and is_resource(record) else record

    def _resolve(self, item: Fields, above: Sequence[Reference]) -> Fields:
        """Return an object with its attributes and the objects that it names at its top."""
        own = _refer(item)
        above = (*above, own)
        plain = {key: value for key, value in item.items() if key not in ("attributes", "relationships")}
        attributes = item.get("attributes")
        found = _merge(plain, attributes) if isinstance(attributes, dict) else plain
        relations = item.get("relationships")
        for name, relation in relations.items() if isinstance(relations, dict) else ():
            data = relation.get("data") if isinstance(relation, dict) else None
            if isinstance(data, list):
                found[name] = [self._follow(one, above) for one in data if isinstance(one, dict)]
            elif isinstance(data, dict):
                found[name] = self._follow(data, above)
            elif person := _read_person(dig(relation, "links") if isinstance(relation, dict) else None):
                found.setdefault(name, person)
        told = {named for _, named in _list_references(item)}
        more = [other for other in self._naming.get(own, ()) if other not in told and other not in above]
        if more and len(above) == 1:
            said = found.get("messages")
            found["messages"] = [*(said if isinstance(said, list) else ()), *(self._follow_to(o, above) for o in more)]
        return found

    def _follow(self, reference: Fields, above: Sequence[Reference]) -> Fields:
        return self._follow_to(named, above) if (named := _refer(reference)) in self._included else reference

    def _follow_to(self, named: Reference, above: Sequence[Reference]) -> Fields:
        if named in above or len(above) > _MOST_STEPS:
            return {"type": named[0], "id": named[1]}
        return self._resolve(self._included[named], above)


def _list_references(item: Fields) -> Iterator[tuple[str, Reference]]:
    relations = item.get("relationships")
    for name, relation in relations.items() if isinstance(relations, dict) else ():
        data = relation.get("data") if isinstance(relation, dict) else None
        for one in data if isinstance(data, list) else [data]:
            if all(named := _refer(one)):
                yield name, named


def lift_items(value: Any, deep: int = 0, *, whole: bool = True) -> Any:
    """Return a value in which the items of lists have their texts and authors at the top, and not in a wrapper.

    `whole` says that the value may be a document, whose own list of records stays as it is.

    >>> lift_items({"id": 1, "notes": [{"note": {"body": "Hi", "private": False}}]})
    {'id': 1, 'notes': [{'body': 'Hi', 'private': False}]}
    """
    if deep > _DEEPEST:
        return value
    if isinstance(value, list):
        items = [lift_items(item, deep + 1, whole=whole) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not isinstance(value, dict):
        return value
    inner = {key: lift_items(item, deep + 1, whole=whole) for key, item in value.items()}
    for key, items in inner.items():
        if isinstance(items, list) and not (whole and deep == 0 and not _says_messages(key)):
            lifted = [_name_author(_lift_object(item)) for item in items]
            inner[key] = lifted if any(new is not old for new, old in zip(lifted, items, strict=True)) else items
    return inner if any(inner[key] is not value[key] for key in value) else value


def _name_author(item: Any) -> Any:
    """Return a message in which a link to its author stands as the person that it names."""
    return _add_people(item, _may_write) if isinstance(item, dict) and message_text(item) else item


def _says_messages(key: str) -> bool:
    return bool(load_words()["message"] & set(split_field(key)))


def _lift_object(item: Any) -> Any:
    """Return an item with its text at its top; one that has it there already, or has none, as it is."""
    if not isinstance(item, dict):
        return item
    if len(item) == 1:
        key, inner = next(iter(item.items()))
        inner = _lift_object(inner)
        if not isinstance(inner, dict) or not message_text(inner):
            return item
        # {"body": {"text": …}} is no wrapper, {"note": {"text": …}} may be one for what colleagues say.
        is_text = message_text(item) and read_flag(key) is None and not any(map(_describes, inner))
        return item if is_text else _name_wrapped(key, inner)
    if message_text(item):
        return item
    wrapped = [key for key, inner in item.items() if key in _WRAPPERS and isinstance(inner, dict)]
    holder = next((key for key in wrapped if message_text(item[key])), "")
    if not holder:
        return item
    plain = {key: inner for key, inner in item.items() if key != holder}
    for key, beside in item.items():
        # HubSpot keeps type and time of a mail in "engagement" and the rest in "metadata".
        if isinstance(beside, dict) and key != holder and key not in AUTHOR_KEYS and not names_author(key):
            plain |= {name: said for name, said in beside.items() if name not in plain and _describes(name)}
    return _merge(plain, item[holder])


def _describes(key: str) -> bool:
    """Return whether a key says of a message when, by which side or for whom it was written."""
    return key == "type" or says_creation(key) or names_role(key) or read_flag(key) is not None


def _name_wrapped(key: str, inner: Fields) -> Fields:
    """Return what stood under a key that says what it is, such as "note": it says so itself, if nothing else in it."""
    flags = (read_flag(name) for name, _ in list_marks(inner))
    if any(flag and flag.form is not Form.KIND for flag in flags) and not names_note(key):
        return inner
    return {("kind" if "type" in inner else "type"): key, **inner}


def _merge(outer: Fields, inner: Fields) -> Fields:
    """Return one object of two, of which one wraps the other. It is internal if either says so."""
    merged = {**outer, **inner}
    if "type" in outer and "type" in inner and "kind" not in merged:
        merged["kind"] = outer["type"]
    hidden = any(_PLAIN_MARKS.judge(part) == (True, "") for part in (outer, inner))
    return {**merged, "internal": True} if hidden else merged


def lift_opening(record: Fields) -> Fields:
    """Return a record with the text of its opening message at its top, where it stands among its properties.

    >>> lift_opening({"id": 1, "properties": {"subject": "Ferry", "content": "When does it go?"}})["content"]
    'When does it go?'
    """
    places = (inner for key in ("attributes", "properties", "fields") if isinstance(inner := record.get(key), dict))
    inner = {} if message_text(record) else next(filter(message_text, places), {})
    return {**inner, **record} if inner else record


def name_customer(record: Fields) -> Fields:
    """Return a record in which a link to its customer stands as the person that it names.

    >>> name_customer({"id": 1, "links": {"customer": {"href": "/v1/customers/7"}}})["customer"]
    {'id': '7', 'type': 'customer'}
    """
    return _add_people(record, names_customer)


def _add_people(item: Fields, is_wanted: Callable[[str], bool]) -> Fields:
    places = [inner for key in _LINKS if isinstance(inner := item.get(key), dict)]
    linked = [(name, link) for place in places for name, link in place.items() if name not in item]
    linked += [(name, link) for name, link in item.items() if isinstance(link, dict) and "id" not in link]
    found = {name: person for name, link in linked if is_wanted(name) and (person := _read_person(link))}
    for key, value in item.items():
        *words, last = split_field(key) or [""]
        # "author_url" may be anybody's page: only one that tells the side is believed.
        name = "_".join(words)
        if name and name not in item and last != "id" and names_link(key) and is_wanted(name):
            person = _read_person(value)
            found |= {name: person} if "type" in person else {}
    return {**item, **{key: {**person, **(item.get(key) or {})} for key, person in found.items()}} if found else item


def _may_write(key: str) -> bool:
    return key in AUTHOR_KEYS or names_author(key)


def _read_person(link: Any) -> Fields:
    """Return whom a link names, by id and side; {} for what is no link."""
    for key in ("href", "self", "related") if isinstance(link, dict) else ():
        if person := _read_person(link.get(key)):
            return person
    text = text_of(link)
    _, id_ = part_link(text)
    side = read_link(text)
    return {"id": id_, **({"type": side} if side else {})} if id_ else {}
