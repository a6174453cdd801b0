"""Makes enquiries of the mails of a conversation: who says what, in which order, and what stays within the company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from enquiry2article.cleaning.automatic_mail import is_auto_reply
from enquiry2article.cleaning.mail_boilerplate import strip_reply_marks
from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.ingest.mail.company import Company
from enquiry2article.ingest.mail.folders import is_own_label
from enquiry2article.ingest.mail.forms_and_forwards import is_machine, read_form, read_forwarded
from enquiry2article.ingest.mail.messages import Mail

_LOOKED_AT = 2000
"""Characters of a mail that are looked at for the words of automatic replies."""
_MOST_FORWARDS = 3
_NO_TIME = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A mail with its speaker."""

    mail: Mail
    author: Author | None
    """None for what stays within the company."""
    text: str
    name: str
    address: str
    subject: str
    personal: tuple[str, ...] = ()


def make_enquiries(mails: Sequence[Mail], company: Company) -> Iterator[Enquiry]:
    """Yield the enquiry that the mails of a conversation make, or several where strangers were thrown together."""
    said = [_find_speaker(mail, company) for mail in _drop_copies(mails)]
    groups = _split_strangers(said)
    for group in groups:
        yield _make_enquiry(_sort_said(group), whole=len(groups) == 1)


def find_customer(mail: Mail, company: Company) -> str:
    """Return the address of the one outside the company who wrote a mail or got it, or ""."""
    if not company.wrote(mail):
        return mail.address
    outside = (address for address in (mail.reply_address, *mail.recipients) if address and not company.owns(address))
    return next(outside, "")


# --- copies


def _drop_copies(mails: Sequence[Mail]) -> list[Mail]:
    """Let each mail count once, however often it is in the files; what has its id and says something else stays."""
    by_key: dict[str, list[Mail]] = {}
    for mail in mails:
        same = by_key.setdefault(mail.key, [])
        for place, other in enumerate(same):
            if _is_copy(mail, other):
                same[place] = _merge(other, mail)
                break
        else:
            same.append(mail)
    return [mail for same in by_key.values() for mail in same]


def _is_copy(one: Mail, other: Mail) -> bool:
    if one.digest == other.digest:
        return True
    if (one.address, one.reply_address) != (other.address, other.reply_address):
        return False
    # A file that was cut off holds the beginning of a mail.
    short, long = sorted((" ".join(one.text.split()), " ".join(other.text.split())), key=len)
    return long.startswith(short)


def _merge(one: Mail, other: Mail) -> Mail:
    # The longer text, and where they are alike the first in an order that the files have no part in.
    best, rest = sorted(
        (one, other), key=lambda mail: (-len(mail.text), str(mail.at or ""), mail.gmail_thread, mail.subject)
    )
    return replace(
        best,
        labels=tuple(sorted({*one.labels, *other.labels})),
        sent=one.sent or other.sent,
        spam=one.spam and other.spam,
        gmail_thread=min(one.gmail_thread or other.gmail_thread, other.gmail_thread or one.gmail_thread),
        at=best.at or rest.at,
    )


# --- who speaks


def _find_speaker(mail: Mail, company: Company) -> _Said:
    own = company.wrote(mail)
    inside = all(map(company.owns, mail.recipients))
    plain = _Said(mail=mail, author=None, text=mail.text, name=mail.name, address=mail.address, subject=mail.subject)
    if not mail.bulk and ((own and inside) or (not own and is_machine(mail.address))):
        found = _find_inner(mail, company, plain)
        if found is not None:
            return found
    automatic = mail.automatic or bool(mail.bulk and not company.owns_list(mail.bulk))
    if own:
        if inside and mail.recipients:
            return plain
        return replace(plain, author=Author.BOT if automatic else Author.AGENT)
    if automatic or _is_absence(mail):
        return replace(plain, author=Author.SYSTEM)
    return replace(plain, author=Author.CUSTOMER, personal=(mail.reply_address,) if mail.reply_address else ())


def _find_inner(mail: Mail, company: Company, plain: _Said) -> _Said | None:
    """Find the customer for whom a machine or a colleague wrote; None where there is none."""
    reply = mail.reply_address
    if company.owns(reply) or is_machine(reply) or _site_of(reply) == _site_of(mail.address):
        reply = ""  # a program that reads the answers itself
    if not mail.parents:
        form = read_form(mail.text)
        if form is not None and not company.owns(form.address):
            return replace(
                plain,
                author=Author.CUSTOMER,
                text=form.text,
                name=form.name or mail.reply_name,
                address=reply or form.address,
                subject=form.subject or mail.subject,
                personal=tuple(dict.fromkeys((form.address, *form.personal))),
            )
        if reply:
            return replace(plain, author=Author.CUSTOMER, name=mail.reply_name, address=reply)
    forwarded = read_forwarded(mail.text, mail.subject) if company.wrote(mail) else None
    for _ in range(_MOST_FORWARDS):
        if forwarded is not None and company.owns(forwarded.address):
            forwarded = read_forwarded(forwarded.text, mail.subject)
    # Mail programs write colleagues without their address, so who has none may be one of them.
    if forwarded is None or not forwarded.address or company.owns(forwarded.address):
        return None
    return replace(
        plain,
        author=Author.CUSTOMER,
        text=forwarded.text,
        name=forwarded.name,
        address=forwarded.address,
        subject=forwarded.subject or mail.subject,
    )


def _site_of(address: str) -> str:
    return ".".join(address.rpartition("@")[2].split(".")[-2:])


