"""The check-up behind `doctor`: is everything there that a run needs, and what lies where."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from enquiry2article.domain.errors import EnquiryToArticleError
from enquiry2article.domain.offline import find_left_reports, list_switches
from enquiry2article.storage.connection import DATABASE, LAST_GOOD
from enquiry2article.storage.repair import look_for_damage

PACKAGES = (
    "bertopic",
    "click",
    "graspologic-native",
    "Jinja2",
    "Markdown",
    "nltk",
    "numpy",
    "onnxruntime",
    "python-frontmatter",
    "sentence-transformers",
    "torch",
)


def check_installation(workspace: Path) -> Iterator[tuple[bool, str]]:
    """Yield one line for each thing that was looked at, and whether it is as it should be."""
    yield True, f"enquiry2article {version('enquiry2article')} on Python {platform.python_version()}"
    for package in PACKAGES:
        try:
            yield True, f"{package} {version(package)}"
        except PackageNotFoundError:
            yield False, f"{package} is not installed. Try: pip install {package}"
    try:
        from enquiry2article.embedding.minilm import MinilmEmbedder, find_model

        MinilmEmbedder().embed(["Is the model well?"])
        yield True, f"model all-MiniLM-L6-v2, checked, in {find_model()}"
    except EnquiryToArticleError as error:
        yield False, str(error)
    yield from _check_offline()
    database = workspace / DATABASE
    if database.is_file() or (workspace / LAST_GOOD).is_file():
        yield _check_workspace(workspace)
        size = sum(file.stat().st_size for file in workspace.rglob("*") if file.is_file())
        yield (
            True,
            f"workspace {workspace} ({size / 1e6:.1f} MB): the words of enquiries with personal data taken out, and "
            "keyed hashes of that data; to delete somebody's: enquiry2article forget CUSTOMER",
        )
        files = [workspace, *(path for path in workspace.iterdir() if path.suffix.startswith(".db"))]
        shared = [path for path in files if path.stat().st_mode & 0o077]
        if shared and os.name == "posix":
            yield False, f"others on this machine can look into {workspace}. Try: chmod -R go= {workspace}"
    else:
        yield True, f"no workspace at {workspace} yet"
    yield True, "your exports hold the personal data itself: delete them when you no longer need them"


def _check_offline() -> Iterator[tuple[bool, str]]:
    off, allowed = list_switches()
    yield True, f"nothing is downloaded and nothing is sent anywhere; switched off: {', '.join(off)}"
    if allowed:
        yield True, f"your environment allows {', '.join(allowed)}. Unset the variable to forbid it"
    if left := find_left_reports():
        yield (
            True,
            f"{left} holds a device identifier and reports of use that onnxruntime prepared for its maker: by an "
            "earlier version of this program or by another one. It is no longer written here and can be deleted",
        )


def _check_workspace(folder: Path) -> tuple[bool, str]:
    try:
        damage = look_for_damage(folder)
    except EnquiryToArticleError as error:
        return False, str(error)
    if damage:
        return False, f"the workspace is damaged ({damage}). Go back with: enquiry2article repair -w {folder}"
    copy = folder / LAST_GOOD
    if not copy.is_file():
        return True, "the workspace is whole; the next run that changes it keeps a copy of its good state"
    when = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
    return True, f"the workspace is whole; the copy of its last good state is of {when:%Y-%m-%d %H:%M}"
