"""Finds personal data and puts readable placeholders in its place: spans first, replacing second.

This is the only door from `Enquiry` to `RedactedEnquiry`. It decides what is personal: names that the export's columns
carry, names that stand where a name stands (after a greeting, under a mail), and values with a shape of their own
(addresses, numbers, keys). What is a question and what is noise, others decide and hand in.

The two-step shape and the tables of recognisers follow Microsoft's presidio.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import ipaddress
import itertools
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.asking import extract_ask
from enquiry2article.courtesies import strip_courtesies
from enquiry2article.records import Author, Enquiry, RedactedEnquiry, Reply, Turn
from enquiry2article.text import fold, split_words
from enquiry2article.words import ALL_STOP_WORDS, COMMON_NAMES, COMPANY_WORDS, GIVEN_NAMES, MONTHS, NOT_A_NAME

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "email": "[email]",
    "link": "[link]",
    "password": "[password]",
    "card": "[card]",
    "iban": "[bank account]",
    "date of birth": "[date of birth]",
    "address": "[address]",
    "order": "[order number]",
    "ip": "[ip address]",
    "phone": "[phone]",
    "name": "[name]",
}
"""What stands for each kind of personal value. Where two kinds overlap, the earlier one names both."""

_RANK: Final = {kind: rank for rank, kind in enumerate(PLACEHOLDERS)}
_PLACEHOLDER: Final = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
_ROUNDS: Final = 10
"""Redacting repeats until nothing is found, so that redacting twice equals redacting once."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that holds a personal value: `text[start:end]`."""

    start: int
    end: int
    kind: str
    """A key of `PLACEHOLDERS`."""


# ── values with a shape of their own ────────────────────────────────────────────────────────────────────────────────

_Atom = tuple[int, int, str]
"""Start, end and folded text of a run of letters or of digits."""
_ATOM: Final = re.compile(r"[^\W\d_]+|\d+")
Finder = Callable[[str, Sequence[_Atom]], Iterator[Span]]


def _cut_atoms(text: str) -> list[_Atom]:
    return [(match.start(), match.end(), fold(match[0])) for match in _ATOM.finditer(text)]


def _match_after(
    pattern: re.Pattern[str], first: tuple[str, ...], text: str, atoms: Sequence[_Atom]
) -> Iterator[re.Match[str]]:
    """Match a pattern only where a word begins as one of `first` does: far cheaper than trying it at each place."""
    for start, _, atom in atoms:
        if atom.startswith(first) and (match := pattern.match(text, start)):
            yield match


_EMAIL: Final = re.compile(
    r"(?<![\w.+%'-])(?:mailto:)?[\w.+%'&-]{1,64}\s?(?:@|\((?:at|@)\)|\[(?:at|@)\])\s?"
    r"(?:[\w-]{1,63}(?:\.|\s?[\[(](?:dot|punkt|\.)[\])]\s?)){1,6}[^\W\d_]{2,24}\b"
)
_SPOKEN_EMAIL: Final = re.compile(
    r"(?i)(?<![\w.-])[\w.+-]{2,64} at [\w-]{2,40} dot (?:com|org|net|co dot uk|co\.uk|de|fr|es|nl|io|uk|eu)\b"
)


def _find_emails(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    if "@" in text or "at)" in text or "at]" in text:
        # A mail address may not be cut in two by a space where the sign is bare: "see me @ the shop".
        for match in _EMAIL.finditer(text):
            found = match[0]
            if "@" not in found or (
                " @" not in found and "@ " not in found and "@\n" not in found and "\n@" not in found
            ):
                yield Span(*match.span(), "email")
    if " dot " in text.lower():
        yield from _spans(_SPOKEN_EMAIL, text, "email")


_URL: Final = re.compile(
    r"(?i)(?<![\w@])(?:https?://|www\.)[^\s<>\"'()\[\]{}|]{3,2000}|(?<![\w@./-])"
    r"(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|io|co|app|dev|test|example|de|fr|es|nl|it|pl|pt"
    r"|uk|eu)/[^\s<>\"'()\[\]{}|]{1,2000}"
)
_PUBLIC_PAGE: Final = re.compile(
    r"(?i)/(?:articles?|help|hc|docs?|kb|knowledge|faqs?|support|blog|wiki|questions?|guides?"
    r"|manuals?|downloads?|products?|category|collections)(?:[/?#-]|$)"
)
_PERSONAL_PATH: Final = re.compile(
    r"(?i)/(?:users?|u|accounts?|profiles?|members?|customers?|orders?|tickets?|invoices?"
    r"|bookings?|track(?:ing)?|reset|verify|confirm|invite|share|s|d|file|uploads?|in|people"
    r"|meet|join|j)/[^/?#\s]{2,}"
    r"|(?:facebook|instagram|linkedin|twitter|x|tiktok|drive\.google|docs\.google|dropbox"
    r"|we\.tl|wetransfer|1drv|zoom|teams\.microsoft)\.(?:com|ms|us|tl)/\S{2,}"
)
_PERSONAL_QUERY: Final = re.compile(
    r"(?i)[?&;#](?:[\w.-]{0,30})?(?:token|key|auth|session|sid|sess|e-?mail|user|uid|id|code"
    r"|sig(?:nature)?|pass(?:word)?|pwd|reset|account|order|invoice|customer|ticket|hash"
    r"|secret|otp|name|phone|ref)[\w.-]{0,20}="
)
_LONG_ID: Final = re.compile(
    r"(?i)(?=[\w~-]{16})(?=[a-z_~-]{0,60}\d)(?=[\d_~-]{0,60}[a-z])(?:[\w~]{16,}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[\w-]{10,})|\d{7,}"
)


def _find_links(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    if "://" in text or "www." in text.lower() or "/" in text:
        for start, end in _find_urls(text):
            if _is_personal_link(text[start:end]):
                yield Span(start, end, "link")


def _find_urls(text: str) -> Iterator[tuple[int, int]]:
    for match in _URL.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(".,;:!?…"))


def _is_personal_link(url: str) -> bool:
    host_and_path = url.split("://", 1)[-1]
    host, _, rest = host_and_path.partition("/")
    path, mark, query = rest.partition("?")
    if "@" in host_and_path or "%40" in url or (mark and _PERSONAL_QUERY.search(mark + query)):
        return True
    if _LONG_ID.search(query) or _LONG_ID.search(host):
        return True
    if _PUBLIC_PAGE.search("/" + path):
        return False
    return bool(_PERSONAL_PATH.search(f"{host}/{path}") or _LONG_ID.search(path))


_CARD: Final = re.compile(r"(?<![\d.,-])(?<!\d )\d(?:[ -]?\d){12,18}(?![\d])")
_CARD_GROUPS: Final = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5}")


_CARD_END: Final = re.compile(
    r"(?i)\b(?:card|karte|carte|tarjeta|kaart|visa|master ?card|amex|maestro)\b"
    r"(?: number)?[\s,:(]{0,2}(?:that |which )?(?:ending(?: in| with)?|ends? (?:in|with)"
    r"|endet auf|finit par|terminada en|eindigend op)?[\s:(]{0,2}(?:[*x.•]{1,12}[ -]?)?"
    r"(?P<value>\d{4})(?![\w-])"
)


