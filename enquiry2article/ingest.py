"""Export files to enquiries: which reader reads which file, an id for every enquiry, and what had to be set aside."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from enquiry2article.errors import InputError, NoSuchFile, NothingToRead, UnknownFormat
from enquiry2article.protocols import Reader
from enquiry2article.records import Author, BadRow, Enquiry

HEAD_BYTES = 4096

KNOWN_STRANGERS = (
    # How a file begins that people try and that cannot be read, what it is, and what to do instead
    (b"%PDF", "a PDF, which holds pages and not enquiries. Export the enquiries as CSV, Excel or JSON instead."),
    (b"\xd0\xcf\x11\xe0", "an old Office file, or one with a password. Save it as .xlsx or CSV without one."),
    (b"PK\x03\x04", "packed (zip). Unpack it and give the file inside."),
    (b"\x1f\x8b", "packed (gzip). Unpack it and give the file inside."),
)

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file was taken for and what came out of it."""

    path: Path
    format: str
    """The reader's name, or "" where none could read it."""
    enquiries: int
    replied: int
    bad: int
    problem: str = ""
    """Why the file as a whole could not be read, or ""."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """Everything that was read; `enquiries` are in the order of their ids, whatever the order of the rows."""

    enquiries: tuple[Enquiry, ...]
    bad: tuple[BadRow, ...]
    files: tuple[FileReport, ...]
    again: Mapping[str, str]
    """Ids given to rows that an export holds twice, word for word: id → the id of the first."""


def read_exports(
    paths: Sequence[Path], readers: Mapping[str, Reader], *, format_name: str = "", columns: Mapping[str, str]
) -> Ingested:
    """Read every file and give every enquiry an id.

    One file that cannot be read does not stop the others: its report says why. `format_name` is the user's --format.

    Raises:
        InputError: there is only one file and it cannot be read, or no file can.
        NothingToRead: the files hold no enquiry at all.
    """
    enquiries: list[Enquiry] = []
    bad: list[BadRow] = []
    reports: list[FileReport] = []
    problems: list[InputError] = []
    for path in sorted(set(expand_folders(paths))):
        try:
            name, reader = choose_reader(path, readers, format_name)
            rows = list(reader.read(path, columns))
        except InputError as error:
            problems.append(error)
            reports.append(FileReport(path, "", 0, 0, 0, str(error)))
            continue
        except OSError as error:
            problem = NoSuchFile(f"{path} cannot be read ({error.strerror or error}).")
            problems.append(problem)
            reports.append(FileReport(path, "", 0, 0, 0, str(problem)))
            continue
        own = [row for row in rows if isinstance(row, Enquiry)]
        lost = [row for row in rows if isinstance(row, BadRow)]
        replied = sum(any(turn.author is Author.AGENT for turn in row.turns) for row in own)
        reports.append(FileReport(path, name, len(own), replied, len(lost)))
        enquiries += own
        bad += lost
    if problems and len(problems) == len(reports):
        raise problems[0]
    if not enquiries:
        lost_rows = "1 row" if len(bad) == 1 else f"{len(bad)} rows"
        aside = f" {lost_rows} could not be read; the first: {bad[0].source}: {bad[0].reason}." if bad else ""
        names = ", ".join(str(report.path) for report in reports)
        raise NothingToRead(f"There is no enquiry in {names}.{aside}")
    named, again = assign_ids(enquiries)
    return Ingested(named, name_bad_rows(bad), tuple(reports), again)


def expand_folders(paths: Sequence[Path]) -> list[Path]:
    """Give the files meant by the paths: a folder means the files in it, hidden ones excepted.

    Raises:
        NoSuchFile: a path does not exist.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            if not inside:
                raise NoSuchFile(f"The folder {path} holds no files. Give the export file itself.")
            files += inside
        elif path.exists():
            files.append(path)
        else:
            near = _find_similar(path)
            hint = f" Did you mean {near}?" if near else " Check the name and the folder."
            raise NoSuchFile(f"There is no file {path}.{hint}")
    return files


def _find_similar(path: Path) -> str:
    import difflib

    try:
        names = [p.name for p in path.parent.iterdir() if p.is_file()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return str(path.parent / near[0]) if near else ""


def choose_reader(path: Path, readers: Mapping[str, Reader], format_name: str) -> tuple[str, Reader]:
    """Give the reader for a file: the one the user named, else the first that recognises it.

    Raises:
        UnknownFormat: no reader recognises it, or the file is empty.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise UnknownFormat(f"{path} is empty. Export it again, or choose another file.")
    if format_name:
        return format_name, readers[format_name]
    for name, reader in readers.items():
        if reader.can_read(path, head):
            return name, reader
    for start, what in KNOWN_STRANGERS:
        if head.startswith(start):
            raise UnknownFormat(f"{path} is {what}")
    known = "; ".join(reader.title for reader in readers.values())
    raise UnknownFormat(f"{path} is in no format that can be read. What can: {known}. Name one with --format.")


def assign_ids(enquiries: Sequence[Enquiry]) -> tuple[tuple[Enquiry, ...], dict[str, str]]:
    """Give each enquiry an id that is its own, in a way that does not depend on the order of the rows.

    An enquiry keeps the export's id; one without gets "e-" and a hash of what it says. Where several share an id, those
    that say different things get "~2", "~3" … by date, and those that say the same are told in the second value.
    """
    by_id: dict[str, list[tuple[datetime, str, Enquiry]]] = defaultdict(list)
    for enquiry in enquiries:
        content = _hash_content(enquiry)
        key = enquiry.id or f"e-{content[:12]}"
        by_id[key].append((enquiry.received or LONG_AGO, content, enquiry))
    named: list[Enquiry] = []
    again: dict[str, str] = {}
    for key, group in sorted(by_id.items()):
        # Stable by date and content; rows that are equal in both are equal in everything but their place.
        group.sort(key=lambda item: (item[0], item[1]))
        first_with: dict[str, str] = {}
        for number, (_, content, enquiry) in enumerate(group, start=1):
            own = key if number == 1 else f"{key}~{number}"
            if content in first_with and enquiry.id:
                again[own] = first_with[content]
            first_with.setdefault(content, own)
            named.append(replace(enquiry, id=own))
    return tuple(named), again


def _hash_content(enquiry: Enquiry) -> str:
    parts = [enquiry.customer, enquiry.subject, str(enquiry.received), *(f"{t.author}:{t.text}" for t in enquiry.turns)]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def name_bad_rows(bad: Sequence[BadRow]) -> tuple[BadRow, ...]:
    """Give each row that was set aside an id for the ledger: its own, or its place."""
    return tuple(replace(row, id=row.id or row.source) for row in bad)


def refuse_problems(ingested: Ingested) -> None:
    """Refuse to go on when anything could not be read: what --strict asks for.

    Raises:
        InputError: a file or a row could not be read; the first one is named.
    """
    failed = [report for report in ingested.files if report.problem]
    if failed:
        raise InputError(f"{failed[0].problem} (--strict: nothing was written.)")
    if ingested.bad:
        first = ingested.bad[0]
        more = f" and {len(ingested.bad) - 1} more rows" if len(ingested.bad) > 1 else ""
        raise InputError(f"{first.source}: {first.reason}{more}. (--strict: nothing was written.)")
