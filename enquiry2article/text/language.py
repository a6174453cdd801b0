"""Languages of single texts and of all texts of an export.

How likely a text is in each language, by the pieces of words that each language likes.

py3langid, in the languages that people write to companies in. Unlike word lists it knows a language by "Akku lädt
nicht", and it knows that Danish is none of those whose words we have.

Which languages a company's texts are in, taken together: what one short text does not tell, the others do.
"""

from __future__ import annotations

import functools
import hashlib
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from enquiry2article.text.stop_words import (
    LATIN_POOL,
    OTHER_LETTERS,
    STOP_WORDS,
)
from enquiry2article.text.words import find_script_languages, split_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MODEL_LANGUAGES: Final = (
    "en de fr es nl it pl pt sv da no fi cs sk tr hu ro hr sl ca et lv lt ru uk bg el ar fa ur he zh ja ko hi vi id"
).split()
"""What a text can be in. The model knows 140; rare ones would take short texts away from their large neighbours."""


def compute_language_chances(text: str) -> Mapping[str, float]:
    """Return the chance of each language, likeliest first; together they make 1. {} for a text without letters.

    How far above the others a language must be to be taken for the text's is the caller's affair.
    """
    if not any(char.isalpha() for char in text):
        return {}
    # Four decimals: the last bits differ between processors.
    return {name: round(chance, 4) for name, chance in _identifier().rank(text)}


def find_likeliest_language(text: str) -> tuple[str, float]:
    """Return the first of `compute_language_chances` and its chance, or ("", 0.0): much faster than all of them."""
    if not any(char.isalpha() for char in text):
        return "", 0.0
    name, chance = _identifier().classify(text)
    return name, round(chance, 4)


@functools.cache
def _identifier() -> LanguageIdentifier:
    """Open the model, once a text's language is asked for: a half second the first time, and then a fiftieth of it."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    unpacked = _find_unpacked(MODEL_DIR / MODEL_FILE)
    try:
        parts = _open_unpacked(unpacked)
    except (OSError, ValueError, EOFError):
        pass  # there is none yet, or it is damaged
    else:
        return LanguageIdentifier(
            parts["ptc"],
            parts["pc"],
            parts["classes"].tolist(),
            parts["nextmove"].data,
            parts["output"].tolist(),
            norm_probs=True,
            tk_row=parts["row"].tolist(),
        )
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(MODEL_LANGUAGES)
    _keep_unpacked(unpacked, identifier)
    return identifier


_PARTS: Final = ("ptc", "pc", "classes", "nextmove", "output", "row")
"""Arrays of the unpacked model, each in a file of its own that is mapped into memory instead of read."""


def _find_unpacked(model: Path) -> Path:
    """Return the folder in the user's cache for this state of the model: 47 MB, which take half a second to unpack."""
    from platformdirs import user_cache_path

    status = model.stat()
    state = f"{model.resolve()}|{status.st_size}|{status.st_mtime_ns}|{sys.byteorder}|{' '.join(MODEL_LANGUAGES)}"
    return user_cache_path("enquiry2article") / f"languages-{hashlib.sha256(state.encode()).hexdigest()[:32]}"


