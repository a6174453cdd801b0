"""Saved replies as helpdesks import them: CSV for Freshdesk, request bodies of the APIs for the others.

Chatwoot canned responses.

Sources: https://developers.chatwoot.com/api-reference/canned-responses (body; the short code is unique in an account),
https://www.chatwoot.com/docs/user-guide/features/template-variables/ (variables and what stands in for them).

Freshdesk canned responses.

Source: https://developers.freshdesk.com/api/#canned-responses. A response belongs to a folder, whose number only the
account knows: say "freshdesk:NUMBER", or choose the folder when you send it.

Front message templates.

Sources: https://dev.frontapp.com/reference/create-message-template (body), https://help.front.com/en/articles/2306
(variables).

Gorgias macros.

Sources: https://developers.gorgias.com/reference/the-macro-object (body), https://docs.gorgias.com/macros/macro-variables
(a variable without a value leaves a blank, so the greeting has to read well without the name).

Help Scout saved replies.

Source: https://developer.helpscout.com/mailbox-api/endpoints/mailboxes/saved_Replies/saved-replies-create: text is HTML
with line breaks, chatText is plain.

Intercom macros.

Source: https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/macros/createmacro (API version
"Preview"): body is HTML, in which the name's place is a tag of its own.

Request bodies as files of JSON, one for each reply: `curl --data @file` sends one as it is.

Zendesk macros.

Sources: https://developer.zendesk.com/api-reference/ticketing/business-rules/macros/ (body),
https://support.zendesk.com/hc/en-us/articles/4408883291290 (Liquid in the comment of a macro).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from enquiry2article.domain.errors import PluginError, shorten
from enquiry2article.matching.replies.saved_replies import (
    SavedReply,
    find_stand_in,
    part_braces,
    write_html,
    write_markdown,
    write_text,
)
from enquiry2article.text.slugs import make_slug


class ChatwootExporter:
    """A canned response each, in Markdown."""

    name = "chatwoot"
    title = "Chatwoot canned responses"
    endpoint = "POST https://app.chatwoot.com/api/v1/accounts/YOUR-ACCOUNT/canned_responses"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each response."""
        return write_bodies("chatwoot", replies, _make_chatwoot_body)


def _make_chatwoot_body(reply: SavedReply) -> Mapping[str, object]:
    place = f"{{{{ contact.first_name || '{find_stand_in(reply)}' }}}}"
    return {
        "short_code": reply.shortcut,
        "content": write_markdown(reply, place, stands_in=True, guard=part_braces),
    }


FOR_ALL_AGENTS = 0


class FreshdeskExporter:
    """A canned response each, for all agents."""

    name = "freshdesk"
    title = "Freshdesk canned responses (freshdesk:FOLDER puts them into the folder with that number)"
    endpoint = "POST https://YOUR-NAME.freshdesk.com/api/v2/canned_responses"

    def __init__(self, folder: str = "") -> None:
        """Take the number of the folder.

        Raises:
            PluginError: it is no number.
        """
        if folder and not (folder.isascii() and folder.isdigit()):
            raise PluginError(f'"{shorten(folder)}" is not the number of a Freshdesk folder; try freshdesk:123.')
        self._folder = {"folder_id": int(folder)} if folder else {}

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each response."""
        return write_bodies("freshdesk", replies, self._make_body)

    def _make_body(self, reply: SavedReply) -> Mapping[str, object]:
        text = write_html(reply, "{{ticket.requester.firstname}}", guard=part_braces)
        return {
            "title": part_braces(reply.name),
            "content_html": text,
            "visibility": FOR_ALL_AGENTS,
            **self._folder,
        }


class FrontExporter:
    """A message template each, without a subject, so that it fits a reply."""

    name = "front"
    title = "Front message templates"
    endpoint = "POST https://api2.frontapp.com/message_templates"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each template."""
        return write_bodies("front", replies, _make_front_body)


def _make_front_body(reply: SavedReply) -> Mapping[str, object]:
    text = write_html(reply, "{{recipient.first_name}}", guard=part_braces)
    return {"name": part_braces(reply.name), "body": text}


NAME = "{{ticket.customer.firstname}}"


