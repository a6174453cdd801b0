"""A workspace as one file: whole elsewhere, without anybody's words for others, and safe to take from anybody."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import invoke, read_folder

from enquiry2article.storage import archive as workspace_archive
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.sharing import SHARED
from enquiry2article.storage.workspace import Workspace

HEADER = ["id", "created at", "customer_email", "question", "answer"]
ASKS = [
    "My kiln is a Walrus 300 in the shed. How do I set the firing program?",
    "how can i set the firing program of my kiln, the old one broke",
    "Setting the firing program - how?",
]
JUGS = ["Do you sell spare jugs?", "spare jug for the machine, do you sell them", "Where can I buy a spare jug?"]
ANSWER = "Press the round button for five seconds, then choose the cone with the arrows."

SPARE = "Yes, you find them in the shop under spare parts."


def write(path: Path, asks: list[str], first: int = 1) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [
            [f"t{n}", f"2026-03-{n:02}", f"potter{n}@post.example", ask, SPARE if "jug" in ask else ANSWER]
            for n, ask in enumerate(asks, first)
        ]
        csv.writer(file).writerows([HEADER, *rows])
    return path


def run(folder: Path, *exports: Path, posts: Path | None = None) -> str:
    return str(invoke("run", *exports, "-w", folder / "w", "-o", posts or folder / "p").output)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a decision, a proposal, a match, a forgotten customer, and two files made of it."""
    folder = tmp_path_factory.mktemp("home")
    export = write(folder / "march.csv", [*ASKS, "Do you deliver zebra glaze to Norway?"])
    run(folder, export)
    (id_,) = [json.loads(line)["id"] for line in ask(folder / "w", "questions")]
    invoke("answered-by", id_, "https://kiln.example/program/", "-w", folder / "w")
    invoke("restore", id_, "-w", folder / "w")
    place = folder / "w" / "proposed-changes"
    place.mkdir(exist_ok=True)
    (place / "a.txt").write_text("Proposed: the arrows.", "utf-8")
    invoke("match", export, "-w", folder / "w", "--posts", folder / "p", "--include-drafts", "--quiet")
    invoke("forget", "nobody@post.example", "-w", folder / "w")
    invoke("export", folder / "whole.zip", "-w", folder / "w")
    invoke("export", folder / "shared.zip", "-w", folder / "w", "--without-texts")
    return folder


def ask(workspace: Path, command: str) -> list[str]:
    return str(invoke(command, "-w", workspace, "--format", "jsonl").stdout).splitlines()


