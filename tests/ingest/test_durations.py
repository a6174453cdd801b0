"""How long agents worked, from the columns of helpdesks: in any unit, never invented, and never a waiting time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author, Enquiry, RedactedEnquiry, Turn
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.enquiry_store import EnquiryStore, join_parts
from enquiry2article.ingest.fields.columns import choose_columns
from enquiry2article.ingest.fields.durations import read_minutes
from enquiry2article.ingest.files import open_path
from enquiry2article.storage.serialise import decode_enquiry, encode_enquiry


@pytest.mark.parametrize(
    "name",
    [
        "Time tracked", "Total time spent (sec)", "Total time spent (sec) [int]", "Time spent", "Handling time (min)",
        "Handle time", "Agent handling time", "handling_time_minutes", "time_spent_seconds", "Minutes spent",
        "Time worked (hh:mm:ss)", "Bearbeitungszeit", "Bearbeitungszeit in Minuten", "Zeitaufwand (Std.)",
        "Temps passé",
    ],
)  # fmt: skip
def test_columns_of_work(name: str) -> None:
    assert choose_columns(["Question", name], [["How?", "1"]], {}, "a.csv").found["handling"] == name


@pytest.mark.parametrize(
    "name",
    [
        "Resolution time (in hrs)", "First reply time in minutes", "Full resolution time in minutes", "Wait time",
        "Agent wait time in minutes", "On hold time in minutes", "Response time", "Reaction time", "Chat duration",
        "chat duration in seconds", "Time", "Time to close", "Time spent last update (sec)", "Opened (h)",
    ],
)  # fmt: skip
def test_columns_of_waiting_are_left_alone(name: str) -> None:
    assert "handling" not in choose_columns(["Question", name], [["How?", "1"]], {}, "a.csv").found


@pytest.mark.parametrize(
    ("cell", "name", "minutes"),
    [
        ("390", "Total time spent (sec)", 6.5),
        ("390", "Total time spent (sec) [int]", 6.5),
        ("7", "Handling time (min)", 7),
        ("7,5", "Bearbeitungszeit in Minuten", 7.5),
        ("1.5", "Time spent in hours", 90),
        ("0,25", "Zeitaufwand (Std.)", 15),
        ("00:12:30", "Handle time", 12.5),
        ("01:30", "Time tracked", 90),
        ("01:30", "Time spent (hh:mm)", 90),
        ("01:30", "Handling time (mm:ss)", 1.5),
        ("1h 20m", "Time spent", 80),
        ("2 Std. 5 Min.", "Bearbeitungszeit", 125),
        ("45 s", "Handle time", 0.75),
        ("90 sec", "Handling time (min)", 1.5),
    ],
)
def test_times_of_every_kind(cell: str, name: str, minutes: float) -> None:
    assert read_minutes(cell, name) == minutes


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("12", "Handling time"),  # of what?
        ("01:30", "Handle time"),  # hours or minutes?
        ("0", "Total time spent (sec)"),
        ("00:00", "Time tracked"),
        ("-5", "Handling time (min)"),
        ("1500", "Handling time (min)"),  # a clock that nobody stopped
        ("99:99", "Time tracked"),
        ("n/a", "Handling time (min)"),
        ("", "Handling time (min)"),
        ("12", "Agent's handling time"),  # no seconds
        ("3 parcels", "Time spent"),
        ("9" * 500, "Time spent (sec)"),
    ],
)
def test_what_is_no_time_is_left_out(cell: str, name: str) -> None:
    assert read_minutes(cell, name) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_cell_is_taken(cell: str, name: str) -> None:
    minutes = read_minutes(cell, name)
    assert minutes is None or 0 < minutes <= 24 * 60


def read(tmp_path: Path, name: str, text: str, **options: object) -> list[Enquiry]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    reader = load_readers()["csv" if name.endswith("csv") else "json"]
    items = list(reader.read(open_path(path), ReadOptions(**options)))  # type: ignore[arg-type]
    return [item for item in items if isinstance(item, Enquiry)]


def test_a_table_tells_it(tmp_path: Path) -> None:
    rows = "id,question,answer,Handling time (min)\n1,Is it open today?,Yes.,4\n2,And tomorrow?,No.,\n"
    assert [enquiry.minutes for enquiry in read(tmp_path, "a.csv", rows)] == [4.0, None]


def test_the_user_may_name_the_column(tmp_path: Path) -> None:
    rows = "id,question,answer,Clock [min]\n1,Is it open today?,Yes.,4\n"
    found = read(tmp_path, "a.csv", rows, columns={"handling": "Clock [min]"})
    assert [enquiry.minutes for enquiry in found] == [4.0]


def test_records_tell_it(tmp_path: Path) -> None:
    record = (
        '[{"id": "1", "subject": "Opening hours", "time_spent_seconds": 90, "messages": ['
        '{"from": "customer", "text": "Are you open on Sunday?"}, {"from": "agent", "text": "No, on Monday."}]}]'
    )
    assert [enquiry.minutes for enquiry in read(tmp_path, "a.json", record)] == [1.5]


def enquiry(minutes: float | None, id_: str = "1") -> Enquiry:
    turns = (Turn(author=Author.CUSTOMER, text="Is it open?"),)
    return Enquiry(id=id_, source="a.csv:2", turns=turns, minutes=minutes)


def test_parts_of_a_conversation_must_agree() -> None:
    assert join_parts([enquiry(4.0), enquiry(None), enquiry(4.0)]).minutes == 4.0
    assert join_parts([enquiry(4.0), enquiry(6.0)]).minutes is None


def test_it_is_kept_on_the_way() -> None:
    store = EnquiryStore()
    store.add(enquiry(4.0), 0, "a")
    store.settle()
    assert [found.minutes for found in store] == [4.0]
    store.close()


def test_more_work_makes_another_content_but_no_other_enquiry() -> None:
    told = []
    for minutes in (None, 4.0, 9.0):
        store = EnquiryStore()
        store.add(enquiry(minutes, id_=""), 0, "a")
        store.settle()
        told += [(read.key, read.content) for read in store.list_read()]
        store.close()
    assert len({key for key, _ in told}) == 1
    assert len({content for _, content in told}) == 3


def test_the_workspace_keeps_it() -> None:
    kept = RedactedEnquiry(id="1", source="a.csv:2", text="Is it open?", ask="Is it open?", minutes=4.5)
    assert decode_enquiry(encode_enquiry(kept)) == kept
    assert decode_enquiry(encode_enquiry(replace(kept, minutes=None))).minutes is None
