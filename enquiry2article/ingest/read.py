"""Export files to enquiries: which reader reads which file, an id for every enquiry, and what had to be set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from enquiry2article.cleaning.long_messages import cut_long_messages, describe_cut
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.errors import InputError, NothingToRead, UnknownFormat
from enquiry2article.domain.export import LIKELY_ANSWER, ColumnChoice, ExportFile, Notices, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.domain.run import FileReport
from enquiry2article.ingest.enquiry_store import EnquiryStore
from enquiry2article.ingest.files import digest_file, find_exports

KNOWN_STRANGERS = (
    # How a file begins that people try and that cannot be read, what it is, and what to do instead
    (b"%PDF", "a PDF, which holds pages and not enquiries. Export the enquiries as CSV, Excel or JSON instead."),
    (b"\xd0\xcf\x11\xe0", "an old Office file, or one with a password. Save it as .xlsx or CSV without one."),
    (b"PK\x03\x04", "packed (zip), and nothing in it is in a format that can be read."),
    (b"\x1f\x8b", "packed (gzip), and what is in it is in no format that can be read."),
    (
        b"!BDN",
        "an Outlook data file (.pst, .ost). Open it in Outlook, drag the mails into a folder, and give that folder.",
    ),
    (b"7z\xbc\xaf", "packed (7-Zip). Unpack it and give the file inside."),
    (b"Rar!", "packed (RAR). Unpack it and give the file inside."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """Everything that was read."""

    enquiries: EnquiryStore
    """In the order of their ids, whatever the order of the rows. They lie on the disk: each pass reads them anew."""
    bad: tuple[BadRow, ...]
    files: tuple[FileReport, ...]
    digests: Mapping[int, str] = field(default_factory=dict)
    """A hash of the bytes of each file that was read, by the file's number in `enquiries`."""
    bad_files: tuple[int, ...] = ()
    """The number of the file that each of `bad` is from."""
    columns: tuple[str, ...] = ()
    """The columns of all files, as they write them: what --only can choose by."""
    again: Mapping[str, str] = field(default_factory=dict)
    """Ids given to rows that an export holds twice, word for word: id → the id of the first."""


MOST_TABLES = 500
"""Tables in one folder or archive: each takes some milliseconds, however small. Programs that write a table for each
kind of record write some dozens."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A file and who reads it."""

    file: ExportFile
    format: str
    reason: str


