"""Tells what a sentence does in an answer: a step, a condition, a warning, a way out, something to have at hand.

Decides by the words it begins with, in the languages that helpdesks of our examples write in. Where it stands and who
else says it does not matter here.
"""

from __future__ import annotations

import re

from enquiry2article.domain.answer import Role

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

_MAY_NAME_THINGS = frozenset(
    "open click tap press select pick type log sign scroll switch turn screw push pull hold wait fill pour wash rinse "
    "dry place download upload copy print pack drop spread leave cut clean repeat set tick toggle restart refresh "
    "install update close hang drain plug visit reply measure hand".split()
)
"""Verbs of doing that also begin the name of a thing: log fires, cut flowers, hand luggage.

"Check" and "let" are not among them, since a whole sentence may follow: "Check guests are told".
"""

_NO_NOUN = r"""(?!(?:an?|the|your|our|my|his|her|its|their|this|that|these|those|all|both|any|each|every|no|some|it
    |them|us|me|you|we|they|in|into|on|onto|to|at|of|off|up|out|down|over|back|for|from|with|by|as|and|or|if|when|how
    |what|who|which|where|why|until|not|only|once|twice|again|well)\b)"""
_FINITE = r"""(?:
      (?:is|are|was|were|has|have|had|can|cannot|may|might|must|will|would|should|do|does)\b
    | (?:is|are|was|were|has|have|ca|wo|do|does|should)n't\b
    | (?:comes|goes|means|contains|includes|expires|remains|requires|depends|varies|belongs|lasts|begins|gives|takes)\b
    | costs\ (?:nothing|extra|about|[£$€]?\d)
    )"""
_FINITE_AFTER_A_NOUN = r"""(?:
    (?:last|take|costs?|needs?|starts?|ends?|opens?|closes?|runs?|sleeps?|holds?|burns?|works?|keeps?|come|go|vary
        |expire|depend|contain|include)\ (?:an?|about|up|at|on|in|from|for|no|only|extra|more|less|longer|nothing|free
        |well|best|badly|longest|after|before|until|by|under|with|one|two|three|four|five|six|seven|eight|nine|ten
        |several|many|most|[£$€]?\d[\d.,]*)(?!\w)
    )"""
"""What may also be a noun, so that something must stand on either side: "cut costs" tells to do something."""
_NAMES_A_THING = re.compile(
    rf"""([a-z]+)\ (?:{_FINITE}
      |(?:{_NO_NOUN}[a-z][\w'-]*(?:ss|[^\W\ds])\ )?{_NO_NOUN}[a-z][\w'-]*\ (?:{_FINITE}|{_FINITE_AFTER_A_NOUN}))""",
    re.VERBOSE,
)
"""A word, one noun or two, none of which can begin an object ("the", "your"), and a verb that only a statement has.

Of two nouns the first is singular: "Set times guests can book" tells to set the times that guests can book. What has a
capital is the name of a button or of a month.
"""

_LEAD_IN = re.compile(r"^(?:please|just|simply|you can|you need to|you should|to start,?)\s+")

_NOT = r"""(?:(?:does|do|did|is|are|was|has|have|had|will|would|can|could)\ not|(?:does|do|did|is|are|was|has|have|had
    |would|could)n't|won't|can't|cannot)"""
_WORK = r"""(?:work|help|do\ (?:it|the\ (?:trick|job)|anything|any\ good)|start|open|close|load|boot|charge|print
    |connect|respond|react|appear|show|turn|switch|light|come|go|move|budge|stop|clear|change|improve|ease|fix|cure|solve
    |resolve|sort|settle|run|play|heat|cool|drain|flush|fire|lock|unlock|ring|sync|save|update|refresh|arrive|bring
    |make\ (?:a|any)\ difference|reset|restart|succeed|register|take\ effect|wake|spin|click|happen|let\ you|give)\b"""
_DONE = r"""(?:working|helping|helped|worked|enough|there|possible|visible|gone|back|showing|responding|starting
    |opening|loading|charging|stopping|moving|appearing|arriving|arrived|changed|stopped|cleared|appeared|started
    |(?:been\ )?(?:found|offered|shown|listed|recogni[sz]ed|accepted|detected|displayed|fixed|solved|resolved))\b"""
_FAILS = rf"(?:(?:{_NOT}|not)(?:\ (?:\w+\ )?(?:{_WORK}|{_DONE})|(?=\s*[,:–-]))|(?:keeps?|continues?|fails?)\b)"
"""Something that should work does not; "it does not rain" is no failure, and neither is "it does not suit you"."""
_IN_TROUBLE = r"""(?:not|no|un(?:able|available|readable|usable|well)|locked|stuck|blocked|frozen|logged\ out|missing
    |broken|faulty|wrong|blank|black|dead|dark|slow|loose|noisy|in\ (?:pain|trouble)|having|seeing|struggling
    |getting\ (?:the|an?|this|that|no|nothing|it)|experiencing|hearing|failing|leaking|dripping|blinking|flashing
    |beeping|hurting|aching|bleeding|crashing|happening|rattling|squeaking)\b"""
"""What goes on although it should not; "it is still sealed" is a condition."""
_STILL_WELL = r"(?:has|have|is|was|fits?|needs?|holds|applies|counts|belongs|works|runs|exists|lives)\b"
_GAP = r"(?:\ (?!(?:an?|the|we|you|i|they|he|she|it|and|or|is|are|was|has|have)\b)[\w'-]+){0,3}?"
"""Up to three words of the same clause: "if that second code …", not "if that is so and you …"."""

