"""The commands about personal data: what was taken out, and whom to forget."""

from __future__ import annotations

from pathlib import Path

import click

from enquiry2article.cli.options import option, settings_option, workspace_option
from enquiry2article.cli.output.tables import write_csv, write_table

REMOVAL_COLUMNS = ["file", "what", "how often"]
SAMPLE_COLUMNS = ["file", "what", "sentence"]
HELD_COLUMNS = ["conversation", "sentence"]


@click.command()
@workspace_option
@settings_option
@option("--format", "shape", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@option("--sentences", is_flag=True, help="Show sentences with what was put in the place of personal data.")
@option("--held-back", is_flag=True,
         help="Show the sentences of replies that stand in no draft because a word in them may be a name.")  # fmt: skip
def redactions(workspace: Path, settings: Path | None, shape: str, sentences: bool, held_back: bool) -> None:
    """Show what personal data was taken out, and which words may be none. No value that was taken out is shown."""
    from enquiry2article.answers.vouched_words import read_vouched_replies
    from enquiry2article.domain.answer import PERSONAL
    from enquiry2article.pipeline.prepare import open_output_check
    from enquiry2article.storage.settings_file import load_settings
    from enquiry2article.storage.source_keys import make_source_key
    from enquiry2article.storage.workspace import Workspace

    write = write_csv if shape == "csv" else write_table
    with Workspace.open(workspace) as state:
        found = state.redactions.load_removals()
        house = load_settings(settings)
        check = open_output_check(state, house)
        known = [row.enquiry for row in state.enquiries.load_all() if row.enquiry and not row.twin] if held_back else []
    replies = read_vouched_replies((e for e in known if not e.noise), house.list_public_words())
    held = [sentence for own in replies.values() for sentence in own if sentence.unfit == PERSONAL]
    if held_back:
        write(HELD_COLUMNS, [[make_source_key(s.enquiry_id), check.mask(s.text)] for s in held])
        click.echo("\nIf the word is a product or a word of yours: run again with --keep WORD.", err=True)
        return
    if sentences:
        write(SAMPLE_COLUMNS, [[s.file, s.kind, check.mask(" ".join(s.sentence.split()))] for s in found.samples])
    else:
        write(REMOVAL_COLUMNS, [[file, kind, str(count)] for (file, kind), count in found.counts.items()])
    if found.doubts and shape == "table":
        words = ", ".join(f"{word} ({count})" for word, count in found.doubts.items())
        click.echo(
            f"\nTaken for names, though several customers wrote them: {words}.\n"
            'If one is a product or a word of yours: --keep WORD, or keep = ["WORD"] under [privacy] in your settings.',
            err=True,
        )


@click.command()
@workspace_option
@click.argument("customer")
def forget(workspace: Path, customer: str) -> None:
    """Delete what is kept of a customer, and leave them out when their enquiries are read again.

    CUSTOMER is the address, number or name by which your export knows them.
    """
    from enquiry2article.domain.errors import WorkspaceError
    from enquiry2article.privacy.redactor import hash_person
    from enquiry2article.storage.forgetting import count_traces, forget_customer
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open_to_change(workspace) as state:
        code = hash_person(customer, state.facts.load_key())
        if not code:
            raise WorkspaceError("Say whom to forget: their address, number or name, as your export has it.")
        known = count_traces(state, code)
        counts = forget_customer(state, code)
        left = count_traces(state, code)
    if left:
        raise WorkspaceError(
            f"{left} traces could not be deleted. Close other programs that use {workspace}; try again."
        )
    if not known:
        click.echo(
            "Nobody is known by that here. If your export calls them otherwise (address, number, name), say it so. "
            "Should they turn up in a later export, they will be left out."
        )
        return
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    click.echo(f"Forgotten: {told or 'nothing but hashes'} deleted and overwritten; 0 rows tell of them now.")
    click.echo("Your drafts name nobody and stay as they are; your exports still hold what they held: mind them too.")


COMMANDS = (redactions, forget)
