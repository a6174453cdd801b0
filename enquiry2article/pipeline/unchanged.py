"""Whether a run would do again what the last one did: then there is nothing to do, and nothing is touched.

Everything that a run depends on is put into one hash: the bytes of the exports, what the user asked for, the settings,
the templates, the decisions, the posts that are there already, and the program itself. The clock is left out: a draft
does not change because a day has passed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from enquiry2article.articles.publishing import digest_text
from enquiry2article.domain.article import Action, Refusal
from enquiry2article.domain.errors import EnquiryToArticleError
from enquiry2article.domain.filters import Filters
from enquiry2article.domain.question import Change
from enquiry2article.domain.run import FileReport, RunReport
from enquiry2article.ingest.files import digest_file, find_exports
from enquiry2article.pipeline.options import RunOptions
from enquiry2article.storage.connection import NOTES
from enquiry2article.storage.decisions_file import DECISIONS_FILE
from enquiry2article.storage.workspace import Workspace

FACT = "last run"

_PROGRAM: Final = frozenset(".py .j2 .toml .txt .json .npy .words".split())
"""Suffixes of the files that a run depends on, in a folder of templates or of the program itself."""

_NOT_ASKED: Final = frozenset({"now", "parts", "request", "save_model"})
"""Fields of `RunOptions` that are left out; the parts stand there one by one."""


def hash_request(exports: Sequence[Path], workspace: Path, posts: Path, options: RunOptions) -> str:
    """Return the hash of everything that a run depends on, or "" where that cannot be told."""
    try:
        exported = [(file.name, digest_file(file)) for file in find_exports(exports)]
    except EnquiryToArticleError:
        return ""  # the run itself will say what is wrong
    if not all(digest for _, digest in exported):
        return ""
    decisions = workspace / DECISIONS_FILE
    parts = [
        repr(exported),
        str(posts.resolve()),
        decisions.read_bytes().hex() if decisions.is_file() else "",
        *(f"{name}={_fingerprint(value)}" for name, value in sorted(_list_asked(options).items())),
        _fingerprint(Path(str(files("enquiry2article")))),
    ]
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _list_asked(options: RunOptions) -> dict[str, object]:
    """List the user's wishes by name: all that the options hold but the clock, and what changes no draft."""
    asked = {option.name: getattr(options, option.name) for option in fields(options) if option.name not in _NOT_ASKED}
    asked |= {part.name: getattr(options.parts, part.name) for part in fields(options.parts)}
    # By their titles: their ids are given by the first run with them.
    return {**asked, "known": [question.title for question in options.known]}


def load_unchanged(workspace: Workspace, posts: Path, request: str) -> RunReport | None:
    """Return the report of the last run if it was asked the same and its drafts and notes are there; else None."""
    last = json.loads(workspace.facts.load(FACT) or "{}")
    if not request or last.get("request") != request:
        return None
    drafts: Mapping[str, str] = last["drafts"]
    if any(_read_digest(posts / path) != digest for path, digest in drafts.items()):
        return None
    notes = tuple(Path(path) for path in last["notes"])
    if not all((workspace.folder / NOTES / note).is_file() for note in notes):
        return None
    kept = tuple(Path(path) for path in last["kept"])
    return RunReport(
        workspace=workspace.folder,
        posts=posts,
        files=msgspec.convert(last["files"], tuple[FileReport, ...]),
        ledger=tuple(workspace.results.load_ledger()),
        questions=tuple(workspace.results.load_questions()),
        bad=tuple(workspace.enquiries.load_bad_rows()),
        found=last["found"],
        actions={
            action: count
            for action, count in ((Action.SAME, len(drafts) - len(kept)), (Action.KEEP, len(kept)))
            if count
        },
        kept=kept,
        notes=notes,
        written=last["written"],
        first=last["first"],
        proposed=last["proposed"],
        sections=last["sections"],
        refused=msgspec.convert(last["refused"], tuple[Refusal, ...]),
        held_back=last["held_back"],
        # The last run may have been killed before it could tell.
        changes=msgspec.convert(last["changes"], tuple[Change, ...]),
        unknown=tuple(last["unknown"]),
        min_volume=last["min_volume"],
        min_customers=last["min_customers"],
        filters=Filters.from_json(last["filters"]),
        known=last["known"],
        unasked=last["unasked"],
        unmatched=tuple((column, value) for column, value in last["unmatched"]),
        warnings=tuple(last["warnings"]),
        unchanged=True,
    )


def _without_examples(file: FileReport) -> FileReport:
    """Return what is told of a file without the cells shown as examples, in which nothing has been redacted."""
    return replace(file, columns=tuple(replace(choice, example="") for choice in file.columns))


def remember_run(workspace: Workspace, report: RunReport, drafts: Sequence[Path], request: str) -> None:
    """Remember a run that has come to its end; `drafts` are the paths of its drafts within the posts folder."""
    last = {
        "request": request,
        "drafts": {path.as_posix(): _read_digest(report.posts / path) for path in drafts},
        "files": [asdict(_without_examples(file)) for file in report.files],
        "found": dict(report.found),
        "kept": [path.as_posix() for path in report.kept],
        "notes": [note.as_posix() for note in report.notes],
        "written": dict(report.written),
        "first": report.first,
        "proposed": report.proposed,
        "sections": report.sections,
        "refused": [asdict(refusal) for refusal in report.refused],
        "held_back": report.held_back,
        "changes": [asdict(change) for change in report.changes],
        "unknown": list(report.unknown),
        "min_volume": report.min_volume,
        "min_customers": report.min_customers,
        "filters": report.filters.to_json(),
        "known": report.known,
        "unasked": report.unasked,
        "unmatched": [list(pair) for pair in report.unmatched],
        "warnings": list(report.warnings),
    }
    with workspace.transaction():
        workspace.facts.save(FACT, json.dumps(last))


def forget_run(workspace: Workspace) -> None:
    """Forget the last run: another has begun, and what it does is no longer what that one left."""
    workspace.facts.save(FACT, "")


def _read_digest(path: Path) -> str:
    try:
        return digest_text(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""


def _fingerprint(value: object) -> str:
    """Describe what a value holds by how it prints; of a file or folder the names, sizes and times of what lies
    there.
    """
    if not isinstance(value, Path):
        return repr(value)
    paths = sorted(path for path in value.rglob("*") if path.suffix in _PROGRAM) if value.is_dir() else [value]
    told = []
    for file in paths:
        try:
            state = file.stat()
            told.append(f"{file}:{state.st_size}:{state.st_mtime_ns}")
        except OSError:
            told.append(f"{file}:-")
    return "|".join(told)
