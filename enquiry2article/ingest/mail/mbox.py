"""Reads mailboxes in one file: Gmail Takeout, Thunderbird, Apple Mail, and what mail servers write.

The standard library's `mailbox.mbox` takes any line that begins with "From " for a new message. Here a message begins
only where a separator stands and a header follows it. Sources: http://www.qmail.org/man/man5/mbox.html (mboxo, mboxrd,
mboxcl, mboxcl2), RFC 4155.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from enquiry2article.domain.enquiry import BadRow
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.mail.folders import name_folders
from enquiry2article.ingest.mail.mail_reader import LONGEST_MAIL, MailReader, RawMail

_PIECE = 1 << 20
_LOOK_AHEAD = 4096
"""How many bytes behind a "From " must be known before it is judged."""
_SEPARATOR = re.compile(rb"From (?:- |\S+ .*\d{4}\s*$|.*\d{4} [+-]\d{4}\s*$)")
_SURE_SEPARATOR = re.compile(
    rb"From \S+ +(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +"
    rb"\d\d:\d\d(?::\d\d)? +.{0,12}\d{4}(?: [+-]\d{4})?|.{0,12}\d{4})\s*$"
)
_HEADER = re.compile(rb"[!-9;-~]{1,80}:")
_USUAL_HEADER = re.compile(
    rb"(?i)(?:return-path|received|delivered-to|from|to|date|subject|message-id|mime-version|content-type|status|"
    rb"x-[\w-]{1,60}|dkim-signature|authentication-results|reply-to|sender|envelope-to|arc-[\w-]{1,40}):"
)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,9})[ \t]*\r?$")
_EMPTY_LINES = re.compile(rb"[\r\n]+")
_EMPTY_LINE = re.compile(rb"\n\r?\n")


class MboxReader(MailReader):
    """Reads mbox files."""

    title = "a mailbox in one file (.mbox: Gmail Takeout, Thunderbird, Apple Mail)"
    strict = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether the file begins as a mailbox does, whatever it is called."""
        lines = file.head.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n", 2)
        found = len(lines) > 1 and _is_separator(lines[0]) and bool(_HEADER.match(lines[1]))
        return "it begins as a mailbox does" if found else ""

    def raw_mails(self, file: ExportFile) -> Iterator[RawMail | BadRow]:
        """Yield the mails of a mailbox."""
        folders = name_folders(file.name)
        with file.open() as stream:
            for line, envelope, data in split_mbox(stream):
                yield RawMail(f"{file.name}:{line}", f"the message on line {line}", data, folders, "", envelope)


def split_mbox(stream: BinaryIO) -> Iterator[tuple[int, bytes, bytes]]:
    """Cut a mailbox into its mails: the number of the line on which each begins, its separator, and the mail.

    A separator counts only after an empty line and before a header; without the empty line only if it and the header
    are beyond doubt. Where the mail says how long it is and ends there indeed, that is believed instead. The ">" before
    a "From " that was escaped is taken away. A mail above `LONGEST_MAIL` is cut.
    """
    splitter = _Splitter(stream)
    while splitter.fill(_LOOK_AHEAD):
        yield from splitter.next_mail()


