"""A workspace as one file, to move it to another machine or to show it to others, and back again.

The file is a ZIP archive of a copy of `state.db`, the person's decisions, what is proposed, notes on drafts, and
`manifest.json`, which says how large each part is and its SHA-256. An archive may come from anybody: only parts with
these names are taken, none is larger than the manifest says, the database has to have our tables and nothing else, and
a folder that holds anything is never touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage.connection import DATABASE, NOTES, keep_out_of_git
from enquiry2article.storage.decisions_file import DECISIONS_FILE
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.sharing import copy_workspace, share_workspace
from enquiry2article.storage.workspace import Workspace

MANIFEST = "manifest.json"

KIND = "enquiry2article workspace"

VERSION = 1
"""Of how an archive is laid out."""

TEXT_FOLDERS: Mapping[str, str] = {"proposed-changes": ".txt", "proposed-sections": ".md", NOTES: ".md"}
"""Folders of a workspace with texts for the person, and how the names of their files end."""

OWN = re.compile(r"state\.db.*|last-good\.db.*|writer\.lock|damaged|\..*")
"""Files of a workspace that belong to the machine it lies on, or go along as a copy of their own."""

MOST_PARTS = 20_000
MOST_MANIFEST = 8 << 20
MOST_BYTES = 32 << 30
"""Of an unpacked archive."""

USUAL_BYTES, MOST_PACKED = 64 << 20, 100
"""From so many bytes on, an archive that unpacks to more than so many times its size is none of ours."""

PIECE = 1 << 20

_AGAIN = "Export it once more and copy the file whole."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself."""

    kind: str
    version: int
    schema: int
    """The version of the database's tables."""
    made_by: str
    """The version of the program."""
    made: str
    """The day."""
    texts: bool
    """Whether the words of enquiries are in it."""
    counts: Mapping[str, int]
    parts: Mapping[str, Mapping[str, Any]]
    """Name → `{"bytes": …, "sha256": …}`."""


# -- out --------------------------------------------------------------------------------------------------------------


