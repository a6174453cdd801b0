"""Holds the addresses that we give to posts against sites that the real generators build.

    python benchmarks/check_post_urls.py [--node-modules FOLDER] [--astro FOLDER] [--docusaurus FOLDER]
        [--vuepress FOLDER] [--python-tools FOLDER]

Builds a copy of each site in `tests/cases/posts` with its generator where that is installed, and looks whether every
post that `read_posts` finds there is a page at its address, with its title, and with the anchors of its sections; and
lists the pages that no post claims. Generators are looked for on the path and in the folders given: a `node_modules`
with @11ty/eleventy, hexo (and hexo-renderer-marked, hexo-renderer-ejs) and vitepress; others with astro, with
@docusaurus and with vuepress 2; a virtual environment's `bin` with pelican, mkdocs and mkdocs-material. The last
result is in `docs/posts.md`.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from enquiry2article.domain.post import Post
from enquiry2article.posts.generators.detect import find_site_above
from enquiry2article.posts.read import read_posts

SITES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "posts"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

COMMANDS = {
    # site: (generator, arguments, where the pages are)
    "astro": ("astro", ["build"], "dist"),
    "docusaurus": ("docusaurus", ["build"], "build"),
    "eleventy": ("eleventy", ["--quiet"], "out"),
    "hexo": ("hexo", ["generate"], "public"),
    "hugo": ("hugo", ["--quiet", "--clock", "2026-11-22T00:00:00Z"], "public"),
    "jekyll": ("jekyll", ["build", "--quiet"], "_site"),
    "jekyll-pretty": ("jekyll", ["build", "--quiet"], "_site"),
    "mkdocs": ("mkdocs", ["build", "--quiet"], "site"),
    "pelican": ("pelican", ["content", "-s", "publishconf.py", "-o", "output"], "output"),
    "vitepress": ("vitepress", ["build", "docs"], "docs/.vitepress/dist"),
    "vuepress": ("vuepress", ["build", "."], ".vuepress/dist"),
    "webflow-eleventy": ("eleventy", ["--quiet"], "public"),
}

APART = ("astro", "docusaurus", "vuepress")
"""Generators that want a `node_modules` of their own."""


def main() -> int:
    """Check every site whose generator is there; the exit code says whether all addresses hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("node-modules", "astro", "docusaurus", "vuepress", "python-tools"):
        parser.add_argument(f"--{name}", type=Path)
    options = parser.parse_args()
    wrong = 0
    for name, (generator, arguments, out) in COMMANDS.items():
        modules = getattr(options, name, None) if name in APART else options.node_modules
        command = find_command(generator, modules, options.python_tools)
        if command is None:
            print(f"{name}: {generator} is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / name
            shutil.copytree(SITES / name, site)
            if modules and command[0] == "node":
                (site / "node_modules").symlink_to(modules.resolve())
            pages = build_site(site, [*command, *arguments], out)
            faults, claimed, anchors = check_site(site, pages)
        print(f"{name}: {len(claimed)} posts and {anchors} anchors, {len(faults)} wrong")
        others = [place for place in pages if place not in claimed and place.endswith(".html")]
        print(f"  other pages: {', '.join(others) or 'none'}")
        for fault in faults:
            print(f"  {fault}")
        wrong += len(faults)
    return 1 if wrong else 0


def find_command(generator: str, modules: Path | None, tools: Path | None) -> list[str] | None:
    """Give the command that runs a generator, or None where it is not installed."""
    if modules and (modules / ".bin" / generator).exists():
        return ["node", str(modules / ".bin" / generator)]
    if tools and (tools / generator).exists():
        return [str(tools / generator)]
    found = shutil.which(generator)
    return [found] if found else None


def build_site(site: Path, command: list[str], out: str) -> dict[str, str]:
    """Build a site and give its pages: their places without a slash in front → their HTML."""
    environment = {**os.environ, "TZ": "UTC", "ASTRO_TELEMETRY_DISABLED": "1", "DOCUSAURUS_NO_TELEMETRY": "1"}
    done = subprocess.run(
        command, cwd=site, capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, env=environment
    )
    folder = site / out
    if not folder.is_dir():
        print(done.stdout[-2000:] + done.stderr[-2000:], file=sys.stderr)
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".html", "")
    }


def check_site(site: Path, pages: dict[str, str]) -> tuple[list[str], set[str], int]:
    """Give what is wrong, the pages that are posts, and how many anchors were looked for."""
    found = read_posts([site], now=NOW)
    faults = [f"{problem.source}: {problem.reason}" for problem in found.problems]
    anchors = 0
    claimed = set()
    for post in found.posts:
        about = find_site_above(Path(post.path).parent)
        base = urlsplit(about.base_url).path if about else ""
        place = find_page(unquote(urlsplit(post.url).path.removeprefix(base)).lstrip("/"), pages)
        if place is None:
            faults.append(f"no page at {post.url}")
            continue
        claimed.add(place)
        faults += check_page(post, pages[place])
        anchors += sum(bool(section.anchor) for section in post.sections)
    return faults, claimed, anchors


def find_page(path: str, pages: dict[str, str]) -> str | None:
    """Give the file that a web server hands out at a path."""
    for place in (path, f"{path}index.html", f"{path}.html", f"{path}/index.html"):
        if place in pages:
            return place
    return None


def check_page(post: Post, page: str) -> list[str]:
    """Give what a page lacks of its post: the title, or an anchor."""
    words = " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", page)).split())
    faults = [] if _plain(post.title) in _plain(words) else [f"{post.url}: another title than {post.title!r}"]
    ids = {html.unescape(own) for own in re.findall(r"""\bid=["']?([^"'\s>]+)""", page)}
    ids |= {html.unescape(own) for own in re.findall(r'\bid="([^"]+)"', page)}
    for section in post.sections:
        heading = re.findall(rf"<h[1-6][^>]*>(?:(?!</h).)*?{re.escape(_first_word(section.heading))}", page)
        if section.anchor and section.anchor not in ids:
            faults.append(f"{post.url}: no anchor {section.anchor!r} among {sorted(ids)}")
        if not section.anchor and any(re.match(r"<h[1-6][^>]*\bid=", own) for own in heading):
            faults.append(f"{post.url}: {section.heading!r} has an anchor")
    return faults


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _first_word(text: str) -> str:
    return html.escape(text.split()[0]) if text.split() else ""


if __name__ == "__main__":
    sys.exit(main())
