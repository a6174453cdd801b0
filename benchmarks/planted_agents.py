"""Makes agents' sentences with personal and with public values in nine languages, labelled word by word.

The sentences of `privacy_planted/agents/<language>.txt` have slots, and under "@@" stand those in which nothing is personal.
`planted.jsonl` and `public.jsonl` were written by hand by somebody who had not read the recognisers.
"""
# ruff: noqa: E501 - one form of a value, one place in a line

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import planted_values as make

FOLDER = Path(__file__).parent / "privacy_planted" / "agents"
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv")
KIND_OF = {
    "name": "name", "address": "address", "place": "address", "phone": "phone", "email": "handle", "handle": "handle",
    "secret": "password", "id": "id number", "bank": "id number", "plate": "id number", "date_of_birth": "id number",
    "ip": "id number", "health": "health",
}  # fmt: skip
_SLOT = re.compile(r"\{(-?\w+)\}|\[\[(\w+):([^\]]+)\]\]")
_THINGS = {
    language: {name: words.split("|") for name, words in lists.items()}
    for language, lists in tomllib.loads((FOLDER / "things.toml").read_text(encoding="utf-8")).items()
}
_SYLLABLES = "bar kel mon tor vin sal dra lun fen wick ham ros ten gru bel nor ost mar dun hol ria lec tro vau".split()
_DIGIT_WORDS = {
    "en": "zero one two three four five six seven eight nine", "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf", "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove", "nl": "nul een twee drie vier vijf zes zeven acht negen",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "pt": "zero um dois três quatro cinco seis sete oito nove", "sv": "noll ett två tre fyra fem sex sju åtta nio",
}  # fmt: skip
_DOTS = {"en": ("dot", "at"), "de": ("Punkt", "Klammeraffe"), "fr": ("point", "arobase"), "es": ("punto", "arroba"),
    "it": ("punto", "chiocciola"), "nl": ("punt", "apenstaartje"), "pl": ("kropka", "małpa"), "pt": ("ponto", "arroba"),
    "sv": ("punkt", "snabel-a")}  # fmt: skip
_STREETS = {
    "en": "{n} {w} Street|{n} {w} Lane, {t}|Flat {d}, {n} {w} Road, {t}|{n} Old {w} Way",
    "de": "{w}straße {n}|{w}weg {n}, {z} {t}|Am {w}berg {n}|Alte {w}gasse {n}, 2. OG", "fr": "{n}, rue de la {w}|{n} avenue {w}, {z} {t}|{n} chemin des {w}",
    "es": "calle {w}, {n}|plaza de {w} {n}, 2.º B|avenida {w} {n}, {z} {t}", "it": "via {w} {n}|piazza {w}, {n}|viale {w} {n}, {z} {t}",
    "nl": "{w}straat {n}|{w}laan {n}, {t}|{w}weg {n} bis", "pl": "ul. {w}a {n}|al. {w}owa {n}/{d}|os. {w} {n}, 00-{n} {t}",
    "pt": "Rua da {w}, {n}|Travessa {w}, {n}, 2.º|Avenida {w} {n}, {t}", "sv": "{w}gatan {n}|{w}vägen {n} B|{w}stigen {n}, {t}",
}  # fmt: skip
_MONTHS = {"en": "{d} March {y}", "de": "{d}. März {y}", "fr": "{d} mars {y}", "es": "{d} de marzo de {y}", "it": "{d} marzo {y}",
    "nl": "{d} maart {y}", "pl": "{d} marca {y}", "pt": "{d} de março de {y}", "sv": "{d} mars {y}"}  # fmt: skip
