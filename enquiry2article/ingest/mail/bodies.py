"""Finds the words of a mail among its parts: plain text where there is some, else HTML as it stands.

The parts are found by their boundaries in the bytes and only those that are wanted are ever copied or decoded, so that
attachments cost nothing. Cleaning is another stage's work.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

from enquiry2article.ingest.mail.headers import Headers, decode_base64, decode_charset, read_parameters

_DEEPEST = 16
"""Multiparts within multiparts; mail that people send has four at most."""
_MOST_PARTS = 200
_MOST_ENTITIES = 500
_LONGEST_TEXT = 1 << 20
"""Characters of one mail. A longer one is a log or a book pasted into a mail; its beginning is what it asks."""
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_BEGINS_EMPTY = re.compile(rb"\r?\n")
_STUB = re.compile(
    r"(?i)\b(?:html|viewer|e-?mail (?:client|program|reader|app)|mail ?programm?|browser|navigateur|navegador|"
    r"mime|online (?:version|ansehen)|web ?version|messagerie)\b"
)
_LONGEST_STUB = 300
_SEE_ATTACHED = re.compile(
    r"(?i)[\s\W]*(?:(?:please )?(?:see|find) (?:the )?(?:attached|attachment|enclosed|below)|s(?:iehe|\.) anhang|"
    r"(?:im |siehe )?anhang|anbei|voir (?:la )?pi[eè]ce jointe|ci-joint|ver adjunto|adjunto|zie bijlage|bijgevoegd|"
    r"in allegato|vedi allegato|fyi|zur info|zk|pour info|w załączniku|em anexo)\b.{0,60}"
)
_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_PGP_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[\w-]+: [^\n]*\n)*\n?")
_PGP_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_QUOTE = re.compile(r">*")
_NO_WORDS = frozenset("text/calendar text/vcard text/x-vcard text/directory text/csv text/x-amp-html text/xml".split())


@dataclass(slots=True)
class Body:
    """What was found in a mail."""

    text: str = ""
    html: bool = False
    calendar: bool = False
    """Whether it is an invitation to a meeting or the answer to one."""
    report: bool = False
    """Whether a mail server reports on another mail: a bounce, a receipt."""
    locked: bool = False
    """Whether the words are there but encrypted."""
    tnef: bool = False
    """Whether there is an attachment in Outlook's own format, which may hold the words."""
    attached: bytes = b""
    """The first mail that is attached as a whole, or b""."""
    entities: int = field(default=0, repr=False)


