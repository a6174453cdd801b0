"""The copy of a workspace's database as the last run left it, to go back to when the database is damaged
(`storage/repair`).

It is made by SQLite's own backup, beside its place, and then moved there. Whoever is forgotten is not in it either:
then the copies are overwritten and the good state is copied anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage.connection import LAST_GOOD, NOTES, SET_ASIDE

PART = ".part"
"""Ends the name of a copy that is not whole yet."""


def keep_copy(connection: sqlite3.Connection, folder: Path) -> None:
    """Keep a copy of the state that a connection sees, in the place of the last one; only its owner may read it.

    Raises:
        sqlite3.Error, OSError: there is no room for it; the last one stays.
    """
    part = folder / f"{LAST_GOOD}{PART}"
    try:
        _make_private(part)
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            connection.backup(copy)
        _replace(part, folder / LAST_GOOD)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def restore_copy(folder: Path, database: Path) -> None:
    """Put the copy in the place of a database that is gone; the copy stays.

    Raises:
        WorkspaceError: there is no room for it.
    """
    part = database.with_name(f"{database.name}{PART}")
    try:
        _make_private(part)
        with (folder / LAST_GOOD).open("rb") as source, part.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        _replace(part, database)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WorkspaceError(
            f"The last good state cannot be put back ({error.strerror or error}). Make room on the disk of {folder} "
            "and repair it again; nothing is lost."
        ) from error


def shred_copies(folder: Path) -> None:
    """Overwrite and delete all copies, and the damaged databases that were set aside: they may hold what must go.

    Raises:
        WorkspaceError: one of them cannot be deleted.
    """
    for path in (folder / LAST_GOOD, folder / f"{LAST_GOOD}{PART}", *sorted((folder / SET_ASIDE).rglob("*"))):
        if path.is_file():
            _shred(path)
    shutil.rmtree(folder / SET_ASIDE, ignore_errors=True)


def shred_notes(folder: Path, marks: Collection[str]) -> int:
    """Overwrite and delete the notes on drafts in which one of the marks stands; give how many they were.

    Raises:
        WorkspaceError: one of them cannot be deleted.
    """
    count = 0
    for path in sorted(path for path in (folder / NOTES).rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        if any(mark in text for mark in marks):
            _shred(path)
            count += 1
    return count


def _shred(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be deleted ({error.strerror or error}). Delete it yourself, and try again."
        ) from error


def _make_private(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _replace(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