def _find_cards(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _CARD_END.finditer(text):
        yield Span(*match.span("value"), "card")
    for match in _CARD.finditer(text):
        # Four groups of four are meant as a card even when a digit is wrong.
        if _CARD_GROUPS.fullmatch(match[0]) or _passes_luhn(match[0]):
            yield Span(*match.span(), "card")


def _passes_luhn(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()][::-1]
    if len(set(digits)) < 2 or digits[-1] not in {2, 3, 4, 5, 6}:  # the first digits that card networks give out
        return False
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_IBAN_LENGTHS: Final = {
    entry[:2]: int(entry[2:])
    for entry in """
    AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21
    LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27 TR26 UA29 AE23 SA24 IL23
    """.split()
}
"""Country → length of its account numbers, as the registry of IBANs tells."""


def _find_ibans(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _SORT_CODE.finditer(text):
        yield Span(*match.span("value"), "iban")
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        if not length:
            continue
        end = _walk(text, match.start(), length)
        if end and sum(char.isdigit() for char in text[match.start() : end]) >= 10:
            yield Span(match.start(), end, "iban")


def _walk(text: str, start: int, count: int) -> int:
    """Give the place after `count` letters and digits, single spaces among them, or 0 when no word ends there."""
    place = start
    while count and place < len(text):
        if text[place].isalnum():
            count -= 1
        elif text[place] not in " -":
            return 0
        place += 1
    return place if not count and not text[place : place + 1].isalnum() else 0


_IP4: Final = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d]|\.\d)")
_IP6: Final = re.compile(r"(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
_MAC: Final = re.compile(r"(?<![\w:-])[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){4}(?![\w:-])")
_VERSION_BEFORE: Final = re.compile(
    r"(?i)(?:\b(?:version|firmware|build|release|ver|v|driver|software|app|ios|android"
    r"|windows)\.?:?\s{0,2})$"
)
_PUBLIC_IP: Final = re.compile(
    r"(?:0|10|127|255|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\..*|8\.8\.(?:8\.8|4\.4)"
    r"|1\.[01]\.[01]\.1|9\.9\.9\.9"
)
"""Addresses that mean the same machine to nobody: private networks, masks and the well-known name servers."""


_SORT_CODE: Final = re.compile(r"(?i)\bsort ?code\W{0,5}(?:is )?(?P<value>\d{2}[ -]?\d{2}[ -]?\d{2})(?!\d)")


def _find_ips(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _IP4.finditer(text):
        if not _PUBLIC_IP.fullmatch(match[0]) and not _VERSION_BEFORE.search(
            text, max(0, match.start() - 20), match.start()
        ):
            yield Span(*match.span(), "ip")
    if text.count(":") >= 2 or text.count("-") >= 5:
        yield from _spans(_MAC, text, "ip")
        for match in _IP6.finditer(text):
            if len(match[0]) >= 6 and _is_ip6(match[0]):
                yield Span(*match.span(), "ip")


def _is_ip6(text: str) -> bool:
    try:
        return not ipaddress.IPv6Address(text).is_loopback
    except ValueError:
        return False


_DAY: Final = (
    rf"(?:\d{{1,2}}[./ -]{{1,2}}\d{{1,2}}[./ -]{{1,2}}\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?,? (?:de |of )?(?:{'|'.join(sorted(MONTHS))})\.?,? "
    rf"(?:de )?\d{{2,4}}|(?:{'|'.join(sorted(MONTHS))})\.? \d{{1,2}}(?:st|nd|rd"
    rf"|th)?,? \d{{2,4}})"
)
_BORN: Final = re.compile(
    rf"(?i)\b(?:date of birth|d\.?o\.?b\.?|born(?: on)?|birth ?da(?:y|te)|geboren(?: am)?|geb\."
    rf"(?: am)?|geburtsdatum|née? le|date de naissance|nacid[oa] el|nac[ií] el"
    rf"|fecha de nacimiento|geboren op|geboortedatum|nat[oa] il|data di nascita|data urodzenia"
    rf"|urodzon[ya]|data de nascimento|nascid[oa] em)\b[\s:]{{0,3}}(?:is|was|ist|est|es"
    rf"|:)?\s{{0,2}}(?P<value>{_DAY})"
)


def _find_births(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _BORN.finditer(text):
        yield Span(*match.span("value"), "date of birth")


_SECRET: Final = re.compile(
    r"(?i)\b(?:pass(?:word|code|phrase|wort)|kennwort|mot de passe|contraseña|wachtwoord|hasło"
    r"|senha|pwd|pin|pin code|security code|cvv|cvc|api[- ]?key|access[- ]?(?:key|token)|token"
    r"|secret|login code|one[- ]time code|otp)\b"
    r"(?P<joint>\s{0,3}(?:is|was|ist|lautet|est|es|era|:|=|->|é|to|to be)\s{0,3}:?\s{0,2})"
    r"(?P<quote>[\"'“‘„«`]?)(?P<value>[^\s\"'”“’«»`]{3,100})"
)
_FAR_SECRET: Final = re.compile(
    r"(?i)(?:pass(?:word|code|wort)|kennwort|mot de passe|contraseña"
    r"|wachtwoord)\b[^.\n:=]{0,40}(?:\b(?:is|was|ist|est|es)|:|=) ?[\"'“‘]?(?P<value>"
    r"(?=[^\s\"']{0,40}[A-Za-z])(?=[^\s\"']{0,40}\d)(?=[^\s\"']{0,40}(?:[A-Z]"
    r"|[!#$%&*+@^_]))[^\s\"',;]{6,60}?)(?=[.,;:!?\"'”’)]?(?:\s|$))"
)
_SECRET_WORDS: Final = (
    "pass",
    "kennwort",
    "mot",
    "contras",
    "wachtwoord",
    "has",
    "senha",
    "pwd",
    "pin",
    "security",
    "cvv",
    "cvc",
    "api",
    "access",
    "token",
    "secret",
    "login",
    "one",
    "otp",
)
_KEY: Final = re.compile(
    r"(?<![\w-])(?:(?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{8,200}"
    r"|gh[pousr]_[A-Za-z0-9]{16,200}|github_pat_\w{20,200}|xox[abprs]-[\w-]{10,200}"
    r"|AKIA[0-9A-Z]{12,20}|AIza[\w-]{20,60}|eyJ[\w-]{8,2000}\.[\w-]{4,2000}"
    r"(?:\.[\w-]{0,2000})?|sk-[\w-]{16,200}"
    r"|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})(?![\w-])"
)
_TOKEN: Final = re.compile(
    r"(?<![\w/.@-])(?=[A-Za-z_-]{0,40}\d)(?=[\d_-]{0,40}[A-Za-z])[A-Za-z0-9_-]{24,400}"
    r"(?![\w/.@-])"
)
_NO_SECRET: Final = frozenset(
    """
        wrong incorrect not expired rejected correct right invalid valid ok okay fine lost forgotten too being never
    now still always
        required set secure safe strong weak empty blank different the a an my your our their no asked working gone
    old new reset
        changed accepted shown saved stolen compromised hidden unknown hacked long short there that this stored needed
    sent only
        visible case-sensitive correctly displayed at least in on for and or but if when because good bad same unsafe
    unusable
        confirmed entered typed blocked locked disabled missing out also just really definitely case sensitive
    something very
        falsch richtig abgelaufen nicht vergessen gesperrt ungültig zu incorrect incorrecte expiré oublié perdu faux
    pas incorrecta
    caducada olvidada onjuist verlopen vergeten fout niet it be do access enter go make use you we they what
    """.split()
)


def _find_secrets(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _match_after(_SECRET, _SECRET_WORDS, text, atoms):
        value = match["value"].rstrip(".,;:!?)")
        bare = value.strip(".,;:!?()[]").casefold()
        if (
            not value
            or value.startswith("[")
            or bare in _NO_SECRET
            or bare in ALL_STOP_WORDS
            or bare.endswith(("ed", "ing"))
        ):
            continue
        mixed = any(not char.isalpha() for char in value) or not (value.islower() or value.istitle())
        follows = text[match.start("value") + len(value) : match.start("value") + len(value) + 3].strip()
        if match["joint"].strip() in {"to", "to be"} and not mixed and not match["quote"]:
            continue
        if (
            (mixed and not re.fullmatch(r"\d+-\w+|[a-z]+-[a-z-]+|\w+/\w+", value))
            or match["quote"]
            or not follows
            or follows[0] in ".,;!"
        ):
            start = match.start("value")
            yield Span(start, start + len(value), "password")
    for match in _match_after(_FAR_SECRET, _SECRET_WORDS, text, atoms):
        yield Span(*match.span("value"), "password")
    yield from _spans(_KEY, text, "password")
    for match in _TOKEN.finditer(text):
        token = match[0]
        digits = sum(char.isdigit() for char in token)
        if (
            digits >= 3
            and (digits < len(token) * 0.8)
            and len(set(token)) > 6
            and "--" not in token
            and token.count("-") < 4
        ):
            yield Span(*match.span(), "password")


# ── numbers of orders and the like ──────────────────────────────────────────────────────────────────────────────────

_INTRODUCED: Final = re.compile(
    r"""(?ix)(?<![\w-])
    (?P<what> (?:order|ticket|invoice|tracking|case|booking|reservation|reference|ref|customer
    |client|account|policy|contract|serial|parcel|shipment|consignment|return|rma|claim
    |membership|member|quote|job|warranty
      |receipt|transaction|payment|delivery|purchase|sales|confirmation|licen[cs]e|passport|meter
      |subscription|registration|crn|vin|vat|tax|po|p\.o\.|ust-?id|nif|siret
      |(?:bestell|auftrags|rechnungs|kunden|vertrags|sendungs|ticket|vorgangs|buchungs|serien
      |mitglieds|versicherungs|referenz|paket|tracking)-?|bestellung|auftrag|rechnung|sendung
      |buchung|vorgang
      |commande|facture|colis|suivi|dossier|r[ée]servation|client|contrat|pedido|factura|env[ií]o
      |seguimiento|reserva|cliente|contrato|albar[aá]n
      |bestel|bestelling|factuur|order|klant|zending|pakket|dossier|ordine|fattura|spedizione
      |prenotazione|zam[óo]wieni[ea]|faktur[aęy]|przesyłk[aię]|encomenda|fatura|reserva)
      (?:\s(?:order|invoice|tracking|account|reference|de\ (?:commande|facture|suivi|dossier
      |client|r[ée]servation|pedido|factura|seguimiento|cliente|reserva)))? )
    (?P<label> \s?-?(?:number|numbers|no\.?|nr\.?|nummer|num\.?|num[ée]ro|n[°ºo]\.?|id|code|ref
    (?:erence)?|\#) )? (?:\s(?:number|no\.?|nr\.?|id))?
    \s{0,2}(?P<joint>(?:is|was|ist|lautet|est|es|era|het|:|=|-|–|\(|of|starting|ending|from)?)[\s:]{0,3}\#?\s?
    (?P<value>\d{3,5}(?:\s\d{3,5}){1,4}|[A-Z]{1,3}(?:\s\d{2,4}){2,4}
    |[A-Za-z]{0,6}[-/_.]?\d[A-Za-z0-9]{0,30}(?:[-/_.][A-Za-z0-9]{1,20}){0,5}
    |(?:[A-Z]{1,5}[-/]){1,3}\d[A-Z0-9/-]{1,30})(?![\w£€$%])
    """
)
_ORDER_WORDS: Final = tuple(
    fold(
        "order ticket invoice track case book reserv ref customer client account policy contract serial "
        "parcel ship consign return rma "
        "claim member quote job warranty receipt transaction payment delivery purchase sales confirm licen "
        "passport meter subscription "
        "registration crn vin vat tax po p ust nif siret bestell auftrag rechnung kunden vertrag sendung "
        "vorgang buchung serien mitglied versicherung referenz paket "
        "commande facture colis suivi dossier réserv contrat pedido factura env segui cliente albar factuur "
        "klant zending pakket "
        "ordine fattura spedizione prenotazione zam faktur przes encomenda fatura"
    ).split()
)
_NUMBER_FIRST: Final = re.compile(
    r"(?ix)\b(?:n[°º]|num[ée]ro|n[úu]mero|nummer|number|no\.|nr\.)\s(?:de\s|van\s|of\s|der\s"
    r"|di\s)?(?:(?:my|the|la|le|votre|ma|el|su|mi)\s)?(?:commande|facture|colis|suivi|dossier"
    r"|client|contrat|pedido|factura|env[ií]o|seguimiento|reserva|cliente|order|bestelling"
    r"|factuur|ordine|fattura)\s{0,2}(?:is|est|es|:|=)?\s{0,2}\#?"
    r"(?P<value>[A-Za-z]{0,6}[-/]?\d[A-Za-z0-9/-]{2,30})(?!\w)"
)
_HASH: Final = re.compile(r"(?<![&/#])#\s?(?:[A-Za-z]{1,5}-?)?\d[\d-]{3,20}(?![\w])")
_CODED: Final = re.compile(
    r"(?<![\w/.#-])(?:[A-Za-z]{2,4}-\d{5,14}|[A-Z]{2,4}\d{8,14}|[A-Z]{2,6}[-/](?:19"
    r"|20)\d{2}[-/]\d{3,10}|1Z[0-9A-Z]{16}|[A-Z]{2}\d{9}[A-Z]{2}|(?:R|SO|PO|INV|ORD|TKT|CAS"
    r"|REF)-?\d{5,12})(?![\w-])"
)
_BARE: Final = re.compile(
    r"(?<![\w.,:/#£€$+-])(?<![\d] )\d{8,20}(?![\w%€£$]|[.,:/-]\d| ?(?:€|£|\$|eur|euro|usd|gbp"
    r"|mb|gb|kb|bytes|steps|units|pieces|stück)\b)",
    re.IGNORECASE,
)
_NO_ORDER_BEFORE: Final = re.compile(
    r"(?i)\b(?:part|model|modell|modelo|modèle|type|typ|art|artikel|article|art[ií]culo|sku"
    r"|product|produkt|produit|item|error|fehler|erreur|code|version|firmware|build|ean|gtin"
    r"|isbn|standard|norm|norme|iso|din|en|bs|rfc|cve|kb|colou?r|farbe|hex|page|chapter|size"
    r"|pièce|ref|référence|catalog(?:ue)?)"
    r"(?:\s?(?:number|numbers|no\.?|nr\.?|nummer|num|num[ée]ro|n°|code|id))?\s?[:#]?\s?(?:is |ist |est |es )?$"
)
_STANDARD: Final = re.compile(
    r"(?i)^(?:iso|din|en|bs|rfc|cve|kb|usb|hdmi|ral|utf|sha|aes|win|ieee|ansi|astm|awg"
    r"|covid)[-/]?\d"
)


def _find_orders(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _match_after(_INTRODUCED, _ORDER_WORDS, text, atoms):
        value, start = match["value"], match.start("value")
        digits = sum(char.isdigit() for char in value)
        labelled = bool(match["label"]) or match["what"].endswith("-") or "#" in text[match.end("what") : start]
        least = 3 if labelled else 4 if not value.isdigit() else 5
        if match["joint"] in {"of", "from", "starting", "ending"} and not labelled:
            continue
        if (
            digits >= least
            and not _STANDARD.match(value)
            and not re.fullmatch(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,4}\.\d{2}", value)
        ):
            # The sign goes with the number: "[order number]", not "#[order number]".
            sign = text[:start].rstrip()
            yield Span(len(sign) - 1 if sign.endswith("#") else start, match.end("value"), "order")
    for match in _NUMBER_FIRST.finditer(text):
        yield Span(*match.span("value"), "order")
    for pattern in (_HASH, _CODED, _BARE):
        for match in pattern.finditer(text):
            value = match[0]
            if _NO_ORDER_BEFORE.search(text, max(0, match.start() - 40), match.start()) or _STANDARD.match(value):
                continue
            if pattern is _BARE and (value[0] == "0" or len(value.rstrip("0")) < 4 or _is_day(value)):
                continue  # a telephone number, a round figure, or a day written as one number
            if pattern is _HASH and sum(char.isdigit() for char in value) < 4:
                continue
            yield Span(*match.span(), "order")


def _is_day(digits: str) -> bool:
    return (
        len(digits) == 8 and digits[:2] in {"19", "20"} and "01" <= digits[4:6] <= "12" and "01" <= digits[6:] <= "31"
    )


# ── postal addresses ────────────────────────────────────────────────────────────────────────────────────────────────

_W: Final = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]{0,24}"
_UK_CODE: Final = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}"
_T: Final = r"(?:St\. )?[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’-]{0,24}"
_PLACE: Final = rf"{_T}(?:[ -](?:{_T}|upon|on|under|am|an|der|sur|la|le|de|del|sous|aan|den)){{0,4}}"
_UNIT: Final = r"(?:(?:flat|apartment|apt\.?|unit|suite|room|floor|house)\s(?:no\.?\s)?[\dA-Z]{1,5}[a-z]?,?\s{1,2})"
_STREET: Final = (
    r"(?:street|road|avenue|lane|crescent|boulevard|terrace|drive|close|court|way|place|square"
    r"|gardens?|grove|hill|mews|row|walk|parade|highway|parkway|circle|rise|view|green|park"
    r"|bank|buildings|yard|wharf|cottages?|villas?|exchange|mill|farm|barn|hall|lodge|quay"
    r"|croft|fold|st\.?|rd\.?|ave\.?|ln\.?|dr\.?|ct\.?|cres\.?|blvd\.?|pl\.?|sq\.?|hwy\.?"
    r"|pkwy\.?|gdns\.?)"
)
_NO_STREET: Final = (
    r"(?:minutes?|mins?|miles?|hours?|hrs?|days?|weeks?|months?|years?|metres?|meters?|km|feet"
    r"|foot|ft|yards?|inch|lane|star|ways?|port|bed|bedroom|google|one|hard|flash|usb|test"
    r"|disk|ssd|pen|thumb|external|network|pounds?|euros?|percent|times?|per|x|a|more|of|is|in"
    r"|on|the|to|and|or|for|people|items?|steps?)"
)
_ADDRESSES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 12 Elm Street, Leeds LS1 4AB; Flat 2, 19 Wool Street
        rf"(?i:\b{_UNIT})?(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s(?!"
        rf"(?i:{_NO_STREET})\b)(?:(?!(?i:{_STREET})\s+(?i:{_NO_STREET})\b){_W}\s){{1,4}}"
        rf"(?i:{_STREET})(?!\w)(?!\s(?i:accounts?|files?|folders?))",
        rf"(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?\s(?!(?i:{_NO_STREET})\b)"
        rf"(?:[a-z'’]{{2,20}}\s){{1,2}}(?:street|road|avenue|lane|crescent|boulevard|terrace|st|rd"
        rf"|ave)\b(?!\w)",
        rf"(?i:\b{_UNIT}){_W}(?:\s{_W}){{0,3}}\s(?i:street|road|avenue|lane|court|house|terrace|drive|close)\b",
        r"(?i:\bp\.?\s?o\.?\s?box\s\d{1,8}\b)",
        # Musterstraße 12, 10115 Berlin; Hoofdstraat 5, 1234 AB Utrecht
        r"(?<![\w-])(?:(?:An?|Am|Zum|Zur|Im|In der|Auf der|Alte[rn]?|Neue[rn]?|Große|Kleine|Lange"
        r"|Obere|Untere|[A-ZÄÖÜ][\w.]{1,20})[ -])?[A-ZÄÖÜ][\wäöüß.-]{0,30}(?:straße|strasse|str\."
        r"|gasse|allee|damm|ufer|steig|chaussee|straat|laan|plein|gracht|kade|singel|dijk|steeg"
        r"|weg|platz|ring)(?<!mweg)(?<!ckweg)(?<!nweg)(?<!tsweg)(?<!rweg)(?<!tzplatz)(?<!rkplatz)"
        r"(?<!itsplatz)(?<!erplatz)(?<!tring)(?<!sring)\s\d{1,4}\s?[a-zA-Z]?(?![\w.]\d|\w)",
        r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß.-]{1,25}(?:\s|-)){1,3}(?:Straße|Strasse|Str\.|Weg|Platz"
        r"|Allee|Ring|Damm|Ufer|Gasse)\s\d{1,4}\s?[a-z]?(?!\w)",
        rf"(?<![\w-]){_W}(?:[ -]{_W}){{0,3}}\s\d{{1,4}}[a-zA-Z]?,\s{{0,2}}(?:D-|A-|CH-)?\d{{4,5}}\s{_PLACE}",
        # ... nach 10115 Berlin
        rf"(?:(?<=nach )|(?<=wohne in )|(?<=PLZ )|(?<=aus ))(?:D-)?\d{{5}}\s(?!Euro|Kilometer|Stück"
        rf"|Stunden|Jahre|Einheiten|Watt|Volt|Punkte|Schritte|Zeilen|Dateien|Kunden|Nutzer"
        rf"|Meter){_W}",
        # 14 bis rue des Lilas, 75011 Paris
        rf"(?<![\w.,/-])\d{{1,4}}(?:\s?(?:bis|ter|quater))?,?\s(?i:rue|avenue|av\.|boulevard|bd"
        rf"|place|chemin|allée|allee|impasse|quai|route|cours|square|passage)\s(?:(?:de|du|des|la"
        rf"|le|les|l['’]|d['’])\s?){{0,3}}{_W}(?:[ -](?:(?:de|du|des|la|le)\s)?{_W}){{0,4}}",
        # Calle de Alcalá 45, 28014 Madrid; Via Roma 3; ul. Długa 7/3; Rua Augusta, 100
        rf"(?<!\w)(?:(?i:calle|avenida|avda\.?|plaza|paseo|camino|ronda|carrer|via|viale|piazza"
        rf"|corso|ul\.|ulica|al\.|os\.|rua|travessa|praça)|[cC]/)\s?(?:(?:de|del|la|las|los|el|da"
        rf"|do|das|dos|di)\s){{0,3}}{_W}(?:\s(?:(?:de|del|la|di|da|do)\s)?{_W}){{0,4}},?\s"
        rf"(?:n[ºo°]\.?\s?)?\d{{1,4}}[a-zA-Z]?(?:/\d{{1,4}})?(?!\w)",
    )
)
_STREET_WORDS: Final = frozenset(
    fold(
        "street road avenue lane crescent boulevard terrace drive close court way place square garden gardens "
        "grove hill mews row "
        "walk parade highway parkway circle rise view green park bank buildings yard wharf cottage cottages "
        "villa villas exchange mill farm barn hall lodge quay croft fold st rd ave ln dr ct cres blvd pl sq "
        "hwy "
        "pkwy gdns house box rue av bd chemin allée impasse quai route cours passage calle avenida avda plaza "
        "paseo camino ronda "
        "carrer via viale piazza corso ul ulica al os rua travessa praça c"
    ).split()
)
_STREET_ENDS: Final = (
    "strasse", "str", "gasse", "allee", "damm", "ufer", "steig", "chaussee", "straat", "laan",
    "plein", "gracht", "kade",
    "singel", "dijk", "steeg", "weg", "platz", "ring",
)  # fmt: skip


