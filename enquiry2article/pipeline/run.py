"""The story: what happens to an export, from file to draft. The only module that knows the order of its stages.

export files ─ingest→ clean→ redact→ embed→ group→ hold→ describe→ rank→ draft→ publish

Whether all is grouped anew, `pipeline/mine` decides; how clusters get names and answers, `pipeline/describe` tells;
what becomes of later enquiries, `pipeline/match`. How sure their links will be, `matching/cross_validation` finds out
whenever all was grouped anew.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from enquiry2article.answers.reply_sentences import tell_said
from enquiry2article.answers.vouched_words import read_vouched_replies
from enquiry2article.articles.change_proposals import propose_change
from enquiry2article.articles.copies import draft_copies
from enquiry2article.articles.drafts import draft_articles
from enquiry2article.articles.front_matter import read_body
from enquiry2article.articles.publishing import (
    WRITTEN,
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
from enquiry2article.articles.round_ups import draft_round_ups
from enquiry2article.domain.answer import PERSONAL, Lack
from enquiry2article.domain.article import Action, Draft, Step
from enquiry2article.domain.cluster import Detail
from enquiry2article.domain.enquiry import LedgerRow, RedactedEnquiry, Status, was_left_out
from enquiry2article.domain.export import ReadOptions
from enquiry2article.domain.filters import Filters
from enquiry2article.domain.post import Post
from enquiry2article.domain.protocols import (
    Embedder,
    Grouper,
    NameFinder,
    PageWriter,
    Publisher,
    Reader,
    Writer,
)
from enquiry2article.domain.question import Change, KnownQuestion, Question
from enquiry2article.domain.run import TOO_FEW_CUSTOMERS, FileReport, RunRecord, RunReport
from enquiry2article.domain.settings import HouseStyle, Settings
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.ingest.read import read_exports, refuse_problems
from enquiry2article.matching.calibration import learn_calibration
from enquiry2article.matching.cross_validation import rehearse_matching
from enquiry2article.pipeline.cover import cover_posts, list_answered, propose_sections
from enquiry2article.pipeline.describe import describe_questions
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
from enquiry2article.pipeline.mine import keep_mining, may_go_on, mine_enquiries
from enquiry2article.pipeline.over_time import find_answered, tell_time
from enquiry2article.pipeline.prepare import Progress, ask_model, look_closely, open_gate, show_example
from enquiry2article.pipeline.remember import Remembered, remember_enquiries
from enquiry2article.pipeline.unchanged import remember_run
from enquiry2article.pipeline.unfit import count_split, warn_of_export
from enquiry2article.privacy.detection import redact_text
from enquiry2article.privacy.output_check import Gate, guard_questions, tell_words
from enquiry2article.privacy.report import list_removals
from enquiry2article.questions.grouping.background import BackgroundGrouper
from enquiry2article.questions.grouping.constraints import hold_decisions, identify_held
from enquiry2article.questions.grouping.firmness import measure_firmness
from enquiry2article.questions.grouping.group import Grouping
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The exchangeable parts, put together in one place: the door."""

    readers: Mapping[str, Reader]
    embedder: Embedder
    grouper: Grouper
    writer: Writer
    pages: PageWriter
    """What writes copies for other sites and round-ups."""
    publisher: Publisher
    finder: NameFinder | None = None
    """The user's own finder of names, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user may decide about a run."""

    format_name: str = ""
    reading: ReadOptions = field(default_factory=ReadOptions)
    filters: Filters = field(default_factory=Filters)
    """Which enquiries the run is about; the others are set aside and remembered."""
    known: Sequence[KnownQuestion] = ()
    """Questions that the house knows already: what asks one of them is put there first."""
    min_volume: int = 3
    min_customers: int = 0
    """How many different customers make a recurring question; 0 for two, or as many as `min_volume` if that is less,
    and for one where the export does not tell customers apart."""
    detail: Detail = Detail.USUAL
    save_model: Path | None = None
    settings: Settings = field(default_factory=Settings)
    """What the house wishes for its drafts."""
    existing: Sequence[Post] = ()
    """Posts that are public already: what one of them answers is not drafted again."""
    retain_days: int = 0
    """For how many days after it came an enquiry's text stays in the workspace; 0 for ever."""
    request: str = ""
    """A hash of everything that the run depends on (`pipeline/unchanged.tell_request`), or "" to let the next one do
    all again."""
    strict: bool = False
    """Stop before anything is written if a row or a file could not be read."""
    as_of: date | None = None
    """The day at whose end `now` is, if it was asked for: what came later is left out."""
    now: datetime


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
    vectors = embed_texts(texts, tools.embedder, workspace.vectors, _tell(progress, "Reading for meaning"))
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
        apply_decisions(questions, decisions), _list_wordings(grouping, questions), options.existing,
        tools.embedder, workspace, _tell(progress, "Reading your posts"),
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
        found=_count_found(enquiries),
        actions=dict(Counter(step.action for step in steps)),
        kept=tuple(tools.publisher.path(step.draft) for step in steps if step.action is Action.KEEP),
        written=_count_written(steps, questions),
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


