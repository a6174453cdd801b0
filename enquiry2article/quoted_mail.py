"""Takes off the mails that a mail answers, and opens a mail that only passes another one on.

Pure. All patterns look at one line and are bounded, so that time grows with the length of the text and no faster. Words
of headers are those of the mail programs in English, German, French, Spanish, Dutch, Italian, Polish, Portuguese,
Swedish, Danish, Norwegian and Czech.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.mail_marks import is_reply_line
from enquiry2article.patterns import one_of

_SHORTEST_HEADER: Final = 6
_LONGEST_HEADER: Final = 300
_MOST_HEADER_LINES: Final = 4

_WROTE_START: Final = re.compile(
    r"(?i)^[>\s*]{0,8}(?:"
    + one_of(r"""
        on | am | le | el | en | op | il(?: giorno)? | em | a | den | dnia | w dniu | dne | from: | date:
        \d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4} | \d{1,2}\.? \w{3,10}\.? \d{4}
        (?:mo|di|mi|do|fr|sa|so|lu|ma|me|je|ve|sá|lun|mar|mié|jue|vie|sáb|dom|za|zo|wo|vr|man|tir|ons|tor|fre|lør|lör
            |søn|sön|mån|tis|pon|wt|śr|czw|pt|sob|niedz|seg|ter|qua|qui|sex|po|út|st|čt|pá|ne|mon|tue|wed|thu|fri|sat
            |sun)\w{0,8}[.,]{0,2} \d{1,2}
        (?:pon|wt|śr|czw|pt|sob|niedz)\.,
    """)
    + r")(?:\b|(?<=,))"
)
_WROTE: Final = one_of(r"""
    wrote | writes | schrieb | a écrit | ha escrito | escribió | escreveu | schreef | ha scritto | scrisse | skrev
    napisał(?:\(a\)|a)? | pisze | napsala? | napsal\(a\) | a scris | kirjoitti
""")
_WROTE_END: Final = re.compile(
    rf"(?i)(?:\b{_WROTE}(?: am .{{1,80}})?|\b(?:schrieb|schreef|skrev|napisał(?:\(a\)|a)?|wrote) .{{1,160}})"
    r"\s{0,2}:?[\s*_]{0,4}$"
)
_ABBREVIATION: Final = re.compile(r"\b(?:[ap]\.m|\w{1,3})\.$")
_NAME_WROTE: Final = re.compile(rf"(?i)^[^\n.!?;]{{2,80}}\b{_WROTE}\s?:$")
"""A header without date or address: it counts only where marked lines follow."""
_ADDRESS_WROTE: Final = re.compile(
    r"(?i)^[^\n]{0,120}(?:<[^<>\s]{3,120}@[^<>\s]{3,120}>|\[mailto:[^\]]{3,120}\])[^\n]{0,60}"
    rf"\b{_WROTE}\b[^\n]{{0,60}}:\s*$"
)
_DATE_AND_ADDRESS: Final = re.compile(
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2} \d{1,2}:\d{2}\b.{1,80}<[^<>\s]{3,120}@[^<>\s]{3,120}>:$"
)
_FORWARD_WORDS: Final = one_of(r"""
    forwarded (?:message|e-?mail|by .{1,60}) | begin forwarded message
    (?:anfang der )?weitergeleitete(?:n)? (?:nachricht|e-?mail) | message (?:transféré|réexpédié|transmis)
    début du message (?:réexpédié|transféré) | mensaje reenviado | inicio del mensaje reenviado
    (?:begin )?doorgestuurd bericht | messaggio inoltrato | inizio messaggio inoltrato
    (?:mensagem|e-?mail) (?:encaminhada|reencaminhada|encaminhado) | início da mensagem (?:re)?encaminhada
    (?:przekazana wiadomość|wiadomość przekazana(?: dalej)?) | początek przekazywanej wiadomości
    vidarebefordrat meddelande | vidarebefordrat brev | videresendt (?:besked|meddelelse|melding)
    start på videresendt (?:besked|melding) | přeposlaná zpráva | přeposílaná zpráva
