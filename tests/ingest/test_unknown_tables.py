"""Tables of programs that nobody knows: what their columns hold, who speaks in a cell, and what is told about it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from enquiry2article.cli.output.summary import describe_file
from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Enquiry
from enquiry2article.domain.errors import InputError, MissingColumn, UnknownFormat
from enquiry2article.domain.export import ColumnChoice, ReadOptions
from enquiry2article.ingest.read import Ingested, read_exports

READERS = load_readers()
ASKED = [
    "How do I dry my boots after a wet hike?",
    "My boots are soaked, what is the best way to dry them?",
    "Can I put leather boots on a heater?",
    "When is the repair workshop open?",
    "Is your workshop open on Saturdays?",
    "I would like to swap my voucher for cash, is that possible?",
]
DRY = "Take out the insoles and stuff the boots with newspaper. Keep them away from heaters."
OPEN = "Our workshop is open from Tuesday to Saturday. You find the hours under Service."
CASH = "A voucher cannot be paid out, but you can use it in several orders. Kind regards, Mira"
REPLIED = [DRY, DRY, DRY, OPEN, OPEN, CASH]
PEOPLE = ["Ada Quint", "Bo Marsh", "Cem Aydin", "Dora Novak", "Eli Sand", "Fay Orr"]
PAIRS = list(zip(ASKED, REPLIED, PEOPLE, strict=True))


def write(path: Path, header: list[str], rows: list[list[str]], encoding: str = "utf-8") -> Path:
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *rows])
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def ingest(path: Path, format_name: str = "", **options: object) -> Ingested:
    return read_exports([path], READERS, ReadOptions(**options), format_name=format_name)  # type: ignore[arg-type]


def said(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [(turn.author.value, turn.text) for turn in enquiry.turns]


def check_all(found: Ingested, asked: list[str] = ASKED, replied: list[str] = REPLIED) -> None:
    """Check that each question stands with its reply, whatever the ids are."""
    wanted = sorted([("customer", one), ("agent", other)] for one, other in zip(asked, replied, strict=True))
    assert sorted(said(enquiry)[:2] for enquiry in found.enquiries) == wanted


# --- columns by what they hold


@pytest.mark.parametrize(
    "header",
    [
        ["Case", "Customer message", "Reply to customer"],
        ["Nr", "Anfrage", "Antwort des Kundenservice"],
        ["id", "Question asked", "Answer sent"],
        ["N°", "Texte", "Retour au client"],
        ["A", "B", "C"],
        ["id", "short_description", "comments"],
        ["id", "Card description", "Final answer"],
    ],
)
def test_replies_are_found_under_any_heading(header: list[str], tmp_path: Path) -> None:
    rows = [[str(number), one, other] for number, (one, other, _) in enumerate(PAIRS)]
    check_all(ingest(write(tmp_path / "a.csv", header, rows)))


@pytest.mark.parametrize(("name", "choice"), [("Response", "Sent"), ("Solution", "Workaround provided")])
def test_a_choice_is_no_reply(name: str, choice: str, tmp_path: Path) -> None:
    rows = [[one, choice, other] for one, other, _ in PAIRS]
    check_all(ingest(write(tmp_path / "a.csv", ["question", name, "Notes to the customer"], rows)))


def test_what_is_for_colleagues_is_never_the_reply(tmp_path: Path) -> None:
    rows = [[one, "SECRET: he only gets the voucher if he insists on it"] for one, _, _ in PAIRS]
    for name in ("Internal response", "Private notes", "Interner Kommentar"):
        found = ingest(write(tmp_path / "a.csv", ["question", name], rows))
        assert all("SECRET" not in text for enquiry in found.enquiries for _, text in said(enquiry))


def test_a_name_that_is_a_title_is_no_person(tmp_path: Path) -> None:
    titles = ["Drying boots"] * 3 + ["Workshop hours"] * 2 + ["Voucher"]
    rows = [[title, one, other] for title, (one, other, _) in zip(titles, PAIRS, strict=True)]
    found = list(ingest(write(tmp_path / "a.csv", ["Name", "Description", "Answer"], rows)).enquiries)
    assert {enquiry.subject for enquiry in found} == set(titles)
    assert not any(enquiry.customer_names for enquiry in found)
    people = [[person, one, other] for one, other, person in PAIRS]
    found = list(ingest(write(tmp_path / "a.csv", ["Name", "Description", "Answer"], people)).enquiries)
    assert {enquiry.customer_names for enquiry in found} == {(person,) for person in PEOPLE}


def test_columns_are_shown_with_an_example_and_how_sure_they_are(tmp_path: Path) -> None:
    rows = [[str(number), one, other] for number, (one, other, _) in enumerate(PAIRS)]
    found = ingest(write(tmp_path / "a.csv", ["Case", "What", "Then"], rows))
    told = "\n".join(describe_file(found.files[0]))
    assert 'question = "What" (' in told
    assert "% sure), such as: " in told
    assert 'id = "Case"' in told


def test_no_persons_name_stands_in_an_example(tmp_path: Path) -> None:
    rows = [[person, f"{person} here. {one}"] for one, _, person in PAIRS]
    choices = ingest(write(tmp_path / "a.csv", ["Customer", "Message"], rows)).files[0].columns
    assert not any(person.split()[0] in choice.example for choice in choices for person in PEOPLE)


def test_a_person_is_asked_once_where_it_is_not_sure(tmp_path: Path) -> None:
    rows = [
        ["The chain came off twice when I went up the hill", "I put it back on and oiled it with olive oil"],
        ["The rear light goes out in every pothole there is", "I have changed the batteries and bent the contacts"],
    ]
    path = write(tmp_path / "a.csv", ["first", "second"], rows)
    asked: list[ColumnChoice] = []

    def take_other(file: str, choice: ColumnChoice, columns: object) -> str:
        asked.append(choice)
        return choice.rivals[0]

    found = ingest(path, ask=take_other)
    assert len(asked) == 1
    assert asked[0].field == "question"
    taken = next(choice.column for choice in found.files[0].columns if choice.field == "question")
    assert taken == asked[0].rivals[0]
    assert any("That is a guess" in line for line in describe_file(ingest(path).files[0]))


def test_replies_alone_are_never_taken_for_questions(tmp_path: Path) -> None:
    rows = [[str(number), f"{other} ({number})"] for number, (_, other, _) in enumerate(PAIRS)]
    with pytest.raises(MissingColumn):
        ingest(write(tmp_path / "a.csv", ["id", "Agent reply"], rows))


def test_one_column_for_question_and_answer_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["id", "Words"], [["1", ASKED[0]]])
    with pytest.raises(InputError, match="one column for question and for answer"):
        ingest(path, columns={"question": "Words", "answer": "words"})


def test_a_table_is_no_mailbox_whatever_format_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["id", "question"], [["1", ASKED[0]]])
    with pytest.raises(UnknownFormat, match="is not a mailbox"):
        ingest(path, format_name="mbox")


# --- conversations in one cell


@pytest.mark.parametrize(
    "layout",
    [
        "Customer: {q}\nAgent: {a}\nCustomer: thank you",
        "{c}: {q}\nMira Holt: {a}",
        "(10:00:11) Visitor 47: {q}\n(10:01:40) Mira: {a}\n(10:02:40) Visitor 47: thanks",
        "[03.02.26, 10:00:12] {c}: {q}\n[03.02.26, 10:10:12] Mira: {a}",
        "03/02/2026, 10:00 - {c}: {q}\n03/02/2026, 10:10 - Mira: {a}",
        "User: {q} | Admin: {a}",
        "{c} - 03/02/2026 10:00\n{q}\n\n--------------\nMira Holt (Support) - 03/02/2026 11:00\n{a}\n",
        "**{c}** (10:02): {q}\n**Mira** (10:05): {a}",
        "<p><b>Kunde:</b> {q}</p><p><b>Support:</b> {a}</p>",
        "10:02 {c}: {q}\n10:05 Mira: {a}",
        "{c} wrote on 3 Feb 2026 10:00:\n{q}\n\nMira Holt (Agent) wrote on 3 Feb 2026 11:00:\n{a}",
    ],
)
@pytest.mark.parametrize("name", ["Conversation parts", "Description", "x"])
def test_a_conversation_in_one_cell_is_parted(layout: str, name: str, tmp_path: Path) -> None:
    cells = [layout.format(q=one, a=other, c=person) for one, other, person in PAIRS]
    check_all(ingest(write(tmp_path / "a.csv", ["id", name], [[str(n), cell] for n, cell in enumerate(cells)])))


def test_the_fields_of_a_form_are_no_conversation(tmp_path: Path) -> None:
    cells = [f"Name: {person}\nProduct: boots\nMessage: {one}" for one, _, person in PAIRS]
    found = ingest(write(tmp_path / "a.csv", ["id", "Message"], [[str(n), cell] for n, cell in enumerate(cells)]))
    assert [said(enquiry) for enquiry in found.enquiries] == [[("customer", cell)] for cell in cells]


def test_a_journal_is_what_agents_answered_and_its_work_notes_stay_inside(tmp_path: Path) -> None:
    journal = (
        "2026-02-03 10:31:00 - Mira Holt (Additional comments)\n{}\n\n"
        "2026-02-03 10:30:00 - Mira Holt (Work notes)\nSECRET he is a pain\n"
    )
    rows = [[f"R{n}", one, journal.format(other)] for n, (one, other, _) in enumerate(PAIRS)]
    found = ingest(write(tmp_path / "a.csv", ["number", "description", "comments_and_work_notes"], rows))
    check_all(found)
    assert all("SECRET" not in text for enquiry in found.enquiries for _, text in said(enquiry))


def test_comment_columns_with_date_author_and_text(tmp_path: Path) -> None:
    rows = [[f"K-{n}", one, f"03/Feb/26 10:02 AM;mholt;{other}", ""] for n, (one, other, _) in enumerate(PAIRS)]
    rows[0][3] = "03/Feb/26 11:02 AM;jtanner;Closing this now."
    found = ingest(write(tmp_path / "a.csv", ["Issue key", "Description", "Comment", "Comment"], rows))
    check_all(found)
    assert said(next(iter(found.enquiries)))[2] == ("agent", "Closing this now.")


def test_the_protocol_of_a_chat_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "_chat.txt"
    path.write_text("".join(f"[03.02.26, 10:00:12] {c}: {q}\n[03.02.26, 10:01:12] Mira: {a}\n" for q, a, c in PAIRS))
    with pytest.raises(UnknownFormat, match="protocol of a chat"):
        ingest(path)


# --- rows that belong together


def test_a_ticket_that_a_join_repeats_is_one_enquiry(tmp_path: Path) -> None:
    rows = [row for n, (one, other, _) in enumerate(PAIRS) for row in ([f"{n}", one, ""], [f"{n}", one, other])]
    found = ingest(write(tmp_path / "a.csv", ["id", "description", "reply"], rows))
    assert len(found.enquiries) == len(PAIRS)
    check_all(found)
    assert any('Rows with the same "id"' in note for note in found.files[0].remarks)


def test_an_id_whose_rows_ask_different_things_is_told(tmp_path: Path) -> None:
    rows = [["7", one] for one in ASKED]
    found = ingest(write(tmp_path / "a.csv", ["id", "question"], rows))
    assert len(found.enquiries) == len(ASKED)
    assert any("--group-by-thread" in note for note in found.files[0].remarks)


@pytest.mark.parametrize("shuffled", [False, True])
def test_messages_whose_authors_only_their_habits_tell(shuffled: bool, tmp_path: Path) -> None:
    rows = [
        row for n, (one, other, _) in enumerate(PAIRS) for row in ([f"t{n}", f"c{n}", one], [f"t{n}", "desk", other])
    ]
    check_all(ingest(write(tmp_path / "a.csv", ["thread", "author_id", "text"], rows)))
    linked = [
        row
        for n, (one, other, _) in enumerate(PAIRS)
        for row in ([f"{2 * n}", f"c{n}", one, ""], [f"{2 * n + 1}", "desk", other, f"{2 * n}.0"])
    ]
    path = write(
        tmp_path / "b.csv", ["id", "author_id", "text", "in_reply_to_id"], linked[::-1] if shuffled else linked
    )
    found = ingest(path)
    assert len(found.enquiries) == len(PAIRS)
    assert found.files[0].replied == len(PAIRS)


# --- sheets, encodings, dates


def test_hidden_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.title = "Inside"
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("Tickets")
    for row in (["id", "question", "answer"], ["1", "SECRET is he rude?", "SECRET yes"]):
        hidden.append(row)
    for row in (["id", "question", "answer"], ["1", ASKED[0], REPLIED[0]]):
        shown.append(row)
    book.save(tmp_path / "a.xlsx")
    found = ingest(tmp_path / "a.xlsx")
    assert [said(enquiry) for enquiry in found.enquiries] == [[("customer", ASKED[0]), ("agent", REPLIED[0])]]
    assert any('"Inside"' in note for note in found.files[0].remarks)


def test_the_second_of_two_rows_of_names_is_the_header(tmp_path: Path) -> None:
    rows = [["Name", "Email", "ID", "Description", "Reply"]]
    rows += [[person, f"p{n}@post.example", f"{n}", one, other] for n, (one, other, person) in enumerate(PAIRS)]
    found = ingest(write(tmp_path / "a.csv", ["Customer", "", "Ticket", "", ""], rows))
    check_all(found)
    assert {enquiry.customer_names for enquiry in found.enquiries} == {(person,) for person in PEOPLE}


JAPANESE = (
    "番号|質問|回答",
    "靴が濡れました。どうやって乾かせばいいですか？",
    "中敷きを取り出して新聞紙を入れてください。",
)
RUSSIAN = ("Номер|Вопрос|Ответ", "Как высушить мокрые ботинки?", "Достаньте стельки и набейте ботинки газетой.")
LETTERS = {
    "cp932": JAPANESE,
    "euc_jp": JAPANESE,
    "cp949": ("번호|문의 내용|답변", "젖은 신발은 어떻게 말리나요?", "깔창을 빼고 신문지를 넣어 주세요."),
    "gb18030": ("编号|问题|回复", "鞋子湿了怎么弄干？", "请取出鞋垫，塞入报纸。"),
    "big5": ("編號|問題|回覆", "靴子濕了怎麼弄乾？", "請取出鞋墊，塞入報紙。"),
    "koi8_r": RUSSIAN,
    "cp1251": RUSSIAN,
    "cp1250": ("Numer|Pytanie|Odpowiedź", "Jak wysuszyć przemoczone buty?", "Proszę wyjąć wkładki i włożyć gazetę."),
    "cp1254": ("No|Soru|Cevap", "Islak botları nasıl kurutabilirim?", "Lütfen tabanlığı çıkarın ve gazete koyun."),
    "mac_roman": ("Nr|Frage|Antwort", "Wie trockne ich nasse Stiefel für später?", "Bitte fünf Stück Zeitung nähern."),
}


@pytest.mark.parametrize("encoding", LETTERS)
def test_the_encoding_is_the_one_that_makes_a_language(encoding: str, tmp_path: Path) -> None:
    header, asked, replied = LETTERS[encoding]
    rows = [[str(number), asked, replied] for number in range(1, 4)]
    found = ingest(write(tmp_path / "a.csv", header.split("|"), rows, encoding))
    assert [said(enquiry) for enquiry in found.enquiries] == [[("customer", asked), ("agent", replied)]] * 3


def test_dates_that_cannot_be_read_are_counted_and_told_by_their_shape(tmp_path: Path) -> None:
    dates = [
        "3 нояб. 2025 г., 10:00",
        "Mo 12 Uhr",
        "Di 13 Uhr",
        "2026-02-01 17.22",
        "2026-02-01 PM 05:22",
        "5 Ağu 2025",
    ]
    rows = [[str(n), date, one] for n, (date, one) in enumerate(zip(dates, ASKED, strict=True))]
    found = ingest(write(tmp_path / "a.csv", ["id", "Created at", "question"], rows))
    read = [enquiry.received.isoformat()[:16] if enquiry.received else "" for enquiry in found.enquiries]
    assert read == ["2025-11-03T10:00", "", "", "2026-02-01T17:22", "2026-02-01T17:22", "2025-08-05T00:00"]
    note = next(note for note in found.files[0].remarks if "could not be read" in note)
    assert "2 of 6 dates" in note
    assert "aa 99 aaa" in note
    assert "Uhr" not in note


def test_more_columns_than_any_sheet_has_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(["a"] * 20_000) + "\n" + ",".join(["b"] * 20_000) + "\n")
    with pytest.raises(UnknownFormat, match=r"20,000 columns"):
        ingest(path)


def test_staff_ids_tell_who_wrote_in_a_table_without_a_column_called_id(tmp_path: Path) -> None:
    rows = [
        row
        for n, (one, other, person) in enumerate(PAIRS, 1)
        for row in ([f"{n}", person, one, "0"], [f"{n}", "Mira Holt", other, "2"])
    ]
    check_all(ingest(write(tmp_path / "a.csv", ["replyto", "name", "message", "staffid"], rows)))


def test_a_note_for_colleagues_beside_the_reply_hides_neither_row_nor_reply(tmp_path: Path) -> None:
    rows = [[one, other, "SECRETNOTE"] for one, other, _ in PAIRS]
    check_all(ingest(write(tmp_path / "a.csv", ["question", "Our response", "Internal response"], rows)))
