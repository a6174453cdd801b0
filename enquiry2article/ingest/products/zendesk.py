"""Reads what Zendesk Support gives as JSON: the account's export, a ticket a line, and pages of its API.

Layout: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ and …/ticket_comments/. The account's
export has the requester, the submitter and the assignee as objects and all comments in each ticket; the API gives ids,
and the people beside the tickets. The description is a copy of the first comment, even where that is a note.

Reads Zendesk's tables of tickets: the account export as CSV, and a view's export.

Source of the columns of the account export: public files and their importers; those of a view follow its own columns
and the agent's language. How to switch exports on: https://support.zendesk.com/hc/en-us/articles/4408886165402
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.values import Fields, dig, first_text, label_of, list_objects, text_of

_TEXTS: Final = ("plain_body", "body", "html_body", "value")
_PEOPLE: Final = ("requester", "submitter", "assignee")
_REPORTED_BY: Final = frozenset({"web", "phone", "voice", "mobile", "phone_call_inbound", "voicemail"})
"""Channels on which somebody of the company writes down what a customer asks."""
_MACHINES: Final = frozenset({"rule", "answer_bot", "answer_bot_for_web_widget", "automation"})
_MERGED: Final = re.compile(r"\s*(?:<[^<>]*>\s*)*Requests? #\d+.{0,300}?\bmerged into this request\b", re.DOTALL)
_MERGED_AWAY: Final = re.compile(r"\s*(?:<[^<>]*>\s*)*This request was closed and merged into request #\d+")
_RATINGS: Final = frozenset({"good", "bad", "goodwithcomment", "badwithcomment"})


class ZendeskReader(JsonProduct):
    """Reads Zendesk's tickets with their comments."""

    title = "Zendesk: account export or API pages (JSON, one document or a ticket a line)"
    mark = "its tickets are Zendesk's: they name a requester and came in “via” a channel"
    advice = (
        "Zendesk puts replies into one export only: Admin Center > Account > Tools > Reports > Export, as JSON "
        "(its owner has to ask Zendesk to switch that on)."
    )
    lists = ("tickets", "results")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a ticket by the object "via", or by comments with an author's id that are public or not."""
        ticket = self._unwrap(record)
        people = any(f"{key}_id" in ticket or isinstance(ticket.get(key), dict) for key in _PEOPLE)
        if people and isinstance(dig(ticket, "via.channel"), (str, int)):
            return True
        comments = _list_comments(ticket)
        return bool(comments) and all("author_id" in comment and "public" in comment for comment in comments[:3])

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a ticket holds."""
        ticket = self._unwrap(record)
        people = {**frame.users, **_find_people(ticket)}
        requester = text_of(ticket.get("requester_id")) or text_of(dig(ticket, "requester.id"))
        channel = text_of(dig(ticket, "via.channel"))
        if _is_gone(ticket):
            return Conversation(id=text_of(ticket.get("id")), status="deleted", channel=channel)
        sides = _Sides.find(ticket, people, requester)
        comments = _list_comments(ticket)
        asker = people.get(requester, {})
        return Conversation(
            id=text_of(ticket.get("id")),
            subject=first_text(ticket, ("subject", "raw_subject")),
            received=read_time(ticket.get("created_at")),
            opening=None if comments else _read_description(ticket, sides),
            messages=[_read_comment(comment, sides, people) for comment in comments],
            customers=[
                Person(
                    name=person_name(asker),
                    address=text_of(asker.get("email")),
                    phone=text_of(asker.get("phone")),
                    id=requester,
                )
            ],
            staff=[person_name(people[who]) for who in sorted(sides.staff) if who in people],
            channel=channel,
            status=text_of(ticket.get("status")),
            tags=list(_read_tags(ticket)),
            rating=_read_rating(ticket),
            reported=channel in _REPORTED_BY,
        )

    @staticmethod
    def _unwrap(record: Fields) -> Fields:
        """Join a ticket with the comments beside it: {"ticket": {…}, "comments": […]}."""
        ticket = record.get("ticket")
        return {**record, **ticket} if isinstance(ticket, dict) else record


def _list_comments(ticket: Fields) -> list[Fields]:
    comments = ticket.get("comments")
    if isinstance(comments, dict):
        comments = comments.get("comments")
    return list_objects(comments)


def _find_people(ticket: Fields) -> dict[str, Fields]:
    """Return the people in the ticket itself by their ids."""
    inside = [person for key in _PEOPLE if isinstance(person := ticket.get(key), dict)]
    inside += [author for comment in _list_comments(ticket) if isinstance(author := comment.get("author"), dict)]
    people: dict[str, Fields] = {}
    for person in inside:
        who = text_of(person.get("id"))
        people[who] = {**people.get(who, {}), **person}
    return people


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who is who in a ticket, by ids."""

    requester: str
    customers: frozenset[str]
    """The requester, people in copy, and all whom the people's roles make customers."""
    staff: frozenset[str]

    @classmethod
    def find(cls, ticket: Fields, people: Mapping[str, Fields], requester: str) -> _Sides:
        """Learn the sides from a ticket and from what is known of people."""
        named = {text_of(ticket.get(f"{key}_id")) or text_of(dig(ticket, f"{key}.id")) for key in _PEOPLE[1:]}
        named |= _read_ids(ticket.get("follower_ids"))
        kinds = {who: classify_author_word(text_of(person.get("role"))) for who, person in people.items()}
        customers = {requester, *_read_ids(ticket.get("email_cc_ids"))}
        customers |= {who for who, kind in kinds.items() if kind == "customer"}
        customers -= {who for who, kind in kinds.items() if kind == "agent" and who != requester}
        named |= {who for who, kind in kinds.items() if kind == "agent"}
        return cls(requester, frozenset(customers - {""}), frozenset(named - customers - {""}))

    def find_author(self, who: str) -> Author:
        """Return who writes under an id: whom nobody knows is another agent."""
        return Author.CUSTOMER if who in self.customers else Author.AGENT


