"""What a person who has edited a draft should know when the replies say something new: never written into the draft.

Pure: compares what we wrote last, what we would write now, and what stands in the person's file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from enquiry2article.records import Question
from enquiry2article.text import normalise, split_sentences

ESCAPE = re.compile(r"\\([^\w\s])")
MARK = re.compile(r"^\s*(?:[-*>]|\d+[.)]|#+)\s+")
"""What Markdown puts before a line."""


def propose_change(question: Question, written: Sequence[str], edited: str, dress: Callable[[str], str] = str) -> str:
    """Give the proposal as plain text, or "" where there is nothing to propose.

    `written` are the sentences of the answer as we last wrote them into the file, `edited` is the body of the file as
    it stands, `dress` puts a sentence into the house's spelling, as the file has it. A sentence is new if we did not
    write it then and the person has not put it in since; one that we would not write any more is told of only if it is
    still there.
    """
    known = {normalise(text) for text in written}
    plain = ESCAPE.sub(r"\1", html.unescape(edited))
    there = {normalise(sentence) for line in plain.splitlines() for sentence in split_sentences(MARK.sub("", line))}
    statements = question.answer.statements
    now = {normalise(statement.text) for statement in statements}
    new = [s for s in statements if normalise(s.text) not in known and normalise(dress(s.text)) not in there]
    gone = [text for text in written if normalise(text) not in now and normalise(dress(text)) in there]
    if not new and not gone:
        return ""
    lines = [
        f"Proposed change to: {question.title}",
        "You have edited this draft, so it was left exactly as it is. The replies have changed since it was written.",
        "",
    ]
    if new:
        lines.append("New in the replies:")
        for statement in new:
            day = f", last on {statement.newest:%Y-%m-%d}" if statement.newest else ""
            lines.append(f"  + {statement.text}  (replies to {', '.join(statement.sources)}{day})")
        lines.append("")
    if gone:
        lines.append("No longer borne out, and still in your text:")
        lines += [f"  - {text}" for text in gone]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
