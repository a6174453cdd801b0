"""Names of people by Microsoft's Presidio with models on this machine: `--names-with presidio`, `presidio:de`, a file.

A file is Presidio's own configuration of its language engine, in YAML (https://microsoft.github.io/presidio/analyzer/
nlp_engines/spacy_stanza/ and …/transformers/). Presidio is asked for people only, and only its language engine is: of
its other recognisers some ask services on the net. It would download a model that is missing, so models are looked for
before it is started.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from enquiry2article.domain.errors import ModelError
from enquiry2article.domain.offline import keep_hubs_offline
from enquiry2article.privacy.ner_spacy import describe_installed, digest_folder, import_library
from enquiry2article.text.language import guess_language

_SIZES: Final = ("sm", "md", "lg", "trf")
_ENGINES: Final = ("spacy", "transformers")
"""The engines that can be kept from downloading; stanza's cannot."""


class PresidioNames:
    """Finds names with Presidio, in the language of each text where there is a model of it, else in the first one."""

    def __init__(self, wanted: str = "") -> None:
        """Start Presidio for a language ("de"), for all languages that there are models of (""), or as a file says.

        Raises:
            PluginError: Presidio is not installed.
            ModelError: a model is not on this machine, or the file cannot be used.
        """
        presidio = import_library("presidio_analyzer", "presidio-analyzer")
        engines = import_library("presidio_analyzer.nlp_engine", "presidio-analyzer")
        spacy = import_library("spacy", "spacy")
        chosen = _read_file(Path(wanted)) if _is_file(wanted) else _choose_models(wanted, spacy)
        models = _list_models(chosen, spacy)
        keep_hubs_offline()
        try:
            engine = engines.NlpEngineProvider(nlp_configuration=chosen).create_engine()
            self.languages = [model["lang_code"] for model in chosen["models"]]
            registry = presidio.RecognizerRegistry(supported_languages=self.languages)
            registry.add_nlp_recognizer(nlp_engine=engine)
            self._analyzer = presidio.AnalyzerEngine(
                registry=registry, nlp_engine=engine, supported_languages=self.languages
            )
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise ModelError(
                f'Presidio could not be started as "{wanted or "presidio"}" says ({type(error).__name__}). '
                "Try --names-with spacy:MODEL, or look at the file."
            ) from error
        self.name = f"presidio {_find_version('presidio-analyzer')}: {chosen['nlp_engine_name']} {', '.join(models)}"

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each name."""
        language = guess_language(text)
        language = language if language in self.languages else self.languages[0]
        for result in self._analyzer.analyze(text=text, language=language, entities=["PERSON"]):
            yield result.start, result.end


def _is_file(wanted: str) -> bool:
    return bool(wanted) and not re.fullmatch(r"[a-z]{2,3}", wanted)


def _choose_models(language: str, spacy: Any) -> dict[str, Any]:
    """Return Presidio's configuration for the installed spaCy models, the largest of each language."""
    found: dict[str, str] = {}
    for model in sorted(spacy.util.get_installed_models(), key=_rank_model):
        found[model.split("_")[0]] = model
    if language:
        found = {language: found[language]} if language in found else {}
    if not found:
        wanted = f'of the language "{language}"' if language else "of any language"
        raise ModelError(
            f"Presidio needs a spaCy model {wanted}, and would download one, which this program does not allow."
            f"{describe_installed(spacy)} Who looks after this machine can: python -m spacy download en_core_web_sm"
        )
    ordered = sorted(found, key=lambda code: (code != "en", code))
    return {"nlp_engine_name": "spacy", "models": [{"lang_code": c, "model_name": found[c]} for c in ordered]}


def _rank_model(model: str) -> tuple[int, str]:
    size = model.rsplit("_", 1)[-1]
    return (_SIZES.index(size) if size in _SIZES else -1, model)


def _read_file(path: Path) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelError(
            f'"{path}" is neither a language such as "de" nor a file that can be read ({type(error).__name__}).'
        ) from error
    if isinstance(content, dict) and isinstance(content.get("nlp_configuration"), dict):
        content = content["nlp_configuration"]
    if not isinstance(content, dict) or not content.get("models") or content.get("nlp_engine_name") not in _ENGINES:
        raise ModelError(
            f"{path}: a configuration of Presidio's language engine belongs here, with nlp_engine_name (one of "
            f"{', '.join(_ENGINES)}) and models."
        )
    return content


def _list_models(chosen: Mapping[str, Any], spacy: Any) -> list[str]:
    """Return the models with their versions, and refuse one that Presidio would download."""
    told = []
    for entry in chosen["models"]:
        named = entry.get("model_name") if isinstance(entry, dict) and entry.get("lang_code") else None
        # Of two models the first cuts the text into words and is spaCy's; the other one finds the names.
        parts = [named.get("spacy"), named.get("transformers")] if isinstance(named, dict) else [named]
        models = [part for part in parts if isinstance(part, str) and part]
        if len(models) < len(parts):
            raise ModelError("A model in Presidio's configuration lacks lang_code or model_name.")
        own = models[0]
        if not (spacy.util.is_package(own) or Path(own).exists()):
            raise ModelError(
                f'The spaCy model "{own}" is not on this machine; Presidio would download it.'
                f"{describe_installed(spacy)}"
            )
        told += [f"{model} {_find_version(model)}" for model in models]
    return told


def _find_version(package: str) -> str:
    if Path(package).is_dir():
        return digest_folder(Path(package))
    try:
        return version(package)
    except (PackageNotFoundError, ValueError):
        return ""
