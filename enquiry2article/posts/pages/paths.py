"""What the rules of the site generators share: a page's place, and how places and patterns become addresses.

Pure. Nothing here knows a generator; `posts/generators/hugo`, `posts/generators/jekyll` and the others do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from anyascii import anyascii

from enquiry2article.domain.post import Site

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def slugify(text: str) -> str:
    """Do what the filter `slugify` does, and the plugin that gives headings their addresses."""
    plain = text.translate(_UMLAUTS).replace("&", " and ")
    latin = "".join(anyascii(sign) if ord(sign) < 0x530 else " " for sign in plain)
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’](?=[a-z])", "", latin.lower())).strip("-")


_DATED_NAME: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_SAFE: Final = "/:@!$&'()*+,;=~-._%"
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?(?::\d{1,5})?|\[[0-9a-fA-F:.]{2,40}\](?::\d{1,5})?")
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]"})
LONGEST_ADDRESS: Final = 2000
_ENDING: Final = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^\d+[-_]")


class NoAddressError(Exception):
    """The address cannot be known; the text says why, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of a site, as the rules look at it."""

    path: PurePosixPath
    """Its place in the site's folder."""
    words: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    date: datetime | None = None
    site: Site = field(default_factory=Site)

    def find_folder(self) -> tuple[PurePosixPath, PurePosixPath]:
        """Return the folder of posts that the file lies in, and its place within that."""
        for folder in sorted(self.site.folders, key=lambda f: -len(f.parts)):
            within = PurePosixPath(folder.relative_to(self.site.root).as_posix())
            if within == PurePosixPath() or self.path.is_relative_to(within):
                return within, self.path.relative_to(within)
        return PurePosixPath(), self.path


def take_date(name: str) -> tuple[str, str]:
    """Split the date off a file's name: ("2026-03-09", "late-parcels"), or ("", name).

    >>> take_date("2026-3-9-late-parcels")
    ('2026-3-9', 'late-parcels')
    """
    found = _DATED_NAME.fullmatch(name)
    return (f"{found[1]}-{found[2]}-{found[3]}", found[4]) if found else ("", name)


def make_path(*parts: str, end: str = "/") -> str:
    """Join the parts of an address, leaving out empty ones: make_path("blog", "late") is "/blog/late/"."""
    joined = "/".join(part.strip("/") for part in parts if part.strip("/"))
    return f"/{joined}{end}" if joined else "/"


def drop_index(path: PurePosixPath) -> tuple[str, ...]:
    """Return the parts of a page's place without its ending; `index` stands for its folder."""
    return path.parent.parts if path.stem == "index" else path.with_suffix("").parts


def fill_tokens(pattern: str, fill: Callable[[str], str | None], token: re.Pattern[str]) -> str:
    """Replace each token of a pattern by what `fill` gives for its name.

    Raises:
        NoAddressError: `fill` does not know one (it gives None).
    """

    def replace(match: re.Match[str]) -> str:
        value = fill(match[1])
        if value is None:
            raise NoAddressError(
                f'its address needs "{match[0][:40]}", which cannot be told from the file; '
                "say how addresses are made with --url-template"
            )
        return value

    return token.sub(replace, pattern)


def fill_date(name: str, date: datetime | None) -> str | None:
    """Return a part of a date by the names that most generators use, or None for another name or no date."""
    formats = {
        "year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S", "y_day": "%j",
        "yearday": "%j", "short_year": "%y", "monthname": "%B", "long_month": "%B", "short_month": "%b",
        "weekdayname": "%A", "long_day": "%A", "short_day": "%a", "week": "%V", "w_year": "%G", "w_day": "%u",
    }  # fmt: skip
    if date is None:
        return None
    if name in formats:
        return date.strftime(formats[name])
    if name == "timestamp":
        return str(int(date.timestamp()))
    return {"i_month": str(date.month), "i_day": str(date.day)}.get(name)


def quote_address(address: str, *, whole: bool = False) -> str:
    """Write an address as browsers send it: signs outside ASCII and blanks as %XX; "?" too, unless it is a `whole` one.

    >>> quote_address("/größe ändern?/"), quote_address("https://x.example/?p=1", whole=True)
    ('/gr%C3%B6%C3%9Fe%20%C3%A4ndern%3F/', 'https://x.example/?p=1')
    """
    if not whole:
        return quote(address, safe=_SAFE, errors="replace")
    start, host, rest = re.match(r"(\w+://)?([^/?#]*)(.*)", address, re.DOTALL).groups("")  # type: ignore[union-attr]
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        host = quote(host, safe=":[]")
    return start + host + quote(rest, safe=f"{_SAFE}?#", errors="replace")


def is_web_address(text: str) -> bool:
    """Return whether a text is the address of a page on the web: neither a script nor a file nor a mailbox."""
    if not text.lower().startswith(("http://", "https://")) or len(text) > LONGEST_ADDRESS:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(_HOST.fullmatch(parts.netloc)) and not any(sign.isspace() or sign in '<>"\\' for sign in text)


def tidy_base(base: str) -> str:
    """Return the address of a site without the slash at its end; one that is only for trying out is none.

    >>> tidy_base("https://shop.example/help/"), tidy_base("http://localhost:4000")
    ('https://shop.example/help', '')
    """
    base = base.strip()
    if base.startswith("//"):
        base = f"https:{base}"
    if not is_web_address(base) or urlsplit(base).hostname in _LOCAL:
        return ""
    return quote_address(base.partition("?")[0].partition("#")[0], whole=True).rstrip("/")


def strip_accents(text: str) -> str:
    """Take the marks off letters."""
    import unicodedata

    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")


def read_address(url: str) -> str:
    """Return the words of the last part of an address, as a title, or "" where it has none.

    >>> read_address("https://shop.example/help/late-parcels.html")
    'Late parcels'
    >>> read_address("https://shop.example/hc/articles/3600118-Late-parcels")
    'Late parcels'
    """
    try:
        path = urlsplit(url).path
    except ValueError:  # an address that is none
        return ""
    names = [unquote(name) for name in path.split("/") if name and name.lower() != "index.html"]
    last = _NUMBER.sub("", _ENDING.sub("", names[-1])) if names else ""
    words = re.sub(r"[-_+\s]+", " ", last).strip()
    return words[:1].upper() + words[1:] if any(letter.isalpha() for letter in words) else ""
