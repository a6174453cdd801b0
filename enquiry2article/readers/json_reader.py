"""Reads JSON of any helpdesk: a list of records, or one record a line, flat or with the messages inside.

Helpdesks say in ten different ways who wrote a message. What they say is believed in a fixed order: flags of machines,
flags of direction, words for a role, ids, and only then the order of the authors. Internal notes never leave this
module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeAlias

from enquiry2article.columns import match_names, normalise_name, tell_kind
from enquiry2article.dates import DateReader
from enquiry2article.decoding import decode, decode_head, looks_binary, mend_surrogates
from enquiry2article.errors import MissingColumn
from enquiry2article.readers.rows import (
    SAMPLE,
    clean_id,
    is_hidden,
    make_turns,
    name_people,
    plan_rows,
    read_rows,
    split_tags,
)
from enquiry2article.readers.text_file import open_bytes, open_text, read_pieces
from enquiry2article.records import Author, BadRow, Enquiry, Turn

Fields: TypeAlias = dict[str, Any]
"""A JSON object."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LONGEST_LINE = 16 << 20
_LISTS = _words("""conversation_parts threads messages conversations posts events turns replies comments notes
    helpdesk_notes thread history transcript answers""")
"""Keys of a list of messages, the likeliest first."""
_HOLDERS = _words("_embedded conversation_parts thread post_stream chat conversation ticket data")
"""Objects that hold such a list, or the whole record."""
_RECORD_LISTS = _words("""tickets conversations enquiries inquiries issues chats requests cases threads data results
    records items entries rows submissions responses messages""")
_NOT_RECORDS = _words("users agents organizations groups brands tags errors meta links")
_TEXTS = _words("""stripped_text plain_body body_text text_body text body message content post_raw raw msg
    description_text description html_body body_html cooked stripped_html value""")
"""Keys of a message's text, plain text without quotes first."""
_OPENINGS = _words("""description_text description body text question enquiry inquiry message content comment issue
    request""")
_PEOPLE = _words("requester customer primaryCustomer contact contacts visitor meta client end_user lead")
_AUTHORS = _words("author sender createdBy created_by from user customer")
_TIMES = _words("created_at createdAt created_datetime created timestamp time date sent_at sentAt ts")
_BOT_FLAGS = _words("isBot is_bot bot automated from_ai_agent is_ai_answer autoreply is_auto_reply")
_CUSTOMER_FLAGS = _words("incoming is_inbound isInbound inbound from_customer is_customer by_customer")
_AGENT_FLAGS = _words("from_agent fromAgent is_agent isAgent outgoing staff moderator by_staff is_staff")
_KIND_KEYS = _words("role author_type authorType sender_type senderType author_role authorRole direction")
_HIDING_KEYS = _words("""public is_public isPublic jsdPublic private isPrivate is_private internal is_internal
    isInternal is_note isNote visibility type part_type message_type channel kind draft is_draft state""")
_PUBLIC_KEYS = _words("public is_public isPublic private is_private isPrivate incoming")
_ROLE_NAMES = re.compile(r"support|team|staff|moderator|\bmod\b|admin|agent|helper", re.IGNORECASE)
_START = re.compile(r"\s*(?:\[\s*(?:\{|\]|$)|\{\s*(?:\"|\}|$))")
_LIST_START = re.compile(r'(?:"(\w+)"\s*:\s*)?\[\s*(?=\{)')
_ADDRESS = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"']{2,}")
_MARKUP = re.compile(r"<[^<>]*>|\s+")


class JsonReader:
    """Reads JSON, whole or line by line, of any helpdesk that keeps its messages in a list."""

    title = "JSON, whole or line by line (.json, .jsonl, .ndjson)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Say whether the file begins as JSON with objects does. The name does not matter."""
        return not looks_binary(head) and bool(head) and bool(_START.match(decode_head(head)))

    def read(self, path: Path, columns: Mapping[str, str]) -> Iterator[Enquiry | BadRow]:
        """Give one enquiry for each record, with the public messages inside it as its turns.

        For records with messages, `columns` may name "message" and "kind": the keys of a message's text and of what
        says who wrote it. Keys inside objects are written with a dot.

        Raises:
            MissingColumn: flat records have nothing that could be the customer's text, or lack a mapped name.
            NoSuchFile: the file cannot be opened.
        """
        if _is_line_by_line(path):
            yield from _read_records(path, _read_lines(path), {}, columns)
            return
        with open_bytes(path) as stream:
            text = decode(stream.read())
        records, users, problem = _parse_document(path, text)
        yield from _read_records(path, chain(records, problem), users, columns)


