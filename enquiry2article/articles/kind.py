"""Tells a customer's trouble from a customer's wish: "The tap won't close" from "How do I cancel when I can't come?".

Pure. The form of the question decides and not its words: whoever asks how to do something wants it done, whatever the
reason is, unless it is to mend what fails. Which words tell of something that fails, `cleaning/question_sentences`
knows.
"""

from __future__ import annotations

import enum
import re
from typing import Final

from enquiry2article.cleaning.question_sentences import tells_trouble

_ASKED: Final = re.compile(
    r"""\bhow\ (?:do|does|can|could|would|should|must)\ (?:i|we|you|u|one|people|(?:my|our)\ \w+)\b | \bhow\ to\b
    | \bhow\ (?:i|we)\ (?:can|could|do|should)\b | \bwhere\ (?:do|can|could|should|would|must)\ (?:i|we|you)\b
    | (?<!what\ )(?<!what\ else\ )(?<!why\ )\b(?:can|could|may|might|should|must|do)\ (?:i|we)\b
    | \bis\ it\ (?:still\ )?possible\ to\b | \bam\ i\ (?:able|allowed)\ to\b | \b(?:any|a)\ way\ to\b
    | \b(?:wie|wo)\ \w+\ (?:ich|wir|man)\b
    | (?:^|[.!?:]\s+|\bund\ |\boder\ )(?:kann|können|darf|dürfen|soll|sollen|muss|müssen)\ (?:ich|wir|man)\b
    | \bcomment\ (?!(?:ça\ |cela\ )?se\ fait)\w+ | (?<!que\ )\b(?:puis-je|peut-on|pouvons-nous)\b
    | \best-ce\ que\ (?:je|nous)\ p[eo]u\w+ | \boù\ (?:puis|dois|trouver)\b
    | \bcómo\ (?!es\b)\w+ | \bcomo\ (?:puedo|podemos|hago|posso|faço) | \bdónde\ (?:puedo|encuentro|veo)\b
    | (?<!no\ )(?<!qué\ )\b(?:puedo|podemos|se\ puede)\b
    | \bhoe\ \w+\ (?:ik|we|wij|je|u)\b | (?:^|[.!?:]\s+)(?:kan|kunnen|mag|moet)\ (?:ik|we|wij)\b
    | \bcome\ (?:posso|faccio|possiamo|si|devo)\b | \bjak\ (?:mogę|można|\w+[aiy]ć)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How people ask for the way to do something. "What can I do?" and "Why can I not …?" ask for the way out of trouble;
"kann ich" asks at the head of a sentence only."""

_WANTED: Final = re.compile(
    r"""\b(?:i|we)(?:'d|'m|'re|\ would|\ am|\ are)?\ (?:want|wish|need|like|love|trying|hoping)\ (?:\w+\ ){0,3}?to\b
    | \b(?:ich|wir)\ (?:möchten?|will|wollen|würden?\ gern\w*)\b | \bje\ (?:voudrais|souhaite|veux)\b
    | \b(?:quiero|quisiera|querría)\b | \bik\ (?:wil|zou)\b | \bvorrei\b | \bgostaria\b | \bchciał(?:bym|abym)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_NO_FAILURE: Final = re.compile(
    r"""\b(?: cancel | refund | how\ late | late[\ -](?:check|fee|arrival|booking|opening)\w*
    | (?:do\ not|don'?t|did\ not|didn'?t)\ (?:know|understand|want|need|like|wish|mind|have\ to)
    | (?:can\ ?not|can'?t|couldn'?t)\ (?:find|see|tell|remember|work\ out|figure\ out)\ (?:out\ )?
      (?:how|where|what|which|whether|when|who|if)
    | (?:can\ ?not|can'?t|won'?t|unable\ to|not\ able\ to)\ (?:be\ able\ to\ )?(?:come|attend|make\ it|be\ there)
    | (?:or|if|why)\ not | nicht\ (?:sicher|kommen) | weiß\ nicht
    | (?:möchten?|will|wollen|brauchen?)\b[^.?!]{0,40}\b(?:nicht|keine?[nrms]?)(?:\ mehr)?
    | n(?:e\ |')(?:sais|veux|souhaite|comprends)\ (?:pas|plus) | (?:weet|wil)\b[^.?!]{0,40}\bniet
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What sounds like trouble and is a wish, a lack of knowledge, or somebody who cannot come."""

_FAILS_TOO: Final = re.compile(
    r"""\b(?: not\ (?!(?:being|having|wanting|needing|going|coming|using|nothing|anything|bring)\b)\w{2,}ing
    | no\ longer\ (?:work|arriv|receiv|sync|open|start|show|load|charg|print|ring|heat)\w* | crash(?:es|ed|ing)
    | drip(?:s|ping) | jammed | clogged | freezes | (?:can|could)\ (?:i|we)\ not )\b""",
    re.IGNORECASE | re.VERBOSE,
)

_LEAD_IN: Final = r"^\W*(?:(?:i|we|you|\w+ly|best|just|then|now|go\ about)\s+){0,3}"
_MENDS: Final = re.compile(
    _LEAD_IN
    + r"""(?: fix(?:ing)? | repair(?:ing)? | mend(?:ing)? | solve | resolve | troubleshoot | unblock | unjam
      | get\ rid\ of | do\ about | put\ (?:it|this|that|things)\ right | sort\ (?:it|this|that|things)\ out
      | (?:get|make)\ .{1,40}\ (?:work(?:ing)?|running|going\ again) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_TROUBLE: Final = re.compile(
    _LEAD_IN + r"(?:stop|prevent|avoid|clear|deal\ with|get\ (?:past|around|over))\b", re.IGNORECASE
)
"""What is done to trouble and to other things too: "stop the pump leaking", "stop my subscription"."""

_MENDS_ABROAD: Final = re.compile(
    r"""\b(?: reparier\w+ | beheben? | zum\ laufen | répar(?:er|e|ons) | résou\w+ | dépann(?:er|e) | débloqu(?:er|e)
      | arregl(?:ar|o) | repar(?:ar|o) | solucion(?:ar|o) | repareer | repareren | verhelpen? | oplossen
      | riparare | risolvere | consertar | naprawić )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""The same where the verb may stand anywhere."""

_SENTENCE_END: Final = re.compile(r"[.?!](?:\s|$)")


class Case(enum.Enum):
    """What a customer's text tells."""

    TROUBLE = enum.auto()
    """Something fails."""
    WISH = enum.auto()
    """Something is to be done."""
    BOTH = enum.auto()
    """Something fails, and something is to be done: the text alone does not say whether to mend it."""
    NEITHER = enum.auto()


def tell_case(text: str) -> Case:
    """Say whether a text tells of trouble or of a wish, in any of our languages. "" tells neither.

    >>> tell_case("How do I cancel when I can't come?"), tell_case("How do I get the pump to work?")
    (<Case.WISH: 2>, <Case.TROUBLE: 1>)
    """
    text = text.replace("’", "'")
    asked = _ASKED.search(text)
    if asked is None:
        failing = _tells_failure(text)
        if _WANTED.search(text):
            return Case.BOTH if failing else Case.WISH
        return Case.TROUBLE if failing else Case.NEITHER
    goal, *after = _SENTENCE_END.split(text[asked.end() :], maxsplit=1)
    mends = _MENDS.search(goal) or _MENDS_ABROAD.search(asked[0] + goal)
    if mends or (_ENDS_TROUBLE.search(goal) and _tells_failure(goal)):
        return Case.TROUBLE
    # What is said behind "How do I …" in one sentence is its reason or its object: "return boots that don't fit".
    return Case.BOTH if _tells_failure(" ".join((text[: asked.start()], *after))) else Case.WISH


def _tells_failure(text: str) -> bool:
    """Say whether a text, with straight apostrophes, has words for something that fails, whatever it asks."""
    return tells_trouble(_NO_FAILURE.sub(" ", text)) or bool(_FAILS_TOO.search(text))
