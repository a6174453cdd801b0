"""What happens first to every enquiry, in a run and in matching: it is cleaned and freed of personal data.

And what happens last to everything that is shown: it is looked through once more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from enquiry2article.clean import clean_enquiry
from enquiry2article.gate import Gate
from enquiry2article.ingest import Ingested
from enquiry2article.noise import find_noise
from enquiry2article.records import RedactedEnquiry
from enquiry2article.redact import Redactor, find_spans, redact_enquiry
from enquiry2article.redactions import Removals, list_removals
from enquiry2article.settings import Settings
from enquiry2article.vault import Vault
from enquiry2article.workspace import Workspace

FORGOTTEN = "forgotten on request"
"""Why an enquiry of somebody who was forgotten is no question."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Enquiries without personal data, and what was taken out of them."""

    enquiries: list[RedactedEnquiry]
    removals: Removals


def prepare_enquiries(ingested: Ingested, key: bytes, forgotten: Collection[str], progress: Progress) -> Prepared:
    """Clean and redact what was read. Names are learnt from all enquiries first, since people quote one another.

    `forgotten` are the hashes of customers of whom nothing may be kept: their enquiries become noise without a word.
    """
    redactor = Redactor.learn(ingested.enquiries, key)
    prepared = []
    doubts: dict[str, set[str]] = {}
    for done, enquiry in enumerate(ingested.enquiries, start=1):
        if forgotten and redactor.hash_person(enquiry.customer) in forgotten:
            prepared.append(RedactedEnquiry(id=enquiry.id, source=enquiry.source, text="", ask="", noise=FORGOTTEN))
            continue
        cleaned = clean_enquiry(enquiry)
        prepared.append(redact_enquiry(cleaned, redactor, noise=find_noise(cleaned), doubts=doubts))
        if done % 500 == 0:
            progress("Cleaning and taking out personal data", done, len(ingested.enquiries))
    kept = [e for e in prepared if e.id not in ingested.again]
    return Prepared(kept, list_removals(kept, doubts))


def open_gate(workspace: Workspace, settings: Settings) -> Gate:
    """Give the gate that knows every personal value that this workspace ever met, and what the house makes public."""
    gate = Gate(find=find_spans, vault=Vault.of(workspace.load_vault(), workspace.load_key()))
    return gate.let_pass(settings.list_public_words())
