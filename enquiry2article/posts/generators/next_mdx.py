"""Next.js with MDX: pages of the app router whose metadata is exported, or Markdown that the site reads itself.

Which addresses Markdown outside the app router has, each site decides in its own code.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from enquiry2article.articles.dialect import LEAVE_OUT, Dialect, escape_mdx
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import SCRIPTS, find_literal, read_script, read_text
from enquiry2article.posts.pages.metadata import find_word
from enquiry2article.posts.pages.paths import NoAddressError, Page, make_path

_CONTENT: Final = ("content/blog", "content/posts", "content", "posts", "_posts", "blog", "src/content", "src/posts")


def make_next_url(page: Page) -> str:
    """Return the address of one page of the app router; a folder of a draft (`_slug`) is told as if it were public."""
    folder, within = page.find_folder()
    if folder.name != "app":
        if stated := find_word(page.words, "slug", "path"):
            return make_path("blog", stated, end="")
        raise NoAddressError("the site decides about its address; say how addresses are made with --url-template")
    parts = [part.removeprefix("_") for part in within.parent.parts if not part.startswith("(")]
    return make_path(*parts, end="")


def is_next(folder: Path, names: set[str]) -> bool:
    return any(f"next.config{ending}" in names for ending in SCRIPTS)


def load_next(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("next.config",))
    router = next((folder / name for name in ("src/app", "app") if (folder / name).is_dir()), None)
    content = next((folder / name for name in _CONTENT if (folder / name).is_dir()), None)
    routed = router is not None and (content is None or any(router.rglob("page.mdx")))
    base = find_literal(text, "basePath")
    code = text + read_text(folder / "package.json")
    return Site(
        generator="next",
        root=folder,
        folders=tuple(place for place in (router if routed else content,) if place),
        base_url=base if base.startswith("/") else "",
        settings={
            "routed": routed,
            "front_matter": any(name in code for name in ("remark-frontmatter", "gray-matter", "contentlayer")),
            "anchors": "github" if "rehype-slug" in text else "",
            "own_anchors": False,
        },
    )


def _settle(dialect: Dialect, site: Site) -> Dialect:
    """Without the app router the site reads front matter itself, and drafts stay out of its folder."""
    if not site.folders:
        return dialect
    place = site.folders[0].relative_to(site.root.resolve()).as_posix()
    if site.settings["routed"]:
        return replace(dialect, home=f"{place}/blog", syntax="yaml" if site.settings["front_matter"] else "module")
    return replace(dialect, home=place, syntax="yaml", file="{slug}.mdx", heading=False, aside=ASIDE)


ASIDE: Final = "drafts"
_DIALECT: Final = Dialect(
    title="Next.js with MDX (put the folder at app/blog)",
    syntax="module",
    keys={"slug": LEAVE_OUT, "structured_data": LEAVE_OUT, "image": LEAVE_OUT},
    date_format="%Y-%m-%d",
    # A folder whose name begins with _ is private to the router: to publish, rename it.
    file="_{slug}/page.mdx",
    home="app/blog",
    escape=escape_mdx,
    heading=True,
)
NEXT: Final = Generator(
    name="next",
    recognise=is_next,
    load=load_next,
    make_url=make_next_url,
    dialect=_DIALECT,
    settle=_settle,
    aside=ASIDE,
)
