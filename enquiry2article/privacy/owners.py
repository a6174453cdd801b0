"""Finds people by whose things are spoken of: "Marisol's class".

Pure. Owners are words with a capital letter that no dictionary has. One is somebody where a list of
given names has it, or where it shares a *slot* with such names: "I go to Ebele's class", beside "I go to Marisol's
class". Where no list has any of a slot's words, they are people unless somebody speaks of them as of things, "my
Garmin". What many conversations write is a brand or a product, whatever slot it fills.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.ner import cut_sentences
from enquiry2article.privacy.recognisers.name_patterns import CAPITALS
from enquiry2article.privacy.recognisers.spans import Span
from enquiry2article.privacy.tagger import score_span, tag_sentence
from enquiry2article.text.language import guess_language
from enquiry2article.text.vocabulary import find_places, is_word, read_names
from enquiry2article.text.words import fold

SHORTEST_FRAME: Final = 4
"""Words that sentences share around a slot; with fewer they are alike by chance."""
LISTED_OWNER: Final = 0.15
"""From here on, by the mean of what the tagger says, the owner is somebody if a list of given names has the word: below
are houses that bear one, "Levi's jeans"."""
OFTEN_WRITTEN_OWNER: Final = 0.3
"""The same for a word that many write, which is rather the name of a house."""
SLOT_OF_PEOPLE: Final = 0.12
"""From here on, by the mean over the words of a slot that no list has, these are people rather than brands."""
_FEWEST_FILLERS: Final = 2
_BRAND_USERS: Final = 4
"""Conversations that write a word from which it is a brand, if no list has it nor what fills the same slot."""
_MOST_ASKED: Final = 8
"""Sentences of a word that the tagger is asked about."""
_OWNER: Final = re.compile(
    rf"(?<![\w@./'’-])(?P<name>[{CAPITALS}][^\W\d_{CAPITALS}]{{2,20}}(?:-[{CAPITALS}][^\W\d_{CAPITALS}]{{2,20}})?)"
    rf"(?:['’]s(?= [^\W\d_])|s(?= [{CAPITALS}]))"
)
_THING: Final = re.compile(rf"(?<![^\W\d_])([^\W\d_]{{1,14}}) (?P<name>[{CAPITALS}][^\W\d_]{{2,20}})(?!['’\w])")
_WORD: Final = re.compile(r"[^\W_]+")
_BELONGING: Final = frozenset({"my", "mein", "meine", "meinen", "meinem", "meiner", "mijn"})
_DETERMINERS: Final = frozenset(CLASSES.index(name) for name in ("article", "ours", "yours"))


class OwnerCounts:
    """Collects owners over the texts of an export; its size grows with their sentences, not with the texts."""

    def __init__(self) -> None:
        self._frames: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._sentences: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        self._genitives: set[str] = set()
        self._things: set[str] = set()

    def add(self, text: str) -> None:
        """Take in a text: whose things it speaks of, and which words it uses as things."""
        self._things.update(fold(match["name"]) for match in _THING.finditer(text) if _is_determiner(fold(match[1])))
        if not _OWNER.search(text):
            return
        for start, end in cut_sentences(text):
            sentence = text[start:end]
            for match in _OWNER.finditer(sentence):
                name = fold(match["name"])
                if not _is_namelike(match, sentence):
                    continue
                if match[0].endswith("s") and match[0].isalpha():
                    self._genitives.add(fold(match[0]))  # "Marisols Kurs"
                own = self._sentences[name]
                if len(own) < _MOST_ASKED:
                    own.setdefault(sentence, match.span("name"))
                sides = sentence[: match.start()], sentence[match.end() :]
                left, right = (" ".join(map(fold, _WORD.findall(side))) for side in sides)
                if len(f"{left} {right}".split()) >= SHORTEST_FRAME:
                    self._frames[left, right].add(name)

    def list_people(self, written: Mapping[str, int], things: Collection[str]) -> frozenset[str]:
        """List the folded names of people among the owners.

        `written`: word → conversations that write it with a capital letter. `things` are words that many write so, and
        that seldom stand as a name.
        """
        scores = {name: self._ask(name) for name in self._sentences}
        people = {
            name
            for name, score in scores.items()
            if _is_listed(name) and score >= (OFTEN_WRITTEN_OWNER if name in things else LISTED_OWNER)
        }
        brands = self._things.union(things, (name for name in scores if written.get(name, 0) >= _BRAND_USERS))
        for fillers in self._frames.values():
            if len(fillers) < _FEWEST_FILLERS:
                continue
            alike = fillers.isdisjoint(brands) and not any(map(_is_listed, fillers))
            if 2 * len(fillers & people) >= len(fillers):
                people |= fillers.difference(things)
            elif alike and sum(scores[name] for name in fillers) >= SLOT_OF_PEOPLE * len(fillers):
                people |= fillers
        return frozenset(people | {name for name in self._genitives if name[:-1] in people})

    def _ask(self, name: str) -> float:
        """Compute the mean of what the tagger says of a word where it stands as an owner."""
        scores = [
            score_span(tag_sentence(sentence), Span(*place, "name"))
            for sentence, place in self._sentences[name].items()
        ]
        return sum(scores) / len(scores)


def _is_determiner(word: str) -> bool:
    return word in _BELONGING or not classify_word(word, "").isdisjoint(_DETERMINERS)


def _is_listed(name: str) -> bool:
    return any(part in read_names("given_names.txt") for part in name.split("-"))


def _is_namelike(match: re.Match[str], sentence: str) -> bool:
    """Return whether an owner may be somebody: no dictionary's word, no place, and in German written with its
    ending.
    """
    name = match["name"]
    language = guess_language(sentence) or "en"
    apart = sentence[match.end("name")] in "'’"
    if not apart and (language != "de" or is_word(name + "s", language)):
        return False
    return not any(is_word(name, code) for code in {language, "en"}) and not find_places(name, (language, "en"))
