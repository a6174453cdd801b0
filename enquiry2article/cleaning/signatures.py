"""Takes off what people and companies hang under a mail: the signature below the name, and the lawyers' lines.

Pure. The closing and the name stay, since redaction learns names from them; `cleaning/courtesies` takes them off later.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.word_lists import one_of

_DISCLAIMER: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        \b(?:this (?:e-?mail|message|communication|transmission)
            |the (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message))
            .{0,160}\b(?:confidential|privileged|intended (?:only|solely|for))
        \bif you (?:are not the (?:intended|named)|have received this (?:e-?mail|message|communication))
            .{0,60}\b(?:recipient|error|addressee|mistake)
        \bconfidentiality notice | ^(?:legal )?(?:disclaimer|notice):
        \b(?:please )?(?:consider|think of|think about) the environment before
        \bvirus[- ]free\b.{0,40}\bavast | \bscanned (?:for|by) (?:viruses|mimecast)
        \b(?:bitte )?(?:denken sie|prüfen sie)\b.{0,60}\b(?:umwelt|ausdruck\w{0,4}|ausgedruckt)
        \bdiese e-?mail wurde .{0,60}\bviren geprüft | \b(?:pensez|pensons|penser) à l['’]environnement
        \bavant d['’]imprimer | \bantes de imprimir\b.{0,60}\b(?:ambiente|necesario|piense)
        \bpiense en el medio ?ambiente | \bprima di stampare | \bpens\w{1,3} all['’]ambiente
        \bdenk aan het milieu | \bbespaar papier | \baviso (?:legal|de confidencialidad)\b\s?[:.]
        \bregistered in (?:england|scotland|ireland|wales)\b
        \bcompany (?:registration )?(?:number|no\.?):? *\d
        \bvat (?:reg(?:istration)? )?(?:number|no\.?):? *[a-z]{0,2} ?\d
        \bdiese (?:e-?mail|nachricht)\b.{0,120}\b(?:vertraulich|bestimmungsgemäß|rechtlich geschützt)
        \bwenn sie nicht der (?:richtige|beabsichtigte) (?:adressat|empfänger)
        \b(?:amtsgericht|handelsregister|geschäftsführer(?:in)?|ust-?id(?:nr)?\.?)\b.{0,20}[:]?.{0,60}(?:hrb|\d|:)
        \b(?:ce|cet|ces) (?:message|e-?mail|courriel)s?\b
            .{0,160}\b(?:confidentiel|destiné exclusivement|à l['’](?:attention|intention|usage) exclusi)
        \bsi vous avez reçu ce (?:message|courriel|mail) par erreur
        \b(?:este (?:mensaje|correo|e-?mail)|la información (?:contenida|incluida) en este (?:mensaje|correo
            |e-?mail))\b
            .{0,160}\b(?:confidencial|dirigid[oa]s? (?:exclusivamente|únicamente)|exclusivamente)
        \bsi (?:usted )?(?:ha recibido|recibe) este (?:mensaje|correo).{0,40}\berror
        \b(?:dit|deze) (?:e-?mail)?(?:bericht|e-?mail)\b.{0,120}\b(?:vertrouwelijk|uitsluitend bestemd)
        \bde informatie in (?:dit|deze) (?:e-?mail)?(?:bericht|e-?mail)\b
        \bquest[oa] (?:messaggio|e-?mail|comunicazione)\b.{0,160}\b(?:riservat|confidenzial|destinat\w{1,2} esclusiv)
        \b(?:le )?informazioni (?:contenute|trasmesse) (?:in|con|nel\w{0,2})\b.{0,40}\b(?:messaggio|e-?mail
            |comunicazione)
        \bniniejsza wiadomość\b.{0,100}\bpoufn | \besta (?:mensagem|comunicação)\b.{0,100}\bconfidencia
        \bdenna? (?:e-?post|e-?mail|mail|besked)\b.{0,80}\b(?:konfidentiell|fortrolig)
    """)
)
_SIGNATURE_MARK: Final = re.compile(r"^(?:--|—|__)$")
_SIGN_OFF_WORDS: Final = one_of(r"""
        (?:with |my |very )?(?:(?:best|kind|kindest|warm|warmest|many|sincere|friendly)
            (?: and (?:best|kind|warm))? )(?:regards?|wishes|thanks)
        regards | best | all the (?:very )?best
        thanks(?: (?:again|so much|very much|a lot|in advance|and (?:kind|best) regards))?
        thank you(?: (?:again|so much|very much|in advance))? | cheers | thx | ta
        yours(?: (?:sincerely|faithfully|truly))? | sincerely(?: yours)? | respectfully | blessings | love | br
        kr | rgds | ttfn | take care
        (?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?|schöne[nm]?)
            [ ]gr(?:ü|ue)(?:ß|ss)(?:e|en)?
        (?:lieben |besten |schönen )?gru(?:ß|ss) | grüße | mfg | lg | vg | hochachtungsvoll
        schönen tag(?: noch)? | vielen dank(?: im voraus)?
        danke(?: im voraus)? | (?:bien )?cordialement | (?:meilleures|sincères) salutations
        salutations(?: distinguées)? | bien à (?:vous|toi) | bonne journée | respectueusement | cdlt
        merci(?: d['’]avance| beaucoup| par avance)?
        (?:un |recib\w{1,3} un )?(?:cordial )?saludos?(?: cordiales)? | (?:muy )?atentamente | un abrazo
        muchas gracias | gracias(?: de antemano)?
        (?:met )?(?:vriendelijke|hartelijke) groet(?:en)? | groet(?:en|jes)? | mvg | (?:alvast )?bedankt
        (?:distinti|cordiali|cari) saluti | (?:un )?(?:cordiale )?salut[oi] | grazie(?: mille)? | buona giornata
        (?:serdecznie |z góry )?pozdrawiam(?: serdecznie)? | (?:serdeczne )?pozdrowienia | z poważaniem | dziękuję
        z (?:góry dziękuję|wyrazami szacunku)
        (?:com os )?(?:melhores |meus )?cumprimentos | atenciosamente | cordialmente | (?:muito )?obrigad[oa]
        abraços? | att | (?:um )?abraço
        (?:med )?(?:vänliga?|vänlig|bästa|varma) hälsning(?:ar)? | hälsningar | mvh | tack(?: på förhand)?
        (?:med )?(?:venlig|vennlig|bedste|beste|de bedste) hilsen(?:er)? | hilsen | (?:bedste )?hilsner | vh | tak
        (?:på forhånd )?takk? | s (?:pozdravem|přátelským pozdravem|úctou) | děkuji | děkujeme | hezký den
    """)
