"""Finds out whose mailbox it is: which addresses are the company's own.

What the user names wins. Else it is who sent the mail in the folders for sent mail, and whose mailboxes the mail was
delivered to. Where the mails tell neither: who answers the most conversations, else whom the most mail is addressed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from enquiry2article.ingest.mail.messages import Mail
from enquiry2article.ingest.mail.store import MailStore
from enquiry2article.text.word_lists import read_list

_OPEN_DOMAINS = frozenset(read_list("mail/open_domains.txt"))
"""Domains where strangers have their mail: one company address there says nothing about the others."""
_LEAST_CONVERSATIONS = 20
_MOSTLY = 0.9
_EXCHANGE = "/o="
"""How an address within a company's own Exchange server begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whose mailbox it is."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """What its people are called, in small letters, as the user names them."""

    def owns(self, address: str) -> bool:
        """Return whether an address is the company's."""
        if address in self.addresses:
            return True
        domain = address.rpartition("@")[2]
        if domain in self.domains:
            return True
        return address.startswith(_EXCHANGE) or any(domain.endswith(f".{own}") for own in self.domains)

    def wrote(self, mail: Mail) -> bool:
        """Return whether a mail comes from the company."""
        return self.owns(mail.address) or mail.name.casefold() in self.names

    def owns_list(self, name: str) -> bool:
        """Return whether a mailing list is the company's own address for enquiries, as a Google group may be."""
        return any(name == address.replace("@", ".") for address in self.addresses) or any(
            name == own or name.endswith(f".{own}") for own in self.domains
        )

    def keeps_to_itself(self, mails: Iterable[Mail]) -> bool:
        """Return whether nobody outside the company wrote or got any of the mails."""
        return all(
            self.owns(address)
            for mail in mails
            for address in (mail.address, mail.reply_address, *mail.recipients)
            if address
        )


def make_company(names: Iterable[str]) -> Company:
    """Take addresses, "@domain"s and names for the company's own."""
    folded = [" ".join(name.casefold().split()) for name in names]
    return Company(
        addresses=frozenset(name for name in folded if "@" in name and not name.startswith("@")),
        domains=frozenset(name[1:] for name in folded if name.startswith("@")),
        names=frozenset(name for name in folded if name and "@" not in name),
    )


def find_company(store: MailStore, named: Sequence[str]) -> Company:
    """Find out whose mailbox it is; `named` is what the user says: addresses, "@domain"s and names."""
    told = make_company(named)
    if told.addresses or told.domains:
        return told
    own = [*store.sent_addresses(), *store.owners()] or [store.likeliest_answerer()]
    addresses = frozenset(address for address in own if address)
    found = replace(told, addresses=addresses, domains=_domains_of(addresses))
    return _without_wide_domains(found, store)


def _without_wide_domains(company: Company, store: MailStore) -> Company:
    """Let go of the domains where nearly all conversations are among colleagues: it is they who ask this helpdesk.

    Only where there is no doubt, since what colleagues write to each other about customers must stay with them.
    """
    if not company.domains:
        return company
    whole = store.count_conversations()
    if whole < _LEAST_CONVERSATIONS:
        return company
    outside = 0
    for mails in store.light_conversations():
        outside += not company.keeps_to_itself(mails)
        if outside >= (1 - _MOSTLY) * whole:
            return company
    return replace(company, domains=frozenset())


def _domains_of(addresses: Iterable[str]) -> frozenset[str]:
    domains = (address.rpartition("@")[2] for address in addresses if "@" in address)
    return frozenset(domain for domain in domains if domain not in _OPEN_DOMAINS)
