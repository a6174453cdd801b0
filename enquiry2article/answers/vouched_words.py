"""Finds words in agents' sentences that only one conversation vouches for: somebody's name, number or link.

Pure. Two signs are read from the replies of the whole export. A *variable* is what stands in one slot of a sentence
that several conversations share otherwise ("Ottilie, open your order" beside "Jorvik, open your order"). A *rare word*
is used in one conversation only, and no dictionary knows it or it is a surname that few use as a word. A variable by
which a sentence speaks to somebody is cut off; any other sentence with such a word is unfit for an article, which costs
little where another reply says the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry2article.answers.reply_sentences import Sentence, read_replies
from enquiry2article.domain.answer import PERSONAL
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.text.keywords import BRACKETED
from enquiry2article.text.language import Spoken
from enquiry2article.text.vocabulary import (
    CAPITALISING,
    COMPOUNDING,
    has_vocabulary,
    is_frequent,
    is_word,
    read_names,
)
from enquiry2article.text.words import fold

LONGEST_SLOT = 3
"""Words of a variable: "Ottilie van Harcastle"."""

SHORTEST_FRAME = 4
"""Words that sentences share around a slot; with fewer they are alike by chance."""

FEWEST_FILLERS = 3
"""Different ordinary words or numbers in one slot that make it a variable; of words that no dictionary knows, two."""

LEAST_VARIED = 0.5
"""Different fillers of a slot, as a share of the conversations that share its sentence, from which it is a variable."""

FEWEST_USERS = 3
"""Customers in whose conversations a word stands that is a term of the export, whatever slot it fills."""

_TOKEN = re.compile(r"(?:https?://|www\.)\S+|[\w@#][\w@#.'’/-]*[\w#]|\w|[^\w\s]")
_JOINT = re.compile(r"n['’]t\b|[-.'’]")
"""What joins two words in one: "SMS-Erinnerung", "l'imprimante", "mustn't"."""
_BOUNDARY = frozenset(",;:!–—-(")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return any(sign.isalnum() for sign in self.text)


def read_vouched_replies(
    enquiries: Iterable[RedactedEnquiry], allowed: Iterable[str] = ()
) -> dict[str, tuple[Sentence, ...]]:
    """Read the sentences of all replies, by enquiry id, without variables, and those with rare words marked unfit.

    Words of `allowed` (the settings, the site's posts) are public.
    """
    known = list(enquiries)
    replies = {enquiry.id: read_replies(enquiry) for enquiry in known}
    words = _Words(_count_users(known), frozenset(fold(word) for text in allowed for word in _list_words(text)))
    spoken = Spoken.learn(reply.text for enquiry in known for reply in enquiry.replies)
    languages = {id_: spoken.identify(" ".join(s.text for s in own)) for id_, own in replies.items()}
    customers = {enquiry.id: enquiry.customer or enquiry.id for enquiry in known}
    variables = _find_variables(replies, languages, customers, words)

    def vouch(sentence: Sentence) -> Sentence:
        text = _cut_vocatives(sentence.text, variables.get(sentence.text, ()))
        if text is None or words.has_rare(text, languages[sentence.enquiry_id]):
            # Whatever else was said against it: it may be judged again, and this stays.
            return replace(sentence, unfit=PERSONAL)
        return replace(sentence, text=text)

    return {id_: tuple(map(vouch, own)) for id_, own in replies.items()}


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of the words of an export."""

    users: Mapping[str, int]
    """Folded word → customers in whose conversations it stands, counted up to `FEWEST_USERS`."""
    public: frozenset[str]

    def has_rare(self, text: str, language: str) -> bool:
        """Return whether a text holds a word that one conversation uses and no dictionary knows."""
        return any(
            self.users.get(fold(word), 0) <= 1
            and (self._is_unknown(word, language) or (place > 0 and self._is_surname(word, language)))
            for place, word in enumerate(_list_words(text))
        )

    def may_vary(self, token: _Token, language: str) -> bool:
        """Return whether a token could be one person's: a number, a link, a name, or no word at all."""
        word = fold(token.text)
        if not token.is_word or word in self.public:
            return False
        if any(sign.isdigit() for sign in word) or "/" in word or "@" in word:
            return True
        return token.text[0].isupper() or self.is_namelike(token.text, language)

    def is_namelike(self, word: str, language: str) -> bool:
        """Return whether a word is in no dictionary, or in a list of given names and written as one."""
        unknown = self.users.get(fold(word), 0) < FEWEST_USERS and self._is_unknown(word, language)
        return unknown or (word[:1].isupper() and fold(word) in read_names("given_names.txt"))

    def _is_surname(self, word: str, language: str) -> bool:
        """Return whether a word inside a sentence is written as a surname and seldom used as a word: "Greenwood"."""
        return (
            word.istitle()
            and language not in CAPITALISING
            and fold(word) not in self.public
            and word.lower() in read_names("surnames.txt")
            and not is_frequent(word)
        )

    def _is_unknown(self, word: str, language: str) -> bool:
        """Return whether a word is in no dictionary and may be a name.

        Small letters tell nothing in languages that make compound words, since dictionaries have few of those.
        """
        if not has_vocabulary(language) or not word.isalpha() or fold(word) in self.public:
            return False
        if not word[0].isupper() and language in COMPOUNDING:
            return False
        return not any(is_word(word, code) for code in {language, "en"})


def _count_users(enquiries: Iterable[RedactedEnquiry]) -> dict[str, int]:
    users: dict[str, set[str]] = defaultdict(set)
    for enquiry in enquiries:
        who = enquiry.customer or enquiry.id
        for text in (enquiry.text, *enquiry.later, *(reply.text for reply in enquiry.replies)):
            for word in set(map(fold, _list_words(text))):
                own = users[word]
                if len(own) < FEWEST_USERS:
                    own.add(who)
    return {word: len(own) for word, own in users.items()}


def _list_words(text: str) -> Iterator[str]:
    """Return the words of a text as written; of "SMS-Erinnerung" both parts, of a link or placeholder none."""
    for token in _TOKEN.finditer(BRACKETED.sub(" ", text)):
        if "/" in token[0] or "@" in token[0]:
            continue
        for part in _JOINT.split(token[0]):
            if len(part) > 2 and part.isalpha():
                yield part


def _find_variables(
    replies: Mapping[str, Sequence[Sentence]],
    languages: Mapping[str, str],
    customers: Mapping[str, str],
    words: _Words,
) -> dict[str, set[tuple[int, int]]]:
    """Return where variables stand, by the text of the sentence: (start, end) of each.

    Each run of up to `LONGEST_SLOT` words that could be one person's is taken out in turn; sentences that are the same
    without it share a frame. Linear in the number of such runs.
    """
    frames: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    places: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[str, int, int, str]]] = defaultdict(list)
    seen: set[str] = set()
    for id_, own in replies.items():
        for text in {sentence.text for sentence in own}:
            tokens = [_Token(found[0], *found.span()) for found in _TOKEN.finditer(text)]
            for first, last in _list_runs(tokens, words, languages[id_]):
                frame = (
                    tuple(fold(token.text) for token in tokens[:first]),
                    tuple(fold(token.text) for token in tokens[last:]),
                )
                if sum(any(map(str.isalnum, part)) for side in frame for part in side) < SHORTEST_FRAME:
                    continue
                start, end = tokens[first].start, tokens[last - 1].end
                frames[frame][fold(text[start:end])].add(customers.get(id_, id_))
                if text not in seen:
                    places[frame].append((text, start, end, languages[id_]))
            seen.add(text)
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for frame, fillers in frames.items():
        told = len(set().union(*fillers.values()))
        if len(fillers) < 2 or len(fillers) < LEAST_VARIED * told:
            continue
        named = sum(
            any(words.is_namelike(part, language) for part in text[start:end].split())
            for text, start, end, language in places[frame]
        )
        if len(fillers) < (2 if named > 1 else FEWEST_FILLERS):
            continue
        for text, start, end, _ in places[frame]:
            found[text].add((start, end))
    return found


def _list_runs(tokens: Sequence[_Token], words: _Words, language: str) -> Iterator[tuple[int, int]]:
    free = [words.may_vary(token, language) for token in tokens]
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + LONGEST_SLOT, len(tokens)) + 1):
            if not free[last - 1]:
                break
            yield first, last


def _cut_vocatives(text: str, variables: Iterable[tuple[int, int]]) -> str | None:
    """Return a sentence without the variables by which it speaks to somebody; None where others are in it."""
    inside = sorted(variables, key=lambda span: (span[0], -span[1]))
    widest: list[tuple[int, int]] = []
    for span in inside:
        if not widest or span[0] >= widest[-1][1]:
            widest.append(span)
    for start, end in reversed(widest):
        before, after = text[:start].rstrip(), text[end:].lstrip()
        if not before and after[:1] in _BOUNDARY:
            text = after[1:].lstrip()
        elif before[-1:] == "," and (not after or after[:1] in ",.!?"):
            text = f"{before[:-1]}{after}"
        else:
            return None
        text = text[:1].upper() + text[1:]
    return text
