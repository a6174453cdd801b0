"""Lays an answer out as an article: what comes first, what is a list, what stands under which heading.

No sentence changes its place: an exemplar was written in its order, and a condition belongs to what stands before it.
Every sentence is a statement of the answer, word for word but for the house's own spelling. How it looks on the page,
the templates decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from enquiry2article.answers.roles import ORDER_WORDS, is_step
from enquiry2article.articles.headings import read_headings
from enquiry2article.articles.kind import Case, classify_case
from enquiry2article.domain.answer import Role, Statement
from enquiry2article.domain.article import Article, Kind, Section
from enquiry2article.domain.question import Question

FEWEST_STEPS = 3
"""Fewer steps in a row read better as a paragraph."""

FEWEST = {Role.STEP: FEWEST_STEPS, Role.ITEM: 2}
"""How many of a role make a list."""

FEWEST_RULES = 3
"""Fewer sentences are no list of rules."""

MOST_BETWEEN = 2
"""Sentences between two steps that still belong to the first of them: a warning, a reason."""

PARAGRAPH_SENTENCES = 3

UNSURE_ORDER_WORDS = frozenset({"first", "next", "now"})
"""Words of order that may begin something else; with a comma behind them, or before a verb of doing, they do not."""

BRIEF_WORDS = 12
"""A first sentence shorter than this is joined by the next one in the short answer."""


def choose_kind(question: Question) -> Kind:
    """Choose the kind of article: steps in a row make a how-to, or troubleshooting where customers tell of trouble.

    Everything else is an entry of an FAQ; the other kinds are there for a person to choose.
    """
    if not has_procedure(question.answer.statements):
        return Kind.FAQ
    return Kind.TROUBLESHOOTING if is_troubled(question) else Kind.HOW_TO


def has_procedure(statements: Sequence[Statement]) -> bool:
    """Return whether a section of an answer has enough steps in a row for a list."""
    return any(kind is Role.STEP for own in _part_sections(statements) for kind, _ in _part_lists(own))


def is_troubled(question: Question) -> bool:
    """Return whether something fails for those who ask: the title says so, or more customers do than do not.

    A title that asks how to do something counts as one more of those who do not.
    """
    title = classify_case(question.title)
    told: Counter[Case] = Counter({title: 1} if title is Case.WISH else {})
    for variant in question.variants:
        told[classify_case(variant.text)] += variant.count
    return title is Case.TROUBLE or told[Case.TROUBLE] > told[Case.WISH] + told[Case.NEITHER]


def lay_out_article(
    question: Question, *, kind: Kind | None = None, language: str = "en", dress: Callable[[str], str] = str
) -> Article:
    """Lay out the answer of a question.

    `kind` None chooses by the evidence. `dress` puts a sentence into the house's own spelling. The first sentences are
    the short answer, unless the answer begins with a list or with what announces one. A lead-in that announces nothing
    any more ("Like this:") is left out.
    """
    chosen = kind or choose_kind(question)
    headings = read_headings(language)
    answer = question.answer
    short: tuple[Statement, ...] = ()
    sections: list[Section] = []
    for number, own in enumerate(_part_sections(answer.statements)):
        section = own[0].section
        heading = dress(answer.headings[section]) if 0 < section < len(answer.headings) else ""
        rest = own
        if number == 0:
            count = _count_short(own)
            short, rest = tuple(own[:count]), own[count:]
        parts = [(Role.STEP, rest)] if chosen is Kind.TIPS and not section and rest else _part_lists(rest)
        for place, (role, part) in enumerate(parts):
            if place:
                heading = ""
            if not section and not any(made.heading for made in sections):
                announced = place and parts[place - 1][1][-1].text.endswith(":")
                if role is Role.STEP and chosen is not Kind.TIPS and (short or sections) and not announced:
                    heading = headings["try" if chosen is Kind.TROUBLESHOOTING else "steps"]
                elif role is Role.PLAIN and chosen is Kind.POLICY and len(part) >= FEWEST_RULES:
                    heading, role = headings["rules"], Role.ITEM
            sections.append(_make_section(heading, role, part, chosen, dress))
    return Article(kind=chosen, short=" ".join(dress(statement.text) for statement in short), sections=tuple(sections))


def begin_step(text: str) -> str:
    """Take a word of order off the front of a step, since its number says the order: "Then store it" → "Store it"."""
    bare = ORDER_WORDS().sub("", text)
    start = ORDER_WORDS().match(text)
    # "First aid boxes go on top" begins with no word of order.
    unsure = start is not None and start[0].split()[0].lower() in UNSURE_ORDER_WORDS
    if unsure and not is_step(bare):
        return text
    return bare[:1].upper() + bare[1:] if bare else text


def _part_sections(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Split statements by their section, each without a lead-in at its end, behind which nothing comes."""
    parts = []
    for _, group in groupby(statements, key=lambda statement: statement.section):
        own = list(group)
        while own and own[-1].text.endswith(":"):
            own.pop()
        if own:
            parts.append(own)
    return parts


