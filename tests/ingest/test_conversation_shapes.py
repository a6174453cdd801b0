"""Who said what, in exports whose keys and headings nobody knows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.read import read_exports

ASKED = ("How do I reach the harbour?", "Which bus goes to the harbour?", "Is there a tram to the pier?", "Any ferry?")
ANSWERS = ("Take bus nine from the market.", "Bus nine runs every ten minutes.", "Only bus nine, no tram.", "At noon.")
TALKS = list(zip(ASKED, ANSWERS, strict=True))


def read(tmp_path: Path, name: str, content: str) -> list[Enquiry]:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return list(read_exports([path], load_readers(), ReadOptions()).enquiries)


def tell(enquiries: list[Enquiry]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple((turn.author.value, turn.text) for turn in enquiry.turns) for enquiry in enquiries}


WANTED = {(("customer", asked), ("agent", answer)) for asked, answer in TALKS}


def as_maps() -> Any:
    def talk(n: int, q: str, a: str) -> Any:
        said = {f"-k{n}a": {"from": "pupil", "text": q}, f"-k{n}b": {"from": "desk", "text": a}}
        return {"note": "", "messages": said}

    return {"rooms": {f"-Mx{n}q": talk(n, q, a) for n, (q, a) in enumerate(TALKS)}}


def as_groups() -> Any:
    return {
        "conversations": [
            {
                "id": f"c{n}",
                "parts": [
                    {"userid": f"u{n}", "messages": [{"message": q, "type": "M"}]},
                    {"userid": "log0", "messages": [{"message": f"Ticket {n} moved to desk {n}", "type": "T"}]},
                    {"userid": "staff_ida", "messages": [{"message": a, "type": "M"}]},
                ],
            }
            for n, (q, a) in enumerate(TALKS)
        ]
    }


def as_board() -> Any:
    return {
        "id": "b",
        "name": "Mails",
        "columns": [{"id": "done", "name": "Done"}],
        "cards": [{"id": f"k{n}", "title": f"Mail {n}", "desc": q} for n, (q, _) in enumerate(TALKS)],
        "actions": [
            {"id": f"z{n}", "type": "said", "data": {"text": a, "card": {"id": f"k{n}"}}}
            for n, (_, a) in reversed(list(enumerate(TALKS)))
        ],
    }


def as_strange_keys() -> Any:
    return [
        {"vorgang": n, "gespraech": [{"wer": "gast", "satz": q}, {"wer": "empfang", "satz": a}]}
        for n, (q, a) in enumerate(TALKS)
    ]


def as_flat_messages() -> Any:
    said = [
        (n, who, text) for n, talk in enumerate(TALKS) for who, text in zip(("visitor", "agent"), talk, strict=True)
    ]
    return {"messages": [{"id": f"m{n}{who}", "chatId": f"c{n}", "role": who, "text": text} for n, who, text in said]}


@pytest.mark.parametrize("shape", [as_maps, as_groups, as_board, as_strange_keys, as_flat_messages])
def test_conversations_are_found_by_their_shape(shape: Any, tmp_path: Path) -> None:
    found = read(tmp_path, "export.json", json.dumps(shape()))
    assert tell(found) == WANTED
    assert not {"pupil", "gast", "u1"} & {name for enquiry in found for name in enquiry.customer_names}


def test_an_agent_who_always_says_the_same_is_no_machine(tmp_path: Path) -> None:
    records = [{"id": n, "messages": [{"user_id": f"u{n}", "text": q}, {"user_id": "ida", "text": "Take bus nine."}]}
               for n, q in enumerate(ASKED)]  # fmt: skip
    found = read(tmp_path, "export.json", json.dumps(records))
    assert tell(found) == {(("customer", q), ("agent", "Take bus nine.")) for q in ASKED}


def test_a_question_beside_replies_is_found_under_a_longer_name(tmp_path: Path) -> None:
    records = [
        {"number": n, "question_text": q, "replies": [{"from": "agent", "text": a}]} for n, (q, a) in enumerate(TALKS)
    ]
    assert tell(read(tmp_path, "export.json", json.dumps(records))) == WANTED


def write_rows(header: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


@pytest.mark.parametrize("sides", [("heen", "weer"), ("", "")])
def test_rows_are_messages_by_their_turns(sides: tuple[str, str], tmp_path: Path) -> None:
    rows = []
    for n, (q, a) in enumerate(TALKS):
        rows.append([f"X{n}", sides[0] or f"Gast {'ABCD'[n]}", q])
        rows.append([f"X{n}", sides[1] or "Ida Holt", a])
    assert tell(read(tmp_path, "rows.csv", write_rows(["mapje", "kant", "regel"], rows))) == WANTED


def test_the_ticket_joins_rows_that_have_an_id_each(tmp_path: Path) -> None:
    rows = [
        [f"m{n}{who}", f"PQ{n:05}", who, text]
        for n, talk in enumerate(TALKS)
        for who, text in zip("01", talk, strict=True)
    ]
    found = read(tmp_path, "rows.csv", write_rows(["message_id", "ticket_ref", "person_is_agent", "message"], rows))
    assert tell(found) == WANTED


@pytest.mark.parametrize("staff", ["desk@pier.example", ""])
def test_what_stands_on_every_row_of_a_case_is_no_message(staff: str, tmp_path: Path) -> None:
    rows = []
    for n, (q, a) in enumerate(TALKS):
        told = f"Told at the counter: {q}"
        rows.append([f"PQ{n:05}", told, "1", f"guest{'abcd'[n]}@sea.example", q])
        rows.append([f"PQ{n:05}", told, "0", staff or f"crew{'abcd'[n]}@pier.example", a])
    header = ["CASE.ID", "CASE.DESCRIPTION", "MAIL.INCOMING", "MAIL.FROMADDRESS", "MAIL.BODY"]
    assert tell(read(tmp_path, "rows.csv", write_rows(header, rows))) == WANTED


def test_a_note_is_known_by_its_value_under_any_heading(tmp_path: Path) -> None:
    rows = []
    for n, (q, a) in enumerate(TALKS):
        rows += [[f"X{n}", "mail", f"Gast {'ABCD'[n]}", q], [f"X{n}", "internal note", "Ida Holt", "He owes us money."],
                 [f"X{n}", "mail", "Ida Holt", a]]  # fmt: skip
    assert tell(read(tmp_path, "rows.csv", write_rows(["ticket", "zzz", "author", "text"], rows))) == WANTED
    said = [{"id": x, "messages": [{"zzz": m, "author": w, "text": t} for y, m, w, t in rows if x == y]}
            for x in dict.fromkeys(row[0] for row in rows)]  # fmt: skip
    assert "owes" not in repr(read(tmp_path, "said.json", json.dumps(said)))


def test_headings_between_rules_begin_what_somebody_said(tmp_path: Path) -> None:
    cells = [[f"X{n}", f"--- Customer, 0{n + 1} Mar 2026 ---\n{q}\n\n--- Garage, 0{n + 1} Mar 2026 ---\n{a}"]
             for n, (q, a) in enumerate(TALKS)]  # fmt: skip
    assert tell(read(tmp_path, "rows.csv", write_rows(["Job", "Letters"], cells))) == WANTED


def test_forms_and_quoted_mails_are_no_chat(tmp_path: Path) -> None:
    rows = []
    for n, (q, a) in enumerate(TALKS):
        form = f"Name: Ada {'BCDE'[n]}\nE-mail: a{n}@x.example\nMessage: {q}"
        rows.append([form, f"{a}\n\nAda {'BCDE'[n]}, Mar 0{n + 1}, 10:31:\nPlease hurry."])
    found = read(tmp_path, "rows.csv", write_rows(["Form body", "Mail back"], rows))
    assert {tuple(turn.author for turn in enquiry.turns) for enquiry in found} == {(Author.CUSTOMER, Author.AGENT)}


GUESTS = ("Ilse", "Omar", "Pia Roth", "Sven")
STAFF = ("Juno", "Kai", "Juno", "Kai")
AFTER = ("My parrot is seasick.", "We carry a tuba.", "It hails here.", "I lost a clog.")
HEADERS = {
    "elapsed": ("<br>", "[ {n}m {k}s ] {who} ~ {said}"),
    "one line": (" ", "{who} [1{n}:0{k}]: {said}"),
    "semicolons": (";; ", "{who} (1{n}:0{k}): {said}"),
    "words": (" | ", "{who} noted on Mar {n}, 2026 @ 10:0{k}: {said}"),
    "numbered": ("\n====\n", "Entry #{k} by {who} at 1{n}:0{k}:\n{said}"),
    "arrow": ("\n--\n", "{who} >> {said}"),
    "brackets": (" || ", "[{who}] {said}"),
}


def write_talks(name: str, said: list[list[tuple[str, str]]]) -> str:
    between, header = HEADERS[name]
    cells = [
        between.join(header.format(n=n + 1, k=k, who=who, said=text) for k, (who, text) in enumerate(talk))
        for n, talk in enumerate(said)
    ]
    return write_rows(["Nr", "State", "Log"], [[f"X{n}", "done", cell] for n, cell in enumerate(cells)])


@pytest.mark.parametrize("greets", [False, True])
@pytest.mark.parametrize("name", HEADERS)
def test_headers_of_a_conversation_are_learnt_from_the_column(name: str, greets: bool, tmp_path: Path) -> None:
    said = [
        [*([(STAFF[n], "Good day, how may I help?")] if greets else []),
         (GUESTS[n], q), (STAFF[n], a), (GUESTS[n], AFTER[n])]
        for n, (q, a) in enumerate(TALKS)
    ]  # fmt: skip
    found = read(tmp_path, "rows.csv", write_talks(name, said))
    told = {turn for enquiry in tell(found) for turn in enquiry if "how may I help" not in turn[1]}
    assert told == {("customer", text) for text in (*ASKED, *AFTER)} | {("agent", text) for text in ANSWERS}


def test_who_is_in_doubt_in_a_conversation_is_a_customer(tmp_path: Path) -> None:
    often = [
        [("Ilse", q), (STAFF[n], a), ("Her son" if n == 2 else "Ilse", AFTER[n])] for n, (q, a) in enumerate(TALKS)
    ]
    rare = [[(GUESTS[n], q), ("Juno", a), (GUESTS[n], AFTER[n])] for n, (q, a) in enumerate(TALKS)]
    found = read(tmp_path, "rows.csv", write_talks("semicolons", [*often, *rare]))
    assert {text for enquiry in tell(found) for side, text in enquiry if side == "agent"} <= set(ANSWERS)


@pytest.mark.parametrize(
    "note",
    [
        "[Internal] Juno noted on Mar 1, 2026 @ 11:00: {}",
        "Juno (internal note) noted on Mar 1, 2026 @ 11:00: {}",
        "Juno noted on Mar 1, 2026 @ 11:00: [private] {}",
        "Internal note by Juno: {}",
    ],
)
@pytest.mark.parametrize("between", [" | ", "\n"])
def test_a_note_within_a_conversation_stays_out(note: str, between: str, tmp_path: Path) -> None:
    rows = []
    for n, (q, a) in enumerate(TALKS):
        said = [f"{who} noted on Mar {n + 1}, 2026 @ 10:0{k}: {text}" for k, (who, text) in
                enumerate([(GUESTS[n], q), (STAFF[n], a), (GUESTS[n], AFTER[n])])]  # fmt: skip
        rows.append([f"X{n}", "done", between.join([*said[:2], note.format("He owes us money."), said[2]])])
    found = read(tmp_path, "rows.csv", write_rows(["Nr", "State", "Log"], rows))
    assert "owes" not in repr(found)
    assert {text for enquiry in tell(found) for side, text in enquiry if side == "agent"} == set(ANSWERS)


def test_a_conversation_may_stand_in_a_list_of_labels_and_values(tmp_path: Path) -> None:
    records = [
        {"item": n, "fields": [
            {"label": "Place", "values": [{"value": "north"}]},
            {"label": "Talk", "values": [{"value": f"<p>{GUESTS[n]} 9:0{n}: {q}</p><p>Juno 10:0{n}: {a}</p>"}]},
        ]}
        for n, (q, a) in enumerate(TALKS)
    ]  # fmt: skip
    assert tell(read(tmp_path, "export.json", json.dumps({"items": records}))) == WANTED


def test_the_question_of_a_chat_is_what_follows_the_greetings() -> None:
    said = [
        (Author.CUSTOMER, "Hello?"),
        (Author.AGENT, "Hi, how may I help?"),
        (Author.CUSTOMER, ASKED[0]),
        (Author.AGENT, ANSWERS[0]),
    ]
    cleaned = clean_enquiry(Enquiry(id="1", source="x", turns=tuple(Turn(author=a, text=t) for a, t in said)))
    assert [turn.author.value for turn in cleaned.turns] == ["system", "system", "customer", "agent"]
    assert clean_enquiry(cleaned) == cleaned


def write_resource(kind: str, id_: str, says: dict[str, Any], **names: Any) -> dict[str, Any]:
    relations = {name: {"data": named} for name, named in names.items()}
    return {"type": kind, "id": id_, "attributes": says, "relationships": relations}


@pytest.mark.parametrize("shape", ["named by the ticket", "naming the ticket", "a document a line", "streamed"])
def test_what_json_api_includes_stands_in_the_place_of_its_references(shape: str, tmp_path: Path) -> None:
    def name(kind: str, id_: str) -> dict[str, str]:
        return {"type": kind, "id": id_}

    documents = []
    for n, (q, a) in enumerate(TALKS):
        ticket, note = name("tickets", f"t{n}"), {"text": "He owes us money."}
        said = [
            write_resource("messages", f"q{n}", {"text": q}, author=name("customers", "c"), ticket=ticket),
            write_resource("messages", f"a{n}", {"text": a}, author=name("agents", "ida"), ticket=ticket),
            write_resource("internal-notes", f"n{n}", note, author=name("agents", "ida"), ticket=ticket),
        ]
        named = {} if shape == "naming the ticket" else {"messages": [name(one["type"], one["id"]) for one in said]}
        documents.append({"data": [write_resource("tickets", f"t{n}", {"title": "Boats"}, **named)], "included": said})
    whole = {key: [one for document in documents for one in document[key]] for key in ("data", "included")}
    if shape == "streamed":
        whole["included"] = [write_resource("files", "f", {"content": "x" * (9 << 20)}), *whole["included"]]
    lines = "\n".join(map(json.dumps, documents))
    found = read(tmp_path, "talks.json", lines if shape == "a document a line" else json.dumps(whole))
    assert tell(found) == WANTED


@pytest.mark.parametrize("product", [True, False])
def test_messages_are_taken_out_of_their_wrappers(product: bool, tmp_path: Path) -> None:
    """Also where a program's reader knows the tickets, but not what wraps their messages."""
    records = []
    for n, (q, a) in enumerate(TALKS):
        reply: Any = {"bodyText": a, "incoming": False, "private": False}
        note: Any = {"bodyText": "He owes us money.", "incoming": False, "private": True}
        if not product:
            reply, note = {"text": a, "sent_by_agent": True}, {"text": "He owes us money.", "sent_by_agent": True}
        ticket = {"id": n, "description": q, "comments": [{"reply": reply}, {"note": note}]}
        records.append({"helpdesk_ticket" if product else "ticket": ticket})
    assert tell(read(tmp_path, "tickets.json", json.dumps(records))) == WANTED


