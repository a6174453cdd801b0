"""Mail: what counts as a mail, who speaks in it, which mails are one conversation, and what hostile files cost."""

from __future__ import annotations

import io
import itertools
import json
import random
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from conftest import CASES_FOLDER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_readers import show

from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.files import open_path
from enquiry2article.ingest.mail.compound_file import CompoundFile
from enquiry2article.ingest.mail.eml import EmlReader
from enquiry2article.ingest.mail.folders import is_own_label, is_sent, name_folders
from enquiry2article.ingest.mail.headers import decode_words, read_addresses, read_date
from enquiry2article.ingest.mail.maildir import MaildirReader
from enquiry2article.ingest.mail.mbox import MboxReader, split_mbox
from enquiry2article.ingest.mail.store import MOST_MAILS
from enquiry2article.ingest.read import Ingested, read_exports

CASES = CASES_FOLDER
FOLDERS = sorted(path for path in (CASES / "mail").iterdir() if path.is_dir())
MBOXES = sorted((CASES / "read").glob("*.mbox"))
READERS: dict[str, Reader] = {"mbox": MboxReader(), "maildir": MaildirReader(), "eml": EmlReader()}
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def letter(text: str | bytes = "Are you open?", /, *, hours: float | None = 0, **headers: str) -> bytes:
    """A mail; an underscore in the name of a header is a hyphen. `hours` after START; None: without a date."""
    fields = {"From": "Ana <ana@lake.test>", "To": "help@shop.test"}
    if hours is not None:
        fields["Date"] = format_datetime(START + timedelta(hours=hours))
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return head.encode("utf-8", "surrogateescape") + b"\n" + (text if isinstance(text, bytes) else text.encode())


def reply(text: str = "Yes, until six.", /, *, hours: float = 1, **headers: str) -> bytes:
    return letter(text, hours=hours, **{"From": "Mia <help@shop.test>", "To": "ana@lake.test"} | headers)


def mbox(*mails: bytes) -> bytes:
    escaped = (re.sub(rb"(?m)^(>*From )", rb">\1", mail) for mail in mails)
    return b"".join(b"From x@y.test Mon Mar 02 09:00:00 2026\n" + mail + b"\n\n" for mail in escaped)


def read(
    content: bytes | Sequence[bytes], *, agents: Sequence[str] = (), name: str = "a.mbox"
) -> list[Enquiry | BadRow]:
    data = content if isinstance(content, bytes) else mbox(*content)
    file = ExportFile(name, opener=lambda: io.BytesIO(data))
    return list(MboxReader().read(file, ReadOptions(agents=tuple(agents))))


def conversations(mails: Sequence[bytes], *, agents: Sequence[str] = ("help@shop.test",)) -> list[list[str]]:
    """The texts of each conversation, each with its author: "customer: Are you open?"."""
    found = read(mails, agents=agents)
    assert all(isinstance(item, Enquiry) for item in found), found
    return [[f"{turn.author}: {turn.text}" for turn in item.turns] for item in found if isinstance(item, Enquiry)]


def ingest(*paths: Path, agents: Sequence[str] = ()) -> Ingested:
    return read_exports(list(paths), READERS, ReadOptions(agents=tuple(agents)))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write_file(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write_file


# --- whole folders


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_case_folder(folder: Path) -> None:
    expected = folder.with_name(f"{folder.name}.expected.jsonl").read_text("utf-8").splitlines()
    ingested = ingest(folder)
    assert [show(item) for item in (*ingested.enquiries, *ingested.bad)] == [json.loads(line) for line in expected]
    assert "SECRET" not in repr(list(ingested.enquiries))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_folder_in_a_zip(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mails.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*"), reverse=True):
            archive.write(file, file.relative_to(folder.parent).as_posix())
    packed, loose = ingest(path), ingest(folder)
    assert _without_places(packed.enquiries) == _without_places(loose.enquiries)
    assert [file.format for file in packed.files] == [file.format for file in loose.files]


def _without_places(enquiries: Iterable[Enquiry]) -> list[Enquiry]:
    return [replace(enquiry, source="") for enquiry in enquiries]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("1767600000.M1.host:2,S", False),
        ("1767600000.M1.host:2,RS", False),
        ("1767600000.M1.host", False),
        ("1767600000.M1.host:2,ST", True),
        ("1767600000.M1.host;2,T", True),
        ("1767600000.M1.host!2,D", True),
        ("1767600000.M1.host:2,DS", True),
    ],
)
def test_flags_of_a_maildir(write: Callable[[str, bytes], Path], name: str, left_out: bool) -> None:
    write("box/cur/1767600001.M2.host:2,S", letter("Where do I park?", Message_ID="<2@x>"))
    write(f"box/cur/{name}", letter("Are you open?", Message_ID="<1@x>"))
    folder = write("box/new/.keep", b"").parent.parent
    texts = [enquiry.turns[0].text for enquiry in ingest(folder).enquiries]
    assert texts == (["Where do I park?"] if left_out else ["Are you open?", "Where do I park?"])


def test_folders_of_a_maildir_tell_who_the_company_is() -> None:
    mails = {
        "Maildir/cur/1767600000.M1.host:2,S": letter("Open?", Message_ID="<1@x>", To="list@other.test"),
        "Maildir/.INBOX.Gesendet/cur/1767600001.M2.host:2,S": reply(In_Reply_To="<1@x>", From="ola@desk.test"),
        "Maildir/dovecot.index": b"\0\1",
        "Maildir/tmp/1767600002.M3.host": b"half a ma",
    }
    parts = [ExportFile(name, opener=lambda data=data: io.BytesIO(data)) for name, data in mails.items()]
    folder = ExportFile("Maildir", parts=lambda: parts)
    assert MaildirReader().recognise(folder)
    found = list(MaildirReader().read(folder, ReadOptions()))
    assert [[turn.author for turn in item.turns] for item in found if isinstance(item, Enquiry)] == [
        [Author.CUSTOMER, Author.AGENT]
    ]


def test_folder_with_other_files_is_read_file_by_file(write: Callable[[str, bytes], Path]) -> None:
    folder = write("desk/a.eml", letter(Message_ID="<1@x>")).parent
    write("desk/picture.png", b"\x89PNG\r\n\x1a\n\0")
    write("desk/b.eml", reply(In_Reply_To="<1@x>"))
    ingested = ingest(folder)
    assert [len(enquiry.turns) for enquiry in ingested.enquiries] == [2]
    assert [name for file in ingested.files for name in file.strangers] == ["desk/picture.png"]


def test_damaged_archive_is_no_mail(write: Callable[[str, bytes], Path]) -> None:
    file = open_path(write("a.zip", b"PK\x03\x04" + b"nothing" * 20))
    assert not any(reader.recognise(file) for reader in READERS.values())


def test_empty_mail_is_a_bad_row(write: Callable[[str, bytes], Path]) -> None:
    folder = write("desk/a.eml", letter(Message_ID="<1@x>")).parent
    write("desk/b.eml", b"\n\n")
    assert [row.reason for row in ingest(folder).bad] == ["the mail is empty"]


