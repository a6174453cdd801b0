"""Whatever a user drops in: one clear sentence that says what to try, the right exit code, nothing written half."""

import os

import pytest
from conftest import SMALL_EXPORT, invoke, load_questions, read_folder, write_export


@pytest.fixture
def place(tmp_path):
    """Options for a run in a folder of its own."""
    return tmp_path, ["-w", tmp_path / "workspace", "-o", tmp_path / "posts"]


def refuse(place, export, *more):
    """Run on a bad export; check that it is refused in one line and that nothing was drafted. Gives the message."""
    folder, options = place
    result = invoke("run", export, *options, *more, exit_code=1)
    message = result.stderr.strip()
    assert "\n" not in message
    assert message.startswith("Error: ")
    assert "Traceback" not in result.output
    assert not list((folder / "posts").glob("*")) if (folder / "posts").exists() else True
    return message


def test_no_such_file_names_the_nearest(place):
    write_export(place[0] / "helpdesk.csv", SMALL_EXPORT)
    message = refuse(place, place[0] / "helpdsk.csv")
    assert "no file" in message
    assert "Did you mean" in message
    assert "helpdesk.csv" in message


@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file(place, content):
    export = place[0] / "empty.csv"
    export.write_bytes(content)
    assert "is empty" in refuse(place, export)


def test_header_only(place):
    export = write_export(place[0] / "header.csv", "id,question,answer\n")
    assert "no enquiry" in refuse(place, export)


def test_no_text_column_says_the_columns_and_the_nearest(place):
    export = write_export(place[0] / "sales.csv", "order,amount,state\n1,20.00,paid\n2,31.50,open\n3,12.00,paid\n")
    message = refuse(place, export)
    for name in ("order", "amount", "state", "--map question="):
        assert name in message


def test_map_to_a_column_that_is_not_there(place):
    export = write_export(place[0] / "export.csv", SMALL_EXPORT)
    message = refuse(place, export, "--map", "question=Details")
    assert "Details" in message
    assert "question" in message


def test_map_without_equals_sign(place):
    export = write_export(place[0] / "export.csv", SMALL_EXPORT)
    assert "FIELD=COLUMN" in refuse(place, export, "--map", "question")


def test_map_of_an_unknown_field(place):
    export = write_export(place[0] / "export.csv", SMALL_EXPORT)
    message = refuse(place, export, "--map", "qestion=question")
    assert 'Did you mean "question"?' in message


def test_pdf(place):
    export = place[0] / "report.pdf"
    export.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    message = refuse(place, export)
    assert "PDF" in message
    assert "CSV" in message


@pytest.mark.parametrize(
    ("name", "start", "advice"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it as .xlsx"),
        ("export.zip", b"PK\x03\x04\x14\x00", "the archive is damaged"),
        ("export.csv.gz", b"\x1f\x8b\x08\x00", "the archive is damaged"),
    ],
)
def test_files_that_people_try(place, name, start, advice):
    export = place[0] / name
    export.write_bytes(start + bytes(64))
    assert advice in refuse(place, export)


def test_picture(place):
    export = place[0] / "export.csv"
    export.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    assert "no format that can be read" in refuse(place, export)


def test_unknown_format_and_site_are_suggested(place):
    export = write_export(place[0] / "export.csv", SMALL_EXPORT)
    assert 'Did you mean "xlsx"?' in refuse(place, export, "--format", "xslx")
    assert 'Did you mean "hugo"?' in refuse(place, export, "--for", "hugoo")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings_are_simply_read(place, encoding):
    folder, options = place
    export = folder / "export.csv"
    export.write_bytes(SMALL_EXPORT.replace("tent", "café tent – €").encode(encoding))
    invoke("run", export, *options)
    found = load_questions(folder / "workspace")
    assert sum(question["volume"] for question in found) >= 3
    assert "café tent – €" in "".join(path.read_text(encoding="utf-8") for path in (folder / "posts").glob("*.md"))


def test_huge_cell_is_set_aside_and_the_rest_goes_on(place):
    folder, options = place
    export = write_export(
        folder / "export.csv", SMALL_EXPORT + f'9,2026-05-09,i@shop.example,"{"word " * 4_200_000}",\n'
    )
    invoke("run", export, *options)
    rows = invoke("ledger", "-w", folder / "workspace", "--format", "csv").stdout.splitlines()
    assert len(rows) == 1 + 9
    assert sum(",set-aside," in row for row in rows) == 1
    assert not any("word word" in row for row in rows)


