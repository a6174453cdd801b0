"""The story: what happens to an export, from file to draft. The only module that knows the order of its stages.

export files ─ingest→ clean→ redact→ embed→ group→ hold→ describe→ rank→ draft→ publish

Whether all is grouped anew, `pipeline/mine` decides; how clusters get names and answers, `pipeline/describe` tells;
what becomes of later enquiries, `pipeline/match`. How sure their links will be, `matching/cross_validation` finds out
whenever all was grouped anew.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from enquiry2article.answers.reply_sentences import tell_said
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
from enquiry2article.domain.answer import PERSONAL
from enquiry2article.domain.article import Action
from enquiry2article.domain.enquiry import LedgerRow, RedactedEnquiry, was_left_out
from enquiry2article.domain.question import Change
from enquiry2article.domain.run import FileReport, RunRecord, RunReport
from enquiry2article.domain.settings import Settings
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.ingest.read import read_exports, refuse_problems
from enquiry2article.matching.calibration import learn_calibration
from enquiry2article.matching.cross_validation import rehearse_matching
from enquiry2article.pipeline.cover import cover_posts, list_answered, propose_sections
from enquiry2article.pipeline.describe import describe_questions
from enquiry2article.pipeline.drafting import count_written, draft_all, list_wordings, list_written, propose_changes
from enquiry2article.pipeline.filters import (
    FILTERS,
    explain_nothing,
    find_unmatched,
    leave_out,
    list_own_fields,
    refuse_unknown_columns,
    tell_columns,
)
from enquiry2article.pipeline.known_questions import continue_questions, list_unasked, settle_known
from enquiry2article.pipeline.ledger import count_found, keep_ledger, tell
from enquiry2article.pipeline.mine import keep_mining, may_go_on, mine_enquiries
from enquiry2article.pipeline.options import RunOptions, Tools
from enquiry2article.pipeline.over_time import find_answered, tell_time
from enquiry2article.pipeline.prepare import Progress, ask_model, look_closely, open_gate, show_example
from enquiry2article.pipeline.remember import remember_enquiries
from enquiry2article.pipeline.unchanged import remember_run
from enquiry2article.pipeline.unfit import count_split, warn_of_export
from enquiry2article.privacy.detection import redact_text
from enquiry2article.privacy.output_check import Gate, guard_questions, tell_words
from enquiry2article.privacy.report import list_removals
from enquiry2article.questions.grouping.background import BackgroundGrouper
from enquiry2article.questions.grouping.constraints import hold_decisions, identify_held
from enquiry2article.questions.grouping.firmness import measure_firmness
from enquiry2article.questions.grouping.identity import tell_changes, weigh_core
from enquiry2article.questions.grouping.reply_evidence import drop_uninformative
from enquiry2article.questions.naming.topics import import_bertopic
from enquiry2article.questions.ranking import rank_questions
from enquiry2article.storage.decisions_file import apply_decisions, read_decisions
from enquiry2article.storage.forgetting import drop_texts
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.language import count_weak_languages
from enquiry2article.text.nltk_loader import import_nltk
from enquiry2article.trends.as_of import leave_out_later
from enquiry2article.trends.run_history import describe_run, looks_back

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
    decisions = read_decisions(workspace.folder)
    reading = replace(options.reading, only=tell_columns(options.filters))
    ingested = read_exports(exports, tools.readers, reading, format_name=options.format_name)
    columns = [*ingested.columns, *(list_own_fields(ingested.enquiries) if options.filters else ())]
    refuse_unknown_columns(options.filters, columns)
    if options.strict:
        refuse_problems(ingested)
    remembered = remember_enquiries(ingested, workspace, options.settings.privacy, progress, tools.finder)
    enquiries = [row.enquiry for row in remembered.known if row.enquiry is not None and not row.twin]
    enquiries = leave_out_later(enquiries, options.as_of)
    enquiries = leave_out(enquiries, options.filters, workspace.facts.load_key())
    asking = [enquiry for enquiry in enquiries if not enquiry.noise]
    left_out = {enquiry.id for enquiry in enquiries if was_left_out(enquiry)}
    if left_out and not asking:
        raise explain_nothing(ingested.enquiries, options.filters, columns, redact_text)
    min_customers = options.min_customers or choose_min_customers(asking, options.min_volume)
    several = len(asking) >= 2 * options.min_volume  # one question alone needs no topic model
    if options.save_model or (several and not may_go_on(workspace, len(asking))):
        import_nltk()  # it must not be under way in two threads
        # BERTopic takes seconds to import and is needed late, so it is fetched while the texts are embedded.
        threading.Thread(target=_import_early, args=(options.save_model is None,), daemon=True).start()
    known = settle_known(options.known, workspace)
    titles = [question.title for question in known]
    public = [
        *options.settings.list_public_words(),
        *titles,
        *(section.text for post in options.existing for section in post.sections),
    ]
    replies = read_vouched_replies(asking, public)
    said = tell_said(replies)
    texts = {text for enquiry in asking for text in (enquiry.text, *enquiry.asks, *said[enquiry.id])} | set(titles)
    vectors = embed_texts(texts, tools.embedder, workspace.vectors, tell(progress, "Reading for meaning"))
    said = drop_uninformative(said, {enquiry.id: enquiry.text for enquiry in asking}, vectors)
    progress("Finding the questions", 0, 1)
    grouper = BackgroundGrouper(
        tools.grouper,
        lambda texts: embed_texts(texts, tools.embedder, workspace.vectors, lambda done, all_: None),
        tools.embedder.name,
    )
    mining = mine_enquiries(
        enquiries, vectors, grouper, workspace,
        method=type(tools.grouper).__name__, encoder=tools.embedder.name,
        min_volume=options.min_volume, min_customers=min_customers, detail=options.detail, said=said, known=titles,
    )  # fmt: skip
    last = workspace.load_last_members()
    identities = workspace.results.load_identities()
    ever = {id_: identity.enquiry_ids for id_, identity in identities.items()}
    cores = {id_: weigh_core(identity.enquiry_ids) for id_, identity in identities.items() if identity.has_core}
    holds = hold_decisions(decisions, last, ever, workspace.grouping.load_holds())
    known = continue_questions(known, mining.grouping, identities, holds.gone)
    decided = {*holds.whole, *(id_ for decision in decisions for id_ in (decision.question, decision.into))}
    grouping, ids = identify_held(
        mining.grouping, holds, vectors,
        cores=cores, named={sign: known[place].id for sign, place in mining.grouping.known.items()},
        min_volume=options.min_volume, min_customers=min_customers,
    )  # fmt: skip
    gate = set_gate(workspace, remembered.fresh, enquiries, options.settings).let_pass(titles)
    sentence_gate = ask_model(gate, tools.finder, enquiries)
    questions = describe_questions(
        grouping.clusters, ids, replies, asking, workspace, tools.embedder, progress,
        now=options.now, gate=look_closely(sentence_gate), decided=decided,
        known={question.id: question.title for question in known}, anew=mining.anew, left_out=left_out,
        save_model=options.save_model,
    )  # fmt: skip
    firm = measure_firmness(grouping.clusters, grouping.alone, vectors, said)
    ours = {question.id for question in known}
    questions = [replace(q, known=q.id in ours, firmness=own) for q, own in zip(questions, firm, strict=True)]
    questions, unsafe = guard_questions(questions, sentence_gate)
    calibration = workspace.facts.load("calibration")
    runs = workspace.runs.load_all()
    back = looks_back(runs, options.as_of, options.now)
    if mining.anew and not back:
        progress("Rehearsing later enquiries", 0, 1)
        rehearsal = rehearse_matching(
            grouping, [question.id for question in questions], vectors, grouper,
            min_volume=options.min_volume, min_customers=min_customers, detail=options.detail, said=said, known=titles,
        )  # fmt: skip
        calibration = learn_calibration(rehearsal).to_json()
    coverage = cover_posts(
        apply_decisions(questions, decisions), list_wordings(grouping, questions), options.existing,
        tools.embedder, workspace, tell(progress, "Reading your posts"),
    )  # fmt: skip
    answered = list_answered(coverage)
    questions = [replace(question, found_url=answered.get(question.id, "")) for question in questions]
    questions = apply_decisions(questions, decisions)
    since = find_answered(questions, coverage, decisions, workspace.drafts.load_answered(), options.now)
    questions = rank_questions(tell_time(questions, enquiries, since))
    stayed = {id_: chosen for id_, own in last.items() if (chosen := own - left_out) or not own}
    moved = [] if back else tell_changes(stayed, {question.id: question.enquiry_ids for question in questions})
    changes = [change for change in moved if not holds.made(change)]
    ledger = keep_ledger(remembered, grouping, questions)
    record = record_run(ledger, moved, [gate.mask(file.name) for file in ingested.files], back, tools, options)
    drafts = draft_all(questions, tools, options.settings)
    existing = read_existing(posts, [tools.publisher.path(draft) for draft in drafts])
    steps = plan_publication(drafts, tools.publisher, existing, workspace.drafts.load_digests(posts))
    steps, refused = refuse_unsafe(steps, unsafe, {question.id: question.title for question in questions}, gate)
    proposals = propose_changes(
        steps, questions, tools.publisher, existing, workspace.drafts.load_written(posts), options.settings.style
    )
    own = {draft.question_id: tools.publisher.path(draft) for draft in reversed(drafts)}
    questions = [replace(q, draft=(posts / own[q.id]).as_posix() if q.id in own else "") for q in questions]
    oldest = options.now - timedelta(days=options.retain_days) if options.retain_days else None
    # Announced first: a draft whose digest was lost with a killed run would look like a person's and be kept for ever.
    digests = list_digests(steps, tools.publisher)
    workspace.drafts.announce_digests(posts, digests)
    write_steps(steps, tools.publisher, posts)
    notes = list_notes(steps, tools.publisher)
    write_notes(workspace.folder, notes)
    write_proposals(workspace.folder, proposals)
    sections = propose_sections(questions, coverage, options.settings.style, options.settings.site.language)
    write_sections(workspace.folder, sections)
    report = RunReport(
        workspace=workspace.folder,
        posts=posts,
        files=tuple(_redact_examples(file, gate) for file in ingested.files),
        ledger=tuple(ledger),
        questions=tuple(questions),
        bad=tuple(remembered.bad),
        found=count_found(enquiries),
        actions=dict(Counter(step.action for step in steps)),
        kept=tuple(tools.publisher.path(step.draft) for step in steps if step.action is Action.KEEP),
        written=count_written(steps, questions),
        first=not runs,
        notes=tuple(notes),
        proposed=sum(bool(text) for text in proposals.values()),
        sections=len(sections),
        refused=tuple(refused),
        held_back=sum(sentence.unfit == PERSONAL for own in replies.values() for sentence in own),
        changes=tuple(changes),
        unknown=holds.unknown,
        languages=count_weak_languages([enquiry.text for enquiry in asking]),
        min_volume=options.min_volume,
        min_customers=min_customers,
        filters=options.filters,
        known=len(known),
        unasked=len(list_unasked(known, {question.id for question in questions}, decisions)),
        unmatched=tuple(find_unmatched(enquiries, options.filters, workspace.facts.load_key())),
        warnings=warn_of_export(asking, questions, count_split(ingested.enquiries)),
    )
    with workspace.transaction():  # with this the run has been; if it is killed before, the next one does it all
        workspace.facts.save(FILTERS, options.filters.to_json())
        workspace.facts.save_known_questions(known)
        workspace.save_results(questions, ledger, enquiries, calibration, record)
        if not back:  # the next run goes on from the newest state
            workspace.grouping.save_holds(holds.by_decision)
            workspace.drafts.save_answered(since)
            keep_mining(mining, workspace)
        workspace.redactions.save_removals(list_removals(enquiries))
        if oldest:
            drop_texts(workspace, oldest, {e.id for e in enquiries if (e.received or oldest) < oldest})
        workspace.drafts.settle_digests(posts, digests)
        workspace.drafts.save_written(posts, list_written(steps, questions, tools.publisher))
        remember_run(workspace, report, list(digests) + list(report.kept), options.request)
    workspace.keep_good_state()
    return report


def _redact_examples(file: FileReport, gate: Gate) -> FileReport:
    """Take what is personal out of the cells by which a person knows the columns: the report is kept and printed."""
    shown = (replace(choice, example=show_example(choice.example, gate)) for choice in file.columns)
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
    asked |= {"only": options.filters.describe()} if options.filters else {}
    asked |= {"known": f"{len(options.known)} questions"} if options.known else {}
    return describe_run(ledger, changes, files, asked, at=options.now, as_of=options.as_of, back=back)


def set_gate(
    workspace: Workspace, fresh: Sequence[RedactedEnquiry], enquiries: Sequence[RedactedEnquiry], settings: Settings
) -> Gate:
    """Remember, hidden, what is personal in fresh enquiries, and give the gate that knows all that was ever met."""
    workspace.redactions.save_hidden(fresh, tell_words(enquiries, workspace.facts.load_key()))
    return open_gate(workspace, settings)


def choose_min_customers(asking: Sequence[RedactedEnquiry], min_volume: int) -> int:
    """Choose how many customers make a recurring question where the user does not say: see `RunOptions`."""
    told_apart = len({enquiry.customer for enquiry in asking if enquiry.customer}) > 1
    return min(USUAL_MIN_CUSTOMERS, min_volume) if told_apart else 1


def _import_early(light: bool) -> None:
    try:
        import_bertopic(light=light)
    except Exception:  # the stage that needs it will import it again and say what is wrong
        return
