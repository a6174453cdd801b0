"""Tells what a sentence does in an answer: a step, a condition, a warning, a way out, something to have at hand.

Decides by the words it begins with (`resources/languages/<code>/roles.toml`). Where it stands and who
else says it does not matter here.
"""

from __future__ import annotations

import re

from enquiry2article.domain.answer import Role
from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import Phrases, read_words

STEP_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-h]\)|\([1-9]\)|[-*•–]|step \d+\s*[:.-]?)\s+", re.IGNORECASE)
"""A number or a bullet before a sentence."""

ORDER_WORDS = Phrases("roles", r"(?i)^<order>\b[,:]?\s*")

STEP_VERBS = frozenset(read_words("en", "step_verbs.txt"))
_MAY_NAME_THINGS = frozenset(read_words("en", "step_verbs_and_nouns.txt"))

_NAMES_THING = Phrases("roles", "<names_thing>")
"""A word, one noun or two, none of which can begin an object ("the", "your"), and a verb that only a statement has.

Of two nouns the first is singular: "Set times guests can book" tells to set the times that guests can book. What has a
capital is the name of a button or of a month. What may also be a noun needs something on either side: "cut costs" tells
to do something.
"""

_LEAD_IN = Phrases("roles", r"^<lead_in>\s+")
_FALLBACK = Phrases("roles", r"(?i)^(?:and |but )?<fallback>")
"""Something that should work does not, or goes on although it should not: "it does not rain" is no failure, and "it is
still sealed" is a condition."""
_CONDITION = Phrases("roles", r"(?i)^(?:and |but |so )?<condition>\b")
_WARNING = Phrases("roles", r"(?i)^(?:but |and |so )?(?:please )?<warning>\b")
_BRING = Phrases("roles", r"(?i)<bring>")
"""Papers, or a thing of one's own that is brought nowhere else: it is brought along."""
_PREPARE = Phrases("roles", r"(?i)<prepare>")


def find_role(text: str, *, marked: bool = False) -> Role:
    """Return what a sentence does. `marked`: the reply itself numbered or listed it.

    >>> find_role("If that does not help, take the battery out.")
    <Role.FALLBACK: 'fallback'>
    >>> find_role("Then open Settings.")
    <Role.STEP: 'step'>
    """
    bare = text.replace("’", "'").strip()
    language = guess_language(bare)
    for pattern, role in ((_FALLBACK, Role.FALLBACK), (_WARNING, Role.WARNING)):
        if pattern(language).search(bare):
            return role
    if not marked and _BRING(language).search(bare):
        return Role.PREPARE
    if is_step(bare, marked=marked):
        return Role.STEP
    for pattern, role in ((_PREPARE, Role.PREPARE), (_CONDITION, Role.CONDITION)):
        if pattern(language).search(bare):
            return role
    return Role.PLAIN


def is_step(text: str, *, marked: bool = False) -> bool:
    """Return whether a sentence tells to do something: the reply listed it, or it begins with a verb of doing."""
    bare = _LEAD_IN("en").sub("", ORDER_WORDS().sub("", text).lower())
    first = re.match(r"[a-z]+(?![\w'’-])", bare)
    return marked or (first is not None and first[0] in STEP_VERBS and not _is_about_thing(text))


def _is_about_thing(text: str) -> bool:
    """Return whether a sentence begins with a thing whose name begins like a verb, and says something of it."""
    start = ORDER_WORDS().sub("", text)
    found = _NAMES_THING("en").match(start[:1].lower() + start[1:])
    return found is not None and found[1] in _MAY_NAME_THINGS
