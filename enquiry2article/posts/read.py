"""Posts that are there already, from wherever they are: folders of Markdown, exports, feeds, sitemaps, tables.

Here is decided which posts count, and which of two with one address; what a file holds is for its reader to say
(`posts/readers`), and how an address is made for `posts/generators/addresses`. No file can end the reading: what is
wrong with one is told in a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

from enquiry2article.domain.errors import EnquiryToArticleError, NoSuchFile
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.post import FoundPost, Post, PostContext, PostProblem, ReadPosts, Withheld
from enquiry2article.domain.protocols import PostReader
from enquiry2article.ingest.files import find_web_address
from enquiry2article.posts.fetching import fetch_file
from enquiry2article.posts.files import PostFile, list_files, read_head
from enquiry2article.posts.generators.addresses import check_template

_STRANGERS: Final = (
    (b"PK\x03\x04", "it is packed (zip): unpack it and give the folder"),
    (b"\x1f\x8b", "it is packed (gzip) and cannot be unpacked"),
    (b"%PDF", "it is a PDF, which holds pages and no posts"),
)
_MOST_PROBLEMS_OF_A_FILE: Final = 1_000


def read_posts(
    places: Sequence[Path],
    *,
    url_template: str = "",
    include_drafts: bool = False,
    now: datetime,
    readers: Mapping[str, PostReader] | None = None,
) -> ReadPosts:
    """Read the posts of folders and files that readers can find, and say what became of the others.

    Posts that are hidden, expired, not yet public or copies for other sites never count; drafts count only with
    `include_drafts`. Of two posts with one address the one with the first path counts; one that is known by its address
    alone (from a sitemap) gives way to any other. `readers` are those that are installed, unless given. A place that is
    an address on the net (a feed, a sitemap) is fetched: that one file, since somebody named it, and nothing that it
    leads to.

    Raises:
        NoSuchFile: a place does not exist or cannot be fetched, or no place holds a post that counts.
        SettingsError: `url_template` cannot be filled in.
    """
    check_template(url_template)
    with TemporaryDirectory(prefix="posts-") as folder:
        named = [_find_place(place, Path(folder)) for place in places]
        return _read_places(places, named, url_template, include_drafts, now, readers)


def _find_place(place: Path, folder: Path) -> Path:
    """Return where the posts of a place lie; what is an address on the net is fetched into the folder."""
    if place.exists():
        return place
    if address := find_web_address(place):
        return fetch_file(address, folder)
    raise NoSuchFile(f"There are no posts at {place}. Check the name and the folder.")


def _read_places(
    places: Sequence[Path],
    named: Sequence[Path],
    url_template: str,
    include_drafts: bool,
    now: datetime,
    readers: Mapping[str, PostReader] | None,
) -> ReadPosts:
    """Read the posts of places that are there; `named` are the files and folders that they mean."""
    chosen = load_post_readers() if readers is None else readers
    posts: list[Post] = []
    problems: list[PostProblem] = []
    withheld: Counter[Withheld] = Counter()
    guessed: set[str] = set()
    for place, where in zip(places, named, strict=True):
        count = 0
        for found in _read_place(where, chosen, url_template):
            count += 1
            item = found if where == place else _name_source(found, where, find_web_address(place))
            if isinstance(item, PostProblem):
                problems.append(item)
            elif (reason := find_withheld(item, now)) and not (include_drafts and reason is Withheld.DRAFT):
                withheld[reason] += 1
            elif not item.post.url:
                problems.append(PostProblem(source=item.post.path or str(place), reason="its address cannot be told"))
            else:
                posts.append(item.post)
                if item.guessed:
                    guessed.add(item.post.path)
        if not count:
            problems.append(PostProblem(source=str(place), reason="it holds no posts"))
    posts, known = complete_addresses(posts)
    kept, doubles = settle_addresses(posts)
    problems += doubles
    if not kept:
        raise NoSuchFile(_explain_nothing(places, problems, withheld))
    return ReadPosts(
        posts=kept,
        problems=tuple(sorted(problems, key=lambda p: (p.source, p.reason))),
        withheld=dict(sorted(withheld.items())),
        guessed=sum(post.path in guessed - known for post in kept),
    )


def load_post_readers() -> dict[str, PostReader]:
    """Return the installed readers of posts by name.

    Raises:
        PluginError: one cannot be loaded.
    """
    found = find_plugins("post_readers")
    return {name: load_plugin("post_readers", name, found) for name in found}


def find_withheld(found: FoundPost, now: datetime) -> Withheld | None:
    """Return why a post does not count, or None."""
    if found.withheld:
        return found.withheld
    if found.expires and found.expires <= now:
        return Withheld.EXPIRED
    return Withheld.FUTURE if found.post.published and found.post.published > now else None


def complete_addresses(posts: Sequence[Post]) -> tuple[list[Post], set[str]]:
    """Return posts whose address lacks the site that of the sitemap read beside them, and the paths of those it
    lists.
    """
    listed = {urlsplit(post.url).path.rstrip("/"): post.url for post in posts if not post.text and "://" in post.url}
    origins = {"/".join(url.split("/", 3)[:3]) for url in listed.values()}
    if len(origins) != 1:
        return list(posts), set()
    [origin] = origins
    completed: list[Post] = []
    known = set()
    for post in posts:
        if post.url.startswith("/"):
            own = listed.get(post.url.rstrip("/"))
            completed.append(replace(post, url=own or origin + post.url))
            if own:
                known.add(post.path)
        else:
            completed.append(post)
    return completed, known


def settle_addresses(posts: Sequence[Post]) -> tuple[tuple[Post, ...], list[PostProblem]]:
    """Return one post for each address, by address and path, and a problem for each post that lost its own to
    another.
    """
    kept: dict[str, Post] = {}
    problems = []
    # A post with text comes before one that is known by its address alone.
    for post in sorted(posts, key=lambda p: (not p.text, p.path, p.url, p.title)):
        first = kept.setdefault(_key(post.url), post)
        if first is not post and post.text:
            reason = f"it has the same address as {first.path}, which counts: {first.url}"
            problems.append(PostProblem(source=post.path, reason=reason))
    return tuple(sorted(kept.values(), key=lambda post: (post.url, post.path))), problems


def _key(url: str) -> str:
    """Return what two ways of writing an address share."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = parts.path.removesuffix("index.html").rstrip("/")
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def _read_place(place: Path, readers: Mapping[str, PostReader], url_template: str) -> Iterator[FoundPost | PostProblem]:
    for file in list_files(place):
        problems = 0
        for item in _read_file(file, readers, url_template):
            if isinstance(item, PostProblem):
                problems += 1
                if problems == _MOST_PROBLEMS_OF_A_FILE:
                    yield PostProblem(source=str(file.path), reason="more is wrong with it than can be told")
                if problems >= _MOST_PROBLEMS_OF_A_FILE:
                    continue
            yield item


