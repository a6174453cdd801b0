"""The ledger: what became of every enquiry that was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from enquiry2article.domain.enquiry import LedgerRow, RedactedEnquiry, Status, was_left_out
from enquiry2article.domain.question import Question
from enquiry2article.domain.run import TOO_FEW_CUSTOMERS
from enquiry2article.pipeline.prepare import Progress
from enquiry2article.pipeline.remember import Remembered
from enquiry2article.questions.grouping.group import Grouping


def keep_ledger(remembered: Remembered, grouping: Grouping, questions: Sequence[Question]) -> list[LedgerRow]:
    """Say what became of every enquiry that is known; the rows are in the order of their ids."""
    question_of = {id_: question.id for question in questions for id_ in question.enquiry_ids}
    question_by_cluster = {cluster.sign(): question_of[cluster.members[0].id] for cluster in grouping.clusters}
    also = {
        id_: tuple(question_by_cluster[cluster.sign()] for cluster in others) for id_, others in grouping.also.items()
    }
    similarity = {
        member.id: value
        for cluster in grouping.clusters
        for member, value in zip(cluster.members, cluster.similarities, strict=True)
    }
    noise = {enquiry.id: enquiry.noise for enquiry in grouping.noise}
    left_out = {enquiry.id for enquiry in grouping.noise if was_left_out(enquiry)}
    twins = {**grouping.duplicates, **{row.id: row.twin for row in remembered.known if row.twin}}
    rows = []
    for known in remembered.known:
        id_, source = known.id, known.source
        if id_ in left_out or twins.get(id_) in left_out:
            reason = noise[id_ if id_ in left_out else twins[id_]]
            row = LedgerRow(enquiry_id=id_, source=source, status=Status.SET_ASIDE, reason=reason)
        elif id_ in twins:
            twin = twins[id_]
            row = LedgerRow(enquiry_id=id_, source=source, status=Status.DUPLICATE, reason=twin,
                            question_id=question_of.get(twin, ""))  # fmt: skip
        elif id_ in noise:
            row = LedgerRow(enquiry_id=id_, source=source, status=Status.NOISE, reason=noise[id_])
        elif known.enquiry is None:
            row = LedgerRow(enquiry_id=id_, source=source, status=Status.NOISE, reason="no longer kept")
        elif id_ in question_of:
            row = LedgerRow(enquiry_id=id_, source=source, status=Status.GROUPED, question_id=question_of[id_],
                            also=also.get(id_, ()), similarity=similarity[id_])  # fmt: skip
        else:
            reason = TOO_FEW_CUSTOMERS if id_ in grouping.one_sided else "too few ask this"
            row = LedgerRow(enquiry_id=id_, source=source, status=Status.ALONE, reason=reason)
        rows.append(replace(row, replied=known.replied))
    rows += [
        LedgerRow(enquiry_id=bad.id, source=bad.source, status=Status.SET_ASIDE, reason=bad.reason)
        for bad in remembered.bad
    ]
    return sorted(rows, key=lambda row: (row.enquiry_id, row.source))


def tell(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, all_: progress(what, done, all_)


def count_found(enquiries: Sequence[RedactedEnquiry]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for enquiry in enquiries:
        counts.update(enquiry.found)
    return dict(counts)
