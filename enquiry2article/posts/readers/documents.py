"""Reads one post a file: Markdown or HTML with the front matter of any site generator, or none at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from enquiry2article.articles.post_metadata import Metadata, read_metadata
from enquiry2article.domain.errors import FrontMatterProblem
from enquiry2article.domain.post import FoundPost, Post, PostContext, PostProblem, Site, Withheld
from enquiry2article.posts.generators.addresses import find_page_url
from enquiry2article.posts.generators.hugo import find_hugo_language
from enquiry2article.posts.generators.jekyll import find_jekyll_date
from enquiry2article.posts.pages.metadata import (
    find_date,
    find_expiry,
    find_language,
    find_published,
    find_question_id,
    find_tags,
    find_withheld,
    find_word,
    is_webflow,
    read_date,
)
from enquiry2article.posts.pages.paths import NoAddressError, Page, take_date
from enquiry2article.posts.pages.sections import LONGEST_BODY, Body, looks_like_html, read_html, read_markdown
from enquiry2article.posts.readers.folder_defaults import find_folder_words
from enquiry2article.posts.readers.items import LONGEST_TITLE, tidy_line
from enquiry2article.text.encoding import decode, decode_head, looks_binary

_MARKDOWN: Final = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".mdoc"})
_MARKUP: Final = frozenset({".html", ".htm", ".njk", ".liquid", ".webc", ".txt", ".text", ""})
_FRONT_MATTER: Final = re.compile(r"\s*(?:-{3}[ \t]*\w*[ \t]*\n|\+{3}[ \t]*\n|;{3}[ \t]*\n|\{\s*\"title\")")
_PLAIN_TITLE: Final = re.compile(r"\s*title:[ \t]*\S", re.IGNORECASE)
_HEADING: Final = re.compile(r"\s*#{1,2}[ \t]+\S|\s*\S[^\n]{0,200}\n(?:={3,}|-{3,})[ \t]*\n")
_LARGEST: Final = 4 * LONGEST_BODY


class DocumentReader:
    """Reads Markdown and HTML with front matter, and Markdown whose first heading is the title."""

    title = "a folder of Markdown or HTML with front matter"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is a post of its own: by its ending, or by front matter or a heading at its beginning."""
        suffix = path.suffix.lower()
        if suffix in _MARKDOWN:
            return True
        if looks_binary(head) or suffix in (".json", ".csv", ".tsv", ".xml"):
            return False
        text = decode_head(head)
        if _FRONT_MATTER.match(text) or _PLAIN_TITLE.match(text):
            return suffix in _MARKUP or suffix not in (".yml", ".yaml")
        return suffix in (".txt", ".text", "") and bool(_HEADING.match(text))

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield the post that the file is, if it is one."""
        source = path.as_posix()
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            yield PostProblem(source=source, reason=f"it is longer than any article ({_LARGEST >> 20} MiB)")
            return
        if looks_binary(data[:4096]):
            yield PostProblem(source=source, reason="it is no text")
            return
        if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
            yield PostProblem(source=source, reason="it is empty")
            return
        try:
            meta = read_metadata(decode(data))
        except FrontMatterProblem as error:
            yield PostProblem(source=source, reason=str(error))
            return
        found = _make_found(path, meta, context)
        if found is not None:
            yield found


def _make_found(path: Path, meta: Metadata, context: PostContext) -> FoundPost | PostProblem | None:
    site, source = context.site, path.as_posix()
    place = _place_within(path, site.root if site.generator else context.place)
    if site.settings.get("needs_front_matter") and not meta.dialect and "_posts" not in place.parts:
        return None  # a file that the site hands out as it is
    words: dict[str, Any] = {**find_folder_words(path, place, site), **meta.words}
    body, title = _read_body(path, meta.body, words, site)
    if len(meta.body) > LONGEST_BODY:
        return PostProblem(source=source, reason=f"it is longer than any article ({LONGEST_BODY >> 20} MiB)")
    if site.generator == "hugo" and _is_part_of_bundle(path.parent, path.name, site):
        return None
    if path.stem == "_index" and not body.text:
        return None  # the heading of a list
    if path.stem.lower() == "readme" and not meta.dialect and not site.generator:
        return None  # about the folder, not in it
    date = _find_page_date(words, place, site)
    page = Page(path=place, words=words, title=title, date=date, site=site)
    withheld = Withheld.DRAFT if "_drafts" in place.parts else find_withheld(words)
    if not title:
        return PostProblem(source=source, reason="it has neither a title in its front matter nor a first heading")
    try:
        url, guessed = find_page_url(page, context, dialect=meta.dialect)
    except NoAddressError as error:
        if withheld:
            return FoundPost(post=Post(url="", title=title, text=""), withheld=withheld)
        return PostProblem(source=source, reason=str(error))
    language = find_language(words) or (find_hugo_language(page) if site.generator == "hugo" else "") or site.language
    description = find_word(words, "description", "summary", "excerpt", "seo.description", "f_seo-description")
    return FoundPost(
        post=Post(
            url=url,
            title=title,
            text=body.text,
            sections=body.sections,
            description=tidy_line(description or _find_excerpt(words), 2000),
            language=language,
            tags=find_tags(words, spaced=bool(site.settings.get("spaced_tags"))),
            published=find_published(words) or date,
            question_id=find_question_id(words),
            path=source,
        ),
        withheld=withheld,
        expires=find_expiry(words),
        guessed=guessed,
    )


def _is_part_of_bundle(folder: Path, name: str, site: Site) -> bool:
    """Return whether a Hugo file is a piece of the page in its folder (`index.md`), and no page itself."""
    if name.startswith("index."):
        folder = folder.parent
    inside = (above for above in (folder, *folder.parents) if any(_lies_in(above, own) for own in site.folders))
    return any(_is_bundle(above) for above in inside)


def _lies_in(folder: Path, own: Path) -> bool:
    return folder.resolve().is_relative_to(own)


@lru_cache(maxsize=10_000)
def _is_bundle(folder: Path) -> bool:
    return any(path.suffix in (".md", ".html") for path in folder.glob("index.*"))


def _place_within(path: Path, root: Path) -> PurePosixPath:
    """Return a file's place in a folder, whichever way either is written."""
    for one, other in ((path, root), (path.parent.resolve() / path.name, root.resolve())):
        try:
            return PurePosixPath(one.relative_to(other).as_posix())
        except ValueError:
            continue
    return PurePosixPath(path.name)


