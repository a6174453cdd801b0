"""A temporary database on the disk: a file without a name, gone with the program, however that ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from enquiry2article.domain.errors import InputError

CACHE_KIB = 32 << 10
"""Of memory before SQLite writes to the disk."""


def open_temporary() -> sqlite3.Connection:
    """Open one, with a transaction begun: it is quick, and a crash leaves nothing to mend."""
    connection = sqlite3.connect("", isolation_level=None)
    for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}", "temp_store=FILE"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    return connection


@contextmanager
def explain_failures() -> Iterator[None]:
    """Make of what SQLite says inside the error for a person: it is nearly always a full disk, also while reading.

    Raises:
        InputError: in the place of what SQLite raised.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise InputError(
            f"The disk for temporary files cannot take what was read ({error}). Make room there, or name another "
            "folder with the environment variable SQLITE_TMPDIR."
        ) from error
