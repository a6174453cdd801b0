"""Makes a record of one mail: who wrote it to whom, when, in answer to what, and its words.

What needs to know whose mailbox it is (who is an agent, what is internal) is left to `mail_speakers`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from enquiry2article.ingest.mail.bodies import Body, read_body, says_see_attached, split_head
from enquiry2article.ingest.mail.folders import is_draft, is_sent, is_spam
from enquiry2article.ingest.mail.headers import (
    Headers,
    choose_date,
    decode_words,
    read_addresses,
    read_ids,
    read_parameters,
)
from enquiry2article.text.encoding import mend_surrogates
from enquiry2article.text.html import strip_markup

_THREAD_INDEX_BYTES: Final = 22
_LABELS: Final = re.compile(r'\s*(?:"([^"]*)"|([^,]*))\s*(?:,|$)')
_EXPUNGED: Final = 0x0008
_MACHINE_NAMES: Final = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)(?:@|$)")
_MACHINE_HEADERS: Final = (b"x-autoreply", b"x-autorespond", b"x-auto-reply", b"x-autoresponse", b"x-failed-recipients")
_BULK_HEADERS: Final = (b"list-id", b"list-unsubscribe", b"list-post")
_VIA: Final = re.compile(r"^['\"]?(.{1,80}?)['\"]? (?:via|über|par|vía|tramite) .{1,80}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, as far as it can be understood by itself."""

    source: str
    message_id: str
    """Without angle brackets, or ""."""
    parents: tuple[str, ...]
    """Message ids it refers to, oldest first."""
    gmail_thread: str
    """Gmail's number of the conversation, or ""."""
    outlook_thread: str
    """Outlook's mark of the conversation, or ""."""
    subject: str
    at: datetime | None
    name: str
    address: str
    """The sender's, in small letters, or ""."""
    reply_name: str
    reply_address: str
    """Where answers are wanted, if it is another address than the sender's, or ""."""
    recipients: tuple[str, ...]
    """Addresses of To and Cc."""
    owner: str
    """The mailbox that it was delivered to, or ""."""
    labels: tuple[str, ...]
    sent: bool
    """Whether it lies among the sent mails."""
    spam: bool
    automatic: bool
    """Whether a machine wrote it: an absence, a bounce, a receipt, an answer to an invitation."""
    bulk: str
    """What mailing list it came by, "*" where that is not named, or ""."""
    text: str
    digest: int
    """Tells mails that say different things apart: 63 bits of a hash."""

    @property
    def key(self) -> str:
        """What tells one mail from another: the message id, else what it says."""
        return self.message_id or f"#{self.digest:016x}"


class UnreadableMail(Exception):
    """A mail that has words which nobody can read; the message says why, for a person."""

    def __init__(self, reason: str, message_id: str) -> None:
        super().__init__(reason)
        self.message_id = message_id


def parse_mail(
    data: bytes, source: str, *, folders: Collection[str] = (), flags: str = "", envelope: bytes = b""
) -> Mail | None:
    """Read one mail; None for what its owner has deleted or has never sent.

    `folders` are the names of the folders that it lies in, `flags` the letters of a Maildir, `envelope` the line of a
    mailbox that begins with "From ".

    Raises:
        UnreadableMail: it is encrypted, or its words are in an attachment that cannot be read.
    """
    headers, start = split_head(data)
    labels = read_labels(headers)
    # Gmail says itself what is in which folder; the names of its files only repeat that.
    places = labels or folders
    # A folder above that happens to have such a name says nothing.
    if _is_gone(headers, flags) or any(map(is_draft, labels or list(folders)[-1:])):
        return None
    body = read_body(data, headers, start)
    return make_mail(headers, body, source, labels=labels, places=places, at=choose_date(headers, envelope))


def make_mail(
    headers: Headers,
    body: Body,
    source: str,
    *,
    labels: tuple[str, ...],
    places: Collection[str],
    at: datetime | None,
) -> Mail:
    """Make the record of a mail from its headers and what was found in its body.

    Raises:
        UnreadableMail: it is encrypted, or its words are in an attachment that cannot be read.
    """
    own = read_ids(headers.raw(b"message-id"))
    # Some programs leave the angle brackets out.
    message_id = own[0] if own else decode_words(headers.raw(b"message-id")).strip("<> ")
    text = body.text
    if body.attached and says_see_attached(text):
        text = _read_attached(body.attached)
    if not text and (body.locked or body.tnef):
        raise UnreadableMail(_find_encryption(body), message_id)
    name, address = _read_sender(headers)
    subject = headers.text(b"subject")
    reply = next((pair for pair in read_addresses(headers.raw(b"reply-to")) if pair[1]), ("", ""))
    recipients = tuple(
        dict.fromkeys(address for key in (b"to", b"cc") for _, address in read_addresses(headers.raw(key)) if address)
    )
    parents = read_ids(headers.raw(b"references") + b" " + headers.raw(b"in-reply-to"))
    words = " ".join(text.split())
    said = "\x1f".join((address, reply[1], *recipients, *parents, str(at), subject, words))
    return Mail(
        source=source,
        message_id=message_id,
        parents=parents,
        gmail_thread=headers.raw(b"x-gm-thrid").decode("ascii", "replace").strip(),
        outlook_thread=read_thread_index(headers.raw(b"thread-index")),
        subject=subject,
        at=at,
        name=name,
        address=address,
        reply_name=reply[0] if reply[1] != address else "",
        reply_address=reply[1] if reply[1] != address else "",
        recipients=recipients,
        owner=_read_owner(headers),
        labels=labels,
        sent=any(map(is_sent, places)),
        spam=any(map(is_spam, places)),
        automatic=body.report or body.calendar or _is_automatic(headers, address),
        bulk=_read_list(headers),
        text=text,
        digest=int.from_bytes(hashlib.sha256(mend_surrogates(said).encode()).digest()[:8], "big") >> 1,
    )


