"""What builds a site, found out from its settings files, which are only read.

Each generator's settings are read in `posts/generators/content_sites` or `posts/generators/node_sites`; here is which
of them a folder belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.content_sites import (
    is_hexo,
    is_hugo,
    is_jekyll,
    is_mkdocs,
    is_pelican,
    load_hexo,
    load_hugo,
    load_jekyll,
    load_mkdocs,
    load_pelican,
)
from enquiry2article.posts.generators.node_sites import (
    is_astro,
    is_docusaurus,
    is_eleventy,
    is_gatsby,
    is_vitepress,
    is_vuepress,
    load_astro,
    load_docusaurus,
    load_eleventy,
    load_gatsby,
    load_vitepress,
    load_vuepress,
)

_HIGHEST: Final = 8
"""How many folders above a post its site's settings are looked for."""


def find_site(folder: Path) -> Site | None:
    """Give the site whose settings lie in a folder, or None."""
    folder = folder.resolve()
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:
        return None
    for tell, load in _GENERATORS:
        if tell(folder, names):
            return load(folder, names)
    return None


def find_site_above(folder: Path) -> Site | None:
    """Give the site that a folder is part of: the nearest settings at or above it whose posts it can hold."""
    place = folder.resolve()
    for above in [place, *place.parents][:_HIGHEST]:
        site = find_site(above)
        if site is not None:
            touches = any(place.is_relative_to(own) or own.is_relative_to(place) for own in site.folders)
            return site if touches else None
        if above == Path.home() or (above / ".git").exists():
            return None
    return None


_GENERATORS: Final[tuple[tuple[Callable[[Path, set[str]], bool], Callable[[Path, set[str]], Site]], ...]] = (
    (is_docusaurus, load_docusaurus),
    (is_astro, load_astro),
    (is_gatsby, load_gatsby),
    (is_vitepress, load_vitepress),
    (is_vuepress, load_vuepress),
    (is_mkdocs, load_mkdocs),
    (is_pelican, load_pelican),
    (is_hexo, load_hexo),
    (is_jekyll, load_jekyll),
    (is_hugo, load_hugo),
    (is_eleventy, load_eleventy),
)
