"""Clusters to questions: each is called by a real, central, complete sentence that a customer typed.

The sentence is only tidied: first letter, apostrophes, a question mark, and a wish or a complaint turned into the
question it stands for ("I want to return a tent" becomes "How do I return a tent?"). Where several members would do,
the most central one wins; no two questions get the same title.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.courtesies import strip_courtesies
from enquiry2article.records import Cluster, Question, Variant
from enquiry2article.text import guess_language, normalise, split_sentences, split_words

CANDIDATES = 40
"""Members of a cluster whose sentences may become its title, closest to the middle first."""

FEWEST_WORDS, MOST_WORDS = 4, 14
"""What reads as a title. Shorter ones are topics rather than questions; longer ones tell a story."""

SAME_MEANING = 0.9
"""Cosine above which two titles say the same."""

LONGEST_SLUG = 75

LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "æ": "ae", "Æ": "Ae"}
    | {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"}
)
"""Letters that lose their meaning, or vanish, when only their accents are taken off."""

ASKING_WORDS = frozenset(
    "how what when where why who which can could do does did is are am will would should may must has have "
    "wie was wann wo warum wer welche welcher welches kann können gibt ist sind muss darf habt haben liefert "
    "comment quand où pourquoi qui quel quelle quels quelles est-ce peut-on puis-je avez pouvez faut-il combien "
    "cómo qué cuándo dónde quién cuál cuánto cuánta puedo pueden tienen hay hacéis es está "
    "hoe wanneer waar waarom wie welke kan kunnen is zijn moet hebben "
    "jak kiedy gdzie dlaczego czy ile kto".split()
)
OPENERS = re.compile(
    r"^(?:(?:and|also|so|but|or|well|ok|okay|right|hi|hello|hey|just|please|pls|plz|basically|second(?:ly)?|first(?:ly)?|"
    r"another thing|one more thing|quick question|question|one question|my question is|i was wondering|was wondering|"
    r"wondering|just wondering|i wonder|i would like to know|i'd like to know|i want to know|i need to know|"
    r"can you tell me|could you tell me|can you please tell me|could you please tell me|do you know|"
    r"can anyone tell me|please tell me|let me know|please let me know|can you explain|could you explain|"
    r"can you advise|could you advise|please advise|i'm not sure|not sure|not sure if|und|aber|et|mais|y|pero|en)\b[\s,:;.\-–]*)+",
    re.IGNORECASE,
)
APOSTROPHES = {
    "cant": "can't", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "wont": "won't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "hasnt": "hasn't", "havent": "haven't", "couldnt": "couldn't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "im": "I'm", "ive": "I've", "whats": "what's", "wheres": "where's",
    "hows": "how's", "theres": "there's", "thats": "that's", "youre": "you're", "i": "I", "i'm": "I'm", "i've": "I've",
    "i'd": "I'd", "i'll": "I'll", "u": "you", "ur": "your", "pls": "please", "plz": "please", "thx": "thanks",
}  # fmt: skip
WISHES = (
    # A wish or a complaint in the first person, and the question it stands for.
    (re.compile(r"^(?:i|we)(?:'d| would)? (?:really )?(?:want|need|like|wish|love) to (?:be able to )?(?P<do>.+)$", re.I), "How do I {do}?"),
    (re.compile(r"^(?:i am|i'm|we are|we're)? ?(?:trying|looking|hoping) to (?P<do>.+)$", re.I), "How do I {do}?"),
    (re.compile(r"^(?:please )?(?:tell|show|explain to|help) me (?:to )?(?P<do>(?:how|what|when|where|why|which|if) .+)$", re.I), "{do}?"),
    (re.compile(r"^(?:i|we) (?:still )?(?:don't|do not) (?:know|understand) (?P<do>(?:how|what|when|where|why|which) .+)$", re.I), "{do}?"),
    (re.compile(r"^(?:how|where|when|what|why) to (?P<do>.+)$", re.I), "{first} do I {do}?"),
    (re.compile(r"^(?:i|we) (?:still )?(?:can't|cannot|can not|am unable to|am not able to|couldn't) (?P<do>.+)$", re.I), "Why can't I {do}?"),
    (re.compile(r"^(?:i am |i'm )?(?:unable|not able) to (?P<do>.+)$", re.I), "Why can't I {do}?"),
    (re.compile(r"^(?P<do>(?:my|our|the|i|we|there is|there's|nothing|no) .+)$", re.I), "What can I do if {do}?"),
)  # fmt: skip
SWAPPED = re.compile(r"^(how|what|when|where|why|which)(?: \w+)? (i|we|you) (can|could|should|do|would)\b(.*)$", re.I)
UNFIT = re.compile(r"\[|https?:|www\.|[@#<>{}|\\*_^~]|\d{3,}|[!?].*[!?]|^\W*$")
POINTING = frozenset("it this that these those they them he she him her there here one ones same above below".split())
PARTICULAR = frozenset("today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday ago".split())


def collect_candidates(cluster: Cluster) -> tuple[str, ...]:
    """Give the sentences of the members nearest the middle from which a title may be taken, each once."""
    sentences: dict[str, None] = {}
    for member in cluster.members[:CANDIDATES]:
        for sentence in split_sentences(member.ask):
            bare = strip_courtesies(sentence).strip()
            if bare and len(bare) < 200:
                sentences.setdefault(bare)
    return tuple(sentences)


def tidy_title(sentence: str) -> str:
    """Make a customer's sentence a title: "cant log in" becomes "Why can't I log in?". Gives "" where nothing is left.

    Sentences in other languages than English only get their first letter and their question mark.
    """
    text = unicodedata.normalize("NFC", " ".join(sentence.split()))
    text = text.replace("’", "'").replace("`", "'").strip(" -–—*•>,;:.!?\"'()")
    text = OPENERS.sub("", text).strip(" -–—,;:.!?\"'")
    if not text:
        return ""
    if text.isupper():
        text = text.lower()
    text = " ".join(_repair_word(word) for word in text.split(" "))
    english = guess_language(text) in ("en", "")
    first = text.split(" ", 1)[0].lower()
    if english:
        turned = SWAPPED.match(text)
        if turned and not text.lower().startswith(("how many", "how much")):
            text = f"{text[: turned.start(2)]}{turned[3].lower()} {_repair_word(turned[2])}{turned[4]}"
        elif first not in ASKING_WORDS or text.lower().startswith(("how to ", "where to ", "when to ", "what to ")):
            for pattern, shape in WISHES:
                wish = pattern.match(text)
                if wish:
                    text = shape.format(do=wish["do"], first=text.split(" ", 1)[0])
                    break
    text = text.rstrip("?.! ")
    text = re.sub(r"\bif (I|My|Our|The|There|We|Nothing|No)\b", lambda m: f"if {_keep_i(m[1])}", text)
    return f"{text[:1].upper()}{text[1:]}?"


def _keep_i(word: str) -> str:
    return word if word == "I" else word.lower()


def _repair_word(word: str) -> str:
    bare = word.rstrip(",.;:")
    fixed = APOSTROPHES.get(bare.lower())
    return fixed + word[len(bare) :] if fixed else word


def judge_title(title: str, common: Mapping[str, int]) -> float:
    """Say how well a title reads, 0..1: a whole question of the right length, in words that others use too.

    `common` counts in how many enquiries each word occurs, so that a misspelling or a detail of one case is seen.
    """
    words = split_words(title.lower())
    if not words or UNFIT.search(title[:-1]):
        return 0.0
    score = 1.0
    if len(words) < FEWEST_WORDS:
        score *= 0.55 + 0.1 * len(words)
    if len(words) > MOST_WORDS:
        score *= max(0.2, 1 - 0.09 * (len(words) - MOST_WORDS))
    if words[0] not in ASKING_WORDS:
        score *= 0.6
    if title.startswith("What can I do if"):
        score *= 0.85
    if POINTING & set(words):
        score *= 0.75
    if PARTICULAR & set(words) or re.search(r"\d", title):
        score *= 0.7
    rare = sum(common.get(word, 0) < 2 for word in words)
    score *= max(0.3, 1 - 0.2 * rare)
    if title.count(",") + title.count(".") + title.count(";") > 1:
        score *= 0.8
    return score


def make_slug(title: str, taken: Collection[str] = ()) -> str:
    """Give the address part of a title: ASCII words joined by hyphens, cut at a word, unlike any of `taken`."""
    letters = title.translate(LETTERS)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    slug = slug or "question"
    number = 2
    unique = slug
    while unique in taken:
        unique = f"{slug}-{number}"
        number += 1
    return unique


def count_words(texts: Sequence[str]) -> dict[str, int]:
    """Count in how many of the texts each word occurs."""
    return dict(Counter(word for text in texts for word in set(split_words(text.lower()))))


def name_clusters(
    clusters: Sequence[Cluster],
    ids: Sequence[str],
    keywords: Sequence[tuple[str, ...]],
    areas: Sequence[str],
    vectors: Mapping[str, NDArray[np.float32]],
    slugs: Mapping[str, str],
) -> list[Question]:
    """Make a question of each cluster. The clusters come largest first; the larger one has the first choice of title.

    `vectors` holds a vector for each of the `collect_candidates` sentences. `slugs` are those that ids already have.
    """
    common = count_words([member.ask for cluster in clusters for member in cluster.members])
    questions: list[Question] = []
    titles: dict[str, NDArray[np.float32]] = {}
    slug_of = dict(slugs)
    for cluster, id_, words, area in zip(clusters, ids, keywords, areas, strict=True):
        title, vector = choose_title(cluster, vectors, common, titles)
        titles[normalise(title)] = vector
        if id_ not in slug_of:
            slug_of[id_] = make_slug(title, set(slug_of.values()))
        questions.append(_make_question(cluster, id_, title, slug_of[id_], words, area))
    return questions


def choose_title(
    cluster: Cluster,
    vectors: Mapping[str, NDArray[np.float32]],
    common: Mapping[str, int],
    taken: Mapping[str, NDArray[np.float32]],
) -> tuple[str, NDArray[np.float32]]:
    """Give the best title that no other question has yet, and the vector of the sentence it was made from."""
    middle = cluster.middle()
    best: tuple[float, str, str] = (-1.0, "", "")
    for sentence in collect_candidates(cluster):
        title = tidy_title(sentence)
        if not title or normalise(title) in taken:
            continue
        vector = vectors[sentence]
        alike = max((float(vector @ other) for other in taken.values()), default=0.0)
        score = round(float(vector @ middle), 4) * (0.4 + 0.6 * judge_title(title, common))
        if alike > SAME_MEANING:
            score *= 0.5
        best = max(best, (round(score, 6), title, sentence))
    if best[0] <= 0:
        title = _make_unique(tidy_title(cluster.members[0].ask) or "What do people ask here?", taken)
        return title, cluster.vectors[0]
    return best[1], vectors[best[2]]


def _make_unique(title: str, taken: Collection[str]) -> str:
    number, unique = 2, title
    while normalise(unique) in taken:
        unique = f"{title[:-1]} ({number})?"
        number += 1
    return unique


def _make_question(cluster: Cluster, id_: str, title: str, slug: str, keywords: tuple[str, ...], area: str) -> Question:
    members = cluster.members
    dates = sorted(member.received for member in members if member.received)
    customers = {member.customer for member in members if member.customer}
    return Question(
        id=id_,
        title=title,
        slug=slug,
        enquiry_ids=tuple(member.id for member in members),
        volume=len(members),
        customers=len(customers) + sum(not member.customer for member in members),
        replied=sum(bool(member.replies) for member in members),
        keywords=keywords,
        variants=find_variants(cluster, title),
        area=area,
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )


def find_variants(cluster: Cluster, title: str, most: int = 6) -> tuple[Variant, ...]:
    """Give other ways in which customers put the question: whole sentences, without personal data, most said first."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for member in cluster.members[:CANDIDATES]:
        for sentence in split_sentences(member.ask):
            bare = strip_courtesies(sentence).strip(" ,;:-–")
            if 3 <= len(split_words(bare)) <= MOST_WORDS + 4 and not UNFIT.search(bare.rstrip("?!. ")):
                key = normalise(bare)
                counts[key] += 1
                spelling.setdefault(key, bare)
    shown = [Variant(text=spelling[key], count=count) for key, count in sorted(counts.items(), key=lambda i: -i[1])]
    return tuple(variant for variant in shown if normalise(variant.text) != normalise(title))[:most]
