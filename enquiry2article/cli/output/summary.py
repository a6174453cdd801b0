"""What a run found, told to a person: counts, what was set aside, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from enquiry2article.domain.answer import Lack
from enquiry2article.domain.article import Action
from enquiry2article.domain.enquiry import Status
from enquiry2article.domain.errors import shorten
from enquiry2article.domain.export import ColumnChoice
from enquiry2article.domain.question import Fate, Outcome, Question, QuestionStatus
from enquiry2article.domain.run import TOO_FEW_CUSTOMERS, FileReport, RunReport
from enquiry2article.privacy.output_check import describe_findings
from enquiry2article.storage.connection import NOTES
from enquiry2article.trends.effects import describe_effect

DEFAULT_WORKSPACE = Path(".enquiry2article")

LITTLE_RECURS = 0.15
"""Share of the enquiries that ask something below which little recurs."""

SHOWN_QUESTIONS = 6
SHOWN_BAD_ROWS = 3
SHOWN_BY_TIME = 3
"""Questions that are named for each thing that time tells."""

TRENDS = {
    "new": "New in the last month",
    "rising": "Asked more often in the last month",
    "falling": "Asked less often in the last month",
    "gone": "No longer asked",
}

STILL_ASKED_ADVICE = (
    "Can your customers find those posts? Link them from your contact form and your order mails, put the customers' "
    "own words into their titles, and check that they answer what is asked."
)

"""Characters of a cell by which a person knows a column."""

SHOWN_STRANGERS = 3
"""Files of a folder or archive that are left aside and told by name."""


def summarise_run(report: RunReport) -> str:
    """Describe in a few plain lines what was found and where to look."""
    counts = report.counts()
    one_sided = sum(row.status is Status.ALONE and row.reason == TOO_FEW_CUSTOMERS for row in report.ledger)
    left_out = sum(report.left_out.values())
    lines = []
    for file in report.files:
        lines += describe_file(file)
    if report.unchanged:
        lines.append("Nothing has changed since the last run, so nothing was done.")
    lines.append("")
    parts = [
        f"{counts['grouped']} ask one of {count_of(len(report.questions), 'recurring question')}",
        f"{counts['alone'] - one_sided} ask what fewer than {report.min_volume} ask",
        f"{counts['duplicate']} were sent twice",
        f"{counts['noise'] - report.later} are no questions (spam, thanks, auto-replies)",
    ]
    if one_sided:
        parts.insert(2, f"{one_sided} ask what fewer than {report.min_customers} customers ask")
    if left_out:
        parts.append(f"{left_out} were set aside by your filters")
    if report.later:
        parts.append(f"{report.later} came after the day you asked for")
    if unread := counts["set-aside"] - left_out:
        parts.append(f"{unread} could not be read")
    lines.append(f"{count_of(len(report.ledger), 'enquiry')}: {', '.join(parts)}.")
    lines += _describe_bad_rows(report)
    lines += _describe_filters(report)
    if report.recurring is not None:
        little = ": little recurs here" if report.recurring < LITTLE_RECURS else ""
        lines.append(f"{report.recurring:.0%} of what is asked recurs{little}.")
    lines += _describe_known(report)
    lines += [f"Mind: {warning}" for warning in report.warnings]
    if report.later:
        lines.append("For the state of today, run again without --as-of.")
    if report.found:
        taken = ", ".join(
            f"{count} × {kind}" for kind, count in sorted(report.found.items(), key=lambda i: (-i[1], i[0]))
        )
        lines.append(f"Personal data taken out before anything was written: {taken}.")
    if report.languages:
        told = ", ".join(f"{name} ({count})" for name, count in report.languages.items())
        lines.append(
            f"{count_of(sum(report.languages.values()), 'enquiry')} in languages that are not supported well: {told}. "
            "Read their drafts with care: fewer words of theirs are known, also for what is personal."
        )
    lines.append("")
    lines += _describe_questions(report)
    return "\n".join(lines).rstrip() + "\n"


def describe_file(file: FileReport) -> list[str]:
    """Describe what a file was taken for, why, and what came out of it."""
    if file.problem:
        return [f"NOT READ  {file.problem}"]
    if file.strangers:
        shown = ", ".join(name.rpartition("/")[2] for name in file.strangers[:SHOWN_STRANGERS])
        more = ", …" if len(file.strangers) > SHOWN_STRANGERS else ""
        left = count_of(len(file.strangers), "file")
        return [f"Left aside in {file.name}: {left} in no format that can be read ({shown}{more})."]
    known = f" ({file.reason})" if file.reason else ""
    found = f"{count_of(file.enquiries, 'enquiry')}, {file.replied} with a reply{' of a person' if file.bots else ''}"
    lines = [f"Read {file.name} as {file.format}{known}: {found}.", *_describe_columns(file.columns)]
    if file.likely_answer and not file.replied:
        name = shorten(file.likely_answer)
        lines.append(f'  The column "{name}" may hold replies: if it does, add --map answer="{name}".')
    lines += [f"  {note}" for note in file.remarks]
    return [*lines, *([f"  {file.advice}"] if file.advice else [])]


def _describe_columns(choices: Sequence[ColumnChoice]) -> list[str]:
    """Describe which columns were taken for what: those of words with an example each, the others on one line."""
    lines = []
    others = []
    for choice in choices:
        name = shorten(choice.column)
        field_ = choice.field.partition(".")[0]
        if not choice.example:
            others.append(f'{field_} = "{name}"')
            continue
        sure = f" ({choice.sure:.0%} sure)" if choice.sure < 1 else ""
        lines.append(f'  {field_} = "{name}"{sure}, such as: {choice.example}')
        if choice.in_doubt:
            rival = f', or --map {field_}="{shorten(choice.rivals[0])}"' if choice.rivals else ""
            lines.append(f"    That is a guess: if it is wrong, name the right one with --map {field_}=COLUMN{rival}.")
    return [*lines, *([f"  {', '.join(others)}"] if others else [])]


def _describe_filters(report: RunReport) -> list[str]:
    """Describe which enquiries were chosen, why the others were not, and how to have all of them again."""
    if not report.filters:
        return []
    lines = [f"Only these count: {report.filters.describe()}. So it is in the next run, unless --all takes all again."]
    lines += [f"  {count} set aside: {reason}." for reason, count in report.left_out.items()]
    return [*lines, *(f"  No enquiry has {shorten(column)} = {shorten(value)}." for column, value in report.unmatched)]


def _describe_known(report: RunReport) -> list[str]:
    """Describe how many of the known questions were asked, and where to see those that nobody asks."""
    if not report.known:
        return []
    asked = [question for question in report.questions if question.known]
    count = report.known - report.unasked
    told = f"{count} of {count_of(report.known, 'known question')} {'is' if count == 1 else 'are'} asked"
    told += f" ({count_of(sum(question.volume for question in asked), 'enquiry')})"
    where = f"; nobody asks {report.unasked}: enquiry2article questions{_name_workspace(report)}"
    return [f"{told}{where if report.unasked else ''}. So it is in the next run, unless --no-known forgets them."]


def _describe_bad_rows(report: RunReport) -> list[str]:
    lines = [f"  {row.source}: {row.reason}" for row in report.bad[:SHOWN_BAD_ROWS]]
    if len(report.bad) > SHOWN_BAD_ROWS:
        more = len(report.bad) - SHOWN_BAD_ROWS
        lines.append(f"  … and {more} more; all are listed by: enquiry2article ledger{_name_workspace(report)}")
    return lines


def _describe_questions(report: RunReport) -> list[str]:
    lines = _describe_changes(report)
    if report.unknown:
        told = ", ".join(report.unknown)
        lines.append(f"decisions.toml speaks of {told}, never found here: nothing is done about that.")
    if not report.questions:
        return [*lines, *_describe_nothing_recurs(report)]
    return [
        *lines,
        *_describe_first(report),
        "",
        *_describe_drafts(report),
        *_describe_withheld(report),
        *_describe_edited(report),
        *([] if report.first else _describe_trends(report)),
        *_describe_effects(report),
        *_describe_posts(report),
        *_describe_lacks(report),
        f"Look at: {report.posts}",
    ]


def _describe_nothing_recurs(report: RunReport) -> list[str]:
    if report.min_volume == 1:
        return ["None of the enquiries asks a question. See: enquiry2article ledger"]
    few = f"Nothing recurs yet: no question was asked {report.min_volume} times or more. "
    fewer = f", or try --min-volume {min(2, report.min_volume - 1)}"
    return [f"{few}Add more months of enquiries{fewer}."]


def _describe_first(report: RunReport) -> list[str]:
    """Describe the questions most worth answering."""
    lines = ["Most worth answering:"]
    for question in report.questions[:SHOWN_QUESTIONS]:
        lines.append(f"  {question.rank:3}. {question.title}  ({'; '.join(question.reasons[:2])})")
    if len(report.questions) > SHOWN_QUESTIONS:
        more = len(report.questions) - SHOWN_QUESTIONS
        lines.append(f"       … and {more} more: enquiry2article questions{_name_workspace(report)}")
    return lines


def _describe_withheld(report: RunReport) -> list[str]:
    """Describe where the editor's notes are, and what was not written because it may be personal."""
    lines = []
    if report.notes:
        lines.append(
            f"What you have to decide about each, and where its sentences come from: {report.workspace}/{NOTES}"
        )
    if report.refused:
        told = "; ".join(
            f"“{refusal.title}”: {describe_findings(refusal.found)} ({refusal.place})"
            for refusal in report.refused[:SHOWN_BY_TIME]
        )
        others = f" and {len(report.refused) - SHOWN_BY_TIME} more" if len(report.refused) > SHOWN_BY_TIME else ""
        lines.append(
            f"NOT WRITTEN, for what may be personal: {told}{others}. If that is a word of your own: --keep WORD."
        )
    if report.held_back:
        verb = "holds" if report.held_back == 1 else "hold"
        lines.append(
            f"{count_of(report.held_back, 'sentence')} of the replies {verb} a word that may be somebody's name and "
            f"stand in no draft: enquiry2article redactions --held-back{_name_workspace(report)}"
        )
    return lines


