"""What programs give as JSON and XML: nothing internal leaves, nothing is lost, no file is too large or too broken."""

from __future__ import annotations

import copy
import json
import random
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_readers import CASES, READERS, enquiries, read

from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.errors import InputError, MissingColumn, UnknownFormat
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.conversations.transcripts import split_transcript
from enquiry2article.ingest.files import open_path
from enquiry2article.ingest.read import read_exports, recognise

SOME = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def load(name: str) -> Any:
    """Give a case as its one document, or as the list of its lines."""
    text = (CASES / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith(("jsonl", "ndjson")) else json.loads(text)


def save(folder: Path, name: str, document: Any) -> Path:
    """Write a document in the way of the case of this name."""
    path = folder / name
    lines = document if name.endswith(("jsonl", "ndjson")) else [document]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def follow(value: Any, path: str) -> Iterator[Any]:
    """Give what lies at a path such as "tickets/*/comments/*"."""
    if not path:
        yield value
        return
    key, _, rest = path.partition("/")
    if key == "*":
        for item in value if isinstance(value, list) else []:
            yield from follow(item, rest)
    elif isinstance(value, dict) and key in value:
        yield from follow(value[key], rest)


# --- nothing internal leaves

MARKS: Sequence[tuple[str, str, dict[str, Any]]] = [
    # Case, where its messages are, and what marks one of them as internal
    ("zendesk_account.ndjson", "*/comments/*", {"public": False}),
    ("zendesk_api_page.json", "tickets/*/comments/*", {"public": False}),
    ("freshdesk_api.json", "*/conversations/*", {"private": True}),
    ("freshdesk_api.json", "*/conversations/*", {"source": 8}),
    ("freshdesk_account.json", "*/helpdesk_ticket/notes/*/helpdesk_note", {"private": True}),
    ("intercom.json", "conversations/*/conversation_parts/conversation_parts/*", {"part_type": "note"}),
    ("help_scout.json", "_embedded/conversations/*/_embedded/threads/*", {"type": "note"}),
    ("help_scout.json", "_embedded/conversations/*/_embedded/threads/*", {"state": "draft"}),
    ("help_scout.json", "_embedded/conversations/*/_embedded/threads/*", {"type": "forwardchild"}),
    ("gorgias.json", "data/*/messages/*", {"public": False}),
    ("gorgias.json", "data/*/messages/*", {"channel": "internal-note"}),
    ("hubspot_messages.json", "results/*", {"type": "COMMENT"}),
    ("front_messages.json", "_results/*", {"is_draft": True}),
    ("front_messages.json", "_results/*", {"draft_mode": "shared"}),
    ("front_conversations.json", "*/messages/*", {"is_draft": True}),
    ("crisp_messages.json", "*", {"type": "note"}),
    ("crisp_messages.json", "*", {"stealth": True}),
    ("crisp_conversations.json", "data/*/messages/*", {"type": "note"}),
    ("livechat_archive.json", "chats/*/thread/events/*", {"visibility": "agents"}),
    ("livechat_archive.json", "chats/*/threads/*/events/*", {"recipients": "agents"}),
    ("chatwoot_conversation.json", "payload/*", {"private": True}),
    ("chatwoot_inbox.json", "data/payload/*/messages/*", {"private": True}),
    ("osticket_thread_entry.json", "*/data/*", {"type": "N"}),
    ("discourse_topic.json", "post_stream/posts/*", {"post_type": 4}),
]
TEXTS = "plain_body body html_body body_text body_html stripped_text text richText content cooked subject title".split()


@pytest.mark.parametrize(("name", "path", "mark"), MARKS, ids=lambda value: str(value))
def test_whichever_message_is_made_internal_vanishes(
    name: str, path: str, mark: dict[str, Any], tmp_path: Path
) -> None:
    document = load(name)
    count = len(list(follow(document, path)))
    assert count
    for number in range(count):
        changed = copy.deepcopy(document)
        message = list(follow(changed, path))[number]
        for key in TEXTS:
            if isinstance(message.get(key), str):
                message[key] = "SECRETLY internal words"
        message.update(mark)
        for field in message.get("fields") or []:
            field["answer"] = "SECRETLY internal words"
        for ticket in [*follow(changed, "*"), *follow(changed, "tickets/*")]:
            if isinstance(ticket, dict) and (ticket.get("comments") or [None])[0] is message:
                ticket["description"] = message["plain_body" if "plain_body" in message else "body"]
        assert "SECRET" not in repr(read(save(tmp_path, name, changed)))


@pytest.mark.parametrize("number", range(3))
def test_freshdesk_notes_of_xml_vanish(number: int, tmp_path: Path) -> None:
    pieces = (CASES / "freshdesk_account.xml").read_text("utf-8").split("<helpdesk-note>")
    piece = pieces[number + 1].replace("<body>", "<body>SECRET ")
    pieces[number + 1] = piece.replace('"boolean">false</private>', '"boolean">true</private>')
    path = tmp_path / "a.xml"
    path.write_text("<helpdesk-note>".join(pieces), "utf-8")
    assert "SECRET" not in repr(read(path))


@pytest.mark.parametrize("number", range(5))
def test_comments_that_are_not_approved_vanish(number: int, tmp_path: Path) -> None:
    pieces = (CASES / "wordpress_comments.xml").read_text("utf-8").split("<wp:comment_content>")
    piece = pieces[number + 1].replace("<![CDATA[", "<![CDATA[SECRET ", 1)
    pieces[number + 1] = piece.replace("approved><![CDATA[1]]>", "approved><![CDATA[0]]>")
    path = tmp_path / "a.xml"
    path.write_text("<wp:comment_content>".join(pieces), "utf-8")
    assert "SECRET" not in repr(read(path))


def test_ticket_with_nothing_public_keeps_its_subject_inside(tmp_path: Path) -> None:
    ticket = load("zendesk_account.ndjson")[0]
    ticket["subject"] = "SECRET"
    for comment in ticket["comments"]:
        comment["public"] = False
    found = enquiries(save(tmp_path, "a.ndjson", [ticket, ticket]))
    assert [item.id for item in found] == ["4711", "4711"]
    assert "SECRET" not in repr(found)


# --- who is recognised as whose

PRODUCTS = {
    "chatwoot_conversation.json": "chatwoot",
    "chatwoot_inbox.json": "chatwoot",
    "chatwoot_messages.json": "chatwoot",
    "crisp_conversations.json": "crisp",
    "crisp_messages.json": "crisp",
    "discord.json": "discord",
    "discord_channel.json": "discord",
    "discourse_topic.json": "discourse",
    "flat_garden.json": "json",
    "freshdesk_account.json": "freshdesk",
    "freshdesk_account.xml": "freshdesk-xml",
    "freshdesk_api.json": "freshdesk",
    "front_conversations.json": "front",
    "front_messages.json": "front",
    "gorgias.json": "gorgias",
    "help_scout.json": "help-scout",
    "helpdesks.jsonl": "json",
    "hubspot_messages.json": "hubspot",
    "intercom.json": "intercom",
    "livechat_archive.json": "livechat",
    "osticket_thread_entry.json": "osticket",
    "slack_export.zip": "slack",
    "tawk.json": "tawk",
    "tawk_events.jsonl": "tawk",
    "three_desks.json": "json",
    "wordpress_comments.xml": "wordpress-comments",
    "zendesk_account.ndjson": "zendesk",
    "zendesk_api_page.json": "zendesk",
}


@pytest.mark.parametrize(("name", "product"), PRODUCTS.items(), ids=PRODUCTS)
def test_product_is_recognised(name: str, product: str) -> None:
    found = recognise(open_path(CASES / name), READERS)
    assert found is not None
    assert found[0] == product
    assert found[1]
    others = [
        key for key, reader in READERS.items() if not reader.generic and reader.recognise(open_path(CASES / name))
    ]
    assert others in ([product], [])


def test_every_product_says_what_to_export_instead() -> None:
    for name in set(PRODUCTS.values()) - {"json"}:
        assert READERS[name].advice.endswith((".", "switch that on).", ").")), name


@pytest.mark.parametrize("name", ["zendesk_account.ndjson", "intercom.json", "gorgias.json", "help_scout.json"])
def test_product_is_recognised_though_its_first_record_is_larger_than_the_head(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    text = (CASES / name).read_text("utf-8")
    # The last message of the first record grows beyond what is looked at.
    places = {"zendesk_account.ndjson": "thank you!", "intercom.json": "difference.", "gorgias.json": "one up."}
    place = places.get(name, "Where is my invoice?")
    path.write_text(text.replace(place, place + " word" * 30_000, 1), "utf-8")
    found = recognise(open_path(path), READERS)
    assert found is not None
    assert found[0] == PRODUCTS[name]


# --- one model of a conversation


def conversation(messages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "via": {"channel": "email"},
        "requester_id": 88,
        "submitter_id": 88,
        "assignee_id": 7,
        "created_at": "2026-03-02T09:00:00Z",
        **more,
        "comments": [
            {"author_id": 7, "public": True, "created_at": f"2026-03-02T1{number}:00:00Z", **message}
            for number, message in enumerate(messages)
        ],
    }


def turns_of(tmp_path: Path, record: dict[str, Any]) -> list[tuple[str, str]]:
    found = enquiries(save(tmp_path, "a.json", {"tickets": [record]}))
    return [(turn.author.value, turn.text) for turn in found[0].turns]


def test_what_an_agent_wrote_down_for_a_customer_is_no_reply(tmp_path: Path) -> None:
    said = [{"plain_body": "Caller asks for the opening hours."}, {"plain_body": "From nine to six."}]
    assert turns_of(tmp_path, conversation(said, via={"channel": "phone"}, submitter_id=7)) == [
        ("customer", "Caller asks for the opening hours."),
        ("agent", "From nine to six."),
    ]


def test_mail_of_the_company_is_no_enquiry_until_somebody_answers(tmp_path: Path) -> None:
    outbound = [{"plain_body": "Your parcel is on its way."}]
    path = save(tmp_path, "a.json", {"tickets": [conversation(outbound, subject="Parcel", submitter_id=7)]})
    assert enquiries(path)[0].subject == ""
    answered = [*outbound, {"plain_body": "To which address?", "author_id": 88}]
    path = save(tmp_path, "a.json", {"tickets": [conversation(answered, subject="Parcel", submitter_id=7)]})
    assert enquiries(path)[0].subject == "Parcel"


def test_person_in_copy_is_no_agent(tmp_path: Path) -> None:
    said = [{"plain_body": "Late?", "author_id": 88}, {"plain_body": "I wonder too.", "author_id": 91}]
    assert turns_of(tmp_path, conversation(said, email_cc_ids=[91]))[1] == ("customer", "I wonder too.")


def test_voice_mail_is_read_from_its_transcription(tmp_path: Path) -> None:
    call = {
        "type": "VoiceComment",
        "author_id": 88,
        "body": "Inbound call",
        "data": {"transcription_text": "Are you open?"},
    }
    silent = {"type": "VoiceComment", "body": "Outbound call", "data": {}}
    assert turns_of(tmp_path, conversation([call, silent, {"plain_body": "Yes."}])) == [
        ("customer", "Are you open?"),
        ("agent", "Yes."),
    ]


def test_people_whom_the_user_names_answer() -> None:
    path = CASES / "discord_channel.json"
    found = [item for item in read(path, ReadOptions(agents=("Rex",))) if isinstance(item, Enquiry)]
    assert {turn.author for item in found for turn in item.turns if turn.name in ("Ola", "Kim")} == {Author.CUSTOMER}
    assert [turn.author for item in found for turn in item.turns if turn.name == "Rex"] == [Author.AGENT]


def test_agent_is_named_in_any_format(tmp_path: Path) -> None:
    document = load("hubspot_messages.json")
    document["results"][0]["direction"] = "INCOMING"
    path = save(tmp_path, "a.json", document)
    found = [item for item in read(path, ReadOptions(agents=("@brewgear.test",))) if isinstance(item, Enquiry)]
    assert found[0].turns[-1].author is Author.AGENT


def test_group_of_a_product_can_be_mapped() -> None:
    path = CASES / "zendesk_api_page.json"
    found = [item for item in read(path, ReadOptions(columns={"group": "via.channel"})) if isinstance(item, Enquiry)]
    assert [item.group for item in found] == ["web", "email", "web", "web"]
    with pytest.raises(MissingColumn, match='no key is called "grup"'):
        read(path, ReadOptions(columns={"group": "grup"}))


def test_mapped_messages_are_read_as_any_json() -> None:
    found = read(CASES / "gorgias.json", ReadOptions(columns={"message": "body_text"}))
    assert "> earlier" in repr(found)
    assert "SECRET" not in repr(found)


def test_same_ticket_on_two_pages_is_one_enquiry(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        save(tmp_path, name, load("crisp_messages.json"))
    found = read_exports([tmp_path], READERS, ReadOptions())
    assert sorted(item.id for item in found.enquiries) == ["session_a1", "session_b2"]
    assert {len(item.turns) for item in found.enquiries} == {2, 3}


def test_slack_threads_join_over_days_and_folders(tmp_path: Path) -> None:
    with zipfile.ZipFile(CASES / "slack_export.zip") as archive:
        archive.extractall(tmp_path / "export")
    found = read_exports([tmp_path / "export"], READERS, ReadOptions())
    assert sorted(len(item.turns) for item in found.enquiries) == [1, 3]
    assert [report.format for report in found.files if report.format] == ["slack"]
    alone = read_exports([tmp_path / "export" / "help-api"], READERS, ReadOptions())
    assert sorted(len(item.turns) for item in alone.enquiries) == [1, 3]
    named = read_exports([tmp_path / "export"], READERS, ReadOptions(agents=("cy tran",)))
    assert {turn.author for item in named.enquiries for turn in item.turns if turn.name == "Bo Ekdal"} == {
        Author.CUSTOMER
    }


# --- chats that are kept in one message

CHATS = [
    ("(10:01:02) Ana: is it open?\n(10:02:00) Zoe: until six.", ["customer", "agent"]),
    ("[10:03] Visitor 1234: hello\n[10:04] Zoe: hi\n[10:05] Visitor 1234: open?", ["customer", "agent", "customer"]),
    ("Served by: Zoe Quin\n(1:00:00 PM) Zoe: how may I help?\n(1:01:00 PM) Mo: is it open?", ["agent", "customer"]),
    ("<p>(10:01) Ana: hi</p><p>(10:02) Zoe: hello<br>there</p>", ["customer", "agent"]),
    ("(10:01) Helper Bot: Hi!\n(10:02) Ana: open?\n(10:03) Zoe: yes", ["bot", "customer", "agent"]),
    ("[2026-03-05 10:01:02] Ana: hi\n[2026-03-05 10:01:09] Zoe: hello", ["customer", "agent"]),
]


@pytest.mark.parametrize(("text", "authors"), CHATS)
def test_chat_in_one_message_is_taken_apart(text: str, authors: list[str]) -> None:
    assert [said[0].value for said in split_transcript(text, None)] == authors


@pytest.mark.parametrize(
    "text",
    [
        "The shop opens (10:01) and closes (18:00). Note: not on Sundays.",
        "(10:01:02) Ana: only one line",
        "(10:01:02) Ana: two lines\n(10:02:02) Ana: of one person",
        "Times:\n10:00 Breakfast: in the hall\n11:00 Walk: to the lake",
        "no chat at all",
        "",
    ],
)
def test_what_is_no_chat_stays_whole(text: str) -> None:
    assert split_transcript(text, None) == []


def test_names_from_the_record_tell_who_is_who() -> None:
    text = "(10:01:02) Kim: hello, can I help?\n(10:02:00) Ola: is it open?"
    assert [said[0].value for said in split_transcript(text, None, ["Kim Ode"], [])] == ["agent", "customer"]
    assert [said[0].value for said in split_transcript(text, None, [], ["ola berg"])] == ["agent", "customer"]


# --- posts, which are no enquiries

POSTS = {
    "ghost.json": '{"db": [{"meta": {"exported_on": 1}, "data": {"posts": [{"id": "1", "title": "x"}]}}]}',
    "feed.json": '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1"}]}',
    "feed.xml": '<?xml version="1.0"?><rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
    "atom.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>x</loc></url></urlset>',
    "wordpress.xml": '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
    "<item><title>x</title></item></channel></rss>",
}


@pytest.mark.parametrize("name", POSTS)
def test_posts_are_pointed_to_where_they_belong(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(POSTS[name], "utf-8")
    with pytest.raises(UnknownFormat, match=f"{name} .*--posts"):
        read_exports([path], READERS, ReadOptions())


# --- XML of strangers

BOMB = '<!DOCTYPE x [<!ENTITY a "SECRETSECRET"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>\n'
FETCH = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


def with_prolog(name: str, prolog: str, reference: str) -> str:
    text = (CASES / name).read_text("utf-8")
    declaration, _, rest = text.partition("?>\n")
    return f"{declaration}?>\n{prolog}{rest}".replace("Does the studio", f"{reference} Does the studio").replace(
        "How warm must", f"{reference} How warm must"
    )


@pytest.mark.parametrize("name", ["freshdesk_account.xml", "wordpress_comments.xml"])
@pytest.mark.parametrize(("prolog", "reference"), [(BOMB, "&c;"), (FETCH, "&a;"), (BOMB, "&amp;")])
def test_entities_are_told_and_not_followed(name: str, prolog: str, reference: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(with_prolog(name, prolog, reference), "utf-8")
    items = read(path)
    bad = [item.reason for item in items if isinstance(item, BadRow)]
    assert [reason for reason in bad if "entities" in reason] == [
        "it declares entities of its own, which are not followed"
    ]
    assert "SECRET" not in repr(items)
    assert "root:" not in repr(items)
    assert len([item for item in items if isinstance(item, Enquiry)]) == 2


def test_xml_that_grows_without_end_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    text = (CASES / "freshdesk_account.xml").read_text("utf-8")
    start, end = text.index("  <helpdesk-ticket>"), text.index("</helpdesk-tickets>")
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text[:start])
        for _ in range(1000):
            stream.write(text[start:end])
        stream.write(text[end:])
    tracemalloc.start()
    try:
        count = sum(1 for _ in READERS["freshdesk-xml"].read(open_path(path), ReadOptions()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 2000
    assert peak < 6 << 20


@pytest.mark.parametrize("name", ["freshdesk_account.xml", "wordpress_comments.xml"])
def test_xml_that_breaks_off_gives_what_is_whole(name: str, tmp_path: Path) -> None:
    text = (CASES / name).read_text("utf-8")
    element = "</helpdesk-ticket>" if name.startswith("fresh") else "</item>"
    path = tmp_path / name
    for end in range(200, len(text) - 1, 37):
        path.write_text(text[:end], "utf-8")
        try:
            items = list(READERS[PRODUCTS[name]].read(open_path(path), ReadOptions()))
        except InputError:
            assert element not in text[:end]
            continue
        assert [item for item in items if isinstance(item, BadRow)]
        assert bool([item for item in items if isinstance(item, Enquiry)]) == (element in text[:end])


# --- documents that are too large for the memory


def write_large(path: Path, head: str, record: str, count: int, tail: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head)
        for number in range(count):
            stream.write(("," if number else "") + record.replace("0000", str(number)))
        stream.write(tail)


TICKET = json.dumps(
    {
        "id": "0000",
        "via": {"channel": "email"},
        "requester_id": 88,
        "assignee_id": 7,
        "subject": "Hours",
        "comments": [
            {
                "author_id": 88,
                "public": True,
                "body": "Are you open on Sundays? ü " * 400,
                "created_at": "2026-03-02T10:00:00Z",
            },
            {"author_id": 9, "public": True, "body": "From ten to four. " * 20, "created_at": "2026-03-02T11:00:00Z"},
        ],
    },
    ensure_ascii=False,
)
TAIL = '], "users": [{"id": 88, "role": "end-user", "name": "Ana"}, {"id": 9, "role": "end-user"}], "count": 3}'


@pytest.mark.parametrize(("head", "tail"), [('{"count": 1, "meta": {"a": [1, 2]}, "tickets": [', TAIL), ("[", "]")])
def test_large_document_is_known_and_streamed(head: str, tail: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_large(path, head, TICKET, 1_300, tail)
    assert path.stat().st_size > 14 << 20
    found = recognise(open_path(path), READERS)
    assert found is not None
    assert found[0] == "zendesk"
    tracemalloc.start()
    try:
        stream = READERS["zendesk"].read(open_path(path), ReadOptions())
        first = next(stream)
        count = 1 + sum(1 for _ in stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(first, Enquiry)
    # The users come behind the tickets, and what they are holds for all of them.
    assert [turn.author.value for turn in first.turns] == ["customer", "customer" if "users" in tail else "agent"]
    assert count == 1_300
    assert peak < 24 << 20  # json.load takes 44 MiB


def test_large_document_that_breaks_off_keeps_its_whole_records(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_large(path, '{"tickets": [', TICKET, 900, "")
    text = path.read_text("utf-8")
    path.write_text(text[:-100], "utf-8")
    items = list(READERS["zendesk"].read(open_path(path), ReadOptions()))
    assert len(items) == 900
    assert isinstance(items[-1], BadRow)
    column = len('{"tickets": [') + len(text[:-100].rpartition('{"id": ')[0]) - len('{"tickets": [') + 1
    assert items[-1].reason == (
        f"the JSON is broken after 899 whole records, at line 1, column {column}: the rest is not read"
    )


@pytest.mark.parametrize(("head", "tail"), [('{"tickets": [', "]}"), ("[", "]"), ('{"data": {"tickets": [', "]}}")])
def test_large_document_of_no_known_program_is_streamed(head: str, tail: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    record = '{"id": "0000", "question": "' + "Are you open on Sundays? " * 80 + '", "answer": "Yes."}'
    write_large(path, head, record, 5_000, tail)
    items = list(READERS["json"].read(open_path(path), ReadOptions()))
    assert len(items) == 5_000
    assert not [item for item in items if isinstance(item, BadRow)]


def test_large_document_that_is_one_record_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_large(path, '{"id": 1, "messages": [', '{"role": "user", "text": "' + "word " * 200 + '"}', 12_000, "]}")
    items = list(READERS["json"].read(open_path(path), ReadOptions()))
    assert [item.reason for item in items if isinstance(item, BadRow)] == [
        "the JSON holds a single record, which is cut off or larger than can be read"
    ]


@pytest.mark.parametrize("end", ["", "}", "\n{", "]"])
def test_objects_that_follow_each_other_are_read(end: str, tmp_path: Path) -> None:
    tickets = load("zendesk_account.ndjson")
    path = tmp_path / "jq.json"
    path.write_text("\n".join(json.dumps(ticket, indent=2) for ticket in tickets) + end, "utf-8")
    items = read(path)
    assert [item.id for item in items if isinstance(item, Enquiry)] == [str(ticket["id"]) for ticket in tickets]
    assert len(items) == len(tickets) + bool(end)


def test_what_follows_a_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(load("freshdesk_api.json")) + "\n\n]x", "utf-8")
    items = read(path)
    assert [item.reason for item in items if isinstance(item, BadRow)] == [
        "the JSON is broken after 4 whole records, at line 3, column 1: the rest is not read"
    ]
    assert len(items) == 5


# --- whatever happens to a file

SHUFFLED = [
    "zendesk_account.ndjson", "freshdesk_api.json", "intercom.json", "help_scout.json", "gorgias.json",
    "hubspot_messages.json", "front_messages.json", "front_conversations.json", "crisp_messages.json",
    "livechat_archive.json", "chatwoot_conversation.json", "chatwoot_inbox.json", "osticket_thread_entry.json",
    "discourse_topic.json",
]  # fmt: skip


def shuffle(value: Any, chance: random.Random) -> None:
    """Shuffle every list of objects, however deep."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        chance.shuffle(value)
    for item in inner:
        shuffle(item, chance)


def gist(items: Sequence[Enquiry | BadRow]) -> dict[str, Any]:
    """Give what must not depend on the order of a file."""
    found = [item for item in items if isinstance(item, Enquiry)]
    return {item.id: (item.subject, item.turns, item.received, set(item.customer_names), item.rating) for item in found}


@SOME
@given(name=st.sampled_from(SHUFFLED), chance=st.randoms(use_true_random=False))
def test_order_of_a_file_does_not_matter(name: str, chance: random.Random, tmp_path: Path) -> None:
    document = load(name)
    shuffle(document, chance)
    if name == "osticket_thread_entry.json":  # phpMyAdmin's header comes first
        document.sort(key=lambda item: ["header", "database", "table"].index(item["type"]))
    assert gist(read(save(tmp_path, name, document))) == gist(read(CASES / name))


LISTS = {
    "zendesk_account.ndjson": ("[", "*", "]"),
    "freshdesk_api.json": ("[", "*", "]"),
    "intercom.json": ('{"type": "conversation.list", "conversations": [', "conversations/*", "]}"),
    "help_scout.json": ('{"_embedded": {"conversations": [', "_embedded/conversations/*", "]}}"),
    "gorgias.json": ('{"data": [', "data/*", '], "meta": {}}'),
    "three_desks.json": ('{"tickets": [', "tickets/*", "]}"),
}


@settings(SOME, max_examples=150)
@given(name=st.sampled_from(sorted(LISTS)), share=st.floats(0, 1), lines=st.booleans())
def test_every_whole_record_of_a_file_that_breaks_off_is_accounted_for(
    name: str, share: float, lines: bool, tmp_path: Path
) -> None:
    head, where, tail = LISTS[name]
    records = [json.dumps(record) for record in follow(load(name), where)]
    text = "\n".join(records) + "\n" if lines else head + ", ".join(records) + tail
    end = int(share * len(text))
    path = tmp_path / ("a.jsonl" if lines else "a.json")
    path.write_text(text[:end], "utf-8")
    whole = [json.loads(record)["id"] for record in records if text[:end].find(record) >= 0]
    try:
        found = read_exports([path], READERS, ReadOptions())
    except InputError:
        assert not whole
        return
    kept = {item.id for item in found.enquiries}
    assert {str(id_) for id_ in whole} <= kept
    assert end >= len(text) - 2 or found.bad or len(whole) == len(kept)


@SOME
@given(data=st.data())
def test_records_of_the_wrong_shape_raise_nothing(data: st.DataObject, tmp_path: Path) -> None:
    name = data.draw(st.sampled_from([name for name in PRODUCTS if name.endswith("json")]))
    document = load(name)
    odd = st.sampled_from(
        [None, "", "x", 0, -1, 1.5, True, [], {}, [None], [[]], {"id": []}, [{"id": {}}], 10**400, "9" * 500]
    )

    def damage(value: Any) -> Any:
        if data.draw(st.integers(0, 30)) == 0:
            return data.draw(odd)
        if isinstance(value, dict):
            return {key: damage(inner) for key, inner in value.items()}
        return [damage(inner) for inner in value] if isinstance(value, list) else value

    path = tmp_path / "a.json"
    path.write_text(json.dumps(damage(document)), "utf-8")
    for key in {"json", "posts", *PRODUCTS.values()}:
        file = open_path(path)
        READERS[key].recognise(file)
        try:
            items = list(READERS[key].read(file, ReadOptions()))
        except InputError:
            continue
        assert all(isinstance(item, Enquiry | BadRow) for item in items)
