"""Turns a customer's sentence into what may be a title: "cant log in" gives "Why can't I log in?".

Only tidied, never composed: first letter, apostrophes, a question mark; a wish, a complaint or an indirect question
becomes the question it stands for where the grammar is sure; a statement becomes a plain heading.
"""

from __future__ import annotations

import re
import unicodedata

from enquiry2article.cleaning.question_sentences import ASK_FIRST, QUESTION_MARK, begins_as_question
from enquiry2article.questions.naming.embedded_questions import (
    ask_directly,
    ask_for_thing,
    is_embedded,
    strip_embedding,
)
from enquiry2article.questions.naming.spelling import Spellings, is_shouted
from enquiry2article.text.language import guess_language
from enquiry2article.text.stop_words import LATIN_POOL, SERVICE_VERBS
from enquiry2article.text.word_lists import read_words
from enquiry2article.text.words import stem

OPENERS = re.compile(
    r"^(?:(?:and|also|so|but|or|yo|well|ok|okay|right|hi|hello|hey|just|please|pls|plz|basically|second(?:ly)?|first(?:ly)?|"
    r"another thing|one more thing|quick question|quick one|question|one question|please advise|if (?:yes|so|not|no)|"
    r"und|aber|et|mais|y(?! a-t)|pero|en)\b(?! (?:tell|let|explain|show|confirm|clarify|advise)\b)[\s,:;.\-–]*)+",
    re.IGNORECASE,
)
APOSTROPHES = {
    "cant": "can't", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "wont": "won't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "hasnt": "hasn't", "havent": "haven't", "couldnt": "couldn't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "im": "I'm", "ive": "I've", "whats": "what's", "wheres": "where's",
    "hows": "how's", "theres": "there's", "thats": "that's", "youre": "you're", "i": "I", "i'm": "I'm", "i've": "I've",
    "i'd": "I'd", "i'll": "I'll", "u": "you", "ur": "your", "r": "are", "ppl": "people", "pls": "please", "plz": "please", "thx": "thanks",
}  # fmt: skip
WISHES = (
    # A wish or a complaint in the first person, and the question it stands for.
    (re.compile(r"^(?:i|we)(?:'d| would)? (?:really )?(?:want|need|like|wish|love) to (?:be able to )?(?P<do>.+)$", re.I), "How do I {do}?"),
    (re.compile(r"^(?:i am|i'm|we are|we're)? ?(?:trying|looking|hoping) to (?P<do>.+)$", re.I), "How do I {do}?"),
    (re.compile(r"^(?P<ask>how(?: often| long)?|where|when|what|why) to (?P<do>.+)$", re.I), "{ask} do I {do}?"),
    (re.compile(r"^(?:(?:i|we) )?(?:still )?(?:can't|cannot|can not|couldn't) (?:find(?: out)?|see|tell|work out|figure out) (?P<ask>how|where|when) to (?P<do>.+)$", re.I), "{ask} do I {do}?"),
    (re.compile(r"^(?:(?:i|we) )?(?:still )?(?:can't|cannot|can not|couldn't) find (?P<do>(?:the|my|our|an?|any|your) .+)$", re.I), "Where do I find {do}?"),
    (re.compile(r"^(?:(?:i|we) )?(?:still )?(?:can't|cannot|can not|am unable to|am not able to|couldn't) (?P<do>.+)$", re.I), "Why can't I {do}?"),
    (re.compile(r"^(?:i am |i'm )?(?:unable|not able) to (?P<do>.+)$", re.I), "Why can't I {do}?"),
)  # fmt: skip
_STATED = re.compile(
    r"^(?P<whose>my|our|the) (?P<what>(?:[\w'-]+ ){0,3}?[\w'-]+) (?P<rest>(?:is|are|was|were|has|have|had|does|do|did|won't|wont|will not"
    r"|isn't|aren't|wasn't|hasn't|haven't|doesn't|don't|didn't|can't|cannot|keeps?|stopped|stops|shows?|says?|never|still|only|came|went)\b.*)$",
    re.I,
)
"""What is stated of a thing: "My router light is orange"."""
_TO_DO = re.compile(r"(?:how(?: often| long)?|where|when|what|why) to ", re.I)
SWAPPED = re.compile(
    r"^(how|what|when|where|why|which)(?: (?!can|could|should|do|does|did|would|will|must|may|am|are|is|have)\w+)? (i|we|you) (can|could|should|do|would)\b(.*)$",
    re.I,
)
LATE_VERB = re.compile(r"^(why) ((?:my|our|the) (?:\w+ ){1,4}?)(is|are|was|were|has|have) (?=\w)(.+)$", re.I)
"""What many write for "Why is my payment declined?"."""
SPANISH_ASKING = re.compile(
    r"(¿(?:(?:a|con|de|desde|en|hasta|para|por) )?)(que|como|cuanto|cuanta|cuantos|cuantas|cuando|donde|cual)\b", re.I
)
_ACCENTED = {
    "que": "qué", "como": "cómo", "cuanto": "cuánto", "cuanta": "cuánta", "cuantos": "cuántos", "cuantas": "cuántas",
    "cuando": "cuándo", "donde": "dónde", "cual": "cuál",
}  # fmt: skip
TAG_AS_CODE = re.compile(r"`</?([a-zA-Z][\w-]{0,20})[^`\n]{0,300}>`")
"""A tag that is spoken of, which a title calls by its name."""
CODE = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,80}%\}|\[\[\w{1,40}\]\]"  # what a template fills in
    r"|(?<!\w)[A-Za-z]:\\[^\s?!,;\"<>|]{1,200}|(?<![\w/:.])(?:~|\.{1,2})?(?:/[\w.-]{1,60}){2,}/?"  # a path
    r"|(?<![\w-])[^\W_]{1,40}(?:_[^\W_]{1,40})+(?!_)"  # the name of a variable
)
"""What a machine reads, of which no sign may be lost."""
_HELD = "\ue000\ue001\ue002\ue003"
"""Letters of private use, which stand for code while a sentence is rewritten."""
SIGNS = re.compile(r"[<>{}|\\*_^~]+|\[[a-z ]{3,20}\]")
"""What has no place in a title: mark-up, and the placeholders of personal values."""

