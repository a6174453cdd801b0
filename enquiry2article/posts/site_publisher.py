"""Which publisher writes the drafts of a run, and how it follows the site that they are written into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from enquiry2article.articles.dialect import Dialect, DialectPublisher
from enquiry2article.domain.errors import PublishError
from enquiry2article.domain.post import Site
from enquiry2article.domain.protocols import Publisher
from enquiry2article.posts.generators.detect import GENERATORS, find_site_above
from enquiry2article.posts.habits import Sample, apply_habits, choose_folder, find_placed, read_samples
from enquiry2article.posts.pages.metadata import is_webflow

USUAL: Final = "markdown"


def guess_site(folder: Path) -> str:
    """Return the name of the publisher for the site that a folder is part of; "markdown" where it is part of none."""
    site = find_site_above(folder)
    if site is None:
        return USUAL
    if site.generator == "eleventy" and any(is_webflow(sample.words) for sample in read_samples(site.root)[:20]):
        return "webflow-eleventy"
    known = {generator.name for generator in GENERATORS if generator.dialect}
    return site.generator if site.generator in known else USUAL


def follow_site(publisher: Publisher, name: str, folder: Path, keys: Mapping[str, str]) -> Publisher:
    """Return the publisher as the site of a folder wants it, with a house's own keys; a plug-in's stays as it is.

    Raises:
        PublishError: whatever lies in the folder would be public.
    """
    if not isinstance(publisher, DialectPublisher):
        return publisher
    dialect, folder = publisher.dialect, folder.resolve()
    site = find_site_above(folder)
    samples = read_samples(folder) if folder.is_dir() else []
    if site and site.generator in (name, name.partition("-")[2], name.partition("-")[0]):
        dialect, chosen = _follow(dialect, site, folder, samples)
    else:
        dialect, chosen = apply_habits(dialect, _list_public(samples), folder), folder
    dialect = replace(dialect, keys={**dialect.keys, **keys}, known=dialect.known | set(keys.values()))
    if chosen.name == "_drafts":
        dialect = replace(dialect, draft={"draft": True}, file="{slug}.md")
    return DialectPublisher(dialect, find_placed(samples, folder))


def _follow(dialect: Dialect, site: Site, folder: Path, samples: list[Sample]) -> tuple[Dialect, Path]:
    """Return the dialect for one folder of a site, and where the posts lie."""
    generator = next(generator for generator in GENERATORS if generator.name == site.generator)
    dialect = generator.settle(dialect, site)
    own = _list_public(samples) or _list_public(read_samples(site.root))
    root = site.root.resolve()
    home = choose_folder(own, root, dialect.home)
    place = (root / (dialect.aside or home)).resolve()
    if not place.is_relative_to(folder) or place == folder:
        _refuse_public(dialect, site, folder)
        return apply_habits(dialect, own, folder), folder
    beside = [sample for sample in own if sample.path.resolve().is_relative_to(root / home)] or own
    dialect = apply_habits(dialect, beside, root / home)
    return replace(dialect, folder=place.relative_to(folder).as_posix()), place


def _refuse_public(dialect: Dialect, site: Site, folder: Path) -> None:
    root = site.root.resolve()
    if not dialect.aside or folder.is_relative_to(root / dialect.aside) or "_drafts" in folder.parts:
        return
    if any(folder.is_relative_to(place) for place in site.folders):
        raise PublishError(
            f"Whatever lies in {folder} is public: this site has no drafts there. Take -o {root / dialect.aside}, "
            "and move a draft when it is ready."
        )


def _list_public(samples: list[Sample]) -> list[Sample]:
    return [sample for sample in samples if not sample.draft]