def _describe_edited(report: RunReport) -> list[str]:
    """Describe which drafts a person has edited, and what would change in them."""
    lines = [f"  {path} was edited by you and was left as it is." for path in report.kept[:SHOWN_BY_TIME]]
    if len(report.kept) > SHOWN_BY_TIME:
        lines.append(f"  … and {len(report.kept) - SHOWN_BY_TIME} more that you have edited.")
    if report.proposed:
        drafts = count_of(report.proposed, "draft")
        lines.append(f"The replies have changed for {drafts} of those: see {report.workspace}/proposed-changes.")
    return lines


def _describe_posts(report: RunReport) -> list[str]:
    """Describe what the user's own posts answer, and what they could say more."""
    lines = []
    if found := sum(bool(question.found_url) for question in report.questions):
        lines.append(f"Your posts answer {count_of(found, 'question')} already: not drafted again.")
    if report.sections:
        lines.append(f"Your posts could say more: see {report.workspace}/proposed-sections ({report.sections}).")
    return lines


def _describe_lacks(report: RunReport) -> list[str]:
    """Describe what the replies lack: where there are none, or too few, or where they contradict each other."""
    lines = []
    unanswered = [q for q in report.questions if q.answer.lack is not Lack.NOTHING]
    if unanswered and len(unanswered) == len(report.questions) and not any(q.replied for q in report.questions):
        lines.append(explain_outlines(report.files))
    lines += _describe_unheard(report)
    doubted = sum(bool(q.answer.disagreements) for q in report.questions)
    if doubted:
        verb = "rests" if doubted == 1 else "rest"
        lines.append(f"{count_of(doubted, 'draft')} {verb} on replies that contradict each other: its note says how.")
    return lines


