"""What changed from run to run, the life of one question, and the state of an earlier day."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import invoke, read_folder

from enquiry2article.domain.enquiry import LATER, RedactedEnquiry, Reply
from enquiry2article.domain.errors import SettingsError
from enquiry2article.domain.question import Change, Fate, Question, QuestionStatus, Trend
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.storage.repositories.runs import KEPT_WHOLE, RunRepository, find_heirs
from enquiry2article.storage.workspace import Workspace
from enquiry2article.trends.as_of import leave_out_later
from enquiry2article.trends.run_history import (
    MOST_FILES,
    choose_runs,
    compare_runs,
    describe_run,
    find_run,
    follow_question,
)

HEADER = ["id", "created at", "customer_email", "question", "answer"]
POWDER = "Run it once with the powder, then twice with water."
SPARE = "Yes, you find them in the shop under spare parts."
SCALE = [
    "How do I descale the coffee machine?",
    "how can i descale my machine",
    "Descaling the coffee machine - how?",
    "how to descale the machine please",
]
TITLE = "How do I clean the inside of it?"
JUGS = ["Do you sell spare jugs?", "spare jug for the machine, do you sell them", "Where can I buy a spare jug?"]


def make_rows(asks: list[str], first: int, month: int, answer: str) -> list[list[str]]:
    return [
        [f"t{first + n}", f"2026-{month:02}-{3 + n:02}", f"person{first + n}@post.example", ask, answer]
        for n, ask in enumerate(asks)
    ]


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def run(folder: Path, day: str, *arguments: object) -> str:
    """A run at noon of a day, in the folder's own workspace and posts."""
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        return str(invoke("run", *arguments, "-w", folder / "w", "-o", folder / "p").output)


def ask(folder: Path, command: str, *arguments: object) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 12, 1, tzinfo=UTC).timestamp())))
        return str(invoke(command, *arguments, "-w", folder / "w").stdout)


def read_lines(folder: Path, command: str, *arguments: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in ask(folder, command, *arguments, "--format", "jsonl").splitlines()]


def find_question(folder: Path, enquiry: str) -> dict[str, object]:
    """The question that an enquiry asks."""
    (found,) = [q for q in read_lines(folder, "questions") if enquiry in q["enquiry_ids"]]  # type: ignore[operator]
    return found


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """March asks about scale; in April jugs come up, and scale once more; before May it gets a name and a post."""
    folder = tmp_path_factory.mktemp("year")
    march = write(folder / "march.csv", make_rows(SCALE[:3], 1, 3, POWDER))
    april = write(
        folder / "april.csv", [*make_rows(JUGS, 11, 4, SPARE), *make_rows(SCALE[3:], 21, 4, "Use the powder.")]
    )
    may = write(folder / "may.csv", make_rows(["jug is broken, where do I buy a spare jug"], 31, 5, SPARE))
    run(folder, "2026-04-01", march)
    run(folder, "2026-05-01", april)
    scale = find_question(folder, "t1")["id"]
    invoke("rename", scale, TITLE, "-w", folder / "w")
    invoke("answered-by", scale, "https://shop.example/descale/", "-w", folder / "w")
    run(folder, "2026-06-01", may)
    run(folder, "2026-06-02", may)
    return folder


def take(differences: list[dict[str, object]], what: str) -> list[tuple[object, ...]]:
    return [(d["title"], d["before"], d["after"], d["url"]) for d in differences if d["what"] == what]


# --- what is recorded


def test_each_run_that_found_something_else_is_recorded(year: Path) -> None:
    found = read_lines(year, "runs")
    assert [(r["run"], str(r["at"])[:10], r["enquiries"], r["questions"], r["files"]) for r in found] == [
        (1, "2026-04-01", 3, 1, ["march.csv"]),
        (2, "2026-05-01", 7, 2, ["april.csv"]),
        (3, "2026-06-01", 8, 2, ["may.csv"]),
    ]
    assert found[0]["by_status"] == {"grouped": 3}
    assert "april.csv" in ask(year, "runs")


