"""Whatever happens to a run, its disk or its workspace: one clear sentence, nothing half-written, and a way to go on.

The long series of kills and of full disks are in `benchmarks/kill_at_random.py` and `benchmarks/fill_the_disk.py`.
"""

from __future__ import annotations

import errno
import gc
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from conftest import ROOT, SMALL_EXPORT, invoke, load_questions, read_folder, write_export

from enquiry2article.articles import publishing as publish
from enquiry2article.cli.main import cli
from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage import connection as workspace_files
from enquiry2article.storage.connection import LAST_GOOD
from enquiry2article.storage.workspace import Workspace

posix = pytest.mark.skipif(os.name == "nt", reason="for POSIX systems")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export, and the workspace and posts that a run on it left; "place" is where it ran."""
    folder = tmp_path_factory.mktemp("crash")
    write_export(folder / "place" / "export.csv", SMALL_EXPORT)
    run(folder / "place")
    shutil.copytree(folder / "place", folder / "kept")
    return folder


@pytest.fixture
def place(kept: Path) -> Path:
    """The same, as the run left it: always at the same place, since a workspace knows where its drafts are."""
    return restore(kept)


def restore(kept: Path) -> Path:
    shutil.rmtree(kept / "place")
    shutil.copytree(kept / "kept", kept / "place")
    return kept / "place"


def run(folder: Path, *more: object, exit_code: int = 0) -> Result:
    return invoke("run", folder / "export.csv", "-w", folder / "w", "-o", folder / "p", *more, exit_code=exit_code)


def read_questions(folder: Path) -> str:
    return str(invoke("questions", "-w", folder / "w", "--format", "jsonl").stdout)


def one_sentence(said: str) -> str:
    assert said.startswith("Error: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


def change_export(folder: Path) -> None:
    """Let a month go by: one more asks, so that a draft has to change."""
    write_export(
        folder / "export.csv",
        f"{SMALL_EXPORT}9,2026-06-01,i@shop.example,How can I return the tent?,Print the label and send it back.\n",
    )


# --- one at a time

HOLD = "import sys, time; from pathlib import Path; from enquiry2article.storage.workspace import Workspace; \
w = Workspace.create(Path(sys.argv[1])); print('held', flush=True); time.sleep(100)"


@pytest.fixture
def holder(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program that is changing the workspace."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(place / "w")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


@pytest.mark.parametrize("command", ["run", "match", "forget", "repair"])
def test_a_second_writer_is_told_who_the_first_is(command: str, place: Path, holder: subprocess.Popen[bytes]) -> None:
    change_export(place)
    before = read_folder(place / "p")
    arguments: dict[str, list[object]] = {
        "run": [place / "export.csv", "-o", place / "p"],
        "match": [place / "export.csv", "--posts", place / "p", "--include-drafts"],
        "forget": ["a@shop.example"],
        "repair": [],
    }
    if command == "repair":
        (place / "w" / "state.db").write_bytes(b"")
    said = one_sentence(invoke(command, *arguments[command], "-w", place / "w", exit_code=1).stderr)
    assert f"process {holder.pid}" in said
    assert "since 20" in said
    assert "Wait until it is done" in said
    assert read_folder(place / "p") == before


def test_reading_goes_on_while_another_program_writes(place: Path, holder: subprocess.Popen[bytes]) -> None:
    assert load_questions(place / "w")
    for command in ("ledger", "redactions", "doctor"):
        invoke(command, "-w", place / "w")
    post = write_export(place / "posts" / "return.md", "---\ntitle: Returns\n---\n\nPrint the label of your order.\n")
    invoke("coverage", "-w", place / "w", "--posts", post.parent, "--quiet")
    assert "Nothing has changed" in run(place).output  # what need not be done needs no lock


@posix
def test_a_killed_program_holds_nothing(place: Path, holder: subprocess.Popen[bytes]) -> None:
    change_export(place)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    run(place)


def test_what_is_read_is_of_one_moment(place: Path) -> None:
    with Workspace.open(place / "w") as reader:
        before = reader.results.load_questions()
        with Workspace.open_to_change(place / "w") as writer:
            writer.save_results([], [], [], "{}")
        assert reader.results.load_questions() == before
        assert len(reader.results.load_ledger()) == 8
        with pytest.raises(WorkspaceError, match="opened to be read"), reader.transaction():
            pass


# --- killed


@posix
def test_killed_at_any_moment_the_next_run_ends_as_if_nothing_had_happened() -> None:
    script = ROOT / "benchmarks" / "kill_at_random.py"
    command = [sys.executable, str(script), "--kills", "8", "--scenes", "month", "forget"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "commands killed, 0 wrong" in done.stdout


@posix
def test_half_written_files_of_killed_programs_are_taken_away(place: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = place / "p" / f".enquiry2article-{gone.pid}-abc.tmp"
    working = place / "p" / f".enquiry2article-{os.getppid()}-abc.tmp"
    strange = place / "p" / ".mine.tmp"
    for file in (left, working, strange):
        file.write_text("half a dra", encoding="utf-8")
    change_export(place)
    run(place)
    assert [file.exists() for file in (left, working, strange)] == [False, True, True]


def test_what_a_killed_run_left_does_not_count_as_the_last_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_questions(place)
    first = (place / "export.csv").read_text("utf-8")
    change_export(place)
    with monkeypatch.context() as patch:
        patch.setattr(publish, "write_atomically", _die)
        with pytest.raises(SystemError):
            run(place)
    assert read_questions(place) == before
    (place / "export.csv").write_text(first, encoding="utf-8")
    assert "Nothing has changed" not in run(place).output


def _die(*_: object) -> None:
    raise SystemError("killed")


# --- the disk is full


def lose_drafts(folder: Path) -> None:
    change_export(folder)
    for draft in (folder / "p").glob("*.md"):
        draft.unlink()


@pytest.mark.parametrize("write", [1, 2])
def test_no_room_for_a_draft(place: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    lose_drafts(place)
    run(place)
    wanted = read_folder(place / "p")
    restore(kept)
    lose_drafts(place)
    sync, left = os.fsync, iter(range(write - 1))

    def fill(file: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(publish.os, "fsync", fill)
        said = one_sentence(run(place, exit_code=1).stderr)
    assert "No space left on device" in said
    assert not [path for path in (place / "p").rglob("*") if path.name.startswith(".")]
    run(place)
    assert {name: tell_undated(text) for name, text in read_folder(place / "p").items()} == {
        name: tell_undated(text) for name, text in wanted.items()
    }


def tell_undated(text: bytes) -> list[bytes]:
    return [line for line in text.splitlines() if not line.startswith((b"date:", b"lastmod:"))]


@pytest.mark.parametrize("pages", [0, 1, 2, 4, 8])
def test_no_room_for_the_workspace(place: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """So many pages more, and the disk is full."""
    before = read_questions(place)
    change_export(place)
    run(place)
    wanted = read_questions(place)
    restore(kept)
    change_export(place)
    connect = workspace_files._connect

    def connect_small(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        there = connection.execute("PRAGMA page_count").fetchone()[0]
        free = connection.execute("PRAGMA freelist_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {there - free + pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(workspace_files, "_connect", connect_small)
        done = invoke_any("run", str(place / "export.csv"), "-w", str(place / "w"), "-o", str(place / "p"))
    assert done.exit_code or pages
    if done.exit_code:
        assert "The disk of the workspace" in one_sentence(done.stderr)
        assert read_questions(place) == before
        run(place)
    assert read_questions(place) == wanted != before


def test_no_room_for_what_is_printed(place: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no such device")
    run_again = ["run", str(place / "export.csv"), "-o", str(place / "p")]
    for command in (["ledger", "--format", "csv"], ["questions"], run_again):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "enquiry2article", *command, "-w", str(place / "w")],
                stdout=full, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
        assert done.returncode == 1
        assert "is full" in one_sentence(done.stderr)


@posix
def test_whoever_reads_may_stop_reading(place: Path) -> None:
    command = f"{sys.executable} -m enquiry2article ledger --format csv -w {place / 'w'}"
    done = subprocess.run(["sh", "-c", f"{command} | head -n 1"], capture_output=True, text=True)
    assert done.stdout.startswith("enquiry_id,")
    assert done.stderr == ""


# --- the workspace is damaged


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda data: None,
    "empty": lambda data: b"",
    "cut off": cut,
    "a text": lambda data: b"Dear diary, " * 2000,
    "header": lambda data: data[:16] + bytes(84) + data[100:],
    "zeros": lambda data: data[:4096] + bytes(len(data) - 4096),
    "records": lambda data: data.replace(b'"enquiry_ids"', b'"enquiry\x00ids"'),
    "dates": lambda data: data.replace(b'"first_seen": "2026', b'"first_seen": "20x6'),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_workspace_is_told_and_brought_back(place: Path, damage: str) -> None:
    before, drafts = read_questions(place), read_folder(place / "p")
    database = place / "w" / "state.db"
    damaged = DAMAGES[damage](database.read_bytes())
    database.unlink()
    if damaged is not None:
        assert damaged != database.with_name(LAST_GOOD).read_bytes()
        database.write_bytes(damaged)
    # A run asks for no record of an enquiry or a question that it makes anew.
    runs = damage not in ("records", "dates")
    for command in (["questions"], *([["run", place / "export.csv", "-o", place / "p"]] if runs else [])):
        said = one_sentence(invoke(*command, "-w", place / "w", exit_code=1).stderr)
        assert "is damaged" in said
        assert f"enquiry2article repair -w {place / 'w'}" in said
    assert "is damaged" in invoke("doctor", "-w", place / "w", exit_code=1).output
    gc.collect()  # the error's trace keeps a connection open, which else ends with the process
    done = invoke("repair", "-w", place / "w").output
    assert "Put back: the state of 20" in done
    assert read_questions(place) == before
    kept = [path for path in (place / "w" / "damaged").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == ([] if damaged is None else [damaged])
    assert all(path.stat().st_mode & 0o077 == 0 for path in (place / "w").rglob("*") if os.name == "posix")
    assert "is whole" in invoke("repair", "-w", place / "w").output
    change_export(place)
    run(place)
    assert read_folder(place / "p").keys() >= drafts.keys()


def test_without_a_good_state_the_workspace_begins_anew_and_decisions_stay(place: Path) -> None:
    invoke("ignore", "-w", place / "w", load_questions(place / "w")[0]["id"])
    for name in ("state.db", LAST_GOOD):
        (place / "w" / name).write_bytes(b"no database" * 999)
    assert "begins anew" in invoke("repair", "-w", place / "w").output
    assert len(list((place / "w" / "damaged").rglob("*.db"))) == 2
    run(place)
    assert "ignored" in {question["status"] for question in load_questions(place / "w")}


def test_flipped_bytes_lead_to_a_sentence_or_to_nothing_but_never_to_a_trace(place: Path) -> None:
    whole = (place / "w" / "state.db").read_bytes()
    dice = random.Random(8)
    told = 0
    for _ in range(60):
        flipped = bytearray(whole)
        start = dice.randrange(len(whole))
        for at in range(start, min(len(whole), start + dice.choice([1, 8, 4096]))):
            flipped[at] = dice.randrange(256)
        for name in ("state.db-wal", "state.db-shm"):
            (place / "w" / name).unlink(missing_ok=True)
        (place / "w" / "state.db").write_bytes(flipped)
        for command in ("questions", "ledger", "redactions"):
            done = invoke_any(command, "-w", str(place / "w"))
            if done.exit_code:
                told += "is damaged" in one_sentence(done.stderr)
    assert told


def invoke_any(*arguments: str) -> Result:
    from click.testing import CliRunner

    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


@posix
@pytest.mark.parametrize("loss", ["gone", "garbage", "cut off"])
def test_a_log_that_is_lost_or_damaged_leaves_an_older_state_that_is_whole(place: Path, loss: str) -> None:
    before = read_questions(place)
    write = "from pathlib import Path; import os, sys; from enquiry2article.storage.workspace import Workspace; \
w = Workspace.create(Path(sys.argv[1])); w.save_results([], [], [], '{}'); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", write, str(place / "w")]).returncode == -signal.SIGKILL
    log = place / "w" / "state.db-wal"
    size = log.stat().st_size
    assert size > 5000
    if loss == "gone":
        log.unlink()
    else:
        log.write_bytes(log.read_bytes()[: size // 2] if loss == "cut off" else os.urandom(size))
    assert read_questions(place) in (before, "")
    invoke("doctor", "-w", place / "w")


def test_the_copy_is_made_when_something_changed_and_only_then(place: Path) -> None:
    files = [place / "w" / name for name in ("state.db", LAST_GOOD)]
    times = [file.stat().st_mtime_ns for file in files]
    assert "Nothing has changed" in run(place).output
    assert [file.stat().st_mtime_ns for file in files] == times
    change_export(place)
    run(place)
    assert all(file.stat().st_mtime_ns > time for file, time in zip(files, times, strict=True))
    with sqlite3.connect(place / "w" / LAST_GOOD) as copy:
        assert copy.execute("SELECT COUNT(*) FROM ledger").fetchone()[0] == 9
    copy.close()


# --- disks of other kinds


@posix
def test_a_drive_without_shared_memory_does_with_the_older_journal(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's way of locking by files knows no write-ahead log, just as some network drives."""
    connect = workspace_files._connect
    monkeypatch.setattr(workspace_files, "_connect", lambda path, mode: connect(path, f"{mode}&vfs=unix-dotfile"))
    shutil.rmtree(place / "w")
    shutil.rmtree(place / "p")
    run(place)
    with Workspace.open_to_change(place / "w") as state:
        assert state.connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert load_questions(place / "w")
    change_export(place)
    run(place)
    assert "5 customers" in invoke("questions", "-w", place / "w", "--format", "jsonl").stdout
    assert "is whole" in invoke("repair", "-w", place / "w").output


