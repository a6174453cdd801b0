"""Finds the files that the user's paths mean, and looks into archives without ever unpacking them to the disk.

An archive is a stranger's file: names in it are shown and never used as paths, and what unpacks to far more than it
takes is a trap. Which reader reads what, `ingest/read` decides.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from enquiry2article.domain.errors import InputError, NoSuchFile, UnknownFormat
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.archive_members import STREAM
from enquiry2article.ingest.archives import MOST_FILES, is_hidden, look_inside

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+:)/+(.*)", re.IGNORECASE)
"""An address on the net; a path loses one of its slashes."""


def keep_streams(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Return the paths with what can be read only once, standard input and pipes, copied into files in a folder.

    Readers look at a file several times. What the copies are, they tell by what is in them, since there is no name.

    Raises:
        NoSuchFile: nothing is handed over on standard input, or a path is a device.
    """
    return [_keep_stream(path, folder) for path in paths]


def _keep_stream(path: Path, folder: Path) -> Path:
    import shutil
    import sys

    if path == STREAM and sys.stdin.isatty():
        raise NoSuchFile(
            "Nothing is handed over on standard input. Give a file, or: cat EXPORT | enquiry2article run -"
        )
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode if path == STREAM else path.stat().st_mode
    except (OSError, ValueError):
        return path  # `find_exports` says what is wrong with it
    if path != STREAM and (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return path
    if path != STREAM and stat.S_ISCHR(kind) | stat.S_ISBLK(kind):
        raise NoSuchFile(f"{path} is a device and no file. Give the export file itself.")
    is_input = path == STREAM or path.samefile(Path("/dev/stdin"))
    copy = folder / ("standard-input" if is_input else f"pipe-{path.name}")
    if not copy.exists():
        with sys.stdin.buffer if path == STREAM else path.open("rb") as source, copy.open("xb") as target:
            shutil.copyfileobj(source, target)
    return copy


def find_exports(paths: Sequence[Path]) -> list[ExportFile]:
    """Return the files and folders that the paths mean, each once, by name. A path may be a pattern such as "*.csv".

    Raises:
        NoSuchFile: there is no such file, it is an address on the net, or the folder is empty.
    """
    found: set[Path] = set()
    for path in paths:
        if path.exists():
            found.add(path)
            continue
        if address := find_web_address(path):
            raise NoSuchFile(
                f"{address} is an address on the net, from which nothing is fetched. Download the export in your "
                "browser, and give the file."
            )
        # Path.glob takes no pattern that begins at the root.
        matching = glob.glob(str(path)) if glob.has_magic(str(path)) else []  # noqa: PTH207
        if not matching:
            near = _find_similar(path)
            hint = f" Did you mean {near}?" if near else " Check the name and the folder."
            raise NoSuchFile(f"There is no file {path}.{hint}")
        found.update(map(Path, matching))
    files = [open_path(path) for path in sorted(found)]
    for file in files:
        if file.is_folder and not file.parts:
            raise NoSuchFile(f"The folder {file.name} holds no files. Give the export file itself.")
    return files


def find_web_address(path: Path) -> str:
    """Return the address on the net that somebody gave as a path, or "" for one that is none."""
    found = _ADDRESS.match(path.as_posix())
    return f"{found[1]}//{found[2]}" if found else ""


def digest_file(file: ExportFile) -> str:
    """Return a hash of a file's bytes, or of those of the files in it; "" for one that cannot be read to its end."""
    if file.is_folder:
        return hashlib.blake2b("\x1f".join(map(digest_file, file.parts)).encode(), digest_size=16).hexdigest()
    digest = hashlib.blake2b(digest_size=16)
    try:
        with file.open() as stream:
            for piece in iter(lambda: stream.read(1 << 20), b""):
                digest.update(piece)
    except (InputError, OSError):
        return ""
    return digest.hexdigest()


def open_path(path: Path, name: str = "") -> ExportFile:
    """Return a file or folder on the disk as the readers want it."""
    name = name or path.name or str(path)
    if path.is_dir():
        return ExportFile(name, parts=lambda: _list_folder(path, name))
    return look_inside(ExportFile(name, opener=lambda: _open_disk(path)))


def _open_disk(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "the name is not usable"
        raise NoSuchFile(f"{path.name}: cannot be opened: {reason}. Check the path and who may read it.") from error


def _list_folder(folder: Path, name: str) -> list[ExportFile]:
    try:
        inside = sorted(path for path in folder.rglob("*") if _is_plain(path, folder))
    except OSError as error:
        raise NoSuchFile(f"The folder {name} cannot be read ({error.strerror}).") from error
    if len(inside) > MOST_FILES:
        raise UnknownFormat(f"The folder {name} holds more than {MOST_FILES:,} files. Give the exports themselves.")
    return [open_path(path, f"{name}/{path.relative_to(folder).as_posix()}") for path in inside]


def _is_plain(path: Path, folder: Path) -> bool:
    return not is_hidden(path.relative_to(folder).as_posix()) and path.is_file()


def _find_similar(path: Path) -> str:
    import difflib

    try:
        names = [p.name for p in path.parent.iterdir() if p.is_file()]
    except OSError:
        return ""
    by_small = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(path.name.casefold(), by_small, n=1)
    return str(path.parent / by_small[near[0]]) if near else ""