def _read_body(path: Path, text: str, words: Mapping[str, Any], site: Site) -> tuple[Body, str]:
    """Return the body of a post and its title."""
    if not text.strip() and is_webflow(words):
        fields = (value for key, value in words.items() if key.startswith("f_") and isinstance(value, str))
        text = max(fields, key=len, default="")
    text = text[: LONGEST_BODY + 1]
    stated = tidy_line(find_word(words, "title", "name", "f_title", "seo.title"), LONGEST_TITLE)
    if path.suffix.lower() in (".html", ".htm", ".njk", ".liquid", ".webc") or looks_like_html(text):
        body = read_html(text, title=stated).body
    else:
        style = str(site.settings.get("anchors", ""))
        own = bool(site.settings.get("own_anchors", True))
        body = read_markdown(text, anchors=style, title=stated, own_anchors=own)
    title = stated or body.heading
    if not title and (site.settings.get("titles_from_names") or "_posts" in path.parts):
        title = " ".join(take_date(path.stem)[1].replace("-", " ").replace("_", " ").split()).capitalize()
    return body, title


def _find_page_date(words: Mapping[str, Any], place: PurePosixPath, site: Site) -> datetime | None:
    date = find_date(words)
    if site.generator == "jekyll" or (not site.generator and "_posts" in place.parts):
        return find_jekyll_date(place, date, site.settings)
    if date or site.generator in ("hugo", "hexo"):
        return date
    named = take_date(place.stem)[0] or take_date(place.parent.name)[0]
    return read_date("-".join(part.zfill(2) for part in named.split("-"))) if named else None


def _find_excerpt(words: Mapping[str, Any]) -> str:
    """Return the summary of a Webflow item, which each site calls a little otherwise."""
    names = ("summary", "excerpt", "description", "prev-text", "preview")
    keys = (key for key in words if key.startswith("f_") and any(name in key for name in names))
    return next((text for key in keys if (text := find_word(words, key))), "")
