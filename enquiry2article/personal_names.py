"""Finds names that no column of the export carries, by where they stand: "Hi Marisol,", "my name is", under a mail.

Pure. Names that are known beforehand are found by `name_lexicon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.name_cues import CAP, FULL, GREETS, SIGNS, TITLES
from enquiry2article.name_words import NOT_A_NAME
from enquiry2article.patterns import one_of
from enquiry2article.spans import Atom, Span, cut_atoms
from enquiry2article.text import fold, split_words
from enquiry2article.words import MONTHS

_STOPS: Final = r"(?=\s*(?:[,.!:;?)\n–—]|-\s|\s-|$))"
_GREETING_WORDS: Final = """
    hi hello hey hiya dear good morning hallo guten moin servus liebe lieber liebes sehr bonjour bonsoir salut
    cher chere hola buenos buenas estimado estimada querido querida hoi beste geachte goedemorgen goedemiddag
    goedenavond goedendag dag ciao buongiorno buonasera gentile salve caro cara dzien czesc witaj ola oi bom boa
    prezado prezada
    """
_SIGN_WORDS: Final = """
    best kind kindest warm warmest many sincere with regards all thanks thank cheers thx ta yours sincerely
    blessings love br kr take mit freundliche freundlichen freundlichem beste besten liebe lieben viele vielen
    herzliche herzlichen schöne schönen gruß grüße mfg lg vg dank danke bien cordialement meilleures salutations
    merci un cordial saludo saludos atentamente muchas gracias met vriendelijke hartelijke groet groeten
    groetjes mvg alvast bedankt distinti cordiali saluti grazie pozdrawiam z dziękuję cumprimentos
    atenciosamente obrigado obrigada
    """
_TITLE_WORDS: Final = (
    "mr mrs ms miss mx dr prof herr herrn frau mme mlle sr sra srta dhr mevr mevrouw meneer signor signora m"
)
_INITIALS: Final = r"(?:[A-Z]\.? ?){0,2}"
_NAMES_AFTER: Final = tuple(
    (frozenset(fold(words).split()), re.compile(pattern, re.MULTILINE))
    for words, pattern in (
        # "Hi Marisol," "Dear Mrs Okonkwo:"
        (
            _GREETING_WORDS,
            rf"(?<!\w)(?i:{GREETS})(?: (?i:again|there))?,? (?:(?i:{TITLES}) )?(?P<name>{FULL}){_STOPS}",
        ),
        # "hi marisol,"
        (_GREETING_WORDS, rf"(?<!\w)(?i:{GREETS}) (?P<name>[^\W\d_]{{2,20}})(?=\s*[,!])"),
        # "Hi Marisol can you ..."
        (
            _GREETING_WORDS,
            rf"(?<!\w)(?i:{GREETS}) (?P<name>{CAP})(?=\s"
            + one_of(r"""
                can | could | how | i | I | I['’]m | I['’]ve | we | please | my | would | do | just | thanks
                thank | what | when | where | why | any | hope | sorry | it['’]s | this
                und | ich | kann | je | quiero | ik | hier
            """)
            + r"\b)",
        ),
        # "Mrs P. Verity", "Herr Müller"
        (
            _TITLE_WORDS,
            r"(?<!\w)(?i:mr|mrs|ms|miss|mx|dr|herrn?|frau|mme|mlle|sra|srta|dhr|mevr|mevrouw|meneer|signora?)\.? "
            rf"(?P<name>{_INITIALS}{FULL})",
        ),
        (_TITLE_WORDS, rf"(?<!\w)(?:M|Sr)\. (?P<name>{FULL})"),
        # "my name is marisol okonkwo"
        (
            "my the name mein ich je mon me mi mijn ik il nazywam mam meu chamo",
            r"(?<!\w)(?i:"
            + one_of(r"""
                my (?:full )?name(?:['’]?s| is) | the name(?:['’]?s| is) | name: | mein name ist
                ich hei(?:ß|ss)e | je m['’]appelle | mon nom est | me llamo | mi nombre es | mijn naam is
                ik heet | mi chiamo | il mio nome è | nazywam się | mam na imię | meu nome é | chamo-me
            """)
            + rf") (?P<name>(?:{FULL})|[^\W\d_]{{2,20}}(?: (?!(?i:"
            + one_of(r"""
                and | und | et | y | en | e | i | but | from | with | i | my | the | an? | your | please | can
                who | on | at | in | to | for | is | not
            """)
            + r")\b)[^\W\d_]{2,20})?)",
        ),
        # "This is Tobias from ..." "it's Tobias here"
        (
            "this it its i ich hier ici c soy ik met sono jestem sou",
            r"(?<!\w)(?i:"
            + one_of(r"""
                this is | it['’]?s | it is | i am | i['’]m | hier ist | hier spricht | ici | c['’]est | soy
                ik ben | met | sono | jestem | sou
            """)
            + rf")\s(?:(?i:{TITLES}) )?(?P<name>{FULL})(?=,? (?i:"
            + one_of(r"""
                from | here | at | of | again | speaking | calling | writing | von | aus | am apparat | de | van
                hier | à | di | z
            """)
            + r")\b)",
        ),
        # "I spoke with Marisol", "our receptionist Marisol"
        (
            "our the a one former new ein eine unser unsere spoke speak spoken speaking talk talked talking call "
            "called mail email reply letter message signed contact attn z c ask asked my mein meine mon ma mi "
            "gesprochen mit parlé hablé gesproken",
            r"(?<!\w)(?i:"
            + one_of(r"""
                sp(?:eak|oke|oken|eaking) (?:to|with) | talk(?:ed|ing)? (?:to|with) | call(?:ed)? from
                (?:mail|email|reply|letter|message) from | signed by | contact person:? | attn\.?:? | z\.\s?hd\.
                c/o | ask(?:ed)? for
                my (?:husband|wife|partner|son|daughter|colleague|grandson|granddaughter|nephew|niece|cousin
                    |aunt|uncle|receptionist|therapist|bookkeeper|neighbour|neighbor|mum|mom|dad|brother|sister
                    |boss|friend|landlord|tenant|assistant|secretary),?
                (?:(?:my|our|the|a|one|former|new) ){1,3}(?:receptionist|therapist|bookkeeper|accountant|manager
                    |assistant|patient|student|pupil|tenant|engineer|plumber|driver|technician|teacher
                    |instructor|coach|stylist|nurse|fitter|builder|agent|adviser|advisor|carer),? ?\(?
                (?:ein(?:e)?|mein(?:e)?|unser(?:e)?) (?:schüler(?:in)?|patient(?:in)?|mitarbeiter(?:in)?
                    |kunde|kundin),? ?\(?
                mein(?:e)? (?:mann|frau|sohn|tochter|kollege|kollegin|nachbar),? | mon (?:mari|fils|collègue),?
                ma (?:femme|fille|collègue),? | mi (?:marido|mujer|hijo|hija|colega),? | gesprochen mit
                mit (?:herrn|frau) | parlé (?:à|avec) | hablé con | gesproken met
            """)
            + rf") ?(?:(?i:{TITLES}) )?(?P<name>{FULL})",
        ),
        # "Thanks, Tobias" and "Kind regards,\nTobias Vandenberg"
        (
            _SIGN_WORDS,
            rf"(?<!\w)(?i:{SIGNS})[ \t]*[,.!;:–—-]{{0,3}}(?:[ \t]+|[ \t]*\n\s{{0,3}})(?:(?i:{TITLES}) )?"
            rf"(?P<name>{_INITIALS}{FULL}\.?)(?=[ \t]*(?:[,!.(|–—-]{{0,2}}[ \t]*(?:\n|\Z)|[,(|–—-]))",
        ),
    )
)
"""What introduces a name, by its first word: matched only where that word stands, which is ten times as fast."""
_NAMES_ALONE: Final = tuple(
    (marks, re.compile(pattern, re.MULTILINE))
    for marks, pattern in (
        # "Marisol here." at the beginning
        (
            ("",),
            rf"(?:\A|(?<=[.!,] )|(?<=[.!,]\n))(?P<name>{FULL})"
            r"(?= (?i:here|hier|ici|aquí|qui|tutaj)\s?(?:[.,!:–-]|$|(?:from|again)\b))",
        ),
        # "- Marisol" at the end
        (("-", "–", "—", "~"), rf"(?:^|(?<=[.!?] ))[-–—~]{{1,2}}\s?(?P<name>{CAP}(?: {CAP})?)[ \t]*\Z"),
        # a name alone under the text
        (
            ("\n",),
            rf"(?<=[.!?,;:)])[ \t]*\n\s{{0,4}}(?:(?i:{TITLES}) )?"
            rf"(?P<name>{_INITIALS}{CAP}(?: (?:{CAP}|[A-Z]\.?)){{0,2}})"
            r"(?: \((?i:mrs?|miss|ms|dr)\.?\))?[ \t]*[,.]?[ \t]*(?:\n[^\n]{0,60})?\s*\Z",
        ),
        # "Ivy Clegg, [address]": what the round before has found
        (
            ("[address]", "[phone]", "[email]"),
            rf"(?:\A|^|(?<=[.!?,;:] )|(?<=\n))(?P<name>{FULL})(?=(?:,[ ]|[ ]?\n|,\n)\[(?:address|phone|email)\])",
        ),
        # "[name] & Pearl"
        (
            ("[name]",),
            r"\[name\] (?:&|and|und|et|y|en|e|i) "
            rf"(?P<name>(?:[A-Z]\. ?){{0,2}}{CAP}(?: {CAP})?)(?!\w)(?= ?[,.!\n]|$)",
        ),
        # "... honestly? Edith Wainfleet"
        ((". ", "? ", "! "), rf"(?<=[.?!] )(?P<name>{CAP}(?: (?:{CAP}|[A-Z]\.?))?)[ x]{{0,4}}\Z"),
    )
)
"""Names that nothing introduces, by signs of which a text must hold one: looking for a sign is far cheaper."""
_INTRODUCING: Final = frozenset().union(*(words for words, _ in _NAMES_AFTER))


def find_placed_names(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find names that no column carries, by where they stand."""
    for match in _find_name_places(text, atoms):
        found = match["name"].rstrip(" .")
        start = match.start("name")
        while found and not _is_name(found) and " " in found:
            found = found.rsplit(" ", 1)[0].rstrip(" .,")  # "Marisol I" and "Tobias Thanks" lose the last word
        if _is_name(found):
            yield Span(start, start + len(found), "name")


def list_placed_names(text: str) -> list[str]:
    """Give the names that a text gives away by where they stand."""
    return [text[span.start : span.end] for span in find_placed_names(text, cut_atoms(text))]


def _find_name_places(text: str, atoms: Sequence[Atom]) -> Iterator[re.Match[str]]:
    for start, _, atom in atoms:
        if atom in _INTRODUCING:
            for words, pattern in _NAMES_AFTER:
                if atom in words and (match := pattern.match(text, start)):
                    yield match
    for marks, alone in _NAMES_ALONE:
        if any(mark in text for mark in marks):
            yield from alone.finditer(text)


def _is_name(text: str) -> bool:
    """Tell whether what stands where a name stands can be one."""
    words = split_words(text)
    if not words or len(words) > 6 or max(map(len, words)) < 2:
        return False
    known = [word.casefold() in NOT_A_NAME or (word.casefold() in MONTHS and len(words) == 1) for word in words]
    # "Thanks, Customer Service" is nobody; "Hi Will Page" is somebody.
    return not all(known) and not known[0] and not any(char.isdigit() for char in text)
