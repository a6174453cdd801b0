"""Makes conversations of JSON records of any program, by what the names of their keys are likely to mean.

Who speaks is left to `authors`, what is internal to `internal_notes`, where the messages are to `json_records`, and
what becomes of it all to `conversations`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from enquiry2article.domain.enquiry import Author, Enquiry
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.conversations.authors import AuthorTeller, find_machines, find_staff
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, build_enquiry, pick_cells
from enquiry2article.ingest.conversations.internal_notes import (
    NoteTeller,
    is_comment_among,
    is_internal_record,
    list_marks,
)
from enquiry2article.ingest.conversations.json_messages import (
    find_messages,
    find_replies,
    find_unread,
    message_text,
    read_text,
    says_creation,
    unwrap_record,
)
from enquiry2article.ingest.conversations.json_shapes import find_roles, set_roles
from enquiry2article.ingest.conversations.people import (
    find_account,
    find_author_address,
    find_author_id,
    find_author_name,
    find_customer_ids,
    find_customers,
    person_address,
    person_name,
)
from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.ingest.fields.cells import split_tags
from enquiry2article.ingest.fields.column_names import find_named, hints_at_question, match_names
from enquiry2article.ingest.fields.durations import read_minutes
from enquiry2article.ingest.fields.sides import (
    find_side,
    holds_roles,
    names_author,
    names_role,
    names_staff_id,
    read_role,
    read_staff_id,
)
from enquiry2article.ingest.fields.visibility import Form, Visibility, judge_role, names_message, read_flag
from enquiry2article.ingest.values import (
    Fields,
    dig,
    first_text,
    flatten,
    label_of,
    plain_key,
    text_of,
)
from enquiry2article.text.dates import DateReader
from enquiry2article.text.encoding import mend_surrogates

_OPENINGS = tuple(
    """description_text description desc body text question enquiry inquiry message content comment issue
    request""".split()
)
"""Keys of a record under which its opening message stands, apart from the others."""
_TIMES = tuple(
    "created_at createdAt created_datetime created datecreated timestamp time date sent_at sentAt ts".split()
)
_FEWEST_WORDS = 2
"""Words of a question under a key that only hints at it."""
_SAMPLE_DATES = 1000
_KNOWN_SHAPES = 1000
"""For so many sets of keys we remember what they mean: records that are all different would fill the memory."""


class ConversationReader:
    """Reads records that hold their messages, with what the whole file says about keys, dates and people."""

    def __init__(
        self, sample: Sequence[Fields], users: Mapping[str, Fields], options: ReadOptions, file_name: str
    ) -> None:
        """Learn from the first records what the keys mean and how dates are written.

        Raises:
            MissingColumn: the records or their messages lack a mapped key.
        """
        self._columns = find_mapped(sample, options.columns, file_name)
        self._users = users
        self._options = options
        dates = [text for record in sample for text in _sample_dates(record)]
        self._dates = DateReader.learn(dates[:_SAMPLE_DATES])
        self._known: dict[tuple[str, ...], Mapping[str, str]] = {}
        records = [unwrap_record(record) for record in sample]
        lists = [_list_objects(*find_messages(record)) for record in records]
        self._role_key, self._sides = self._learn_roles(lists)
        lists = [[set_roles(item, self._role_key, self._sides) for item in objects] for objects in lists]
        self._role_fields = _find_role_fields([item for objects in lists for item in objects])
        self._authors = AuthorTeller(users, self._columns.get("kind", ""))
        self._notes = NoteTeller.learn(
            (item, self._authors.find_author(item, record) is Author.CUSTOMER)
            for record, objects in zip(records, lists, strict=True)
            for item in objects
        )
        self._authors = replace(self._authors, staff=self._find_staff(records, lists))
        self._titles = self._are_names_titles(records, lists)

    def _learn_roles(self, lists: Sequence[Sequence[Fields]]) -> tuple[str, Mapping[str, str]]:
        """Find the key that holds roles in words that nobody knows, and the side that each of them stands for."""
        if self._columns.get("kind"):
            return "", {}
        items = [item for objects in lists for item in objects]
        settled = _find_role_fields(items)
        keys = [
            key
            for key in dict.fromkeys(key for item in items for key in item if key not in settled)
            if (names_role(key) or names_author(key)) and read_flag(key) is None and not names_staff_id(key)
        ]
        key, first = find_roles(lists, keys)
        words = {text_of(item.get(key)) for item in items} if key else set()
        known = {word: find_side(key, word) or read_role("role", word) for word in words}
        if not key or known[first] in ("bot", "system") or all(known.values()):
            return "", {}
        begins = known[first] or "customer"
        other = "agent" if begins == "customer" else "customer"
        machines = find_machines([[(text_of(m.get(key)), message_text(m)) for m in objects] for objects in lists])
        return key, {
            word: known[word] or ("system" if word in machines else begins if word == first else other)
            for word in sorted(words)
            # The name of a colleague is known by habit, and what is a name must stay to be taken out.
            if known[word] or word == first or word in machines or word == word.casefold()
        }

    def _find_staff(self, records: Sequence[Fields], lists: Sequence[Sequence[Fields]]) -> frozenset[str]:
        """Find the people who answer in many conversations, or who write internal notes."""
        public: list[list[str]] = []
        writers: set[str] = set()
        said_by = [[(find_author_id(item).casefold(), message_text(item)) for item in objects] for objects in lists]
        self._machines = find_machines(said_by)
        for number, (record, objects) in enumerate(zip(records, lists, strict=True)):
            timed = [(self._time(item), item) for item in objects]
            if all(at is not None for at, _ in timed):
                timed.sort(key=lambda found: found[0].timestamp() if found[0] else 0.0)
            told = [(find_author_id(item).casefold(), self._notes.judge(item)[0]) for _, item in timed]
            said = [who for who, internal in told if not internal]
            asked = self._read_opening(record, None, "") is not None
            public.append([f"asks in {number}", *said] if asked else said)
            writers |= {who for who, internal in told if internal and who}
        begun = {who for authors in public for who in authors[:1]}
        roles = {
            text_of(item.get(key)).casefold() for objects in lists for item in objects for key in self._role_fields
        }
        return (find_staff(public) | (writers - begun)) - roles

    @staticmethod
    def _are_names_titles(records: Sequence[Fields], lists: Sequence[Sequence[Fields]]) -> bool:
        """Return whether the key "name" of the records is that of the ticket: no author is called so."""
        named = [(text_of(record.get("name")), objects) for record, objects in zip(records, lists, strict=True)]
        if not any(name for name, _ in named) or any("email" in record for record in records):
            return False
        return not any(name and name == find_author_name(item) for name, objects in named for item in objects)

    def read(self, record: Fields, source: str) -> Enquiry | None:
        """Turn one record into an enquiry, or None for a record that is an internal note itself."""
        record = unwrap_record(record)
        if is_internal_record(record):
            return None
        flat = flatten(record)
        names = self._match(tuple(flat))

        def value(field: str) -> str:
            return flat.get(self._columns[field] if field in self._columns else names.get(field, ""), "")

        def personal(field: str) -> str:
            # What is personal is redacted even where --map says that there is no such key.
            return flat.get(self._columns.get(field) or names.get(field, ""), "")

        received = self._dates.parse(value("date"))
        messages, key = find_messages(record)
        further, unread = find_replies(record, key)
        for path in unread if messages else find_unread(record):
            self._options.notices.unread[path] += 1
        title = "" if value("subject") else text_of(record.get("short_description"))
        title = title or (text_of(record.get("name")) if self._titles and not value("subject") else "")
        opening = self._read_opening(record, received, value("question") if "question" in self._columns else "")
        said = self._read_messages(messages, record, key, asked=opening is not None)
        copies = {message.text for message in said}
        more = self._read_messages(further, record, "answers", asked=True)
        said += [message for message in more if message.text not in copies]
        if opening is None and not said and value("answer"):
            said = [
                Message(text=value("question"), author=Author.CUSTOMER, at=received),
                Message(text=value("answer"), author=Author.AGENT, name=value("agent")),
            ]
        found = Conversation(
            id=value("id"),
            subject=value("subject") or title or text_of(dig(record, "source.subject")) or _channel_name(record),
            received=received,
            opening=opening,
            messages=said,
            customers=_list_customers(record, "" if title else personal("name"), personal("email")),
            personal=[text for text in (personal("phone"), personal("personal")) if text],
            channel=value("channel"),
            status=value("status"),
            tags=_read_tags(record, value("tags")),
            rating=value("rating"),
            group=value("group"),
            minutes=read_minutes(value("handling"), self._columns.get("handling") or names.get("handling", "")),
        )
        return replace(build_enquiry(found, source, self._options), cells=pick_cells(record, self._options))

    def _match(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        if keys not in self._known:
            if len(self._known) > _KNOWN_SHAPES:
                self._known.clear()
            self._known[keys] = match_names(keys)
        return self._known[keys]

    def _read_messages(self, messages: Sequence[Any], record: Fields, key: str, *, asked: bool) -> list[Message]:
        """Read the messages of the list that stands under `key`; `asked` says whether the record asks beside it."""
        said = []
        objects = [set_roles(item, self._role_key, self._sides) for item in _list_objects(messages, key)]
        types = {str(item.get("type", "")).casefold() for item in objects}
        marked = sorted({name for item in objects for name, _ in list_marks(item)})
        ids = {name for item in objects for name in item if names_staff_id(name)}
        ids = {name for name in ids if len({read_staff_id(text_of(item.get(name))) for item in objects}) == 2}
        letters = [
            name for name in dict.fromkeys(key for item in objects for key in item) if _is_letter_code(name, objects)
        ]
        opener = "" if asked else next((who for item in objects if (who := find_author_id(item))), "")
        among_notes = any(part == "helpdesk_notes" or read_flag(part) for part in key.split("."))
        has_notes = any(self._notes.judge({"type": kind})[0] for kind in types)
        nameless = not any(find_author_id(item) for item in objects)
        for item in objects:
            text = message_text(item, self._columns.get("message", ""))
            if not text or find_author_id(item).casefold() in self._machines:
                continue
            author, who = self._authors.find_author(item, record, types, sorted(ids)), find_author_id(item)
            untold = author is None
            if untold and nameless and (key in ("replies", "answers") or (asked and "role" not in item)):
                author = Author.AGENT
            sided = letters if author else [*letters, *self._role_fields]
            coded = next((key for key in sided if (side := text_of(item.get(key))) and not read_role(key, side)), "")
            own = author is Author.CUSTOMER or (author is None and bool(who) and who == opener)
            internal, doubtful = self._notes.judge(item, text=text, asked=own, expected=marked)
            # A letter or a word says who wrote, as of the others, and what it means nobody knows.
            if coded and not internal:
                internal = True
                doubtful = coded if judge_role(text_of(item[coded])) is Visibility.UNCLEAR else ""
            if doubtful:
                self._options.notices.doubtful[doubtful] += 1
            # A note that does not say that it is public is taken for internal.
            noted = among_notes and not any(
                (flag := read_flag(name)) and flag.form is not Form.KIND for name, _ in list_marks(item)
            )
            # Nor is a call or a task, which stands beside notes, for a message of nobody knows whom.
            kind = text_of(item.get("type"))
            noted = noted or (bool(kind) and has_notes and untold and not own and not names_message(kind))
            said.append(
                Message(
                    text=text,
                    author=author,
                    internal=internal or is_comment_among(item, types) or (noted and author is not Author.CUSTOMER),
                    who=who,
                    account=find_account(item),
                    name=find_author_name(item) or text_of(self._users.get(who, {}).get("name")),
                    address=find_author_address(item),
                    at=self._time(item),
                )
            )
        return said

    def _read_opening(self, record: Fields, received: datetime | None, mapped: str) -> Message | None:
        """Return the message that a record holds apart from the list of messages, if any."""
        if mapped:
            return Message(text=mapped, author=Author.CUSTOMER, at=received)
        source = record.get("source")
        if isinstance(source, dict) and text_of(source.get("body")):  # Intercom
            author = self._authors.find_author(source, record) or Author.CUSTOMER
            if source.get("delivered_as") == "admin_initiated":
                author = Author.AGENT
            text, who, name = text_of(source["body"]), find_author_id(source), find_author_name(source)
            return Message(text=text, author=author, who=who, account=find_account(source), name=name, at=received)
        keys = {plain_key(key): key for key in reversed(list(record))}
        known = (keys[name] for opening in _OPENINGS if (name := plain_key(opening)) in keys)
        text = next((text for key in known if (text := read_text(record[key]))), "")
        if not text:
            # "question_text" and the like, but no "question_id".
            asking = (text_of(record[key]).strip() for key in record if hints_at_question(key))
            text = next((text for text in asking if len(text.split()) >= _FEWEST_WORDS), "")
        return Message(text=text, author=Author.CUSTOMER, at=received) if text else None

    def _time(self, message: Fields) -> datetime | None:
        return next((at for value in list_times(message) if (at := self._dates.parse(value))), None)


def find_mapped(sample: Sequence[Fields], columns: Mapping[str, str], file_name: str) -> dict[str, str]:
    """Return the keys that --map names, as the file writes them: "message" and "kind" in messages, others in
    records.
    """
    if not columns:
        return {}
    unwrapped = [unwrap_record(record) for record in sample]
    records = [flatten(record) for record in unwrapped]
    messages = [flatten(item) for record in unwrapped for item in find_messages(record)[0] if isinstance(item, dict)]
    mapped: dict[str, str] = {}
    for field, wanted in columns.items():
        places = messages if field in ("message", "kind") else records
        if not wanted or (field == "agent" and "@" in wanted):
            mapped[field] = ""
        elif field in ("message", "kind") and wanted.count(".") > 1:
            mapped[field] = wanted  # deeper than `flatten` looks
        else:
            keys = list(dict.fromkeys(key for flat in places for key in flat))
            mapped[field] = find_named(keys, field, wanted, file_name, called="key")
    return mapped


def _list_customers(record: Fields, name: str, address: str) -> list[Person]:
    """Return whom a record is from, as its objects and its plain keys say."""
    people = [
        Person(
            name=person_name(person),
            address=person_address(person),
            phone=first_text(person, ("phone", "mobile")),
        )
        for person in find_customers(record)
    ]
    author = dig(record, "source.author")
    if isinstance(author, dict) and classify_author_word(text_of(author.get("type"))) != "agent":
        people.append(Person(name=person_name(author), address=text_of(author.get("email"))))
    ids = [Person(id=found) for found in find_customer_ids(record)]
    return [*people, Person(name=name), Person(address=address), *ids]


def _read_tags(record: Fields, text: str) -> tuple[str, ...]:
    value = record.get("tags", record.get("labels"))
    if isinstance(value, dict):
        value = value.get("tags", value.get("data"))
    if isinstance(value, list):
        tags = [text_of(tag) or label_of(tag) for tag in value]
        return tuple(dict.fromkeys(mend_surrogates(tag.strip()) for tag in tags if tag.strip()))
    return split_tags(text)


def _channel_name(record: Fields) -> str:
    """Return the name of a chat's channel, which is all the subject that it has."""
    channel = record.get("channel")
    return text_of(channel.get("name")) if isinstance(channel, dict) and "messages" in record else ""


