"""Takes off what mail programs put into a mail: the mail it answers, "Sent from my phone", helpdesks' cutting lines.

Pure. All patterns look at one line and are bounded, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.patterns import one_of

_REPLY_ABOVE: Final = re.compile(
    r"(?i)^\W{0,10}(?:please )?"
    + one_of(r"""
        type your reply above this line | reply above this line | write above this line
        bitte (?:antworten sie|schreiben sie ihre antwort) (?:ober|über).{0,30}
        répondez au-dessus de cette ligne | escriba su respuesta (?:arriba|encima) de esta línea
        typ uw antwoord boven deze lijn
    """)
    + r"\W{0,10}$"
)
_FORM_NOISE: Final = re.compile(
    r"(?i)\(security alert: suspicious content is detected\."
    r" see https://contactform7\.com/\S{1,100} for details\.\)"
    r"|^this (?:e-?mail|message) was sent from (?:a|the) contact form on .{1,120}$"
)
_SENT_FROM: Final = re.compile(
    r"(?i)^[\s_*-]{0,4}"
    + one_of(r"""
        sent | get | gesendet | diese nachricht wurde | von meinem | envoyé | envoyée | enviado | enviada
        inviato | inviata | verzonden | verstuurd | wysłan[eoy] | skickat | sendt | trimis | obtenez | descarga
        hol dir | download
    """)
    + r"\b.{0,50}\b"
    + one_of(r"""
        iphone | ipad | ipod | samsung | galaxy | android | huawei | honor | xiaomi | redmi | oppo | oneplus
        pixel | nokia | blackberry | htc | motorola | moto | sony | xperia | lg | fairphone | windows | outlook
        mail | yahoo | gmail | gmx | web\.de | proton | aol | phone | mobile | móvil | mobil | handy
        smartphone | telefoon | telefonu | téléphone | tablet | device | t-mobile | vodafone | ee | o2 | telekom
        orange | spark | thunderbird | bluemail
    """)
    + r"\b.{0,40}$"
)
_MOST_SENT_FROM_WORDS: Final = 12

_LONGEST_HEADER: Final = 300

_WROTE_START: Final = re.compile(
    r"(?i)^[>\s*]{0,8}"
    + one_of(r"""
        on | am | le | el | op | il | em | den | dnia | w dniu | dne | pe | mån | tis | ons | tors | fre | lör
        sön | from: | \d{1,4}[./-]\d{1,2}[./-]\d{1,4} | \d{1,2} \w{3,10}\.? \d{4} | [a-z]{2,3}[.,] \d{1,2}
    """)
    + r"\b"
)
_WROTE_END: Final = re.compile(
    r"(?i)(?:\b(?:wrote|writes|schrieb(?: am .{1,80})?|a écrit|ha escrito|escribió|escreveu|schreef"
    r"|ha scritto|skrev|napisał(?:\(a\)|a)?|napsal\(a\)|a scris)|(?:schrieb|schreef|skrev"
    r"|napisał\(?a?\)?) .{1,120})\s{0,2}:?[\s*_]{0,4}$"
)
_ADDRESS_WROTE: Final = re.compile(
    r"(?i)^[^\n]{1,120}(?:<[^<>\s]{3,120}@[^<>\s]{3,120}>|\[mailto:[^\]]{3,120}\])[^\n]{0,60}\b(?:wrote"
    r"|schrieb|a écrit|escribió|schreef|ha scritto)\b[^\n]{0,60}:\s*$"
)
_SEPARATOR: Final = re.compile(
    r"(?i)^[\s>*]{0,6}[-_=]{2,60}\s{0,3}"
    + one_of(r"""
        original message | original e-?mail | forwarded (?:message|by .{1,60}) | begin forwarded message
        reply message | ursprüngliche nachricht | originalnachricht | original-nachricht
        weitergeleitete nachricht | message d['’]origine | message original | message transféré
        mensaje original | mensaje reenviado | oorspronkelijk bericht | doorgestuurd bericht
        messaggio originale | messaggio inoltrato | mensagem original | oryginalna wiadomość
        wiadomość oryginalna | ursprungligt meddelande | oprindelig meddelelse
    """)
    + r"\s{0,3}[-_=]{2,60}\s*$|^(?i:begin forwarded message|anfang der weitergeleiteten nachricht"
    r"|début du message réexpédié|inicio del mensaje reenviado|begin doorgestuurd bericht):\s*$"
)
_FROM_LABEL: Final = re.compile(r"(?i)^[\s>*_]{0,6}(?:from|von|de|van|da|od|från|fra)\s?\*?\s?:\*?\s*\S")
_DATE_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of(r"""
        sent | date | gesendet | datum | envoyé | enviado(?: el)? | fecha | verzonden | inviato | data | wysłano
        skickat | sendt | enviada em | dated
    """)
    + r"\s?\*?\s?:"
)
_TO_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of(r"""
        to | subject | cc | an | betreff | à | objet | para | asunto | aan | onderwerp | oggetto | a | do
        temat | till | ämne | til | emne | assunto
    """)
    + r"\s?\*?\s?:"
)
_RULE: Final = re.compile(r"^[_=*~-]{5,}$")


def strip_marks(lines: list[str]) -> list[str]:
    """Take off single lines: cutting lines of helpdesks, "Sent from my phone", remarks of forms."""
    kept = []
    for line in lines:
        if _REPLY_ABOVE.match(line[:200]) and len(line) < 120:
            continue
        if _SENT_FROM.match(line[:160]) and len(line.split()) <= _MOST_SENT_FROM_WORDS and not line.endswith("?"):
            continue
        kept.append(_FORM_NOISE.sub("", line).strip() if "(" in line or "form" in line else line)
    return kept


def strip_quotes(lines: list[str]) -> list[str]:
    """Take off the mails that a mail answers or forwards."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _SEPARATOR.match(line[:_LONGEST_HEADER]) or _begins_header_block(lines, place):
            break
        if taken := _count_wrote_lines(lines, place):
            following = next((after for after in lines[place + taken : place + taken + 3] if after), "")
            if not following.startswith(">"):
                break  # the quoted mail bears no marks, so nobody can tell where it ends
            place += taken
            continue
        if not line.startswith(">"):
            kept.append(line)
        place += 1
    while kept and (not kept[-1] or _RULE.match(kept[-1][:80])):
        kept.pop()
    return kept


def _begins_header_block(lines: list[str], place: int) -> bool:
    if not _FROM_LABEL.match(lines[place][:80]):
        return False
    near = [line[:80] for line in lines[place + 1 : place + 8]]
    return any(map(_DATE_LABEL.match, near)) and any(map(_TO_LABEL.match, near))


def _count_wrote_lines(lines: list[str], place: int) -> int:
    """Say how many lines "On ... wrote:" takes from here; 0 when it does not stand here."""
    if len(lines[place]) <= _LONGEST_HEADER and _ADDRESS_WROTE.match(lines[place]):
        return 1
    if not _WROTE_START.match(lines[place][:80]):
        return 0
    header = ""
    for count in range(1, 4):
        if place + count > len(lines):
            return 0
        line = lines[place + count - 1]
        if not line or header.endswith((".", "!", "?")):
            return 0
        header = f"{header} {line}".strip()
        if len(header) > _LONGEST_HEADER:
            return 0
        if _WROTE_END.search(header):
            # "On Monday my neighbour wrote:" is prose; a header bears a date or an address.
            told = any(char.isdigit() for char in header) or "@" in header
            return count if told and (header.endswith((":", "*", "_")) or "@" in header) else 0
    return 0
