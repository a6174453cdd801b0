"""What can go wrong, as one tree. Each message says what, where and what to try next, and holds no customer's text.

    EnquiryToArticleError          one sentence for the person at the terminal; never a stack trace
    ├── InputError                 something is wrong with an export
    │   ├── NoSuchFile             the path does not exist, or cannot be opened
    │   ├── UnknownFormat          no reader can read this file
    │   ├── MissingColumn          the export lacks a column that is needed
    │   └── NothingToRead          none of the files holds an enquiry
    ├── SettingsError              an option or the settings file
    ├── PluginError                a named part is unknown, ambiguous or broken
    ├── ModelError                 the language model is missing or not the one it should be
    ├── TemplateProblem            a template cannot be used; carries file and line
    ├── FrontMatterProblem         a post whose front matter cannot be read
    ├── WorkspaceError             the workspace cannot be opened, or holds nothing yet
    └── PublishError               a draft cannot be put where it belongs

Wrong use by code (a negative size, vectors of the wrong shape) stays `ValueError`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class EnquiryToArticleError(Exception):
    """Base of all errors meant for the person at the terminal."""


class InputError(EnquiryToArticleError):
    """Something is wrong with an export."""


class NoSuchFile(InputError):
    """The path does not exist, or cannot be opened."""


class UnknownFormat(InputError):
    """No reader can read this file."""


class MissingColumn(InputError):
    """The export lacks a column that is needed."""

    def __init__(
        self, file_name: str, wanted: str, found: Sequence[str], nearest: str = "", field: str = "question"
    ) -> None:
        shown = ", ".join(f'"{shorten(name)}"' for name in found[:20]) or "none"
        more = f" and {len(found) - 20} more" if len(found) > 20 else ""
        hint = (
            f' The nearest is "{shorten(nearest)}": if that is it, add --map {field}="{shorten(nearest)}".'
            if nearest
            else f" Name it with --map {field}=COLUMN."
        )
        super().__init__(f"{file_name}: {wanted}. Columns found: {shown}{more}.{hint}")


class NothingToRead(InputError):
    """None of the files holds an enquiry."""


class SettingsError(EnquiryToArticleError):
    """An option or the settings file is wrong."""


class PluginError(EnquiryToArticleError):
    """A named part is unknown, ambiguous or broken."""


class ModelError(EnquiryToArticleError):
    """The language model is missing, or is not the one it should be."""


class TemplateProblem(EnquiryToArticleError):
    """A template cannot be used."""


class FrontMatterProblem(EnquiryToArticleError):
    """A post whose front matter cannot be read."""


class WorkspaceError(EnquiryToArticleError):
    """The workspace cannot be opened, or holds nothing yet."""


class PublishError(EnquiryToArticleError):
    """A draft cannot be put where it belongs."""


def shorten(name: str, length: int = 40) -> str:
    """Make a column's or file's name fit for one line of a message."""
    flat = " ".join(name.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def suggest_name(name: str, known: Iterable[str]) -> str:
    """Return which known name was probably meant: ' Did you mean "hugo"?', or "" when none is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""