class _Splitter:
    """Holds the piece of the mailbox that is looked at; it begins with the separator of a mail."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ended = False
        self._data = bytearray()
        self._line = 1
        self.fill(_LOOK_AHEAD)
        if self._data.startswith(b"\xef\xbb\xbf"):
            del self._data[:3]

    def fill(self, size: int) -> bool:
        """Read until there are so many bytes, or all that are left; False where there are none."""
        while len(self._data) < size and not self._ended:
            piece = self._stream.read(_PIECE)
            self._data += piece
            self._ended = not piece
        return bool(self._data)

    def next_mail(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Take off the next mail; none where only empty lines are left."""
        blank = _EMPTY_LINES.match(self._data)
        if blank:
            self._take(blank.end())
            return
        line = self._line
        envelope = b""
        end = self._data.find(b"\n", 0, _LOOK_AHEAD)
        if _is_separator(bytes(self._data[: max(end, 0)])):
            envelope = self._take(end + 1)
        size = self._find_told_end()
        if size >= 0:
            data = self._take(size)
            # Mailboxes that tell the length escape nothing; if they do, all of it.
            yield line, envelope, data if b"\nFrom " in data else _unescape(data)
            return
        yield line, envelope, _unescape(self._take_to_separator())

    def _take(self, size: int) -> bytes:
        with memoryview(self._data) as view:
            data = bytes(view[:size])
        self._line += data.count(b"\n")
        del self._data[:size]
        return data

    def _find_told_end(self) -> int:
        """Return where the mail ends by its own word, if a separator or the end of the file does stand there, or -1."""
        self.fill(_LOOK_AHEAD * 16)
        empty = _EMPTY_LINE.search(self._data, 0, _LOOK_AHEAD * 16)
        told = _LENGTH.search(self._data, 0, empty.start() + 1) if empty else None
        if empty is None or told is None or empty.end() + int(told[1]) > LONGEST_MAIL:
            return -1
        end = empty.end() + int(told[1])
        self.fill(end + _LOOK_AHEAD)
        rest = bytes(self._data[end : end + _LOOK_AHEAD])
        if end > len(self._data) or not rest.strip(b"\r\n"):
            return end if end <= len(self._data) and self._ended else -1
        after = rest.lstrip(b"\r\n")
        separated = rest[:1] in (b"\r", b"\n") or self._data[end - 1] == 0x0A
        first, _, following = after.partition(b"\n")
        return end if separated and _is_separator(first) and _HEADER.match(following) else -1

    def _take_to_separator(self) -> bytes:
        """Take off what stands before the next separator; of a mail above the limit only the beginning is kept."""
        kept = bytearray()
        place = 0
        while True:
            found, place = self._search(place)
            if found:
                break
            if len(self._data) > _PIECE + _LOOK_AHEAD:
                # What stands just before has to stay, to tell whether a line is empty.
                done = place - _LOOK_AHEAD
                kept += self._take(done)[: max(0, LONGEST_MAIL - len(kept))]
                place -= done
            if self._ended:
                place = len(self._data)
                break
            self.fill(len(self._data) + 1)
        if not kept:
            return self._take(place)[:LONGEST_MAIL]
        kept += self._take(place)[: max(0, LONGEST_MAIL - len(kept))]
        return bytes(kept)

    def _search(self, place: int) -> tuple[bool, int]:
        """Find the next separator from a place on: whether there is one, and where it or the search goes on."""
        data = self._data
        while True:
            found = data.find(b"\nFrom ", place)
            if found < 0:
                return False, max(place, len(data) - 5)
            if found + _LOOK_AHEAD > len(data) and not self._ended:
                return False, found
            if _begins_mail(data, found):
                return True, found + 1
            place = found + 1


def _begins_mail(data: bytearray, found: int) -> bool:
    """Return whether the line after the line end at `found`, which begins with "From ", separates two mails."""
    end = data.find(b"\n", found + 1, found + _LOOK_AHEAD)
    line = bytes(data[found + 1 : end])
    if end < 0 or not _is_separator(line) or not _HEADER.match(data, end + 1):
        return False
    before = data.rfind(b"\n", max(0, found - _LOOK_AHEAD), found)
    if not bytes(data[before + 1 : found]).strip():
        return True
    return bool(_SURE_SEPARATOR.match(line) and _USUAL_HEADER.match(data, end + 1))


def _is_separator(line: bytes) -> bool:
    return bool(_SEPARATOR.match(line)) or line.rstrip(b"\r\n") == b"From "


def _unescape(data: bytes) -> bytes:
    return _ESCAPED.sub(rb"\1", data) if b">From " in data else data
