"""What a house may set: its site, its style, what drafts hold, what is private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from enquiry2article.text.house_style import dress

SETTINGS_FILE: Final = "enquiry2article.toml"

KINDS: Final = ("auto", "faq", "how-to", "troubleshooting", "policy", "tips")
STRUCTURED_DATA: Final = ("BlogPosting", "FAQPage", "HowTo")

DEFAULT_HELP: Final = "Write to us and tell us what you have tried so far. A person will read it and answer."
DEFAULT_RESOURCE_BOX: Final = "This article first appeared here: {url}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The blog in which the articles appear."""

    name: str = ""
    """What the blog is called."""
    url: str = ""
    """Its address, "https://example.com/blog", or "" when it is not known yet."""
    url_template: str = ""
    """An article's address with {slug} in it; `load_settings` makes it from `url` when the file has none."""
    language: str = "en"
    """The language of the blog as BCP 47 has it: "en", "en-GB", "pt-BR"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who signs the articles; "" where nothing is said."""

    name: str = ""
    """A person, or the house."""
    about: str = ""
    """A sentence or two for the author box."""
    url: str = ""
    """The address of a page about the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """How the house writes."""

    sign_off: str = ""
    """The last words of each article."""
    help: str = DEFAULT_HELP
    """What "Still stuck?" says."""
    resource_box: str = DEFAULT_RESOURCE_BOX
    """What stands under a copy on another site; {title}, {url} and {site} are filled in, and no others."""
    forbidden: tuple[str, ...] = ()
    """Words and phrases that must not appear."""
    spelling: Mapping[str, str] = field(default_factory=dict)
    """The right spelling of each name, by how it is written wrongly."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The word that the house uses, by the word it does not."""

    def dress(self, text: str) -> str:
        """Put a text into the house's spelling and words, as `text/house_style` says."""
        return dress(text, spelling=self.spelling, words=self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSettings:
    """What is drafted."""

    kind: str = "auto"
    """One of `KINDS`; "auto" chooses for each question."""
    round_ups: bool = True
    """Whether articles that gather several questions are drafted too."""
    syndication: bool = True
    """Whether copies for other sites are made."""
    structured_data: tuple[str, ...] = ()
    """Which of `STRUCTURED_DATA` a page tells search engines, each once."""
    stale_after_days: int = 365
    """After how many days a person should look at an article again, from 1."""
    image: bool = False
    """Whether a draft has a place for a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSettings:
    """How questions are counted."""

    across_languages: bool | None = None
    """Whether a question in several languages is one; None for what the last run was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNames:
    """What the house calls the words of its front matter; "" as its site does, "-" to leave the word out."""

    title: str = ""
    slug: str = ""
    date: str = ""
    description: str = ""
    categories: str = ""
    tags: str = ""
    image: str = ""
    image_alt: str = ""
    canonical_url: str = ""
    question_id: str = ""

    def list_renamed(self) -> dict[str, str]:
        """Return the names that are set, by ours."""
        return {field.name: name for field in fields(self) if (name := getattr(self, field.name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What counts as personal here."""

    keep: tuple[str, ...] = ()
    """Names of products and other words of the house that are never taken out."""
    redact: tuple[str, ...] = ()
    """Words that are always taken out."""
    names_with: str = ""
    """A model of the user's that finds names beside our own finders, such as "spacy:en_core_web_sm", or ""."""
    retain_days: int = 0
    """For how many days after it came an enquiry's text stays in the workspace; 0 for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that `enquiry2article.toml` can say. `Settings()` is what holds without one."""

    site: Site = Site()
    author: Author = Author()
    style: HouseStyle = field(default_factory=HouseStyle)
    drafts: DraftSettings = DraftSettings()
    questions: QuestionSettings = QuestionSettings()
    privacy: Privacy = Privacy()
    keys: KeyNames = KeyNames()

    def list_public_words(self) -> list[str]:
        """Return everything that the house itself makes public through its settings."""
        style = self.style
        own = [self.site.name, self.site.url, self.author.name, self.author.about, self.author.url]
        own += [style.sign_off, style.help, style.resource_box, *style.spelling.values(), *style.words.values()]
        return [*own, *self.privacy.keep]


BOX_PLACEHOLDERS: Final = ("title", "url", "site")
URL_PLACEHOLDERS: Final = ("slug",)
MOST_DAYS: Final = 36_500
