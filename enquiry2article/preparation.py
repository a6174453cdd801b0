"""What happens first to every enquiry, in a run and in matching: it is cleaned and freed of personal data.

And what happens last to everything that is shown: it is looked through once more.
"""

from __future__ import annotations

from collections.abc import Callable

from enquiry2article.clean import clean_enquiry
from enquiry2article.gate import Gate
from enquiry2article.ingest import Ingested
from enquiry2article.noise import find_noise
from enquiry2article.records import RedactedEnquiry
from enquiry2article.redact import Redactor, find_spans, redact_enquiry
from enquiry2article.settings import Settings
from enquiry2article.vault import Vault
from enquiry2article.workspace import Workspace

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


def prepare_enquiries(ingested: Ingested, key: bytes, progress: Progress) -> list[RedactedEnquiry]:
    """Clean and redact what was read. Names are learnt from all enquiries first, since people quote one another."""
    redactor = Redactor.learn(ingested.enquiries, key)
    prepared = []
    for done, enquiry in enumerate(ingested.enquiries, start=1):
        cleaned = clean_enquiry(enquiry)
        prepared.append(redact_enquiry(cleaned, redactor, noise=find_noise(cleaned)))
        if done % 500 == 0:
            progress("Cleaning and taking out personal data", done, len(ingested.enquiries))
    return [e for e in prepared if e.id not in ingested.again]


def open_gate(workspace: Workspace, settings: Settings) -> Gate:
    """Give the gate that knows every personal value that this workspace ever met, and what the house makes public."""
    gate = Gate(find=find_spans, vault=Vault.of(workspace.load_vault(), workspace.load_key()))
    return gate.let_pass(settings.list_public_words())