def _sample_dates(record: Fields) -> Iterator[str]:
    messages, _ = find_messages(record)
    for item in (record, *(message for message in messages if isinstance(message, dict))):
        yield from list_times(item)


def _is_letter_code(name: str, objects: Sequence[Fields]) -> bool:
    """Return whether a key holds one letter in each message, of which some are known to mean a side."""
    if not names_role(name):
        return False
    values = [text_of(item.get(name)) for item in objects]
    return all(len(value) == 1 and value.isalpha() for value in values) and any(read_role(name, v) for v in values)


def _find_role_fields(items: Sequence[Fields]) -> list[str]:
    """Return the keys of messages that hold a word for each side, some of them known."""
    keys = dict.fromkeys(key for item in items for key in item)
    return [key for key in keys if holds_roles(key, (text_of(item.get(key)) for item in items))]


def _list_objects(messages: Sequence[Any], key: str = "") -> list[Fields]:
    """Return the messages of a list as objects; a plain string is the text of one."""
    objects = [{"text": item} if isinstance(item, str) else item for item in messages]
    return [item for item in objects if isinstance(item, dict)]


def list_times(message: Fields) -> Iterator[str]:
    """Yield the values of the keys that say when a message was written, the likeliest first."""
    names = {plain_key(key): key for key in reversed(list(message))}
    first = [names[name] for time in _TIMES if (name := plain_key(time)) in names]
    for key in (*first, *(key for key in message if key not in first and says_creation(key))):
        text = text_of(message[key])
        if text:
            yield text