def explain_outlines(files: Sequence[FileReport]) -> str:
    """Describe why all drafts are outlines, and what would give finished answers."""
    if likely := next((file for file in files if file.likely_answer), None):
        column = f'"{shorten(likely.likely_answer)}" of {likely.name}'
        return f"No replies were read, so the drafts are outlines: look at the column {column}."
    if any(file.bots for file in files):
        return (
            "Only bots replied, so the drafts are outlines: they say what people ask and what you have to write. If "
            "the bots are right, --learn-from-bots gives finished answers."
        )
    return (
        "The export holds no replies, so the drafts are outlines: they say what people ask and what you have to write. "
        "An export with the conversations in it would give finished answers."
    )


def _describe_drafts(report: RunReport) -> list[str]:
    """Describe what there is to read, of each sort how much, and what was not drafted."""
    written = report.written
    sorts = [
        (written.get("article", 0), "article", ""),
        (written.get("outline", 0), "outline", " that you have to write out"),
        (written.get("page", 0), "page", " of an area"),
        (written.get("copy", 0), "copy", " for other sites"),
    ]
    parts = [f"{count_of(count, noun)}{more}" for count, noun, more in sorts if count or noun == "article"]
    made, changed, same = (report.actions.get(a, 0) for a in (Action.CREATE, Action.UPDATE, Action.SAME))
    lacks = Counter(q.answer.lack for q in report.questions if q.status is QuestionStatus.NEW and not q.post_url)
    cases = lacks[Lack.CASE]
    # Drafts of earlier runs may be among the outlines.
    few = max(0, lacks[Lack.MISSING] + lacks[Lack.TERSE] - written.get("outline", 0) - len(report.refused))
    left = [
        *([f"{count_of(cases, 'question')} that agents handle case by case"] if cases else []),
        *([f"{count_of(few, 'question')} whose replies hold too little that is true for everybody"] if few else []),
    ]
    not_drafted = f" Not drafted: {', '.join(left)}." if left else ""
    lines = [
        f"{', '.join(parts)} in {report.posts} ({made} new, {changed} brought up to date, {same} unchanged)."
        f"{not_drafted}"
    ]
    if written.get("outline") or left:
        lines.append(f"What nobody has answered yet: enquiry2article questions --unanswered{_name_workspace(report)}")
    return lines


