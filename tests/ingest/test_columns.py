"""Which column holds what: by name in five languages, by content, and by --map."""

from __future__ import annotations

from pathlib import Path

import pytest

from enquiry2article.cleaning.field_names import find_field, normalise_name
from enquiry2article.domain.errors import MissingColumn
from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.ingest.fields.column_names import Preset, find_named
from enquiry2article.ingest.fields.columns import FIELDS, choose_columns

PATH = Path("export.csv")


def find(header: list[str], *rows: list[str], **mapping: str) -> dict[str, str]:
    return dict(choose_columns(header, rows, mapping, PATH).found)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(
            (name, "question")
            for name in ("your-message", "Your Message", "ENQUIRY", "Description", "body_text", "Comment or Message")
        ),
        *(
            (name, "question")
            for name in (
                "Frage",
                "Nachricht",
                "Beschreibung",
                "mensaje",
                "Consulta",
                "bericht",
                "Votre message",
                "vraag",
            )
        ),
        *(
            (name, "answer")
            for name in (
                "Agent reply",
                "Public reply",
                "Antwort",
                "Antwort (öffentlich)",
                "respuesta",
                "Réponse",
                "reponse",
                "antwoord",
            )
        ),
        *(
            (name, "id")
            for name in ("Ticket ID", "ticket_number", "#", "Nr.", "Vorgangsnummer", "Entry Id", "Record ID")
        ),
        *(
            (name, "date")
            for name in (
                "Created at",
                "created_time",
                "Zeitstempel",
                "Horodateur",
                "fecha",
                "Eingegangen am",
                "Submit Date (UTC)",
            )
        ),
        *(
            (name, "email")
            for name in (
                "Requester email",
                "E-Mail",
                "your-email",
                "Courriel",
                "Correo electrónico",
                "pre chat: E-mail:",
            )
        ),
        *((name, "phone") for name in ("Mobile phone", "Telefon", "Téléphone", "Handy")),
        *((name, "subject") for name in ("your-subject", "Betreff", "Objet", "Asunto", "Onderwerp", "Ticket name")),
        *((name, "name") for name in ("Customer name", "Full name", "Requester", "Kunde", "naam", "cliente.nombre")),
        *((name, "agent") for name in ("Assignee", "Agent name", "Bearbeiter")),
        *((name, "tags") for name in ("Tags", "Schlagwörter", "Labels")),
    ],
)
def test_known_name(header: str, field: str) -> None:
    assert find_field(header) == field


def test_composite_names_and_further_columns() -> None:
    header = ["Name (First)", "Name (Last)", "E-mail", "Work phone", "Mobile phone", "Your question"]
    found = find(header, ["Fay", "K", "f@m.test", "1", "2", "Can I?"])
    assert found == {
        "first_name": "Name (First)",
        "last_name": "Name (Last)",
        "email": "E-mail",
        "phone": "Mobile phone",
        "phone.2": "Work phone",
        "question": "Your question",
    }


def test_content_decides_where_no_name_is_known() -> None:
    rows = [
        ["2026-01-01", "ana@x.test", "Could you please tell me whether the red one is in stock?", "Shoes"],
        ["2026-01-02", "bo@x.test", "I have been waiting for my parcel for two weeks now", "Post"],
    ]
    assert find(["Quando", "Wer", "Was", "Welche"], *rows)["question"] == "Was"


def test_a_number_that_looks_like_a_day_is_no_date() -> None:
    rows = [
        ["2026-03-15", "Could you please tell me whether the red one is in stock?", "Yes, come by."],
        ["2026-03-16", "I have been waiting for my parcel for two weeks now", "It is on its way."],
    ]
    assert "date" not in find(["enquiry_no", "question", "answer"], *rows)
    assert find(["wann", "question", "answer"], *rows)["date"] == "wann"


def test_question_and_reply_are_told_apart_under_headings_that_nobody_knows() -> None:
    rows = [
        ["Could you tell me whether the red one is in stock?", "Yes, we still have it in our shop. Kind regards, Mira"],
        ["My lamp flickers, can I send it back?", "Please press Return in your order, then you get a label from us."],
    ]
    chosen = choose_columns(["left", "right"], rows, {}, "a.csv")
    assert chosen.found == {"question": "left", "answer": "right"}
    swapped = choose_columns(["left", "right"], [row[::-1] for row in rows], {}, "a.csv")
    assert swapped.found == {"question": "right", "answer": "left"}


