"""Finds days of birth; other days stay.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.patterns import one_of
from enquiry2article.privacy.recognisers.cues import JOINT
from enquiry2article.privacy.recognisers.spans import Atom, Span, match_after
from enquiry2article.words import MONTHS

_MONTH: Final = rf"(?:{'|'.join(sorted(MONTHS))})"
_DAY: Final = one_of(rf"""
    \d{{1,2}}[./ -]{{1,2}}\d{{1,2}}[./ -]{{1,2}}\d{{2,4}} | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
    \d{{1,2}}(?:st|nd|rd|th|er|\.)?,? (?:de |of )?{_MONTH}\.?,? (?:del? |of )?\d{{2,4}}
    \d{{1,2}}-{_MONTH}-\d{{2,4}} | {_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}
""")
_BORN: Final = re.compile(
    r"(?i)(?<![^\W_])"
    + one_of(r"""
        (?:date of )?birth(?: ?da(?:y|te))? | d\.?o\.?b\.? | born(?: on| in)?
        geboren(?: am)? | geb\.? | geburtsdatum | geburtstag
        n[ée]e?(?:\(e\))?s? | date de naissance | naissance | anniversaire | nacid[oa]s? | nac[ií] | naci[óo]
        fecha de nacimiento
        (?:f\. ?)?nac\. | nacimiento | cumpleaños
        geboortedatum | nat[oa] | (?:data di )?nascita | data urodzenia | urodz\w+ | (?:data de )?nascimento
        nascid[oa]
    """)
    + rf"(?!\w)\.?{JOINT}(?:(?:am|on|le|el|il|op|em|w dniu|vom|dn\.)\s{{1,2}}(?:the\s)?)?(?P<value>{_DAY})(?!\d)"
)
_BORN_WORDS: Final = (
    "date", "birth", "d", "dob", "born", "geb", "ne", "naissance", "anniv", "nac", "fecha", "f", "cumple", "nat",
    "nasc", "data",
    "urodz",
)  # fmt: skip
_BORN_AFTER: Final = re.compile(
    rf"(?i)(?<![\w./-])(?P<value>{_DAY})\s(?:in [^\W\d_]+ )?(?:geboren|born|urodz\w+|geb\.)"
)


def find_births(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find days of birth; other days stay."""
    for match in match_after(_BORN, _BORN_WORDS, text, atoms):
        yield Span(*match.span("value"), "date of birth")
    if any(atom.startswith(("geb", "born", "urodz")) for _, _, atom in atoms):
        for match in _BORN_AFTER.finditer(text):
            yield Span(*match.span("value"), "date of birth")