def _tells_street(text: str, atoms: Sequence[_Atom]) -> bool:
    return any(atom in _STREET_WORDS or atom.endswith(_STREET_ENDS) for _, _, atom in atoms) or bool(
        _CODE_AND_TOWN.search(text)
    )


_CODE_AND_TOWN: Final = re.compile(r"\d{4,5} [A-Z]")
_ADDRESS_TAIL: Final = re.compile(
    rf"""(?x)
    (?:,?\s{{1,2}}(?i:flat|apartment|apt\.?|unit|suite|floor|\#)\s?[\dA-Za-z]{{1,5}}\b)?
    (?:,?\s{{1,2}}(?:{_PLACE},?\s{{1,2}}){{0,3}}{_UK_CODE}\b
      | ,\s{{0,2}}(?:D-|A-|CH-|F-)?\d{{4,5}}(?:\s?[A-Z]{{2}})?,?\s{_PLACE} | ,?\s
      (?:D-)?\d{{5}}\s{_T}(?:-{_T})? | ,\s{{0,2}}\d{{2}}-\d{{3}}\s{_PLACE}
      | (?:,\s{{1,2}}{_PLACE}){{0,2}},?\s{{1,2}}[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b
      | ,\s{{1,2}}{_T}(?:[ -]{_T}){{0,2}}(?=[\s]*(?:$|\n|[.,;!?)]))
    )"""
)
_UK_POSTCODE: Final = re.compile(rf"(?<![\w-]){_UK_CODE}(?![\w-])")
_SMALL_UK_POSTCODE: Final = re.compile(
    r"(?i)(?:(?<=, )|(?<=postcode )|(?<=postcode: )|(?<=postcode is )|(?<=post code is )"
    r"|(?<=post code ))[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}(?![\w-])"
)
_NO_POSTCODE: Final = re.compile(
    r"(?:PS|XC|GT|RX|GX|TX|MX|RTX|TV|PC|HD|A|X|Z|Q)\d.*|.*\d(?:GB|TB|WD|HP|PS|ST|ND|RD|TH|DP"
    r"|LE)",
    re.IGNORECASE,
)
_UK_AREA: Final = re.compile(
    r"(?i)(?:AL|B|BS|BT|CB|DD|DE|DH|DL|E|EH|G|GL|H[ADGPRSUX]|L|LD|LE|LL|LN|LS|LU|M|N|NE|NG|NW"
    r"|S|SE|ST|SW|W|WC|WD)\d"
)