def test_apple_mail_leaves_out_what_was_deleted(write: Callable[[str, bytes], Path]) -> None:
    mail = letter(Message_ID="<1@x>")
    for name, flags in (("1", 1), ("2", 2 | 1), ("3", 1 << 6)):
        plist = b"<plist><dict><key>flags</key>\n<integer>%d</integer></dict></plist>" % flags
        folder = write(
            f"box/{name}.emlx", b"%d   \n" % len(mail) + mail.replace(b"<1@x>", b"<%s@x>" % name.encode()) + plist
        ).parent
    assert [(item.id, item.turns[0].text) for item in ingest(folder).enquiries] == [("1@x", "Are you open?")]


# --- the mailbox


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_lines_that_begin_with_from_are_words(end: bytes) -> None:
    body = (
        "Hello,\n\nFrom Monday on I am away.\n\nFrom here: to there 2026\n\n>From you I want to know:\n>>From what year"
    )
    first = b"From a@b Mon Mar 02 09:00:00 2026\n" + letter("", Message_ID="<1@x>") + body.encode() + b"\n\n"
    found = read((first + mbox(letter("Second", Message_ID="<2@x>"))).replace(b"\n", end))
    texts = [item.turns[0].text for item in found if isinstance(item, Enquiry)]
    assert texts == [
        "Hello,\n\nFrom Monday on I am away.\n\nFrom here: to there 2026\n\nFrom you I want to know:\n>From what year",
        "Second",
    ]


def test_separator_without_an_empty_line() -> None:
    data = b"From a@b.test Mon Mar  2 09:00:00 2026\n" + letter("First", Message_ID="<1@x>")
    data += b"\nFrom a@b.test Mon Mar  2 10:00:00 2026\nReturn-Path: <a@b.test>\n" + letter(
        "Second", Message_ID="<2@x>"
    )
    assert [item.turns[0].text for item in read(data) if isinstance(item, Enquiry)] == ["First", "Second"]


def test_told_length_wins_over_lines_that_look_like_separators() -> None:
    body = b"I was sent this:\n\nFrom a@b.test Mon Mar  2 09:00:00 2026\nSubject: boo\n\n>From me\n"
    head = letter("", Message_ID="<1@x>", Content_Length=str(len(body)))
    data = (
        b"From a@b.test Mon Mar  2 09:00:00 2026\n" + head + body + b"\n" + mbox(letter("Second", Message_ID="<2@x>"))
    )
    texts = [item.turns[0].text for item in read(data) if isinstance(item, Enquiry)]
    assert texts == [body.decode().strip(), "Second"]


@pytest.mark.parametrize("length", [0, 3, 10_000, 999_999_999])
def test_told_length_that_lies_is_not_believed(length: int) -> None:
    mails = [letter(f"Is it {n}?", Message_ID=f"<{n}@x>", Content_Length=str(length)) for n in range(3)]
    assert [item.turns[0].text for item in read(mails) if isinstance(item, Enquiry)] == [
        "Is it 0?",
        "Is it 1?",
        "Is it 2?",
    ]


def test_every_kind_of_separator() -> None:
    lines = [
        b"From - Thu Feb 05 22:34:43 2009",
        b"From 1790000000000000001@xxx Sun Mar 22 02:19:17 +0000 2020",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        b"From joe@x.test Fri Jul  8 12:08 CET 2011",
        b"From joe@x.test Fri Jul  8 12:08:34 2011 +0200",
        b"From ",
    ]
    data = b"\n\n".join(line + b"\n" + letter(f"Is it {n}?", Message_ID=f"<{n}@x>") for n, line in enumerate(lines))
    assert len(read(data)) == len(lines)


def test_place_is_the_line_of_the_separator() -> None:
    mails = [letter("a\nb\nc", Message_ID="<1@x>"), letter("d", Message_ID="<2@x>")]
    assert [item.source for item in read(mails)] == ["a.mbox:1", "a.mbox:11"]
    assert [line for line, _, _ in split_mbox(io.BytesIO(mbox(*mails)))] == [1, 11]


def test_mails_of_all_sizes_around_the_pieces_in_which_a_file_is_read() -> None:
    sizes = [(1 << 20) + shift for shift in range(-300, 300, 37)] + [10, (3 << 20) + 5]
    mails = [letter("x" * 70 + "\n" + ("y" * 60 + "\n") * (size // 61)) for size in sizes]
    assert [data.rstrip(b"\n") for _, _, data in split_mbox(io.BytesIO(mbox(*mails)))] == [
        m.rstrip(b"\n") for m in mails
    ]


def test_deleted_drafts_and_sent_labels(write: Callable[[str, bytes], Path]) -> None:
    mails = [
        letter("kept", Message_ID="<1@x>", X_Mozilla_Status="0001"),
        letter("gone", Message_ID="<2@x>", X_Mozilla_Status="0009"),
        letter("gone", Message_ID="<3@x>", X_Status="D"),
        letter("gone", Message_ID="<4@x>", X_Gmail_Labels="=?UTF-8?Q?Brouillons,Ouvert?="),
    ]
    path = write("Inbox", mbox(*mails))
    drafts = write("Entwürfe", mbox(reply("gone")))
    above = write("drafts/box/b.eml", letter("kept too", Message_ID="<9@x>")).parents[1]
    texts = [[turn.text for turn in item.turns] for item in ingest(path, drafts, above).enquiries]
    assert texts == [["kept"], ["kept too"]]


def test_labels_are_decoded_before_they_are_split() -> None:
    labels = '=?UTF-8?Q?Kategorie:_"Neuigkeiten",Ge=C3=B6ffnet,"Torten,_?=\n =?UTF-8?Q?Hochzeit",R=C3=BCckgabe?='
    [found] = read([letter(X_Gmail_Labels=labels, X_GM_THRID="77")])
    assert isinstance(found, Enquiry)
    assert found.tags == ("Torten, Hochzeit", "Rückgabe")


@pytest.mark.parametrize(
    "label", ["Category Updates", "Catégorie\u00a0: E-mails personnels", "Kategori: Reklame", "Ulest"]
)
def test_labels_of_the_program_are_no_tags(label: str) -> None:
    assert not is_own_label(label)


@pytest.mark.parametrize(
    "label",
    "Sent,SENT,Gesendet,Messages envoyés,Enviados,Verzonden,Inviata,Wysłane,Skickat,Sendt,送信済み,已发送".split(","),
)
def test_sent_in_any_language_tells_the_company(label: str, write: Callable[[str, bytes], Path]) -> None:
    assert is_sent(label)
    first = write("Inbox.mbox", mbox(letter(Message_ID="<1@x>", To="everyone@lists.test")))
    second = write(f"{label}.mbox", mbox(reply(From="Ola <ola@desk.test>", In_Reply_To="<1@x>")))
    [enquiry] = ingest(first, second).enquiries
    assert [turn.author for turn in enquiry.turns] == [Author.CUSTOMER, Author.AGENT]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("Sent.mbox", "Sent"),
        ("a.zip/Takeout/Mail/Sent.mbox", "Sent"),
        ("Mail/Local Folders/Sent-1", "Sent"),
        ("Sent Messages.mbox/mbox", "Sent Messages"),
        ("box/[Gmail].sbd/Sent Mail", "Sent Mail"),
        ("Maildir/.Sent Items/cur/17.M1.host:2,S", "Sent Items"),
        ("export/Gesendete Elemente/12.eml", "Gesendete Elemente"),
    ],
)
def test_names_of_folders(path: str, folder: str) -> None:
    assert folder in name_folders(path)


# --- conversations


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"Message_ID": "<1@x>"}, {"In_Reply_To": "<1@x>"}),
        ({"Message_ID": "<1@x>"}, {"References": "<0@x>\n <1@x>"}),
        ({"References": "<gone@x>"}, {"References": "<gone@x> <other@x>"}),
        ({"X_GM_THRID": "5"}, {"X_GM_THRID": "5"}),
        (
            {"Thread_Index": "AdsXqqqqqqqqqqqqqqqqqqqqqqqqqg=="},
            {"Thread_Index": "AdsXqqqqqqqqqqqqqqqqqqqqqqqqqgAAAAAB"},
        ),
        ({"Subject": "Order"}, {"Subject": "Re: Order"}),
        ({"Subject": "=?utf-8?q?L=C3=A4den?="}, {"Subject": "AW: Läden"}),
    ],
    ids=str,
)
def test_one_conversation(first: dict[str, str], second: dict[str, str]) -> None:
    assert conversations([letter("Open?", **first), reply("Yes.", **second)]) == [["customer: Open?", "agent: Yes."]]


