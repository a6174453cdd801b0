"""Opens spreadsheets, which are zips of XML, without trusting their sizes or unpacking them to the disk."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from enquiry2article.domain.errors import UnknownFormat
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.archive_members import MOST_RATIO, SUSPECT_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Office files begin, and those with a password."""

_LARGEST = 2 << 30
"""Bytes after unpacking. No workbook of enquiries has more."""
_IN_MEMORY = 16 << 20


@contextmanager
def open_seekable(file: ExportFile) -> Iterator[IO[bytes]]:
    """Open a file in which one can go to and fro: one in an archive is copied to a temporary file first.

    Raises:
        NoSuchFile: the file cannot be opened.
    """
    with file.open() as stream:
        try:
            stream.fileno()
        except (AttributeError, OSError):
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
                shutil.copyfileobj(stream, spooled, 1 << 20)
                spooled.seek(0)
                yield spooled
                return
        yield stream


def check_parts(file: ExportFile, stream: IO[bytes], needed: str) -> None:
    """Refuse a zip that unpacks to far more than a spreadsheet can need, and one without the part that makes it one.

    What a zip says of a part's size binds: no more than that is ever unpacked of it.

    Raises:
        UnknownFormat: it is a trap, or no spreadsheet of this kind.
        zipfile.BadZipFile: it is no zip.
    """
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
    if not any(entry.filename == needed for entry in entries):
        raise UnknownFormat(describe_broken(file, f"it has no {needed}"))
    trap = next(
        (e for e in entries if e.file_size > SUSPECT_BYTES and e.file_size > MOST_RATIO * e.compress_size), None
    )
    size = sum(entry.file_size for entry in entries)
    if trap is not None or size > _LARGEST:
        raise UnknownFormat(
            f"{file.name}: unpacks to {size >> 20:,} MiB, more than a workbook of enquiries can need, so it is not "
            "read. If it is sound, open it in a spreadsheet program and save the sheet as CSV."
        )
    stream.seek(0)


def describe_broken(file: ExportFile, why: str) -> str:
    """Record that a file is no spreadsheet that can be read, and what to do."""
    return (
        f"{file.name}: not a workbook that can be read ({why}). Open it in a spreadsheet program and save it again as "
        ".xlsx or .csv."
    )


def describe_locked(file: ExportFile) -> str:
    """Record that a spreadsheet is in the old format or has a password."""
    return f"{file.name}: an old Excel file (.xls), or a workbook with a password. Save it as .xlsx or CSV without one."
