"""Copies of a workspace: whole, or what of it others may see."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.serialise import (
    encode_record,
    strip_question,
)
from enquiry2article.storage.workspace import LOOKED_BACK, Workspace

SHARED = {
    "ledger": "position, enquiry_id, source, status, question_id, also, similarity, reason, '', replied, ''",
    "identities": "*",
    "drafts": "'', path, digest",
    "removals": "*",
    "bad_rows": "*",
    "runs": "*",
    "run_questions": "*",
    "holds": "*",
    "answered": "*",
}
"""What of each table can be shown to others, without the texts, whose they were, and where on this machine things lie.
Of the questions, `storage/serialise.strip_question` says it."""

SHARED_FACTS = ("calibration", LOOKED_BACK)


def copy_workspace(workspace: Workspace, path: Path) -> None:
    """Write all of it, as it is at this moment, into a new database; others may read and write meanwhile.

    Raises:
        WorkspaceError: the disk is full, or a run holds the workspace for too long.
    """
    try:
        with closing(sqlite3.connect(path)) as target:
            workspace.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("DELETE FROM facts WHERE name = 'last run'")  # elsewhere, a run is done whole
            target.commit()
    except sqlite3.Error as error:
        raise WorkspaceError(f"The workspace {workspace.folder} cannot be copied ({error}).") from error


def share_workspace(workspace: Workspace, path: Path) -> None:
    """Write into a new database what can be shown to others: questions, identities, counts, no texts, no keys.

    What is not named here stays behind, and so does whatever is added later. Of questions the titles go along.

    Raises:
        WorkspaceError: the disk is full, or a run holds the workspace for too long.
    """
    try:
        with closing(sqlite3.connect(path)) as target:
            target.executescript("".join(MIGRATIONS) + f"PRAGMA user_version = {len(MIGRATIONS)};")
            _fill_shared(workspace, target)
            target.commit()
    except sqlite3.Error as error:
        raise WorkspaceError(f"The workspace {workspace.folder} cannot be copied ({error}).") from error


def _fill_shared(workspace: Workspace, target: sqlite3.Connection) -> None:
    for table, columns in SHARED.items():
        rows = workspace.connection.execute(f"SELECT {columns} FROM {table}")
        marks = ",".join("?" * len(rows.description))
        target.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
    target.executemany("INSERT INTO facts VALUES (?, ?)", [(fact, workspace.facts.load(fact)) for fact in SHARED_FACTS])
    target.executemany(
        "INSERT INTO questions VALUES (?, ?, ?)",
        [(q.rank, q.id, encode_record(strip_question(q))) for q in workspace.results.load_questions()],
    )
