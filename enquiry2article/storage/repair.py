"""The way back from a damaged workspace: what is damaged is set aside, and the last good state takes its place."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.storage.backup import restore_copy
from enquiry2article.storage.connection import (
    DATABASE,
    LAST_GOOD,
    SET_ASIDE,
    DamagedWorkspace,
    NoWorkspace,
    keep_out_of_git,
)
from enquiry2article.storage.lock import WriterLock
from enquiry2article.storage.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was found, and what was done about it."""

    damage: str
    """What was wrong, or "" for a workspace that is whole: then nothing was done."""
    good: datetime | None = None
    """Of when the state is that took its place; None if there was none, so that the workspace begins anew."""
    set_aside: Path | None = None
    """Where the damaged files lie now; None if nothing was left of them."""


def repair_workspace(folder: Path, now: datetime) -> Repair:
    """Look whether a workspace is damaged, and go back to its last good state if it is. Nothing is deleted.

    Raises:
        WorkspaceBusy: another program is changing it.
        NoWorkspace: there is none.
        WorkspaceError: it cannot be written, or another program has it open (on Windows), or it is of a newer version,
            or there is no room to put the good state back.
    """
    if not any((folder / name).exists() for name in (DATABASE, LAST_GOOD)):
        raise NoWorkspace(f"There is no workspace at {folder}, so there is nothing to repair.")
    damage = look_for_damage(folder)
    if not damage:
        return Repair(damage="")
    lock = WriterLock.take(folder)
    try:
        place = folder / SET_ASIDE / f"{now:%Y-%m-%d-%H%M%S}"
        moved = _set_aside(folder, DATABASE, place)
        good = _find_good(folder, place)
        if good:
            restore_copy(folder, folder / DATABASE)
        keep_out_of_git(folder)
        return Repair(damage=damage, good=good, set_aside=place if moved else None)
    except OSError as error:
        raise WorkspaceError(
            f"What is damaged in {folder} cannot be moved ({error.strerror or error}). Close other programs that use "
            "it and repair it again; nothing is lost."
        ) from error
    finally:
        lock.release()


def look_for_damage(folder: Path) -> str:
    """Describe in a few words what of a workspace is damaged, or give "".

    Raises:
        WorkspaceError: it cannot be read, or is of another version and cannot be written.
    """
    try:
        with Workspace.open(folder) as state:
            return state.find_damage()
    except NoWorkspace:
        return ""  # a run that was killed before it had anything; the next one begins
    except DamagedWorkspace as error:
        return error.what


def _find_good(folder: Path, place: Path) -> datetime | None:
    """Return the time from which the copy of the good state is; one that is damaged too is set aside."""
    copy = folder / LAST_GOOD
    if not copy.is_file():
        return None
    if not copy.stat().st_size or _is_damaged(copy):
        _set_aside(folder, LAST_GOOD, place)
        return None
    return datetime.fromtimestamp(copy.stat().st_mtime).astimezone()


def _is_damaged(copy: Path) -> bool:
    """Look at the copy in a folder of its own, as the workspace that it would be."""
    trial = copy.parent / SET_ASIDE / "trial"
    try:
        shutil.rmtree(trial, ignore_errors=True)
        _make_private(trial)
        restore_copy(copy.parent, trial / DATABASE)
        return bool(look_for_damage(trial))
    except OSError as error:
        raise WorkspaceError(
            f"The last good state cannot be looked at ({error.strerror or error}). Make room on the disk of "
            f"{copy.parent} and repair it again; nothing is lost."
        ) from error
    finally:
        shutil.rmtree(trial, ignore_errors=True)
        with suppress(OSError):  # unless something was set aside
            trial.parent.rmdir()


def _set_aside(folder: Path, name: str, place: Path) -> bool:
    """Move a database with what belongs to it; gives whether there was anything."""
    files = [path for path in sorted(folder.glob(f"{name}*")) if path.name in {name, f"{name}-wal", f"{name}-shm"}]
    if files:
        _make_private(place)
    for path in files:
        path.chmod(0o600)
        path.rename(place / path.name)
    return bool(files)


def _make_private(place: Path) -> None:
    for folder in (place.parent, place):
        folder.mkdir(exist_ok=True, mode=0o700)