def _read_ids(value: Any) -> set[str]:
    return {text_of(who) for who in value} if isinstance(value, list) else set()


def _read_comment(comment: Fields, sides: _Sides, people: Mapping[str, Fields]) -> Message:
    who = text_of(comment.get("author_id")) or text_of(dig(comment, "author.id"))
    text = first_text(comment, _TEXTS)
    kind = text_of(comment.get("type"))
    person = people.get(who, {})
    author = sides.find_author(who)
    if text_of(dig(comment, "via.channel")) in _MACHINES:
        author = Author.BOT
    elif who == "-1" or _MERGED.match(text) or _MERGED_AWAY.match(text):
        # What a merged request said stands in its own ticket; here an agent would seem to have said it.
        author = Author.SYSTEM
    elif kind == "VoiceComment":
        heard = text_of(dig(comment, "data.transcription_text"))
        text, author = (heard, Author.CUSTOMER) if heard else (text, Author.SYSTEM)
    return Message(
        text=text,
        author=author,
        internal=is_internal(comment) or comment.get("public") is None,
        who=who,
        name=person_name(person),
        address=text_of(person.get("email")),
        at=read_time(comment.get("created_at")),
    )


def _read_description(ticket: Fields, sides: _Sides) -> Message | None:
    """Return the first message of a ticket that came without its comments."""
    text = first_text(ticket, ("description", "body"))
    submitter = text_of(ticket.get("submitter_id")) or text_of(dig(ticket, "submitter.id"))
    author = Author.AGENT if submitter in sides.staff else Author.CUSTOMER
    # Without "is_public" every ticket is.
    hidden = ticket.get("is_public") is False
    at = read_time(ticket.get("created_at"))
    return Message(text=text, author=author, internal=hidden, at=at) if text else None


def _is_gone(ticket: Fields) -> bool:
    """Return whether a ticket has been deleted: Zendesk then keeps the numbers and puts a word in the place of
    texts.
    """
    return text_of(ticket.get("status")) == "deleted" or "SCRUBBED" in (
        text_of(ticket.get("subject")),
        text_of(ticket.get("description")),
    )


def _read_tags(ticket: Fields) -> Iterator[str]:
    tags: Any = ticket.get("tags")
    if isinstance(tags, str):
        yield from tags.split()
    elif isinstance(tags, list):
        yield from (text_of(tag) or label_of(tag) for tag in tags)


def _read_rating(ticket: Fields) -> str:
    rating = ticket.get("satisfaction_rating")
    score = text_of(rating.get("score")) if isinstance(rating, dict) else text_of(rating)
    return score if score in _RATINGS else ""


class ZendeskTable(ProductTable):
    """Reads Zendesk's ticket tables, in which the subject is all that a customer wrote."""

    title = "Zendesk's tickets as a table (.csv)"
    product = "Zendesk"
    advice = (
        "Zendesk's CSV has no replies. Export JSON instead: Admin Center > Account > Tools > Reports > Export, after "
        "Zendesk's support has switched exports on; give the .zip as it is."
    )
    fingerprints = (
        "Summation column",
        "Requester id, Satisfaction Score, Group stations",
        "Requester id, Requester email, Assignee stations",
        "Subject, Requester, Requested, Assignee",
        "Subject, Requester, Requested, Group",
    )
    columns: ClassVar = {
        "id": "Id, Ticket ID",
        "subject": "Subject",
        "kind": "",
        "date": "Created at, Requested, Requested at",
        "name": "Requester",
        "email": "Requester email",
        "customer": "Requester id",
        "agent": "Assignee",
        "status": "Status, Ticket status",
        "channel": "Via, Channel",
        "tags": "Tags",
        "rating": "Satisfaction Score, Satisfaction",
    }
    ignored = "Group stations, Assignee stations, Submitter, Organization"
