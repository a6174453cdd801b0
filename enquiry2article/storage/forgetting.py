"""Deletes what is kept of one customer, or of texts that are too old, in all tables at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from enquiry2article.storage.backup import shred_copies, shred_notes
from enquiry2article.storage.database import hash_text
from enquiry2article.storage.serialise import (
    drop_enquiries,
    encode_record,
)
from enquiry2article.storage.source_keys import make_source_key
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.canonical import canonicalise


def forget_customer(workspace: Workspace, customer: str) -> dict[str, int]:
    """Delete what is kept of a customer, and keep it deleted when the export is read again.

    `customer` is the hash of what the export calls them.

    Gives how many pieces of each kind were deleted. The disk space is overwritten.
    """
    counts: dict[str, int] = {}
    shred_copies(workspace.folder)
    with workspace.transaction():
        workspace.mark_due(wipe=True)
        workspace.connection.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (customer,))
        rows = workspace.connection.execute(
            "SELECT enquiry_id, text FROM ledger WHERE customer = ? UNION "
            "SELECT enquiry_id, text FROM matches WHERE customer = ?",
            (customer, customer),
        ).fetchall()
        ids = {id_ for id_, _ in rows}
        counts["enquiries"] = len(ids)
        texts = {text for _, text in rows if text}
        workspace.connection.execute("DELETE FROM enquiries WHERE customer = ?", (customer,))
        workspace.connection.execute(
            "UPDATE ledger SET text = '', customer = '', status = 'noise', question_id = '', also = '', "
            "similarity = NULL, reason = 'forgotten on request' WHERE customer = ?",
            (customer,),
        )
        shared = {
            text
            for text in texts
            if workspace.connection.execute("SELECT 1 FROM ledger WHERE text = ? LIMIT 1", (text,)).fetchone()
        }
        counts["vectors"] = _drop_hashes(workspace, texts - shared)
        workspace.connection.executemany("DELETE FROM holds WHERE enquiry_id = ?", [(id_,) for id_ in sorted(ids)])
        for table, what in (("matches", "matches"), ("vault", "hidden values"), ("removal_samples", "examples")):
            done = workspace.connection.execute(f"DELETE FROM {table} WHERE customer = ?", (customer,))
            counts[what] = done.rowcount
        questions = _forget_in_questions(workspace, ids)
        counts["questions"] = len(questions)
        counts["notes"] = shred_notes(workspace.folder, {*questions, *map(make_source_key, ids)})
    workspace.keep_good_state()
    return {what: max(count, 0) for what, count in counts.items()}


def count_traces(workspace: Workspace, customer: str) -> int:
    """Count the rows that still tell of a customer, given by the hash: none after `forget_customer`."""
    tables = ("enquiries", "ledger", "matches", "vault", "removal_samples")
    rows = (
        workspace.connection.execute(f"SELECT COUNT(*) FROM {table} WHERE customer = ?", (customer,)).fetchone()[0]
        for table in tables
    )
    return sum(rows)


def drop_texts(workspace: Workspace, oldest: datetime, enquiry_ids: Collection[str]) -> None:
    """Delete the texts of these enquiries of the ledger, and all matches from before a day, with their vectors.

    `keep_good_state` overwrites them.
    """
    before = workspace.connection.total_changes
    with workspace.transaction():
        ids = [(id_,) for id_ in sorted(enquiry_ids)]
        old = [
            text
            for id_ in ids
            for (text,) in workspace.connection.execute("SELECT text FROM ledger WHERE enquiry_id = ?", id_)
        ]
        for table, text, id_ in (("ledger", "text", "enquiry_id"), ("enquiries", "record", "id")):
            workspace.connection.executemany(
                f"UPDATE {table} SET {text} = '', customer = '' WHERE {id_} = ? AND {text} || customer != ''", ids
            )
        workspace.connection.execute("DELETE FROM matches WHERE received != '' AND received < ?", (oldest.isoformat(),))
        _drop_hashes(workspace, {text for text in old if text})
        workspace.mark_due(wipe=workspace.connection.total_changes > before)


def _drop_hashes(workspace: Workspace, texts: Collection[str]) -> int:
    """Delete what is kept by the hash of a text or of its wording; give how many vectors that were."""
    wordings = sorted({(hash_text(canonicalise(text)),) for text in texts})
    workspace.connection.executemany("DELETE FROM mined WHERE wording = ?", wordings)
    hashes = [(hash_text(text),) for text in sorted(texts)]
    return workspace.connection.executemany("DELETE FROM vectors WHERE text_hash = ?", hashes).rowcount


def _forget_in_questions(workspace: Workspace, enquiry_ids: Collection[str]) -> list[str]:
    """Take enquiries out of the questions and of what is remembered of them; give the questions that had any."""
    changed = []
    for question in workspace.results.load_questions():
        if not set(enquiry_ids) & set(question.enquiry_ids):
            continue
        changed.append(question.id)
        record = encode_record(drop_enquiries(question, enquiry_ids))
        workspace.connection.execute("UPDATE questions SET record = ? WHERE id = ?", (record, question.id))
    for id_, identity in workspace.results.load_identities().items():
        if set(identity.enquiry_ids) & set(enquiry_ids):
            left = json.dumps([other for other in identity.enquiry_ids if other not in enquiry_ids])
            workspace.connection.execute("UPDATE identities SET enquiry_ids = ? WHERE id = ?", (left, id_))
    return changed
