"""Mends the characters of a text: unseen ones, odd and escaped line ends, and letters read in the wrong encoding.

Pure. How bytes become text in the first place, `text/encoding` decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from enquiry2article.text.encoding import mend_surrogates

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
_CELL_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_LINE_ESCAPE: Final = re.compile(r"(?<!\\)\\{1,2}(?:r\\{1,2}n|n|r)")
_DOUBLE: Final = r"(?:\\{1,2}r)?\\{1,2}n(?:(?:\\{1,2}r)?\\{1,2}n){1,8}"
_PLAIN_ESCAPE: Final = re.compile(
    rf"(?<=[^\s\\]){_DOUBLE}(?=[^\W\d_]|[-•*>\"'(\[¿¡\d]|\s*$)"
    r"|(?<=[^\s\\])\\{1,2}r\\{1,2}n"
    r"|(?<=[.,!?:;)…。！？，])\\{1,2}n(?=[^\W_a-zß-ÿ]|[-•*>\s]|$)"
    r"|(?<=[^\W\d_])\\{1,2}n(?=[A-ZÀ-Þ])"
)
"""An escape that stands where lines end: below a sentence or a greeting, before a capital, in twos."""
_OTHER_ESCAPE: Final = re.compile(r"(?<!\\)\\(?:(t)|([\"'/]))")
_CODE: Final = re.compile(
    r"`[^`\n]{1,400}`|(?<!\\)\"[^\"\s][^\"\n]{0,80}(?<!\\)\"(?![^\W_])|(?<![^\W_])'[^'\s][^'\n]{0,60}'(?![^\W_])"
    rf"|\b[A-Za-z]:\\(?:(?!{_DOUBLE}|\\r\\n|(?<=[.,!?])\\n[A-Z])[^\s\"]){{0,400}}|(?<![^\s(])/(?:[^/\s\\]|\\.){{1,200}}/[a-z]{{0,5}}(?![^\W_])"
    r"|(?<!\S)[\^\[(]\S{0,200}\\[dwsSWDb.+]\S{0,200}"
)
"""Where a backslash is what is meant: code between marks, paths of Windows, regular expressions."""
_MOST_REAL: Final = 3
"""Escapes for each real line end below which line ends are real, and an escape is only spoken of."""


def undo_cell_escapes(cell: str) -> str:
    r"""Undo the escapes `_xHHHH_` by which a spreadsheet writes what XML cannot hold, once.

    Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring): https://ecma-international.org/publications-and-standards/standards/ecma-376/

    >>> undo_cell_escapes("Hello,_x000D_\n_x005F_x000D_ is how Excel writes it")
    'Hello,\r\n_x000D_ is how Excel writes it'
    """
    if "_x" not in cell:
        return cell
    return mend_surrogates(_CELL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell))


def undo_line_escapes(texts: Sequence[str]) -> list[str]:
    r"""Return the texts of one conversation with "\n" and "\r\n" made into line ends where some export wrote them so.

    They are where a text has them at places at which lines end and has hardly a real line end; then they are in all of
    these texts. In code, paths and regular expressions they stay, and so they do in a text that only speaks of them.
    """
    if not any("\\" in text for text in texts) or not any(map(_is_escaped, texts)):
        return [_join_continued(text) for text in texts]
    return [_undo_lines(text) if _has_few_lines(text) else text for text in texts]


def _is_escaped(text: str) -> bool:
    return "\\" in text and _has_few_lines(text) and bool(_PLAIN_ESCAPE.search(_CODE.sub("", text)))


def _has_few_lines(text: str) -> bool:
    real = text.strip().count("\n")
    return not real or real * _MOST_REAL <= len(_LINE_ESCAPE.findall(text))


def _undo_lines(text: str) -> str:
    parts = []
    end = 0
    for code in _CODE.finditer(text):
        if _PLAIN_ESCAPE.search(code[0]) and not code[0].startswith("`"):
            continue  # a quotation of several lines
        parts += [_undo_part(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join((*parts, _undo_part(text[end:])))


def _undo_part(text: str) -> str:
    return _OTHER_ESCAPE.sub(lambda found: " " if found[1] else found[2], _LINE_ESCAPE.sub("\n", text))


def _join_continued(text: str) -> str:
    """Take off the backslash that MySQL writes before each line end (SELECT ... INTO OUTFILE)."""
    ends = text.count("\\\n")
    return text.replace("\\\n", "\n") if ends > 1 and ends == text.count("\n") else text


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
