"""Lays an answer out as an article: which kind it is, what comes first, what stands under which heading.

Only the order, the lists and the headings are made here; every sentence is a statement of the answer, word for word but
for the house's own spelling. How it looks on the page, the templates decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from enquiry2article.answers.claims import UNITS, read_claims
from enquiry2article.answers.roles import ORDER_WORDS, is_step
from enquiry2article.articles.headings import read_headings
from enquiry2article.articles.kind import Case, tell_case
from enquiry2article.records import Article, Kind, Question, Role, Section, Statement

FEWEST_STEPS = 3
"""Fewer steps in a row read better as a paragraph."""

FEWEST_RULES = 3
"""Statements with a price, a time or a condition that make an answer a policy."""

FEWEST_TIPS = 6
"""Things to do or to mind, in no order, that make a list of tips."""

PARAGRAPH_SENTENCES = 3

FEWEST_APART = 2
"""Conditions that get a heading of their own; a single one reads better where it stands."""

UNSURE_ORDER_WORDS = frozenset({"first", "next", "now"})
"""Words of order that may begin something else; with a comma behind them, or before a verb of doing, they do not."""

BRIEF_WORDS = 12
"""A first sentence shorter than this is joined by the next one in the short answer."""


def choose_kind(question: Question) -> Kind:
    """Choose the kind of article by the shape of the evidence.

    Steps make a how-to, or troubleshooting where customers tell of trouble; prices, times and conditions make a policy;
    many things to do or to mind without an order make tips; everything else is an entry of an FAQ.
    """
    statements = question.answer.statements
    steps = sum(statement.role is Role.STEP for statement in statements)
    troubled = is_troubled(question)
    if steps >= FEWEST_STEPS:
        return Kind.TROUBLESHOOTING if troubled else Kind.HOW_TO
    if sum(statement.role in (Role.WARNING, Role.STEP) for statement in statements) >= FEWEST_TIPS:
        return Kind.TIPS
    if troubled and any(statement.role is Role.FALLBACK for statement in statements):
        return Kind.TROUBLESHOOTING
    if sum(_is_rule(statement) for statement in statements) >= FEWEST_RULES:
        return Kind.POLICY
    return Kind.FAQ


def is_troubled(question: Question) -> bool:
    """Say whether something fails for those who ask: the title says so, or more customers do than do not.

    A title that asks how to do something counts as one more of those who do not.
    """
    title = tell_case(question.title)
    told: Counter[Case] = Counter({title: 1} if title is Case.WISH else {})
    for variant in question.variants:
        told[tell_case(variant.text)] += variant.count
    return title is Case.TROUBLE or told[Case.TROUBLE] > told[Case.WISH] + told[Case.NEITHER]


def lay_out_article(
    question: Question, *, kind: Kind | None = None, language: str = "en", dress: Callable[[str], str] = str
) -> Article:
    """Lay out the answer of a question.

    `kind` None chooses by the evidence. `dress` puts a sentence into the house's own spelling. The first sentences are
    the short answer; a procedure's first step is its short answer only where nothing else comes first.
    """
    chosen = kind or choose_kind(question)
    headings = read_headings(language)
    statements = question.answer.statements
    count = _count_short(statements)
    short, rest = statements[:count], statements[count:]
    while short and short[-1].text.endswith(":"):
        short = short[:-1]
    sections: list[Section] = []
    if chosen is Kind.TIPS:
        sections.append(Section(steps=tuple(dress(statement.text) for statement in rest)))
        rest = ()
    apart: dict[Role, list[Statement]] = {
        role: [s for s in rest if s.role is role]
        for role in (Role.PREPARE, Role.CONDITION, Role.WARNING, Role.FALLBACK)
    }
    procedure = _find_procedure(rest)
    # What stands inside a procedure belongs to its steps, and a single condition or warning to the text around it.
    for role, own in apart.items():
        apart[role] = [s for s in own if s not in procedure]
        if role is not Role.FALLBACK and len(apart[role]) < FEWEST_APART:
            apart[role] = []
    body = [s for s in rest if not any(s in own for own in apart.values())]
    main = _lay_out_body(body, procedure, chosen, headings, dress)
    needed = (
        [Section(heading=headings["prepare"], points=_tell(apart[Role.PREPARE], dress))] if apart[Role.PREPARE] else []
    )
    # What goes on from the short answer has no heading, so nothing with one may stand before it.
    sections += [*(s for s in main if not s.heading), *needed, *(s for s in main if s.heading)]
    for role, heading in ((Role.CONDITION, "conditions"), (Role.WARNING, "warnings"), (Role.FALLBACK, "fallback")):
        if apart[role]:
            told = _tell(apart[role], dress)
            paragraphs = told if role is Role.FALLBACK else ()
            sections.append(
                Section(heading=headings[heading], paragraphs=paragraphs, points=() if paragraphs else told)
            )
    if question.answer.asked and statements:
        sections.append(Section(heading=headings["asked"], points=_tell(question.answer.asked, dress)))
    return Article(
        kind=chosen,
        short=" ".join(dress(statement.text) for statement in short),
        sections=tuple(section for section in sections if section.paragraphs or section.steps or section.points),
    )


def _lay_out_body(
    body: Sequence[Statement],
    procedure: Sequence[Statement],
    kind: Kind,
    headings: Mapping[str, str],
    dress: Callable[[str], str],
) -> list[Section]:
    if procedure:
        # The heading announces the steps now.
        body = [s for s in body if s in procedure or not s.text.endswith(":")]
    if not procedure:
        if kind is Kind.POLICY and len(body) >= FEWEST_RULES:
            return [Section(heading=headings["rules"], points=_tell(body, dress))]
        return [Section(paragraphs=_make_paragraphs(body, dress))]
    first, last = body.index(procedure[0]), body.index(procedure[-1])
    heading = headings["try" if kind is Kind.TROUBLESHOOTING else "steps"]
    return [
        Section(paragraphs=_make_paragraphs(body[:first], dress)),
        Section(
            heading=heading, steps=_make_steps(procedure, dress), paragraphs=_make_paragraphs(body[last + 1 :], dress)
        ),
    ]


def _count_short(statements: Sequence[Statement]) -> int:
    """Say how many statements the short answer has: one, or two when the first is brief and no step follows."""
    if not statements:
        return 0
    if statements[0].role is Role.STEP and _find_procedure(statements):
        return 0
    brief = len(statements[0].text.split()) < BRIEF_WORDS
    return 2 if brief and len(statements) > 1 and statements[1].role is not Role.STEP else 1


def _find_procedure(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give the statements from the first step to the last, if there are enough steps."""
    steps = [place for place, statement in enumerate(statements) if statement.role is Role.STEP]
    return tuple(statements[steps[0] : steps[-1] + 1]) if len(steps) >= FEWEST_STEPS else ()