def export_workspace(workspace: Workspace, file: Path, *, texts: bool, made: str) -> tuple[Manifest, list[str]]:
    """Write a workspace into a new file that its owner alone can read; second, names of what was not taken along.

    Without texts, it holds questions with their titles, identities, counts, digests of drafts and decisions only.

    Raises:
        WorkspaceError: the file is there already, or it cannot be written.
    """
    if file.exists():
        raise WorkspaceError(f"{file} is there already. Choose another name, or move that file away first.")
    if not file.parent.is_dir():
        raise WorkspaceError(f"There is no folder {file.parent} for {file.name}. Make it first, or choose another.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as place:
            copy = Path(place, DATABASE)
            copy.touch(mode=0o600)
            (copy_workspace if texts else share_workspace)(workspace, copy)
            parts = {DATABASE: copy, **dict(_list_parts(workspace.folder, texts=texts))}
            packed = Path(place, "packed.zip")
            packed.touch(mode=0o600)
            manifest = _pack(packed, parts, workspace.count_parts(), texts=texts, made=made)
            packed.rename(file)
    except OSError as error:
        raise WorkspaceError(
            f"{file} cannot be written ({error.strerror or error}). Choose another place for it."
        ) from error
    left = sorted(
        path.name
        for path in workspace.folder.iterdir()
        if path.name not in {DECISIONS_FILE, *TEXT_FOLDERS} and not OWN.fullmatch(path.name)
    )
    return manifest, left


def _list_parts(folder: Path, *, texts: bool) -> Iterator[tuple[str, Path]]:
    if (folder / DECISIONS_FILE).is_file():
        yield DECISIONS_FILE, folder / DECISIONS_FILE
    for name, suffix in TEXT_FOLDERS.items() if texts else ():
        for path in sorted((folder / name).rglob(f"*{suffix}")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


def _pack(packed: Path, parts: Mapping[str, Path], counts: Mapping[str, int], *, texts: bool, made: str) -> Manifest:
    told = {}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in parts.items():
            with path.open("rb") as source, archive.open(_describe(name), "w", force_zip64=True) as target:
                told[name] = _copy(source, target, path.stat().st_size)
        manifest = Manifest(
            kind=KIND, version=VERSION, schema=len(MIGRATIONS), made_by=version("enquiry2article"), made=made,
            texts=texts, counts=counts, parts=told,
        )  # fmt: skip
        archive.writestr(_describe(MANIFEST), json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def _describe(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # its date is that of the first day of all archives: the same parts, the same bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> dict[str, Any]:
    """Copy so many bytes at the most, and one more if there are more; tell how many they were, and their SHA-256."""
    digest, count = hashlib.sha256(), 0
    while piece := source.read(min(PIECE, most + 1 - count)):
        target.write(piece)
        digest.update(piece)
        count += len(piece)
    return {"bytes": count, "sha256": digest.hexdigest()}


# -- in ---------------------------------------------------------------------------------------------------------------


def import_workspace(file: Path, folder: Path) -> Manifest:
    """Make a workspace of an exported one, in a folder that is empty or not there yet: whole, or not at all.

    Raises:
        WorkspaceError: the file is no whole archive of ours or of a newer version, or the folder is in use.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise WorkspaceError(
            f"{folder} is there already and is left as it is. Name a new folder with -w, or move that one away first."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))  # for its owner alone
    except OSError as error:
        raise _explain(folder, error) from error
    try:
        manifest = _unpack(file, place)
        _check_database(file, place, manifest)
        keep_out_of_git(place)
        if folder.exists():
            folder.rmdir()
        place.rename(folder)
    except OSError as error:
        raise _explain(folder, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return manifest


def _explain(folder: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(f"{folder} cannot be written ({error.strerror or error}). Name another folder with -w.")


def _unpack(file: Path, place: Path) -> Manifest:
    with _open_archive(file) as archive:
        entries = _list_entries(file, archive)
        manifest = _read_manifest(file, archive, entries)
        _refuse_bomb(file, place, manifest)
        for name, part in manifest.parts.items():
            target = place.joinpath(*name.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as written, archive.open(entries[name]) as source:
                if _copy(source, written, part["bytes"]) != part:
                    raise WorkspaceError(f"{file} has been changed or damaged on its way: {name} differs. {_AGAIN}")
    return manifest


@contextmanager
def _open_archive(file: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it, also while it is read, becomes one sentence."""
    if not file.is_file():
        raise WorkspaceError(
            f"There is no file {file}. Make one where the workspace is: enquiry2article export FILE.zip"
        )
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise WorkspaceError(f"{file} is no exported workspace, or has been damaged on its way. {_AGAIN}") from error


def _list_entries(file: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise WorkspaceError(f"{file} is no exported workspace: it holds {len(infos):,} files.")
    entries: dict[str, zipfile.ZipInfo] = {}
    taken: set[str] = set()
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        plain = kind in (0, stat.S_IFREG) and info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        # On some disks "A" and "a" are one name.
        if not plain or not _is_part(info.filename) or info.filename.lower() in taken:
            raise WorkspaceError(
                f"{file} is no exported workspace: it holds “{_show(info.filename)}”, which none has. "
                "Nothing was unpacked."
            )
        entries[info.filename] = info
        taken.add(info.filename.lower())
    if MANIFEST not in entries:
        raise WorkspaceError(f"{file} is no exported workspace: it has no {MANIFEST}.")
    return entries


def _is_part(name: str) -> bool:
    """Return whether a part may have this name: it can then lead nowhere but into the workspace's folder."""
    if name in (MANIFEST, DATABASE, DECISIONS_FILE):
        return True
    first, *rest = name.split("/")
    return (
        bool(rest)
        and name.isprintable()
        and not set(name) & set('\\:*?"<>|')
        and name.endswith(TEXT_FOLDERS.get(first, "\0"))
        and all(part.strip(". ") for part in rest)
        and len(name) <= 500
    )


def _show(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])


def _read_manifest(file: Path, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Manifest:
    with archive.open(entries[MANIFEST]) as source:
        text = source.read(MOST_MANIFEST + 1)
    try:
        plain = json.loads(text.decode("utf-8")) if len(text) <= MOST_MANIFEST else {}
        if plain.get("kind") == KIND and plain["version"] > VERSION:
            raise WorkspaceError(f"{file} was made by a newer enquiry2article. Update the program here first.")
        manifest = Manifest(**plain)
        parts = {name: {"bytes": int(p["bytes"]), "sha256": str(p["sha256"])} for name, p in manifest.parts.items()}
        counts = {str(name): int(count) for name, count in manifest.counts.items()}
        schema = int(manifest.schema)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WorkspaceError(f"{file} is no exported workspace: its {MANIFEST} cannot be understood.") from error
    if manifest.kind != KIND or DATABASE not in parts or {*parts, MANIFEST} != {*entries}:
        raise WorkspaceError(f"{file} is no whole exported workspace: {MANIFEST} tells of other files. {_AGAIN}")
    if schema > len(MIGRATIONS):
        raise WorkspaceError(f"{file} was made by a newer enquiry2article. Update the program here first.")
    return Manifest(**{**asdict(manifest), "parts": parts, "counts": counts, "texts": manifest.texts is True})


def _refuse_bomb(file: Path, place: Path, manifest: Manifest) -> None:
    sizes = [part["bytes"] for part in manifest.parts.values()]
    size = sum(sizes)
    packed = file.stat().st_size
    if min(sizes) < 0 or size > MOST_BYTES or size > max(USUAL_BYTES, MOST_PACKED * packed):
        raise WorkspaceError(f"{file} says that it unpacks to {size / 1e6:,.0f} MB: that is no workspace of ours.")
    if size > shutil.disk_usage(place).free:
        raise WorkspaceError(f"{file} needs {size / 1e6:,.0f} MB, more than the disk has. Make room, or use -w.")


def _check_database(file: Path, place: Path, manifest: Manifest) -> None:
    """Make sure that the database is one of ours and whole, before anything trusts it."""
    wrong = WorkspaceError(f"{file} holds a database that is damaged or is none of ours. {_AGAIN}")
    try:
        with closing(sqlite3.connect(place / DATABASE)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if schema != manifest.schema or not 0 < schema <= len(MIGRATIONS):
                raise wrong
            if _list_tables(connection) != _list_expected(schema):
                raise wrong
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise wrong
        with Workspace.open(place) as state:
            bytes.fromhex(state.facts.load("key"))
            if state.find_damage():
                raise wrong
    except (sqlite3.Error, WorkspaceError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise wrong from error


def _list_tables(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Return everything that the database declares; a trigger or a view, which could do things by itself, is among
    it.
    """
    rows = connection.execute("SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_master")
    return {(kind, name, table, " ".join(sql.split())) for kind, name, table, sql in rows}


def _list_expected(schema: int) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("".join(MIGRATIONS[:schema]))
        return _list_tables(connection)