def test_of_two_columns_of_customers_words_one_is_taken_in_doubt() -> None:
    rows = [
        ["The chain came off twice when I went up the hill", "I put it back on and oiled it with olive oil"],
        ["The rear light goes out in every pothole there is", "I have changed the batteries and bent the contacts"],
    ]
    chosen = choose_columns(["first", "second"], rows, {}, "a.csv")
    choice = next(choice for choice in chosen.choices if choice.field == "question")
    assert choice.in_doubt
    assert {choice.column, *choice.rivals} == {"first", "second"}


@pytest.mark.parametrize(
    "column", [["A-1", "A-2"], ["12.50", "13.00"], ["Open", "Open"], ["https://a.test/b", "https://a.test/c"]]
)
def test_codes_numbers_and_choices_are_no_text(column: list[str]) -> None:
    with pytest.raises(MissingColumn):
        find(["thing"], *[[value] for value in column])


def test_nearest_name_is_offered() -> None:
    with pytest.raises(MissingColumn, match='The nearest is "Questoin"'):
        find(["ref", "Questoin"], ["1", "x"])


def test_subject_serves_as_question_where_there_is_no_body() -> None:
    found = find(["Id", "Subject", "Status"], ["1", "Refund not here", "Closed"])
    assert found["question"] == "Subject"
    assert "subject" not in found


def test_empty_known_column_gives_way() -> None:
    assert find(["Message", "Comment"], ["", "Are you open?"])["question"] == "Comment"


def test_mapping_wins_whatever_the_case() -> None:
    found = find(["Message", "Other Words", "Answer"], ["a", "b", "c"], question="other words", answer="")
    assert found["question"] == "Other Words"
    assert "answer" not in found


@pytest.mark.parametrize("field", FIELDS)
def test_mapped_column_must_exist(field: str) -> None:
    with pytest.raises(MissingColumn, match=f'no column is called "Mesage", which --map gives for {field}') as caught:
        find(["Message", "Name"], ["a", "b"], **{field: "Mesage"})
    assert 'Columns found: "Message", "Name".' in str(caught.value)
    assert 'he nearest is "Message"' in str(caught.value)


def test_nothing_is_offered_where_nothing_is_near() -> None:
    with pytest.raises(MissingColumn) as caught:
        find(["Message", "Name"], ["a", "b"], answer="Zzz")
    assert "nearest" not in str(caught.value)


def test_exact_name_wins_over_one_that_differs_in_signs() -> None:
    assert find_named(["created_at", "Created At"], "date", "created at", PATH) == "Created At"
    assert find_named(["created_at", "Other"], "date", "Created-At", PATH) == "created_at"


def test_agents_columns_are_never_the_customers() -> None:
    header = [
        "question",
        "Agent email",
        "Assignee email address",
        "Operator phone",
        "Staff name",
        "Internal comment on the case",
    ]
    row = [
        "Open?",
        "a@s.test",
        "b@s.test",
        "0700",
        "Mia",
        "He is a rather difficult customer, please be careful with him",
    ]
    assert set(find(header, row)) <= {"question", "agent"}
    with pytest.raises(MissingColumn):
        find(header[1:], row[1:])


def test_columns_of_personal_data_are_found_by_a_word_in_a_long_name() -> None:
    found = find(
        ["Your question", "What is your e-mail address?", "Telephone (daytime)"], ["Open?", "a@x.test", "0700 1"]
    )
    assert found["email"] == "What is your e-mail address?"
    assert found["phone"] == "Telephone (daytime)"


def test_id_that_repeats_is_no_id() -> None:
    assert "id" not in find(["id", "question"], ["7", "a b c"], ["7", "d e f"], ["7", "g h i"])
    assert find(["id", "question"], ["7", "a"], ["7", "b"], id="ID")["id"] == "id"


