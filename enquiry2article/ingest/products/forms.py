"""Exports of contact forms: Flamingo, Google Forms, Gravity Forms, Typeform, WPForms.

Reads what the contact forms of Contact Form 7 have collected in Flamingo or CFDB7.

Source: includes/csv.php of https://github.com/rocklobster-in/flamingo: the columns are the field names of the newest
message and a translated "Date" at the end; dangerous cells begin with a sentence that `rows` takes away.

Reads the answers of a Google form, as its CSV or its linked sheet gives them.

The first column is the moment, under a name in the language of the form's owner; then come the address or name of
whoever answered, if it was collected, and one column for each question. Checked against files in public code; the names
in some languages are from memory.

Reads the entries of Gravity Forms (Forms > Import/Export > Export Entries).

Source: `add_default_export_fields` in export.php of Gravity Forms: the labels of the fields, then those of the entry. A
name or an address is several columns there: "Name (First)".

Reads Typeform's responses: one column for each question, between the response's token and its dates.

Source: files in public code, such as pandas scripts that drop "#", "Start Date (UTC)", "Submit Date (UTC)", "Network
ID".

Reads the entries of WPForms (WPForms > Entries > Export All).

Source: the export's list of additional fields in WPForms' own code: the labels of the fields, then "Entry ID",
"Entry Date", "Entry Notes" and the like. Gravity Forms uses some of these names too, and "Source Url" besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.fields.column_names import match_names, split_names
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.tables.table_files import glimpse_tables

_FILE = re.compile(r".*flamingo-inbound.*", re.IGNORECASE)


class FlamingoTable(ProductTable):
    """Reads Flamingo's inbound messages and CFDB7's entries: questions without answers."""

    title = "contact forms of Contact Form 7 (Flamingo, CFDB7)"
    product = "Contact Form 7"
    advice = (
        "Contact Form 7 collects questions only: the replies are in the mailbox that the form writes to. Save that as "
        ".mbox and give both, or the mailbox alone."
    )
    fingerprints = ("your-message", "cfdb7_status")
    columns: ClassVar = {
        "question": "your-message, your-question, your-comment, message, textarea-1",
        "name": "your-name, your-firstname, your-lastname",
        "email": "your-email",
        "subject": "your-subject",
        "phone": "your-tel, your-phone, tel-1",
        "date": "Date, Datum, Fecha, Data, Submitted on, form_date",
        "answer": "",
        "kind": "",
    }
    ignored = "cfdb7_status"
    form = True

    def recognise(self, file: ExportFile) -> str:
        """Return by which columns, or by which name, the file is known."""
        if _FILE.fullmatch(file.short_name) and any(len(glimpse.header) > 1 for glimpse in glimpse_tables(file)):
            return "it is called as Flamingo calls its exports"
        return super().recognise(file)

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Return the columns by which the table is known, as it writes them."""
        # "Your message" may be anybody's question; the field of Contact Form 7 is written with its sign.
        return [name for name in header if name.strip() in self.fingerprints][:1]

    def lay_out(self, header: Sequence[str]) -> Layout:
        """Take the last column for the date, in whatever language it is called so."""
        layout = super().lay_out(header)
        columns = dict(layout.preset.columns)
        columns["date"] = (*columns["date"], *header[-1:])
        return replace(layout, preset=replace(layout.preset, columns=columns))


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
        """Return the column of the moment, and what besides it makes the table a form's."""
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


class GravityFormsTable(ProductTable):
    """Reads Gravity Forms' entries: questions without answers."""

    title = "entries of Gravity Forms (.csv)"
    product = "Gravity Forms"
    advice = (
        "Gravity Forms collects questions only: the replies are in the mailbox that gets its notifications. Save that "
        "as .mbox and give both, or the mailbox alone."
    )
    fingerprints = (
        "Entry Id, Entry Date, Source Url",
        "Entry Id, Created By (User Id)",
        "Entry Id, Entry Date, Transaction Id, User IP",
    )
    columns: ClassVar = {
        "id": "Entry Id",
        "date": "Entry Date",
        "personal": "User IP",
        "answer": "",
        "kind": "",
        "customer": "",
        "status": "",
        "channel": "",
    }
    ignored = "Source Url, User Agent, Created By (User Id), Payment Status, Payment Date, Date Updated, Post Id"
    form = True


class TypeformTable(ProductTable):
    """Reads Typeform's responses: questions without answers."""

    title = "Typeform's responses (.csv, .xlsx)"
    product = "Typeform"
    advice = (
        "Typeform collects questions only: the replies are in the mailbox that they were written from. Save that as "
        ".mbox and give both, or the mailbox alone."
    )
    fingerprints = ("#, Submit Date (UTC)", "#, Network ID", "Response Type, Submit Date (UTC)")
    columns: ClassVar = {
        "id": "#",
        "date": "Submit Date (UTC), Stage Date (UTC), Start Date (UTC)",
        "status": "Response Type",
        "tags": "Tags",
        "answer": "",
        "kind": "",
        "customer": "",
        "channel": "",
    }
    ignored = "Network ID, Ending"
    form = True


_OTHERS = frozenset({"sourceurl", "createdbyuserid", "transactionid"})


class WpformsTable(ProductTable):
    """Reads WPForms' entries: questions without answers. Its "Entry Notes" are a team's own."""

    title = "entries of WPForms (.csv, .xlsx)"
    product = "WPForms"
    advice = (
        "WPForms collects questions only: the replies are in the mailbox that gets its notifications. Save that as "
        ".mbox and give both, or the mailbox alone."
    )
    fingerprints = ("Entry ID, Unique Generated User ID", "Entry ID, Entry Notes", "Entry ID, Entry Date")
    columns: ClassVar = {
        "id": "Entry ID",
        "date": "Entry Date, Entry Date GMT",
        "personal": "User IP, Geolocation Details",
        "answer": "",
        "kind": "",
        "customer": "",
        "status": "",
        "channel": "",
    }
    ignored = "Entry Notes, Viewed, Starred, Type, User Agent, Unique Generated User ID, Payment Gateway Information"
    form = True

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Return the columns that are WPForms', where none is another program's."""
        if any(normalise_name(name) in _OTHERS for name in header):
            return []
        return super().find_marks(header, rows)