def list_tables(workspace: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(workspace / "state.db") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


# --- there and back


def test_what_was_exported_is_there_again(home: Path, tmp_path: Path) -> None:
    said = invoke("import", home / "whole.zip", "-w", tmp_path / "new" / "w").output
    assert "1 question, 4 enquiries, 1 recorded run" in said
    there, here = list_tables(home / "w"), list_tables(tmp_path / "new" / "w")
    for tables in (there, here):
        tables["facts"] = [row for row in tables["facts"] if row[0] in ("key", "calibration", "preparation")]
    assert here == there
    [note] = (home / "w" / "notes").iterdir()
    for part in ("decisions.toml", "proposed-changes/a.txt", f"notes/{note.name}"):
        assert (tmp_path / "new" / "w" / part).read_bytes() == (home / "w" / part).read_bytes()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["w"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
def test_only_the_owner_may_read_either(home: Path, tmp_path: Path) -> None:
    invoke("import", home / "whole.zip", "-w", tmp_path / "w")
    for path in [home / "whole.zip", home / "shared.zip", tmp_path / "w", *(tmp_path / "w").rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_the_manifest_tells_what_is_in_it(home: Path) -> None:
    with zipfile.ZipFile(home / "whole.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {*archive.namelist()} == {*manifest["parts"], "manifest.json"}
    [note] = [path.relative_to(home / "w").as_posix() for path in (home / "w" / "notes").rglob("*.md")]
    assert {*manifest["parts"]} == {"state.db", "decisions.toml", "proposed-changes/a.txt", note}
    assert (manifest["version"], manifest["schema"], manifest["texts"]) == (1, len(MIGRATIONS), True)
    assert manifest["counts"] == {"enquiries": 4, "questions": 1, "runs": 1, "texts": 4}


def test_an_export_while_another_program_writes_is_whole(home: Path, tmp_path: Path) -> None:
    with Workspace.open(home / "w") as state:
        before = len(state.results.load_ledger())
    with Workspace.create(home / "w") as state, state.transaction():
        state.connection.execute("DELETE FROM ledger")
        invoke("export", tmp_path / "meanwhile.zip", "-w", home / "w")
        invoke("export", tmp_path / "shared.zip", "-w", home / "w", "--without-texts")
        state.connection.execute("ROLLBACK")
        state.connection.execute("BEGIN")
    for name in ("meanwhile", "shared"):
        invoke("import", tmp_path / f"{name}.zip", "-w", tmp_path / name)
        with Workspace.open(tmp_path / name) as state:
            assert len(state.results.load_ledger()) == before


def test_a_file_that_is_there_is_not_overwritten(home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("mine")
    assert "is there already" in invoke("export", tmp_path / "mine.zip", "-w", home / "w", exit_code=1).stderr
    assert "Make it first" in invoke("export", tmp_path / "no" / "a.zip", "-w", home / "w", exit_code=1).stderr
    assert read_folder(tmp_path) == {"mine.zip": b"mine"}


def test_what_is_no_part_of_a_workspace_is_told(home: Path, tmp_path: Path) -> None:
    (home / "w" / "notes.txt").write_text("mine")
    said = invoke("export", tmp_path / "a.zip", "-w", home / "w").output
    (home / "w" / "notes.txt").unlink()
    assert "Not taken along, as no part of a workspace: notes.txt." in said
    assert "writer.lock" not in said


# --- drafts after the move


def test_drafts_are_known_again_wherever_they_lie(tmp_path: Path) -> None:
    march = write(tmp_path / "march.csv", [*ASKS, *JUGS])
    run(tmp_path, march)
    drafts = {q["id"]: Path(q["draft"]) for q in map(json.loads, ask(tmp_path / "w", "questions"))}
    ids = {id_: question for _, id_, _, _, question, *_ in list_tables(tmp_path / "w")["ledger"]}
    edited, ours = drafts[str(ids["t1"])], drafts[str(ids["t4"])]
    edited.write_text(edited.read_text("utf-8") + "\nMy own words.\n", "utf-8")
    invoke("export", tmp_path / "a.zip", "-w", tmp_path / "w")
    new = tmp_path / "machine"
    invoke("import", tmp_path / "a.zip", "-w", new / "w")
    (tmp_path / "p").rename(new / "elsewhere")
    april = write(tmp_path / "april.csv", ["spare jug - where do you sell them?", "Do you sell jugs?"], 21)
    before = read_folder(new / "elsewhere")
    said = run(new, march, april, posts=new / "elsewhere")
    after = read_folder(new / "elsewhere")
    assert "1 brought up to date" in said
    assert f"{edited.name} was edited by you" in said
    assert after[edited.name] == before[edited.name]
    assert after[ours.name] != before[ours.name]
    # From now on the folder is known by itself: what a person takes back to is theirs.
    (new / "elsewhere" / ours.name).write_bytes(before[ours.name])
    said = run(new, march, posts=new / "elsewhere")
    assert f"{ours.name} was edited by you" in said
    assert read_folder(new / "elsewhere")[ours.name] == before[ours.name]


# --- without texts


def test_what_is_shared_holds_nobodys_words_no_hashes_and_no_key(home: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(home / "shared.zip") as archive:
        shared = b"".join(archive.read(name) for name in archive.namelist())
    tables = list_tables(home / "w")
    facts = dict(tables["facts"])
    hashes = {row[0] for row in [*tables["vault"], *tables["forgotten"]]}
    hashes |= {row[0] for row in Workspace.open(home / "w").matches.load_askers()} | {str(facts["key"])}
    assert len(hashes) > 8
    secrets = [str(value).encode() for value in hashes] + [bytes.fromhex(str(facts["key"]))]
    secrets += [row[-1] for row in tables["vectors"]]  # type: ignore[misc]
    words = [
        b"Walrus",
        b"shed",
        b"zebra",
        b"Norway",
        b"broke",
        b"round button",
        b"arrows",
        b"potter",
        str(home).encode(),
    ]
    whole = (home / "w" / "state.db").read_bytes()
    for word in [b"Walrus", b"zebra", b"round button", str(home).encode()]:
        assert word in whole, word
    for secret in [*words, *secrets]:
        assert secret not in shared, secret


def test_a_table_that_nobody_thought_of_is_not_shared(home: Path, tmp_path: Path) -> None:
    invoke("import", home / "shared.zip", "-w", tmp_path / "w")
    full = {name for name, rows in list_tables(tmp_path / "w").items() if rows}
    assert full <= {*SHARED, "questions", "facts"}


def test_what_was_shared_tells_questions_counts_and_decisions(home: Path, tmp_path: Path) -> None:
    said = invoke("import", home / "shared.zip", "-w", tmp_path / "w").output
    assert "forget them again" in said
    (there,) = map(json.loads, ask(home / "w", "questions"))
    (here,) = map(json.loads, ask(tmp_path / "w", "questions"))
    for name in ("id", "title", "volume", "customers", "months", "enquiry_ids", "needs"):
        assert here[name] == there[name]
    assert (here["variants"], here["answer"], here["draft"]) == ([], [], None)
    ledgers = [invoke("ledger", "-w", place, "--format", "csv").stdout for place in (home / "w", tmp_path / "w")]
    assert ledgers[0] == ledgers[1]
    assert "What you decided" in invoke("history", here["id"], "-w", tmp_path / "w").output or not ask(
        tmp_path / "w", "runs"
    )


def test_a_run_goes_on_from_what_was_shared(home: Path, tmp_path: Path) -> None:
    invoke("import", home / "shared.zip", "-w", tmp_path / "w")
    (before,) = map(json.loads, ask(tmp_path / "w", "questions"))
    run(tmp_path, home / "march.csv")
    (after,) = map(json.loads, ask(tmp_path / "w", "questions"))
    assert (after["id"], after["title"]) == (before["id"], before["title"])
    assert after["answer"]


# --- from anybody

Change = Callable[[dict[str, bytes]], None]


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def seal(parts: dict[str, bytes], **more: object) -> None:
    """Make the manifest tell of the parts as they are."""
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"] = {
        name: {"bytes": len(content), "sha256": workspace_archive.hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
        if name != "manifest.json"
    }
    parts["manifest.json"] = json.dumps({**manifest, **more}).encode()


def refuse(archive: Path, folder: Path) -> str:
    """Import something bad; check that it is refused in one line and leaves nothing. Gives the message."""
    before = sorted(path.name for path in folder.iterdir())
    message = str(invoke("import", archive, "-w", folder / "w", exit_code=1).stderr)
    assert message.count("\n") == 1
    assert "Traceback" not in message
    assert sorted(path.name for path in folder.iterdir()) == before
    return message


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/evil.txt",
        "proposed-changes/../../evil.txt",
        "proposed-changes//evil.txt",
        "proposed-changes/..\\..\\evil.txt",
        "proposed-changes/c:evil.txt",
        "proposed-changes/evil.py",
        "notes/evil.txt",
        "proposed-changes/ .txt/",
        "proposed-sections/a\nb.md",
        "last-good.db",
        "state.db-wal",
        "enquiry2article.toml",
        "STATE.DB",
        "sub/state.db",
    ],
)
def test_parts_of_other_names_are_refused(home: Path, tmp_path: Path, name: str) -> None:
    parts = {**unpack(home / "whole.zip"), name: b"evil"}
    seal(parts)
    assert "is no exported workspace" in refuse(pack(tmp_path / "a.zip", parts), tmp_path)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_names_that_are_one_on_some_disks_are_refused(home: Path, tmp_path: Path) -> None:
    parts = {**unpack(home / "whole.zip"), "proposed-changes/A.txt": b"evil"}
    seal(parts)
    assert "is no exported workspace" in refuse(pack(tmp_path / "a.zip", parts), tmp_path)


def test_a_link_is_refused(home: Path, tmp_path: Path) -> None:
    parts = unpack(home / "whole.zip")
    parts["proposed-changes/b.txt"] = b"/etc/passwd"
    seal(parts)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = ((stat.S_IFLNK if name.endswith("b.txt") else stat.S_IFREG) | 0o777) << 16
            archive.writestr(info, content)
    assert "b.txt" in refuse(tmp_path / "a.zip", tmp_path)


def spoil_text(parts: dict[str, bytes]) -> None:
    parts["decisions.toml"] += b"\n# changed"


def spoil_database(parts: dict[str, bytes]) -> None:
    parts["state.db"] = parts["state.db"][:-1] + b"!"


def drop_part(parts: dict[str, bytes]) -> None:
    del parts["decisions.toml"]


def drop_manifest(parts: dict[str, bytes]) -> None:
    del parts["manifest.json"]


def break_manifest(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"[" * 100_000


def make_newer(parts: dict[str, bytes]) -> None:
    seal(parts, version=2, some_new_thing=True)


def make_newer_tables(parts: dict[str, bytes]) -> None:
    seal(parts, schema=len(MIGRATIONS) + 1)


def put_other_file(parts: dict[str, bytes]) -> None:
    parts["state.db"] = b"this is no database" * 1000
    seal(parts)


def put_nothing(parts: dict[str, bytes]) -> None:
    parts["state.db"] = b""
    seal(parts)


def say_less(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"]["state.db"]["bytes"] = 10
    parts["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (spoil_text, "decisions.toml differs"),
        (spoil_database, "state.db differs"),
        (say_less, "state.db differs"),
        (drop_part, "tells of other files"),
        (drop_manifest, "has no manifest.json"),
        (break_manifest, "cannot be understood"),
        (make_newer, "newer enquiry2article"),
        (make_newer_tables, "newer enquiry2article"),
        (put_other_file, "none of ours"),
        (put_nothing, "none of ours"),
    ],
)
def test_what_is_not_whole_or_not_ours_is_refused(home: Path, tmp_path: Path, change: Change, says: str) -> None:
    parts = unpack(home / "whole.zip")
    change(parts)
    assert says in refuse(pack(tmp_path / "a.zip", parts), tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON facts BEGIN DELETE FROM ledger; END",
        "CREATE VIEW evil AS SELECT * FROM ledger",
        "CREATE TABLE evil (x TEXT)",
        "DROP TABLE vault",
        "ALTER TABLE ledger ADD COLUMN evil TEXT GENERATED ALWAYS AS (upper(text))",
        "CREATE INDEX evil ON ledger (upper(text))",
        "UPDATE questions SET record = '{}'",
        "UPDATE runs SET record = '[]'",
        "UPDATE facts SET value = 'zz' WHERE name = 'key'",
        "PRAGMA user_version = 2",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 99",
    ],
)
def test_a_database_that_is_not_as_ours_is_refused(home: Path, tmp_path: Path, statement: str) -> None:
    parts = unpack(home / "whole.zip")
    (tmp_path / "x").mkdir()
    path = tmp_path / "x" / "state.db"
    path.write_bytes(parts["state.db"])
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()
    parts["state.db"] = path.read_bytes()
    seal(parts)
    message = refuse(pack(tmp_path / "a.zip", parts), tmp_path)
    assert "damaged or is none of ours" in message


def test_what_would_fill_the_disk_is_refused(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = unpack(home / "whole.zip")
    parts["proposed-changes/b.txt"] = bytes(80 << 20)
    seal(parts)
    assert "is no workspace of ours" in refuse(pack(tmp_path / "a.zip", parts), tmp_path)
    # An archive that says less than it holds is not unpacked beyond what it says.
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"]["proposed-changes/b.txt"]["bytes"] = 1000
    parts["manifest.json"] = json.dumps(manifest).encode()
    written: list[int] = []
    copy = workspace_archive._copy
    monkeypatch.setattr(
        workspace_archive, "_copy", lambda *given: (told := copy(*given), written.append(told["bytes"]))[0]
    )
    assert "b.txt differs" in refuse(pack(tmp_path / "b.zip", parts), tmp_path)
    assert written[-1] == 1001


@pytest.mark.parametrize("content", [b"", b"mine", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + bytes(18)])
def test_files_that_are_no_archives(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert "is no exported workspace" in refuse(tmp_path / "a.zip", tmp_path)


def test_an_archive_cut_short_is_refused(home: Path, tmp_path: Path) -> None:
    whole = (home / "whole.zip").read_bytes()
    for size in (len(whole) // 2, len(whole) - 30):
        (tmp_path / "a.zip").write_bytes(whole[:size])
        refuse(tmp_path / "a.zip", tmp_path)
    (tmp_path / "a.zip").write_bytes(whole[:200] + bytes(100) + whole[300:])
    refuse(tmp_path / "a.zip", tmp_path)


def test_no_such_file(tmp_path: Path) -> None:
    assert "enquiry2article export FILE.zip" in refuse(tmp_path / "nowhere.zip", tmp_path)


def test_a_workspace_that_is_there_is_never_touched(home: Path, tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "mine.txt").write_text("mine")
    assert "is left as it is" in refuse(home / "whole.zip", tmp_path)
    assert read_folder(tmp_path / "w") == {"mine.txt": b"mine"}
    (tmp_path / "w" / "mine.txt").unlink()
    invoke("import", home / "whole.zip", "-w", tmp_path / "w")  # an empty one is as good as none
    assert ask(tmp_path / "w", "questions")
    if os.name != "nt":
        (tmp_path / "place").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "place")
        assert "is left as it is" in invoke("import", home / "whole.zip", "-w", tmp_path / "link", exit_code=1).stderr


def test_a_workspace_of_an_older_version_is_taken(home: Path, tmp_path: Path) -> None:
    parts = unpack(home / "whole.zip")
    (tmp_path / "x").mkdir()
    connection = sqlite3.connect(tmp_path / "x" / "state.db")
    connection.executescript("".join(MIGRATIONS[:4]) + "PRAGMA user_version = 4;")
    connection.close()
    parts["state.db"] = (tmp_path / "x" / "state.db").read_bytes()
    seal(parts, schema=4)
    invoke("import", pack(tmp_path / "a.zip", parts), "-w", tmp_path / "w")
    assert ask(tmp_path / "w", "questions") == []
