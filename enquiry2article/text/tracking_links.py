"""Decides which address of a link a text keeps: that of a page for everybody, without what counts the clicks.

Pure. Which addresses are personal, `web_addresses` decides later; here goes what only a mail program or a newsletter
service put there.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit, urlunsplit

from enquiry2article.text.word_lists import one_of

_WRAPPED: Final = re.compile(
    r"(?i)^https?://(?:[\w-]{1,30}\.){0,3}"
    + one_of(r"""
        safelinks\.protection\.outlook\.com/\?(?:[^#\s]{0,1500}&)?url=
        google\.[a-z.]{2,6}/url\?(?:[^#\s]{0,200}&)?(?:q|url)=
    """)
)
_DEFENDED: Final = re.compile(r"(?i)^https?://urldefense\.com/v3/__(https?:/{1,2}[^\s]{1,1500}?)__;")
_COUNTING: Final = re.compile(r"(?i)^(?:utm_\w{1,20}|gclid|fbclid|msclkid|mc_[ce]id|_hs\w{1,12}|mkt_tok|ref|source)$")
_COUNTER: Final = re.compile(
    r"(?i)^"
    + one_of(r"""
        (?:click|clicks|track|trk|tracking|links?|email|go|url\d{0,6}|t|e|el|ct)\.[^/]{3,100}
        [^/]{0,80}(?:sendgrid\.net|list-manage\.com|mailgun\.org|mandrillapp\.com|hubspotlinks\.com|sendibt\d\.com)
    """)
    + r"$"
)
"""Hosts that send on whoever clicks, each by an address of their own."""
_OPAQUE: Final = re.compile(r"(?<![\w~=-])(?=[\w~=-]*\d)(?=[\w~=-]*[A-Z])(?=[\w~=-]*[a-z])[\w~=-]{20,}")
_LONGEST: Final = 120
_END: Final = ".,;:!?)"


def show_address(url: str, shown: str) -> str:
    """Return the address to put behind a link's words, or "" where it says nothing more or is not for everybody.

    >>> show_address("https://shop.example/returns?utm_source=mail", "our returns page")
    'https://shop.example/returns'
    >>> show_address("https://www.shop.example/", "shop.example")
    ''
    """
    try:
        address = _take_clean(_unwrap(url))
    except ValueError:  # an address with a hundred fields, or with half a bracket
        return ""
    if not address or _make_plain(shown) == _make_plain(address):
        return ""
    # "help.shop.example" behind "https://help.shop.example/faq" is the same place, told shorter.
    is_address = " " not in shown and "." in shown.strip(_END) and "@" not in shown
    return "" if is_address and _make_plain(shown) in _make_plain(address) else address


def _unwrap(url: str) -> str:
    """Take the wrapping off that mail servers put around each link."""
    if _WRAPPED.match(url):
        asked = parse_qs(urlsplit(url).query, max_num_fields=20)
        found = (asked.get("url") or asked.get("q") or [""])[0]
        return found if found.startswith(("http://", "https://")) else ""
    if match := _DEFENDED.match(url):
        return unquote(re.sub(r"^(https?:)/(?!/)", r"\1//", match[1]))
    return url


def _take_clean(url: str) -> str:
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=20)
    if "@" in parts.netloc or _COUNTER.match(parts.netloc) or not all(_COUNTING.match(name) for name, _ in asked):
        return ""
    fragment = parts.fragment if re.fullmatch(r"[\w.-]{1,60}", parts.fragment) else ""
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, "", fragment))
    if len(address) > _LONGEST or re.search(r"[\s<>\"'\x00-\x1f]", address) or _OPAQUE.search(parts.path):
        return ""
    return address


def _make_plain(address: str) -> str:
    plain = address.strip().lower().split("?")[0].split("#")[0].rstrip(_END).rstrip("/")
    return plain.removeprefix("https://").removeprefix("http://").removeprefix("www.")