def test_a_run_over_the_same_that_finds_the_same_is_not_recorded(year: Path, tmp_path: Path) -> None:
    write(tmp_path / "march.csv", make_rows(SCALE[:3], 1, 3, POWDER))
    run(tmp_path, "2026-04-01", tmp_path / "march.csv")
    run(tmp_path, "2026-04-02", tmp_path / "march.csv", "--detail", "less")  # not the fast way out
    assert len(read_lines(tmp_path, "runs")) == 1


def test_a_record_holds_no_words_of_anybody_and_no_ids(year: Path) -> None:
    with sqlite3.connect(year / "w" / "state.db") as connection:
        told = str(connection.execute("SELECT at, record FROM runs").fetchall())
        told += str(connection.execute("SELECT record FROM run_questions").fetchall())
    assert TITLE in told
    for word in ("person", "t11", "powder", "please", "broken"):
        assert word not in told


def test_a_run_that_is_killed_leaves_its_record_with_its_results_or_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    march = write(tmp_path / "march.csv", make_rows(SCALE[:3], 1, 3, POWDER))
    record = RunRepository.record

    def record_and_die(self: RunRepository, run: RunRecord, questions: Sequence[RunQuestion]) -> None:
        record(self, run, questions)
        raise SystemError("killed")

    def die(*arguments: object) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(RunRepository, "record", record_and_die)
        with pytest.raises(SystemError):
            run(tmp_path, "2026-04-01", march)
    assert read_lines(tmp_path, "runs") == read_lines(tmp_path, "questions") == []
    with monkeypatch.context() as patch:
        patch.setattr("enquiry2article.pipeline.run.write_steps", die)
        with pytest.raises(SystemError):
            run(tmp_path, "2026-04-01", march)
    assert len(read_lines(tmp_path, "runs")) == len(read_lines(tmp_path, "questions"))
    run(tmp_path, "2026-04-02", march)
    assert len(read_lines(tmp_path, "runs")) == len(read_lines(tmp_path, "questions")) == 1


def make_question(id_: str, volume: int, rank: int = 0) -> Question:
    return Question(
        id=id_,
        title=f"About {id_}?",
        slug=f"about-{id_}",
        enquiry_ids=(),
        volume=volume,
        customers=volume,
        rank=rank,
    )


def test_a_run_a_day_stays_small_and_no_split_is_lost(tmp_path: Path) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with Workspace.create(tmp_path / "w") as state:
        for day in range(400):
            changes = (Change(question="q-a", what=Fate.PARTED, other="q-b", count=day),) if day in (40, 45) else ()
            record = RunRecord(at=start + timedelta(days=day), counts={"grouped": day}, changes=changes)
            state.save_results([make_question("q-a", day + 1), make_question("q-b", 3, 1)], [], [], "", record)
        runs = state.runs.load_all()
        assert len(runs) == KEPT_WHOLE + 10
        assert runs[-1].number == 400
        assert [run.day for run in runs[:2]] == ["2026-01-31", "2026-02-28"]
        assert [change.count for run in runs for change in run.changes] == [40, 45]
        assert len(state.runs.load_recorded("q-a")) == len(runs)
        assert state.runs.load_questions(400)[0].volume == 400
        state.save_results([make_question("q-a", 1)], [], [], "", RunRecord(at=start, counts={}))
        assert state.runs.load_all()[-1].number == 401  # a number is never given twice


def test_runs_of_one_kind_take_over_from_one_another() -> None:
    runs = [RunRecord(number=n, at=datetime(2026, 1, 1, tzinfo=UTC), looked_back=n == 2) for n in range(1, 104)]
    assert find_heirs(runs) == {1: 3}
    assert find_heirs(runs[:KEPT_WHOLE]) == {}


def test_files_are_recorded_by_name_up_to_a_number() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    record = describe_run([], [], [f"{n}.eml" for n in range(MOST_FILES + 5)], {}, at=at, as_of=None, back=False)
    assert (len(record.files), record.more_files) == (MOST_FILES, 5)
    assert RunRecord.from_json(7, at.isoformat(), record.to_json()) == replace(record, number=7)


# --- diff