_SIGN_OFF: Final = re.compile(rf"(?i)^{_SIGN_OFF_WORDS}[\s,.!:;–-]*$")
_SIGN_OFF_AND_NAME: Final = re.compile(
    rf"^(?i:{_SIGN_OFF_WORDS})(?:[,.!–-]\s?|\s)(?!(?i:aus|from|vom|von)\b)"
    r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][^\s,.!?;:]{0,30}(?: [A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][^\s,.!?;:]{0,30}){0,3}[\s.!,]*$"
)
"""“LG Uwe”: closing and name on one line."""
_FROM_PLACE: Final = re.compile(
    r" (?:aus|vom|von|from|de|desde|da|uit) [A-ZÀ-ÖØ-Þ][^\s]{1,30}(?: [A-Z][^\s]{1,30})?[\s,.!]*$"
)
"""“Viele Grüße aus Köln”: the name still follows."""
_CAPITAL_WORD: Final = one_of(r"""
    (?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ(&|/,.'’-]|\d)[^\s]{0,30}
    of | and | und | de | van | der | von | the | & | \| | - | – | for | i\.A\. | e\.V\.
""")
_CAPITAL_WORDS: Final = re.compile(rf"^{_CAPITAL_WORD}(?:\s{_CAPITAL_WORD}){{0,9}}$")
_NAME: Final = re.compile(
    r"^(?:(?:Dr|Prof|Dipl|Ing|Mr|Mrs|Ms|Mme|M|Herr|Frau)\.?-? ?){0,3}[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][^\W\d_]{0,30}(?:['’. -]{1,2}"
    r"(?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]|(?:de|von|van|der|da|di|du|den) )[^\W\d_]{0,30}){1,4}$"
)
_CONTACT: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        @ | www\. | https?://
        \b(?:tel|phone|mobile|mob|fax|t|m|e|w|email|e-mail|telefon|mobil|tél|web)\b\s?[.:|] | \d[\d ()/+-]{6,}\d
    """)
)
_COMPANY: Final = re.compile(
    r"(?<![\w.])"
    + one_of(r"""
        GmbH(?: ?& ?Co\.? ?KG)? | mbH | Ltd\.? | Limited | Inc\.? | LLC | LLP | PLC | plc | e\. ?K\. | e\. ?V\. | OHG
        KG | AG | UG | S\.? ?à?a?\.? ?[rR]\.? ?[lL]\.? | SARL | S\.L\.U?\.? | S\.p\.A\.? | SpA | S\.A\.(?:S\.)?
        SAS | EURL | B\.?V\. | BV | N\.V\. | Sp\. z o\.? ?o\. | s\.r\.o\. | A/S | ApS | AB | Lda\.? | Ltda\.? | Oy
        Kft\.?
    """)
    + r"(?!\w)|(?i:\b"
    + one_of(r"""
        amtsgericht | handelsregister | hrb | hra | ust-?id | steuernummer | registered (?:in|office) | siret | siren
        vat (?:no|reg|number) | rcs | tva | cif | nif | p\.? ?iva | partita iva | kvk | btw | regon | krs | nip | cvr
        org\.? ?nr | iban | bic
    """)
    + r"\b)"
)
"""What a company is called by law, and where it is registered."""
_NETWORK: Final = one_of(r"""
    facebook | instagram | linkedin | twitter | x | youtube | tiktok | pinterest | xing | whatsapp | threads | mastodon
    bluesky | blog | web(?:site)?
