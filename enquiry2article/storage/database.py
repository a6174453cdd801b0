"""The database of a workspace while it is open: one connection, and changes that are there as a whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage.connection import (
    explain_failure,
)
from enquiry2article.storage.lock import WriterLock


class Database:
    """An open database and, if it may be changed, the lock that keeps others from changing it."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, lock: WriterLock | None = None) -> None:
        self.folder = folder
        self.connection = connection
        self._lock = lock

    @property
    def can_change(self) -> bool:
        """Whether it was opened to be changed."""
        return self._lock is not None

    def close(self) -> None:
        """Close it and let others change it."""
        try:
            self.connection.close()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _is_changing(self) -> bool:
        return self.connection.in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside one change that is there as a whole or not at all, also inside a larger one.

        Raises:
            WorkspaceError: the disk is full, another program is in the way, or it was opened to be read.
        """
        if not self.can_change:
            raise WorkspaceError(f"The workspace {self.folder} was opened to be read, and cannot be changed so.")
        if self._is_changing():
            yield
            return
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self._is_changing():  # on a full disk SQLite may have gone back already
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise explain_failure(self.folder, error) from error


def hash_text(text: str) -> bytes:
    """Hash a text, so that what is kept by it tells nothing of it."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
