"""Opens text files for the readers, so that none of them has to know encodings or how large a line may be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from enquiry2article.decoding import FALLBACK, guess_encoding
from enquiry2article.errors import NoSuchFile

PIECE = 1 << 20
"""No single read takes more characters than this, so that a file without line ends cannot fill the memory."""


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading.

    Raises:
        NoSuchFile: it does not exist or cannot be opened.
    """
    try:
        stream = path.open("rb")
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "the name is not usable"
        raise NoSuchFile(f"{path.name}: cannot be opened: {reason}. Check the path and who may read it.") from error
    with stream:
        yield stream


@contextmanager
def open_text(path: Path) -> Iterator[io.TextIOWrapper]:
    """Open a text file in whatever encoding it is. Line ends stay as they are.

    Raises:
        NoSuchFile: it does not exist or cannot be opened.
    """
    with open_bytes(path) as stream:
        encoding = guess_encoding(stream.read(4096), iter(lambda: stream.read(PIECE), b""))
        stream.seek(0)
        with io.TextIOWrapper(stream, encoding=encoding, errors=FALLBACK, newline="") as text:
            yield text


def read_pieces(stream: io.TextIOWrapper) -> Iterator[str]:
    """Give the lines of a file, each with its line end, a line above `PIECE` characters in several pieces."""
    for piece in iter(lambda: stream.readline(PIECE), ""):
        text = piece.replace("\0", "")
        if text:
            yield text
