"""Finds out which column of an export holds what, by its name and, for the customer's text alone, by its content.

A wrong guess is worse than a question to the person: a column that is not plainly the customer's text is not taken.
"""

from __future__ import annotations

import difflib
import re
import statistics
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.errors import MissingColumn
from enquiry2article.handling_time import strip_unit

FIELDS = tuple(
    """id question answer subject date customer name email phone agent status channel tags rating handling group kind
    message""".split()
)
"""What a person can name with --map. `kind` says who wrote a row or message, `message` is what they wrote, `handling`
how long agents worked on it."""

_NAMES: Mapping[str, str] = {
    # First, because a column "from" may hold either names or the words "customer" and "agent".
    "kind": """
        message_author_type, author_type, author type, author.type, author role, author.role, sender_type,
        sender type, sender.type, direction, message_type, from_agent, incoming, is_inbound, sender role,
        role, speaker, written by, author, from, sender, Richtung, Rolle""",
    "id": """
        conversation_id, session_id, ticket id, ticket number, ticketextid, thread id, threadid, case id, case
        number, request id, entry id, record id, enquiry id, inquiry id, submission id, response id, chat id,
        conferenceId, id, #, nr, no, number, reference, ref, issue key, key, uuid, unique id, token,
        message_id, ticketnummer, ticket-nr, vorgangsnummer, vorgang, fallnummer, anfragenummer, nummer, lfd
        nr, kennung, numero, numero de ticket, identifiant, id ticket, n°, numero de caso, numero de la
        demande, zaaknummer, meldingsnummer""",
    "question": """
        question, your question, customer question, customer message, customer enquiry, customer inquiry,
        enquiry, inquiry, enquiry text, inquiry text, your-message, your message, your enquiry, your inquiry,
        message_body, comment or message, comments or questions, how can we help, how can we help you, what is
        your question, message, body, description_text, description, ticket description, issue details, issue
        description, request, request text, first message, initial message, body_text, plain_body, post_raw,
        content, text, sentence, utterance, query, instruction, prompt, user message, comment, comments,
        details, problem, issue, extract, Frage, Ihre Frage, Kundenfrage, Nachricht, Ihre Nachricht,
        Beschreibung, Anfrage, Ihre Anfrage, Anliegen, Ihr Anliegen, Mitteilung, Kommentar, Fragetext,
        Anfragetext, Nachrichtentext, Wie können wir helfen, question du client, votre question, votre
        message, message du client, demande, votre demande, commentaire, texte, pregunta, su pregunta, tu
        pregunta, mensaje, su mensaje, tu mensaje, consulta, su consulta, tu consulta, descripcion,
        comentario, texto, solicitud, vraag, uw vraag, je vraag, bericht, uw bericht, je bericht,
        omschrijving, beschrijving, opmerking, toelichting""",
    "answer": """
        answer, agent reply, agent answer, agent response, agent message, public reply, public answer, public
        comment, staff reply, support reply, our reply, our answer, reply, reply text, replies, response,
        response text, last reply, last public comment, first reply, resolution, solution, answer text,
        output, completion, Antwort, Antworttext, unsere Antwort, Antwort an Kunden, Antwort (öffentlich),
        öffentliche Antwort, Lösung, Rückmeldung, réponse, reponse de l'agent, notre réponse, réponse
        publique, solution apportée, respuesta, nuestra respuesta, respuesta del agente, respuesta publica,
        solucion, antwoord, ons antwoord, reactie, oplossing""",
    "subject": """
        subject, your-subject, your subject, ticket subject, message subject, ticket name, title, topic_title,
        topic, issue summary, summary, headline, source.subject, Betreff, Titel, Thema, objet, sujet, titre,
        asunto, titulo, tema, onderwerp""",
    "date": """
        created at, created_at, created time, create date, created, created on, created date, creation date,
        created_datetime, createdAt, date created, conversation_created_at, message_created_at, received,
        received at, received on, date received, submitted, submitted at, submission date, submit date (utc),
        submit date, entry date, entry date gmt, message date, senddatetime, receivedtime, sent, sent at,
        date, datetime, date time, date and time, timestamp, time, opened, opened at, date opened, chat
        creation date utc, start date (utc), first seen, Datum, Datum/Uhrzeit, Erstellt, Erstellt am,
        Erstellungsdatum, Eingang, Eingegangen, Eingegangen am, Eingangsdatum, Anfragedatum, Empfangen,
        Gesendet, Zeitstempel, Zeitpunkt, Horodateur, date de création, créé le, reçu le, date de réception,
        fecha, fecha de creacion, creado, creado el, recibido, fecha y hora, marca temporal, aangemaakt,
        aangemaakt op, ontvangen, ontvangen op, aanmaakdatum, tijdstempel, informazioni cronologiche, carimbo
        de data/hora""",
    "customer": """
        customer id, customer number, customer no, requester id, contact id, contact number, client id,
        account number, visitor id, message_author_id, user id, client number, requester_id, customer_id,
        Kundennummer, Kunden-Nr, Kunden-ID, KdNr, numero client, id client, id cliente, numero de cliente,
        klantnummer, klant id""",
    "name": """
        customer name, customer, requester, requester name, your-name, your name, full name, fullname, contact
        name, contact, client name, client, visitor name, visitor, sender name, sender, from (name), from,
        message_author_name, name, user name, username, nickname, asked by, submitted by, meta.nickname,
        Kunde, Kundenname, Ihr Name, Absender, Ansprechpartner, nom du client, nom complet, votre nom, nom,
        client, expéditeur, nombre del cliente, nombre completo, su nombre, tu nombre, nombre, cliente,
        remitente, klant, klantnaam, naam, uw naam, je naam, volledige naam, afzender""",
    "first_name": """
        name (first), first name, firstname, given name, forename, requester.first, primaryCustomer.first,
        customer.first, Vorname, prénom, nombre de pila, voornaam""",
    "last_name": """
        name (last), last name, lastname, surname, family name, primaryCustomer.last, customer.last, Nachname,
        Familienname, nom de famille, apellido, apellidos, achternaam, familienaam""",
    "email": """
        customer email, requester email, your-email, your email, contact email, contact handle, client email,
        visitor email, sender email, from email, from (address), from address, fromemailaddress, email, email
        address, e-mail, mail, mail address, message_author_email, primaryCustomer.email, contacts email,
        primary email, work email, all associated contact emails, pre chat: E-mail:, meta.email, username
        email, reply to, E-Mail-Adresse, Kunden-E-Mail, Mailadresse, Ihre E-Mail, Ihre E-Mail-Adresse,
        courriel, adresse e-mail, adresse email, votre email, votre e-mail, correo, correo electronico, su
        correo, tu correo, direccion de correo, e-mailadres, uw e-mail, mailadres""",
    "phone": """
        phone, phone number, telephone, telephone number, tel, mobile, mobile phone, work phone, home phone,
        cell, cell phone, your-phone, your-tel, your phone, customer phone, requester phone, contact phone,
        whatsapp, fax, Telefon, Telefonnummer, Tel., Handy, Handynummer, Mobil, Mobilnummer, Rufnummer, Ihre
        Telefonnummer, téléphone, numéro de téléphone, portable, telefono, numero de telefono, movil, celular,
        telefoon, telefoonnummer, mobiel, gsm""",
    "personal": """
        user ip, ip, ip address, address, street, street address, postal address, shipping address, billing
        address, iban, date of birth, birthday, customer handle, twitter id, Adresse,
        Anschrift, Straße, Strasse, Geburtsdatum, adresse postale, rue, date de naissance, direccion, calle,
        fecha de nacimiento, adres, straat, geboortedatum""",
    "agent": """
        agent, agent name, assignee, assignee name, assigned to, agent assigned, answered by, replied by,
        handled by, operator, operator name, operator 1 nick, responder, staff, staff member, employee,
        support agent, owner, Bearbeiter, Bearbeiterin, Sachbearbeiter, Mitarbeiter, Mitarbeiterin,
        beantwortet von, zuständig, Agentin, agent traitant, traité par, attribué à, conseiller, agente,
        asignado a, respondido por, atendido por, medewerker, behandelaar, behandeld door, beantwoord door""",
    "status": """
        status, ticket status, current status, conversation_state, state, response type, Zustand,
        Bearbeitungsstatus, statut, état, estado, toestand""",
    "channel": """
        channel, via, via.channel, source, source.type, ticket source, medium, inbox, Kanal, Quelle,
        Eingangskanal, canal, origen, origine, kanaal, bron""",
    "tags": """
        tags, tag, labels, label, conversation_tags, keywords, help topic, Schlagworte, Schlagwörter,
        Stichworte, etiquettes, mots-clés, étiquettes, etiquetas, trefwoorden""",
    "rating": """
        satisfaction score, satisfaction rating, satisfaction_rating.score, satisfaction, csat, csat score, csat rating,
        customer satisfaction, survey results, survey result, survey rating, survey score, satisfaction_survey.score,
        conversation_rating.rating, conversation rating, rating, ratings, feedback score, properties.rating.score,
        Bewertung, Kundenzufriedenheit, Zufriedenheit, évaluation, satisfaction client, valoración, calificación,
        satisfacción, beoordeling, klanttevredenheid""",
    # Working time only, and no time that passed: "resolution time" is how long a customer had to wait. Units are put
    # aside before names are compared: "Time spent (min)".
    "handling": """
        handling time, handle time, agent handling time, agent handle time, total handling time, ticket handling time,
        ticket handle time, total time spent, time spent, agent time spent, time tracked, total time tracked, time
        worked, total time worked, minutes spent, minutes worked, hours spent, hours worked, touch time,
        Bearbeitungszeit, Bearbeitungsdauer, Zeitaufwand, erfasste Zeit, gebuchte Zeit, temps passé, tiempo dedicado,
        tiempo empleado, bestede tijd, behandeltijd""",
    "private": """
        private, isPrivate, is_private, public, isPublic, is_public, internal, is_internal, is_note, isNote, private
        note, internal note, is public, is private, visibility, part_type, message_type, message type, comment type,
        entry type, note type, intern, interne Notiz, privat, öffentlich""",
}
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
_PEOPLE = frozenset("customer requester contact client visitor kunde cliente klant kontakt person enduser".split())
_SEVERAL = frozenset("email phone personal name tags private".split())
"""Fields of which an export may have more than one column."""
_WORDS_FIELDS = frozenset("question answer subject message".split())
"""Fields that hold what somebody wrote."""
_SURE_KINDS = frozenset("direction messageauthortype messagetype fromagent incoming isinbound richtung".split())
"""Names of a column that tells kinds even where the first rows are all of one. "User" is a customer to some only."""
_CUSTOMER_FIELDS = frozenset("name email phone personal first_name last_name customer".split())
"""Fields that describe the customer: no column about an agent is taken for one of them."""
_STAFF = re.compile(
    r"agent|assignee|assigned|operator|staff|employee|teammate|responder|submitter|owner|admin|bearbeiter|mitarbeiter|"
    r"conseiller|agente|medewerker|behandelaar|internal|intern\b|notiz|note\b|notes\b"
)
_ANSWERING = re.compile(
    r"answer|repl(?:y|ies)|response|resolution|solution|antwor|losung|repons|respuesta|solucion|oplossing|reactie"
)
_ASKING = re.compile(
    r"question|messag|enquir|inquir|descri|problem|help|comment|request|frage|nachricht|anliegen|beschreib|demande|"
    r"consult|mensaje|pregunt|vraag|bericht|omschrijv|body|text|ask|wissen|issue"
)
_HINTS = {
    "email": re.compile(r"e-?mail|courriel|correo"),
    "phone": re.compile(r"phone|telefon|telephon|mobil|handy|whatsapp|rufnummer"),
    "name": re.compile(
        r"\b(?:your|full|votre|ton|ihr|dein|tuo|suo|su|tu|uw|je|jouw|seu)\b(?: \w+)?[ -]"
        r"\w*(?:name|nom|nome|nombre|naam)\b|pre\W?nom|\bchiam[ai]\b|\bheissen sie\b|\bheisst du\b|\bllamas?\b|"
        r"\bappelle[sz]\b|\bheet (?:u|je)\b"
    ),
}
_FIGURES = re.compile(r"[\d\s.,:;%+/()-]+")
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_SUFFIX = re.compile(r"\s*\[(?:txt|list|int|date|flag|text|dec)\]\s*$")
_NEAR = 0.6
"""How alike two names must be, of 1, for one to be offered for the other."""
_LEAST_WORDS = 4.0
"""On average; columns with fewer hold labels and choices."""
_CLEARLY = 1.6
"""How many times better than the next the best column must score: below that, two columns are both long texts."""


