"""Reads mails that lie in a file each: .eml of every mail program, .emlx of Apple Mail, .msg of Outlook.

Source of .emlx: https://www.jwz.org/blog/2005/07/emlx-flags/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from enquiry2article.domain.enquiry import BadRow
from enquiry2article.domain.errors import InputError
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.mail.mail_reader import MailReader, RawMail
from enquiry2article.ingest.mail.maildir import read_single_mail
from enquiry2article.ingest.mail.messages import Mail
from enquiry2article.ingest.mail.outlook_msg import is_outlook_msg, parse_msg

_SUFFIXES = (".eml", ".emlx", ".msg")
_HEADER = re.compile(rb"([!-9;-~]{1,80}):[ \t]?[^\r\n]*\r?\n|[ \t]+\S[^\r\n]*\r?\n")
_MAIL_HEADERS = frozenset(
    b"""from to date subject message-id received return-path delivered-to mime-version content-type reply-to
    sender""".split()
)
_LEAST_HEADERS = 3
_EMLX_START = re.compile(rb"\s{0,8}(\d{1,9})[ \t]*\r?\n")
_EMLX_FLAGS = re.compile(rb"<key>flags</key>\s*<integer>(\d{1,18})</integer>")
_EMLX_GONE = 1 << 1 | 1 << 6
"""Deleted, or a draft."""


class EmlReader(MailReader):
    """Reads files of one mail each."""

    title = "single mails (.eml; .emlx of Apple Mail; .msg of Outlook), one or a folder of them"
    strict = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether a file is a mail, or a folder or archive holds nothing but mails."""
        try:
            parts = file.parts
        except InputError:
            return ""
        if parts and all(part.suffix in _SUFFIXES for part in parts):
            return f"it holds nothing but mails ({', '.join(sorted({part.suffix for part in parts}))})"
        if file.is_folder:
            return ""
        if is_outlook_msg(file):
            return "it is a mail saved by Outlook"
        head = file.head
        number = _EMLX_START.match(head) if file.suffix == ".emlx" else None
        return "it begins with the header of a mail" if _begins_as_mail(head[number.end() if number else 0 :]) else ""

    def raw_mails(self, file: ExportFile) -> Iterator[RawMail | BadRow]:
        """Yield the mail that one file holds."""
        for raw in read_single_mail(file):
            if isinstance(raw, BadRow) or is_outlook_msg(file):
                yield raw
            elif file.suffix == ".emlx":
                mail = _open_emlx(raw)
                if mail is not None:
                    yield mail
            elif raw.data.strip():
                yield raw
            else:
                yield BadRow(source=file.name, reason="the mail is empty")

    def parse(self, raw: RawMail) -> Mail | None:
        """Read one mail; None for what counts as deleted or was never sent."""
        if raw.data.startswith(b"\xd0\xcf\x11\xe0"):
            return parse_msg(raw.data, raw.source, raw.folders)
        return super().parse(raw)


def _begins_as_mail(head: bytes) -> bool:
    names = set()
    place = len(head) - len(head.lstrip(b"\xef\xbb\xbf\r\n"))
    for _ in range(60):
        found = _HEADER.match(head, place)
        if found is None:
            break
        if found[1]:
            names.add(found[1].lower())
        place = found.end()
    return len(names & _MAIL_HEADERS) >= _LEAST_HEADERS


def _open_emlx(raw: RawMail) -> RawMail | None:
    """Take the mail out of a file of Apple Mail: its length, the mail, and a list of properties."""
    found = _EMLX_START.match(raw.data)
    if found is None:
        return raw
    end = found.end() + int(found[1])
    flags = _EMLX_FLAGS.search(raw.data, end)
    if flags and int(flags[1]) & _EMLX_GONE:
        return None
    return replace(raw, data=raw.data[found.end() : end])
