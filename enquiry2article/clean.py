"""Takes off what mail programs, forms and helpdesks put around a customer's words, and tells questions from noise.

Cleaning decides about form only: tags, quoted mails, signatures, disclaimers, subject marks. What is personal, `redact`
decides; greetings and thanks stay, because redaction reads names off them.

mail-parser-reply was tried for quoted mails and left: it must be told the language, its patterns take quadratic time on
hostile text (`(.
|\\s)*`, `.+?\\s?.+?`), and it takes a list of "- " lines for a signature. html.parser is not used for the
same reason: in Python before 3.11.14 malformed tags cost it quadratic time (CVE-2025-6069). All patterns here look at
one line, or are bounded, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import dataclasses
import html
import re
import unicodedata
from typing import Final

from enquiry2article.asking import is_asking, tells_trouble
from enquiry2article.courtesies import holds_thanks, strip_courtesies
from enquiry2article.records import Author, Enquiry

_ROUNDS: Final = 8
"""Cleaning repeats until nothing changes, so that cleaning twice equals cleaning once; mails need one or two rounds."""

# ── characters ──────────────────────────────────────────────────────────────────────────────────────────────────────

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_NEWLINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_MOJIBAKE: Final = re.compile(
    "(?:[ÂÃÄÅâ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{1,2}|ðŸ[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2})"
)


def _repair_mojibake(text: str) -> str:
    """Turn "FranÃ§ais" back: UTF-8 that somebody read as Windows-1252, piece by piece."""
    return (
        _MOJIBAKE.sub(_reread, text)
        if "Ã" in text or "â" in text or "Â" in text or "Ä" in text or "Å" in text or "ð" in text
        else text
    )


def _reread(match: re.Match[str]) -> str:
    piece = match[0]
    for length in range(len(piece), 1, -1):
        try:
            data = b"".join(bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252") for char in piece[:length])
            read = data.decode("utf-8")
        except UnicodeError:
            continue
        # Lower-case letters, signs and emoji are what gets mangled; "Ä“" at the end of a German quotation is not.
        if piece[0] not in "ÄÅ" or (read.isalpha() and ord(read) < 0x180 and piece[1] not in "“”‘’"):
            return read + piece[length:]
    return piece


def _repair_characters(text: str) -> str:
    text = _NEWLINES.sub("\n", text)
    text = _repair_mojibake(text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_BLOCK_TAGS: Final = "|".join(
    """
    p div br li ul ol table tr td th h[1-6] blockquote html body head style script hr pre section article header
    footer dl dt dd center
    """.split()
)
_INLINE_TAGS: Final = "|".join(
    """
    span a b i u s em strong font img code small sub sup meta title link tbody thead tfoot col colgroup label
    input form button o:p del ins mark abbr cite q svg path iframe figure figcaption wbr base area map nobr tt kbd
    """.split()
)
_TAG: Final = re.compile(
    rf"<(?P<close>/?)(?P<name>{_BLOCK_TAGS}|{_INLINE_TAGS})(?P<attributes>\s[^<>]*)?/?>|<!--"
    rf"|<![a-z][^<>]*>|<\?xml[^<>]*>",
    re.IGNORECASE,
)
_HAS_BLOCK: Final = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_QUOTE_MARK: Final = re.compile(
    r"gmail_quote|gmail_attr|divRplyFwdMsg|moz-cite-prefix|yahoo_quoted|OutlookMessageHeader"
    r"|zd-quoted|protonmail_quote",
    re.IGNORECASE,
)
_HREF: Final = re.compile(r"""href\s*=\s*["']?(https?://[^\s"'<>?]{1,120})["']?(?:\s|/?$)""", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NESTED_ENTITY: Final = re.compile(r"&(?:(?:amp|AMP|#0{0,3}38|#[xX]0{0,3}26);)+")
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "blockquote", "svg", "iframe", "button"})
_WHITE: Final = re.compile(r"\s+")


def _decode_entities(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), _NESTED_ENTITY.sub("&", text)) if "&" in text else text


def _strip_html(text: str, *, quotes: bool) -> str:
    """Turn HTML into text that keeps its paragraphs, lists and links; `quotes` keeps what quotes an earlier mail."""
    decoded = _decode_entities(text)
    if "<" not in text and "<" in decoded and _HAS_BLOCK.search(decoded):
        text = decoded  # some exports escape the whole mail once more
    if "<" not in text or not _TAG.search(text):
        return _blunt_tags(decoded)
    converter = _Converter(keep_lines=not _HAS_BLOCK.search(text), quotes=quotes)
    plain = converter.convert(text)
    return _blunt_tags(plain)


def _blunt_tags(text: str) -> str:
    """Give tags other brackets: who wrote &lt;b&gt; meant it to be read, and it is no tag for whoever comes next."""
    return _TAG.sub(lambda match: "‹" + match[0].strip("<>") + "›", text) if "<" in text else text


class _Converter:
    """One walk over the tags of a text."""

    def __init__(self, *, keep_lines: bool, quotes: bool) -> None:
        self.keep_lines = keep_lines
        self.quotes = quotes
        self.parts: list[str] = []
        self.lists: list[int] = []
        """For each open list the number of its last item, or -1 where items have no number."""
        self.hidden: tuple[str, int] | None = None
        """The tag that hides what it holds, and how many of its kind are open."""
        self.link: tuple[str, int] | None = None

    def convert(self, text: str) -> str:
        place = 0
        while match := _TAG.search(text, place):
            self._add(text[place : match.start()])
            place = match.end()
            if match[0] == "<!--":
                end = text.find("-->", place)
                place = end + 3 if end >= 0 else len(text)
            elif match["name"]:
                self._handle(match["name"].lower(), bool(match["close"]), match["attributes"] or "")
        self._add(text[place:])
        return "".join(self.parts)

    def _add(self, text: str) -> None:
        if text and not self.hidden:
            self.parts.append(_decode_entities(text if self.keep_lines else _WHITE.sub(" ", text)))

    def _handle(self, name: str, closing: bool, attributes: str) -> None:
        if self.hidden:
            hider, depth = self.hidden
            if name == hider:
                depth += -1 if closing else 1
                self.hidden = (hider, depth) if depth else None
            return
        if not closing and self._hides(name, attributes):
            self.hidden = (name, 1)
            self.parts.append("\n")
        elif name in {"ul", "ol"}:
            if closing:
                del self.lists[-1:]
            elif len(self.lists) < 50:
                self.lists.append(0 if name == "ol" else -1)
            self.parts.append("\n")
        elif name == "li" and not closing:
            self.parts.append("\n" + self._marker())
        elif name in {"p", "table", "blockquote", "pre"} or (name[0] == "h" and name[1:].isdigit()):
            self.parts.append("\n\n")
        elif name in {"br", "div", "tr", "hr", "section", "article", "header", "footer", "dt", "dd", "center"}:
            self.parts.append("\n")
        elif name in {"td", "th"}:
            self.parts.append(" ")
        elif name == "a":
            self._handle_link(closing, attributes)

    def _hides(self, name: str, attributes: str) -> bool:
        if name == "blockquote" or (name in {"div", "span", "p"} and _QUOTE_MARK.search(attributes)):
            return not self.quotes
        return name in _UNSEEN

    def _marker(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _handle_link(self, closing: bool, attributes: str) -> None:
        if not closing:
            target = _HREF.search(attributes)
            self.link = (target[1], len(self.parts)) if target else None
        elif self.link:
            target_url, start = self.link
            shown = "".join(self.parts[start:]).strip()
            if shown and "://" not in shown and shown.lower() not in target_url.lower():
                self.parts.append(f" ({target_url})")
            self.link = None


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_REPLY_ABOVE: Final = re.compile(
    r"(?i)^\W{0,10}(?:please )?(?:type your reply above this line|reply above this line"
    r"|write above this line|bitte (?:antworten sie|schreiben sie ihre antwort) (?:ober"
    r"|über).{0,30}|répondez au-dessus de cette ligne|escriba su respuesta (?:arriba"
    r"|encima) de esta línea|typ uw antwoord boven deze lijn)\W{0,10}$"
)
_FORM_NOISE: Final = re.compile(
    r"(?i)\(security alert: suspicious content is detected\. see https://contactform7\.com/\S{1,100} for details\.\)"
    r"|^this (?:e-?mail|message) was sent from (?:a|the) contact form on .{1,120}$"
)
_SENT_FROM: Final = re.compile(
    r"(?i)^[\s_*-]{0,4}(?:sent|get|gesendet|diese nachricht wurde|von meinem|envoyé|envoyée"
    r"|enviado|enviada|inviato|inviata|verzonden|verstuurd|wysłan[eoy]|skickat|sendt|trimis"
    r"|obtenez|descarga|hol dir|download)\b"
    r".{0,50}\b(?:iphone|ipad|ipod|samsung|galaxy|android|huawei|honor|xiaomi|redmi|oppo"
    r"|oneplus|pixel|nokia|blackberry|htc|motorola|moto|sony|xperia|lg|fairphone|windows"
    r"|outlook|mail|yahoo|gmail|gmx|web\.de|proton|aol"
    r"|phone|mobile|móvil|mobil|handy|smartphone|telefoon|telefonu|téléphone|tablet|device"
    r"|t-mobile|vodafone|ee|o2|telekom|orange|spark|thunderbird|bluemail)\b.{0,40}$"
)
_MOST_SENT_FROM_WORDS: Final = 12
_DISCLAIMER: Final = re.compile(
    r"""(?i)
    \b(?:this\ (?:e-?mail|message|communication|transmission)|the\ (?:information
    |contents?)\ (?:contained\ )?(?:in|of)\ this\ (?:e-?mail|message)).{0,160}\b(?:confidential
    |privileged|intended\ (?:only|solely|for))
    | \bif\ you\ (?:are\ not\ the\ (?:intended|named)|have\ received\ this\ (?:e-?mail|message
    |communication)).{0,60}\b(?:recipient|error|addressee|mistake) | \bconfidentiality\ notice
    | ^(?:legal\ )?disclaimer:
    | \b(?:please\ )?(?:consider|think\ of|think\ about)\ the\ environment\ before
    | \bvirus[- ]free\b.{0,40}\bavast | \bscanned\ (?:for|by)\ (?:viruses|mimecast)
    | \bregistered\ in\ (?:england|scotland|ireland|wales)\b | \bcompany\ (?:registration\ )?
    (?:number|no\.?):?\ *\d | \bvat\ (?:reg(?:istration)?\ )?(?:number
    |no\.?):?\ *[a-z]{0,2}\ ?\d
    | \bdiese\ (?:e-?mail|nachricht)\b.{0,120}\b(?:vertraulich|bestimmungsgemäß
    |rechtlich\ geschützt) | \bwenn\ sie\ nicht\ der\ (?:richtige|beabsichtigte)\ (?:adressat
    |empfänger) | \b(?:amtsgericht|handelsregister|geschäftsführer(?:in)?|ust-?id
    (?:nr)?\.?)\b.{0,20}[:]? .{0,60}(?:hrb|\d|:)
    | \b(?:ce|cet|ces)\ (?:message|e-?mail|courriel)s?\b.{0,120}\b(?:confidentiel
    |destiné\ exclusivement|à\ l['’]attention\ exclusive)
    | \bsi\ vous\ avez\ reçu\ ce\ (?:message|courriel|mail)\ par\ erreur
    | \beste\ (?:mensaje|correo)\b.{0,120}\b(?:confidencial|dirigido\ exclusivamente)
    | \bsi\ (?:usted\ )?ha\ recibido\ este\ (?:mensaje|correo).{0,20}\berror
    | \b(?:dit|deze)\ (?:bericht|e-?mail)\b.{0,120}\b(?:vertrouwelijk|uitsluitend\ bestemd)
    | \bquesto\ messaggio\b.{0,120}\b(?:riservat|confidenzial)
    | \bniniejsza\ wiadomość\b.{0,100}\bpoufn | \besta\ mensagem\b.{0,100}\bconfidencia
    """,
    re.VERBOSE,
)
_LONGEST_HEADER: Final = 300
_WROTE_START: Final = re.compile(
    r"(?i)^[>\s*]{0,8}(?:on|am|le|el|op|il|em|den|dnia|w dniu|dne|pe|mån|tis|ons|tors|fre|lör"
    r"|sön|from:|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2} \w{3,10}\.? \d{4}"
    r"|[a-z]{2,3}[.,] \d{1,2})\b"
)
_WROTE_END: Final = re.compile(
    r"(?i)(?:\b(?:wrote|writes|schrieb(?: am .{1,80})?|a écrit|ha escrito|escribió|escreveu"
    r"|schreef|ha scritto|skrev|napisał(?:\(a\)|a)?|napsal\(a\)|a scris)"
    r"|(?:schrieb|schreef|skrev|napisał\(?a?\)?) .{1,120})\s{0,2}:?[\s*_]{0,4}$"
)
_SCHREEF_START: Final = re.compile(
    r"(?i)^[^\n]{1,120}(?:<[^<>\s]{3,120}@[^<>\s]{3,120}>"
    r"|\[mailto:[^\]]{3,120}\])[^\n]{0,60}\b(?:wrote|schrieb|a écrit|escribió|schreef"
    r"|ha scritto)\b[^\n]{0,60}:\s*$"
)
_SEPARATOR: Final = re.compile(
    r"(?i)^[\s>*]{0,6}[-_=]{2,60}\s{0,3}(?:original message|original e-?mail|forwarded "
    r"(?:message|by .{1,60})|begin forwarded message|reply message|ursprüngliche nachricht"
    r"|originalnachricht|original-nachricht|weitergeleitete nachricht|message d['’]origine"
    r"|message original|message transféré|mensaje original|mensaje reenviado"
    r"|oorspronkelijk bericht|doorgestuurd bericht"
    r"|messaggio originale|messaggio inoltrato|mensagem original|oryginalna wiadomość"
    r"|wiadomość oryginalna|ursprungligt meddelande"
    r"|oprindelig meddelelse)\s{0,3}[-_=]{2,60}\s*$|^(?i:begin forwarded message"
    r"|anfang der weitergeleiteten nachricht|début du message réexpédié"
    r"|inicio del mensaje reenviado|begin doorgestuurd bericht):\s*$"
)
_FROM_LABEL: Final = re.compile(r"(?i)^[\s>*_]{0,6}(?:from|von|de|van|da|od|från|fra)\s?\*?\s?:\*?\s*\S")
_DATE_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|verzonden"
    r"|inviato|data|wysłano|skickat|sendt|enviada em|dated)\s?\*?\s?:"
)
_TO_LABEL: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}(?:to|subject|cc|an|betreff|à|objet|para|asunto|aan|onderwerp|oggetto|a"
    r"|do|temat|till|ämne|til|emne|assunto)\s?\*?\s?:"
)
_SIGNATURE_MARK: Final = re.compile(r"^(?:--|—|__)$")
_RULE: Final = re.compile(r"^[_=*~-]{5,}$")
_SIGN_OFF: Final = re.compile(
    r"(?i)^(?:(?:with |my |very )?(?:(?:best|kind|kindest|warm|warmest|many|sincere|friendly)"
    r"(?: and (?:best|kind|warm))? )(?:regards?|wishes|thanks)|regards|best|all the "
    r"(?:very )?best|thanks(?: (?:again|so much|very much|a lot|in advance|and (?:kind"
    r"|best) regards))?|thank you(?: (?:again|so much|very much|in advance))?|cheers|thx|ta"
    r"|yours(?: (?:sincerely|faithfully|truly))?|sincerely(?: yours)?|respectfully|blessings"
    r"|love|br|kr|rgds|ttfn|take care"
    r"|(?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?"
    r"|schöne[nm]?) gr(?:ü|ue)(?:ß|ss)(?:e|en)?|gruß|gruss|grüße|mfg|lg|vg|hochachtungsvoll"
    r"|vielen dank(?: im voraus)?|danke(?: im voraus)?"
    r"|(?:bien )?cordialement|(?:meilleures|sincères) salutations|salutations(?: distinguées)?"
    r"|bien à vous|cdlt|merci(?: d['’]avance| beaucoup| par avance)?|(?:un )?"
    r"(?:cordial )?saludos?(?: cordiales)?|atentamente|muchas gracias|gracias(?: de antemano)?"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg"
    r"|(?:alvast )?bedankt|(?:distinti|cordiali) saluti|saluti|grazie(?: mille)?|pozdrawiam"
    r"|z poważaniem|z góry dziękuję|cumprimentos|atenciosamente|obrigad[oa])[\s,.!:;–-]*$"
)
_CAPITAL_WORDS: Final = re.compile(
    r"^(?:(?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ(&|/,.'’-]|\d)[^\s]{0,30}|of|and|und|de|van|der|von|the|&|\||-"
    r"|–|for|i\.A\.|e\.V\.)(?:\s(?:(?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ(&|/,.'’-]|\d)[^\s]{0,30}|of|and|und"
    r"|de|van|der|von|the|&|\||-|–|for|i\.A\.|e\.V\.)){0,9}$"
)
_CONTACT: Final = re.compile(
    r"(?i)@|www\.|https?://|\b(?:tel|phone|mobile|mob|fax|t|m|e|w|email|e-mail|telefon|mobil"
    r"|tél|web)\b\s?[.:|]|\d[\d ()/+-]{6,}\d"
)
_MOST_SIGNATURE_LINES: Final = 10


def _clean_text(text: str) -> str:
    for _ in range(_ROUNDS):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean_once(text: str) -> str:
    repaired = _repair_characters(text)
    lines = _tidy_lines(_strip_html(repaired, quotes=False))
    if not _says_something(lines):
        lines = _tidy_lines(_strip_html(repaired, quotes=True))
    for strip in (_strip_marks, _strip_quotes, _strip_disclaimers, _strip_signature):
        left = strip(lines)
        # Better a text with a quotation in it than an enquiry that says nothing.
        if _says_something(left):
            lines = left
    return _join(lines)


def _says_something(lines: list[str]) -> bool:
    return any(char.isalnum() for line in lines for char in line)


def _tidy_lines(text: str) -> list[str]:
    return [_SPACES.sub(" ", line).strip() for line in _repair_characters(text).split("\n")]


def _join(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _strip_marks(lines: list[str]) -> list[str]:
    kept = []
    for line in lines:
        if _REPLY_ABOVE.match(line[:200]) and len(line) < 120:
            continue
        if _SENT_FROM.match(line[:160]) and len(line.split()) <= _MOST_SENT_FROM_WORDS and not line.endswith("?"):
            continue
        kept.append(_FORM_NOISE.sub("", line).strip() if "(" in line or "form" in line else line)
    return kept


def _strip_quotes(lines: list[str]) -> list[str]:
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
    if len(lines[place]) <= _LONGEST_HEADER and _SCHREEF_START.match(lines[place]):
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


def _strip_disclaimers(lines: list[str]) -> list[str]:
    kept: list[str] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line:
            paragraph.append(line)
            continue
        # A disclaimer may be wrapped in the middle of any phrase, so the paragraph is read as one; and it may hang on
        # to the last line of the mail, so only the lines from where it starts go.
        if paragraph and _DISCLAIMER.search(" ".join(paragraph)[:6000]):
            paragraph = _keep_before_disclaimer(paragraph)
        kept += [*paragraph, ""]
        paragraph = []
    return kept


def _keep_before_disclaimer(paragraph: list[str]) -> list[str]:
    for count, line in enumerate(paragraph[:40]):
        if _DISCLAIMER.search(f"{line[:3000]} {' '.join(paragraph[count + 1 : count + 3])[:600]}"):
            match = _DISCLAIMER.search(line[:3000])
            before = line[: match.start()].rstrip() if match else ""
            # Words before it on the same line stay when they are a sentence of their own.
            return [*paragraph[:count], *([before] if before.endswith((".", "!", "?")) else [])]
    return paragraph


def _strip_signature(lines: list[str]) -> list[str]:
    last = len(lines)
    while last and not lines[last - 1]:
        last -= 1
    for place in range(last - 1, max(-1, last - 1 - 25), -1):
        if _SIGNATURE_MARK.match(lines[place][:5]) and last - place <= 16:
            return lines[:place]
    for place in range(max(0, last - 1 - _MOST_SIGNATURE_LINES - 4), last):
        if _SIGN_OFF.match(lines[place][:80]) and len(lines[place]) <= 60:
            after = [line for line in lines[place + 1 : last] if line]
            if len(after) <= _MOST_SIGNATURE_LINES and all(map(_looks_like_signature, after)):
                # The sign-off and the name stay for redaction to learn a name from; titles and numbers go.
                return (
                    [*lines[: place + 1], *after[:1]] if after and not _CONTACT.search(after[0]) else lines[: place + 1]
                )
    return lines


def _looks_like_signature(line: str) -> bool:
    if len(line) > 90 or line.endswith("?"):
        return False
    return bool(
        _CONTACT.search(line)
        or (_CAPITAL_WORDS.match(line) and not line.endswith((".", "!")))
        or len(line.split()) == 1
    )


# ── the subject ─────────────────────────────────────────────────────────────────────────────────────────────────────

_SUBJECT_MARKS: Final = re.compile(
    r"""^(?i:\s*(?:
      (?:re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|antwort|rif|odp|enc|doorst|vb|ynt|ref)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]
    | [\[(]\s?(?:\w{1,20}[\s-])?(?:ticket|case|request|anfrage|vorgang|incident|support|ref|id
    |issue|conversation)?[\s:#.-]{0,4}(?:no|nr|id)?[.:#\s]{0,3}[a-z]{0,5}-?\d{3,12}\s?[\])]
    | [\[(](?:ext|external|extern|spam\??|suspected\ spam)[\])] | (?:ticket|case|request)\s?
    (?:\#|no\.?|id)?\s?\#?\d{3,12}\s?[:–|-]\s | \#\d{4,12}\s?[:–|-]\s
    ))+\s*""",
    re.VERBOSE,
)
_SUBJECT_END: Final = re.compile(
    r"(?i)\s*[\[(]\s?(?:\w{1,20} )?(?:ticket|case|request|anfrage|ref|id"
    r"|incident)?[\s:#.-]{0,4}(?:no|nr|id)?[.:#\s]{0,3}\d{4,12}\s?[\])]\s*$"
)
_LONGEST_SUBJECT: Final = 1000


def _clean_subject(subject: str) -> str:
    flat = " ".join(_tidy_lines(_strip_html(_repair_characters(subject[: _LONGEST_SUBJECT * 4]), quotes=True))).strip()[
        :_LONGEST_SUBJECT
    ]
    for _ in range(_ROUNDS):
        # `search` from a bounded end: the pattern begins with spaces, and a thousand of them must not cost a million.
        shorter = _SUBJECT_MARKS.sub("", flat, count=1).strip()
        if match := _SUBJECT_END.search(shorter, max(0, len(shorter) - 60)):
            shorter = shorter[: match.start()].strip()
        shorter = " ".join(shorter.split())
        if shorter == flat:
            break
        flat = shorter
    return flat


def clean_enquiry(enquiry: Enquiry) -> Enquiry:
    """Clean the subject and every turn of an enquiry. Cleaning twice equals cleaning once.

    A turn that would be left with nothing (all of it is quoted, say) keeps its words.
    """
    turns = tuple(dataclasses.replace(turn, text=_clean_text(turn.text)) for turn in enquiry.turns)
    return dataclasses.replace(enquiry, subject=_clean_subject(enquiry.subject), turns=turns)


# ── noise ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_NO_SUBJECT: Final = re.compile(
    r"(?i)\W*(?:(?:no|kein|ohne|sans|sin|geen|senza|brak|sem)[ -](?:subject|betreff|objet"
    r"|asunto|onderwerp|oggetto|tematu|assunto)|(?:new )?(?:message|enquiry|inquiry|submission"
    r"|contact|mail)(?: (?:from|via|form).{0,60})?|(?:general |customer |website |quick |a )?"
    r"(?:question|enquiry|inquiry|query|help|support|contact|hello|hi|hey|feedback|message"
    r"|request|info|urgent|please help|contact form|kontakt|kontaktformular|anfrage|frage"
    r"|question|demande|contacto|consulta|pregunta|vraag|contatto|hallo|hola|bonjour|live chat"
    r"|chat)|chat (?:with|mit|avec|con|met) .{1,60})\W*"
)
_TEST_BEGINS: Final = re.compile(
    r"(?i)^\W*(?:this is (?:just )?a |just a |only a )?test(?:ing|s)?\b.{0,80}\bignore\b", re.DOTALL
)
_MISTAKE: Final = re.compile(
    r"(?i)^\W*(?:sorry,? )?(?:(?:this|that|it) was |i )?(?:sent|pressed send|pocket|submitted)"
    r"(?: (?:this|that|it|my message))? (?:by (?:accident|mistake)|accidentally|in error)\b"
)
_TEST: Final = re.compile(
    r"(?i)\W*(?:(?:this is |just |only |hello |hi |a |ein |un |une |dies ist |my |form "
    r"|e-?mail |please |ignore |first )*(?:test(?:ing|e|en)?|prueba|probe)(?: (?:test|testing"
    r"|message|e-?mail|mail|form|ticket|enquiry|123|1|2|3|one|two|only|please|ignore|this"
    r"|do not reply|nachricht|bericht|mensaje))*|asdf\w*|qwert\w*|lorem ipsum.{0,400}|x+|abc"
    r"|aaa+|1234?5?6?)\W*"
)
_AUTO_SUBJECT: Final = re.compile(
    r"(?i)^\W{0,5}(?:auto(?:matic)?[- ]?(?:reply|response|matic reply)|automated (?:reply"
    r"|response)|autoreply|auto:|out of (?:the )?office|on (?:annual |maternity )?leave\b"
    r"|vacation (?:reply|notice)|abwesenheitsnotiz|automatische (?:antwort|abwesenheit)"
    r"|abwesend|nicht im büro|réponse automatique|absence du bureau|message d['’]absence"
    r"|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori ufficio"
    r"|automatisch (?:antwoord|bericht)|afwezig(?:heid)?|odpowiedź automatyczna|autoodpowiedź"
    r"|nieobecność|resposta automática|ausência|automatiskt svar|automatisk svar)"
)
_AUTO_CUES: Final = tuple(
    re.compile(rf"(?i)\b(?:{cue})")
    for cue in (
        r"(?:out of|away from|not in) (?:the |my )?office|on (?:annual|maternity|parental|sick"
        r"|holiday) leave|(?:currently|am) (?:away|travelling|on (?:leave|holiday|vacation))"
        r"|nicht im (?:büro|haus|dienst)|im urlaub|abwesend|absente? (?:du|jusqu|pour)"
        r"|actuellement absente?|fuera de (?:la )?oficina|de vacaciones|ik ben (?:momenteel )?"
        r"(?:afwezig|niet aanwezig|met vakantie)|afwezig|fuori ufficio|in ferie|nieobecn"
        r"|na urlopie|estou (?:ausente|fora)|de férias",
        r"(?:will (?:be back|return|respond|reply|answer|get back)|be back|returning"
        r"|back in the office) (?:on|in|to|after|when|from|you)|(?:bin|wieder) (?:ich )?(?:ab"
        r"|am) .{1,40} (?:wieder|erreichbar)|wieder (?:erreichbar|im büro|da)|de retour|regres(?:o"
        r"|aré)|volver[ée]|terug (?:op|vanaf)|rientrer[òo]|torner[òo]|wracam|regresso",
        r"limited (?:access|e-?mail)|no access to (?:my )?e-?mail|(?:e-?mails?|nachricht(?:en)?) "
        r"(?:wird|werden) (?:nicht|nur) .{0,30}(?:gelesen|weitergeleitet)|accès limité"
        r"|acceso limitado|beperkt(?:e)? toegang|accesso limitato",
        r"(?:urgent|immediate) (?:matters?|cases?|enquir|issues?|assistance|requests?)|if (?:it is"
        r"|it's|this is|your (?:matter|enquiry|request) is) urgent|in dringenden (?:fällen"
        r"|angelegenheiten)|en cas d['’]urgence|pour toute urgence|en caso de urgencia"
        r"|para asuntos urgentes|in dringende gevallen|voor dringende|per urgenze"
        r"|w pilnych sprawach|em caso de urgência",
        r"(?:this is an|automatically generated|an automated|automated) (?:automated |automatic )?"
        r"(?:response|reply|message|e-?mail|acknowledg)|(?:do not|don't"
        r"|please do not) reply to this|automatisch (?:generiert|erstellt|verstuurd|gegenereerd)"
        r"|dies ist eine automatische|ceci est une réponse automatique|message (?:automatique"
        r"|généré)|(?:respuesta|mensaje) automátic|messaggio automatico|wiadomość "
        r"(?:wygenerowana )?automatyczn|mensagem automática",
        r"(?:thank you for your (?:e-?mail|message)|i am|vielen dank für ihre (?:nachricht|e-?mail"
        r"|mail)|merci (?:de|pour) votre (?:message|mail)|gracias por su (?:mensaje|correo)"
        r"|bedankt voor uw (?:bericht|e-?mail)).{0,80}(?:office|leave|away|abwesend|urlaub|absent"
        r"|oficina|afwezig|erreichbar|dienst)",
    )
)
_BOUNCE_SUBJECT: Final = re.compile(
    r"(?i)^\W{0,3}(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed"
    r"|incomplete|delayed)|mail delivery (?:failed|failure|subsystem|system)|returned mail"
    r"|failure notice|message (?:not delivered|undeliverable|blocked)|unzustellbar"
    r"|nicht zustellbar|zustellung(?:sfehler| fehlgeschlagen)|échec de (?:remise|livraison"
    r"|distribution)|non remis|no se puede entregar|error de entrega|devuelto|onbestelbaar"
    r"|niet bezorgd|mancata consegna|niedostarczon)"
)
_BOUNCE_CUES: Final = re.compile(
    r"(?i)mailer-daemon|postmaster@|this is the mail (?:system|delivery)|(?:could"
    r"|can) ?not be delivered|couldn['’]t be delivered|was(?:n['’]t| not) delivered|permanent "
    r"(?:fatal )?(?:error|failure)|recipient(?:'s)? (?:address )?(?:rejected|not found"
    r"|unknown)|(?:user|mailbox|address) (?:unknown|unavailable|not found|full)"
    r"|\b[45]\d\d[ -][45]\.\d\.\d|diagnostic-code|konnte nicht zugestellt|n['’]a pas pu être "
    r"(?:remis|délivré)|no se (?:ha podido|pudo) entregar"
    r"|(?:temporary )?problem delivering your message|(?:not yet|has not been) delivered"
    r"|will be retried|kon niet worden (?:bezorgd|afgeleverd)|remote server (?:returned"
    r"|replied)"
)
_SPAM_SUBJECTS: Final = tuple(
    re.compile(rf"(?i)\b(?:{cue})\b")
    for cue in (
        r"seo|search engine (?:optimi[sz]ation|ranking|results)|(?:first|top|page (?:one|1)) "
        r"(?:page )?(?:of|on|in) google|rank(?:ing|ings|ed)? (?:\w+ ){0,3}(?:google|search)|google"
        r"(?:'s)? (?:first page|rankings?|page one)",
        r"back-?links?|guest[- ]?posts?|sponsored (?:post|article|content)|link (?:building"
        r"|insertion|exchange|placement)|domain authority|do-?follow|high[- ]da\b|paid (?:post"
        r"|placement)s?",
        r"web ?(?:site)? ?(?:design|re-?design|development)(?: services| agency| company)?"
        r"|redesign(?:ing)? (?:of )?your (?:web)?site|mobile app development|app developers?"
        r"|digital marketing|social media marketing|explainer video|organic traffic|more "
        r"(?:traffic|leads)|lead generation|(?:qualified|verified|exclusive) leads|e-?mail (?:list"
        r"|database)s?|bulk e-?mails?",
        r"bitcoin|crypto(?:currency|currencies)?|forex|trading (?:bot|signals|platform)"
        r"|binary options|nft|guaranteed (?:returns?|profits?|income)|passive income"
        r"|earn \$?\d[\d,]* (?:a|per) (?:day|week|month)|make money|double your",
        r"(?:business|personal|unsecured|instant|quick) (?:loans?|funding|capital)|loan offers?"
        r"|working capital|merchant cash|low interest(?: rate)?s?|% interest|financ(?:e|ial) "
        r"(?:assistance|offer)",
        r"viagra|cialis|casino|betting|gambling|escort|dating site|weight loss|cbd|replica|pharmacy|adult|porn",
        r"inheritance|beneficiary|next of kin|lottery|million (?:us )?(?:dollars|usd|euros?"
        r"|pounds)|\$\d+(?:\.\d)? ?(?:million|m)|barrister|wire transfer|compensation fund",
        r"leaflet(?:s|ing)?|flyers?|fuel cards?|merchant (?:services|account)|card (?:machine"
        r"|terminal|reader)s? (?:deal|offer|rate)s?|office supplies|wholesale|manufacturer"
        r"|factory (?:price|direct)|oem|we (?:are|'re) a (?:leading|professional) (?:\w+ ){0,3}"
        r"(?:supplier|manufacturer|factory|agency|company)|outsourc\w+|virtual assistants?"
        r"|staffing|recruitment agency",
    )
)
_PITCH: Final = tuple(
    re.compile(rf"(?i)\b(?:{cue})\b")
    for cue in (
        r"(?:i|we) (?:recently |just |have )?(?:came across|come across|found|visited|was on"
        r"|were on|noticed|saw|was looking at|looked at|reviewed|stumbled upon|checked)"
        r"(?: \w+){0,2} (?:your|you)(?: \w+){0,2} (?:web ?site|site|blog|page|business|company"
        r"|listing)",
        r"(?:we|i) (?:offer|provide|speciali[sz]e|can (?:get|put|help you (?:rank|grow|get"
        r"|increase|boost)|boost|increase|double|offer|provide|deliver|guarantee)|guarantee|help "
        r"(?:businesses|companies|small))|our (?:team|agency|services|company|experts|packages"
        r"|clients|prices start|rates|product range|network)|on behalf of (?:our|my) client",
        r"(?:your|you) (?:web ?site|site|business|company|online presence|rankings?)(?: \w+){0,4} "
        r"(?:rank|traffic|visib|potential|customers|errors|issues|leads|grow|missing|not (?:rank"
        r"|appear|show)|on google)\w*",
        r"(?:if you(?:'re| are)|would you be|are you|let me know if you(?:'re| are)"
        r"|in case you are|kindly) (?:interested|keen|open to)|interested\? (?:reply|call|email)"
        r"|(?:reply|respond) (?:with|to this|yes|back)(?: \w+){0,3} (?:yes|interested|price|quote"
        r"|details)?|schedule a (?:call|demo)|(?:book|hop on|have) a (?:quick |free |short )?"
        r"(?:call|demo|consultation|chat)|quick call|free (?:audit|quote|consultation|trial"
        r"|analysis|report|proposal|sample)",
        r"unsubscribe|opt[- ]out|stop receiving|remove (?:you|me) from|no longer wish to receive"
        r"|click (?:here|below|the link)|limited[- ]time|special offer|act now|hurry|100% "
        r"(?:guaranteed|free|safe|satisfaction)|risk[- ]free|no obligation|best price|affordable "
        r"(?:price|rate|cost|package)s?|(?:\d+)% (?:off|discount)|dear (?:sir|friend|webmaster"
        r"|website owner|business owner|owner|beneficiary)",
    )
)
_PRAISE: Final = re.compile(
    r"(?i)\b(?:star|great|brilliant|fantastic|lovely|nice|warm|excellent|perfect(?:ly)?"
    r"|amazing|superb|wonderful|awesome|works?(?: now| fine| again)?|worked|sorted|solved"
    r"|fixed|resolved|happy with|pleased with|delighted|recommend\w*|well done|top (?:job"
    r"|notch)|life ?saver|legend|five stars|5 stars|polite|tidy|super|toll|klasse|geklappt"
    r"|funktioniert|parfait|génial|perfecto|genial|funciona|top|fijn|gelukt|werkt)\b"
)
_BUT: Final = re.compile(
    r"(?i)\b(?:but|however|still|again|except|although|unfortunately|another|also|aber|leider"
    r"|noch|mais|toujours|encore|pero|todavía|aún|maar|helaas|nog)\b"
)
_LINK: Final = re.compile(r"(?i)https?://|www\.")
_READ: Final = 20_000
"""Characters of an enquiry that are looked at for noise: a newsletter gives itself away long before."""


def find_noise(enquiry: Enquiry) -> str:
    """Say why an enquiry is no question, or "" when it is one: in doubt it is.

        Reasons: "empty", "delivery failure", "auto-reply", "test", "spam", "thanks", "greeting". The enquiry has been
    cleaned.
    """
    subject = "" if _NO_SUBJECT.fullmatch(enquiry.subject[:120]) else enquiry.subject
    body = "\n\n".join(_first_turns(enquiry))[:_READ]
    both = f"{subject}\n{body}".strip()
    if not any(char.isalnum() for char in both):
        # "Help" in the subject and nothing else is still nothing to answer.
        return "empty"
    automatic = enquiry.status == "auto"
    if _is_bounce(subject, body, automatic):
        return "delivery failure"
    if _is_auto_reply(subject, body, automatic):
        return "auto-reply"
    if _TEST.fullmatch(body[:500] or subject) and (not subject or _TEST.fullmatch(subject)):
        return "test"
    if _TEST_BEGINS.match(both[:300]) or (_MISTAKE.match(body) and len(body.split()) <= 12):
        return "test"
    if _is_spam(both):
        return "spam"
    return _find_empty_manners(subject, body)


def _first_turns(enquiry: Enquiry) -> list[str]:
    texts: list[str] = []
    for turn in enquiry.turns:
        if turn.author is Author.CUSTOMER:
            texts.append(turn.text)
        elif turn.author is Author.AGENT and texts:
            break
    return texts


def _is_bounce(subject: str, body: str, automatic: bool) -> bool:
    told, cue = bool(_BOUNCE_SUBJECT.search(subject)), bool(_BOUNCE_CUES.search(body))
    # "I get 'undeliverable' when I write to you" is a question about bounces, not a bounce.
    return (told and cue and not _asks_personally(body)) or (automatic and (told or cue))


def _asks_personally(body: str) -> bool:
    return "?" in body and is_asking(body)


def _is_auto_reply(subject: str, body: str, automatic: bool) -> bool:
    asks = _asks_personally(body)
    if automatic and not asks:
        return True
    told = bool(_AUTO_SUBJECT.search(subject))
    if not automatic and asks:
        return False
    cues = sum(bool(cue.search(body)) for cue in _AUTO_CUES)
    if automatic:
        return told or cues >= 1
    if tells_trouble(_AUTO_SUBJECT.sub("", subject)):
        return False
    return (told and cues >= 1) or (cues >= 2 and len(body) < 1500 and not tells_trouble(body[:200]))


_SURE_SPAM: Final = re.compile(
    r"(?i)\bdo-?follow\b|\bguest[- ]?posts?\b|\bback-?links\b.{0,80}\b(?:package|price|high"
    r"|quality|da)\b|\bpre-?approved\b.{0,80}(?:£|\$|€|loan|gbp|usd|capital|funding)"
    r"|\bno credit check\b|\b(?:btc|usdt|bitcoin|crypto)\b.{0,60}\b(?:minimum|airdrop|claim"
    r"|weekly|daily|invest|return|profit|bot)\b"
    r"|\berrors (?:on|with) your (?:web)?site\b|\byou(?:'re| are) not (?:ranking|on page)\b"
    r"|\bwebsite is not on page\b|\bmoq\b|\bdear (?:purchasing|procurement|business owner"
    r"|merchant|webmaster|website owner|beneficiary)|\bview this (?:e-?mail"
    r"|message) in your browser\b|\bказино\b|\bбонус|\bwe help \w+ (?:\w+ )?(?:companies"
    r"|businesses|firms|shops|brands) like yours\b|\bcollab\b.{0,200}\bin exchange for\b"
    r"|\bin exchange for\b.{0,80}\b(?:stories|posts|reels)\b",
    re.DOTALL,
)
_SURE_PITCH: Final = re.compile(
    r"(?i)\b(?:i|we)['’]?d? ?(?:would )?(?:love|like) to (?:contribute|write|collaborate"
    r"|feature|work with|partner)|\b(?:big fan of|love|loved) your (?:blog|site|website|name"
    r"|content)|\bwhat are your rates\b|\breply (?:yes|back|with)\b|\b(?:apply|claim|connect"
    r"|fill)\b.{0,20}(?:now|here|form|wallet|>>|http)|\bno obligation\b|\bwe(?:['’]ve"
    r"| have) helped \d|\bcosting you\b|\bprofessional (?:factory|manufacturer|supplier)\b"
    r"|\byou (?:receive|received|are receiving) this (?:e-?mail|mail|message"
    r"|newsletter) because\b|https?://|\b\d{1,2} ?min(?:ute)?s (?:on|this|next)\b|\b\d{1,3}k\b"
    r"|\bunsubscribe\b",
)


def _is_spam(text: str) -> bool:
    if _SURE_SPAM.search(text) and _SURE_PITCH.search(text):
        return True
    pitches = sum(bool(cue.search(text)) for cue in _PITCH)
    if not pitches:  # nobody sells without a pitch, and most enquiries are spared the longer search
        return False
    subjects = sum(bool(cue.search(text)) for cue in _SPAM_SUBJECTS)
    links = len(_LINK.findall(text))
    if not subjects:
        return False
    return subjects + pitches + (links >= 3) >= 3 and (pitches >= 2 or subjects >= 2)


def _find_empty_manners(subject: str, body: str) -> str:
    text = f"{subject}\n{body}".strip()
    if len(text) > 600:
        return ""
    core = f"{strip_courtesies(subject)} {strip_courtesies(body)}".strip()
    if not any(char.isalnum() for char in core):
        return "thanks" if holds_thanks(text) else "greeting"
    if "?" in text or is_asking(core) or tells_trouble(core) or _BUT.search(core):
        return ""
    if holds_thanks(text) and (_PRAISE.search(core) or (len(core.split()) <= 3 and not subject)):
        return "thanks" if len(core.split()) <= 60 else ""
    return ""
