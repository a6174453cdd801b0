"""The second story: what happens to later enquiries, from export or text to a link and a reply for a person to send.

later exports ─ingest→ clean→ redact→ embed→ match→ reply
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from enquiry2article.articles.publishing import sweep_leftovers, write_atomically
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.match import Match
from enquiry2article.domain.post import Post
from enquiry2article.domain.protocols import Embedder
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.domain.settings import Settings
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.ingest.read import Ingested, read_exports
from enquiry2article.matching.calibration import Calibration
from enquiry2article.matching.escalation import find_escalation
from enquiry2article.matching.index import MatchIndex, Target, make_targets
from enquiry2article.matching.replies.extract import extract_summary
from enquiry2article.matching.replies.phrases import read_reply_phrases
from enquiry2article.matching.replies.reply import ReplyWriter, find_post_language
from enquiry2article.matching.replies.saved_replies import SavedReply, Voice, make_saved_reply
from enquiry2article.pipeline.cover import find_posts
from enquiry2article.pipeline.mine import find_across_languages
from enquiry2article.pipeline.options import MatchOptions, MatchTools
from enquiry2article.pipeline.prepare import Progress, make_strict, open_output_check, prepare_enquiries, report_to
from enquiry2article.privacy.output_check import OutputCheck, guard_evidence
from enquiry2article.storage.decisions_file import apply_decisions, count_verdicts, list_confirmed, read_decisions
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.slugs import make_slug

AGAIN = 3
"""Mails about the same from one customer from which a person writes without a prepared text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchContext:
    """What all stages of matching share."""

    workspace: Workspace
    tools: MatchTools
    options: MatchOptions
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterStage:
    """What later exports hold."""

    enquiries: Sequence[RedactedEnquiry]
    names: Mapping[str, str]
    """Enquiry → the name to greet its customer by; empty where nobody is to be greeted."""


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index with what it was made of."""

    index: MatchIndex
    next_posts: Mapping[str, Post]
    """Question → the post that answers what is most often asked next."""
    titles: Mapping[str, str]
    """Question → its title."""


def open_index(
    workspace: Workspace,
    posts: Sequence[Post],
    embedder: Embedder,
    precision: float,
    report: Callable[[int, int], None],
) -> OpenIndex:
    """Make the index of everything on record and of the posts given.

    What a person has confirmed counts as one more wording of its question, and what they confirmed or refused makes a
    question's links more or less sure.
    """
    decisions = read_decisions(workspace.folder)
    questions = apply_decisions(workspace.results.load_questions(), decisions)
    wordings = workspace.results.load_wordings()
    for question_id, enquiry_ids in list_confirmed(decisions).items():
        wordings.setdefault(question_id, []).extend(sorted(workspace.matches.load_texts(enquiry_ids).values()))
    targets = make_targets(questions, wordings, posts)
    known = {question.id for question in questions}
    foreign = [post for post in posts if post.question_id not in known]
    found = find_posts(questions, wordings, foreign, embedder, workspace, report)
    calibration = Calibration.from_json(workspace.facts.load("calibration")).correct(count_verdicts(decisions))
    vectors = embed_texts({text for t in targets for text in t.wordings}, embedder, workspace.vectors, report)
    return OpenIndex(
        index=MatchIndex(
            targets, vectors, calibration, precision, found, across_languages=find_across_languages(workspace)
        ),
        next_posts=find_next_posts(questions, targets),
        titles={question.id: question.title for question in questions},
    )


def has_answers(workspace: Workspace) -> bool:
    """Return whether the post of any question is known by its address: then no posts need be read."""
    questions = apply_decisions(workspace.results.load_questions(), read_decisions(workspace.folder))
    return any(question.post_url for question in questions)


def find_next_posts(questions: Sequence[Question], targets: Sequence[Target]) -> dict[str, Post]:
    """Return for each question the post that answers what its customers ask next, or what is nearest to it."""
    answered = {target.question_id: target.posts[0] for target in targets if target.posts and target.question_id}
    found = {}
    for question in questions:
        own = answered.get(question.id)
        others = [answered[id_] for id_ in (*question.next, *question.related) if id_ in answered]
        follower = next((post for post in others if own is None or post.url != own.url), None)
        if follower:
            found[question.id] = follower
    return found


def match_exports(
    exports: Sequence[Path],
    workspace: Workspace,
    posts: Sequence[Post],
    tools: MatchTools,
    options: MatchOptions,
    progress: Progress,
) -> tuple[list[Match], MatchIndex]:
    """Return which post answers each enquiry of later exports, with the reply to paste, and give the index that said
    so.

    Raises:
        EnquiryToArticleError: as the stages say.
    """
    context = MatchContext(workspace=workspace, tools=tools, options=options, progress=progress)
    later = read_later(exports, context)
    check = open_output_check(workspace, tools.replies.settings)
    opened = open_index(workspace, posts, tools.embedder, options.precision, lambda done, all_: None)
    found = find_matches(later, opened.index, check, context)
    found = mark_escalations(found, later.enquiries, workspace)
    replied = reply_in_order(found, later, opened, check, context)
    workspace.matches.save(_list_matched(replied, later.enquiries))
    return replied, opened.index


def read_later(exports: Sequence[Path], context: MatchContext) -> LaterStage:
    """Read exports, clean and redact what is in them, and remember, hidden, what was personal."""
    workspace, tools, options = context.workspace, context.tools, context.options
    ingested = read_exports(exports, tools.readers, options.reading)
    enquiries = prepare_enquiries(
        ingested, workspace.facts.load_key(), tools.replies.settings.privacy, workspace.redactions.load_forgotten(),
        context.progress, tools.finder,
    )  # fmt: skip
    workspace.redactions.save_hidden(enquiries)
    return LaterStage(enquiries=enquiries, names=_list_names(ingested) if options.greet else {})


def find_matches(later: LaterStage, index: MatchIndex, check: OutputCheck, context: MatchContext) -> list[Match]:
    """Find the post for each enquiry; what is told as the reason passes the last check."""
    texts = {text for e in later.enquiries if not e.noise for text in (e.text, *e.asks)}
    vectors = embed_texts(
        texts, context.tools.embedder, context.workspace.vectors, report_to(context.progress, "Reading for meaning")
    )
    explain = context.options.explain
    found = index.match(later.enquiries, vectors, explain=explain)
    return [guard_evidence(match, make_strict(check)) for match in found] if explain else found


def reply_in_order(
    matches: Sequence[Match], later: LaterStage, opened: OpenIndex, check: OutputCheck, context: MatchContext
) -> list[Match]:
    """Write the replies, in the order in which the enquiries came: nobody is handed the same post twice."""
    handed = context.workspace.matches.load_handed()
    written: dict[str, Match] = {}
    for m, e in sorted(
        zip(matches, later.enquiries, strict=True), key=lambda pair: (_format_moment(pair[1]), pair[1].id)
    ):
        name = later.names.get(m.enquiry_id, "")
        reply = _write_reply(m, e, opened, context.tools.replies, check, name, handed)
        written[m.enquiry_id] = replace(m, reply=reply)
        if reply and m.post and e.customer:
            handed.setdefault(e.customer, {}).setdefault(m.post.url, m.enquiry_id)
    return [written[m.enquiry_id] for m in matches]


def mark_escalations(
    matches: Sequence[Match], enquiries: Sequence[RedactedEnquiry], workspace: Workspace
) -> list[Match]:
    """Mark what a person should answer without a prepared text: who is upset, in a hurry, or asks again and again."""
    asked: dict[tuple[str, str], set[str]] = {}
    for customer, question_id, enquiry_id in [
        *workspace.matches.load_askers(),
        *((e.customer, m.question_id, m.enquiry_id) for m, e in zip(matches, enquiries, strict=True)),
    ]:
        if customer and question_id:
            asked.setdefault((customer, question_id), set()).add(enquiry_id)
    marked = []
    for match, enquiry in zip(matches, enquiries, strict=True):
        reason = "" if enquiry.noise else find_escalation(enquiry.text)
        if not reason and len(asked.get((enquiry.customer, match.question_id), ())) >= AGAIN:
            reason = "has asked this before, more than once"
        marked.append(replace(match, attention=reason))
    return marked


def write_replies(folder: Path, matches: Sequence[Match]) -> None:
    """Write each reply as a text file of its own; the id of an enquiry, which is a stranger's text, is made a slug.

    Raises:
        PublishError: the folder cannot be written.
    """
    sweep_leftovers([folder])
    taken: list[str] = []
    for match in matches:
        if match.reply:
            taken.append(make_slug(match.enquiry_id, taken))
            write_atomically(folder / f"{taken[-1]}.txt", match.reply)


def _write_reply(
    match: Match,
    enquiry: RedactedEnquiry,
    opened: OpenIndex,
    replies: ReplyWriter,
    check: OutputCheck,
    name: str,
    handed: Mapping[str, Mapping[str, str]],
) -> str:
    """Write a reply, or "" where something personal would be in it beside the name of the customer it goes to."""
    had = [url for url, id_ in handed.get(enquiry.customer, {}).items() if id_ != match.enquiry_id]
    write = functools.partial(
        replies.write,
        match,
        subject=opened.titles.get(match.question_id, ""),
        had=had,
        next_post=opened.next_posts.get(match.question_id),
    )
    nameless = write(name="")
    quoted = [match.post, *(part.post for part in match.also), opened.next_posts.get(match.question_id)]
    if not nameless or not pass_reply(nameless, check, quoted):
        return ""
    return write(name=name) if name else nameless


def pass_reply(reply: str, check: OutputCheck, posts: Iterable[Post | None]) -> bool:
    """Return whether a reply holds nothing personal but what the posts that it quotes tell everybody anyway."""
    public = check.let_pass(text for post in posts if post for text in (post.title, post.text, post.url))
    return not public.inspect(reply)


def _list_matched(
    matches: Sequence[Match], enquiries: Sequence[RedactedEnquiry]
) -> Iterable[tuple[str, str, str, str, str, str, str]]:
    for match, enquiry in zip(matches, enquiries, strict=True):
        if not enquiry.noise:
            yield (
                match.enquiry_id, enquiry.customer, match.post.url if match.post else "", match.question_id,
                match.decision if match.reply else "none" if match.decision == "none" else "unsure",
                enquiry.text, _format_moment(enquiry),
            )  # fmt: skip


def _format_moment(enquiry: RedactedEnquiry) -> str:
    return enquiry.received.isoformat() if enquiry.received else ""


def _list_names(ingested: Ingested) -> dict[str, str]:
    return {enquiry.id: first_name(enquiry.customer_names) for enquiry in ingested.enquiries}


def first_name(names: Sequence[str]) -> str:
    """Return the name to greet somebody by, or "" when what the export calls a name does not look like one."""
    words = names[0].split() if names and "," not in names[0] else []
    return words[0] if words and re.fullmatch(r"[^\W\d_][^\W\d_'’-]+", words[0]) else ""


def list_saved_replies(workspace: Workspace, posts: Sequence[Post], settings: Settings) -> list[SavedReply]:
    """Make a reply for everybody who asks one question, for each question that a post answers, the first one first.

    Whose post has no answer yet, or an address that nobody can be sent to, has none.
    """
    questions = apply_decisions(workspace.results.load_questions(), read_decisions(workspace.folder))
    targets = make_targets(questions, {}, posts)
    answered = {target.question_id: target.posts[0] for target in targets if target.posts and target.question_id}
    following = find_next_posts(questions, targets)
    check = open_output_check(workspace, settings)
    made: list[SavedReply] = []
    for question in questions:
        post = answered.get(question.id)
        if post is None or question.status is QuestionStatus.IGNORED:
            continue
        language = find_post_language(post, settings.site.language)
        phrases = {key: settings.style.dress(phrase) for key, phrase in read_reply_phrases(language).items()}
        voice = Voice(phrases=phrases, language=language, site=settings.site.url)
        reply = make_saved_reply(
            question.title, extract_summary(post), post, following.get(question.id), voice,
            taken=[other.shortcut for other in made],
        )  # fmt: skip
        if reply and pass_reply(f"{reply.name}\n{reply.body_text}", check, [post, following.get(question.id)]):
            made.append(reply)
    return made


def write_saved_replies(folder: Path, files: Mapping[str, str]) -> None:
    """Write what a `ReplyExporter` gives.

    Raises:
        PublishError: the folder cannot be written.
    """
    sweep_leftovers({(folder / place).parent for place in files})
    for place, text in sorted(files.items()):
        write_atomically(folder / place, text)
