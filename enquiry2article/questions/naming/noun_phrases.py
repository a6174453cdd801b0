"""Finds the noun phrases that customers ask with and agents answer with: plain headings, as help centres write them.

Pure. "Gift vouchers are valid for five years", said to somebody who asked about a voucher, gives "Gift vouchers". Which
words are nouns, and which belong together, is learnt from the texts of the export (`nouns`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.questions.naming.nouns import Nouns, cut_tokens, says_little
from enquiry2article.text.word_lists import read_words
from enquiry2article.text.words import stem

LONGEST_PHRASE: Final = 3
"""Words of a phrase."""

LEAST_ASKED: Final = 1 / 3
"""Share of the customers of a question that must use the last noun of a phrase, for it to be what they ask about."""

MOST_REPLY: Final = 3
"""Sentences at the start of a reply whose phrases may name what it answers."""


def share_noun_phrases(
    members: Sequence[RedactedEnquiry], told: Mapping[str, Sequence[str]], nouns: Nouns, language: str
) -> dict[str, frozenset[str]]:
    """Find the noun phrases of replies whose noun customers ask with; each with the enquiries whose replies hold it.

    `told` gives the sentences of the replies that may be published, by the id of their enquiry, in their order. A
    phrase is written as most replies write it.
    """
    asked = Counter(one for member in members for one in {*_list_stems(member.text, language)})
    least = max(1.0, LEAST_ASKED * len(members))
    users: dict[tuple[str, ...], set[str]] = defaultdict(set)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for member in members:
        for sentence in told.get(member.id, ())[:MOST_REPLY]:
            for words in list_noun_phrases(sentence, nouns, language):
                key = tuple(stem(word.lower(), language) for word in words)
                if asked[key[-1]] >= least:
                    users[key].add(member.id)
                    forms[key][" ".join(words)] += 1
    return {
        min(of_one, key=lambda form: (-of_one[form], form)): frozenset(users[key])
        for key, of_one in sorted(forms.items())
    }


def list_noun_phrases(text: str, nouns: Nouns, language: str) -> Iterator[tuple[str, ...]]:
    """List the nouns of a text, each with the words before it that belong to it, no longer than `LONGEST_PHRASE`."""
    tokens = cut_tokens(text, language)
    for end, token in enumerate(tokens):
        if not is_noun(tokens, end, nouns, language):
            continue
        if end + 1 < len(tokens) and _belongs(token, tokens[end + 1], nouns, language):
            continue  # the phrase goes on
        start = end
        while (
            start and end - start + 1 < LONGEST_PHRASE and _belongs(tokens[start - 1], tokens[start], nouns, language)
        ):
            start -= 1
        yield tuple(tokens[start : end + 1])


def is_noun(tokens: Sequence[str], place: int, nouns: Nouns, language: str) -> bool:
    """Return whether the token at a place is a noun, by itself or with the word before it."""
    if place and _belongs(tokens[place - 1], tokens[place], nouns, language):
        return True
    return _may_name(tokens[place], language) and nouns.has(tokens[place], language)


def _may_name(token: str, language: str) -> bool:
    return token[0].isalpha() and "'" not in token and not says_little(token.lower(), language)


def _belongs(before: str, noun: str, nouns: Nouns, language: str) -> bool:
    """Return whether a word belongs to the noun behind it: "gift" to "card", not "came" to it."""
    if not _may_name(before, language) or not _may_name(noun, language):
        return False
    if before.lower() in read_words(language, "determiners.txt"):  # "per", "another"
        return False
    return nouns.has_pair(before.lower(), noun.lower(), language)


def _list_stems(text: str, language: str) -> Collection[str]:
    return [stem(token.lower(), language) for token in cut_tokens(text, language)]