def draft_all(questions: Sequence[Question], tools: Tools, settings: Settings) -> list[Draft]:
    """Write the articles, then, if the settings ask for them, pages of areas and copies for other sites."""
    articles = draft_articles(questions, tools.writer, settings)
    round_ups = draft_round_ups(questions, tools.pages, settings) if settings.drafts.round_ups else []
    copies = draft_copies(articles, questions, tools.pages, settings) if settings.drafts.syndication else []
    return [*articles, *round_ups, *copies]


def _list_wordings(grouping: Grouping, questions: Sequence[Question]) -> dict[str, list[str]]:
    return {
        question.id: list(dict.fromkeys(member.text for member in cluster.members))
        for question, cluster in zip(questions, grouping.clusters, strict=True)
    }


def propose_changes(
    steps: Sequence[Step],
    questions: Sequence[Question],
    publisher: Publisher,
    existing: Mapping[Path, str],
    written: Mapping[Path, Sequence[str]],
    style: HouseStyle,
) -> dict[Path, str]:
    """Give what could be changed in the articles that a person has edited: path of the draft → proposal, or ""."""
    by_id = {question.id: question for question in questions}
    proposals = {}
    for step in steps:
        path = publisher.path(step.draft)
        if step.action is Action.KEEP and path in written and _is_article(step.draft):
            body = read_body(existing[path])
            proposals[path] = propose_change(by_id[step.draft.question_id], written[path], body, style.dress)
    return proposals


def _count_written(steps: Sequence[Step], questions: Sequence[Question]) -> dict[str, int]:
    """Count the drafts that are there after the steps, by what they are: see `RunReport.written`."""
    lacks = {question.id: question.answer.lack for question in questions}
    counts: Counter[str] = Counter()
    for step in steps:
        draft = step.draft
        if step.action is Action.REFUSE:
            continue
        if _is_article(draft):
            counts["article" if lacks[draft.question_id] is Lack.NOTHING else "outline"] += 1
        else:
            counts["copy" if "copy_of" in draft.front_matter else "page"] += 1
    return dict(counts)


def _is_article(draft: Draft) -> bool:
    """Say whether a draft is the article of one question, and no copy of it and no page of an area."""
    return draft.front_matter.get("question_id") == draft.question_id


def list_written(steps: Sequence[Step], questions: Sequence[Question], publisher: Publisher) -> dict[Path, list[str]]:
    """Give the sentences of the answer in each article that is ours once the steps are done."""
    by_id = {question.id: question for question in questions}
    return {
        publisher.path(step.draft): [statement.text for statement in by_id[step.draft.question_id].answer.statements]
        for step in steps
        if step.action in WRITTEN and _is_article(step.draft)
    }


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


def _tell(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, all_: progress(what, done, all_)


def _import_early(light: bool) -> None:
    try:
        import_bertopic(light=light)
    except Exception:  # the stage that needs it will import it again and say what is wrong
        return


def _count_found(enquiries: Sequence[RedactedEnquiry]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for enquiry in enquiries:
        counts.update(enquiry.found)
    return dict(counts)