def split_head(data: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """Return the headers of a mail or part, and where its body begins."""
    end = len(data) if end is None else end
    empty = _BEGINS_EMPTY.match(data, start, end)
    if empty:
        return Headers(b""), empty.end()
    found = _EMPTY_LINE.search(data, start, end)
    stop = found.start() if found else end
    return Headers(data[start:stop]), found.end() if found else end


def read_body(data: bytes, headers: Headers, start: int) -> Body:
    """Find the words of a mail whose headers are known and whose body begins at `start`."""
    body = Body()
    body.text, body.html = _read_entity(data, headers, start, len(data), 0, body)
    if body.text.lstrip()[: len(_PGP_MESSAGE)] == _PGP_MESSAGE:
        body.text, body.locked = "", True
    if _PGP_SIGNATURE in body.text:
        body.text = _PGP_SIGNED.sub("", body.text.partition(_PGP_SIGNATURE)[0], count=1)
    body.text = body.text.strip()
    return body


def says_see_attached(text: str) -> bool:
    """Return whether a mail has no words of its own: those are in the mail attached to it."""
    return not text or (len(text) < 100 and bool(_SEE_ATTACHED.fullmatch(text)))


def _read_entity(data: bytes, headers: Headers, start: int, end: int, depth: int, body: Body) -> tuple[str, bool]:
    """Return the words of a part, and whether they are HTML."""
    body.entities += 1
    if body.entities > _MOST_ENTITIES or depth > _DEEPEST:
        return "", False
    kind, parameters = read_parameters(headers.raw(b"content-type"))
    if kind.startswith("multipart/"):
        parts = _find_parts(data, start, end, parameters.get("boundary", ""))
        if parts:
            return _read_parts(data, kind, parameters, parts, depth, body)
        kind = "text/plain"
    if kind == "text/calendar":
        body.calendar = True
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        body.locked = True
    name = parameters.get("name", "") or read_parameters(headers.raw(b"content-disposition"))[1].get("filename", "")
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        body.tnef = True
    if kind in ("message/rfc822", "message/global"):
        body.attached = body.attached or data[start:end]
        return "", False
    attached = headers.word(b"content-disposition").startswith("attachment") or (depth and name)
    is_text = not kind or "/" not in kind or kind.startswith("text/")
    if attached or not is_text or kind in _NO_WORDS:
        return "", False
    flowed = parameters.get("format", "").lower() == "flowed" and kind != "text/html"
    text = _decode_part(data, headers, start, end, parameters.get("charset", ""))
    if flowed:
        text = join_flowed(text, parameters.get("delsp", "").lower() == "yes")
    return text, kind == "text/html"


def _read_parts(
    data: bytes, kind: str, parameters: dict[str, str], parts: list[tuple[int, int]], depth: int, body: Body
) -> tuple[str, bool]:
    if kind == "multipart/encrypted":
        body.locked = True
        return "", False
    if kind == "multipart/report":
        body.report = True
    found = []
    for start, end in parts:
        headers, begin = split_head(data, start, end)
        found.append(_read_entity(data, headers, begin, end, depth + 1, body))
        said = found[-1][0].strip()
        # The other parts of these are a signature, pictures, and what machines tell each other.
        if kind in ("multipart/signed", "multipart/related", "multipart/report") and said:
            return found[-1]
    plain = [text for text, html in found if text.strip() and not html]
    html = [text for text, html in found if text.strip() and html]
    if kind == "multipart/alternative":
        if html and (not plain or _is_stub(plain[0], html[0])):
            return html[0], True
        return (plain[0], False) if plain else ("", False)
    first_is_html = next((is_html for text, is_html in found if text.strip()), False)
    chosen = html if first_is_html else plain
    return ("\n".join(text.rstrip("\n") for text in chosen), first_is_html)


def _is_stub(plain: str, html: str) -> bool:
    flat = plain.strip()
    return len(flat) < _LONGEST_STUB and len(html) > 2 * len(flat) and bool(_STUB.search(flat))


def _find_parts(data: bytes, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    """Return where the parts of a multipart begin and end; the last may lack its end, where a mail is cut off."""
    if not boundary:
        return []
    mark = b"\n--" + boundary.encode("latin-1", "replace").rstrip()
    parts: list[tuple[int, int]] = []
    begin = -1
    # The line end before the body belongs to the first boundary.
    place = data.find(mark, max(start - 1, 0), end)
    while place >= 0:
        after = place + len(mark)
        stop = data.find(b"\n", after, end)
        stop = end if stop < 0 else stop
        rest = data[after : min(stop, after + 80)].strip()
        if rest in (b"", b"--"):
            if begin >= 0:
                parts.append((begin, max(begin, place)))
            begin = min(stop + 1, end)
            if rest or len(parts) >= _MOST_PARTS:
                return parts
        # The line end may be that before the next boundary.
        place = data.find(mark, after, end)
    if begin >= 0:
        parts.append((begin, end))
    return parts


def _decode_part(data: bytes, headers: Headers, start: int, end: int, charset: str) -> str:
    coding = headers.word(b"content-transfer-encoding")
    piece = data[start : min(end, start + 4 * _LONGEST_TEXT)]
    if coding == "base64":
        piece = decode_base64(piece)
    elif coding == "quoted-printable":
        piece = binascii.a2b_qp(piece)
    text = decode_charset(piece, charset.strip("'\" ").lower())
    return text[:_LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")


def join_flowed(text: str, delete_space: bool = False) -> str:
    r"""Join the lines that format=flowed has broken (RFC 3676): those that end in a space, at the same quote depth.

    >>> join_flowed("One \ntwo.\n> a \n> b\n-- \nMia")
    'One two.\n> a b\n-- \nMia'
    """
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        marks = _QUOTE.match(line)
        depth = marks.end() if marks else 0
        words = line[depth:].removeprefix(" ")
        if depth == open_depth and words != "-- ":
            lines[-1] += words
        else:
            lines.append(">" * depth + (" " if depth else "") + words)
        soft = words.endswith(" ") and words != "-- "
        open_depth = depth if soft else -1
        if soft and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
