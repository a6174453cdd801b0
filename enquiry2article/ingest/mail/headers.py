"""Reads the headers of a mail from its bytes: values, encoded words, addresses, message ids, dates.

The standard library's `email` takes ten times as long, and longer than linear on hostile headers. What it promises of
RFC 5322 and RFC 2047 is kept here for the few headers that are needed, and what mail programs get wrong is forgiven:
encoded words that cut a character in two, bytes without any encoding, commas in encoded names.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import getaddresses

from enquiry2article.text.dates import DateReader
from enquiry2article.text.encoding import decode, mend_surrogates

_LONGEST_BLOCK = 16 << 20
_LONGEST_VALUE = 1 << 16
_LONGEST_ADDRESSES = 20_000
_MOST_ADDRESSES = 50
_MOST_PARENTS = 20
_FOLD = re.compile(rb"\r?\n[ \t]+")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_ONE_ADDRESS = re.compile(r'\s*+(?:"([^"\\]*)"\s*|([^"<>,;:()\\@]*))<([^<>\s,;]+@[^<>\s,;]+)>\s*')
_UNQUOTED_NAME = re.compile(r"\s*([^\W\d_][^,<>@;:()\"]{0,40},[^,<>@;:()\"]{1,40}?)\s*<([^<>\s,;]+@[^<>\s,;]+)>\s*")
"""A name with a comma that lacks its quotation marks."""
_BARE_ADDRESS = re.compile(r"\s*<?([^<>\s,;:()\"]+@[^<>\s,;:()\"]+)>?\s*")
_EXCHANGE_ADDRESS = re.compile(r'(?i)\s*+"?([^"<>]*)(?:"\s*)?<(/o=[^<>]+)>')
_HELD_WORD = re.compile("\ue000(\\d+)\ue001")
"""What stands for an encoded word while a header is parted into addresses."""
_LAST_FIRST = re.compile(r"\s*([^\W\d_][^,\d@<>\"]{0,40}?)\s*,\s*([^\W\d_][^,\d@<>\"]{0,40}?)\s*")
_COMPANY_ENDING = re.compile(r"(?i)(?:inc|ltd|llc|llp|plc|gmbh|ag|kg|corp|co|s\.?a|jr|sr|ii|iii|md|phd|esq)\.?")
_MOST_NAME_WORDS = 3
_MESSAGE_ID = re.compile(rb"<([^<>\s]{1,998})>")
_PARAMETER = re.compile(r';\s*([\w!#$&+^.*-]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s"]+)')
_RFC_DATE = re.compile(
    rb"\s*(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d\d):(\d\d)(?::(\d\d))?\s+([+-])(\d\d)(\d\d)\b"
)
_MONTHS = {
    name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_ENVELOPE_DATE = re.compile(
    rb"[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d:\d\d(?::\d\d)?)\s+(?:([+-]\d{4})\s+)?(\d{4})"
    rb"(?:\s+([+-]\d{4}))?"
)
_ODD_CODECS = frozenset("idna punycode unicode_escape raw_unicode_escape undefined mbcs oem".split())
"""Codecs of Python that no mail means."""
_LATIN = frozenset(("iso8859-1", "ascii", "latin_1", "iso-8859-1"))
_DATES = DateReader()
_FIRST_YEAR = 1990
"""Mail that says it is older has been sent by a computer whose clock stood at zero."""


class Headers:
    """The headers of a mail or of a part of one, names in small letters, the first of each name first."""

    __slots__ = ("_values",)

    def __init__(self, block: bytes) -> None:
        """`block` is what stands before the empty line. Only lines that look like headers count."""
        values: dict[bytes, list[bytes]] = {}
        for line in _FOLD.sub(b" ", block[:_LONGEST_BLOCK]).split(b"\n"):
            name, colon, value = line.partition(b":")
            if colon:
                values.setdefault(name.strip().lower(), []).append(value[:_LONGEST_VALUE].strip())
        self._values = values

    def __contains__(self, name: bytes) -> bool:
        return name in self._values

    def raw(self, name: bytes) -> bytes:
        """Return the first value of a header as it stands, or b""."""
        values = self._values.get(name)
        return values[0] if values else b""

    def all(self, name: bytes) -> list[bytes]:
        """Return all values of a header as they stand."""
        return self._values.get(name, [])

    def text(self, name: bytes) -> str:
        """Return the first value of a header decoded and on one line, or ""."""
        return decode_words(self.raw(name))

    def word(self, name: bytes) -> str:
        """Return a header that holds one plain word or a few, in small letters."""
        return self.raw(name).decode("ascii", "replace").strip().lower()


def read_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """Take a value such as `text/plain; charset="utf-8"` apart: the word, and its parameters by name.

    Words are in small letters, values as they stand.
    """
    text = value.decode("latin-1")
    if ";" not in text:
        return text.strip().lower(), {}
    word, _, rest = text.partition(";")
    found = {name.lower(): _unquote(value) for name, value in _PARAMETER.findall(f";{rest}")}
    return word.strip().lower(), found


def _unquote(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def decode_words(raw: bytes) -> str:
    """Decode what RFC 2047 encodes, on one line.

    >>> decode_words(b"=?UTF-8?Q?Bo=C3?= =?utf-8?Q?=AEte?= 1")
    'Boîte 1'
    """
    text = raw.decode("ascii") if raw.isascii() else decode(raw)
    if "=?" in text:
        text = "".join(_decode_pieces(text))
    return " ".join(mend_surrogates(text).replace("\0", "").split())


def _decode_pieces(text: str) -> Iterator[str]:
    """Put neighbouring words of one charset together before decoding: many programs cut in the middle of a letter."""
    waiting = b""
    charset = ""
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        name = found[1].lower()
        if waiting and (between.strip() or name != charset):
            yield decode_charset(waiting, charset)
            waiting = b""
        if between.strip() or end == 0:
            yield between
        charset, end = name, found.end()
        waiting += _decode_word(found[2], found[3])
    if waiting:
        yield decode_charset(waiting, charset)
    yield text[end:]


def _decode_word(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return decode_base64(data)
    return binascii.a2b_qp(data.replace(b"_", b"=20"))


def decode_base64(data: bytes) -> bytes:
    """Decode base64 however damaged: signs that do not belong to it are passed over, the end may be missing."""
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data.partition(b"=")[0])
    rest = len(clean) % 4
    if rest == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def decode_charset(data: bytes, charset: str) -> str:
    """Make text of bytes that say which charset they are in, and often lie. Never raises."""
    if data.isascii() and not charset.startswith(("utf-7", "iso-2022", "hz")):
        return data.decode("ascii").replace("\0", "")
    try:
        name = codecs.lookup(charset).name if charset else "utf-8"
    except (LookupError, ValueError):
        return decode(data)
    if name in _ODD_CODECS or (name.startswith(("utf-16", "utf-32")) and b"\0" not in data):
        return decode(data)
    if name in _LATIN:
        # What says it is Latin-1 is cp1252 with its quotation marks, and often UTF-8.
        try:
            return data.decode("utf-8").replace("\0", "")
        except ValueError:
            name = "cp1252"
    try:
        return mend_surrogates(data.decode(name).replace("\0", ""))
    except (LookupError, ValueError, TypeError):  # no codec for text, or a lie
        return decode(data)


def read_addresses(raw: bytes) -> tuple[tuple[str, str], ...]:
    """Return the people of a header: name and address in small letters, either of which may be "".

    Encoded words are held together while the header is parted, since they may hold commas, and decoded afterwards
    (RFC 2047, section 6.2: https://www.rfc-editor.org/rfc/rfc2047#section-6.2). "Bürling, Anna" is Anna Bürling.
    """
    text = raw[:_LONGEST_ADDRESSES].decode("ascii") if raw.isascii() else decode(raw[:_LONGEST_ADDRESSES])
    if not text.strip():
        return ()
    words: list[str] = []
    if "=?" in text:

        def hold(word: re.Match[str]) -> str:
            words.append(word[0])
            return f"\ue000{len(words) - 1}\ue001"

        text = _WORD.sub(hold, text)
        if "@" not in text:
            text, words = decode_words(raw), []  # the address is encoded too

    def name(found: str) -> str:
        return turn_name(_decode_name(_HELD_WORD.sub(lambda held: words[int(held[1])], found) if words else found))

    one = _ONE_ADDRESS.fullmatch(text)
    if one:
        return ((name(one[1] or one[2] or ""), one[3].casefold()),)
    bare = _BARE_ADDRESS.fullmatch(text)
    if bare:
        return (("", bare[1].casefold()),)
    inside = _EXCHANGE_ADDRESS.match(text)
    if inside:
        return ((name(inside[1]), inside[2].casefold()),)
    unquoted = _UNQUOTED_NAME.fullmatch(text)
    if unquoted:
        return ((name(unquoted[1]), unquoted[2].casefold()),)
    try:
        found = getaddresses([text])
    except Exception:  # it fails on malformed lists in more ways than it documents
        found = []
    # Without an "@" it is a name, whatever place it stands in.
    people = [(said, address) if "@" in address else (said or address, "") for said, address in found[:_MOST_ADDRESSES]]
    return tuple((name(said), address.casefold()) for said, address in people if said or address)


def turn_name(name: str) -> str:
    """Return a name that stands as "last, first" in the order in which people are addressed.

    Other names come back as they are: those of companies ("Tents, Inc.") and with a title behind ("Ann Hall, MD").

    >>> turn_name("Bürling, Anna"), turn_name("Tents & More, Ltd.")
    ('Anna Bürling', 'Tents & More, Ltd.')
    """
    parts = _LAST_FIRST.fullmatch(name)
    if parts is None or _COMPANY_ENDING.fullmatch(parts[2]):
        return name
    if len(parts[1].split()) > _MOST_NAME_WORDS or len(parts[2].split()) > _MOST_NAME_WORDS:
        return name
    return f"{parts[2]} {parts[1]}"


def _decode_name(name: str) -> str:
    return decode_words(name.encode("utf-8", "surrogateescape")).strip(" '\"")


def read_ids(raw: bytes) -> tuple[str, ...]:
    """Return the message ids of a header, without their angle brackets, each once, of a long list the ends."""
    found = [mend_surrogates(one.decode("utf-8", "replace")) for one in _MESSAGE_ID.findall(raw)]
    ids = list(dict.fromkeys(found))
    return tuple(ids if len(ids) <= _MOST_PARENTS else [*ids[:2], *ids[2 - _MOST_PARENTS :]])


def read_date(raw: bytes) -> datetime | None:
    """Return the moment that a header names, or None where it names none that a mail can have been sent at."""
    found = _RFC_DATE.match(raw)
    if found and found[2].lower() in _MONTHS:
        span = timedelta(hours=int(found[8]), minutes=int(found[9]))
        try:
            moment: datetime | None = datetime(
                int(found[3]),
                _MONTHS[found[2].lower()],
                int(found[1]),
                int(found[4]),
                int(found[5]),
                min(int(found[6] or 0), 59),
                tzinfo=timezone(-span if found[7] == b"-" else span) if span < timedelta(hours=15) else UTC,
            )
        except ValueError:
            return None
    else:
        moment = _DATES.parse(decode_words(raw))
    return moment if moment is not None and moment.year >= _FIRST_YEAR else None


def read_envelope_date(line: bytes) -> datetime | None:
    """Return the moment that a line beginning with "From " names: asctime, with the zone before or after the year."""
    found = _ENVELOPE_DATE.search(line)
    if not found:
        return None
    month, day, clock, before, year, after = found.groups()
    zone = before or after or b"+0000"
    return read_date(b" ".join((day, month, year, clock if clock.count(b":") == 2 else clock + b":00", zone)))


def choose_date(headers: Headers, envelope: bytes) -> datetime | None:
    """Return when a mail was sent: its own word, unless the receiving server's clock shows it to be wrong."""
    received = None
    for value in headers.all(b"received")[:1]:
        received = read_date(value.rpartition(b";")[2])
    known = received or read_envelope_date(envelope)
    said = read_date(headers.raw(b"date"))
    if said is None or (received is not None and said - received > timedelta(days=1)):
        return known
    return said
