"""What the settings of Hugo, Hexo, Jekyll, Pelican and MkDocs say about addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.settings import (
    find_inside,
    list_of,
    lower_keys,
    make_rooted,
    read_python,
    read_settings,
    read_text,
    table_of,
    text_of,
)
from enquiry2article.posts.pages.metadata import is_off, is_on, tidy_language
from enquiry2article.posts.pages.paths import tidy_base


def is_hugo(folder: Path, names: set[str]) -> bool:
    if any(f"hugo.{ending}" in names for ending in ("toml", "yaml", "yml", "json")):
        return True
    if (folder / "config" / "_default").is_dir():
        return True
    for ending in ("toml", "yaml", "yml", "json"):
        if f"config.{ending}" in names:
            own = lower_keys(read_settings(folder / f"config.{ending}"))
            return "baseurl" in own or "languagecode" in own
    return False


def load_hugo(folder: Path, names: set[str]) -> Site:
    own: dict[str, Any] = {}
    for name in ("config", "hugo"):
        for ending in ("json", "yml", "yaml", "toml"):
            own |= lower_keys(read_settings(folder / f"{name}.{ending}"))
    default = folder / "config" / "_default"
    if default.is_dir():
        for path in sorted(default.iterdir()):
            if path.suffix in (".toml", ".yaml", ".yml", ".json"):
                found = lower_keys(read_settings(path))
                own |= found if path.stem in ("hugo", "config") else {path.stem.lower(): found}
    languages = {
        name: table for name, table in table_of(own.get("languages")).items()
        if isinstance(table, dict) and not is_on(table.get("disabled"))
    }  # fmt: skip
    first = min(languages, key=lambda name: (_weight(languages[name]), name)) if languages else "en"
    language = text_of(own.get("defaultcontentlanguage")).lower() or (first if len(languages) == 1 else "en")
    content = text_of(own.get("contentdir")) or "content"
    folders = {find_inside(folder, content): ""}
    for name, table in languages.items():
        if table.get("contentdir"):
            folders[find_inside(folder, text_of(table["contentdir"]))] = name
    base = text_of(own.get("baseurl"))
    goldmark = table_of(table_of(table_of(own.get("markup")).get("goldmark")).get("parser"))
    permalinks = table_of(own.get("permalinks"))
    named = text_of(table_of(languages.get(language)).get("languagecode") or own.get("languagecode"))
    return Site(
        generator="hugo",
        root=folder,
        folders=tuple(folders),
        base_url=tidy_base(base) or (make_rooted(base) if base.startswith("/") else ""),
        language=tidy_language(named or (language if languages or "defaultcontentlanguage" in own else "")),
        settings={
            "language": language,
            "languages": frozenset(languages),
            "language_folder": is_on(own.get("defaultcontentlanguageinsubdir")),
            "folder_languages": {
                path.relative_to(folder.resolve()).as_posix(): name for path, name in folders.items() if name
            },
            "permalinks": permalinks,
            "sections": _find_sections(folders) if ":sections" in str(permalinks) else frozenset(),
            "ugly": own.get("uglyurls", ""),
            "keep_case": is_on(own.get("disablepathtolower")),
            "remove_accents": is_on(own.get("removepathaccents")),
            "anchors": "" if is_off(goldmark.get("autoheadingid")) else "hugo",
        },
    )


def _weight(table: Mapping[str, Any]) -> int:
    weight = text_of(table.get("weight"))
    return int(weight) if weight.isdecimal() and len(weight) < 10 else 1_000_000


def _find_sections(folders: Iterable[Path]) -> frozenset[str]:
    found = set()
    for folder in folders:
        found |= {path.parent.relative_to(folder).as_posix() for path in sorted(folder.rglob("_index*.*"))[:10_000]}
    return frozenset(found)


def is_hexo(folder: Path, names: set[str]) -> bool:
    if "_config.yml" not in names:
        return False
    own = read_settings(folder / "_config.yml")
    return "new_post_name" in own or "_posts" in _names(folder / text_of(own.get("source_dir") or "source"))


def _names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in folder.iterdir()}
    except OSError:
        return set()


def load_hexo(folder: Path, names: set[str]) -> Site:
    own = read_settings(folder / "_config.yml")
    languages = own.get("language")
    first = languages[0] if isinstance(languages, list) and languages else languages
    marked = table_of(own.get("marked"))
    return Site(
        generator="hexo",
        root=folder,
        folders=(find_inside(folder, text_of(own.get("source_dir")) or "source"),),
        base_url=tidy_base(text_of(own.get("url"))),
        language=tidy_language(text_of(first)),
        settings={
            "permalink": text_of(own.get("permalink")),
            "category": text_of(own.get("default_category")),
            "anchors": "" if is_off(marked.get("headerIds")) else "hexo",
            "own_anchors": False,
            "spaced_tags": False,
        },
    )


def is_jekyll(folder: Path, names: set[str]) -> bool:
    return "_config.yml" in names


def load_jekyll(folder: Path, names: set[str]) -> Site:
    own = read_settings(folder / "_config.yml")
    collections = own.get("collections")
    if isinstance(collections, list):
        collections = {text_of(name): {} for name in collections}
    shown = {
        text_of(name): table for name, table in table_of(collections).items()
        if isinstance(table, dict) and is_on(table.get("output"))
    }  # fmt: skip
    source = find_inside(folder, text_of(own.get("source")) or ".")
    posts = table_of(table_of(collections).get("posts")).get("permalink")
    base = tidy_base(text_of(own.get("url")))
    kramdown = table_of(own.get("kramdown"))
    automatic = not is_off(kramdown.get("auto_ids")) and text_of(own.get("markdown") or "kramdown") == "kramdown"
    return Site(
        generator="jekyll",
        root=folder,
        folders=(source,),
        base_url=base + make_rooted(text_of(own.get("baseurl"))),
        language=tidy_language(text_of(own.get("lang") or own.get("locale"))),
        settings={
            "permalink": text_of(posts or own.get("permalink")),
            "collections": shown,
            "collections_dir": text_of(own.get("collections_dir")),
            "timezone": text_of(own.get("timezone")),
            "defaults": _jekyll_defaults(own.get("defaults")),
            "skip": frozenset({"_site", "vendor", "Gemfile", text_of(own.get("destination")).strip("./")} - {""}),
            "underscored": frozenset({"_posts", "_drafts", *(f"_{name}" for name in shown)}),
            "anchors": "kramdown" if automatic else "",
            "spaced_tags": True,
            "needs_front_matter": True,
        },
    )


def _jekyll_defaults(value: Any) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Give the front matter that files get by their place: (folder, kind, words)."""
    found = []
    for entry in value if isinstance(value, list) else ():
        scope, values = table_of(table_of(entry).get("scope")), table_of(table_of(entry).get("values"))
        words = {str(key).lower(): text_of(inner) for key, inner in values.items() if isinstance(inner, str)}
        found.append((text_of(scope.get("path")).strip("/"), text_of(scope.get("type")), words))
    return tuple(found)


