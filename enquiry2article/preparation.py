"""What happens first to every enquiry, in a run and in matching: it is cleaned and freed of personal data."""

from __future__ import annotations

from collections.abc import Callable

from enquiry2article.clean import clean_enquiry
from enquiry2article.ingest import Ingested
from enquiry2article.noise import find_noise
from enquiry2article.records import RedactedEnquiry
from enquiry2article.redact import Redactor, redact_enquiry

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
