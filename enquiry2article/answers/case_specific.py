"""Tells a sentence that speaks to everybody from one about a single customer's case.

Decides by the words alone. Which sentences answer a question, and how many agents say the same, is left to `answer`.
"""

from __future__ import annotations

import re

from enquiry2article.answers.roles import is_step
from enquiry2article.keywords import PLACEHOLDER
from enquiry2article.text import split_words

FEWEST_WORDS = 4
"""What is shorter ("Done.", "See website") helps nobody."""

JUST = r"(?:just |now |also |already |then )?"
_SUPPOSED = "".join(
    rf"(?<!\b{word} )"
    for word in ("after", "before", "once", "when", "whenever", "if", "until", "unless", "whether", "as soon as")
)
"""What is only supposed is for everybody: "once we have received the parcel", "if you are 16"."""

_USUAL = (
    # What an agent saw or did for this customer
    r"i can see",
    r"i see (?:that |your |you)",
    rf"i(?:'ve| have) {JUST}\w+(?:ed|nt|en|t|n)\b",
    rf"i(?:'ve| have) {JUST}(?:put|set|made|done|got|had)",
    rf"i {JUST}(?:checked|looked|asked|sent|posted|refunded|spoke|called|rang|cancelled|changed|reset|tested|chased)",
    rf"i {JUST}(?:added|moved|found|resent|think|hope|tried|put|replied)",
    rf"{_SUPPOSED}we(?:'ve| have) {JUST}(?:sent|posted|refunded|received|cancelled|dispatched|shipped|booked)",
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
    r"it(?:'ll| will) (?:go|arrive|come|leave|be (?:there|posted|sent))\b",
    r"(?:it|that|yours) (?:hadn't|had not|hasn't|has not) (?:been|left|gone)",
    r"as you (?:say|said|wrote|mentioned|thought)",
    r"^done\b",
    # Somebody in particular
    r"(?:he|she|his|hers?|him)(?:'s|'ll|'d|\b)",
    r"your (?:husband|wife|partner|son|daughter|mum|dad|friend|mate|colleague|kids?)\b",
    r"your (?:grandson|granddaughter|nephew|niece|brother|sister)\b",
    r"i(?:'d| would| could)\b",
    rf"{_SUPPOSED}you(?:'re| are) on\b",
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
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NOT_YEARLY = r"\b(?! (?:each|every|of each))"
_NEAR_A_DATE = r"(?:until|till|by|on|before|after|around|due) (?:the )?"
_DATE = r"(?:\d{1,2}\.\d{1,2}\.20\d\d|\d{1,2}/\d{1,2}/(?:20)?\d\d|20\d\d-\d\d-\d\d)\b"
_COUNTED = (
    r"(?:(?!(?:of|at|in|to|on|from|for|as|by|with|your|our|their|the)\b)[a-z-]+ )?"
    r"(?!(?:as|is|was|has|this|yours|across|unless|always|times)\b)[a-z-]+s\b"
    r"(?! (?:were|had|have (?:now |all )?(?:been|\w+ed)|are (?:now|there|done|back|in(?!\s\w)))\b)"
)
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
    rf"{_SUPPOSED}you(?:'ve| have) (?:already )?"
    r"(?:waited|tried|sent|written|chosen|ordered|booked|paid for|described)\b",
    # "All 1,200 seats are numbered", but "all 1,900" and "all 1,900 clients were imported"
    rf"all \d[\d,.]+\d\b(?![,.]\d)(?! {_COUNTED})|{_SUPPOSED}you(?:'re| are) \d",
    r"goes? out today|(?:done|cancelled|refunded|sent|posted|packed|checked in) (?:today|this|last)",
    # A day that is over when the article is read
    rf"{_WEEKDAY}\b",
    rf"{_NEAR_A_DATE}\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}{_NOT_YEARLY}",
    rf"{_NEAR_A_DATE}{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?{_NOT_YEARLY}",
    rf"(?:{_NEAR_A_DATE}|(?:since|from|am|ab|bis|vom|zum|seit|le|au|du|el) ){_DATE}",
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

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_TIME = r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?"
_HOURS = rf"(?:,? (?:from )?{_TIME}(?: ?(?:to|till|until|-|–) ?{_TIME})?)?"
_REGULAR_DAYS = (
    rf"{_DAY}(?:, {_DAY})*(?:{_HOURS}(?:,? (?:and|to|till|until|through)(?: on)? | ?[-–&+/] ?){_DAY})+",
    rf"{_DAY}(?:, {_DAY})+(?:,? or |, ){_DAY}",
    rf"(?:every|each|any|per|most|alternate)(?: (?:single|other|second|third|fourth|first|last))? {_WEEKDAY}",
    rf"a {_WEEKDAY}",
    rf"(?:first|second|third|fourth|last) {_WEEKDAY} (?:of|in) (?:each|every|the|a) (?:month|quarter|year|term)",
    rf"{_WEEKDAY} (?:mornings|afternoons|evenings|nights|lunchtimes|hours)",
    rf"(?:good|black|cyber|easter|whit|palm|ash|shrove|maundy|holy|bank holiday) {_WEEKDAY}",
)
"""Days that come again: a stretch or a list of them, every one, those of the church's year."""
_BOOKED = r"(?:that |which )?you(?:'ve| have) (?:already )?(?:chosen|ordered|booked|paid for)"
_WHATEVER_IS_BOOKED = (
    r"(?:any|each|every|whichever|whatever|all (?:the|your))"
    rf"(?: (?!(?:what|that|since|because|as|now|but|so|is|are)\b)[\w-]+){{1,3}} {_BOOKED}",
    r"(?:day|week|month|quarter|year|period|term|season)s? (?:that |which )?you(?:'ve| have) (?:already )?paid for",
)
HOLDS_FOR_ALL = re.compile(rf"\b(?:{'|'.join((*_REGULAR_DAYS, *_WHATEVER_IS_BOOKED))})\b", re.IGNORECASE)
"""What sounds like one customer's case and is everybody's."""

THE_ONE_BOOKED = re.compile(rf"\b(?:the|a|an|your) (?:[\w-]+ ){{1,3}}?{_BOOKED}\b", re.IGNORECASE)
"""Anybody's in what one is told to do, "Bring the ticket that you have booked", and in a statement one customer's."""

TELLS_TO_DO = re.compile(
    r"^(?:please )?(?:show|keep|return|cancel|change|quote|give|send|tell)\b"
    r"|\byou (?:can|may|must|should|need to|have to|only pay|pay)\b",
    re.IGNORECASE,
)

MOVED = re.compile(
    rf"\b(?:mov|shift|chang|postpon|reschedul|switch|swap)\w*\b[^.;:–]{{0,40}} from {_WEEKDAY} to {_WEEKDAY}\b",
    re.IGNORECASE,
)
"""From one day to another, which reads like a stretch of days."""

CONTACT = re.compile(
    r"\byou(?:'ll| will) (?:(?:then|also|soon|shortly) )?(?:(?:get|receive|be getting) a (?:(?:phone|video) )?"
    r"(?:call|ring|visit|call-?back)\b(?! (?:button|number|sign|log))|(?:hear|be hearing) (?:from|back)\b)"
    r"|\b(?:someone|somebody)(?: (?:from|at|in|of)(?: \w+){1,3})? will "
    r"(?:call|ring|phone|contact|visit|be in touch|get (?:back|in touch)|write)\b",
    re.IGNORECASE,
)
"""A call or a visit that somebody is promised."""

USUALLY = re.compile(
    r"\b(?:if|when|whenever|once|after|before|until|as soon as|every|each|always|usually|normally|automatic\w*|within"
    r"|at least|(?:\d+|two|three|five) (?:minutes|hours|days|weeks|working days))\b",
    re.IGNORECASE,
)
"""What makes a rule of a promise."""

CLAUSE = re.compile(r"(?:[^.!?;:–—]|[.:](?=\S))+")

_PAGES = (
    r"(?:account|profile|area|page|bookings?|orders?|plans?|data|details|tickets?|appointments?|courses?|library|files"
    r"|documents|subscriptions?|wish ?list|basket|downloads|devices)\b"
)
SPEAKER = re.compile(
    r"\bI\b|\b(?:me|my|mine|myself)\b(?! account)"
    rf"|(?:^|[.!?:;–—(-]\s*)(?:My (?!{_PAGES}|[^.!?]{{0,30}}[>→›])[a-z]|Mine (?:is|was|has|had|took|came|still|also)\b)"
)
"""An agent who speaks of himself: an article is the company's. "My bookings" is a page."""

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


def is_general(text: str, fewest: int = FEWEST_WORDS) -> bool:
    """Say whether a sentence could stand in an article: of `fewest` words, and about more than one customer's case."""
    plain = text.replace("’", "'")
    return (
        len(split_words(text)) >= fewest
        and not asks_back(text)
        and not PLACEHOLDER.search(text)
        and not SPEAKER.search(QUOTED.sub(" ", text))
        and not promises_contact(plain)
        and not MOVED.search(plain)
        and not ONE_CASE.search(take_general_out(plain))
    )


def take_general_out(text: str) -> str:
    """Take out what sounds like one customer's case and holds for everybody: days that recur, whatever one may book."""
    return CLAUSE.sub(_take_booked_out, HOLDS_FOR_ALL.sub(" ~ ", text))


def _take_booked_out(clause: re.Match[str]) -> str:
    to_do = TELLS_TO_DO.search(clause[0].strip()) or is_step(clause[0].strip())
    return THE_ONE_BOOKED.sub(" ~ ", clause[0]) if to_do else clause[0]


def promises_contact(text: str) -> bool:
    """Say whether somebody is promised a call: "You will get a call from the mason", but not "… before he comes"."""
    return any(CONTACT.search(clause) and not USUALLY.search(clause) for clause in CLAUSE.findall(text))


def names_particular(text: str, particulars: frozenset[str]) -> bool:
    """Say whether a sentence holds, inside it, a capitalised word that is one of `particulars`."""
    return any(name[0].lower() in particulars for name in INNER_NAME.finditer(text))
