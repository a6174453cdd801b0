"""Finds postal addresses: a street with its house, and the postcode and town that follow it.

Pure. A town alone says nothing of a person and much of the question, so it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.order_numbers import follows_product_word
from enquiry2article.patterns import one_of
from enquiry2article.spans import Atom, Span
from enquiry2article.text import fold

_WORD: Final = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]{0,24}"
"""A word with a capital letter; a full stop may belong to it."""
_TOWN_WORD: Final = r"(?:St\. )?[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’-]{0,24}"
"""One word of a town's name."""
_TOWN: Final = rf"{_TOWN_WORD}(?:[ -](?:{_TOWN_WORD}|upon|on|under|am|an|der|sur|la|le|de|del|sous|aan|den)){{0,4}}"
_UK_CODE: Final = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}"
_UNIT: Final = r"(?:(?:flat|apartment|apt\.?|unit|suite|room|floor|house)\s(?:no\.?\s)?[\dA-Z]{1,5}[a-z]?,?\s{1,2})"
_STREET: Final = one_of(r"""
    street | road | avenue | lane | crescent | boulevard | terrace | drive | close | court | way | place
    square | gardens? | grove | hill | mews | row | walk | parade | highway | parkway | circle | rise | view
    green | park | bank | buildings | yard | wharf | cottages? | villas? | exchange | mill | farm | barn
    hall | lodge | quay | croft | fold | st\.? | rd\.? | ave\.? | ln\.? | dr\.? | ct\.? | cres\.? | blvd\.?
    pl\.? | sq\.? | hwy\.? | pkwy\.? | gdns\.?
""")
_NO_STREET: Final = one_of(r"""
    minutes? | mins? | miles? | hours? | hrs? | days? | weeks? | months? | years? | metres? | meters? | km
    feet | foot | ft | yards? | inch | lane | star | ways? | port | bed | bedroom | google | one | hard
    flash | usb | test | disk | ssd | pen | thumb | external | network | pounds? | euros? | percent | times?
    per | x | a | more | of | is | in | on | the | to | and | or | for | people | items? | steps?
""")
_ADDRESSES: Final = tuple(
    map(
        re.compile,
        (
            # 12 Elm Street, Leeds LS1 4AB; Flat 2, 19 Wool Street
            rf"(?i:\b{_UNIT})?(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s"
            rf"(?!(?i:{_NO_STREET})\b)(?:(?!(?i:{_STREET})\s+(?i:{_NO_STREET})\b){_WORD}\s){{1,4}}"
            rf"(?i:{_STREET})(?!\w)(?!\s(?i:accounts?|files?|folders?))",
            # 12 elm street
            rf"(?<![\w.,/£€$-])(?<!\d\s)\d{{1,5}}[A-Za-z]?\s(?!(?i:{_NO_STREET})\b)(?:[a-z'’]{{2,20}}\s){{1,2}}"
            r"(?:street|road|avenue|lane|crescent|boulevard|terrace|st|rd|ave)\b(?!\w)",
            # Flat 2, Wool House
            rf"(?i:\b{_UNIT}){_WORD}(?:\s{_WORD}){{0,3}}\s(?i:street|road|avenue|lane|court|house|terrace|drive|close)\b",
            r"(?i:\bp\.?\s?o\.?\s?box\s\d{1,8}\b)",
            # Musterstraße 12, 10115 Berlin; Hoofdstraat 5, 1234 AB Utrecht; but no Heimweg 2 and no Speicherplatz 3
            r"(?<![\w-])(?:"
            + one_of(r"""
                An? | Am | Zum | Zur | Im | In der | Auf der | Alte[rn]? | Neue[rn]? | Große | Kleine | Lange
                Obere | Untere | [A-ZÄÖÜ][\w.]{1,20}
            """)
            + r"[ -])?[A-ZÄÖÜ][\wäöüß.-]{0,30}"
            + one_of(r"""
                straße | strasse | str\. | gasse | allee | damm | ufer | steig | chaussee
                straat | laan | plein | gracht | kade | singel | dijk | steeg | weg | platz | ring
            """)
            + r"(?<!mweg)(?<!ckweg)(?<!nweg)(?<!tsweg)(?<!rweg)"
            r"(?<!tzplatz)(?<!rkplatz)(?<!itsplatz)(?<!erplatz)(?<!tring)(?<!sring)"
            r"\s\d{1,4}\s?[a-zA-Z]?(?![\w.]\d|\w)",
            # Berliner Straße 12
            r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß.-]{1,25}(?:\s|-)){1,3}"
            r"(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring|Damm|Ufer|Gasse)\s\d{1,4}\s?[a-z]?(?!\w)",
            # Unter Linden 4, 10115 Berlin
            rf"(?<![\w-]){_WORD}(?:[ -]{_WORD}){{0,3}}\s\d{{1,4}}[a-zA-Z]?,\s{{0,2}}(?:D-|A-|CH-)?\d{{4,5}}\s{_TOWN}",
            # ... nach 10115 Berlin
            r"(?:(?<=nach )|(?<=wohne in )|(?<=PLZ )|(?<=aus ))(?:D-)?\d{5}\s(?!"
            + one_of(r"""
                Euro | Kilometer | Stück | Stunden | Jahre | Einheiten | Watt | Volt | Punkte | Schritte | Zeilen
                Dateien | Kunden | Nutzer | Meter
            """)
            + rf"){_WORD}",
            # 14 bis rue des Lilas, 75011 Paris
            r"(?<![\w.,/-])\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s(?i:"
            + one_of(r"""
                rue | avenue | av\. | boulevard | bd | place | chemin | allée | allee | impasse | quai | route
                cours | square | passage
            """)
            + r")\s(?:(?:de|du|des|la|le|les|l['’]|d['’])\s?){0,3}"
            rf"{_WORD}(?:[ -](?:(?:de|du|des|la|le)\s)?{_WORD}){{0,4}}",
            # Calle de Alcalá 45, 28014 Madrid; Via Roma 3; ul. Długa 7/3; Rua Augusta, 100
            r"(?<!\w)(?:(?i:"
            + one_of(r"""
                calle | avenida | avda\.? | plaza | paseo | camino | ronda | carrer | via | viale | piazza | corso
                ul\. | ulica | al\. | os\. | rua | travessa | praça
            """)
            + r")|[cC]/)\s?(?:(?:de|del|la|las|los|el|da|do|das|dos|di)\s){0,3}"
            rf"{_WORD}(?:\s(?:(?:de|del|la|di|da|do)\s)?{_WORD}){{0,4}},?\s(?:n[ºo°]\.?\s?)?"
            r"\d{1,4}[a-zA-Z]?(?:/\d{1,4})?(?!\w)",
        ),
    )
)
_STREET_WORDS: Final = frozenset(
    fold(
        """
    street road avenue lane crescent boulevard terrace drive close court way place square garden gardens grove
    hill mews row walk parade highway parkway circle rise view green park bank buildings yard wharf cottage
    cottages villa villas exchange mill farm barn hall lodge quay croft fold st rd ave ln dr ct cres blvd pl sq
    hwy pkwy gdns house box rue av bd chemin allée impasse quai route cours passage calle avenida avda plaza
    paseo camino ronda carrer via viale piazza corso ul ulica al os rua travessa praça c
    """
    ).split()
)
_STREET_ENDS: Final = (
    "strasse", "str", "gasse", "allee", "damm", "ufer", "steig", "chaussee", "straat", "laan",
    "plein", "gracht", "kade",
    "singel", "dijk", "steeg", "weg", "platz", "ring",
)  # fmt: skip