def _find_addresses(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for pattern in _ADDRESSES if _tells_street(text, atoms) else ():
        for match in pattern.finditer(text):
            tail = _ADDRESS_TAIL.match(text, match.end())
            end = tail.end() if tail else match.end()
            yield Span(match.start(), end, "address")
    for pattern in (_UK_POSTCODE, _SMALL_UK_POSTCODE):
        for match in pattern.finditer(text):
            if not _NO_POSTCODE.fullmatch(match[0]) and not _NO_ORDER_BEFORE.search(
                text, max(0, match.start() - 40), match.start()
            ):
                yield Span(*match.span(), "address")


# ── telephone numbers ───────────────────────────────────────────────────────────────────────────────────────────────

_INTERNATIONAL: Final = re.compile(
    r"(?<![\w+])(?:\+|00)\s?[1-9]\d{0,2}(?:[\s./-]{0,2}\(\d{1,5}\))?"
    r"(?:[\s./-]{0,2}\d{1,12}){1,7}(?!\d)"
)
_TRUNK: Final = re.compile(r"(?<![\w.,/+-])(?<!\d )\(?0[1-9]\d{0,4}\)?(?:[\s./-]{0,3}\d{2,9}){1,5}(?![\d])")
_AMERICAN: Final = re.compile(
    r"(?<![\w.,/+-])(?<!\d )(?:1[ .-])?(?:\([2-9]\d{2}\)\s?"
    r"|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?![\d-])"
)
_GROUPED: Final = re.compile(
    r"(?<![\w.,/+-])(?<!\d )[5-9]\d{2}[ .-](?:\d{3}[ .-]\d{3}|\d{2}[ .-]\d{2}[ .-]\d{2})(?!\d"
    r"|[ .,]\d)"
)
_CALL: Final = re.compile(
    r"(?i)\b(?:tel(?:ephone|efon|éfono|efoon)?|téléphone|phone(?: number| no\.?)?|mobile"
    r"(?: number| no\.?)?|cell|call(?: me| us)?(?: back)?(?: on| at)?|ring(?: me| us)?(?: on"
    r"| at)?|reach me (?:on|at)|whats ?app|text(?: me)?(?: on| at)|handy(?:nummer)?|rufnummer"
    r"|telefonnummer|mobil(?:nummer)?|móvil|portable|gsm|fax|contact number|my number"
    r"|meine nummer|mon numéro|mi número|mijn nummer|appelez(?:-moi)? au|joindre au|unter"
    r"|llám[ae]\w* al|bel(?: mij)? op|numer telefonu|zadzwoń)\b\s?(?:is|ist|est|es|:|\.|on|at"
    r"|nr\.?|no\.?|number)?[\s:(]{0,3}(?P<value>\+?\(?\d[\d ()./-]{4,20}\d)(?!\d)"
)
_CALL_WORDS: Final = (
    "tel", "phone", "mob", "cell", "call", "ring", "reach", "whats", "text", "handy", "rufnummer",
    "movil", "portable", "gsm",
    "fax", "contact", "my", "meine", "mon", "mi", "appelez", "joindre", "unter", "llam", "bel", "numer", "zadzwo",
)  # fmt: skip
_DATE_LIKE: Final = re.compile(r"\(?\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b.*", re.DOTALL)


def _find_phones(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for match in _INTERNATIONAL.finditer(text):
        if 8 <= _count_digits(match[0]) <= 17 and _is_possible(match[0]):
            yield Span(*match.span(), "phone")
    for match in _TRUNK.finditer(text):
        if (
            9 <= _count_digits(match[0]) <= 13
            and not _DATE_LIKE.match(match[0])
            and not _NO_ORDER_BEFORE.search(text, max(0, match.start() - 40), match.start())
        ):
            yield Span(*match.span(), "phone")
    for pattern in (_AMERICAN, _GROUPED):
        for match in pattern.finditer(text):
            if not match[0].endswith("000 000") and not _NO_ORDER_BEFORE.search(
                text, max(0, match.start() - 40), match.start()
            ):
                yield Span(*match.span(), "phone")
    for match in _match_after(_CALL, _CALL_WORDS, text, atoms):
        value = match["value"]
        if (
            6 <= _count_digits(value) <= 15
            and not _DATE_LIKE.match(value)
            and not re.match(r"\d{1,2}\s?[-/.]\s?\d{1,2}$", value)
        ):
            yield Span(*match.span("value"), "phone")


def _count_digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _is_possible(number: str) -> bool:
    """Ask phonenumbers whether a country has numbers of this length; "00" may begin something else altogether."""
    if number.startswith("+"):
        return True
    import phonenumbers

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse("+" + number[2:].replace("(0)", ""), None)))
    except phonenumbers.NumberParseException:
        return False


