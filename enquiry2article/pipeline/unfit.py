"""What speaks against an export as a source of articles: told, a sentence each, and never a reason to stop. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from enquiry2article.cleaning.mail_boilerplate import strip_reply_marks
from enquiry2article.domain.answer import Lack
from enquiry2article.domain.enquiry import Author, Enquiry, RedactedEnquiry
from enquiry2article.domain.question import Question
from enquiry2article.text.language import NAMES, Spoken

FEWEST = 10
"""Enquiries from which shares of them tell anything."""
FEWEST_QUESTIONS = 3
NEARLY_ALL = 0.8
"""Share of the enquiries with a question that have no general answer, from which nearly all is case handling."""
SPLIT = 0.2
"""Share of the rows that go on what an earlier one began, from which conversations are split."""
MIXED = 0.15
"""Share of the second language from which languages are mixed."""
FEW_REPLIES = 0.1
_FEWEST_OF_FORM = 3
"""Customers with one subject from whom it is no conversation's own."""

_NUMBERED = re.compile(r"~\d+\Z")
"""How the store tells enquiries of one id apart."""


def count_split(enquiries: Iterable[Enquiry]) -> tuple[int, int]:
    """Count the enquiries that look like a further part of another one; second, all of them.

    Such are those of one id, and those of one customer under one subject, whatever "Re:" stands before it. Where
    customers are not told apart, or several use the subject, which then is that of a form, only a "Re:" counts. A
    conversation that holds replies is whole and goes on nothing.
    """
    by_subject: dict[str, Counter[str]] = {}
    answered: Counter[str] = Counter()
    numbered = count = 0
    for enquiry in enquiries:
        count += 1
        if _NUMBERED.search(enquiry.id):
            numbered += 1
            continue
        subject = " ".join(enquiry.subject.casefold().split())
        bare = strip_reply_marks(subject)
        if {Author.CUSTOMER, Author.AGENT} <= {turn.author for turn in enquiry.turns}:
            continue
        by_subject.setdefault(bare, Counter())[enquiry.customer] += 1
        answered[bare] += bare != subject
    by_subject.pop("", None)
    parts = 0
    for subject, customers in by_subject.items():
        told = sum(bool(customer) for customer in customers)
        if 0 < told < _FEWEST_OF_FORM:
            parts += sum(times - 1 for customer, times in customers.items() if customer)
        else:
            parts += min(answered[subject], customers.total() - 1)
    return numbered + parts, count


def warn_of_export(
    asking: Sequence[RedactedEnquiry],
    questions: Sequence[Question],
    split: tuple[int, int],
    *,
    across_languages: bool = False,
) -> tuple[str, ...]:
    """Return a sentence for each thing that makes an export unfit for articles; () for a fit one or a very small one.

    `asking` are the enquiries that ask something, `split` what `count_split` gave of the files.
    """
    if len(asking) < FEWEST:
        return ()
    languages = "" if across_languages else _describe_languages(asking)
    found = (_describe_split(*split), _describe_cases(questions), languages, _describe_customer(asking))
    return tuple(sentence for sentence in found if sentence)


def _describe_split(parts: int, count: int) -> str:
    if parts < SPLIT * count:
        return ""
    return (
        f"{parts:,} of {count:,} rows go on what an earlier row began, by id or by customer and subject: if the export "
        "has one message a row, name the column of the conversation with --group-by-thread COLUMN."
    )


def _describe_cases(questions: Sequence[Question]) -> str:
    replied = [question for question in questions if question.replied]
    lacking = [question for question in replied if question.answer.lack is not Lack.NOTHING]
    asked = sum(question.volume for question in replied)
    if len(replied) < FEWEST_QUESTIONS or sum(question.volume for question in lacking) < NEARLY_ALL * asked:
        return ""
    return (
        f"The replies to {len(lacking)} of {len(replied)} questions only handle each customer's own case: there is "
        "little in this export that could be told everybody."
    )


def _describe_languages(asking: Sequence[RedactedEnquiry]) -> str:
    if sum(bool(enquiry.replies) for enquiry in asking) >= FEW_REPLIES * len(asking):
        return ""
    texts = [enquiry.text for enquiry in asking]
    spoken = Spoken.learn(texts)
    counts = Counter(spoken.identify(text) for text in texts)
    ordered = sorted(counts, key=lambda language: (-counts[language], language))
    mixed = [language for language in ordered if counts[language] >= MIXED * len(texts)]
    if len(mixed) < 2:
        return ""
    shares = {language: counts[language] / len(texts) for language in mixed}
    told = ", ".join(f"{NAMES.get(language, language or 'unknown')} {share:.0%}" for language, share in shares.items())
    return (
        f"The enquiries are in several languages ({told}) and hardly any has a reply: each question is counted once in "
        "each language, since only replies would show that it is the same. With a multilingual --embedder, "
        "--across-languages counts them together."
    )


def _describe_customer(asking: Sequence[RedactedEnquiry]) -> str:
    (_, most), *_ = Counter(enquiry.customer for enquiry in asking if enquiry.customer).most_common(1) or [("", 0)]
    if 2 * most <= len(asking):
        return ""
    return (
        f"One customer wrote {most / len(asking):.0%} of what is asked. If that is your own address or that of a form, "
        "name the column of the customer with --map customer=COLUMN."
    )
