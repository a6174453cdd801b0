"""Light editing of a sentence that cannot change a fact: how it begins and ends, words said twice, order words.

No word that says something is added or exchanged, so that each sentence is still found in the reply it came from.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from enquiry2article.answers.roles import ORDER_WORDS
from enquiry2article.text.language import guess_language
from enquiry2article.text.sentences import SENTENCE_ENDS
from enquiry2article.text.word_lists import join_patterns, read_texts, read_words

_SMILEY = re.compile(r"(?:^|(?<!\s)\s+)[:;]-?[)(DPp](?=\W|$)|(?<=\w)[:;]-?\)(?=\s|$)")
_LAUGHTER = re.compile(r"(?:^|(?<!\s)\s+)(\()?(?:ha){2,}(?(1)\))(?=\W|$)")
_ONE_EMOJI = (
    r"[\U0001F300-\U0001FAFF\u2639\u263A\u2764\u2728](?:[\uFE0F\U0001F3FB-\U0001F3FF]|\u200D[\u2600-\U0001FAFF])*"
)
_BEGINS, _ENDS = re.compile(_ONE_EMOJI), re.compile(rf"{_ONE_EMOJI}$")
_EMOJI = re.compile(rf"(?<!\s)\s*(?:(?P<open>\()(?:{_ONE_EMOJI}\s*)+\)|{_ONE_EMOJI})")
_MOOD = re.compile(
    "[\u2639\u263a\u2764\u2728\U0001f386-\U0001f38a\U0001f44a-\U0001f450\U0001f48b-\U0001f49f\U0001f4aa\U0001f4af"
    "\U0001f5a4\U0001f600-\U0001f64f\U0001f90c-\U0001f93a\U0001f970-\U0001f97a\U0001f9d0\U0001f9e1\U0001fae0-\U0001faf8]"
)
"""Faces, hands, hearts and fireworks: they tell how somebody feels, wherever they stand."""
_PRESSES = re.compile(
    r"(?:\b(?:tap|click|press|choose|select|pick|hit|touch|push|open|find|use)(?: on)?(?: the| an?)?|[\"“„«'‘])\s*$",
    re.IGNORECASE,
)
_BEFORE_A_THING = re.compile(
    r"(?:\b(?:the|an?|this|that|on|at|with|by|of|for|from|to|and|or|is|called|marked|icon|symbol|sign|button)|[>→=+/])\s*$",
    re.IGNORECASE,
)
_AFTER_A_BUTTON = re.compile(r"\W*(?:icon|symbol|sign|button|emoji)\b", re.IGNORECASE)
_AFTER_A_THING = re.compile(r"\W*(?:means|marks|opens|shows|hides|starts|stops|stands|is|are|at the|in the|on the)\b")
_TWICE = re.compile(r"\b([^\W\d_]{2,})((?:\s+\1\b)+)", re.IGNORECASE)
_MEANT_TWICE = frozenset("in on up out off that had her so very really bye".split())
_OPENING = re.compile(
    r"^(?:(?:well|ok(?:ay)?|right|sure|yes|yep|yeah|no|nope|ah|oh|ha|hm+|alas|actually|basically|so|and|but|indeed"
    r"|of course|certainly|absolutely|exactly|quite right|good news|gladly"
    r"|you heard (?:right|correctly)|that(?:'s| is) right"
    r"|ja|nein|also|oui|non|sí|bueno)"
    r"[,:!.–-]\s+(?!\d))+(?=\S)",
    re.IGNORECASE,
)
_ANNOUNCEMENT = re.compile(
    r"^(?:this is how it works|here(?:'s| is) how(?: it works)?|how it works|in short)\s*:\s+", re.I
)
_SPACE_BEFORE = re.compile(r"(?<=\w)\s+([,.;:](?=\s|$)|[!?]+$)")
_BULLETS = re.compile(r"^(?:(?:[-–—]{1,3}|[•*·‣◦])(?:\s+|$))+")
_DASH_AT_END = re.compile(
    r"(?<![+/])(?<!\bctrl)(?<!\bcmd)(?<!\balt)(?<!\bshift)(?<!\bstrg)(?<!\bpress)(?<!\btype)(?<!\band)(?<!\bor)"
    r"(?<!\bthe)(?<!\ba)(?:(?<!\s)\s+[-–—]{1,3}|(?<=[^\W\d])–|(?<=\w)—)[\s.,;]*$",
    re.IGNORECASE,
)
"""A dash after which nothing came, unless it is the key to press: "Ctrl and -"."""
_OWN_CASE = re.compile(r"^(?:\w+://|www\.|\S*[a-z][A-Z]|\S+[./@]\w)")
"""What begins with a small letter on purpose: an address, a name like "iPad"."""


LEANING_WORDS = frozenset(
    "it its it's they them that that's this these those then and but or so also otherwise alas yes no not only "
    "he she his her which who there both neither same instead however else".split()
)
"""Words at the beginning of a sentence that point back to the one before it."""


ROUNDS = 4
"""What one round lays bare, the next one sees."""

AROUND = 200
"""Characters on either side of a sign that are looked at, so that a text of nothing but signs costs no minutes."""

CONNECTORS = frozenset({"then", "so", "otherwise", "instead", "also", "neither", "either", "same", "but", "however"})

TIME_WORDS = frozenset({"after", "before", "once", "when", "if", "until"})
"""Words that point back only with one of the others: "after that", "once it is dry"."""


def _look_around(found: re.Match[str]) -> tuple[str, str]:
    """Return what stands on either side of a sign, near enough to belong to it."""
    start, end = found.span()
    return found.string[max(0, start - AROUND) : start].rstrip(), found.string[end : end + AROUND]


def _take_smiley_off(found: re.Match[str]) -> str:
    """Take a smiley off, but leave the bracket that it closes: "(as follows:)", "(it is free :-)"."""
    before, after = _look_around(found)
    closes = before.count("(") - before.count(")") > max(0, after.count(")") - after.count("("))
    if found[0][-1] != ")" or not closes:
        return ""
    return found[0] if found[0] == ":)" else ")"


def _take_decoration_off(found: re.Match[str]) -> str:
    """Take an emoji off, unless it is a sign that the sentence speaks of: "Tap 🔍 at the top"."""
    before, after = _look_around(found)
    if _PRESSES.search(before) or _AFTER_A_BUTTON.match(after):
        return found[0]
    in_a_row = _BEGINS.match(after) or (not found[0][0].isspace() and _ENDS.search(before))
    if in_a_row or _MOOD.search(found[0]):
        return ""
    told_before = re.search(r"\w[^\w.!?]*$", before) is not None
    inside = told_before and re.search(r"\w", after) is not None
    explains = told_before and found["open"] is not None
    of_thing = _BEFORE_A_THING.search(before) or (not before and _AFTER_A_THING.match(after))
    return found[0] if inside or explains or of_thing else ""


def _say_once(found: re.Match[str]) -> str:
    """Keep one of two equal words, unless the second has a capital too ("Bora Bora") or both may be meant."""
    again = found[2].split()
    meant = found[1].lower() in _MEANT_TWICE or any(not word.islower() for word in again)
    return found[0] if meant else found[1]


def begins_leaning(text: str) -> bool:
    """Return whether a sentence begins with a word that points back to the one before it, in its language."""
    bare = _ANNOUNCEMENT.sub("", text.replace("’", "'"))
    language = guess_language(bare)
    if read_words(language, "leaning.txt"):
        return bool(_compile_leaning(language).match(bare))
    words = bare.lower().split()
    if not words:
        return False
    first = words[0].strip(",.")
    follows = first in TIME_WORDS and len(words) > 1 and words[1].strip(",.") in LEANING_WORDS
    return first in LEANING_WORDS or follows


@functools.cache
def _compile_leaning(language: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*{join_patterns((language,), 'leaning.txt')}")


def mixes_address(texts: Iterable[str]) -> bool:
    """Return whether texts speak to their reader in two ways, as to a friend and as to a stranger ("du" and "Sie")."""
    whole = " ".join(texts)
    forms = read_texts(guess_language(whole), "address.toml")
    # A sentence may begin with a capital "Sie" that means "they", so only words inside sentences count.
    inside = re.sub(r"(^|[.!?:]\s+)\S+", " ", whole)
    words = set(re.findall(r"[^\W\d_]+", inside))
    familiar = {word for word in words if word.lower() in forms.get("familiar", ())}
    return bool(familiar) and not words.isdisjoint(forms.get("formal", ()))


def begins_with_connector(text: str) -> bool:
    """Return whether a sentence goes on from something that was said, whatever stands before it."""
    words = text.lower().split()
    return bool(words) and words[0].strip(",.") in CONNECTORS


_CLOSING = ")]\"'”’»"
"""What may stand behind the end of a sentence."""


def finish_sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, without smileys, doubled words, or "then," and "well," in front.

    >>> finish_sentence("then, press the the button :-)")
    'Press the button.'
    >>> finish_sentence("(a slow blink would mean no network.)")
    '(a slow blink would mean no network.)'
    """
    text = " ".join(text.split())
    for _ in range(ROUNDS):
        before = text
        text = _BULLETS.sub("", _LAUGHTER.sub("", _SMILEY.sub(_take_smiley_off, text)).strip())
        text = _DASH_AT_END.sub("", _EMOJI.sub(_take_decoration_off, text).strip())
        text = _SPACE_BEFORE.sub(r"\1", _TWICE.sub(_say_once, text))
        text = _OPENING.sub("", _ANNOUNCEMENT.sub("", text))
        start = ORDER_WORDS().match(text)
        if start and start.end() < len(text) and start[0].rstrip().endswith(","):
            text = text[start.end() :]
        if text == before:
            break
    if not text:
        return ""
    if not _OWN_CASE.match(text):
        text = text[0].upper() + text[1:]
    # One exclamation is warm in a mail and loud in an article.
    text = re.sub(r"\?!+$", "?", text)
    text = re.sub(r"!+$", ".", text)
    ended = text.rstrip(_CLOSING).endswith((*SENTENCE_ENDS, ":"))
    return text if ended else f"{text.rstrip(',;')}."
