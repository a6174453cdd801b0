"""The files of a workspace, and how its database is opened: to be changed by one program, or to be read by any.

Reading writes nothing where the folder is as this version of the program left it. SQLite's write-ahead log lets readers
go on while a run writes (https://www.sqlite.org/wal.html); where a drive cannot do it, the older journal is used.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage.schema import MIGRATIONS

DATABASE = "state.db"

LAST_GOOD = "last-good.db"
"""The copy of the database as the last run left it."""

SET_ASIDE = "damaged"
"""The folder, within the workspace, for databases that were damaged."""

NOTES = "notes"
"""The folder, within the workspace, for what an editor should know about each draft: no site publishes it."""

GITIGNORE = ".gitignore"

_OWN = re.compile(r"state\.db.*|last-good\.db.*|writer\.lock|damaged|decisions\.toml.*|proposed-.*|notes")
"""Names of what lies in a workspace."""

BUSY_SECONDS = 5.0
"""How long a short change of another program is waited for."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class NoWorkspace(WorkspaceError):
    """There is no workspace in a folder yet, or nothing is in it."""


class DamagedWorkspace(WorkspaceError):
    """The database of a workspace cannot be made sense of."""

    def __init__(self, folder: Path, what: str) -> None:
        self.what = what
        super().__init__(
            f"The workspace {folder} is damaged ({what}). Go back to its last good state with: "
            f"enquiry2article repair -w {folder}"
        )


FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What Python raises for SQLite; the second when its very message quotes bytes that are damaged."""


def explain_failure(folder: Path, error: Exception) -> WorkspaceError:
    """Make the error for a person of one of the `FAILURES`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if damage := describe_damage(error):
        return DamagedWorkspace(folder, damage)
    if code == sqlite3.SQLITE_FULL:
        return WorkspaceError(
            f"The disk of the workspace {folder} is full. Make room and run again; what was there before is kept."
        )
    if code == sqlite3.SQLITE_IOERR:
        return WorkspaceError(
            f"The disk of the workspace {folder} cannot take more or fails ({error}). Make room and run again; what "
            "was there before is kept."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceError(f"The workspace {folder} is in use by another program just now. Try again in a moment.")
    return WorkspaceError(
        f"The workspace {folder} cannot be opened or changed ({error}). Make sure that it is yours and that its disk "
        "can be written, or choose another with -w."
    )


def describe_damage(error: Exception) -> str:
    """Describe in a few words what is damaged if one of the `FAILURES` tells of damage, else "". No text is quoted."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return "a text in it is none"
    if code in _DAMAGED:
        return re.sub(r"[^\w .-]+", " ", str(error).partition("(")[0]).strip()
    if code == sqlite3.SQLITE_ERROR and str(error).startswith("no such"):
        return "its tables are not those of its version"
    return ""


def keep_out_of_git(folder: Path) -> None:
    """Have git leave out a workspace, which holds what customers wrote: `git add .` in a folder above would take it.

    A folder that holds other things than a workspace is left as it is, so that nothing of the user's is left out.
    """
    path = folder / GITIGNORE
    with suppress(OSError):  # a disk that cannot be written; the next run tries again
        if path.exists() or not all(_OWN.fullmatch(other.name) for other in folder.iterdir()):
            return
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write("# Written by enquiry2article: what customers wrote is kept here.\n*\n")


def connect_to_change(folder: Path) -> sqlite3.Connection:
    """Open the database of a folder to change it, making it where there is none; it is brought up to date.

    The caller holds the `WriterLock`.

    Raises:
        DamagedWorkspace: the file is no database of ours, or is gone while the copy of it is there.
        WorkspaceError: it cannot be written, or is of a newer version.
    """
    path = folder / DATABASE
    connection = None
    try:
        _refuse_lost(folder)
        # One that is there is not touched: closing it would let go the locks of other connections in this program
        # (https://www.sqlite.org/howtocorrupt.html, 2.2).
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = _connect(path, "rw")
        version = read_version(folder, connection)
        # On drives without shared memory SQLite stays with the older journal, and says nothing.
        connection.execute("PRAGMA journal_mode = WAL")
        # What is told to be written is on the disk: a draft whose digest was lost would look like a person's.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        for step in range(version, len(MIGRATIONS)):
            connection.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;")
    except (*FAILURES, OSError, WorkspaceError) as error:
        raise _give_up(folder, connection, error) from error
    return connection


def connect_to_read(folder: Path) -> tuple[sqlite3.Connection, int]:
    """Open the database of a folder to read it as it is now; second, the version of its tables.

    Nothing is written, except that SQLite puts in order what a killed program left.

    Raises:
        NoWorkspace: there is none.
        DamagedWorkspace: the file is no database of ours, or is gone while the copy of it is there.
        WorkspaceError: it cannot be read, or is of a newer version.
    """
    path = folder / DATABASE
    connection = None
    try:
        _refuse_lost(folder)
        if not path.is_file() or not path.stat().st_size:
            raise NoWorkspace(
                f"There is no workspace at {folder} yet. Begin with: enquiry2article run EXPORT -w {folder}"
            )
        connection = _connect(path, "rw")
        try:
            version = read_version(folder, connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            # A disk that cannot be written has no room for the log's index; without a log none is needed.
            if _has_log(path):
                raise WorkspaceError(
                    f"The workspace {folder} cannot be read where it lies: its last run was cut off, and the disk "
                    "cannot be written. Copy the whole folder to where it can."
                ) from error
            connection.close()
            connection = _connect(path, "ro&immutable=1")
            version = read_version(folder, connection)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
    except (*FAILURES, OSError, WorkspaceError) as error:
        raise _give_up(folder, connection, error) from error
    return connection, version


def read_version(folder: Path, connection: sqlite3.Connection) -> int:
    """Return the version of a database's tables; 0 where there are none yet.

    Raises:
        WorkspaceError: it is of a newer version, or of another program.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise WorkspaceError(
            f"The workspace {folder} was written by a newer enquiry2article. Update the program, "
            "or choose another workspace with -w."
        )
    if not version and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise WorkspaceError(f"{folder / DATABASE} is a database of another program. Choose another folder with -w.")
    return version


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    place = path.resolve().as_posix()
    return sqlite3.connect(
        f"file://{'' if place.startswith('/') else '/'}{quote(place)}?mode={mode}",
        uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False,
    )  # fmt: skip


def _refuse_lost(folder: Path) -> None:
    """Refuse to take for new what is lost: an empty file, or none, beside a copy of what was in it."""
    path = folder / DATABASE
    if (folder / LAST_GOOD).is_file() and not (path.is_file() and path.stat().st_size):
        raise DamagedWorkspace(folder, f"{DATABASE} is gone or empty")


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def _give_up(folder: Path, connection: sqlite3.Connection | None, error: Exception) -> WorkspaceError:
    if connection is not None:
        connection.close()
    if isinstance(error, WorkspaceError):
        return error
    if isinstance(error, FAILURES):
        return explain_failure(folder, error)
    reason = getattr(error, "strerror", "") or error
    return WorkspaceError(
        f"The workspace {folder} cannot be opened ({reason}). Make sure that it is yours, or choose another with -w."
    )
