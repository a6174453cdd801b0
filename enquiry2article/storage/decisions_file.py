"""The person's decisions, in `decisions.toml` of the workspace: a list that only ever grows.

A run reads the file and never writes it; the commands add to its end, so that whatever else a person has put there
stays. Later decisions about a question win over earlier ones.

    [[decision]]
    action = "answered-by"
    question = "q-3f9k2a"
    url = "https://example.com/blog/how-do-i-return-a-tent/"

What a decision does to a question's name and status is told here; which enquiries it keeps together,
`questions/grouping/constraints` tells.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date as day
from pathlib import Path

from enquiry2article.domain.errors import SettingsError, suggest_name
from enquiry2article.domain.question import Question, QuestionStatus

DECISIONS_FILE = "decisions.toml"

ACTIONS = ("ignore", "answered-by", "restore")
"""What gives a question its status: not for publishing, answered by a public post, as if nothing had been decided."""

REGROUPING = ("merge", "split", "move", "pin")
"""What says which enquiries belong together."""

VERDICTS: Mapping[str, str] = {
    "confirm": "the right answer",
    "refuse": "not the right answer",
}
"""What can be said of a match; everything else is said of a question."""

ALONE = "alone"
"""Where an enquiry is moved that belongs to no question."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "ignore": ("question",),
    "answered-by": ("question", "url"),
    "restore": ("question",),
    "rename": ("question", "title"),
    "merge": ("question", "into"),
    "split": ("question", "enquiries"),
    "move": ("enquiry", "question"),
    "pin": ("question",),
    "undo": (),
    "confirm": ("enquiry", "question"),
    "refuse": ("enquiry", "question"),
}
"""Each action, and what has to be said with it."""

