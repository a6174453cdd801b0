"""Reads mailboxes, joining messages to conversations.

The standard library's `mailbox.mbox` takes any line that begins with "From " for a new message. Here a message begins
only where a separator stands after an empty line and a header follows it.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses
from typing import BinaryIO

from enquiry2article.dates import DateReader
from enquiry2article.decoding import decode, mend_surrogates
from enquiry2article.export_records import ExportFile, ReadOptions
from enquiry2article.protocols import Reader
from enquiry2article.records import Author, BadRow, Enquiry, Turn

_SEPARATOR = re.compile(rb"From (?:- |\S+ .*\d{4}\s*$)")
_HEADER = re.compile(rb"[!-9;-~]+:")
_QUOTED_SEPARATOR = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_LINE = 1 << 20
_LONGEST_MESSAGE = 64 << 20
"""Bytes. What is beyond is the rest of an attachment."""
_REPLY_MARKS = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv|r[eé]p|r[eé]f|sv|vs|vb|antw|antwort|doorst|enc|rif)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(","))


_SENT = _listed("""sent, sent mail, sent items, gesendet, gesendete objekte, envoyés, envoyes, messages envoyés,
    enviados, verzonden, verzonden items, inviati, posta inviata""")
_SYSTEM_LABELS = _SENT | _listed("""inbox, important, unread, opened, starred, archived, spam, trash, chat, drafts,
    posteingang, wichtig, ungelesen, geöffnet, markiert, archiviert, boîte de réception, non lus, ouvert, recibidos,
    importante, importantes, no leídos, abierto, postvak in, ongelezen, geopend""")
_OPEN_DOMAINS = _listed("""gmail.com, googlemail.com, outlook.com, hotmail.com, live.com, msn.com, yahoo.com, yahoo.de,
    yahoo.fr, yahoo.es, yahoo.co.uk, icloud.com, me.com, mac.com, aol.com, gmx.de, gmx.net, gmx.at, gmx.ch, web.de,
    t-online.de, freenet.de, posteo.de, mailbox.org, orange.fr, wanadoo.fr, free.fr, laposte.net, sfr.fr, proton.me,
    protonmail.com, pm.me, hotmail.fr, hotmail.de, hotmail.es, hotmail.co.uk, ziggo.nl, kpnmail.nl, btinternet.com,
    sky.com, mail.ru, yandex.ru, qq.com, 163.com, zoho.com, fastmail.com, libero.it, telefonica.net, bluewin.ch,
    comcast.net, verizon.net, att.net""")
"""Domains where strangers have their mail: one company address there says nothing about the others."""


class MboxReader(Reader):
    """Reads mbox files: Gmail Takeout, Thunderbird, and what mail servers write."""

    title = "a mailbox (.mbox, Gmail Takeout)"

    def recognise(self, file: ExportFile) -> str:
        """Say whether the file begins as a mailbox does, whatever it is called."""
        lines = file.head.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n", 2)
        found = len(lines) > 1 and _is_separator(lines[0]) and bool(_HEADER.match(lines[1]))
        return "it begins as a mailbox does" if found else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Give one enquiry for each conversation, in the order in which the conversations begin in the file.

        `options.agents` may name the company's own addresses or domains: help@shop.test, @shop.test. Without
        them they are found: who has sent the mail labelled as sent, else who answers the most conversations, else whom
        the most mail is addressed to. A conversation of nothing but automatic mail has the status "auto".

        Raises:
            NoSuchFile: the file cannot be opened.
        """
        mails: list[_Mail] = []
        seen: set[str] = set()
        dates = DateReader()
        with file.open() as stream:
            for line, raw in split_mbox(stream):
                source = f"{file.name}:{line}"
                try:
                    mail = _parse_mail(raw, source, dates)
                # The email package promises not to raise and does, on headers that nobody would think of.
                except Exception as error:
                    what = type(error).__name__
                    yield BadRow(source=source, reason=f"the message on line {line} cannot be read ({what})")
                    continue
                # Takeout puts a message with several labels into several files, and sometimes twice into one.
                if mail.message_id and mail.message_id in seen:
                    continue
                seen.add(mail.message_id)
                mails.append(mail)
        threads = _join_threads(mails)
        company = _Company.find(threads, options.agents)
        for thread in threads:
            yield _make_enquiry(thread, company)


