"""The options of the command `run` as the pipeline takes them: what they name is read, what was not given looked up."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enquiry2article.cli.options import add_privacy, choose_filters, choose_known
from enquiry2article.cli.posts import read_and_report_posts
from enquiry2article.cli.reading import take_reading
from enquiry2article.cli.terminal import read_clock
from enquiry2article.cli.tools import load_finder

if TYPE_CHECKING:
    from enquiry2article.domain.protocols import NameFinder
    from enquiry2article.domain.settings import Settings
    from enquiry2article.pipeline.options import RunOptions


def make_run_options(params: Mapping[str, Any], workspace: Path) -> tuple[RunOptions, NameFinder | None]:
    """Make the options of a run of the command's parameters, and give the user's own finder of names, if any.

    Raises:
        EnquiryToArticleError: what an option names is not there or cannot be read.
        click.UsageError: two options do not go together.
    """
    from enquiry2article.pipeline.options import RunOptions
    from enquiry2article.trends.as_of import end_day, read_day

    given = dict(params)
    known = choose_known(given, workspace)
    reading = take_reading(given)
    filters = choose_filters(given, workspace)
    house = _load_settings(given)
    finder = load_finder(house)
    day = read_day(given["as_of"], read_clock()) if given["as_of"] else None
    now = end_day(day, read_clock()) if day else read_clock()
    places, template = given["existing"], given["url_template"]
    given |= {
        "known": known,
        "reading": reading,
        "filters": filters,
        "settings": house,
        "names": finder.name if finder else "",
        "as_of": day,
        "now": now,
        "existing": read_and_report_posts(places, url_template=template, now=now, quiet=given["quiet"])
        if places
        else (),
    }
    if given["across_languages"] is None:
        given["across_languages"] = _recall_across_languages(house, workspace)
    if given["retain_days"] is None:
        given["retain_days"] = house.privacy.retain_days
    return RunOptions.from_cli(given), finder


def _load_settings(given: Mapping[str, Any]) -> Settings:
    """Load the settings, and put into them what the command line says of drafts and of what is personal."""
    from enquiry2article.storage.settings_file import load_settings

    house = load_settings(given["settings"])
    if given["kind"]:
        house = replace(house, drafts=replace(house.drafts, kind=given["kind"]))
    return add_privacy(house, keep=given["keep"], redact=given["redact"], names_with=given["names_with"])


def _recall_across_languages(house: Settings, workspace: Path) -> bool:
    """Return whether questions are counted across languages where nothing was said: by the settings, else as last
    time.
    """
    from enquiry2article.pipeline.mine import find_across_languages
    from enquiry2article.storage.connection import NoWorkspace
    from enquiry2article.storage.workspace import Workspace

    if house.questions.across_languages is not None:
        return house.questions.across_languages
    with suppress(NoWorkspace), Workspace.open(workspace) as state:
        return find_across_languages(state)
    return False
