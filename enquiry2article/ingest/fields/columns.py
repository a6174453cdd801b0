"""Finds out which column of an export holds what: by what its cells hold as much as by its heading.

Headings are known in many languages (`cleaning/field_names`), cells are measured (`ingest/fields/column_content`), and
a fitted model weighs both (`ingest/fields/column_model`). Here the columns are dealt out to the fields, each to one,
and it is said how sure that is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.cleaning.field_names import (
    find_words,
    is_staff_heading,
    list_forms,
    normalise_name,
    rank_names,
)
from enquiry2article.domain.errors import MissingColumn
from enquiry2article.domain.export import ColumnChoice
from enquiry2article.ingest.fields.column_content import Measured, take_sample
from enquiry2article.ingest.fields.column_model import weigh_columns
from enquiry2article.ingest.fields.column_names import (
    SEVERAL,
    SURE,
    WORDS_FIELDS,
    Preset,
    find_by_content,
    find_by_hint,
    find_named,
    match_known,
    match_preset,
)
from enquiry2article.ingest.fields.ids import judge_ids
from enquiry2article.ingest.fields.snippets import find_snippets

FIELDS = tuple(
    """id question answer subject date customer name email phone agent status channel tags rating handling group kind
    message conversation""".split()
)
"""What a person can name with --map. `kind` says who wrote a row or message, `message` is what they wrote, `handling`
how long agents worked on it, `conversation` a column that holds whole conversations."""
_BARE_NAMES = frozenset("name nom nombre naam nome namn navn nimi nev imie nazwa jmeno ad isim имя название".split())
"""Headings that say "name" without saying of whom or of what."""
_WEIGHED = ("question", "answer", "subject", "name", "agent")
"""Fields that the model finds: the headings of these mislead most often."""
_LEAST = {"question": 0.2, "answer": 0.5, "subject": 0.4, "name": 0.4, "agent": 0.4}
"""How likely a column must be a field to be taken for it."""
_RIVAL = 0.25
"""How likely another column must be the same field for a choice to be in doubt."""
_SENTENCE = 1.79
"""Logarithm of the words from which a text that recurs may be a reply, and is no choice."""
_TITLE = 0.6
"""How likely a column must be titles for a heading that says names to be wrong."""
_UNRANKED = 9_999
_AGREED = 0.4
_WORTH_NAMING = 0.1
"""How likely a column that was not taken must hold replies to be named."""
_TELLING = 5
"""Filled cells from which what they hold counts against a heading."""
_BY_HEADING = 0.6
"""How sure a column is that is taken for its heading although its cells do not bear it out."""


NO_PRESET = Preset(columns={})
"""For a table of which nobody knows the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a table hold."""

    found: Mapping[str, str]
    """Our field → the column, as `choose_columns` says."""
    choices: tuple[ColumnChoice, ...]
    """One for each column that holds people's words or tells whose they are."""
    joined: str = ""
    """The column of ids of which several rows share one, being parts of one enquiry; or ""."""
    likely_answer: str = ""
    """Where no replies were found: a column that may hold them after all; or ""."""
    repeated: str = ""
    """A column that is called an id and is none, since rows that share one say different things; or ""."""


