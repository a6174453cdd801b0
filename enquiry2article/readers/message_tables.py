"""Finds out whether the rows of a table are single messages, where no column says in words who wrote them.

What tells is who writes in many conversations and begins none: somebody of the company. Which rows belong together a
column of ids says that repeats, or one that names the row that is replied to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.column_words import fold_accents

_THREAD: Final = re.compile(
    r"thread|conversation|discussion|chat|session|case|ticket|request|replyto|topic|dialog|room|\bid\b"
)
_REPLY: Final = re.compile(r"in_?response_?to|in_?reply_?to|reply_?to|replied_?to|parent|antwort_?auf|responds?_?to")
_AUTHOR: Final = re.compile(
    r"author|sender|\bfrom\b|\bby\b|writer|user|name|agent|speaker|participant|who|autor|absender|von|nom|nombre|email"
)
_FEWEST: Final = 3
"""Conversations in which somebody answers who belongs to the company."""
_ZERO: Final = re.compile(r"\.0+$")
_LONGEST_AUTHOR: Final = 120


@dataclass(frozen=True, slots=True)
class Messages:
    """What makes the rows of a table messages."""

    thread: int
    """The place of the column that tells which conversation a row is of."""
    author: int
    """The place of the column that says who wrote it."""
    staff: frozenset[str]
    """The company's people, as that column writes them, folded."""
    roots: Mapping[str, str] = field(default_factory=dict)
    """Where rows name the row that they reply to: id of a row → id of the first of its conversation."""

    def name_thread(self, cells: Sequence[str]) -> str:
        """Give the id of the conversation that a row is of, or ""."""
        value = _clean(cells[self.thread]) if self.thread < len(cells) else ""
        return self.roots.get(value, value)

    def is_staff(self, cells: Sequence[str]) -> bool:
        """Say whether somebody of the company wrote a row."""
        return self.author < len(cells) and fold_person(cells[self.author]) in self.staff


def find_messages(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    texts: Iterable[int],
    is_agent: Callable[[str], bool],
    reread: Callable[[], Iterable[tuple[str, Sequence[str]] | object]] | None,
) -> Messages | None:
    """Find the columns that make rows messages, or None for a table of whole enquiries.

    `rows` are the first ones, `texts` the places of people's words, `is_agent` says whether --agent names a person, and
    `reread` goes through all rows, which is needed where a row names the one it replies to.
    """
    words = set(texts)
    free = [place for place in range(len(header)) if place not in words]
    named = {place: fold_accents(header[place]) for place in free}
    authors = [place for place in free if _AUTHOR.search(named[place].replace("_", " ")) and _is_of_people(rows, place)]
    if not authors:
        return None
    links = [place for place in free if _REPLY.search(named[place].replace(" ", "_"))]
    for own in (place for place in free if links and _is_unique(rows, place)):
        for link in links:
            if own == link or not _links(rows, own, link):
                continue
            roots = _find_roots(_list_cells(reread() if reread else (), rows), own, link)
            for author in authors:
                found = _judge(rows, author, own, roots, is_agent)
                if found is not None and author not in (own, link):
                    return found
    for thread in (place for place in free if _THREAD.search(named[place]) and not _is_unique(rows, place)):
        for author in authors:
            found = _judge(rows, author, thread, {}, is_agent) if author != thread else None
            if found is not None:
                return found
    return None


def fold_person(value: str) -> str:
    """Reduce a name, address or id of a person to what counts in comparing."""
    return " ".join(_clean(value).casefold().split())


def _judge(
    rows: Sequence[Sequence[str]],
    author: int,
    thread: int,
    roots: Mapping[str, str],
    is_agent: Callable[[str], bool],
) -> Messages | None:
    """Say whether an author column parts the conversations into two sides."""
    talks: dict[str, list[str]] = {}
    for row in rows:
        id_ = _clean(row[thread]) if thread < len(row) else ""
        who = fold_person(row[author]) if author < len(row) else ""
        if id_ and who:
            talks.setdefault(roots.get(id_, id_), []).append(who)
    several = [people for people in talks.values() if len(people) > 1]
    joined = Counter(who for people in several for who in set(people))
    begun = Counter(people[0] for people in talks.values()) if not roots else Counter()
    staff = {who for who, count in joined.items() if count >= _FEWEST and 2 * begun[who] < count}
    if roots:
        # Rows that name the row before them stand in any order: who wrote the first one, its id tells.
        first = {_clean(row[thread]): fold_person(row[author]) for row in rows if max(thread, author) < len(row)}
        begun = Counter(first.get(root, "") for root in talks)
        staff = {who for who, count in joined.items() if count >= _FEWEST and 2 * begun[who] < count}
    named = {who for people in talks.values() for who in people if is_agent(who)}
    staff = named or staff
    both = sum(bool(staff & set(people)) and not staff >= set(people) for people in several)
    if not staff or both * 2 < len(several) or not several:
        return None
    return Messages(thread, author, frozenset(staff), roots)


def _is_of_people(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and max(map(len, cells)) <= _LONGEST_AUTHOR and len(set(cells)) > 1


def _is_unique(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and len(set(cells)) == len(cells) and max(map(len, cells)) <= _LONGEST_AUTHOR


def _links(rows: Sequence[Sequence[str]], own: int, link: int) -> bool:
    """Say whether one column names rows by another: most of what it names is among the rows that are known."""
    ids = {_clean(row[own]) for row in rows if own < len(row)}
    named = [value for row in rows if link < len(row) and (value := _clean(row[link]))]
    return len(named) >= _FEWEST and sum(value in ids for value in named) * 2 >= len(named)


def _list_cells(lines: Iterable[object], rows: Sequence[Sequence[str]]) -> Iterable[Sequence[str]]:
    """Give the cells of all rows, or of those that are known where the table cannot be read twice."""
    any_ = False
    for line in lines:
        if isinstance(line, tuple):
            any_ = True
            yield line[1]
    if not any_:
        yield from rows


def _find_roots(rows: Iterable[Sequence[str]], own: int, link: int) -> dict[str, str]:
    """Give for each row that replies to another the first of its conversation; circles are cut."""
    parents: dict[str, str] = {}
    for row in rows:
        if max(own, link) < len(row) and (parent := _clean(row[link])):
            parents[_clean(row[own])] = parent
    roots: dict[str, str] = {}
    for id_ in parents:
        path = [id_]
        seen = {id_}
        while (parent := roots.get(path[-1]) or parents.get(path[-1], "")) and parent not in seen:
            path.append(parent)
            seen.add(parent)
        roots.update(dict.fromkeys(path[:-1], path[-1]))
    return roots


def _clean(value: str) -> str:
    """Take away what a program adds that takes an id for a number: "1.0"."""
    return _ZERO.sub("", value.strip())