EXAMPLES: Mapping[str, str] = {
    "question": 'say which question, such as question = "q-3f9k2a"',
    "into": 'say with which question it is one, such as into = "q-3f9k2a"',
    "url": 'say which post, such as url = "https://example.com/blog/returns/"',
    "title": 'say what it is called, such as title = "How do I return a tent?"',
    "enquiry": 'say which enquiry, such as enquiry = "4711"',
    "enquiries": 'say which enquiries are another question, such as enquiries = ["4711", "4712"]',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision about one question, or about the question that an enquiry was matched to."""

    action: str
    question: str = ""
    url: str = ""
    enquiry: str = ""
    enquiries: tuple[str, ...] = ()
    """The enquiries that are a question of their own, where it is split."""
    into: str = ""
    """The question that it is one with, where it is merged."""
    title: str = ""
    date: str = field(default="", compare=False)
    """The day on which it was decided ("2026-06-10"), or "" where nobody wrote it down."""

    def sign(self) -> str:
        """Return a hash of what was decided."""
        said = [self.action, self.question, self.url, self.enquiry, self.into, self.title, *sorted(self.enquiries)]
        return hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def read_decisions(workspace: Path) -> list[Decision]:
    """Read the decisions of a workspace that stand, in their order; none where there is no file.

    Raises:
        SettingsError: the file is not TOML, or a decision in it cannot be understood.
    """
    path = workspace / DECISIONS_FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as UTF-8 text. Save it as plain text in UTF-8.") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not well-formed: {error}. Mend that line, or move the file away.") from error
    entries = values.pop("decision", [])
    if values:
        raise SettingsError(f'{path}: "{min(values)}" is not known there; every entry begins with [[decision]].')
    if not isinstance(entries, list):
        raise SettingsError(f"{path}: write [[decision]] with two brackets on each side.")
    standing: list[Decision] = []
    for number, entry in enumerate(entries, start=1):
        decision = _read_decision(f"{path}, decision {number}", entry)
        if decision.action != "undo":
            standing.append(decision)
            continue
        last = find_last(standing, decision.question or decision.enquiry)
        if last is None:
            raise SettingsError(f"{path}, decision {number}: there is nothing before it to take back.")
        del standing[last]
    return standing


def find_last(standing: Sequence[Decision], about: str = "") -> int | None:
    """Return the place of the decision made last, of all or about one question or enquiry; None where there is none."""
    places = (
        place
        for place in range(len(standing) - 1, -1, -1)
        if not about or about in (standing[place].question, standing[place].into, standing[place].enquiry)
    )
    return next(places, None)


def _read_decision(where: str, entry: object) -> Decision:
    if not isinstance(entry, dict):
        raise SettingsError(f"{where}: write [[decision]] above its lines.")
    known = ("action", *EXAMPLES, "date", "note")
    unknown = sorted(entry.keys() - set(known))
    if unknown:
        raise SettingsError(f'{where}: "{unknown[0]}" is not known.{suggest_name(unknown[0], known)}')
    listed = entry.get("enquiries", [])
    if not isinstance(listed, list) or not all(isinstance(id_, str) for id_ in listed):
        raise SettingsError(f'{where}: enquiries is a list of texts, such as enquiries = ["4711", "4712"].')
    told = {name: value for name, value in entry.items() if name != "enquiries"}
    if not all(isinstance(value, str) for value in told.values()):
        raise SettingsError(f"{where}: every line is a name, an equals sign and a text between quotation marks.")
    action = told.get("action", "")
    if action not in NEEDED:
        raise SettingsError(
            f'{where}: action is one of {", ".join(NEEDED)}, not "{action}".{suggest_name(action, NEEDED)}'
        )
    for name in NEEDED[action]:
        if not entry.get(name):
            raise SettingsError(f"{where}: {EXAMPLES[name]}.")
    if action == "answered-by" and not told["url"].startswith(("https://", "http://")):
        raise SettingsError(f"{where}: url wants the whole address of the post, beginning with https://.")
    if action == "merge" and told["question"] == told["into"]:
        raise SettingsError(f"{where}: a question is one with itself already; name two.")
    if told.get("date") and not _is_day(told["date"]):
        raise SettingsError(f'{where}: date is a day such as "2026-06-10".')
    told.pop("note", None)
    return Decision(enquiries=tuple(listed), **told)


def _is_day(text: str) -> bool:
    try:
        return day.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def add_decision(workspace: Path, decision: Decision) -> None:
    """Add a decision to the end of the file, which is made if it is not there.

    Raises:
        SettingsError: the file cannot be written.
    """
    lines = ["", "[[decision]]"]
    for name in ("action", *EXAMPLES, "date"):
        value = getattr(decision, name)
        if value:
            lines.append(f"{name} = {_write_value(value)}")
    path = workspace / DECISIONS_FILE
    before = path.stat().st_size if path.is_file() else 0
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        with suppress(OSError):  # half a decision would make the whole file unreadable
            os.truncate(path, before)
        raise SettingsError(f"{path} cannot be written ({error.strerror or error}).") from error


def _write_value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_write_value, value))}]"
    # TOML allows no bare DEL; all else that JSON writes is TOML too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def apply_decisions(questions: Sequence[Question], decisions: Iterable[Decision]) -> list[Question]:
    """Return the questions as the person has decided: their names, their status, and the post that answers them."""
    told = list(decisions)
    last = {decision.question: decision for decision in told if decision.action in ACTIONS}
    named = {decision.question: decision.title for decision in told if decision.action == "rename"}
    decided = []
    for question in questions:
        decision = last.get(question.id)
        found = question.found_title or question.title
        given = named.get(question.id, "")
        question = replace(question, title=given or found, found_title=found if given else "")
        if decision is None or decision.action == "restore":
            # A post that was found counts until the person says otherwise.
            status = QuestionStatus.ANSWERED if question.found_url else QuestionStatus.NEW
            decided.append(replace(question, status=status, post_url=question.found_url))
        elif decision.action == "ignore":
            decided.append(replace(question, status=QuestionStatus.IGNORED, post_url=""))
        else:
            decided.append(replace(question, status=QuestionStatus.ANSWERED, post_url=decision.url))
    return decided


def count_verdicts(decisions: Iterable[Decision]) -> dict[str, int]:
    """Return for each question how many more of its matches a person found right than wrong; the last word counts."""
    last = {(d.enquiry, d.question): d for d in decisions if d.action in VERDICTS}
    counts: dict[str, int] = {}
    for decision in last.values():
        counts[decision.question] = counts.get(decision.question, 0) + (1 if decision.action == "confirm" else -1)
    return counts


def list_confirmed(decisions: Iterable[Decision]) -> dict[str, list[str]]:
    """Return the enquiries that a person found rightly matched: question → ids, each once."""
    last = {(d.enquiry, d.question): d for d in decisions if d.action in VERDICTS}
    confirmed: dict[str, list[str]] = {}
    for (enquiry, question), decision in sorted(last.items()):
        if decision.action == "confirm":
            confirmed.setdefault(question, []).append(enquiry)
    return confirmed