@dataclass(frozen=True, slots=True)
class _Message:
    author: Author | None
    """None while only the order of the authors can tell."""
    who: str
    """The author's id, address or name, or ""."""
    text: str
    at: datetime | None
    name: str
    address: str


def _is_line_by_line(path: Path) -> bool:
    """Tell one record a line from one document: the first line is whole, and another object follows it."""
    with open_text(path) as stream:
        lines = (line for line in (stream.readline(_LONGEST_LINE) for _ in range(20)) if line.strip())
        first, second = next(lines, "").strip(), next(lines, "").strip()
    if not first.startswith("{"):
        return False
    whole = _load(first) is not None
    if whole and second.startswith("{"):
        return True
    # A broken first line is a bad row of a file that is called so; a lone brace begins a document all the same.
    return path.suffix.lower() in (".jsonl", ".ndjson") and len(first) > 1


def _read_lines(path: Path) -> Iterator[tuple[str, Fields] | BadRow]:
    parts: list[str] = []
    size, number = 0, 1
    with open_text(path) as stream:
        for piece in chain(read_pieces(stream), ("\n",)):
            size += len(piece)
            if size <= _LONGEST_LINE:
                parts.append(piece)
            if piece[-1] not in "\r\n":
                continue
            source, line = f"{path.name}:{number}", "".join(parts).strip()
            if size > _LONGEST_LINE:
                yield BadRow(source=source, reason=f"line {number} is longer than {_LONGEST_LINE >> 20} MiB")
            elif line:
                record = _load(line)
                if isinstance(record, dict):
                    yield source, record
                else:
                    why = "is not valid JSON" if record is None else "holds no JSON object"
                    yield BadRow(source=source, reason=f"line {number} {why}")
            parts, size, number = [], 0, number + 1


