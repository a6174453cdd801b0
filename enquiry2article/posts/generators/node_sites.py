"""What the settings of Eleventy, Docusaurus, VitePress, VuePress, Astro and Gatsby say about addresses.

Their settings are programs, of which only what is written out is taken.
"""

from __future__ import annotations

import re
from pathlib import Path

from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.settings import (
    COMMENT,
    SCRIPTS,
    find_block,
    find_inside,
    find_literal,
    lower_keys,
    make_rooted,
    read_script,
    read_settings,
    read_text,
    table_of,
    text_of,
)
from enquiry2article.posts.pages.metadata import tidy_language
from enquiry2article.posts.pages.paths import tidy_base


def is_eleventy(folder: Path, names: set[str]) -> bool:
    stems = (".eleventy", "eleventy.config")
    if any(f"{stem}{ending}" in names for stem in stems for ending in SCRIPTS):
        return True
    if "package.json" not in names:
        return False
    package = read_settings(folder / "package.json")
    return any("@11ty/eleventy" in table_of(package.get(key)) for key in ("dependencies", "devDependencies"))


def load_eleventy(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, (".eleventy", "eleventy.config"))
    places = find_block(text, "dir") or ""
    # The theme of Webflow sites that were turned into Eleventy sites lies beside their posts, in `cms`.
    named = find_literal(places, "input") or ("cms" if (folder / "cms").is_dir() and "theme" in names else ".")
    source = find_inside(folder, named)
    output = find_literal(places, "output") or "_site"
    includes, data = find_literal(places, "includes") or "_includes", find_literal(places, "data") or "_data"
    anchors = "eleventy" if "IdAttributePlugin" in text else "markdown-it" if "markdown-it-anchor" in text else ""
    base, language = _find_site_data(source / data)
    return Site(
        generator="eleventy",
        root=folder,
        folders=(source,),
        base_url=base + make_rooted(find_literal(text, "pathPrefix")),
        language=language,
        settings={
            "anchors": anchors,
            "own_anchors": "markdown-it-attrs" in text,
            "skip": frozenset(Path(name).name for name in (output, includes, data, "_layouts")),
            "folder_data": True,
        },
    )


def _find_site_data(folder: Path) -> tuple[str, str]:
    """Give a site's address and language from its data files, where they say them in plain text."""
    base = language = ""
    try:
        files = sorted(path for path in folder.rglob("*") if path.suffix in (".json", *SCRIPTS))[:200]
    except OSError:
        return "", ""
    for path in files:
        if path.stem.split(".")[0] not in ("site", "metadata", "meta", "config", "eleventy"):
            continue
        if path.suffix == ".json":
            own = lower_keys(read_settings(path))
            said = [text_of(own.get(key)) for key in ("url", "domain", "baseurl", "siteurl")]
            spoken = text_of(own.get("language") or own.get("lang"))
        else:
            text = COMMENT.sub("", read_text(path))
            said = [find_literal(text, key) for key in ("url", "domain", "baseUrl", "siteUrl")]
            spoken = find_literal(text, "language") or find_literal(text, "lang")
        base = base or next(filter(None, map(tidy_base, said)), "")
        language = language or tidy_language(spoken)
    return base, language


def is_docusaurus(folder: Path, names: set[str]) -> bool:
    return any(f"docusaurus.config{ending}" in names for ending in SCRIPTS)


def load_docusaurus(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("docusaurus.config",))
    parts: dict[str, dict[str, str]] = {}
    for kind in ("blog", "docs"):
        block = find_block(text, kind)
        if block != "false":
            place = find_literal(block or "", "path") or kind
            route = re.search(r"""routeBasePath["']?\s*:\s*(["'`])([^"'`\n]{0,200})\1""", block or "")
            parts[place.strip("./")] = {"kind": kind, "route": route[2] if route else kind}
    parts["src/pages"] = {"kind": "pages", "route": ""}
    base = tidy_base(find_literal(text, "url"))
    return Site(
        generator="docusaurus",
        root=folder,
        folders=tuple(find_inside(folder, name) for name in parts),
        base_url=base + make_rooted(find_literal(text, "baseUrl")),
        language=tidy_language(find_literal(text, "defaultLocale")),
        settings={
            "parts": parts,
            "trailing_slash": find_literal(text, "trailingSlash"),
            "anchors": "docusaurus",
            "underscored": frozenset(),
            "titles_from_names": True,
        },
    )


def is_vitepress(folder: Path, names: set[str]) -> bool:
    return ".vitepress" in names and bool(read_script(folder / ".vitepress", ("config",)))


def load_vitepress(folder: Path, names: set[str]) -> Site:
    text = read_script(folder / ".vitepress", ("config",))
    host = tidy_base(find_literal(find_block(text, "sitemap") or "", "hostname"))
    base = make_rooted(find_literal(text, "base"))
    return Site(
        generator="vitepress",
        root=folder,
        folders=(find_inside(folder, find_literal(text, "srcDir") or "."),),
        base_url=host if base and host.endswith(base) else host + base,
        language=tidy_language(find_literal(text, "lang")),
        settings={
            "clean_urls": find_literal(text, "cleanUrls") == "true",
            "anchors": "vitepress",
            "titles_from_names": True,
        },
    )


def is_vuepress(folder: Path, names: set[str]) -> bool:
    return ".vuepress" in names and bool(read_script(folder / ".vuepress", ("config",)))


def load_vuepress(folder: Path, names: set[str]) -> Site:
    text = read_script(folder / ".vuepress", ("config",))
    return Site(
        generator="vuepress",
        root=folder,
        folders=(folder,),
        base_url=make_rooted(find_literal(text, "base")),
        language=tidy_language(find_literal(text, "lang")),
        settings={"anchors": "vitepress", "titles_from_names": True},
    )


def is_astro(folder: Path, names: set[str]) -> bool:
    return any(f"astro.config{ending}" in names for ending in SCRIPTS)


def load_astro(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("astro.config",))
    source = find_inside(folder, find_literal(text, "srcDir") or "src")
    base = tidy_base(find_literal(text, "site"))
    routes = {"docs": ""} if "@astrojs/starlight" in text else {}
    try:
        pages = sorted((source / "pages").rglob("[[]*[]].astro"))[:500]
    except OSError:
        pages = []
    for page in pages:
        asked = re.findall(r"""getCollection\(\s*["'`]([\w-]{1,60})["'`]""", read_text(page))
        for collection in asked[:1]:
            routes.setdefault(collection, page.parent.relative_to(source / "pages").as_posix().removeprefix("."))
    return Site(
        generator="astro",
        root=folder,
        folders=(source / "content", source / "pages"),
        base_url=base + make_rooted(find_literal(text, "base")),
        settings={
            "routes": routes,
            "format": find_literal(find_block(text, "build") or "", "format"),
            "trailing_slash": find_literal(text, "trailingSlash"),
            "anchors": "github",
            "own_anchors": False,
        },
    )


def is_gatsby(folder: Path, names: set[str]) -> bool:
    return any(f"gatsby-config{ending}" in names for ending in SCRIPTS)


def load_gatsby(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("gatsby-config",))
    base = tidy_base(find_literal(text, "siteUrl"))
    places = [name for name in ("content/blog", "content", "blog", "src/posts", "posts") if (folder / name).is_dir()]
    return Site(
        generator="gatsby",
        root=folder,
        folders=tuple(find_inside(folder, name) for name in places[:1]),
        base_url=base + make_rooted(find_literal(text, "pathPrefix")) if base else "",
        settings={
            "anchors": "github" if "autolink-headers" in text else "",
            "own_anchors": False,
        },
    )
