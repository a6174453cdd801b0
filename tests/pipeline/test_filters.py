"""Which enquiries a run is about: chosen by any column, counted where they are left out, remembered and taken back."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import invoke, load_questions, write_export

from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Enquiry, RedactedEnquiry, was_left_out
from enquiry2article.domain.errors import InputError, SettingsError
from enquiry2article.domain.export import ReadOptions
from enquiry2article.domain.filters import Filters
from enquiry2article.ingest.read import Ingested, read_exports
from enquiry2article.pipeline.filters import (
    explain_nothing,
    find_unmatched,
    hash_facets,
    leave_out,
    list_facets,
    list_kept_columns,
    list_own_fields,
    read_filters,
    refuse_unknown_columns,
)

KEY = b"a key of the workspace"
NOW = datetime(2026, 6, 1, tzinfo=UTC)

TABLE = """Ticket ID,Created,E-mail,Product line,State,Labels,question,answer
1,2026-03-01,a@x.example,Kettles,closed,"leak; urgent",Why does my kettle drip at the lid?,Turn the lid until it clicks.
2,2026-03-02,b@x.example,Kettles,open,,Can I descale the kettle with vinegar?,Yes with one part to five.
3,2026-04-03,c@x.example,Toasters,closed,leak,Does the toaster have a crumb tray?,It slides out below.
4,,d@x.example,  toasters ,open,,Can the toaster thaw bread?,Press the button with the flake.
"""


def choose(*only: str, tags: tuple[str, ...] = (), statuses: tuple[str, ...] = (), since: str = "") -> Filters:
    return read_filters(only, tags, statuses, since, NOW)


def read(path: Path, text: str, filters: Filters, **columns: str) -> Ingested:
    write_export(path, text)
    return read_exports([path], load_readers(), ReadOptions(only=list_kept_columns(filters), columns=columns))


def redact(enquiry: Enquiry) -> RedactedEnquiry:
    return RedactedEnquiry(
        id=enquiry.id, source="", text="?", ask="?", received=enquiry.received, facets=hash_facets(enquiry, KEY)
    )


def list_chosen(found: Ingested, filters: Filters) -> list[str]:
    """The ids that are chosen; that all others are still there, with a reason, is checked."""
    enquiries = [redact(enquiry) for enquiry in found.enquiries]
    judged = leave_out(enquiries, filters, KEY)
    assert [e.id for e in judged] == [e.id for e in enquiries]
    assert all(bool(e.noise) == was_left_out(e) for e in judged)
    return [e.id for e in judged if not e.noise]


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        (choose("Product line=Kettles"), "1 2"),
        (choose("product_LINE=toasters"), "3 4"),
        (choose("product line=kettles", "product line=Toasters"), "1 2 3 4"),
        (choose("product line=kettles", "state=open"), "2"),
        (choose("labels=urgent"), "1"),
        (choose("labels="), "2 4"),
        (choose(tags=("leak",)), "1 3"),
        (choose("tag=urgent", tags=("leak",)), "1 3"),
        (choose(statuses=("closed",)), "1 3"),
        (choose(since="2026-03-02"), "2 3"),
        (choose("e-mail=c@x.example", since="2026-04-04"), ""),
    ],
)
def test_a_table_is_chosen_by_any_of_its_columns(tmp_path: Path, filters: Filters, chosen: str) -> None:
    found = read(tmp_path / "desk.csv", TABLE, filters, status="State", tags="Labels")
    assert list_chosen(found, filters) == chosen.split()


def test_json_is_chosen_by_its_keys_those_of_objects_too(tmp_path: Path) -> None:
    flat = [{"id": n, "question": f"Is lamp {n} dimmable?", "brand": {"id": 10 + n % 2, "name": "AB"[n % 2]},
             "shop": {"country": "NO"}} for n in range(4)]  # fmt: skip
    told = [{"id": n, "shop": "NO" if n else "SE", "state": "open", "labels": ["late"] if n < 2 else [],
             "messages": [{"from": "customer", "text": f"Where is parcel {n}?", "created_at": "2026-02-03T10:00:00Z"},
                          {"from": "agent", "text": "On its way.", "created_at": "2026-02-03T11:00:00Z"}]}
            for n in range(3)]  # fmt: skip
    for name, records, filters, chosen in (
        ("flat", flat, choose("brand.name=b"), ["1", "3"]),
        ("told", told, choose("state=open", "shop=se"), ["0"]),
        ("flat", flat, choose("shop.country=no", "brand.id=10"), ["0", "2"]),
        ("told", told, choose("shop=NO"), ["1", "2"]),
        ("told", told, choose("labels=late", "shop=NO"), ["1"]),
    ):
        assert list_chosen(read(tmp_path / f"{name}.json", json.dumps(records), filters), filters) == chosen, filters


def test_a_program_of_its_own_format_is_chosen_by_its_keys(tmp_path: Path) -> None:
    tickets = []
    for n in range(1, 4):
        said = f"Do boots {n} shrink?"
        comments = [{"id": n, "author_id": n, "body": said, "public": True}]
        tickets.append(
            {"id": n, "subject": "Boots", "description": said, "brand_id": 70 + n % 2, "via": {"channel": "web"},
             "requester_id": n, "comments": comments}
        )  # fmt: skip
    filters = choose("brand_id=71")
    found = read(tmp_path / "z.json", json.dumps({"tickets": tickets}), filters)
    assert found.files[0].format == "zendesk"
    assert list_chosen(found, filters) == ["1", "3"]


def test_a_table_of_messages_is_chosen_by_what_any_message_of_a_conversation_has(tmp_path: Path) -> None:
    rows = "thread,author,brand,message\n"
    for n in range(4):
        rows += f"{n},customer,{'North' if n % 2 else ''},Can I swap ski boots number {n}?\n"
        rows += f"{n},agent,,Yes within a month and number {n} is in stock.\n"
    filters = choose("brand=north")
    write_export(tmp_path / "m.csv", rows)
    options = ReadOptions(only=list_kept_columns(filters), thread_column="thread")
    assert list_chosen(read_exports([tmp_path / "m.csv"], load_readers(), options), filters) == ["1", "3"]


def test_what_is_chosen_does_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    head, *rows = TABLE.splitlines(keepends=True)
    random.Random(3).shuffle(rows)
    filters = choose("product line=kettles", since="2026-03-01")
    found = read(tmp_path / "desk.csv", head + "".join(rows), filters)
    assert list_chosen(found, filters) == ["1", "2"]


def test_no_value_can_be_read_in_what_is_kept() -> None:
    enquiry = Enquiry(id="1", source="", status="open", cells=(("email", "ann@x.example"),))
    kept = hash_facets(enquiry, KEY)
    assert not any(word in facet for facet in kept for word in ("open", "ann", "mail", "status"))
    assert hash_facets(enquiry, b"another") != kept


def test_every_enquiry_can_be_chosen_by_what_all_formats_tell() -> None:
    enquiry = Enquiry(id="1", source="", status="Open", channel="email", tags=("Late", "vip"))
    facets = list_facets(enquiry)
    assert {("status", "open"), ("channel", "email"), ("tags", "late"), ("tags", "vip")} <= set(facets)
    assert list_own_fields([enquiry]) == ["tags", "status", "channel"]


def test_what_was_read_before_a_column_was_asked_for_is_left_out_and_said() -> None:
    early = redact(Enquiry(id="1", source=""))
    [left] = leave_out([early], choose("brand=North"), KEY)
    assert left.noise == "left out: brand is not known of it"
    assert leave_out([early], Filters(), KEY) == [early]


def test_what_is_no_question_anyway_stays_that() -> None:
    spam = replace(redact(Enquiry(id="1", source="", status="open")), noise="spam")
    assert leave_out([spam], choose("status=closed"), KEY) == [spam]


def test_a_column_that_is_not_there_is_told_with_those_there_are(tmp_path: Path) -> None:
    filters = choose("produkt line=Kettles")
    found = read(tmp_path / "desk.csv", TABLE, filters)
    with pytest.raises(InputError) as error:
        refuse_unknown_columns(filters, found.columns)
    assert '"produkt line"' in str(error.value)
    assert '"Ticket ID", "Created", "E-mail", "Product line", "State"' in str(error.value)
    assert 'Did you mean "Product line"?' in str(error.value)


def test_a_filter_that_nothing_fits_is_told_with_what_there_is_and_nobodys_name(tmp_path: Path) -> None:
    filters = choose("product line=Kettle", "e-mail=z@x.example", since="2026-05-01")
    found = read(tmp_path / "desk.csv", TABLE, filters)
    told = str(explain_nothing(found.enquiries, filters, found.columns, lambda text: text))
    assert "No enquiry fits: product line = Kettle, e-mail = z@x.example, since 2026-05-01." in told
    assert '"product line" has "kettles", "toasters".' in told
    assert "2026-04-03" in told
    assert "a@x.example" not in told
    assert '"Labels"' in told
    masked = explain_nothing(found.enquiries, filters, found.columns, lambda text: text.replace("kettles", "[name]"))
    assert '"product line" has "toasters".' in str(masked)


def test_a_value_that_nothing_has_is_told_beside_one_that_fits(tmp_path: Path) -> None:
    filters = choose("product line=kettles", "product line=lamps")
    enquiries = [redact(e) for e in read(tmp_path / "desk.csv", TABLE, filters).enquiries]
    assert find_unmatched(enquiries, filters, KEY) == [("product line", "lamps")]


@pytest.mark.parametrize("wrong", ["brand", "=Acme", " = "])
def test_a_filter_without_a_column_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match="COLUMN=VALUE"):
        choose(wrong)


def test_filters_survive_being_remembered() -> None:
    filters = choose("brand=Acme", "brand=Bolt", tags=("vip",), since="2026-01-02")
    assert Filters.from_json(filters.to_json()) == filters
    assert filters.since == date(2026, 1, 2)
    assert (Filters().to_json(), Filters.from_json("")) == ("", Filters())


ASKS = ["How do I {} the {}?", "What is the way to {} the {}?", "I want to {} my {}, how do I do it?",
        "Please tell me how to {} the {}"]  # fmt: skip


def make_rows(first: int, brand: str, verb: str, thing: str, answer: str, month: int = 3) -> list[list[str]]:
    return [
        [
            f"t{first + n}",
            f"2026-{month:02}-{10 + n}",
            f"c{first + n}@x.example",
            brand,
            ask.format(verb, thing),
            answer,
        ]
        for n, ask in enumerate(ASKS)
    ]


def write_rows(path: Path, *groups: list[list[str]]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(
        [["id", "date", "email", "brand", "question", "answer"], *(r for g in groups for r in g)]
    )
    return write_export(path, text.getvalue())


def test_filters_hold_for_later_runs_until_they_are_taken_back(tmp_path: Path) -> None:
    descale = "Fill it with one part of vinegar and five parts of water, boil it and rinse it twice."
    crumbs = "Pull out the tray below the slots, empty it and push it back until it clicks."
    march = write_rows(
        tmp_path / "march.csv",
        make_rows(1, "Kettlewell", "descale", "kettle", descale),
        make_rows(11, "Toastmaster", "empty the crumbs of", "toaster", crumbs),
    )
    april = write_rows(tmp_path / "april.csv", make_rows(21, "Toastmaster", "thaw bread in", "toaster", crumbs, 4))
    places = ("-w", tmp_path / "w", "-o", tmp_path / "p")

    def list_states() -> dict[str, str]:
        lines = invoke("ledger", "-w", tmp_path / "w", "--format", "csv").stdout
        return {row["enquiry_id"]: f"{row['status']} {row['reason']}" for row in csv.DictReader(io.StringIO(lines))}

    said = invoke("run", march, *places, "--only", "brand=kettlewell").stdout
    assert "4 were set aside by your filters" in said
    assert "4 set aside: brand is not kettlewell." in said
    [question] = load_questions(tmp_path / "w")
    assert sorted(question["enquiry_ids"]) == ["t1", "t2", "t3", "t4"]
    assert list_states()["t11"] == "set-aside left out: brand is not kettlewell"
    # Remembered for another export, and those that were read before are still judged by it.
    told = json.loads(invoke("run", april, *places, "--json").stdout)
    assert told["filters"] == "brand = kettlewell"
    assert (told["left_out"], told["enquiries"]["grouped"]) == ({"brand is not kettlewell": 8}, 4)
    assert "gone" not in json.dumps(told["changes"])
    # What is given takes the place of what was remembered; enquiries of March need not be given again.
    told = json.loads(invoke("run", april, *places, "--json", "--only", "brand=toastmaster").stdout)
    assert told["left_out"] == {"brand is not toastmaster": 4}
    wrong = invoke("run", april, *places, "--only", "brand=Kettle", exit_code=1).stderr
    assert '"brand" has "toastmaster"' in wrong
    invoke("run", april, *places, "--all", "--only", "brand=x", exit_code=2)
    told = json.loads(invoke("run", april, *places, "--json", "--all").stdout)
    assert (told["filters"], told["left_out"], told["enquiries"]["set-aside"]) == (None, {}, 0)
    assert "Only these count" not in invoke("run", april, *places).stdout