def normalise_name(name: str) -> str:
    """Reduce a column's name to what counts in comparing: letters and digits, no case and no accents.

    >>> normalise_name("Your-Message") == normalise_name("your message")
    True
    """
    flat = _plain(_SUFFIX.sub("", name))
    return "".join(sign for sign in flat if sign.isalnum()) or flat.strip()


def tell_kind(value: str) -> str:
    """Say who a word such as "Inbound", "admin" or "user" stands for, or "" for a word that says nothing of the kind.

    The answer is the value of an `Author`.

    >>> tell_kind("Inbound"), tell_kind("end-user"), tell_kind("Mia")
    ('customer', 'customer', '')
    """
    return _KINDS.get(normalise_name(value), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What is known of the columns of one program's table, beside what their names say to everybody."""

    columns: Mapping[str, Sequence[str]]
    """Our field → the program's names for its column, the likeliest first; () where it has none at all."""
    ignored: Collection[str] = ()
    """Names of columns that are nobody's words, though they look like it."""
    joins_texts: bool = False
    """Whether several columns of people's own words are one text: the fields of a form."""


NO_PRESET = Preset(columns={})
"""For a table of which nobody knows the program."""


def find_columns(
    header: Sequence[str],
    sample_rows: Sequence[Sequence[str]],
    mapping: Mapping[str, str],
    file_name: str,
    preset: Preset = NO_PRESET,
) -> Mapping[str, str]:
    """Find the export's column for each of our fields.

    `sample_rows` are some of the first rows, with the cells in the order of `header`. `mapping` is the user's --map
    and wins, over `preset` too; an empty name there means that the export has no such column. Fields of which the
    export has several columns go on as "email.2", "email.3". Beyond `FIELDS`, the answer may hold "first_name",
    "last_name", "personal" (addresses and the like) and "private" (which marks internal notes). A field that the export
    lacks is left out, except "question", which is always there; "subject" is missing where the subject serves as the
    question.

    Raises:
        MissingColumn: the export has no column for the customer's text, or none of a mapped name.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for field, wanted in mapping.items():
        if wanted.strip():
            found[field] = find_named(header, field, wanted, file_name)
            taken.add(found[field])
    columns = {name: [row[at] for row in sample_rows if at < len(row)] for at, name in enumerate(header)}
    for name, field in _match_preset(header, columns, mapping, taken, preset):
        if _add_column(found, field, name):
            taken.add(name)
    sure = set(found)
    ignored = {normalise_name(name) for name in preset.ignored}
    aside = {name for name in header if normalise_name(name) in ignored}
    # A form may ask for a second address; a program's own table says all of it.
    further = _SEVERAL if preset.joins_texts else frozenset()
    done = {field for field, names in preset.columns.items() if not names or (field in found and field not in further)}
    closed = {*mapping, *done}
    for name, field in _match_known(header, columns, closed, taken | aside):
        if _add_column(found, field, name):
            taken.add(name)
    _find_by_hint(header, columns, closed, found, taken | aside)
    if "question" not in found and "message" in found:
        found["question"] = found["message"]
    if "question" not in found:
        names = _find_question(header, columns, mapping, found, taken | aside, file_name, preset)
        for name in names:
            _add_column(found, "question", name, several=True)
        if found.get("subject") in names:
            del found["subject"]
    if "id" in found and "id" not in sure and "kind" not in found and not _is_unique(columns[found["id"]]):
        del found["id"]
    return found


def _add_column(found: dict[str, str], field: str, name: str, *, several: bool = False) -> bool:
    """Note a column of a field, as "email.2" if it is the second; False where the field takes one only."""
    if field not in found:
        found[field] = name
        return True
    if not several and field not in _SEVERAL:
        return False
    number = 2
    while f"{field}.{number}" in found:
        number += 1
    found[f"{field}.{number}"] = name
    return True


def match_names(header: Sequence[str]) -> Mapping[str, str]:
    """Find columns by their names alone, without looking at what is in them and without demanding any."""
    found: dict[str, str] = {}
    for name, field in _match_known(header, {}, (), set()):
        found.setdefault(field, name)
    return found


def find_named(header: Sequence[str], field: str, wanted: str, file_name: str, called: str = "column") -> str:
    """Give the column that --map names for a field: the very name, else one that differs in case, accents or signs.

    `called` is what the message calls a column.

    Raises:
        MissingColumn: there is none. The message names the field, what was found, and the nearest.
    """
    by_name = {name.strip().casefold(): name for name in reversed(header)}
    loose = {normalise_name(name): name for name in reversed(header)}
    name = by_name.get(wanted.strip().casefold()) or loose.get(normalise_name(wanted))
    if name:
        return name
    problem = f'no {called} is called "{wanted.strip()}", which --map gives for {field}'
    near = difflib.get_close_matches(normalise_name(wanted), list(loose), n=1)
    nearest = loose[near[0]] if near else ""
    raise MissingColumn(file_name, problem, header, nearest, field)


def hints_at_question(name: str) -> bool:
    """Say whether a name that we do not know may still be that of the customer's text: "How may we help?"."""
    return bool(_ASKING.search(_plain(name)))


def split_names(names: str) -> list[str]:
    """Split the value of a mapping that names several things: "a@x.test, @y.test"."""
    return [name.strip() for name in names.split(",") if name.strip()]


def _plain(name: str) -> str:
    """Take case away, and part accents from their letters so that patterns find these."""
    return unicodedata.normalize("NFKD", name).casefold()


def _forms(name: str) -> Iterator[str]:
    """Give the forms under which a name may be known: "cliente.nombre" is a name because a customer is meant."""
    yield normalise_name(name)
    owner, _, part = name.rpartition(".")
    if normalise_name(owner) in _PEOPLE:
        yield normalise_name(part)


_KNOWN = {
    field: {normalise_name(name): rank for rank, name in reversed(list(enumerate(split_names(names))))}
    for field, names in _NAMES.items()
}
"""Field → normalised name → its rank, 0 for the likeliest."""


def _match_preset(
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    mapping: Mapping[str, str],
    taken: Iterable[str],
    preset: Preset,
) -> Iterator[tuple[str, str]]:
    """Give (column, field) for what the program is known to call its columns."""
    places: dict[str, list[str]] = {}
    for name in header:
        places.setdefault(normalise_name(name), []).append(name)
    used = set(taken)
    for field, known in preset.columns.items():
        if field in mapping:
            continue
        names = [name for wanted in known for name in places.get(normalise_name(wanted), ()) if name not in used]
        if field in _WORDS_FIELDS:
            names.sort(key=lambda name: not any(cell.strip() for cell in columns[name]))
        for name in names if field in _SEVERAL else names[:1]:
            used.add(name)
            yield name, field


def _match_known(
    header: Sequence[str], columns: Mapping[str, Sequence[str]], closed: Collection[str], taken: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Give (column, field), the best column of each field first. A column serves one field only.

    `closed` are fields that need no column any more.
    """
    aside = set(taken)
    free = [name for name in header if name and name not in aside]
    forms = {name: tuple(_forms(name)) for name in free}
    for field, ranks in _KNOWN.items():
        if field in closed:
            continue
        known = {name: (normalise_name(strip_unit(name)),) for name in free} if field == "handling" else forms
        ranked = {name: min((ranks[form] for form in known[name] if form in ranks), default=-1) for name in free}
        names = sorted((name for name in free if ranked[name] >= 0), key=lambda name: ranked[name])
        if field == "kind":
            names = [name for name in names if _tells_kinds(name, columns.get(name, ()))]
        if columns and field in _WORDS_FIELDS:
            # "Replies" may be a number of them. A known column that is empty all the way says nothing; another known
            # one may be filled.
            names = [name for name in names if not _is_figures(columns[name])]
            names.sort(key=lambda name: not any(cell.strip() for cell in columns[name]))
        if field in _CUSTOMER_FIELDS:
            names = [name for name in names if not _STAFF.search(normalise_name(name))]
        for name in names if field in _SEVERAL else names[:1]:
            free.remove(name)
            yield name, field


def _find_by_hint(
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    closed: Collection[str],
    found: dict[str, str],
    taken: set[str],
) -> None:
    """Take columns such as "What is your e-mail address?", so that redaction knows the values."""
    for field, hint in _HINTS.items():
        if field in found or field in closed:
            continue
        for name in header:
            if name in taken or not hint.search(_plain(name)) or _STAFF.search(normalise_name(name)):
                continue
            cells = [cell for cell in columns[name] if cell.strip()]
            if cells and statistics.median(len(cell) for cell in cells) <= 60:
                found[field] = name
                taken.add(name)
                break


def _find_question(
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    mapping: Mapping[str, str],
    found: Mapping[str, str],
    taken: Iterable[str],
    file_name: str,
    preset: Preset,
) -> list[str]:
    """Give the column of the customer's text, or those of a form that are one text together."""
    subject = found.get("subject", "")
    scores = {
        name: _score_text(name, cells)
        for name, cells in columns.items()
        if (name not in taken or name == subject) and not _STAFF.search(normalise_name(name))
    }
    if subject:
        # Without a body the subject is what the customer wrote, however short.
        scores[subject] = max(scores[subject], _LEAST_WORDS / 2)
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = ranked[0] if ranked else ""
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    open_ = "question" not in mapping and preset.columns.get("question") != ()
    if open_ and preset.joins_texts:
        texts = [name for name in header if name != subject and scores.get(name, 0) > 0]
        if texts:
            return texts
    if open_ and best and scores[best] > 0 and scores[best] >= _CLEARLY * second:
        return [best]
    if subject:
        return [subject]
    nearest = best if best and scores[best] > 0 else _nearest_name(header)
    raise MissingColumn(file_name, "no column looks like what the customer wrote", header, nearest)


def _score_text(name: str, cells: Sequence[str]) -> float:
    """Say how much a column looks like people's own words: 0 for codes, numbers, choices and the answers to them."""
    if _ANSWERING.search(_plain(name)):
        return 0.0
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not texts or len(set(texts)) * 2 < len(texts):
        return 0.0
    words = statistics.fmean(min(len(text.split()), 60) for text in texts)
    letters = sum(sign.isalpha() for text in texts for sign in text) / sum(map(len, texts))
    if words < _LEAST_WORDS or letters < 0.6 or sum(bool(_ADDRESS.fullmatch(text)) for text in texts) * 2 > len(texts):
        return 0.0
    filled = len(texts) / len(cells)
    return words * len(set(texts)) / len(texts) * (0.5 + filled / 2) * (2.0 if hints_at_question(name) else 1.0)


def _nearest_name(header: Sequence[str]) -> str:
    """Give the column whose name is most like a known one for the customer's text, or "" where none is like it."""

    def likeness(name: str) -> float:
        plain = normalise_name(name)
        return max(difflib.SequenceMatcher(None, plain, known).ratio() for known in _KNOWN["question"])

    best = max(header, key=likeness, default="")
    return best if best and likeness(best) >= _NEAR else ""


def _tells_kinds(name: str, cells: Sequence[str]) -> bool:
    """Say whether a column tells customers from agents: every word is a known one.

    Most names need words for both sides; with a plain one such as "direction" the first rows may all be of one.
    """
    values = {cell.strip() for cell in cells if cell.strip()}
    if not values:
        return False
    kinds = {_KINDS.get(normalise_name(value), _FLAG_KINDS.get(normalise_name(value), "")) for value in values}
    return "" not in kinds and (len(kinds) > 1 or normalise_name(name) in _SURE_KINDS)


def _is_figures(cells: Sequence[str]) -> bool:
    """Say whether a column holds nothing but numbers, and some."""
    values = [cell.strip() for cell in cells if cell.strip()]
    return bool(values) and all(_FIGURES.fullmatch(value) for value in values)


def _is_unique(cells: Sequence[str]) -> bool:
    """Say whether a column can tell rows apart. A few doubles are exported twice; many are no id."""
    values = [cell.strip() for cell in cells if cell.strip()]
    return len(set(values)) * 4 >= len(values) * 3