_FALLBACK = re.compile(
    rf"""^(?:and\ |but\ )?(?:
      (?:if|when|should)\ (?:
          (?:that|this)(?:{_GAP}\ (?:{_FAILS}|still|happens\ again)|\ (?:also\ )?{_NOT})\b
        | it\ (?:(?:also|just|really|then)\ )?(?:{_FAILS}|persists?|happens\ again|(?:is\ )?still\ {_NOT}
            |is\ still\ {_IN_TROUBLE}|still\ (?!{_STILL_WELL})|[^,]{{1,20}}\ still(?=,))
        | it's\ still\ {_IN_TROUBLE}
        | the\ (?:problem|fault|error|issue|trouble|message){_GAP}\ (?:{_NOT}|still|persists?|remains?|returns?
            |comes?\ back|keeps?|continues?|happens\ again)\b
        | (?:none\ of|neither|nothing)\b[^,]{{0,40}}\b(?:help(?:s|ed)?|work(?:s|ed)?|changes|happens|moves|fits?)\b
        | there(?:'s|\ is|\ are)\ still\ (?:no|nothing|(?:an?\ )?(?:problem|fault|error|issue|leak|smell|noise))\b
        | you(?:'re|\ are)\ still\ {_IN_TROUBLE}
        | you\ still\ (?:{_NOT}|get|see|hear|smell|notice|struggle|have\ (?:no|trouble|problems?|difficult\w*
            |(?:the|an|this|that)\ (?:same|problem|error|fault|issue)))\b
        | (?:the|your|my)(?:\ [\w-]+){{1,2}}\ (?:(?:is|are)\ still\ {_IN_TROUBLE}|still\ (?:{_FAILS}|{_NOT}\b))
        | [\w'-]+(?:\ \w+){{0,2}}\ persists?\b
      )
    | failing\ that | as\ a\ last\ resort | still\ (?:no|not|stuck) | no\ luck
    | (?:wenn|falls|sollte)\ (?:(?:das|es|dies)(?!\ (?-i:[A-ZÄÖÜ]))
        |(?-i:das\ Problem|der\ Fehler|die\ (?:Störung|Meldung)))\b[^,]{{0,30}}\b
        (?:nicht\b(?!\ (?:regne|schnei|frier|pass))|weiterhin|immer\ noch)
    | si\ (?:cela|ça|esto|eso|el\ problema)\b.{{0,30}}\b(?:pas|no|persiste|sigue)
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
_PAPERS = r"""(?:number|photos?|pictures?|receipt|id|passports?|model|proof|serial|postcode|name|invoice|tickets?|cards?
    |licen[cs]e|certificate|prescription|referral|papers|documents)"""
_BRING = re.compile(
    rf"""^(?:(?:please|also|just|remember\ to|you\ (?:need|have)\ to|you\ (?:should|must))\ )*bring\ (?:along\ )?
    (?:(?:(?!\b(?:in|to|into|back|up|down|over|round|out|together|closer)\b)[^.;:!?]){{0,40}}\b{_PAPERS}\b
    |(?!(?:the|it|them|him|her|us|this|that|these|those|both|all|\d+)\b)
      (?:(?!\b(?:in|to|into|back|up|down|over|round|out|together|closer)\b)[^.;:!?])+(?:[.;:!?]|$))""",
    re.VERBOSE | re.IGNORECASE,
)
"""Papers, or a thing of one's own that is brought nowhere else: it is brought along."""
_YOU_NEED = r"you(?:'ll|\ will)?\ (?:also\ )?need\ (?:a|an|the|your|to\ have|some|two|both)\b"
_PREPARE = re.compile(
    rf"""^(?!(?:and\ |but\ |so\ )?(?:if|unless)\b).*\b{_YOU_NEED} | \b{_YOU_NEED}.{{0,40}}\b{_PAPERS}\b
    | \bhave\ .{{1,50}}\b(?:ready|to\ hand|at\ hand|handy)\b
    | ^(?:please\ )?(?:quote|include|enclose|tell\ us|send\ us|give\ us)\b.{{0,60}}\b{_PAPERS}\b
    | \bhalten\ sie\ .{{1,50}}\bbereit\b""",
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
    if not marked and _BRING.search(bare):
        return Role.PREPARE
    if is_step(bare, marked=marked):
        return Role.STEP
    for pattern, role in ((_PREPARE, Role.PREPARE), (_CONDITION, Role.CONDITION)):
        if pattern.search(bare):
            return role
    return Role.PLAIN


def is_step(text: str, *, marked: bool = False) -> bool:
    """Say whether a sentence tells to do something: the reply listed it, or it begins with a verb of doing."""
    bare = _LEAD_IN.sub("", ORDER_WORDS.sub("", text).lower())
    first = re.match(r"[a-z]+(?![\w'’-])", bare)
    return marked or (first is not None and first[0] in STEP_VERBS and not _tells_of_thing(text))


def _tells_of_thing(text: str) -> bool:
    """Say whether a sentence begins with a thing whose name begins like a verb, and says something of it."""
    start = ORDER_WORDS.sub("", text)
    found = _NAMES_A_THING.match(start[:1].lower() + start[1:])
    return found is not None and found[1] in _MAY_NAME_THINGS
