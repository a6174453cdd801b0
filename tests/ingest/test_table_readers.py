"""Tables: one export in every kind of file, each program's own, messages one a row, and what is made to hurt."""

from __future__ import annotations

import csv
import io
import random
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from conftest import CASES_FOLDER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author, Enquiry
from enquiry2article.domain.errors import InputError, MissingColumn, UnknownFormat
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.files import open_path
from enquiry2article.ingest.read import Ingested, read_exports
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.tables.table_files import glimpse_tables

CASES = CASES_FOLDER / "read"
READERS = load_readers()
PRODUCTS = {name: reader for name, reader in READERS.items() if isinstance(reader, ProductTable)}
Rows = Sequence[Sequence[str]]

TICKETS: Rows = (
    ("Ticket ID", "Subject", "Description", "Source", "Agent", "Created time", "Customer interactions", "Full name"),
    (
        "901",
        "Größe",
        "Welche Größe brauche ich für ein Zimmer von 20 m²?",
        "Email",
        "Jo",
        "2026-02-11 08:30:00",
        "1",
        "Ana",
    ),
    ("902", "Farbe", "Deckt das Weiß; oder braucht es zwei Anstriche?", "Portal", "", "2026-02-12 09:00:00", "1", "Bo"),
)
MESSAGES: Rows = (
    ("thread", "sender", "text", "sent", "private"),
    ("7", "Ana", "Can I rent the hall on a Sunday?", "2026-03-01 10:00", "no"),
    ("8", "Kim Holt", "Your booking of the hall was cancelled.", "2026-03-01 11:00", "no"),
    ("7", "Kim Holt", "SECRET: she never pays", "2026-03-01 10:30", "yes"),
    ("8", "Bo", "Why was it cancelled?", "2026-03-01 12:00", "no"),
    ("7", "Kim Holt", "Yes, from noon on.", "2026-03-01 11:30", "no"),
    ("8", "Kim Holt <kim@hall.example>", "The roof leaks; you get your money back.", "2026-03-01 13:00", "no"),
    ("", "Cy", "Is there a piano?", "2026-03-02 09:00", "no"),
)


