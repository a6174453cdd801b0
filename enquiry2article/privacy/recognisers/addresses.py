"""Finds postal addresses: a street with its house, and the postcode and town that follow it.

Pure. A town alone says nothing of a person and much of the question, so it stays.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.cues import JOINT
from enquiry2article.privacy.recognisers.reference_numbers import follows_product_word
from enquiry2article.privacy.recognisers.spans import Atom, Span, match_after
from enquiry2article.text.word_lists import fill_phrases, one_of, read_table
from enquiry2article.text.words import fold

_WORD: Final = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]{0,24}"
"""A word with a capital letter; a full stop may belong to it."""
_PART: Final = r"(?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’-]{0,24}|[A-Z][a-z]{0,3}\.)"
"""A word of an English street's name: a full stop belongs only to a short one, as in "St. Mary's"."""
_TOWN_WORD: Final = r"(?:St\. )?[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’-]{0,24}"
"""One word of a town's name."""
_TOWN: Final = (
    rf"{_TOWN_WORD}(?:[ -](?!(?:Le|El|La|Il|Mi|Mon|Ma|Mes|My|I|The|Die|Der|Das|Ich|Wir|We|It|Please|Tel|C\.P|Herr|Frau"
    rf"|Mr|Mrs)\b)(?:{_TOWN_WORD}"
    rf"|(?:(?:upon|on|under|am|an|ob|im|in|bei|vor|dem|der|den|sur|lès|la|le|les|de|del|du|sous"
    rf"|aan)[ -]){{1,2}}{_TOWN_WORD})){{0,3}}"
)
_UK_CODE: Final = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}"
_UNIT: Final = r"(?:(?:flat|apartment|apt\.?|unit|suite|room|floor|house)\s(?:no\.?\s)?[\dA-Z]{1,5}[a-z]?,?\s{1,2})"
_STREET: Final = fill_phrases("addresses", "<street>")
_NO_STREET: Final = fill_phrases("addresses", "<no_street>")
_HOUSE: Final = r"(?:(?i:nr)\.?\s?)?\d{1,4}(?:\s?[a-zA-Z](?!\w))?(?:\s?[-/–]\s?\d{1,4}[a-zA-Z]?)?"
_SEP_AHEAD: Final = r"(?:,\s{0,2}|\s?\n\s{0,3})"
_RUE: Final = (
    r"(?i:"
    + fill_phrases("addresses", "<rue>")
    + r")\s(?:(?i:de|du|des|la|le|les|l['’]|d['’]|aux?|en|faubourg)\s?){0,4}"
    rf"(?:\d{{1,2}}(?:er)?[ -])?{_WORD}(?:[ -](?:(?:de|du|des|la|le|les|et|en|sur)[ -]){{0,2}}(?:{_WORD}|\d{{4}}"
    rf"(?!\d))){{0,4}}"
)
_ADDRESSES: Final = (
    # 12 Elm Street, Leeds LS1 4AB; Flat 2, 19 Wool Street
    rf"(?i:\b{_UNIT})?(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?[ ]"
    rf"(?!(?i:{_NO_STREET})\b)(?:(?!(?i:{_STREET})[ ]+(?i:{_NO_STREET})\b){_PART}[ ]){{1,4}}"
    rf"(?i:{_STREET})(?!\w)(?![ ](?i:accounts?|files?|folders?))",
    # 12 elm street
    rf"(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?[ ](?!(?i:{_NO_STREET})\b)(?:[a-z'’]{{2,20}}[ ]){{1,2}}"
    r"(?:street|road|avenue|lane|crescent|boulevard|terrace|st|rd|ave)\b(?!\w)",
    # Flat 2, Wool House
    rf"(?i:\b{_UNIT}){_PART}(?:[ ]{_PART}){{0,3}}[ ](?i:street|road|avenue|lane|court|house|terrace|drive"
    rf"|close)\b",
    # 59 The Green; 79 SW 4th Street
    r"(?<![\w.,/£€$-])(?<!\d\s)\d{1,5}[A-Za-z]?,?[ ]The[ ](?:Green|Avenue|Street|Crescent|Close|Lane|Drive"
    r"|Grove|Mews|Row|Square"
    r"|Terrace|Orchard|Mount|Parade|Quay|Meadows?|Walk|Way|Hill|Gardens|Paddocks?|Spinney)(?!\w)",
    rf"(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?[ ](?:[NSEW]{{1,2}}\.?[ ])?(?:\d{{1,3}}(?:st|nd|rd|th)"
    rf"|{_PART}"
    rf"(?:[ ]{_PART}){{0,2}})[ ]"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Dr|Ln|Pl|Ct|Way)(?![\w])(?![ ]\d)",
    # 12 Quayside, Hull HU1 2AB; 5 Broadway, Denver, CO 80203
    rf"(?<![\w.,/£€$-])(?<!\d\s)\d{{1,4}}[A-Za-z]?,?[ ]{_PART}(?:[ ]{_PART}){{0,3}}"
    rf"(?=(?:[ ](?:Apt|Unit|Suite|Flat)\.?[ ]\w+)?,?\s(?:{_TOWN},?\s){{1,2}}"
    rf"(?:{_UK_CODE}|[A-Z]{{2,3}}[ ]\d{{4,5}}|[A-Z]{{2}}[ ][A-Z]\d[A-Z][ ]?\d[A-Z]\d"
    rf"|[A-Z]\d[\dW][ ]?[A-Z\d]{{4}})(?!\w))",
    r"(?i:(?<!\w)(?:p\.?[ ]?o\.?[ ]?box|postfach|postbus|b\.?p\.?|bo[îi]te postale|apartado(?: de correos"
    r"| postal)?|casella postale"
    r"|skrytka pocztowa|caixa postal|postboks|box)[ ](?:n[º°o]\.?[ ]?)?\d{1,4}(?:[ ]?\d{2,4}){0,3})"
    r"(?![\w€£$%])",
    # Musterstraße 12, 10115 Berlin; Hoofdstraat 5, 1234 AB Utrecht; but no Heimweg 2 and no Speicherplatz 3
    r"(?<![\w-])(?:"
    + fill_phrases("addresses", "<before_street>")
    + r"[ -])?[A-ZÄÖÜ][\wäöüß.-]{0,30}"
    + fill_phrases("addresses", "<street_end>")
    + r"(?<!mweg)(?<!ckweg)(?<!nweg)(?<!tsweg)(?<!rweg)(?<!adweg)"
    r"(?<!tzplatz)(?<!rkplatz)(?<!itsplatz)(?<!erplatz)(?<!tring)(?<!sring)"
    rf"\s{_HOUSE}(?![\w.]\d|\w)",
    # Berliner Straße 12
    r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß.-]{1,25}(?:\s|-)){1,3}"
    rf"(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring|Damm|Ufer|Gasse)\s{_HOUSE}(?!\w)",
    # Unter Linden 4, 10115 Berlin
    rf"(?<![\w-])(?!(?:Sie|Uns|Es|Bitte|Wir|Ich|Mich|Das|Paket|Die|Der|Ihr)\b){_WORD}(?:[ -](?:{_WORD}|dem|der"
    rf"|den|die|das|alten?|am|an|im|zum|zur|du|de|des|la|les|del|di|van)){{0,4}}"
    rf",?\s{_HOUSE}(?=(?:{_SEP_AHEAD}[^\n,]{{1,14}})?{_SEP_AHEAD}(?:D-|A-|CH-|F-|B-|L-|NL-|I-|E-)?\d{{4,5}}"
    rf"(?:\s[A-Z]{{2}})?\s[A-ZÄÖÜÉ])",
    # ... nach 10115 Berlin
    r"(?:(?<=nach )|(?<=wohne in )|(?<=PLZ )|(?<=aus ))(?:D-)?\d{5}[ ](?!"
    + fill_phrases("addresses", "<no_town>")
    + rf"){_WORD}",
    # 14 bis rue des Lilas, 75011 Paris
    rf"(?<![\w.,/-])\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D]))?,?\s{_RUE}",
    # rue de l'Église 152, 5697 Liège
    rf"(?<![\w'’-]){_RUE},?\s\d{{1,4}}[A-Za-z]?(?![\w-])",
    # Calle de Alcalá 45, 28014 Madrid; Via Roma 3; ul. Długa 7/3; Rua Augusta, 100
    r"(?<!\w)(?:(?i:"
    + fill_phrases("addresses", "<calle>")
    + r")|[cC]/)\s?(?:(?:de|del|la|las|los|el|da|do|das|dos|di|d['’])\s?){0,3}(?:\d{1,2}\s(?:de\s)?)?"
    rf"{_WORD}(?:\s(?:(?:de|del|la|las|los|di|da|do|y)\s){{0,2}}{_WORD}){{0,4}},?\s(?:(?:n\.?\s?[ºo°]|núm"
    rf"(?:ero)?)\.?\s?)?"
    r"\d{1,4}[a-zA-Z]?(?:/\d{1,4})?(?!\w)",
    # 51203 Linz, Hauptstrasse 75
    rf"(?<![\w.,/-])(?:D-|A-|CH-)?\d{{4,5}}\s{_TOWN}(?:\s\([A-Z]\w+\))?,\s(?:(?:Am|An|Auf|Im|In|Zum|Zur|Unter"
    rf"|Hinter|Vor|Bei)\w*\s(?:de[mnr]\s)?)?"
    rf"{_WORD}(?:[ -]{_WORD}){{0,3}}\s{_HOUSE}(?!\w)",
)
"""The forms of an address, as patterns."""
_LIVES: Final = re.compile(
    r"(?i)(?<![^\W_])" + fill_phrases("addresses", "<lives>") + rf"(?!\w){JOINT}(?:(?:at|an|in|to|bei|au|à|en|a)\s)?"
)
_LIVES_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["lives"]).split())
_LINE: Final = re.compile(
    one_of(rf"""
        (?:{_UNIT})?\d{{1,4}}[A-Za-z]?,?[ ](?!(?i:{_NO_STREET})\b){_WORD}(?:[ ]{_WORD}){{0,3}}(?=,[ ]{_TOWN_WORD})
        {_WORD}(?:[ -](?:{_WORD}|dem|der|den|am|im|de|del|la|las|los|du|des)){{0,4}},?[ ](?:(?:n\.?[ ]?[ºo°]
            |[Nn]r)\.?[ ]?)?\d{{1,4}}[a-zA-Z]?(?=,[ ]{_TOWN_WORD}|[ ]?\n\d{{4,5}}[ ])
    """)
)
_STREET_WORDS: Final = frozenset(fold(read_table("privacy/first_words.toml")["street"]).split())
_STREET_ENDS: Final = (
    "strasse", "str", "gasse", "allee", "damm", "ufer", "steig", "chaussee", "straat", "laan",
    "plein", "gracht", "kade",
    "singel", "dijk", "steeg", "weg", "platz", "ring",
)  # fmt: skip

