"""Small sites of each generator, as its own starter has them, and how the generator is run on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TOOLS = "ENQUIRY2ARTICLE_SITE_TOOLS"
"""The environment variable that names the folder with the generators (`tests/sites/install.sh`)."""

GO_PAGE = (
    "<title>{{ .Title }}</title><meta name=description content='{{ .Description }}'><h1>{{ .Title }}</h1>"
    "<time>{{ .Date.Format `2006-01-02` }}</time>{{ range .Params.tags }}<i>{{ . }}</i>{{ end }}"
    "<main>{{ .Content }}</main>"
)
LIQUID_PAGE = (
    '<title>{{ T.title | escape }}</title><meta name=description content="{{ T.description | escape }}">'
    "<h1>{{ T.title | escape }}</h1><time>{{ T.date | date: '%Y-%m-%d' }}</time>"
    "{% for tag in T.tags %}<i>{{ tag }}</i>{% endfor %}<main>{{ content }}</main>"
)
EJS_PAGE = (
    "<title><%- page.title %></title><meta name=description content='<%= page.description %>'>"
    "<h1><%- page.title %></h1>"
    "<time><%= date(page.date, 'YYYY-MM-DD') %></time>"
    "<% page.tags && page.tags.forEach(t => { %><i><%= t.name %></i><% }) %><main><%- page.content %></main>"
)
ELEVENTY_HEAD = "---\ntitle: {}\ndate: 2026-01-02\nlayout: post.liquid\ntags: [posts]\n---"
ASTRO_HEAD = '---\ntitle: Old\ndescription: Old\npubDate: "Jan 02 2026"\nauthor: Jo\n---'
ASTRO_PAGE = """---
import { getCollection, render } from "astro:content";
export async function getStaticPaths() {
  const posts = await getCollection("blog"FILTER);
  return posts.map((post) => ({ params: { slug: post.id }, props: { post } }));
}
const { post } = Astro.props;
const { Content } = await render(post);
---
<html><head><title>{post.data.title}</title><meta name="description" content={post.data.description} /></head>
<body><h1>{post.data.title}</h1><time>{post.data.pubDate.toISOString().slice(0, 10)}</time>
{(post.data.tags ?? []).map((tag) => <i>{tag}</i>)}<Content /></body></html>
"""
ASTRO_SCHEMA = """import { defineCollection, z } from "astro:content";
import { glob } from "astro/loaders";
const blog = defineCollection({
  loader: glob({ base: "./src/content/blog", pattern: "**/*.{md,mdx}" }),
  schema: z.object({
    title: z.string(),
    description: z.string(),
    pubDate: z.coerce.date(),
    author: z.string(),
    tags: z.array(z.string()).optional(),
    DRAFT
  }),
});
export const collections = { blog };
"""


@dataclass(frozen=True, kw_only=True)
class Starter:
    """One site."""

    files: Mapping[str, str]
    command: tuple[str, ...]
    out: str
    tool: str = ""
    """The folder of the tools with its `node_modules`, "py" for Python's, "" for what is on the path."""
    turn_on: Mapping[str, str] = field(default_factory=lambda: {"draft: true\n": "draft: false\n"})
    """What a person changes in a draft to publish it: old text → new."""
    move: tuple[str, str] = ("", "")
    """What they change in its path."""
    posts: str = ""
    """Where the drafts are expected, from the site's folder."""
    shows: frozenset[str] = frozenset({"title", "date", "tags", "description"})
    """What its pages show of a post."""


def _old_post(head: str) -> str:
    return f"{head}\n\nAn older post.\n"