def _make_steps(procedure: Sequence[Statement], dress: Callable[[str], str]) -> tuple[str, ...]:
    """Make one item of each step; what stands between two steps belongs to the one before it: a warning, a reason."""
    items: list[list[str]] = []
    for statement in procedure:
        if statement.role is Role.STEP:
            items.append([dress(begin_step(statement.text))])
        else:
            items[-1].append(dress(statement.text))
    return tuple(" ".join(item) for item in items)


def begin_step(text: str) -> str:
    """Take a word of order off the front of a step, since its number says the order: "Then store it" → "Store it"."""
    bare = ORDER_WORDS.sub("", text)
    start = ORDER_WORDS.match(text)
    # "First aid boxes go on top" begins with no word of order.
    unsure = start is not None and start[0].split()[0].lower() in UNSURE_ORDER_WORDS
    if unsure and not is_step(bare):
        return text
    return bare[:1].upper() + bare[1:] if bare else text


def _make_paragraphs(statements: Sequence[Statement], dress: Callable[[str], str]) -> tuple[str, ...]:
    texts = _tell(statements, dress)
    starts = range(0, len(texts), PARAGRAPH_SENTENCES)
    return tuple(" ".join(texts[start : start + PARAGRAPH_SENTENCES]) for start in starts)


def _tell(statements: Sequence[Statement], dress: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dress(statement.text) for statement in statements)


def _is_rule(statement: Statement) -> bool:
    """Say whether a statement gives a price, a time or a condition."""
    claims = {slot for slot, _ in read_claims(statement.text)}
    return statement.role is Role.CONDITION or bool(claims & (UNITS | {"money", "what is paid"}))