def _load(text: str) -> Any:
    """Give the value of a JSON text, or None where it is broken, nested too deep or holds an absurd number."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parse_document(
    path: Path, text: str
) -> tuple[Iterable[tuple[str, Fields]], Mapping[str, Fields], tuple[BadRow, ...]]:
    """Give the records of one document, its users by id, and what could not be read."""
    value = _load(text)
    if value is not None:
        values = enumerate(_find_records(value), 1)
        records = [(f"{path.name}#{number}", record) for number, record in values if isinstance(record, dict)]
        return records, _find_users(value), ()
    found, place = _salvage(text)
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    where = f"line {line}, column {column}"
    reason = f"the JSON is broken after {len(found)} whole records, at {where}: the rest is not read"
    bad = BadRow(source=f"{path.name}#{len(found) + 1}", reason=reason)
    return [(f"{path.name}#{number}", record) for number, record in enumerate(found, 1)], {}, (bad,)


def _salvage(text: str) -> tuple[list[Fields], int]:
    """Read the whole records at the beginning of a broken list, and say where it breaks off."""
    starts = list(islice(_LIST_START.finditer(text), 50))
    start = next((found for found in starts if found[1] in _RECORD_LISTS), None)
    if text.lstrip()[:1] == "[":
        start = starts[0] if starts else None
    if start is None:
        start = next((found for found in starts if found[1] not in _NOT_RECORDS and found[1] not in _LISTS), None)
    if start is None:
        return [], 0
    decoder, place = json.JSONDecoder(), start.end()
    records: list[Fields] = []
    while text[place : place + 1] == "{":
        try:
            record, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        records.append(record)
        gap = re.compile(r"\s*,\s*").match(text, place)
        if not gap:
            break
        place = gap.end()
    return records, place


def _find_records(value: Any) -> list[Any]:
    """Find the list of records: the document itself, the list under a telling key, or the longest list of objects."""
    if isinstance(value, list):
        if value and all(isinstance(item, list) for item in value):
            return [{"messages": item} for item in value]
        return value
    if not isinstance(value, dict):
        return []
    flat = {key for key, inner in value.items() if isinstance(inner, (str, int)) and not isinstance(inner, bool)}
    own = flat & {"id", "subject", "title", "description", "description_text", "session_id", "conversation_id"}
    if "messages" in value and ("channel" in value or "guild" in value):
        return [value]
    if own and _find_messages(value)[0]:
        return [value]
    places = [value] + [inner for key in _HOLDERS if isinstance(inner := value.get(key), dict)]
    lists = {
        key: inner
        for place in reversed(places)
        for key, inner in place.items()
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner) and key not in _NOT_RECORDS
    }
    for key in _RECORD_LISTS:
        if key in lists:
            if key == "messages" and any(_has_kind(item) for item in lists[key] if isinstance(item, dict)):
                break  # a conversation, not a list of enquiries
            return lists[key]
    if _find_messages(value)[0]:
        return [value]
    if lists:
        return max(lists.values(), key=len)
    objects = [inner for inner in value.values() if isinstance(inner, dict)]
    return objects if len(objects) >= 2 and len(objects) == len(value) else [value]


def _has_kind(message: Fields) -> bool:
    keys = (*_KIND_KEYS, *_CUSTOMER_FLAGS, *_AGENT_FLAGS, "author", "sender", "author_id")
    return any(key in message for key in keys)


def _find_users(value: Any) -> Mapping[str, Fields]:
    lists = [value.get(key) for key in ("users", "agents")] if isinstance(value, dict) else []
    users: dict[str, Fields] = {}
    for key, people in zip(("users", "agents"), lists, strict=False):
        for person in people if isinstance(people, list) else ():
            if isinstance(person, dict) and "id" in person:
                users[str(person["id"])] = {"role": "agent", **person} if key == "agents" else person
    return users


def _read_records(
    path: Path,
    records: Iterable[tuple[str, Fields] | BadRow],
    users: Mapping[str, Fields],
    columns: Mapping[str, str],
) -> Iterator[Enquiry | BadRow]:
    stream = iter(records)
    sample = list(islice(stream, SAMPLE))
    objects = [item[1] for item in sample if not isinstance(item, BadRow)]
    if not objects:
        yield from (item for item in sample if isinstance(item, BadRow))
        return
    if not any(_find_messages(record)[0] for record in objects):
        yield from _read_flat(path, chain(sample, stream), objects, columns)
        return
    conversation = _ConversationReader(objects, users, columns, path)
    for item in chain(sample, stream):
        if isinstance(item, BadRow):
            yield item
            continue
        enquiry = conversation.read(item[1], item[0])
        if enquiry is not None:
            yield enquiry


def _read_flat(
    path: Path,
    records: Iterable[tuple[str, Fields] | BadRow],
    sample: Sequence[Fields],
    columns: Mapping[str, str],
) -> Iterator[Enquiry | BadRow]:
    flat = [_flatten(record) for record in sample]
    header = list(dict.fromkeys(key for record in flat for key in record))
    plan = plan_rows(path, header, [[record.get(key, "") for key in header] for record in flat], columns)

    def rows() -> Iterator[tuple[str, Sequence[str]] | BadRow]:
        for item in records:
            if isinstance(item, BadRow):
                yield item
            elif not _is_internal(item[1], ()):
                record = _flatten(item[1])
                yield item[0], [record.get(key, "") for key in header]

    yield from read_rows(plan, rows())


class _ConversationReader:
    """Reads records that hold their messages, with what the whole file says about keys, dates and people."""

    def __init__(
        self, sample: Sequence[Fields], users: Mapping[str, Fields], columns: Mapping[str, str], path: Path
    ) -> None:
        keys = list(dict.fromkeys(key for record in sample for key in _flatten(_unwrap(record))))
        self._users = users
        self._columns: dict[str, str] = {}
        by_name = {normalise_name(key): key for key in reversed(keys)}
        for field, wanted in columns.items():
            if field in ("message", "kind"):
                self._columns[field] = wanted
            elif wanted and not (field == "agent" and "@" in wanted):
                if normalise_name(wanted) not in by_name:
                    raise MissingColumn(path, f'no key is called "{wanted}", which --map gives for {field}', keys)
                self._columns[field] = by_name[normalise_name(wanted)]
            else:
                self._columns[field] = ""
        dates = [text for record in sample for text in _sample_dates(record)]
        self._dates = DateReader.learn(dates[:1000])
        self._known: dict[tuple[str, ...], Mapping[str, str]] = {}

    def read(self, record: Fields, source: str) -> Enquiry | None:
        """Turn one record into an enquiry, or None for a record that is an internal note itself."""
        record = _unwrap(record)
        if _is_internal(record, (), with_type=False):
            return None
        flat = _flatten(record)
        names = self._match(tuple(flat))

        def value(field: str) -> str:
            return flat.get(self._columns[field] if field in self._columns else names.get(field, ""), "")

        people = [inner for key in _PEOPLE if (inner := _first_person(record.get(key)))]
        received = self._dates.parse(value("date"))
        messages, key = _find_messages(record)
        said = self._read_messages(messages, record, key)
        opening = self._read_opening(record, received, value("question") if "question" in self._columns else "")
        # Zendesk copies the first message into the description even when that message is a note.
        hidden = [_message_text(item) for item in messages if isinstance(item, dict) and _is_internal(item, ())]
        if opening is not None and any(_alike(opening.text, text) for text in hidden):
            opening = None
        if opening is not None and not any(_alike(opening.text, message.text) for message in said):
            said.insert(0, opening)
        elif opening is not None:
            said = _drop_second(said, opening.text)
        if said and all(message.at is not None for message in said):
            said.sort(key=lambda message: message.at.timestamp() if message.at else 0.0)
        turns = _settle_authors(said, _ids_of(people, record))
        if not turns and value("answer"):
            turns = make_turns(value("question"), value("answer"), received, "", value("agent"))
        person_names, addresses = self._name_people(people, record, flat, names, said, turns)
        phones = [str(person[key]) for person in people for key in ("phone", "mobile") if person.get(key)]
        who = (addresses[0] if addresses else "") or next(iter(_ids_of(people, record)), "")
        return Enquiry(
            id=clean_id(value("id")),
            source=source,
            subject=mend_surrogates(value("subject") or _text(_dig(record, "source.subject")) or _topic(record)),
            turns=turns,
            received=received or (turns[0].at if turns else None),
            customer=(who or (person_names[0] if person_names else "")).casefold(),
            customer_names=tuple(person_names),
            personal=tuple(dict.fromkeys([*addresses, *phones, *_phones(flat, names)])),
            channel=value("channel"),
            status=value("status"),
            tags=_read_tags(record, value("tags")),
            group=flat.get(self._columns.get("group", ""), ""),
        )

    def _match(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        if keys not in self._known:
            if len(self._known) > 1000:
                self._known.clear()  # records that are all different would fill the memory
            self._known[keys] = match_names(keys)
        return self._known[keys]

    def _read_messages(self, messages: Sequence[Any], record: Fields, key: str) -> list[_Message]:
        said = []
        objects = [{"text": item} if isinstance(item, str) else item for item in messages]
        objects = [item for item in objects if isinstance(item, dict)]
        kinds = {str(item.get("type", "")).casefold() for item in objects}
        for item in objects:
            text = _message_text(item, self._columns.get("message", ""))
            if not text or _is_internal(item, kinds):
                continue
            author = self._tell_author(item, record, kinds)
            if key in ("notes", "helpdesk_notes") and not _says_public(item) and author is not Author.CUSTOMER:
                continue  # a note that does not say that it is public is taken for internal
            if author is None and key in ("replies", "answers") and not _identify(item):
                author = Author.AGENT
            if author is Author.SYSTEM:
                continue
            person = self._users.get(_identify(item), {})
            name = _find_name(item) or _text(person.get("name"))
            said.append(
                _Message(author, _identify(item), text, self._time(item), mend_surrogates(name), _find_address(item))
            )
        return said

    def _read_opening(self, record: Fields, received: datetime | None, mapped: str) -> _Message | None:
        source = record.get("source")
        if mapped:
            return _Message(Author.CUSTOMER, "", mapped, received, "", "")
        if isinstance(source, dict) and _text(source.get("body")):
            author = self._tell_author(source, record, set()) or Author.CUSTOMER
            if source.get("delivered_as") == "admin_initiated":
                author = Author.AGENT
            return _Message(author, _identify(source), _text(source["body"]), received, _find_name(source), "")
        text = next((text for key in _OPENINGS if (text := _text(record.get(key)))), "")
        return _Message(Author.CUSTOMER, "", mend_surrogates(text), received, "", "") if text else None

    def _time(self, item: Fields) -> datetime | None:
        return next((at for key in _TIMES if (at := self._dates.parse(_text(item.get(key))))), None)

    def _tell_author(self, item: Fields, record: Fields, kinds: set[str]) -> Author | None:
        """Say who wrote a message, or None when only the order of the authors can tell."""
        people = [inner for key in _AUTHORS if isinstance(inner := item.get(key), dict)]
        if any(_flag(place.get(key)) for place in (item, *people) for key in _BOT_FLAGS) or item.get("via") == "rule":
            return Author.BOT
        if self._columns.get("kind"):
            kind = tell_kind(_text(_dig(item, self._columns["kind"])))
            return Author(kind) if kind else None
        if any(tell_kind(_text(person.get("type"))) == "bot" for person in people):
            return Author.BOT
        for key in (*_CUSTOMER_FLAGS, *_AGENT_FLAGS):
            if item.get(key) is not None and not isinstance(item[key], (dict, list)):
                return Author.CUSTOMER if _flag(item[key]) == (key in _CUSTOMER_FLAGS) else Author.AGENT
        number = _text(item.get("message_type"))
        if number in ("0", "1", "2", "3"):
            return {"0": Author.CUSTOMER, "1": Author.AGENT}.get(number, Author.SYSTEM)
        for word in _kind_words(item, kinds):
            if word:
                return Author(word)
        return self._tell_by_id(item, people, record)

    def _tell_by_id(self, item: Fields, people: Sequence[Fields], record: Fields) -> Author | None:
        who, address = _identify(item), _find_address(item).casefold()
        customers = _ids_of([inner for key in _PEOPLE if (inner := _first_person(record.get(key)))], record)
        if (who and who in customers) or (address and address in customers):
            return Author.CUSTOMER
        user = self._users.get(who)
        if user is not None:
            kind = tell_kind(_text(user.get("role")) or _text(user.get("type")))
            if kind:
                return Author(kind)
        staff = {_text(record.get(f"{key}_id")) for key in ("assignee", "responder", "submitter", "agent")}
        staff |= {_text(_dig(record, f"{key}.id")) for key in ("assignee", "responder", "submitter", "agent")}
        if who and who in staff:
            return Author.AGENT
        for person in people:
            roles = person.get("roles")
            if isinstance(roles, list) and any(_ROLE_NAMES.search(_text(role) or _find_label(role)) for role in roles):
                return Author.AGENT
        return Author.AGENT if customers and who else None

    def _name_people(
        self,
        people: Sequence[Fields],
        record: Fields,
        flat: Mapping[str, str],
        names: Mapping[str, str],
        said: Sequence[_Message],
        turns: Sequence[Turn],
    ) -> tuple[list[str], list[str]]:
        texts = [_person_name(person) for person in people]
        texts += [flat.get(self._columns.get(field) or names.get(field, ""), "") for field in ("name", "email")]
        for person in people:
            texts.append(_text(person.get("email")))
        source = record.get("source")
        author = source.get("author") if isinstance(source, dict) else None
        if isinstance(author, dict) and tell_kind(_text(author.get("type"))) != "agent":
            texts += [_person_name(author), _text(author.get("email"))]
        for message, turn in zip(said, turns if said else (), strict=True):
            if turn.author is Author.CUSTOMER:
                texts += [message.name, message.address]
        found, addresses = name_people([mend_surrogates(text) for text in texts])
        return found, list(dict.fromkeys(addresses))


def _settle_authors(said: Sequence[_Message], customers: Sequence[str]) -> tuple[Turn, ...]:
    """Decide about the messages whose author only the order can tell: the first is the customer, another an agent."""
    opener = next((message.who for message in said if message.author in (None, Author.CUSTOMER) and message.who), "")
    turns = []
    for message in said:
        author = message.author
        if author is None:
            author = Author.AGENT if message.who and message.who != opener else Author.CUSTOMER
        turns.append(Turn(author=author, text=message.text, at=message.at, name=message.name))
    return tuple(turns)


def _drop_second(said: list[_Message], text: str) -> list[_Message]:
    """Leave out further copies of the opening message."""
    kept: list[_Message] = []
    for message in said:
        if _alike(message.text, text) and any(_alike(other.text, text) for other in kept):
            continue
        kept.append(message)
    return kept


def _alike(one: str, other: str) -> bool:
    return _MARKUP.sub("", one) == _MARKUP.sub("", other)


def _unwrap(record: Fields) -> Fields:
    """Lift a record out of an envelope such as {"event": …, "chat": {…}}."""
    if _find_messages(record, deep=False)[0]:
        return record
    for key in ("chat", "conversation", "ticket", "data", "payload"):
        inner = record.get(key)
        if isinstance(inner, dict) and _find_messages(inner)[0]:
            return {**{name: value for name, value in record.items() if name != key}, **inner}
    return record


def _find_messages(record: Fields, deep: bool = True) -> tuple[list[Any], str]:
    """Give the list of messages of a record and the key it stands under, or an empty list."""
    for key in _LISTS:
        inner = record.get(key)
        if isinstance(inner, dict):
            names = (name for name in (key, "messages", "events", "data") if isinstance(inner.get(name), list))
            inner = inner.get(next(names, ""))
        if not isinstance(inner, list):
            continue
        if any(isinstance(item, dict) and _message_text(item) for item in inner):
            return inner, key
        if key in ("replies", "messages", "turns", "answers") and any(isinstance(item, str) for item in inner):
            return inner, key
    for key in _HOLDERS if deep else ():
        inner = record.get(key)
        if isinstance(inner, dict):
            found = _find_messages(inner, deep=False)
            if found[0]:
                return found
    return [], ""


def _message_text(item: Fields, key: str = "") -> str:
    keys = (key,) if key else _TEXTS
    return mend_surrogates(next((text for name in keys if (text := _text(_dig(item, name)).strip())), ""))


def _text(value: Any) -> str:
    """Give a plain value as text, and nothing for objects, lists, None."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, int):
        # Python refuses to print integers of thousands of digits; no id or date is one.
        return str(value) if abs(value) < 10**40 else ""
    return ""


