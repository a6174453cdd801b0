"""The readers: every pair of files in `cases/read`, and the traps that are too large or too odd for a file there."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import CASES_FOLDER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry2article.cleaning.mail_boilerplate import strip_reply_marks
from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.errors import InputError, MissingColumn, NoSuchFile, UnknownFormat
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.enquiry_store import join_parts
from enquiry2article.ingest.fields.cells import split_tags, undo_guard
from enquiry2article.ingest.files import open_path
from enquiry2article.ingest.mail.mbox import MboxReader
from enquiry2article.ingest.structured.json_reader import JsonReader
from enquiry2article.ingest.tables.delimited import DelimitedReader, guess_delimiter
from enquiry2article.ingest.tables.headers import name_columns
from enquiry2article.ingest.tables.xlsx import XlsxReader

CASES = CASES_FOLDER / "read"
FILES = sorted(path for path in CASES.iterdir() if not path.name.endswith(".expected.jsonl"))
READERS: Mapping[str, Reader] = load_readers()

Write = Callable[[str, str | bytes], Path]


def show(item: object) -> Any:
    """Make JSON of an enquiry, leaving out what is empty."""
    if isinstance(item, datetime):
        return item.isoformat()
    if isinstance(item, tuple):
        return [show(part) for part in item]
    if isinstance(item, Enquiry | BadRow) or hasattr(item, "__dataclass_fields__"):
        return {field.name: show(value) for field in fields(item) if (value := getattr(item, field.name))}  # type: ignore[arg-type]
    return str(item)


def read(path: Path, options: ReadOptions | None = None) -> list[Enquiry | BadRow]:
    """Read a file as `ingest` does: by the one reader that knows it, with the parts of conversations joined."""
    file = open_path(path)
    known = {name: reader for name, reader in READERS.items() if reader.recognise(file)}
    special = [name for name, reader in known.items() if not reader.generic]
    names = special or list(known)
    assert len(names) == 1, f"{path.name} is read by {names}"
    parts: dict[object, list[Enquiry | BadRow]] = {}
    for number, item in enumerate(READERS[names[0]].read(file, options or ReadOptions())):
        parts.setdefault(item.thread if isinstance(item, Enquiry) and item.thread else number, []).append(item)
    return [
        join_parts([part for part in of_one if isinstance(part, Enquiry)])
        if isinstance(of_one[0], Enquiry)
        else of_one[0]
        for of_one in parts.values()
    ]


def enquiries(path: Path, columns: dict[str, str] | None = None) -> list[Enquiry]:
    items = read(path, ReadOptions(columns=columns or {}))
    assert not [item for item in items if isinstance(item, BadRow)]
    return [item for item in items if isinstance(item, Enquiry)]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_case_file(path: Path) -> None:
    expected = path.with_name(f"{path.name}.expected.jsonl").read_text("utf-8").splitlines()
    assert [show(item) for item in read(path)] == [json.loads(line) for line in expected]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_internal_notes_never_leave_the_reader(path: Path) -> None:
    assert "SECRET" not in repr(read(path))


def test_every_expectation_has_its_case() -> None:
    assert {path.name.removesuffix(".expected.jsonl") for path in CASES.glob("*.expected.jsonl")} == {
        p.name for p in FILES
    }


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n1,2;3\n",
        b"PK\x03\x04\x14\0\0\0\x08\0word/document.xml",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        bytes(range(256)) * 16,
        random.Random(1).randbytes(4096),
    ],
)
@pytest.mark.parametrize("name", ["file", "file.csv", "file.json", "file.mbox"])
def test_no_reader_takes_what_is_no_text(head: bytes, name: str) -> None:
    file = ExportFile(name, opener=lambda: io.BytesIO(head))
    assert not any(reader.recognise(file) for reader in READERS.values())


@pytest.mark.parametrize("head", [b"", b"\n", b"\xff\xfe", b"\0", b"From ", b"{", b"[", b"<html><body>a,b</body>"])
def test_recognise_never_raises(head: bytes) -> None:
    for reader in READERS.values():
        assert isinstance(reader.recognise(ExportFile("x", opener=lambda: io.BytesIO(head))), str)
        assert not reader.recognise(ExportFile("folder", parts=list))
        assert reader.title


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_missing_file(reader: Any, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match=r"gone\.csv: cannot be opened"):
        list(reader.read(open_path(tmp_path / "gone.csv"), ReadOptions()))


# --- delimited


def test_rows_with_too_few_or_too_many_fields_are_set_aside(write: Write) -> None:
    items = read(
        write("a.csv", "id,question,answer\n1,Is it open today?\n2,Is it open,today?,Yes\n3,And tomorrow?,Yes\n")
    )
    assert [item.reason for item in items if isinstance(item, BadRow)] == [
        "row has 2 fields, the header has 3",
        "row has 4 fields, the header has 3",
    ]
    assert [(item.source, item.id) for item in items] == [("a.csv:2", "1"), ("a.csv:3", "2"), ("a.csv:4", "3")]


def test_source_is_the_line_where_the_row_begins(write: Write) -> None:
    found = enquiries(write("a.csv", 'question\n"one\ntwo, three\nfour"\n\nHow late is it?\n'))
    assert [item.source for item in found] == ["a.csv:2", "a.csv:6"]
    assert found[0].turns[0].text == "one\ntwo, three\nfour"


def test_text_below_a_quote_that_is_never_closed_is_told_as_one(write: Write) -> None:
    text = "We looked, everywhere.\nNothing.\n" * 30
    items = read(write("a.csv", f'id,question,answer\n1,Open?,Yes\n2,"Where are you?\n{text}3,Card?,No\n4,x\n'))
    told = "a quote opened on line 3 is never closed, and lines 4 to 63 are no rows"
    bad = [(item.source, item.reason) for item in items if isinstance(item, BadRow)]
    assert bad == [("a.csv:3", told), ("a.csv:65", "row has 2 fields, the header has 3")]
    assert [item.id for item in items if isinstance(item, Enquiry)] == ["1", "3"]


def test_quote_that_is_never_closed_costs_one_row(write: Write) -> None:
    rows = "".join(f"{number},Can I pay by card number {number}?\n" for number in range(3, 60))
    items = read(write("a.csv", f'id,question\n1,Are you open?\n2,"Where are you?\n{rows}'))
    bad = [item for item in items if isinstance(item, BadRow)]
    assert [(item.source, item.reason) for item in bad] == [("a.csv:3", "a quote opened on line 3 is never closed")]
    assert [item.id for item in items if isinstance(item, Enquiry)] == ["1", *map(str, range(3, 60))]


def test_quote_inside_a_cell_opens_nothing(write: Write) -> None:
    found = enquiries(write("a.csv", 'id,question\n1,Is the 5" pipe in stock?\n2,And the 6" one?\n'))
    assert [item.turns[0].text for item in found] == ['Is the 5" pipe in stock?', 'And the 6" one?']


@pytest.mark.parametrize(("size", "shown"), [(2 << 20, "2.0 MiB"), (20 << 20, "20.0 MiB")])
def test_huge_cell_is_set_aside_with_line_column_and_size(write: Write, size: int, shown: str) -> None:
    text = ("ab " * 21 + "\n") * (size // 64)
    path = write("a.csv", f'id,question,answer\n1,Are you open?,Yes\n2,"{text}",No\n3,Where?,Here\n')
    limit = csv.field_size_limit()
    items = read(path)
    assert [item.id for item in items] == ["1", "2", "3"]
    assert isinstance(items[1], BadRow)
    assert items[1].reason == f'line 3, column "question": the cell has {shown} of text, more than the 1 MiB allowed'
    assert csv.field_size_limit() == limit


def test_cell_above_the_limit_of_csv_is_read(write: Write) -> None:
    limit = csv.field_size_limit()
    text = "word " * 60_000
    found = enquiries(write("a.csv", f'question,answer\n"{text}",Yes\n'))
    assert found[0].turns[0].text == text.strip()
    assert csv.field_size_limit() == limit


def test_enormous_cell_on_one_line_takes_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b'id,question\n1,"')
        for _ in range(200):
            stream.write(b'say ""hi"" to the neighbours ' * 36_158)  # a mebibyte
        stream.write(b'"\n2,Are you open?\n')
    tracemalloc.start()
    try:
        items = list(DelimitedReader().read(open_path(path), ReadOptions()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [item.id for item in items] == ["1", "2"]
    assert isinstance(items[0], BadRow)
    assert "cell has 199." in items[0].reason
    assert peak < 80 << 20


def test_unclosed_quote_in_a_large_file_takes_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,question\n1,"never closed\n' + (b"2," + b"Are you open on Sundays? " * 40 + b"\n") * 80_000)
    tracemalloc.start()
    try:
        stream = DelimitedReader().read(open_path(path), ReadOptions())
        first, second = next(stream), next(stream)
        stream.close()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(first, BadRow)
    assert first.reason == "a quote opened on line 2 is never closed"
    assert isinstance(second, Enquiry)
    assert peak < 80 << 20


def test_large_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,question\n" + b"1,Are you open on Sundays and on Mondays too?\n" * 200_000)
    tracemalloc.start()
    try:
        stream = DelimitedReader().read(open_path(path), ReadOptions())
        for _ in range(1000):
            next(stream)
        stream.close()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 << 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(write: Write, encoding: str, delimiter: str) -> None:
    text = (
        f'Kunde{delimiter}Frage\r\nJörg{delimiter}"Wie groß, bitte; oder | klein?"\r\nUte{delimiter}Kostet es 5 €?\r\n'
    )
    found = enquiries(write("a.csv", text.encode(encoding)))
    assert [item.customer_names for item in found] == [("Jörg",), ("Ute",)]
    assert [item.turns[0].text for item in found] == ["Wie groß, bitte; oder | klein?", "Kostet es 5 €?"]


def test_cyrillic_code_page(write: Write) -> None:
    text = "id,question\n1,Здравствуйте, когда придёт мой заказ и сколько стоит доставка?\n".replace("те, к", "те к")
    found = enquiries(write("a.csv", text.encode("cp1251")))
    assert "когда придёт мой заказ" in found[0].turns[0].text


def test_stray_byte_does_not_spoil_a_utf8_file(write: Write) -> None:
    good = "Wie groß ist die Tür?\n" * 5
    found = enquiries(write("a.csv", f"Frage\n{good}".encode() + "Und das Öl für ½ Liter?\n".encode("cp1252")))
    assert [item.turns[0].text for item in found][-2:] == ["Wie groß ist die Tür?", "Und das Öl für ½ Liter?"]


def test_zero_bytes_are_removed(write: Write) -> None:
    assert (
        enquiries(write("a.csv", b"id,question\n1,Are you\0 open today or not?\n"))[0]
        .turns[0]
        .text.startswith("Are you open")
    )


def test_doubled_and_empty_column_names(write: Write) -> None:
    found = enquiries(write("a.csv", "id,message,message,\n1,first text,second text,x\n"))
    assert found[0].turns[0].text == "first text"
    mapped = enquiries(write("a.csv", "id,message,message,\n1,first text,second text,\n"), {"question": "message (2)"})
    assert mapped[0].turns[0].text == "second text"
    assert name_columns(["a", "", "a", "a"]) == ["a", "column 2", "a (2)", "a (3)"]


def test_damaged_ids_are_no_ids(write: Write) -> None:
    found = enquiries(write("a.csv", "id,question\n1.23E+17,Are you open?\n1.24E+17,Are you closed?\n"))
    assert [item.id for item in found] == ["", ""]


def test_group_only_when_mapped(write: Write) -> None:
    path = write("a.csv", "id,question,Group\n1,Are you open?,Hours\n")
    assert enquiries(path)[0].group == ""
    assert enquiries(path, {"group": "group"})[0].group == "Hours"


def test_map_wins_over_known_names(write: Write) -> None:
    path = write("a.csv", "id,question,Words,answer\n1,Topic A,Are you open?,Yes\n")
    found = enquiries(path, {"question": "WORDS", "answer": ""})
    assert [(turn.author, turn.text) for turn in found[0].turns] == [(Author.CUSTOMER, "Are you open?")]


def test_agents_are_not_customers(write: Write) -> None:
    path = write(
        "a.csv",
        "question,answer,agent,agent name,agent email,assignee email\nOpen?,Yes,Mia,Mia M,mia@s.test,m@s.test\n",
    )
    found = enquiries(path)[0]
    assert (found.customer, found.customer_names, found.personal) == ("", (), ())
    assert found.turns[1].name == "Mia"


def test_empty_and_headless_files(write: Write) -> None:
    assert read(write("b.csv", "id,question\n")) == []
    with pytest.raises(MissingColumn, match="no column looks like what the customer wrote"):
        read(write("c.csv", "a,b\n1,2\n"))


HEADERLESS = {
    "ids": ["1,Are you open on Sundays?,Yes", "2,Where can I park my car?,Behind the shop"],
    "ids with letters": ["T-901,Are you open on Sundays?,Yes", "T-1002,Where can I park my car?,Behind the shop"],
    "dates": ["2026-01-02 10:11,Are you open,Yes", "2026-02-03 08:00,Where can I park my car?,Behind the shop"],
    "addresses": ["SECRET@x.test,Are you open on Sundays?", "bo@y.test,Where can I park?"],
    "choices": ["question,Are you open", "question,Where can I park?", "problem,It broke", "question,When?"],
    "one column": ["Are you open on Sundays too?", "Where can I park my car?", "When will it come?"],
}


@pytest.mark.parametrize("lines", HEADERLESS.values(), ids=HEADERLESS)
@pytest.mark.parametrize("columns", [{}, {"question": "Details"}, {"answer": ""}], ids=str)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_missing_header_is_said_without_its_words(
    tmp_path: Path, lines: list[str], columns: dict[str, str], name: str
) -> None:
    path = tmp_path / name
    if name == "a.csv":
        path.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
        book.save(path)
    with pytest.raises(
        MissingColumn, match="the first row is data, not names of columns: put a row of names"
    ) as caught:
        read(path, ReadOptions(columns=columns))
    assert not any(word in str(caught.value) for word in ("open", "SECRET", "T-901"))


@pytest.mark.parametrize(
    "text",
    [
        "What would help you?,Where are you?\nAre you open on Sundays and when?,Berlin\nWhere may I park my car?,Ulm\n",
        "0,1\n7,Are you open on Sundays and on Mondays?\n8,Where can I park my car near you?\n",
        "question,2024,2025\nAre you open?,1,2\nWhere are you?,3,4\n",
        "Wann,Was\n2026-01-02,Haben Sie am Sonntag geöffnet oder nicht?\n2026-01-03,Wo kann ich bei Ihnen parken?\n",
    ],
)
def test_header_of_unknown_names_is_a_header(write: Write, text: str) -> None:
    assert len(enquiries(write("a.csv", text))) == 2


def test_map_can_say_that_the_first_row_is_a_header(write: Write) -> None:
    name = "What is it that troubles you?"
    path = write("a.csv", f"{name}\nAre you open?\nWhere are you?\n")
    with pytest.raises(MissingColumn):
        read(path)
    assert len(enquiries(path, {"question": name})) == 2


def test_one_column_with_commas(write: Write) -> None:
    found = enquiries(write("a.csv", "question\nHello, are you open?\nAnd, by the way, where?\n"))
    assert [item.turns[0].text for item in found] == ["Hello, are you open?", "And, by the way, where?"]


def test_delimiter_is_found_outside_quotes() -> None:
    assert guess_delimiter('a;b\n"1,2,3,4";"x,y"\n1,5;2,5\n') == ";"
    assert guess_delimiter("question\nwhat, when\n") == "\x1f"


@pytest.mark.parametrize(
    ("cell", "plain"),
    [("'=SUM", "=SUM"), ("'-1", "-1"), ("'@me", "@me"), ("'tis open?", "'tis open?"), ("(hello) you", "(hello) you")],
)
def test_guards_are_undone(cell: str, plain: str) -> None:
    assert undo_guard(cell) == plain


def test_tags() -> None:
    assert split_tags("a, b;c|d") == ("a", "b", "c", "d")
    assert split_tags("password reset") == ("password", "reset")
    assert split_tags("Password reset") == ("Password reset",)
    assert split_tags(" ") == ()


# --- JSON


def test_json_lines_under_a_lying_name(write: Write) -> None:
    lines = '{"id": 1, "question": "Are you open?"}\n\n{"id": 2, "question": "Where are you?"}\n[1]\n'
    items = read(write("a.csv", lines))
    assert [item.source for item in items] == ["a.csv:1", "a.csv:3", "a.csv:4"]
    assert isinstance(items[2], BadRow)


def test_json_lines_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": 1, "question": "Are you open on Sundays?" * 20}) * 1 + "\n", "utf-8")
    path.write_bytes(path.read_bytes() * 60_000)
    tracemalloc.start()
    try:
        stream = JsonReader().read(open_path(path), ReadOptions())
        assert isinstance(next(stream), Enquiry)
        stream.close()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 << 20


@pytest.mark.parametrize(
    "note",
    [
        {"public": False},
        {"private": True},
        {"isPrivate": "true"},
        {"is_private": 1},
        {"visibility": "agents"},
        {"visibility": "internal"},
        {"visibility": {"type": "role", "value": "Staff"}},
        {"type": "note"},
        {"part_type": "note"},
        {"internal": True},
        {"channel": "internal-note"},
        {"isPublic": False},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "key", ["comments", "messages", "conversations", "threads", "notes", "replies", "posts", "turns", "events"]
)
def test_every_mark_of_an_internal_note(write: Write, note: dict[str, Any], key: str) -> None:
    said = [{"role": "customer", "body": "Are you open?"}, {"role": "agent", "body": "SECRET", **note}]
    found = enquiries(write("a.json", json.dumps([{"id": 1, "subject": "Hours", key: said}])))
    assert [turn.text for turn in found[0].turns] == ["Are you open?"]


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        ({"role": "end-user"}, {"role": "admin"}),
        ({"author": {"type": "user"}}, {"author": {"type": "admin"}}),
        ({"from": "user"}, {"from": "operator"}),
        ({"direction": "INCOMING"}, {"direction": "OUTGOING"}),
        ({"incoming": True}, {"incoming": False}),
        ({"from_agent": False}, {"from_agent": True}),
        ({"is_inbound": True}, {"is_inbound": False}),
        ({"message_type": 0}, {"message_type": 1}),
        ({"createdBy": {"type": "customer"}}, {"createdBy": {"type": "user"}}),
        ({"sender": {"t": "v"}}, {"sender": {"t": "a"}}),
        ({"author_id": 5}, {"author_id": 6}),
        ({"author": {"email": "c@c.test"}}, {"author": {"email": "h@s.test"}}),
        ({"author": "Kim"}, {"author": "Ola"}),
        ({"type": "customer"}, {"type": "message"}),
    ],
    ids=str,
)
def test_every_way_to_say_who_speaks(write: Write, customer: dict[str, Any], agent: dict[str, Any]) -> None:
    said = [{"text": "Are you open?", **customer}, {"text": "Yes.", **agent}, {"text": "Thanks!", **customer}]
    found = enquiries(write("a.json", json.dumps({"conversations": [{"id": 1, "messages": said}]})))
    assert [turn.author for turn in found[0].turns] == [Author.CUSTOMER, Author.AGENT, Author.CUSTOMER]


def test_note_does_not_leave_by_the_description(write: Write) -> None:
    said = [{"author_id": 7, "public": False, "body": "SECRET"}, {"author_id": 88, "public": True, "body": "Late?"}]
    record = {"id": 1, "description": "SECRET", "requester": {"id": 88}, "comments": said}
    assert "SECRET" not in repr(enquiries(write("a.json", json.dumps([record]))))


@pytest.mark.parametrize("key", ["messages", "threads", "conversations"])
def test_notes_of_a_broken_document_do_not_become_records(write: Write, key: str) -> None:
    said = [
        {"type": "customer", "body": "Open today?"},
        {"type": "note", "body": "SECRET"},
        {"public": False, "body": "SECRET"},
    ]
    text = json.dumps({"id": 1, key: said})
    for end in range(1, len(text)):
        with contextlib.suppress(InputError):
            assert "SECRET" not in repr(list(JsonReader().read(open_path(write("a.json", text[:end])), ReadOptions())))


def test_outbound_conversation_is_begun_by_the_agent(write: Write) -> None:
    said = [{"author_id": 7, "body": "Your order is late."}, {"author_id": 88, "body": "How late?"}]
    found = enquiries(write("a.json", json.dumps([{"id": 1, "requester": {"id": 88}, "comments": said}])))
    assert [turn.author for turn in found[0].turns] == [Author.AGENT, Author.CUSTOMER]


def test_users_of_the_file_tell_roles(write: Write) -> None:
    tickets = [{"id": 1, "comments": [{"author_id": 7, "body": "Hello"}, {"author_id": 8, "body": "Late?"}]}]
    users = [{"id": 7, "role": "agent", "name": "Lee"}, {"id": 8, "role": "end-user", "name": "Ana"}]
    found = enquiries(write("a.json", json.dumps({"tickets": tickets, "users": users})))
    assert [(turn.author, turn.name) for turn in found[0].turns] == [(Author.AGENT, "Lee"), (Author.CUSTOMER, "Ana")]
    assert found[0].customer_names == ("Ana",)


MAPPED = {
    "id": 1,
    "headline": "Hours",
    "messages": [
        {"note": "x", "body": "Are you open?", "by": "x"},
        {"note": "y", "body": "Yes.", "by": {"who": "agent"}},
    ],
}


@pytest.mark.parametrize(
    ("field", "wanted", "found", "nearest"),
    [
        ("subject", "Headlin", '"id", "headline", "messages"', "headline"),
        ("question", "headlines", '"id", "headline", "messages"', "headline"),
        ("message", "bodi", '"note", "body", "by", "by.who"', "body"),
        ("kind", "by.whom", '"note", "body", "by", "by.who"', "by.who"),
    ],
)
def test_mapped_key_must_exist(write: Write, field: str, wanted: str, found: str, nearest: str) -> None:
    path = write("a.json", json.dumps([MAPPED]))
    with pytest.raises(MissingColumn, match=f'no key is called "{wanted}", which --map gives for {field}') as caught:
        read(path, ReadOptions(columns={field: wanted}))
    assert f"Columns found: {found}." in str(caught.value)
    assert f'he nearest is "{nearest}"' in str(caught.value)


def test_mapped_keys_of_messages(write: Write) -> None:
    path = write("a.json", json.dumps([MAPPED]))
    turns = enquiries(path, {"message": "NOTE", "kind": "by.who", "subject": "Headline"})[0].turns
    assert [turn.text for turn in turns] == ["x", "y"]
    assert [turn.author for turn in turns] == [Author.CUSTOMER, Author.AGENT]


def test_mapped_phone_of_a_conversation_is_personal(write: Write) -> None:
    record = {"id": 1, "reach": "0700 900 123", "messages": [{"role": "user", "text": "Are you open?"}]}
    assert enquiries(write("a.json", json.dumps([record])), {"phone": "reach"})[0].personal == ("0700 900 123",)


def test_bots_are_bots(write: Write) -> None:
    said = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "I am a machine"}]
    assert [turn.author for turn in enquiries(write("a.json", json.dumps({"messages": said})))[0].turns] == [
        Author.CUSTOMER,
        Author.BOT,
    ]


def name_twice(place: str, mark: str) -> dict[str, Any]:
    """Make a record of somebody called Ida Falk who is told from others by what stands in one place."""
    person: dict[str, Any] = {"name": "Ida Falk"}
    said = {"person": {"name": "Ida Falk", "is_agent": False}, "message": "Is the kiln free?"}
    record: dict[str, Any] = {"person": person, "messages": [said]}
    address = f"{mark}@moor.test"
    match place:
        case "id of the person":
            person["id"] = mark
        case "first address of the person":
            person["primary_email"] = {"id": 1, "email": address}
        case "addresses of the person":
            person["emails"] = [{"value": address}]
        case "id beside the person":
            record["person_id"] = mark
        case "id instead of the person":
            record["person"] = int(mark)
        case "id of the author":
            said["person"]["id"] = mark  # type: ignore[index]
        case "id beside the author":
            said["author_id"] = mark
    return record


@pytest.mark.parametrize(
    "place",
    ["id of the person", "first address of the person", "addresses of the person", "id beside the person",
     "id instead of the person", "id of the author", "id beside the author"],
)  # fmt: skip
def test_customers_of_one_name_are_told_apart_by_what_is_surer(write: Write, place: str) -> None:
    records = [{"id": n, **name_twice(place, mark)} for n, mark in enumerate(("71", "72", "71"))]
    first, second, third = (found.customer for found in enquiries(write("a.json", json.dumps(records))))
    assert first == third != second


@pytest.mark.parametrize("heading", ["person id", "Requester ID", "Kundennummer"])
def test_customers_of_one_name_in_a_table_are_told_apart_by_their_ids(write: Write, heading: str) -> None:
    rows = "".join(f"{n},Ida Falk,{mark},Is kiln {n} free?,Yes\n" for n, mark in enumerate((71, 72, 71)))
    found = enquiries(write("a.csv", f"id,customer name,{heading},question,answer\n{rows}"))
    assert [enquiry.customer for enquiry in found] == ["71", "72", "71"]


def test_a_name_tells_customers_where_nothing_else_does(write: Write) -> None:
    records = [{"id": n, **name_twice("", "")} for n in range(2)]
    assert {found.customer for found in enquiries(write("a.json", json.dumps(records)))} == {"ida falk"}


def test_truncated_json_keeps_whole_records(write: Write) -> None:
    text = json.dumps({"count": 3, "tickets": [{"id": n, "question": f"Is it {n} o'clock?"} for n in range(3)]})
    items = read(write("a.json", text[:-20]))
    assert [item.id for item in items] == ["0", "1", ""]
    assert isinstance(items[2], BadRow)
    assert "after 2 whole records, at line 1, column" in items[2].reason


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '[{"a":' * 50_000, '[{"id": 1' + "0" * 5000 + "}]", '{"a": ' + "9" * 6000]
)
def test_json_made_to_hurt(write: Write, text: str) -> None:
    with contextlib.suppress(InputError):
        list(JsonReader().read(open_path(write("a.json", text)), ReadOptions()))


def test_half_characters_are_mended(write: Write) -> None:
    text = enquiries(write("a.json", '[{"question": "Is it open \\ud83d today?"}]'))[0].turns[0].text
    text.encode("utf-8")
    assert text.startswith("Is it open")


# --- spreadsheets


def test_what_is_no_workbook(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnknownFormat, match="not a workbook"):
        list(XlsxReader().read(open_path(path), ReadOptions()))
    with pytest.raises(UnknownFormat, match="not a workbook"):
        list(XlsxReader().read(open_path(write("b.xlsx", b"PK\x03\x04 and then nothing")), ReadOptions()))


# --- mailboxes


def test_company_can_be_named(tmp_path: Path) -> None:
    found = list(MboxReader().read(open_path(CASES / "thunderbird.mbox"), ReadOptions(agents=("@c.test",))))
    assert [turn.author for item in found if isinstance(item, Enquiry) for turn in item.turns] == [
        Author.AGENT,
        Author.CUSTOMER,
        Author.CUSTOMER,
    ]


@pytest.mark.parametrize(
    ("subject", "plain"),
    [("Re: AW: Dach", "Dach"), ("Fwd: TR: x", "x"), ("RE[2]: y", "y"), ("Refund: z", "Refund: z"), ("Antw: a", "a")],
)
def test_reply_marks(subject: str, plain: str) -> None:
    assert strip_reply_marks(subject) == plain


def test_charset_that_lies_or_does_not_exist(write: Write) -> None:
    mail = (
        b"From a@b Mon Mar 02 09:14:55 2026\nFrom: A <a@b.test>\nContent-Type: text/plain; charset=%s\n\nGr\xfc\xdfe\n"
    )
    for charset in (b"utf-8", b"x-nonsense", b"us-ascii", b'"'):
        assert enquiries(write("a.mbox", mail % charset))[0].turns[0].text == "Grüße"


# --- whatever happens to a file


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_raise_nothing_but_input_errors(data: st.DataObject, tmp_path: Path) -> None:
    path = data.draw(st.sampled_from(FILES))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 60)))
        piece = content[start:end]
        target = data.draw(st.integers(0, len(content)))
        del content[start:end]
        content[target:target] = data.draw(
            st.sampled_from([b"", bytes(reversed(piece)), b"\0", b'"', b"\xff\xfe", bytes(piece) * 2])
        )
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    damaged = tmp_path / path.name
    damaged.write_bytes(bytes(content))
    file = open_path(damaged)
    for reader in READERS.values():
        reader.recognise(file)
        try:
            items = list(reader.read(file, ReadOptions()))
        except InputError:
            continue
        assert all(isinstance(item, Enquiry | BadRow) for item in items)