def test_strangers_with_one_subject_are_two_conversations() -> None:
    mails = [
        letter("Mine?", Subject="Order", hours=0),
        letter("And mine?", Subject="Order", From="Ben <ben@hill.test>", hours=1),
        reply("Ben's is here.", Subject="Re: Order", To="Ben <ben@hill.test>", hours=2),
        reply("Ana's is not.", Subject="Re: Order", hours=3),
    ]
    for order in itertools.permutations(mails):
        assert sorted(conversations(order)) == [
            ["customer: And mine?", "agent: Ben's is here."],
            ["customer: Mine?", "agent: Ana's is not."],
        ]


@pytest.mark.parametrize(("days", "joined"), [(29, True), (31, False)])
def test_subject_alone_joins_for_a_month(days: int, joined: bool) -> None:
    found = conversations([letter("Open?", Subject="Hours"), reply("Yes.", Subject="Re: Hours", hours=days * 24)])
    assert len(found) == (1 if joined else 2)


def test_second_mail_of_a_customer_is_a_new_conversation() -> None:
    mails = [letter("Open?", Subject="Order"), letter("Late?", Subject="Order", hours=2)]
    assert conversations(mails) == [["customer: Open?"], ["customer: Late?"]]


def test_gmail_is_believed_where_the_subject_changes() -> None:
    mails = [
        letter("Open?", Message_ID="<1@x>", X_GM_THRID="1"),
        letter("Another thing", Message_ID="<2@x>", References="<1@x>", X_GM_THRID="2", hours=3),
    ]
    assert conversations(mails) == [["customer: Open?"], ["customer: Another thing"]]


def test_gmail_throws_the_mails_of_a_form_together_and_they_are_parted() -> None:
    mails = [
        letter(f"Is it {n}?", From="www@shop.test", Reply_To=f"c{n}@x.test", X_GM_THRID="9", Message_ID=f"<{n}@x>")
        for n in range(3)
    ]
    mails.append(reply("It is one.", To="c1@x.test", X_GM_THRID="9", In_Reply_To="<1@x>"))
    assert sorted(conversations(mails)) == [
        ["customer: Is it 0?"],
        ["customer: Is it 1?", "agent: It is one."],
        ["customer: Is it 2?"],
    ]


def test_those_who_answer_one_newsletter_are_strangers() -> None:
    mails = [reply("Spring is here.", To="everybody@shop.test", Message_ID="<n@x>", hours=0)]
    mails += [
        letter(
            f"Is it {n}?", From=f"c{n}@x.test", Subject="Re: Spring", References="<n@x>", Message_ID=f"<{n}@x>", hours=n
        )
        for n in (1, 2)
    ]
    mails.append(reply("It is two.", To="c2@x.test", References="<n@x> <2@x>", hours=3))
    assert sorted(said[-2:] for said in conversations(mails)) == [
        ["agent: Spring is here.", "customer: Is it 1?"],
        ["customer: Is it 2?", "agent: It is two."],
    ]


def test_two_of_one_family_share_a_conversation() -> None:
    mails = [
        letter("Open?", Message_ID="<1@x>"),
        reply("Yes.", Message_ID="<2@x>", In_Reply_To="<1@x>", Cc="ben@lake.test", hours=1),
        letter("Late?", From="ben@lake.test", In_Reply_To="<2@x>", hours=2),
    ]
    assert conversations(mails) == [["customer: Open?", "agent: Yes.", "customer: Late?"]]


def test_answer_comes_after_the_question_whatever_the_clocks_say() -> None:
    mails = [
        letter("Open?", Message_ID="<1@x>", hours=5),
        reply("Yes.", Message_ID="<2@x>", In_Reply_To="<1@x>", hours=-3),
        letter("Thanks!", References="<1@x> <2@x>", hours=None),
    ]
    for order in itertools.permutations(mails):
        assert conversations(order) == [["customer: Open?", "agent: Yes.", "customer: Thanks!"]]


@pytest.mark.parametrize(
    ("said", "received", "told"),
    [
        ("Mon, 2 Mar 2026 09:00:00 +0100", "Mon, 2 Mar 2026 09:00:05 +0100", "2026-03-02T09:00:00+01:00"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "Mon, 2 Mar 2026 09:00:05 +0100", "2026-03-02T09:00:05+01:00"),
        ("Fri, 2 Jan 2099 00:00:00 +0000", "Mon, 2 Mar 2026 09:00:05 +0100", "2026-03-02T09:00:05+01:00"),
        ("yesterday", "Mon, 2 Mar 2026 09:00:05 +0100", "2026-03-02T09:00:05+01:00"),
        ("Mon, 2 Mar 2026 09:00:00 +9999", "", "2026-03-02T09:00:00+00:00"),
        ("", "", "2026-03-02T09:00:00+00:00"),
    ],
)
def test_wrong_clocks(said: str, received: str, told: str) -> None:
    [found] = read([letter(hours=None, Date=said, Received=received and f"from a by b; {received}")])
    assert isinstance(found, Enquiry)
    assert found.received
    assert found.received.isoformat() == told


def test_dates_of_mails() -> None:
    assert read_date(b"Mon, 2 Mar 2026 09:00 -0530") == datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
    assert read_date(b"2 Mar 26 09:00:00 GMT") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert read_date(b"31 Feb 2026 09:00:00 +0000") is None


