"""The story: what happens to an export, from file to draft. The only module that knows the order of its stages.

export files ─ingest→ clean→ redact→ embed→ group→ hold→ describe→ rank→ draft→ publish

Whether all is grouped anew, `pipeline/mine` decides; how clusters get names and answers, `pipeline/describe` tells;
what becomes of later enquiries, `pipeline/match`. How sure their links will be, `matching/cross_validation` finds out
whenever all was grouped anew.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from enquiry2article.answers.reply_sentences import list_said
from enquiry2article.answers.vouched_words import read_vouched_replies
from enquiry2article.articles.publishing import (
    check_writable,
    list_digests,
    list_notes,
    plan_publication,
    read_existing,
    refuse_unsafe,
    write_notes,
    write_proposals,
    write_sections,
    write_steps,
)
from enquiry2article.domain.enquiry import RedactedEnquiry, was_left_out
from enquiry2article.domain.protocols import MultilingualGrouper
from enquiry2article.domain.run import RunReport
from enquiry2article.domain.settings import Settings
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.ingest.read import read_exports, refuse_problems
from enquiry2article.matching.calibration import learn_calibration
from enquiry2article.matching.cross_validation import cross_validate_matching
from enquiry2article.pipeline.cover import cover_posts, list_answered, propose_sections
from enquiry2article.pipeline.describe import describe_questions
from enquiry2article.pipeline.drafting import draft_all, list_wordings, list_written, propose_changes
from enquiry2article.pipeline.filters import (
    FILTERS,
    explain_nothing,
    leave_out,
    list_kept_columns,
    list_own_fields,
    refuse_unknown_columns,
)
from enquiry2article.pipeline.known_questions import continue_questions, settle_known
from enquiry2article.pipeline.ledger import keep_ledger, make_report, record_run
from enquiry2article.pipeline.mine import Method, keep_mining, may_go_on, mine_enquiries
from enquiry2article.pipeline.options import RunOptions, Tools
from enquiry2article.pipeline.over_time import add_time, find_answered
from enquiry2article.pipeline.prepare import Progress, ask_model, make_strict, open_output_check, report_to
from enquiry2article.pipeline.remember import remember_enquiries
from enquiry2article.pipeline.stages import (
    Context,
    DescribeStage,
    DraftStage,
    GroupStage,
    MeaningStage,
    ReadStage,
    SettleStage,
)
from enquiry2article.pipeline.unchanged import remember_run
from enquiry2article.privacy.detection import redact_text
from enquiry2article.privacy.output_check import OutputCheck, guard_questions, list_hidden_words
from enquiry2article.privacy.report import list_removals
from enquiry2article.questions.grouping.background import BackgroundGrouper
from enquiry2article.questions.grouping.constraints import identify_held, make_constraints
from enquiry2article.questions.grouping.firmness import measure_firmness
from enquiry2article.questions.grouping.identity import find_changes, weigh_core
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.questions.grouping.reply_evidence import drop_uninformative
from enquiry2article.questions.naming.topics import import_bertopic
from enquiry2article.questions.ranking import rank_questions
from enquiry2article.storage.decisions_file import apply_decisions, read_decisions
from enquiry2article.storage.forgetting import drop_texts
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.nltk_loader import import_nltk
from enquiry2article.trends.as_of import leave_out_later
from enquiry2article.trends.run_history import looks_back

USUAL_MIN_CUSTOMERS = 2
"""Customers who make a recurring question: what one alone keeps asking is a conversation."""


def run(
    exports: Sequence[Path], workspace: Workspace, posts: Path, tools: Tools, options: RunOptions, progress: Progress
) -> RunReport:
    """Read exports and leave behind questions, a ledger and drafts: the main job.

    Everything is gathered and decided before the first draft is written.

    Raises:
        EnquiryToArticleError: as the stages say.
    """
    check_writable(posts)
    context = Context(
        workspace=workspace, posts=posts, tools=tools, options=options, progress=progress,
        decisions=read_decisions(workspace.folder),
    )  # fmt: skip
    read = read_and_remember(exports, context)
    start_imports(read, context)
    meaning = embed_meaning(read, context)
    groups = group_questions(read, meaning, context)
    described = describe_groups(read, meaning, groups, context)
    settled = settle_questions(read, meaning, groups, described, context)
    drafted = plan_drafts(described, settled, context)
    write_drafts(drafted, context)
    report = make_report(read, meaning, groups, described, settled, drafted, context)
    save_run(read, groups, settled, drafted, report, context)  # with this the run has been
    return report


def read_and_remember(exports: Sequence[Path], context: Context) -> ReadStage:
    """Read the exports, clean and redact what is new, and choose the enquiries that the run is about."""
    options, workspace, tools = context.options, context.workspace, context.tools
    reading = replace(options.reading, only=list_kept_columns(options.filters))
    ingested = read_exports(exports, tools.readers, reading, format_name=options.parts.format_name)
    columns = [*ingested.columns, *(list_own_fields(ingested.enquiries) if options.filters else ())]
    refuse_unknown_columns(options.filters, columns)
    if options.strict:
        refuse_problems(ingested)
    remembered = remember_enquiries(ingested, workspace, options.settings.privacy, context.progress, tools.finder)
    enquiries = [row.enquiry for row in remembered.known if row.enquiry is not None and not row.twin]
    enquiries = leave_out_later(enquiries, options.as_of)
    enquiries = leave_out(enquiries, options.filters, workspace.facts.load_key())
    asking = [enquiry for enquiry in enquiries if not enquiry.noise]
    left_out = {enquiry.id for enquiry in enquiries if was_left_out(enquiry)}
    if left_out and not asking:
        raise explain_nothing(ingested.enquiries, options.filters, columns, redact_text)
    return ReadStage(
        ingested=ingested,
        remembered=remembered,
        enquiries=enquiries,
        asking=asking,
        left_out=left_out,
        min_customers=options.min_customers or choose_min_customers(asking, options.min_volume),
    )


def start_imports(read: ReadStage, context: Context) -> None:
    """Import BERTopic, which takes seconds and is needed late, while the texts are embedded."""
    options = context.options
    several = len(read.asking) >= 2 * options.min_volume  # one question alone needs no topic model
    if options.save_model or (several and not may_go_on(context.workspace, len(read.asking))):
        import_nltk()  # it must not be under way in two threads
        threading.Thread(target=_import_early, args=(options.save_model is None,), daemon=True).start()


def embed_meaning(read: ReadStage, context: Context) -> MeaningStage:
    """Return the vectors of what was asked and of what was replied to it."""
    options, workspace, embedder = context.options, context.workspace, context.tools.embedder
    known = settle_known(options.known, workspace)
    titles = [question.title for question in known]
    public = [
        *options.settings.list_public_words(),
        *titles,
        *(section.text for post in options.existing for section in post.sections),
    ]
    replies = read_vouched_replies(read.asking, public)
    said = list_said(replies)
    asked = {text for enquiry in read.asking for text in (enquiry.text, *enquiry.asks, *said[enquiry.id])}
    vectors = embed_texts(
        asked | set(titles), embedder, workspace.vectors, report_to(context.progress, "Reading for meaning")
    )
    grouper = context.tools.grouper
    if options.across_languages and isinstance(grouper, MultilingualGrouper):
        grouper = grouper.read_all_languages()
    return MeaningStage(
        known=known,
        titles=titles,
        replies=replies,
        said=drop_uninformative(said, {enquiry.id: enquiry.text for enquiry in read.asking}, vectors),
        vectors=vectors,
        grouping_options=GroupingOptions(
            min_volume=options.min_volume,
            min_customers=read.min_customers,
            detail=options.detail,
            known=titles,
            across_languages=options.across_languages,
        ),
        grouper=BackgroundGrouper(
            grouper,
            lambda texts: embed_texts(texts, embedder, workspace.vectors, lambda done, all_: None),
            embedder.name,
        ),
    )


def group_questions(read: ReadStage, meaning: MeaningStage, context: Context) -> GroupStage:
    """Put enquiries that ask the same together, as decisions want it, and recognise the questions of earlier runs."""
    workspace, decisions = context.workspace, context.decisions
    context.progress("Finding the questions", 0, 1)
    mining = mine_enquiries(
        read.enquiries, meaning.vectors, meaning.grouper, workspace, meaning.grouping_options, said=meaning.said,
        method=Method(grouper=type(context.tools.grouper).__name__, encoder=context.tools.embedder.name),
    )  # fmt: skip
    last = workspace.load_last_members()
    identities = workspace.results.load_identities()
    ever = {id_: identity.enquiry_ids for id_, identity in identities.items()}
    cores = {id_: weigh_core(identity.enquiry_ids) for id_, identity in identities.items() if identity.has_core}
    constraints = make_constraints(decisions, last, ever, workspace.grouping.load_constraints())
    known = continue_questions(meaning.known, mining.grouping, identities, constraints.gone)
    grouping, ids = identify_held(
        mining.grouping, constraints, meaning.vectors, meaning.grouping_options,
        cores=cores, named={sign: known[place].id for sign, place in mining.grouping.known.items()},
    )  # fmt: skip
    return GroupStage(
        mining=mining,
        grouping=grouping,
        ids=ids,
        constraints=constraints,
        known=known,
        decided={*constraints.whole, *(id_ for decision in decisions for id_ in (decision.question, decision.into))},
        last=last,
    )


def describe_groups(read: ReadStage, meaning: MeaningStage, groups: GroupStage, context: Context) -> DescribeStage:
    """Return clusters their titles and answers, and take out what is personal."""
    fresh, settings = read.remembered.fresh, context.options.settings
    check = set_output_check(context.workspace, fresh, read.enquiries, settings).let_pass(meaning.titles)
    sentence_check = ask_model(check, context.tools.finder, read.enquiries)
    questions = describe_questions(read, meaning, groups, make_strict(sentence_check), context)
    firm = measure_firmness(
        groups.grouping.clusters, groups.grouping.alone, meaning.vectors, meaning.said,
        across_languages=meaning.grouping_options.across_languages,
    )  # fmt: skip
    ours = {question.id for question in groups.known}
    questions = [replace(q, known=q.id in ours, firmness=own) for q, own in zip(questions, firm, strict=True)]
    questions, unsafe = guard_questions(questions, sentence_check)
    return DescribeStage(questions=questions, unsafe=unsafe, check=check)


def settle_questions(
    read: ReadStage, meaning: MeaningStage, groups: GroupStage, described: DescribeStage, context: Context
) -> SettleStage:
    """Settle what posts, a person's decisions and time say of the questions, and what is recorded of the run."""
    options, workspace, decisions = context.options, context.workspace, context.decisions
    runs = workspace.runs.load_all()
    back = looks_back(runs, options.as_of, options.now)
    calibration = calibrate(read, meaning, groups, described, context, anew=groups.mining.anew and not back)
    coverage = cover_posts(
        apply_decisions(described.questions, decisions), list_wordings(groups.grouping, described.questions),
        options.existing, context.tools.embedder, workspace, report_to(context.progress, "Reading your posts"),
    )  # fmt: skip
    answered = list_answered(coverage)
    questions = [replace(question, found_url=answered.get(question.id, "")) for question in described.questions]
    questions = apply_decisions(questions, decisions)
    since = find_answered(questions, coverage, decisions, workspace.drafts.load_answered(), options.now)
    questions = rank_questions(add_time(questions, read.enquiries, since))
    stayed = {id_: chosen for id_, own in groups.last.items() if (chosen := own - set(read.left_out)) or not own}
    moved = [] if back else find_changes(stayed, {question.id: question.enquiry_ids for question in questions})
    ledger = keep_ledger(read.remembered, groups.grouping, questions)
    files = [described.check.mask(file.name) for file in read.ingested.files]
    return SettleStage(
        questions=questions,
        coverage=coverage,
        since=since,
        changes=[change for change in moved if not groups.constraints.made(change)],
        ledger=ledger,
        record=record_run(ledger, moved, files, back, context.tools, options),
        calibration=calibration,
        looks_back=back,
        first=not runs,
    )


