"""Mends the characters of a text: unseen ones, odd line ends, and letters that were read in the wrong encoding.

Pure. How bytes become text in the first place, `decoding` decides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_NEWLINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SYMBOL_BULLETS: Final = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc", "•"))
"""What Word's bullets become outside the font Symbol."""
_SUSPICIOUS: Final = re.compile("[ÂÃÄÅÆâïðÐÑ](?:[^\x00-\x7f]|[ \t]|$)", re.MULTILINE)
"""How UTF-8 begins when somebody reads it as Windows-1252. Most texts hold none of it and cost nothing more."""
_LONGEST_MANGLED: Final = 20_000
"""Characters of a line that are looked at as one: a longer one is no prose, and is mended in pieces of this length."""
_MOST_LINES: Final = 5000
"""Lines that are mended one by one, so that a wrong one does not make the right one beside it doubtful."""


def repair_characters(text: str) -> str:
    """Mend line ends and mangled letters, and drop what cannot be seen."""
    if _SUSPICIOUS.search(text):
        # Before line ends: what a mangled letter is made of can look like one.
        text = "\n".join(map(_mend_line, text.split("\n"))) if text.count("\n") < _MOST_LINES else _mend_line(text)
    text = _NEWLINES.sub("\n", text).translate(_SYMBOL_BULLETS)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _mend_line(line: str) -> str:
    """Turn "FranÃ§ais" back, however often it was mangled; "Ä“" at the end of a German quotation stays."""
    if not _SUSPICIOUS.search(line):
        return line
    from ftfy import fix_encoding  # takes 0.06 s, and few texts need it

    pieces = [line[start : start + _LONGEST_MANGLED] for start in range(0, len(line), _LONGEST_MANGLED)]
    return "".join(map(fix_encoding, pieces))