""")
_SOCIAL: Final = re.compile(
    r"(?i)^\W{0,4}(?:(?:follow|find|like|visit) us (?:on|at)|folgen sie uns(?: auf)?|suivez-nous|síguenos)?"
    rf"\W{{0,4}}{_NETWORK}(?:\W{{1,6}}(?:and |und )?{_NETWORK}){{0,8}}\W{{0,4}}$"
)
_POSTCODE: Final = re.compile(r"\b\d{5} [A-ZÀ-Þ][a-zà-ÿ]|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET: Final = re.compile(
    r"\b\d{4,5}\s[A-ZÀ-Þ]|^\d{1,4}[a-z]?,? [A-Zr]|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|(?i:\b"
    + one_of(r"""
        street | road | avenue | lane | floor | suite | p\.?o\.? box | rue | boulevard | calle | avda | via | viale
        piazza | ul\. | rua | straat | laan | gade | vägen | gatan
    """)
    + r"\b|(?:straße|strasse|str\.|weg|platz|gasse|allee) \d{1,4})"
)
_SPEAKS: Final = re.compile(
    r"(?i)(?<!\w)"
    + one_of(r"""
        i | i['’](?:m|ll|ve|d) | me | my | we | our | you | your | please | can | is | are | was | will | need | call
        ps | p\.s | nb | ich | mein\w{0,2} | wir | unser\w{0,2} | bitte | ist | sind | nicht | je | j['’]ai | mon
        ma | nous
        vous | est | yo | mi | por | favor | es | no | ik | mijn | wij | graag | io | mio | non | proszę | jest
        por favor
    """)
    + r"(?!\w)"
)
"""Words of somebody who still says something."""
_MOST_TITLE_WORDS: Final = 7
_FEWEST_TELLING: Final = 2
"""Lines of a block without a closing above that must be numbers, addresses or companies for it to be a signature."""
_RULE: Final = re.compile(r"^[_=*~─-]{5,}$")
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
        if paragraph and not paragraph[-1].endswith("?") and _DISCLAIMER.search(" ".join(paragraph)[:6000]):
            paragraph = _keep_before_disclaimer(paragraph)
        kept += [*paragraph, ""]
        paragraph = []
    return kept


def _keep_before_disclaimer(paragraph: list[str]) -> list[str]:
    for count, line in enumerate(paragraph[:40]):
        start = line[:3000]
        match = _DISCLAIMER.search(f"{start} {' '.join(paragraph[count + 1 : count + 3])[:600]}")
        if match and match.start() < len(start):
            before = line[: match.start()].rstrip()
            if before.endswith((".", "!", "?")) and not _COMPANY.search(before):
                # Words before it on the same line stay when they are a sentence of their own.
                return [*paragraph[:count], before]
            place = count
            while place and (_tells_contact(paragraph[place - 1]) or _RULE.match(paragraph[place - 1][:80])):
                place -= 1
            while (
                1 < place < count
                and _may_be_title(paragraph[place - 1])
                and not _SIGN_OFF.match(paragraph[place - 2][:80])  # then it is the name
            ):
                place -= 1
            return paragraph[:place]
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
        signed = len(lines[place]) <= 60 and _SIGN_OFF_AND_NAME.match(lines[place][:80])
        if signed or (len(lines[place]) <= 60 and _SIGN_OFF.match(_FROM_PLACE.sub("", lines[place][:80]))):
            after = [line for line in lines[place + 1 : last] if line]
            if len(after) <= _MOST_SIGNATURE_LINES and _make_signature(after if signed else after[1:], after[:1]):
                # The sign-off and the name stay for redaction to learn a name from; titles and numbers go.
                return (
                    [*lines[: place + 1], *after[:1]]
                    if after and not signed and not _tells_contact(after[0])
                    else lines[: place + 1]
                )
    return _strip_unannounced(lines[:last]) or lines


def _make_signature(lines: list[str], name: list[str]) -> bool:
    """Tell whether these lines, below a closing and a name, are all a signature."""
    if not all(map(_belongs_to_signature, [*name, *lines])):
        # Where numbers or a company stand, what looks like a title is one.
        return bool(
            any(map(_tells_contact, lines))
            and all(_belongs_to_signature(line) or _may_be_title(line) for line in [*name, *lines])
        )
    return True


def _strip_unannounced(lines: list[str]) -> list[str]:
    """Take off a last paragraph of a name, a title, numbers and a company, below which nothing stands; [] if none."""
    place = len(lines)
    told = 0
    while place and len(lines) - place < _MOST_SIGNATURE_LINES and (line := lines[place - 1]):
        if not (_tells_contact(line) or _belongs_to_signature(line) or _may_be_title(line)):
            return []
        told += _tells_contact(line)
        place -= 1
    above = next((line for line in reversed(lines[:place]) if line), "")
    if place < 2 or lines[place - 1] or told < _FEWEST_TELLING or above.endswith(":"):
        return []  # "You reach us here:" is an answer
    first = lines[place]
    if not _NAME.match(first) or _tells_contact(first):
        return []
    return lines[: place + 1]


def _tells_contact(line: str) -> bool:
    return bool(
        _CONTACT.search(line)
        or _COMPANY.search(line)
        or _SOCIAL.match(line)
        or (_POSTCODE.search(line) and not _SPEAKS.search(line) and not line.endswith((".", "?", "!")))
    )


def _may_be_title(line: str) -> bool:
    """Tell whether a line can be a title, a department or a street: a few words that are no sentence."""
    if len(line) > 90 or line.endswith((".", "!", "?", ":")) or _SPEAKS.search(line):
        return False
    words = line.split()
    return bool(_STREET.search(line) and len(words) <= 10) or (
        len(words) <= _MOST_TITLE_WORDS and (line[:1].isupper() or line[:1].isdigit())
    )


def _belongs_to_signature(line: str) -> bool:
    if len(line) > 90 or line.endswith("?"):
        return False
    return bool(
        _CONTACT.search(line)
        or _SOCIAL.match(line)
        or (_CAPITAL_WORDS.match(line) and not line.endswith((".", "!")))
        or (_COMPANY.search(line) and not _SPEAKS.search(line))
        or len(line.split()) == 1
    )
