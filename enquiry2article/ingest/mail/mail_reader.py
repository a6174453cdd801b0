"""What all readers of mail share: mails go to the disk one by one, then come back as conversations."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.mail.company import find_company
from enquiry2article.ingest.mail.messages import Mail, UnreadableMail, parse_mail
from enquiry2article.ingest.mail.store import MailStore
from enquiry2article.ingest.mail.threads import find_customer, make_enquiries

LONGEST_MAIL = 32 << 20
"""Bytes; mail services take 25 to 35 MB. Of a longer mail, what is beyond is the rest of an attachment."""


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as it lies in a file."""

    source: str
    place: str
    """Where it stands, for a person: "the message on line 12", "the message"."""
    data: bytes
    folders: tuple[str, ...] = ()
    flags: str = ""
    """The letters of a Maildir."""
    envelope: bytes = b""
    """The line of a mailbox that begins with "From "."""


class MailReader(Reader):
    """Reads all mail files of a call together, since conversations go from the inbox to the sent mail."""

    gathers = True
    advice = (
        "These mails hold no answers: give the folder with the sent mail as well, and say who answers with "
        "--agent help@your-shop.com or --agent @your-shop.com."
    )

    @abstractmethod
    def raw_mails(self, file: ExportFile) -> Iterator[RawMail | BadRow]:
        """Return the mails of one file as they lie there.

        Raises:
            InputError: the file cannot be read.
        """

    def parse(self, raw: RawMail) -> Mail | None:
        """Read one mail; None for what counts as deleted or was never sent.

        Raises:
            UnreadableMail: nobody can read its words.
        """
        return parse_mail(raw.data, raw.source, folders=raw.folders, flags=raw.flags, envelope=raw.envelope)

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each conversation, in the order in which the conversations begin in the files.

        `options.agents` may name the company's own addresses, domains and people: help@shop.test, @shop.test, Mia Ott.
        Without addresses they are found; see `mail_company`. A conversation of nothing but automatic mail has the
        status "auto", one among colleagues "internal", and then neither subject nor words.

        Raises:
            InputError: a file cannot be read, or the disk for temporary files is full.
        """
        store = MailStore()
        try:
            for part in sorted(file.parts, key=lambda part: part.name) if file.parts else (file,):
                for raw in self.raw_mails(part):
                    bad = raw if isinstance(raw, BadRow) else self._take(raw, store)
                    if bad is not None:
                        yield bad
            store.join()
            company = find_company(store, options.agents)
            store.join_by_subject(lambda mail: find_customer(mail, company))
            for mails in store.conversations():
                options.notices.agent_found |= any(map(company.wrote, mails))
                yield from make_enquiries(mails, company)
        finally:
            store.close()

    def _take(self, raw: RawMail, store: MailStore) -> BadRow | None:
        try:
            mail = self.parse(raw)
        except UnreadableMail as error:
            return BadRow(source=raw.source, reason=f"{raw.place} {error}", id=error.message_id)
        # A reader of hostile files does not trust itself to have thought of everything.
        except Exception as error:
            return BadRow(source=raw.source, reason=f"{raw.place} cannot be read ({type(error).__name__})")
        if mail is not None:
            store.add(mail)
        return None
