"""The text a support person may paste when a post answers an enquiry. Nothing here sends anything.

Of what the customer wrote only their name is in it. Whoever needs a person gets no prepared text
(`matching/escalation`), and nobody gets one link twice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from enquiry2article.articles.templating import open_templates, render_template
from enquiry2article.cleaning.name_words import NOT_A_NAME
from enquiry2article.domain.match import Match
from enquiry2article.domain.post import Post
from enquiry2article.domain.settings import Settings
from enquiry2article.matching.replies.extract import extract_summary, flatten, make_plain
from enquiry2article.matching.replies.links import make_link
from enquiry2article.matching.replies.phrases import read_reply_phrases
from enquiry2article.text.language import guess_language

_LONGEST_NAME: Final = 40
_MOST_ANSWERS: Final = 4
"""Answers in one reply; whoever asks more is answered by a person."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One thing that was asked, or that may be asked next, as the template has it."""

    title: str
    quoted: str
    """The title between the quotation marks of the language."""
    gist: str
    url: str


class ReplyWriter:
    """Writes replies from the template `reply.txt.j2`; `folders` are looked into before our own.

    The house's spelling and words are put into what we say; what a post says is handed on as it is.
    """

    def __init__(self, folders: Sequence[Path] = (), settings: Settings | None = None) -> None:
        self._environment = open_templates(folders)
        self.settings = settings or Settings()

    def write(
        self,
        match: Match,
        *,
        name: str = "",
        subject: str = "",
        language: str = "",
        given: bool = False,
        had: Collection[str] = (),
        next_post: Post | None = None,
    ) -> str:
        """Return the reply for a matched enquiry, greeting its customer by `name` if that can be one.

        `subject` is what the customer is thanked for asking, in words of ours, such as the question's title; without it
        the post's title. `language` counts where the post does not tell its own. `given` says that this customer had
        the link already, `had` holds the addresses that they had. `next_post` answers what people often ask next.

        Gives "" without a link, where a person should write, for a link given before, for an address that nobody may
        be sent to, and for a post that has no answer yet.

        Raises:
            TemplateProblem: the template cannot be used.
        """
        if match.decision != "link" or match.post is None or match.attention or given:
            return ""
        if any(part.attention for part in match.also):
            return ""
        tongue = find_post_language(match.post, language or self.settings.site.language)
        phrases = {key: self.settings.style.dress(phrase) for key, phrase in read_reply_phrases(tongue).items()}
        main = self._answer(match, phrases, had, subject if guess_language(subject) in ("", tongue) else "")
        if main is None:
            return ""
        answers = {main.url: main}
        rest = False
        for part in match.also:
            answer = self._answer(part, phrases, had)
            if (
                answer
                and len(answers) < _MOST_ANSWERS
                and part.post
                and find_post_language(part.post, tongue) == tongue
            ):
                answers.setdefault(answer.url, answer)
            rest = rest or answer is None or answer.url not in answers
        greeted = clean_name(name)
        values = {
            "name": greeted,
            "hello": _greet(phrases, greeted),
            "phrases": phrases,
            "answers": list(answers.values()),
            "rest": rest,
            "next": self._find_next(next_post, tongue, phrases, (*had, *answers)),
            "closing": self._close(tongue, phrases),
            "signature": " ".join(self.settings.author.name.split()),
            "gist": main.gist,
            "post": replace(match.post, title=main.title, url=main.url),
        }
        return render_template(self._environment, "reply.txt.j2", values)

    def _answer(
        self, match: Match, phrases: Mapping[str, str], had: Collection[str], subject: str = ""
    ) -> _Answer | None:
        """Return what can be said about one thing that was asked, or None."""
        if match.decision != "link" or match.post is None or match.post.url in had:
            return None
        anchor = match.section.anchor if match.section else ""
        url = make_link(match.post.url, anchor=anchor, site=self.settings.site.url)
        gist = extract_summary(match.post, match.section)
        if not url or not gist or url in had:
            return None
        title = flatten(subject) or flatten(match.post.title)
        return _Answer(title=title, quoted=_quote(title, phrases), gist=gist, url=url)

    def _find_next(
        self, post: Post | None, tongue: str, phrases: Mapping[str, str], had: Collection[str]
    ) -> _Answer | None:
        """Return what people often ask next, unless this customer knows it or could not read it."""
        if post is None or post.url in had or find_post_language(post, tongue) != tongue:
            return None
        url = make_link(post.url, site=self.settings.site.url)
        title = flatten(post.title)
        if not url or not title or url in {address.partition("#")[0] for address in had}:
            return None
        return _Answer(title=title, quoted=_quote(title, phrases), gist="", url=url)

    def _close(self, tongue: str, phrases: Mapping[str, str]) -> str:
        """Return the last words: the house's, if they are in the language of the reply."""
        house = self.settings.site.language.split("-")[0].lower()
        own = " ".join(self.settings.style.sign_off.split())
        return own if own and house == tongue else phrases["closing"]


def find_post_language(post: Post, otherwise: str = "") -> str:
    """Return the language in which a post is, as two letters: as it tells itself, as its words tell, or `otherwise`."""
    told = post.language or guess_language(f"{post.title}\n{make_plain(post.text[:2000])}") or otherwise
    return told.replace("_", "-").split("-")[0].lower()


def clean_name(name: str) -> str:
    """Return the name to greet somebody by, or "" where what is given does not look like one.

    >>> clean_name("PETRA"), clean_name("support"), clean_name("=HYPERLINK()")
    ('Petra', '', '')
    """
    flat = " ".join(unicodedata.normalize("NFC", name).split())
    words = flat.split(" ")
    if not flat or len(flat) > _LONGEST_NAME or len(words) > 2 or not all(map(_is_name, words)):
        return ""
    return flat.title() if len(flat) > 2 and (flat.islower() or flat.isupper()) else flat


def _is_name(word: str) -> bool:
    kinds = [unicodedata.category(char)[0] for char in word]
    plain = all(kind in "LM" or char in "'’‑-." for char, kind in zip(word, kinds, strict=True))
    piled = any("".join(kinds[place : place + 3]) == "MMM" for place in range(len(kinds)))
    dotted = "." in word.rstrip(".")
    return plain and kinds[0] == "L" and not piled and not dotted and word.casefold() not in NOT_A_NAME


def _greet(phrases: Mapping[str, str], name: str) -> str:
    if not name:
        return phrases["greeting_plain"]
    return f"{phrases['greeting']} {name}{phrases['after_name']}".strip()


def _quote(title: str, phrases: Mapping[str, str]) -> str:
    return f"{phrases['quote_open']}{title}{phrases['quote_close']}" if title else ""
