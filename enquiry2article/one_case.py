"""Tells a sentence that speaks to everybody from one about a single customer's case.

Decides by the words alone. Which sentences answer a question, and how many agents say the same, is left to `answer`.
"""

from __future__ import annotations

import re

from enquiry2article.keywords import PLACEHOLDER
from enquiry2article.text import split_words

FEWEST_WORDS = 4
"""What is shorter ("Done.", "See website") helps nobody."""

JUST = r"(?:just |now |also |already |then )?"
_USUAL = (
    # What an agent saw or did for this customer
    r"i can see",
    r"i see (?:that |your |you)",
    rf"i(?:'ve| have) {JUST}\w+(?:ed|nt|en|t|n)\b",
    rf"i(?:'ve| have) {JUST}(?:put|set|made|done|got|had)",
    rf"i {JUST}(?:checked|looked|asked|sent|posted|refunded|spoke|called|rang|cancelled|changed|reset|tested|chased)",
    rf"i {JUST}(?:added|moved|found|resent|think|hope|tried|put|replied)",
    # "once we have received the parcel" is for everybody, "we have received your parcel" is not
    r"(?<!after )(?<!once )(?<!when )(?<!if )(?<!until )"
    rf"we(?:'ve| have) {JUST}(?:sent|posted|refunded|received|cancelled|dispatched|shipped|booked)",
    # What an agent will do, or wants from this customer
    r"i(?:'ll| will| am|'m) (?:\w+ )?(?:check|chase|look|send|post|ask|refund|resend|speak|pass|call|ring)",
    r"i(?:'ll| will| am|'m) (?:\w+ )?(?:sending|posting|refunding|chasing|checking|asking|afraid|so sorry|sorry)",
    r"(?:could|can|would) you (?:please |just |also )?(?:send|tell|let|confirm|give|reply|check|share|forward)",
    r"please (?:could|can) you",
    r"what (?:is|was) your",
    r"which (?:order|model|one|size) (?:is|was|do|did) (?:it|you)",
    # What became of this order, and when
    r"your (?:parcel|order|refund|package|delivery|ticket|case|account|card|payment) (?:was|has|had|left|went|is now)",
    r"(?:should|will) be with you (?:on|by|tomorrow|today|this)",
    r"(?:yesterday|tomorrow|this morning|this afternoon|tonight|earlier today)\b",
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day\b(?!s| and| or| to|,)",
    r"it(?:'ll| will) (?:go|arrive|come|leave|be (?:there|posted|sent))\b",
    r"(?:it|that|yours) (?:hadn't|had not|hasn't|has not) (?:been|left|gone)",
    r"as you (?:say|said|wrote|mentioned|thought)",
    r"^done\b",
    # Somebody in particular
    r"(?:he|she|his|hers?|him)(?:'s|'ll|'d|\b)",
    r"your (?:husband|wife|partner|son|daughter|mum|dad|friend|mate|colleague|kids?)\b",
    r"your (?:grandson|granddaughter|nephew|niece|brother|sister)\b",
    r"i(?:'d| would| could)\b",
    r"(?<!if )(?<!when )(?<!unless )you(?:'re| are) on\b",
    r"happy (?:camping|hiking|walking|holidays?)",
    r"at (?:about )?(?:quarter|half) (?:to|past)",
    r"my colleague",
    r"lucky|congratulations|happy (?:birthday|christmas|new year)|warm wishes|fingers crossed",
    # Apologies and talk about the talk
    r"sorry\b",
    r"oh (?:no|dear)\b",
    r"good (?:question|luck)\b",
    r"apolog",
    r"as (?:i|we) said",
    r"as discussed",
    r"thanks? (?:you )?(?:for|so much)",
    r"ich habe (?:ihnen|ihre|es|das|die|den)",
    r"tut mir leid",
    r"entschuldig",
    r"je suis désolé",
    r"lo siento",
    r"lamento",
    r"het spijt me",
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_CLOSER = (
    # What is only this customer's
    r"yours(?:'(?:ll|s|d))?\b",
    r"your (?:two|three|four|five|six|seven|eight|nine|ten|second|last|other|earlier|\d+) ",
    r"(?:in|for) your case\b",
    r"for you that\b",
    r"(?:such|like|as) (?:you (?:do|did|have done)|yours)\b",
    r"as agreed\b|agreed with\b|as an exception|exceptionally|just this once|this (?:one )?time\b",
    r"as a (?:one-off|goodwill)",
    r"goodwill|we make (?:an|one) exception|allowed to offer|(?:we|we'll) offer you",
    r"you (?:named|mentioned|sent|describe|attached|enclosed|asked (?:for|about))\b",
    r"your (?:photo|picture|screenshot)s?\b",
    r"(?<!once )(?<!when )(?<!if )(?<!after )(?<!until )you(?:'ve| have) (?:already )?"
    r"(?:waited|tried|sent|written|chosen|ordered|booked|paid for|described)\b",
    r"all \d[\d,.]{2,}\b|you(?:'re| are) \d",
    r"goes? out today|(?:done|cancelled|refunded|sent|posted|packed|checked in) (?:today|this|last)",
    # A day that is over when the article is read
    rf"(?<!every )(?<!each )(?<!good )(?<!to )(?<!and )(?<![-–]){_WEEKDAY}\b(?!s)(?! ?(?:to|-|–|and|or) ?{_WEEKDAY})",
    rf"(?:until|till|by|on|before|after|around|due) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b"
    r"(?! (?:each|every|of each))",
    r"(?:on|until|till|by|from|before|after|since) the \d{1,2}(?:st|nd|rd|th)\b"
    r"(?! (?:of (?:each|every|the)|coat|floor|time))",
    r"(?:today|this week|right now),? the\b|we (?:are|'re) sending you|we(?:'ve| have) moved your",
    r"you did everything",
    # Praise, comfort and small talk
    r"^(?:quite|rightly) (?:right|so|supposed)|well (?:done|spotted|asked)|mystery solved|not (?:foolish|silly|mad)\b",
    r"^good (?:that|thing|on) you|^how (?:\w+) (?:you are|of you)|you(?:'re| are) doing (?:nothing|everything)",
    r"happens to (?:all|everyone|the best)|many people feel|you(?:'re| are) (?:quite |absolutely )?right\b",
    r"not forgotten|phew\b|easy peasy|no (?:crying|panic)|don't (?:panic|worry)|never fear|panic not",
    r"thank you|that(?:'s| is) (?:odd|strange|annoying|a (?:pity|shame))",
)
ONE_CASE = re.compile(rf"\b(?:{'|'.join((*_USUAL, *_CLOSER))})", re.IGNORECASE)

SPEAKER = re.compile(r"\bI\b|\b(?:me|my|mine|myself)\b(?! account)")
"""An agent who speaks of himself: an article is the company's."""

QUOTED = re.compile(r"[\"“„«»][^\"“”„«»]{1,60}[\"”“»«]|(?<!\w)'[^']{2,40}'(?!\w)")
"""The name of a button or a menu: "E-mail me"."""

INNER_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
"""A capitalised word inside a sentence; one after ">" or a quotation mark is a menu or a button."""


ASKS_BACK = re.compile(
    r"\?\s*$|^(?:please )?(?:could|can|would) you (?:please |just |also )?"
    r"(?:send|tell|let|confirm|give|reply|check|share|forward)\b"
    r"|^please let (?:me|us) know (?:which|what|whether|if)\b",
    re.IGNORECASE,
)


def asks_back(text: str) -> bool:
    """Say whether a sentence asks the customer for something, a photo or a number, instead of answering."""
    return bool(ASKS_BACK.search(text.replace("’", "'").strip()))


def is_general(text: str) -> bool:
    """Say whether a sentence could stand in an article: long enough, and about more than one customer's case."""
    return (
        len(split_words(text)) >= FEWEST_WORDS
        and not asks_back(text)
        and not PLACEHOLDER.search(text)
        and not SPEAKER.search(QUOTED.sub(" ", text))
        and not ONE_CASE.search(text.replace("’", "'"))
    )


def names_particular(text: str, particulars: frozenset[str]) -> bool:
    """Say whether a sentence holds, inside it, a capitalised word that is one of `particulars`."""
    return any(name[0].lower() in particulars for name in INNER_NAME.finditer(text))