STARTERS: Mapping[str, Starter] = {
    "hugo": Starter(
        files={
            "hugo.toml": 'baseURL = "https://river.example/"\ntitle = "River"\n',
            "layouts/single.html": GO_PAGE,
            "layouts/list.html": "{{ range .Pages }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}",
        },
        command=(sys.executable, "-m", "hugo", "--quiet"),
        out="public",
        posts="content/posts",
    ),
    "hugo-toml": Starter(
        files={
            "hugo.toml": 'baseURL = "https://river.example/"\ntitle = "River"\n',
            "layouts/single.html": GO_PAGE,
            "layouts/list.html": "{{ range .Pages }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}",
            "content/posts/old.md": _old_post('+++\ntitle = "Old"\ndate = 2026-01-02T03:04:05Z\n+++'),
        },
        command=(sys.executable, "-m", "hugo", "--quiet"),
        out="public",
        posts="content/posts",
        turn_on={"draft = true\n": "draft = false\n"},
    ),
    "pelican": Starter(
        files={
            "pelicanconf.py": 'AUTHOR = "River"\nSITENAME = "River"\nSITEURL = ""\nPATH = "content"\nTIMEZONE = "UTC"\n'
            'DEFAULT_LANG = "en"\nFEED_ALL_ATOM = None\nCATEGORY_FEED_ATOM = None\n',
            "publishconf.py": 'import os, sys\nsys.path.append(os.curdir)\nfrom pelicanconf import *\n'
            'SITEURL = "https://river.example"\n',
            "content/old.md": _old_post("Title: Old\nDate: 2026-01-02 10:00\nCategory: Help\nTags: water"),
        },
        command=("pelican", "content", "-s", "publishconf.py", "-o", "output"),
        out="output",
        tool="py",
        posts="content",
        turn_on={"Status: draft\n": "Status: published\n"},
        shows=frozenset({"title", "date", "tags", "description"}),
    ),
    "mkdocs": Starter(
        files={
            "mkdocs.yml": "site_name: River\nsite_url: https://river.example/\ntheme:\n  name: material\n"
            "plugins:\n  - blog\n  - tags\nmarkdown_extensions:\n  - admonition\n  - pymdownx.details\n  - toc\n",
            "docs/index.md": "# River\n",
            "docs/blog/index.md": "# Blog\n",
        },
        command=("mkdocs", "build", "--quiet"),
        out="site",
        tool="py",
        posts="docs/blog/posts",
    ),
    "jekyll": Starter(
        files={
            "_config.yml": "url: https://river.example\ntitle: River\n",
            "_layouts/post.html": LIQUID_PAGE.replace("T.", "page."),
            "index.html": "---\n---\n{% for post in site.posts %}{{ post.url }} {{ post.title }}{% endfor %}",
        },
        command=("jekyll", "build", "--quiet"),
        out="_site",
        posts="_posts",
        turn_on={"published: false\n": "published: true\n", "draft: true\n": ""},
    ),
    "eleventy": Starter(
        files={
            "eleventy.config.mjs": 'export default function (c) { return { dir: { input: "src", output: "out" } }; }\n',
            "src/_data/site.json": '{"url": "https://river.example"}',
            "src/_includes/post.liquid": LIQUID_PAGE.replace("T.", ""),
            "src/blog/old.md": _old_post(ELEVENTY_HEAD.format("Old")),
            "src/blog/older.md": _old_post(ELEVENTY_HEAD.format("Older")),
            "src/blog/oldest.md": _old_post(ELEVENTY_HEAD.format("Oldest")),
            "src/index.liquid": "{% for post in collections.posts %}{{ post.url }} {{ post.data.title }}{% endfor %}",
        },
        command=("eleventy", "--quiet"),
        out="out",
        tool="js",
        posts="src/blog",
        turn_on={"draft: true\n": "", "permalink: false\n": "", "eleventyExcludeFromCollections: true\n": ""},
    ),
    "hexo": Starter(
        files={
            "_config.yml": "title: River\nurl: https://river.example\npermalink: :year/:month/:day/:title/\n"
            "new_post_name: :title.md\ntheme: plain\ntimezone: UTC\n",
            "package.json": '{"name": "river", "hexo": {"version": "8.0.0"}, "dependencies": {"hexo": "*", '
            '"hexo-renderer-marked": "*", "hexo-renderer-ejs": "*"}}',
            "themes/plain/layout/post.ejs": EJS_PAGE,
            "themes/plain/layout/index.ejs": "index",
            "source/_posts/old.md": _old_post("---\ntitle: Old\ndate: 2026-01-02 10:00:00\n---"),
        },
        command=("hexo", "generate"),
        out="public",
        tool="js",
        posts="source/_posts",
        turn_on={"published: false\n": "published: true\n", "draft: true\n": ""},
    ),
    "vitepress": Starter(
        files={
            "docs/.vitepress/config.mjs": 'export default { title: "River", lastUpdated: false };\n',
            "docs/index.md": "# River\n",
        },
        command=("vitepress", "build", "docs"),
        out="docs/.vitepress/dist",
        tool="js",
        posts="docs/.vitepress/drafts",
        move=(".vitepress/drafts/", ""),
        shows=frozenset({"title", "description"}),
    ),
    "astro": Starter(
        files={
            "astro.config.mjs": 'export default { site: "https://river.example" };\n',
            "package.json": '{"name": "river", "type": "module"}',
            "src/content.config.ts": ASTRO_SCHEMA.replace("DRAFT", "draft: z.boolean().default(false),"),
            "src/pages/blog/[...slug].astro": ASTRO_PAGE.replace("FILTER", ", (post) => !post.data.draft"),
        },
        command=("astro", "build"),
        out="dist",
        tool="astro",
        posts="src/content/blog",
    ),
    "astro-without-drafts": Starter(
        files={
            "astro.config.mjs": 'export default { site: "https://river.example" };\n',
            "package.json": '{"name": "river", "type": "module"}',
            "src/content.config.ts": ASTRO_SCHEMA.replace("DRAFT", ""),
            "src/pages/blog/[...slug].astro": ASTRO_PAGE.replace("FILTER", ""),
            "src/content/blog/old.md": _old_post(ASTRO_HEAD),
        },
        command=("astro", "build"),
        out="dist",
        tool="astro",
        posts="src/drafts",
        move=("src/drafts/", "src/content/blog/"),
    ),
    "docusaurus": Starter(
        files={
            "docusaurus.config.js": 'module.exports = { title: "River", url: "https://river.example", baseUrl: "/", '
            'onBrokenLinks: "ignore", presets: [["classic", { docs: false, blog: { onUntruncatedBlogPosts: "ignore" }, '
            "theme: {} }]] };\n",
            "package.json": '{"name": "river"}',
            "src/pages/index.md": "# River\n",
        },
        command=("docusaurus", "build"),
        out="build",
        tool="docusaurus",
        posts="blog",
    ),
}  # fmt: skip


