"""Reads the answers of a Google form, as its CSV or its linked sheet gives them.

The first column is the moment, under a name in the language of the form's owner; then come the address or name of
whoever answered, if it was collected, and one column for each question. Checked against files in public code; the names
in some languages are from memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from enquiry2article.columns import match_names, normalise_name, split_names
from enquiry2article.readers.product_table import ProductTable
from enquiry2article.readers.rows import Layout

_MOMENTS = (
    "Timestamp, Zeitstempel, Horodateur, Marca temporal, Informazioni cronologiche, Carimbo de data/hora, "
    "Carimbo de Data/Hora, Tijdstempel, タイムスタンプ, Tidsstämpel, Tidsstempel, Tidspunkt, Aikaleima, Sygnatura "
    "czasowa, Časová značka, Отметка времени, Позначка часу, Zaman damgası, 时间戳记, 時間戳記, 타임스탬프"
)
_ADDRESSES = (
    "Email Address, E-Mail-Adresse, Adresse e-mail, Dirección de correo electrónico, Indirizzo email, "
    "Endereço de e-mail, E-mailadres"
)
_PEOPLE = "Username, Nutzername, Nom d'utilisateur, Nombre de usuario, Nome utente, Nome de usuário, Gebruikersnaam"
_OWN = re.compile(r"\d{4}/\d{1,2}/\d{1,2}\s.*\bGMT(?:[+-]\d|\b)", re.IGNORECASE)
"""How the form's own CSV writes a moment; no other program does so."""
_IN_SHEET = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s+\d{1,2}[:.]\d{2}[:.]\d{2}.*")


class GoogleFormsTable(ProductTable):
    """Reads the answers of Google forms: questions without replies, unless somebody put a column for them beside."""

    title = "answers of a Google form (.csv, .xlsx)"
    product = "Google Forms"
    advice = (
        "A Google form collects questions only: the replies are in the mailbox that they were written from. With "
        "Gmail, takeout.google.com gives it as .mbox; or write the replies into a column Answer beside the questions."
    )
    columns: ClassVar = {
        "date": _MOMENTS,
        "email": _ADDRESSES,
        "name": _PEOPLE,
        "kind": "",
        "status": "",
        "channel": "",
        "id": "",
    }
    ignored = "Score, Punktzahl"
    form = True

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Give the column of the moment, and what besides it makes the table a form's."""
        if len(header) < 2 or normalise_name(header[0]) not in _names(_MOMENTS):
            return []
        moments = [row[0].strip() for row in rows[:20] if row and row[0].strip()]
        if moments and all(_OWN.fullmatch(moment) for moment in moments):
            return [header[0]]
        if not moments or not all(_IN_SHEET.fullmatch(moment) for moment in moments) or "kind" in match_names(header):
            return []
        addressed = [name for name in header[1:2] if normalise_name(name) in _names(f"{_ADDRESSES}, {_PEOPLE}")]
        asking = [name for name in header[1:] if name.rstrip(" *").endswith("?")]
        return [header[0], *(addressed or asking)[:1]] if addressed or asking else []

    def lay_out(self, header: Sequence[str]) -> Layout:
        """Look for a reply only in a column that is called so: the question "Solution?" is answered by the customer."""
        layout = super().lay_out(header)
        known = {normalise_name(name) for name in split_names(_REPLIES)}
        columns = dict(layout.preset.columns)
        columns["answer"] = tuple(name for name in header if normalise_name(name) in known)
        return replace(layout, preset=replace(layout.preset, columns=columns))


_REPLIES = "Answer, Reply, Our answer, Our reply, Antwort, Unsere Antwort, Réponse, Notre réponse, Respuesta, Antwoord"


def _names(names: str) -> frozenset[str]:
    return frozenset(normalise_name(name) for name in split_names(names))
