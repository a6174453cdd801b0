"""What a workspace remembers of enquiries: an export adds to those read before, and what is there is not done again.

An enquiry is known by its export's id, else by what it says. The same conversation exported again takes the place of
what was known of it; another one that happens to have the same number, as those of a second helpdesk do, is told from
it by whose it is and how it begins. A file whose very bytes were read before takes the place of that reading, so that a
mistaken --map can be mended by running again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cleaning.noise import find_noise
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry, KnownEnquiry, RedactedEnquiry
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.domain.settings import Privacy
from enquiry2article.ingest.enquiry_store import ReadEnquiry, find_opening_words
from enquiry2article.ingest.read import Ingested
from enquiry2article.pipeline.filters import hash_facets
from enquiry2article.pipeline.prepare import FORGOTTEN, Progress, keep_things, make_redactor
from enquiry2article.pipeline.unchanged import forget_run
from enquiry2article.privacy.redact import redact_enquiry
from enquiry2article.privacy.redactor import hash_person
from enquiry2article.privacy.report import count_doubts
from enquiry2article.storage.workspace import Workspace

PREPARATION = "1"
"""Raise it when cleaning or redaction would make something else of an enquiry: what is read again is prepared anew."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Everything that a workspace knows after reading."""

    known: list[KnownEnquiry]
    """In the order of their ids."""
    bad: list[BadRow]
    fresh: list[RedactedEnquiry]
    """Those of them that are new, or changed."""


def remember_enquiries(
    ingested: Ingested,
    workspace: Workspace,
    privacy: Privacy,
    progress: Progress,
    finder: NameFinder | None = None,
) -> Remembered:
    """Add what was read to what is remembered; only what is new or changed is cleaned and redacted.

    Raises:
        WorkspaceError: the workspace cannot be written.
    """
    key = workspace.facts.load_key()
    preparation = _hash_preparation(privacy, finder)
    same_way = workspace.facts.load("preparation") == preparation
    before = workspace.enquiries.load_index(ingested.enquiries.list_keys())
    rows: dict[str, KnownEnquiry] = {}
    ids: dict[str, str] = {}
    for read in ingested.enquiries.list_read():
        row = _recognise(read, before, rows, ingested.digests.get(read.file, ""), key)
        rows[row.id] = row
        ids[read.enquiry.id] = row.id
    for id_, twin in ingested.again.items():
        rows[ids[id_]] = replace(rows[ids[id_]], twin=ids[twin])
    unchanged = {old.id: old.content for of_one in before.values() for old in of_one} if same_way else {}
    wanted = {id_ for id_, row in rows.items() if unchanged.get(id_) != row.content}
    fresh, doubts = _prepare(ingested, ids, wanted, workspace, privacy, progress, finder)
    made = {enquiry.id: enquiry for enquiry in fresh}
    digests = set(ingested.digests.values()) - {""}
    bad = [(row, ingested.digests[file]) for row, file in zip(ingested.bad, ingested.bad_files, strict=True)]
    known = [
        replace(row, enquiry=replace(made[row.id], facets=row.facets) if row.id in made else None)
        for row in rows.values()
    ]
    # All at once: what is known is not prepared again, so nothing that was found on the way may be lost.
    with workspace.transaction():
        forget_run(workspace)
        workspace.enquiries.save(known, wanted, digests, bad)
        workspace.redactions.save_hidden(fresh)
        if fresh:
            workspace.redactions.save_doubts(count_doubts(doubts))
        workspace.facts.save("preparation", preparation)
    return Remembered(workspace.enquiries.load_all(), workspace.enquiries.load_bad_rows(), fresh)


def _recognise(
    read: ReadEnquiry,
    before: Mapping[str, Sequence[KnownEnquiry]],
    rows: Mapping[str, KnownEnquiry],
    file: str,
    key: bytes,
) -> KnownEnquiry:
    """Return which enquiry this is: one known before, which then keeps its id, or a new one."""
    enquiry = read.enquiry
    opening, customer = _hash_opening(enquiry, key), hash_person(enquiry.customer, key)
    known = [old for old in before.get(read.key, ()) if old.id not in rows]
    same = next((old for old in known if old.content == read.content), None) or next(
        (old for old in known if old.opening == opening or (customer and old.customer == customer) or old.file == file),
        None,
    )
    if same is not None:
        id_ = same.id
    else:
        taken = {old.id for old in before.get(read.key, ())}
        id_, number = read.key, 1
        while id_ in taken or id_ in rows:
            number += 1
            id_ = f"{read.key}~{number}"
    replied = any(turn.author is Author.AGENT for turn in enquiry.turns)
    return KnownEnquiry(
        id=id_,
        key=read.key,
        content=read.content,
        opening=opening,
        customer=customer,
        file=file,
        source=enquiry.source,
        replied=replied,
        facets=hash_facets(enquiry, key),
    )


def _prepare(
    ingested: Ingested,
    ids: Mapping[str, str],
    wanted: set[str],
    workspace: Workspace,
    privacy: Privacy,
    progress: Progress,
    finder: NameFinder | None,
) -> tuple[list[RedactedEnquiry], dict[str, set[str]]]:
    doubts: dict[str, set[str]] = {}
    if not wanted:
        return [], doubts
    redactor = make_redactor(ingested.enquiries, workspace.facts.load_key(), privacy, finder)
    keep_things(workspace, redactor)
    forgotten = workspace.redactions.load_forgotten()
    fresh = []
    for enquiry in ingested.enquiries:
        id_ = ids[enquiry.id]
        if id_ not in wanted:
            continue
        if forgotten and redactor.hash_person(enquiry.customer) in forgotten:
            fresh.append(RedactedEnquiry(id=id_, source=enquiry.source, text="", ask="", noise=FORGOTTEN))
            continue
        cleaned = clean_enquiry(replace(enquiry, id=id_))
        fresh.append(redact_enquiry(cleaned, redactor, noise=find_noise(cleaned), doubts=doubts))
        if len(fresh) % 500 == 0:
            progress("Cleaning and taking out personal data", len(fresh), len(wanted))
    return fresh, doubts


def _hash_preparation(privacy: Privacy, finder: NameFinder | None) -> str:
    model = ["|", finder.name] if finder else []
    return "|".join([PREPARATION, *sorted(privacy.keep), "|", *sorted(privacy.redact), *model])


def _hash_opening(enquiry: Enquiry, key: bytes) -> str:
    text = find_opening_words(enquiry).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, key=key[:64], digest_size=8).hexdigest() if text else ""
