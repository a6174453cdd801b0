"""Replies for a question rather than for a customer: what a helpdesk calls macros, canned responses or saved replies.

Pure. Here is decided what such a reply says and how it is written as text, HTML and Markdown; how each product wants it
handed over, `matching/replies/helpdesk_exporters` and its neighbour know. Braces are written apart ("{ {"), because
every one of these products would take two together for a place to put something else in, and few say how to write them
otherwise.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from enquiry2article.domain.post import Post
from enquiry2article.matching.replies.extract import flatten
from enquiry2article.matching.replies.links import make_link
from enquiry2article.text.slugs import make_slug

LONGEST_NAME: Final = 120
"""Characters of a reply's name in a list of many."""
MOST_TAGS: Final = 5
_LONGEST_SHORTCUT: Final = 40
_LONGEST_GIST: Final = 2_000

_OPEN: Final = re.compile(r"\{(?=[{%#])")
_CLOSE: Final = re.compile(r"(?<=[}%#])\}")
_MARKS: Final = re.compile(r"[\\`*_\[\]<>#|~&]")
_LINE_MARK: Final = re.compile(r"^(\d{0,9})([-+=.)])")

Guard = Callable[[str], str]
"""Makes words harmless where they will stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Some words, and below them a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReply:
    """A reply for everybody who asks one question, without its greeting, which each product fills in by itself."""

    name: str
    """What it is called in a list: the question."""
    shortcut: str
    """What is typed to get it: small ASCII letters, digits and hyphens, unlike that of any other reply."""
    tags: tuple[str, ...] = ()
    language: str = ""
    """Two letters, or ""."""
    paragraphs: tuple[Paragraph, ...]
    phrases: Mapping[str, str]
    """What we say in its language (`matching/replies/phrases`)."""

    @property
    def body_text(self) -> str:
        """The whole of it as plain text, with a greeting that needs no name."""
        return write_text(self)

    @property
    def body_html(self) -> str:
        """The same as HTML."""
        return write_html(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How a house speaks in replies."""

    phrases: Mapping[str, str]
    """What it says in a language (`matching/replies/phrases`)."""
    language: str = ""
    site: str = ""
    """What stands before addresses that begin with a slash."""


@runtime_checkable
class ReplyExporter(Protocol):
    """Knows how one product wants saved replies."""

    name: str
    """What it is chosen by."""
    title: str
    """What a person calls it."""
    endpoint: str
    """Where each file is to be sent, or what to do with it."""

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return the files by their place in the output folder, with slashes. No name in them is a stranger's."""
        ...


def make_saved_reply(
    question_title: str,
    gist: str,
    post: Post,
    next_post: Post | None,
    voice: Voice,
    *,
    taken: Collection[str] = (),
) -> SavedReply | None:
    """Make the reply to a question, or None where there is nothing to say or no address to give.

    `gist` is plain text (`matching/replies/extract.extract_summary`); `taken` are the shortcuts of the other replies.
    """
    phrases = voice.phrases
    title, said = flatten(question_title) or flatten(post.title), flatten(gist, _LONGEST_GIST)
    url = make_link(post.url, site=voice.site)
    if not title or not said or not url:
        return None
    paragraphs = [
        Paragraph(text=_put_together(phrases["thanks"], _quote(title, phrases))),
        Paragraph(text=said),
        Paragraph(text=phrases["link"], url=url),
    ]
    following = make_link(next_post.url, site=voice.site) if next_post else ""
    if next_post and following and following != url.partition("#")[0] and flatten(next_post.title):
        quoted = _quote(flatten(next_post.title), phrases)
        paragraphs.append(Paragraph(text=_put_together(phrases["next"], quoted), url=following))
    paragraphs += [Paragraph(text=phrases[key]) for key in ("help", "closing") if phrases[key]]
    return SavedReply(
        name=title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1].rstrip()}…",
        shortcut=_make_shortcut(title, taken),
        tags=tuple(dict.fromkeys(make_slug(tag) for tag in post.tags if flatten(tag)))[:MOST_TAGS],
        language=voice.language.split("-")[0].lower(),
        paragraphs=tuple(paragraphs),
        phrases=dict(phrases),
    )