def _describe_trends(report: RunReport) -> list[str]:
    """Describe which questions are asked more or less often than before, those first that most customers ask."""
    lines = []
    for trend, told in TRENDS.items():
        found = sorted((q for q in report.questions if q.trend == trend), key=lambda q: (-q.customers, q.rank))
        if found:
            lines.append(f"{told}: {_name_questions(found)}.")
    return lines


def _describe_effects(report: RunReport) -> list[str]:
    """Describe which questions are asked although a post answers them, and what to do; and which are asked less."""
    answered = [q for q in report.questions if q.status is QuestionStatus.ANSWERED and q.effect]
    still = [q for q in answered if q.effect and q.effect.outcome is Outcome.STILL]
    less = [q for q in answered if q.effect and q.effect.outcome is Outcome.LESS]
    lines = []
    if less:
        verb = "is" if len(less) == 1 else "are"
        them = "it" if len(less) == 1 else "them"
        told = f"{count_of(len(less), 'question')} {verb} asked less since a post answers {them}"
        lines.append(f"{told}: {_name_questions(less)}.")
    if still:
        verb = "is" if len(still) == 1 else "are"
        lines.append(f"{count_of(len(still), 'question')} {verb} answered and still asked:")
        for question in still[:SHOWN_BY_TIME]:
            lines.append(f"  “{question.title}”: {describe_effect(question.effect) if question.effect else ''}")
        if len(still) > SHOWN_BY_TIME:
            lines.append(f"  … and {len(still) - SHOWN_BY_TIME} more.")
        lines.append(
            f"  {STILL_ASKED_ADVICE} All of them: enquiry2article questions --still-asked{_name_workspace(report)}"
        )
    return lines


def _name_questions(questions: Sequence[Question]) -> str:
    shown = ", ".join(f"“{question.title}”" for question in questions[:SHOWN_BY_TIME])
    return f"{shown} and {len(questions) - SHOWN_BY_TIME} more" if len(questions) > SHOWN_BY_TIME else shown


def _describe_changes(report: RunReport) -> list[str]:
    """Describe what became of the questions of the run before, where it is not what they were."""
    titles = {question.id: question.title for question in report.questions}
    lines = []
    for change in report.changes:
        other = f"“{titles.get(change.other, change.other)}” ({change.other})"
        moved = count_of(change.count, "enquiry")
        if change.what is Fate.PARTED:
            lines.append(f"Changed: {moved} of “{titles[change.question]}” ({change.question}) now ask {other}.")
        elif change.what is Fate.JOINED:
            lines.append(f"Changed: the question {change.question} has become part of {other}.")
        else:
            lines.append(f"Changed: the question {change.question} is no longer found; its enquiries ask other things.")
    return [*lines, ""] if lines else []


def _describe_unheard(report: RunReport) -> list[str]:
    """Describe those who never got a reply, where the export holds replies at all."""
    asked = [row for row in report.ledger if row.status in (Status.GROUPED, Status.ALONE)]
    unheard = sum(not row.replied for row in asked)
    if not unheard or unheard == len(asked):
        return []
    verb = "enquiry never got" if unheard == 1 else "enquiries never got"
    return [f"{unheard:,} {verb} a reply: enquiry2article ledger --no-reply{_name_workspace(report)}"]


def _name_workspace(report: RunReport) -> str:
    """Return the option that a later command needs to find this run's workspace, or "" for the usual one."""
    return "" if report.workspace == DEFAULT_WORKSPACE else f" -w {report.workspace}"


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is one: "1 enquiry", "3 enquiries"."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}"
