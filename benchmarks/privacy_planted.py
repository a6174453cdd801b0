"""How much of what is personal is found, and how much of what is not stays? Plants values in invented mails and counts.

    python benchmarks/privacy_planted.py [--held-out] [--misses KIND] [--names-with spacy:MODEL]

Conversations in English, German, French and Spanish are put together from the sentences and names in `privacy_planted/`
and from numbers with right check digits (`planted_values.py`). What was planted, and where, is known; a value counts as
found when none of its letters and digits is left. Every second conversation carries its customer's and agent's names in
columns, in some spelling; in the others nobody is known beforehand, and what other conversations give away of a name
does not count there, since the few invented names come again more often than in life. `near_misses_*.txt` are lines that must stay as
they are. `seen.txt` may be looked at while the program is improved, `held_out.txt` may not: other names, other
sentences, another seed.
"""
# ruff: noqa: E501 - a row of the printed table is a line

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

import planted_values as make

FOLDER = Path(__file__).parent / "privacy_planted"
LANGUAGES = ("en", "de", "fr", "es")
PATTERNS = (
    "email phone card iban id ip mac address postcode order tracking handle password key link birth plate".split()
)
FREE = "intro relation spoke title bare".split()
CALLED = {
    "id": "id number", "mac": "device", "postcode": "address", "tracking": "order", "key": "password",
    "birth": "date of birth", "plate": "number plate",
}  # fmt: skip
"""Kind here → kind of the program, where they differ. A name in a column is a "name"."""
EACH = 240
"""How often each kind of pattern is planted in each half, over all languages."""
_SLOT = re.compile(r"\{([a-z][a-z_ .-]*)\}")


@dataclass(frozen=True)
class Planted:
    """A personal value in a text."""

    kind: str
    start: int
    end: int
    detail: str
    known: bool = False
    """Whether a name's given name (or surname) is in the program's own lists."""


@dataclass
class Message:
    """One mail with what was planted in it."""

    agent: bool
    text: str = ""
    planted: list[Planted] = field(default_factory=list)


@dataclass
class Talk:
    """One conversation, with the names that the export's columns carry."""

    language: str
    carried: bool
    customer: tuple[str, str]
    agent: tuple[str, str]
    columns: tuple[str, ...]
    personal: tuple[str, ...]
    messages: list[Message] = field(default_factory=list)


def read_sections(path: Path) -> dict[str, list[str]]:
    """Read a file of sections: lines under a title in brackets; lists of words and names are cut at spaces."""
    sections: dict[str, list[str]] = {}
    title = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            title = line[1:-1]
            sections[title] = []
        elif line:
            if title.split()[-1] in {"given", "surname", "words"}:
                sections[title] += [name.replace("_", " ") for name in line.split()]
            elif title.startswith(("streets", "towns")):
                sections[title] += [piece for piece in line.rstrip(";").split("; ") if piece]
            else:
                sections[title].append(line.replace("\\n", "\n"))
    return sections


