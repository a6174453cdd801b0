"""What the commands share: their common options, the parts put together, and how rows are printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from enquiry2article.cli.terminal import read_clock

if TYPE_CHECKING:
    from enquiry2article.domain.filters import Filters
    from enquiry2article.domain.question import KnownQuestion
    from enquiry2article.domain.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_WORKSPACE = ".enquiry2article"


def option(*names: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(*names, **settings)


class NamedPath(click.Path):
    """A path that is not empty: an empty one, as of a variable that is not set, would be the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Make a path of what was given."""
        if value == "":
            self.fail("it is empty.", param, ctx)
        return super().convert(value, param, ctx)


workspace_option = option(
    "-w",
    "--workspace",
    type=NamedPath(path_type=Path, file_okay=False),
    default=DEFAULT_WORKSPACE,
    show_default=True,
    help="The folder in which the tool remembers what it found.",
)

map_option = option(
    "--map",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Say which column is which, when it is not found by itself: --map question=Details --map answer=Response. "
    "Fields: question, answer, subject, id, date, customer, name, email, phone, agent, status, rating, tags.",
)

agent_option = option(
    "--agent",
    "agents",
    multiple=True,
    metavar="WHO",
    help='Who answers for your company, where the export does not say it: "Mia Berg", help@shop.example, '
    "@shop.example. Repeatable.",
)
thread_option = option(
    "--group-by-thread",
    "thread_column",
    metavar="COLUMN",
    default="",
    help="The table has one message a row; rows with the same value here are one conversation.",
)
bots_option = option(
    "--learn-from-bots", "bots", is_flag=True, help="Let what chatbots and AI agents answered count as answers."
)

yes_option = option(
    "--yes",
    "yes",
    is_flag=True,
    help="Ask nothing: where it is not sure which column is which, the likeliest is taken and told.",
)


def reading_options(command: Command) -> Command:
    """Add the options about how exports are read; `take_reading` takes them out of what a command is given."""
    for add in (yes_option, bots_option, thread_option, agent_option, map_option):
        command = add(command)
    return command


only_option = option(
    "--only",
    "only",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only enquiries with this value in this column, such as --only brand=Acme. Repeatable: several values of a "
    "column are alternatives, several columns all have to fit. Remembered.",
)
tag_option = option("--tag", "tags", multiple=True, metavar="TAG", help="Only enquiries with this tag. Remembered.")
status_option = option(
    "--status", "statuses", multiple=True, metavar="STATUS", help="Only enquiries of this status. Remembered."
)
since_option = option(
    "--since", metavar="DATE", default="", help="Only enquiries from this day on, such as 2026-01-01. Remembered."
)
all_option = option(
    "--all", "all_again", is_flag=True, help="Take all enquiries again: --only, --tag, --status, --since are forgotten."
)


def filter_options(command: Command) -> Command:
    """Add the options about which enquiries count; `choose_filters` takes them out of what a command is given."""
    for add in (all_option, since_option, status_option, tag_option, only_option):
        command = add(command)
    return command


def choose_filters(options: dict[str, Any], workspace: Path) -> Filters:
    """Take what `filter_options` added out of a command's options: what was given, else what the workspace remembers.

    Raises:
        SettingsError: an --only is not COLUMN=VALUE, or --since is no day.
        click.UsageError: --all came with a filter.
    """
    from enquiry2article.domain.filters import Filters
    from enquiry2article.pipeline.filters import FILTERS, read_filters
    from enquiry2article.storage.connection import NoWorkspace
    from enquiry2article.storage.workspace import Workspace

    given = read_filters(
        options.pop("only"), options.pop("tags"), options.pop("statuses"), options.pop("since"), read_clock()
    )
    if options.pop("all_again"):
        if given:
            raise click.UsageError("--all and a filter do not go together: what is given takes the place of the last.")
        return Filters()
    if given:
        return given
    with suppress(NoWorkspace), Workspace.open(workspace) as state:
        return Filters.from_json(state.facts.load(FILTERS))
    return Filters()


known_option = option(
    "--known",
    "known",
    multiple=True,
    metavar="PLACE",
    type=NamedPath(path_type=Path),
    help="Questions you know already: a list with one a line, a table, an FAQ page, your posts (a folder, a feed). "
    "What asks one of them is put there first, however few ask it. Repeatable. Remembered.",
)
no_known_option = option("--no-known", "no_known", is_flag=True, help="Forget the known questions of earlier runs.")


def known_options(command: Command) -> Command:
    """Add the options about questions that are known; `choose_known` takes them out of what a command is given."""
    return known_option(no_known_option(command))


def choose_known(options: dict[str, Any], workspace: Path) -> Sequence[KnownQuestion]:
    """Take what `known_options` added out of a command's options: what was given, else what the workspace remembers.

    Raises:
        InputError: a place holds no question.
        click.UsageError: --known came with --no-known, or known questions with --group-by.
    """
    from enquiry2article.pipeline.known_questions import read_known
    from enquiry2article.storage.connection import NoWorkspace
    from enquiry2article.storage.workspace import Workspace

    places, forget = options.pop("known"), options.pop("no_known")
    if places and forget:
        raise click.UsageError("--known and --no-known do not go together: what is given takes the place of the last.")
    found: Sequence[KnownQuestion] = ()
    if places:
        found = read_known(places, read_clock())
    elif not forget:
        with suppress(NoWorkspace), Workspace.open(workspace) as state:
            found = state.facts.load_known_questions()
    if found and options["group_by"]:
        raise click.UsageError(
            "--group-by and known questions do not go together: the column says what is a question. Forget them with "
            "--no-known, or leave --group-by out."
        )
    return found


keep_option = option(
    "--keep", "keep", multiple=True, metavar="WORD", help="A product or word of yours that is never taken for personal."
)
redact_option = option("--redact", "redact", multiple=True, metavar="WORD", help="A word that is always taken out.")


names_option = option(
    "--names-with",
    "names_with",
    default="",
    metavar="MODEL",
    help="Also find names with a model that you have: spacy:NAME, spacy:FOLDER, presidio.",
)


def privacy_options(command: Command) -> Command:
    """Add the options about what is personal; `add_privacy` puts them into the settings."""
    return keep_option(redact_option(names_option(command)))


def add_privacy(
    settings: Settings, *, keep: Sequence[str] = (), redact: Sequence[str] = (), names_with: str = ""
) -> Settings:
    """Add words of the command line to those of the settings; a model named there takes the place of theirs."""
    own = settings.privacy
    terms = replace(own, keep=(*own.keep, *keep), redact=(*own.redact, *redact))
    return replace(settings, privacy=replace(terms, names_with=names_with or own.names_with))


format_option = option("--format", "format_name", metavar="NAME", default="", help="Read the files as this format.")

settings_option = option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your house's settings, when they are not in enquiry2article.toml in this folder.",
)

templates_option = option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with your own article.md.j2 or reply.txt.j2.",
)

embedder_option = option(
    "--embedder",
    default="minilm",
    show_default=True,
    metavar="NAME",
    help="What compares texts by meaning; sentence-transformers:FOLDER takes a model of your own.",
)

as_of_option = option(
    "--as-of",
    metavar="DATE",
    default="",
    help="As it was at the end of that day, such as 2026-03-31: what came later is left out.",
)

quiet_option = option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")

posts_option = option(
    "--posts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where your posts are: a folder, an export of your site, a feed, a sitemap. Repeatable.",
)
url_template_option = option(
    "--url-template", default="", metavar="TEMPLATE", help="Where posts live: https://example.com/blog/{slug}/"
)
include_drafts_option = option("--include-drafts", is_flag=True, help="Let drafts count as posts.")


def _take_exports(ctx: click.Context, _parameter: click.Parameter, paths: tuple[Path, ...]) -> Sequence[Path]:
    """Let standard input and pipes be exports; the copies of them are deleted when the command ends."""
    if all(os.path.isfile(path) or os.path.isdir(path) for path in paths):  # noqa: PTH112, PTH113 - they never raise
        return paths
    import tempfile

    from enquiry2article.ingest.files import keep_streams

    folder = tempfile.TemporaryDirectory(prefix="enquiry2article-")
    ctx.call_on_close(folder.cleanup)
    try:
        return keep_streams(paths, Path(folder.name))
    except BaseException:
        folder.cleanup()  # a command whose options are refused is never closed
        raise


exports_argument = click.argument(
    "exports", nargs=-1, required=True, type=NamedPath(path_type=Path), callback=_take_exports
)


def find_examples() -> Path:
    """Return where the bundled examples lie: inside the installed package, or beside it in a checkout."""
    from enquiry2article.articles.templating import find_beside_package

    return find_beside_package("examples")