CLOSERS = re.compile(
    r"(?<![\s,])[\s,]+(?:please|pls|plz|thanks|thank you|thx|cheers|bitte|danke|merci|gracias)$", re.IGNORECASE
)
EDGES = " -–—*•>,;:.!?\"'。．！？؟،؛।、，；："
"""What is cut off both ends of a title."""

_FINITE_BE = frozenset("am is are was were".split())
_AUXILIARIES = _FINITE_BE | frozenset(
    "do does did have has had can could will would shall should must may might ca wo".split()
)
_SUBJECTS = frozenset(
    "i you we they he she it there this that these those my your our their his her its the a an any all one someone "
    "anyone anybody everyone somebody people both each some customers children kids".split()
)
_NO_SUBJECTS = frozenset("not to be been being never also how no get just still only even already".split())
_CLAUSE_OPENERS = frozenset({"when", "while", "why", "where"})
_VERBS = frozenset(SERVICE_VERBS) | frozenset(read_words("en", "verbs.txt"))

STATED = "What can I do if"
"""How the question begins that is made of a statement."""

MOST_SCRAP = 3
"""Words of a heading that somebody ended with a question mark: "Refund status?"."""

MARKS = {"ar": "؟", "fa": "؟", "ur": "؟", "el": ";", "ja": "？", "zh": "？"}
"""The question mark of languages that write another than "?"."""


def rewrite_sentence(sentence: str, *, usual: str = "en", spellings: Spellings | None = None) -> tuple[str, ...]:
    """Return what may be a title of a customer's sentence, the plainest first; () where nothing is left.

    A question or a wish gives one question. A statement gives a heading in its own words, and in English the question
    what can be done about it. A sentence too short to tell its language is in the `usual` one. `spellings` mend the words of a
    hasty writer. Code, paths and placeholders stay as they are.
    """
    code = list(dict.fromkeys(piece.rstrip(".") for piece in CODE.findall(sentence)))
    if len(code) > len(_HELD):
        return ()
    for piece, sign in zip(code, _HELD, strict=False):
        sentence = sentence.replace(piece, sign)
    found = _rewrite(sentence, usual=usual, spellings=spellings)
    for piece, sign in zip(code, _HELD, strict=False):
        found = tuple(title.replace(sign, piece) for title in found)
    return found


