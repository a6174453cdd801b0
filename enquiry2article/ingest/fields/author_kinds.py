"""What a word or a column says of who wrote: a customer, an agent, a bot, the system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from enquiry2article.cleaning.field_names import fold_heading, normalise_name

_KIND_WORDS: Mapping[str, str] = {
    "customer": """customer user client contact lead enduser visitor v requester incoming inbound in guest buyer human
        asker kunde kundin cliente klant m received eingehend entrant entrante inkomend usermessage""",
    "agent": """agent admin operator staff support team outgoing outbound out employee teammate moderator a r owner
        mitarbeiter mitarbeiterin agente medewerker sent ausgehend sortant saliente uitgaand reply supportagent
        helpdesk""",
    "bot": "bot agentbot chatbot assistant ai aiagent automation robot systemuser virtualagent",
    "system": "system s activity event lineitem systemmessage template",
}
_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_FLAG_KINDS = {"true": "flag", "false": "no", "0": "customer", "1": "agent", "2": "system", "3": "system"}
"""What tells two kinds apart without a word; which of the two it is depends on the column's name."""
_SURE_KINDS = frozenset("direction messageauthortype messagetype fromagent incoming isinbound richtung".split())
"""Names of a column that tells kinds even where the first rows are all of one. "User" is a customer to some only."""
_PLAIN_KINDS = frozenset({"customer", "agent"})
_AUTHOR_HEADING = re.compile(r"author|role|sender|writer|speaker|comment|message|by\b|from|autor|absender|rolle")


def classify_author_word(value: str) -> str:
    """Return who a word such as "Inbound", "admin" or "user" stands for, or "" for a word that says nothing of the
    kind.

    The answer is the value of an `Author`.

    >>> classify_author_word("Inbound"), classify_author_word("end-user"), classify_author_word("Mia")
    ('customer', 'customer', '')
    """
    return _KINDS.get(normalise_name(value), "")


def has_author_kinds(name: str, cells: Sequence[str]) -> bool:
    """Return whether a column tells customers from agents: every word is a known one.

    Most names need words for both sides; with a plain one such as "direction" the first rows may all be of one.
    """
    values = {cell.strip() for cell in cells if cell.strip()}
    if not values:
        return False
    kinds = {_KINDS.get(normalise_name(value), _FLAG_KINDS.get(normalise_name(value), "")) for value in values}
    return "" not in kinds and (len(kinds) > 1 or normalise_name(name) in _SURE_KINDS)


def has_author_words(name: str, cells: Sequence[str]) -> bool:
    """Return whether a column of any heading about authors has words for customers and for agents, and no others."""
    values = {normalise_name(cell) for cell in cells if cell.strip()}
    if len(values) > 8 or not _AUTHOR_HEADING.search(fold_heading(name)):
        return False
    return {_KINDS.get(value, "") for value in values} >= _PLAIN_KINDS and all(value in _KINDS for value in values)