def calibrate(
    read: ReadStage,
    meaning: MeaningStage,
    groups: GroupStage,
    described: DescribeStage,
    context: Context,
    *,
    anew: bool,
) -> str:
    """Return how sure links of later enquiries will be: found out `anew`, or as the run before knew it."""
    if not anew:
        return context.workspace.facts.load("calibration")
    context.progress("Rehearsing later enquiries", 0, 1)
    validation = cross_validate_matching(
        groups.grouping, [question.id for question in described.questions], meaning.vectors, meaning.grouper,
        meaning.grouping_options, meaning.said,
    )  # fmt: skip
    return learn_calibration(validation).to_json()


def plan_drafts(described: DescribeStage, settled: SettleStage, context: Context) -> DraftStage:
    """Decide about every draft, note and proposal, before the first is written."""
    publisher, posts, style = context.tools.publisher, context.posts, context.options.settings.style
    questions = settled.questions
    drafts = draft_all(questions, context.tools, context.options.settings)
    existing = read_existing(posts, [publisher.path(draft) for draft in drafts])
    steps = plan_publication(drafts, publisher, existing, context.workspace.drafts.load_digests(posts))
    titles = {question.id: question.title for question in questions}
    public: frozenset[str] = getattr(publisher, "public_lines", frozenset())
    steps, refused = refuse_unsafe(steps, described.unsafe, titles, described.check, public)
    written = context.workspace.drafts.load_written(posts)
    own = {draft.question_id: publisher.path(draft) for draft in reversed(drafts)}
    placed = [replace(q, draft=(posts / own[q.id]).as_posix() if q.id in own else "") for q in questions]
    return DraftStage(
        questions=placed,
        steps=steps,
        refused=refused,
        proposals=propose_changes(steps, questions, publisher, existing, written, style),
        sections=propose_sections(placed, settled.coverage, style, context.options.settings.site.language),
        digests=list_digests(steps, publisher),
        notes=list_notes(steps, publisher),
    )