def strip_accents(text: str) -> str:
    """Take the accents off."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.translate(
        str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae"} | dict(zip("łŁøØđĐı", "lLoOdDi", strict=True)))
    )


def spell_out(text: str) -> str:
    """Write ä, ö, ü and ß as machines without them do."""
    for char, written in zip(
        "äöüßÄÖÜåÅøØ", ["ae", "oe", "ue", "ss", "Ae", "Oe", "Ue", "aa", "Aa", "oe", "Oe"], strict=True
    ):
        text = text.replace(char, written)
    return text


def mix_case(text: str) -> str:
    """Write a name with the wrong capital letters."""
    return text[:1].lower() + text[1:2].upper() + text[2:].upper() if len(text) % 2 else text.swapcase()


VARIANTS: dict[str, Callable[[str, str], str]] = {
    "given": lambda given, surname: given,
    "surname": lambda given, surname: surname,
    "full": lambda given, surname: f"{given} {surname}",
    "lower_full": lambda given, surname: f"{given} {surname}".lower(),
    "lower_given": lambda given, surname: given.lower(),
    "upper_full": lambda given, surname: f"{given} {surname}".upper(),
    "upper_surname": lambda given, surname: surname.upper(),
    "plain_full": lambda given, surname: strip_accents(f"{given} {surname}"),
    "translit_full": lambda given, surname: strip_accents(spell_out(f"{given} {surname}")),
    "odd_full": lambda given, surname: f"{mix_case(given)} {mix_case(surname)}",
    "surname_first": lambda given, surname: f"{surname}, {given}",
    "initial_surname": lambda given, surname: f"{given[0]}. {surname}",
    "given_initial": lambda given, surname: f"{given} {surname[0]}.",
    "possessive": lambda given, surname: f"{given}'s",
    "genitive": lambda given, surname: given + ("'" if given[-1] in "sxzß" else "s"),
    "file": lambda given, surname: f"{strip_accents(surname).replace(' ', '-')}_{strip_accents(given)}_invoice.pdf",
    "joined": lambda given, surname: re.sub(r"\W", "", strip_accents(given[0] + surname)).lower(),
}


class Planter:
    """Puts conversations together out of one half's sentences."""

    def __init__(self, half: str, seed: int) -> None:
        self.parts = read_sections(FOLDER / f"{half}.txt")
        self.draw = Random(seed)
        self.turns = {title: cycle(lines) for title, lines in self.parts.items()}
        self.people: list[tuple[str, str]] = []
        from enquiry2article.cleaning.name_words import COMMON_NAMES, GIVEN_NAMES
        from enquiry2article.text.words import fold

        self.fold = fold
        self.known = frozenset(map(fold, GIVEN_NAMES | COMMON_NAMES))

    def draw_person(self, *, words: float = 0.15) -> tuple[str, str]:
        """Give somebody's given name and surname; some are everyday words."""
        draw = self.draw
        if draw.random() < words:
            return draw.choice(self.parts["word given"]), draw.choice(self.parts["word surname"])
        return draw.choice(self.parts["given"]), draw.choice(self.parts["surname"])

    def plant_all(self) -> list[Talk]:
        """Make conversations until every kind of pattern has been planted often enough."""
        left = {(language, kind): EACH // len(LANGUAGES) for language in LANGUAGES for kind in PATTERNS}
        talks = []
        number = 0
        while any(left.values()):
            language = LANGUAGES[number % len(LANGUAGES)]
            wanted = sorted(
                (kind for kind in PATTERNS if left[language, kind]), key=lambda kind: -left[language, kind]
            )[:4]
            for kind in wanted:
                left[language, kind] -= 1
            self.draw.shuffle(wanted)
            talks.append(self.plant_talk(language, wanted, carried=number // len(LANGUAGES) % 2 == 0))
            number += 1
        return talks

    def plant_talk(self, language: str, kinds: list[str], *, carried: bool) -> Talk:
        """Make one conversation of three or four mails."""
        draw = self.draw
        customer, agent = self.draw_person(words=0.1), self.draw_person(words=0.1)
        word = customer[0] in self.parts["word given"]
        columns, personal = self._write_columns(customer) if carried else ((), ())
        talk = Talk(language, carried, customer, agent, columns, personal)

        def say(message: Message, section: str, joint: str = " ") -> None:
            if message.text:
                message.text += joint
            self._fill(message, next(self.turns[f"{language} {section}"]), section, talk)

        first = Message(agent=False)
        say(first, "open")
        say(first, "story", "\n")
        say(first, draw.choice(FREE))
        for kind in kinds[:2]:
            say(first, kind, draw.choice([" ", "\n", "\n"]))
            if not first.text.endswith((".", "!", "?")):
                first.text += draw.choice([".", "\n", "\n", ""])
        if carried:
            say(first, "carried word" if word else "carried", "\n")
            if self.people and draw.random() < 0.5:
                say(first, "elsewhere", "\n")
        say(first, "close", "\n\n")
        reply = Message(agent=True)
        say(reply, "reply open")
        say(reply, "reply story", "\n")
        for kind in kinds[2:3]:
            say(reply, kind, "\n")
        say(reply, draw.choice(FREE), "\n")
        say(reply, "reply close", "\n\n")
        follow = Message(agent=False)
        say(follow, "follow")
        for kind in kinds[3:4]:
            say(follow, kind, "\n")
        if carried:
            say(follow, "carried word" if word else "carried", "\n")
        say(follow, "close", "\n")
        talk.messages = [first, reply, follow]
        if carried and len(columns[0].split()) > 1 and not word and "@" not in columns[0]:
            self.people.append(customer)
        return talk

    def _write_columns(self, person: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Say how an export's columns carry a person: names, and other values."""
        given, surname = person
        mail = (
            f"{strip_accents(given)}.{strip_accents(surname)}".lower().replace(" ", "").replace("'", "") + "@mail.test"
        )
        return self.draw.choice(
            [((f"{given} {surname}",), (mail,)), ((f"{given} {surname}",), ()), ((f"{surname}, {given}",), (mail,)),
             ((f"{given} {surname}".upper(),), ()), ((f"{given} {surname}".lower(),), (mail,)), ((given, surname), (mail,)),
             ((f"Dr. {given} {surname}",), ()), ((f"{given} {surname} (Northgate Ltd)",), (mail,))]
        )  # fmt: skip

    def _fill(self, message: Message, sentence: str, section: str, talk: Talk) -> None:
        other = self.draw.choice(self.people) if self.people else ("", "")
        people = {
            "c": talk.customer, "a": talk.agent, "f": self.draw_person(), "g": self.draw_person(words=0), "o": other,
        }  # fmt: skip
        if "lower" in sentence or "joined" in sentence:
            people["f"] = self.draw_person(words=0)
        place = 0
        for slot in _SLOT.finditer(sentence):
            message.text += sentence[place : slot.start()]
            place = slot.end()
            value, kind, known = self._make(slot[1], section, talk, people)
            start = len(message.text)
            message.text += value
            length = len(value)
            if slot[1].endswith(".file"):
                length = value.index("_invoice")
            elif slot[1].endswith(("possessive", "genitive")):
                length = len(value.removesuffix("'s").rstrip("'"))
            message.planted.append(Planted(kind, start, start + length, f"{talk.language}: {sentence}", known))
        message.text += sentence[place:]

    def _make(self, slot: str, section: str, talk: Talk, people: dict[str, tuple[str, str]]) -> tuple[str, str, bool]:
        head, _, form = slot.partition(".")
        if head in people and slot != "o.email":
            given, surname = people[head]
            carried = head == "o" or (head in "ca" and talk.carried)
            if head == "o":
                kind = "name: column, elsewhere"
            elif carried:
                kind = "name: column"
            else:
                kind = {
                    "close": "name: sign-off", "reply close": "name: agent's sign-off", "reply open": "name: greeting",
                    "open": "name: opening", "follow": "name: greeting",
                }.get(section, f"name: {section}")  # fmt: skip
                if given in self.parts["word given"] and head == "f":
                    kind += ", a word"
            known = self.fold(surname if "surname" in form and "given" not in form else given) in self.known
            return VARIANTS[form](given, surname), kind, known
        draw, language = self.draw, talk.language
        given, surname = (re.sub(r"\W", "", strip_accents(name)).lower() for name in self.draw_person())
        word = draw.choice(self.parts["words"])
        if head == "id":
            return make.IDS[form](draw), "id", False
        made = {
            "email": lambda: make.make_email(draw, given, surname, word),
            "o": lambda: f"{strip_accents('.'.join(people['o'])).lower().replace(' ', '').replace(chr(39), '')}@mail.test",
            "phone": lambda: make.make_phone(draw, international=form == "international"),
            "card": lambda: make.make_card(draw),
            "iban": lambda: make.make_iban(draw),
            "ip": lambda: make.make_ip(draw),
            "mac": lambda: make.make_mac(draw),
            "address": lambda: make.make_address(
                draw, language, self.parts[f"streets {language}"], self.parts[f"towns {language}"]
            ),
            "postcode": lambda: make.make_postcode(draw, language, british=form == "uk"),
            "order": lambda: make.make_order(draw),
            "tracking": lambda: make.make_tracking(draw),
            "handle": lambda: make.make_handle(draw, given, surname, word),
            "username": lambda: make.make_username(draw, given, word),
            "password": lambda: make.make_password(draw, word),
            "key": lambda: make.make_key(draw, word),
            "link": lambda: make.make_link(draw, given, surname, word),
            "birth": lambda: make.make_birth(draw, language),
            "plate": lambda: make.make_plate(draw, language),
        }[head]()  # fmt: skip
        return made, {"username": "handle", "o": "email"}.get(head, head), False


def to_enquiry(talk: Talk, number: int) -> object:
    """Make of a conversation what the readers make of it."""
    from enquiry2article.domain.enquiry import Author, Enquiry, Turn

    turns = tuple(
        Turn(
            author=Author.AGENT if message.agent else Author.CUSTOMER,
            text=message.text,
            name=" ".join(talk.agent) if message.agent and talk.carried else "",
        )
        for message in talk.messages
    )
    return Enquiry(
        id=str(number), source=f"planted:{number}", turns=turns, customer_names=talk.columns, personal=talk.personal
    )


def trace(text: str, find: Callable[[str], list]) -> tuple[list[str], str]:
    """Redact as the program does, and say for each place of the text what kind it was found as, or ""."""
    from enquiry2article.text.placeholders import PLACEHOLDERS

    origin = list(range(len(text)))
    found = [""] * len(text)
    now = text
    for _ in range(10):
        spans = find(now)
        if not spans:
            break
        for span in reversed(spans):
            for place in origin[span.start : span.end]:
                if place >= 0:
                    found[place] = span.kind
            mark = PLACEHOLDERS[span.kind]
            now = now[: span.start] + mark + now[span.end :]
            origin[span.start : span.end] = [-1] * len(mark)
    return found, now


def _is_found(found: list[str], text: str, planted: Planted) -> bool:
    return all(found[place] for place in range(planted.start, planted.end) if text[place].isalnum())


def measure(half: str, seed: int, misses: str, names_with: str = "") -> dict[str, tuple[int, int]]:
    """Plant, redact and print one half's table."""
    from enquiry2article.domain.enquiry import Author, Enquiry, Turn
    from enquiry2article.domain.plugins import find_plugins, load_plugin
    from enquiry2article.privacy.redactor import Redactor

    planter = Planter(half, seed)
    talks = planter.plant_all()
    enquiries = [to_enquiry(talk, number) for number, talk in enumerate(talks)]
    installed = find_plugins("name_finders")
    finder = load_plugin("name_finders", names_with, installed) if names_with else None
    redactor = Redactor.learn(enquiries, b"planted", finder=finder)
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    listed: Counter[bool] = Counter()
    listed_found: Counter[bool] = Counter()
    words = blanked = 0
    for talk, enquiry in zip(talks, enquiries, strict=True):
        lexicon = redactor.build_lexicon(enquiry)
        alone = Redactor.learn([enquiry], b"planted", finder=finder)
        for message in talk.messages:
            whole = trace(message.text, lambda text, lexicon=lexicon: redactor.find(text, lexicon))
            own = trace(message.text, lambda text, alone=alone, lexicon=lexicon: alone.find(text, lexicon))
            for planted in message.planted:
                free = planted.kind.startswith("name") and "column" not in planted.kind
                found, now = own if free else whole
                good = _is_found(found, message.text, planted)
                row = table[planted.kind]
                row["planted"] += 1
                row["found"] += good
                kinds = {found[place] for place in range(planted.start, planted.end) if found[place]}
                expected = "name" if planted.kind.startswith("name") else CALLED.get(planted.kind, planted.kind)
                row["called"] += kinds == {expected}
                if free:
                    listed[planted.known] += 1
                    listed_found[planted.known] += good
                if misses and planted.kind.startswith(misses) and not good:
                    print(
                        f"  MISSED {planted.kind}: {message.text[planted.start : planted.end]!r} in {planted.detail!r}\n     -> {now!r}"
                    )
            found, now = whole
            inside = {place for planted in message.planted for place in range(planted.start, planted.end)}
            for word in re.finditer(r"\w+", message.text):
                if inside.isdisjoint(range(*word.span())):
                    words += 1
                    taken = any(found[place] for place in range(*word.span()))
                    blanked += taken
                    if taken and misses == "blanked":
                        print(
                            f"  BLANKED {word[0]!r} as {found[word.start()]}: {message.text[max(0, word.start() - 50) : word.end() + 40]!r}"
                        )
    lines = (FOLDER / f"near_misses_{half}.txt").read_text(encoding="utf-8").splitlines()
    stayed = 0
    for line in (line.replace("\\n", "\n") for line in lines):
        alone = Enquiry(id="x", source="x", turns=(Turn(author=Author.AGENT, text=line),))
        _, now = trace(line, lambda text, alone=alone: redactor.find(text, redactor.build_lexicon(alone)))
        stayed += now == line
        if now != line and misses in {"near", "all"}:
            print(f"  BLANKED {line!r} -> {now!r}")
    total = sum(row["planted"] for row in table.values())
    print(f"\n{half}: {len(talks)} conversations, {total} values")
    print(f"{'kind':34} planted  found  recall  called so")
    rows = {}
    for kind, row in sorted(table.items(), key=lambda item: (item[0].startswith("name"), item[0])):
        print(
            f"{kind:34} {row['planted']:7} {row['found']:6}  {row['found'] / row['planted']:.3f}   {row['called'] / row['planted']:.3f}"
        )
        rows[kind] = (row["found"], row["planted"])
    for title, belongs in _SUMS:
        found_there = sum(row["found"] for kind, row in table.items() if belongs(kind))
        planted_there = sum(row["planted"] for kind, row in table.items() if belongs(kind))
        print(f"{title:34} {planted_there:7} {found_there:6}  {found_there / planted_there:.3f}")
    for known in (True, False):
        name = "free names in the program's lists" if known else "free names in none of them"
        print(f"{name:34} {listed[known]:7} {listed_found[known]:6}  {listed_found[known] / listed[known]:.3f}")
    print(f"near-misses that stay whole: {stayed} of {len(lines)} = {stayed / len(lines):.3f}")
    print(f"words of the mails blanked without need: {blanked} of {words} = {blanked / words:.4f}")
    return rows


_SUMS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("all patterns", lambda kind: not kind.startswith("name")),
    ("names carried by columns", lambda kind: "column" in kind),
    ("free names, with a cue", lambda kind: kind.startswith("name") and "column" not in kind and "bare" not in kind),
    ("free names, all", lambda kind: kind.startswith("name") and "column" not in kind),
)


def iterate_texts(half: str, seed: int) -> Iterator[tuple[Talk, Message]]:
    """Give all mails of a half with their conversations, for the comparison with other programs."""
    for talk in Planter(half, seed).plant_all():
        for message in talk.messages:
            yield talk, message


SEEDS = {"seen": 20261122, "held_out": 7041977}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--held-out", action="store_true", help="measure the half that nobody may look at")
    parser.add_argument(
        "--misses", default="", help="print what was missed of a kind; near and blanked: what went needlessly"
    )
    parser.add_argument("--names-with", default="", help="a model that looks for names too: spacy:NAME, presidio")
    options = parser.parse_args()
    chosen = "held_out" if options.held_out else "seen"
    measure(chosen, SEEDS[chosen], options.misses, options.names_with)
    sys.exit(0)
