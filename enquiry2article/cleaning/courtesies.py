"""Takes the manners off a text and leaves its substance: greetings, thanks, good wishes and closings.

Pure. It works sentence by sentence, so that a greeting on the same line as the substance loses only the greeting. What
signatures and quoted mails are, `cleaning/signatures` and `cleaning/quotes` decide; what is asked,
`cleaning/question_sentences` decides.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from enquiry2article.cleaning.name_words import NOT_A_NAME
from enquiry2article.text.sentences import join_lines, join_wrapped, split_sentences
from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.word_lists import Phrases, list_phrases, read_table

_NAME = r"(?:\[name\]|[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]{0,30})"
_GREETING: Final = Phrases("courtesies", r"(?P<greeting>(?i:<greeting>))(?![\w'’-])")
_ADDRESSEE: Final = Phrases("courtesies", rf"[ ,]{{0,2}}(?:(?:(?i:<addressee>)\b|<title>\b\.?|{_NAME})[ ]?){{1,6}}")
_AFTER_GREETING = re.compile(r"\s*(?:[,!.:;?–—-]+(?:\s+|$)|$)")
_OPENER: Final = Phrases("courtesies", r"(?i:(?:hi|hello)?[ ,]*(?:<opener>(?:\s<about>\b[^,;:.!?–]{0,120})?))")
_MY_NAME: Final = Phrases(
    "courtesies",
    rf"(?:(?i:<my_name>) {_NAME}(?: {_NAME}){{0,3}}|(?i:this is |it's |i'm )?\[name\] here)"
    r"(?:\s*(?:[,.!–-]+\s*(?i:and|und|et|y|en|e|i)?|(?i:and|und|et|y|en|e|i)\b)\s*|$)",
)
_TAIL = rf"(?:[\s,.!;:–—-]{{0,4}}(?:{_NAME}|\[[a-z ]+\]|(?i:and|und|x+)\b)){{0,6}}[\s,.!;:)(–—🙂😊👍-]{{0,8}}"
_CLOSING: Final = Phrases(
    "courtesies",
    r"(?i:please )?(?i:<thanks>|<regards>)(?:[\s,.!&+/-]{0,3}(?i:and |und |et |y |en )?(?i:<thanks>|<regards>)){0,3}"
    rf"(?![\w'’]){_TAIL}",
)
_CLOSING_SENTENCE: Final = Phrases("courtesies", r"(?i:(?:please |and |so |but |or |otherwise,? )?<closing_sentence>)")
_THANKS_WORD: Final = Phrases("courtesies", r"(?i)\b<thanks>\b")
_TRAILING: Final = Phrases("courtesies", r"(?<![\s,.;–-])[\s,.;–-]+(?i:<trailing>)[\s.!,]*(?:\[name\][\s.!,]*)?$")
_NAME_LINE: Final = Phrases("courtesies", r"(?i:<title>\b\.?|\[[a-z ]+\]|from|[-–—~|,.•*()\s])+")
_SHORT_NAME_LINE: Final = re.compile(rf"[-–—~\s]{{0,3}}{_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,3}}[\s.!,]{{0,3}}")
_NAME_ONLY: Final = re.compile(r"[-–—~ ]{0,3}\[name\](?: x{1,4})?[ .!,]{0,3}")
_AND_REST: Final = Phrases("courtesies", r"\s*(?:[,;:–—]|\s-\s)?\s*(?i:<and>\b)?\s*")

_MANNERLY_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TELLS: Final = re.compile(r"[\d?@]|https?:|\[(?!name\])|`")
"""What no sentence of manners holds."""
_MOST_WORDS_OF_MANNERS: Final = 32
_LONGEST_COURTESY = 240
"""Characters. A longer sentence says something, whatever it begins with."""


def strip_courtesies(text: str) -> str:
    """Take greetings, thanks, good wishes and closings off a text; "" when it held nothing else.

    The manners of all languages are looked for together, because mails mix them, and no word so far means manners in
    one language and substance in another.

    >>> strip_courtesies("Hi Anna, thanks for getting in touch. Open Settings.\\n\\nKind regards,\\nEllie")
    'Open Settings.'
    """
    for _ in range(4):  # what one round lays bare, the next one sees; a mail seldom needs two
        stripped = _strip_once(text)
        if stripped == text:
            break
        text = stripped
    return text


def holds_thanks(text: str) -> bool:
    """Return whether a text says thank you, in any of our languages."""
    return bool(_THANKS_WORD().search(text))


@functools.cache
def _manners() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in read_table("mail/manners.toml").items()}


def is_mannerly(sentence: str, *, others: int = 0) -> bool:
    """Return whether a sentence is made of words of good manners and little words alone.

    `others` more words may end it where at least two are of manners ("We hope you enjoy the outdoors"). A sentence
    with a figure, an address, a question mark or a negation says something.

    >>> is_mannerly("We will be happy to assist you further."), is_mannerly("We will be happy to send a new peg.")
    (True, False)
    """
    if len(sentence) > _LONGEST_COURTESY or _TELLS.search(sentence):
        return False
    words = [word.replace("’", "'") for word in _MANNERLY_WORD.findall(sentence.replace("[name]", "").casefold())]
    lists = _manners()
    if not words or len(words) > _MOST_WORDS_OF_MANNERS or lists["core"].isdisjoint(words):
        return False
    if not lists["negates"].isdisjoint(words) and lists["hesitates"].isdisjoint(words):
        return False
    known = sum(word in lists["core"] or word in lists["beside"] for word in words)
    odd = [word not in lists["core"] and word not in lists["beside"] and word not in ALL_STOP_WORDS for word in words]
    # "We hope you enjoy the outdoors" ends in its odd word; "we have refunded it" goes on and tells what was done.
    return not any(odd) or (known > 1 and not any(odd[: len(odd) - others]))


def _strip_once(text: str) -> str:
    lines = join_wrapped(text)
    kept: list[str] = []
    beginning = True
    closed = False
    for line in lines:
        if not line:
            kept.append("")
            continue
        if closed and _is_bare_name(line):
            continue
        closed = False
        sentences: list[str] = []
        for sentence in split_sentences(line):
            rest = "" if _NAME_ONLY.fullmatch(sentence[:40]) else _strip_sentence(sentence, beginning)
            if rest:
                sentences.append(rest)
                beginning = closed = False
            elif not beginning or _CLOSING().match(sentence):
                closed = True
        if sentences:
            kept.append(" ".join(sentences))
    while kept and (not kept[-1] or _NAME_LINE().fullmatch(kept[-1][:_LONGEST_COURTESY])):
        kept.pop()
    return join_lines(kept)


def _is_bare_name(line: str) -> bool:
    return len(line) <= 80 and bool(_SHORT_NAME_LINE.fullmatch(line) or _NAME_LINE().fullmatch(line))


def _strip_sentence(sentence: str, beginning: bool) -> str:
    if len(sentence) <= _LONGEST_COURTESY and (_CLOSING().fullmatch(sentence) or _CLOSING_SENTENCE().match(sentence)):
        return ""
    if is_mannerly(sentence, others=int(beginning)):
        return ""
    rest = sentence
    if beginning:
        rest = _strip_greeting(rest)
        rest = _strip_opener(rest)
        if match := _MY_NAME().match(rest):
            rest = rest[match.end() :]
    elif len(rest) <= _LONGEST_COURTESY:
        # In the middle of a text only a sentence that is nothing but manners goes.
        match = _OPENER().match(rest)
        if match and not rest[match.end() :].strip(" .!,"):
            return ""
    tail = len(rest) - _LONGEST_COURTESY
    head, end = (rest[:tail], rest[tail:]) if tail > 0 else ("", rest)
    if match := _TRAILING().search(end):
        mark = "?" if "?" not in end[: match.start()] and head == "" and rest.endswith("?") else ""
        rest = head + end[: match.start()] + mark
    if not any(char.isalnum() for char in rest):
        return ""
    if rest != sentence and rest[:1].islower() and sentence[:1].isupper():
        rest = rest[:1].upper() + rest[1:]
    return rest


def _strip_greeting(sentence: str) -> str:
    match = _GREETING().match(sentence)
    if not match:
        return sentence
    end = match.end()
    if stop := _AFTER_GREETING.match(sentence, end):
        return sentence[stop.end() :]
    addressee = _ADDRESSEE().match(sentence, end)
    if addressee and (stop := _AFTER_GREETING.match(sentence.rstrip(), len(sentence[: addressee.end()].rstrip()))):
        return sentence[stop.end() :]
    if word := re.compile(r"\s+([^\W\d_]{1,30})(?=[,!.:–-]+(?:\s|$)|$)").match(sentence, end):  # "hi marisol, ..."
        return sentence[word.end() :].lstrip(" ,!.:–-")
    if match["greeting"].casefold() in list_phrases("courtesies", "greeting_too"):
        return sentence  # each is a word of its own as well: without a name and a comma it is no greeting
    if word := re.compile(r"\s+(\[name\]|(?i:there|all|team|guys|folks|everyone))\s+").match(sentence, end):
        return sentence[word.end() :]
    following = re.compile(r"[^\W\d_]+").search(sentence, end, end + 40)
    if following and (following[0].casefold() in NOT_A_NAME or following[0].islower() or following[0] in {"I", "A"}):
        return sentence[end:].lstrip(" ,!.:–-")
    return sentence


def _strip_opener(sentence: str) -> str:
    for _ in range(3):
        match = _OPENER().match(sentence)
        if not match:
            break
        rest = sentence[match.end() :]
        if not rest.strip(" .!,"):
            return ""
        if len(sentence) > _LONGEST_COURTESY and not rest.startswith((",", ".", "!", ";")):
            break
        joint = _AND_REST().match(rest)
        if not joint or not joint[0].strip():  # the sentence goes on without a break: what follows may be the substance
            break
        sentence = rest[joint.end() :]
    return sentence
