"""The default writer: fills `article.md.j2` with the answer's own sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from enquiry2article.records import Question, Statement
from enquiry2article.templating import escape_words, open_templates, render_template

FEWEST_STEPS = 3
"""Fewer steps in a row read better as a paragraph."""

PARAGRAPH_SENTENCES = 3

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
    if len(statements) > 1 and len(statements[0].text.split()) < 12 and not statements[1].step:
        count = 2
    return " ".join(escape_words(s.text) for s in statements[:count]), tuple(statements[count:])


def arrange_parts(statements: Sequence[Statement]) -> tuple[Part, ...]:
    """Put runs of steps into numbered lists and the rest into paragraphs of a few sentences."""
    parts: list[Part] = []
    run: list[Statement] = []

    def close(run: Sequence[Statement]) -> None:
        texts = [escape_words(statement.text) for statement in run]
        if run and run[0].step and len(run) >= FEWEST_STEPS:
            parts.append(Part(steps=tuple(texts)))
        else:
            for start in range(0, len(texts), PARAGRAPH_SENTENCES):
                parts.append(Part(text=" ".join(texts[start : start + PARAGRAPH_SENTENCES])))

    for statement in statements:
        if run and run[0].step != statement.step:
            close(run)
            run = []
        run.append(statement)
    close(run)
    return tuple(parts)
