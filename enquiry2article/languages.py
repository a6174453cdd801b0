"""Which languages a company's texts are in, taken together: what one short text does not tell, the others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.language_model import find_script_languages
from enquiry2article.records import Question
from enquiry2article.text import choose_language_among, count_own_words, guess_language

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


def tell_question_language(*questions: Question) -> str:
    """Say in which language questions and their answers are, or "" where that is not sure."""
    asked = [text for q in questions for text in (q.title, *(variant.text for variant in q.variants))]
    told = [statement.text for q in questions for statement in q.answer.statements]
    return guess_language(" ".join(asked)) or guess_language(" ".join([*asked, *told]))


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

    def tell(self, text: str) -> str:
        """Say in which of the languages a text is: the likeliest, and where that is not sure the usual one."""
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
    counts = Counter(language for text in texts if (language := spoken.tell(text)) not in ("", *WELL_SUPPORTED))
    return {NAMES.get(name, name): counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}


def _is_spoken(language: str, texts: Sequence[str]) -> bool:
    """Tell whether texts that were taken for a language show together that it is one."""
    whole = " ".join(texts)
    if len(texts) >= FEWEST_TEXTS or find_script_languages(whole):
        return True
    return count_own_words(whole, language) >= FEWEST_OWN_WORDS
