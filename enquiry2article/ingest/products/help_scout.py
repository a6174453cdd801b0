"""Reads Help Scout's conversations as its Mailbox API gives them, their threads newest first.

Layout: https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/ (embed=threads) and …/threads/list/.

Reads Help Scout's table of conversations, which has what they are about and nothing that was written.

Written from memory: the columns differ from report to report (https://docs.helpscout.com/article/46-reporting).
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.values import Fields, dig, first_text, label_of, text_of

_MEMBERS: Final = {"customer": Author.CUSTOMER, "user": Author.AGENT, "team": Author.AGENT, "system_user": Author.BOT}
_KINDS: Final = {"customer": Author.CUSTOMER, "message": Author.AGENT, "lineitem": Author.SYSTEM}
_INTERNAL: Final = frozenset({"note", "forwardparent", "forwardchild"})
"""Types of threads that the customer never saw: notes, and what was forwarded to somebody else."""
_UNSENT: Final = frozenset({"draft", "hidden", "underreview", "review"})
_OWN_KEYS: Final = frozenset("primaryCustomer mailboxId customerWaitingSince folderId userUpdatedAt".split())


class HelpScoutReader(JsonProduct):
    """Reads Help Scout's conversations with their threads."""

    title = "Help Scout: conversations of its API (JSON)"
    mark = "its conversations are Help Scout's: a primary customer, and threads that are “embedded”"
    advice = (
        "Help Scout's reports hold no messages: take the conversations from its Mailbox API "
        "(/v2/conversations?embed=threads)."
    )
    lists = ("_embedded.conversations", "conversations")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a conversation by its embedded threads, or by two of the keys that only Help Scout has."""
        return isinstance(dig(record, "_embedded.threads"), list) or len(_OWN_KEYS & set(record)) >= 2

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a conversation holds."""
        found = dig(record, "_embedded.threads")
        threads = [thread for thread in (found if isinstance(found, list) else []) if isinstance(thread, dict)]
        asker = record.get("primaryCustomer", record.get("customer"))
        person = asker if isinstance(asker, dict) else {}
        # Without times they can only be turned round.
        messages = [_read_thread(thread) for thread in reversed(threads)]
        return Conversation(
            id=first_text(record, ("id", "number")),
            subject=text_of(record.get("subject")),
            received=read_time(record.get("createdAt")),
            messages=messages,
            customers=[_read_person(person)],
            channel=first_text(record, ("type",)) or text_of(dig(record, "source.type")),
            status="deleted" if record.get("state") == "deleted" else text_of(record.get("status")),
            tags=_read_tags(record.get("tags")),
            reported=text_of(record.get("type")) == "phone",
        )


def _read_thread(thread: Fields) -> Message:
    kind, found = text_of(thread.get("type")), thread.get("createdBy")
    person = found if isinstance(found, dict) else {}
    member = _MEMBERS.get(text_of(person.get("type")), Author.AGENT)
    # An AI that answers is a member of its own kind; of all other messages the type tells.
    author = Author.BOT if member is Author.BOT else _KINDS.get(kind, member)
    return Message(
        text=first_text(thread, ("body", "text")),
        author=author,
        internal=kind in _INTERNAL or text_of(thread.get("state")) in _UNSENT or is_internal(thread),
        who=text_of(person.get("id")),
        name=person_name(person),
        address=text_of(person.get("email")) if author is Author.CUSTOMER else "",
        at=read_time(thread.get("createdAt")),
    )


def _read_person(person: Fields) -> Person:
    return Person(
        name=person_name(person),
        address=text_of(person.get("email")),
        phone=text_of(person.get("phone")),
        id=text_of(person.get("id")),
    )


def _read_tags(tags: Any) -> list[str]:
    return [text_of(tag) or label_of(tag) for tag in tags] if isinstance(tags, list) else []


class HelpScoutTable(ProductTable):
    """Reads tables of Help Scout's conversations; a preview, where there is one, is cut."""

    title = "Help Scout's conversations as a table (.csv, .xlsx)"
    product = "Help Scout"
    advice = (
        "Help Scout's reports have no messages. Its Mailbox API gives the conversations with their threads as JSON; "
        "or forward a mailbox's mail to a program that saves it as .mbox or .eml."
    )
    fingerprints = (
        "Conversation Number, Customer Email, Subject",
        "Conversation #, Customer, Subject",
        "Number, Mailbox, Customer, Subject",
        "Number, Inbox, Customer, Subject",
        "Conversation ID, Mailbox, Customer Email, Subject",
        "Conversation ID, Inbox, Customer Email, Subject",
    )
    columns: ClassVar = {
        "id": "Conversation Number, Conversation #, Number, Conversation ID",
        "question": "Preview, Message",
        "subject": "Subject",
        "kind": "",
        "date": "Created At, Created, Created Date",
        "name": "Customer, Customer Name",
        "email": "Customer Email",
        "agent": "Assigned To, Assignee, User",
        "status": "Status",
        "channel": "Channel, Type",
        "tags": "Tags",
        "rating": "Rating, Happiness Rating",
    }
    ignored = "Comments, Rating Comments, Mailbox, Inbox"