def _dig(item: Fields, path: str) -> Any:
    """Follow "author.type" into the objects of a record. A key that itself has the dot wins."""
    if path in item:
        return item[path]
    value: Any = item
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _flag(value: Any) -> bool:
    return _text(value).casefold() in ("true", "1", "yes", "y")


def _flatten(record: Fields) -> dict[str, str]:
    """Make one level of text out of a record: "requester.email" for what is inside an object."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            for name, inner in value.items():
                flat[f"{key}.{name}"] = mend_surrogates(_join_list(inner) if isinstance(inner, list) else _text(inner))
        else:
            flat[key] = mend_surrogates(_join_list(value) if isinstance(value, list) else _text(value))
    return flat


def _join_list(values: Sequence[Any]) -> str:
    return "; ".join(text for value in values if (text := _text(value) or _find_label(value)))


def _find_label(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return next((text for key in ("name", "tag", "label", "title") if (text := _text(value.get(key)))), "")


def _read_tags(record: Fields, text: str) -> tuple[str, ...]:
    value = record.get("tags", record.get("labels"))
    if isinstance(value, dict):
        value = value.get("tags", value.get("data"))
    if isinstance(value, list):
        tags = [_text(tag) or _find_label(tag) for tag in value]
        return tuple(dict.fromkeys(mend_surrogates(tag.strip()) for tag in tags if tag.strip()))
    return split_tags(text)


def _topic(record: Fields) -> str:
    channel = record.get("channel")
    return _text(channel.get("name")) if isinstance(channel, dict) and "messages" in record else ""


def _sample_dates(record: Fields) -> Iterator[str]:
    messages, _ = _find_messages(record)
    for item in (record, *(message for message in messages if isinstance(message, dict))):
        yield from (text for key in _TIMES if (text := _text(item.get(key))))


def _first_person(value: Any) -> Fields:
    """Give the object that describes a person: the value, or the first of a list of them ("contacts.contacts")."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _ids_of(people: Sequence[Fields], record: Fields) -> list[str]:
    """Give what identifies the customer of a record: addresses, then ids."""
    addresses = [_text(person.get("email")).casefold() for person in people]
    ids = [_text(person.get(key)) for person in people for key in ("id", "user_id")]
    ids += [_text(record.get(f"{key}_id")) for key in ("requester", "customer", "contact", "visitor")]
    addresses += [_text(record.get(f"{key}_email")).casefold() for key in ("requester", "customer", "contact")]
    return [value for value in dict.fromkeys(addresses + ids) if value]