_LOCALES = {
    "en": "en_GB en_US en_IE en_IN", "de": "de_DE de_AT de_CH tr_TR", "fr": "fr_FR fr_BE fr_DZ", "es": "es_ES es_MX es_AR",
    "it": "it_IT ro_RO", "nl": "nl_NL nl_BE tr_TR", "pl": "pl_PL", "pt": "pt_PT pt_BR", "sv": "sv_SE fi_FI no_NO",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A sentence and its personal values as places and kinds; `group` sets are held out together."""

    text: str
    values: tuple[tuple[int, int, str], ...]
    group: str
    ignored: tuple[tuple[int, int], ...] = ()
    """Places that count neither way: the house's own telephone looks like anybody's."""


def read_written() -> Iterator[Labelled]:
    """Read the sentences that were written by hand."""
    for name in ("planted.jsonl", "public.jsonl"):
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            text = told["text"]
            values = [(text.index(v["text"]), len(v["text"]), KIND_OF[v["kind"]]) for v in told.get("values", ())]
            own = [(text.index(v), len(v)) for v in told.get("own_values", ()) if v in text]
            yield Labelled(
                text,
                tuple((start, start + size, kind) for start, size, kind in values),
                told["company"],
                tuple((start, start + size) for start, size in own),
            )


class Names:
    """Draws names as Faker's locales have them, which is needed for this script only."""

    def __init__(self, draw: Random) -> None:
        import importlib

        self._draw = draw
        self._people: dict[str, list[tuple[list[str], list[str]]]] = {}
        for language, locales in _LOCALES.items():
            for locale in locales.split():
                provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
                given = [n for n in provider.first_names if n.isalpha() and n[0] < "ɐ"]
                surnames = [n for n in provider.last_names if n[:1].isupper()]
                self._people.setdefault(language, []).append((given, surnames))

    def draw_given(self, language: str) -> str:
        """Give a given name: usual in the language, or one in four from anywhere."""
        return self._draw.choice(self._pick(language)[0])

    def draw_surname(self, language: str) -> str:
        """Give a surname, one in five of two parts."""
        names = self._pick(language)[1]
        name = self._draw.choice(names)
        return f"{name}-{self._draw.choice(names)}" if self._draw.random() < 0.2 and "-" not in name else name

    def _pick(self, language: str) -> tuple[list[str], list[str]]:
        return self._draw.choice(self._people[language if self._draw.random() < 0.75 else self._draw.choice(LANGUAGES)])


def fill_templates(draw: Random, rounds: int) -> Iterator[Labelled]:
    """Fill the slots of all sentences, each so many times."""
    names = Names(draw)
    for language in LANGUAGES:
        lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        for _ in range(rounds):
            for line in lines:
                if line != "@@":
                    yield _fill(line, language, draw, names)


def _fill(line: str, language: str, draw: Random, names: Names) -> Labelled:
    text, place, values = "", 0, []
    for match in _SLOT.finditer(line):
        text += line[place : match.start()]
        if match[2]:
            kind, value = KIND_OF[match[2]], match[3]
        else:
            kind, value = _make(match[1], language, draw, names)
        if kind:
            values.append((len(text), len(text) + len(value), kind))
        text += value
        place = match.end()
    return Labelled(text + line[place:], tuple(values), line)


def _coin(draw: Random, low: int = 2, high: int = 3) -> str:
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(low, high))).capitalize()