def _spans(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(*match.span(), kind)


_DIGIT: Final = re.compile(r"\d")
_FINDERS: Final[tuple[Finder, ...]] = (_find_emails, _find_links, _find_secrets)
_DIGIT_FINDERS: Final[tuple[Finder, ...]] = (
    _find_cards,
    _find_ibans,
    _find_ips,
    _find_births,
    _find_orders,
    _find_addresses,
    _find_phones,
)

# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_GAP: Final = re.compile(r"[\s'’.,_-]{0,3}")
_CAP: Final = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ](?:[^\W\d_]|['’-](?=[^\W\d_])){0,30}"
_FULL: Final = (
    rf"(?:[A-Z]\. ?){{0,2}}{_CAP}"
    rf"(?:[ -](?:(?:van|von|der|den|de|del|la|da|di|le|el|bin|al) ){{0,2}}(?:[A-Z]\. ?)?{_CAP}){{0,3}}"
)
_GREETS: Final = (
    r"(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|morning|hallo|guten "
    r"(?:tag|morgen|abend)|moin|servus|liebe[rs]?|sehr geehrte[rs]?|lieber|bonjour|bonsoir"
    r"|salut|ch[eè]re?|hola|buen[oa]s (?:d[ií]as|tardes|noches)|estimad[oa]|querid[oa]|hoi"
    r"|beste|geachte|goede(?:morgen|middag|navond|ndag)|dag|ciao|buongiorno|buonasera|gentile"
    r"|salve|car[oa]|dzień dobry|cześć|witaj|ol[áa]|oi|bom dia|boa tarde|prezad[oa])"
)
_TITLES: Final = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|herr|herrn|frau|monsieur|madame|mme|mlle|señor|señora|sra?"
    r"|srta|dhr|mevr|mevrouw|meneer|signora?|sig|sig\.ra|pan|pani|senhora?)\.?"
)
_STOPS: Final = r"(?=\s*(?:[,.!:;?)\n–—]|-\s|\s-|$))"
_SIGNS: Final = (
    r"(?:(?:best|kind|kindest|warm|warmest|many|sincere|with best|with kind)(?: and (?:best"
    r"|kind|warm))? (?:regards?|wishes|thanks)|regards|best|all the (?:very )?best"
    r"|(?:many )?thanks(?: (?:again|so much|very much|a lot|in advance))?|thank you(?: "
    r"(?:again|so much|very much|in advance))?|cheers|thx|ta|yours(?: (?:sincerely|faithfully"
    r"|truly))?|sincerely|blessings|love|br|kr|take care"
    r"|(?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?"
    r"|schöne[nm]?) gr(?:ü|ue)(?:ß|ss)(?:e|en)?|gruß|gruss|grüße|mfg|lg|vg|(?:vielen "
    r"|besten )?dank(?:e)?(?: im voraus)?|(?:bien )?cordialement|(?:meilleures )?salutations"
    r"|bien à vous|merci(?: d['’]avance| beaucoup)?|(?:un )?(?:cordial )?saludos?"
    r"(?: cordiales)?|atentamente|(?:muchas )?gracias(?: de antemano)?"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg"
    r"|(?:alvast )?bedankt|(?:distinti|cordiali) saluti|saluti|grazie(?: mille)?|pozdrawiam"
    r"|z poważaniem|dziękuję|cumprimentos|atenciosamente|obrigad[oa])"
)
_GREETING_WORDS: Final = """
    hi hello hey hiya dear good morning hallo guten moin servus liebe lieber liebes sehr bonjour bonsoir
    salut cher chere hola buenos buenas estimado estimada querido querida hoi beste geachte goedemorgen goedemiddag
    goedenavond goedendag dag ciao buongiorno buonasera gentile salve caro cara dzien czesc witaj ola oi bom boa prezado
    prezada"""
_SIGN_WORDS: Final = """
    best kind kindest warm warmest many sincere with regards all thanks thank cheers thx ta yours sincerely
    blessings love br kr take mit freundliche freundlichen freundlichem beste besten liebe lieben viele vielen herzliche
        herzlichen schöne schönen gruß grüße mfg lg vg dank danke bien cordialement meilleures salutations merci un
    cordial saludo
        saludos atentamente muchas gracias met vriendelijke hartelijke groet groeten groetjes mvg alvast bedankt
    distinti cordiali
    saluti grazie pozdrawiam z dziękuję cumprimentos atenciosamente obrigado obrigada"""
_TITLE_WORDS: Final = (
    "mr mrs ms miss mx dr prof herr herrn frau mme mlle sr sra srta dhr mevr mevrouw meneer signor signora m"
)
_NAMES_AFTER: Final = tuple(
    (frozenset(fold(words).split()), re.compile(pattern, re.MULTILINE))
    for words, pattern in (
        # "Hi Marisol," "Dear Mrs Okonkwo:" "hi marisol,"
        (
            _GREETING_WORDS,
            rf"(?<!\w)(?i:{_GREETS})(?: (?i:again|there))?,? (?:(?i:{_TITLES}) )?"
            rf"(?P<name>{_FULL}){_STOPS}",
        ),
        (_GREETING_WORDS, rf"(?<!\w)(?i:{_GREETS}) (?P<name>[^\W\d_]{{2,20}})(?=\s*[,!])"),
        (
            _GREETING_WORDS,
            rf"(?<!\w)(?i:{_GREETS}) (?P<name>{_CAP})(?=\s(?:can|could|how|i|I|I['’]m|I['’]ve|we|please"
            rf"|my|would|do|just|thanks|thank|what|when|where|why|any|hope|sorry|it['’]s|this|und|ich"
            rf"|kann|je|quiero|ik|hier)\b)",
        ),
        # "Mrs P. Verity", "Herr Müller"
        (
            _TITLE_WORDS,
            rf"(?<!\w)(?i:mr|mrs|ms|miss|mx|dr|herrn?|frau|mme|mlle|sra|srta|dhr|mevr|mevrouw|meneer"
            rf"|signora?)\.? (?P<name>(?:[A-Z]\.? ?){{0,2}}{_FULL})",
        ),
        (_TITLE_WORDS, rf"(?<!\w)(?:M|Sr)\. (?P<name>{_FULL})"),
        # "my name is marisol okonkwo"
        (
            "my the name mein ich je mon me mi mijn ik il nazywam mam meu chamo",
            rf"(?<!\w)(?i:my (?:full )?name(?:['’]?s| is)|the name(?:['’]?s| is)|name:|mein name ist"
            rf"|ich hei(?:ß|ss)e|je m['’]appelle|mon nom est|me llamo|mi nombre es|mijn naam is|ik heet"
            rf"|mi chiamo|il mio nome è|nazywam się|mam na imię|meu nome é|chamo-me) (?P<name>"
            rf"(?:{_FULL})|[^\W\d_]{{2,20}}(?: (?!(?i:and|und|et|y|en|e|i|but|from|with|i|my|the|an?"
            rf"|your|please|can|who|on|at|in|to|for|is|not)\b)[^\W\d_]{{2,20}})?)",
        ),
        # "This is Tobias from ..." "it's Tobias here"
        (
            "this it its i ich hier ici c soy ik met sono jestem sou",
            rf"(?<!\w)(?i:this is|it['’]?s|it is|i am|i['’]m|hier ist|hier spricht|ici|c['’]est|soy"
            rf"|ik ben|met|sono|jestem|sou)\s(?:(?i:{_TITLES}) )?(?P<name>{_FULL})(?=,? (?i:from|here"
            rf"|at|of|again|speaking|calling|writing|von|aus|am apparat|de|van|hier|à|di|z)\b)",
        ),
        # "I spoke with Marisol", "speak to Marisol"
        (
            "our the a one former new ein eine unser unsere spoke speak spoken speaking talk talked talking call "
            "called mail email reply letter message signed contact attn z c ask asked my mein meine mon ma mi "
            "gesprochen mit parlé hablé gesproken",
            rf"(?<!\w)(?i:sp(?:eak|oke|oken|eaking) (?:to|with)|talk(?:ed|ing)? (?:to|with)|call"
            rf"(?:ed)? from|(?:mail|email|reply|letter|message) from|signed by|contact person:?"
            rf"|attn\.?:?|z\.\s?hd\.|c/o|ask(?:ed)? for|my (?:husband|wife|partner|son|daughter"
            rf"|colleague|grandson|granddaughter|nephew|niece|cousin|aunt|uncle|receptionist|therapist"
            rf"|bookkeeper|neighbour|neighbor|mum|mom|dad|brother|sister|boss|friend|landlord|tenant"
            rf"|assistant|secretary),?|(?:(?:my|our|the|a|one|former|new) ){{1,3}}(?:receptionist|therapist"
            rf"|bookkeeper|accountant|manager|assistant|patient|student|pupil|tenant|engineer|plumber"
            rf"|driver|technician|teacher|instructor|coach|stylist|nurse|fitter|builder|agent|adviser"
            rf"|advisor|carer),? ?\(?|(?:ein(?:e)?|mein(?:e)?|unser(?:e)?) (?:schüler(?:in)?|patient"
            rf"(?:in)?|mitarbeiter(?:in)?|kunde|kundin),? ?\(?|mein(?:e)? (?:mann|frau|sohn|tochter"
            rf"|kollege|kollegin|nachbar),?|mon (?:mari|fils|collègue),?|ma (?:femme|fille|collègue),?"
            rf"|mi (?:marido|mujer|hijo|hija|colega),?|gesprochen mit|mit (?:herrn|frau)|parlé (?:à"
            rf"|avec)|hablé con|gesproken met) ?(?:(?i:{_TITLES}) )?(?P<name>{_FULL})",
        ),
        # "Thanks, Tobias" and "Kind regards,\nTobias Vandenberg"
        (
            _SIGN_WORDS,
            rf"(?<!\w)(?i:{_SIGNS})[ \t]*[,.!;:–—-]{{0,3}}(?:[ \t]+|[ \t]*\n\s{{0,3}})(?:(?i:{_TITLES}) )?"
            rf"(?P<name>(?:[A-Z]\.? ?){{0,2}}{_FULL}\.?)(?=[ \t]*"
            rf"(?:[,!.(|–—-]{{0,2}}[ \t]*(?:\n|\Z)|[,(|–—-]))",
        ),
    )
)
"""What introduces a name, by its first word: matched only where that word stands, which is ten times as fast."""
_NAMES_ALONE: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # "Marisol here." at the beginning
        rf"(?:\A|(?<=[.!,] )|(?<=[.!,]\n))(?P<name>{_FULL})(?= (?i:here|hier|ici|aquí|qui|tutaj)\s?(?:[.,!:–-]"
        rf"|$|(?:from|again)\b))",
        rf"(?:^|(?<=[.!?] ))[-–—~]{{1,2}}\s?(?P<name>{_CAP}(?: {_CAP})?)[ \t]*\Z",
        # a name alone under the text
        rf"(?<=[.!?,;:)])[ \t]*\n\s{{0,4}}(?:(?i:{_TITLES}) )?(?P<name>(?:[A-Z]\.? ?){{0,2}}{_CAP}"
        rf"(?: (?:{_CAP}|[A-Z]\.?)){{0,2}})(?: \((?i:mrs?|miss|ms|dr)\.?\))?[ \t]*[,.]?[ \t]*"
        rf"(?:\n[^\n]{{0,60}})?\s*\Z",
        # "Ivy Clegg, [address]": what the round before has found
        rf"(?:\A|^|(?<=[.!?,;:] )|(?<=\n))(?P<name>{_FULL})(?=(?:,[ ]|[ ]?\n|,\n)\[(?:address|phone|email)\])",
        # "[name] & Pearl"
        rf"\[name\] (?:&|and|und|et|y|en|e|i) (?P<name>(?:[A-Z]\. ?){{0,2}}{_CAP}(?: {_CAP})?)(?!\w)(?= ?[,.!\n]|$)",
        # "... honestly? Edith Wainfleet"
        rf"(?<=[.?!] )(?P<name>{_CAP}(?: (?:{_CAP}|[A-Z]\.?))?)[ x]{{0,4}}\Z",
    )
)

