"""Takes off the lines that stand for themselves: "Sent from my phone", warnings of mail servers, helpdesks' footers.

Pure. All patterns look at one line or one paragraph and are bounded, so that time grows with the length of the text and
no faster. Which line means that the rest is an earlier mail, `cleaning/quotes` decides.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.word_lists import Phrases, read_table

_REPLY_MARKS: Final = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv|r[eé]p|r[eé]f|sv|vs|vb|antw|antwort|doorst|enc|rif|odp|pd|ynt|ilt|ang)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_REPLY_ABOVE: Final = Phrases("mail", r"(?i)^\W{0,12}(?:<reply_above>)\W{0,12}$|^#{2,4}-.{3,120}-#{2,4}$")
_ABOVE: Final = re.compile(
    r"(?i)##|above|ober|über|dessus|sobre|encima|arriba|boven|sopra|acima|powyżej|nad |ovan|över|over|oven"
)
"""Without one of these the long pattern need not be tried."""
_LONGEST_MARK: Final = 140
_FORM_NOISE: Final = re.compile(
    r"(?i)\(security alert: suspicious content is detected\."
    r" see https://contactform7\.com/\S{1,100} for details\.\)"
    r"|^this (?:e-?mail|message) was sent from (?:a|the) contact form on .{1,120}$"
)
_PICTURE: Final = re.compile(
    r"(?i)\[cid:[^\]\s]{1,200}\]|\[(?:inline )?(?:image|bild|imagen|immagine|afbeelding|obraz|imagem)(?::|\s\d)"
    r"[^\]\n]{0,120}\]|<(?:image|photo|img|bild|foto)[\w .()-]{0,60}\.(?:png|jpe?g|gif|heic)>"
)
"""What stands in a plain mail for a picture."""
_SENT_FROM: Final = Phrases("mail", r"(?i)^[\s_*-]{0,4}<sent_from>\b.{0,60}\b<device>\b.{0,40}$")
_GET_OUTLOOK: Final = re.compile(
    r"(?i)^\W{0,4}outlook (?:für|voor|for|pour|para|per|dla|för|til) (?:ios|android|mobile)\b"
    r".{0,30}\b(?:beziehen|herunterladen|holen|downloaden|downloads?)\W{0,3}$"
)
_EXCUSE: Final = re.compile(
    r"(?i)^\W{0,4}(?:sent .{1,40}[,.;–-] ?)?(?:please )?(?:excuse|forgive|pardon|apologies for|sorry for) "
    r"(?:any |my |the )?(?:typos?|brevity|spelling|errors|auto-?correct)\b.{0,60}$"
    r"|^\W{0,4}von unterwegs (?:gesendet|geschrieben)\b.{0,60}$"
)
_LONGEST_SENT_FROM: Final = 70
_MOST_DEVICE_WORDS: Final = 7
_LINK: Final = re.compile(r"\(https?://[^\s()]{1,300}\)|<https?://[^\s<>]{1,600}>")
_MOST_SENT_FROM_WORDS: Final = 12

_FOOTER: Final = Phrases(
    "mail",
    r"(?i)^\W{0,6}<footer>(?:\W{1,12}(?:(?:and|or|und|oder|et|ou|y|o|en|of|e|i)\W{1,4})?"
    r"<footer>){0,9}\W{0,6}$",
)
_FOOTER_SENTENCE: Final = Phrases("mail", r"(?i)^\W{0,4}<footer_sentence>")
_HELPDESK: Final = Phrases("mail", r"(?i)^\W{0,4}(?:<helpdesk>)$")
"""Lines by which helpdesks find their ticket again, and what they say about themselves."""

_BANNER_START: Final = Phrases("mail", r"(?i)^[\W_]{0,12}<banner>")
_BANNER_SENTENCE: Final = Phrases("mail", r"(?i)[\s\W]{0,12}<banner_sentence>")
_BANNER_END: Final = "zjqcmqryfpfptbannerend"
_LONGEST_BANNER: Final = 900
_MOST_BANNERS: Final = 3


def strip_marks(lines: list[str]) -> list[str]:
    """Take off single lines: "Sent from my phone", remarks of forms, footers of newsletters and helpdesks."""
    return [_PICTURE.sub("", line).strip() if "." in line or "[" in line else line for line in _keep_said(lines)]


def _keep_said(lines: list[str]) -> list[str]:
    kept = []
    for line in lines:
        if 5 < len(line) < _LONGEST_MARK * 3 and not line.endswith("?") and _is_mark(line):
            continue
        kept.append(_FORM_NOISE.sub("", line).strip() if "(" in line or "form" in line else line)
    return kept


def _is_mark(line: str) -> bool:
    short = _LINK.sub("", line).strip() if "http" in line else line
    if len(short) < _LONGEST_MARK and len(short.split()) <= _MOST_SENT_FROM_WORDS:
        if _SENT_FROM().match(short) or _is_sent_from(short) or _GET_OUTLOOK.match(short) or _EXCUSE.match(short):
            return True
        if _FOOTER().match(short):
            return True
    return bool(_FOOTER_SENTENCE().match(line) or _HELPDESK().match(line))


def _is_sent_from(line: str) -> bool:
    """Return whether a line is no more than "sent" and a device or program, in whatever order of words."""
    if len(line) > _LONGEST_SENT_FROM or len(line.split()) > _MOST_DEVICE_WORDS or ", " in line:
        return False
    words = read_table("mail/footers.toml")
    folded = line.casefold().strip(" .!-–—_*")
    sent = [word for word in words["sent"] if folded.startswith(word) or folded.endswith(word)]
    return bool(sent) and any(device in folded for device in words["devices"])


def strip_banners(lines: list[str]) -> list[str]:
    """Take off what a mail server warns of above a mail that came from outside."""
    for _ in range(_MOST_BANNERS):
        lines, before = _strip_banner(lines), lines
        if lines is before:
            break
    return lines


def _strip_banner(lines: list[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line), len(lines))
    if first == len(lines) or not _BANNER_START().match(lines[first][:200]):
        return lines
    end = next((place for place in range(first, len(lines)) if not lines[place]), len(lines))
    if "bannerstart" in lines[first].lower():
        ends = [place for place in range(first, min(first + 12, len(lines))) if _BANNER_END in lines[place].lower()]
        return lines[ends[0] + 1 :] if ends else lines
    paragraph = "\n".join(lines[first:end])
    place = 0
    while place < min(len(paragraph), _LONGEST_BANNER) and (match := _BANNER_SENTENCE().match(paragraph, place)):
        if match.end() == place:
            break
        place = match.end()
    rest = paragraph[place:].strip(" \t])*_-|")
    return [*rest.strip("\n").split("\n"), *lines[end:]] if place else lines


def is_reply_line(line: str) -> bool:
    """Return whether a helpdesk asks on this line to reply above it."""
    return 10 < len(line) < _LONGEST_MARK and bool(_ABOVE.search(line)) and bool(_REPLY_ABOVE().match(line))


def strip_reply_marks(subject: str) -> str:
    """Take "Re:", "AW:" and the like away from a subject.

    >>> strip_reply_marks("Re: AW: Rechnung")
    'Rechnung'
    """
    return _REPLY_MARKS.sub("", subject).strip()
