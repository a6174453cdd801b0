"""Clusters to questions: each is called by a real, central, complete sentence that a customer typed.

The sentence is only tidied: first letter, apostrophes, a question mark, and a wish or a complaint turned into the
question it stands for ("I want to return a tent" becomes "How do I return a tent?"). Where several members would do,
the most central one wins; no two questions get the same title.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.articles.headings import read_endings, read_no_subject
from enquiry2article.asking import ASK_FIRST, QUESTION_MARK, asks_nothing, begins_as_question, is_asking, tells_trouble
from enquiry2article.courtesies import strip_courtesies
from enquiry2article.curt import is_curt
from enquiry2article.keywords import PLACEHOLDER, tell_stems
from enquiry2article.language_model import find_script_languages
from enquiry2article.questions.naming.clauses import cut_clauses
from enquiry2article.questions.naming.embedded_questions import ask_directly, is_embedded, strip_embedding
from enquiry2article.questions.naming.phrases import share_phrases, share_wordings, share_words
from enquiry2article.questions.naming.publishable_words import FEWEST_CUSTOMERS, GeneralWords, find_general, is_everyday
from enquiry2article.records import Cluster, Question, RedactedEnquiry, Variant
from enquiry2article.slugs import make_slug
from enquiry2article.text import guess_language, normalise, split_sentences, split_words
from enquiry2article.word_lists import UNSPACED
from enquiry2article.word_pieces import fold_spelling
from enquiry2article.words import ALL_STOP_WORDS

CANDIDATES = 40
"""Members of a cluster whose sentences may become its title, closest to the middle first."""

FEWEST_WORDS, MOST_WORDS = 4, 14
"""What reads as a title. Shorter ones are topics rather than questions; longer ones tell a story."""

VAGUE = 0.25
"""How little of a statement may be what the whole cluster speaks of before a key word says more: "That will not do"."""

CLAUSE_WEIGHT, WORDING_WEIGHT = 0.6, 0.4
"""What a clause counts beside a whole sentence, and a run of words that several share: they lack what was around them."""

SAME_SUBJECT = 0.5
"""Cosine from which an enquiry is about what a title says."""

KEPT = 3.0
"""How many times better another title must be than the one by which people know the question."""

SAME_MEANING = 0.9
"""Cosine above which two titles say the same."""

TELLING_WORDS = 2
"""A title needs so many words that tell: the subject, and what about it."""

SURE_SPELLING = 0.9
"""Share of a word's uses by careful writers that are spelt one way: German "absage" is a verb, "Absage" a noun."""

LEAST_TYPICAL = 0.3
"""How much of a wording must be what the whole cluster speaks of, so that "Is it lost?" is not listed everywhere."""

