"""Makes a post of one entry of an export, whatever it came from: the one place where title, body and address meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final

from enquiry2article.domain.post import FoundPost, Post, PostContext, PostProblem, Withheld
from enquiry2article.posts.generators.addresses import find_item_url
from enquiry2article.posts.pages.metadata import tidy_language
from enquiry2article.posts.pages.paths import NoAddressError
from enquiry2article.posts.pages.sections import LONGEST_BODY, Body, read_html
from enquiry2article.text.encoding import mend_surrogates

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
LONGEST_TITLE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry as an export tells it."""

    source: str
    """File and place, such as "blog.xml:12"."""
    title: str
    link: str = ""
    """Its address as the export gives it, or ""."""
    slug: str = ""
    id: str = ""
    usual: str = ""
    """The address that its system makes where nobody changed the rule, or ""."""
    html: str = ""
    text: str = ""
    """Its body where that is no HTML."""
    description: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    withheld: Withheld | None = None
    question_id: str = ""


def finish_item(item: Item, context: PostContext) -> FoundPost | PostProblem:
    """Make a post of an entry, or say what it lacks."""
    title = tidy_line(item.title, LONGEST_TITLE)
    if not title:
        return PostProblem(source=item.source, reason="it has no title")
    if max(len(item.html), len(item.text)) > LONGEST_BODY:
        return PostProblem(source=item.source, reason="it is longer than any article (4 MiB)")
    try:
        url, guessed = find_item_url(
            context, link=item.link.strip(), slug=item.slug, item_id=item.id, date=item.published, usual=item.usual
        )
    except NoAddressError as error:
        if item.withheld:
            return FoundPost(post=Post(url="", title=title, text=""), withheld=item.withheld)
        return PostProblem(source=item.source, reason=str(error))
    html = mend_surrogates(item.html)
    body = read_html(html, title=title).body if html.strip() else Body(text=mend_surrogates(item.text).strip())
    return FoundPost(
        post=Post(
            url=url,
            title=title,
            text=body.text,
            sections=body.sections,
            description=tidy_line(item.description, 2000),
            language=tidy_language(item.language) or context.site.language,
            tags=tuple(dict.fromkeys(tidy_line(tag, 80) for tag in item.tags if tag.strip()))[:50],
            published=item.published,
            question_id=item.question_id,
            path=item.source,
        ),
        withheld=item.withheld,
        guessed=guessed,
    )


def tidy_line(text: str, longest: int) -> str:
    """Make one line of plain words of a title or a description, which exports like to give with tags and entities.

    >>> tidy_line("Late &amp; lost <em>parcels</em>", 100)
    'Late & lost parcels'
    """
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub("", text[: 4 * longest]))
    return " ".join(mend_surrogates(text[: 4 * longest]).replace("\0", "").split())[:longest]
