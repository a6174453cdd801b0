"""Front matter that a file gets from where it lies: Jekyll's defaults, and the data files of Eleventy's folders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from enquiry2article.articles.post_metadata import words_of_json
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.jekyll import classify_file
from enquiry2article.posts.generators.settings import find_literal, read_script_file


def find_folder_words(path: Path, place: PurePosixPath, site: Site) -> dict[str, Any]:
    """Return the words that hold for a file unless it says otherwise."""
    words: dict[str, Any] = {}
    for folder, kind, values in site.settings.get("defaults", ()):
        if place.is_relative_to(folder or ".") and kind in ("", classify_file(place, site.settings)[0]):
            words |= values
    if site.settings.get("folder_data"):
        inside = [folder for folder in path.parents if any(_holds(own, folder) for own in site.folders)]
        for folder in reversed(inside):
            words |= _read_folder_data(folder)
        words |= _read_data(path.with_suffix(".json")) | _read_data(path.with_suffix(".11tydata.json"))
    return words


def _holds(own: Path, folder: Path) -> bool:
    return folder.resolve().is_relative_to(own.resolve())


@lru_cache(maxsize=1000)
def _read_folder_data(folder: Path) -> Mapping[str, Any]:
    words: dict[str, Any] = {}
    for ending in (".json", ".11tydata.json"):
        words |= _read_data(folder / f"{folder.name}{ending}")
    for ending in (".11tydata.js", ".11tydata.mjs", ".11tydata.cjs"):
        text = read_script_file(folder / f"{folder.name}{ending}")
        for key in ("permalink", "draft", "lang"):
            if value := find_literal(text, key):
                words[key] = value
            elif key == "permalink" and key in text:
                words[key] = "${…}"  # worked out by a program: the address cannot be known
    return words


def _read_data(path: Path) -> dict[str, Any]:
    return words_of_json(read_script_file(path)) if path.is_file() else {}
