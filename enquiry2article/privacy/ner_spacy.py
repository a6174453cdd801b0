"""Names of people by a spaCy model on this machine: `--names-with spacy:en_core_web_sm`, or a folder with a model.

Neither spaCy nor a model comes with this program, and nothing is ever downloaded.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from enquiry2article.domain.errors import ModelError, PluginError

PERSON_LABELS: Final = frozenset({"PERSON", "PER", "PERS", "PRS", "PS", "PERSNAME", "PERSON_NAME", "NAME"})
"""What models call people, in capital letters; each language's data have their own word (https://spacy.io/models)."""

_NOT_NEEDED: Final = ("tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "textcat")
"""Parts of a model that its names do not depend on (https://spacy.io/usage/processing-pipelines#disabling)."""


class SpacyNames:
    """Finds names with the spaCy model that was named; it is loaded at once, so that a mistake is told at once."""

    def __init__(self, model: str = "") -> None:
        """Load a model by its name or folder.

        Raises:
            PluginError: spaCy is not installed, or no model was named.
            ModelError: the model is not on this machine, cannot be loaded, or knows no people.
        """
        spacy = import_library("spacy", "spacy")
        if not model:
            raise PluginError(
                f"Say which spaCy model: --names-with spacy:NAME, or spacy:FOLDER.{describe_installed(spacy)}"
            )
        try:
            self._model = spacy.load(model, disable=list(_NOT_NEEDED))
        except (OSError, ValueError, ImportError) as error:
            raise ModelError(
                f'spaCy cannot load the model "{model}" from this machine.{describe_installed(spacy)} Who looks after '
                f"this machine can download one with: python -m spacy download en_core_web_sm ({type(error).__name__})"
            ) from error
        _refuse_without_people(model, self._model)
        if any(part.endswith("ruler") for part in self._model.pipe_names):
            self._model = spacy.load(model)  # rules of a house's own may ask for any part of the model
        meta = self._model.meta
        version = digest_folder(Path(model)) if Path(model).is_dir() else meta.get("version")
        self.name = f"spacy {spacy.__version__}: {meta.get('lang')}_{meta.get('name')} {version}"

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each name."""
        for entity in self._model(text).ents:
            if entity.label_.upper() in PERSON_LABELS:
                yield entity.start_char, entity.end_char


def import_library(module: str, package: str) -> Any:
    """Import a library that the user chose to have.

    Raises:
        PluginError: it is not installed, or cannot be imported.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise PluginError(
            f"--names-with needs {package}, which is no part of this program and could not be imported ({error}). Who "
            f"looks after this machine can install it: pip install {package}; python -m spacy download en_core_web_sm"
        ) from error


def describe_installed(spacy: Any) -> str:
    """Return which models there are, for a message."""
    models = sorted(spacy.util.get_installed_models())
    return f" Installed: {', '.join(models)}." if models else " None is installed as a package."


def digest_folder(folder: Path) -> str:
    """Compute the digest of a model of the user's own: its version stays the same while it is trained anew."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, hashlib.blake2b).digest())
    return digest.hexdigest()


def _refuse_without_people(named: str, model: Any) -> None:
    """Refuse a model that cannot find people, because silence would look like safety."""
    labels = sorted({label for of_part in model.pipe_labels.values() for label in of_part})
    finds = [part for part in model.pipe_names if "doc.ents" in model.get_pipe_meta(part).assigns]
    silent = any(not model.pipe_labels.get(part) for part in finds)  # a stranger's part may not tell its labels
    if not silent and PERSON_LABELS.isdisjoint(label.upper() for label in labels):
        raise ModelError(
            f'The spaCy model "{named}" finds no names of people. '
            "Choose one with a part for named entities, such as en_core_web_sm."
        )
