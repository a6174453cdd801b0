"""Gatsby: what its settings say about addresses, and how it makes them.

Each site decides in its own code; what its starters do is a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from enquiry2article.articles.dialect import (
    LEAVE_OUT,
    Dialect,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import SCRIPTS, find_inside, find_literal, make_rooted, read_script
from enquiry2article.posts.pages.metadata import find_word
from enquiry2article.posts.pages.paths import Page, drop_index, make_path, tidy_base


def make_gatsby_url(page: Page) -> str:
    """Return the address of one file of a Gatsby site as its starters make it: by place. A site may do otherwise."""
    _, within = page.find_folder()
    if stated := find_word(page.words, "slug", "path"):
        return stated if stated.startswith("/") else make_path(stated)
    return make_path(*drop_index(within))


def is_gatsby(folder: Path, names: set[str]) -> bool:
    return any(f"gatsby-config{ending}" in names for ending in SCRIPTS)


def load_gatsby(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("gatsby-config",))
    base = tidy_base(find_literal(text, "siteUrl"))
    node = read_script(folder, ("gatsby-node",))
    places = [name for name in ("content/blog", "content", "blog", "src/posts", "posts") if (folder / name).is_dir()]
    return Site(
        generator="gatsby",
        root=folder,
        folders=tuple(find_inside(folder, name) for name in places[:1]),
        base_url=base + make_rooted(find_literal(text, "pathPrefix")) if base else "",
        settings={
            "anchors": "github" if "autolink-headers" in text else "",
            "own_anchors": False,
            "drafts": bool(re.search(r"\bdraft\b", node)),
        },
    )


def _settle(dialect: Dialect, site: Site) -> Dialect:
    return replace(dialect, aside="" if site.settings["drafts"] else "drafts")


_DIALECT: Final = Dialect(
    title="Gatsby (put the folder at content/blog)",
    keys={"slug": LEAVE_OUT, "structured_data": LEAVE_OUT},
    date_format="%Y-%m-%dT%H:%M:%S.000Z",
    file="{slug}/index.md",
    home="content/blog",
)
GATSBY: Final = Generator(
    name="gatsby",
    recognise=is_gatsby,
    load=load_gatsby,
    make_url=make_gatsby_url,
    dialect=_DIALECT,
    settle=_settle,
    aside="drafts",
)
