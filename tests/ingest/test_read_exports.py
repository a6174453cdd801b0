"""From files to enquiries: who reads what, what belongs together, what was left aside, and that nothing is lost."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.cli.output.summary import describe_file, explain_outlines
from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry, Turn
from enquiry2article.domain.errors import NoSuchFile, UnknownFormat
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.domain.run import FileReport
from enquiry2article.ingest.enquiry_store import EnquiryStore, join_parts
from enquiry2article.ingest.read import Ingested, read_exports

TABLE = "id,question,answer\n1,Are you open on Sundays?,Yes\n2,Where do I park?,Behind the shop\n"
MORE = "id,question,answer\n7,Do you deliver to Malta?,Not yet\n"


def read(*paths: Path, options: ReadOptions | None = None, format_name: str = "") -> Ingested:
    return read_exports(paths, load_readers(), options or ReadOptions(), format_name=format_name)


def ids(found: Ingested) -> list[str]:
    return [enquiry.id for enquiry in found.enquiries]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


# --- which files


def test_files_folders_and_patterns_in_one_call(tmp_path: Path) -> None:
    write(tmp_path / "march.csv", TABLE)
    write(tmp_path / "more" / "april.csv", MORE)
    write(tmp_path / "more" / "deep" / "may.json", '[{"id": 9, "question": "Do you repair boots?"}]')
    found = read(tmp_path / "mar*.csv", tmp_path / "more")
    assert ids(found) == ["1", "2", "7", "9"]
    assert [file.name for file in found.files] == ["march.csv", "more/april.csv", "more/deep/may.json"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "march.csv", TABLE)
    assert ids(read(path, tmp_path / "*.csv")) == ["1", "2"]


def test_a_name_that_is_almost_right_is_offered(tmp_path: Path) -> None:
    write(tmp_path / "march.csv", TABLE)
    with pytest.raises(NoSuchFile, match=r"Did you mean .*march\.csv"):
        read(tmp_path / "marsh.csv")


def test_what_lies_beside_the_exports_in_an_archive_is_told_and_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("march.csv", TABLE)
        archive.writestr("logo.png", b"\x89PNG\r\n\x1a\n\0\0")
    found = read(path)
    assert ids(found) == ["1", "2"]
    told = [line for file in found.files for line in describe_file(file)]
    assert "Left aside in backup.zip: 1 file in no format that can be read (logo.png)." in told
    assert any(line.startswith("Read backup.zip/march.csv as csv (by its name): 2 enquiries") for line in told)


def test_an_archive_without_an_export_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("logo.png", b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(UnknownFormat, match=r"backup\.zip is packed \(zip\), and nothing in it"):
        read(path)


def test_an_archive_of_more_tables_than_an_export_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enquiry2article.ingest.read.MOST_TABLES", 3)
    for count in (3, 4):
        path = tmp_path / "tables.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(count):
                archive.writestr(f"{number}.csv", TABLE)
                archive.writestr(f"{number}.json", json.dumps([{"id": "9", "question": f"Is gate {number} open?"}]))
        if count == 3:
            assert len(read(path).enquiries) == 9
        else:
            with pytest.raises(UnknownFormat, match=r"tables\.zip holds more than 3 tables\. Put their rows into one"):
                read(path)


def test_a_member_whose_name_leads_out_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("march.csv", TABLE)
        archive.writestr("../../evil.csv", MORE)
    found = read(path)
    assert ids(found) == ["1", "2"]
    problems = [file.problem for file in found.files if file.problem]
    assert problems == ["backup.zip/../../evil.csv: the name leads out of the archive, so it is not read."]
    assert not (tmp_path.parent / "evil.csv").exists()


def test_one_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a.csv", TABLE), write(tmp_path / "b.csv", "a,b\n1,2\n")
    found = read(good, bad)
    assert ids(found) == ["1", "2"]
    assert [bool(file.problem) for file in found.files] == [False, True]


# --- who reads


class Desk(Reader):
    """Stands for a product: one JSON object a line, each one message of a conversation."""

    title = "a desk"
    advice = "The full export of Desk has the replies."

    def recognise(self, file: ExportFile) -> str:
        return "its lines are Desk's" if file.suffix == ".desk" else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        with file.open() as stream:
            for number, line in enumerate(stream.read().decode().splitlines(), 1):
                said = json.loads(line)
                at = datetime.fromisoformat(said["at"])
                turn = Turn(author=Author(said["by"]), text=said["text"], at=at)
                yield Enquiry(
                    id=said["id"], thread=said["id"], source=f"{file.name}:{number}", turns=(turn,), received=at
                )


def say(id_: str, by: str, text: str, day: int) -> str:
    return json.dumps({"id": id_, "by": by, "text": text, "at": f"2026-03-{day:02}T10:00:00+00:00"})


def read_desk(*paths: Path, options: ReadOptions | None = None, reader: Reader | None = None) -> Ingested:
    return read_exports(paths, {**load_readers(), "desk": reader or Desk()}, options or ReadOptions())


def test_a_reader_that_knows_the_product_is_asked_before_the_generic_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "a.desk", say("1", "customer", "Is it open?", 1))
    found = read_desk(path)
    assert [(file.format, file.reason) for file in found.files] == [("desk", "its lines are Desk's")]
    assert read(path, format_name="json").files[0].format == "json"


def test_a_conversation_goes_on_in_another_file(tmp_path: Path) -> None:
    april = write(tmp_path / "april.desk", say("1", "agent", "Yes, until four.", 2))
    march = write(tmp_path / "march.desk", say("1", "customer", "Open on Sundays?", 1))
    (enquiry,) = read_desk(april, march).enquiries
    assert [(turn.author, turn.text) for turn in enquiry.turns] == [
        (Author.CUSTOMER, "Open on Sundays?"),
        (Author.AGENT, "Yes, until four."),
    ]


def test_generic_tables_number_their_conversations_each_for_itself(tmp_path: Path) -> None:
    rows = "thread,author_type,text\n1,customer,{}\n1,agent,{}\n"
    one = write(tmp_path / "a.csv", rows.format("Are you open on Sundays?", "Yes"))
    two = write(tmp_path / "b.csv", rows.format("Where do I park my car?", "Behind the shop"))
    found = list(read(one, two, options=ReadOptions(thread_column="thread")).enquiries)
    assert [enquiry.id for enquiry in found] == ["1", "1~2"]
    assert [len(enquiry.turns) for enquiry in found] == [2, 2]


def test_the_message_exported_twice_is_said_once(tmp_path: Path) -> None:
    march = write(tmp_path / "march.desk", say("1", "customer", "Open on Sundays?", 1))
    both = write(tmp_path / "both.desk", "\n".join([march.read_text(), say("1", "agent", "Yes.", 2)]))
    (enquiry,) = read_desk(march, both).enquiries
    assert [turn.text for turn in enquiry.turns] == ["Open on Sundays?", "Yes."]


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_changes_nothing(draw: random.Random) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    parts = []
    for conversation in range(4):
        for message in range(4):
            at = start + timedelta(hours=message, days=conversation)
            author = Author.AGENT if message % 2 else Author.CUSTOMER
            turn = Turn(author=author, text=f"{conversation}.{message}", at=at)
            parts.append(
                Enquiry(id=str(conversation), thread=str(conversation), source="a", turns=(turn,), received=at)
            )
    parts += [Enquiry(id="", source="a", turns=(Turn(author=Author.CUSTOMER, text=text),)) for text in "abca"]
    expected = keep(parts)
    draw.shuffle(parts)
    assert keep(parts) == expected


def keep(parts: list[Enquiry]) -> list[Enquiry]:
    store = EnquiryStore()
    for part in parts:
        store.add(part, 0, "")
    store.settle()
    found = list(store)
    assert len(found) == len(store)
    store.close()
    return found


def test_what_is_stored_comes_back_as_it_was() -> None:
    enquiry = Enquiry(
        id="7",
        source="a.csv:3",
        subject="Größe \ud83d?",
        turns=(Turn(author=Author.CUSTOMER, text="How\nlarge?", at=datetime(2026, 3, 1, 9, tzinfo=UTC), name="Ana"),),
        received=datetime.fromisoformat("2026-03-01T10:00:00+01:00"),
        customer="ana@x.test",
        customer_names=("Ana",),
        personal=("ana@x.test",),
        channel="email",
        status="open",
        tags=("size",),
        rating="good",
        group="g",
    )
    assert keep([enquiry]) == [enquiry]


def test_parts_without_times_stay_as_they_were_read() -> None:
    parts = [Enquiry(id="1", source="a", turns=(Turn(author=Author.CUSTOMER, text=text),)) for text in ("b", "a", "b")]
    assert [turn.text for turn in join_parts(parts).turns] == ["b", "a", "b"]


# --- replies


def test_where_the_replies_are_is_said_when_there_are_none(tmp_path: Path) -> None:
    found = read_desk(write(tmp_path / "a.desk", say("1", "customer", "Is it open?", 1)))
    assert "  The full export of Desk has the replies." in [
        line for file in found.files for line in describe_file(file)
    ]
    both = "\n".join([say("1", "customer", "Is it open?", 1), say("1", "agent", "Yes.", 2)])
    assert not read_desk(write(tmp_path / "b.desk", both)).files[0].advice


def test_bots_are_learned_from_only_when_asked(tmp_path: Path) -> None:
    both = "\n".join([say("1", "customer", "Is it open?", 1), say("1", "bot", "Yes.", 2)])
    path = write(tmp_path / "a.desk", both)
    assert read_desk(path).files[0].replied == 0
    assert read_desk(path, options=ReadOptions(bots=True)).files[0].replied == 1


def test_nothing_is_lost_when_a_reader_stops_in_the_middle(tmp_path: Path) -> None:
    class Broken(Desk):
        def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
            yield from super().read(file, options)
            raise UnknownFormat(f"{file.name}: the archive is damaged")

    path = write(tmp_path / "a.desk", say("1", "customer", "Is it open?", 1))
    other = write(tmp_path / "b.csv", TABLE)
    found = read_desk(path, other, reader=Broken())
    assert ids(found) == ["1", "1~2", "2"]
    assert [file.problem for file in found.files] == ["a.desk: the archive is damaged", ""]


def test_a_report_tells_what_a_file_was_taken_for() -> None:
    report = FileReport(name="a.csv", format="csv", reason="by its name", enquiries=2, replied=1)
    assert describe_file(report) == ["Read a.csv as csv (by its name): 2 enquiries, 1 with a reply."]
    assert describe_file(replace(report, problem="a.csv: is empty")) == ["NOT READ  a.csv: is empty"]


AUTUMN = (
    "id,customer,question,answer\n31,ann@guests.example,Is the bar open on Sundays?,\n32,bo@guests.example,Any beds?,"
)
WINTER = (
    'id,customer,question,answer\n31,ann@guests.example,"Is the bar  open on Sundays?","Yes, from noon."\n'
    "32,cy@guests.example,Are dogs allowed?,Yes.\n"
)


@pytest.mark.parametrize("order", [(AUTUMN, WINTER), (WINTER, AUTUMN)], ids=["in order", "the newer one first"])
def test_a_conversation_that_went_on_between_two_exports_is_one(tmp_path: Path, order: tuple[str, str]) -> None:
    found = read(*(write(tmp_path / f"{n}.csv", text) for n, text in enumerate(order)))
    told = {enquiry.id: [turn.text for turn in enquiry.turns] for enquiry in found.enquiries}
    assert found.again == {"31~2": "31"}
    assert told["31"] == ["Is the bar  open on Sundays?", "Yes, from noon."]
    # Another customer's has the same number by chance: that of another helpdesk.
    assert sorted([told["32"], told["32~2"]]) == [["Any beds?"], ["Are dogs allowed?", "Yes."]]


def test_no_reply_of_either_state_is_lost(tmp_path: Path) -> None:
    first = "id,question,answer\n31,Is the bar open?,Only at weekends.\n"
    second = "id,question,answer\n31,Is the bar open?,From May on every day.\n"
    found = read(write(tmp_path / "a.csv", first), write(tmp_path / "b.csv", second))
    [enquiry] = [enquiry for enquiry in found.enquiries if enquiry.id == "31"]
    assert {turn.text for turn in enquiry.turns if turn.author is Author.AGENT} == {
        "Only at weekends.",
        "From May on every day.",
    }


def test_only_the_beginning_of_a_very_long_message_is_read_and_that_is_told(tmp_path: Path) -> None:
    long = "My kiln says E17. " * 2_000
    export = tmp_path / "log.csv"
    export.write_text(f"id,question,answer\n1,How do I fire a kiln?,Slowly\n2,{long},Reset it\n", encoding="utf-8")
    ingested = read(export)
    longest = max(len(turn.text) for enquiry in ingested.enquiries for turn in enquiry.turns)
    assert 15_900 < longest <= 16_000
    words = {turn.text.split()[-1] for enquiry in ingested.enquiries for turn in enquiry.turns}
    assert words <= {*long.split(), "kiln?", "Slowly", "it"}
    assert any("16,000 characters" in line for line in describe_file(ingested.files[0]))


def test_what_bots_answered_is_counted_and_the_option_named(tmp_path: Path) -> None:
    lines = [say("1", "bot", "Welcome!", 1), say("1", "customer", "Is it open?", 2), say("1", "bot", "Yes.", 3)]
    path = write(tmp_path / "a.desk", "\n".join([*lines, say("1", "bot", "Until six.", 4)]))
    told = "\n".join(describe_file(read_desk(path).files[0]))
    assert "2 replies of bots were left out" in told
    assert "0 with a reply of a person" in told
    assert "--learn-from-bots" in told
    assert "bots were" not in "\n".join(describe_file(read_desk(path, options=ReadOptions(bots=True)).files[0]))
    # What is told at the end agrees with what is told of the file.
    assert explain_outlines(read_desk(path).files).startswith("Only bots replied")
    assert "--learn-from-bots" in explain_outlines(read_desk(path).files)