def _make(slot: str, language: str, draw: Random, names: Names) -> tuple[str, str]:
    given, surname = names.draw_given(language), names.draw_surname(language)
    key = make.ALNUM.upper()
    number = str(draw.randrange(1, 200))
    words = _DIGIT_WORDS[language].split()
    match slot:
        case "g":
            return "name", given
        case "gl":
            return "name", given.lower()
        case "s":
            return "name", surname
        case "n":
            return "name", draw.choice([f"{given} {surname}"] * 3 + [f"{surname}, {given}", f"{given[0]}. {surname}"])
        case "N":
            return "name", f"{given} {surname}".upper()
        case "p":
            country = {"en": "GB", "sv": "SE"}.get(language, language.upper())
            return "phone", make.make_phone(draw, country, international=draw.random() < 0.3)
        case "ph":
            return "phone", make.digits(draw, draw.choice([2, 3, 3, 4, 4]))
        case "sp":
            spoken = [draw.choice(words) for _ in range(draw.randint(5, 9))]
            return "phone", " ".join(
                w + ("," if i % 3 == 2 and i < len(spoken) - 1 else "") for i, w in enumerate(spoken)
            )
        case "c":
            plain = make.digits(draw, draw.choice([4, 4, 5, 6]))
            styled = [plain] * 4 + [
                " ".join(plain),
                "-".join(plain),
                f"{plain}#",
                f"*{plain}",
                plain + draw.choice("ABCDEX"),
            ]
            return "password", draw.choice(styled)
        case "k":
            groups = ["".join(draw.choice(key) for _ in range(4)) for _ in range(draw.randint(2, 4))]
            return "password", draw.choice(
                ["-".join(groups), f"{_coin(draw).upper()}-{groups[0]}", f"{_coin(draw).upper()}{number}"]
            )
        case "pw":
            return "password", _coin(draw) + draw.choice("!-.*_#+") + draw.choice([_coin(draw, 1, 2), ""]) + number
        case "id":
            head = make.letters(draw, draw.randint(0, 3))
            body = draw.choice(["-", "/", " ", ""]).join(make.digits(draw, draw.randint(3, 5)) for _ in range(2))
            return "id number", f"{head}{draw.choice(['-', '/', '', ' ']) if head else ''}{body}"
        case "e":
            return (
                "handle",
                f"{draw.choice([given, given[0] + '.' + surname, given + number])}@{_coin(draw)}.example".lower().replace(
                    " ", ""
                ),
            )
        case "es":
            dot, at = _DOTS[language]
            return "handle", f"{given.lower()} {at} {_coin(draw).lower()} {dot} example"
        case "h":
            word, other = _coin(draw, 1, 2).lower(), draw.choice(_SYLLABLES)
            return "handle", draw.choice(
                [
                    f"{word}_{other}{number}",
                    f"@{word}.{other}",
                    f"_{word}{other}",
                    f"{given.lower()}_{number}",
                    f"{number}{word}",
                    f"@{number}{word}_{other}",
                    f"{word}.{other}_{number}",
                ]
            )
        case "a":
            form = draw.choice(_STREETS[language].split("|"))
            zip_code = make.digits(draw, 5 if language != "nl" else 4)
            return "address", form.format(n=number, w=_coin(draw), t=_coin(draw), d=draw.randint(1, 9), z=zip_code)
        case "dob":
            day, year = draw.randint(1, 28), draw.randint(1935, 2015)
            return "id number", draw.choice(
                [_MONTHS[language].format(d=day, y=year)] * 2
                + [f"{day:02}.0{draw.randint(1, 9)}.{year}", f"{day}/{draw.randint(1, 12)}/{year}"]
            )
        case "pl":
            return "id number", draw.choice(
                [
                    f"{make.letters(draw, 2)}{draw.randint(10, 99)} {make.letters(draw, 3)}",
                    f"{make.letters(draw, 2)}-{draw.randint(100, 999)}-{make.letters(draw, 2)}",
                    f"{make.letters(draw, 2)} {make.digits(draw, 4)}",
                ]
            )
        case "ib":
            return "id number", make.make_iban(draw)
        case "xy":
            return "address", draw.choice(
                [
                    f"{draw.uniform(36, 60):.5f}, {draw.uniform(-9, 24):.5f}",
                    f"///{draw.choice(_SYLLABLES)}{draw.choice(_SYLLABLES)}.{_coin(draw).lower()}.{_coin(draw).lower()}",
                ]
            )
        case "-g":
            return "", given
        case "-n":
            return "", f"{given} {surname}"
        case "town":
            return "", draw.choice([_coin(draw), f"{_coin(draw)} {_coin(draw)}", f"{_coin(draw)}-{_coin(draw)}"])
        case "price":
            amount = draw.choice(
                [
                    f"{draw.randint(2, 900)}",
                    f"{draw.randint(2, 99)},{draw.randint(10, 99)}",
                    f"1 {draw.randint(100, 999)}",
                ]
            )
            return "", draw.choice(
                [
                    f"{amount} €",
                    f"€ {amount}",
                    f"{amount} euro",
                    f"{amount} kr",
                    f"{amount} zł",
                    f"£{draw.randint(2, 99)}.50",
                ]
            )
        case "size":
            return "", draw.choice(
                [
                    f"{draw.randint(20, 250)} cm",
                    f"{draw.randint(20, 99)} x {draw.randint(20, 99)} cm",
                    f"1,{draw.randint(10, 99)} m",
                ]
            )
        case "ver":
            return "", ".".join(str(draw.randint(0, 30)) for _ in range(draw.randint(2, 4)))
        case "err":
            return "", draw.choice(
                [
                    f"E{draw.randint(1, 99)}",
                    f"{make.letters(draw, 2)}-{draw.randint(10, 9999)}",
                    f"0x8007{draw.randint(1000, 9999)}",
                    str(draw.randint(100, 599)),
                ]
            )
        case "part":
            return "", draw.choice(
                [
                    f"{make.letters(draw, 2)}-{draw.randint(1000, 9999)}-{draw.randint(10, 99)}",
                    f"{draw.randint(10, 99)}-{draw.randint(1000, 9999)}{make.letters(draw, 1)}",
                    f"{make.letters(draw, 3)}{draw.randint(100, 9999)}/{draw.randint(1, 9)}",
                ]
            )
        case "part2":
            return "", draw.choice(
                [
                    f"{make.letters(draw, 2)}-{draw.randint(10, 9999)}",
                    f"{make.letters(draw, draw.randint(1, 3))} {make.digits(draw, 3)}",
                    " ".join(
                        make.digits(draw, size) for size in draw.choice([(4, 3, 2), (3, 3), (4, 3, 3), (2, 3, 3)])
                    ),
                    f"{make.digits(draw, 4)}.{make.digits(draw, 2)}",
                    f"{make.digits(draw, 3)}-{make.digits(draw, 4)}",
                    f"{make.letters(draw, 1)}{make.digits(draw, 3)}.{make.digits(draw, 1)}{make.letters(draw, 1)}",
                ]
            )
        case "form":
            return (
                "",
                f"{make.letters(draw, 1)}{draw.choice(' -')}{make.digits(draw, 2)}{draw.choice(['', '-4', '/7', 'b'])}",
            )
        case "T":
            return "", draw.choice(_THINGS[language]["things"])
        case "t":
            thing = draw.choice(_THINGS[language]["things"])
            return "", thing[0].lower() + thing[1:]
        case "k":
            return "", draw.choice(_THINGS[language]["kin"])
        case "promo":
            return "", f"{_coin(draw).upper()}{draw.choice([5, 10, 15, 20, 25])}"
        case "isbn":
            return "", f"978-{draw.randint(1, 9)}-{make.digits(draw, 5)}-{make.digits(draw, 3)}-{draw.randint(0, 9)}"
        case "num":
            return "", draw.choice([f"{draw.randint(2, 9)},5", str(draw.randint(2, 30))])
    raise ValueError(f"no such slot: {slot}")
