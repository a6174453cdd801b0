"""Learns how a program writes who begins to speak in conversations that stand in one cell each, from a whole column.

A header is a name with perhaps a time, words and signs: "( 12s ) Ana:", "ANA [10:01]:", "Ana said on 3 May @ 10:01:".
Which of these a program writes shows in that it comes again in most cells with other names; so no format need be known.
What divides the messages of one line, such as ";;", is learnt from what stands in front of the headers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

_CLOCK: Final = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?(?:UTC|GMT|Z)\b)?"
_DAY: Final = (
    r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}|\d{1,2}\.?[ -][^\W\d_]{3,10}\.?,?[ -]\d{4}|"
    r"[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?\b,?\s\d{4}"
)
_SHORT_DAY: Final = r"\d{1,2}\.?[ -][^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.?\s\d{1,2}|\d{1,2}[./]\d{1,2}\.?"
_PASSED: Final = r"\d{1,3}\s?(?:h|min|m|sec|s)\b(?:\s?\d{1,2}\s?(?:min|m|sec|s)\b){0,2}"
_WHEN: Final = (
    rf"(?:(?:{_DAY}|{_SHORT_DAY})(?:T|,?\s(?:(?:at|um|à|a las|om|alle|@)\s)?){_CLOCK}|"
    rf"{_CLOCK}\s(?:{_DAY})|{_CLOCK}|{_PASSED}|{_DAY})(?:[+-]\d{2}:?\d{2})?"
)
_TOKEN: Final = re.compile(
    rf"(?P<when>{_WHEN})|(?P<word>[^\W_](?:[\w.'’@+&]|-(?=\w)){{0,60}})|(?P<sign>[^\w\s]|_)|(?P<space>\s+)"
)
_LONGEST_HEAD: Final = 110
"""Characters."""
_LONGEST_LINE: Final = 4_000
"""Characters of a line that are looked at for a header at its beginning."""
_LEAD_MARK: Final = re.compile(r"[(\[{][^()\[\]{}\n]{1,40}[)\]}][ \t]{0,3}\Z")
"""What may stand in front of a name: "[Internal]"."""
_MOST_NAME_WORDS: Final = 5
_MOST_SIGNS: Final = 8_000
"""Characters of a cell that are looked at while learning."""
_MOST_LINES: Final = 40
"""Lines of a cell that are looked at while learning."""
_MOST_TRIED: Final = 12
"""Shapes that are tried on all cells."""
_FEWEST: Final = 2
_STOPS: Final = r":;|()\[\]<>{}\n,!?"
"""Signs that stand in no name."""
_SENTENCE_SIGNS: Final = ".,!?:)'\"”’…](}"
"""Signs that end a sentence, and so divide no messages."""
_INNER_SIGNS: Final = re.compile(r"[^\w\s@.'’&+-][^\w\s]{0,9}(?=\s|\w)|(?<=\s)[^\w\s]{1,10}(?=\s)")
"""Signs that may stand between what was said and the next name."""
_ROLE: Final = r"(?:\s?[(\[](?P<{0}>[^()\[\]\n\d]{{1,40}})[)\]])?"


@dataclass(frozen=True, slots=True)
class Head:
    """A header in a text: where it and what is said begin, and what it tells."""

    start: int
    end: int
    name: str
    role: str
    when: str


@dataclass(frozen=True, slots=True)
class HeaderShape:
    """How the headers of a column are written, and what divides messages that stand on one line."""

    template: str
    """The header with N for the name, T for a time, 0 for a number and the rest as it stands."""
    divider: str = ""
    """What divides the messages of one line, or ""."""
    names: frozenset[str] = frozenset()
    """Names that stand in several headers."""

    @property
    def timed(self) -> bool:
        """Whether each header tells a time."""
        return "\0T" in self.template

    def find_heads(self, text: str) -> list[Head]:
        """Find all headers of a text, one after the other.

        >>> [head.name for head in HeaderShape("\\0N [\\0T]:", ";").find_heads("Ana [9:00]: Open?; Zoe [9:02]: Yes.")]
        ['Ana', 'Zoe']
        """
        found: list[Head] = []
        pattern = compile_template(self.template)
        for start in self._list_starts(text):
            match = pattern.match(text, start, start + _LONGEST_LINE)
            if match and (not found or start >= found[-1].end) and (head := _make_head(match)):
                found.append(head)
        return sorted(found + self._find_inner(text, found), key=lambda head: head.start)

    def _list_starts(self, text: str) -> Iterator[int]:
        """Yield where parts of a text begin: lines, and what follows a divider."""
        divide = rf"|{re.escape(self.divider)}" if self.divider else ""
        yield from (place.end() for place in re.finditer(rf"(?:\A|\n{divide})[ \t]*", text))

    def _find_inner(self, text: str, known: Sequence[Head]) -> list[Head]:
        """Find headers with a time that nothing divides from what was said before them."""
        if not self.timed or self.template.endswith("\0T"):
            return []
        taken = {head.end for head in known}
        lead, _, tail = self.template.partition("\0N")
        found = []
        if "\0T" in lead:
            for match in compile_template(self.template).finditer(text):
                if match.end("end") not in taken and (head := _make_head(match)):
                    found.append(head)
            return found
        for match in re.compile(_translate(tail)).finditer(text):
            if match.end("end") in taken:
                continue
            before = text[max(0, match.start() - _LONGEST_HEAD) : match.start()].rpartition("\n")[2]
            part = before.rpartition(self.divider)[2] if self.divider else before
            name = _take_last_name(part, self.names | {head.name for head in known})
            if name:
                lead = part[: part.rfind(name)]
                # "[Internal] Ana" says of the message what a role says behind the name.
                mark = _LEAD_MARK.search(lead)
                role = _role_of(match) or (mark[0] if mark else "")
                start = match.start() - len(part) + (mark.start() if mark else len(lead))
                found.append(Head(start, match.end("end"), name, role, match["when"] or ""))
        return found


def learn_header_shape(cells: Sequence[str]) -> HeaderShape | None:
    """Learn how the headers of a column's cells are written, or None where nothing like a header comes again.

    >>> learn_header_shape(["Ana [9:01]: Hi;; Bo [9:02]: Yes", "Cy [9:03]: Open?;; Bo [9:04]: No"])
    HeaderShape(template='\\x00N [\\x00T]:', divider=';;', names=frozenset({'Bo'}))
    """
    counted: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    cells = [cell[:_MOST_SIGNS] for cell in cells]
    for cell in cells:
        in_cell: Counter[str] = Counter()
        for line in cell.split("\n")[:_MOST_LINES]:
            in_cell.update(set(list_templates(line)))
        counted.update(in_cell)
        spread.update(in_cell.keys())
    likely = [template for template, count in spread.items() if count * 2 >= len(cells) and count >= _FEWEST]
    likely.sort(key=lambda template: (spread[template], counted[template], len(template)), reverse=True)
    best: tuple[int, ...] = (0,)
    shape = None
    for template in likely[:_MOST_TRIED]:
        tried = HeaderShape(template, learn_divider(template, cells))
        heads = [tried.find_heads(cell) for cell in cells]
        several = sum(len({head.name for head in found}) > 1 for found in heads)
        names = Counter(head.name for found in heads for head in found)
        score = (several, tried.timed, sum(names.values()), counted[template], len(template))
        if len(names) > 1 and score > best:
            best = score
            shape = replace(tried, names=frozenset(name for name, count in names.items() if count > 1))
    return shape


def list_templates(line: str) -> Iterator[str]:
    """Yield the templates that the beginning of a line may be a header of.

    >>> sorted(template.replace("\\0", "") for template in list_templates("( 8s ) Ana: Hi"))
    ['( T ) N:']
    """
    parts: list[str] = []
    kinds: list[str] = []
    bare = line.strip()[: _LONGEST_HEAD + 1]
    for token in _TOKEN.finditer(bare):
        if token.end() > _LONGEST_HEAD:
            return
        kinds.append(token.lastgroup or "")
        parts.append(token[0])
        ends = token.end() == len(bare)
        closes = ends or bare[token.end()].isspace() or token[0] in ">]|"
        if (kinds[-1] == "sign" and closes) or (kinds[-1] == "when" and ends):
            yield from _generalise(parts, kinds)


def _generalise(parts: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    """Yield the templates of a header: each of its runs of words may be the name, and the others are as they stand."""
    if kinds.count("when") > 1 or parts[-1] in ",.!?'\"(":
        return
    runs = _list_runs(kinds)
    bracketed = {
        run for run in runs if run[0] and parts[run[0] - 1] in "([" and "".join(parts[run[1] :])[:1] in (")", "]")
    }
    if not runs or len(runs) > 3:
        return
    for run in runs:
        start, end = run
        words = [place for place in range(start, end) if kinds[place] == "word"]
        # "1 by Ana said on": the words around the name are the program's.
        named = [place for place in words if not parts[place].islower() and not parts[place].isdigit()]
        words = [place for place in words if not named or place >= named[0]]
        start = words[0]
        if len(words) > _MOST_NAME_WORDS + 2 or not any(map(str.isalpha, parts[start])):
            continue
        cuts = [words[-1] + 1]
        for place in reversed(words[1:]):
            if not parts[place].islower() or not parts[place].isalpha():
                break
            cuts.append(place)
        for cut in cuts:
            if sum(place < cut for place in words) > _MOST_NAME_WORDS:
                continue
            while kinds[cut - 1] == "space":
                cut -= 1
            yield _write(parts, kinds, start, cut, [other for other in bracketed if other[0] > cut and other != run])


def _list_runs(kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand together, as places of the first and behind the last."""
    runs: list[tuple[int, int]] = []
    for place, kind in enumerate(kinds):
        if kind != "word":
            continue
        if runs and set(kinds[runs[-1][1] : place]) <= {"space"}:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _write(parts: Sequence[str], kinds: Sequence[str], start: int, end: int, roles: Sequence[tuple[int, int]]) -> str:
    """Write a template; what stands in brackets behind the name may be left out, so that it is no part of it."""
    written: list[str] = []
    place = 0
    while place < len(parts):
        role = next((run for run in roles if run[0] - 1 == place), None)
        if role:
            place = role[1] + 1
            if written and written[-1] == " ":
                written.pop()
            continue
        if place == start:
            written.append("\0N")
            place = end
            continue
        part, kind = parts[place], kinds[place]
        written.append({"when": "\0T", "space": " "}.get(kind) or ("\0" + "0" if part.isdigit() else part.casefold()))
        place += 1
    return "".join(written)


