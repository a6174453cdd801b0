"""Opens text files for the readers, so that none of them has to know encodings or how large a line may be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from enquiry2article.domain.export import ExportFile
from enquiry2article.text.encoding import FALLBACK, judge_encoding

PIECE = 1 << 20
"""No single read takes more characters than this, so that a file without line ends cannot fill the memory."""


_found: WeakKeyDictionary[ExportFile, tuple[str, bool]] = WeakKeyDictionary()
"""The encodings of files that are still known: to find one may take reading the whole file."""


def find_encoding(file: ExportFile) -> tuple[str, bool]:
    """Return the encoding of a file, and whether it is sure.

    Raises:
        NoSuchFile: it does not exist or cannot be opened.
    """
    if file not in _found:
        with file.open() as stream:
            _found[file] = judge_encoding(stream.read(4096), iter(lambda: stream.read(PIECE), b""))
    return _found[file]


@contextmanager
def open_text(file: ExportFile) -> Iterator[io.TextIOWrapper]:
    """Open a text file in whatever encoding it is. Line ends stay as they are.

    Raises:
        NoSuchFile: it does not exist or cannot be opened.
    """
    encoding, _ = find_encoding(file)
    with file.open() as stream, io.TextIOWrapper(stream, encoding=encoding, errors=FALLBACK, newline="") as text:
        yield text


def read_pieces(stream: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a file, each with its line end, a line above `PIECE` characters in several pieces."""
    for piece in iter(lambda: stream.readline(PIECE), ""):
        text = piece.replace("\0", "")
        if text:
            yield text