def test_mail_in_several_files_counts_once(write: Callable[[str, bytes], Path]) -> None:
    one = letter(Message_ID="<1@x>", X_Gmail_Labels="Inbox,Hours", X_GM_THRID="3")
    other = letter(Message_ID="<1@x>", X_Gmail_Labels="Important,Opening", X_GM_THRID="3")
    [enquiry] = ingest(write("Hours.mbox", mbox(one, one)), write("Opening.mbox", mbox(other))).enquiries
    assert [turn.text for turn in enquiry.turns] == ["Are you open?"]
    assert enquiry.tags == ("Hours", "Opening")


def test_one_id_for_different_mails() -> None:
    same = [letter("Open?", Message_ID="<x@x>"), letter("And on Sunday?", Message_ID="<x@x>", hours=1)]
    assert conversations(same) == [["customer: Open?", "customer: And on Sunday?"]]
    others = [letter("Open?", Message_ID="<x@x>"), letter("Late?", Message_ID="<x@x>", From="ben@hill.test")]
    assert sorted(conversations(others)) == [["customer: Late?"], ["customer: Open?"]]


def test_beginning_of_a_mail_that_is_there_whole_counts_once() -> None:
    whole = letter("Are you open on Sunday?\nAnd on Monday?", Message_ID="<1@x>")
    assert conversations([whole[:-16], whole]) == [["customer: Are you open on Sunday?\nAnd on Monday?"]]


def test_very_long_conversation_is_cut_and_nothing_lost() -> None:
    mails = [letter(f"Number {n}", hours=n, References="<all@x>", Message_ID=f"<{n}@x>") for n in range(MOST_MAILS + 7)]
    assert [len(found) for found in conversations(mails)] == [MOST_MAILS, 7]


# --- who speaks


def test_agents_may_be_named_by_name() -> None:
    mails = [
        letter("Open?", Message_ID="<1@x>"),
        reply("Yes.", From="Mia  Ott <mia@private.test>", In_Reply_To="<1@x>"),
    ]
    assert conversations(mails, agents=["mia ott"]) == [["customer: Open?", "agent: Yes."]]


def test_delivery_tells_whose_mailbox_it_is() -> None:
    mails = [
        letter(
            f"Is it {n}?", From=f"c{n}@x.test", Message_ID=f"<{n}@x>", To="all@lists.test", Delivered_To="ola@desk.test"
        )
        for n in range(3)
    ]
    mails.append(reply("It is.", From="kim@desk.test", To="c1@x.test", In_Reply_To="<1@x>"))
    authors = [[turn.author for turn in item.turns] for item in read(mails) if isinstance(item, Enquiry)]
    assert authors[1] == [Author.CUSTOMER, Author.AGENT]


def test_several_mailboxes_of_one_company() -> None:
    mails = []
    for shop in ("lamps", "chairs"):
        mails.append(letter(f"{shop}?", To=f"hi@{shop}.test", Delivered_To=f"hi@{shop}.test", Message_ID=f"<{shop}@x>"))
    mails.append(reply("Yes.", From="hi@lamps.test", In_Reply_To="<lamps@x>", X_Gmail_Labels="Sent"))
    mails.append(reply("No.", From="hi@chairs.test", In_Reply_To="<chairs@x>"))
    authors = [[turn.author for turn in item.turns] for item in read(mails) if isinstance(item, Enquiry)]
    assert authors == [[Author.CUSTOMER, Author.AGENT]] * 2


def test_neighbours_at_a_large_mail_service_are_no_colleagues() -> None:
    mails = [
        letter("Open?", From="ana@gmail.com", To="shop@gmail.com", Message_ID="<1@x>"),
        reply("Yes.", From="shop@gmail.com", To="ana@gmail.com", In_Reply_To="<1@x>", X_Gmail_Labels="Sent"),
    ]
    authors = [[turn.author for turn in item.turns] for item in read(mails) if isinstance(item, Enquiry)]
    assert authors == [[Author.CUSTOMER, Author.AGENT]]


def test_helpdesk_for_the_own_staff() -> None:
    mails = []
    for n in range(30):
        mails.append(letter(f"Is it {n}?", From=f"staff{n}@firm.test", To="it@firm.test", Message_ID=f"<{n}@x>"))
        mails.append(reply("Yes.", From="it@firm.test", To=f"staff{n}@firm.test", In_Reply_To=f"<{n}@x>"))
    authors = [[turn.author for turn in item.turns] for item in read(mails) if isinstance(item, Enquiry)]
    assert authors == [[Author.CUSTOMER, Author.AGENT]] * 30


def test_what_colleagues_write_to_each_other_stays_with_them() -> None:
    mails = [
        letter("Open?", Message_ID="<1@x>"),
        reply("SECRET: what do I say?", To="otto@shop.test", In_Reply_To="<1@x>", Message_ID="<2@x>", hours=1),
        reply("SECRET", From="otto@shop.test", To="help@shop.test", In_Reply_To="<2@x>", hours=2),
        reply("Yes.", In_Reply_To="<1@x>", hours=3),
        reply("SECRET lunch", Subject="SECRET", From="otto@shop.test", To="help@shop.test"),
    ]
    found = read(mails, agents=["@shop.test"])
    assert "SECRET" not in repr(found)
    assert [(len(item.turns), item.status) for item in found if isinstance(item, Enquiry)] == [(2, ""), (0, "internal")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "News <news.brand.test>"},
        {"List_Unsubscribe": "<https://brand.test/u>"},
        {"From": "MAILER-DAEMON@mx.test"},
        {"Content_Type": "multipart/report; boundary=x"},
    ],
    ids=str,
)
def test_automatic_mail(headers: dict[str, str]) -> None:
    [found] = read([letter("Are you open?", **headers)], agents=["help@shop.test"])
    assert isinstance(found, Enquiry)
    assert (found.status, found.turns[0].author) == ("auto", Author.SYSTEM)


FORMS = {
    "wordpress": (
        {"From": "wordpress@shop.test", "Reply_To": "eva@sea.test"},
        "Your Name: Eva Sol\nYour Email: eva@sea.test\nYour Subject: Kayaks\nYour Message: "
        "Do you rent kayaks?\nAlso tents?\n-- \nThis e-mail was sent from a contact form on Shop",
    ),
    "german": (
        {"From": "noreply@formular.test"},
        "Name: Eva Sol\nE-Mail: eva@sea.test\nBetreff: Kayaks\nNachricht:\nDo you rent kayaks?\nAlso tents?",
    ),
    "html": (
        {"From": "help@shop.test", "Content_Type": "text/html"},
        "<p><b>Name</b><br>Eva Sol</p><p><b>Email</b><br>eva@sea.test</p><p><b>Subject</b><br>Kayaks</p>"
        "<p><b>Message</b><br>Do you rent kayaks?<br>Also tents?</p>",
    ),
    "no fields": (
        {"From": "form@host.test", "Reply_To": "Eva Sol <eva@sea.test>", "Subject": "Kayaks"},
        "Do you rent kayaks?\nAlso tents?",
    ),
}