_CODE_AND_TOWN: Final = re.compile(r"\d{4,5} [A-Z]")


def _tells_street(text: str, atoms: Sequence[Atom]) -> bool:
    return any(atom in _STREET_WORDS or atom.endswith(_STREET_ENDS) for _, _, atom in atoms) or bool(
        _CODE_AND_TOWN.search(text)
    )


_ADDRESS_TAIL: Final = re.compile(
    r"(?:,?\s{1,2}(?i:flat|apartment|apt\.?|unit|suite|floor|\#)\s?[\dA-Za-z]{1,5}\b)?"
    + one_of(rf"""
        ,?\s{{1,2}}(?:{_TOWN},?\s{{1,2}}){{0,3}}{_UK_CODE}\b
        ,\s{{0,2}}(?:D-|A-|CH-|F-)?\d{{4,5}}(?:\s?[A-Z]{{2}})?,?\s{_TOWN}
        ,?\s(?:D-)?\d{{5}}\s{_TOWN_WORD}(?:-{_TOWN_WORD})?
        ,\s{{0,2}}\d{{2}}-\d{{3}}\s{_TOWN}
        (?:,\s{{1,2}}{_TOWN}){{0,2}},?\s{{1,2}}[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b
        ,\s{{1,2}}{_TOWN_WORD}(?:[ -]{_TOWN_WORD}){{0,2}}(?=[\s]*(?:$|\n|[.,;!?)]))
    """)
)
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
    r"|LE)",
    re.IGNORECASE,
)


def find_addresses(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find postal addresses, and British postcodes alone."""
    for pattern in _ADDRESSES if _tells_street(text, atoms) else ():
        for match in pattern.finditer(text):
            tail = _ADDRESS_TAIL.match(text, match.end())
            end = tail.end() if tail else match.end()
            yield Span(match.start(), end, "address")
    for pattern in (_UK_POSTCODE, _SMALL_UK_POSTCODE):
        for match in pattern.finditer(text):
            if not _NO_POSTCODE.fullmatch(match[0]) and not follows_product_word(text, match.start()):
                yield Span(*match.span(), "address")
