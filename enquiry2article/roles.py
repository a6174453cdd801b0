"""Tells what a sentence does in an answer: a step, a condition, a warning, a way out, something to have at hand.

Decides by the words it begins with, in the languages that helpdesks of our examples write in. Where it stands and who
else says it does not matter here.
"""

from __future__ import annotations

import re

from enquiry2article.records import Role

STEP_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-h]\)|\([1-9]\)|[-*•–]|step \d+\s*[:.-]?)\s+", re.IGNORECASE)
"""A number or a bullet before a sentence."""

ORDER_WORDS = re.compile(
    r"^(?:first(?:ly)?|then|next|now|after that|afterwards|finally|lastly|and then|once done|zuerst|dann|danach|zuletzt"
    r"|d'abord|ensuite|puis|enfin|primero|luego|después|por último)\b[,:]?\s*",
    re.IGNORECASE,
)

STEP_VERBS = frozenset(
    "open click go tap press choose select pick enter type log sign scroll switch turn put take remove unscrew screw "
    "push pull hold wait fill pour wash rinse dry let place attach connect disconnect reconnect download upload copy "
    "paste save delete print pack write drop bring find look check make rub apply spread leave cut clean repeat add "
    "set untick tick toggle restart refresh install uninstall update close lay hang use navigate follow drain loosen "
    "tighten plug unplug visit reply confirm measure hand".split()
)

_LEAD_IN = re.compile(r"^(?:please|just|simply|you can|you need to|you should|to start,?)\s+")

_FALLBACK = re.compile(
    r"""^(?:and\ |but\ )?(?:
      (?:if|when|should)\ (?:that|this|it|none\ of|neither|nothing|the\ (?:problem|fault|error|issue)
        |you(?:'re|\ are)?\ still|there(?:'s|\ is)\ still)\b.{0,40}\b(?:doesn't|does\ not|don't|do\ not|still|fails?
        |persists?|won't|isn't|is\ not|hasn't|keeps|continues|helps?|happens\ again|not\ help|nothing)\b
    | failing\ that | as\ a\ last\ resort | still\ (?:no|not|stuck) | no\ luck
    | (?:wenn|falls|sollte)\ (?:das|es|dies)\b.{0,30}\b(?:nicht|weiterhin|immer\ noch)
    | si\ (?:cela|ça|esto|eso|el\ problema)\b.{0,30}\b(?:pas|no|persiste|sigue)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CONDITION = re.compile(
    r"""^(?:and\ |but\ |so\ )?(?:if|unless|in\ case|should\ you|when|whenever|where|provided|as\ long\ as|until
      |for\ (?:orders|items|parcels|deliveries|bookings|customers|members|plans?|jobs?|properties|all|every|each|yearly
        |monthly|annual)
      |on\ (?:the|a|an|your)\ (?:\w+\ ){0,2}(?:plan|account|card|tariff|version)
      |wenn|falls|sollten\ sie|sobald|si|lorsque|quand|en\ caso|als\ (?:u|je|het)|jeśli|jeżeli|se)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_WARNING = re.compile(
    r"""^(?:but\ |and\ |so\ )?(?:please\ )?(?:do\ not|don't|never|avoid|be\ careful|careful|take\ care|beware|make\ sure
      |mind|important|note\ that|please\ note|bear\ in\ mind|nur\ nicht|niemals|nie|achtung|bitte\ nicht|achten\ sie
      |attention|ne\ .{1,20}\ pas|nunca|no\ olvide|cuidado)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PREPARE = re.compile(
    r"""\byou(?:'ll|\ will)?\ (?:also\ )?need\ (?:a|an|the|your|to\ have|some|two|both)\b
    | \bhave\ .{1,50}\b(?:ready|to\ hand|at\ hand|handy)\b
    | ^(?:please\ )?(?:quote|include|enclose|tell\ us|send\ us|give\ us|bring)\b.{0,60}\b(?:number|photos?|pictures?
        |receipt|id|passport|model|proof|serial|postcode|name|invoice)\b
    | \bhalten\ sie\ .{1,50}\bbereit\b""",
    re.VERBOSE | re.IGNORECASE,
)


def tell_role(text: str, *, marked: bool = False) -> Role:
    """Say what a sentence does. `marked`: the reply itself numbered or listed it.

    >>> tell_role("If that does not help, take the battery out.")
    <Role.FALLBACK: 'fallback'>
    >>> tell_role("Then open Settings.")
    <Role.STEP: 'step'>
    """
    bare = text.replace("’", "'").strip()
    for pattern, role in ((_FALLBACK, Role.FALLBACK), (_WARNING, Role.WARNING)):
        if pattern.search(bare):
            return role
    if is_step(bare, marked=marked):
        return Role.STEP
    for pattern, role in ((_PREPARE, Role.PREPARE), (_CONDITION, Role.CONDITION)):
        if pattern.search(bare):
            return role
    return Role.PLAIN


def is_step(text: str, *, marked: bool = False) -> bool:
    """Say whether a sentence tells to do something: the reply listed it, or it begins with a verb of doing."""
    bare = _LEAD_IN.sub("", ORDER_WORDS.sub("", text).lower())
    first = re.match(r"[a-z]+(?![\w-])", bare)
    return marked or (first is not None and first[0] in STEP_VERBS)