class GorgiasExporter:
    """A macro each: it fills in a reply, and its tags."""

    name = "gorgias"
    title = "Gorgias macros"
    endpoint = "POST https://YOUR-NAME.gorgias.com/api/macros"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each macro."""
        return write_bodies("gorgias", replies, _make_gorgias_body)


def _make_gorgias_body(reply: SavedReply) -> Mapping[str, object]:
    words = {
        "body_text": write_text(reply, NAME, guard=part_braces),
        "body_html": write_html(reply, NAME, guard=part_braces),
    }
    actions = [{"type": "user", "title": "Reply", "name": "setResponseText", "arguments": words}]
    if reply.tags:
        tags = {"tags": ", ".join(reply.tags)}
        actions.append({"type": "user", "title": "Add tags", "name": "addTags", "arguments": tags})
    language = {"language": reply.language} if reply.language else {}
    return {"name": part_braces(reply.name), **language, "actions": actions}


class HelpScoutExporter:
    """A saved reply each, for mail and for chat."""

    name = "help-scout"
    title = "Help Scout saved replies"
    endpoint = "POST https://api.helpscout.net/v2/mailboxes/YOUR-INBOX/saved-replies"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each saved reply."""
        return write_bodies("help-scout", replies, _make_help_scout_body)


def _make_help_scout_body(reply: SavedReply) -> Mapping[str, object]:
    place = f"{{%customer.firstName,fallback={find_stand_in(reply)}%}}"
    text = write_html(reply, place, stands_in=True, guard=part_braces)
    lines = text.removeprefix("<p>").removesuffix("</p>").replace("</p><p>", "<br /><br />").replace("<br>", "<br />")
    return {
        "name": part_braces(reply.name),
        "text": lines,
        "chatText": write_text(reply, place, stands_in=True, guard=part_braces),
    }


class IntercomExporter:
    """A macro each."""

    name = "intercom"
    title = "Intercom macros"
    endpoint = "POST https://api.intercom.io/macros, with the header Intercom-Version: Preview"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each macro."""
        return write_bodies("intercom", replies, _make_intercom_body)


def _make_intercom_body(reply: SavedReply) -> Mapping[str, object]:
    place = f'<attribute key="first_name" default="{find_stand_in(reply)}"/>'
    return {
        "name": part_braces(reply.name),
        "body": write_html(reply, place, stands_in=True, guard=part_braces),
    }


def write_bodies(
    folder: str, replies: Sequence[SavedReply], make_body: Callable[[SavedReply], Mapping[str, object]]
) -> dict[str, str]:
    """Return a file for each reply, named by its shortcut."""
    return {
        f"{folder}/{name}.json": json.dumps(make_body(reply), ensure_ascii=False, indent=2) + "\n"
        for name, reply in name_files(replies)
    }


def name_files(replies: Sequence[SavedReply]) -> Iterator[tuple[str, SavedReply]]:
    """Yield each reply with a file's name of its own, without the ending; nothing in it can lead elsewhere."""
    taken: set[str] = set()
    for reply in replies:
        name = make_slug(reply.shortcut, taken)
        taken.add(name)
        yield name, reply


class ZendeskExporter:
    """A macro each: it fills in a public reply, and its tags, and neither sends nor closes anything."""

    name = "zendesk"
    title = "Zendesk macros"
    endpoint = "POST https://YOUR-NAME.zendesk.com/api/v2/macros"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a body for each macro."""
        return write_bodies("zendesk", replies, _make_zendesk_body)


def _make_zendesk_body(reply: SavedReply) -> Mapping[str, object]:
    known = "{% if ticket.requester.first_name != blank %}{{ticket.requester.first_name}}"
    place = f"{known}{{% else %}}{find_stand_in(reply)}{{% endif %}}"
    text = write_html(reply, place, stands_in=True, guard=part_braces)
    actions = [{"field": "comment_value_html", "value": text}, {"field": "comment_mode_is_public", "value": "true"}]
    if reply.tags:
        actions.append({"field": "current_tags", "value": " ".join(reply.tags)})
    # Two colons in a title make a folder.
    return {"macro": {"title": part_braces(reply.name).replace("::", ": :"), "active": True, "actions": actions}}
