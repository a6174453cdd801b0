"""Reads the streams in a compound file, the container of Outlook's .msg and of old Office documents.

Only what is asked for is put together, every chain is as long as its stream at most, and nothing is followed twice, so
that a damaged or hostile file costs no more than its size. Source: [MS-CFB],
https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_MOST_ENTRIES = 20_000
_LAST_SECTOR = 0xFFFFFFFA
"""What is above it is no sector but a mark: free, end of a chain."""
_NO_ENTRY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file by their path: ("__recip_version1.0_#00000000", "__substg1.0_39FE001F")."""

    def __init__(self, data: bytes) -> None:
        """Find out what is in it.

        Raises:
            ValueError: it is no compound file, or a damaged one.
        """
        if len(data) < _HEADER_BYTES or not data.startswith(MAGIC):
            raise ValueError("no compound file")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("unknown size of sectors")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        directory, _, self._cutoff, mini_table = struct.unpack_from("<LLLL", data, 0x30)
        self._table = self._read_table()
        entries = self._read_entries(directory)
        if not entries or entries[0].kind != _ROOT:
            raise ValueError("no root entry")
        self._mini_table = _unpack(self._follow(mini_table, len(data)))
        self._mini = self._follow(entries[0].start, entries[0].size)
        self._streams = _find_streams(entries)

    @property
    def paths(self) -> Sequence[tuple[str, ...]]:
        """The paths of all streams, by name."""
        return sorted(self._streams)

    def read(self, path: tuple[str, ...], limit: int) -> bytes:
        """Return the beginning of a stream, b"" if there is none of this path."""
        entry = self._streams.get(path)
        if entry is None:
            return b""
        size = min(entry.size, limit)
        if entry.size >= self._cutoff:
            return self._follow(entry.start, size)
        return _join(self._mini, 0, self._mini_sector, self._mini_table, entry.start, size)

    def _read_table(self) -> Sequence[int]:
        """Return the table that says for each sector which one goes on."""
        sectors = list(struct.unpack_from("<109L", self._data, 0x4C))
        (more,) = struct.unpack_from("<L", self._data, 0x44)
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            piece = _unpack(self._at(more))
            sectors += piece[:-1]
            more = piece[-1] if piece else _NO_ENTRY
        pieces = dict.fromkeys(sector for sector in sectors if sector < _LAST_SECTOR)
        return _unpack(b"".join(self._at(sector) for sector in pieces))

    def _read_entries(self, start: int) -> list[_Entry]:
        data = self._follow(start, _MOST_ENTRIES * _ENTRY_BYTES)
        entries = []
        for place in range(0, len(data) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            (length,) = struct.unpack_from("<H", data, place + 0x40)
            name = data[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<LLL", data, place + 0x44)
            first, size = struct.unpack_from("<LL", data, place + 0x74)
            entries.append(_Entry(name, data[place + 0x42], left, right, child, first, size))
        return entries

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _follow(self, start: int, size: int) -> bytes:
        return _join(self._data, self._sector, self._sector, self._table, start, min(size, len(self._data)))


def _join(data: bytes, offset: int, sector: int, table: Sequence[int], start: int, size: int) -> bytes:
    """Put a stream together from its sectors; where the chain breaks, what is there until then."""
    pieces = []
    left = size
    while left > 0 and start < len(table):
        place = offset + start * sector
        piece = data[place : place + min(sector, left)]
        if not piece:
            break
        pieces.append(piece)
        left -= sector
        start = table[start]
    return b"".join(pieces)


def _unpack(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])


def _find_streams(entries: Sequence[_Entry]) -> Mapping[tuple[str, ...], _Entry]:
    found: dict[tuple[str, ...], _Entry] = {}
    waiting: list[tuple[int, tuple[str, ...]]] = [(entries[0].child, ())]
    seen = {0}
    while waiting:
        number, folder = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        waiting += [(entry.left, folder), (entry.right, folder)]
        if entry.kind == _STORAGE:
            waiting.append((entry.child, (*folder, entry.name)))
        elif entry.kind == _STREAM:
            found[*folder, entry.name] = entry
    return found