def split_mbox(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Cut a mailbox into its messages, each with the number of the line on which its separator stands.

    A separator counts only at the beginning of the file or after an empty line, and when a header follows it. The
    ">" before a "From " that was escaped is taken away.
    """
    parts: list[bytes] = []
    size = start = number = 0
    blank = True
    fresh = True
    separator = b""
    for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
        number += fresh
        if number == 1 and fresh:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if separator:
            if _HEADER.match(line):
                if start:
                    yield start, _unescape(parts)
                parts, size, start = [], 0, number - 1
            else:
                parts.append(separator)
            separator = b""
        was_fresh, fresh = fresh, line.endswith(b"\n")
        if was_fresh and blank and _is_separator(line):
            separator, blank = line, False
            continue
        blank = was_fresh and not line.strip()
        if size < _LONGEST_MESSAGE:
            parts.append(line)
            size += len(line)
    if start:
        yield start, _unescape([*parts, separator])


def strip_reply_marks(subject: str) -> str:
    """Take "Re:", "AW:" and the like away from a subject.

    >>> strip_reply_marks("Re: AW: Rechnung")
    'Rechnung'
    """
    return _REPLY_MARKS.sub("", subject).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mail:
    source: str
    message_id: str
    parents: tuple[str, ...]
    """Message-IDs it refers to, oldest first."""
    thread: str
    """Gmail's number of the conversation, or ""."""
    subject: str
    at: datetime | None
    name: str
    address: str
    to: tuple[str, ...]
    labels: tuple[str, ...]
    automatic: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    """Whose mailbox it is."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def wrote(self, mail: _Mail) -> bool:
        """Say whether a message comes from the company."""
        return mail.address in self.addresses or mail.address.rpartition("@")[2] in self.domains

    @classmethod
    def of(cls, names: Iterable[str]) -> _Company:
        """Take addresses and "@domain"s for the company's own."""
        folded = [name.casefold() for name in names]
        return cls(
            addresses=frozenset(name for name in folded if not name.startswith("@")),
            domains=frozenset(name[1:] for name in folded if name.startswith("@")),
        )

    @classmethod
    def find(cls, threads: Sequence[Sequence[_Mail]], named: Sequence[str]) -> _Company:
        """Find out whose mailbox it is; `named` wins."""
        own = [name for name in named if "@" in name]
        if own:
            return cls.of(own)
        mails = [mail for thread in threads for mail in thread if mail.address]
        sent = {mail.address for mail in mails if any(label.casefold() in _SENT for label in mail.labels)}
        if sent:
            return cls.of([*sent, *_domains_of(sent)])
        answered: Counter[str] = Counter()
        for thread in threads:
            writers = {mail.address for mail in thread[1:] if mail.address and not mail.automatic}
            answered.update(writers - {thread[0].address})
        received = Counter(address for mail in mails for address in mail.to)
        # Somebody who answers one conversation may be anyone; whom the mail is addressed to decides then.
        best = max(answered, key=lambda address: (answered[address], received[address], address), default="")
        if not best or (answered[best] == 1 and len(threads) > 1 and not received[best]):
            best = max(received, key=lambda address: (received[address], address), default="")
        return cls.of([best, *_domains_of([best])] if best else [])


def _domains_of(addresses: Iterable[str]) -> list[str]:
    domains = {address.rpartition("@")[2] for address in addresses}
    return [f"@{domain}" for domain in sorted(domains) if domain and domain not in _OPEN_DOMAINS]


def _is_separator(line: bytes) -> bool:
    return bool(_SEPARATOR.match(line)) or line.rstrip(b"\r\n") == b"From "


def _unescape(parts: Sequence[bytes]) -> bytes:
    return _QUOTED_SEPARATOR.sub(rb"\1", b"".join(parts))


def _parse_mail(raw: bytes, source: str, dates: DateReader) -> _Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    sender = getaddresses([_header(message, "From")])
    name, address = next(((name, address) for name, address in sender if address), ("", ""))
    references = _MESSAGE_ID.findall(_header(message, "References"))
    replied = _MESSAGE_ID.findall(_header(message, "In-Reply-To"))
    own = _MESSAGE_ID.search(_header(message, "Message-ID"))
    auto = _header(message, "Auto-Submitted").casefold().strip()
    bulk = _header(message, "Precedence").casefold().strip() in ("bulk", "junk", "list", "auto_reply")
    flagged = any(message.get(key) is not None for key in ("List-Id", "X-Autoreply", "X-Autorespond"))
    return _Mail(
        source=source,
        message_id=own[0] if own else "",
        parents=tuple(dict.fromkeys([*references, *replied])),
        thread=_header(message, "X-GM-THRID").strip(),
        subject=_header(message, "Subject"),
        at=dates.parse(_header(message, "Date")),
        name=name.strip(),
        address=address.casefold(),
        to=tuple(address.casefold() for _, address in getaddresses([_header(message, "To")]) if "@" in address),
        labels=_read_labels(message),
        automatic=auto.startswith("auto-") or bulk or flagged,
        text=_read_body(message).strip(),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Give a header decoded and on one line, or as it stands where it cannot be decoded."""
    try:
        value = message.get(name)
    except Exception:  # the header parser fails on malformed values in more ways than it documents
        value = next((raw for key, raw in message.raw_items() if key.casefold() == name.casefold()), "")
    text = str(value or "")
    if not text.isascii():
        # Bytes outside ASCII that no encoding announces come as lone surrogates.
        try:
            text = decode(text.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            text = mend_surrogates(text)
    return " ".join(text.split())


def _read_labels(message: EmailMessage) -> tuple[str, ...]:
    text = _header(message, "X-Gmail-Labels") or _header(message, "X-Keywords") or _header(message, "Keywords")
    quoted = re.findall(r'"([^"]*)"|([^,"]+)', text)
    return tuple(label for pair in quoted if (label := (pair[0] or pair[1]).strip()))


def _read_body(message: EmailMessage) -> str:
    """Give the plain text, else the HTML as it is: cleaning is another stage's work."""
    plain, html = "", ""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain.strip():
            plain = _part_text(part)
        elif kind == "text/html" and not html.strip():
            html = _part_text(part)
    return plain if plain.strip() else html


def _part_text(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return mend_surrogates(data.decode(charset).replace("\0", "")).replace("\r\n", "\n")
    except (LookupError, ValueError):  # the charset is unknown, or a lie
        return decode(data).replace("\r\n", "\n")


def _join_threads(mails: Sequence[_Mail]) -> list[list[_Mail]]:
    """Join messages by Gmail's thread number, else by the messages they refer to."""
    roots: dict[str, str] = {}

    def find(key: str) -> str:
        while roots.setdefault(key, key) != key:
            roots[key] = roots[roots[key]]
            key = roots[key]
        return key

    keys = []
    for place, mail in enumerate(mails):
        key = f"gm:{mail.thread}" if mail.thread else mail.message_id or f"at:{place}"
        keys.append(key)
        for other in () if mail.thread else mail.parents:
            roots[find(key)] = find(other)
    threads: defaultdict[str, list[_Mail]] = defaultdict(list)
    for key, mail in zip(keys, mails, strict=True):
        threads[find(key)].append(mail)
    return [_sort_mails(thread) for thread in threads.values()]


def _sort_mails(thread: list[_Mail]) -> list[_Mail]:
    if any(mail.at is None for mail in thread):
        return thread
    return sorted(thread, key=lambda mail: mail.at.timestamp() if mail.at else 0.0)


def _make_enquiry(thread: Sequence[_Mail], company: _Company) -> Enquiry:
    first = thread[0]
    customers = [mail for mail in thread if not company.wrote(mail)]
    persons = [mail for mail in customers if not mail.automatic] or customers
    labels = [label for mail in thread for label in mail.labels if label.casefold() not in _SYSTEM_LABELS]
    root = (first.parents[0] if first.parents else "") or first.message_id
    turns = [_make_turn(mail, company) for mail in thread]
    return Enquiry(
        id=first.thread or root.strip("<>"),
        source=first.source,
        subject=strip_reply_marks(first.subject),
        turns=tuple(turn for turn in turns if turn.text),
        received=first.at,
        customer=persons[0].address if persons else "",
        customer_names=tuple(dict.fromkeys(mail.name for mail in persons if mail.name and "@" not in mail.name)),
        personal=tuple(dict.fromkeys(mail.address for mail in persons if mail.address)),
        channel="email",
        status="auto" if all(mail.automatic for mail in thread) else "",
        tags=tuple(dict.fromkeys(label for label in labels if not label.casefold().startswith("category "))),
    )


def _make_turn(mail: _Mail, company: _Company) -> Turn:
    if company.wrote(mail):
        author = Author.BOT if mail.automatic else Author.AGENT
    else:
        author = Author.SYSTEM if mail.automatic else Author.CUSTOMER
    return Turn(author=author, text=mail.text, at=mail.at, name=mail.name)