def test_program_that_reads_the_answers_itself_is_no_customer() -> None:
    note = letter(
        "Ticket 7 was assigned", From="noreply@desk.test", Reply_To="t7@in.desk.test", Auto_Submitted="auto-generated"
    )
    [found] = read([note], agents=["help@shop.test"])
    assert isinstance(found, Enquiry)
    assert (found.status, found.turns[0].author) == ("auto", Author.SYSTEM)


@pytest.mark.parametrize(("headers", "text"), FORMS.values(), ids=FORMS)
def test_contact_form_speaks_for_the_customer(headers: dict[str, str], text: str) -> None:
    mails = [letter(text, **{"Message_ID": "<1@x>", "Subject": "New enquiry"} | headers)]
    mails.append(reply("Yes.", To="eva@sea.test", In_Reply_To="<1@x>"))
    [found] = read(mails, agents=["help@shop.test", "@shop.test"])
    assert isinstance(found, Enquiry)
    assert [turn.text for turn in found.turns] == ["Do you rent kayaks?\nAlso tents?", "Yes."]
    assert (found.customer, found.subject) == ("eva@sea.test", "Kayaks")
    assert found.customer_names == ("Eva Sol",)


def test_mail_of_the_company_is_no_form_because_it_has_colons() -> None:
    text = "Hi Otto,\nEmail: see below\nMessage: SECRET call me"
    [found] = read([reply(text, To="otto@shop.test")], agents=["@shop.test"])
    assert isinstance(found, Enquiry)
    assert (found.turns, found.status) == ((), "internal")


FORWARDS = {
    "gmail": (
        "---------- Forwarded message ---------\nFrom: Lena Hof <lena@garden.test>\nDate: Mon, 1 Sep 2025\n"
        "Subject: Gutter\nTo: otto@shop.test\n\nHow often?"
    ),
    "outlook": (
        "Von: Lena Hof <lena@garden.test>\nGesendet: Montag, 1. September 2025 20:11\nAn: Otto\nBetreff: Gutter\n\n"
        "How often?"
    ),
    "old outlook": (
        "-----Original Message-----\nFrom: Lena Hof [mailto:lena@garden.test]\nSent: Monday, 1 September 2025\n"
        "To: Otto\nSubject: Gutter\n\nHow often?"
    ),
    "twice": (
        "-----Original Message-----\nFrom: Kim <kim@shop.test>\nSent: Monday, 1 September 2025\nTo: Otto\n"
        "Subject: FW: SECRET\n\nSECRET: yours?\n\n-----Original Message-----\nFrom: Lena Hof <lena@garden.test>\n"
        "Sent: Monday, 1 September 2025\nTo: Kim\nSubject: Gutter\n\nHow often?"
    ),
    "apple": (
        "Begin forwarded message:\n\nFrom: Lena Hof <lena@garden.test>\nSubject: Gutter\nDate: 1 September 2025\n"
        "To: otto@shop.test\n\nHow often?"
    ),
}


@pytest.mark.parametrize("block", FORWARDS.values(), ids=FORWARDS)
def test_colleague_passes_an_enquiry_on(block: str) -> None:
    mail = reply(f"SECRET remark\n\n{block}", From="otto@shop.test", To="help@shop.test", Subject="WG: SECRET Gutter")
    [found] = read([mail], agents=["@shop.test"])
    assert isinstance(found, Enquiry)
    assert "SECRET" not in repr(found)
    assert [(turn.author, turn.text) for turn in found.turns] == [(Author.CUSTOMER, "How often?")]
    assert (found.customer, found.customer_names, found.subject) == ("lena@garden.test", ("Lena Hof",), "Gutter")


def test_mail_of_a_colleague_that_is_passed_on_stays_inside() -> None:
    block = "-----Original Message-----\nFrom: Ridge, Kim\nSent: Monday, 1 September 2025\nTo: Otto\n"
    block += "Subject: SECRET\n\nSECRET"
    [found] = read(
        [reply(block, From="otto@shop.test", To="help@shop.test", Subject="FW: SECRET")], agents=["@shop.test"]
    )
    assert isinstance(found, Enquiry)
    assert (found.turns, found.subject, found.status) == ((), "", "internal")


def test_mail_attached_as_a_whole_is_read_when_nothing_else_is_said() -> None:
    inner = letter("How often?", From="Lena <lena@garden.test>", Subject="Gutter", To="otto@shop.test")
    parts = b"--b\nContent-Type: text/plain\n\n%s\n--b\nContent-Type: message/rfc822\n\n" + inner + b"\n--b--\n"
    headers = {"From": "otto@shop.test", "Subject": "Fwd: Gutter", "Content_Type": "multipart/mixed; boundary=b"}
    [found] = read([letter(parts % b"See attached.", **headers)], agents=["@shop.test"])
    assert isinstance(found, Enquiry)
    assert [turn.text for turn in found.turns] == ["How often?"]
    [found] = read(
        [letter(parts % b"Is this yours?", From="ana@lake.test", Content_Type="multipart/mixed; boundary=b")]
    )
    assert isinstance(found, Enquiry)
    assert [turn.text for turn in found.turns] == ["Is this yours?"]


def test_advice_names_the_sent_mail() -> None:
    assert "sent" in MboxReader().advice
    assert "--agent" in MboxReader().advice


# --- bodies


def body_of(mail: bytes) -> str:
    [found] = read([mail])
    assert isinstance(found, Enquiry), found
    return found.turns[0].text if found.turns else ""


def multipart(kind: str, *parts: tuple[str, str], boundary: str = "=_b.1") -> bytes:
    text = "".join(f"--{boundary}\nContent-Type: {kind}\n\n{body}\n" for kind, body in parts)
    return letter(f"preamble\n{text}--{boundary}--\nepilogue", Content_Type=f'multipart/{kind}; boundary="{boundary}"')


PLAIN, HTML = ("text/plain", "Plain words"), ("text/html", "<p>" + "Marked words " * 20 + "</p>")
STUB = ("text/plain", "Your e-mail program does not support HTML. Please use another viewer.")


@pytest.mark.parametrize(
    ("kind", "parts", "begins"),
    [
        ("alternative", (PLAIN, HTML), "Plain words"),
        ("alternative", (HTML, PLAIN), "Plain words"),
        ("alternative", (("text/plain", " \n"), HTML), "<p>Marked"),
        ("alternative", (STUB, HTML), "<p>Marked"),
        ("mixed", (PLAIN, ("text/plain", "More"), ("image/png", "x")), "Plain words\nMore"),
        ("mixed", (PLAIN, ('text/plain; name="log.txt"', "SECRET")), "Plain words"),
        ("mixed", (("text/csv", "a,b"), PLAIN), "Plain words"),
        ("related", (HTML, ("image/png", "x")), "<p>Marked"),
        ("signed", (PLAIN, ("application/pgp-signature", "x")), "Plain words"),
        ("mixed", (), "preamble"),
    ],
)
def test_which_part_holds_the_words(kind: str, parts: tuple[tuple[str, str], ...], begins: str) -> None:
    text = body_of(multipart(kind, *parts))
    assert text.startswith(begins)
    assert "SECRET" not in text