def compile_template(template: str) -> re.Pattern[str]:
    """Compile the pattern of a header: the groups name, role, role2 and when, and end where what is said begins."""
    return re.compile(_translate(template))


def _translate(template: str) -> str:
    pieces = []
    for piece in re.split(r"(\0[NT0]| |[^\w\s]\Z)", template):
        if piece == "\0N":
            pieces.append(rf"(?P<name>[^\W_][^{_STOPS}]{{0,58}}?)" + _ROLE.format("role"))
        elif piece == "\0T":
            pieces.append(rf"(?P<when>{_WHEN})")
        elif piece == "\0" + "0":
            pieces.append(r"\d{1,9}")
        elif piece == " ":
            pieces.append(r"\s{1,3}")
        elif piece:
            pieces.append(f"(?i:{re.escape(piece)})")
    if "\0N" not in template:
        pieces.insert(0, _ROLE.format("role"))
    if "\0T" in template:
        # A role may stand behind the time as well, in front of the last sign.
        last = "" if template.endswith("\0T") else pieces.pop()
        pieces += [_ROLE.format("role2"), last]
    else:
        pieces.append(r"(?P<when>)(?P<role2>)")
    behind = r"(?=[ \t]*(?:\n|\Z))" if template.endswith("\0T") else r"(?=\s|\Z|(?<=[>\])|]))"
    return "".join(pieces) + behind + "(?P<end>)"


