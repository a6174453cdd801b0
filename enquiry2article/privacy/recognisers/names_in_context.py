"""Finds names that no column of the export carries, by where they stand: "Hi Marisol,", "my name is", under a mail.

Pure. Names that are known beforehand are found by `name_lexicon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.called_names import find_household_names
from enquiry2article.privacy.recognisers.cues import NO_VALUE
from enquiry2article.privacy.recognisers.name_patterns import (
    CAP,
    CAPITALS,
    FULL,
    GREETS,
    LONG_SIGNS,
    PARTICLES,
    RELATIVES,
    SIGNS,
    TITLES,
    is_name,
)
from enquiry2article.privacy.recognisers.spans import Atom, Span, cut_atoms
from enquiry2article.text.word_lists import fill_phrases, read_table
from enquiry2article.text.words import fold

_STOPS: Final = r"(?=\s*(?:[,.!:;?)\n–—]|-\s|\s-|$))"
_GREETING_WORDS: Final = read_table("privacy/first_words.toml")["greeting"]
_SIGN_WORDS: Final = read_table("privacy/first_words.toml")["sign_off"]
_TITLE_WORDS: Final = read_table("privacy/first_words.toml")["title"]
_SMALL_NAME: Final = r"[^\W\d_]{2,20}"
"""A name in small letters, as a pattern; which of those below allow one is told by its standing in them."""
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
            rf"(?<!\w)(?i:{GREETS}) (?P<name>{CAP})(?=\s" + fill_phrases("names", "<after_greeted>") + r"\b)",
        ),
        # "Mrs P. Verity", "Herr Müller"
        (
            _TITLE_WORDS,
            r"(?<!\w)(?i:mr|mrs|ms|miss|mx|dr|prof|professor|doctora?|herrn?|frau|familie|family|monsieur|madame"
            r"|mademoiselle|mme|mlle|sra|srta"
            r"|señora?|señorita|dhr|mevr|mevrouw|meneer|signora?)\.? (?:(?i:and|und|&) (?i:mrs|frau)\.? )?(?:(?i:dr"
            r"|prof)\.? ){0,2}"
            rf"(?P<name>{_INITIALS}{FULL})",
        ),
        (_TITLE_WORDS, rf"(?<!\w)(?:M|Sr)\. (?P<name>{FULL})"),
        # "my name is marisol okonkwo"
        (
            read_table("privacy/first_words.toml")["name_is"],
            r"(?<!\w)(?i:"
            + fill_phrases("names", "<name_is>")
            + rf") (?P<name>(?:{FULL})|[^\W\d_]{{2,20}}(?: (?!(?i:"
            + fill_phrases("names", "<no_second_name>")
            + r")\b)[^\W\d_]{2,20})?)",
        ),
        # "This is Tobias from ..." "it's Tobias here"
        (
            read_table("privacy/first_words.toml")["this_is"],
            r"(?<!\w)(?i:"
            + fill_phrases("names", "<this_is>")
            + rf")\s(?:(?i:{TITLES}) )?(?P<name>{FULL})(?=,? (?i:"
            + fill_phrases("names", "<from_where>")
            + r")\b)",
        ),
        # "I am Tobias Vandenberg."
        (
            "i im ich je soy ik moi sono",
            r"(?<!\w)(?i:i am|i['’]m|ich bin|je suis|soy|ik ben|sono|moi,? c['’]est) (?:(?i:" + TITLES + ") )?"
            rf"(?P<name>{CAP}(?:[ -](?:(?:{PARTICLES}) ){{0,2}}{CAP}){{1,3}})(?=\s*(?:[.,!;:)\n–]|$))",
        ),
        # "Tobias, you are a star", "Thanks for your patience, Tobias."
        (
            read_table("privacy/first_words.toml")["thanks"],
            r"(?<!\w)[^\W\d_]+[^.!?,:;\n]{0,50}, (?:(?i:"
            + TITLES
            + rf") )?(?P<name>{FULL})(?= ?(?:[.!?\n–]|$| -|\s:\)))",
        ),
        # "I spoke with Marisol"
        (
            read_table("privacy/first_words.toml")["spoke_with"],
            r"(?<!\w)(?i:" + fill_phrases("names", "<spoke_with>") + rf") ?(?:(?i:{TITLES}) )?(?P<name>{FULL})",
        ),
        # "an Tobias weiterleiten"
        (
            "an am",
            rf"(?<!\w)[Aa]n (?:(?i:{TITLES}) )?(?P<name>{FULL})(?= (?:weiter\w+|übergeben|schicken))",
        ),
        # "Don Tobias", "Doña Inés"
        ("don doña dona", rf"(?<!\w)(?:Don|Doña|don|doña) (?P<name>{FULL})"),
        # "Thanks, Tobias" and "Kind regards,\nTobias Vandenberg"
        (
            _SIGN_WORDS,
            rf"(?<!\w)(?i:{SIGNS})[ \t]*[,.!;:–—-]{{0,3}}(?:[ \t]+|[ \t]*\n\s{{0,3}})(?:(?i:i\. ?[av]\.|p\.? ?p\.?"
            rf"|ihre?|your|votre|su) )?"
            rf"(?:(?i:{TITLES}) ){{0,2}}(?P<name>{_INITIALS}{FULL}\.?)(?=[ \t]*(?:[,!.(|–—-]{{0,2}}[ \t]*(?:\n|\Z)"
            rf"|[,(|]|[–—-](?!\w)|(?:vom|von|from|du|de|del)\b|x{1, 3}\b|[:;][-)]))",
        ),
        # "Gracias por todo\nNerea"
        (
            _SIGN_WORDS,
            rf"(?<!\w)(?i:{LONG_SIGNS})[ \t]*[,.!;:–—-]{{0,3}}[ \t]*\n\s{{0,3}}(?:(?i:i\. ?[av]\.|ihre?|your|votre"
            rf"|su) )?"
            rf"(?:(?i:{TITLES}) ){{0,2}}(?P<name>{_INITIALS}{FULL}\.?)(?=[ \t]*(?:[,!.(|–—-]{{0,2}}[ \t]*(?:\n|\Z)"
            rf"|[,(|]|x{{1,3}}\b))",
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
            rf"(?:\A|(?<=[.!?,] )|(?<=\n))(?P<name>{FULL})"
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
        # "[name] (Pearl)" under a mail
        (("[name] (",), rf"(?<=\n)\[name\] \((?P<name>{CAP})\)"),
        # "Thanks in advance\nmarisol"
        (
            ("\n",),
            rf"(?:^|(?<=[.!?,] ))(?i:{SIGNS})[ \t]*[,.!]?[ \t]*\n\s{{0,3}}"
            rf"(?P<name>[^\W\d_]{{2,20}})[ \t]*\Z",
        ),
        # "[name] & Pearl"
        (
            ("[name]",),
            r"\[name\] (?:&|and|und|et|y|en|e|i) "
            rf"(?P<name>(?:[A-Z]\. ?){{0,2}}{CAP}(?: {CAP})?)(?!\w)(?= ?[,.!\n]|$| (?:will|are|were|have|share|both"
            rf"|teilen|kommen|sind|haben"
            r"|partagent|viennent|sont|ont|comparten|vienen|son|también)\b)",
        ),
        # "... honestly? Edith Wainfleet"
        ((". ", "? ", "! "), rf"(?<=[.?!] )(?P<name>{CAP}(?: (?:{CAP}|[A-Z]\.?))?)[ x]{{0,4}}\Z"),
    )
)
"""Names that nothing introduces, by signs of which a text must hold one: looking for a sign is far cheaper."""
_NO_ARTICLE: Final = "".join(
    rf"(?<!\b{word} )"
    for word in "the der die das mein meine your unser unsere our my ihr ihre eine ein a le la el votre su notre".split(
        " "
    )
)
_RELATION: Final = re.compile(rf"[^\W\d_]{{2,20}},? ?\(?(?:(?i:{TITLES}) )?(?P<name>{FULL})")
"""My husband Tobias, our receptionist Marisol, meine Tochter Ida, mon mari Loïc, mi hija Nerea."""
_BELONGING: Final = re.compile(r"(?i)(?<!\w)" + fill_phrases("names", "<belonging>") + r" (?:[^\W\d_]{2,14} ){0,2}$")
_NAMES_NEAR: Final = tuple(
    (frozenset(fold(words).split()), re.compile(pattern, re.MULTILINE))
    for words, pattern in (
        # "Marisol from your support team", "Tobias hat gesagt", "Loïc m'a dit", "Nerea me prometió"
        (
            read_table("privacy/first_words.toml")["did"],
            rf"(?:\A|(?<=[.!?,:;(] )|(?<=\n)|(?<=[a-zß-öø-ÿ] )){_NO_ARTICLE}"
            rf"(?:(?i:{TITLES}) )?(?P<name>(?!(?:Could|Can|Would|Will|Did|Has|Have|When|If|Könnte|Kann|Hat|Wenn|Est"
            rf"|Peut|Puede|Podría)\b)(?![A-ZÄÖÜ]{{2,}}\b){CAP}(?: (?:(?:{PARTICLES}) ){{0,2}}{CAP}){{0,2}}) (?="
            + fill_phrases("names", "<did>")
            + r")",
        ),
        # "Can you ask Marisol whether", "Könnt ihr Ida fragen?", "demander à Loïc ?", "I gave it to Nerea for"
        (
            read_table("privacy/first_words.toml")["ask"],
            r"(?<!\w)(?:(?i:ask|tell)|(?i:könnt ihr|können sie|kannst du|bitte)(?= [^\n.?]{2,30} fragen)"
            r"|(?i:demander?|demandez|offert|dis|dites) à|(?i:pregunt\w+|regal\w+|d[íi]gan?le|pedir) a|(?i:gave|given"
            r"|lent|sold) (?:it|this|that|them|one) to"
            r"|(?i:(?:habe|hab) (?:es|ihn|sie|das))(?= [^\n.?]{2,30} (?:geschenkt|gegeben|geliehen|verkauft))|"
            r"(?i:it was)(?= [^\n.?]{2,30} who))"
            rf" (?P<name>{CAP}(?: {CAP})?)(?!\w)(?= [a-zß-öø-ÿ]|\s?[.?!,\n]|$)",
        ),
        # "Is Marisol still working there?", "Arbeitet Ida noch dort?"
        (
            "still noch encore todavia aun sigue travaille trabaja",
            rf"(?:^|(?<=[.!?\n] )|(?<=\n))(?:Is|Does|Ist|Arbeitet|Est-ce que|¿(?:Todavía )?(?:[Tt]rabaja|Sigue)"
            rf"(?: ahí)?) (?P<name>{CAP})(?= (?:still|noch|est|travaille|encore|trabaja|en)\b|\?)",
        ),
        # "Marisol and Tobias will be there too."
        (
            "will have kommen wollen viennent veulent tambien vienen",
            rf"(?:^|(?<=[.!?] ))(?P<name>{CAP})(?= (?:and|und|et|y) {CAP} (?:will|have|kommen|wollen|viennent|veulent"
            rf"|también|vienen)\b)",
        ),
    )
)
"""Names by what follows them or stands around them, by words of which a text must hold one."""
_INTRODUCING: Final = frozenset().union(*(words for words, _ in _NAMES_AFTER))
_AFTER: Final = {
    word: tuple(pattern for words, pattern in _NAMES_AFTER if word in words) for word in sorted(_INTRODUCING)
}
_AFTER_SMALL: Final = {
    word: found
    for word, patterns in _AFTER.items()
    if (found := tuple(pattern for pattern in patterns if _SMALL_NAME in pattern.pattern))
}
"""Of these, what a name may follow in small letters."""
_CAPITAL: Final = re.compile(rf"[{CAPITALS}](?=[^\W\d_])")
_RELATIVES: Final = frozenset(map(fold, RELATIVES))
_NEAR: Final = frozenset().union(*(words for words, _ in _NAMES_NEAR))


def find_placed_names(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find names that no column carries, by where they stand."""
    for match in _find_name_places(text, atoms):
        found = match["name"].rstrip(" .")
        start = match.start("name")
        cut_short = text[match.end("name") : match.end("name") + 1].isalnum()
        if cut_short or _is_spoken_of(found) or _is_shouted(found, text):
            continue  # "our Brother HL-L2350", "my name is missing"
        while found and not is_name(found) and " " in found:
            found = found.rsplit(" ", 1)[0].rstrip(" .,")  # "Marisol I" and "Tobias Thanks" lose the last word
        if is_name(found):
            yield Span(start, start + len(found), "name")