_SIGN_BEFORE: Final = re.compile(
    rf"(?i)(?:(?<!\w)(?:{_GREETS}|{_SIGNS}|{_TITLES}|my name is|name:|this is|it's|i'm|i am"
    rf"|mein name ist|ich bin|ich heiße|je m'appelle|je suis|me llamo|soy|ik ben|mijn naam is"
    rf"|spoke (?:to|with)|speak (?:to|with)|ask for|from|and|&|[-–—])[\s,.!:;]{{0,3}}|^\s*"
    rf"|\n\s{{0,3}}|\[name\][ ,]{{1,2}})$"
)
_NAME_ENDS: Final = re.compile(r"[ .x]{0,4}(?:\n|$)")
_NAME_AFTER: Final = re.compile(r"(?i)\s?(?:x{1,4}\b|[,!:.]|$|\n|here\b|hier\b|and [A-Z]|& [A-Z]|\[name\]|\()")


def _is_name(text: str) -> bool:
    """Tell whether what stands where a name stands can be one."""
    words = split_words(text)
    if not words or len(words) > 6 or max(map(len, words)) < 2:
        return False
    known = [word.casefold() in NOT_A_NAME or (word.casefold() in MONTHS and len(words) == 1) for word in words]
    # "Thanks, Customer Service" is nobody; "Hi Will Page" is somebody.
    return not all(known) and not known[0] and not any(char.isdigit() for char in text)


