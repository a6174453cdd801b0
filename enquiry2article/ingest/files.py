"""Finds the files that the user's paths mean, and looks into archives without ever unpacking them to the disk.

An archive is a stranger's file: names in it are shown and never used as paths, and what unpacks to far more than it
takes is a trap. Which reader reads what, `ingest/read` decides.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import os
import re
import stat
import tarfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from enquiry2article.domain.errors import InputError, NoSuchFile, UnknownFormat
from enquiry2article.domain.export import ExportFile

MOST_FILES = 200_000
"""Files in one folder or archive; one mail a file, a large mailbox has so many."""

SUSPECT_BYTES = 64 << 20
"""Below this size nothing that unpacks can do harm."""

MOST_RATIO = 250
"""How many times larger than packed a file may be beyond `SUSPECT_BYTES`; logs reach 50, a bomb 1,000."""

IN_MEMORY = 16 << 20
"""An archive inside an archive is kept in memory up to this size and then in a temporary file."""

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+:)/+(.*)", re.IGNORECASE)
"""An address on the net; a path loses one of its slashes."""

_PARTS_OF_OTHERS = ("xl/workbook.xml", "word/document.xml", "ppt/presentation.xml", "mimetype", "[Content_Types].xml")
"""Members that tell an office document from an archive of files."""


STREAM = Path("-")
"""The path that stands for standard input."""


def keep_streams(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Give the paths with what can be read only once, standard input and pipes, copied into files in a folder.

    Readers look at a file several times. What the copies are, they tell by what is in them, since there is no name.

    Raises:
        NoSuchFile: nothing is handed over on standard input, or a path is a device.
    """
    return [_keep_stream(path, folder) for path in paths]