def is_pelican(folder: Path, names: set[str]) -> bool:
    return "pelicanconf.py" in names


def load_pelican(folder: Path, names: set[str]) -> Site:
    own = read_python(read_text(folder / "pelicanconf.py"))
    published = read_python(read_text(folder / "publishconf.py"))
    markdown = table_of(own.get("MARKDOWN"))
    extensions = [*table_of(markdown.get("extension_configs")), *list_of(markdown.get("extensions"))]
    usual = {
        "ARTICLE_URL": "{slug}.html",
        "ARTICLE_LANG_URL": "{slug}-{lang}.html",
        "PAGE_URL": "pages/{slug}.html",
        "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
    }
    language = text_of(own.get("DEFAULT_LANG"))
    return Site(
        generator="pelican",
        root=folder,
        folders=(find_inside(folder, text_of(own.get("PATH")) or ("content" if "content" in names else ".")),),
        base_url=tidy_base(text_of(published.get("SITEURL")) or text_of(own.get("SITEURL"))),
        language=tidy_language(language),
        settings={
            **{key: text_of(own.get(key)) or value for key, value in usual.items()},
            "language": tidy_language(language) or "en",
            "page_paths": frozenset(text_of(name) for name in list_of(own.get("PAGE_PATHS")) or ("pages",)),
            "slug_source": text_of(own.get("SLUGIFY_SOURCE")) or "title",
            "category": text_of(own.get("DEFAULT_CATEGORY")) or "misc",
            "folder_category": own.get("USE_FOLDER_AS_CATEGORY", True) is not False,
            "skip": frozenset({"output", "theme", "themes"}),
            "anchors": "python" if any(text_of(name).endswith("toc") for name in extensions) else "",
        },
    )


def is_mkdocs(folder: Path, names: set[str]) -> bool:
    return bool(names & {"mkdocs.yml", "mkdocs.yaml"})


def load_mkdocs(folder: Path, names: set[str]) -> Site:
    own = read_settings(folder / ("mkdocs.yml" if "mkdocs.yml" in names else "mkdocs.yaml"))
    plugins: dict[str, Any] = {}
    listed = own.get("plugins")
    for entry in listed if isinstance(listed, list) else [listed]:
        plugins |= entry if isinstance(entry, dict) else {text_of(entry): {}}
    blog: dict[str, Any] = {}
    for name in ("blog", "material/blog"):
        if name in plugins:
            chosen = table_of(plugins[name])
            place = text_of(chosen.get("blog_dir") or "blog").strip("/").removeprefix(".")
            posts = text_of(chosen.get("post_dir") or "{blog}/posts").replace("{blog}", place).strip("/")
            blog = {
                "folder": place,
                "posts": posts,
                "url": text_of(chosen.get("post_url_format")) or "{date}/{slug}",
                "date": text_of(chosen.get("post_url_date_format")) or "yyyy/MM/dd",
                "categories": chosen.get("post_url_max_categories", 1),
            }
    extensions = own.get("markdown_extensions")
    names_used = [*table_of(extensions), *(text_of(name) for name in list_of(extensions))]
    return Site(
        generator="mkdocs",
        root=folder,
        folders=(find_inside(folder, text_of(own.get("docs_dir")) or "docs"),),
        base_url=tidy_base(text_of(own.get("site_url"))),
        language=tidy_language(text_of(table_of(own.get("theme")).get("language"))),
        settings={
            "directory_urls": not is_off(own.get("use_directory_urls")),
            "blog": blog,
            "anchors": "python",
            "own_anchors": "attr_list" in " ".join(names_used),
            "titles_from_names": True,
        },
    )
