"""Files within archives as streams: read without unpacking, kept apart where they are read twice, traps refused."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, BinaryIO

from enquiry2article.domain.errors import UnknownFormat
from enquiry2article.domain.export import ExportFile

SUSPECT_BYTES = 64 << 20
"""Below this size nothing that unpacks can do harm."""

MOST_RATIO = 250
"""How many times larger than packed a file may be beyond `SUSPECT_BYTES`; logs reach 50, a bomb 1,000."""

IN_MEMORY = 16 << 20
"""An archive inside an archive is kept in memory up to this size and then in a temporary file."""


STREAM = Path("-")
"""The path that stands for standard input."""


class KeptFile:
    """A temporary file that is closed when nobody can read it any more."""

    def __init__(self) -> None:
        import tempfile

        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __del__

    def __del__(self) -> None:
        self.file.close()


class UnclosedFile(io.RawIOBase):
    """A view of a temporary file that outlives its readers."""

    def __init__(self, kept: KeptFile) -> None:
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


class ArchiveMember(io.BufferedIOBase):
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
                raise UnknownFormat(describe_trap(self._name, self._given))
        return data


def leaves_archive(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")


def is_trap(size: int, packed: int) -> bool:
    return size > SUSPECT_BYTES and size > MOST_RATIO * max(packed, 1)


def describe_trap(name: str, size: int) -> str:
    return (
        f"{name}: unpacks to more than {size >> 20} MiB from a fraction of that, as no export does, so it is not read. "
        "If it is sound, unpack it and give the file inside."
    )


def reopen(file: ExportFile) -> BinaryIO:
    assert file._opener is not None
    return file._opener()
