"""Who may see a message: whatever a field is called and however it says yes, no note gets out of `read_exports`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.fields.visibility import Visibility, judge, learn_flag, read_flag
from enquiry2article.ingest.read import Ingested, read_exports

READERS = load_readers()
YES_NO = [("true", "false"), ("1", "0"), ("1.0", "0.0"), ("Yes", "No"), ("Y", "N"), ("ja", "nein"), ("WAHR", "FALSCH")]
SHOWING = [*"""
is_visible_for_customer IsVisibleForCustomer visible_to_customer customer_visible is_published IsPublished
jsdPublic public isPublic is_public_comment visible_in_portal kundensichtbar Öffentlich veröffentlicht público publicado
pubblico openbaar publiczny""".split(),
    "Comment is public", "Comment public", "Sichtbar für Kunden", "Für Kunden sichtbar", "visible par le client",
    "commentaire public", "visible para el cliente", "visibile al cliente", "zichtbaar voor klant",
    "widoczne dla klienta", "visível para o cliente",
]  # fmt: skip
HIDING = [*"""
private_notes is_agent_note is_internal_note internal_note internal isPrivate is_note staff_only staffOnly
hidden is_draft hidden_from_customer not_public confidential intern privat interno privado""".split(),
    "interne Notiz", "nur intern", "note interne", "nota interna", "interne notitie", "notatka wewnętrzna",
    "Nicht öffentlich", "agents only", "réservé",
]  # fmt: skip
WORDS = [
    ("comment_visibility", "Public", "Internal"),
    ("visibility", "AllUsers", "InternalUsers"),
    ("visibility", "everyone", "Agents only"),
    ("Sichtbarkeit", "Kunden", "Nur Mitarbeiter"),
    ("visibilité", "publique", "réservé à l'équipe"),
    ("audience", "customers", "agents"),
    ("access level", "public", "staff only"),
    ("public", "Public", "Private"),
    ("thread_type", "R", "N"),
    ("entry_type", "M", "N"),
    ("article_type", "email-external", "note-internal"),
    ("comment_type", "comments", "work_notes"),
    ("type", "reply", "note"),
    ("message_type", "email", "Internal note"),
]
MARKS = [
    *((name, yes, no) for name in SHOWING for yes, no in YES_NO),
    *((name, no, yes) for name in HIDING for yes, no in YES_NO),
    *WORDS,
]
ASKED, NOTED, REPLIED = "May I bring my dog to the course?", "SECRET he never pays.", "Dogs may come along on a lead."


def read(folder: Path, name: str, content: str, **options: object) -> Ingested:
    path = folder / name
    path.write_text(content, "utf-8")
    return read_exports([path], READERS, ReadOptions(**options))  # type: ignore[arg-type]


def write_csv(name: str, rows: list[list[str]]) -> str:
    lines = [["ticket", "created", "author_type", name, "comment"], *rows]
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


@pytest.mark.parametrize("beside", [True, False], ids=["replies beside", "notes alone"])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_no_note_gets_out_and_replies_do(kind: str, beside: bool, tmp_path: Path) -> None:
    for name, shown, hidden in MARKS:
        rows = []
        for number in "123":
            rows.append([number, "2026-04-01 09:00", "customer", shown, ASKED])
            rows.append([number, "2026-04-01 10:00", "agent", hidden, NOTED])
            if beside:
                rows.append([number, "2026-04-01 11:00", "agent", shown, REPLIED])
        if kind == "csv":
            content = write_csv(name, rows)
        else:
            said = [
                {"created": at, "author_type": who, name: mark, "body": text} for _, at, who, mark, text in rows[:3]
            ]
            said = said if beside else said[:2]
            content = json.dumps([{"id": number, "articles": said} for number in "123"])
        found = read(tmp_path, f"notes.{kind}", content)
        texts = [turn.text for enquiry in found.enquiries for turn in enquiry.turns]
        assert NOTED not in repr(list(found.enquiries)), (name, hidden)
        assert texts.count(REPLIED) == (3 if beside else 0), (name, shown)
        assert texts.count(ASKED) == 3, (name, shown)
        assert found.files[0].remarks == (), name


@pytest.mark.parametrize(
    "name",
    """
    public_url notes_count hidden_gem visible_since published_at internal_id private_key note_id public_holiday
    internet international customer_type account_type private_customer internal_users visible_to_agents is_customer
    subject comment message body draft_id visibility_updated_at notification""".split(),
)
def test_name_of_something_else_is_no_mark(name: str) -> None:
    assert read_flag(name) is None


def test_notes_of_a_ticket_are_a_text_and_their_number_a_number(tmp_path: Path) -> None:
    rows = "".join(
        f'{n},"Do you teach on day {n}?","Yes, all day long.","{note}",{n % 2}\n'
        for n, note in enumerate(["", "SECRET rude", "called the private number", ""])
    )
    found = read(tmp_path, "a.csv", "id,question,answer,internal note,notes\n" + rows)
    assert len(found.enquiries) == 4
    assert "SECRET" not in repr(list(found.enquiries))


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_message_of_a_doubtful_mark_stays_inside_and_is_told(kind: str, tmp_path: Path) -> None:
    rows = [
        ["1", "2026-04-01 09:00", "customer", "level 1", ASKED],
        ["1", "2026-04-01 10:00", "agent", "level 4", NOTED],
    ]
    said = [{"author_type": who, "visibility": mark, "text": text} for _, _, who, mark, text in rows]
    content = write_csv("visibility", rows) if kind == "csv" else json.dumps([{"id": 1, "messages": said}])
    with_public = content.replace("level 1", "public")
    found = read(tmp_path, f"a.{kind}", with_public)
    assert [turn.text for enquiry in found.enquiries for turn in enquiry.turns] == [ASKED]
    assert found.files[0].remarks == (
        '1 message was left out as internal: what "visibility" says of them is not understood.',
    )


@pytest.mark.parametrize("empty", ["", None])
def test_reply_without_the_mark_that_others_have_is_doubtful_and_the_question_is_not(
    empty: str | None, tmp_path: Path
) -> None:
    said = [
        {"role": "customer", "text": ASKED, "public": empty},
        {"role": "agent", "text": NOTED, "public": empty},
        {"role": "agent", "text": REPLIED, "public": True},
    ]
    found = read(tmp_path, "a.json", json.dumps([{"id": 1, "messages": said}]))
    assert [turn.text for enquiry in found.enquiries for turn in enquiry.turns] == [ASKED, REPLIED]
    assert len(found.files[0].remarks) == 1


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        ("visibility", "visible only to agents", Visibility.INTERNAL),
        ("visibility", "Customers cannot see this", Visibility.INTERNAL),
        ("visibility", "not internal", Visibility.PUBLIC),
        ("private", "public", Visibility.PUBLIC),
        ("is_private", "b'1'", Visibility.INTERNAL),
        ("is_private", "perhaps", Visibility.UNCLEAR),
        ("type", "Public note", None),
        ("type", "email", None),
        ("role", "internal", Visibility.INTERNAL),
        ("role", "staff", None),
        ("state", "draft", Visibility.INTERNAL),
    ],
)
def test_values(name: str, value: str, verdict: Visibility | None) -> None:
    flag = read_flag(name)
    assert flag is not None
    assert judge(flag, value) is verdict


def test_marks_inside_properties_and_roles(tmp_path: Path) -> None:
    notes = [
        {"properties": [{"key": "sd.public.comment", "value": {"internal": True}}]},
        {"visibility": {"type": "role", "value": "Developers"}},
        {"custom_fields": [{"name": "Visibility", "value": "Team only"}]},
        {"meta": {"is_private": 1}},
        {"subtype_id": [2, "Note"]},
    ]
    said = [{"author": "Ida", "body": ASKED}, *({"author": "Rosa", "body": NOTED} | note for note in notes)]
    found = read(tmp_path, "a.json", json.dumps([{"id": 1, "entries": said}]))
    assert [turn.text for enquiry in found.enquiries for turn in enquiry.turns] == [ASKED]


def test_column_of_many_values_is_no_mark() -> None:
    assert learn_flag("Email (private)", ["ida@moor.test"], messages=True) is None
    assert learn_flag("Telefon privat", ["0700 900 123"], messages=True) is None
    assert learn_flag("notes", ["0", "1", "4"], messages=True) is None
    assert learn_flag("comment type", ["note"], messages=False) is not None
    assert learn_flag("type", ["note"], messages=False) is None
