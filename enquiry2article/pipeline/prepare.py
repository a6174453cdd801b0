"""What happens first to every enquiry, in a run and in matching: it is cleaned and freed of personal data.

And what happens last to everything that is shown: it is looked through once more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.noise import find_noise
from enquiry2article.domain.enquiry import Author, Enquiry, RedactedEnquiry, Turn
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.domain.settings import Privacy, Settings
from enquiry2article.ingest.read import Ingested
from enquiry2article.privacy.detection import find_doubtful, find_likely, find_spans, match_terms, redact_text
from enquiry2article.privacy.hashed_values import HashedValues
from enquiry2article.privacy.ner import ModelNames
from enquiry2article.privacy.output_check import OutputCheck, list_words
from enquiry2article.privacy.recognisers.spans import Span, mark_all
from enquiry2article.privacy.redact import redact_enquiry
from enquiry2article.privacy.redactor import Redactor
from enquiry2article.storage.workspace import Workspace

FORGOTTEN = "forgotten on request"
"""Why an enquiry of somebody who was forgotten is no question."""

THINGS = "words that are things"
"""The fact under which `Redactor.things` is kept."""

SHOWN_EXAMPLE = 70
"""Characters of a cell by which a person knows a column."""

STRUCTURE = ("@context", "@type", "@id", "@graph")
"""Words of structured data (JSON-LD) that look like somebody's handle."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


def report_to(progress: Progress, what: str) -> Callable[[int, int], None]:
    """Make of `progress` what is told only how much is done of `what`."""
    return lambda done, all_: progress(what, done, all_)


def make_redactor(
    enquiries: Iterable[Enquiry], key: bytes, privacy: Privacy, finder: NameFinder | None = None
) -> Redactor:
    """Make the redactor that knows the people of these enquiries: people quote one another."""
    return Redactor.learn(enquiries, key, keep=privacy.keep, redact=privacy.redact, finder=finder)


def prepare_enquiries(
    ingested: Ingested,
    key: bytes,
    privacy: Privacy,
    forgotten: Collection[str],
    progress: Progress,
    finder: NameFinder | None = None,
) -> list[RedactedEnquiry]:
    """Clean and redact what was read, where nothing of it is to be remembered.

    `forgotten` are the hashes of customers of whom nothing may be kept: their enquiries become noise without a word.
    """
    redactor = make_redactor(ingested.enquiries, key, privacy, finder)
    prepared = []
    for done, enquiry in enumerate(ingested.enquiries, start=1):
        if enquiry.id in ingested.again:
            continue
        if forgotten and redactor.hash_person(enquiry.customer) in forgotten:
            prepared.append(RedactedEnquiry(id=enquiry.id, source=enquiry.source, text="", ask="", noise=FORGOTTEN))
            continue
        cleaned = clean_enquiry(enquiry)
        prepared.append(redact_enquiry(cleaned, redactor, noise=find_noise(cleaned)))
        if done % 500 == 0:
            progress("Cleaning and taking out personal data", done, len(ingested.enquiries))
    return prepared


def open_output_check(workspace: Workspace, settings: Settings) -> OutputCheck:
    """Return the gate that knows every personal value that this workspace ever met, and what the house makes public."""
    withheld = match_terms(settings.privacy.redact)

    def find(text: str) -> list[Span]:
        return [*find_spans(text), *(mark_all(withheld, text, "term") if withheld else ())]

    check = OutputCheck(
        find=find, hashed=HashedValues.of(workspace.redactions.load_hidden(), workspace.facts.load_key())
    )
    things = json.loads(workspace.facts.load(THINGS) or "[]")
    known = [question.title for question in workspace.facts.load_known_questions()]
    return check.let_pass([*STRUCTURE, *things, *known, *settings.list_public_words()])


def ask_model(check: OutputCheck, finder: NameFinder | None, enquiries: Iterable[RedactedEnquiry]) -> OutputCheck:
    """Return a gate that asks the user's own finder of names too; what several people wrote of these stays a word.

    It is for the sentences of questions and answers. A finished file is no sentence: of its front matter and headings a
    model would make people, and whatever the model ever found is known by its hash anyway.
    """
    if finder is None:
        return check
    model, words, find = ModelNames(finder), list_words(enquiries), check.find
    return replace(check, find=lambda text: [*find(text), *model.find_rare(text, words)])


def show_example(text: str, check: OutputCheck | None = None, length: int = SHOWN_EXAMPLE) -> str:
    """Return what a message may show of a cell of an export: cleaned, without personal data, on one line.

    It ends at a word, with "…" where something follows. What only looks personal goes too, however doubtful.
    `check` is what knows the people of the export.
    """
    turn = Turn(author=Author.CUSTOMER, text=text)
    cleaned = redact_text(clean_enquiry(Enquiry(id="", source="", turns=(turn,))).turns[0].text)
    cleaned = strip_courtesies(cleaned) or cleaned
    for span in reversed(find_doubtful(cleaned)):
        cleaned = f"{cleaned[: span.start]}…{cleaned[span.end :]}"
    flat = " ".join((check.mask(cleaned) if check else cleaned).split())
    if len(flat) <= length:
        return flat
    cut = flat[: length - 1]
    whole = cut if flat[length - 1] == " " else cut.rpartition(" ")[0]
    return f"{whole if 2 * len(whole) > length else cut}…"


def make_strict(check: OutputCheck) -> OutputCheck:
    """Return a gate that also finds what only looks personal, however doubtful.

    It is for the sentences of answers: another reply says the same as a sentence that is left out. A title or a
    finished file is no sentence, and has no other to take its place.
    """
    return replace(check, find=lambda text: [*check.find(text), *find_likely(text), *find_doubtful(text)])


def keep_things(workspace: Workspace, redactor: Redactor) -> None:
    """Remember which words are things rather than people, so that the gate knows it too."""
    known = set(json.loads(workspace.facts.load(THINGS) or "[]"))
    if not redactor.things <= known:
        with workspace.transaction():
            workspace.facts.save(THINGS, json.dumps(sorted(known | redactor.things)))