def find_command(starter: Starter) -> list[str] | None:
    """Return the command that builds a site, or None where the generator is not installed."""
    name, *arguments = starter.command
    tools = Path(os.environ.get(TOOLS, "/nowhere"))
    if starter.tool == "py":
        beside = Path(sys.executable).parent / name
        places = [tools / "py" / "bin" / name, beside]
    elif starter.tool:
        places = [tools / starter.tool / "node_modules" / ".bin" / name]
    else:
        places = [Path(found)] if (found := shutil.which(name)) else []
    found_place = next((place for place in places if place.exists()), None)
    if found_place is None:
        return None
    return [*(["node"] if starter.tool not in ("", "py") else []), str(found_place), *arguments]


def lay_out(starter: Starter, site: Path) -> None:
    """Write the files of a site."""
    for name, text in starter.files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if starter.tool not in ("", "py"):
        modules = Path(os.environ[TOOLS]) / starter.tool / "node_modules"
        (site / "node_modules").symlink_to(modules)


def build(starter: Starter, site: Path) -> dict[str, str]:
    """Build a site and return every file of text in it: its place → its text."""
    shutil.rmtree(site / starter.out, ignore_errors=True)
    command = find_command(starter)
    assert command is not None
    environment = {
        **os.environ,
        "TZ": "UTC",
        "ASTRO_TELEMETRY_DISABLED": "1",
        "DOCUSAURUS_NO_TELEMETRY": "1",
        "CI": "1",
    }
    done = subprocess.run(
        command, cwd=site, capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, env=environment
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    folder = site / starter.out
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".html", ".xml", ".json", ".js", ".txt", ".atom", "")
    }