def _name_source(found: FoundPost | PostProblem, file: Path, address: str) -> FoundPost | PostProblem:
    """Return what a fetched file holds with its address in place of the file's name."""
    if isinstance(found, PostProblem):
        return replace(found, source=found.source.replace(file.as_posix(), address))
    return replace(found, post=replace(found.post, path=found.post.path.replace(file.as_posix(), address)))


def _read_file(
    file: PostFile, readers: Mapping[str, PostReader], url_template: str
) -> Iterator[FoundPost | PostProblem]:
    """Yield what one file holds; a file that cannot be read is a problem, whatever goes wrong."""
    source = file.path.as_posix()
    context = PostContext(place=file.place, site=file.site, url_template=url_template)
    try:
        head = read_head(file.path)
        reader = next((reader for reader in readers.values() if reader.can_read(file.path, head)), None)
        if reader is not None:
            yield from reader.read(file.path, context)
        elif file.named:
            yield PostProblem(source=source, reason=_name_stranger(file.path, head, readers))
    except EnquiryToArticleError as error:
        yield PostProblem(source=source, reason=" ".join(str(error).split()))
    except OSError as error:
        yield PostProblem(source=source, reason=f"it cannot be read ({error.strerror or type(error).__name__})")


def _name_stranger(path: Path, head: bytes, readers: Mapping[str, PostReader]) -> str:
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        return "it is empty"
    for start, what in _STRANGERS:
        if head.startswith(start):
            return what
    known = ", ".join(readers)
    return f"it is in no format that posts can be read from ({known})"


def _explain_nothing(places: Sequence[Path], problems: Sequence[PostProblem], withheld: Mapping[Withheld, int]) -> str:
    where = ", ".join(str(place) for place in places)
    if set(withheld) == {Withheld.DRAFT}:
        count = withheld[Withheld.DRAFT]
        what = "The only post" if count == 1 else f"All {count} posts"
        verb = "is a draft" if count == 1 else "are drafts"
        return f"{what} in {where} {verb}. To let drafts count, add --include-drafts."
    if withheld:
        counts = ", ".join(f"{count} {reason.value}" for reason, count in sorted(withheld.items()))
        hint = " To let drafts count, add --include-drafts." if Withheld.DRAFT in withheld else ""
        return f"There is no post in {where} that readers can find: {counts}.{hint}"
    real = [problem for problem in problems if problem.reason != "it holds no posts"]
    if real:
        more = f" And {len(real) - 1} more." if len(real) > 1 else ""
        return f"There is no post in {where} that can be read. {real[0].source}: {real[0].reason}.{more}"
    return (
        f"There are no posts in {where}. What can be read: Markdown or HTML with a title, feeds, sitemaps, exports of "
        "WordPress, Ghost, Webflow or a help centre, and tables (.csv) of addresses and titles."
    )
