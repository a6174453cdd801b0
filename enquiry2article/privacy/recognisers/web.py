"""Finds what tells a person on the net: e-mail addresses, links that lead to somebody's own page, IP addresses.

Pure. It decides which links are public (a help page, a product) and stay, since articles need them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.spans import Atom, Span, mark_all
from enquiry2article.text.word_lists import one_of

_EMAIL: Final = re.compile(
    r"(?<![\w.+%'-])(?:mailto:)?[\w.+%'&-]{1,64}\s?(?:@|\((?:at|@)\)|\[(?:at|@)\])\s?(?:[\w-]{1,63}(?:\."
    r"|\s?[\[(](?:dot|punkt|\.)[\])]\s?)){1,6}[^\W\d_]{2,24}\b"
)
_SPOKEN_EMAIL: Final = re.compile(
    r"(?i)(?<![\w.-])[\w.+-]{2,64} at [\w-]{2,40} dot (?:com|org|net|co dot uk|co\.uk|de|fr|es|nl|io|uk"
    r"|eu)\b"
)


def find_emails(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find e-mail addresses, spelled-out ones among them."""
    if "@" in text or "at)" in text or "at]" in text:
        # A mail address may not be cut in two by a space where the sign is bare: "see me @ the shop".
        for match in _EMAIL.finditer(text):
            found = match[0]
            if "@" not in found or (
                " @" not in found and "@ " not in found and "@\n" not in found and "\n@" not in found
            ):
                yield Span(*match.span(), "email")
    if " dot " in text.lower():
        yield from mark_all(_SPOKEN_EMAIL, text, "email")


_URL: Final = re.compile(
    r"(?i)(?<![\w@])(?:https?://|www\.)[^\s<>\"'()\[\]{}|]{3,2000}|(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:com|org|net|io|co|app|dev|test|example|de|fr|es|nl|it|pl|pt|uk|eu)/[^\s<>\"'()\[\]{}|]{1,2000}"
)
_PUBLIC_PAGE: Final = re.compile(
    r"(?i)/"
    + one_of(r"""
        articles? | help | hc | docs? | kb | knowledge | faqs? | support | blog | wiki | questions? | guides?
        manuals? | downloads? | products? | category | collections
    """)
    + r"(?:[/?#-]|$)"
)
_PERSONAL_PATH: Final = re.compile(
    r"(?i)/"
    + one_of(r"""
        users? | u | accounts? | profiles? | members? | customers? | orders? | tickets? | invoices? | bookings?
        track(?:ing)? | reset | verify | confirm | invite | share | s | d | file | uploads? | in | people | meet
        join | j | i | bestellung(?:en)? | rechnung(?:en)? | commandes? | factures? | pedidos? | facturas?
    """)
    + r"/[^/?#\s]{2,}|"
    + one_of(r"""
        facebook\.com | instagram\.com | linkedin\.com | twitter\.com | //x\.com | tiktok\.com | drive\.google\.com
        docs\.google\.com | dropbox\.com | we\.tl | wetransfer\.com | 1drv\.ms | zoom\.us | teams\.microsoft\.com
        meet\.google\.com
        photos\.app\.goo\.gl | icloud\.com | wa\.me | //t\.me | onedrive\.live\.com | sharepoint\.com | calendly\.com
    """)
    + r"/\S{2,}"
)
_PERSONAL_QUERY: Final = re.compile(
    r"(?i)[?&;#]u=|[?&;#][\w.-]{0,30}"
    + one_of(r"""
        token | key | auth | session | sid | sess | e-?mail | user | uid | id | code | sig(?:nature)?
        pass(?:word)? | pwd | reset | account | order | invoice | customer | ticket | hash | secret | otp | name
        phone | ref | parcel | tracking | shipment | booking
    """)
    + r"[\w.-]{0,20}="
)
_LONG_ID: Final = re.compile(
    r"(?i)(?=[\w~-]{16})(?=[a-z_~-]{0,60}\d)(?=[\d_~-]{0,60}[a-z])(?:[\w~]{16,}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[\w-]{10,})|\d{7,}"
)


_MIXED: Final = re.compile(r"(?<![\w-])(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[a-z])(?=[\w-]{0,40}[A-Z])[\w-]{6,60}(?![\w-])")
"""A piece of a link that nobody would choose as the name of a page: "77fa-Qe10z"."""


def find_links(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find links that lead to somebody's own page, order or file."""
    if "://" in text or "www." in text.lower() or "/" in text:
        for start, end in find_urls(text):
            if is_personal_link(text[start:end]):
                yield Span(start, end, "link")


def find_urls(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of all links, without the punctuation behind them."""
    for match in _URL.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(".,;:!?…"))


def is_personal_link(url: str) -> bool:
    """Return whether a link says who follows it: by a token, an account or a long number."""
    host_and_path = url.split("://", 1)[-1]
    host, _, rest = host_and_path.partition("/")
    path, mark, query = rest.partition("?")
    if "@" in host_and_path or "%40" in url or (mark and _PERSONAL_QUERY.search(mark + query)):
        return True
    if _LONG_ID.search(query) or _LONG_ID.search(host) or _MIXED.search(query):
        return True
    if _PUBLIC_PAGE.search("/" + path):
        return False
    return bool(
        _PERSONAL_PATH.search(f"//{host.removeprefix('www.')}/{path}") or _LONG_ID.search(path) or _MIXED.search(path)
    )


_IP4: Final = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d]|\.\d)")
_IP6: Final = re.compile(r"(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
_MAC: Final = re.compile(
    r"(?<![\w:-])[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){4}(?![\w:-])"
    r"|(?<![\w.])(?=[0-9.]{0,13}[a-fA-F])[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}(?![\w]|\.\w)"
    r"|(?i:(?<=mac )|(?<=mac: )|(?<=mac-adresse )|(?<=mac address ))[0-9a-fA-F]{12}(?!\w)"
)
_VERSION_BEFORE: Final = re.compile(
    r"(?i)(?:\b(?:versi[oó]n\w*|version\w*|firmware|build|release|ver|v|driver|software|app|ios|android"
    r"|windows)\.?:?\s{0,2})$"
)
_PUBLIC_IP: Final = re.compile(
    one_of(r"""
        (?:0|10|127|255|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\..* | 8\.8\.(?:8\.8|4\.4)
        1\.[01]\.[01]\.1 | 9\.9\.9\.9
    """)
)
"""Addresses that mean the same machine to nobody: private networks, masks and the well-known name servers."""


def find_ips(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find addresses of machines on the net; versions and private networks stay."""
    for match in _IP4.finditer(text):
        if not _PUBLIC_IP.fullmatch(match[0]) and not _VERSION_BEFORE.search(
            text, max(0, match.start() - 20), match.start()
        ):
            yield Span(*match.span(), "ip")
    if text.count(":") >= 2 or text.count("-") >= 5 or text.count(".") >= 2:
        yield from mark_all(_MAC, text, "device")
    if text.count(":") >= 2:
        for match in _IP6.finditer(text):
            if len(match[0]) >= 6 and _is_ip6(match[0]):
                yield Span(*match.span(), "ip")


def _is_ip6(text: str) -> bool:
    try:
        return not ipaddress.IPv6Address(text).is_loopback
    except ValueError:
        return False
