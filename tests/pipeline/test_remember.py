"""Month after month: an export adds to what is known, nothing is doubled, and what is there is not done again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from conftest import invoke

from enquiry2article.pipeline import remember as remembering
from enquiry2article.storage.workspace import Workspace

ASKS = ["How do I descale the coffee machine?", "how can i descale my machine", "Descaling the coffee machine - how?"]
OTHER = ["Do you sell spare jugs?", "spare jug for the machine, do you sell them", "Where can I buy a spare jug?"]
HEADER = ["id", "customer_email", "question", "answer"]


def write(path: Path, rows: list[tuple[str, str, str, str]], header: list[str] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def rows(asks: list[str], first: int, answer: str = "Run it once with the powder, then twice with water.") -> list:
    return [(f"t{first + n}", f"person{first + n}@post.example", ask, answer) for n, ask in enumerate(asks)]


def run(folder: Path, *exports: Path, more: tuple[object, ...] = ()) -> dict[str, object]:
    done = invoke("run", *exports, "-w", folder / "w", "-o", folder / "p", "--json", *more)
    return dict(json.loads(done.stdout))


def read_ledger(folder: Path) -> dict[str, dict[str, str]]:
    text = invoke("ledger", "-w", folder / "w", "--format", "csv").stdout
    return {row["enquiry_id"]: row for row in csv.DictReader(text.splitlines())}


def part(ledger: dict[str, dict[str, str]]) -> set[frozenset[str]]:
    questions: dict[str, set[str]] = {}
    for id_, row in ledger.items():
        questions.setdefault(row["question_id"], set()).add(id_)
    return set(map(frozenset, questions.values()))


def test_the_second_month_adds_to_the_first(tmp_path: Path) -> None:
    march, april = write(tmp_path / "march.csv", rows(ASKS, 1)), write(tmp_path / "april.csv", rows(OTHER, 11))
    run(tmp_path, march)
    run(tmp_path, april)
    ledger = read_ledger(tmp_path)
    assert sorted(ledger) == ["t1", "t11", "t12", "t13", "t2", "t3"]
    assert {row["status"] for row in ledger.values()} == {"grouped"}
    together = tmp_path / "together"
    together.mkdir()
    run(together, march, april)
    # The ids of questions tell from whom they were first heard; what is one question is the same.
    assert part(read_ledger(together)) == part(ledger)


def test_the_same_conversation_exported_again_is_brought_up_to_date(tmp_path: Path) -> None:
    march = write(tmp_path / "march.csv", [(*row[:3], "") for row in rows(ASKS, 1)])
    run(tmp_path, march)
    run(tmp_path, write(tmp_path / "april.csv", rows(ASKS, 1)))
    ledger = read_ledger(tmp_path)
    assert sorted(ledger) == ["t1", "t2", "t3"]
    with Workspace.open(tmp_path / "w") as state:
        assert all(row.replied for row in state.results.load_ledger())


def test_a_number_that_another_helpdesk_gives_as_well_is_another_enquiry(tmp_path: Path) -> None:
    run(tmp_path, write(tmp_path / "desk.csv", rows(ASKS, 1)))
    strangers = [(f"t{n}", f"stranger{n}@mail.example", ask, "") for n, ask in enumerate(OTHER, 1)]
    run(tmp_path, write(tmp_path / "form.csv", strangers))
    assert sorted(read_ledger(tmp_path)) == ["t1", "t1~2", "t2", "t2~2", "t3", "t3~2"]
    run(tmp_path, tmp_path / "form.csv")
    assert sorted(read_ledger(tmp_path)) == ["t1", "t1~2", "t2", "t2~2", "t3", "t3~2"]


def test_a_mistaken_map_is_mended_by_running_again(tmp_path: Path) -> None:
    header = ["id", "customer_email", "notes", "what they asked", "answer"]
    mixed = [(id_, who, f"note {id_} about this customer here", ask, tell) for id_, who, ask, tell in rows(ASKS, 1)]
    export = write(tmp_path / "march.csv", mixed, header)  # type: ignore[arg-type]
    run(tmp_path, export, more=("--map", "question=notes"))
    run(tmp_path, export, more=("--map", "question=what they asked"))
    assert sorted(read_ledger(tmp_path)) == ["t1", "t2", "t3"]
    with Workspace.open(tmp_path / "w") as state:
        assert all(
            "descal" in (known.enquiry.text.lower() if known.enquiry else "") for known in state.enquiries.load_all()
        )


def test_rows_without_ids_are_known_by_what_they_say(tmp_path: Path) -> None:
    plain = [row[1:] for row in rows(ASKS, 1)]
    run(tmp_path, write(tmp_path / "march.csv", plain, HEADER[1:]))  # type: ignore[arg-type]
    more = [*plain, *(row[1:] for row in rows(OTHER, 11))]
    run(tmp_path, write(tmp_path / "april.csv", more, HEADER[1:]))  # type: ignore[arg-type]
    assert len(read_ledger(tmp_path)) == 6


def test_only_what_is_new_or_changed_is_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    clean = remembering.clean_enquiry
    monkeypatch.setattr(remembering, "clean_enquiry", lambda enquiry: seen.append(enquiry.id) or clean(enquiry))
    run(tmp_path, write(tmp_path / "march.csv", rows(ASKS, 1)))
    assert sorted(seen) == ["t1", "t2", "t3"]
    seen.clear()
    run(tmp_path, write(tmp_path / "april.csv", [*rows(ASKS, 1), *rows(OTHER, 11)]))
    assert sorted(seen) == ["t11", "t12", "t13"]


def test_bad_rows_stay_in_the_ledger_until_their_file_is_mended(tmp_path: Path) -> None:
    march = write(tmp_path / "march.csv", rows(ASKS, 1))
    march.write_text(march.read_text("utf-8") + "t9,too,few\n", "utf-8")
    run(tmp_path, march)
    run(tmp_path, write(tmp_path / "april.csv", rows(OTHER, 11)))
    assert [row["status"] for row in read_ledger(tmp_path).values()].count("set-aside") == 1


# --- nothing new


def read_times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in sorted((folder / "p").rglob("*"))}


def test_running_again_on_the_same_touches_nothing(tmp_path: Path) -> None:
    march = write(tmp_path / "march.csv", rows(ASKS, 1))
    first = run(tmp_path, march)
    times = read_times(tmp_path)
    again = run(tmp_path, march)
    assert read_times(tmp_path) == times
    assert {**again, "drafts": 0} == {**first, "drafts": 0}
    said = invoke("run", march, "-w", tmp_path / "w", "-o", tmp_path / "p").output
    assert "Nothing has changed since the last run" in said


@pytest.mark.parametrize("change", ["draft deleted", "decision", "option", "export", "folder"])
def test_whatever_a_run_depends_on_makes_it_run_again(tmp_path: Path, change: str) -> None:
    march = write(tmp_path / "march.csv", rows(ASKS, 1))
    run(tmp_path, march)
    more: tuple[object, ...] = ()
    (draft,) = [path for path in (tmp_path / "p").glob("*.md") if "descale" in path.name]
    if change == "draft deleted":
        draft.unlink()
    elif change == "decision":
        (question,) = invoke("questions", "-w", tmp_path / "w", "--format", "jsonl").stdout.splitlines()
        invoke("ignore", json.loads(question)["id"], "-w", tmp_path / "w")
    elif change == "option":
        more = ("--min-volume", 4)
    elif change == "export":
        write(march, rows([*ASKS, "how to descale"], 1))
    elif change == "folder":
        more = ("-o", tmp_path / "elsewhere")
    done = invoke("run", march, "-w", tmp_path / "w", "-o", tmp_path / "p", *more)
    assert "Nothing has changed" not in done.output
    assert draft.exists()


def test_an_edited_draft_is_kept_and_told_of_again(tmp_path: Path) -> None:
    march = write(tmp_path / "march.csv", rows(ASKS, 1))
    run(tmp_path, march)
    (draft,) = [path for path in (tmp_path / "p").glob("*.md") if "descale" in path.name]
    draft.write_text(draft.read_text("utf-8") + "\nMy own words.\n", "utf-8")
    for _ in range(2):
        done = invoke("run", march, "-w", tmp_path / "w", "-o", tmp_path / "p")
        assert f"{draft.name} was edited by you" in done.output
    assert "My own words." in draft.read_text("utf-8")
    assert "Nothing has changed" in done.output


def test_a_run_that_was_killed_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    march = write(tmp_path / "march.csv", rows(ASKS, 1))

    def die(*arguments: object) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("enquiry2article.pipeline.run.write_steps", die)
        with pytest.raises(SystemError):
            run(tmp_path, march)
    done = invoke("run", march, "-w", tmp_path / "w", "-o", tmp_path / "p")
    assert "Nothing has changed" not in done.output
    assert list((tmp_path / "p").glob("*.md"))
