"""Where a link into a post may end: the address that each site generator gives to a heading.

Pure. Each style is as its generator really does it, held against built sites (`benchmarks/check_post_urls.py`).
Most go by what a reader sees, and differ in which signs they keep and how they number headings of one name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.posts.pages.paths import slugify

_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_SPECIAL: Final = re.compile(r"""[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'<>,.?/]+""")
_SPECIAL_AND_QUOTES: Final = re.compile(r"""[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+""")
_DASHES: Final = re.compile("-{2,}|[.]{3}")
_LETTERS: Final = str.maketrans({"ß": "s", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "œ": "oe"})
_WHITE: Final = re.compile(r"\s+")
_NOT_WORD: Final = re.compile(r"[^\w\s-]")
_HYPHENS: Final = re.compile(r"[-\s]+")


def _kind(sign: str) -> str:
    return unicodedata.category(sign)


def _like_hugo(plain: str) -> str:
    kept = []
    for sign in _DASHES.sub("", plain.strip()):
        if sign in "- ":
            kept.append("-")
        elif sign == "_" or _kind(sign)[0] == "L" or _kind(sign) == "Nd":
            kept.append(sign.lower())
    return "".join(kept) or "heading"


def _is_word(sign: str) -> bool:
    return _kind(sign)[0] in "LM" or _kind(sign) in ("Nd", "Nl", "Pc")


def _like_kramdown(plain: str) -> str:
    kept = (sign for sign in plain.lower() if sign in "- \t" or _is_word(sign))
    return "".join(kept).replace(" ", "-").replace("\t", "-")


def _like_github(plain: str) -> str:
    return "".join(sign for sign in plain.lower() if sign in "- " or _is_word(sign)).replace(" ", "-")


def _like_vitepress(plain: str) -> str:
    text = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not "\u0300" <= sign <= "\u036f")
    slug = _SPECIAL_AND_QUOTES.sub("-", _CONTROL.sub("", text)).strip("-")
    return (f"_{slug}" if slug[:1].isdecimal() and slug[:1].isascii() else slug).lower()


def _curl(text: str) -> str:
    """Make typographer's quotes and dashes, as Hexo's Markdown does before it looks at a heading."""
    text = text.replace("---", "\u2014").replace("--", "\u2013").replace("...", "\u2026")
    text = re.sub(r"(?:(?<=^)|(?<=[\s(\[{\u2014/-]))'", "\u2018", text).replace("'", "\u2019")
    return re.sub(r"(?:(?<=^)|(?<=[\s(\[{\u2014/\u2018-]))\"", "\u201c", text).replace('"', "\u201d")


def _like_hexo(plain: str) -> str:
    text = "".join(sign for sign in unicodedata.normalize("NFD", _curl(plain)) if not "\u0300" <= sign <= "\u036f")
    text = text.translate(_LETTERS)
    return _SPECIAL.sub("-", _CONTROL.sub("", unicodedata.normalize("NFC", text))).strip("-")


def _like_python(plain: str) -> str:
    text = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _HYPHENS.sub("-", _NOT_WORD.sub("", text).strip().lower())


def _like_markdown_it(plain: str) -> str:
    return _WHITE.sub("-", plain.strip().lower())


@dataclass(frozen=True, slots=True)
class _Style:
    make: Callable[[str], str]
    divider: str = "-"
    second: int = 1
    """The number that the second heading of a name gets."""
    last_line: bool = False
    """True where only the last line of a heading of several lines counts."""
    highest: int = 1
    """The highest level of headings that have an address."""


_STYLES: Final = {
    "hugo": _Style(_like_hugo, last_line=True),
    "kramdown": _Style(_like_kramdown),
    "github": _Style(_like_github),
    "docusaurus": _Style(_like_github, highest=2),
    "vitepress": _Style(_like_vitepress),
    "hexo": _Style(_like_hexo),
    "python": _Style(_like_python, "_"),
    "eleventy": _Style(slugify, "-", 2),
    "markdown-it": _Style(_like_markdown_it),
}


@dataclass(slots=True)
class AnchorMaker:
    """Gives the headings of one post their addresses, in their order. Without a style there are none."""

    style: str
    taken: dict[str, int] = field(default_factory=dict)

    def make(self, lines: Sequence[str], level: int = 2) -> str:
        """Return the anchor of the next heading, whose lines are as a reader sees them.

        >>> maker = AnchorMaker("github")
        >>> maker.make(["Late?"]), maker.make(["Late!"])
        ('late', 'late-1')
        """
        style = _STYLES.get(self.style)
        if style is None:
            return ""
        anchor = self._number(style, style.make(lines[-1] if style.last_line else " ".join(lines)))
        return anchor if level >= style.highest else ""

    def _number(self, style: _Style, slug: str) -> str:
        if slug not in self.taken:
            self.taken[slug] = style.second
            return slug
        number = self.taken[slug]
        while (own := f"{slug}{style.divider}{number}") in self.taken:
            number += 1
        self.taken[slug] = number + 1
        self.taken[own] = style.second
        return own

    def take(self, anchor: str) -> str:
        """Remember an anchor that the post itself gives to a heading."""
        self.taken.setdefault(anchor, 1)
        return anchor