_CODE_AND_TOWN: Final = re.compile(r"\d{4,5} [A-Z]|[A-Z]\d{1,2}[A-Z]? \d[A-Z]{2}|[A-Z]{2} \d{5}|[A-Z]\d[A-Z] \d")


def _has_street(text: str, atoms: Sequence[Atom]) -> bool:
    return any(atom in _STREET_WORDS or atom.endswith(_STREET_ENDS) for _, _, atom in atoms) or bool(
        _CODE_AND_TOWN.search(text)
    )


_NO_TOWN: Final = (
    r"(?!(?i:please|thanks?|the|i|we|my|it|but|and|can|could|is|was|there|this|that|if|when|kind|best|regards|bitte"
    r"|danke"
    r"|ich|wir|mit|viele|merci|je|nous|gracias|yo|tel|phone|mobile|email|vielen|liebe|hi|hello|dear)\b)"
)
_SEP: Final = r"(?:,?[ ]{1,2}|,?[ ]?\n[ ]{0,3}|,)"
_INSIDE: Final = one_of(r"""
    (?i:flat|apartment|apt\.?|unit|suite|ste\.?|floor|room|\#|top|stiege|tür|whg\.?|wohnung|appt?\.?|appartement|porte
        |puerta|pta\.?
        |piso|planta|esc\.?|escalera|escalier|b[âa]t\.?|b[âa]timent|bloque|portal|bo[îi]te|bte|bus|lot\.?|local|int\.?
        |interno|m\.)
        [ ]?[\dA-Z]{1,5}[ºª°]?(?!\w)
    \d{1,2}\.?[ ]?(?:OG|UG|EG|DG|Stock|Etage|[ée]tage|floor)(?:[ ](?:links|rechts|mitte|Mitte|vorne|hinten))?
    (?:EG|DG)(?:[ ](?:links|rechts))?
    (?i:hinterhaus|vorderhaus|seitenflügel)
    \d{1,2}[ºª°]\.?(?:[ -]?(?:[A-Z](?!\w)|(?i:izqu?\w*|dch\w*|dere\w*|centro)\.?))?
    (?i:bajo|ático|entresuelo|principal|rez-de-chaussée|rdc)(?:[ ][A-Z](?!\w))? | c/o[ ]\w+
""")
_SAINT_TOWN: Final = (
    rf"{_NO_TOWN}(?:(?:St|Ste|Sta|Bad|San|Santa|La|Le|Les|Los|Las|El|A|O|Den|De|Co)\.?[ ])?(?:[LlDd]['’])?{_TOWN}"
    r"(?:[ ]\([A-Z][\w ]{1,15}\))?"
)
_AFTER_TOWN: Final = r"(?=\s|[.,;:!?)\]]|$)"
_ADDRESS_TAIL: Final = one_of(rf"""
        {_SEP}(?P<inside>{_INSIDE})
        {_SEP}(?:{_SAINT_TOWN},?\s{{1,2}}){{0,3}}{_UK_CODE}(?!\w)
        {_SEP}(?:[A-Z]{{1,3}}[- ])?(?:\d{{4,5}}|\d{{2}}-\d{{3}}
            |\d{{3}}[ ]\d{{2}})(?:[ ]?[A-Z]{{2}}(?!\w))?,?[ ]{_SAINT_TOWN}(?:[ ]Cedex(?:[ ]\d{{1,2}})?)?
        {_SEP}(?:{_SAINT_TOWN},?\s{{1,2}}){{0,2}}[A-Z]{{2,3}},?[ ](?:\d{{5}}(?:-\d{{4}})?|\d{{4}}
            |[A-Z]\d[A-Z][ ]?\d[A-Z]\d)(?!\w)
        {_SEP}(?:(?:{_SAINT_TOWN}|Co\.[ ]{_TOWN_WORD}),?\s{{1,2}}){{0,3}}[A-Z]\d[\dW][ ]?[A-Z\d]{{4}}(?!\w)
        ,[ ]{{0,2}}{_SAINT_TOWN}{_AFTER_TOWN}
        [ ](?:à|in|en|a|te)[ ]{_SAINT_TOWN}{_AFTER_TOWN}
    """)
