"""Short keys that stand for the enquiries of an export in what an editor reads.

Pure. An enquiry's own id (a ticket number, a Message-ID) stands in no text that somebody may pass on; the workspace
resolves the key.
"""

from __future__ import annotations

import base64
import hashlib
import re

KEY_LENGTH = 4
"""Letters of a key. 20 bits name an enquiry among those of one question; whoever guesses ticket numbers finds many
numbers for each key, so a key does not give the number away."""

OWN_KEY = re.compile(r"\b[eq]-[a-z2-7]{4,12}\b")
"""A key of an enquiry or an id of a question: made by this program, not found in any text."""


def make_source_key(enquiry_id: str) -> str:
    """Return the key of an enquiry, such as "e-7f3k": the same for the same id in every run."""
    digest = hashlib.blake2b(enquiry_id.encode("utf-8", "replace"), digest_size=5, person=b"e2a source").digest()
    return f"e-{base64.b32encode(digest).decode().lower()[:KEY_LENGTH]}"
