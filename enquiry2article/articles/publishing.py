"""Drafts to files: first decide what to do about each, then do it. A person's edits always win."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from enquiry2article.domain.article import Action, Draft, Refusal, Step
from enquiry2article.domain.errors import PublishError
from enquiry2article.domain.protocols import Publisher
from enquiry2article.privacy.output_check import OutputCheck
from enquiry2article.privacy.recognisers.spans import Span
from enquiry2article.storage.connection import NOTES
from enquiry2article.storage.source_keys import OWN_KEY

PROPOSALS = "proposed-changes"
"""The folder, within the workspace, for what we would change in drafts that a person has edited: some sites publish
every file that lies beside their posts."""

SECTIONS = "proposed-sections"
"""Folder of the workspace for what could be added to posts."""


_FIELD_NAME = re.compile(r"^[ \t{]*[\"']?[A-Za-z]\w*[\"']?(?=[ \t]*[:=])", re.MULTILINE)
_OWN_DAY = re.compile(r"\b20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")
_LEFTOVER = re.compile(r"\.enquiry2article-(\d{1,9})-.*\.tmp")
"""How a file is called while it is written, and by which process."""

WRITTEN = (Action.CREATE, Action.UPDATE, Action.SAME)
"""What leaves the file as we would have it."""


def digest_text(text: str) -> str:
    """Return what a file's text is recognised by; line ends do not count, since editors change them unasked."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def plan_publication(
    drafts: Sequence[Draft], publisher: Publisher, existing: Mapping[Path, str], digests: Mapping[Path, Collection[str]]
) -> list[Step]:
    """Decide about each draft, without writing anything.

    `existing` holds the text of each file that is there, `digests` what we ourselves may have left there. A file that
    is not as we left it is a person's and is kept.

    Raises:
        PublishError: two drafts want one file, or a path would leave the posts folder.
    """
    steps = []
    wanted: dict[Path, str] = {}
    for draft in drafts:
        path = publisher.path(draft)
        if path.is_absolute() or ".." in path.parts:
            raise PublishError(f"The draft {draft.question_id} would be written outside the posts folder: {path}.")
        if path in wanted:
            raise PublishError(f"The drafts {wanted[path]} and {draft.question_id} want the same file: {path}.")
        wanted[path] = draft.question_id
        text = publisher.render(draft)
        there = existing.get(path)
        if there is None:
            steps.append(Step(action=Action.CREATE, draft=draft, text=text))
        elif digest_text(there) == digest_text(text):
            steps.append(Step(action=Action.SAME, draft=draft, text=text))
        elif digest_text(there) in digests.get(path, ()):
            steps.append(Step(action=Action.UPDATE, draft=draft, text=text))
        else:
            steps.append(Step(action=Action.KEEP, draft=draft, text=text, reason="edited since it was written"))
    return steps


def refuse_unsafe(
    steps: Sequence[Step],
    refused: Sequence[Refusal],
    titles: Mapping[str, str],
    check: OutputCheck,
    public: Collection[str] = (),
) -> tuple[list[Step], list[Refusal]]:
    """Refuse every draft in whose text or note something personal is left; second, the refusals, `refused` first.

    `refused` are those of questions that have no title that may be shown, `titles` the titles of the others. The text
    is looked at as it would leave, but for the keys that this program made and the lines of front matter that are
    `public` already. Nothing is refused that would not be written anyway: a draft that is kept as a person has edited
    it loses only its note.
    """
    checked: list[Step] = []
    found = {refusal.question_id: refusal for refusal in refused}
    for step in steps:
        id_ = step.draft.question_id
        spans, place = _find_personal(step, check, public)
        if spans and id_ not in found:
            kinds = Counter(span.kind for span in spans)
            title = check.mask(titles.get(id_, id_))
            found[id_] = Refusal(question_id=id_, title=title, found=dict(sorted(kinds.items())), place=place)
        if step.action is Action.KEEP:
            checked.append(replace(step, draft=replace(step.draft, note="")) if spans else step)
        elif id_ in found:
            checked.append(replace(step, action=Action.REFUSE, reason="holds personal data"))
        else:
            checked.append(step)
    return checked, list(found.values())


def _find_personal(step: Step, check: OutputCheck, public: Collection[str]) -> tuple[list[Span], str]:
    """Find what is personal in the first part of a draft that has any, and its place; a kept one has only its note."""
    if step.action is not Action.KEEP:
        lines = step.text.split("\n")
        text = leave_out_own("\n".join("" if line in public else line for line in lines), step.draft.body)
        spans, more = check.inspect(text), check.inspect(step.draft.path.as_posix())
        if spans or more:
            return [*spans, *more], locate_word(text, spans[0].start, "its text") if spans else "its address"
    note = OWN_KEY.sub("", _OWN_DAY.sub("-", step.draft.note))
    spans = check.inspect(note)
    return spans, locate_word(note, spans[0].start, "its note") if spans else ""


def leave_out_own(text: str, body: str) -> str:
    """Return a draft without what this program itself wrote into it: keys of ours, names of fields, days of the runs.

    "question_id" is built like an account, and the day of a question about birthdays like a day of birth. Only what
    stands before the body may have fields and days of ours; the line and the word of the rest stay the same.
    """
    head, found, rest = text.partition(body.rstrip()) if body.strip() else (text, "", "")
    if not found:
        head, rest = "", text
    head = _OWN_DAY.sub("-", _FIELD_NAME.sub(lambda name: name[0].replace("_", "-"), head))
    return OWN_KEY.sub("", f"{head}{found}{rest}")


