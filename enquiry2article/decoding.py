"""Decides how the bytes of an export become text.

Spreadsheet programs save UTF-16 with tabs, UTF-8 with and without a mark, and the code page of the machine. A person
should never have to know which. Opening files is left to `readers.text_file`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

FALLBACK = "enquiry2article.cp1252"
"""The error handler that reads a stray byte of an otherwise sound UTF-8 file as cp1252: mixed files are common."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: tuple[bytes, ...] = (
    *(b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF"),
    *(b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"RIFF", b"SQLite format 3", b"ID3"),
    *(b"OggS", b"\xfd7zXZ", b"II*\0", b"MM\0*"),
)
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_OUTSIDE_ASCII = re.compile("[^\0-\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_UNLIKELY_IN_CP1252 = re.compile(
    rb"(?<=[A-Za-z])[\x80-\x8b\x90\x95\x98\x99\x9b\xa1-\xac\xae-\xb3\xb5-\xb9\xbb-\xbf\xd7\xf7](?=[A-Za-z])"
    rb"|[\x81\x8d\x8f\x90\x9d]"
)
"""Bytes that are letters in another code page but signs in cp1252, in the middle of a word."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def guess_encoding(head: bytes, more: Iterable[bytes] = ()) -> str:
    """Find the encoding from the first bytes of a file and, if those do not decide, from the rest.

    `head` is the file's first few KiB, `more` the rest in pieces of any size; `more` is read only when it is needed.
    The answer is a codec name for use with the error handler `FALLBACK`. Files without a sign of anything else are
    UTF-8.

    >>> guess_encoding("Größe".encode("cp1252")), guess_encoding("Größe".encode("utf-16"))
    ('cp1252', 'utf-16')
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _guess_wide(head)
    if wide:
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    evidence = b""
    for piece in _chain(head, more):
        if len(evidence) < 1 << 16:
            evidence += b"\n".join(line for line in piece.splitlines() if not line.isascii())[: 1 << 16]
        text = decoder.decode(piece)
        if not text.isascii():
            wrong = len(_BAD_BYTE.findall(text))
            bad += wrong
            good += len(_OUTSIDE_ASCII.findall(text)) - wrong
    # A code page read as UTF-8 hardly ever makes a sound sequence by chance, so one sound one for each bad is enough.
    if good >= bad:
        return "utf-8-sig"
    return _guess_code_page(evidence)


def decode(data: bytes) -> str:
    """Turn the whole of a file or message into text, whatever it was saved as. Never raises."""
    return data.decode(guess_encoding(data[:4096], (data[4096:],)), FALLBACK).lstrip("\ufeff").replace("\0", "")


def looks_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file are no text at all: an image, an archive, a program."""
    if head.startswith(_SIGNATURES):
        return True
    if any(head.startswith(mark) for mark, _ in _MARKS) or _guess_wide(head):
        return False
    # A stray control character is damage; more than one in a hundred bytes is not text.
    return len(_BINARY.findall(head)) + head.count(0) > max(2, len(head) // 100)


def decode_head(head: bytes) -> str:
    """Turn the first bytes of a file into text, leaving out a character that the cut has split."""
    encoding = guess_encoding(head)
    decoder = codecs.getincrementaldecoder(encoding)(FALLBACK)
    return decoder.decode(head).lstrip("\ufeff").replace("\0", "")


def mend_surrogates(text: str) -> str:
    r"""Replace halves of characters, which JSON can carry ("\ud83d") and no file can hold."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _chain(head: bytes, more: Iterable[bytes]) -> Iterable[bytes]:
    yield head
    yield from more


def _guess_wide(head: bytes) -> str:
    """Recognise UTF-16 and UTF-32 without a mark: the zero bytes stand at the same place in each character."""
    zeros = head.count(0)
    if zeros * 20 < len(head) or zeros < 2:
        return ""
    places = [head[place::4].count(0) for place in range(4)]
    quarter = len(head) // 4
    if quarter and min(places[1:]) >= 0.9 * quarter - 1 and places[0] * 10 < quarter:
        return "utf-32-le"
    if quarter and min(places[:2]) >= 0.9 * quarter - 1 and places[3] * 10 < quarter:
        return "utf-32-be"
    even, odd = places[0] + places[2], places[1] + places[3]
    if even * 10 <= odd:
        return "utf-16-le"
    if odd * 10 <= even:
        return "utf-16-be"
    return ""


def _guess_code_page(evidence: bytes) -> str:
    """Choose between cp1252 and what charset-normalizer says, which is often wrong on a few short Western lines."""
    runs = _HIGH.findall(evidence)
    high = sum(map(len, runs))
    mean_run = high / len(runs) if runs else 0.0
    unlikely = len(_UNLIKELY_IN_CP1252.findall(evidence))
    # Western letters outside ASCII stand alone in their words; those of other scripts stand in runs. A few bytes
    # are too little to go by: "Grüße" is a run as well.
    if (mean_run < 1.7 or (high < 10 and mean_run <= 2)) and unlikely * 20 <= len(runs):
        return "cp1252"
    import charset_normalizer

    best = charset_normalizer.from_bytes(evidence).best()
    # A mark of UTF-16 in the middle of a file is damage: what has no such mark in front is no UTF-16.
    if best is None or best.encoding == "ascii" or best.encoding.startswith("utf"):
        return "cp1252"
    return best.encoding


def _read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    if error.encoding.startswith("utf-8") or error.encoding == "utf8":
        return piece.decode("cp1252", "replace"), error.end
    return "\ufffd", error.end


codecs.register_error(FALLBACK, _read_as_cp1252)
