"""What builds a site, found out from its settings files, which are only read.

How a generator's sites are recognised and read stands in its own module; here is which of them a folder belongs to.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.astro import ASTRO
from enquiry2article.posts.generators.docusaurus import DOCUSAURUS
from enquiry2article.posts.generators.eleventy import ELEVENTY
from enquiry2article.posts.generators.gatsby import GATSBY
from enquiry2article.posts.generators.hexo import HEXO
from enquiry2article.posts.generators.hugo import HUGO
from enquiry2article.posts.generators.jekyll import JEKYLL
from enquiry2article.posts.generators.mkdocs import MKDOCS
from enquiry2article.posts.generators.next_mdx import NEXT
from enquiry2article.posts.generators.pelican import PELICAN
from enquiry2article.posts.generators.vitepress import VITEPRESS
from enquiry2article.posts.generators.vuepress import VUEPRESS

GENERATORS: Final = (
    DOCUSAURUS,
    ASTRO,
    GATSBY,
    VITEPRESS,
    VUEPRESS,
    MKDOCS,
    PELICAN,
    HEXO,
    JEKYLL,
    HUGO,
    NEXT,
    ELEVENTY,
)
"""In the order in which a folder is tried: what is sure first."""
_HIGHEST: Final = 8
"""How many folders above a post its site's settings are looked for."""


def find_site(folder: Path) -> Site | None:
    """Return the site whose settings lie in a folder, or None."""
    folder = folder.resolve()
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:
        return None
    for generator in GENERATORS:
        if generator.recognise(folder, names):
            site = generator.load(folder, names)
            aside = (folder / generator.aside,) if generator.aside else ()
            return replace(site, folders=(*site.folders, *aside))
    return None


def find_site_above(folder: Path) -> Site | None:
    """Return the site that a folder is part of: the nearest settings at or above it whose posts it can hold."""
    place = folder.resolve()
    for above in [place, *place.parents][:_HIGHEST]:
        site = find_site(above)
        if site is not None:
            touches = any(place.is_relative_to(own) or own.is_relative_to(place) for own in site.folders)
            return site if touches else None
        if above == Path.home() or (above / ".git").exists():
            return None
    return None