def test_type_and_text_of_a_message_may_stand_beside_each_other(tmp_path: Path) -> None:
    def say(kind: str, **said: str) -> Any:
        return {"engagement": {"type": kind, "timestamp": 1767225600000}, "metadata": said}

    records = [
        {
            "id": n,
            "properties": {"content": q},
            "engagements": [
                say("NOTE", body="He owes us money."),
                say("CALL", body="Shouted at us."),
                say("EMAIL", text=a, direction="OUTGOING"),
            ],
        }
        for n, (q, a) in enumerate(TALKS)
    ]
    assert tell(read(tmp_path, "results.json", json.dumps({"results": records}))) == WANTED


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        ({"links": {"author": {"href": "https://x.example/customers/7"}}}, {"links": {"author": "/v1/agents/ida"}}),
        ({"author": {"href": "/v1/customers/7"}}, {"author": {"href": "/v1/users/ida"}}),
        ({"author": "gid://desk/Customer/7"}, {"author": "gid://desk/StaffMember/1"}),
        ({"author_url": "/clients/7"}, {"author_url": "/operators/1"}),
        ({"user": {"name": "Kim", "staff?": False}}, {"user": {"name": "Kim", "staff?": True}}),
        ({"user": {"name": "Kim", "customer?": True}}, {"user": {"name": "Kim", "customer?": False}}),
    ],
)
def test_links_and_flags_name_a_side(customer: Any, agent: Any, tmp_path: Path) -> None:
    thanks = "It never came, by the way."
    records = [
        {"id": n, "messages": [{"text": q, **customer}, {"text": a, **agent}, {"text": thanks, **customer}]}
        for n, (q, a) in enumerate(TALKS)
    ]
    wanted = {(("customer", q), ("agent", a), ("customer", thanks)) for q, a in TALKS}
    assert tell(read(tmp_path, "said.json", json.dumps(records))) == wanted


@pytest.mark.parametrize(("shown", "hidden"), [(0, 1), (2, 0)])
def test_numbers_of_visibility_are_learned_from_customers(shown: int, hidden: int, tmp_path: Path) -> None:
    records = [
        {
            "id": n,
            "messages": [
                {"text": q, "role": "customer", "visibility": shown},
                {"text": "He owes us money.", "role": "agent", "visibility": hidden},
                {"text": a, "role": "agent", "visibility": shown},
            ],
        }
        for n, (q, a) in enumerate(TALKS)
    ]
    assert tell(read(tmp_path, "said.json", json.dumps(records))) == WANTED
