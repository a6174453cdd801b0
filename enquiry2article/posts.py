"""Posts that are there already: a folder of Markdown files, read back by their front matter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from enquiry2article.errors import NoSuchFile
from enquiry2article.front_matter import parse_post
from enquiry2article.records import Post

TRUE_WORDS = frozenset({"true", "yes", "on", "1"})


def read_posts(places: Sequence[Path], *, url_template: str = "", include_drafts: bool = False) -> list[Post]:
    """Read the posts of folders and files, in the order of their addresses.

    A post's address is its front matter's `url` or `permalink`, else `url_template` with `{slug}` filled in, else
    `/<slug>/`. Drafts count only with `include_drafts`.

    Raises:
        NoSuchFile: a place does not exist, or holds no post that counts.
        FrontMatterProblem: a file's front matter cannot be read.
    """
    files: list[Path] = []
    for place in places:
        if place.is_dir():
            files += sorted(place.rglob("*.md"))
        elif place.is_file():
            files.append(place)
        else:
            raise NoSuchFile(f"There are no posts at {place}. Check the name and the folder.")
    posts = []
    drafts = 0
    for file in files:
        words, body = parse_post(file.read_bytes().decode("utf-8", errors="replace"), where=str(file))
        if is_draft(words) and not include_drafts:
            drafts += 1
            continue
        if not words.get("title") or words.get("copy_of") or "copy_of" in (words.get("params") or {}):
            continue
        posts.append(make_post(file, words, body, url_template))
    if not posts:
        where = ", ".join(str(place) for place in places)
        if drafts:
            raise NoSuchFile(f"All {drafts} posts in {where} are drafts. To let them count, add --include-drafts.")
        raise NoSuchFile(f"There are no posts in {where}: Markdown files (.md) with a title in their front matter.")
    return sorted(posts, key=lambda post: (post.url, post.path))


def is_draft(words: dict[str, Any]) -> bool:
    """Say whether front matter marks a post as not public."""
    draft = str(words.get("draft", "false")).lower() in TRUE_WORDS
    hidden = str(words.get("published", "true")).lower() in {"false", "no", "off", "0"}
    return draft or hidden


def make_post(file: Path, words: dict[str, Any], body: str, url_template: str) -> Post:
    """Make a post of one file's front matter and body."""
    params = words.get("params")
    own = {**params, **words} if isinstance(params, dict) else words
    slug = str(own.get("slug") or file.stem)
    template = url_template or "/{slug}/"
    url = str(own.get("url") or own.get("permalink") or template.replace("{slug}", slug))
    return Post(
        url=url, title=str(own["title"]), text=body, question_id=str(own.get("question_id", "")), path=file.as_posix()
    )
