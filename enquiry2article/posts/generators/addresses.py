"""Which address a post has: what it says itself, then the user's --url-template, then the rule of its site.

Pure. The rules of the site generators are in modules of their own; here is what comes first, and how an address is
finished.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, urlsplit

from enquiry2article.domain.errors import SettingsError
from enquiry2article.domain.post import PostContext, Site
from enquiry2article.posts.generators.detect import GENERATORS
from enquiry2article.posts.generators.eleventy import make_eleventy_url
from enquiry2article.posts.generators.jekyll import make_jekyll_url
from enquiry2article.posts.generators.pelican import pelican_slugify
from enquiry2article.posts.pages.metadata import find_word, is_webflow
from enquiry2article.posts.pages.paths import (
    LONGEST_ADDRESS,
    NoAddressError,
    Page,
    fill_tokens,
    is_web_address,
    make_path,
    quote_address,
    take_date,
)

RULES: Final = {generator.name: generator.make_url for generator in GENERATORS}
PLACEHOLDERS: Final = ("slug", "year", "month", "day", "path", "id")
"""What may stand in braces in --url-template."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_TEMPLATED: Final = re.compile(r"\{\{|\{%|\$\{|(?:^|/):\w")


def check_template(template: str) -> None:
    """Make sure that a --url-template can be filled in.

    Raises:
        SettingsError: it names something unknown, or nothing that tells one post from another.
    """
    names = _PLACEHOLDER.findall(template)
    for name in names:
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
            raise SettingsError(f"--url-template: {{{name[:40]}}} is not known. What is: {known}.")
    if template and not {"slug", "path", "id"} & set(names):
        raise SettingsError(f"--url-template: without {{slug}} or {{path}} every post has the same address: {template}")


def find_page_url(page: Page, context: PostContext, *, dialect: str = "") -> tuple[str, bool]:
    """Return the address of a post that is a file of its own, and whether that is a guess.

    Raises:
        NoAddressError: it cannot be known.
    """
    stated = find_word(page.words, "url", "permalink")
    rule = RULES.get(context.site.generator)
    if rule and (stated or not context.url_template):
        try:
            return finish_url(rule(page), context), context.site.generator == "gatsby"
        except NoAddressError:
            if not context.url_template:
                raise
    elif stated and not _TEMPLATED.search(stated):
        return finish_url(stated, context), False
    if context.url_template:
        _, within = page.find_folder()
        slug, path = name_page(page), within.with_suffix("")
        place = (path.parent if path.name in ("index", "_index") else path).as_posix()
        return fill_template(context, slug=slug, path=place, date=page.date), False
    return finish_url(_guess(page, dialect), context), True


def find_item_url(
    context: PostContext, *, link: str = "", slug: str = "", item_id: str = "", date: datetime | None = None,
    usual: str = "",
) -> tuple[str, bool]:  # fmt: skip
    """Return the address of a post in an export, and whether that is a guess: its own link, the template, what is
    usual.

    Raises:
        NoAddressError: it cannot be known.
    """
    if link:
        if not link.startswith("/") and not is_web_address(quote_address(link, whole=True)):
            raise NoAddressError("its address is none of the web")
        return finish_url(link, context), False
    if context.url_template:
        return fill_template(context, slug=slug, path=slug, date=date, item_id=item_id), False
    if not usual:
        raise NoAddressError("it has no address; say how addresses are made with --url-template")
    return finish_url(usual, context), True


def name_page(page: Page) -> str:
    """Return the slug of a post that is a file of its own."""
    if slug := find_word(page.words, "slug").strip("/"):
        return slug
    stem = page.path.stem
    if stem.lower() in ("index", "_index", "readme") and page.path.parent.name:
        stem = page.path.parent.name
    if page.site.generator == "pelican":
        return pelican_slugify(page.title)
    return take_date(stem)[1] if page.site.generator in ("jekyll", "docusaurus", "eleventy") else stem


def fill_template(
    context: PostContext, *, slug: str, path: str, date: datetime | None = None, item_id: str = ""
) -> str:
    """Fill in the user's --url-template.

    Raises:
        NoAddressError: the post lacks what it asks for.
    """

    def fill(name: str) -> str:
        value = {"slug": slug, "path": path.strip("/"), "id": item_id}.get(name, "")
        if name in ("year", "month", "day"):
            value = date.strftime({"year": "%Y", "month": "%m", "day": "%d"}[name]) if date else ""
        if not value or value == ".":
            raise NoAddressError(f"the --url-template asks for {{{name}}}, and it has none")
        return quote(value, safe="/~!$'()*,;:@&=+%")

    return finish_url(fill_tokens(context.url_template, fill, _PLACEHOLDER), context)


def finish_url(address: str, context: PostContext) -> str:
    """Put the address of the site before an address within it, and write it as browsers send it.

    Raises:
        NoAddressError: it is no address of the web.
    """
    address = address.strip()
    base = context.site.base_url
    if not base.startswith("http"):
        base = _find_origin(context.url_template) + base
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address):
        whole = quote_address(address, whole=True)
        if not is_web_address(whole):
            raise NoAddressError("its address is none of the web")
        return whole
    whole = base + "/" + quote_address(address.lstrip("/\\"))
    if len(whole) > LONGEST_ADDRESS:
        raise NoAddressError("its address is longer than an address can be")
    return whole


def _find_origin(template: str) -> str:
    if not is_web_address(_PLACEHOLDER.sub("x", template)):
        return ""
    parts = urlsplit(_PLACEHOLDER.sub("x", template))
    return f"{parts.scheme}://{parts.netloc}"


def _guess(page: Page, dialect: str) -> str:
    """Return the address that the look of a file makes likely, where its site is not known."""
    parts = page.path.parts
    if is_webflow(page.words):
        within = PurePosixPath(*parts[parts.index("cms") + 1 :]) if "cms" in parts[:-1] else page.path
        return make_eleventy_url(_move(page, within))
    if "_posts" in parts[:-1] and take_date(page.path.stem)[0]:
        return make_jekyll_url(_move(page, page.path))
    if dialect == "plain":
        return f"/{find_word(page.words, 'slug') or pelican_slugify(page.title)}.html"
    return make_path(name_page(page))


def _move(page: Page, path: PurePosixPath) -> Page:
    words = {key: value for key, value in page.words.items() if key != "permalink"}
    return Page(path=path, words=words, title=page.title, date=page.date, site=Site())