def part_braces(text: str) -> str:
    """Write braces apart, so that no product takes them for a place to put something else in.

    >>> part_braces("Type {{name}} or {% if %}")
    'Type { {name} } or { % if % }'
    """
    return _CLOSE.sub(" }", _OPEN.sub("{ ", text))


def escape_markdown(text: str) -> str:
    """Make words plain text in Markdown."""
    return _LINE_MARK.sub(r"\1\\\2", _MARKS.sub(lambda sign: f"\\{sign[0]}", text))


def greet(reply: SavedReply, place: str, *, stands_in: bool = False) -> str:
    """Return the greeting with a product's own place for the customer's name in it; "" for no place.

    `stands_in` says that the place fills itself with something else where the name is not known. Where it does not, the
    greeting stays right when it is left empty: "Hello" rather than "Hi ,".
    """
    words = reply.phrases
    if not place:
        return words["greeting_plain"]
    if stands_in and words["greeting"]:
        return _put_together(words["greeting"], f"{place}{words['after_name']}")
    return _put_together(words["greeting_plain"].rstrip(",:!"), place)


def find_stand_in(reply: SavedReply) -> str:
    """Return what stands in for an unknown name, without any sign that could end a product's place for it."""
    return re.sub(r"""[%{}:,'"<>&\[\]|]""", "", reply.phrases["stand_in"])


def write_text(reply: SavedReply, place: str = "", *, stands_in: bool = False, guard: Guard = str) -> str:
    """Return the reply as plain text; `guard` is applied to all of it but the product's own place for the name."""
    paragraphs = (guard("\n".join(filter(None, (part.text, part.url)))) for part in _follow(reply, place, stands_in))
    return "\n\n".join(filter(None, (greet(reply, place, stands_in=stands_in), *paragraphs))) + "\n"


def write_html(reply: SavedReply, place: str = "", *, stands_in: bool = False, guard: Guard = str) -> str:
    """Return the reply as HTML: paragraphs, line breaks and links, and nothing else.

    `place` is HTML; `guard` is applied to words before they are escaped.
    """

    def write(part: Paragraph) -> str:
        words = html.escape(guard(part.text), quote=False)
        link = f'<a href="{html.escape(part.url)}">{html.escape(guard(part.url), quote=False)}</a>' if part.url else ""
        return "<br>".join(filter(None, (words, link)))

    paragraphs = (f"<p>{write(part)}</p>" for part in _follow(reply, place, stands_in))
    greeting = greet(reply, place, stands_in=stands_in)
    return "".join((f"<p>{greeting}</p>" if greeting else "", *paragraphs))


def write_markdown(reply: SavedReply, place: str = "", *, stands_in: bool = False, guard: Guard = str) -> str:
    """Return the reply as Markdown; addresses become links by themselves."""

    def write(part: Paragraph) -> str:
        link = f"<{part.url}>" if part.url.startswith("http") else part.url
        return "\\\n".join(filter(None, (escape_markdown(guard(part.text)), link)))

    paragraphs = map(write, _follow(reply, place, stands_in))
    return "\n\n".join(filter(None, (greet(reply, place, stands_in=stands_in), *paragraphs))) + "\n"


def _follow(reply: SavedReply, place: str, stands_in: bool) -> Sequence[Paragraph]:
    """Return the paragraphs as they go on after the greeting: only a comma is followed by a small letter."""
    first, *others = reply.paragraphs
    greeting = greet(reply, place, stands_in=stands_in)
    if greeting and greeting.endswith((",", ":")):
        return reply.paragraphs
    return (Paragraph(text=first.text[:1].upper() + first.text[1:], url=first.url), *others)


def _make_shortcut(title: str, taken: Collection[str]) -> str:
    """Return a short name to type, cut at a word."""
    slug = make_slug(title)
    if len(slug) > _LONGEST_SHORTCUT:
        slug = slug[: _LONGEST_SHORTCUT + 1].rpartition("-")[0] or slug[:_LONGEST_SHORTCUT]
    return make_slug(slug, taken)


def _quote(title: str, phrases: Mapping[str, str]) -> str:
    return f"{phrases['quote_open']}{title}{phrases['quote_close']}"


def _put_together(*words: str) -> str:
    return " ".join(filter(None, words))
