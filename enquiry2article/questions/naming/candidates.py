"""What may become a title: customers' sentences, rewritten, and phrases that several customers share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.question_sentences import asks_nothing, begins_as_question
from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.questions.naming.clauses import cut_clauses
from enquiry2article.questions.naming.determiners import Determiners
from enquiry2article.questions.naming.nouns import Nouns
from enquiry2article.questions.naming.phrases import share_phrases, share_wordings
from enquiry2article.questions.naming.publishable_words import PublishableWords, find_publishable
from enquiry2article.questions.naming.rewriting import rewrite_sentence
from enquiry2article.questions.naming.spelling import Spellings
from enquiry2article.text.keywords import BRACKETED, list_content_stems
from enquiry2article.text.language import guess_language
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.tone import is_curt
from enquiry2article.text.word_lists import UNSPACED
from enquiry2article.text.words import find_script_languages, normalise, split_words

MOST_MEMBERS = 60
"""Members of a cluster whose sentences may become its title, closest to the middle first."""

FEWEST_WORDS, MOST_WORDS = 2, 16

LONGEST_SENTENCE = 240

SHORTEST_TRIMMED = 4
"""Words that must be left of a question without its last phrase."""

LEAST_SHARE = 1 / 3
"""Share of the customers that use a word, for the phrase it stands in to belong to the question."""

_PARTS = re.compile(r"[,;:–—-]\s+|\s(?:and|but|so|or|und|aber|oder|et|mais|ou|y|pero|o|e|ma|en|maar|i|ale|mas)\s+")
_LAST_PHRASE = re.compile(r"\s(?:for|in|at|from|during|since|on)\s", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?<!\s)\s*\([^()]*\)")
_LIST_MARK = re.compile(r"^\s*(?:\(?[\da-z][.)]|[-*•–])\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may become a title, and who asked so."""

    title: str
    enquiry_ids: frozenset[str]
    """The enquiries that hold it; all those of the cluster for a phrase that they share."""
    shared: bool = False
    """Whether it was made of what several share, and is nobody's own sentence."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How the people of an export write: what a candidate is mended by, and what it may hold."""

    publishable: PublishableWords
    spellings: Spellings
    determiners: Determiners


def learn_wording(clusters: Sequence[Cluster], asking: Sequence[RedactedEnquiry]) -> Wording:
    """Learn how an export's people write; `asking` are all enquiries that ask something, in a cluster or not."""
    members = [member for cluster in clusters for member in cluster.members]
    texts = [(guess_language(text), text) for member in members
             for text in (member.text, *(reply.text for reply in member.replies))]  # fmt: skip
    nouns = Nouns.learn(texts)
    determiners = Determiners.learn((text for language, text in texts if language == "en"), nouns)
    spellings = Spellings.learn([member.text for member in members])
    return Wording(find_publishable(asking), spellings, determiners)


def collect_candidates(cluster: Cluster, wording: Wording) -> list[Candidate]:
    """Collect what a question may be called, ordered by text; each only of words that may be published.

    Of a sentence with a word that may not be published, its clauses without such a word stand in.
    """
    publishable, spellings = wording.publishable, wording.spellings
    language = find_usual_language(cluster)
    users: dict[str, set[str]] = defaultdict(set)
    used = share_stems(cluster.members[:MOST_MEMBERS])
    forms: dict[str, str] = {}
    for member in cluster.members[:MOST_MEMBERS]:
        for sentence in _list_asking(member.text):
            whole = [title for part in _list_parts(sentence) for title in
                     rewrite_sentence(part, usual=language, spellings=spellings)]  # fmt: skip
            fit = [title for title in whole if publishable.cover(title, language)]
            if not fit:
                clauses = cut_clauses(sentence, publishable, language)
                fit = [title for clause in clauses for title in
                       rewrite_sentence(clause, usual=language, spellings=spellings)]  # fmt: skip
            for title in [form for one in fit for form in _list_forms(one, wording, language, used)]:
                if _is_title_like(title, language) and publishable.cover(title, language):
                    users[normalise(title)].add(member.id)
                    forms[normalise(title)] = min(title, forms.get(normalise(title), title))
    everybody = frozenset(member.id for member in cluster.members)
    found = {key: Candidate(forms[key], frozenset(own)) for key, own in users.items()}
    shared = [*share_wordings(cluster.members[:MOST_MEMBERS])]
    if language == "en":
        shared += share_phrases(cluster.members)
    for phrase in shared:
        for title in rewrite_sentence(phrase, usual=language, spellings=spellings):
            title = wording.determiners.supply(title) if language == "en" else title
            if _is_title_like(title, language) and publishable.cover(title, language):
                found.setdefault(normalise(title), Candidate(title, everybody, shared=True))
    return sorted(found.values(), key=lambda candidate: candidate.title)


def _list_forms(title: str, wording: Wording, language: str, used: Mapping[str, float]) -> Iterator[str]:
    """List a title with the articles that it lacks, and without its last phrase if that is one customer's own."""
    if language != "en" or not title.endswith("?"):
        yield title
        return
    title = wording.determiners.supply(title)
    yield title
    for place in list(_LAST_PHRASE.finditer(title))[-1:]:
        head, rest = title[: place.start()], title[place.start() :]
        own = all(used.get(one, 0.0) < LEAST_SHARE for one in list_content_stems(rest))
        if own and len(head.split()) >= SHORTEST_TRIMMED and wording.determiners.ends_in_phrase(head):
            yield f"{head}?"


def share_stems(members: Sequence[RedactedEnquiry]) -> dict[str, float]:
    """Compute for each stem which share of the members uses it."""
    counts = Counter(one for member in members for one in {*list_content_stems(member.text)})
    return {one: count / len(members) for one, count in counts.items()}


def find_usual_language(cluster: Cluster) -> str:
    """Return the language in which a question is asked: what is too short to tell its own is in it."""
    whole = " ".join(member.text for member in cluster.members)
    return guess_language(whole) or next(iter(find_script_languages(whole)), "en")


def _list_asking(text: str) -> list[str]:
    bare = (_LIST_MARK.sub("", strip_courtesies(sentence)).strip() for sentence in split_sentences(text))
    return [
        sentence
        for sentence in bare
        if sentence and len(sentence) <= LONGEST_SENTENCE and not BRACKETED.search(sentence)
    ]


def _list_parts(sentence: str) -> list[str]:
    """List a sentence, itself without what is in brackets, and the ends and beginnings that are questions of their own.

    "Can I pause in July, we started in March?" holds "Can I pause in July".
    """
    marks = list(_PARTS.finditer(sentence))
    ends = [sentence[mark.end() :] for mark in marks]
    found = [sentence, *(end for end in ends if _asks_alone(end))]
    bare = _IN_BRACKETS.sub("", sentence).strip()
    found += [sentence[: mark.start()] for mark, end in zip(marks, ends, strict=True)
              if _asks_alone(sentence[: mark.start()]) and not begins_as_question(end, "")]  # fmt: skip
    return list(dict.fromkeys(found if bare == sentence else [*found, bare]))


def _asks_alone(part: str) -> bool:
    return begins_as_question(part, "") and len(split_words(part)) > FEWEST_WORDS


def _is_title_like(title: str, language: str) -> bool:
    count = len(split_words(title))
    if language in UNSPACED - {"ko"}:
        count = count // 2 + 1  # dictionaries cut endings off
    return (
        FEWEST_WORDS <= count <= MOST_WORDS
        and not BRACKETED.search(title)
        and not is_curt(title)
        and not asks_nothing(title)
        and "://" not in title
        and title.count("(") == title.count(")")
    )