OPENERS = re.compile(
    r"^(?:(?:and|also|so|but|or|yo|well|ok|okay|right|hi|hello|hey|just|please|pls|plz|basically|second(?:ly)?|first(?:ly)?|"
    r"another thing|one more thing|quick question|quick one|question|one question|please advise|if (?:yes|so|not|no)|"
    r"und|aber|et|mais|y(?! a-t)|pero|en)\b(?! (?:tell|let|explain|show|confirm|clarify|advise)\b)[\s,:;.\-–]*)+",
    re.IGNORECASE,
)
APOSTROPHES = {
    "cant": "can't", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "wont": "won't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "hasnt": "hasn't", "havent": "haven't", "couldnt": "couldn't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "im": "I'm", "ive": "I've", "whats": "what's", "wheres": "where's",
    "hows": "how's", "theres": "there's", "thats": "that's", "youre": "you're", "i": "I", "i'm": "I'm", "i've": "I've",
    "i'd": "I'd", "i'll": "I'll", "u": "you", "ur": "your", "r": "are", "ppl": "people", "pls": "please", "plz": "please", "thx": "thanks",
}  # fmt: skip
WISHES = (
    # A wish or a complaint in the first person, and the question it stands for.
    (re.compile(r"^(?:i|we)(?:'d| would)? (?:really )?(?:want|need|like|wish|love) to (?:be able to )?(?P<do>.+)$", re.I), "How do I {do}?"),
    (re.compile(r"^(?:i am|i'm|we are|we're)? ?(?:trying|looking|hoping) to (?P<do>.+)$", re.I), "How do I {do}?"),
    (re.compile(r"^(?:how|where|when|what|why) to (?P<do>.+)$", re.I), "{first} do I {do}?"),
    (re.compile(r"^(?:(?:i|we) )?(?:still )?(?:can't|cannot|can not|couldn't) (?:find(?: out)?|see|tell|work out|figure out) (?P<ask>how|where|when) to (?P<do>.+)$", re.I), "{ask} do I {do}?"),
    (re.compile(r"^(?:(?:i|we) )?(?:still )?(?:can't|cannot|can not|couldn't) find (?P<do>(?:the|my|our|an?|any|your) .+)$", re.I), "Where do I find {do}?"),
    (re.compile(r"^(?:(?:i|we) )?(?:still )?(?:can't|cannot|can not|am unable to|am not able to|couldn't) (?P<do>.+)$", re.I), "Why can't I {do}?"),
    (re.compile(r"^(?:i am |i'm )?(?:unable|not able) to (?P<do>.+)$", re.I), "Why can't I {do}?"),
    (re.compile(r"^(?P<do>(?:my|our|the|i|we|there is|there's|nothing) .+)$", re.I), "What can I do if {do}?"),
)  # fmt: skip
SWAPPED = re.compile(
    r"^(how|what|when|where|why|which)(?: (?!can|could|should|do|does|did|would|will|must|may|am|are|is|have)\w+)? (i|we|you) (can|could|should|do|would)\b(.*)$",
    re.I,
)
LATE_VERB = re.compile(r"^(why) ((?:my|our|the) (?:\w+ ){1,4}?)(is|are|was|were|has|have) (?=\w)(.+)$", re.I)
"""What many write for "Why is my payment declined?"."""
SPANISH_ASKING = re.compile(
    r"(¿(?:(?:a|con|de|desde|en|hasta|para|por) )?)(que|como|cuanto|cuanta|cuantos|cuantas|cuando|donde|cual)\b", re.I
)
_ACCENTED = {
    "que": "qué", "como": "cómo", "cuanto": "cuánto", "cuanta": "cuánta", "cuantos": "cuántos", "cuantas": "cuántas",
    "cuando": "cuándo", "donde": "dónde", "cual": "cuál",
}  # fmt: skip
TAG_AS_CODE = re.compile(r"`</?([a-zA-Z][\w-]{0,20})[^`\n]{0,300}>`")
"""A tag that is spoken of, which a title calls by its name."""
SIGNS = re.compile(r"[<>{}|\\*_^~]+|\[[a-z ]{3,20}\]")
"""What has no place in a title: mark-up, and the placeholders of personal values."""

LIST_MARK = re.compile(r"^\s*(?:\(?[\da-z][.)]|[-*•–])\s+", re.IGNORECASE)
PAIRED = (("(", ")"), ("[", "]"))
CLOSERS = re.compile(
    r"(?<![\s,])[\s,]+(?:please|pls|plz|thanks|thank you|thx|cheers|bitte|danke|merci|gracias)$", re.IGNORECASE
)
EDGES = " -–—*•>,;:.!?\"'。．！？؟،؛।、，；："
"""What is cut off both ends of a title."""

MARKS = {"ar": "؟", "fa": "؟", "ur": "؟", "el": ";", "ja": "？", "zh": "？"}
"""The question mark of languages that write another than "?"."""

UNFIT_FORM = 0.02
"""What a title that breaks a rule of form counts: it is taken only where there is nothing else."""

