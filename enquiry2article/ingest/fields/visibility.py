"""Decides from the name and the value of a field whether it says that customers must not see a message.

One table of words serves every reader: `resources/fields/visibility.toml`. A name is cut into words; a word of
visibility gives it a direction ("public", "hidden", "note"), a negation turns it round, and words such as "url",
"count" or "since" make it something else. A value is yes or no in one of many spellings, or has such words itself.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from importlib.resources import files
from typing import Final

from enquiry2article.ingest.fields.field_words import fold_word, part_compound, split_field

_LONGEST_VALUE: Final = 60
"""Characters; what is longer is a text, not a mark."""
_MOST_WORDS: Final = 6
_MOST_VALUES: Final = 8
"""Different values of a column of marks. A column with more of them holds something else."""
_ENOUGH_CODES: Final = 3
"""Messages of customers from which a number of a level is learned."""
_ENOUGH: Final = 0.5
"""Share of the filled cells that must be understood where the name may also be that of a text or a number."""
_ZERO_POINT: Final = re.compile(r"([01])\.0+$")
_BIT: Final = re.compile(r"b?['\"]?\\?(?:x0|0x|0b)?0*([01])['\"]?$")
_PLURALS: Final = frozenset(split_field("notes notizen comments messages replies responses posts notas notities memos"))


_HEADS: Final = frozenset("public visible internal note message kind plain_kind scope weak_scope filler copula".split())
"""Classes of the last word of what a name says, so that a "public URL" is no mark."""


class Visibility(Enum):
    """Who may see a message, as one field says it."""

    PUBLIC = "public"
    INTERNAL = "internal"
    UNCLEAR = "unclear"
    """The field says it, but in words that are not understood: to be taken for internal, and told."""


class Form(Enum):
    """What the values of a field are like."""

    YES_NO = "yes or no"
    SCOPE = "who sees it"
    KIND = "what it is"
    """Of many kinds, some are notes; a kind that is not known says nothing."""


_OF_KINDS = frozenset("kind plain_kind message note filler copula internal public visible staff".split())
"""Classes of words that a name of kinds is made of."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A field that says who may see a message."""

    name: str
    form: Form
    hides: bool
    """Whether "yes" means that customers must not see it."""
    sure: bool
    """Whether every word of the name is known, so that a value which is not understood is a doubt."""
    wordy: bool
    """Whether the name may also be that of a text or a number: "internal note", "notes"."""
    says_public: bool = False
    """Whether the field says of other messages that they are public, so that to say nothing is a doubt."""
    public_code: str = ""
    """The number that stands for what everybody sees, in a field whose values are numbers of levels."""


@functools.cache
def _load_words() -> Mapping[str, frozenset[str]]:
    """Load the word table: class → folded words; "true", "false" and "notes" are classes too."""
    source = files("enquiry2article") / "resources" / "fields" / "visibility.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        name: frozenset(fold_word(word) for word in words.split())
        for part in ("words", "values")
        for name, words in table[part].items()
    }


@functools.cache
def _vocabulary() -> frozenset[str]:
    known = _load_words()
    return frozenset[str]().union(*(words for name, words in known.items() if name not in ("true", "false", "notes")))


@functools.lru_cache(maxsize=8192)
def _class_words(text: str) -> tuple[frozenset[str], ...]:
    """Return the classes of each word of a name or value; an unknown word has none."""
    words = [piece for word in split_field(text) for piece in part_compound(word, _vocabulary())]
    return tuple(
        frozenset(name for name, known in _load_words().items() if word in known and name not in ("true", "false"))
        for word in words
    )


