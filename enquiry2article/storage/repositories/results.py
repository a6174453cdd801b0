"""What the last run found: questions, the ledger, and what every question ever was."""

from __future__ import annotations

import json
from datetime import datetime

from enquiry2article.domain.enquiry import (
    LedgerRow,
    Status,
)
from enquiry2article.domain.question import Identity, Question
from enquiry2article.storage.database import Database
from enquiry2article.storage.serialise import (
    decode_question,
)


class ResultRepository:
    """What the last run found: questions, the ledger, and what every question ever was."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_identities(self) -> dict[str, Identity]:
        """Return what is kept of each question ever found, by its id."""
        rows = self._connection.execute("SELECT id, slug, since, enquiry_ids, has_core FROM identities ORDER BY id")
        return {
            id_: Identity(
                slug=slug,
                since=datetime.fromisoformat(since),
                enquiry_ids=tuple(json.loads(ids)),
                has_core=bool(has_core),
            )
            for id_, slug, since, ids, has_core in rows
        }

    def load_questions(self) -> list[Question]:
        """Return the questions of the last run, most worth answering first."""
        rows = self._connection.execute("SELECT record FROM questions ORDER BY position")
        return [decode_question(record) for (record,) in rows]

    def load_ledger(self) -> list[LedgerRow]:
        """Return what became of every enquiry of the last run."""
        rows = self._connection.execute(
            "SELECT enquiry_id, source, status, question_id, also, similarity, reason, replied FROM ledger "
            "ORDER BY position"
        )
        return [
            LedgerRow(
                enquiry_id=enquiry_id,
                source=source,
                status=Status(status),
                question_id=question_id,
                also=tuple(also.split()),
                similarity=similarity,
                reason=reason,
                replied=bool(replied),
            )
            for enquiry_id, source, status, question_id, also, similarity, reason, replied in rows
        ]

    def load_wordings(self) -> dict[str, list[str]]:
        """Return the distinct texts behind each question: question id → texts."""
        rows = self._connection.execute(
            "SELECT DISTINCT question_id, text FROM ledger WHERE question_id != '' AND text != '' ORDER BY 1, 2"
        )
        wordings: dict[str, list[str]] = {}
        for question_id, text in rows:
            wordings.setdefault(question_id, []).append(text)
        return wordings
