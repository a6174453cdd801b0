"""Tells what must never be quoted, whoever wrote it: rude, sarcastic, defensive or dismissive words.

Phrases only, chosen so that a plain sentence is not lost: "read the label" is advice, "read the manual first" is not.
"""

from __future__ import annotations

import re

_PHRASES = (
    # Dismissive
    r"see (?:the |our )?(?:web ?site|faqs?|manual|above|below|previous|other mail)\W*$",
    r"(?:as|like) (?:i|we)(?:'ve| have)? (?:already |just |clearly )?(?:said|told|explained|wrote|mentioned|stated)\b",
    r"(?:i|we)(?:'ve| have)? (?:already|just) (?:said|told you|explained|answered)\b",
    r"as (?:clearly |plainly )?(?:stated|written|explained) (?:on|in) (?:the|our)\b",
    r"(?:read|try reading) (?:the|our) (?:manual|instructions|terms|faqs?|small print|mail|website)"
    r"(?: first| properly| again| carefully)?\W*$",
    r"if you had (?:read|looked|checked|bothered)\b",
    r"had you (?:read|looked|checked|bothered)\b",
    r"you (?:should|ought to) have (?:read|looked|checked|known)\b",
    r"(?:not|isn't|is not) (?:my|our) (?:problem|fault|job|department|responsibility)\b",
    r"(?:that's|that is|it's) (?:your|their) (?:own )?(?:problem|fault|business|loss)\b|your own fault\b",
    r"nothing (?:i|we) can do\b|your loss\W*$|some people (?:think|just|never|really)\b",
    r"take it or leave it|tough (?:luck|cheese)|deal with it|go elsewhere|learn to read|not a charity",
    r"wast(?:e|ing) (?:my|our) time|don't be (?:silly|ridiculous)|next time,? (?:read|check|think)\b",
    # Sarcastic or defensive
    r"obviously\b|clearly,? you\b|surely you\b|of course not\W*$|what did you expect|believe it or not",
    r"with (?:all )?due respect|calm down|no need to (?:shout|be rude)",
    r"you people\b|people like you|everyone else manages|nobody else (?:has )?complain",
    r"(?:nobody|no one) (?:reads (?:this|anything|our)|forced you|asked you)",
    r"for the (?:hundredth|umpteenth) time|how many times (?:do|must|have) (?:i|we)\b",
    r"it's not rocket science|common sense|even a child (?:could|would) (?:see|know|understand)|hardly our\b",
    # Insults and swearing
    r"stupid|idiots?\b|idiotic|morons?\b|(?:so|how|that's|are you) dumb\b|ridiculous|nonsense",
    r"load of rubbish|utter rubbish|rubbish!|crap\b|bloody\b",
    r"damn(?:ed)?\b|bullshit|wtf\b|shit(?:ty)?\b|fuck\w*|what the hell",
    r"whatever\W*$|lol\b|rofl\b|eye ?roll",
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
