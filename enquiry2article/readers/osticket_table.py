"""Reads osTicket's export of a queue. The agent chooses its columns, and their names are in the agent's language.

Source: include/class.export.php and include/class.queue.php of https://github.com/osTicket/osTicket. Where the agent's
language has a decimal comma, semicolons divide the cells; what was written in a ticket's thread is never exported.
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class OsticketTable(ProductTable):
    """Reads tables of osTicket's tickets: the subject, and the first message where its form field was chosen."""

    title = "osTicket's tickets (.csv)"
    product = "osTicket"
    advice = (
        "osTicket's export has no messages, only their number (Thread Count). The mailbox that osTicket fetches from "
        "and sends through has them: save it as .mbox; or export the table thread_entry of its database."
    )
    fingerprints = (
        "Ticket Number, Date Created, Help Topic",
        "Ticket Number, Date Created, From Email",
        "Ticket Number, From Email, Current Status",
        "Ticket Number, SLA Due Date",
        "Ticketnummer, Hilfethema",
        "Ticket-Nummer, Hilfethema",
        "Numéro de ticket, Rubrique d'aide",
        "Numéro du ticket, Rubrique d'aide",
        "Número de ticket, Tema de ayuda",
        "Ticketnummer, Helponderwerp",
        "Numero ticket, Argomento di aiuto",
    )
    columns: ClassVar = {
        "id": (
            "Ticket Number, Ticketnummer, Ticket-Nummer, Numéro de ticket, Numéro du ticket, Número de ticket, "
            "Numero ticket"
        ),
        "question": (
            "Issue Details, Details, Problembeschreibung, Problemdetails, Détails du problème, Detalles del problema"
        ),
        "subject": "Subject, Issue Summary, Betreff, Sujet, Objet, Asunto, Onderwerp, Oggetto",
        "kind": "",
        "date": (
            "Date Created, Create Date, Erstelldatum, Erstellungsdatum, Erstellt am, Date de création, Fecha de "
            "creación, Aanmaakdatum, Data di creazione"
        ),
        "name": "From, Von, De, Van, Da, User",
        "email": "From Email, Von E-Mail, E-Mail des Absenders, Email expéditeur, Correo del remitente",
        "agent": "Agent Assigned, Assigned To, Zugewiesener Agent, Agent assigné",
        "status": "Current Status, Status, Aktueller Status, Statut actuel, Estado actual",
        "channel": "Source, Quelle, Fuente, Bron",
        "tags": "Help Topic, Hilfethema, Rubrique d'aide, Tema de ayuda, Helponderwerp, Argomento di aiuto",
    }