@functools.lru_cache(maxsize=8192)
def read_flag(name: str) -> Flag | None:
    """Return what a field of this name says about who may see a message, or None for one that says nothing of it.

    >>> read_flag("is_visible_for_customer").hides, read_flag("staffOnly").hides, read_flag("comment_visibility").form
    (False, True, <Form.SCOPE: 'who sees it'>)
    >>> [read_flag(name) for name in ("public_url", "notes_count", "hidden_gem", "visible_since")]
    [None, None, None, None]
    """
    said = _Said.read(name)
    if not said.core or not said.ends_well or (said.unknown and said.core[-1] <= {"filler", "copula"}):
        return None
    if said.found & {"kind", "plain_kind"} and not (said.hidden and "internal" in said.core[-1]):
        return _read_kind(name, said)
    open_ended = not said.shown_to and len(said.core) < len(said.words) and said.public
    if said.found & {"scope", "weak_scope"} or open_ended or (said.public and said.hidden):
        known = "weak_scope" not in said.found or bool(said.found & {"scope", "visible", "message"})
        return Flag(name, Form.SCOPE, hides=said.negated, sure=not said.unknown and known, wordy=False)
    return _read_yes_no(name, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the words of a name say, as classes of words."""

    words: Sequence[frozenset[str]]
    core: Sequence[frozenset[str]]
    """Those that say something of the message."""
    shown_to: Sequence[frozenset[str]]
    """Those that say to whom it is shown."""
    found: frozenset[str]
    """All classes of the core."""

    @classmethod
    def read(cls, name: str) -> _Said:
        words = _class_words(name)
        core, shown_to = _cut_audience(words)
        return cls(words=words, core=core, shown_to=shown_to, found=frozenset[str]().union(*core))

    @property
    def everywhere(self) -> frozenset[str]:
        return self.found.union(*self.shown_to)

    @property
    def public(self) -> bool:
        return bool(self.found & {"public", "visible"})

    @property
    def limited(self) -> bool:
        """Whether it is for colleagues and nobody else."""
        return {"staff", "only"} <= self.everywhere and "customer" not in self.everywhere

    @property
    def hidden(self) -> bool:
        return "internal" in self.found or self.limited

    @property
    def unknown(self) -> bool:
        """Whether a word of the core is in no class."""
        return any(not classes for classes in self.core)

    @property
    def negated(self) -> bool:
        return sum("negation" in classes for classes in self.words) % 2 == 1

    @property
    def ends_well(self) -> bool:
        """Whether the last word can say who sees a message.

        "visible customer" and "agents only" say it too; "internal users" and "private customer" are people.
        """
        head = self.core[-1]
        return (
            bool(head & _HEADS)
            or ("only" in head and self.hidden)
            or (bool(head & {"customer", "everybody"}) and "visible" in self.found and not self.unknown)
        )


def _read_kind(name: str, said: _Said) -> Flag | None:
    """Read a name that speaks of the kind of a message."""
    if said.unknown or any(not classes & _OF_KINDS for classes in said.core) or said.shown_to:
        return None
    return Flag(
        name,
        Form.KIND,
        hides=True,
        sure=bool(said.found & {"message", "note"}),
        wordy=not said.found & {"kind", "message", "note"},
    )


def _read_yes_no(name: str, said: _Said) -> Flag | None:
    """Read a name that asks for yes or no."""
    if not said.public and not said.hidden and "note" not in said.found:
        return None
    others = said.everywhere & {"customer", "everybody", "note", "message"}
    if said.public and "staff" in said.everywhere and not others and not said.limited:
        return None  # "visible to agents" is true of every message
    told = any(classes & {"customer", "everybody"} for classes in said.shown_to)
    hides = said.hidden or not (said.public or told)
    wordy = bool(said.found & {"note", "message"}) and "copula" not in said.found
    return Flag(name, Form.YES_NO, hides=hides != said.negated, sure=not said.unknown, wordy=wordy)


def _cut_audience(
    words: Sequence[frozenset[str]],
) -> tuple[Sequence[frozenset[str]], Sequence[frozenset[str]]]:
    """Split a name into what is said and to whom: "visible", "to customer"."""
    people = {"customer", "staff", "everybody", "only", "filler", "copula", "public", "internal"}
    for place, classes in enumerate(words):
        if "toward" in classes and place and not classes & {"filler", "copula", "public", "internal"}:
            rest = words[place + 1 :]
            if all(said & people for said in rest):
                return words[:place], rest
    return words, ()


@functools.lru_cache(maxsize=8192)
def _read_answer(value: str) -> bool | None:
    """Return what a value says as yes or no, or None."""
    word = fold_word(value.strip())
    known = _load_words()
    number = _ZERO_POINT.match(word) or _BIT.match(word)
    if number:
        return number[1] == "1"
    return True if word in known["true"] or word == "-1" else False if word in known["false"] else None


def judge(flag: Flag, value: str) -> Visibility | None:
    """Return what a field says of the message that it stands in; None where it says nothing.

    An empty value is a doubt where the field says of others that they are public. That a customer's own words need no
    mark, the caller knows.

    >>> judge(read_flag("is_public"), "False"), judge(read_flag("article_type"), "note-internal")
    (<Visibility.INTERNAL: 'internal'>, <Visibility.INTERNAL: 'internal'>)
    >>> judge(read_flag("visibility"), "level 4"), judge(read_flag("type"), "email")
    (<Visibility.UNCLEAR: 'unclear'>, None)
    """
    text = value.strip()
    if not text:
        return Visibility.UNCLEAR if flag.says_public else None
    if len(text) > _LONGEST_VALUE or (flag.form is Form.YES_NO and "@" in text):
        return Visibility.UNCLEAR if flag.sure and not flag.wordy else None
    if flag.form is Form.KIND:
        return _judge_kind(flag, text)
    if text.isdigit() and "scope" in _names_of(flag.name):
        # Programs number levels in either direction: "visibility: 0" is all in one, nobody in the next.
        return Visibility.PUBLIC if text == flag.public_code else Visibility.UNCLEAR
    answer = _read_answer(text)
    if answer is not None and (flag.form is Form.YES_NO or "weak_scope" not in _names_of(flag.name)):
        return Visibility.INTERNAL if answer == flag.hides else Visibility.PUBLIC
    if flag.wordy and not all(_class_words(text)):
        return None  # a text
    return _judge_words(text) or (Visibility.UNCLEAR if flag.sure and not flag.wordy else None)


def judge_role(role: str) -> Visibility:
    """Return what the role of an author who is of no side that is known means for a message: nobody sees it, or a
    doubt.

    >>> judge_role("internal_note"), judge_role("tool")
    (<Visibility.INTERNAL: 'internal'>, <Visibility.UNCLEAR: 'unclear'>)
    """
    hidden = _judge_kind(Flag("role", Form.KIND, hides=True, sure=False, wordy=True), role) is Visibility.INTERNAL
    return Visibility.INTERNAL if hidden else Visibility.UNCLEAR


def _names_of(name: str) -> frozenset[str]:
    return frozenset[str]().union(*_class_words(name))


def _judge_kind(flag: Flag, text: str) -> Visibility | None:
    """Return what a word for a kind of message says: "note", "work_notes", "N" are notes, "public note" is none."""
    if fold_word(text) in _load_words()["notes"]:
        return None if flag.wordy else Visibility.INTERNAL
    words = _class_words(text)
    found = frozenset[str]().union(*words)
    if len(words) > _MOST_WORDS or not found & {"internal", "note"}:
        return None
    if any(not classes for classes in words) and (flag.wordy or len(words) > 3):
        return None
    if "internal" not in found:
        return None if found & {"public", "visible"} else Visibility.INTERNAL
    return None if "negation" in found else Visibility.INTERNAL


def _judge_words(text: str) -> Visibility | None:
    """Return what the words of a value say: "Agents only", "not public", "All users"; None for others."""
    words = _class_words(text)
    found = frozenset[str]().union(*words)
    if len(words) > _MOST_WORDS:
        return None
    negated = sum("negation" in classes for classes in words) % 2 == 1
    staff = bool(found & {"staff", "note"}) and not found & {"public", "customer", "everybody"}
    hidden = "internal" in found or staff
    public = "public" in found or (not hidden and bool(found & {"customer", "everybody", "visible"}))
    if public == hidden:
        return None
    # A word that is not known may take back what the others promise.
    if hidden == negated and not all(words):
        return None
    return Visibility.INTERNAL if hidden != negated else Visibility.PUBLIC


@functools.lru_cache(maxsize=8192)
def names_note(value: str) -> bool:
    """Return whether a value says by itself, in whatever field, that it stands beside a note among colleagues.

    >>> names_note("Internal note"), names_note("Notatka wewnętrzna"), names_note("internal"), names_note("note")
    (True, True, False, False)
    """
    if len(value) > _LONGEST_VALUE:
        return False
    words = _class_words(value)
    found = frozenset[str]().union(*words)
    known = bool(words) and all(words) and len(words) <= _MOST_WORDS
    return known and {"internal", "note"} <= found and not found & {"public", "visible", "negation", "customer"}


def find_public_code(values: Sequence[str]) -> str:
    """Return the number that stands for what everybody sees: the only one that customers' own messages have, or "".

    >>> find_public_code(["0", "0", "0"]), find_public_code(["0", "1", "0"]), find_public_code(["0"])
    ('0', '', '')
    """
    return values[0] if len(values) >= _ENOUGH_CODES and values[0].isdigit() and len(set(values)) == 1 else ""


@functools.lru_cache(maxsize=8192)
def names_message(value: str) -> bool:
    """Return whether a value calls what it stands beside a message: "EMAIL", "reply", but neither "call" nor "task"."""
    return any("message" in classes for classes in _class_words(value[:_LONGEST_VALUE]))


def learn_flag(name: str, values: Iterable[str], *, messages: bool, public_code: str = "") -> Flag | None:
    """Return what a column or key says about who may see a message, by its name and by what stands in it.

    `messages` says whether each value belongs to one message; of whole tickets, "type" and a number of notes say
    something else, but "comment type" does not. `public_code` is what `find_public_code` found.
    """
    flag = read_flag(name)
    flag = replace(flag, public_code=public_code) if flag and public_code else flag
    if flag is None and messages:
        values = list(values)
        seen = {value.strip() for value in values if value.strip()}
        if len(seen) <= _MOST_VALUES and any(map(names_note, seen)):
            return Flag(name, Form.KIND, hides=True, sure=True, wordy=False)
    if flag is None or (flag.form is Form.KIND and not messages and not flag.sure):
        return None
    filled = [value.strip() for value in values if value.strip()]
    if flag.form is Form.KIND or not filled:
        return flag
    seen = {value.casefold() for value in filled}
    if any(len(value) > _LONGEST_VALUE or "@" in value for value in seen):
        return None
    told = [judge(flag, value) for value in filled]
    clear = sum(verdict not in (None, Visibility.UNCLEAR) for verdict in told)
    if flag.wordy:
        figures = all(value.replace(".", "").isdigit() for value in seen)
        plural = bool(_PLURALS & set(split_field(name)[-1:]))
        if clear < _ENOUGH * len(filled) or (figures and (len(seen) > 2 or (plural and not messages))):
            return None
        flag = replace(flag, wordy=False)
    if not clear and (len(seen) > _MOST_VALUES or not flag.sure or not messages):
        return None
    # Where some of its values are understood it is such a field, and the others are doubtful.
    return replace(flag, sure=flag.sure or clear > 0, says_public=Visibility.PUBLIC in told)