""")
_ORIGINAL_WORDS: Final = one_of(r"""
    original message | original e-?mail | original appointment | reply message
    ursprüngliche (?:nachricht|e-?mail|mail) | original-?nachricht | originale? nachricht
    message d['’]origine | message original | courriel original | mensaje original | correo original
    oorspronkelijk bericht | origineel bericht | messaggio originale | mensagem original | oryginalna wiadomość
    wiadomość oryginalna | ursprungligt meddelande | originalmeddelande | oprindelig (?:meddelelse|besked)
    original meddelelse | opprinnelig melding | původní zpráva
""")
_DASHES: Final = r"[-_=─]{2,60}"
_DASHED: Final = re.compile(r"^[\s>*]{0,6}[-_=─]{2}")
_FORWARD: Final = re.compile(
    rf"(?i)^[\s>*]{{0,6}}(?:{_DASHES}\s{{0,3}}{_FORWARD_WORDS}\s{{0,3}}(?:{_DASHES})?\s*|{_FORWARD_WORDS}\s?:\s*)$"
)
_ORIGINAL: Final = re.compile(rf"(?i)^[\s>*]{{0,6}}{_DASHES}\s{{0,3}}{_ORIGINAL_WORDS}\s{{0,3}}(?:{_DASHES})?\s*$")
_FROM_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}(?:from|von|de|van|da|od|nadawca|från|fra|odesílatel)\s?\*?\s?:\*?\s*\S"
)
_DATE_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of(r"""
        sent | date | gesendet(?: am)? | datum | envoyé(?: le)? | enviado(?: el| em)? | fecha | verzonden | inviato
        data | wysłano | wysłane | skickat | sendt | enviada(?: em)? | dated | dato | odesláno | received | empfangen
    """)
    + r"\s?\*?\s?:"
)
_TO_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of(r"""
        to | subject | cc | bcc | reply-to | an | betreff | kopie | à | objet | para | asunto | aan | onderwerp
        oggetto | a | do | dw | temat | till | ämne | til | emne | kopi | assunto | komu | předmět | importance
        attachments? | anlagen? | pièces jointes | adjuntos | bijlagen | allegati | priority | wichtigkeit
    """)
    + r"\s?\*?\s?:"
)
_OF_MAIL_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of(r"""
        sent | gesendet(?: am)? | envoyé(?: le)? | enviad[oa](?: el| em)? | verzonden | inviato | wysłan[oe] | skickat
        sendt | odesláno | subject | betreff | objet | asunto | onderwerp | oggetto | temat | ämne | emne | assunto
        předmět
    """)
    + r"\s?\*?\s?:"
)
"""Labels that only the header of a mail has."""
_HEADER_WINDOW: Final = 8
_RULE: Final = re.compile(r"^[_=*~─-]{5,}$")
_LETTER: Final = re.compile(r"[^\W_]")
_MARKED: Final = (">", "|>")


def strip_quotes(lines: list[str]) -> list[str]:
    """Take off the mails that a mail answers or forwards. What was written between quoted lines stays."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if is_reply_line(line) and not any(map(_LETTER.search, kept)):
            kept.clear()  # it stands above all else, under a rule perhaps
        elif _begins_other_mail(lines, place):
            break
        if taken := _count_wrote_lines(lines, place):
            if not _is_marked_soon(lines, place + taken):
                break  # the quoted mail bears no marks, so nobody can tell where it ends
            place += taken
            continue
        if not line.startswith(_MARKED) and not is_reply_line(line):
            kept.append(line)
        place += 1
    while kept and (not kept[-1] or _RULE.match(kept[-1][:80])):
        kept.pop()
    return kept


def open_forward(lines: list[str], *, whatever: bool) -> list[str]:
    """Give the words of the mail that this one passes on, without its header; [] where it passes none on.

    With `whatever` the mail that it answers will do: who sends nothing but that passes it on, whatever it is called.
    """
    for place, line in enumerate(lines):
        forwarded = _is_forward(line[:_LONGEST_HEADER])
        if not forwarded and not _begins_other_mail(lines, place):
            if _count_wrote_lines(lines, place):
                return []
            continue
        if not forwarded and (not whatever or is_reply_line(line)):
            return []
        return _skip_header(lines, place)
    return []


def _skip_header(lines: list[str], place: int) -> list[str]:
    """Give what follows a separator and the labelled lines below it."""
    if not _is_label(lines[place]):
        place += 1
    while place < len(lines) and not lines[place]:
        place += 1
    while place < len(lines) and lines[place]:
        # A long list of people goes on in the next line.
        goes_on = "@" in lines[place] or lines[place - 1].endswith((",", ";"))
        if not _is_label(lines[place]) and not (goes_on and _is_label(lines[place - 1])):
            break
        place += 1
    return lines[place:]


def _is_label(line: str) -> bool:
    start = line[:80]
    return bool(_FROM_LABEL.match(start) or _DATE_LABEL.match(start) or _TO_LABEL.match(start))


def _begins_other_mail(lines: list[str], place: int) -> bool:
    start = lines[place][:_LONGEST_HEADER]
    if len(start) < _SHORTEST_HEADER:
        return False
    if len(lines[place]) <= _LONGEST_HEADER and (_is_forward(start) or _is_original(start)):
        return True
    return _begins_header_block(lines, place) or is_reply_line(lines[place])


def _is_forward(start: str) -> bool:
    return (start.endswith(":") or bool(_DASHED.match(start))) and bool(_FORWARD.match(start))


def _is_original(start: str) -> bool:
    return bool(_DASHED.match(start) and _ORIGINAL.match(start))


def _begins_header_block(lines: list[str], place: int) -> bool:
    start = lines[place][:80]
    if ":" not in start:
        return False
    by_name = _FROM_LABEL.match(start)
    if not by_name and not _DATE_LABEL.match(start):
        return False
    near = [line[:200] for line in lines[place + 1 : place + _HEADER_WINDOW]]
    other = _DATE_LABEL if by_name else _FROM_LABEL
    if not any(map(other.match, near)) or not any(map(_TO_LABEL.match, near)):
        return False
    # "From: Leeds, to: York, date: 3 May" asks for a journey.
    block = [start, *near]
    return any(map(_OF_MAIL_LABEL.match, block)) or any("@" in line and _is_label(line) for line in block)


def _is_marked_soon(lines: list[str], place: int) -> bool:
    following = next((after for after in lines[place : place + 3] if after), "")
    return following.startswith(_MARKED)


def _count_wrote_lines(lines: list[str], place: int) -> int:
    """Say how many lines "On ... wrote:" takes from here; 0 when it does not stand here."""
    first = lines[place]
    if len(first) < _SHORTEST_HEADER:
        return 0
    if len(first) <= _LONGEST_HEADER and (_ADDRESS_WROTE.match(first) or _DATE_AND_ADDRESS.match(first)):
        return 1
    if len(first) <= 100 and first.endswith(":") and _NAME_WROTE.match(first) and _is_marked_soon(lines, place + 1):
        return 1
    if not _WROTE_START.match(first[:80]):
        return 0
    header = ""
    for count in range(1, _MOST_HEADER_LINES + 1):
        if place + count > len(lines):
            return 0
        line = lines[place + count - 1]
        if not line or header.endswith(("!", "?")) or (header.endswith(".") and not _ABBREVIATION.search(header)):
            return 0
        header = f"{header} {line}".strip()
        if len(header) > _LONGEST_HEADER:
            return 0
        if _WROTE_END.search(header):
            # "On Monday my neighbour wrote:" is prose; a header bears a date or an address.
            told = any(char.isdigit() for char in header) or "@" in header
            return count if told and (header.endswith((":", "*", "_")) or "@" in header) else 0
    return 0
