"""What stands beside a name: greetings before it, closings above it, titles; and how a name is written.

Pure. Words and patterns as data, and one judgement: whether a word stands where a name would.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.patterns import one_of

CAP: Final = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ](?:[^\W\d_]|['’-](?=[^\W\d_])){0,30}"
FULL: Final = (
    rf"(?:[A-Z]\. ?){{0,2}}{CAP}"
    rf"(?:[ -](?:(?:van|von|der|den|de|del|la|da|di|le|el|bin|al) ){{0,2}}(?:[A-Z]\. ?)?{CAP}){{0,3}}"
)
GREETS: Final = one_of(r"""
    hi | hello | hey | hiya | dear | good (?:morning|afternoon|evening|day) | morning | hallo
    guten (?:tag|morgen|abend) | moin | servus | liebe[rs]? | sehr geehrte[rs]? | lieber | bonjour | bonsoir
    salut | ch[eè]re? | hola | buen[oa]s (?:d[ií]as|tardes|noches) | estimad[oa] | querid[oa] | hoi | beste
    geachte | goede(?:morgen|middag|navond|ndag) | dag | ciao | buongiorno | buonasera | gentile | salve
    car[oa] | dzień dobry | cześć | witaj | ol[áa] | oi | bom dia | boa tarde | prezad[oa]
""")
TITLES: Final = (
    one_of(r"""
        mr | mrs | ms | miss | mx | dr | prof | herr | herrn | frau | monsieur | madame | mme | mlle | señor
        señora | sra? | srta | dhr | mevr | mevrouw | meneer | signora? | sig | sig\.ra | pan | pani | senhora?
    """)
    + r"\.?"
)
SIGNS: Final = one_of(r"""
    (?:best|kind|kindest|warm|warmest|many|sincere|with best|with kind)
        (?: and (?:best|kind|warm))? (?:regards?|wishes|thanks)
    regards | best | all the (?:very )?best
    (?:many )?thanks(?: (?:again|so much|very much|a lot|in advance))?
    thank you(?: (?:again|so much|very much|in advance))? | cheers | thx | ta
    yours(?: (?:sincerely|faithfully|truly))? | sincerely | blessings | love | br | kr | take care
    (?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?|schöne[nm]?)
        [ ]gr(?:ü|ue)(?:ß|ss)(?:e|en)?
    gruß | gruss | grüße | mfg | lg | vg | (?:vielen |besten )?dank(?:e)?(?: im voraus)?
    (?:bien )?cordialement | (?:meilleures )?salutations | bien à vous | merci(?: d['’]avance| beaucoup)?
    (?:un )?(?:cordial )?saludos?(?: cordiales)? | atentamente | (?:muchas )?gracias(?: de antemano)?
    (?:met )?(?:vriendelijke|hartelijke) groet(?:en)? | groet(?:en|jes)? | mvg | (?:alvast )?bedankt
    (?:distinti|cordiali) saluti | saluti | grazie(?: mille)? | pozdrawiam | z poważaniem | dziękuję
    cumprimentos | atenciosamente | obrigad[oa]
""")
_SIGN_BEFORE: Final = re.compile(
    r"(?i)(?:(?<!\w)"
    + one_of(rf"""
        {GREETS} | {SIGNS} | {TITLES} | my name is | name: | this is | it's | i'm | i am
        mein name ist | ich bin | ich heiße | je m'appelle | je suis | me llamo | soy | ik ben | mijn naam is
        spoke (?:to|with) | speak (?:to|with) | ask for | from | and | & | [-–—]
    """)
    + r"[\s,.!:;]{0,3}|^\s*|\n\s{0,3}|\[name\][ ,]{1,2})$"
)
_NAME_ENDS: Final = re.compile(r"[ .x]{0,4}(?:\n|$)")
_NAME_AFTER: Final = re.compile(r"(?i)\s?(?:x{1,4}\b|[,!:.]|$|\n|here\b|hier\b|and [A-Z]|& [A-Z]|\[name\]|\()")


def stands_as_name(text: str, start: int, end: int) -> bool:
    """Tell whether a word with a capital letter stands where a name would: after a greeting, under a mail."""
    before = text[max(0, start - 30) : start]
    if _NAME_ENDS.match(text, end) and before.rstrip().endswith((".", "?", "!", "…")):
        return True  # "... can it be stopped? Felicity"
    return bool(_SIGN_BEFORE.search(before) and _NAME_AFTER.match(text, end))