def _find_placed_names(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    """Find names that no column carries, by where they stand."""
    for match in _find_name_places(text, atoms):
        found = match["name"].rstrip(" .")
        start = match.start("name")
        while found and not _is_name(found) and " " in found:
            found = found.rsplit(" ", 1)[0].rstrip(" .,")  # "Marisol I" and "Tobias Thanks" lose the last word
        if _is_name(found):
            yield Span(start, start + len(found), "name")


def _list_placed_names(text: str) -> list[str]:
    return [text[span.start : span.end] for span in _find_placed_names(text, _cut_atoms(text))]


def _find_name_places(text: str, atoms: Sequence[_Atom]) -> Iterator[re.Match[str]]:
    for start, _, atom in atoms:
        if atom in _INTRODUCING:
            for words, pattern in _NAMES_AFTER:
                if atom in words and (match := pattern.match(text, start)):
                    yield match
    for pattern in _NAMES_ALONE:
        yield from pattern.finditer(text)


_INTRODUCING: Final = frozenset().union(*(words for words, _ in _NAMES_AFTER))
_Atoms = tuple[str, ...]


@dataclass(frozen=True)
class _Lexicon:
    """Known values as rows of folded atoms: a few lookups for each word find them all, however many they are."""

    rows: Mapping[_Atoms, str]
    """Row → kind."""
    lengths: Mapping[str, tuple[int, ...]]
    """First atom → lengths of the rows that begin with it, longest first."""
    parts: frozenset[str] = frozenset()
    """Single parts of names, looked for only in the conversation they belong to."""
    common: frozenset[str] = frozenset()
    """Those of the parts that are everyday words as well."""
    capital: frozenset[str] = frozenset()
    """Single names that are looked for everywhere, but only with a capital letter."""

    def find(self, text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
        place = 0
        while place < len(atoms):
            start, end, atom = atoms[place]
            length, kind = self._match_row(text, atoms, place) if atom in self.lengths else (0, "")
            if length:
                yield Span(start, atoms[place + length - 1][1], kind)
                place += length
                continue
            if (
                atom in self.capital
                and text[start].isupper()
                and not _is_month(text, start, end, atom)
                and self._stands_alone(text, start, end)
            ) or (atom in self.parts and self._is_part(text, start, end, atom)):
                yield Span(start, self._take_surname(text, atoms, place), "name")
            place += 1

    def _match_row(self, text: str, atoms: Sequence[_Atom], place: int) -> tuple[int, str]:
        for length in self.lengths[atoms[place][2]]:
            found = atoms[place : place + length]
            row = tuple(atom for _, _, atom in found)
            kind = self.rows.get(row, "") if len(row) == length else ""
            if not kind:
                continue
            # Letters and digits that touch are one word: "tom2" is not "tom" and "2".
            start, end = found[0][0], found[-1][1]
            if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
                continue
            if not all(_GAP.fullmatch(text, left[1], right[0]) for left, right in itertools.pairwise(found)):
                continue
            if kind == "name":
                capital = all(text[first].isupper() for first, _, _ in found)
                everyday = COMMON_NAMES.issuperset(row) and not self.parts
                if not capital and (everyday or any(len(atom) == 1 for atom in row)):
                    continue  # in a stranger's mail "will page" is two words, and "tom h" is in anybody's
            return length, kind
        return 0, ""

    @staticmethod
    def _take_surname(text: str, atoms: Sequence[_Atom], place: int) -> int:
        """Give the end of a name, with the surname when one seems to follow: "Zainab Page, 3 Elm Street"."""
        end = atoms[place][1]
        if place + 1 < len(atoms):
            start, after, atom = atoms[place + 1]
            follows = text[after : after + 1]
            if (
                text[end:start] == " "
                and text[start].isupper()
                and atom not in NOT_A_NAME
                and follows in {"", ",", ".", "\n"}
            ):
                return after
        return end

    @staticmethod
    def _stands_alone(text: str, start: int, end: int) -> bool:
        return not (text[start - 1 : start] in _JOINS if start else False) and text[end : end + 1] not in _JOINS

    def _is_part(self, text: str, start: int, end: int, atom: str) -> bool:
        if (
            not self._stands_alone(text, start, end)
            or text[start - 1 : start].isalnum()
            or text[end : end + 1].isalnum()
        ):
            return False
        if atom not in COMMON_NAMES and atom not in self.common:
            return True
        if not text[start].isupper():
            return False
        before = text[max(0, start - 30) : start]
        if _NAME_ENDS.match(text, end) and before.rstrip().endswith((".", "?", "!", "…")):
            return True  # "... can it be stopped? Felicity"
        return bool(_SIGN_BEFORE.search(before) and _NAME_AFTER.match(text, end))


def _is_month(text: str, start: int, end: int, atom: str) -> bool:
    """Tell whether a name that is a month's as well stands beside a day: "6th Jan", "Jan 6"."""
    return atom in MONTHS and bool(_DAY_BEFORE.search(text, max(0, start - 6), start) or _DAY_AFTER.match(text, end))


_DAY_BEFORE: Final = re.compile(r"\d(?:st|nd|rd|th|\.)? $")
_DAY_AFTER: Final = re.compile(r"\.? \d")
_FREE_MAIL: Final = frozenset(
    """
        gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com
    yahoo.co.uk yahoo.de yahoo.fr
        icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at web.de t-online.de freenet.de mail.com mail.ru
    proton.me protonmail.com
        orange.fr free.fr laposte.net wanadoo.fr sfr.fr ziggo.nl kpnmail.nl xs4all.nl libero.it wp.pl onet.pl o2.pl
    interia.pl sapo.pt
        btinternet.com sky.com talktalk.net virginmedia.com comcast.net att.net verizon.net fastmail.com zoho.com
    telefonica.net
    """.split()
)
_JOINS: Final = frozenset("/@_")
"""What makes a word part of an address or a path."""


def _build_lexicon(
    names: Iterable[str], values: Iterable[str] = (), *, parts: bool, common: frozenset[str] = frozenset()
) -> _Lexicon:
    rows: dict[_Atoms, str] = {}
    single: set[str] = set()
    proper: set[str] = set()
    for name in names:
        atoms = _split_name(name)
        if not atoms:
            continue
        for row in _vary_name(atoms):
            if len(row) > 1:
                rows.setdefault(row, "name")
        if parts:
            own = {atom for atom in atoms if len(atom) > 1}
            if COMPANY_WORDS.isdisjoint(own):
                single |= own
            else:
                proper |= own - COMPANY_WORDS
            if len(atoms) > 2:
                rows.setdefault(("".join(atoms[-2:]),), "name")  # O'Rourke, written as ORourke
    for value in values:
        _, sign, domain = value.partition("@")
        if sign and parts and domain.casefold() not in _FREE_MAIL:
            # A customer's own site names the customer; the town's mail provider does not.
            row = tuple(fold(match[0]) for match in _ATOM.finditer(domain))
            rows.setdefault(row, "link")
            rows.setdefault(("www", *row), "link")
        atoms = tuple(fold(match[0]) for match in _ATOM.finditer(value))
        kind = _kind_of(value, atoms, strict=not parts)
        if kind:
            rows[atoms] = kind
    lengths: dict[str, set[int]] = {}
    for row in filter(None, rows):
        lengths.setdefault(row[0], set()).add(len(row))
    ordered = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
    return _Lexicon(rows, ordered, frozenset(single), common, frozenset(proper - COMMON_NAMES - NOT_A_NAME - common))


def _split_name(name: str) -> _Atoms:
    """Cut a name from a column into folded atoms; () when it names nobody ("Support", an address)."""
    if "@" in name or len(name) > 80:
        return ()
    cut = re.sub(r"\(.*?\)|\b(?i:mr|mrs|ms|miss|dr|prof|herr|frau|mme)\b\.?", " ", name)
    atoms = tuple(fold(match[0]) for match in _ATOM.finditer(cut) if not match[0].isdigit())
    if not atoms or len(atoms) > 6 or all(atom in NOT_A_NAME for atom in atoms):
        return ()
    return atoms if any(len(atom) > 1 for atom in atoms) else ()


def _vary_name(atoms: _Atoms) -> Iterator[_Atoms]:
    yield atoms
    if len(atoms) < 2:
        return
    yield (*atoms[1:], atoms[0])  # Okonkwo, Marisol
    yield (atoms[-1], *atoms[:-1])
    yield (atoms[0], atoms[-1])
    initials = tuple(atom[0] for atom in atoms[:-1])
    yield (initials[0], atoms[-1])
    yield (*initials, atoms[-1])
    yield (*atoms[:-1], atoms[-1][0])  # Marisol O.
    yield (atoms[0], atoms[-1][0])


def _kind_of(value: str, atoms: _Atoms, *, strict: bool) -> str:
    """Say what a value of a personal column is, or "" when it is too short to look for."""
    digits = _count_digits(value)
    if "@" in value:
        return "email"
    if digits >= 6 and not any(char.isalpha() for char in value):
        return "phone"
    if len(atoms) >= 2 and digits and len(value) >= 6:
        return "address"
    # A town alone ("Leeds") says nothing of a person and much of the question.
    return "address" if len(atoms) >= 3 and not strict else ""


_GIVEN: Final = frozenset(map(fold, GIVEN_NAMES)) - COMMON_NAMES - NOT_A_NAME


class Redactor:
    """What one set of exports tells of people: their names and other values, no texts. Immutable once built."""

    def __init__(
        self,
        names: Iterable[str] = (),
        values: Iterable[str] = (),
        *,
        staff: Iterable[str] = (),
        common: Iterable[str] = (),
        key: bytes = b"",
    ) -> None:
        """Take names and values of all conversations, single names known to everybody, everyday words, and the key."""
        known = _build_lexicon(names, values, parts=False)
        single = frozenset(fold(name) for name in staff) - COMMON_NAMES - NOT_A_NAME
        self._everywhere = dataclasses.replace(known, capital=_GIVEN | (single - frozenset(common)))
        self._common = frozenset(common)
        self._key = (key or secrets.token_bytes(32))[:64]

    @classmethod
    def learn(cls, enquiries: Iterable[Enquiry], key: bytes = b"") -> Redactor:
        """Collect the names and values of all enquiries; texts are read for which names are everyday words, not kept.

        `key` hashes customers: the same key gives the same codes. Without one each redactor draws its own, and codes
        of two runs cannot be compared.
        """
        names: set[str] = set()
        values: set[str] = set()
        small: Counter[str] = Counter()
        met: Counter[str] = Counter()
        staff: set[str] = set()
        for enquiry in enquiries:
            own = set(_names_of(enquiry))
            names |= own
            values.update(enquiry.personal)
            # "Dear Becky" in one mail gives away whom another means by "Becky said".
            met.update(
                {fold(name.split()[0]) for turn in enquiry.turns for name in _list_placed_names(turn.text[:5000])}
            )
            staff.update(
                part for turn in enquiry.turns if turn.author is Author.AGENT for part in _split_name(turn.name)
            )
            said = {word for turn in enquiry.turns for word in _SMALL_WORD.findall(turn.text[:5000])}
            small.update(said - {part for name in own for part in _split_name(name)})
        parts = {part for name in names for part in _split_name(name)}
        # A part of somebody's name that three others write in small letters is a word of the trade: "takeaway".
        common = {part for part in parts if small[part] >= 3}
        staff |= {name for name, count in met.items() if count >= 2 and len(name) > 2}
        return cls(names, values, staff={name for name in staff if small[name] < 3}, common=common, key=key)

    def find(self, text: str, lexicon: _Lexicon) -> list[Span]:
        """Find the personal values of a text; `lexicon` knows the names of its conversation."""
        if not text:
            return []
        atoms = _cut_atoms(text)
        known = [*lexicon.find(text, atoms), *self._everywhere.find(text, atoms)]
        return _resolve(text, [*known, *_find_shaped(text, atoms), *_find_placed_names(text, atoms)])

    def build_lexicon(self, enquiry: Enquiry) -> _Lexicon:
        """Give the names and values of one conversation, those that its own greetings give away included."""
        names = [*_names_of(enquiry)]
        for turn in enquiry.turns:
            names += _list_placed_names(turn.text)
        return _build_lexicon(names, enquiry.personal, parts=True, common=self._common)

    def hash_person(self, person: str, length: int = 16) -> str:
        """Give a code that tells people apart without naming them, or "" for nobody."""
        folded = " ".join(fold(person).split())
        return (
            hashlib.blake2b(folded.encode("utf-8", "replace"), key=self._key, digest_size=length // 2).hexdigest()
            if folded
            else ""
        )


_SMALL_WORD: Final = re.compile(r"(?<![\w@.])[a-zß-öø-ÿ]{3,30}(?![\w@])")


def _names_of(enquiry: Enquiry) -> Iterator[str]:
    yield from enquiry.customer_names
    for turn in enquiry.turns:
        if turn.name and turn.author in (Author.CUSTOMER, Author.AGENT):
            yield turn.name


def _find_shaped(text: str, atoms: Sequence[_Atom]) -> Iterator[Span]:
    for find in _FINDERS:
        yield from find(text, atoms)
    # Most enquiries hold no digit at all, and then none of these can find anything.
    if _DIGIT.search(text):
        for find in _DIGIT_FINDERS:
            yield from find(text, atoms)


def _resolve(text: str, found: Iterable[Span]) -> list[Span]:
    """Join overlapping spans, keep clear of placeholders and of links that stay, and sort by place."""
    spans = sorted((span for span in found if span.start < span.end), key=lambda span: (span.start, -span.end))
    if not spans:
        return []
    closed = [match.span() for match in _PLACEHOLDER.finditer(text)] if "[" in text else []
    public = (
        [(start, end) for start, end in _find_urls(text) if not _is_personal_link(text[start:end])]
        if "/" in text or "www." in text
        else []
    )
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            kind = min(last.kind, span.kind, key=_RANK.__getitem__)
            joined.append(Span(last.start, max(last.end, span.end), kind))
        elif joined and span.kind == joined[-1].kind == "name" and text[joined[-1].end : span.start] == " ":
            joined[-1] = Span(joined[-1].start, span.end, "name")
        else:
            joined.append(span)
    blocked = sorted(closed + public)
    return [span for span in joined if not _touches(span, closed if span.kind in {"link", "email"} else blocked)]


def _touches(span: Span, blocked: Sequence[tuple[int, int]]) -> bool:
    import bisect

    place = bisect.bisect_left(blocked, (span.end, 0)) - 1
    return place >= 0 and blocked[place][1] > span.start


def find_spans(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Find the personal values of a text, in their order and without overlaps. `names`: people the text may speak of.

    >>> [span.kind for span in find_spans("Hi Marisol, call 07700 900123")]
    ['name', 'phone']
    """
    lexicon = dataclasses.replace(_lexicon_of(tuple(names)), capital=_GIVEN)
    atoms = _cut_atoms(text)
    return _resolve(text, [*lexicon.find(text, atoms), *_find_shaped(text, atoms), *_find_placed_names(text, atoms)])


@functools.lru_cache(maxsize=256)
def _lexicon_of(names: tuple[str, ...]) -> _Lexicon:
    return _build_lexicon(names, parts=True)


def redact_text(text: str, names: Iterable[str] = ()) -> str:
    """Put placeholders in the place of all personal values. Redacting twice equals redacting once.

    >>> redact_text("Hi Marisol, your order #1234567 is on its way.")
    'Hi [name], your order [order number] is on its way.'
    """
    known = tuple(names)
    return _replace_all(text, lambda found: find_spans(found, known), Counter())


def _replace_all(text: str, find: Callable[[str], list[Span]], found: Counter[str]) -> str:
    for _ in range(_ROUNDS):
        spans = find(text)
        if not spans:
            break
        found.update(span.kind for span in spans)
        pieces: list[str] = []
        place = 0
        for span in spans:
            pieces += [text[place : span.start], PLACEHOLDERS[span.kind]]
            place = span.end
        text = "".join([*pieces, text[place:]])
    return text


def redact_enquiry(enquiry: Enquiry, redactor: Redactor, *, noise: str = "", bots: bool = False) -> RedactedEnquiry:
    """Take the personal data out of a cleaned enquiry and sort its turns into question, replies and the rest.

    `noise` is why the enquiry is no question, or "". `bots` lets the answers of bots count as replies.
    """
    lexicon = redactor.build_lexicon(enquiry)
    found: Counter[str] = Counter()

    def redact(text: str) -> str:
        return _replace_all(text, lambda piece: redactor.find(piece, lexicon), found)

    first, replied, later = _sort_turns(enquiry.turns, bots=bots)
    subject = redact(enquiry.subject)
    body = redact("\n\n".join(turn.text for turn in first if turn.text))
    if not _adds_something(subject, body):
        subject = ""
    # The greeting stands under the subject, where it would not be looked for.
    asking = strip_courtesies(body) or body
    if subject and _says_nothing(asking):
        asking = ""
    return RedactedEnquiry(
        id=enquiry.id,
        source=enquiry.source,
        text=f"{subject}\n\n{asking}".strip(),
        ask=_join_ask(subject, extract_ask(asking)),
        replies=tuple(
            Reply(text=redact(turn.text), agent=redactor.hash_person(turn.name, 6), at=turn.at) for turn in replied
        ),
        later=tuple(redact(turn.text) for turn in later if turn.text),
        customer=redactor.hash_person(enquiry.customer),
        received=enquiry.received,
        tags=tuple(tag for tag in enquiry.tags if tag == redact(tag)),
        group=redact(enquiry.group),
        noise=noise,
        found=dict(found),
    )


def _join_ask(subject: str, ask: str) -> str:
    """Put a short subject before the ask: "Google calendar not syncing" says what "What now?" is about."""
    if not ask or not subject:
        return extract_ask(subject) or ask
    if len(subject.split()) > _MOST_SUBJECT_WORDS:
        return extract_ask(f"{subject}\n\n{ask}")
    return f"{subject}{'' if subject.endswith(('.', '!', '?', '…', ':')) else '.'} {ask}"


_MOST_SUBJECT_WORDS: Final = 12


def _sort_turns(turns: Sequence[Turn], *, bots: bool) -> tuple[list[Turn], list[Turn], list[Turn]]:
    """Part the turns into what the customer wrote first, what people answered, and what the customer wrote later."""
    answering = {Author.AGENT, Author.BOT} if bots else {Author.AGENT}
    first: list[Turn] = []
    replied: list[Turn] = []
    later: list[Turn] = []
    for turn in turns:
        if turn.author is Author.CUSTOMER:
            # What an agent wrote before the customer said anything answers nothing, so it does not end the question.
            (later if replied else first).append(turn)
        elif turn.author in answering and first and turn.text.strip():
            replied.append(turn)
    return first, replied, later


_PLAIN_SUBJECT: Final = frozenset(
    "question questions enquiry inquiry query help support contact message request form website urgent "
    "info information "
    "new general quick chat frage anfrage kontakt kontaktformular hilfe demande contacto consulta pregunta "
    "ayuda vraag hulp "
    "from via subject no issue problem".split()
)


def _adds_something(subject: str, body: str) -> bool:
    said = {word.casefold() for word in split_words(body)}
    own = [word.casefold() for word in split_words(_PLACEHOLDER.sub(" ", subject))]
    return any(word not in said and word not in ALL_STOP_WORDS and word not in _PLAIN_SUBJECT for word in own) or (
        bool(own) and not said
    )


def _says_nothing(text: str) -> bool:
    return not strip_courtesies(text)