def _is_spoken_of(found: str) -> bool:
    """Return whether a word in small letters says something of a name: "my name is spelt wrong"."""
    first = found.split(" ")[0]
    return first.islower() and (first in NO_VALUE or first.endswith(("ed", "ing", "elt")))


def _is_shouted(found: str, text: str) -> bool:
    """Return whether three words and more in capital letters are a sentence: "I AM GOING TO MY BANK"."""
    return found.isupper() and len(found.split()) > 2 and sum(map(str.isupper, text)) > len(text) * 0.4


def list_placed_names(text: str) -> list[str]:
    """Return the names that a text gives away by where they stand."""
    atoms = cut_atoms(text)
    return [
        text[span.start : span.end] for span in (*find_placed_names(text, atoms), *find_household_names(text, atoms))
    ]


def _find_name_places(text: str, atoms: Sequence[Atom]) -> Iterator[re.Match[str]]:
    # Behind nearly all of these words a name has a capital letter, and most short texts have none to offer.
    capital = max((match.start() for match in _CAPITAL.finditer(text)), default=-1)
    near: set[str] = set()
    for start, _, atom in atoms:
        for pattern in (_AFTER if capital > start else _AFTER_SMALL).get(atom, ()):
            if match := pattern.match(text, start):
                yield match
        if capital > 0:
            if atom in _NEAR:
                near.add(atom)
            if (
                atom in _RELATIVES
                and (match := _RELATION.match(text, start))
                and _BELONGING.search(text, max(0, start - 40), start)
            ):
                yield match
    if near:
        for words, pattern in _NAMES_NEAR:
            if not words.isdisjoint(near):
                yield from pattern.finditer(text)
    for marks, alone in _NAMES_ALONE:
        if any(mark in text for mark in marks):
            yield from alone.finditer(text)
