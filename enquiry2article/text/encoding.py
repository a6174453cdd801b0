"""Decides how the bytes of an export become text.

Spreadsheet programs save UTF-16 with tabs, UTF-8 with and without a mark, and the code page of the machine. A person
should never have to know which. Opening files is left to `ingest/text_file`.
"""

from __future__ import annotations

import codecs
import contextlib
import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

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
_AMID_LETTERS = re.compile(r"(?<=[^\W\d_])[^\w\s.,:;!?/()\[\]{}<>\"'’‘“”„«»+*=&%@#…–—·\0-\x7f-](?=[^\W\d_])")
"""A sign in the middle of a word: a letter of another encoding."""
_MIXED = re.compile("[A-Za-z][\u0370-\u0fff]|[\u0370-\u0fff][A-Za-z]")
"""A Latin letter beside one of another alphabet."""
_LATE_CAPITAL = re.compile(r"(?<=[^\W\d_A-Za-z])[^\W\d_A-Za-z]")
_USUAL_SIGNS = frozenset("“”„‘’‚«»–—…€£§°·•×®©™¿¡ªº№、。，！？：；（）「」『』【】《》・％￥～　")
_JUDGED = 4_000
"""Signs of a file that decide its encoding."""
_DOUBTFUL = 0.05
"""How much better than the next an encoding must be for nobody to be told."""
_LEAST_LIKELY = 0.6
_HALF_WIDTH = re.compile("[\uff61-\uff9f\ue000-\uf8ff\x80-\x9f]")
"""Signs that only a wrong encoding makes: half-width kana, private ones, controls."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def guess_encoding(head: bytes, more: Iterable[bytes] = ()) -> str:
    """Find the encoding of a file: the first that `judge_encoding` gives.

    >>> guess_encoding("Größe".encode("cp1252")), guess_encoding("Größe".encode("utf-16"))
    ('cp1252', 'utf-16')
    """
    return judge_encoding(head, more)[0]


def judge_encoding(head: bytes, more: Iterable[bytes] = ()) -> tuple[str, bool]:
    """Find the encoding from the first bytes of a file, if those do not decide from the rest; and whether it is sure.

    `head` is the file's first few KiB, `more` the rest in pieces of any size; `more` is read only when it is needed.
    The answer is a codec name for use with the error handler `FALLBACK`. Files without a sign of anything else are
    UTF-8.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, True
    wide = _guess_wide(head)
    if wide:
        return wide, True
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
        return "utf-8-sig", True
    return _guess_code_page(evidence)


def decode(data: bytes) -> str:
    """Turn the whole of a file or message into text, whatever it was saved as. Never raises."""
    return data.decode(guess_encoding(data[:4096], (data[4096:],)), FALLBACK).lstrip("\ufeff").replace("\0", "")


def looks_binary(head: bytes) -> bool:
    """Return whether the first bytes of a file are no text at all: an image, an archive, a program."""
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


@functools.cache
def _load_alphabets() -> Mapping[str, tuple[tuple[str, ...], Mapping[str, float]]]:
    """Load language → its encodings, and how much each of its letters speaks for it."""
    source = files("enquiry2article") / "resources" / "fields" / "alphabets.toml"
    found = {}
    for language, alphabet in tomllib.loads(source.read_text(encoding="utf-8")).items():
        letters: dict[str, float] = {}
        for kind, weight in (("rare", 0.8), ("common", 1.0)):
            for letter in alphabet.get(kind, ""):
                letters[letter.upper()] = max(weight * 0.8, letters.get(letter.upper(), 0.0))
                letters[letter] = weight
        found[language] = (tuple(alphabet["encodings"]), letters)
    return found


def _guess_code_page(evidence: bytes) -> tuple[str, bool]:
    """Choose the code page whose letters are those of one language, and say whether that is sure.

    What cannot be told, since all of them give the same text, is sure; cp1252 is taken where nothing speaks for any.
    """
    piece = evidence[:_JUDGED]
    decoded: dict[str, str] = {}
    best: dict[str, float] = {}
    for encodings, letters in _load_alphabets().values():
        for rank, encoding in enumerate(encodings):
            if encoding not in decoded:
                decoded[encoding] = _decode_strictly(piece, encoding)
            if decoded[encoding]:
                # The older an encoding, the rarer the files.
                score = _judge_letters(decoded[encoding], letters) - 0.02 * rank
                best[encoding] = max(best.get(encoding, -1.0), score)
    ranked = sorted(best, key=lambda encoding: -best[encoding])
    if not ranked or best[ranked[0]] <= 0:
        return "cp1252", False
    first = ranked[0]
    rivals = [encoding for encoding in ranked[1:] if decoded[encoding] != decoded[first]]
    ahead = best[first] - max((best[encoding] for encoding in rivals), default=-1.0)
    few = len(_OUTSIDE_ASCII.findall(decoded[first])) < 3
    return first, best[first] >= _LEAST_LIKELY and (ahead >= _DOUBTFUL or (few and first == "cp1252"))


def _decode_strictly(piece: bytes, encoding: str) -> str:
    """Decode the lines of a piece, "" where more than a few of them are not in this encoding."""
    lines = piece.split(b"\n")
    good = []
    for line in lines:
        with contextlib.suppress(UnicodeDecodeError):
            good.append(line.decode(encoding))
    # The last line may have been cut in the middle of a sign.
    return "\n".join(good) if len(good) * 20 >= (len(lines) - 1) * 19 and good else ""


def _judge_letters(text: str, letters: Mapping[str, float]) -> float:
    """Return how much a text looks like one of a language: 1 where all of its letters are the commonest ones."""
    signs = Counter(_OUTSIDE_ASCII.findall(text))
    count = signs.total()
    if not count:
        return 0.0
    score = 0.0
    for sign, times in signs.items():
        if sign in letters:
            score += times * letters[sign]
        elif sign in _USUAL_SIGNS:
            score += times * 0.5
        elif sign.isalpha() and sign > "\u3000":
            score += times * 0.35  # a rarer sign of a script of thousands
        else:
            score -= times * 0.7
    score -= len(_AMID_LETTERS.findall(text)) + len(_MIXED.findall(text)) + 2 * len(_HALF_WIDTH.findall(text))
    score -= 0.5 * sum(found[0].isupper() for found in _LATE_CAPITAL.finditer(text))
    return score / count


def _read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    if error.encoding.startswith("utf-8") or error.encoding == "utf8":
        return piece.decode("cp1252", "replace"), error.end
    return "\ufffd", error.end


codecs.register_error(FALLBACK, _read_as_cp1252)
