"""Tells what must never be quoted, whoever wrote it: rude, sarcastic, defensive or dismissive words.

Phrases only, chosen so that a plain sentence is not lost: "read the label" is advice, "read the manual first" is not.
"""

from __future__ import annotations

import re

_PHRASES = (
    # Dismissive
    r"see (?:the |our )?(?:web ?site|faqs?|manual|above|below|previous|other mail)\W*$",
    r"(?:as|like) (?:i|we)(?:'ve| have)? (?:already |just |clearly )?(?:said|told|explained|wrote|mentioned|stated)",
    r"(?:i|we)(?:'ve| have)? (?:already|just) (?:said|told you|explained|answered)",
    r"as (?:clearly |plainly )?(?:stated|written|explained) (?:on|in) (?:the|our)",
    r"(?:read|try reading) (?:the|our) (?:manual|instructions|terms|faqs?|small print|mail|website)"
    r"(?: first| properly| again| carefully)?\W*$",
    r"if you had (?:read|looked|checked|bothered)",
    r"had you (?:read|looked|checked|bothered)",
    r"(?:not|isn't|is not) (?:my|our) (?:problem|fault|job|department|responsibility)",
    r"(?:your|their) own fault",
    r"nothing (?:i|we) can do\b",
    r"(?:take|leave) it or",
    r"your loss",
    r"next time,? (?:read|check|think)",
    # Sarcastic or defensive
    r"obviously|clearly,? you|surely you|of course not|what did you expect|believe it or not",
    r"with (?:all )?due respect|calm down|no need to (?:shout|panic|be rude)|relax\b",
    r"you people|some people|people like you|everyone else manages|nobody else (?:has )?complain",
    r"(?:nobody|no one) (?:reads|forced|asked you)",
    r"for the (?:last|third|hundredth|umpteenth) time|how many times",
    r"it's not rocket science|common sense|even a child|hardly our",
    # Insults and swearing
    r"stupid|idiot\w*|moron\w*|dumb|ridiculous|nonsense|rubbish|crap|bloody|damn|bullshit|wtf|shit\w*|fuck\w*",
    r"whatever\W*$|lol|rofl|eye ?roll",
    # German
    r"wie (?:bereits|schon) (?:gesagt|erwähnt|geschrieben)|selbst schuld|nicht unser problem|wer lesen kann",
)
_CURT = re.compile(rf"\b(?:{'|'.join(_PHRASES)})", re.IGNORECASE)


def is_curt(text: str) -> bool:
    """Say whether a sentence is rude, sarcastic, defensive or dismissive.

    >>> is_curt("As I already told you, it is on the website.")
    True
    >>> is_curt("Read the label inside the jacket before you wash it.")
    False
    """
    return bool(_CURT.search(text.replace("’", "'").strip()))
