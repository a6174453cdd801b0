"""Writes what an import format gives, into a folder or a file that the user names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from enquiry2article.articles.publishing import sweep_leftovers, write_atomically


def write_files(files: Mapping[str, str], output: Path) -> list[Path]:
    """Write files below a folder, or a single one as the very file that `output` names by its ending; give the places.

    Raises:
        PublishError: the folder cannot be written.
    """
    only = next(iter(files)) if len(files) == 1 else ""
    if only and output.suffix == Path(only).suffix and not output.is_dir():
        places = {output: files[only]}
    else:
        places = {output / name: text for name, text in files.items()}
    sweep_leftovers({place.parent for place in places})
    for place, text in places.items():
        write_atomically(place, text)
    return list(places)
