"""Reads what Freshdesk gives: tickets of its API with their conversations, and the account's export as JSON or XML.

Layout: https://developers.freshdesk.com/api/#tickets and …/#conversations. The description is the first message and
is not among the conversations. In the account's export each ticket is wrapped in "helpdesk_ticket" and the messages
are called notes; its XML has the same names with hyphens.

Reads the ticket lists of Freshdesk and its sister Freshservice, as CSV or Excel.

Source of the columns: importers of such files in public code; their case varies. What the list lacks:
https://support.freshdesk.com/support/solutions/articles/237880-list-all-tickets-with-conversations-using-api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, build_enquiry, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.fields.cells import split_tags
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.structured.xml_records import find_root, read_elements, to_fields
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.values import Fields, first_text, is_true, label_of, list_objects, text_of

_ADVICE: Final = (
    "Freshdesk's ticket list exports no replies: take the account's export (Admin > Account > Account details > Export "
    "data), or tickets with their conversations from the API."
)
_LISTS: Final = ("conversations", "notes", "helpdesk_notes")
_WRAPPERS: Final = ("helpdesk_note", "note")
"""Keys in which the account's export wraps each message."""
_OWN_KEYS: Final = frozenset(
    "responder_id fr_escalated is_escalated email_config_id due_by fr_due_by reply_cc_emails fwd_emails".split()
)
_TEXTS: Final = ("body_text", "body", "body_html", "full_text")
_STATES: Final = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_SOURCES: Final = {
    "1": "email",
    "2": "portal",
    "3": "phone",
    "7": "chat",
    "9": "feedback widget",
    "10": "outbound email",
}
_OUTBOUND: Final = "10"
_SURVEY, _FORWARDED = "6", "8"
"""Sources of a conversation: an answer to a survey, and a mail to somebody outside, which the customer never saw."""


class FreshdeskReader(JsonProduct):
    """Reads Freshdesk's tickets as JSON."""

    title = "Freshdesk: API or account export (JSON)"
    mark = "its tickets are Freshdesk's: with a description, and messages that are incoming or private or not"
    advice = _ADVICE
    lists = ("tickets", "results", "helpdesk_tickets")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a ticket by its wrapping, by two of the keys that only Freshdesk has, or by its messages."""
        if isinstance(record.get("helpdesk_ticket"), dict):
            return True
        if isinstance(record.get("via"), dict):
            return False
        if ("description" in record or "description_text" in record) and len(_OWN_KEYS & set(record)) >= 2:
            return True
        messages = _list_messages(record)
        return bool(messages) and all("incoming" in message and "private" in message for message in messages[:3])

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a ticket holds."""
        return translate_ticket(record, frame.users)


