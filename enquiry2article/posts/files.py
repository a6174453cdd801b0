"""Which files of a place may hold posts, and how they are opened: walks folders, unpacks gzip, and never too much.

Decides by place and name only which files are worth a look; whether one holds posts is for the readers to say.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from enquiry2article.domain.errors import InputError
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.detect import find_site, find_site_above

HEAD_BYTES: Final = 16 << 10
LARGEST_UNPACKED: Final = 512 << 20
"""Bytes. A few kilobytes of gzip can hold more than any machine's memory."""
_LARGEST_RATIO: Final = 200
_FREE: Final = 16 << 20
"""How much may come out of a packed file, in bytes and for each of its own; text shrinks to a tenth, hardly further."""
_DEEPEST: Final = 40
_MOST_FILES: Final = 200_000
_GZIP: Final = b"\x1f\x8b"
_NO_FOLDERS: Final = frozenset({"node_modules", "bower_components", "__pycache__", "__MACOSX"})
_NO_POSTS: Final = frozenset(
    """.png .jpg .jpeg .gif .webp .avif .svg .ico .bmp .tif .tiff .css .scss .sass .less .js .mjs .cjs .ts .mts .cts
    .tsx .jsx .vue .svelte .astro .map .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .webm .ogg .wav .mov .avi .pdf .zip
    .tar .tgz .bz2 .xz .7z .rar .exe .dll .so .dylib .py .pyc .rb .go .php .sh .bat .ps1 .lock .sum .yml .yaml .toml
    .ini .cfg .conf .env .log .sql .db .sqlite .ipynb .docx .doc .xlsx .xls .pptx .ppt .odt .rtf .psd .ai .wasm .tmp
    .bak .swp .orig""".split()
)
_NOT_POSTS: Final = frozenset("license licence changelog contributing code_of_conduct security authors".split())


class TooLargeError(InputError):
    """A packed file unpacks to more than anything of its kind can need."""


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file to look into, and what it is part of."""

    path: Path
    place: Path
    """The folder that paths count from where the site is not known."""
    site: Site
    named: bool
    """True where the user named the file itself, and not only a folder that holds it."""


def list_files(place: Path) -> Iterator[PostFile]:
    """Yield the files of a place that may hold posts, in the order of their paths. `place` is a file or a folder.

    Of a site, only the folders of its posts are looked into, be the place the site itself or a folder in it.
    """
    if place.is_file():
        site = find_site_above(place.parent)
        own = site if site and _holds(site, place) else None
        yield PostFile(path=place, place=place.parent, site=own or Site(), named=True)
        return
    site = find_site_above(place)
    walk = _Walk(place)
    if site is None:
        yield from walk.enter(place, Site(), 0)
    elif any(place.resolve().is_relative_to(folder) for folder in site.folders):
        yield from walk.enter(place, site, 0)
        yield from _enter_all(walk, site, place)  # hidden ones; no folder is entered twice
    else:
        yield from _enter_all(walk, site, place)


def _enter_all(walk: _Walk, site: Site, place: Path) -> Iterator[PostFile]:
    for folder in sorted(set(site.folders)):
        if folder.is_relative_to(place.resolve()):
            yield from walk.enter(place / folder.relative_to(place.resolve()), site, 0)


def _holds(site: Site, path: Path) -> bool:
    return any(path.resolve().is_relative_to(folder) for folder in site.folders)


class _Walk:
    """One walk through the folders of a place, which enters no folder twice, whatever links say."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.seen: set[tuple[int, int]] = set()
        self.files = 0

    def enter(self, folder: Path, site: Site, depth: int) -> Iterator[PostFile]:
        try:
            status = folder.stat()
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return
        if depth > _DEEPEST or (status.st_dev, status.st_ino) in self.seen:
            return
        self.seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = folder / entry.name
            if entry.is_dir():
                if self._is_wanted(entry.name, site):
                    yield from self._enter_inner(path, site, depth)
            elif entry.is_file() and _may_hold_posts(path, site) and self.files < _MOST_FILES:
                self.files += 1
                yield PostFile(path=path, place=self.place, site=site, named=False)

    def _enter_inner(self, path: Path, site: Site, depth: int) -> Iterator[PostFile]:
        inner = None if site.generator else find_site(path)
        if inner is None:
            yield from self.enter(path, site, depth + 1)
            return
        for folder in sorted(set(inner.folders)):
            if folder.is_relative_to(path.resolve()):
                yield from self.enter(path / folder.relative_to(path.resolve()), inner, depth + 1)

    def _is_wanted(self, name: str, site: Site) -> bool:
        if name in _NO_FOLDERS or name in site.settings.get("skip", ()):
            return False
        underscored = site.settings.get("underscored")
        return underscored is None or not name.startswith("_") or name in underscored


def _may_hold_posts(path: Path, site: Site) -> bool:
    if path.suffix.lower() in _NO_POSTS or (path.name.startswith("_") and "underscored" in site.settings):
        return False
    if site.generator:
        return True
    return path.stem.lower() not in _NOT_POSTS


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file, unpacked.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return head


@contextmanager
def open_unpacked(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacking gzip on the way.

    Raises:
        OSError: it cannot be opened; also (`gzip.BadGzipFile`, `EOFError`) while reading, where the packing is broken.
        TooLargeError: while reading, when more comes out than anything of its kind can need.
    """
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            most = min(LARGEST_UNPACKED, max(_FREE, _LARGEST_RATIO * path.stat().st_size))
            yield io.BufferedReader(_Limited(unpacked, most))


class _Limited(io.RawIOBase):
    """Reads on until too much has come out."""

    def __init__(self, inner: gzip.GzipFile, most: int) -> None:
        self.inner = inner
        self.most = most
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.inner.read(min(len(buffer), 1 << 16))
        self.size += len(data)
        if self.size > self.most:
            raise TooLargeError(f"unpacks to more than {self.most >> 20} MiB")
        buffer[: len(data)] = data
        return len(data)