def _open_unpacked(folder: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Open the arrays of the unpacked model. Raises OSError or ValueError where one is missing or cut short."""
    return {part: np.load(folder / f"{part}.npy", mmap_mode="r", allow_pickle=False) for part in _PARTS}


def _keep_unpacked(folder: Path, identifier: LanguageIdentifier) -> None:
    """Write the arrays of the model for the next time; a cache that cannot be written only means unpacking again."""
    values = (
        identifier.nb_ptc,
        identifier.nb_pc,
        identifier.nb_classes,
        identifier.tk_nextmove,
        identifier.tk_output,
        identifier.tk_row,
    )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as place:
            made = Path(place) / folder.name
            made.mkdir()
            for part, value in zip(_PARTS, values, strict=True):
                np.save(made / f"{part}.npy", np.asarray(value))
            made.rename(folder)
    except OSError:
        pass


WELL_SUPPORTED: Final = ("de", "en", "es", "fr", "nl")
"""Languages of which the project has all lists, and texts on which it was measured (docs/languages.md)."""

NAMES: Final[Mapping[str, str]] = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "nl": "Dutch",
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "el": "Greek", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "gu": "Gujarati",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "lo": "Lao",
    "lt": "Lithuanian", "lv": "Latvian", "ml": "Malayalam", "my": "Burmese", "no": "Norwegian", "pa": "Punjabi",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovene", "sv": "Swedish", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""What the languages are called that a text can be found to be in."""

FEWEST_OWN_WORDS = 2
"""Different little words, of its own alone, that show a language to be spoken."""

FEWEST_TEXTS = 3
"""Texts that show a language to be spoken, whatever their words: one may be a name or a slip."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The languages of a corpus."""

    usual: str
    """That of most texts, or "" where none is sure."""
    languages: frozenset[str]
    """All of them, the usual one among them."""

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Spoken:
        """Find the languages of texts.

        None of them is a language of which the texts taken for it, read together, hold too few words: "PAN card" is not
        Polish yet.
        """
        own: dict[str, list[str]] = {}
        for text in texts:
            own.setdefault(guess_language(text), []).append(text)
        sure = {language: of_one for language, of_one in own.items() if language}
        usual = min(sure, key=lambda language: (-len(sure[language]), language), default="")
        spoken = {language for language, of_one in sure.items() if _is_spoken(language, of_one)}
        return cls(usual=usual, languages=frozenset({usual, *spoken}))

    def identify(self, text: str) -> str:
        """Return which of the languages a text is in: the likeliest, and where that is not sure the usual one."""
        if len(self.languages) == 1:
            return self.usual
        language = guess_language(text)
        if language in self.languages and language:
            return language
        return choose_language_among(text, self.languages) or self.usual


def count_weak_languages(texts: Sequence[str]) -> dict[str, int]:
    """Count the texts in each language that is not supported well, by its English name, those of most texts first."""
    spoken = Spoken.learn(texts)
    if spoken.languages <= {"", *WELL_SUPPORTED}:
        return {}
    counts = Counter(language for text in texts if (language := spoken.identify(text)) not in ("", *WELL_SUPPORTED))
    return {NAMES.get(name, name): counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}


def _is_spoken(language: str, texts: Sequence[str]) -> bool:
    """Return whether texts that were taken for a language show together that it is one."""
    whole = " ".join(texts)
    if len(texts) >= FEWEST_TEXTS or find_script_languages(whole):
        return True
    return count_own_words(whole, language) >= FEWEST_OWN_WORDS


_PLACEHOLDER = re.compile(r"\[[a-z ]{3,20}\]")
_CODE = re.compile(r"[\d@]|://|www\.", re.IGNORECASE)
"""What no word of a language holds."""


SURE_CHANCE = 0.7
"""Of 392 short enquiries in eight languages .80 get their language and one a wrong one; of 48 in other languages none
is taken for one of the eight (tests/cases/languages). By little words alone it was .55, four, and thirteen."""

LEAST_CHANCE = 0.3
"""Chance from which the little words of a text may decide."""


@functools.lru_cache(maxsize=100_000)  # every stage asks, about the same texts
def guess_language(text: str) -> str:
    """Return the language in which a text is written, as two letters, or "" when that is not sure.

    It is sure when the script has but one language, when the language model is sure, or when it and the text's little
    words say the same. A wrong language does more harm than none: it would keep a text away from those that ask the
    same. May give a language without word lists.

    >>> guess_language("Wie kann ich mein Passwort ändern?")
    'de'
    """
    plain = _strip_codes(text)
    script = find_script_languages(plain)
    if script:
        return _choose_sure(plain, script)
    best, chance = find_likeliest_language(plain)
    if chance >= SURE_CHANCE or (chance >= LEAST_CHANCE and best == _guess_by_words(plain)):
        return best
    return ""


def choose_language_among(text: str, languages: Iterable[str]) -> str:
    """Return which of a few languages a text is in, which must be in one of them, or "" when even so it is not sure."""
    plain, wanted = _strip_codes(text), tuple(languages)
    script = find_script_languages(plain)
    return _choose_sure(plain, tuple(name for name in script if name in wanted) if script else wanted)


def _choose_sure(plain: str, languages: tuple[str, ...]) -> str:
    if len(languages) == 1 and languages == find_script_languages(plain):
        return languages[0]
    own = {name: chance for name, chance in compute_language_chances(plain).items() if name in languages}
    best = max(own, key=lambda name: own[name], default="")
    return best if best and own[best] >= SURE_CHANCE * max(sum(own.values()), 0.0001) else ""


def _strip_codes(text: str) -> str:
    """Take out what is in no language: addresses, placeholders of personal values, order numbers."""
    # The first words tell as much as all of them, and cost the same for a hostile text.
    return " ".join(word for word in _PLACEHOLDER.sub(" ", text[:1000]).split() if not _CODE.search(word))


def _guess_by_words(text: str) -> str:
    """Return which language has most of a text's little words, or "" where two have as many."""
    words = [word.casefold() for word in split_words(text)]
    if not words:
        return ""
    scores = dict.fromkeys(LATIN_POOL, 0)
    # Words that only one language has break ties such as Spanish against Portuguese.
    own = dict.fromkeys(LATIN_POOL, 0)
    for word in words:
        speakers = _speakers().get(word, ())
        for name in speakers:
            scores[name] += 1
        if len(speakers) == 1:
            own[speakers[0]] += 1
    ranked = sorted(LATIN_POOL, key=lambda name: scores[name] + own[name], reverse=True)
    best, second = ranked[0], ranked[1]
    total = scores[best] + own[best]
    if total < 2 or scores[best] < 0.12 * len(words) or total == scores[second] + own[second]:
        return ""
    return best


def count_own_words(text: str, language: str) -> int:
    """Count the different little words of a text that none of our other languages has."""
    return len({word.casefold() for word in split_words(text)} & _own_words().get(language, frozenset()))


@functools.cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Return the languages that have each little word."""
    words = {word for name in LATIN_POOL for word in STOP_WORDS[name]}
    return {word: tuple(name for name in LATIN_POOL if word in STOP_WORDS[name]) for word in words}


@functools.cache
def _own_words() -> dict[str, frozenset[str]]:
    names = (*LATIN_POOL, *OTHER_LETTERS)
    return {
        name: STOP_WORDS[name].difference(*(STOP_WORDS[other] for other in names if other != name)) for name in names
    }