_ADDRESS_HEAD: Final = (
    one_of(rf"""
        (?i:flat|apartment|apt\.?|unit|suite|room|floor)[ ](?:no\.?[ ])?[\dA-Za-z]{{1,5}},?[ ]
        (?i:r[ée]sidence|urb\.|urbanizaci[óo]n|b[âa]timent|immeuble|edificio|bloque|lieu-dit|polígono)[ ](?:(?:les?|la
            |el|los|las|de|du|des|del)[ ]){{0,2}}
            {_WORD}(?:[ -]{_WORD}){{0,3}},?[ ]
        (?:[A-Z]{{1,3}}-)?\d{{4,5}}[ ]{_SAINT_TOWN},[ ]
    """)
    + "$"
)


@functools.cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern once it is needed: few texts name a street, and these take longer than most."""
    return re.compile(pattern)


_CODE: Final = re.compile(r"\d{4}|\d \d|\d[A-Z]")


def _extend(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in what belongs to an address around its street: flat, storey, postcode, town."""
    for _ in range(6):
        tail = _compile(_ADDRESS_TAIL).match(text, end)
        if not tail:
            break
        end = tail.end()
        if not tail["inside"] and _CODE.search(tail[0]):
            break  # the town has been named, and what follows is another sentence
    before = text[max(0, start - 70) : start]
    head = _compile(_ADDRESS_HEAD).search(before) if before.endswith(" ") else None
    return (start - len(before) + head.start() if head else start), end


