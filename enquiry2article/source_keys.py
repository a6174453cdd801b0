"""Short keys that stand for the enquiries of an export wherever a file may be published.

Pure. An enquiry's own id (a ticket number, a Message-ID) never leaves with a draft; the workspace resolves the key.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from enquiry2article.records import Answer, Question, Statement

KEY_LENGTH = 4
"""Letters of a key. 20 bits name an enquiry among those of one question; whoever guesses ticket numbers finds many
numbers for each key, so a published key does not give the number away."""

OWN_KEY = re.compile(r"\b[eq]-[a-z2-7]{4,12}\b")
"""A key of an enquiry or an id of a question: made by this program, not found in any text."""


def make_source_key(enquiry_id: str) -> str:
    """Return the key of an enquiry, such as "e-7f3k": the same for the same id in every run."""
    digest = hashlib.blake2b(enquiry_id.encode("utf-8", "replace"), digest_size=5, person=b"e2a source").digest()
    return f"e-{base64.b32encode(digest).decode().lower()[:KEY_LENGTH]}"


def hide_sources(question: Question) -> Question:
    """Return the question with the key of each enquiry in the place of its id, for what an editor reads."""
    answer: Answer = question.answer
    return replace(
        question,
        answer=replace(
            answer,
            statements=_hide(answer.statements),
            asked=_hide(answer.asked),
            spare=_hide(answer.spare),
            disagreements=tuple(replace(found, values=_hide(found.values)) for found in answer.disagreements),
        ),
    )


def _hide(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(replace(s, sources=tuple(sorted(make_source_key(id_) for id_ in s.sources))) for s in statements)