def test_a_drive_without_locks_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lock(_: int) -> bool:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    change_export(place)
    monkeypatch.setattr("enquiry2article.storage.lock._lock", lock)
    assert "cannot keep two runs apart" in one_sentence(run(place, exit_code=1).stderr)


@pytest.fixture
def read_only(small_workspace: Path) -> Iterator[Path]:
    """A copy of a workspace that this process can read but not write; root gives up its rights for it."""
    if os.name != "posix":
        pytest.skip("for POSIX systems")
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer, "w")
        shutil.copytree(small_workspace / "workspace", folder)
        as_root = os.geteuid() == 0
        for path in (Path(outer), folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
            if as_root:
                os.chown(path, 65534, 65534)
        if as_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if as_root:
                os.seteuid(0)
            for path in (Path(outer), folder, *folder.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)


def test_reading_needs_no_writing(read_only: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in read_only.iterdir()}
    assert load_questions(read_only)
    assert invoke("ledger", "-w", read_only).stdout
    assert {path.name: path.stat().st_mtime_ns for path in read_only.iterdir()} == before
    with Workspace.open_if_free(read_only) as state:
        assert not state.can_change


def test_writing_says_that_it_cannot(read_only: Path) -> None:
    said = one_sentence(invoke("forget", "a@shop.example", "-w", read_only, exit_code=1).stderr)
    assert "cannot be written" in said
    assert "-w" in said


@posix
def test_an_older_version_on_such_a_disk_says_what_has_to_be_done(read_only: Path) -> None:
    if os.geteuid() == 65534:
        os.seteuid(0)
    for path in (read_only, read_only / "state.db"):
        path.chmod(0o755)
    connection = sqlite3.connect(read_only / "state.db")
    connection.execute("PRAGMA user_version = 3")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    for path in (read_only, read_only / "state.db"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
    said = one_sentence(invoke("questions", "-w", read_only, exit_code=1).stderr)
    assert "older enquiry2article" in said
