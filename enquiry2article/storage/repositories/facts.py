"""Single facts that a workspace remembers by name."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable

from enquiry2article.domain.question import KnownQuestion
from enquiry2article.storage.database import Database

KNOWN_QUESTIONS = "known questions"
"""The fact that holds the known questions: pairs of an id and a title."""


class FactRepository:
    """Single facts that a workspace remembers by name."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load(self, name: str) -> str:
        """Return a remembered fact, or ""."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def save(self, name: str, value: str) -> None:
        """Remember a fact."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def load_known_questions(self) -> tuple[KnownQuestion, ...]:
        """Return the questions that the house knows."""
        plain = json.loads(self.load(KNOWN_QUESTIONS) or "[]")
        return tuple(KnownQuestion(id=id_, title=title) for id_, title in plain)

    def save_known_questions(self, known: Iterable[KnownQuestion]) -> None:
        """Remember the questions that the house knows, in place of the last ones."""
        plain = [[question.id, question.title] for question in known]
        self.save(KNOWN_QUESTIONS, json.dumps(plain) if plain else "")

    def load_key(self) -> bytes:
        """Return the workspace's own secret, made on first use, for hashing what identifies a customer."""
        known = self.load("key")
        if not known:
            known = secrets.token_hex(32)
            if self._database.can_change:  # else nothing was ever hashed with it
                with self._database.transaction():
                    self.save("key", known)
        return bytes.fromhex(known)
