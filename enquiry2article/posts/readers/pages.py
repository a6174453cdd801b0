"""Reads pages of a built site: HTML without front matter, one page a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from enquiry2article.domain.post import FoundPost, Post, PostContext, PostProblem, Withheld
from enquiry2article.posts.generators.addresses import fill_template, finish_url, name_page
from enquiry2article.posts.pages.metadata import read_date, tidy_language
from enquiry2article.posts.pages.paths import NoAddressError, Page, is_web_address, make_path
from enquiry2article.posts.pages.sections import LONGEST_BODY, HtmlPage, read_html
from enquiry2article.posts.readers.items import LONGEST_TITLE, tidy_line
from enquiry2article.text.encoding import decode, decode_head, looks_binary

_START: Final = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S)
_FRONT_MATTER: Final = re.compile(r"\s*(?:-{3}|\+{3})[ \t]*\n")
_ENDINGS: Final = frozenset({".html", ".htm", ".xhtml"})
_SITE_NAME: Final = re.compile(r"(?<!\s)\s+(?:[|·•»]|[-–—])\s+[^|·•»–—]{1,60}$")
_LARGEST: Final = 4 * LONGEST_BODY


class PageReader:
    """Reads the pages of a built site."""

    title = "pages in HTML, such as the folder of a built site"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is a whole page in HTML, without front matter."""
        if looks_binary(head):
            return False
        text = decode_head(head)
        if _FRONT_MATTER.match(text):
            return False
        return bool(_START.match(text)) or (path.suffix.lower() in _ENDINGS and "<" in text)

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield the post that the page is."""
        source = path.as_posix()
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            yield PostProblem(source=source, reason=f"it is longer than any article ({_LARGEST >> 20} MiB)")
            return
        text = decode(data)
        page = read_html(text)
        title = _choose_title(page)
        if path.stem == "404" or re.search(r"http-equiv\s*=\s*[\"']?refresh", text[:4000], re.IGNORECASE):
            return  # a page that only sends on
        if not title:
            yield PostProblem(source=source, reason="it has neither a title nor a first heading")
            return
        try:
            url, guessed = _find_url(path, page, title, context)
        except NoAddressError as error:
            yield PostProblem(source=source, reason=str(error))
            return
        meta = page.meta
        robots = f"{meta.get('robots', '')} {meta.get('googlebot', '')}".lower()
        published = meta.get("article:published_time") or meta.get("date") or meta.get("dcterms.date", "")
        tags = meta.get("article:tag") or meta.get("keywords", "")
        yield FoundPost(
            post=Post(
                url=url,
                title=title,
                text=page.body.text,
                sections=page.body.sections,
                description=tidy_line(meta.get("description") or meta.get("og:description", ""), 2000),
                language=tidy_language(meta.get("lang", "")) or context.site.language,
                tags=tuple(tag.strip()[:80] for tag in tags.split(",") if tag.strip())[:50],
                published=read_date(published) if published else None,
                question_id="",
                path=source,
            ),
            withheld=Withheld.HIDDEN if "noindex" in robots or "none" in robots.split() else None,
            guessed=guessed,
        )


def _choose_title(page: HtmlPage) -> str:
    """Return the heading of the page, else what it tells other sites, else its title without the site's name."""
    told = page.meta.get("og:title", "")
    return tidy_line(page.body.heading or told or _SITE_NAME.sub("", page.title), LONGEST_TITLE)


def _find_url(path: Path, page: HtmlPage, title: str, context: PostContext) -> tuple[str, bool]:
    for stated in (page.meta.get("canonical", ""), page.meta.get("og:url", "")):
        if is_web_address(stated):
            return finish_url(stated, context), False
    root = context.site.folders[0] if context.site.folders else context.place
    try:
        place = PurePosixPath(path.resolve().relative_to(root.resolve()).as_posix())
    except ValueError:
        place = PurePosixPath(path.name)
    if context.url_template:
        within = place.parent if place.stem == "index" else place.with_suffix("")
        slug = name_page(Page(path=place, title=title))
        return fill_template(context, slug=slug, path=within.as_posix()), False
    if place.stem == "index":
        return finish_url(make_path(*place.parent.parts), context), True
    return finish_url(make_path(*place.parts, end=""), context), True