def locate_word(text: str, start: int, part: str) -> str:
    """Return the place of a character in a part of a draft in words: its line, counted without empty ones, its word."""
    before = text[:start]
    lines = [line for line in before.split("\n")[:-1] if line.strip()]
    return f"line {len(lines) + 1} of {part}, word {len(before.rpartition(chr(10))[2].split()) + 1}"


def read_existing(folder: Path, paths: Sequence[Path]) -> dict[Path, str]:
    """Return the text of those files that are there. A file that is not UTF-8 counts as a person's."""
    found = {}
    for path in paths:
        file = folder / path
        if file.is_file():
            found[path] = file.read_bytes().decode("utf-8", errors="replace")
    return found


def list_digests(steps: Sequence[Step], publisher: Publisher) -> dict[Path, str]:
    """Return the digest of each file that will be ours once the steps are done."""
    return {publisher.path(step.draft): digest_text(step.text) for step in steps if step.action in WRITTEN}


def write_proposals(folder: Path, proposals: Mapping[Path, str]) -> None:
    """Write down, as plain text, what could be changed in drafts that a person has edited; never into the drafts.

    An empty one takes away what was proposed before: it was taken up, or no longer holds.

    Raises:
        PublishError: the folder cannot be written.
    """
    sweep_leftovers({(folder / PROPOSALS / path).parent for path in proposals})
    for path, text in proposals.items():
        file = folder / PROPOSALS / path.with_suffix(".txt")
        if not text:
            _remove(file)
        else:
            _write_changed(file, text)


def write_sections(folder: Path, sections: Mapping[str, str]) -> None:
    """Write what could be added to posts that answer a question in part; what was proposed before is replaced.

    Raises:
        PublishError: the folder cannot be written.
    """
    place = folder / SECTIONS
    sweep_leftovers([place])
    for file in place.glob("*.md") if place.is_dir() else ():
        if file.name not in sections:
            _remove(file)
    for name, text in sections.items():
        _write_changed(place / name, text)


def list_notes(steps: Sequence[Step], publisher: Publisher) -> dict[Path, str]:
    """Return the note on each draft that is not refused, by its path within the folder of notes."""
    return {
        publisher.path(step.draft).with_suffix(".md"): step.draft.note
        for step in steps
        if step.draft.note and step.action is not Action.REFUSE
    }


def write_notes(folder: Path, notes: Mapping[Path, str]) -> None:
    """Write the notes on drafts into the workspace; all others there, of drafts of earlier runs, are removed.

    Raises:
        PublishError: the folder cannot be written.
    """
    place = folder / NOTES
    for file in sorted(place.rglob("*")):
        if file.is_file() and file.relative_to(place) not in notes:
            _remove(file)
    if notes:
        check_writable(place)
        place.chmod(0o700)  # as the workspace, for its owner alone
    for path, text in notes.items():
        _write_changed(place / path, text)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(
            f"{file} cannot be deleted ({error.strerror or error}). Delete it yourself, and run again."
        ) from error


def _write_changed(file: Path, text: str) -> None:
    if not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != text:
        write_atomically(file, text, mode=0o600)


def write_steps(steps: Sequence[Step], publisher: Publisher, folder: Path) -> None:
    """Do what was decided; what a killed run left beside the drafts is taken away.

    Raises:
        PublishError: the folder cannot be written.
    """
    parents = sorted({(folder / publisher.path(step.draft)).parent for step in steps})
    sweep_leftovers(parents)
    for step in steps:
        if step.action in (Action.CREATE, Action.UPDATE):
            write_atomically(folder / publisher.path(step.draft), step.text)
    for parent in parents:
        _keep_names(parent)


def check_writable(folder: Path) -> None:
    """Make sure, before any long work, that files can be written in a folder; it is made if it is not there.

    Raises:
        PublishError: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PublishError(
            f"{folder} cannot be written ({error.strerror or error}). Choose another folder with -o."
        ) from error


def sweep_leftovers(folders: Iterable[Path]) -> None:
    """Take away what programs that were killed while they wrote a file left beside it."""
    for folder in folders:
        for file in folder.iterdir() if folder.is_dir() else ():
            left = _LEFTOVER.fullmatch(file.name)
            if left and not _is_running(int(left[1])):
                with suppress(OSError):  # on Windows, it may be open
                    file.unlink()


def _is_running(process: int) -> bool:
    """Return whether another program of this number runs; Windows is not asked, since it deletes no open file."""
    if process == os.getpid() or os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _keep_names(folder: Path) -> None:
    """Have the disk keep the names of a folder's files, also if the power goes; nothing where a system cannot."""
    if os.name == "posix" and folder.is_dir():
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def write_atomically(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a whole file or nothing: into a temporary file beside it, which then takes its place.

    Raises:
        PublishError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".enquiry2article-{os.getpid()}-", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PublishError(
            f"{path} cannot be written ({error.strerror or error}). Choose another folder with -o."
        ) from error
