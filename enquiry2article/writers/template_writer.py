"""The default writer: fills `article.md.j2` with the answer's own sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from enquiry2article.records import Question, Role, Statement
from enquiry2article.templating import escape_words, open_templates, render_template

FEWEST_STEPS = 3
"""Fewer steps in a row read better as a paragraph."""

PARAGRAPH_SENTENCES = 3

ORDER_WORDS = re.compile(r"^(?:first|then|next|and then|after that|finally)\b[,:]?\s+(?=\w)", re.IGNORECASE)

DEFAULT_HELP = "Write to us and tell us what you have tried so far. A person will read it and answer."


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered list or a paragraph, ready for Markdown."""

    steps: tuple[str, ...] = ()
    text: str = ""


class TemplateWriter:
    """Writes articles from a template; `folders` are looked into before our own."""

    def __init__(self, folders: Sequence[Path] = (), help_text: str = DEFAULT_HELP) -> None:
        self._environment = open_templates(folders)
        self._help = help_text

    def write(self, question: Question, others: Mapping[str, Question]) -> str:
        """Give the body in Markdown.

        Raises:
            TemplateProblem: the template cannot be used.
        """
        short, rest = split_answer(question.answer.statements)
        return render_template(
            self._environment,
            "article.md.j2",
            {
                "question": question,
                "answer": question.answer,
                "short": short,
                "parts": arrange_parts(rest),
                "related": [others[id_] for id_ in question.related if id_ in others],
                "help": self._help,
            },
        )


def split_answer(statements: Sequence[Statement]) -> tuple[str, tuple[Statement, ...]]:
    """Take the short answer off the front: one sentence, or two when the first is a brief one.

    Where the answer begins with a row of steps, there is no short answer to take but the first of them.
    """
    if not statements:
        return "", ()
    count = 1
    if len(statements) > 1 and len(statements[0].text.split()) < 12 and statements[1].role is not Role.STEP:
        count = 2
    return " ".join(escape_words(s.text) for s in statements[:count]), tuple(statements[count:])


def arrange_parts(statements: Sequence[Statement]) -> tuple[Part, ...]:
    """Put steps into one numbered list and the rest into paragraphs of a few sentences.

    What stands between two steps belongs to the step before it: a warning, a reason.
    """
    steps = [place for place, statement in enumerate(statements) if statement.role is Role.STEP]
    if len(steps) < FEWEST_STEPS:
        return _make_paragraphs(statements)
    first, last = steps[0], steps[-1]
    items: list[list[Statement]] = []
    for statement in statements[first : last + 1]:
        if statement.role is Role.STEP:
            items.append([])
        items[-1].append(statement)
    numbered = Part(steps=tuple(" ".join(escape_words(begin_step(s.text)) for s in item) for item in items))
    return (*_make_paragraphs(statements[:first]), numbered, *_make_paragraphs(statements[last + 1 :]))


def _make_paragraphs(statements: Sequence[Statement]) -> tuple[Part, ...]:
    texts = [escape_words(statement.text) for statement in statements]
    starts = range(0, len(texts), PARAGRAPH_SENTENCES)
    return tuple(Part(text=" ".join(texts[start : start + PARAGRAPH_SENTENCES])) for start in starts)


def begin_step(text: str) -> str:
    """Take a word of order off the front of a step, since its number says the order: "Then store it" → "Store it"."""
    bare = ORDER_WORDS.sub("", text)
    return bare[:1].upper() + bare[1:] if bare else text