def _is_absence(mail: Mail) -> bool:
    """Return whether the words tell that a mail program answered, where no header does.

    Somebody who answers keeps the subject, behind "Re:"; a program writes one of its own.
    """
    if not mail.parents or strip_reply_marks(mail.subject) != mail.subject:
        return False
    return is_auto_reply(mail.subject, mail.text[:_LOOKED_AT], False)


# --- conversations


def _split_strangers(said: list[_Said]) -> list[list[_Said]]:
    """Split mails of several customers that only look like one conversation.

    Gmail joins what has the same subject and sender, such as all mails of a contact form, some programs give all their
    mails the same id, and many people may answer one newsletter. Each customer who begins anew gets a conversation;
    what answers them goes to theirs.
    """
    openers = _find_openers(said)
    if len(openers) < 2:
        return [said]
    groups: dict[str, list[_Said]] = {address: [] for address in sorted(openers)}
    home: dict[str, str] = {}
    for one in said:
        near = [one.address, *one.mail.recipients]
        owner = next((address for address in near if address in groups), "")
        if owner:
            home.setdefault(one.mail.key, owner)
    first = min((one for one in said if one.address in groups), key=lambda one: (_time(one.mail), one.mail.digest))
    for one in said:
        near = [one.address, *one.mail.recipients, *(home.get(parent, "") for parent in reversed(one.mail.parents))]
        groups[next((address for address in near if address in groups), first.address)].append(one)
    return [group for group in groups.values() if group]


def _find_openers(said: Sequence[_Said]) -> set[str]:
    """Return the addresses of the customers who write before any other customer does."""
    present = {one.mail.key for one in said}
    answers: dict[str, list[str]] = {}
    for one in said:
        for parent in one.mail.parents:
            if parent in present and parent != one.mail.key:
                answers.setdefault(parent, []).append(one.mail.key)
    # What comes after a customer's mail, at whatever remove.
    waiting = [one.mail.key for one in said if one.author is Author.CUSTOMER]
    after: set[str] = set()
    while waiting:
        new = [key for key in answers.get(waiting.pop(), ()) if key not in after]
        after.update(new)
        waiting += new
    return {
        one.address
        for one in said
        if one.author is Author.CUSTOMER
        and one.address
        and one.mail.key not in after
        # A reply to what is not there may be to anyone's mail.
        and (present.intersection(one.mail.parents) or strip_reply_marks(one.mail.subject) == one.mail.subject)
    }


def _sort_said(said: Sequence[_Said]) -> list[_Said]:
    """Put the oldest first; what answers a mail comes after it, whatever their clocks say."""
    by_key = {one.mail.key: one.mail for one in said}
    after: dict[str, tuple[float, int]] = {}
    for one in said:
        chain = [one.mail]
        seen = {one.mail.key}
        while chain[-1].key not in after:
            parents = [by_key[key] for key in chain[-1].parents if key in by_key and key not in seen]
            if not parents:
                break
            chain.append(parents[-1])
            seen.add(parents[-1].key)
        for mail in reversed(chain):
            if mail.key not in after:
                known = [after[key] for key in mail.parents if key in after and key != mail.key]
                time, depth = max(known, default=(_NO_TIME, -1))
                after[mail.key] = max(time, _time(mail)), depth + 1
    return sorted(said, key=lambda one: (*after[one.mail.key], _time(one.mail), one.mail.digest))


def _time(mail: Mail) -> float:
    """Return when a mail was sent; without a date a reply comes last and anything else first."""
    if mail.at:
        return mail.at.timestamp()
    return _NO_TIME if strip_reply_marks(mail.subject) == mail.subject else -_NO_TIME


def _make_enquiry(said: Sequence[_Said], *, whole: bool) -> Enquiry:
    """`whole`: the mails are all of what the mail program calls a conversation."""
    first = said[0].mail
    public = [one for one in said if one.author is not None]
    customers = [one for one in public if one.author in (Author.CUSTOMER, Author.SYSTEM)]
    persons = [one for one in customers if one.author is Author.CUSTOMER] or customers
    labels = [label for one in said for label in one.mail.labels if is_own_label(label)]
    numbers = [one.mail.gmail_thread for one in said if one.mail.gmail_thread]
    root = first.parents[0] if first.parents else first.message_id
    personal = [value for one in persons for value in (one.address, *one.personal) if value]
    return Enquiry(
        id=min(numbers) if numbers and whole else root,
        source=first.source,
        # What colleagues write to each other stays with them, its subject too.
        subject=strip_reply_marks(public[0].subject) if public else "",
        turns=tuple(_make_turn(one, one.author) for one in public if one.author is not None and one.text),
        received=_find_first(said),
        customer=persons[0].address if persons else "",
        customer_names=tuple(dict.fromkeys(one.name for one in persons if one.name and "@" not in one.name)),
        personal=tuple(dict.fromkeys(personal)),
        channel="email",
        status=_find_status(said, public),
        tags=tuple(dict.fromkeys(labels)) if public else (),
    )


def _find_first(said: Sequence[_Said]) -> datetime | None:
    return next((one.mail.at for one in said if one.mail.at), None)


def _find_status(said: Sequence[_Said], public: Sequence[_Said]) -> str:
    """Return what the noise stage has to know: "internal", "spam", "auto" or ""."""
    if not public:
        return "internal"
    if all(one.mail.spam for one in said):
        return "spam"
    return "auto" if all(one.author in (Author.SYSTEM, Author.BOT) for one in public) else ""


def _make_turn(one: _Said, author: Author) -> Turn:
    return Turn(author=author, text=one.text, at=one.mail.at, name=one.name)
