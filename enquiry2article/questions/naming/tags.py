"""Chooses the tags of questions, and the names of areas: nouns by which a reader would browse a blog.

Pure. A tag stands in the title or the answer of its question, where every reader sees it, and its customers use it more
than others do; verbs, adverbs and numbers are none (`nouns`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Final

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.question import Question
from enquiry2article.questions.language import find_question_language
from enquiry2article.questions.naming.nouns import LANGUAGES, Nouns, cut_tokens, says_little
from enquiry2article.text.keywords import find_content_words
from enquiry2article.text.stop_words import give_stop_words
from enquiry2article.text.words import stem

MOST_TAGS: Final = 5

MOST_READ: Final = 60
"""Enquiries of a question that are looked at, those nearest its middle."""

LEAST_SAID: Final = 0.25
"""Share of a question's enquiries that must use a noun, for it to be what they ask about."""

MOSTLY_SAID: Final = 0.5
"""The same for a tag that does not stand in the title."""

TELLING: Final = 2.0
"""How many times more often the enquiries of a question must use its tag than others, and an area's its noun."""

MOSTLY_TOGETHER: Final = 0.3
"""Share of the sightings of the rarer of two neighbouring words in which they stand together, to be a phrase."""

FEWEST_TOGETHER: Final = 3

Phrase = tuple[str, ...]
"""The stems of one noun, or of two nouns that belong together."""

_NO_NOUN = re.compile(r"\d|'")
"""Numbers, and what belongs to something: "warranty's"."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What one question says, by phrase."""

    language: str
    title: tuple[Phrase, ...]
    """In the order in which they stand there; those of two words first."""
    told: frozenset[Phrase]
    """Those of title and answer."""
    said: Counter[Phrase]
    """How many of its enquiries use a phrase, those read."""
    read: int


def tag_questions(questions: Sequence[Question], clusters: Sequence[Cluster]) -> list[Question]:
    """Assign each question its tags, and the name of its area: "" where its questions share no noun.

    `clusters[i]` holds the enquiries of `questions[i]`, from whose texts nouns are told.
    """
    words = _read_all(questions, clusters)
    forms = _count_forms(questions, words)
    tags = _choose_tags(words, forms)
    areas = _name_areas(questions, words, forms)
    return [
        replace(question, tags=own, area=areas[question.area]) for question, own in zip(questions, tags, strict=True)
    ]


def _read_all(questions: Sequence[Question], clusters: Sequence[Cluster]) -> list[_Words]:
    known = [find_question_language(question) for question in questions]
    usual = Counter(filter(None, known)).most_common(1)
    languages = [language or (usual[0][0] if usual else "") for language in known]
    members = [cluster.members[:MOST_READ] for cluster in clusters]
    texts = [[" . ".join((m.text, *(reply.text for reply in m.replies))) for m in own] for own in members]
    pairs = [(language, text) for language, own in zip(languages, texts, strict=True) for text in own]
    told = [(language, _join_told(question)) for language, question in zip(languages, questions, strict=True)]
    reader = _Reader(Nouns.learn([*pairs, *told]), _find_together(pairs))
    return [
        reader.read(question, language, [member.text for member in own])
        for question, language, own in zip(questions, languages, members, strict=True)
    ]


def _join_told(question: Question) -> str:
    return " . ".join((question.title, *(statement.text for statement in question.answer.statements)))