def read_exports(
    paths: Sequence[Path], readers: Mapping[str, Reader], options: ReadOptions, *, format_name: str = ""
) -> Ingested:
    """Read every file and give every enquiry an id.

    One file that cannot be read does not stop the others: its report says why. `format_name` is the user's --format.

    Raises:
        InputError: there is only one file and it cannot be read, or no file can.
        NothingToRead: the files hold no enquiry at all.
    """
    files = find_exports(paths)
    reading = _Reading(readers, options)
    plans = [plan for file in files for plan in reading.plan(file, format_name)]
    for number, plan in enumerate(_gather(plans, readers)):
        reading.read(number, plan)
    again = reading.store.settle()
    reading.report_counts()
    reading.refuse_nothing()
    return Ingested(
        enquiries=reading.store,
        bad=name_bad_rows(reading.bad),
        files=tuple(reading.reports),
        digests=reading.digests,
        bad_files=tuple(reading.bad_files),
        columns=tuple(reading.columns),
        again=again,
    )


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    readers: Mapping[str, Reader]
    options: ReadOptions
    store: EnquiryStore = field(default_factory=EnquiryStore)
    reports: list[FileReport] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    done: list[tuple[int, FileReport]] = field(default_factory=list)
    """The reports of files that could be read, with their numbers, before their enquiries are counted."""
    bad: list[BadRow] = field(default_factory=list)
    bad_files: list[int] = field(default_factory=list)
    digests: dict[int, str] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)

    def fail(self, name: str, error: InputError) -> None:
        """Note that a file cannot be read."""
        self.problems.append(error)
        self.reports.append(FileReport(name=name, problem=str(error)))

    def plan(self, file: ExportFile, format_name: str) -> list[_Plan]:
        """Return who reads a file and what is in it, and note what nobody reads."""
        try:
            found, strangers = plan_reading(file, self.readers, format_name)
        except InputError as error:
            self.fail(file.name, error)
            return []
        for stranger, problem in strangers:
            if problem is not None:
                self.fail(stranger, problem)
        aside = tuple(stranger for stranger, problem in strangers if problem is None)
        if aside:
            self.reports.append(FileReport(name=file.name, strangers=aside))
        return found

    def read(self, number: int, plan: _Plan) -> None:
        """Read a file into the store, and note what is bad in it."""
        reader = self.readers[plan.format]
        lost: list[BadRow] = []
        heard: list[str | ColumnChoice] = []
        cut = 0
        # Programs number conversations across all their files; a table of somebody's own does so within itself.
        scope = f"{plan.format}\x1f{plan.file.name if reader.generic else ''}"
        own = replace(self.options, notices=Notices(), tell=heard.append)
        try:
            for item in reader.read(plan.file, own):
                if isinstance(item, BadRow):
                    lost.append(item)
                else:
                    item, count = cut_long_messages(item)
                    cut += count
                    self.store.add(_learn_from_bots(item) if self.options.bots else item, number, scope)
        except InputError as error:
            self.fail(plan.file.name, error)
        except OSError as error:
            self.fail(plan.file.name, InputError(f"{plan.file.name} cannot be read ({error.strerror or error})."))
        else:
            report = FileReport(name=plan.file.name, format=plan.format, reason=plan.reason, bad=len(lost))
            remarks = [*own.notices.describe(self.options.agents), *([describe_cut(cut)] if cut else [])]
            self.done.append((number, _add_told(report, [*remarks, *heard])))
            self.columns.update(own.notices.columns)
        self.bad += lost
        self.bad_files += [number] * len(lost)
        self.digests[number] = digest_file(plan.file)

    def report_counts(self) -> None:
        """Add to the reports how many enquiries and replies came out of each file, once all are in the store."""
        counts = self.store.count_files()
        for number, report in self.done:
            enquiries, replied, bots = counts.get(number, (0, 0, 0))
            advice = self.readers[report.format].advice if enquiries and not replied and not bots else ""
            remarked = (*report.remarks, _describe_bots(bots)) if bots else report.remarks
            counted = replace(report, enquiries=enquiries, replied=replied, bots=bots)
            self.reports.append(replace(counted, advice=advice, remarks=remarked))
        self.reports.sort(key=lambda report: report.name)

    def refuse_nothing(self) -> None:
        """Refuse to go on where nothing was read.

        Raises:
            InputError: no file could be read; the first problem is told.
            NothingToRead: the files hold no enquiry.
        """
        if self.problems and not self.done:
            raise self.problems[0]
        if not len(self.store):
            bad = self.bad
            lost_rows = "1 row" if len(bad) == 1 else f"{len(bad)} rows"
            told = f" {lost_rows} could not be read; the first: {bad[0].source}: {bad[0].reason}." if bad else ""
            names = ", ".join(report.name for report in self.reports if not report.strangers)
            raise NothingToRead(f"There is no enquiry in {names}.{told}")


