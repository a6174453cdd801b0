"""What a person can do about personal data: see what was taken out, have somebody forgotten, keep nothing for long."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest
from conftest import invoke

from enquiry2article.storage.workspace import Workspace

PEOPLE = ["Oluwaseun Thistlewood", "Marguerite Vantongeren", "Caspian Abernethy", "Zsofia Kristoferson"]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "created at", "customer_name", "customer_email", "question", "answer"])
        for number in range(16):
            name = PEOPLE[number % 4]
            address = f"{name.split()[0].lower()}@post.example"
            ask = f"{'How do' if number % 2 else 'how can'} I reset the frost timer of the heater? {name}"
            if number == 2:
                ask = "The violet lamp of my frost timer hums at night, how do I reset it? Caspian Abernethy"
            answer = f"Hi {name.split()[0]}, hold the red button for five seconds until the lamp blinks."
            writer.writerow([f"t{number}", f"2026-0{1 + number % 6}-03", name, address, ask, answer])
    return path


def run(export: Path, folder: Path, *more: object) -> str:
    return str(invoke("run", export, "-w", folder / "w", "-o", folder / "p", *more).output)


def read_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted((folder / "w").rglob("*")) if file.is_file())


def test_what_was_taken_out_is_told_by_kind_and_sentence_without_values(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    assert "name" in invoke("redactions", "-w", tmp_path / "w").output
    shown = invoke("redactions", "-w", tmp_path / "w", "--sentences", "--format", "csv").output
    assert "[name]" in shown
    assert not any(part in shown for name in PEOPLE for part in name.split())


def test_a_forgotten_customer_leaves_no_trace(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    assert b"violet lamp" in read_bytes(tmp_path)
    said = invoke("forget", "caspian@post.example", "-w", tmp_path / "w").output
    assert "4 enquiries" in said
    assert "0 rows tell of them now" in said
    assert b"violet lamp" not in read_bytes(tmp_path)
    ledger = list(csv.DictReader(invoke("ledger", "-w", tmp_path / "w", "--format", "csv").stdout.splitlines()))
    assert [row["enquiry_id"] for row in ledger if row["reason"] == "forgotten on request"] == [
        "t10",
        "t14",
        "t2",
        "t6",
    ]
    assert len(ledger) == 16


def test_a_forgotten_customer_is_in_no_copy_either(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    workspace = tmp_path / "w"
    (workspace / "state.db").write_bytes((workspace / "state.db").read_bytes()[:40_000])
    assert "Put back" in invoke("repair", "-w", workspace).output
    copies = [workspace / "last-good.db", *(workspace / "damaged").rglob("*.db")]
    assert len(copies) == 2
    invoke("forget", "caspian@post.example", "-w", workspace)
    assert b"violet lamp" not in read_bytes(tmp_path)
    assert [copy.exists() for copy in copies] == [True, False]
    with sqlite3.connect(copies[0]) as copy:
        assert copy.execute("SELECT COUNT(*) FROM forgotten").fetchone()[0] == 1
    copy.close()


def test_a_forgotten_customer_stays_forgotten_when_the_export_is_read_again(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    invoke("forget", "caspian@post.example", "-w", tmp_path / "w")
    run(export, tmp_path)
    assert b"violet lamp" not in read_bytes(tmp_path)
    with Workspace.open(tmp_path / "w") as state:
        assert all("t2" not in question.enquiry_ids for question in state.results.load_questions())


def test_nobody_is_known_by_a_name_that_the_export_does_not_use(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    assert "Nobody is known by that here" in invoke("forget", "caspian@elsewhere.example", "-w", tmp_path / "w").output


def test_texts_are_kept_no_longer_than_wished(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781481600")  # 15 June 2026
    run(export, tmp_path, "--retain-days", 60)
    with Workspace.open(tmp_path / "w") as state:
        kept = {text for texts in state.results.load_wordings().values() for text in texts}
        rows = sqlite3.connect(tmp_path / "w" / "state.db").execute("SELECT enquiry_id, text FROM ledger").fetchall()
    assert kept
    assert {id_ for id_, text in rows if text} <= {"t4", "t5", "t10", "t11"}
    assert b"violet lamp" not in b"".join(text.encode() for _, text in rows)
    copy = sqlite3.connect(tmp_path / "w" / "last-good.db")
    assert sorted(copy.execute("SELECT enquiry_id, text FROM ledger").fetchall()) == sorted(rows)
    copy.close()


def test_doctor_says_when_others_can_look_in(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    (tmp_path / "w").chmod(0o755)
    assert "others on this machine can look into" in invoke("doctor", "-w", tmp_path / "w", exit_code=1).output


def test_the_workspace_is_for_its_owner_alone(export: Path, tmp_path: Path) -> None:
    run(export, tmp_path)
    for path in [tmp_path / "w", *(tmp_path / "w").rglob("*")]:
        assert not path.stat().st_mode & 0o077 or path.suffix in (".txt", ".md"), path
