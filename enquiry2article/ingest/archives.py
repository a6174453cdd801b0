"""Archives as folders of files: zip, gzip, tar; what is in them is read without unpacking, and traps are refused."""

from __future__ import annotations

import gzip
import tarfile
import weakref
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from enquiry2article.domain.errors import NoSuchFile, UnknownFormat
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.archive_members import (
    ArchiveMember,
    KeptFile,
    UnclosedFile,
    describe_trap,
    is_trap,
    leaves_archive,
    reopen,
)
from enquiry2article.ingest.tar_archives import TarCursor

_PARTS_OF_OTHERS = ("xl/workbook.xml", "word/document.xml", "ppt/presentation.xml", "mimetype", "[Content_Types].xml")
"""Members that tell an office document from an archive of files."""


# --- zip


class _Zip(zipfile.ZipFile):
    """A zip that stays open as long as a member of it is known: to read its list anew for each costs more than all."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        weakref.finalize(self, stream.close)


def _list_zip(file: ExportFile) -> list[ExportFile]:
    with _translate(file):
        stream = reopen(file)
        try:
            archive = _Zip(stream)
        except BaseException:
            stream.close()
            raise
    entries = archive.infolist()
    if {entry.filename for entry in entries} & set(_PARTS_OF_OTHERS):
        return []  # a document, not an archive
    if len(entries) > MOST_FILES:
        raise UnknownFormat(f"{file.name} holds more than {MOST_FILES:,} files. Unpack it and give the exports.")
    _refuse_overlap(file, entries)
    sizes = [(e.file_size, e.compress_size) for e in entries if not is_trap(e.file_size, e.compress_size)]
    if is_trap(whole := sum(size for size, _ in sizes), sum(packed for _, packed in sizes)):
        raise UnknownFormat(describe_trap(file.name, whole))
    return [
        _look_later(f"{file.name}/{show_name(entry.filename)}", _member_opener(file, archive, entry))
        for entry in sorted(entries, key=lambda entry: entry.filename)
        if not entry.is_dir() and not is_hidden(entry.filename)
    ]


def _refuse_overlap(file: ExportFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse a zip whose members share bytes: each of them unpacks anew what was packed once.

    Source: Fifield 2019, "A better zip bomb" (https://www.bamsoftware.com/hacks/zipbomb/). Every member takes its
    packed bytes and, before them, a head of 30 bytes and its name (APPNOTE.TXT 4.3.7).
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnknownFormat(
                f"{file.name}: files in it share the same bytes, as in no export, so it is not read. If it is sound, "
                "unpack it and give the file inside."
            )
        end = entry.header_offset + 30 + len(entry.orig_filename.encode("utf-8")) + entry.compress_size


def _member_opener(file: ExportFile, archive: _Zip, entry: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        where = f"{file.name}/{show_name(entry.filename)}"
        if leaves_archive(entry.filename):
            raise UnknownFormat(f"{where}: the name leads out of the archive, so it is not read.")
        if entry.flag_bits & 1:
            raise UnknownFormat(f"{where}: has a password. Unpack it and give the file inside.")
        if is_trap(entry.file_size, entry.compress_size):
            raise UnknownFormat(describe_trap(where, entry.file_size))
        with _translate(file):
            return cast("BinaryIO", ArchiveMember(archive.open(entry), (), where))

    return open_member


# --- gzip and tar


def _list_gzip(file: ExportFile) -> list[ExportFile]:
    own = file.short_name
    for end in (".tgz", ".gz", ".gzip"):
        if own.lower().endswith(end):
            own = own[: -len(end)] + (".tar" if end == ".tgz" else "")
            break
    inner = ExportFile(f"{file.name}/{own or 'file'}", opener=lambda: _open_gzip(file))
    with _translate(file):
        return [look_inside(inner)]


def _open_gzip(file: ExportFile) -> BinaryIO:
    stream = reopen(file)
    return cast(
        "BinaryIO", ArchiveMember(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)), (stream,), file.name, packed=stream)
    )


def _list_tar(file: ExportFile) -> list[ExportFile]:
    names = []
    with _translate(file), file.open() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for place, entry in enumerate(archive):
            if entry.isfile() and not is_hidden(entry.name):
                names.append((place, entry.name))
            if place > MOST_FILES:
                raise UnknownFormat(f"{file.name} holds more than {MOST_FILES:,} files. Unpack it first.")
    cursor = TarCursor(file)
    return [
        _look_later(f"{file.name}/{show_name(name)}", _tar_opener(file, cursor, place, name)) for place, name in names
    ]


def _tar_opener(file: ExportFile, cursor: TarCursor, place: int, name: str) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        where = f"{file.name}/{show_name(name)}"
        if leaves_archive(name):
            raise UnknownFormat(f"{where}: the name leads out of the archive, so it is not read.")
        with _translate(file):
            return cast("BinaryIO", ArchiveMember(cursor.open(place), (), where))

    return open_member


# --- what all archives share


def _look_later(name: str, opener: Callable[[], BinaryIO]) -> ExportFile:
    """Return a member that may itself be an archive; it is opened only when somebody asks what is in it."""
    plain = ExportFile(name, opener=opener)
    if not name.lower().endswith((".zip", ".gz", ".tgz", ".tar")):
        return plain
    if name.lower().count(".zip/") + name.lower().count("gz/") >= 3:
        return plain  # archives within archives within archives are no export
    return ExportFile(name, opener=opener, parts=lambda: look_inside(_keep_apart(plain)).parts)


def _keep_apart(file: ExportFile) -> ExportFile:
    """Make a file inside an archive one that can be read in any order, as a zip has to be."""
    import shutil

    kept = KeptFile()
    with file.open() as stream:
        shutil.copyfileobj(stream, kept.file)

    def open_again() -> BinaryIO:
        kept.file.seek(0)
        return cast("BinaryIO", UnclosedFile(kept))

    return ExportFile(file.name, opener=open_again)


def _explain(file: ExportFile, error: Exception) -> Exception:
    if isinstance(error, (UnknownFormat, NoSuchFile)):
        return error
    return UnknownFormat(f"{file.name}: the archive is damaged ({type(error).__name__}). Download it again.")


@contextmanager
def _translate(file: ExportFile) -> Iterator[None]:
    try:
        yield
    # zipfile and tarfile let through whatever a damaged archive makes fail: there is no list of it.
    except Exception as error:
        raise _explain(file, error) from error


MOST_FILES = 200_000
"""Files in one folder or archive; one mail a file, a large mailbox has so many."""


def look_inside(file: ExportFile) -> ExportFile:
    """Let an archive list the files in it; any other file stays as it is."""
    head = file.head
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and file.suffix not in (".xlsx", ".xlsm", ".ods"):
        return ExportFile(file.name, opener=lambda: reopen(file), parts=lambda: _list_zip(file))
    if head.startswith(b"\x1f\x8b"):
        return ExportFile(file.name, opener=lambda: reopen(file), parts=lambda: _list_gzip(file))
    if head[257:262] == b"ustar":
        return ExportFile(file.name, opener=lambda: reopen(file), parts=lambda: _list_tar(file))
    return file


def show_name(name: str) -> str:
    """Make a name from inside an archive fit to be shown: one line, no control characters, not too long."""
    flat = "".join(sign if sign.isprintable() else "_" for sign in name.replace("\\", "/"))
    return flat if len(flat) <= 120 else f"…{flat[-119:]}"


def is_hidden(name: str) -> bool:
    """Return whether a file is hidden, or in a hidden folder; ".Sent/cur" of a Maildir is a folder like any other."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..")]
    return any(
        part == "__MACOSX" or (part.startswith(".") and parts[place + 1 : place + 2] not in (["cur"], ["new"]))
        for place, part in enumerate(parts)
    )