def plan_reading(
    file: ExportFile, readers: Mapping[str, Reader], format_name: str
) -> tuple[list[_Plan], list[tuple[str, InputError | None]]]:
    """Return who reads a file, or the files of a folder or an archive; second, which files in it nobody reads.

    With the name of such a file comes why it cannot be read, or None where it only is in no known format.

    Raises:
        UnknownFormat: no reader recognises the file, or anything in it; or it holds too many tables.
    """
    if not file.is_folder and not file.head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise UnknownFormat(f"{file.name} is empty. Export it again, or choose another file.")
    if format_name and not file.parts:
        if getattr(readers[format_name], "strict", False) and not readers[format_name].recognise(file):
            raise UnknownFormat(
                f"{file.name} is not {readers[format_name].title}. Leave --format out, or name another."
            )
        return [_Plan(file, format_name, "")], []
    chosen = recognise(file, readers, format_name)
    if chosen:
        return [_Plan(file, *chosen)], []
    plans: list[_Plan] = []
    strangers: list[tuple[str, InputError | None]] = []
    tables = 0
    for part in file.parts:
        try:
            found, others = plan_reading(part, readers, format_name)
        except UnknownFormat as error:
            # What nobody knows is left aside; what is damaged, locked or a trap is told.
            strangers.append((part.name, None if isinstance(error, _Strange) else error))
            continue
        except InputError as error:
            strangers.append((part.name, error))
            continue
        plans += found
        strangers += others
        tables += sum(readers[plan.format].is_table for plan in found)
        if tables > MOST_TABLES:
            raise UnknownFormat(
                f"{file.name} holds more than {MOST_TABLES} tables. Put their rows into one table, below one row of "
                "names, and give that."
            )
    if plans or any(problem is not None for _, problem in strangers):
        return plans, strangers
    if format_name:
        return [_Plan(file, format_name, "")], []
    for start, what in KNOWN_STRANGERS:
        if file.head.startswith(start):
            raise _Strange(f"{file.name} is {what}")
    if file.is_folder:
        raise _Strange(f"The folder {file.name} holds no file in a format that can be read. {_list_known(readers)}")
    raise _Strange(f"{file.name} is in no format that can be read. {_list_known(readers)}")


class _Strange(UnknownFormat):
    """A file that nobody knows, as against one that is damaged."""


def recognise(file: ExportFile, readers: Mapping[str, Reader], format_name: str = "") -> tuple[str, str] | None:
    """Return the name of the first reader that recognises a file, and by what, or None. `format_name` allows only
    one.
    """
    for name, reader in sorted(readers.items(), key=lambda item: item[1].generic):
        if format_name in ("", name):
            reason = reader.recognise(file)
            if reason:
                return name, reason
    return None


def _list_known(readers: Mapping[str, Reader]) -> str:
    generic = "; ".join(reader.title for reader in readers.values() if reader.generic)
    return f"What can: {generic}, and the exports that `enquiry2article formats` lists. Name one with --format."


def _gather(plans: Iterable[_Plan], readers: Mapping[str, Reader]) -> Iterator[_Plan]:
    """Put together the files of each format whose conversations go from file to file."""
    together: dict[str, list[_Plan]] = {}
    for plan in plans:
        if readers[plan.format].gathers:
            together.setdefault(plan.format, []).append(plan)
        else:
            yield plan
    for name, of_one in together.items():
        yield _Plan(ExportFile.bundle([plan.file for plan in of_one]), name, of_one[0].reason)


def _add_told(report: FileReport, told: Iterable[str | ColumnChoice]) -> FileReport:
    """Add what a reader said about a file, each thing once: its sheets and parts say the same."""
    said = list(dict.fromkeys(told))
    choices: dict[tuple[str, str], ColumnChoice] = {}
    for item in said:
        if isinstance(item, ColumnChoice):
            choices.setdefault((item.field, item.column), item)
    likely = next((choice.column for choice in choices.values() if choice.field == LIKELY_ANSWER), "")
    return replace(
        report,
        remarks=tuple(item for item in said if isinstance(item, str)),
        columns=tuple(choice for choice in choices.values() if choice.field != LIKELY_ANSWER),
        likely_answer=likely,
    )


def _describe_bots(count: int) -> str:
    replies = "1 reply of a bot was" if count == 1 else f"{count} replies of bots were"
    return f"{replies} left out: if they are right, --learn-from-bots lets them count as answers."


def _learn_from_bots(enquiry: Enquiry) -> Enquiry:
    turns = tuple(replace(t, author=Author.AGENT) if t.author is Author.BOT else t for t in enquiry.turns)
    return replace(enquiry, turns=turns)


def name_bad_rows(bad: Sequence[BadRow]) -> tuple[BadRow, ...]:
    """Assign each row that was set aside an id for the ledger: its own, or its place."""
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