def test_rows_with_wrong_number_of_fields_are_set_aside_counted_and_reported(place):
    folder, options = place
    export = write_export(folder / "export.csv", SMALL_EXPORT + "9,2026-05-09\n10,2026-05-09,j@shop.example,a,b,c,d\n")
    result = invoke("run", export, *options)
    assert "2 could not be read" in result.stdout
    assert "export.csv:10: row has 2 fields, the header has 5" in result.stdout
    rows = invoke("ledger", "-w", folder / "workspace", "--format", "csv").stdout.splitlines()
    assert len(rows) == 1 + 10
    assert sum(",set-aside," in row for row in rows) == 2


def test_strict_refuses_what_would_be_set_aside(place):
    export = write_export(place[0] / "export.csv", SMALL_EXPORT + "9,2026-05-09\n")
    message = refuse(place, export, "--strict")
    assert "export.csv:10" in message
    assert "--strict" in message


def test_one_bad_file_does_not_stop_the_others(place):
    folder, options = place
    good = write_export(folder / "good.csv", SMALL_EXPORT)
    bad = folder / "bad.csv"
    bad.write_bytes(b"%PDF-1.7")
    result = invoke("run", good, bad, *options, exit_code=1)
    assert "NOT READ" in result.stdout
    assert load_questions(folder / "workspace")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
def test_folder_that_cannot_be_written(place):
    folder, _ = place
    export = write_export(folder / "export.csv", SMALL_EXPORT)
    blocked = folder / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    result = invoke("run", export, "-w", folder / "workspace", "-o", blocked / "posts", exit_code=1)
    assert "cannot be written" in result.stderr
    assert "-o" in result.stderr
    result = invoke("run", export, "-w", blocked / "workspace", "-o", folder / "posts", exit_code=1)
    assert "-w" in result.stderr
    assert not list((folder / "posts").glob("*")) if (folder / "posts").exists() else True


def test_one_enquiry(place):
    folder, options = place
    export = write_export(folder / "one.csv", "question\nHow do I return a tent?\n")
    result = invoke("run", export, *options)
    assert "Nothing recurs yet" in result.stdout
    assert read_folder(folder / "posts") == {}
    assert ",alone," in invoke("ledger", "-w", folder / "workspace", "--format", "csv").stdout


def test_ten_identical_enquiries_are_one_question(place):
    folder, options = place
    export = write_export(folder / "ten.csv", "question\n" + "How do I return a tent?\n" * 10)
    invoke("run", export, *options)
    [question] = load_questions(folder / "workspace")
    assert (question["title"], question["volume"]) == ("How do I return a tent?", 10)
    assert len(read_folder(folder / "posts")) == 1


def test_the_same_customer_sending_twice_counts_once(place):
    folder, options = place
    twice = "".join(f"{n},a@shop.example,How do I return a tent?\n" for n in range(1, 6))
    others = "".join(f"{n},c{n}@shop.example,How can I return my tent?\n" for n in range(6, 9))
    export = write_export(folder / "export.csv", "id,customer,question\n" + twice + others)
    invoke("run", export, *options)
    [question] = load_questions(folder / "workspace")
    assert question["volume"] == 4
    ledger = invoke("ledger", "-w", folder / "workspace", "--format", "csv").stdout
    assert ledger.count(f",duplicate,{question['id']},,,1") == 4


def test_reading_before_a_run_says_how_to_begin(tmp_path):
    for command in ("questions", "ledger"):
        result = invoke(command, "-w", tmp_path / "nowhere", exit_code=1)
        assert "enquiry2article run EXPORT" in result.stderr


def test_unknown_option_is_wrong_usage():
    assert "No such option" in invoke("run", "x.csv", "--frobnicate", exit_code=2).stderr


def test_demo_refuses_a_folder_that_is_in_use(tmp_path):
    write_export(tmp_path / "demo" / "mine.txt", "mine")
    assert "not empty" in invoke("demo", "-o", tmp_path / "demo", exit_code=1).stderr
    assert read_folder(tmp_path / "demo") == {"mine.txt": b"mine"}
