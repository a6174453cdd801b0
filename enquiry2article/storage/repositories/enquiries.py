"""The enquiries that are known, and the rows that could not be read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from enquiry2article.domain.enquiry import (
    BadRow,
    KnownEnquiry,
)
from enquiry2article.storage.database import Database
from enquiry2article.storage.serialise import (
    decode_enquiry,
    encode_enquiry,
)

_KNOWN = "id, key, content, opening, customer, file, source, replied, twin"


class EnquiryRepository:
    """The enquiries that are known, and the rows that could not be read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_index(self, keys: Iterable[str]) -> dict[str, list[KnownEnquiry]]:
        """Return the enquiries that are known by these keys, without their texts: key → those that have it, in
        order.
        """
        wanted = sorted(set(keys))
        index: dict[str, list[KnownEnquiry]] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(f"SELECT {_KNOWN} FROM enquiries WHERE key IN ({marks}) ORDER BY id", part)
            for row in rows:
                known = _read_known(row)
                index.setdefault(known.key, []).append(known)
        return index

    def load_all(self) -> list[KnownEnquiry]:
        """Return all enquiries that are known, in the order of their ids."""
        rows = self._connection.execute(f"SELECT {_KNOWN}, record FROM enquiries ORDER BY id")
        return [replace(_read_known(row), enquiry=decode_enquiry(row[-1]) if row[-1] else None) for row in rows]

    def save(
        self,
        rows: Iterable[KnownEnquiry],
        changed: Collection[str],
        files: Collection[str],
        bad: Iterable[tuple[BadRow, str]],
    ) -> None:
        """Remember what these files hold now, in the place of what they held before.

        Only of the `changed` the records are written. `bad` gives each bad row with the hash of its file.
        """
        with self._database.transaction():
            there = set()
            for known in rows:
                there.add(known.id)
                values = (
                    known.key, known.content, known.opening, known.customer, known.file, known.source,
                    known.replied, known.twin,
                )  # fmt: skip
                if known.id in changed and known.enquiry is not None:
                    record = encode_enquiry(known.enquiry)
                    self._connection.execute(
                        "INSERT OR REPLACE INTO enquiries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (known.id, *values, record),
                    )
                else:
                    self._connection.execute(
                        "UPDATE enquiries SET key = ?, content = ?, opening = ?, customer = ?, file = ?, source = ?, "
                        "replied = ?, twin = ? WHERE id = ?",
                        (*values, known.id),
                    )
                    self._save_facets(known.id, known.facets)
            for file in files:
                ids = self._connection.execute("SELECT id FROM enquiries WHERE file = ?", (file,)).fetchall()
                gone = [row for row in ids if row[0] not in there]
                self._connection.executemany("DELETE FROM enquiries WHERE id = ?", gone)
                self._connection.execute("DELETE FROM bad_rows WHERE file = ?", (file,))
            self._connection.executemany(
                "INSERT OR REPLACE INTO bad_rows VALUES (?, ?, ?, ?)",
                [(row.id, row.source, row.reason, file) for row, file in bad],
            )

    def _save_facets(self, id_: str, facets: Sequence[str]) -> None:
        """Put what an enquiry can be chosen by into its record: it changes without any change of what was said."""
        found = self._connection.execute("SELECT record FROM enquiries WHERE id = ?", (id_,)).fetchone()
        record = json.loads(found[0]) if found and found[0] else None
        if record is not None and record.get("facets", []) != list(facets):
            record["facets"] = facets
            self._connection.execute(
                "UPDATE enquiries SET record = ? WHERE id = ?", (json.dumps(record, ensure_ascii=False), id_)
            )

    def load_bad_rows(self) -> list[BadRow]:
        """Return everything that could not be read, in the order of its place."""
        rows = self._connection.execute("SELECT DISTINCT id, source, reason FROM bad_rows ORDER BY source, id")
        return [BadRow(id=id_, source=source, reason=reason) for id_, source, reason in rows]

    def load_received(self, enquiry_ids: Iterable[str]) -> dict[str, datetime]:
        """Return when these enquiries came, as far as they are kept and their export says it."""
        found = {}
        for id_ in sorted(enquiry_ids):
            row = self._connection.execute("SELECT record FROM enquiries WHERE id = ?", (id_,)).fetchone()
            enquiry = decode_enquiry(row[0]) if row and row[0] else None
            if enquiry and enquiry.received:
                found[id_] = enquiry.received
        return found


def _read_known(row: Sequence[Any]) -> KnownEnquiry:
    id_, key, content, opening, customer, file, source, replied, twin = row[:9]
    return KnownEnquiry(
        id=id_, key=key, content=content, opening=opening, customer=customer, file=file, source=source,
        replied=bool(replied), twin=twin,
    )  # fmt: skip