def write_drafts(drafted: DraftStage, context: Context) -> None:
    """Write what was decided about drafts, notes and proposals."""
    folder = context.workspace.folder
    # Announced first: a draft whose digest was lost with a killed run would look like a person's and be kept for ever.
    context.workspace.drafts.announce_digests(context.posts, drafted.digests)
    write_steps(drafted.steps, context.tools.publisher, context.posts)
    write_notes(folder, drafted.notes)
    write_proposals(folder, drafted.proposals)
    write_sections(folder, drafted.sections)


def save_run(
    read: ReadStage, groups: GroupStage, settled: SettleStage, drafted: DraftStage, report: RunReport, context: Context
) -> None:
    """Keep everything that the run found, in one transaction; killed before it, the next run does it all."""
    options, workspace, posts = context.options, context.workspace, context.posts
    oldest = options.now - timedelta(days=options.retain_days) if options.retain_days else None
    with workspace.transaction():
        workspace.facts.save(FILTERS, options.filters.to_json())
        workspace.facts.save_known_questions(groups.known)
        workspace.save_results(drafted.questions, settled.ledger, read.enquiries, settled.calibration, settled.record)
        if not settled.looks_back:  # the next run goes on from the newest state
            workspace.grouping.save_constraints(groups.constraints.by_decision)
            workspace.drafts.save_answered(settled.since)
            keep_mining(groups.mining, workspace)
        workspace.redactions.save_removals(list_removals(read.enquiries))
        if oldest:
            drop_texts(workspace, oldest, {e.id for e in read.enquiries if (e.received or oldest) < oldest})
        workspace.drafts.settle_digests(posts, drafted.digests)
        written = list_written(drafted.steps, drafted.questions, context.tools.publisher)
        workspace.drafts.save_written(posts, written)
        remember_run(workspace, report, list(drafted.digests) + list(report.kept), options.request)
    workspace.keep_good_state()


def set_output_check(
    workspace: Workspace, fresh: Sequence[RedactedEnquiry], enquiries: Sequence[RedactedEnquiry], settings: Settings
) -> OutputCheck:
    """Remember, hidden, what is personal in fresh enquiries, and give the gate that knows all that was ever met."""
    workspace.redactions.save_hidden(fresh, list_hidden_words(enquiries, workspace.facts.load_key()))
    return open_output_check(workspace, settings)


def choose_min_customers(asking: Sequence[RedactedEnquiry], min_volume: int) -> int:
    """Choose how many customers make a recurring question where the user does not say: see `RunOptions`."""
    told_apart = len({enquiry.customer for enquiry in asking if enquiry.customer}) > 1
    return min(USUAL_MIN_CUSTOMERS, min_volume) if told_apart else 1


def _import_early(light: bool) -> None:
    try:
        import_bertopic(light=light)
    except Exception:  # the stage that needs it will import it again and say what is wrong
        return