def _rewrite(sentence: str, *, usual: str, spellings: Spellings | None) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", " ".join(SIGNS.sub(" ", TAG_AS_CODE.sub(r"\1", sentence)).split()))
    asked = bool(QUESTION_MARK.search(text))
    text = text.replace("’", "'").replace("`", "'").strip(EDGES)
    text = OPENERS.sub("", text).strip(" -–—,;:.!?\"'")
    if is_shouted(text):
        text = text.lower()
    language = guess_language(text) or usual
    if language == "en":
        text = " ".join(_repair_word(word) for word in text.split(" "))
    if spellings:
        text = spellings.mend(text)
    text = CLOSERS.sub("", text)
    if language != "en":
        text = text.rstrip(EDGES)
        known = language in ASK_FIRST or language in LATIN_POOL
        return _finish(text, language, asked or (known and begins_as_question(text, language)))
    question = _ask_english(text).rstrip(EDGES)
    if not question:
        return ()
    if lacks_subject(question):
        return ()
    opens = begins_as_question(question, language)
    if asked or opens:  # a scrap of a few words is no question for its mark
        return _finish(question, language, opens or len(question.split()) > MOST_SCRAP)
    found = _STATED.match(text)
    if not found:
        return _finish(text.rstrip(EDGES), language, False)
    heading = f"{found['what']} {found['rest']}".rstrip(EDGES)
    mine = f"{found['whose'].lower()} {found['what']} {found['rest']}".rstrip(EDGES)
    return (*_finish(heading, language, False), *_finish(f"{STATED} {mine}", language, True))


def lacks_subject(question: str) -> bool:
    """Return whether an English question is no whole one: an auxiliary verb without a subject, or a clause with "when".

    "Am being charged", "Have to pay" are second halves of sentences ("I moved house and have to pay"), or their writer
    left "I" out; "When I open it, all is gone" tells a story.
    """
    words = question.split()
    first = words[0].lower().removesuffix("n't") if words else ""
    if len(words) < 2 or first not in _AUXILIARIES | _CLAUSE_OPENERS:
        return False
    after = words[1].strip(",.?")
    small = after.lower()
    if first in _CLAUSE_OPENERS:
        return small.removesuffix("n't") not in _AUXILIARIES
    if small in _SUBJECTS:
        return False
    if first in ("have", "has", "had") or small in _AUXILIARIES or small in _NO_SUBJECTS or small.endswith("ly"):
        return True
    if first in _FINITE_BE:
        return re.fullmatch(r"[a-z]{2,}(?:ing|ed)", after) is not None
    if first in ("do", "does", "did"):
        return small in _VERBS or stem(small, "en") in _VERBS
    return not (after[:1].isupper() or small.endswith("s"))


def _finish(text: str, language: str, asked: bool) -> tuple[str, ...]:
    if not text:
        return ()
    if asked and language == "es":
        text = _open_question(text)
    start = len(text) - len(text.lstrip("¿¡"))
    return (f"{text[: start + 1].upper()}{text[start + 1 :]}{MARKS.get(language, '?') if asked else ''}",)


def _open_question(text: str) -> str:
    """Put the mark before a Spanish question, and the accent on its asking word, where its writer left them out."""
    text = text if "¿" in text else f"¿{text}"
    return SPANISH_ASKING.sub(lambda found: found[1] + _ACCENTED[found[2].lower()], text)


def _ask_english(text: str) -> str:
    """Turn a wish, a complaint or an indirect question into the question it stands for, where the grammar is sure.

    Gives "" for an indirect question whose grammar is unsure.
    """
    plain = strip_embedding(text)
    if plain != text:
        text = ask_directly(plain) if is_embedded(plain) else plain
    text = ask_for_thing(text) or text
    turned = SWAPPED.match(text)
    if turned and not text.lower().startswith(("how many", "how much")):
        return f"{text[: turned.start(2)]}{turned[3].lower()} {_repair_word(turned[2])}{turned[4]}"
    late = LATE_VERB.match(text)
    if late:
        return f"{late[1]} {late[3].lower()} {late[2]}{late[4]}"
    if not begins_as_question(text) or _TO_DO.match(text):
        for pattern, shape in WISHES:
            wish = pattern.match(text)
            if wish:
                return shape.format(**wish.groupdict())
    return text


def _repair_word(word: str) -> str:
    bare = word.rstrip(",.;:")
    fixed = APOSTROPHES.get(bare.lower())
    return fixed + word[len(bare) :] if fixed else word
