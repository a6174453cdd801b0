"""Tells mail that wants to sell something from customers who ask.

Pure. One sign is never enough: a pitch and a subject of spam must meet.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.word_lists import one_of

_SPAM_SUBJECTS: Final = tuple(
    re.compile(rf"(?i)\b(?:{cue})\b")
    for cue in (
        one_of(r"""
            seo | search engine (?:optimi[sz]ation|ranking|results)
            (?:first|top|page (?:one|1)) (?:page )?(?:of|on|in) google
            rank(?:ing|ings|ed)? (?:\w+ ){0,3}(?:google|search) | google(?:'s)? (?:first page|rankings?|page one)
        """),
        one_of(r"""
            back-?links? | guest[- ]?posts? | sponsored (?:post|article|content)
            link (?:building|insertion|exchange|placement) | domain authority | do-?follow | high[- ]da\b
            paid (?:post|placement)s?
        """),
        one_of(r"""
            web ?(?:site)? ?(?:design|re-?design|development)(?: services| agency| company)?
            redesign(?:ing)? (?:of )?your (?:web)?site | mobile app development | app developers?
            digital marketing | social media marketing | explainer video | organic traffic | more (?:traffic|leads)
            lead generation | (?:qualified|verified|exclusive) leads | e-?mail (?:list|database)s? | bulk e-?mails?
        """),
        one_of(r"""
            bitcoin | crypto(?:currency|currencies)? | forex | trading (?:bot|signals|platform) | binary options
            nft | guaranteed (?:returns?|profits?|income) | passive income
            earn \$?\d[\d,]* (?:a|per) (?:day|week|month) | make money | double your
        """),
        one_of(r"""
            (?:business|personal|unsecured|instant|quick) (?:loans?|funding|capital) | loan offers?
            working capital | merchant cash | low interest(?: rate)?s? | % interest
            financ(?:e|ial) (?:assistance|offer)
        """),
        r"viagra|cialis|casino|betting|gambling|escort|dating site|weight loss|cbd|replica|pharmacy|adult|porn",
        one_of(r"""
            inheritance | beneficiary | next of kin | lottery | million (?:us )?(?:dollars|usd|euros?|pounds)
            \$\d+(?:\.\d)? ?(?:million|m) | barrister | wire transfer | compensation fund
        """),
        one_of(r"""
            leaflet(?:s|ing)? | flyers? | fuel cards? | merchant (?:services|account)
            card (?:machine|terminal|reader)s? (?:deal|offer|rate)s? | office supplies | wholesale | manufacturer
            factory (?:price|direct) | oem
            we (?:are|'re) a (?:leading|professional) (?:\w+ ){0,3}(?:supplier|manufacturer|factory|agency|company)
            outsourc\w+ | virtual assistants? | staffing | recruitment agency
        """),
    )
)
_PITCH: Final = tuple(
    re.compile(rf"(?i)\b(?:{cue})\b")
    for cue in (
        (
            r"(?:i|we) (?:recently |just |have )?"
            + one_of(r"""
                came across | come across | found | visited | was on | were on | noticed | saw | was looking at
                looked at | reviewed | stumbled upon | checked
            """)
            + r"(?: \w+){0,2} (?:your|you)(?: \w+){0,2} (?:web ?site|site|blog|page|business|company|listing)"
        ),
        (
            r"(?:we|i) "
            + one_of(r"""
                offer | provide | speciali[sz]e
                can (?:get|put|help you (?:rank|grow|get|increase|boost)|boost|increase|double|offer|provide|deliver
                    |guarantee)
                guarantee | help (?:businesses|companies|small)
            """)
            + r"|our "
            + one_of(r"""
                team | agency | services | company | experts | packages | clients | prices start | rates | product range
                network
            """)
            + r"|on behalf of (?:our|my) client"
        ),
        (
            r"(?:your|you) (?:web ?site|site|business|company|online presence|rankings?)(?: \w+){0,4} "
            + one_of(r"""
                rank | traffic | visib | potential | customers | errors | issues | leads | grow | missing
                not (?:rank|appear|show) | on google
            """)
            + r"\w*"
        ),
        one_of(r"""
            (?:if you(?:'re| are)|would you be|are you|let me know if you(?:'re| are)|in case you are
                |kindly) (?:interested|keen|open to)
            interested\? (?:reply|call|email)
            (?:reply|respond) (?:with|to this|yes|back)(?: \w+){0,3} (?:yes|interested|price|quote|details)?
            schedule a (?:call|demo)
            (?:book|hop on|have) a (?:quick |free |short )?(?:call|demo|consultation|chat) | quick call
            free (?:audit|quote|consultation|trial|analysis|report|proposal|sample)
        """),
        one_of(r"""
            unsubscribe | opt[- ]out | stop receiving | remove (?:you|me) from | no longer wish to receive
            click (?:here|below|the link) | limited[- ]time | special offer | act now | hurry
            100% (?:guaranteed|free|safe|satisfaction) | risk[- ]free | no obligation | best price
            affordable (?:price|rate|cost|package)s? | (?:\d+)% (?:off|discount)
            dear (?:sir|friend|webmaster|website owner|business owner|owner|beneficiary)
        """),
    )
)
_SURE_SPAM: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        \bdo-?follow\b | \bguest[- ]?posts?\b | \bback-?links\b.{0,80}\b(?:package|price|high|quality|da)\b
        \bpre-?approved\b.{0,80}(?:£|\$|€|loan|gbp|usd|capital|funding) | \bno credit check\b
        \b(?:btc|usdt|bitcoin|crypto)\b.{0,60}\b(?:minimum|airdrop|claim|weekly|daily|invest|return|profit
            |bot)\b
        \berrors (?:on|with) your (?:web)?site\b | \byou(?:'re| are) not (?:ranking|on page)\b
        \bwebsite is not on page\b | \bmoq\b
        \bdear (?:purchasing|procurement|business owner|merchant|webmaster|website owner|beneficiary)
        \bview this (?:e-?mail|message) in your browser\b | \bказино\b | \bбонус
        \bwe help \w+ (?:\w+ )?(?:companies|businesses|firms|shops|brands) like yours\b
        \bcollab\b.{0,200}\bin exchange for\b | \bin exchange for\b.{0,80}\b(?:stories|posts|reels)\b
    """),
    re.DOTALL,
)
_SURE_PITCH: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        \b(?:i|we)['’]?d? ?(?:would )?(?:love|like) to (?:contribute|write|collaborate|feature|work with
            |partner)
        \b(?:big fan of|love|loved) your (?:blog|site|website|name|content) | \bwhat are your rates\b
        \breply (?:yes|back|with)\b | \b(?:apply|claim|connect|fill)\b.{0,20}(?:now|here|form|wallet|>>|http)
        \bno obligation\b | \bwe(?:['’]ve| have) helped \d | \bcosting you\b
        \bprofessional (?:factory|manufacturer|supplier)\b
        \byou (?:receive|received|are receiving) this (?:e-?mail|mail|message|newsletter) because\b | https?://
        \b\d{1,2} ?min(?:ute)?s (?:on|this|next)\b | \b\d{1,3}k\b | \bunsubscribe\b
    """),
)
_LINK: Final = re.compile(r"(?i)https?://|www\.")


def is_spam(text: str) -> bool:
    """Tell whether a text sells, invests, ranks or promises, rather than asks."""
    if _SURE_SPAM.search(text) and _SURE_PITCH.search(text):
        return True
    pitches = sum(bool(cue.search(text)) for cue in _PITCH)
    if not pitches:  # nobody sells without a pitch, and most enquiries are spared the longer search
        return False
    subjects = sum(bool(cue.search(text)) for cue in _SPAM_SUBJECTS)
    links = len(_LINK.findall(text))
    if not subjects:
        return False
    return subjects + pitches + (links >= 3) >= 3 and (pitches >= 2 or subjects >= 2)