def choose_columns(
    header: Sequence[str],
    sample_rows: Sequence[Sequence[str]],
    mapping: Mapping[str, str],
    file_name: str,
    preset: Preset = NO_PRESET,
    conversations: Collection[str] = (),
) -> Columns:
    """Find the export's column for each of our fields, with how sure each choice is.

    `sample_rows` are some of the first rows, with the cells in the order of `header`. `mapping` is the user's --map
    and wins, over `preset` too; an empty name there means that the export has no such column. `conversations` are the
    columns whose cells hold several messages. Fields of which the export has several columns go on as "email.2",
    "email.3". Beyond `FIELDS`, `found` may hold "first_name", "last_name", "personal" (addresses and the like) and
    "private" (which marks internal notes). A field that the export lacks is left out, except "question", which is
    there unless a column holds conversations; "subject" is missing where the subject serves as the question.

    Raises:
        MissingColumn: the export has no column for the customer's text, or none of a mapped name.
    """
    found = {field: find_named(header, field, wanted, file_name) for field, wanted in mapping.items() if wanted.strip()}
    taken = set(found.values())
    weighed = _weigh_columns(header, sample_rows)
    columns = {name: [row[at] for row in sample_rows if at < len(row)] for at, name in enumerate(header)}
    whole = {name: full for name, full in find_snippets(columns).items() if name not in taken and full not in taken}
    for name, field in match_preset(header, columns, mapping, taken, preset):
        full = whole.get(name, name) if field in WORDS_FIELDS else name
        if full not in taken and _add_column(found, field, full):
            taken.add(full)
    fixed = frozenset(found)
    sure = dict.fromkeys(fixed, 1.0)
    aside = _list_aside(header, preset, whole)
    closed = {*mapping, *_list_done(found, preset)}
    if "conversation" not in closed and "message" not in found:
        for name in (name for name in header if name in conversations and name not in taken | aside):
            _add_column(found, "conversation", name)
            taken.add(name)
    for name, field in match_known(header, columns, closed, taken | aside, weighed):
        if _add_column(found, field, name):
            taken.add(name)
            sure.setdefault(field, 1.0)
    find_by_hint(header, columns, closed, found, taken | aside)
    find_by_content(weighed, closed, found, taken, aside, sure)
    if "question" not in found and "message" in found:
        found["question"] = found["message"]
    deal = _Deal(weighed, found, taken, aside, closed, sure, {}, by_program=bool(preset.columns))
    deal.give_words(by_message="kind" in found, joins=preset.joins_texts)
    if "question" not in found and "conversation" not in found:
        _take_subject(found, sure, weighed, file_name, header)
    joined, repeated = judge_ids(found, columns) if "id" not in fixed and "kind" not in found else ("", "")
    if repeated:
        del found["id"]
    return Columns(
        found=found,
        choices=deal.list_choices(),
        likely_answer="" if {"answer", "conversation", "kind"} & (found.keys() | closed) else deal.find_likely_answer(),
        joined=joined,
        repeated=repeated,
    )


def _weigh_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, tuple[Measured, Mapping[str, float]]]:
    """Measure each column, and say how likely it is each field: by the column's name."""
    return {column.name: (column, odds) for column, odds in weigh_columns(header, take_sample(rows, len(header)))}


def _list_aside(header: Sequence[str], preset: Preset, snippets: Collection[str]) -> set[str]:
    """List the columns that are of no field: those that the program's preset ignores, and beginnings of others."""
    ignored = {normalise_name(name) for name in preset.ignored}
    aside = {name for name in header if normalise_name(name) in ignored}
    return aside | {name for name in snippets if rank_names()["subject"].keys().isdisjoint(list_forms(name))}


def _list_done(found: Collection[str], preset: Preset) -> set[str]:
    """List the fields for which no further column is looked for once the program's preset has been followed."""
    # A form may ask for a second address; a program's own table says all of it.
    further = SEVERAL if preset.joins_texts else frozenset()
    return {field for field, names in preset.columns.items() if not names or (field in found and field not in further)}


def is_internal_heading(name: str) -> bool:
    """Return whether a heading tells that a column is for colleagues only.

    >>> is_internal_heading("Internal response"), is_internal_heading("Agent notes to customer")
    (True, False)
    """
    words = find_words(name)
    return "note" in words and "to_customer" not in words


def _add_column(found: dict[str, str], field: str, name: str, *, several: bool = False) -> bool:
    """Note a column of a field, as "email.2" if it is the second; False where the field takes one only."""
    if field not in found:
        found[field] = name
        return True
    if not several and field not in SEVERAL:
        return False
    number = 2
    while f"{field}.{number}" in found:
        number += 1
    found[f"{field}.{number}"] = name
    return True


