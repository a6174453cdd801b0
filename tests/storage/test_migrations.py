"""A workspace of every earlier version opens with everything that was in it, and the next run goes on from there.

The cases were written by the program as it was at each version: a run, an edited draft and, as soon as they were there,
a decision, a match with a verdict, and a customer forgotten. Most vectors were left out.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, invoke, load_questions

from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.workspace import Workspace

CASES = ROOT / "tests" / "cases" / "workspaces"
VERSIONS = range(1, len(MIGRATIONS))
EXPORT = CASES / "export.csv"
FIRST_COLUMNS = {"identities": "id, slug, since, enquiry_ids"}
"""What a table had before a later version added to it."""


def restore(version: int, folder: Path) -> Path:
    """Make the workspace and the posts of a version, as if it had run in this folder."""
    case = CASES / f"v{version}"
    (folder / "w").mkdir(parents=True, mode=0o700)
    shutil.copytree(case / "posts", folder / "p")
    if (case / "decisions.toml").is_file():
        shutil.copy(case / "decisions.toml", folder / "w")
    dump = (case / "state.sql").read_text(encoding="utf-8").replace("{posts}", str((folder / "p").resolve()))
    with closing(sqlite3.connect(folder / "w" / "state.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(dump)
    return folder


@pytest.fixture(params=VERSIONS)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return restore(request.param, tmp_path)


def read_tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database, without the columns that version 2 and later added."""
    with closing(sqlite3.connect(folder / "w" / "state.db")) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {FIRST_COLUMNS.get(table, '*')} FROM {table}").fetchall())
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            if not table.startswith("sqlite_") and table != "ledger"
        }


def read_version(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "w" / "state.db")) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_there_is_a_case_of_every_version() -> None:
    assert sorted(path.name for path in CASES.glob("v*")) == [f"v{version}" for version in VERSIONS]


def test_everything_is_there_after_it_was_opened(older: Path) -> None:
    before = read_tables(older)
    with Workspace.open(older / "w") as state:
        assert state.find_damage() == ""
        assert len(state.results.load_questions()) == 3
        assert len(state.results.load_ledger()) == 11
        assert len([path for path in state.drafts.load_digests(older / "p") if len(path.parts) == 1]) == 3
        assert {identity.since.year for identity in state.results.load_identities().values()} == {2026}
    assert read_version(older) == len(MIGRATIONS)
    after = read_tables(older)
    assert {table: after[table] for table in before} == before


def test_the_next_run_knows_the_questions_and_leaves_edited_drafts_alone(older: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(older / "w" / "state.db")) as connection:
        known = {row[0]: row[1] for row in connection.execute("SELECT id, since FROM identities")}
    decided = "ignore" in ((older / "w" / "decisions.toml").read_text("utf-8") if read_version(older) > 1 else "")
    edited = next((older / "p").glob("*newsletter*.md"))
    words = edited.read_text("utf-8")
    assert "My own words." in words
    # One more who asks, so that no question is found by holding exactly what it held.
    more = tmp_path / "more.csv"
    lines = EXPORT.read_text("utf-8")
    for number, ask in enumerate(["how do i return my rucksack", "newsletter - which day?", "voucher valid how long"]):
        lines += f"n{number},2026-06-0{number + 1},new{number}@mail.example,{ask},\n"
    more.write_text(lines, encoding="utf-8")
    said = invoke("run", more, "-w", older / "w", "-o", older / "p", "--json").stdout
    found = load_questions(older / "w")
    assert {question["id"] for question in found} == set(known)
    assert ("ignored" in {question["status"] for question in found}) == decided
    with Workspace.open(older / "w") as state:
        assert {id_: i.since.isoformat() for id_, i in state.results.load_identities().items() if id_ in known} == known
    assert edited.read_text("utf-8") == words
    assert '"keep": 1' in said  # all others are still ours


def test_vectors_are_not_made_again(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    embed = MinilmEmbedder.embed
    monkeypatch.setattr(MinilmEmbedder, "embed", lambda self, texts: asked.extend(texts) or embed(self, texts))
    with closing(sqlite3.connect(older / "w" / "state.db")) as connection:
        kept = {row[0] for row in connection.execute("SELECT text_hash FROM vectors")}
    assert len(kept) == 6
    with Workspace.open(older / "w") as state:
        wordings = {text for texts in state.results.load_wordings().values() for text in texts}
        there = set(state.vectors.load(MinilmEmbedder().name, wordings))
    assert there
    invoke("run", EXPORT, "-w", older / "w", "-o", older / "p")
    assert asked
    assert not there & set(asked)


@pytest.mark.skipif(os.name == "nt", reason="no such processes on Windows")
def test_a_migration_that_is_killed_in_the_middle_is_done_by_the_next(tmp_path: Path) -> None:
    wanted = None
    for step in range(200):
        folder = restore(1, tmp_path / str(step))
        killed = open_and_die(folder / "w", step)
        assert read_version(folder) <= len(MIGRATIONS)
        with Workspace.open(folder / "w") as state:
            assert state.find_damage() == ""
            assert len(state.results.load_questions()) == 3
        tables = {name: rows for name, rows in read_tables(folder).items() if name != "drafts"}
        wanted = wanted or tables
        assert tables == wanted
        shutil.rmtree(folder)
        if not killed:
            assert step > 20
            return
    raise AssertionError("the migration never ended")


def open_and_die(folder: Path, step: int) -> bool:
    """Open a workspace in a process that is killed before a statement; gives whether there was such a statement."""
    process = os.fork()
    if not process:
        code = 1
        try:
            connect, count = sqlite3.connect, iter(range(step))

            def count_down(_: str) -> None:
                if next(count, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)

            def connect_and_watch(*arguments: object, **settings: object) -> sqlite3.Connection:
                connection = connect(*arguments, **settings)  # type: ignore[call-overload]
                connection.set_trace_callback(count_down)
                return connection

            sqlite3.connect = connect_and_watch  # type: ignore[assignment]
            Workspace.open(folder).close()
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0
