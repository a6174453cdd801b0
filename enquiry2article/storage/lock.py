"""One program at a time may change a workspace: a lock that the system lets go when its program ends, however it ends.

Reading needs no lock. The file stays where it is; what counts is whether a program holds it open. It tells who does.
"""

from __future__ import annotations

import os
import platform
import sys
from datetime import datetime
from pathlib import Path

from enquiry2article.domain.errors import WorkspaceError

LOCK_FILE = "writer.lock"

_FAR = 1 << 30
"""Where Windows locks a byte: beyond what is written there, since it lets nobody read what is locked."""


class WorkspaceBusy(WorkspaceError):
    """Another program is changing the workspace."""


class WriterLock:
    """The right to change a workspace, until `release` or the end of the program."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def take(cls, folder: Path) -> WriterLock:
        """Take the lock of a workspace's folder.

        Raises:
            WorkspaceBusy: another program has it.
            WorkspaceError: the folder cannot be written, or its drive knows no locks.
        """
        path = folder / LOCK_FILE
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise WorkspaceError(
                f"The workspace {folder} cannot be written ({error.strerror or error}). "
                "Make sure that it is yours and that its disk can be written, or choose another with -w."
            ) from error
        try:
            taken = _lock(file)
        except OSError as error:
            os.close(file)
            raise WorkspaceError(
                f"The drive of the workspace {folder} cannot keep two runs apart ({error.strerror or error}). "
                "Choose a workspace on a disk of this machine with -w."
            ) from error
        if not taken:
            holder = _describe_holder(file)
            os.close(file)
            raise WorkspaceBusy(
                f"The workspace {folder} is being changed by another run or command{holder}. Wait until it is done, "
                "or choose another workspace with -w; commands that only read work meanwhile."
            )
        try:
            os.ftruncate(file, 0)
            os.write(file, f"process {os.getpid()} on {platform.node() or 'this machine'}".encode())
        except OSError:
            pass  # on a full disk the lock holds all the same, only nobody is told whose it is
        return cls(file)

    def release(self) -> None:
        """Let others change the workspace."""
        try:
            os.ftruncate(self._file, 0)
        finally:
            os.close(self._file)


def _describe_holder(file: int) -> str:
    try:
        said = os.pread(file, 200, 0) if hasattr(os, "pread") else os.read(file, 200)
        since = datetime.fromtimestamp(os.fstat(file).st_mtime).astimezone()
    except OSError:
        return ""
    holder = said.decode("utf-8", errors="replace").strip()
    return f" ({holder}, since {since:%Y-%m-%d %H:%M})" if holder else ""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