def write_text(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8", first: str = "") -> Path:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    path.write_bytes((first + stream.getvalue()).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def write_ods(path: Path, rows: Rows) -> Path:
    cells = [
        "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row) for row in rows
    ]
    return write_content(path, "".join(f"<table:table-row>{row}</table:table-row>" for row in cells))


def write_content(path: Path, rows: str, before: str = "", manifest: str = "") -> Path:
    """Write an OpenDocument spreadsheet with these rows, as XML, in its one sheet."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest or "<m/>")
        archive.writestr(
            "content.xml",
            f"<?xml version='1.0'?>{before}<office:document-content {names}><office:body><office:spreadsheet>"
            f"<table:table table:name='A'>{rows}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ingest(*paths: Path, **options: Any) -> Ingested:
    return read_exports(paths, READERS, ReadOptions(**options))


def read(*paths: Path, **options: Any) -> list[Enquiry]:
    return list(ingest(*paths, **options).enquiries)


def said(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [(turn.author.value, turn.text) for turn in enquiry.turns]


# --- one table in every kind of file

KINDS: dict[str, Callable[[Path, Rows], Path]] = {
    "a.csv": write_text,
    "a.tsv": lambda path, rows: write_text(path, rows, "\t"),
    "bom.csv": lambda path, rows: write_text(path, rows, encoding="utf-8-sig"),
    "unicode.txt": lambda path, rows: write_text(path, rows, "\t", "utf-16"),
    "european.csv": lambda path, rows: write_text(path, rows, ";", "cp1252"),
    "named.csv": lambda path, rows: write_text(path, rows, ";", "cp1252", "sep=;\r\n"),
    "a.xlsx": write_xlsx,
    "a.ods": write_ods,
}


@pytest.mark.parametrize("name", KINDS)
def test_one_export_in_every_kind_of_file(name: str, tmp_path: Path) -> None:
    found = ingest(KINDS[name](tmp_path / name, TICKETS))
    assert found.files[0].format == "freshdesk-table"
    assert [(item.id, item.subject, said(item), item.customer_names) for item in found.enquiries] == [
        ("901", "Größe", [("customer", TICKETS[1][2])], ("Ana",)),
        ("902", "Farbe", [("customer", TICKETS[2][2])], ("Bo",)),
    ]


@pytest.mark.parametrize("name", KINDS)
def test_titles_above_the_header(name: str, tmp_path: Path) -> None:
    above = (("Tickets of February",), ("Exported on", "2026-03-01"))
    found = ingest(KINDS[name](tmp_path / name, (*above, *TICKETS)))
    assert found.files[0].format == "freshdesk-table"
    assert [item.id for item in found.enquiries] == ["901", "902"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_spreadsheets_in_archives(name: str, tmp_path: Path) -> None:
    inner = KINDS[name](tmp_path / name, TICKETS)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(inner, f"export/{name}")
    assert [item.id for item in read(tmp_path / "b.zip")] == ["901", "902"]


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    path = tmp_path / "a.parquet"
    table = {
        "ticket id": [1, 2, 3],
        "created at": [datetime(2026, 3, number, 9) for number in (1, 2, 3)],
        "question": ["Is the kiln free on Monday?", None, "Can I fire porcelain?"],
        "answer": [b"Yes, until four.", None, None],
        "tags": [["kiln", "times"], [], ["clay"]],
        "extra": [{"by": "Kim"}, None, None],
    }
    parquet.write_table(pyarrow.table(table), path)
    found = read(path)
    assert [(item.id, said(item), item.tags) for item in found] == [
        ("1", [("customer", "Is the kiln free on Monday?"), ("agent", "Yes, until four.")], ("kiln", "times")),
        ("2", [], ()),
        ("3", [("customer", "Can I fire porcelain?")], ("clay",)),
    ]
    assert found[0].received == datetime(2026, 3, 1, 9, tzinfo=UTC)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnknownFormat, match="the Parquet file is damaged"):
        read(path)


def test_parquet_without_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and more PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(
        InputError, match=r"a\.parquet: to read Parquet, install .* pip install 'enquiry2article\[parquet\]'"
    ):
        read(tmp_path / "a.parquet")


def test_sheets_with_the_same_columns_are_read_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, number in (("January", 1), ("February", 2)):
        sheet = book.create_sheet(title)
        sheet.append(["No", "Question", "Answer"])
        sheet.append([number, f"Is it open on the {number}st?", "Yes"])
    notes = book.create_sheet("Prices")
    notes.append(["Thing", "Question of the price"])
    notes.append(["Oak", "We never say what it costs on the telephone"])
    book.save(tmp_path / "a.xlsx")
    assert [(item.id, item.source) for item in read(tmp_path / "a.xlsx")] == [
        ("1", "a.xlsx:2"),
        ("2", "a.xlsx/February:2"),
    ]


# --- programs


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_program_says_where_its_replies_are(name: str) -> None:
    reader = PRODUCTS[name]
    assert reader.product in reader.advice or f"{reader.product.split()[0]} form" in reader.advice
    assert reader.advice.endswith(".")
    assert not reader.generic


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("zendesk_tickets.csv", "Admin Center"),
        ("freshdesk_bakery.xlsx", "account export"),
        ("hubspot_gym.csv", "Conversations API"),
        ("help_scout.csv", "Mailbox API"),
        ("livechat_hotel.csv", "list_archives"),
        ("osticket_de.csv", "thread_entry"),
        ("gorgias_tickets.csv", "/api/messages"),
        ("contact_flamingo.csv", "mailbox"),
        ("typeform_vet.csv", "mailbox"),
        ("user_archive.csv", ".json at the end"),
        ("discord_channel.csv", "--agent"),
    ],
)
def test_a_table_without_replies_is_told_what_to_export(name: str, advice: str) -> None:
    assert advice in ingest(CASES / name).files[0].advice


def test_a_table_with_replies_needs_no_advice() -> None:
    assert ingest(CASES / "intercom_threads.csv").files[0].advice == ""


@pytest.mark.parametrize(
    "header",
    [
        "Conversation id,Name,Email,Agent,Rating",
        "Name,Email,Message",
        "Timestamp,Sender,Message",
        "Date,Content,Author",
        "#,Question,Answer",
        "Entry ID,Question",
        "Ticket ID,Question,Answer,Status",
    ],
)
def test_tables_of_nobody_in_particular(header: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n" + ",".join("x" for _ in header.split(",")) + "\n", "utf-8")
    assert not [name for name, reader in PRODUCTS.items() if reader.recognise(open_path(path))]


def test_columns_in_another_order_and_case_are_the_same_program(tmp_path: Path) -> None:
    rows = [list(reversed(row)) for row in TICKETS]
    path = write_text(tmp_path / "a.csv", [[name.upper() for name in rows[0]], *rows[1:]])
    assert ingest(path).files[0].format == "freshdesk-table"
    assert read(path)[0].turns[0].text == TICKETS[1][2]


def test_map_wins_over_what_a_program_is_known_for(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", TICKETS)
    found = read(path, columns={"question": "Subject", "name": "", "channel": "agent"})
    assert (found[0].turns[0].text, found[0].customer_names, found[0].channel) == ("Größe", (), "Jo")
    with pytest.raises(MissingColumn, match='no column is called "Beschreibung", which --map gives for question'):
        read(path, columns={"question": "Beschreibung"})


def test_a_program_can_be_named_for_a_table_that_is_not_known_as_its(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", [("Ticket name", "Create date"), ("Is the pool open?", "2026-01-02")])
    found = read_exports([path], READERS, ReadOptions(), format_name="hubspot-table")
    assert [said(item) for item in found.enquiries] == [[("customer", "Is the pool open?")]]


def test_a_report_without_any_words(tmp_path: Path) -> None:
    rows = [
        ("conferenceId", "chat creation date UTC", "operator 1 nick", "rate"),
        ("Q1", "2026-01-02 10:11", "Zoe", "rated good"),
    ]
    with pytest.raises(InputError, match=r"a\.csv: this table of LiveChat holds no text that a customer wrote\. .*API"):
        read(write_text(tmp_path / "a.csv", rows))


def test_zoho_desks_tickets_and_threads_are_joined(tmp_path: Path) -> None:
    tickets = write_text(
        tmp_path / "Tickets_01.csv",
        [
            ("TicketExtId", "Subject", "Description", "Status", "Created Time", "Closed Time", "Resolution", "Channel"),
            (
                "40",
                "Cancelling",
                "How do I cancel?",
                "Closed",
                "2026-01-09T08:00:00.000Z",
                "2026-01-10T08:00:00.000Z",
                "Use the form.",
                "Email",
            ),
            ("41", "Invoices", "Where are my invoices?", "Open", "2026-01-09T09:00:00.000Z", "", "", "Web"),
        ],
    )
    threads = write_text(
        tmp_path / "Threads_01.csv",
        [
            ("ThreadExtId", "TicketExtId", "Content", "SendDateTime", "Sender Email", "Direction", "isPrivate"),
            ("T3", "40", "Account > Cancel plan.", "2026-01-09T09:10:00.000Z", "help@shop.example", "Out", "False"),
            (
                "T1",
                "40",
                "<p>How do I cancel?</p>".replace("<p>", "").replace("</p>", ""),
                "2026-01-09T08:00:03.000Z",
                "u@t.test",
                "In",
                "False",
            ),
            ("T2", "40", "SECRET: offer a discount", "2026-01-09T08:30:00.000Z", "boss@shop.example", "Out", "True"),
        ],
    )
    comments = write_text(
        tmp_path / "Comments_01.csv",
        [
            ("CommentExtId", "TicketExtId", "Comment", "Created Time", "isPublic"),
            ("C1", "41", "SECRET: he owes us two months", "2026-01-09T10:00:00.000Z", "False"),
            ("C2", "41", "Under Account > Billing.", "2026-01-09T11:00:00.000Z", "True"),
            ("C3", "41", "SECRET: nobody has said whether this is public", "2026-01-09T12:00:00.000Z", ""),
        ],
    )
    found = ingest(tickets, threads, comments)
    assert [(item.id, item.subject, item.channel, said(item)) for item in found.enquiries] == [
        (
            "40",
            "Cancelling",
            "Email",
            [("customer", "How do I cancel?"), ("agent", "Account > Cancel plan."), ("agent", "Use the form.")],
        ),
        ("41", "Invoices", "Web", [("customer", "Where are my invoices?"), ("agent", "Under Account > Billing.")]),
    ]
    assert found.files[0].format == "zoho-desk"


def test_discord_with_the_names_of_the_company() -> None:
    found = read(CASES / "discord_channel.csv", agents=("ola",))
    assert [[author for author, _ in said(item)] for item in found] == [
        ["customer", "customer", "agent", "customer"],
        ["customer"],
    ]


def test_discourse_archive_of_one_of_the_company(tmp_path: Path) -> None:
    path = tmp_path / "user_archive-ola-260704-101010.csv"
    path.write_bytes((CASES / "user_archive.csv").read_bytes())
    assert {turn.author for item in read(path, agents=("Ola",)) for turn in item.turns} == {Author.AGENT}
    assert {turn.author for item in read(path) for turn in item.turns} == {Author.CUSTOMER}


def test_forms_with_several_texts_are_joined_and_others_are_taken_in_doubt(tmp_path: Path) -> None:
    rows = [
        ("Who", "What happened to your bike on the way?", "How did you try to mend it yourself?"),
        ("x", "The chain came off twice when I went up the hill", "I put it back on and oiled it with olive oil"),
        (
            "y",
            "The rear light goes out in every pothole there is",
            "I have changed the batteries and bent the contacts",
        ),
    ]
    form = [("Entry Id", "Entry Date", "Source Url", *rows[0][1:])]
    form += [(str(number), "2026-01-02", "u", *row[1:]) for number, row in enumerate(rows[1:])]
    found = read(write_text(tmp_path / "a.csv", form))
    assert [item.turns[0].text for item in found] == ["\n\n".join(row[1:]) for row in rows[1:]]
    plain = ingest(write_text(tmp_path / "b.csv", rows))
    assert len(plain.enquiries) == 2
    assert next(choice for choice in plain.files[0].columns if choice.field == "question").in_doubt


# --- one message a row


@pytest.mark.parametrize("name", KINDS)
def test_messages_by_thread_with_the_names_of_agents(name: str, tmp_path: Path) -> None:
    path = KINDS[name](tmp_path / name, MESSAGES)
    for options in (
        {"agents": ("kim holt",)},
        {"agents": ("Kim Holt", "@hall.example"), "columns": {"kind": "sender"}},
        {"agents": ("Kim Holt",), "columns": {"message": "text"}},
    ):
        found = {item.id: item for item in read(path, thread_column="thread", **options)}
        assert said(found["7"]) == [("customer", "Can I rent the hall on a Sunday?"), ("agent", "Yes, from noon on.")]
        assert said(found["8"]) == [
            ("agent", "Your booking of the hall was cancelled."),
            ("customer", "Why was it cancelled?"),
            ("agent", "The roof leaks; you get your money back."),
        ]
        assert [said(item) for item in found.values() if item.id.startswith("e-")] == [
            [("customer", "Is there a piano?")]
        ]
        assert len(found) == 3


def test_who_writes_for_the_company_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column says who wrote a message"):
        read(write_text(tmp_path / "a.csv", MESSAGES), thread_column="thread")


def test_the_first_rows_may_all_be_of_one_side(tmp_path: Path) -> None:
    rows = [("conversation_id", "direction", "body", "date")]
    rows += [(str(n), "Inbound", f"Do you mend shoe number {n}?", f"2026-01-01 10:{n % 60:02}") for n in range(300)]
    rows += [(str(n), "Outbound", f"Yes, number {n} too.", f"2026-01-02 10:{n % 60:02}") for n in range(300)]
    found = read(write_text(tmp_path / "a.csv", rows))
    assert len(found) == 300
    assert all([author for author, _ in said(item)] == ["customer", "agent"] for item in found)


def test_notes_among_messages_are_internal_whatever_marks_them(tmp_path: Path) -> None:
    for column, value in (
        ("type", "note"),
        ("message type", "Internal note"),
        ("is_private", "1"),
        ("public", "FALSE"),
        ("visibility", "agents"),
        ("channel", "internal-note"),
    ):
        rows = [("ticket id", "author type", "message", column)]
        rows += [
            ("1", "customer", "Is the bath heated?", ""),
            ("1", "agent", "SECRET", value),
            ("1", "agent", "Yes.", ""),
        ]
        if column == "public":
            rows = [(a, b, c, d or "TRUE") for a, b, c, d in rows]
        assert [said(item) for item in read(write_text(tmp_path / "a.csv", rows))] == [
            [("customer", "Is the bath heated?"), ("agent", "Yes.")]
        ], column


def test_counts_and_choices_are_no_answers(tmp_path: Path) -> None:
    rows = [("id", "question", "replies"), ("1", "Is it open?", "2"), ("2", "Is it free?", "14")]
    assert all(len(item.turns) == 1 for item in read(write_text(tmp_path / "a.csv", rows)))


def test_days_and_months_are_told_apart_by_the_whole_column(tmp_path: Path) -> None:
    rows = [("id", "date", "question")]
    rows += [(str(n), f"03/{n % 12 + 1:02}/2026", f"May I bring guest {n}?") for n in range(300)]
    rows += [("last", "03/25/2026", "May I bring my dog?")]
    for name in ("a.csv", "a.xlsx", "a.ods"):
        found = read(KINDS[name](tmp_path / name, rows))
        assert {item.received.month for item in found if item.received} == {3}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 30), kind=st.sampled_from(["a.csv", "european.csv", "a.xlsx", "a.ods"]))
def test_shuffled_messages_give_the_same_enquiries(seed: int, kind: str, tmp_path: Path) -> None:
    def show(rows: Rows) -> list[object]:
        found = ingest(KINDS[kind](tmp_path / kind, rows), thread_column="thread", agents=("Kim Holt",))
        return [(item.id, said(item), item.customer, item.received, item.customer_names) for item in found.enquiries]

    body = list(MESSAGES[1:])
    random.Random(seed).shuffle(body)
    assert show([MESSAGES[0], *body]) == show(MESSAGES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.floats(0, 1),
    name=st.sampled_from(
        [
            "intercom_threads.csv",
            "front_rental.csv",
            "typeform_vet.csv",
            "carpenter.ods",
            "freshdesk_bakery.xlsx",
            "osticket_de.csv",
        ]
    ),
)
def test_cut_off_files_keep_every_whole_row(cut: float, name: str, tmp_path: Path) -> None:
    whole = (CASES / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: int(len(whole) * cut)])
    try:
        found = ingest(path)
    except InputError:
        return
    texts = {turn.text for item in found.enquiries for turn in item.turns}
    every = {turn.text for item in ingest(CASES / name).enquiries for turn in item.turns}
    if name.endswith(".csv"):
        lines = path.read_text("utf-8", "ignore").rpartition("\n")[0]  # the end may be half a letter
        rows = list(csv.reader(io.StringIO(lines), delimiter=";" if name.startswith("osticket") else ","))
        complete = {cell for row in rows[1:-1] for cell in row if cell in every}
        assert complete <= texts
    assert "SECRET" not in repr(list(found.enquiries))


# --- what is made to hurt


def sheet_xlsx(path: Path, sheet: str, texts: str = "", *, other: dict[str, str] | None = None) -> Path:
    """Write a workbook with this XML for its sheet and its list of texts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    base = write_xlsx(path, [("question",), ("x",)])
    with zipfile.ZipFile(base) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{main}">{sheet}</worksheet>'.encode()
    if texts:
        parts["xl/sharedStrings.xml"] = texts.encode()
    parts |= {name: text.encode() for name, text in (other or {}).items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def measure(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_one_cell_in_the_last_corner_of_a_sheet(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{number}">{cells}</row>'
        for number, cells in (
            (1, inline("A1", "question") + inline("B1", "answer")),
            (2, inline("A2", "Are you open on Sunday?") + inline("B2", "Yes")),
            (1048576, inline("XFD1048576", "x")),
        )
    )
    far = sheet_xlsx(tmp_path / "a.xlsx", f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>')
    found: list[Enquiry] = []
    assert measure(lambda: found.extend(read(far))) < 40 << 20
    assert [said(item) for item in found] == [[("customer", "Are you open on Sunday?"), ("agent", "Yes")]]
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    corner = write_content(
        tmp_path / "a.ods",
        f"<table:table-row>{cell.format('question')}{cell.format('answer')}</table:table-row>"
        f"<table:table-row>{cell.format('Are you open on Sunday?')}{cell.format('Yes')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
        f"{cell.format('x')}</table:table-row>",
    )
    found.clear()
    assert measure(lambda: found.extend(read(corner))) < 40 << 20
    assert [said(item) for item in found] == [[("customer", "Are you open on Sunday?"), ("agent", "Yes")]]


def test_repeated_cells_and_rows_of_a_bomb(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>{}</text:p></table:table-cell>'
    rows = (
        f"<table:table-row>{cell.format(1, 'question')}{cell.format(1, 'answer')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="999999999">{cell.format(1, "Open today?")}</table:table-row>'
        f"<table:table-row>{cell.format(999999999, 'Open tomorrow? ' * 2000)}</table:table-row>"
        f"<table:table-row>{cell.format('9' * 400, 'Open on Monday?')}</table:table-row>"
    )
    path = write_content(tmp_path / "a.ods", rows)
    found = ingest(path)
    assert len(found.enquiries) < 1100
    assert "Open on Monday?" in {turn.text for item in found.enquiries for turn in item.turns}
    assert [row.reason for row in found.bad] == [
        "rows 1002 to 2097153 repeat row 2, more often than people do: not read"
    ]
    assert measure(lambda: read(path)) < 60 << 20


@pytest.mark.parametrize("kind", ["a.xlsx", "a.ods"])
def test_zip_bomb(kind: str, tmp_path: Path) -> None:
    path = (
        write_xlsx(tmp_path / kind, [("question",), ("Open?",)])
        if kind == "a.xlsx"
        else write_content(tmp_path / kind, "")
    )
    part = "xl/sharedStrings.xml" if kind == "a.xlsx" else "content.xml"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name != part:
                archive.writestr(name, data)
        with archive.open(part, "w", force_zip64=True) as stream:
            for _ in range(100):
                stream.write(b" " * (1 << 20))
    with pytest.raises(UnknownFormat, match=r"unpacks to 1\d\d MiB, more than a workbook of enquiries can need"):
        read(path)


ENTITIES = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9))
    + "<!ENTITY ext SYSTEM 'file:///etc/hostname'>]>"
)


@pytest.mark.parametrize("entity", ["j", "ext"])
def test_entities_are_not_followed(entity: str, tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = f"<table:table-row>{cell.format('question')}</table:table-row>" + "".join(
        f"<table:table-row>{cell.format(text)}</table:table-row>"
        for text in ("Open on Sunday?", f"Open &{entity}; day?")
    )
    found = ingest(write_content(tmp_path / "a.ods", rows, before=ENTITIES))
    texts = [turn.text for item in found.enquiries for turn in item.turns]
    assert "Open on Sunday?" in texts
    assert all(len(text) < 40 for text in texts)
    host = Path("/etc/hostname")
    assert not host.exists() or host.read_text().strip() not in repr(texts)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_old_and_locked_workbooks(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(UnknownFormat, match=r"an old Excel file \(\.xls\), or a workbook with a password\. Save it"):
        read(path)


def test_locked_ods(tmp_path: Path) -> None:
    path = write_content(tmp_path / "a.ods", "", manifest="<manifest:encryption-data/>")
    with pytest.raises(UnknownFormat, match=r"a\.ods: has a password\. Open it .* save it as \.xlsx or CSV"):
        read(path)


def test_sheet_that_breaks_off(tmp_path: Path) -> None:
    rows = f'<row r="1">{inline("A1", "question")}</row>' + "".join(
        f'<row r="{n}">{inline(f"A{n}", f"Is lane {n} free?")}</row>' for n in range(2, 500)
    )
    sheet = f'<dimension ref="A1:A500"/><sheetData>{rows}<row r="500"><c r="A500"'
    found = ingest(sheet_xlsx(tmp_path / "a.xlsx", sheet))
    assert "Is lane 200 free?" in {turn.text for item in found.enquiries for turn in item.turns}
    assert "the sheet breaks off after row" in found.bad[0].reason
    broken = ingest(write_content(tmp_path / "a.ods", _lanes(300) + "<table:table-row><oops"))
    assert {f"Is lane {n} free?" for n in range(300)} <= {t.text for item in broken.enquiries for t in item.turns}
    assert "the sheet breaks off after row 301" in broken.bad[0].reason


def _lanes(count: int) -> str:
    cell = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    return cell.format("question") + "".join(cell.format(f"Is lane {n} free?") for n in range(count))


def test_a_large_ods_is_streamed(tmp_path: Path) -> None:
    path = write_content(tmp_path / "a.ods", _lanes(12_000))

    def begin() -> None:
        stream = READERS["ods"].read(open_path(path), ReadOptions())
        for _ in range(10_000):
            next(stream)  # type: ignore[call-overload]
        stream.close()  # type: ignore[attr-defined]

    assert measure(begin) < 3 << 20  # rows that are kept take 4 MiB


def test_merged_cells_formulas_and_errors(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("Hall bookings", None, None, None),
        ("No", "Question", "Answer", "Note"),
        (1, "Can I bring a band?", "Until ten.", "#REF!"),
        (2, "=CONCATENATE(B3)", "#N/A", None),
        (3, "Is there parking?", None, None),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C4:C5")
    book.save(tmp_path / "a.xlsx")
    assert [(item.id, said(item)) for item in read(tmp_path / "a.xlsx")] == [
        ("1", [("customer", "Can I bring a band?"), ("agent", "Until ten.")]),
        ("2", []),
        ("3", [("customer", "Is there parking?")]),
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods"])
def test_two_thousand_columns_some_empty_and_some_of_one_name(name: str, tmp_path: Path) -> None:
    header = ["id", "question", "question", "", *(f"field {n}" for n in range(2_000))]
    rows = [
        header,
        ["1", "Is the sauna mixed?", "second", *[""] * 2_001],
        ["2", "And on Mondays?", "third", *[""] * 2_001],
    ]
    assert [item.turns[0].text for item in read(KINDS[name](tmp_path / name, rows))] == [
        "Is the sauna mixed?",
        "And on Mondays?",
    ]


def test_mixed_line_ends_zero_bytes_and_long_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "word " * 3_000
    path.write_bytes(
        b'id,question\r\n1,Is it\0 open?\r2,Is it far?\n3,"two\r\nlines"\r\n\r\n4,'
        + long.encode()
        + b"\r\n5,Is it dry?"
    )
    found = {item.id: item.turns[0].text for item in read(path)}
    assert found["1"] == "Is it open?"
    assert found["3"] == "two\nlines"
    assert found["4"] == long.strip()
    assert found["5"] == "Is it dry?"


def test_product_tables_lose_no_row(tmp_path: Path) -> None:
    header = "Ticket ID,Description,Customer interactions,Subject"
    text = f"{header}\n1,Is it open?,1,Hours\n2,Is it,far,1,Way\n3,Is it dry\n4,Is it wet?,2,Wet\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    found = ingest(tmp_path / "a.csv")
    assert [item.id for item in found.enquiries] == ["1", "4"]
    assert [(row.id, row.reason) for row in found.bad] == [
        ("2", "row has 5 fields, the header has 4"),
        ("3", "row has 2 fields, the header has 4"),
    ]


def test_a_header_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"id,question\n1,Open?\n', "utf-8")
    with pytest.raises(InputError, match="the header cannot be read: a quote opened on line 1 is never closed"):
        read(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b\n", b'"'])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods", "a.parquet", "a"])
def test_looking_at_anything_never_raises(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    glimpse_tables(open_path(path))
    for reader in PRODUCTS.values():
        assert isinstance(reader.recognise(open_path(path)), str)


OWN_HEADERS = {
    "hubspot-table": ("Record ID", "Ticket name", "Ticket description", "Ticket status"),
    "freshdesk-table": ("Ticket ID", "Subject", "Description", "Customer interactions"),
    "gorgias-table": ("Ticket ID", "Subject", "First message", "Initial channel", "Last used integration type"),
    "zendesk-table": ("Id", "Subject", "Description", "Summation column"),
    "osticket-table": ("Ticket Number", "Subject", "Issue Details", "SLA Due Date"),
    "help-scout-table": ("Conversation Number", "Subject", "Preview", "Customer Email"),
}
ASKED = (
    "How do I fold the kite?",
    "Can I take the kite to the beach?",
    "Which line fits my kite?",
    "Is the tail washable?",
)
ANSWERED = (
    "Lay the kite flat on the ground and fold both wings inwards. Then roll the tail up and tie it with the line."
)


@pytest.mark.parametrize("name", OWN_HEADERS)
def test_a_column_that_a_house_added_for_its_answers_is_found_in_a_programs_table(tmp_path: Path, name: str) -> None:
    header = (*OWN_HEADERS[name], "Resolution")
    rows = [(str(9100 + at), "Kite", asked, *[""] * (len(header) - 4), ANSWERED) for at, asked in enumerate(ASKED)]
    found = ingest(write_text(tmp_path / "a.csv", [header, *rows]))
    assert found.files[0].format == name
    assert [enquiry.turns[-1].text for enquiry in found.enquiries] == [ANSWERED] * 4


@pytest.mark.parametrize("name", OWN_HEADERS)
def test_a_choice_of_how_a_ticket_ended_is_no_answer(tmp_path: Path, name: str) -> None:
    header = (*OWN_HEADERS[name], "Resolution")
    rows = [(str(9100 + at), "Kite", asked, *[""] * (len(header) - 4), "Fixed") for at, asked in enumerate(ASKED)]
    found = ingest(write_text(tmp_path / "a.csv", [header, *rows]))
    assert [len(enquiry.turns) for enquiry in found.enquiries] == [1] * 4