def _identify(item: Fields) -> str:
    """Give the id of a message's author, else the address, else the name."""
    for key in ("author_id", "authorId", "sender_id", "senderId", "user_id", "userId", "from_id"):
        if _text(item.get(key)):
            return _text(item[key])
    for key in _AUTHORS:
        person = item.get(key)
        if isinstance(person, dict):
            found = next((text for name in ("id", "email", "name", "n") if (text := _text(person.get(name)))), "")
            if found:
                return found
    return _find_address(item) or _find_name(item)


def _find_address(item: Fields) -> str:
    values = [_dig(item, f"{key}.email") for key in _AUTHORS]
    values += [item.get(key) for key in ("from_email", "email", "from")]
    found = _ADDRESS.search(next((text for value in values if "@" in (text := _text(value))), ""))
    return found[0] if found else ""


def _find_name(item: Fields) -> str:
    for key in ("author_name", "authorName", "sender_name", "senderName", "username", "user_name"):
        if _text(item.get(key)):
            return _text(item[key])
    for key in _AUTHORS:
        person = item.get(key)
        if isinstance(person, dict) and _person_name(person):
            return _person_name(person)
        if isinstance(person, str) and person and not tell_kind(person):
            return name_people([person])[0][0] if name_people([person])[0] else ""
    return ""