def test_kind_needs_the_words_of_a_kind() -> None:
    assert find(["From", "Message"], ["customer", "Hi"], ["agent", "Yes"])["kind"] == "From"
    assert find(["From", "Message"], ["Ana", "Hi"], ["Bo", "Yes"]).get("name") == "From"
    assert "kind" not in find(["Role", "Message"], ["Teacher", "Hi"], ["Pupil", "Yes"])


def test_group_and_message_only_when_mapped() -> None:
    assert "group" not in find(["question", "group"], ["a", "b"])
    assert find(["question", "Team"], ["a", "b"], group="team")["group"] == "Team"


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert normalise_name("Réponse_du client!") == "reponseduclient"
    assert normalise_name("Ease of use [list]") == "easeofuse"
    assert normalise_name("#") == "#"


@pytest.mark.parametrize(
    ("word", "kind"), [("End-User", "customer"), ("Outbound", "agent"), ("AgentBot", "bot"), ("Mia", ""), ("", "")]
)
def test_kind_words(word: str, kind: str) -> None:
    assert classify_author_word(word) == kind


def test_a_programs_own_names_win_over_what_they_say_to_everybody() -> None:
    preset = Preset(
        columns={"date": ("Sent", "Opened"), "answer": (), "name": ("Caller",), "question": ("Missing",)},
        ignored=("Remarks",),
    )
    header = ["Date", "Opened", "Answer", "Name", "Caller", "Remarks", "What was it about?"]
    long = "I have been waiting for the lift engineer since Monday"
    row = ["2026-01-01", "2026-01-02", "42 is the answer", "Mia", "Bo", f"{long} and so on", long]
    found = choose_columns(header, [row], {}, "a.csv", preset).found
    assert found == {"date": "Opened", "name": "Caller", "question": "What was it about?"}
    mapped = choose_columns(header, [row], {"answer": "Answer", "date": "Date"}, "a.csv", preset).found
    assert (mapped["answer"], mapped["date"]) == ("Answer", "Date")


def test_several_texts_of_a_form_are_one() -> None:
    header = ["Who?", "What happened on the way?", "Type", "Anything else that we should know?"]
    row = ["Ana", "The wheel came off in the middle of the bridge", "Repair", "I need it back before Saturday at noon"]
    assert [key for key in find(header, row) if key.startswith("question")] == ["question"]
    found = choose_columns(header, [row], {}, "a.csv", Preset(columns={}, joins_texts=True)).found
    assert [found[key] for key in found if key.startswith("question")] == [header[1], header[3]]


@pytest.mark.parametrize(
    "name",
    ["What is your name?", "Your full name", "Votre prénom", "Come ti chiami?", "Wie heißen Sie?", "¿Cómo te llamas?"],
)
def test_names_are_found_in_forms(name: str) -> None:
    assert find([name, "Your question"], ["Ana Pohl", "Open?"]).get("name") == name


@pytest.mark.parametrize("name", ["Name of the product", "Company or shop", "Their surname rules"])
def test_other_names_are_not_peoples(name: str) -> None:
    assert "name" not in find([name, "Your question"], ["Oak table", "Open?"])


def test_numbers_are_nobodys_words() -> None:
    assert "answer" not in find(["Question", "Replies"], ["Open?", "2"], ["Free?", "14"])
    assert find(["Question", "Replies"], ["Open?", "2 hours before noon"])["answer"] == "Replies"


def test_direction_needs_no_word_for_the_other_side() -> None:
    assert find(["Direction", "Body"], ["Inbound", "Open?"])["kind"] == "Direction"
    assert "kind" not in find(["Sender type", "Body"], ["User", "Open?"])


def test_a_column_of_cut_texts_gives_way_to_the_one_that_holds_them_whole() -> None:
    full = [f"Dear team, the kiln number {n} does not get hot enough. What should I try first?" for n in "abcd"]
    cut = [f"{text[:30].upper()}…" for text in full]
    header = ["Body", "Wortlaut"]
    rows = [list(row) for row in zip(cut, full, strict=True)]
    assert choose_columns(header, rows, {}, "x.csv").found["question"] == "Wortlaut"
    preset = Preset(columns={"question": ["Body"]})
    found = choose_columns(header, rows, {}, "x.csv", preset).found
    assert found["question"] == "Wortlaut"
    assert choose_columns(header, [[text, text] for text in full], {}, "x.csv", preset).found["question"] == "Body"
