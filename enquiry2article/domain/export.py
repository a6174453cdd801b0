"""The nouns of reading exports: a file as the readers see it, and what the user said about the reading."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

HEAD_BYTES = 1 << 16
"""How much of a file a reader sees when it is asked whether it knows the format."""

SHOWN_FILES = 3
"""Files of a bundle that are named; the others are counted."""


class ExportFile:
    """A file to read, wherever it lies: on the disk or in an archive; or a folder or an archive with its files."""

    def __init__(
        self,
        name: str,
        opener: Callable[[], BinaryIO] | None = None,
        parts: Callable[[], Sequence[ExportFile]] | None = None,
    ) -> None:
        """Take what opens it from the beginning, each time anew (a folder has none), and what lists its `parts`."""
        self.name = name
        """What a person calls it; of a file in an archive or folder with the place inside: "a.zip/tickets.json"."""
        self._opener = opener
        self._parts = parts

    def __repr__(self) -> str:
        return f"ExportFile({self.name!r})"

    @property
    def is_folder(self) -> bool:
        """Say whether there are only the files in it to read, and no bytes of its own."""
        return self._opener is None

    @property
    def short_name(self) -> str:
        """The file's own name, without the archive and the folders it lies in."""
        return self.name.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The end of the name in small letters, with its dot, or ""."""
        _, dot, end = self.short_name.rpartition(".")
        return dot + end.lower() if dot else ""

    @functools.cached_property
    def head(self) -> bytes:
        """The first `HEAD_BYTES`; b"" for a folder.

        Raises:
            NoSuchFile: it cannot be opened.
        """
        if self.is_folder:
            return b""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @functools.cached_property
    def parts(self) -> tuple[ExportFile, ...]:
        """The files of a folder or archive by name, those in folders inside it too; () for any other file."""
        return tuple(self._parts()) if self._parts else ()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open it for reading bytes, from the beginning.

        Raises:
            NoSuchFile: it does not exist or cannot be opened.
            ValueError: it is a folder.
        """
        if self._opener is None:
            raise ValueError(f"{self.name} is a folder")
        with self._opener() as stream:
            yield stream

    @classmethod
    def bundle(cls, files: Sequence[ExportFile]) -> ExportFile:
        """Make one of several files that have to be read together."""
        if len(files) == 1:
            return files[0]
        flat = [part for file in files for part in (file.parts if file.is_folder else (file,))]
        shown = ", ".join(file.name for file in files[:SHOWN_FILES])
        more = f" and {len(files) - SHOWN_FILES} more" if len(files) > SHOWN_FILES else ""
        return cls(f"{shown}{more}", parts=lambda: flat)


class Notices:
    """What the readers notice in one file that its user should know; `ingest/read` makes one for each file."""

    def __init__(self) -> None:
        self.doubtful: Counter[str] = Counter()
        """Messages kept back because a field that says who may see them is not understood, by the field's name."""
        self.unread: Counter[str] = Counter()
        """Lists that look like messages and were not read, by the key they stand under."""
        self.agent_found = False
        """Whether somebody whom --agent names wrote anything."""
        self.columns: dict[str, None] = {}
        """The columns, or keys of records, as the file writes them: what --only can choose by."""

    def describe(self, agents: Sequence[str]) -> tuple[str, ...]:
        """Return a sentence for each thing that was noticed. `agents` are those whom --agent names."""
        lines = [
            f'{count} {"message was" if count == 1 else "messages were"} left out as internal: what "{name}" says of '
            "them is not understood."
            for name, count in sorted(self.doubtful.items())
        ]
        lines += [
            f'The list "{name}" of {count} {"record" if count == 1 else "records"} looks like messages and was not '
            "read."
            for name, count in sorted(self.unread.items())
        ]
        if agents and not self.agent_found:
            lines.append("Nobody whom --agent names wrote anything in it: check how the file spells them.")
        return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """Which column was taken for a field, and how sure that is."""

    field: str
    column: str
    sure: float = 1.0
    """From 0 to 1; 1 for what the user, the program of the export or a well-known heading says."""
    rivals: tuple[str, ...] = ()
    """Columns that may be it as well, the likeliest first."""
    example: str = ""
    """A cell of the column or its beginning, without the names of its row; "" where there is none to show."""

    @property
    def in_doubt(self) -> bool:
        """Whether a person should be asked."""
        return self.sure < 0.8


LIKELY_ANSWER = "answer?"
"""The field of a `ColumnChoice` that was not made: a column that may hold the replies."""

Ask = Callable[[str, ColumnChoice, Sequence[tuple[str, str]]], str]
"""Asks the user which column is a field: from the file's name, our choice, and the columns with an example each, gives
the column's name."""


def keep_silent(told: str | ColumnChoice) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user said about the reading."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """--map: our field name → the export's own column name. "group" is the column of --group-by."""
    agents: tuple[str, ...] = ()
    """--agent: names, addresses and "@domain"s of the company's people."""
    thread_column: str = ""
    """--group-by-thread: the column of a table with one message a row that tells which conversation a row is of."""
    only: tuple[str, ...] = ()
    """--only: the columns whose cells are kept with each enquiry, as `ingest/fields/columns.normalise_name` has them,
    sorted."""
    bots: bool = False
    """Whether what bots and AI agents answered counts as an answer."""
    tell: Callable[[str | ColumnChoice], None] = field(default=keep_silent, compare=False, repr=False)
    """Takes what a reader has to say about a file: a sentence, or which column it took for what."""
    ask: Ask | None = field(default=None, compare=False, repr=False)
    """Asks the user where a choice of a column is in doubt; None where nobody can be asked."""
    notices: Notices = field(default_factory=Notices, repr=False, compare=False)
    """Where the readers of a file note what its user should know."""

    def names_agent(self, person: str) -> bool:
        """Return whether a name, address or id is one that --agent gives; "@shop.test" there means the whole domain.

        >>> options = ReadOptions(agents=("mia berg", "@shop.test"))
        >>> options.names_agent("Mia Berg"), options.names_agent("ola@shop.test"), options.names_agent("Mia")
        (True, True, False)
        """
        folded = " ".join(person.casefold().split())
        named = bool(folded) and any(
            folded.endswith(agent) if agent.startswith("@") else folded == agent
            for agent in (" ".join(agent.casefold().split()) for agent in self.agents)
        )
        self.notices.agent_found |= named
        return named