def learn_divider(template: str, cells: Sequence[str]) -> str:
    """Learn what divides the messages that stand on one line: the signs that stand in front of most inner headers."""
    lead, _, tail = template.partition("\0N")
    timed = "\0T" in template
    first = lead if "\0T" in lead else ""
    search = re.compile(_translate(template if first else tail))
    seen: Counter[str] = Counter()
    inner = 0
    for cell in cells:
        for line in cell.split("\n"):
            bare = line.strip()
            for match in search.finditer(bare):
                before = bare[max(0, match.start() - _LONGEST_HEAD) : match.start()]
                signs = _find_signs(before, lead, named=not first)
                if signs is None:
                    continue
                inner += 1
                seen[signs] += bool(signs)
    divider, count = max(seen.items(), key=lambda found: (found[1], found[0]), default=("", 0))
    return divider if divider and count >= _FEWEST and (count * 2 >= inner or not timed) else ""


def _find_signs(before: str, lead: str, *, named: bool) -> str | None:
    """Return the signs in front of a header, "" for none that divide, or None where nothing was said before it.

    `named` says that `before` ends with the name.
    """
    lead = lead.strip()
    if named and lead:
        before = before.rpartition(lead)[0]
    if named and not lead:
        runs = list(_INNER_SIGNS.finditer(before))
        name = before[runs[-1].end() :] if runs else ""
        if not name.strip() or len(name.split()) > _MOST_NAME_WORDS:
            return None
        signs = runs[-1][0]
    else:
        if not before.strip():
            return None
        found = re.search(r"[^\w\s]{1,10}\Z", before.rstrip()[-12:])
        signs = found[0] if found else ""
    return signs.lstrip(_SENTENCE_SIGNS)


def _make_head(match: re.Match[str]) -> Head | None:
    name = match["name"].strip(" \t*_")
    if not any(map(str.isalpha, name)) or len(name.split()) > _MOST_NAME_WORDS + 1 or "://" in name:
        return None
    return Head(match.start(), match.end("end"), name, _role_of(match), match["when"] or "")


def _role_of(match: re.Match[str]) -> str:
    return match["role"] or match["role2"] or ""


def _take_last_name(before: str, known: Collection[str]) -> str:
    """Return the name at the end of a text: a known one, else the words with a capital, else the last word."""
    bare = before.rstrip()
    for name in sorted(known, key=len, reverse=True):
        if bare.endswith(name) and not bare[: -len(name)][-1:].isalnum():
            return name
    found = re.search(r"(?:[^\W\d_a-z][\w.'’@+-]{0,40}[ ]){0,3}[^\W_][\w.'’@+-]{0,60}\Z", bare[-_LONGEST_HEAD:])
    return found[0] if found else ""