def test_parts_within_parts() -> None:
    inner = "--in\nContent-Type: text/plain\n\nPlain words\n--in\nContent-Type: text/html\n\n<p>x</p>\n--in--"
    mail = multipart("mixed", ('multipart/alternative; boundary="in"', inner), ("application/pdf", "x"))
    assert body_of(mail) == "Plain words"


@pytest.mark.parametrize(
    ("coding", "data", "text"),
    [
        ("base64", b"R3LDvMOfZQ==", "Grüße"),
        ("base64", b"R3LDvM\xff!!\n OfZQ", "Grüße"),
        ("base64", b"R3LDvMOfZQ==\n___________\nlist footer", "Grüße"),
        ("BASE64", b"R3LDvMOfZQ", "Grüße"),
        ("quoted-printable", b"Gr=C3=BC=C3=\n=9Fe=", "Grüße"),
        ("quoted-printable", b"Gr=C3=BC=C3=9Fe =ZZ", "Grüße =ZZ"),
        ("x-unknown", "Grüße".encode(), "Grüße"),
    ],
)
def test_transfer_codings_however_broken(coding: str, data: bytes, text: str) -> None:
    mail = letter(data, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding=coding)
    assert body_of(mail) == text


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("iso-8859-1", "Größe „M“".encode("cp1252"), "Größe „M“"),
        ("iso-8859-1", "Größe für 5 €".encode(), "Größe für 5 €"),
        ("us-ascii", "Größe".encode(), "Größe"),
        ("utf-16", "Größe".encode(), "Größe"),
        ("rot13", "Größe".encode(), "Größe"),
        ("idna", "Größe".encode(), "Größe"),
        ("windows-1251", "Здравствуйте".encode("cp1251"), "Здравствуйте"),
        ("iso-2022-jp", "送料は".encode("iso-2022-jp"), "送料は"),
        ('"', "Größe".encode("cp1252"), "Größe"),
    ],
)
def test_charsets_however_they_lie(charset: str, data: bytes, text: str) -> None:
    assert body_of(letter(data, Content_Type=f"text/plain; charset={charset}")) == text


@pytest.mark.parametrize(
    ("parameters", "text", "joined"),
    [
        ("format=flowed", "One \ntwo.\nThree", "One two.\nThree"),
        ("format=flowed; delsp=yes", "Donau \ndampf", "Donaudampf"),
        ("format=flowed", "> a \n> b\nc", "> a b\nc"),
        ("format=flowed", "Bye \n-- \nMia", "Bye \n-- \nMia"),
        ("format=flowed", " From here", "From here"),
        ("format=fixed", "One \ntwo.", "One \ntwo."),
    ],
)
def test_flowed_lines_are_joined(parameters: str, text: str, joined: str) -> None:
    assert body_of(letter(f"Hello\n{text}", Content_Type=f"text/plain; {parameters}")) == f"Hello\n{joined}"


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (letter("-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----"), "is encrypted"),
        (letter("MIAGCS", Content_Type="application/pkcs7-mime; smime-type=enveloped-data"), "is encrypted"),
        (
            multipart("encrypted", ("application/pgp-encrypted", "Version: 1"), ("application/octet-stream", "x")),
            "is encrypted",
        ),
        (multipart("mixed", ("application/ms-tnef; name=winmail.dat", "eJ8")), "winmail.dat"),
    ],
)
def test_mail_that_nobody_can_read_is_set_aside(mail: bytes, reason: str) -> None:
    [bad] = read([b"Message-ID: <1@x>\n" + mail])
    assert isinstance(bad, BadRow)
    assert (bad.id, reason in bad.reason) == ("1@x", True)


def test_signed_text_is_read() -> None:
    text = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOpen?\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n"
    assert body_of(letter(text)) == "Open?"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?UTF-8?Q?Bo=C3?= =?utf-8?Q?=AEte?=", "Boîte"),
        (b"=?utf-8?B?R3LDvA==?= =?utf-8?B?w59l?= you", "Grüße you"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"),
        (b"=?nonsense?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"a =?broken", "a =?broken"),
        (b"=?utf-8?B?!!!?=", ""),
        (b"one =?utf-8?Q?two?= three", "one two three"),
    ],
)
def test_encoded_words(raw: bytes, text: str) -> None:
    assert decode_words(raw) == text


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        (b'"Doe, Jane" <Jane@X.test>', [("Jane Doe", "jane@x.test")]),
        (b"Doe, Jane <jane@x.test>", [("Jane Doe", "jane@x.test")]),
        (b"=?utf-8?Q?Doe=2C_Jane?= <jane@x.test>, b@y.test", [("Jane Doe", "jane@x.test"), ("", "b@y.test")]),
        (b"=?iso-8859-1?Q?H=F6lzl,=20Ida?= <ida@x.test>", [("Ida H\u00f6lzl", "ida@x.test")]),
        (
            b"=?utf-8?Q?H=C3=B6lzl,_Ida?= <ida@x.test>, =?utf-8?Q?Ott,?= =?utf-8?Q?_Mia?= <mia@x.test>",
            [("Ida H\u00f6lzl", "ida@x.test"), ("Mia Ott", "mia@x.test")],
        ),
        (b"=?utf-8?Q?Tents,_Inc.?= <t@x.test>", [("Tents, Inc.", "t@x.test")]),
        (b'"Ida Hall, MD" <ida@x.test>', [("Ida Hall, MD", "ida@x.test")]),
        (b"=?utf-8?Q?jane=40x.test?=", [("", "jane@x.test")]),
        (b'"Ute" </O=EXCHANGELABS/OU=EX/CN=UTE>', [("Ute", "/o=exchangelabs/ou=ex/cn=ute")]),
        (b"undisclosed-recipients:;", []),
        (b"Nobody", [("Nobody", "")]),
    ],
)
def test_people(raw: bytes, people: list[tuple[str, str]]) -> None:
    assert list(read_addresses(raw)) == people


