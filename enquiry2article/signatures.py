"""Takes off what people and companies hang under a mail: the signature below the name, and the lawyers' lines.

Pure. The closing and the name stay, since redaction learns names from them; `courtesies` takes them off later.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.patterns import one_of

_DISCLAIMER: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        \b(?:this (?:e-?mail|message|communication|transmission)
            |the (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message))
            .{0,160}\b(?:confidential|privileged|intended (?:only|solely|for))
        \bif you (?:are not the (?:intended|named)|have received this (?:e-?mail|message|communication))
            .{0,60}\b(?:recipient|error|addressee|mistake)
        \bconfidentiality notice | ^(?:legal )?disclaimer:
        \b(?:please )?(?:consider|think of|think about) the environment before
        \bvirus[- ]free\b.{0,40}\bavast | \bscanned (?:for|by) (?:viruses|mimecast)
        \bregistered in (?:england|scotland|ireland|wales)\b
        \bcompany (?:registration )?(?:number|no\.?):? *\d
        \bvat (?:reg(?:istration)? )?(?:number|no\.?):? *[a-z]{0,2} ?\d
        \bdiese (?:e-?mail|nachricht)\b.{0,120}\b(?:vertraulich|bestimmungsgemäß|rechtlich geschützt)
        \bwenn sie nicht der (?:richtige|beabsichtigte) (?:adressat|empfänger)
        \b(?:amtsgericht|handelsregister|geschäftsführer(?:in)?|ust-?id(?:nr)?\.?)\b.{0,20}[:]?.{0,60}(?:hrb|\d|:)
        \b(?:ce|cet|ces) (?:message|e-?mail|courriel)s?\b
            .{0,120}\b(?:confidentiel|destiné exclusivement|à l['’]attention exclusive)
        \bsi vous avez reçu ce (?:message|courriel|mail) par erreur
        \beste (?:mensaje|correo)\b.{0,120}\b(?:confidencial|dirigido exclusivamente)
        \bsi (?:usted )?ha recibido este (?:mensaje|correo).{0,20}\berror
        \b(?:dit|deze) (?:bericht|e-?mail)\b.{0,120}\b(?:vertrouwelijk|uitsluitend bestemd)
        \bquesto messaggio\b.{0,120}\b(?:riservat|confidenzial)
        \bniniejsza wiadomość\b.{0,100}\bpoufn | \besta mensagem\b.{0,100}\bconfidencia
    """)
)
_SIGNATURE_MARK: Final = re.compile(r"^(?:--|—|__)$")
_SIGN_OFF: Final = re.compile(
    r"(?i)^"
    + one_of(r"""
        (?:with |my |very )?(?:(?:best|kind|kindest|warm|warmest|many|sincere|friendly)
            (?: and (?:best|kind|warm))? )(?:regards?|wishes|thanks)
        regards | best | all the (?:very )?best
        thanks(?: (?:again|so much|very much|a lot|in advance|and (?:kind|best) regards))?
        thank you(?: (?:again|so much|very much|in advance))? | cheers | thx | ta
        yours(?: (?:sincerely|faithfully|truly))? | sincerely(?: yours)? | respectfully | blessings | love | br
        kr | rgds | ttfn | take care
        (?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?|schöne[nm]?)
            [ ]gr(?:ü|ue)(?:ß|ss)(?:e|en)?
        gruß | gruss | grüße | mfg | lg | vg | hochachtungsvoll | vielen dank(?: im voraus)?
        danke(?: im voraus)? | (?:bien )?cordialement | (?:meilleures|sincères) salutations
        salutations(?: distinguées)? | bien à vous | cdlt | merci(?: d['’]avance| beaucoup| par avance)?
        (?:un )?(?:cordial )?saludos?(?: cordiales)? | atentamente | muchas gracias | gracias(?: de antemano)?
        (?:met )?(?:vriendelijke|hartelijke) groet(?:en)? | groet(?:en|jes)? | mvg | (?:alvast )?bedankt
        (?:distinti|cordiali) saluti | saluti | grazie(?: mille)? | pozdrawiam | z poważaniem | z góry dziękuję
        cumprimentos | atenciosamente | obrigad[oa]
    """)
    + r"[\s,.!:;–-]*$"
)
_CAPITAL_WORD: Final = one_of(r"""
    (?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ(&|/,.'’-]|\d)[^\s]{0,30}
    of | and | und | de | van | der | von | the | & | \| | - | – | for | i\.A\. | e\.V\.
""")
_CAPITAL_WORDS: Final = re.compile(rf"^{_CAPITAL_WORD}(?:\s{_CAPITAL_WORD}){{0,9}}$")
_CONTACT: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        @ | www\. | https?://
        \b(?:tel|phone|mobile|mob|fax|t|m|e|w|email|e-mail|telefon|mobil|tél|web)\b\s?[.:|] | \d[\d ()/+-]{6,}\d
    """)
)
_MOST_SIGNATURE_LINES: Final = 10


def strip_disclaimers(lines: list[str]) -> list[str]:
    """Take off what lawyers add, from the line where it starts to the end of its paragraph."""
    kept: list[str] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line:
            paragraph.append(line)
            continue
        # A disclaimer may be wrapped in the middle of any phrase, so the paragraph is read as one; and it may hang on
        # to the last line of the mail, so only the lines from where it starts go.
        if paragraph and _DISCLAIMER.search(" ".join(paragraph)[:6000]):
            paragraph = _keep_before_disclaimer(paragraph)
        kept += [*paragraph, ""]
        paragraph = []
    return kept


def _keep_before_disclaimer(paragraph: list[str]) -> list[str]:
    for count, line in enumerate(paragraph[:40]):
        if _DISCLAIMER.search(f"{line[:3000]} {' '.join(paragraph[count + 1 : count + 3])[:600]}"):
            match = _DISCLAIMER.search(line[:3000])
            before = line[: match.start()].rstrip() if match else ""
            # Words before it on the same line stay when they are a sentence of their own.
            return [*paragraph[:count], *([before] if before.endswith((".", "!", "?")) else [])]
    return paragraph


def strip_signature(lines: list[str]) -> list[str]:
    """Take off the signature, but keep the closing and the name."""
    last = len(lines)
    while last and not lines[last - 1]:
        last -= 1
    for place in range(last - 1, max(-1, last - 1 - 25), -1):
        if _SIGNATURE_MARK.match(lines[place][:5]) and last - place <= 16:
            return lines[:place]
    for place in range(max(0, last - 1 - _MOST_SIGNATURE_LINES - 4), last):
        if _SIGN_OFF.match(lines[place][:80]) and len(lines[place]) <= 60:
            after = [line for line in lines[place + 1 : last] if line]
            if len(after) <= _MOST_SIGNATURE_LINES and all(map(_belongs_to_signature, after)):
                # The sign-off and the name stay for redaction to learn a name from; titles and numbers go.
                return (
                    [*lines[: place + 1], *after[:1]] if after and not _CONTACT.search(after[0]) else lines[: place + 1]
                )
    return lines


def _belongs_to_signature(line: str) -> bool:
    if len(line) > 90 or line.endswith("?"):
        return False
    return bool(
        _CONTACT.search(line)
        or (_CAPITAL_WORDS.match(line) and not line.endswith((".", "!")))
        or len(line.split()) == 1
    )
