"""Cuts posts into the parts that can answer a question: the post as a whole under its title, each section under its
heading.

Pure. What a part says are its sentences without questions; what it says that it answers are its headings.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from enquiry2article.answers.facts import CALENDAR_NAMES
from enquiry2article.articles.change_proposals import read_paragraphs
from enquiry2article.domain.post import Post, PostSection
from enquiry2article.posts.pages.paths import read_address
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.language import guess_language
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.words import normalise, split_words

MOST_LETTERS = 60_000
"""Letters of a part that are read: thirty pages."""

MOST_SENTENCES = 120
"""Sentences of a part that are read. A longer page has sections, and those are read each by itself."""

LONGEST_SENTENCE = 600
"""Letters; what is longer is a table or a script."""

FEWEST_WORDS = 2

HIDDEN_TAGS = ("head", "aside", "script", "style", "del")
"""What `proposals.read_paragraphs` leaves out with all that stands in it."""

FEWEST_REPEATED = 3
"""Posts that share a heading from which it tells nothing by itself: "Costs", "What do I need?"."""

FEWEST_HOUSE, HOUSE_SHARE = 3, 0.2
"""Posts, and share of all, that hold a name from which it tells no post from another: the house's own."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBERED = re.compile(r"\d")
_SEMICOLON = re.compile(r"(?<=;)\s+")
"""What stands behind one is a sentence of its own."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_BEGINS = re.compile(r"(?:^|[.:!?–—]\s)[\s\"'“„‘(¿¡]*$")
"""What stands before a word that has its capital because something begins with it."""

_LONG = 4
"""Letters of a word that is written with a capital only where every word is, or in a name."""

NOUNS_HAVE_CAPITALS = "de"


@dataclass(frozen=True, slots=True)
class Part:
    """A post as a whole, or one section of it."""

    place: int
    """Which of the posts it belongs to."""
    section: PostSection | None
    headings: tuple[str, ...]
    """What it says that it answers, in one or two wordings."""
    text: str
    """As the post has it."""
    language: str
    """Two letters, or "" where it cannot be told."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it says, sentence by sentence, without questions."""
        return read_sentences(self.text)


def cut_posts(posts: Sequence[Post]) -> list[Part]:
    """Return the parts of all posts, in the order of the posts, each post before its sections."""
    used = Counter(heading for post in posts for heading in {normalise(s.heading) for s in post.sections})
    parts = []
    for place, post in enumerate(posts):
        whole = (post.text or "\n\n".join(section.text for section in post.sections))[:MOST_LETTERS]
        language = find_post_language(post)
        headings = (post.title,) if whole.strip() else tuple(filter(None, (post.title, read_address(post.url))))
        parts.append(Part(place, None, headings, whole, language))
        for section in post.sections:
            if not normalise(section.heading) or (len(post.sections) == 1 and same_text(section.text, whole)):
                continue
            within = f"{post.title.rstrip('?:. ')}: {section.heading}"
            telling = used[normalise(section.heading)] < FEWEST_REPEATED and list_content_stems(section.heading)
            headings = (section.heading, within) if telling else (within,)
            parts.append(Part(place, section, headings, section.text[:MOST_LETTERS], language))
    return parts


def same_text(left: str, right: str) -> bool:
    """Return whether two texts are equal but for spaces."""
    return left.split() == right.split()


def find_post_language(post: Post) -> str:
    """Return the language of a post, as it says or as its words tell."""
    if post.language:
        return post.language.replace("_", "-").split("-")[0].lower()
    sections = " ".join(section.text[:1000] for section in post.sections[:4])
    return guess_language(f"{post.title} {post.text[:4000] or sections}")


@functools.lru_cache(maxsize=20_000)  # the parts of posts are read once for the list of texts, and once to compare
def read_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences that a reader reads in a body of Markdown or HTML, without questions and scraps."""
    found: dict[str, None] = {}
    for paragraph in read_paragraphs(drop_unclosed(text[:MOST_LETTERS])):
        for sentence in (half for whole in split_sentences(paragraph) for half in _SEMICOLON.split(whole)):
            if not sentence.rstrip("\"'”’)*_ ").endswith("?") and is_readable(sentence):
                found[sentence] = None
        if len(found) >= MOST_SENTENCES:
            break
    return tuple(found)[:MOST_SENTENCES]


def drop_unclosed(text: str) -> str:
    """Take off the openings of comments and hidden tags that nothing closes: each would be looked for to the end."""
    for opening, closing in (("<!--", "-->"), *((f"<{tag}", f"</{tag}") for tag in HIDDEN_TAGS)):
        end = max(0, text.lower().rfind(closing))
        text = text[:end] + re.sub(re.escape(opening), " ", text[end:], flags=re.IGNORECASE)
    return text


def is_readable(sentence: str) -> bool:
    """Return whether a sentence has enough words to say something, and is no table or script."""
    return len(sentence) <= LONGEST_SENTENCE and len(split_words(sentence)) >= FEWEST_WORDS


def find_names_in(text: str, language: str = "") -> frozenset[str]:
    """Return the words of a text that are names, in small letters: those with a capital inside it, but days and months.

    Where every long word has a capital, and in a language whose nouns have one, none can be told.

    >>> sorted(find_names_in("Which gas fits the Ember stove?"))
    ['ember']
    """
    words = [found[0] for found in _WORD.finditer(text) if not _BEGINS.search(text[: found.start()])]
    long = [word for word in words if len(word) >= _LONG and word[0].isalpha()]
    titled = len(long) > 1 and sum(word[0].isupper() for word in long) > len(long) / 2
    if titled or language == NOUNS_HAVE_CAPITALS:
        return frozenset()
    return frozenset(word.lower() for word in words if word[0].isupper() and len(word) > 1) - CALENDAR_NAMES


def find_heading_names(part: Part) -> frozenset[str]:
    """Return the names in the headings of a part, and what in them has a digit: "Ember 2" is not "Ember 3"."""
    words = [found[0] for heading in part.headings for found in _WORD.finditer(heading)]
    numbered = {word.lower() for word in words if _NUMBERED.search(word) and not _YEAR.fullmatch(word)}
    return frozenset(numbered.union(*(find_names_in(heading, part.language) for heading in part.headings)))


def find_house_words(posts: Sequence[Post]) -> frozenset[str]:
    """Return the words, in small letters, and the stems that so many posts hold that they tell no post from another."""
    holders = Counter(
        word for post in posts for word in {w.lower() for w in split_words(f"{post.title} {post.text[:MOST_LETTERS]}")}
    )
    fewest = max(FEWEST_HOUSE, HOUSE_SHARE * len(posts))
    words = [word for word, count in holders.items() if count >= fewest]
    return frozenset([*words, *list_content_stems(" ".join(words))])


def split_address(url: str) -> tuple[str, str, str]:
    """Return host, path and anchor of an address, as far as they tell one page from another.

    >>> split_address("https://www.Example.com/blog/tents/index.html#care")
    ('example.com', '/blog/tents', 'care')
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return "", url.strip(), ""
    path = unquote(parts.path)
    path = re.sub(r"/(?:index\.html?)?$", "", path).removesuffix(".html")
    if parts.query and not parts.path.strip("/"):
        path = f"?{parts.query}"  # "/?p=12"
    return host, path or "/", unquote(parts.fragment)


def same_page(left: str, right: str) -> bool:
    """Return whether two addresses lead to one page; where one has no host, the paths decide."""
    ours, theirs = split_address(left), split_address(right)
    return ours[1] == theirs[1] and (ours[0] == theirs[0] or not ours[0] or not theirs[0])
