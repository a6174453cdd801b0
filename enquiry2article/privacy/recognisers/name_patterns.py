"""What stands beside a name: greetings before it, closings above it, titles; and how a name is written.

Pure. Words and patterns as data, and one judgement: whether a word stands where a name would.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from enquiry2article.cleaning.name_words import NOT_A_NAME
from enquiry2article.text.stop_words import MONTHS
from enquiry2article.text.word_lists import one_of
from enquiry2article.text.words import split_words

CAPITALS: Final = "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁІЇЄҐ" + "".join(char for char in map(chr, range(0x100, 0x250)) if char.isupper())
"""Capital letters as a pattern's class has them: Štěpán and Łukasz begin with one too."""
CAP: Final = rf"[{CAPITALS}](?:[^\W\d_]|['’-](?=[^\W\d_])){{0,30}}"
PARTICLES: Final = "van|von|der|den|ter|ten|de|del|della|dos|das|la|da|di|le|el|bin|ibn|al|ben|af|av|Ó|Ní|Mac"
"""Small words inside surnames."""
FULL: Final = (
    rf"(?:[A-Z]\. ?){{0,2}}(?:(?:van|von|de|del|di|da|le|ter|el|al)(?:[ -](?:der|den|la|las|los))?[ -])?{CAP}"
    rf"(?:[ -](?:(?:{PARTICLES})[ -]){{0,2}}(?:[A-Z]\. ?)?{CAP}){{0,3}}"
)
RELATIVES: Final = """
    husband wife partner fiance fiancé fiancée girlfriend boyfriend friend son daughter child kid kids sons daughters
    children twins
    colleague colleagues coworker worker grandson granddaughter grandmother grandfather grandma grandpa grandchild
    nephew niece cousin aunt
    uncle mother father stepson stepdaughter stepmother stepfather godson goddaughter godmother mum mom mam dad
    brother sister law boss
    landlord landlady tenant assistant secretary neighbour neighbours neighbor neighbors roommate flatmate housemate
    mate receptionist
    therapist bookkeeper accountant manager patient student pupil engineer plumber electrician driver technician
    teacher instructor coach
    trainer stylist nurse doctor fitter builder agent adviser advisor carer caretaker lawyer solicitor rep
    representative consultant
    chairman treasurer client customer guest member employee lady gentleman courier
    mann frau ehemann ehefrau freund freundin sohn tochter kind kinder söhne töchter enkel enkelin mutter vater oma
    opa bruder schwester
    schwager schwägerin schwiegermutter schwiegervater schwiegersohn schwiegertochter onkel tante neffe nichte cousine
    kollege kollegin
    kollegen chef chefin nachbar nachbarin nachbarn mitbewohner mitbewohnerin vermieter vermieterin mieter mieterin
    mitarbeiter
    mitarbeiterin schüler schülerin patientin kunde kundin buchhalter buchhalterin trainerin lehrer lehrerin techniker
    technikerin monteur
    monteurin berater beraterin fahrer fahrerin betreuer betreuerin sachbearbeiter sachbearbeiterin assistent
    assistentin steuerberater
    steuerberaterin hausmeister hausmeisterin arzt ärztin
    mari femme époux épouse conjoint conjointe compagnon compagne fils fille enfant enfants mère père frère sœur soeur
    oncle neveu nièce
    collègue collègues cheffe patron patronne voisin voisine colocataire locataire propriétaire comptable technicien
    technicienne
    conseiller conseillère assistante professeur professeure élève livreur cliente entraîneur ami amie médecin
    marido mujer esposo esposa novio novia pareja hijo hija hijos hijas nieto nieta madre padre hermano hermana tío
    tía sobrino sobrina
    primo prima abuelo abuela compañero compañera colega jefe jefa vecino vecina inquilino inquilina casero casera
    contable técnico técnica
    asesor asesora asistente profesor profesora alumno alumna amigo amiga suegro suegra repartidor repartidora médico
    médica
    vrouw zoon dochter collega buurman buurvrouw
"""
"""Words for people beside which their names stand: "my husband Tobias"."""
GREETS: Final = one_of(r"""
    hi | hello | hey | hiya | dear | good (?:morning|afternoon|evening|day) | morning | hallo
    guten (?:tag|morgen|abend) | moin | servus | liebe[rs]? | sehr geehrte[rs]? | lieber | bonjour | bonsoir
    salut | ch[eè]re? | hola | buen[oa]s (?:d[ií]as|tardes|noches) | estimad[oa] | querid[oa] | hoi | beste
    geachte | goede(?:morgen|middag|navond|ndag) | dag | ciao | buongiorno | buonasera | gentile | salve
    car[oa] | apreciad[oa] | buen día | chers? | dzień dobry | cześć | witaj | ol[áa] | oi | bom dia | boa tarde
    prezad[oa]
""")
TITLES: Final = (
    one_of(r"""
        (?:mr|herrn?) (?:and|und|&) (?:mrs|frau) | mr | mrs | ms | miss | mx | dr | prof | doctora? | professor
        sir | lady | fr
        familie | señorita | mademoiselle | don | doña | family | herr | herrn | frau | monsieur | madame | mme
        mlle | señor
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
    warmly | respectfully | hugs | herzlich(?:st|e)? | hochachtungsvoll | freundlich grüßt
    (?:viele |ganz )?liebe grüße | tschüss? | ciao
    amicalement | amitiés | bises | bisous | très cordialement | sincères salutations | cdlt\.? | cdt\.? | atte\.?
    att\.? | cordialmente
    (?:un )?(?:fuerte )?abrazo | besos | hasta (?:pronto|luego|otra) | bis (?:bald|dann|demnächst|morgen)
    à (?:bientôt|très vite|plus)
    (?:speak|talk|see you) soon
""")
LONG_SIGNS: Final = one_of(r"""
    have a (?:\w+ ){0,2}(?:day|weekend|evening|week|one) | looking forward to [\w ]{3,40} | until (?:then|soon)
    hear from you soon
    (?:einen )?schön\w* (?:tag|abend|wochenende|woche)(?: noch)?
    (?:danke|vielen dank|besten dank|herzliche grüße|mit \w+ grüßen)[\w ]{0,24}
    (?:très |bien )?(?:bonne|belle|excellente) (?:journée|soirée|réception|continuation|semaine
        |fin de journée)(?: à vous)?
    (?:mes )?respectueu\w+ salutations | merci[\w ’']{0,24} | dans l['’]attente[\w ’']{3,30}
    je vous prie[^\n]{3,90} | thanks?[\w ]{1,24}
    quedo a [\w ]{3,24} | recib(?:a|an|e) un (?:cordial )?saludo | que tenga(?:n)? [\w ]{3,24} | gracias[\w ]{0,24}
    saludos[\w ]{0,24}
    (?:un )?(?:cordial )?saludo[\w ]{0,24} | (?:best |kind |warm )?(?:regards|wishes)[\w ]{0,24}
    (?:grüße|gruß)[\w ]{0,24}
""")
"""Closings in words of one's own: the name stands on the line below."""
_SIGN_BEFORE: Final = re.compile(
    r"(?i)(?:(?<!\w)"
    + one_of(rf"""
        {GREETS} | {SIGNS} | {TITLES} | my name is | name: | this is | it's | i'm | i am
        hier ist(?: noch ?(?:ein)?mal| wieder)? | c'est(?: encore| à nouveau)? | ici | hier | otra vez | ihre?
        your | signed | unterschrieben | signé
        mein name ist | ich bin | ich heiße | je m'appelle | je suis | me llamo | soy | ik ben | mijn naam is
        spoke (?:to|with) | speak (?:to|with) | ask for | from | and | & | [-–—]
    """)
    + r"[\s,.!:;]{0,3}|^\s*|\n\s{0,3}|\[name\][ ,]{1,2})$"
)
_TITLE_BEFORE: Final = re.compile(rf"(?i)(?<![^\W_])(?:{TITLES}) ?$")
_CALLED: Final = re.compile(r"\s*(?:[.!?…]|\n|$)")
_OWNED: Final = re.compile(r"['’](?:s\b|(?!\w))")
_NAME_ENDS: Final = re.compile(r"[ .x]{0,4}(?:\n|$)")
_NAME_AFTER: Final = re.compile(
    r"(?i)\s?(?:x{1,4}\b|[,!:.]|$|\n|here\b|hier\b|from\b|aus\b|de\b|and [A-Z]|& [A-Z]|\[name\]|\()"
)


def stands_as_name(text: str, start: int, end: int) -> bool:
    """Tell whether a word with a capital letter stands where a name would: after a greeting, under a mail."""
    before = text[max(0, start - 30) : start]
    if _NAME_ENDS.match(text, end) and before.rstrip().endswith((".", "?", "!", "…")):
        return True  # "... can it be stopped? Felicity"
    if _TITLE_BEFORE.search(before):
        return True
    if before.endswith(", ") and before[-3:-2].isalpha() and _CALLED.match(text, end):
        return True  # "Thanks for your patience, Grace."
    if before.endswith(" ") and before[-2:-1].islower() and _OWNED.match(text, end):
        return True  # "it is in Grace's name"
    return bool(_SIGN_BEFORE.search(before) and _NAME_AFTER.match(text, end))


@functools.lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Tell whether what stands where a name stands can be one."""
    words = split_words(text)
    if not words or len(words) > 6 or max(map(len, words)) < 2:
        return False
    words = [word for word in words if len(word) > 1]  # the A of "A. Solberg" is no article
    known = [word.casefold() in NOT_A_NAME or (word.casefold() in MONTHS and len(words) == 1) for word in words]
    # "Thanks, Customer Service" is nobody; "Hi Will Page" is somebody.
    return not all(known) and not known[0] and not any(char.isdigit() for char in text)
