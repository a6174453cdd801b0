"""Mends the characters of a text: unseen ones, odd line ends, and letters that were read in the wrong encoding.

Pure. How bytes become text in the first place, `decoding` decides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_NEWLINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_MOJIBAKE: Final = re.compile(
    "(?:[ÂÃÄÅâ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{1,2}|ðŸ[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2})"
)


def _repair_mojibake(text: str) -> str:
    """Turn "FranÃ§ais" back: UTF-8 that somebody read as Windows-1252, piece by piece."""
    return (
        _MOJIBAKE.sub(_reread, text)
        if "Ã" in text or "â" in text or "Â" in text or "Ä" in text or "Å" in text or "ð" in text
        else text
    )


def _reread(match: re.Match[str]) -> str:
    piece = match[0]
    for length in range(len(piece), 1, -1):
        try:
            data = b"".join(bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252") for char in piece[:length])
            read = data.decode("utf-8")
        except UnicodeError:
            continue
        # Lower-case letters, signs and emoji are what gets mangled; "Ä“" at the end of a German quotation is not.
        if piece[0] not in "ÄÅ" or (read.isalpha() and ord(read) < 0x180 and piece[1] not in "“”‘’"):
            return read + piece[length:]
    return piece


def repair_characters(text: str) -> str:
    """Mend line ends and mangled letters, and drop what cannot be seen."""
    text = _NEWLINES.sub("\n", text)
    text = _repair_mojibake(text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