def _find_together(texts: Iterable[tuple[str, str]]) -> frozenset[tuple[str, Phrase]]:
    """Find neighbouring words that mostly stand together, with their language."""
    ones: Counter[tuple[str, str]] = Counter()
    twos: Counter[tuple[str, Phrase]] = Counter()
    for language, text in texts:
        stems = [stem(token.lower(), language) for token in cut_tokens(text, language)]
        ones.update((language, one) for one in stems)
        twos.update((language, two) for two in pairwise(stems))
    return frozenset(
        (language, two)
        for (language, two), count in twos.items()
        if count >= FEWEST_TOGETHER and count >= MOSTLY_TOGETHER * min(ones[language, two[0]], ones[language, two[1]])
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    nouns: Nouns
    together: frozenset[tuple[str, Phrase]]

    def read(self, question: Question, language: str, asked: Sequence[str]) -> _Words:
        title = self.list_phrases(question.title, language, question.keywords)
        told = self.list_phrases(_join_told(question), language, question.keywords)
        said = Counter(chain.from_iterable(set(self.list_phrases(t, language, question.keywords)) for t in asked))
        return _Words(language, tuple(title), frozenset((*title, *told)), said, len(asked))

    def list_phrases(self, text: str, language: str, keywords: Sequence[str]) -> list[Phrase]:
        """List the nouns of a text and the pairs of nouns in it, the pairs first, each once."""
        if language not in LANGUAGES:
            # Without words that tell nouns, the words that set the question apart have to do.
            known = {word for keyword in keywords for word in keyword.split()}
            return [(stem(word, language),) for word in dict.fromkeys(find_content_words(text)) if word in known]
        tokens = cut_tokens(text, language)
        words = [token.lower() for token in tokens]
        little = give_stop_words(language)
        able = [len(word) > 2 and not _NO_NOUN.search(word) and word not in little for word in words]
        noun = [fit and self.nouns.has(token, language) for fit, token in zip(able, tokens, strict=True)]
        stems = [stem(word, language) for word in words]
        twos = [
            two
            for at, two in enumerate(pairwise(stems))
            if able[at] and able[at + 1]
            and ((noun[at] and noun[at + 1]) or self.nouns.has_pair(words[at], words[at + 1], language))
            and two[0] != two[1] and (language, two) in self.together
        ]  # fmt: skip
        ones = [(stems[at],) for at, word in enumerate(words) if noun[at] and not says_little(word, language)]
        return list(dict.fromkeys([*twos, *ones]))


def _count_forms(questions: Sequence[Question], words: Sequence[_Words]) -> dict[tuple[str, Phrase], str]:
    """Find how each phrase is written most often in titles and answers, with capitals that stand within a sentence."""
    forms: dict[tuple[str, Phrase], Counter[str]] = defaultdict(Counter)
    for question, own in zip(questions, words, strict=True):
        tokens = cut_tokens(_join_told(question), own.language)
        shown = [
            token if (at and tokens[at - 1][0].isalnum()) or token.isupper() else token.lower()
            for at, token in enumerate(tokens)
        ]
        stems = [stem(token.lower(), own.language) for token in tokens]
        for at, token in enumerate(shown):
            # A word that begins a sentence says nothing about its capital.
            weight = 2 if token == tokens[at] else 1
            forms[own.language, (stems[at],)][token] += weight
            if at + 1 < len(tokens):
                forms[own.language, (stems[at], stems[at + 1])][f"{token} {shown[at + 1]}"] += weight
    return {key: min(found, key=lambda form: (-found[form], form)) for key, found in forms.items()}


def _count_sharing(words: Sequence[_Words], *, fewest: int) -> Counter[tuple[str, Phrase]]:
    """Count the questions in whose title or answer a phrase stands, or of whose customers `fewest` use it."""
    counts: Counter[tuple[str, Phrase]] = Counter()
    for own in words:
        said = {phrase for phrase, count in own.said.items() if count >= fewest}
        counts.update((own.language, phrase) for phrase in own.told | said)
    return counts


def _is_said(words: _Words, phrase: Phrase) -> bool:
    """Return whether enough of a question's customers use a phrase for it to be what they ask about."""
    return words.said[phrase] >= max(2, LEAST_SAID * words.read)


def _choose_tags(words: Sequence[_Words], forms: Mapping[tuple[str, Phrase], str]) -> list[tuple[str, ...]]:
    shared = _count_sharing(words, fewest=2)
    said = Counter[tuple[str, Phrase]]()
    for own in words:
        said.update({(own.language, phrase): count for phrase, count in own.said.items()})
    read = sum(own.read for own in words)
    chosen = []
    for own in words:
        in_title = set(own.title)
        able = [
            phrase
            for phrase in own.told
            if (own.language, phrase) in forms
            and own.said[phrase] * (read - own.read)
            >= TELLING * (said[own.language, phrase] - own.said[phrase]) * own.read
            and _is_said(own, phrase)
            and (phrase in in_title or own.said[phrase] >= MOSTLY_SAID * own.read)
        ]
        able.sort(key=lambda p: (p not in in_title, -len(p), -own.said[p], -shared[own.language, p], p))
        kept: list[Phrase] = []
        for phrase in able:
            if len(kept) < MOST_TAGS and not any(set(phrase) & set(other) for other in kept):
                kept.append(phrase)
        tags = (forms[own.language, phrase] for phrase in kept)
        chosen.append(tuple(dict.fromkeys(tags)))
    return chosen


def _list_topics(words: _Words) -> set[Phrase]:
    """List what a question is about: what stands in its title, or in its answer and is asked about."""
    return {phrase for phrase in words.told if phrase in words.title or _is_said(words, phrase)}


def _name_areas(
    questions: Sequence[Question], words: Sequence[_Words], forms: Mapping[tuple[str, Phrase], str]
) -> dict[str, str]:
    """Name each area by the noun that most of its questions share in title or answer, more than half of them.

    It must tell the area from the other questions.
    """
    places: dict[str, list[_Words]] = defaultdict(list)
    for question, own in zip(questions, words, strict=True):
        places[question.area].append(own)
    everywhere = Counter((own.language, phrase) for own in words for phrase in _list_topics(own))
    names = {"": ""}
    for area in filter(None, places):
        others = max(1, len(words) - len(places[area]))
        told = Counter((own.language, phrase) for own in places[area] for phrase in _list_topics(own))
        titled = Counter((own.language, phrase) for own in places[area] for phrase in own.title)
        able = [
            key
            for key, count in told.items()
            if count >= 2
            and 2 * count > len(places[area])
            and count / len(places[area]) >= TELLING * (everywhere[key] - count) / others
        ]
        best = min(able, key=lambda key: (-told[key], -titled[key], -len(key[1]), key), default=None)
        names[area] = forms[best] if best else ""
    return names