def read_labels(headers: Headers) -> tuple[str, ...]:
    """Return the labels that a mail carries: decoded first, split afterwards; those that hold a comma are quoted."""
    text = headers.text(b"x-gmail-labels") or headers.text(b"x-keywords") or headers.text(b"keywords")
    found = []
    place = 0
    while place < len(text):
        match = _LABELS.match(text, place)
        if match is None or match.end() == place:  # a quotation mark within a word
            end = text.find(",", place)
            end = len(text) if end < 0 else end
            found.append(text[place:end])
            place = end + 1
            continue
        found.append(match[1] or match[2] or "")
        place = match.end()
    return tuple(dict.fromkeys(label.strip() for label in found if label.strip()))


def read_thread_index(value: bytes) -> str:
    """Return what all mails of a conversation share of Outlook's Thread-Index (MS-OXOMSG 2.2.1.3), or ""."""
    try:
        index = base64.b64decode(value[:400], validate=False)
    except (binascii.Error, ValueError):
        return ""
    return index[:_THREAD_INDEX_BYTES].hex() if len(index) >= _THREAD_INDEX_BYTES else ""


def _is_gone(headers: Headers, flags: str) -> bool:
    """Return whether the owner has deleted the mail, though it is still in the file, or has never sent it.

    Sources: Maildir flags, https://cr.yp.to/proto/maildir.html; X-Mozilla-Status,
    http://www.eyrich-net.org/mozilla/X-Mozilla-Status.html?en; X-Status of mbox, as Dovecot and mutt write it.
    """
    if "T" in flags or "D" in flags:
        return True
    mozilla = headers.raw(b"x-mozilla-status")
    if mozilla:
        try:
            return bool(int(mozilla[:8], 16) & _EXPUNGED)
        except ValueError:
            return False
    status = headers.raw(b"x-status").strip()
    return status.isalpha() and len(status) <= 6 and (b"D" in status or b"T" in status)


def _read_sender(headers: Headers) -> tuple[str, str]:
    """Return name and address of who wrote the mail, also where a list has put itself into the sender's place."""
    people = read_addresses(headers.raw(b"from")) or read_addresses(headers.raw(b"sender"))
    name, address = next((pair for pair in people if pair[1]), people[0] if people else ("", ""))
    for key in (b"x-original-from", b"x-original-sender"):
        first = next((pair for pair in read_addresses(headers.raw(key)) if pair[1]), None)
        if first and first[1] != address:
            via = _VIA.match(name)
            return first[0] or (via[1] if via else ""), first[1]
    return name, address


def _read_owner(headers: Headers) -> str:
    for key in (b"delivered-to", b"x-delivered-to", b"x-original-to", b"envelope-to"):
        for _, address in read_addresses(headers.raw(key)):
            if address:
                return address
    return ""


def _is_automatic(headers: Headers, address: str) -> bool:
    if headers.word(b"auto-submitted").startswith("auto-") or headers.word(b"precedence") == "auto_reply":
        return True
    if headers.raw(b"return-path").replace(b" ", b"") == b"<>" or _MACHINE_NAMES.match(address):
        return True
    if any(header in headers for header in _MACHINE_HEADERS):
        return True
    return read_parameters(headers.raw(b"content-type"))[0] == "multipart/report"


def _read_list(headers: Headers) -> str:
    named = headers.raw(b"list-id")
    if named:
        inside = re.search(rb"<([^<>]{1,200})>", named)
        return decode_words(inside[1] if inside else named).casefold() or "*"
    if any(header in headers for header in _BULK_HEADERS) or headers.word(b"precedence") in ("bulk", "junk", "list"):
        return "*"
    return ""


def _read_attached(data: bytes) -> str:
    """Return the words of a mail attached as a whole, below a header such as mail programs put over what they
    forward.
    """
    headers, start = split_head(data)
    body = read_body(data, headers, start)
    text = strip_markup(body.text, quotes=False) if body.html else body.text
    if not text:
        return ""
    name, address = _read_sender(headers)
    lines = (
        "---------- Forwarded message ---------",
        f"From: {name} <{address}>" if address else f"From: {name}",
        f"Date: {headers.text(b'date')}",
        f"Subject: {headers.text(b'subject')}",
        f"To: {headers.text(b'to')}",
    )
    return "\n".join((*lines, "", text))


def _find_encryption(body: Body) -> str:
    if body.locked:
        return "is encrypted or sealed (S/MIME, PGP), so that only its receiver's mail program can open it"
    return (
        "has its words in an attachment winmail.dat, which only Outlook can open: open the mail there and save it as "
        "text or HTML"
    )
