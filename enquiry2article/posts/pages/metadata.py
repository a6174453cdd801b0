"""What the words above a post mean: whether it is a draft, when it was published, what it is filed under.

Pure. The words of all dialects are in one table, since many sites carry those of an earlier generator along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from enquiry2article.domain.post import Withheld
from enquiry2article.text.dates import DateReader

_ON: Final = frozenset({"true", "yes", "on", "1"})
_OFF: Final = frozenset({"false", "no", "off", "0"})
_NOTHING: Final = frozenset({"null", "~", "none"})
_STATUS: Final = {
    **dict.fromkeys(("draft", "drafts", "pending", "unpublished", "wip", "auto-draft", "notpublished"), Withheld.DRAFT),
    **dict.fromkeys(("future", "scheduled"), Withheld.FUTURE),
    **dict.fromkeys(
        "hidden private unlisted trash trashed archived skip protected password members paid tiers internal".split(),
        Withheld.HIDDEN,
    ),
}
_PUBLISHED: Final = (
    "publishdate", "published-on", "published_at", "publishedat", "published_time", "publish_date", "pubdate",
    "published", "date", "f_post-date", "f_date", "created-on", "created_at", "created",
)  # fmt: skip
_DATED: Final = ("date", "publishdate", "pubdate", "published", "published-on", "f_post-date", "created-on", "created")
EXPIRY_KEYS: Final = ("expirydate", "unpublishdate", "expiry_date", "expires", "expires_at")
QUESTION_ID: Final = "q-"
"""How the ids of questions begin, which a round-up of ours lists as its `questions`."""
_OWN_ID: Final = re.compile(r"q-[a-z2-7]{6,}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def find_word(words: Mapping[str, Any], *keys: str) -> str:
    """Return the text under the first of the keys that has any, or "". A dot looks into a table.

    >>> find_word({"title": "", "seo": {"title": "Late parcels"}}, "title", "seo.title")
    'Late parcels'
    """
    for key in keys:
        value: Any = words.get(key)
        if value is None and "." in key:
            table, _, inner = key.partition(".")
            outer = words.get(table)
            value = outer.get(inner) if isinstance(outer, dict) else None
        if isinstance(value, str) and value.strip() and value.strip().lower() not in _NOTHING:
            return value.strip()
    return ""


def find_question_id(words: Mapping[str, Any]) -> str:
    """Return the id of the question that a draft of ours was written for, under whatever key it stands, or "".

    >>> find_question_id({"f_question-id": "q-3f6k2a"})
    'q-3f6k2a'
    """
    found = [value for value in words.values() if isinstance(value, str) and _OWN_ID.fullmatch(value.strip())]
    return find_word(words, "question_id") or (found[0].strip() if len(found) == 1 else "")


def list_words(value: Any, *, spaced: bool = False) -> tuple[str, ...]:
    """Return the entries of a list, or of a text that commas (or semicolons; `spaced`: blanks) divide.

    >>> list_words("refunds, late parcels"), list_words([{"label": "Refunds"}])
    (('refunds', 'late parcels'), ('Refunds',))
    """
    if isinstance(value, str):
        divider = next((sign for sign in ";," if sign in value), " " if spaced else "\n")
        value = value.split(divider)
    elif isinstance(value, dict):
        value = [value]
    found = []
    for item in value if isinstance(value, list | tuple) else ():
        text = find_word(item, "label", "name", "title", "slug") if isinstance(item, dict) else item
        if isinstance(text, str) and text.strip() and text.strip().lower() not in _NOTHING:
            found.append(" ".join(text.split()))
    return tuple(dict.fromkeys(found))


def is_on(value: Any) -> bool:
    """Return whether a flag is set, in any of the words for it."""
    return isinstance(value, str) and value.strip().lower() in _ON


def is_off(value: Any) -> bool:
    """Return whether a flag is plainly unset. An absent one is not."""
    return isinstance(value, str) and value.strip().lower() in _OFF


def is_webflow(words: Mapping[str, Any]) -> bool:
    """Recognise a Webflow item that became a file for Eleventy: fields `f_…`, layouts such as `[blog].html`."""
    layout = find_word(words, "layout")
    bracketed = layout.startswith("[") and layout.endswith("].html")
    return bracketed or ("published-on" in words and any(key.startswith("f_") for key in words))


def find_withheld(words: Mapping[str, Any]) -> Withheld | None:
    """Return why a post is not for readers to find, from its own words, or None."""
    if find_word(words, "copy_of"):
        return Withheld.COPY
    gathered = words.get("questions")
    if isinstance(gathered, list) and gathered and all(str(id_).startswith(QUESTION_ID) for id_ in gathered):
        return Withheld.ROUND_UP
    status = _STATUS.get(find_word(words, "status", "state").lower())
    if is_on(words.get("draft")) or is_off(words.get("published")) or is_off(words.get("publish")):
        return Withheld.DRAFT
    if is_webflow(words) and not find_word(words, "published-on"):
        return Withheld.DRAFT
    return status or (Withheld.HIDDEN if _is_hidden(words) else None)


def _is_hidden(words: Mapping[str, Any]) -> bool:
    flags = ("unlisted", "private", "hidden", "noindex", "archived", "headless", "eleventyexcludefromcollections")
    if any(is_on(words.get(flag)) for flag in flags) or is_on(find_word(words, "seo.noindex", "robots.noindex")):
        return True
    if find_word(words, "password", "post_password") or is_off(words.get("permalink")):
        return True
    robots = words.get("robots")
    if "noindex" in (robots if isinstance(robots, str) else " ".join(list_words(robots))).lower():
        return True
    for build in (words.get("build"), words.get("_build")):
        if isinstance(build, dict) and {find_word(build, "render"), find_word(build, "list")} & {
            "never",
            "false",
            "link",
        }:
            return True
    visibility = find_word(words, "visibility", "access").lower()
    return _STATUS.get(visibility) is Withheld.HIDDEN


def find_published(words: Mapping[str, Any]) -> datetime | None:
    """Return the moment from which a post is public, as its own words say."""
    return _find_date(words, _PUBLISHED)


def find_date(words: Mapping[str, Any]) -> datetime | None:
    """Return the date that addresses are made of."""
    return _find_date(words, _DATED)


def find_expiry(words: Mapping[str, Any]) -> datetime | None:
    """Return the moment after which a post is no longer public."""
    return _find_date(words, EXPIRY_KEYS)


def read_date(text: str) -> datetime | None:
    """Return the moment that one date means, or None."""
    return DateReader().parse(text)


def _find_date(words: Mapping[str, Any], keys: Iterable[str]) -> datetime | None:
    for key in keys:
        if text := find_word(words, key, f"{key}.created"):
            found = read_date(text)
            if found:
                return found
    return None


def find_language(words: Mapping[str, Any]) -> str:
    """Return the language that a post names, or ""."""
    text = find_word(words, "lang", "language", "locale", "hreflang")
    return tidy_language(text)


def tidy_language(text: str) -> str:
    """Return a language as sites write it ("de", "pt-BR"), or "" for what is none.

    >>> tidy_language("en_GB"), tidy_language("English, mostly")
    ('en-GB', '')
    """
    return text.strip().replace("_", "-") if _LANGUAGE.fullmatch(text.strip()) else ""


def find_tags(words: Mapping[str, Any], *, spaced: bool = False) -> tuple[str, ...]:
    """Return what a post is filed under: tags, categories, key words. Collections of Webflow and Eleventy are none."""
    if is_webflow(words):
        keys: tuple[str, ...] = ("f_tags", "f_category", "f_categories")
    else:
        keys = ("tags", "tag", "categories", "category", "keywords")
    found: dict[str, None] = {}
    for key in keys:
        value = words.get(key)
        for text in list_words(value, spaced=spaced and key in ("tags", "categories")):
            if not text.endswith(".md") and text.lower() not in ("posts", "post", "all", "blog"):
                found.setdefault(text[:80])
    return tuple(found)[:50]