# --- Outlook's own format


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with every stream in sectors of its own; a "/" makes a storage."""
    names: dict[tuple[str, ...], bytes | None] = {}
    for path, data in streams.items():
        parts = tuple(path.split("/"))
        for depth in range(1, len(parts)):
            names.setdefault(parts[:depth], None)
        names[parts] = data.ljust(4096, b"\0") if len(data) < 4096 and not path.endswith("!") else data
    order = sorted(names)
    sectors: list[bytes] = []
    table: list[int] = []

    def store(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, max(len(data), 1), 512)]
        for number in range(len(pieces)):
            table.append(first + number + 1 if number + 1 < len(pieces) else 0xFFFFFFFE)
        sectors.extend(pieces)
        return first

    starts = {path: store(data) for path, data in names.items() if data is not None}
    none = 0xFFFFFFFF

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        wide = name.encode("utf-16-le")
        return struct.pack("<64sHBBLLL36xLLL", wide, len(wide) + 2, kind, 1, none, right, child, start, size, 0)

    def first_child(folder: tuple[str, ...]) -> int:
        inside = [n for n, path in enumerate(order, 1) if path[:-1] == folder]
        return inside[0] if inside else none

    def next_sibling(number: int, path: tuple[str, ...]) -> int:
        return next((n for n, other in enumerate(order, 1) if n > number and other[:-1] == path[:-1]), none)

    entries = [entry("Root Entry", 5, none, first_child(()), 0xFFFFFFFE, 0)]
    for number, path in enumerate(order, 1):
        data = names[path]
        kind, child = (1, first_child(path)) if data is None else (2, none)
        entries.append(entry(path[-1], kind, next_sibling(number, path), child, starts.get(path, 0), len(data or b"")))
    directory = store(b"".join(entries))
    table_sectors = -(-(len(table) + 4) // 128)
    at = len(sectors)
    table += [0xFFFFFFFD] * table_sectors
    packed = struct.pack(f"<{len(table)}L", *table).ljust(table_sectors * 512, b"\xff")
    header = struct.pack("<8s16xHHHHH6xLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, 0,
                         table_sectors, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    places = [at + n for n in range(table_sectors)] + [none] * (109 - table_sectors)
    return (header + struct.pack("<109L", *places)).ljust(512, b"\0") + b"".join(sectors) + packed


def outlook(texts: dict[str, str], *, flags: int = 1, at: datetime | None = START, people: Sequence[str] = ()) -> bytes:
    fixed = [struct.pack("<LLQ", 0x0E070003, 6, flags)]
    if at:
        ticks = int((at - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        fixed.append(struct.pack("<LLQ", 0x00390040, 6, ticks))
    streams = {"__properties_version1.0": b"\0" * 32 + b"".join(fixed)}
    streams |= {f"__substg1.0_{number}001F": text.encode("utf-16-le") for number, text in texts.items()}
    for number, address in enumerate(people):
        streams[f"__recip_version1.0_#{number:08X}/__substg1.0_39FE001F"] = address.encode("utf-16-le")
    return compound(streams)


def test_mails_saved_by_outlook(write: Callable[[str, bytes], Path]) -> None:
    came = (
        "Received: from a by b; Mon, 2 Mar 2026 09:00:00 +0000\r\nFrom: Ute <ute@haus.test>\r\nTo: help@pipe.test\r\n"
    )
    came += "Subject: =?utf-8?Q?Hei=C3=9Fes_Wasser?=\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n"
    came += "Message-ID: <1@haus.test>\r\n"
    question = outlook({"007D": came, "0037": "x", "1000": "Warum dauert es so lange?\r\n"})
    answer = outlook(
        {
            "0C1A": "Pipe, Help",
            "0C1F": "/o=ExchangeLabs/ou=x/cn=help",
            "5D01": "help@pipe.test",
            "0037": "AW: Heißes Wasser",
            "1042": "<1@haus.test>",
            "1035": "<2@pipe.test>",
            "1000": "Die Leitung ist lang.",
        },
        flags=0x21,
        at=START + timedelta(hours=2),
        people=["ute@haus.test"],
    )
    draft = outlook({"0037": "SECRET", "1000": "SECRET"}, flags=0x08)
    contact = outlook({"001A": "IPM.Contact", "0037": "SECRET"})
    for name, data in (("a.msg", question), ("b.msg", answer), ("c.msg", draft), ("d.msg", contact)):
        folder = write(f"mails/{name}", data).parent
    ingested = ingest(folder)
    [enquiry] = ingested.enquiries
    assert (enquiry.id, enquiry.subject, enquiry.customer) == ("1@haus.test", "Heißes Wasser", "ute@haus.test")
    assert [(turn.author, turn.text, turn.name) for turn in enquiry.turns] == [
        (Author.CUSTOMER, "Warum dauert es so lange?", "Ute"),
        (Author.AGENT, "Die Leitung ist lang.", "Pipe Help"),
    ]
    assert enquiry.turns[1].at == START + timedelta(hours=2)
    assert [row.reason for row in ingested.bad] == ["the mail is a contact, an appointment or a task, and no mail"]
    assert "SECRET" not in repr(ingested.bad)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_compound_files_end(data: st.DataObject) -> None:
    content = bytearray(outlook({"1000": "Open?", "0037": "Hours", "0C1F": "a@b.test"}, people=["c@d.test"]))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 4))
        content[at : at + 4] = data.draw(
            st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\1\0\0\0", b"\xfe\xff\xff\xff"])
        )
    file = ExportFile("a.msg", opener=lambda: io.BytesIO(bytes(content)))
    for item in EmlReader().read(file, ReadOptions()):
        assert isinstance(item, Enquiry | BadRow)


def test_chain_of_sectors_that_bites_its_tail() -> None:
    data = bytearray(outlook({"1000": "x" * 3000}))
    table = len(data) - 512
    for place in range(table, len(data), 4):
        data[place : place + 4] = b"\1\0\0\0"
    began = time.monotonic()
    try:
        file = CompoundFile(bytes(data))
        assert all(len(file.read(path, 1 << 30)) <= len(data) for path in file.paths)
    except ValueError:
        pass
    assert time.monotonic() - began < 2


# --- what hostile files cost


def measure(items: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        items()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Endless(io.RawIOBase):
    """A file of any size that takes no room: a beginning, a line again and again, an end."""

    def __init__(self, begin: bytes, line: bytes, size: int, end: bytes) -> None:
        self._pieces = itertools.chain([begin], itertools.repeat(line * (65536 // len(line)), size // 65536), [end])
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def test_enormous_attachment_is_never_held_twice() -> None:
    begin = mbox(letter("First", Message_ID="<0@x>")) + b"From a@b.test Mon Mar  2 09:00:00 2026\n"
    begin += letter("--b\n\nOpen?\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n",
                    Message_ID="<1@x>", Content_Type="multipart/mixed; boundary=b")  # fmt: skip
    end = b"\n--b--\n\n" + mbox(letter("Last", Message_ID="<2@x>"))
    file = ExportFile("a.mbox", opener=lambda: Endless(begin, b"QUJD" * 19 + b"\n", 200 << 20, end))  # type: ignore[arg-type, return-value]
    found: list[Enquiry | BadRow] = []
    peak = measure(lambda: found.extend(MboxReader().read(file, ReadOptions())))
    assert [item.turns[0].text for item in found if isinstance(item, Enquiry)] == ["First", "Open?", "Last"]
    assert peak < 110 << 20


def test_many_mails_take_little_memory() -> None:
    mails = mbox(
        *(letter(f"Is it {n}? " + "word " * 200, Message_ID=f"<{n}@x>", From=f"c{n}@x.test") for n in range(4000))
    )
    file = ExportFile("a.mbox", opener=lambda: io.BytesIO(mails))
    count = 0

    def go() -> None:
        nonlocal count
        for _ in MboxReader().read(file, ReadOptions()):
            count += 1

    peak = measure(go)
    assert count == 4000
    assert peak < 16 << 20


HOSTILE = {
    "header line of 10 MB": letter("Open?", To="a" * (10 << 20)),
    "header of 10 MB": letter("Open?", **{f"X-{n}": "y" * 900 for n in range(11_000)}),
    "nested multiparts": b"From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 100_000,
    "nested boundaries": b"From: a@b.test\nContent-Type: multipart/mixed; boundary=0\n\n"
    + b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(20_000)),
    "parts without number": multipart("mixed", *[("text/plain", "x")] * 50_000),
    "zero bytes": letter(b"Are you\0 open?\0" * 1000, Subject="a\0b"),
    "addresses": letter("Open?", To=", ".join(f"a{n}@b.test" for n in range(100_000))),
    "brackets": letter("Open?", From="(" * 100_000 + "a@b.test", To="<" * 100_000, References="<" * 100_000),
    "quotes": letter(
        "Open?", From='"' * 99_999, X_Gmail_Labels='"' * 99_999, Content_Type='text/plain; a="' + "\\" * 99_999
    ),
    "words": letter("Open?", Subject="=?utf-8?q?a?= " * 50_000),
    "broken words": letter("Open?", Subject="=?utf-8?q?" * 50_000),
    "references": letter("Open?", References=" ".join(f"<{n}@x>" for n in range(100_000))),
    "separators": letter("\n\nFrom a b 2026\n" * 50_000),
    "flowed": letter("> a \n" * 200_000, Content_Type="text/plain; format=flowed"),
    "dashes": letter("\n--=_b" * 200_000, Content_Type="multipart/mixed; boundary==_b"),
    "labels": reply("a: b\n" * 100_000, To="help@shop.test"),
    "marks": letter("Open?", Subject="Re: " * 100_000),
}


@pytest.mark.parametrize("mail", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read_in_time_and_alone(mail: bytes) -> None:
    began = time.monotonic()
    found = read([mail, letter("Are you open on Sundays?", Message_ID="<last@x>")], agents=["help@shop.test"])
    assert time.monotonic() - began < 8
    texts = [turn.text for item in found if isinstance(item, Enquiry) for turn in item.turns]
    assert "Are you open on Sundays?" in texts
    for text in texts:
        text.encode()
        assert "\0" not in text


@pytest.mark.parametrize("headers", [{"From": ""}, {"From": "?"}, {"From": "", "To": ""}, {"Message_ID": "x"}], ids=str)
def test_mail_without_what_mails_have(headers: dict[str, str]) -> None:
    [found] = read([letter("Are you open?", hours=None, **headers)])
    assert isinstance(found, Enquiry)
    assert found.turns[0].text == "Are you open?"


def test_mail_cut_off_in_an_attachment_is_read() -> None:
    whole = letter(
        "--b\n\nOpen?\n--b\nContent-Transfer-Encoding: base64\n\nQUJDQUJD", Content_Type="multipart/mixed; boundary=b"
    )
    assert body_of(whole).startswith("Open?")


# --- whatever happens to the files


def box_of(rng: random.Random) -> list[bytes]:
    """Mails of a small mailbox: conversations of all sorts, each mail with a word of its own."""
    mails = []
    for n in range(rng.randrange(2, 9)):
        who = rng.choice(["Ana <ana@lake.test>", "Ben <ben@hill.test>", "Cem <cem@port.test>"])
        at, subject, style = rng.randrange(200), rng.choice(["Order", "Hours", ""]), rng.randrange(4)
        marks = {"Subject": subject, "Message_ID": f"<q{n}@x>"}
        links = {"Subject": f"Re: {subject}"} if subject else {"In_Reply_To": f"<q{n}@x>"}
        if style == 1:
            marks["X_GM_THRID"] = links["X_GM_THRID"] = str(n % 3 + 1)
        elif style == 2:
            links["References"] = f"<q{n}@x>"
        elif style == 3:
            del marks["Message_ID"]
            links = {"References": "<nowhere@x>"}
        mails.append(letter(f"Word q{n}w?", From=who, hours=at, **marks))
        for m in range(rng.randrange(3)):
            mails.append(reply(f"Word a{n}m{m}w.", To=who, hours=at + m + 1, Message_ID=f"<a{n}.{m}@x>", **links))
    return mails


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False), files=st.integers(1, 3))
def test_order_of_mails_and_files_means_nothing(
    seed: int, order: random.Random, files: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    mails = box_of(random.Random(seed))
    folder = tmp_path_factory.mktemp("boxes")
    (folder / "all.mbox").write_bytes(mbox(*mails))
    expected = ingest(folder / "all.mbox")
    shuffled = [*mails, *order.sample(mails, 2)]
    order.shuffle(shuffled)
    paths = [folder / f"part{n}.mbox" for n in range(files)]
    for number, path in enumerate(paths):
        path.write_bytes(mbox(*(shuffled[number::files] or mails[:1])))
    found = ingest(*paths)
    assert _without_places(found.enquiries) == _without_places(expected.enquiries)


@pytest.mark.parametrize("path", MBOXES, ids=lambda path: path.name)
def test_order_of_the_mails_of_a_case_means_nothing(path: Path, tmp_path: Path) -> None:
    whole = ingest(path)
    pieces = [
        envelope + data.rstrip(b"\n") + b"\n\n" for _, envelope, data in split_mbox(io.BytesIO(path.read_bytes()))
    ]
    for seed in range(6):
        random.Random(seed).shuffle(pieces)
        files = [tmp_path / f"{seed}-{number}.mbox" for number in range(2)]
        for number, file in enumerate(files):
            file.write_bytes(
                b"".join(
                    re.sub(rb"(?m)(?<=\n)^(>*From )(?!\S+@\S+ |- |\S+ Mon |'|1)", rb">\1", p) for p in pieces[number::2]
                )
            )
        assert _without_places(ingest(*files).enquiries) == _without_places(whole.enquiries)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), share=st.floats(0, 1))
def test_every_whole_mail_of_a_truncated_file_comes_out(seed: int, share: float) -> None:
    mails = box_of(random.Random(seed))
    data = mbox(*mails)
    end = int(len(data) * share)
    whole, place = [], 0
    for mail in mails:
        place += len(mbox(mail))
        if place <= end:
            whole += re.findall(rb"Word (\w+w)", mail)
    found = read(data[:end], agents=["help@shop.test"]) if end else []
    said = " ".join(turn.text for item in found if isinstance(item, Enquiry) for turn in item.turns)
    assert not [word for word in whole if word.decode() not in said]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_mailboxes_raise_nothing(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(MBOXES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        junk = [
            b"",
            b"\0",
            b"\n",
            b"\n\n",
            b"\xff\xfe",
            b"=?",
            b"--",
            b'"',
            b"From ",
            b"\nFrom a b 2026\nX: y\n",
            b"\r",
        ]
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.sampled_from(junk))
    for item in read(bytes(content)):
        assert isinstance(item, Enquiry | BadRow)
        if isinstance(item, BadRow):
            assert "cannot be read (" not in item.reason
