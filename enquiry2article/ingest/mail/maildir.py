"""Reads Maildir folders: one file a mail in `cur` and `new`, its state in its name.

Sources: https://cr.yp.to/proto/maildir.html (flags), https://www.courier-mta.org/maildir.html (folders: `.Sent`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enquiry2article.domain.enquiry import BadRow
from enquiry2article.domain.errors import InputError
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.mail.folders import name_folders
from enquiry2article.ingest.mail.mail_reader import LONGEST_MAIL, MailReader, RawMail

_PLACES = ("cur", "new")
_OWN_NAME = re.compile(r"\d{6,}\.\S+")
"""What programs call a mail: the time, the process and the host. Copies may have got another name."""
_INFO = re.compile(r"[:;!_]2,([A-Za-z]*)")
"""Flags follow ":2,"; where a colon cannot stand in a file's name, another sign."""
_OTHER_FILES = re.compile(
    r"(?:dovecot|courier|maildir|subscriptions|shared-|\.|sieve|uidlist|uidvalidity|cyrus|bulletintime|roundcube|mbsync)"
)


class MaildirReader(MailReader):
    """Reads Maildir."""

    title = "a Maildir folder (cur, new; one file a mail)"
    strict = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether all that is in a folder or archive belongs to a Maildir."""
        try:
            parts = file.parts
        except InputError:
            return ""
        mails = sum(_is_mail(part) for part in parts)
        if mails and all(_is_mail(part) or _is_beside(part) for part in parts):
            return "it has the folders cur and new of a Maildir"
        return ""

    def raw_mails(self, file: ExportFile) -> Iterator[RawMail | BadRow]:
        """Yield the mail that one file holds, none for the files that a mail server keeps beside them."""
        if file.name.count("/") and not _is_mail(file):
            return
        yield from read_single_mail(file)


def read_single_mail(file: ExportFile) -> Iterator[RawMail | BadRow]:
    """Yield the mail that is the whole of a file; a `BadRow` where the file cannot be opened."""
    try:
        with file.open() as stream:
            data = stream.read(LONGEST_MAIL)
    except InputError as error:
        yield BadRow(source=file.name, reason=str(error))
        return
    yield RawMail(file.name, "the mail", data, name_folders(file.name), read_flags(file))


def read_flags(file: ExportFile) -> str:
    """Return the letters for the state of a mail in a Maildir ("RS": answered and seen), "" for any other file."""
    found = _INFO.search(file.short_name)
    return found[1] if found and _is_mail(file) else ""


def _is_mail(file: ExportFile) -> bool:
    folders = file.name.split("/")[:-1]
    own = file.short_name
    return bool(folders) and folders[-1] in _PLACES and bool(_OWN_NAME.match(own) or _INFO.search(own))


def _is_beside(file: ExportFile) -> bool:
    return "/tmp/" in file.name or bool(_OTHER_FILES.match(file.short_name.lower()))