def _keep_stream(path: Path, folder: Path) -> Path:
    import shutil
    import sys

    if path == STREAM and sys.stdin.isatty():
        raise NoSuchFile(
            "Nothing is handed over on standard input. Give a file, or: cat EXPORT | enquiry2article run -"
        )
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode if path == STREAM else path.stat().st_mode
    except (OSError, ValueError):
        return path  # `find_exports` says what is wrong with it
    if path != STREAM and (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return path
    if path != STREAM and stat.S_ISCHR(kind) | stat.S_ISBLK(kind):
        raise NoSuchFile(f"{path} is a device and no file. Give the export file itself.")
    is_input = path == STREAM or path.samefile(Path("/dev/stdin"))
    copy = folder / ("standard-input" if is_input else f"pipe-{path.name}")
    if not copy.exists():
        with sys.stdin.buffer if path == STREAM else path.open("rb") as source, copy.open("xb") as target:
            shutil.copyfileobj(source, target)
    return copy


def find_exports(paths: Sequence[Path]) -> list[ExportFile]:
    """Give the files and folders that the paths mean, each once, by name. A path may be a pattern such as "*.csv".

    Raises:
        NoSuchFile: there is no such file, it is an address on the net, or the folder is empty.
    """
    found: set[Path] = set()
    for path in paths:
        if path.exists():
            found.add(path)
            continue
        if address := tell_address(path):
            raise NoSuchFile(
                f"{address} is an address on the net, from which nothing is fetched. Download the export in your "
                "browser, and give the file."
            )
        # Path.glob takes no pattern that begins at the root.
        matching = glob.glob(str(path)) if glob.has_magic(str(path)) else []  # noqa: PTH207
        if not matching:
            near = _find_similar(path)
            hint = f" Did you mean {near}?" if near else " Check the name and the folder."
            raise NoSuchFile(f"There is no file {path}.{hint}")
        found.update(map(Path, matching))
    files = [open_path(path) for path in sorted(found)]
    for file in files:
        if file.is_folder and not file.parts:
            raise NoSuchFile(f"The folder {file.name} holds no files. Give the export file itself.")
    return files


def tell_address(path: Path) -> str:
    """Give the address on the net that somebody gave as a path, or "" for one that is none."""
    found = _ADDRESS.match(path.as_posix())
    return f"{found[1]}//{found[2]}" if found else ""


def digest_file(file: ExportFile) -> str:
    """Give a hash of a file's bytes, or of those of the files in it; "" for one that cannot be read to its end."""
    if file.is_folder:
        return hashlib.blake2b("\x1f".join(map(digest_file, file.parts)).encode(), digest_size=16).hexdigest()
    digest = hashlib.blake2b(digest_size=16)
    try:
        with file.open() as stream:
            for piece in iter(lambda: stream.read(1 << 20), b""):
                digest.update(piece)
    except (InputError, OSError):
        return ""
    return digest.hexdigest()


def open_path(path: Path, name: str = "") -> ExportFile:
    """Give a file or folder on the disk as the readers want it."""
    name = name or path.name or str(path)
    if path.is_dir():
        return ExportFile(name, parts=lambda: _list_folder(path, name))
    return _look_inside(ExportFile(name, opener=lambda: _open_disk(path)))


def _open_disk(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "the name is not usable"
        raise NoSuchFile(f"{path.name}: cannot be opened: {reason}. Check the path and who may read it.") from error


def _list_folder(folder: Path, name: str) -> list[ExportFile]:
    try:
        inside = sorted(path for path in folder.rglob("*") if _is_plain(path, folder))
    except OSError as error:
        raise NoSuchFile(f"The folder {name} cannot be read ({error.strerror}).") from error
    if len(inside) > MOST_FILES:
        raise UnknownFormat(f"The folder {name} holds more than {MOST_FILES:,} files. Give the exports themselves.")
    return [open_path(path, f"{name}/{path.relative_to(folder).as_posix()}") for path in inside]


def _is_plain(path: Path, folder: Path) -> bool:
    return not _is_hidden(path.relative_to(folder).as_posix()) and path.is_file()


def _look_inside(file: ExportFile) -> ExportFile:
    """Let an archive list the files in it; any other file stays as it is."""
    head = file.head
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and file.suffix not in (".xlsx", ".xlsm", ".ods"):
        return ExportFile(file.name, opener=lambda: _reopen(file), parts=lambda: _list_zip(file))
    if head.startswith(b"\x1f\x8b"):
        return ExportFile(file.name, opener=lambda: _reopen(file), parts=lambda: _list_gzip(file))
    if head[257:262] == b"ustar":
        return ExportFile(file.name, opener=lambda: _reopen(file), parts=lambda: _list_tar(file))
    return file


def _reopen(file: ExportFile) -> BinaryIO:
    assert file._opener is not None
    return file._opener()


# --- zip


class _Zip(zipfile.ZipFile):
    """A zip that stays open as long as a member of it is known: to read its list anew for each costs more than all."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        weakref.finalize(self, stream.close)


def _list_zip(file: ExportFile) -> list[ExportFile]:
    with _translate(file):
        stream = _reopen(file)
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
    sizes = [(e.file_size, e.compress_size) for e in entries if not _is_trap(e.file_size, e.compress_size)]
    if _is_trap(whole := sum(size for size, _ in sizes), sum(packed for _, packed in sizes)):
        raise UnknownFormat(_tell_trap(file.name, whole))
    return [
        _look_later(f"{file.name}/{show_name(entry.filename)}", _member_opener(file, archive, entry))
        for entry in sorted(entries, key=lambda entry: entry.filename)
        if not entry.is_dir() and not _is_hidden(entry.filename)
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
        if _leaves_archive(entry.filename):
            raise UnknownFormat(f"{where}: the name leads out of the archive, so it is not read.")
        if entry.flag_bits & 1:
            raise UnknownFormat(f"{where}: has a password. Unpack it and give the file inside.")
        if _is_trap(entry.file_size, entry.compress_size):
            raise UnknownFormat(_tell_trap(where, entry.file_size))
        with _translate(file):
            return cast("BinaryIO", _Member(archive.open(entry), (), where))

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
        return [_look_inside(inner)]


def _open_gzip(file: ExportFile) -> BinaryIO:
    stream = _reopen(file)
    return cast(
        "BinaryIO", _Member(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)), (stream,), file.name, packed=stream)
    )


def _list_tar(file: ExportFile) -> list[ExportFile]:
    names = []
    with _translate(file), file.open() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for place, entry in enumerate(archive):
            if entry.isfile() and not _is_hidden(entry.name):
                names.append((place, entry.name))
            if place > MOST_FILES:
                raise UnknownFormat(f"{file.name} holds more than {MOST_FILES:,} files. Unpack it first.")
    cursor = _TarCursor(file)
    return [
        _look_later(f"{file.name}/{show_name(name)}", _tar_opener(file, cursor, place, name)) for place, name in names
    ]


class _TarCursor:
    """Goes through a tar from front to back, and begins again only for a member that lies behind."""

    def __init__(self, file: ExportFile) -> None:
        self._file = file
        self._stream: BinaryIO | None = None
        self._archive: tarfile.TarFile | None = None
        self._next = 0
        self._last: tuple[int, bytes] = (-1, b"")

    def open(self, place: int) -> BinaryIO:
        """Open the member at a place, counted from 0. A large one must be read before another is opened."""
        if self._last[0] != place:
            member, size = self._find(place)
            if size > IN_MEMORY:
                return cast("BinaryIO", _TarView(self, place, member))
            # Readers look at a file several times, and most go back to its beginning.
            self._last = place, member.read()
        return io.BytesIO(self._last[1])

    def reopen(self, place: int) -> IO[bytes]:
        """Go back to the beginning of a member."""
        return self._find(place)[0]

    def _find(self, place: int) -> tuple[IO[bytes], int]:
        if self._archive is None or place < self._next:
            self.close()
            self._stream = _reopen(self._file)
            self._archive = tarfile.open(fileobj=self._stream, mode="r|")  # noqa: SIM115 - closed by close()
            self._next = 0
        while True:
            entry = self._archive.next()
            # Else it remembers every member it has passed.
            self._archive.members = []  # type: ignore[attr-defined]
            if entry is None:
                raise tarfile.ReadError("the member is gone")
            self._next += 1
            member = self._archive.extractfile(entry) if self._next > place else None
            if member is not None:
                return member, entry.size

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()
        if self._stream is not None:
            self._stream.close()
        self._archive = self._stream = None

    def __del__(self) -> None:
        self.close()


class _TarView(io.RawIOBase):
    """A large member of a tar that is read from front to back: to go back in it is to begin again."""

    def __init__(self, cursor: _TarCursor, place: int, inner: IO[bytes]) -> None:
        self._cursor = cursor
        self._place = place
        self._inner = inner
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self._at += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the end of a packed file is not known before it is read")
        target = place + (self._at if whence == io.SEEK_CUR else 0)
        if target < self._at:
            self._inner, self._at = self._cursor.reopen(self._place), 0
        while self._at < target and self.read(min(1 << 20, target - self._at)):
            pass
        return self._at

    def tell(self) -> int:
        return self._at


def _tar_opener(file: ExportFile, cursor: _TarCursor, place: int, name: str) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        where = f"{file.name}/{show_name(name)}"
        if _leaves_archive(name):
            raise UnknownFormat(f"{where}: the name leads out of the archive, so it is not read.")
        with _translate(file):
            return cast("BinaryIO", _Member(cursor.open(place), (), where))

    return open_member


# --- what all archives share


def _look_later(name: str, opener: Callable[[], BinaryIO]) -> ExportFile:
    """Give a member that may itself be an archive; it is opened only when somebody asks what is in it."""
    plain = ExportFile(name, opener=opener)
    if not name.lower().endswith((".zip", ".gz", ".tgz", ".tar")):
        return plain
    if name.lower().count(".zip/") + name.lower().count("gz/") >= 3:
        return plain  # archives within archives within archives are no export
    return ExportFile(name, opener=opener, parts=lambda: _look_inside(_keep_apart(plain)).parts)


def _keep_apart(file: ExportFile) -> ExportFile:
    """Make a file inside an archive one that can be read in any order, as a zip has to be."""
    import shutil

    kept = _Kept()
    with file.open() as stream:
        shutil.copyfileobj(stream, kept.file)

    def open_again() -> BinaryIO:
        kept.file.seek(0)
        return cast("BinaryIO", _Unclosed(kept))

    return ExportFile(file.name, opener=open_again)


class _Kept:
    """A temporary file that is closed when nobody can read it any more."""

    def __init__(self) -> None:
        import tempfile

        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __del__

    def __del__(self) -> None:
        self.file.close()


class _Unclosed(io.RawIOBase):
    """A view of a temporary file that outlives its readers."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept
        self._inner = kept.file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(size)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._inner.seek(place, whence)

    def tell(self) -> int:
        return self._inner.tell()


class _Member(io.BufferedIOBase):
    """A file inside an archive: closes the archive with itself, counts what comes out, and tells damage in words."""

    def __init__(self, inner: IO[bytes], owners: Sequence[object], name: str, packed: BinaryIO | None = None) -> None:
        self._inner = inner
        self._owners = owners
        self._name = name
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def read(self, size: int | None = -1, /) -> bytes:
        return self._check(lambda: self._inner.read(-1 if size is None else size))

    def read1(self, size: int = -1, /) -> bytes:
        return self.read(size if size >= 0 else 1 << 16)

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._check(lambda: self._inner.readline(-1 if size is None else size))

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, place: int, whence: int = 0, /) -> int:
        return self._inner.seek(place, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            for owner in self._owners:
                owner.close()  # type: ignore[attr-defined]
        super().close()

    def _check(self, read: Callable[[], bytes]) -> bytes:
        try:
            data = read()
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError, RuntimeError) as error:
            raise UnknownFormat(
                f"{self._name}: the archive is damaged ({type(error).__name__}). Download it again."
            ) from error
        self._given += len(data)
        if self._packed is not None and self._given > SUSPECT_BYTES:
            taken = self._packed.tell()
            if self._given > MOST_RATIO * max(taken, 1):
                raise UnknownFormat(_tell_trap(self._name, self._given))
        return data


def show_name(name: str) -> str:
    """Make a name from inside an archive fit to be shown: one line, no control characters, not too long."""
    flat = "".join(sign if sign.isprintable() else "_" for sign in name.replace("\\", "/"))
    return flat if len(flat) <= 120 else f"…{flat[-119:]}"


def _leaves_archive(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")


def _is_hidden(name: str) -> bool:
    """Say whether a file is hidden, or in a hidden folder; ".Sent/cur" of a Maildir is a folder like any other."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..")]
    return any(
        part == "__MACOSX" or (part.startswith(".") and parts[place + 1 : place + 2] not in (["cur"], ["new"]))
        for place, part in enumerate(parts)
    )


def _is_trap(size: int, packed: int) -> bool:
    return size > SUSPECT_BYTES and size > MOST_RATIO * max(packed, 1)


def _tell_trap(name: str, size: int) -> str:
    return (
        f"{name}: unpacks to more than {size >> 20} MiB from a fraction of that, as no export does, so it is not read. "
        "If it is sound, unpack it and give the file inside."
    )


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


def _find_similar(path: Path) -> str:
    import difflib

    try:
        names = [p.name for p in path.parent.iterdir() if p.is_file()]
    except OSError:
        return ""
    by_small = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(path.name.casefold(), by_small, n=1)
    return str(path.parent / by_small[near[0]]) if near else ""