@dataclass(slots=True)
class _Deal:
    """Deals the columns that are left out to the fields that hold words and names, the likeliest pair first."""

    weighed: Mapping[str, tuple[Measured, Mapping[str, float]]]
    found: dict[str, str]
    taken: set[str]
    aside: Collection[str]
    closed: Collection[str]
    sure: dict[str, float]
    rivals: dict[str, tuple[str, ...]]
    by_program: bool = False
    """Whether a program's own table: what it has no answer column of its own for, a house may have added."""

    def give_words(self, *, by_message: bool, joins: bool) -> None:
        """Find the columns of `_WEIGHED`. `by_message` says that a row is one message, of whichever side."""
        free = [name for name in self.weighed if name and name not in self.taken and name not in self.aside]
        open_ = [field for field in _WEIGHED if field not in self.found and field not in self.closed]
        if by_message:
            open_ = [field for field in open_ if field != "answer"]
        pairs = []
        for name in free:
            column, odds = self.weighed[name]
            for field in open_:
                chance = self._weigh(field, column, odds, by_message=by_message)
                if chance >= _LEAST[field]:
                    pairs.append((chance, -self._rank(field, name), -column.place, field, name))
        pairs.sort(reverse=True)
        given: dict[str, str] = {}
        for chance, _, _, field, name in pairs:
            if field not in given and name not in given.values():
                if field == "subject" and joins and self._rank(field, name) == _UNRANKED:
                    continue  # an animal or a product that was chosen
                given[field] = name
                # Where heading and cells say the same, what the model leaves open counts less.
                doubt = (1 - chance) * (_AGREED if self._rank(field, name) != _UNRANKED else 1.0)
                self.sure[field] = min(1 - doubt, 0.99)
                rivals = [(c, n) for c, _, _, f, n in pairs if f == field and n != name and c >= _RIVAL]
                self.rivals[field] = tuple(n for c, n in rivals if field in ("question", "answer"))
        if joins and "question" in open_:
            # The answers to all questions of a form are one text.
            given.pop("question", "")
            for name in free:
                if name not in given.values() and self._is_own_words(name):
                    _add_column(self.found, "question", name, several=True)
                    self.taken.add(name)
                    self.sure["question"] = 1.0
        answering = given.get("answer", "")
        if (
            "question" in open_
            and "question" not in given
            and answering
            and self._rank("question", answering) != _UNRANKED
        ):
            given["question"] = given.pop("answer")  # the only words there are, under a heading that says whose
            self.sure["question"] = _BY_HEADING
        for field in open_:
            if field not in given and not (joins and field == "question"):
                self._give_by_heading(field, free, given)
        for field in _WEIGHED:
            if field in given:
                self._doubt(field, given)
                _add_column(self.found, field, given[field])
                self.taken.add(given[field])

    def list_choices(self) -> tuple[ColumnChoice, ...]:
        """List the columns that hold people's words or tell whose they are, with how sure that is."""
        return tuple(
            ColumnChoice(
                field=field,
                column=name,
                sure=self.sure.get(field.partition(".")[0], 1.0),
                rivals=self.rivals.get(field, ()),
            )
            for field, name in self.found.items()
            if field.partition(".")[0] in (*_WEIGHED, "conversation", "kind", "id", "date")
        )

    def find_likely_answer(self) -> str:
        """Return the column that is likeliest to hold replies of those that are left, or ""."""
        chances = {
            name: self._weigh("answer", column, odds, by_message=False)
            for name, (column, odds) in self.weighed.items()
            if name not in self.taken and name not in self.aside and column.features.get("text")
        }
        best = max(chances, key=lambda name: chances[name], default="")
        return best if chances.get(best, 0.0) >= _WORTH_NAMING else ""

    def _give_by_heading(self, field: str, free: Sequence[str], given: dict[str, str]) -> None:
        """Take a column of a known heading where its cells are too few or too plain to say anything against it."""
        known = sorted((self._rank(field, name), name) for name in free if name not in given.values())
        for rank, name in known:
            column, odds = self.weighed[name]
            features = column.features
            if rank == _UNRANKED or features.get("figures") == 1 or (field == "name" and is_staff_heading(name)):
                continue
            telling = len(column.texts) >= _TELLING
            needed = field == "question" and not {"subject", "conversation"} & (self.found.keys() | given.keys())
            if telling and not needed and (features["choice"] or max(odds.values()) >= SURE):
                long = features["text"] and features["length"] >= _SENTENCE
                reply = field == "answer" and long and odds["answer"] >= _WORTH_NAMING
                # A person who is not known for one would not be taken out.
                person = field == "name" and not features["text"] and odds["subject"] < _TITLE
                if not reply and not person:
                    continue
            if field in ("question", "answer") and features.get("code") == 1 and features["text"]:
                continue
            if field == "answer" and self.by_program and not self._may_answer(column):
                continue
            given[field], self.sure[field] = name, _BY_HEADING if telling else 1 - odds["note"]
            return

    def _doubt(self, field: str, given: Mapping[str, str]) -> None:
        """Lower how sure a choice is where a column that nothing else needs is as likely."""
        others = [name for name in self.rivals.get(field, ()) if name not in given.values()]
        self.rivals[field] = tuple(others)
        if others:
            best = max(self.weighed[name][1][field] for name in others)
            mine = self.weighed[given[field]][1][field]
            self.sure[field] = min(self.sure[field], mine / (mine + best))

    def _rank(self, field: str, name: str) -> int:
        ranks = rank_names()[field]
        return min((ranks[form] for form in list_forms(name) if form in ranks), default=_UNRANKED)

    def _weigh(self, field: str, column: Measured, odds: Mapping[str, float], *, by_message: bool) -> float:
        if not column.texts or (field in ("question", "answer") and is_internal_heading(column.name)):
            return 0.0
        known = [other for other in _WEIGHED if self._rank(other, column.name) != _UNRANKED]
        if field not in known and len(column.texts) < _TELLING and (known or field not in ("question", "answer")):
            return 0.0  # so few cells say nothing against a heading that is known, and make no person or title
        if field in ("question", "answer") and (column.features["figures"] == 1 or column.features["code"] == 1):
            return 0.0
        if field == "question" and by_message:
            return (
                odds["question"] + odds["answer"] + odds["note"]
                if column.features["text"] or odds["question"] > 0.3
                else 0
            )
        # "Name" may be that of a task, whose words are those of what is written below it. "Customer name" is none.
        titled = normalise_name(column.name) in _BARE_NAMES and column.features.get("of_text")
        if field == "subject" and self._rank("name", column.name) != _UNRANKED and not titled:
            return 0.0
        if field == "answer" and not self._may_answer(column):
            return 0.0
        if field == "name" and is_staff_heading(column.name):
            return 0.0
        return odds[field]

    def _may_answer(self, column: Measured) -> bool:
        """Return whether a column may hold replies: no choices; in a program's own table only sentences."""
        if self.by_program:
            return bool(column.features.get("text")) and column.features["length"] >= _SENTENCE
        return not column.features["choice"] or bool(column.features["text"])

    def _is_own_words(self, name: str) -> bool:
        """Return whether a column of a form holds what people wrote, and no choice, number or address."""
        features = self.weighed[name][0].features
        if not features.get("text") or features["choice"] or features["repeats"] > 0.5 or features["address"] > 0.5:
            return False
        return not features.get("has_answer") and not is_staff_heading(name)


def _take_subject(
    found: dict[str, str],
    sure: dict[str, float],
    weighed: Mapping[str, tuple[Measured, Mapping[str, float]]],
    file_name: str,
    header: Sequence[str],
) -> None:
    """Let the subject be the question where there is no body.

    Raises:
        MissingColumn: there is no subject either. The column that is named is the likeliest by what it holds.
    """
    if "subject" in found:
        found["question"] = found.pop("subject")
        sure["question"] = sure.get("subject", 1.0)
        return
    chances = {
        name: odds["question"] + odds["subject"] / 2
        for name, (column, odds) in weighed.items()
        if column.texts and name not in found.values() and not is_internal_heading(name)
    }
    nearest = max(chances, key=lambda name: chances[name], default="")
    if chances.get(nearest, 0) < 0.02:
        nearest = ""
    raise MissingColumn(file_name, "no column looks like what the customer wrote", header, nearest)
