"""The person's decisions about questions, in `decisions.toml` of the workspace: a list that only ever grows.

A run reads the file and never writes it; the commands add to its end, so that whatever else a person has put there
stays. Later decisions about a question win over earlier ones.

    [[decision]]
    action = "answered-by"
    question = "q-3f9k2a"
    url = "https://example.com/blog/how-do-i-return-a-tent/"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from enquiry2article.errors import SettingsError, suggest_name
from enquiry2article.records import Question

DECISIONS_FILE = "decisions.toml"

ACTIONS: Mapping[str, str] = {
    "ignore": "not for publishing",
    "answered-by": "answered by a post that is already public",
    "restore": "as if nothing had been decided",
}
VERDICTS: Mapping[str, str] = {
    "confirm": "the right answer",
    "refuse": "not the right answer",
}
"""What can be said of a match; everything else is said of a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision about one question, or about the question that an enquiry was matched to."""

    action: str
    question: str
    url: str = ""
    enquiry: str = ""


def read_decisions(workspace: Path) -> list[Decision]:
    """Read the decisions of a workspace, in their order; none where there is no file.

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
    return [_read_decision(path, number, entry) for number, entry in enumerate(entries, start=1)]


def _read_decision(path: Path, number: int, entry: object) -> Decision:
    where = f"{path}, decision {number}"
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise SettingsError(f"{where}: every line is a name, an equals sign and a text between quotation marks.")
    known = ("action", "question", "url", "enquiry", "note")
    unknown = sorted(entry.keys() - set(known))
    if unknown:
        raise SettingsError(f'{where}: "{unknown[0]}" is not known.{suggest_name(unknown[0], known)}')
    action = entry.get("action", "")
    actions = (*ACTIONS, *VERDICTS)
    if action not in actions:
        raise SettingsError(
            f'{where}: action is one of {", ".join(actions)}, not "{action}".{suggest_name(action, actions)}'
        )
    if action in VERDICTS and not entry.get("enquiry"):
        raise SettingsError(f'{where}: say which enquiry, such as enquiry = "4711".')
    if not entry.get("question"):
        raise SettingsError(f'{where}: say which question, such as question = "q-3f9k2a".')
    url = entry.get("url", "")
    if action == "answered-by" and not url.startswith(("https://", "http://")):
        raise SettingsError(f"{where}: url wants the whole address of the post, beginning with https://.")
    return Decision(action=action, question=entry["question"], url=url, enquiry=entry.get("enquiry", ""))


def add_decision(workspace: Path, decision: Decision) -> None:
    """Add a decision to the end of the file, which is made if it is not there.

    Raises:
        SettingsError: the file cannot be written.
    """
    lines = [
        "",
        "[[decision]]",
        f"action = {json.dumps(decision.action, ensure_ascii=False)}",
        f"question = {json.dumps(decision.question, ensure_ascii=False)}",
    ]
    if decision.url:
        lines.append(f"url = {json.dumps(decision.url, ensure_ascii=False)}")
    if decision.enquiry:
        lines.append(f"enquiry = {json.dumps(decision.enquiry, ensure_ascii=False)}")
    path = workspace / DECISIONS_FILE
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror or error}).") from error


def apply_decisions(questions: Sequence[Question], decisions: Iterable[Decision]) -> list[Question]:
    """Give the questions as the person has decided: their status, and the post that answers them."""
    last = {decision.question: decision for decision in decisions if decision.action in ACTIONS}
    decided = []
    for question in questions:
        decision = last.get(question.id)
        if decision is None or decision.action == "restore":
            # A post that was found counts until the person says otherwise.
            status = "answered" if question.found_url else "new"
            decided.append(replace(question, status=status, post_url=question.found_url))
        elif decision.action == "ignore":
            decided.append(replace(question, status="ignored", post_url=""))
        else:
            decided.append(replace(question, status="answered", post_url=decision.url))
    return decided


def count_verdicts(decisions: Iterable[Decision]) -> dict[str, int]:
    """Say for each question how many more of its matches a person found right than wrong; the last word counts."""
    last = {(d.enquiry, d.question): d for d in decisions if d.action in VERDICTS}
    counts: dict[str, int] = {}
    for decision in last.values():
        counts[decision.question] = counts.get(decision.question, 0) + (1 if decision.action == "confirm" else -1)
    return counts


def list_confirmed(decisions: Iterable[Decision]) -> dict[str, list[str]]:
    """Give the enquiries that a person found rightly matched: question → ids, each once."""
    last = {(d.enquiry, d.question): d for d in decisions if d.action in VERDICTS}
    confirmed: dict[str, list[str]] = {}
    for (enquiry, question), decision in sorted(last.items()):
        if decision.action == "confirm":
            confirmed.setdefault(question, []).append(enquiry)
    return confirmed
