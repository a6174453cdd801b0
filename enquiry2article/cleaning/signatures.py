"""Takes off what people and companies hang under a mail: the signature below the name, and the lawyers' lines.

Pure. The closing and the name stay, since redaction learns names from them; `cleaning/courtesies` takes them off later.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.word_lists import Phrases, one_of

_DISCLAIMER: Final = Phrases("mail", r"(?i)<disclaimer>")
_SIGNATURE_MARK: Final = re.compile(r"^(?:--|—|__)$")
_SIGN_OFF: Final = Phrases("mail", r"(?i)^<sign_off>[\s,.!:;–-]*$")
_SIGN_OFF_AND_NAME: Final = Phrases(
    "mail",
    r"^(?i:<sign_off>)(?:[,.!–-]\s?|\s)(?!(?i:aus|from|vom|von)\b)"
    r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][^\s,.!?;:]{0,30}(?: [A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][^\s,.!?;:]{0,30}){0,3}[\s.!,]*$",
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
_COMPANY: Final = Phrases("mail", r"(?<![\w.])<legal_form>(?!\w)|(?i:\b<register>\b)")
"""What a company is called by law, and where it is registered."""
_SOCIAL: Final = Phrases(
    "mail",
    r"(?i)^\W{0,4}(?:(?:follow|find|like|visit) us (?:on|at)|folgen sie uns(?: auf)?|suivez-nous|síguenos)?"
    r"\W{0,4}<network>(?:\W{1,6}(?:and |und )?<network>){0,8}\W{0,4}$",
)
_POSTCODE: Final = re.compile(r"\b\d{5} [A-ZÀ-Þ][a-zà-ÿ]|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET: Final = Phrases(
    "mail",
    r"\b\d{4,5}\s[A-ZÀ-Þ]|^\d{1,4}[a-z]?,? [A-Zr]|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|(?i:\b<street>\b"
    r"|(?:straße|strasse|str\.|weg|platz|gasse|allee) \d{1,4})",
)
_SPEAKS: Final = Phrases("mail", r"(?i)(?<!\w)<speaks>(?!\w)")
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
        if paragraph and not paragraph[-1].endswith("?") and _DISCLAIMER().search(" ".join(paragraph)[:6000]):
            paragraph = _keep_before_disclaimer(paragraph)
        kept += [*paragraph, ""]
        paragraph = []
    return kept


def _keep_before_disclaimer(paragraph: list[str]) -> list[str]:
    for count, line in enumerate(paragraph[:40]):
        start = line[:3000]
        match = _DISCLAIMER().search(f"{start} {' '.join(paragraph[count + 1 : count + 3])[:600]}")
        if match and match.start() < len(start):
            before = line[: match.start()].rstrip()
            if before.endswith((".", "!", "?")) and not _COMPANY().search(before):
                # Words before it on the same line stay when they are a sentence of their own.
                return [*paragraph[:count], before]
            place = count
            while place and (_has_contact(paragraph[place - 1]) or _RULE.match(paragraph[place - 1][:80])):
                place -= 1
            while (
                1 < place < count
                and _may_be_title(paragraph[place - 1])
                and not _SIGN_OFF().match(paragraph[place - 2][:80])  # then it is the name
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
        signed = len(lines[place]) <= 60 and _SIGN_OFF_AND_NAME().match(lines[place][:80])
        if signed or (len(lines[place]) <= 60 and _SIGN_OFF().match(_FROM_PLACE.sub("", lines[place][:80]))):
            after = [line for line in lines[place + 1 : last] if line]
            if len(after) <= _MOST_SIGNATURE_LINES and _make_signature(after if signed else after[1:], after[:1]):
                # The sign-off and the name stay for redaction to learn a name from; titles and numbers go.
                return (
                    [*lines[: place + 1], *after[:1]]
                    if after and not signed and not _has_contact(after[0])
                    else lines[: place + 1]
                )
    return _strip_unannounced(lines[:last]) or lines


def _make_signature(lines: list[str], name: list[str]) -> bool:
    """Return whether these lines, below a closing and a name, are all a signature."""
    if not all(map(_belongs_to_signature, [*name, *lines])):
        # Where numbers or a company stand, what looks like a title is one.
        return bool(
            any(map(_has_contact, lines))
            and all(_belongs_to_signature(line) or _may_be_title(line) for line in [*name, *lines])
        )
    return True


def _strip_unannounced(lines: list[str]) -> list[str]:
    """Take off a last paragraph of a name, a title, numbers and a company, below which nothing stands; [] if none."""
    place = len(lines)
    told = 0
    while place and len(lines) - place < _MOST_SIGNATURE_LINES and (line := lines[place - 1]):
        if not (_has_contact(line) or _belongs_to_signature(line) or _may_be_title(line)):
            return []
        told += _has_contact(line)
        place -= 1
    above = next((line for line in reversed(lines[:place]) if line), "")
    if place < 2 or lines[place - 1] or told < _FEWEST_TELLING or above.endswith(":"):
        return []  # "You reach us here:" is an answer
    first = lines[place]
    if not _NAME.match(first) or _has_contact(first):
        return []
    return lines[: place + 1]


def _has_contact(line: str) -> bool:
    return bool(
        _CONTACT.search(line)
        or _COMPANY().search(line)
        or _SOCIAL().match(line)
        or (_POSTCODE.search(line) and not _SPEAKS().search(line) and not line.endswith((".", "?", "!")))
    )


def _may_be_title(line: str) -> bool:
    """Return whether a line can be a title, a department or a street: a few words that are no sentence."""
    if len(line) > 90 or line.endswith((".", "!", "?", ":")) or _SPEAKS().search(line):
        return False
    words = line.split()
    return bool(_STREET().search(line) and len(words) <= 10) or (
        len(words) <= _MOST_TITLE_WORDS and (line[:1].isupper() or line[:1].isdigit())
    )


def _belongs_to_signature(line: str) -> bool:
    if len(line) > 90 or line.endswith("?"):
        return False
    return bool(
        _CONTACT.search(line)
        or _SOCIAL().match(line)
        or (_CAPITAL_WORDS.match(line) and not line.endswith((".", "!")))
        or (_COMPANY().search(line) and not _SPEAKS().search(line))
        or len(line.split()) == 1
    )