def test_the_last_two_runs_are_compared(year: Path) -> None:
    found = read_lines(year, "diff")
    assert take(found, "grew") == [(find_question(year, "t11")["title"], 3, 4, None)]
    assert take(found, "answered") == [(TITLE, 4, 4, "https://shop.example/descale/")]
    (renamed,) = [d for d in found if d["what"] == "renamed" and d["title"] == TITLE]
    assert renamed["was"]


def test_what_is_new_and_what_was_renamed_is_told_in_words(year: Path) -> None:
    assert f"” is now called “{TITLE}” (" in ask(year, "diff")
    said = ask(year, "diff", 1, "2026-05-20")
    assert said.startswith("From run 1 (2026-04-01) to run 2 (2026-05-01): 3 enquiries then, 7 now;")
    assert f"({find_question(year, 't11')['id']}): 3 enquiries" in said.partition("New (1)\n")[2].splitlines()[0]
    assert f"({find_question(year, 't1')['id']}): 3 → 4 (+1)" in said.partition("Asked more often (1)\n")[2]
    assert ask(year, "diff", 2, 1) == said  # the older one first, however they are named


def test_one_run_is_held_against_the_last(year: Path) -> None:
    assert "From run 1 (2026-04-01) to run 3" in ask(year, "diff", "2026-04-01")
    assert "From run 1 (2026-04-01) to run 2" in ask(year, "diff", "--as-of", "2026-05-31")