class FreshdeskXmlReader(Reader):
    """Reads Freshdesk's account export as XML."""

    title = "Freshdesk: account export (XML)"
    advice = _ADVICE

    def recognise(self, file: ExportFile) -> str:
        """Recognise the file by its outermost element."""
        return "its outermost element is Freshdesk's helpdesk-tickets" if find_root(file) == "helpdesk-tickets" else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield the conversation in each ticket.

        Raises:
            NoSuchFile: the file cannot be opened.
        """
        for element in read_elements(file, ("helpdesk-ticket",)):
            if isinstance(element, BadRow):
                yield element
            else:
                found = translate_ticket(to_fields(element), {})
                yield build_enquiry(found, f"{file.name}:{element.sourceline}", options)


def translate_ticket(record: Fields, users: Mapping[str, Fields]) -> Conversation:
    """Return what a ticket holds, of whichever of the three kinds it is."""
    wrapped = record.get("helpdesk_ticket")
    ticket = wrapped if isinstance(wrapped, dict) else record
    source = text_of(ticket.get("source"))
    id_ = first_text(ticket, ("display_id", "id"))
    if is_true(ticket.get("deleted")):
        return Conversation(id=id_, status="deleted", channel=_SOURCES.get(source, source))
    requester = text_of(ticket.get("requester_id"))
    person = ticket.get("requester")
    asker = person if isinstance(person, dict) else users.get(requester, {})
    at = read_time(ticket.get("created_at"))
    text = first_text(ticket, ("description_text", "description", "description_html"))
    author = Author.AGENT if source == _OUTBOUND else Author.CUSTOMER
    state = text_of(ticket.get("status"))
    return Conversation(
        id=id_,
        subject=text_of(ticket.get("subject")),
        received=at,
        opening=Message(text=text, author=author, at=at) if text else None,
        messages=[_read_message(message, requester, users) for message in _list_messages(ticket)],
        customers=[
            Person(
                name=person_name(asker) or text_of(ticket.get("requester_name")),
                address=first_text(asker, ("email", "primary_email")) or text_of(ticket.get("email")),
                phone=first_text(asker, ("phone", "mobile")) or text_of(ticket.get("phone")),
                id=requester,
            )
        ],
        personal=[text_of(address) for address in _list(ticket.get("cc_emails"))],
        staff=[text_of(ticket.get("responder_name"))],
        channel=text_of(ticket.get("source_name")) or _SOURCES.get(source, source),
        status="spam"
        if is_true(ticket.get("spam"))
        else text_of(ticket.get("status_name")) or _STATES.get(state, state),
        tags=list(_read_tags(ticket.get("tags"))),
        rating=_read_rating(ticket),
    )


def _list_messages(ticket: Fields) -> list[Fields]:
    for key in _LISTS:
        messages = ticket.get(key)
        if isinstance(messages, dict):
            messages = next((inner for inner in messages.values() if isinstance(inner, list)), [messages])
        found = list_objects(messages)
        if found:
            return [next((i for key in _WRAPPERS if isinstance(i := m.get(key), dict)), m) for m in found]
    return []


def _read_message(message: Fields, requester: str, users: Mapping[str, Fields]) -> Message:
    who, source = text_of(message.get("user_id")), text_of(message.get("source"))
    incoming = is_true(message.get("incoming")) or (bool(who) and who == requester)
    author = Author.CUSTOMER if incoming else Author.AGENT
    if source == _SURVEY or is_true(message.get("deleted")):
        author = Author.SYSTEM
    elif not incoming and (is_true(message.get("auto_response")) or text_of(message.get("automation_id"))):
        author = Author.BOT
    return Message(
        text=first_text(message, _TEXTS),
        author=author,
        internal=is_internal(message) or source == _FORWARDED or message.get("private") is None,
        who=who,
        name=person_name(users.get(who, {})),
        address=text_of(message.get("from_email")) if incoming else "",
        at=read_time(message.get("created_at")),
    )


def _read_tags(tags: Any) -> Iterator[str]:
    if isinstance(tags, str):
        yield from split_tags(tags)
    yield from (text_of(tag) or label_of(tag) for tag in _list(tags))


def _read_rating(ticket: Fields) -> str:
    """Return the default question's answer of the last survey that came with the ticket, from -103 to 103."""
    surveys = list_objects(ticket.get("satisfaction_ratings"))
    ratings = surveys[-1].get("ratings") if surveys else None
    return text_of(ratings.get("default_question")) if isinstance(ratings, dict) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class FreshdeskTable(ProductTable):
    """Reads ticket lists with the customer's first message, where "Description" was ticked, and without replies."""

    title = "Freshdesk's or Freshservice's ticket list (.csv, .xlsx)"
    product = "Freshdesk"
    advice = (
        "Freshdesk's ticket list has no replies, even with every field ticked. Take the account export instead: "
        "Admin > Account > Account Details > Export data; give the .zip as it is."
    )
    fingerprints = (
        "Ticket ID, Customer interactions",
        "Ticket ID, Agent interactions",
        "First response time (in hrs)",
        "Ticket ID, Resolution status, First response status",
        "Ticket ID, Created time, Source, Agent",
        "Ticket Id, Requester Email, Impact",
    )
    columns: ClassVar = {
        "id": "Ticket ID",
        "question": "Description",
        "subject": "Subject",
        "kind": "",
        "date": "Created time",
        "name": "Full name, Requester Name, Contact name",
        "email": "Email, Requester Email, Contact email",
        "phone": "Work phone, Mobile phone, Requester phone",
        "customer": "Contact ID",
        "agent": "Agent",
        "status": "Status",
        "channel": "Source",
        "tags": "Tags",
        "rating": "Survey results",
    }
    ignored = "Resolution status, First response status, Company name, Product"
