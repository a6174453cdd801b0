"""Encoders as they are used here: levelled, and tried out in the languages of an export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.protocols import Embedder
from enquiry2article.embedding.levelling import LevelledEmbedder, level_likeness
from enquiry2article.questions.grouping.background import MODEL, load_background
from enquiry2article.text.language import NAMES, Spoken
from enquiry2article.text.word_lists import read_texts

LEAST_FOUND = 0.7
"""Share of the phrases in another language that must be nearest to what they say in English. Of 16 phrases in eleven
languages the default embedder finds .00 to .44, multilingual-e5-small .94 to 1."""


def open_embedder(spec: str) -> Embedder:
    """Open the embedder that `--embedder` names; any but the default one is levelled (`embedding/levelling`).

    Raises:
        PluginError: there is no such embedder.
    """
    embedder: Embedder = load_plugin("embedders", spec, find_plugins("embedders"))
    if embedder.name == MODEL:
        return embedder
    return LevelledEmbedder(embedder, [other.text for other in load_background("en")])


def warn_of_encoder(embedder: Embedder, texts: Sequence[str]) -> str:
    """Return a sentence about the languages of texts that an embedder does not join with others, or ""."""
    languages = Spoken.learn(texts).languages - {""}
    foreign = list_foreign_languages(embedder, languages) if len(languages) > 1 else []
    if not foreign:
        return ""
    named = ", ".join(NAMES.get(language, language) for language in foreign)
    return (
        f"--across-languages: the model {embedder.name} knows English best, so questions in {named} are joined with "
        "those in other languages by luck only. Give a multilingual model that you have, with --embedder "
        "sentence-transformers:FOLDER."
    )


def list_foreign_languages(embedder: Embedder, languages: Iterable[str]) -> list[str]:
    """List those of some languages that an embedder does not join with English: the same in both is not near to it.

    It is tried with what our articles say in both. A language in which they say nothing is left out.
    """
    english = _list_phrases("en")
    foreign = []
    for language in sorted(set(languages) - {"en"}):
        own = {key: text for key, text in _list_phrases(language).items() if key in english}
        if not own:
            continue
        rows = embedder.embed([*own.values(), *(english[key] for key in own)])
        theirs, ours = level_likeness(rows[: len(own)], 0.0), level_likeness(rows[len(own) :], 0.0)
        nearest = (theirs @ ours.T).argmax(axis=1)
        if np.mean(nearest == np.arange(len(own))) < LEAST_FOUND:
            foreign.append(language)
    return foreign


def _list_phrases(language: str) -> dict[tuple[str, str], str]:
    tables = read_texts(language, "headings.toml")
    return {(name, key): text for name, texts in tables.items() for key, text in texts.items() if "{" not in text}