def _person_name(person: Fields) -> str:
    for key in ("name", "full_name", "display_name", "displayName", "n"):
        if _text(person.get(key)):
            return _text(person[key])
    first = next((text for key in ("first", "first_name", "firstName") if (text := _text(person.get(key)))), "")
    last = next((text for key in ("last", "last_name", "lastName") if (text := _text(person.get(key)))), "")
    return f"{first} {last}".strip() or _text(person.get("nickname")) or _text(person.get("username"))


def _phones(flat: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    return [flat[names[field]] for field in ("phone", "personal") if field in names and flat.get(names[field])]


def _kind_words(item: Fields, kinds: set[str]) -> Iterator[str]:
    """Give what each word about the author of a message stands for, the plainest word first."""
    for key in _KIND_KEYS:
        yield tell_kind(_text(item.get(key)))
    word = _text(item.get("type")).casefold()
    if word == "message" and "customer" in kinds:
        yield "agent"  # Help Scout: "customer" for the one, "message" for the other
    for key in _AUTHORS:
        person = item.get(key)
        if isinstance(person, dict):
            for name in ("type", "role", "kind", "t"):
                kind = tell_kind(_text(person.get(name)))
                # Help Scout and Chatwoot call the company's people users and the others customers or contacts.
                staff = key == "createdBy" or (key == "sender" and "message_type" in item)
                yield "agent" if staff and _text(person.get(name)) == "user" else kind
        else:
            yield tell_kind(_text(person))
    for key in ("type", "message_type", "kind"):
        text = _text(item.get(key))
        # "message" and the like say what it is, not whose.
        yield tell_kind(text) if normalise_name(text) not in ("reply", "in", "out", "m", "r", "s", "a", "v") else ""
    letter = _text(item.get("type"))
    yield {"M": "customer", "R": "agent"}.get(letter, "")


def _is_internal(item: Fields, kinds: Iterable[str], with_type: bool = True) -> bool:
    """Say whether a message is a note, a draft or a comment among colleagues."""
    for key in _HIDING_KEYS:
        value = item.get(key)
        if value is None or (not with_type and key in ("type", "channel", "kind", "state", "message_type")):
            continue
        if isinstance(value, dict):
            if key == "visibility":
                return True  # Jira restricts a comment to a role in this way
            continue
        if key == "state":
            if _text(value).casefold() == "draft":
                return True
        elif is_hidden(key, _text(value)) and not (key == "message_type" and not isinstance(value, str)):
            return True
    kind = _text(item.get("type"))
    return kind == "N" or (kind.casefold() == "comment" and "message" in set(kinds))


def _says_public(item: Fields) -> bool:
    return any(key in item for key in _PUBLIC_KEYS)
