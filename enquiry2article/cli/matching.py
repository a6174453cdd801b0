"""The commands about later enquiries: which post answers them, and the replies that a person sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from enquiry2article.cli.options import (
    add_privacy,
    embedder_option,
    exports_argument,
    include_drafts_option,
    names_option,
    option,
    posts_option,
    quiet_option,
    reading_options,
    settings_option,
    templates_option,
    url_template_option,
    workspace_option,
)
from enquiry2article.cli.output.tables import write_csv, write_table
from enquiry2article.cli.posts import read_chosen_posts
from enquiry2article.cli.reading import load_readers, take_reading
from enquiry2article.cli.terminal import TerminalProgress
from enquiry2article.cli.tools import load_finder


@click.command()
@exports_argument
@workspace_option
@posts_option
@url_template_option
@include_drafts_option
@option(
    "--precision",
    type=click.FloatRange(0.5, 0.999),
    default=0.9,
    show_default=True,
    help="Share of links that should lead where a run would put the enquiry, measured on your own.",
)
@option("--no-greeting", is_flag=True, help="Do not greet by name in the replies.")
@option(
    "--replies",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write each reply as a text file of its own into this folder.",
)
@reading_options
@names_option
@settings_option
@templates_option
@embedder_option
@option("--format", "shape", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@quiet_option
def match(exports: tuple[Path, ...], workspace: Path, shape: str, **options: Any) -> None:
    """Find which later enquiries a post already answers, with the reply to paste. Nothing is sent."""
    from enquiry2article.cli.output import listing
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.matching.replies.reply import ReplyWriter
    from enquiry2article.pipeline import match as matching
    from enquiry2article.pipeline.options import MatchOptions, MatchTools
    from enquiry2article.questions.grouping.encoders import open_embedder
    from enquiry2article.storage.settings_file import load_settings
    from enquiry2article.storage.workspace import Workspace

    encoder = open_embedder(options["embedder"])
    house = add_privacy(load_settings(options["settings"]), names_with=options["names_with"])
    finder = load_finder(house)
    progress = TerminalProgress(quiet=options["quiet"])
    with Workspace.open_to_change(workspace) as state:
        if not options["posts"] and not matching.has_answers(state):
            raise SettingsError(
                "Say where the posts are: --posts FOLDER (and --include-drafts to count drafts as posts)."
            )
        posts = read_chosen_posts(options, quiet=options["quiet"]) if options["posts"] else ()
        try:
            tools = MatchTools(
                readers=load_readers(),
                embedder=encoder,
                replies=ReplyWriter([options["templates"]] if options["templates"] else [], house),
                finder=finder,
            )
            wishes = MatchOptions(
                reading=take_reading(options),
                precision=options["precision"],
                greet=not options["no_greeting"],
                explain=shape == "jsonl",
            )
            matches, index = matching.match_exports(exports, state, posts, tools, wishes, progress)
        finally:
            progress.close()
    if options["replies"]:
        matching.write_replies(options["replies"], matches)
    if shape == "jsonl":
        for found in matches:
            click.echo(json.dumps(listing.match_to_dict(found), ensure_ascii=False))
    elif shape == "csv":
        write_csv(listing.MATCH_COLUMNS, [listing.match_to_row(found) for found in matches])
    else:
        write_table(listing.MATCH_COLUMNS[:-1], [listing.match_to_row(found)[:-1] for found in matches])
    if not options["quiet"]:
        expected = index.calibration.expect(index.threshold)
        for line in listing.describe_matches(matches, options["precision"], expected):
            click.echo(line, err=True)


@click.command("saved-replies")
@workspace_option
@posts_option
@url_template_option
@include_drafts_option
@settings_option
@option("--for", "product", default="text", show_default=True, metavar="PRODUCT",
        help="What they are for; `enquiry2article formats` lists the products.")  # fmt: skip
@option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default="saved-replies",
        show_default=True, help="The folder for the files.")  # fmt: skip
def saved_replies(workspace: Path, product: str, output: Path, **options: Any) -> None:
    """Write a saved reply, or macro, for each question that a post answers, as your helpdesk wants it."""
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.domain.plugins import find_plugins, load_plugin
    from enquiry2article.pipeline.match import list_saved_replies, write_saved_replies
    from enquiry2article.storage.settings_file import load_settings
    from enquiry2article.storage.workspace import Workspace

    if not options["posts"]:
        raise SettingsError("Say where the posts are: --posts FOLDER (and --include-drafts to count drafts as posts).")
    exporter = load_plugin("reply_exporters", product, find_plugins("reply_exporters"))
    with Workspace.open(workspace) as state:
        made = list_saved_replies(state, read_chosen_posts(options), load_settings(options["settings"]))
    if not made:
        raise SettingsError("None of these posts answers a question on record, so there is no reply to save.")
    write_saved_replies(output, exporter.render(made))
    click.echo(f"{len(made)} saved replies for {exporter.title} in {output}.")


@click.command()
@workspace_option
@posts_option
@url_template_option
@embedder_option
@option("--format", "shape", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@quiet_option
def coverage(workspace: Path, shape: str, **options: Any) -> None:
    """Show which questions your posts answer, what they lack, and which posts nobody asks about."""
    from enquiry2article.cli.output import listing
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.pipeline import cover as covering
    from enquiry2article.questions.grouping.encoders import open_embedder
    from enquiry2article.storage.decisions_file import apply_decisions, read_decisions
    from enquiry2article.storage.workspace import Workspace

    if not options["posts"]:
        raise SettingsError("Say where your posts are: --posts FOLDER, or a feed, a sitemap, an export of your site.")
    posts = read_chosen_posts(options, quiet=options["quiet"])
    encoder = open_embedder(options["embedder"])
    progress = TerminalProgress(quiet=options["quiet"])
    with Workspace.open_if_free(workspace) as state:
        questions = apply_decisions(state.results.load_questions(), read_decisions(workspace))
        try:
            found = covering.cover_posts(
                questions, state.results.load_wordings(), posts, encoder, state,
                lambda done, all_: progress("Reading your posts", done, all_),
            )  # fmt: skip
        finally:
            progress.close()
    titles = {question.id: question.title for question in questions}
    if shape == "jsonl":
        for row in listing.coverage_to_dicts(found, titles):
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    write_table(listing.COVERAGE_COLUMNS, listing.coverage_to_rows(found, titles))
    for line in listing.describe_posts(found):
        click.echo(line)


COMMANDS = (match, coverage, saved_replies)
