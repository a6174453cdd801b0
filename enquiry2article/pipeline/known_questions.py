"""Questions that the house knows already: read from a list, a table, an FAQ page or posts, and given ids that last.

Posts and pages are read by the readers of posts, tables by those of exports. Here is decided which of their titles,
headings and lines are questions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from enquiry2article.cleaning.question_sentences import QUESTION_MARK
from enquiry2article.domain.errors import InputError, NoSuchFile
from enquiry2article.domain.export import ReadOptions
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.post import Post
from enquiry2article.domain.question import Identity, KnownQuestion
from enquiry2article.ingest.files import find_web_address
from enquiry2article.ingest.read import read_exports
from enquiry2article.posts.read import read_posts
from enquiry2article.questions.grouping.group import Grouping
from enquiry2article.questions.grouping.identity import identify_clusters, spell_id, weigh_core
from enquiry2article.storage.decisions_file import Decision
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.encoding import decode, looks_binary
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.words import normalise

LONGEST: Final = 200
"""Characters; what is longer is no title."""

_LISTS: Final = ("", ".txt", ".text", ".md", ".markdown")
"""Endings of files that may hold a question a line."""

_LARGEST_LIST: Final = 4 << 20
"""Bytes."""

_FEWEST_OF_PAGE: Final = 2
"""Headings that ask, from which a page answers several questions and its own title is none."""

_MARKER: Final = re.compile(r"^[\s>]*(?:(?:[-*+•·–—#]+|\d{1,3}[.)])\s+)?[*_\s]*")


def read_known(places: Sequence[Path], now: datetime) -> tuple[KnownQuestion, ...]:
    """Read the questions of files, folders and addresses of feeds; each once, in one order.

    Raises:
        NoSuchFile: a place does not exist or cannot be fetched.
        InputError: a place holds no question.
    """
    found: dict[str, KnownQuestion] = {}
    for place in places:
        if not place.exists() and not find_web_address(place):
            raise NoSuchFile(f"There is no {place} to read known questions from. Check the name and the folder.")
        usable = [question for question in _read_place(place, now) if _is_title(question.title)]
        if not usable:
            raise InputError(
                f"{place} holds no known questions: give a text file with one a line, a page with headings, a table "
                "with a column of questions, or your posts."
            )
        for question in usable:
            known = found.setdefault(normalise(question.title), question)
            found[normalise(question.title)] = known if known.id else replace(known, id=question.id)
    return tuple(found[key] for key in sorted(found))


def _read_place(place: Path, now: datetime) -> Iterator[KnownQuestion]:
    try:
        posts = read_posts([place], now=now).posts
    except NoSuchFile:
        if find_web_address(place) and not place.exists():
            raise
        posts = ()
    if len(posts) == 1 and not place.is_dir():
        yield from _list_of_page(posts[0])
    elif posts:
        for post in posts:
            yield from _list_of_post(post)
    elif place.is_file():
        lines = _read_lines(place) if place.suffix.lower() in _LISTS else _read_table(place)
        yield from (KnownQuestion(title=line) for line in lines)


def _list_of_post(post: Post) -> Iterator[KnownQuestion]:
    """List the title of a post, and those of its headings that ask."""
    headings = [section.heading for section in post.sections if _asks(section.heading)]
    if _asks(post.title) or len(headings) < _FEWEST_OF_PAGE:
        yield KnownQuestion(title=post.title, id=post.question_id)
    yield from (KnownQuestion(title=heading) for heading in headings)


def _list_of_page(post: Post) -> Iterator[KnownQuestion]:
    """List the questions of a page that was given by itself: what asks in it, else all of its headings."""
    headings = [section.heading for section in post.sections]
    lines = [_MARKER.sub("", line).rstrip("*_ ") for line in post.text.splitlines()]
    if any(map(_asks, (post.title, *headings))):
        yield from _list_of_post(post)
    elif any(asking := [line for line in lines if _asks(line)]):
        yield from (KnownQuestion(title=line) for line in asking)
    else:
        yield from (KnownQuestion(title=title) for title in headings or [post.title])


def _read_lines(path: Path) -> list[str]:
    """Read the lines of a list, without what marks them as such."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_LIST)
    except OSError as error:
        raise NoSuchFile(f"{path} cannot be read ({error.strerror or error}).") from error
    return [] if looks_binary(data) else [_MARKER.sub("", line).rstrip("*_ ") for line in decode(data).splitlines()]


def _read_table(path: Path) -> list[str]:
    """Read the column of a table that holds questions, as of an export."""
    found = find_plugins("readers")
    try:
        read = read_exports([path], {name: load_plugin("readers", name, found) for name in found}, ReadOptions())
    except InputError:
        return []
    return [enquiry.subject or "".join(turn.text for turn in enquiry.turns[:1]) for enquiry in read.enquiries]


def _asks(text: str) -> bool:
    return len(text) <= LONGEST and bool(QUESTION_MARK.search(text))


def _is_title(title: str) -> bool:
    return len(title) <= LONGEST and "\n" not in title.strip() and bool(list_content_stems(title))


def settle_known(found: Sequence[KnownQuestion], workspace: Workspace) -> tuple[KnownQuestion, ...]:
    """Return known questions their ids: those they have here already, by their titles or their posts, else new ones.

    A question that was called so last is the same one.
    """
    remembered = {normalise(question.title): question.id for question in workspace.facts.load_known_questions()}
    called = {normalise(titles[-1]): id_ for id_, titles in workspace.runs.load_titles().items()}
    there = set(workspace.results.load_identities())
    taken = there | set(remembered.values())
    settled: dict[str, KnownQuestion] = {}
    for question in found:
        key = normalise(question.title)
        own = [remembered.get(key, ""), question.id if question.id in there else "", called.get(key, "")]
        id_ = next((id_ for id_ in own if id_ and id_ not in settled), "")
        id_ = id_ or spell_id(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest(), {*taken, *settled})
        settled[id_] = replace(question, id=id_)
    return tuple(settled.values())


def continue_questions(
    known: Sequence[KnownQuestion], grouping: Grouping, identities: Mapping[str, Identity], gone: Collection[str]
) -> tuple[KnownQuestion, ...]:
    """Return known questions that were never asked under their own id that of the question which they continue.

    So a question that was found by itself before keeps its id, and with it what was decided about it, its address and
    its draft. `identities` are those of all questions ever found, `gone` those of them that were merged into others.
    """
    if not known:
        return ()
    ours = {question.id for question in known}
    weights = {id_: weigh_core(own.enquiry_ids) for id_, own in identities.items() if id_ not in ours | set(gone)}
    alone = [enquiry.id for enquiry in grouping.alone]
    ids = identify_clusters(grouping.clusters, weights, alone=alone, taken=ours)
    goes_on = {grouping.known.get(c.sign(), -1): id_ for c, id_ in zip(grouping.clusters, ids, strict=True)}
    return tuple(
        replace(question, id=goes_on[place])
        if question.id not in identities and goes_on.get(place, "") in weights
        else question
        for place, question in enumerate(known)
    )


def list_unasked(
    known: Iterable[KnownQuestion], asked: Collection[str], decisions: Iterable[Decision]
) -> list[KnownQuestion]:
    """List the known questions that nobody asks; `asked` are the ids of the questions that somebody does.

    One that a person merged into another is asked there.
    """
    merged = {decision.question for decision in decisions if decision.action == "merge"}
    return [question for question in known if question.id not in merged and question.id not in asked]
