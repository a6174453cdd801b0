"""Says in the words of schema.org what a draft is, for search engines and whatever else reads pages by machine.

Pure. It decides which properties are given, and how they are written so that no text leaves its place; which types a
page carries, the caller decides. Google recommends for articles what `describe_blog_posting` gives. It shows how-tos
(since September 2023) and questions (since May 2026) no longer in a form of their own: those serve other readers.

Sources: https://schema.org/docs/full.html, https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents,
https://developers.google.com/search/docs/appearance/structured-data/article,
https://developers.google.com/search/blog/2023/08/howto-faq-changes, https://developers.google.com/search/updates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

CONTEXT: Final = "https://schema.org"

UNKNOWN_YEAR: Final = 1
"""A draft whose export has no dates bears this year; a page must not claim it."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half a character, as a damaged export may hold it; many readers of JSON refuse it."""

_STRING_OR_BRACES: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\}(?=\})')

_BLUNT: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&{}"}
"""How JSON may spell the signs that mean something to HTML, or to Liquid, Nunjucks, Jinja and Go templates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogPosting:
    """What is told of an article; what is empty, None or zero is left out, and so is a date of the year 1."""

    title: str
    description: str
    date: datetime
    """Without a zone it is taken for UTC."""
    modified: datetime | None = None
    keywords: Sequence[str]
    url: str
    """Absolute, as the other addresses."""
    image: str = ""
    author_name: str
    author_url: str
    publisher_name: str
    publisher_url: str
    language: str
    """A BCP 47 tag such as "en" or "de-AT"."""
    words: int


def describe_blog_posting(posting: BlogPosting) -> dict[str, object]:
    """Describe an article as a `BlogPosting`: https://schema.org/BlogPosting.

    An author of the publisher's name is that organisation; any other is a person, which is how Google wants authors
    told apart: https://developers.google.com/search/docs/appearance/structured-data/article#author-bp.
    """
    author_type = "Organization" if posting.author_name.strip() == posting.publisher_name.strip() else "Person"
    return _describe(
        "BlogPosting",
        headline=posting.title,
        description=posting.description,
        datePublished=_format_date(posting.date),
        dateModified=_format_date(posting.modified),
        keywords=_keep_filled(posting.keywords),
        url=posting.url,
        mainEntityOfPage=posting.url,
        image=posting.image,
        author=_describe_if_any(author_type, name=posting.author_name, url=posting.author_url),
        publisher=_describe_if_any("Organization", name=posting.publisher_name, url=posting.publisher_url),
        inLanguage=posting.language,
        wordCount=max(posting.words, 0),
    )


def describe_faq_page(pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Describe questions, each with its answer in plain text, as an `FAQPage`: https://schema.org/FAQPage.

    A pair that lacks either half is left out; without any whole pair the result is empty.
    """
    questions = [
        _describe("Question", name=question, acceptedAnswer=_describe("Answer", text=answer))
        for question, answer in pairs
        if question.strip() and answer.strip()
    ]
    return _describe_if_any("FAQPage", mainEntity=questions)


def describe_how_to(
    *,
    title: str,
    description: str,
    steps: Sequence[str],
    supplies: Sequence[str] = (),
    tools: Sequence[str] = (),
) -> dict[str, object]:
    """Describe instructions as a `HowTo`: https://schema.org/HowTo.

    Supplies are used up on the way, tools are not. Empty entries are left out; without a step the result is empty.
    """
    told = _keep_filled(steps)
    if not told:
        return {}
    return _describe(
        "HowTo",
        name=title,
        description=description,
        step=[_describe("HowToStep", position=place, text=text) for place, text in enumerate(told, start=1)],
        supply=[_describe("HowToSupply", name=name) for name in _keep_filled(supplies)],
        tool=[_describe("HowToTool", name=name) for name in _keep_filled(tools)],
    )


def render_structured_data(things: Sequence[Mapping[str, object]]) -> str:
    """Return the block that tells a page's readers about `things`, or "" where they are all empty.

    It is one line of ASCII, so that Markdown passes it on as the HTML it is (CommonMark's first kind of HTML block,
    https://spec.commonmark.org/0.31.2/#html-blocks). Inside it no text can end the script, open a tag, a comment or a
    template: JSON's escapes stand for every sign that could, as HTML advises
    (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements). Keys are
    sorted; half a surrogate pair becomes U+FFFD. Hugo drops raw HTML from Markdown unless the site's settings say
    `markup.goldmark.renderer.unsafe = true`.

    >>> render_structured_data([{"name": "</b>"}])
    '<script type="application/ld+json">{"@context": "https://schema.org", "name": "\\\\u003c/b\\\\u003e"}</script>'
    """
    told = [_mend_thing(thing) for thing in things if thing]
    if not told:
        return ""
    document = {"@context": CONTEXT, "@graph": told} if len(told) > 1 else {"@context": CONTEXT, **told[0]}
    text = json.dumps(document, allow_nan=False, sort_keys=True)
    return f'<script type="application/ld+json">{_STRING_OR_BRACES.sub(_make_blunt, text)}</script>'


def _describe(schema_type: str, **properties: object) -> dict[str, object]:
    """Describe one thing; empty properties are left out, texts lose the spaces around them."""
    told = {name: value.strip() if isinstance(value, str) else value for name, value in properties.items()}
    return {"@type": schema_type, **{name: value for name, value in told.items() if value}}


def _describe_if_any(schema_type: str, **properties: object) -> dict[str, object]:
    """Describe one thing, or give nothing where only its type could be said."""
    told = _describe(schema_type, **properties)
    return told if len(told) > 1 else {}


def _keep_filled(texts: Sequence[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def _format_date(date: datetime | None) -> str:
    if date is None or date.year <= UNKNOWN_YEAR:
        return ""
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _mend_thing(thing: Mapping[str, object]) -> dict[str, object]:
    """Return a thing as JSON knows it, with whole characters only."""
    return {_LONE_SURROGATE.sub("\ufffd", name): _mend(value) for name, value in thing.items()}


def _mend(value: object) -> object:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return _mend_thing(value)
    if isinstance(value, Sequence):
        return [_mend(part) for part in value]
    return value


def _make_blunt(match: re.Match[str]) -> str:
    """Escape what is inside a string; put JSON's own braces apart where two would touch."""
    return match[0].translate(_BLUNT) if match[0] != "}" else "} "
