"""What is told and kept of a run: the ledger, the record, the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from enquiry2article.domain.answer import PERSONAL
from enquiry2article.domain.article import Action
from enquiry2article.domain.enquiry import LedgerRow, RedactedEnquiry, Status, was_left_out
from enquiry2article.domain.question import Change, Question
from enquiry2article.domain.run import TOO_FEW_CUSTOMERS, FileReport, RunRecord, RunReport
from enquiry2article.pipeline.drafting import count_written
from enquiry2article.pipeline.filters import (
    find_unmatched,
)
from enquiry2article.pipeline.known_questions import list_unasked
from enquiry2article.pipeline.options import RunOptions, Tools
from enquiry2article.pipeline.prepare import show_example
from enquiry2article.pipeline.remember import Remembered
from enquiry2article.pipeline.stages import (
    Context,
    DescribeStage,
    DraftStage,
    GroupStage,
    MeaningStage,
    ReadStage,
    SettleStage,
)
from enquiry2article.pipeline.unfit import count_split, warn_of_export
from enquiry2article.privacy.output_check import OutputCheck
from enquiry2article.questions.grouping.encoders import warn_of_encoder
from enquiry2article.questions.grouping.group import Grouping
from enquiry2article.text.language import count_weak_languages
from enquiry2article.trends.run_history import describe_run


def keep_ledger(remembered: Remembered, grouping: Grouping, questions: Sequence[Question]) -> list[LedgerRow]:
    """Return what became of every enquiry that is known; the rows are in the order of their ids."""
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


def count_found(enquiries: Sequence[RedactedEnquiry]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for enquiry in enquiries:
        counts.update(enquiry.found)
    return dict(counts)


def make_report(
    read: ReadStage,
    meaning: MeaningStage,
    groups: GroupStage,
    described: DescribeStage,
    settled: SettleStage,
    drafted: DraftStage,
    context: Context,
) -> RunReport:
    """Gather everything that is worth saying about the run."""
    options, publisher = context.options, context.tools.publisher
    found = {question.id for question in drafted.questions}
    return RunReport(
        workspace=context.workspace.folder,
        posts=context.posts,
        files=tuple(_redact_examples(file, described.check) for file in read.ingested.files),
        ledger=tuple(settled.ledger),
        questions=tuple(drafted.questions),
        bad=tuple(read.remembered.bad),
        found=count_found(read.enquiries),
        actions=dict(Counter(step.action for step in drafted.steps)),
        kept=tuple(publisher.path(step.draft) for step in drafted.steps if step.action is Action.KEEP),
        written=count_written(drafted.steps, drafted.questions),
        first=settled.first,
        notes=tuple(drafted.notes),
        proposed=sum(bool(text) for text in drafted.proposals.values()),
        sections=len(drafted.sections),
        refused=tuple(drafted.refused),
        held_back=sum(sentence.unfit == PERSONAL for own in meaning.replies.values() for sentence in own),
        changes=tuple(settled.changes),
        unknown=groups.constraints.unknown,
        languages=count_weak_languages([enquiry.text for enquiry in read.asking]),
        min_volume=options.min_volume,
        min_customers=read.min_customers,
        filters=options.filters,
        known=len(groups.known),
        unasked=len(list_unasked(groups.known, found, context.decisions)),
        unmatched=tuple(find_unmatched(read.enquiries, options.filters, context.workspace.facts.load_key())),
        warnings=_warn(read, drafted.questions, context),
    )


def _warn(read: ReadStage, questions: Sequence[Question], context: Context) -> tuple[str, ...]:
    together = context.options.across_languages
    told = warn_of_export(read.asking, questions, count_split(read.ingested.enquiries), across_languages=together)
    foreign = warn_of_encoder(context.tools.embedder, [e.text for e in read.asking]) if together else ""
    return (*told, foreign) if foreign else told


def _redact_examples(file: FileReport, check: OutputCheck) -> FileReport:
    """Take what is personal out of the cells by which a person knows the columns: the report is kept and printed."""
    shown = (replace(choice, example=show_example(choice.example, check)) for choice in file.columns)
    return replace(file, columns=tuple(shown))


def record_run(
    ledger: Sequence[LedgerRow],
    changes: Sequence[Change],
    files: Sequence[str],
    back: bool,
    tools: Tools,
    options: RunOptions,
) -> RunRecord:
    """Put together what is remembered of this run beside its questions."""
    asked = {
        "min-volume": str(options.min_volume),
        "detail": options.detail.value,
        "grouping": type(tools.grouper).__name__,
        "embedder": tools.embedder.name,
    }
    asked |= {"min-customers": str(options.min_customers)} if options.min_customers else {}
    asked |= {"across-languages": "yes"} if options.across_languages else {}
    asked |= {"only": options.filters.describe()} if options.filters else {}
    asked |= {"known": f"{len(options.known)} questions"} if options.known else {}
    return describe_run(ledger, changes, files, asked, at=options.now, as_of=options.as_of, back=back)
