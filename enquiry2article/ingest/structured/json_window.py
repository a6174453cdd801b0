"""Takes the values of a JSON text one after another off its beginning, without holding all of it in memory."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from enquiry2article.ingest.text_file import PIECE

LONGEST_RECORD = 16 << 20
"""Characters of one record."""
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class BrokenJson(Exception):
    """The document cannot be read any further."""


class JsonWindow:
    """A piece of a text that moves on through the file; values are taken off its beginning."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._text = ""
        self._place = 0
        self._ended = False
        self._lines = 1
        self._column = 1

    def look(self) -> str:
        """Skip spaces and give the next character, "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._read_on():
                return ""

    def skip(self, sign: str) -> None:
        """Go past a sign that must stand here."""
        if self.look() != sign:
            raise BrokenJson
        self._place += 1

    def take(self, limit: int = LONGEST_RECORD) -> Any:
        """Return the value that stands here and go past it.

        Raises:
            BrokenJson: no value stands here, it breaks off, or it is longer than `limit`.
        """
        self.look()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except RecursionError as error:
                raise BrokenJson from error
            except json.JSONDecodeError as error:
                # What is wrong far from the end of the window will not become right by reading on.
                if not error.msg.startswith("Unterminated") and error.pos < len(self._text) - 10:
                    raise BrokenJson from error
            except ValueError as error:
                raise BrokenJson from error
            else:
                # A number at the end of the window may go on behind it.
                if end < len(self._text) or self._text[end - 1] in '}]"' or not self._read_on():
                    self._place = end
                    return value
                continue
            if len(self._text) - self._place > limit or not self._read_on():
                raise BrokenJson

    def describe_place(self) -> str:
        """Return where in the file this is, for a person."""
        passed = self._text[: self._place]
        lines = passed.count("\n")
        column = len(passed) - passed.rfind("\n") if lines else self._column + len(passed)
        return f"line {self._lines + lines}, column {column}"

    def _read_on(self) -> bool:
        """Let go of what has been passed and read another piece; False at the end."""
        if self._ended:
            return False
        passed, rest = self._text[: self._place], self._text[self._place :]
        lines = passed.count("\n")
        self._lines += lines
        self._column = len(passed) - passed.rfind("\n") if lines else self._column + len(passed)
        # A long value is read with longer and longer strides, or its beginning would be read again and again.
        more = self._stream.read(max(PIECE, len(rest))).replace("\0", "")
        self._ended = not more
        self._text, self._place = rest + more, 0
        return bool(more)