UNFIT = re.compile(r"\[|[.!?…]\s|https?:|www\.|[@#]|\d{3,}|[!?].*[!?]|^\W*$")
TROUBLE = re.compile(
    r"""\b(?:not\ \w+ing | faults? | (?:log|sign|kick)(?:s|ged|ned|ed|ing)?\ (?:me\ |us\ )?(?:all\ )?out | moved\ by | no\ hot
    | cold | noise | noisy | leak\w* | twice | again | gone | disappear\w* | snapped | cracked | torn | declined | expired)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What tells a reader that something is wrong where a whole mail would say so more plainly."""
AFTERTHOUGHT = re.compile(
    r"^(?:when|if|since|as|after|while) [^?]*, (?!how|what|when|where|why|which|who|can|do|is|will)", re.I
)
"""A sentence that only looks like a question by its first word."""
POINTING = frozenset("it this that these those they them he she him her there here one ones same above below".split())
SOMEBODY = frozenset("he she him her his hers he's she's".split())
PARTICULAR = frozenset(
    "today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday ago attached attachment "
    "pic pics photo photos picture screenshot".split()
)


def collect_candidates(cluster: Cluster, general: GeneralWords) -> dict[str, float]:
    """Give what a title may be made of, with its weight: sentences of the members nearest the middle, and composed ones.

    Of a sentence with a word that may not be published, its clauses without such a word stand in. What is composed is
    what most customers share, as a phrase or letter by letter (`phrases`). Neither is done in a language whose questions
    we do not know how to build: there, whole sentences only.
    """
    language = tell_usual(cluster)
    built = bool(read_endings(language))
    whole: dict[str, float] = {}
    parts: dict[str, float] = {}
    for member in cluster.members[:CANDIDATES]:
        for sentence in split_sentences(member.ask):
            bare = strip_courtesies(sentence).strip()
            if bare and len(bare) < 200:
                if general.cover(strip_embedding(OPENERS.sub("", bare)), language):
                    whole[bare] = 1.0
                elif built:
                    parts.update(dict.fromkeys(cut_clauses(bare, general, language), CLAUSE_WEIGHT))
    if guess_language(" ".join(member.ask for member in cluster.members[:CANDIDATES])) == "en":
        whole.update(dict.fromkeys(share_phrases(cluster.members), 1.0))
    shared = share_wordings(cluster.members[:CANDIDATES]) if built else ()
    return {**dict.fromkeys(shared, WORDING_WEIGHT), **parts, **whole}


def tell_usual(cluster: Cluster) -> str:
    """Say in which language a question is asked: what is too short to tell its own is in it."""
    whole = " ".join(member.text for member in cluster.members)
    return guess_language(whole) or next(iter(find_script_languages(whole)), "en")


@dataclass(frozen=True, slots=True)
class Spellings:
    """How careful writers spell words: "inspektion" is "Inspektion", "proximo" is "próximo"."""

    capitals: Mapping[str, str]
    """Small letters → as those write it who know capitals; only words that they write in one way."""
    accents: Mapping[str, str]
    """Without accents → as those write it who know accents."""

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Spellings:
        """Learn from what customers wrote. Little words are left out: of them, each way may be right."""
        capitals: dict[str, Counter[str]] = {}
        accents: dict[str, Counter[str]] = {}
        for text in texts:
            for sentence in split_sentences(text):
                words = split_words(sentence)[1:]
                if sentence.isupper():
                    continue
                for word in words if _knows_capitals(words) else ():
                    capitals.setdefault(word.lower(), Counter())[word] += 1
                for word in words if _knows_accents(words) else ():
                    accents.setdefault(fold_spelling(word), Counter())[word.lower()] += 1
        return cls(capitals=_keep_sure(capitals), accents=_keep_sure(accents))

    def mend(self, text: str) -> str:
        """Give back to a text the capitals, or the accents, of which its writer typed none."""
        words = split_words(text)[1:]
        if not _knows_accents(words):
            text = re.sub(
                r"[^\W\d_]+", lambda word: _take_case(word[0], self.accents.get(fold_spelling(word[0]))), text
            )
        if not _knows_capitals(words):
            text = re.sub(r"[^\W\d_]+", lambda word: self.capitals.get(word[0], word[0]), text)
        return text


def _knows_capitals(words: Sequence[str]) -> bool:
    return any(word[:1].isupper() for word in words)


def _knows_accents(words: Sequence[str]) -> bool:
    return not "".join(words).isascii()


def _take_case(word: str, other: str | None) -> str:
    if other is None:
        return word
    return other.capitalize() if word[:1].isupper() else other


def _keep_sure(written: Mapping[str, Counter[str]]) -> dict[str, str]:
    found = {}
    for plain, forms in written.items():
        usual = min(forms, key=lambda form: (-forms[form], form))
        sure = forms[usual] > 1 and forms[usual] >= SURE_SPELLING * forms.total()
        if sure and usual != plain and usual.lower() not in ALL_STOP_WORDS:
            found[plain] = usual
    return found


def tidy_title(sentence: str, *, troubled: bool = False, usual: str = "en", spellings: Spellings | None = None) -> str:
    """Make a customer's sentence a title: "cant log in" becomes "Why can't I log in?". Gives "" where nothing is left.

    A statement that is no wish keeps its words and gets an ending: "Sync stopped: what can I do?"; in a language without
    endings (`headings`) it stays a statement. So it does when it does not say itself that something is wrong, but those who write it are `troubled`. A sentence too short to tell its
    language is in the `usual` one. In other languages than English, `spellings` mend the words of a hasty
    writer.
    """
    text = unicodedata.normalize("NFC", " ".join(SIGNS.sub(" ", TAG_AS_CODE.sub(r"\1", sentence)).split()))
    asked = bool(QUESTION_MARK.search(text))
    text = text.replace("’", "'").replace("`", "'").strip(EDGES)
    text = OPENERS.sub("", text).strip(" -–—,;:.!?\"'")
    if not text:
        return ""
    if text.isupper():
        text = text.lower()
    language = guess_language(text) or usual
    if language == "en":
        text = " ".join(_repair_word(word) for word in text.split(" "))
    elif spellings:
        text = spellings.mend(text)
    text = CLOSERS.sub("", text)
    if language == "en":
        text = _ask_english(text)
    text = text.rstrip(EDGES)
    if not text:
        return ""
    endings = read_endings(language)
    if not endings and not (asked or (language in ASK_FIRST and begins_as_question(text, language))):
        return f"{text[:1].upper()}{text[1:]}"
    if not asked and not begins_as_question(text, language):
        wrong, right = endings
        text = f"{text}: {wrong if troubled or tells_trouble(text) or TROUBLE.search(text) else right}"
    if language == "es":
        text = _open_question(text)
    start = len(text) - len(text.lstrip("¿¡"))
    return f"{text[: start + 1].upper()}{text[start + 1 :]}{MARKS.get(language, '?')}"


def _open_question(text: str) -> str:
    """Put the mark before a Spanish question, and the accent on its asking word, where its writer left them out."""
    text = text if "¿" in text else f"¿{text}"
    return SPANISH_ASKING.sub(lambda found: found[1] + _ACCENTED[found[2].lower()], text)


def _ask_english(text: str) -> str:
    """Turn a wish, a complaint or an indirect question into the question it stands for, where the grammar is sure.

    Gives "" for an indirect question whose grammar is unsure.
    """
    plain = strip_embedding(text)
    if plain != text:
        text = ask_directly(plain) if is_embedded(plain) else plain
    turned = SWAPPED.match(text)
    if turned and not text.lower().startswith(("how many", "how much")):
        return f"{text[: turned.start(2)]}{turned[3].lower()} {_repair_word(turned[2])}{turned[4]}"
    late = LATE_VERB.match(text)
    if late:
        return f"{late[1]} {late[3].lower()} {late[2]}{late[4]}"
    if not begins_as_question(text) or text.lower().startswith(("how to ", "where to ", "when to ", "what to ")):
        for pattern, shape in WISHES:
            wish = pattern.match(text)
            if wish:
                asked = shape.format(first=text.split(" ", 1)[0], **wish.groupdict())
                return re.sub(r"\bif (My|Our|The|There|We|Nothing|No)\b", lambda m: m[0].lower(), asked)
    return text


def _repair_word(word: str) -> str:
    bare = word.rstrip(",.;:")
    fixed = APOSTROPHES.get(bare.lower())
    return fixed + word[len(bare) :] if fixed else word


def judge_title(title: str, common: Mapping[str, int], language: str = "en") -> float:
    """Say how well a title reads, 0..1: a whole question of the right length, in words that others use too.

    `common` counts in how many enquiries each word occurs, so that a misspelling or a detail of one case is seen.
    """
    words = split_words(title.lower())
    if not words or UNFIT.search(title[:-1]) or title.count('"') % 2:
        return 0.0
    if any(title.count(left) != title.count(right) for left, right in PAIRED):
        return 0.0
    score = 1.0
    count = len(words) // 2 if language in UNSPACED - {"ko"} else len(words)  # dictionaries cut endings off
    if count < FEWEST_WORDS:
        score *= 0.3 + 0.15 * count
    if count > MOST_WORDS:
        score *= max(0.2, 1 - 0.09 * (count - MOST_WORDS))
    if ":" in title:
        score *= 0.4
    elif not begins_as_question(title, language):
        score *= 0.35
    elif title.startswith("What can I do if"):
        score *= 0.8
    if POINTING & set(words):
        score *= 0.45
    if AFTERTHOUGHT.match(title):
        score *= 0.4
    if SOMEBODY & set(words):
        score *= 0.4
    if PARTICULAR & set(words) or re.search(r"\d", title):
        score *= 0.4
    rare = sum(common.get(word, 0) < FEWEST_CUSTOMERS for word in words)
    score *= max(0.2, 1 - 0.25 * rare)
    if title.count(",") + title.count(".") + title.count(";") > 1:
        score *= 0.8
    return score


def judge_typical(title: str, shares: Mapping[str, float]) -> float:
    """Say how much a title speaks of what the whole cluster speaks of, 0..1; one without a telling word gets 0.

    `shares` says which share of the members uses each stem. The root of the mean rewards titles all of whose words are
    common over those that add a detail to a common one; one that names only the subject ("Do you rent tents?") says
    less than one that also says what about it.
    """
    stems = tell_stems(title)
    if not stems:
        return 0.0
    return float(sum(shares.get(word, 0.0) ** 0.5 for word in stems) / max(TELLING_WORDS, len(stems)))


def share_stems(cluster: Cluster) -> dict[str, float]:
    """Say for each stem which share of the members uses it."""
    counts = Counter(word for member in cluster.members for word in tell_stems(member.text))
    return {word: count / len(cluster.members) for word, count in counts.items()}


def count_users(enquiries: Iterable[RedactedEnquiry]) -> dict[str, int]:
    """Count how many different customers use each word; where the export does not tell them apart, each enquiry counts."""
    users: dict[str, set[str]] = {}
    for enquiry in enquiries:
        for word in set(split_words(enquiry.text.lower())):
            users.setdefault(word, set()).add(enquiry.customer or enquiry.id)
    return {word: len(people) for word, people in users.items()}


def name_clusters(
    clusters: Sequence[Cluster],
    ids: Sequence[str],
    keywords: Sequence[tuple[str, ...]],
    areas: Sequence[str],
    vectors: Mapping[str, NDArray[np.float32]],
    slugs: Mapping[str, str],
    answered: Sequence[NDArray[np.float32] | None] | None = None,
    general: GeneralWords | None = None,
    earlier: Mapping[str, str] | None = None,
    kept: Collection[str] = (),
) -> list[Question]:
    """Make a question of each cluster. The clusters come largest first; the larger one has the first choice of title.

    `vectors` holds a vector for each of the `collect_candidates` sentences. `slugs` are those that ids already have.
    `answered` is the middle of the replies to each cluster, or None where it has none. `general` are the words that may
    be published; None finds them in the clusters alone. `earlier` are the titles that ids had in the last run, with a
    vector each: one is kept unless another is much better (`KEPT`), since people know the question by it. Those of the ids in `kept` are kept in any case.
    """
    common = count_users(member for cluster in clusters for member in cluster.members)
    before = earlier or {}
    titles = {normalise(before[id_]): vectors[before[id_]] for id_ in ids if id_ in kept}
    spellings = Spellings({}, {})
    if any(id_ not in kept for id_ in ids):
        general = general or find_general(member for cluster in clusters for member in cluster.members)
        spellings = Spellings.learn([member.text for cluster in clusters for member in cluster.members])
    mean = find_mean(clusters)
    questions: list[Question] = []
    slug_of = dict(slugs)
    replied = answered or [None] * len(clusters)
    for cluster, id_, words, area, reply in zip(clusters, ids, keywords, areas, replied, strict=True):
        title = before.get(id_, "")
        if general and id_ not in kept:
            title, titles[normalise(title)] = choose_title(
                cluster, vectors, common, titles, mean, general, words, reply, spellings, title
            )
        if id_ not in slug_of:
            slug_of[id_] = make_slug(title, set(slug_of.values()))
        questions.append(_make_question(cluster, id_, title, slug_of[id_], words, area, common))
    return questions


def find_mean(clusters: Sequence[Cluster]) -> NDArray[np.float32]:
    """Give the middle of all clusters, shape (d,), smaller where they are few: one cluster has nothing to differ from."""
    middles = np.array([cluster.middle() for cluster in clusters], dtype=np.float32)
    if len(middles) < 2:
        return np.zeros(middles.shape[-1] if len(middles) else 0, dtype=np.float32)
    return np.asarray(middles.mean(axis=0) * (len(middles) - 1) / len(middles), dtype=np.float32)


def choose_title(
    cluster: Cluster,
    vectors: Mapping[str, NDArray[np.float32]],
    common: Mapping[str, int],
    taken: Mapping[str, NDArray[np.float32]],
    mean: NDArray[np.float32],
    general: GeneralWords,
    keywords: Sequence[str] = (),
    answered: NDArray[np.float32] | None = None,
    spellings: Spellings | None = None,
    earlier: str = "",
) -> tuple[str, NDArray[np.float32]]:
    """Give the best title that no other question has yet, and the vector of the sentence it was made from.

    `earlier` is the title that the question had in the last run, or "".

    `answered` is the middle of the replies: of two sentences the one that names what was answered makes the title.

    `mean` is the middle of the whole corpus. It is taken off before centrality is judged: a sentence speaks for its
    cluster by what sets the cluster apart, not by what all of the company's mails share.
    """
    middle = cluster.middle() - mean
    shares = share_stems(cluster)
    troubled = 2 * sum(tells_trouble(member.text) for member in cluster.members) > len(cluster.members)
    usual = tell_usual(cluster)
    endings = read_endings(usual)
    best: tuple[float, str, str] = (-1.0, "", "")
    candidates = {**({earlier: 1.0} if earlier else {}), **collect_candidates(cluster, general)}
    for sentence, weight in candidates.items():
        title = earlier
        if sentence != earlier:
            title = tidy_title(sentence, troubled=troubled, usual=usual, spellings=spellings)
        if not title or normalise(title) in taken or PLACEHOLDER.search(sentence):
            continue
        if not general.cover(title, usual):
            continue  # a detail of one case, or somebody's name that no finder knows
        if any(common.get(word, 0) < FEWEST_CUSTOMERS for word in split_words(title.lower()) if word[0].isdigit()):
            continue  # how many, how much or when is one customer's own affair unless others say the same
        vector = vectors[sentence]
        alike = max((float(vector @ other) for other in taken.values()), default=0.0)
        form, typical = judge_title(title, common, usual), judge_typical(title, shares)
        central = max(0.0, round(_cosine(vector - mean, middle), 4))
        # A sentence that only its own writer is near to is a detail, however well it is put.
        reach = float((np.round(cluster.vectors @ vector, 5) >= SAME_SUBJECT).mean())
        if is_curt(title) or (not endings and asks_nothing(title)):
            continue
        score = (
            weight
            * (0.1 + central)
            * ((0.2 + 0.8 * form) if form else UNFIT_FORM)
            * (0.3 + 0.7 * typical)
            * (0.3 + reach)
        )
        if answered is not None:
            score *= 0.5 + max(0.0, round(float(vector @ answered), 4))
        if alike > SAME_MEANING:
            score *= 0.5
        if title == earlier:
            score *= KEPT
        best = max(best, (round(score, 6), title, sentence))
    tells = judge_typical(best[1], shares) >= VAGUE or (":" not in best[1] and bool(endings))
    if best[0] <= 0 or (keywords and not tells):
        return compose_title(cluster, general, keywords, taken, troubled, usual, spellings), cluster.middle()
    return best[1], vectors[best[2]]


def compose_title(
    cluster: Cluster,
    general: GeneralWords,
    keywords: Sequence[str],
    taken: Collection[str],
    troubled: bool,
    language: str,
    spellings: Spellings | None = None,
) -> str:
    """Make a title of key words, or of words that customers share, where no sentence of theirs may be shown.

    In a language without endings the words stand alone.
    """
    shared = [word for word in share_words(cluster.members) if general.cover(word, language)]
    endings = read_endings(language)
    if not endings:  # what stands alone needs more than one word, or one that is not said of anything
        runs = [run for run in share_wordings(cluster.members) if general.cover(run, language)]
        shared = [*runs, *(word for word in shared if not is_everyday(word, language))]
    subjects = [subject for subject in (*keywords, *shared) if not re.search(r"\d", subject)]
    ending = f": {endings[0 if troubled else 1]}?" if endings else ""
    for subject in dict.fromkeys(subjects):
        words = [spellings.capitals.get(word, word) if spellings else word for word in subject.split()]
        title = f"{' '.join(words)}{ending}"
        if normalise(title) not in taken:
            return f"{title[:1].upper()}{title[1:]}"
    return _make_unique(read_no_subject(language), taken)


def _cosine(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    lengths = float(np.linalg.norm(left)) * float(np.linalg.norm(right))
    return float(left @ right) / max(lengths, 1e-9)


def _make_unique(title: str, taken: Collection[str]) -> str:
    number, unique = 2, title
    while normalise(unique) in taken:
        unique = f"{title[:-1]} ({number}){title[-1]}"
        number += 1
    return unique


def _make_question(
    cluster: Cluster,
    id_: str,
    title: str,
    slug: str,
    keywords: tuple[str, ...],
    area: str,
    common: Mapping[str, int],
) -> Question:
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
        variants=find_variants(cluster, title, common, share_stems(cluster)),
        area=area,
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )


def find_variants(
    cluster: Cluster, title: str, common: Mapping[str, int], shares: Mapping[str, float], most: int = 6
) -> tuple[Variant, ...]:
    """Give other ways in which customers put the question: whole sentences that ask, those most to the point first.

    Every word of a variant is one that several enquiries use, so that no name, place or detail of one case gets out.
    """
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for member in cluster.members[:CANDIDATES]:
        for sentence in split_sentences(member.ask):
            bare = LIST_MARK.sub("", strip_courtesies(sentence)).strip(" ,;:-–")
            if 3 <= len(split_words(bare)) <= MOST_WORDS + 4 and not UNFIT.search(bare.rstrip("?!. ")):
                key = normalise(bare)
                if is_curt(bare):
                    continue
                if is_asking(bare) and all(
                    common.get(word, 0) >= FEWEST_CUSTOMERS for word in split_words(bare.lower())
                ):
                    counts[key] += 1
                    spelling.setdefault(key, bare)
    typical = {key: round(judge_typical(spelling[key], shares), 4) for key in counts}
    order = sorted(counts, key=lambda key: (-counts[key], -typical[key], key))
    shown = [
        Variant(text=finish_variant(spelling[key]), count=counts[key]) for key in order if typical[key] >= LEAST_TYPICAL
    ]
    return tuple(variant for variant in shown if normalise(variant.text) != normalise(title))[:most]


def finish_variant(text: str) -> str:
    """Begin with a capital, repair apostrophes and keep the customer's own words otherwise."""
    plain = (text.lower() if text.isupper() else text).replace("’", "'")
    language = guess_language(plain)
    english = language in ("en", "")
    words = " ".join(_repair_word(word) if english else word for word in plain.split())
    words = words.rstrip(" ,:" if language == "el" else " ,;:")
    return f"{words[:1].upper()}{words[1:]}"
