"""What a person who has edited a draft should know when the replies say something new: never written into the draft.

Pure: compares what we wrote last, what we would write now, and what stands in the person's file. A person may wrap
lines, number sentences, put words in bold or link them: a sentence stands there if a reader of the page reads it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import Final

from enquiry2article.articles.layout import begin_step
from enquiry2article.domain.question import Question
from enquiry2article.text.words import normalise

_UNSEEN: Final = re.compile(r"<!--.*?-->|<(head|aside|script|style|del)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
"""What no reader sees: comments, the head of a page, a box at its side, structured data."""

_INLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)

_QUOTED: Final = re.compile(r"^\s*(?:>\s?)+")
_MARK: Final = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#+)\s+")
_RULE: Final = re.compile(r"^\s*(?:[-=*_]\s*){2,}$|^\s*(?:```|~~~)")
"""What ends the paragraph before it and is no text: a rule, the line below a heading, a fence."""

_BREAK: Final = re.compile(r"  $|(?<!\\)(?:\\\\)*\\$")
"""What ends a line that the page, too, breaks there: two spaces, or a backslash that is not escaped itself."""

_LINK: Final = re.compile(r"(?<!\\)!?\[([^\[\]]*)\]\([^()]*\)")
_EMPHASIS: Final = re.compile(r"(?<![\w\\])[*_`]+(?=\S)|(?<=[^\s\\])[*_`]+(?!\w)")
_ESCAPE: Final = re.compile(r"\\([^\w\s]|_)")

_SIGNS: Final = r"[^\w\s.!?:,;]*"
_BEFORE: Final = rf"(?:^|[.!?:]{_SIGNS}\s){_SIGNS}"
_AFTER: Final = rf"{_SIGNS}(?:$|[.!?:]+{_SIGNS}(?:\s|$))"
"""Where a sentence begins and ends in a paragraph: "59 euros" does not stand in "59 euros 50" or "59 euros, or 70"."""


def propose_change(question: Question, written: Sequence[str], edited: str, dress: Callable[[str], str] = str) -> str:
    """Return the proposal as plain text, or "" where there is nothing to propose.

    `written` are the sentences of the answer as we last wrote them into the file, `edited` is the body of the file as
    it stands, Markdown or HTML; `dress` puts a sentence into the house's spelling, as the file has it. A sentence is
    new if we did not write it then and the person has not put it in since; one that we would not write any more is told
    of only if it is still there.
    """
    known = {normalise(text) for text in written}
    paragraphs = read_paragraphs(edited)

    def stands(text: str) -> bool:
        # A list of steps leaves "Then" out.
        forms = {form for bare in (text, begin_step(text)) for form in (bare, dress(bare))}
        return any(holds_sentence(paragraphs, form) for form in forms)

    statements = question.answer.statements
    now = {normalise(statement.text) for statement in statements}
    new = [s for s in statements if normalise(s.text) not in known and not stands(s.text)]
    gone = [text for text in written if normalise(text) not in now and stands(text)]
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


def read_paragraphs(body: str) -> list[str]:
    """Return what a reader reads in a body of Markdown or HTML: a string for each paragraph, item or heading.

    Lines that Markdown joins are joined; marks, links and escapes are gone, and so is what a page hides.

    >>> read_paragraphs("> Bring the **key** of\\n> the battery.\\n\\n1. Open\\n   it\\n2. Shut it")
    ['Bring the key of the battery.', 'Open it', 'Shut it']
    """
    seen = _TAG.sub("\n\n", _INLINE_TAG.sub("", _UNSEEN.sub("\n\n", body)))
    paragraphs: list[list[str]] = [[]]
    for raw in seen.splitlines():
        line = _QUOTED.sub("", raw)
        mark, breaks = _MARK.match(line), _BREAK.search(line)
        if mark or not line.strip() or _RULE.match(line):
            paragraphs.append([])
        if not _RULE.match(line):
            paragraphs[-1].append(line[mark.end() if mark else 0 : -1 if breaks else None])
        if breaks or (mark and "#" in mark[0]):
            paragraphs.append([])
    texts = (" ".join(" ".join(lines).split()) for lines in paragraphs)
    return [_take_marks_off(text) for text in texts if text]


def holds_sentence(paragraphs: Sequence[str], sentence: str) -> bool:
    """Return whether a sentence stands in one of the paragraphs; capitals, kinds of quotes and the full stop do not
    count.

    A sentence without any word stands nowhere.
    """
    core = normalise(sentence)
    pattern = re.compile(f"{_BEFORE}{re.escape(core)}{_AFTER}")
    return bool(core) and any(core in text and pattern.search(text) for text in map(normalise, paragraphs))


def _take_marks_off(text: str) -> str:
    return html.unescape(_ESCAPE.sub(r"\1", _EMPHASIS.sub("", _LINK.sub(r"\1", text))))
