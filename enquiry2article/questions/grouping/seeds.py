"""Which enquiries ask a question that the house knows already: they are put there before anything is mined.

How probable it is that an enquiry and a title ask the same is told by `questions/grouping/same_question`, as of any two
texts without a reply. `benchmarks/fit_seeds.py` fits the level and tells how sure the places are (`docs/grouping.md`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enquiry2article.questions.grouping.labels import split_by_language
from enquiry2article.questions.grouping.same_question import Conversations, compare_with_titles
from enquiry2article.text.canonical import canonicalise, hash_for_draw

LIKELY: Final = 0.39
"""Probability from which an enquiry is put under a known question: four of five that are put somewhere ask that, also
where nobody asks a third of the known questions."""

MOST_NEIGHBOURS: Final = 3000
"""Texts that count as neighbours; in a larger export a fixed draw."""


def place_known(
    weights: Mapping[str, int],
    vectors: Mapping[str, NDArray[np.float32]],
    replied: Mapping[str, Sequence[str]],
    titles: Sequence[str],
    *,
    across_languages: bool = False,
) -> dict[str, int]:
    """Return which texts ask which of some known questions: text → place of the title; other texts are left out.

    The first three arguments are those of `questions/grouping/labels.label_texts`; `vectors` holds the titles too. A
    text in other words than a title's asks it only if both are in one language, or `across_languages`.
    """
    if not titles or not weights:
        return {}
    probable = measure_titles(weights, vectors, replied, titles, across_languages=across_languages)
    best = probable.argmax(axis=1)  # of equals the first
    wordings = {canonicalise(title): place for place, title in reversed(list(enumerate(titles)))}
    found = {}
    for row, text in enumerate(weights):
        if canonicalise(text) in wordings:
            found[text] = wordings[canonicalise(text)]
        elif probable[row, best[row]] >= LIKELY:
            found[text] = int(best[row])
    return found


def measure_titles(
    weights: Mapping[str, int],
    vectors: Mapping[str, NDArray[np.float32]],
    replied: Mapping[str, Sequence[str]],
    titles: Sequence[str],
    *,
    across_languages: bool = False,
) -> NDArray[np.float32]:
    """Measure how probable it is that texts ask what titles say: shape (n, k).

    It is 0 where the languages differ, but not `across_languages`.
    """
    place = {text: row for row, text in enumerate(weights)}
    column = {title: place for place, title in enumerate(titles)}
    probable = np.zeros((len(place), len(column)), dtype=np.float32)
    every = [*place, *(title for title in titles if title not in place)]
    of_titles = dict.fromkeys(titles, 1)
    for part in split_by_language(
        every, {**of_titles, **weights}, vectors, {**dict.fromkeys(titles, ()), **replied},
        across_languages=across_languages,
    ):  # fmt: skip
        own = part.take([row for row, text in enumerate(part.texts) if text in place])
        known = part.take([row for row, text in enumerate(part.texts) if text in column])
        if not own.texts or not known.texts:
            continue
        order = sorted(range(len(own.texts)), key=lambda row: hash_for_draw(own.texts[row]))
        sample = np.sort(np.array(order[:MOST_NEIGHBOURS], dtype=np.int64))
        conversations = Conversations.learn(
            own.texts, own.rows, own.weights, own.replied, multilingual=across_languages
        )
        found = compare_with_titles(conversations, known.texts, known.rows, sample)
        # Five decimals: beyond them a cosine tells about the batch rather than about the text.
        probable[np.ix_([place[t] for t in own.texts], [column[t] for t in known.texts])] = np.round(found, 5)
    return probable