def _part_lists(statements: Sequence[Statement]) -> list[tuple[Role, Sequence[Statement]]]:
    """Split statements, in their order, into lists of steps, lists of items, and what is plain (`Role.PLAIN`)."""
    parts: list[tuple[Role, Sequence[Statement]]] = []
    plain = start = 0
    while start < len(statements):
        role = statements[start].role
        end = _find_end(statements, start) if role in FEWEST else start
        if sum(statement.role is role for statement in statements[start:end]) < FEWEST.get(role, 1):
            start += 1
            continue
        if plain < start:
            parts.append((Role.PLAIN, statements[plain:start]))
        parts.append((role, statements[start:end]))
        plain = start = end
    return [*parts, (Role.PLAIN, statements[plain:])] if plain < len(statements) else parts


def _find_end(statements: Sequence[Statement], start: int) -> int:
    """Find where a list that begins at a place ends: behind the last statement of its role that is near enough."""
    role, end = statements[start].role, start + 1
    most = MOST_BETWEEN if role is Role.STEP else 1
    for place in range(start + 1, len(statements)):
        between = statements[end:place]
        if len(between) > most or any(statement.text.endswith(":") for statement in between):
            break
        if statements[place].role is role:
            end = place + 1
    return end


def _count_short(statements: Sequence[Statement]) -> int:
    """Return how many statements the short answer has: one, or two when the first is brief; none of a list."""
    role, first = _part_lists(statements)[0]
    if role is not Role.PLAIN or first[0].text.endswith(":"):
        return 0
    brief = len(first[0].text.split()) < BRIEF_WORDS
    joined = brief and len(first) > 1 and first[1].role is not Role.STEP and not first[1].text.endswith(":")
    return 2 if joined else 1


def _make_section(
    heading: str, role: Role, statements: Sequence[Statement], kind: Kind, dress: Callable[[str], str]
) -> Section:
    if role is Role.STEP:
        steps = [[s] for s in statements] if kind is Kind.TIPS else _join_to_first(statements, role)
        begin = str if kind is Kind.TIPS else begin_step
        told = tuple(" ".join([dress(begin(s[0].text)), *(dress(other.text) for other in s[1:])]) for s in steps)
        return Section(heading=heading, steps=told)
    texts = [dress(statement.text) for statement in statements]
    if role is Role.ITEM:
        items = [[s] for s in statements] if kind is Kind.POLICY else _join_to_first(statements, role)
        return Section(heading=heading, points=tuple(" ".join(dress(s.text) for s in item) for item in items))
    starts = range(0, len(texts), PARAGRAPH_SENTENCES)
    return Section(heading=heading, paragraphs=tuple(" ".join(texts[at : at + PARAGRAPH_SENTENCES]) for at in starts))


def _join_to_first(statements: Sequence[Statement], role: Role) -> list[list[Statement]]:
    """Make one item of each statement of a role; what stands between two belongs to the one before it."""
    items: list[list[Statement]] = []
    for statement in statements:
        if statement.role is role:
            items.append([statement])
        else:
            items[-1].append(statement)
    return items
