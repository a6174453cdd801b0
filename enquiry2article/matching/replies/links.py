"""Which addresses may be handed to a customer, and how they are written so that they are one address everywhere."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_SIGNS: Final = "/?@!$&'()*+,;=:-._~%"
"""Signs that keep their meaning in an address; everything else is written as its code."""
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff\\]")
_LONGEST: Final = 2_000


def make_link(url: str, *, anchor: str = "", site: str = "") -> str:
    """Return the address as it can stand in a mail, or "" where it is none that a customer may be sent to.

    Only http, https and places on the house's own site ("/blog/x/") are; the latter are put behind `site`, if that is
    known. `anchor` leads to a part of the page.

    >>> make_link("/blog/Größe/", anchor="wie", site="https://shop.example/blog")
    'https://shop.example/blog/Gr%C3%B6%C3%9Fe/#wie'
    >>> make_link("javascript:alert(1)")
    ''
    """
    url = url.strip()
    if not url or len(url) > _LONGEST or _UNSEEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
        if not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//"):
            if site:
                return make_link(urljoin(site, url), anchor=anchor)
            host = ""
        elif parts.scheme in ("http", "https") and parts.hostname and parts.username is None:
            name = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
            host = (f"[{name}]" if ":" in name else name) + (f":{parts.port}" if parts.port else "")
        else:
            return ""
    except (ValueError, UnicodeError):
        return ""
    if not re.fullmatch(r"[\w.:\[\]-]*", host, re.ASCII):
        return ""
    fragment = anchor.strip().lstrip("#") or parts.fragment
    return urlunsplit((parts.scheme, host, _write(parts.path), _write(parts.query), _write(fragment)))


def _write(part: str) -> str:
    # A % that begins no code would be read as one.
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe=_SIGNS, errors="replace"))