_CITED: Final = re.compile(
    r"(?i)(?<![^\W_])"
    + fill_phrases("addresses", "<postcode>")
    + rf"(?!\w)\.?{JOINT}(?P<value>[A-Za-z]{{1,2}}\d[A-Za-z\d]?[ ]?\d[A-Za-z]{{2}}|\d{{2}}-\d{{3}}|\d{{5}}-\d{{4}}"
    rf"|\d{{3}}[ ]\d{{2}}"
    r"|\d{4}[ ]?[A-Z]{2}|[A-Z]\d[A-Z\d][ ]?[A-Z\d]{3,4}|[A-Z]{0,2}-?\d{4,6})(?![\w€£$%])"
)
_CITED_WORDS: Final = ("post", "zip", "plz", "code", "cp", "c", "codigo", "cap", "kod", "eircode")
_UK_POSTCODE: Final = re.compile(rf"(?<![\w-]){_UK_CODE}(?![\w-])")
_SMALL_UK_POSTCODE: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        (?<=, ) | (?<=postcode ) | (?<=postcode: ) | (?<=postcode is ) | (?<=post code is ) | (?<=post code )
    """)
    + r"[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}(?![\w-])"
)
_NO_POSTCODE: Final = re.compile(
    r"(?:PS|XC|GT|RX|GX|TX|MX|RTX|TV|PC|HD|A|X|Z|Q)\d.*|.*\d(?:GB|TB|WD|HP|PS|ST|ND|RD|TH|DP"
    r")",
    re.IGNORECASE,
)


def find_addresses(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find postal addresses, and British postcodes alone."""
    for form in _ADDRESSES if _has_street(text, atoms) else ():
        for match in _compile(form).finditer(text):
            yield Span(*_extend(text, *match.span()), "address")
    for match in match_after(_CITED, _CITED_WORDS, text, atoms):
        yield Span(*match.span("value"), "address")
    for cue in match_after(_LIVES, _LIVES_WORDS, text, atoms):
        if found := _LINE.match(text, cue.end()):
            yield Span(*_extend(text, *found.span()), "address")
    for pattern in (_UK_POSTCODE, _SMALL_UK_POSTCODE):
        for match in pattern.finditer(text):
            if not _NO_POSTCODE.fullmatch(match[0]) and not follows_product_word(text, match.start()):
                yield Span(*match.span(), "address")