def test_differences_as_csv_have_one_row_each(year: Path) -> None:
    rows = list(csv.DictReader(ask(year, "diff", 1, 3, "--format", "csv").splitlines()))
    assert [(row["what"], row["before"], row["after"]) for row in rows if row["what"] in ("new", "grew")] == [
        ("new", "", "4"),
        ("grew", "3", "4"),
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["9"], "no run 9"),
        (["2026-03-01"], "The first one was on 2026-04-01"),
        (["last week"], "such as 2026-03-31"),
        (["2026-02-30"], "is no day"),
        (["3999-01-01"], "has not come yet"),
        (["2", "2026-05-02"], "Both are run 2"),
        (["1", "2", "3"], "not more"),
        (["--as-of", "2026-04-02"], "it is the first one"),
    ],
)
def test_a_run_that_is_not_there_is_told_clearly(year: Path, arguments: list[str], says: str) -> None:
    result = invoke("diff", *arguments, "-w", year / "w", exit_code=1)
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_nothing_recorded_yet(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w").close()
    assert "No run has been recorded" in invoke("diff", "-w", tmp_path / "w", exit_code=1).stderr


def seen(id_: str, volume: int = 5, **more: object) -> RunQuestion:
    return replace(RunQuestion.of(make_question(id_, volume)), **more)  # type: ignore[arg-type]


def test_splits_and_merges_are_followed_over_several_runs() -> None:
    changes = [
        Change(question="q-a", what=Fate.PARTED, other="q-x", count=4),
        Change(question="q-x", what=Fate.JOINED, other="q-y", count=4),
        Change(question="q-a", what=Fate.PARTED, other="q-y", count=3),
        Change(question="q-b", what=Fate.JOINED, other="q-x", count=5),
        Change(question="q-c", what=Fate.GONE, count=5),
        Change(question="q-k", what=Fate.JOINED, other="q-a", count=5),
    ]
    before = [seen("q-a", 20), seen("q-b"), seen("q-c"), seen("q-k")]
    after = [seen("q-a", 13), seen("q-y", 12), seen("q-k"), seen("q-o")]
    found = compare_runs(before, after, changes, {"q-y": "About q-y?"}, {"q-o"})
    assert [(d.what, d.question, d.other, d.count) for d in found] == [
        ("new", "q-y", "q-a", 7),
        ("back", "q-o", "", 0),
        ("parted", "q-a", "q-y", 7),
        ("joined", "q-b", "q-y", 0),
        ("gone", "q-c", "", 0),
        ("shrank", "q-a", "", 0),
    ]


def test_questions_that_were_joined_in_a_circle_end_nowhere() -> None:
    changes = [
        Change(question="q-a", what=Fate.JOINED, other="q-b"),
        Change(question="q-b", what=Fate.JOINED, other="q-a"),
    ]
    assert [d.what for d in compare_runs([seen("q-a"), seen("q-b")], [], changes, {}, set())] == ["gone", "gone"]


def test_what_was_decided_in_between_is_told() -> None:
    before = [seen("q-a"), seen("q-b"), seen("q-c", status=QuestionStatus.IGNORED)]
    after = [
        seen("q-a", status=QuestionStatus.IGNORED),
        seen("q-b", status=QuestionStatus.ANSWERED, post_url="https://a.example/"),
        seen("q-c"),
    ]
    found = compare_runs(before, after, [], {}, set())
    assert [(d.what, d.question, d.url) for d in found] == [
        ("answered", "q-b", "https://a.example/"),
        ("ignored", "q-a", ""),
        ("open", "q-c", ""),
    ]


# --- history


def test_the_life_of_a_question_is_told(year: Path) -> None:
    scale = find_question(year, "t1")
    said = ask(year, "history", scale["id"])
    assert said.startswith(f"“{TITLE}” ({scale['id']})\n")
    assert "First found on 2026-04-01" in said
    assert "Answered by https://shop.example/descale/" in said
    assert "2026-03      3  █" in said
    assert "2026-04-01  found: “" in said
    assert f"2026-06-01  called “{TITLE}” from now on" in said
    assert "2026-06-01  now answered by https://shop.example/descale/" in said
    assert "answered-by url https://shop.example/descale/" in said
    assert f"rename title {TITLE}" in said
    assert len(said.partition("Run by run\n")[2].splitlines()) == 1 + 3


def test_a_question_is_found_by_any_name_it_has_or_had(year: Path) -> None:
    scale = find_question(year, "t1")
    (life,) = read_lines(year, "history", scale["id"])
    (first,) = read_lines(year, "questions", "--as-of", "2026-04-20")
    for name in (life["slug"], TITLE, f" {str(first['title']).upper()} ", str(scale["id"]).upper()):
        assert read_lines(year, "history", name) == [life]


@pytest.mark.parametrize("name", ["how do i clean the insides of it", "clean inside", "Inside"])
def test_a_near_miss_gets_a_suggestion(year: Path, name: str) -> None:
    message = invoke("history", name, "-w", year / "w", exit_code=1).stderr
    assert f'Did you mean "{TITLE}"?' in message
    assert "Did you mean" not in invoke("history", "zzz", "-w", year / "w", exit_code=1).stderr


def test_what_happened_is_told_in_the_order_of_time() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    moves = [
        (),
        (Change(question="q-a", what=Fate.PARTED, other="q-b", count=3),),
        (Change(question="q-c", what=Fate.JOINED, other="q-a", count=4),),
        (Change(question="q-a", what=Fate.GONE),),
        (),
    ]
    runs = [RunRecord(number=n, at=at + timedelta(days=n), changes=c) for n, c in enumerate(moves, start=1)]
    recorded = {1: seen("q-a"), 2: seen("q-a", trend=Trend.RISING), 3: seen("q-a", trend=Trend.RISING, title="New?"),
                5: seen("q-a", trend=Trend.RISING, title="New?", status=QuestionStatus.IGNORED)}  # fmt: skip
    told = [(e.run, e.what, e.text, e.other) for e in follow_question("q-a", runs, recorded)]
    assert told == [
        (1, "found", "About q-a?", ""),
        (2, "parted", "", "q-b"),
        (2, "trend", "rising", ""),
        (3, "took in", "", "q-c"),
        (3, "renamed", "New?", ""),
        (4, "gone", "", ""),
        (5, "back", "New?", ""),
        (5, "status", "ignored", ""),
    ]


def test_a_question_that_is_gone_still_has_its_history(year: Path, tmp_path: Path) -> None:
    march = write(tmp_path / "march.csv", make_rows(SCALE[:3], 1, 3, POWDER))
    run(tmp_path, "2026-04-01", march)
    scale = find_question(tmp_path, "t1")
    run(tmp_path, "2026-04-02", march, "--min-volume", 9)
    said = ask(tmp_path, "history", scale["id"])
    assert "no longer found" in said
    assert "2026-03      3" in said
    assert "They were asked otherwise (min-volume: 3, then 9)" in ask(tmp_path, "diff")


# --- as of a day


def test_enquiries_of_later_days_are_left_out_and_told(year: Path, tmp_path: Path) -> None:
    exports = [year / f"{month}.csv" for month in ("march", "april", "may")]
    said = run(tmp_path, "2026-06-01", *exports, "--as-of", "2026-03-31")
    assert "5 came after the day you asked for" in said
    ledger = list(csv.DictReader(ask(tmp_path, "ledger", "--format", "csv").splitlines()))
    later = {row["enquiry_id"]: row["status"] for row in ledger if row["reason"] == LATER}
    assert later == dict.fromkeys(("t11", "t12", "t13", "t21", "t31"), "noise")
    assert len(ledger) == 8
    (question,) = read_lines(tmp_path, "questions")
    assert (question["volume"], question["months"]) == (3, {"2026-03": 3})
    (record,) = read_lines(tmp_path, "runs")
    assert (record["as_of"], record["enquiries"], record["came_later"]) == ("2026-03-31", 3, 5)


def test_one_export_can_be_gone_through_month_by_month(year: Path, tmp_path: Path) -> None:
    exports = [year / f"{month}.csv" for month in ("march", "april", "may")]
    for day in ("2026-03-31", "2026-04-30", "2026-05-31"):
        run(tmp_path, "2026-06-01", *exports, "--as-of", day)
    assert [(r["as_of"], r["looked_back"], r["questions"]) for r in read_lines(tmp_path, "runs")] == [
        ("2026-03-31", False, 1),
        ("2026-04-30", False, 2),
        ("2026-05-31", False, 2),
    ]
    assert {"new", "grew"} <= {d["what"] for d in read_lines(tmp_path, "diff", 1, 2)}
    assert sorted(q["first_seen"] for q in read_lines(tmp_path, "questions")) == ["2026-03-03", "2026-04-03"]


def test_looking_back_leaves_no_mark_on_the_next_run(year: Path, tmp_path: Path) -> None:
    exports = [year / f"{month}.csv" for month in ("march", "april", "may")]
    undisturbed, looked = tmp_path / "a", tmp_path / "b"
    undisturbed.mkdir()
    run(undisturbed, "2026-06-01", *exports)
    shutil.copytree(undisturbed, looked)
    run(looked, "2026-06-02", *exports, "--as-of", "2026-04-04")
    assert len(read_lines(looked, "questions")) == 1
    assert "As of 2026-04-04" in invoke("questions", "-w", looked / "w").stderr
    jugs = find_question(undisturbed, "t11")["id"]
    assert "asked 4 times by 4 customers" in ask(looked, "history", jugs)
    assert ask(looked, "diff", "2026-04-04", "2026-06-01").count("New (1)") == 1
    again = write(tmp_path / "june.csv", make_rows(["Descaling the coffee machine?"], 41, 5, POWDER))
    for folder in (undisturbed, looked):
        run(folder, "2026-06-03", again)
    assert read_folder(looked / "p") == read_folder(undisturbed / "p")
    for table in ("ledger", "identities", "enquiries", "mined", "holds", "vault"):
        told = [
            sqlite3.connect(folder / "w" / "state.db").execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for folder in (undisturbed, looked)
        ]
        assert told[0] == told[1], table
    facts = []
    for folder in (undisturbed, looked):
        with Workspace.open(folder / "w") as state:
            facts.append([state.facts.load(name) for name in ("calibration", "mining", "looked back")])
    assert facts[0] == facts[1]
    differences = [read_lines(folder, "diff") for folder in (undisturbed, looked)]
    assert differences[0] == differences[1]
    assert [r["looked_back"] for r in read_lines(looked, "runs")] == [False, True, False]


def test_who_is_forgotten_after_looking_back_leaves_nothing_behind(year: Path, tmp_path: Path) -> None:
    exports = [year / f"{month}.csv" for month in ("march", "april", "may")]
    run(tmp_path, "2026-06-01", *exports)
    run(tmp_path, "2026-06-01", *exports, "--as-of", "2026-03-31")
    invoke("forget", "person31@post.example", "-w", tmp_path / "w")
    run(tmp_path, "2026-06-01", *exports)
    kept = b"".join(read_folder(tmp_path / "w").values())
    assert b"jug is broken" not in kept
    with Workspace.open(tmp_path / "w") as state:
        assert all("t31" not in identity.enquiry_ids for identity in state.results.load_identities().values())


def test_the_questions_of_an_earlier_day(year: Path) -> None:
    (question,) = read_lines(year, "questions", "--as-of", "2026-04-20")
    assert (question["id"], question["volume"]) == (find_question(year, "t1")["id"], 3)
    assert question["title"] != TITLE
    rows = list(csv.DictReader(ask(year, "questions", "--as-of", "2026-06-30", "--format", "csv").splitlines()))
    assert sorted(row["status"] for row in rows) == ["answered", "new"]
    assert ask(year, "questions", "--as-of", "2026-06-30", "--new").count("q-") == 1
    assert (
        "on or before 2026-03-31" in invoke("questions", "--as-of", "2026-03-31", "-w", year / "w", exit_code=1).stderr
    )
    assert (
        "do not go together"
        in invoke("questions", "--as-of", "2026-06-30", "--unanswered", "-w", year / "w", exit_code=2).stderr
    )


@pytest.mark.parametrize("day", ["31.3.2026", "2026-3-31", "2026-02-30", "yesterday", "２０２６-03-31"])
def test_a_day_is_written_one_way(tmp_path: Path, day: str) -> None:
    export = write(tmp_path / "march.csv", make_rows(SCALE[:3], 1, 3, POWDER))
    result = invoke("run", export, "-w", tmp_path / "w", "-o", tmp_path / "p", "--as-of", day, exit_code=1)
    assert "such as 2026-03-31" in result.stderr
    assert not (tmp_path / "w").exists()


def test_what_was_replied_later_was_not_known_then() -> None:
    at = datetime(2026, 3, 30, 23, tzinfo=UTC)
    early, late = Reply(text="a", at=at), Reply(text="b", at=at + timedelta(days=2))
    enquiry = RedactedEnquiry(
        id="t", source="x", text="how", ask="how", received=at, replies=(early, late), later=("thanks",), content=True
    )
    (then,) = leave_out_later([enquiry], date(2026, 3, 31))
    assert (then.replies, then.later, then.content, then.noise) == ((early,), ("thanks",), None, "")
    (then,) = leave_out_later([replace(enquiry, replies=(late,))], date(2026, 3, 31))
    assert (then.replies, then.later) == ((), ())
    (then,) = leave_out_later([enquiry], date(2026, 3, 29))
    assert (then.noise, then.received) == (LATER, None)
    assert leave_out_later([enquiry], None) == [enquiry]
    assert leave_out_later([replace(enquiry, received=None)], date(2026, 3, 29))[0].noise == ""


def test_a_look_back_stands_in_its_place_of_time() -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    runs = [
        RunRecord(number=1, at=at),
        RunRecord(number=2, at=at + timedelta(days=30)),
        RunRecord(number=3, at=datetime(2026, 4, 30, 23, tzinfo=UTC), as_of="2026-04-30", looked_back=True),
    ]
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert [run.number for run in choose_runs(runs, [], "", now)] == [1, 2]
    assert [run.number for run in choose_runs(runs, ["3"], "", now)] == [3, 2]
    assert find_run("2026-05-15", runs, now).number == 3
    with pytest.raises(SettingsError, match="the first one"):
        choose_runs(runs, [], "2026-05-15", now)


def test_posts_of_later_days_were_not_there_then(year: Path, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    for name, day in (("scale", "2026-05-10"), ("opening-hours", "2025-01-01")):
        (tmp_path / "posts" / f"{name}.md").write_text(
            f"---\ntitle: About {name}\ndate: {day}\n---\n\n{POWDER}\n", "utf-8"
        )
    given = [year / "march.csv", "--posts", tmp_path / "posts", "--url-template", "https://shop.example/{slug}/"]
    assert "Not linked: 1" in run(tmp_path, "2026-06-01", *given, "--as-of", "2026-03-31")
    assert "Not linked" not in run(tmp_path, "2026-06-01", *given, "--as-of", "2026-05-31")
