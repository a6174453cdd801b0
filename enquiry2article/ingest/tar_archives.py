"""Tar archives read from front to back: a member that is asked for later is found by reading on."""

from __future__ import annotations

import io
import tarfile
from typing import IO, BinaryIO, cast

from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.archive_members import IN_MEMORY, reopen


class TarCursor:
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
                return cast("BinaryIO", TarView(self, place, member))
            # Readers look at a file several times, and most go back to its beginning.
            self._last = place, member.read()
        return io.BytesIO(self._last[1])

    def reopen(self, place: int) -> IO[bytes]:
        """Go back to the beginning of a member."""
        return self._find(place)[0]

    def _find(self, place: int) -> tuple[IO[bytes], int]:
        if self._archive is None or place < self._next:
            self.close()
            self._stream = reopen(self._file)
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


class TarView(io.RawIOBase):
    """A large member of a tar that is read from front to back: to go back in it is to begin again."""

    def __init__(self, cursor: TarCursor, place: int, inner: IO[bytes]) -> None:
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
