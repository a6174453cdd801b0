"""Who wrote a message, from the name and the value of a field, from replies, from who writes most."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.conversations.authors import find_staff
from enquiry2article.ingest.conversations.json_messages import find_messages, find_unread
from enquiry2article.ingest.conversations.reply_chains import find_reply_columns
from enquiry2article.ingest.fields.sides import find_side, find_side_column, names_author, names_role
from enquiry2article.ingest.read import Ingested, read_exports

READERS = load_readers()
QUESTIONS = ["May I bring my dog?", "Is there a course on Sundays?", "How late may I pay?", "Do you sell clay?"]
ANSWERS = ["Dogs may come along.", "Each Sunday at ten.", "Until the day before.", "At the desk."]


def read(path: Path, content: str, *agents: str) -> Ingested:
    path.write_text(content, "utf-8")
    return read_exports([path], READERS, ReadOptions(agents=agents))


def list_authors(found: Ingested) -> list[list[str]]:
    return [[turn.author.value for turn in enquiry.turns] for enquiry in found.enquiries]


@pytest.mark.parametrize(
    ("name", "customer", "agent"),
    [
        ("inbound", "True", "False"),
        ("isIncoming", "1", "0"),
        ("from_customer", "yes", "no"),
        ("is_agent", "false", "true"),
        ("by_staff", "0", "1"),
        ("sender", "Customer", "Agent"),
        ("SenderType", "customer", "agent"),
        ("createdBy", "customer", "agent"),
        ("Commenter role", "end-user", "Tier 2 support agent"),
        ("rtype", "C", "A"),
        ("direction", "in", "out"),
        ("Von", "Kunde", "Mitarbeiter"),
        ("user_type", "client", "Customer Support"),
    ],
)
def test_field_that_tells_sides(name: str, customer: str, agent: str) -> None:
    assert (find_side(name, customer), find_side(name, agent)) == ("customer", "agent")
    rows = [["1", customer], ["1", agent]]
    assert find_side_column(["id", name], rows) == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agent_count", "1"),
        ("customer_type", "private"),
        ("user", "true"),
        ("contact", "1"),
        ("author", "Mia Support"),
        ("agent_replied", "true"),
        ("customer_id", "0"),
    ],
)
def test_field_of_something_else(name: str, value: str) -> None:
    assert find_side(name, value) == ""


def test_staff_id_of_zero_is_the_customer() -> None:
    assert find_side_column(["id", "staffid"], [["1", "0"], ["1", "4"]]) == "staffid"
    assert find_side_column(["id", "staffid"], [["1", "2"], ["1", "4"]]) == ""


def test_keys_of_authors() -> None:
    names = "by writer author_id created_at created_by reply_to assigned_to updated_by commenter".split()
    assert [name for name in names if names_author(name)] == ["by", "writer", "author_id", "created_by", "commenter"]
    assert not names_role("type")


def test_those_who_answer_in_many_conversations_are_staff() -> None:
    assert find_staff([["1", "2"], ["1", "2", "1"], ["1", "2"]]) == {"2"}
    assert find_staff([["a", "m"], ["b", "m"]]) == frozenset()
    assert find_staff([["m", "a"], ["m", "b"], ["m", "c"]]) == frozenset()


def test_staff_who_write_first_in_one_conversation_are_known_from_the_others(tmp_path: Path) -> None:
    records = [
        {"id": n, "remarks_exchanged": [{"writer": f"guest {n}", "when": "2026-04-01", "text": QUESTIONS[n]},
                                        {"writer": "Rosa", "when": "2026-04-02", "text": ANSWERS[n]}]}
        for n in range(3)
    ]  # fmt: skip
    records[0]["remarks_exchanged"].insert(0, {"writer": "Rosa", "when": "2026-03-01", "text": "Your place is free."})  # type: ignore[attr-defined]
    found = read(tmp_path / "a.json", json.dumps(records))
    assert list_authors(found) == [["agent", "customer", "agent"], ["customer", "agent"], ["customer", "agent"]]


@pytest.mark.parametrize("key", "articles threads posts updates journals followups interactions correspondence".split())
def test_list_of_messages_is_known_by_its_objects(key: str) -> None:
    said = [{"author": "Ida", "at": "2026-04-01", "body": QUESTIONS[0]}]
    assert find_messages({"id": 1, "subject": "Dog", key: said}) == (said, key)
    assert find_messages({"id": 1, "fields": {"comment": {key: said}}})[0] == said


@pytest.mark.parametrize("key", ["attachments", "worklogs", "tags", "products", "audits", "custom_fields", "watchers"])
def test_list_of_something_else_is_no_messages(key: str) -> None:
    said = [{"author": "Ida", "created": "2026-04-01", "text": "packed on the second shelf", "name": "shelf"}]
    assert find_messages({"id": 1, "subject": "Dog", key: said}) == ([], "")
    assert find_unread({"id": 1, key: said}) == []


def test_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    records = [{"id": n, "title": QUESTIONS[n], "article_ids": [n, n + 1]} for n in range(4)]
    found = read(tmp_path / "a.json", json.dumps(records))
    assert found.files[0].remarks == ('The list "article_ids" of 4 records looks like messages and was not read.',)


def write_tweets(*, inbound: bool) -> str:
    head = "tweet_id,author_id,created_at,text,in_response_to_tweet_id" + (",inbound" if inbound else "")
    lines = [head]
    for n, (question, answer) in enumerate(zip(QUESTIONS, ANSWERS, strict=True)):
        asked, answered, thanked = 10 * n + 1, 10 * n + 2, 10 * n + 3
        lines.append(f"{answered},KilnDesk,2026-04-10 11:00,@7{n} {answer},{asked}.0" + ",False" * inbound)
        lines.append(f"{asked},7{n},2026-04-10 09:00,@KilnDesk {question}," + ",True" * inbound)
        lines.append(f"{thanked},7{n},2026-04-10 12:00,@KilnDesk Thank you for that,{answered}.0" + ",True" * inbound)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("inbound", [True, False])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_tweets_are_joined_by_what_they_answer(kind: str, inbound: bool, tmp_path: Path) -> None:
    content = write_tweets(inbound=inbound)
    if kind == "json":
        head, *lines = [line.split(",") for line in content.splitlines()]
        content = json.dumps([dict(zip(head, line, strict=True)) for line in lines])
    found = read(tmp_path / f"a.{kind}", content)
    assert list_authors(found) == [["customer", "agent", "customer"]] * 4
    assert [enquiry.turns[0].text for enquiry in found.enquiries] == QUESTIONS
    assert [enquiry.turns[1].text for enquiry in found.enquiries] == ANSWERS


def test_circle_of_replies_ends() -> None:
    columns = find_reply_columns(["id", "text", "reply_to_id"])
    assert columns is not None
    assert find_reply_columns(["id", "reply_to", "text"]) is not None
    assert find_reply_columns(["id", "reply", "text"]) is None


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_agent_is_named_by_id_and_told_when_nobody_is_called_so(kind: str, tmp_path: Path) -> None:
    said = [{"author_id": "71", "text": QUESTIONS[0]}, {"author_id": "Desk9", "text": ANSWERS[0]}]
    content = write_tweets(inbound=False) if kind == "csv" else json.dumps([{"id": 1, "messages": said}])
    name = "KilnDesk" if kind == "csv" else "Desk9"
    found = read(tmp_path / f"a.{kind}", content, name)
    assert Author.AGENT.value in list_authors(found)[0]
    assert found.files[0].remarks == ()
    missed = read(tmp_path / f"a.{kind}", content, "Nobody Here")
    assert missed.files[0].remarks == (
        "Nobody whom --agent names wrote anything in it: check how the file spells them.",
    )


@pytest.mark.parametrize(("answers", "side"), [("operator", "agent"), ("assistant", "bot")])
@pytest.mark.parametrize("role", ["scribe", "internal"])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
def test_a_role_that_is_no_side_is_neither_customer_nor_agent(
    kind: str, role: str, answers: str, side: str, tmp_path: Path
) -> None:
    talks = [
        [
            {"conversation": f"K{n}", "speaker role": who, "text": text}
            for who, text in (("guest", question), (role, f"SECRET: {question}"), (answers, answer))
        ]
        for n, (question, answer) in enumerate(zip(QUESTIONS, ANSWERS, strict=True))
    ]
    rows = [row for talk in talks for row in talk]
    content = {
        "csv": "\n".join(",".join(row.values()) for row in ({key: key for key in rows[0]}, *rows)),
        "jsonl": "\n".join(json.dumps(row) for row in rows),
        "json": json.dumps([{"id": n, "messages": talk} for n, talk in enumerate(talks)]),
    }
    found = read(tmp_path / f"a.{kind}", content[kind])
    assert list_authors(found) == [["customer", side]] * 4
    assert "SECRET" not in repr(list(found.enquiries))
    doubt = '4 messages were left out as internal: what "speaker role" says of them is not understood.'
    assert (doubt in found.files[0].remarks) == (role == "scribe")
