"""Names by a model that the user names: found beside our own, kept out of everything, and never needed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import invoke, write_export
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.cli.main import cli
from enquiry2article.domain.enquiry import Author, Enquiry, RedactedEnquiry, Turn
from enquiry2article.domain.errors import ModelError, PluginError
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.pipeline.prepare import ask_model
from enquiry2article.privacy.hashed_values import HashedValues
from enquiry2article.privacy.ner import LONGEST_SENTENCE, ModelNames
from enquiry2article.privacy.ner_spacy import SpacyNames
from enquiry2article.privacy.output_check import OutputCheck
from enquiry2article.privacy.redact import redact_enquiry
from enquiry2article.privacy.redactor import Redactor


class Finder:
    """Takes for a name whatever a pattern matches, and remembers what it was asked about."""

    def __init__(self, pattern: str, name: str = "test 1") -> None:
        self.name = name
        self._pattern = re.compile(pattern)
        self.asked: list[str] = []

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        self.asked.append(text)
        return (match.span() for match in self._pattern.finditer(text))


def ask(text: str, *turns: str) -> Enquiry:
    said = tuple(Turn(author=Author.AGENT if n % 2 else Author.CUSTOMER, text=t) for n, t in enumerate((text, *turns)))
    return Enquiry(id="1", source="a:1", turns=said)


def redact(text: str, finder: NameFinder, **settings: list[str]) -> str:
    enquiry = ask(text)
    return redact_enquiry(enquiry, Redactor.learn([enquiry], b"k", finder=finder, **settings)).text


def list_found(text: str, pattern: str) -> list[str]:
    return [text[span.start : span.end] for span in ModelNames(Finder(pattern)).find(text)]


# --- what becomes of a model's guesses


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("I bought it with Tatyana.", r"Tatyana", ["Tatyana"]),
        ("I bought it with Tatyana.", r"with Tatyana\.", ["Tatyana"]),
        ("Hello Tatyana, is it lost?", r"Hello Tatyana,", ["Tatyana"]),
        ("It is Tatyana's (or Bela’s).", r"Tatyana's|\(or Bela’s\)", ["Tatyana", "Bela"]),
        ("Ask S. Parkhurst about it.", r"S\. Parkhurst", ["S. Parkhurst"]),
        ("The team was kind.", r"The team", []),
        ("It is 24/7, is it?", r"24/7", []),
        ("Was it [name] Kovalenko or [email]?", r"\[name\] Kovalenko or \[email\]", ["Kovalenko"]),
        ("Was it [name] who said so?", r"name", []),
        ("I had a long talk about all of this in your big shop with Tatyana\nKovalenko.", r"Tatyana K", ["Tatyana\nK"]),
        ("Best,\nTatyana", r"Best, Tatyana", []),  # the end of a mail is two sentences
    ],
)  # fmt: skip
def test_of_what_a_model_takes_for_a_name_the_name_is_left(text: str, pattern: str, found: list[str]) -> None:
    assert list_found(text, pattern) == found


@given(st.text(alphabet="Aa b.\n[name]é?!", max_size=80))
@settings(deadline=None)
def test_a_finder_that_sees_names_everywhere_leaves_placeholders_whole(text: str) -> None:
    talk = ask("Hi?", f"[order number] {text} [email]")
    redactor = Redactor.learn([talk], b"k", finder=Finder(r"\S.{0,7}"))
    once = redact_enquiry(talk, redactor).replies[0].text
    assert once.startswith("[order number]")
    assert once.endswith("[email]")
    assert redact_enquiry(ask("Hi?", once), redactor).replies[0].text == once


def test_redacting_ends_with_a_model_that_is_never_content() -> None:
    finder = Finder(r"[A-Z]\w+")
    assert redact("Zed Quex met Double Trouble.", finder) == "[name] met [name]."


def test_a_sentence_is_asked_about_once_and_never_more_than_a_model_can_take() -> None:
    finder = Finder(r"Tatyana")
    model = ModelNames(finder)
    assert len(list(model.find("I saw Tatyana. " * 50))) == 50
    assert finder.asked == ["I saw Tatyana."]
    finder.asked.clear()
    list(model.find("word " * 10_000 + "x" * 100_000 + " Tatyana"))
    assert max(len(text.split()) for text in finder.asked) == LONGEST_SENTENCE
    assert max(map(len, finder.asked)) < 40_000
    assert any("Tatyana" in text for text in finder.asked)


def test_a_model_that_fails_stops_the_work_without_a_word_of_the_mail() -> None:
    class Broken:
        name = "broken 1"

        def find(self, text: str) -> list[tuple[int, int]]:
            raise ValueError(text)

    with pytest.raises(PluginError, match=r"broken 1.*ValueError") as error:
        redact("The secret of Tatyana.", Broken())
    assert "Tatyana" not in str(error.value)
    with pytest.raises(PluginError, match="outside the text"):
        list(ModelNames(Outside()).find("Tatyana"))


class Outside:
    name = "outside 1"

    def find(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text) + 1)]


# --- the redactor and the gate


def test_names_that_are_words_in_small_letters_are_found_with_a_model_only() -> None:
    text = "i bought the kettle with willow last week."
    assert redact(text, Finder(r"Nobody")) == text
    assert redact(text, Finder(r"willow")) == "i bought the kettle with [name] last week."


def test_words_of_the_house_stay() -> None:
    text = "Does the Frida fit the Slotwell of Tatyana?"
    finder = Finder(r"Frida|Slotwell|Tatyana")
    talks = [ask(f"The Slotwell number {n} is loud.") for n in range(9)]
    redactor = Redactor.learn([*talks, ask(text)], b"k", finder=finder, keep=["Frida"])
    assert redact_enquiry(ask(text), redactor).text == "Does the Frida fit the Slotwell of [name]?"


def test_what_a_model_found_once_the_vault_knows() -> None:
    enquiry = ask("I bought it with Tatyana Kovalenko.")
    hidden = redact_enquiry(enquiry, Redactor.learn([enquiry], b"k", finder=Finder(r"Tatyana Kovalenko"))).hidden
    check = OutputCheck(find=lambda text: [], hashed=HashedValues.of(hidden, b"k"))
    assert check.mask("Ask Tatyana, or Kovalenko, then.") == "Ask [name], or [name], then."


def test_the_last_look_asks_the_model_too_but_not_about_words_of_many() -> None:
    check = OutputCheck(find=lambda text: [], hashed=HashedValues(key=b"k"))
    texts = ["Where is the Frida?", "My Frida is loud", "Frida: how loud?"]
    known = [RedactedEnquiry(id=str(n), source="a", text=t, ask=t, customer=str(n)) for n, t in enumerate(texts)]
    asking = ask_model(check, Finder(r"Frida|Tatyana"), known)
    assert asking.mask("Ask Tatyana for the Frida.") == "Ask [name] for the Frida."
    assert asking.inspect("Tatyana kettle") == []  # a key word or two are no sentence
    assert ask_model(check, None, known) is check


# --- the commands, with a stand-in for spaCy

ASKS = [
    "How do I descale the kettle?",
    "how can i descale my kettle, i share it with Tatyana",
    "Descale the kettle: how?",
]
REPLIES = ["Boil vinegar in it twice.", "Boil vinegar in it twice. Tatyana can help.", "Boil vinegar in it twice."]


@pytest.fixture
def spacy(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A module with the part of spaCy's interface that is used, and one model that knows one name."""
    module = types.ModuleType("spacy")

    class Model:
        meta = {"lang": "en", "name": "tiny", "version": "1.0"}  # noqa: RUF012
        names = "Tatyana"
        pipe_names = ["ner"]  # noqa: RUF012
        pipe_labels = {"ner": ["GPE", "PERSON"]}  # noqa: RUF012

        def get_pipe_meta(self, name: str) -> types.SimpleNamespace:
            return types.SimpleNamespace(assigns=["doc.ents"])

        def __call__(self, text: str) -> types.SimpleNamespace:
            ents = [(match.span(), "PERSON") for match in re.finditer(self.names, text)]
            ents += [(match.span(), "GPE") for match in re.finditer("kettle", text)]
            return types.SimpleNamespace(
                ents=[types.SimpleNamespace(start_char=a, end_char=b, label_=label) for (a, b), label in ents]
            )

    def load(name: str, disable: object = ()) -> Model:
        if name != "en_tiny":
            raise OSError(f"[E050] Can't find model '{name}'.")
        return Model()

    module.__dict__.update(
        __version__="3.9", load=load, util=types.SimpleNamespace(get_installed_models=lambda: ["en_tiny"]), Model=Model
    )
    monkeypatch.setitem(sys.modules, "spacy", module)
    return module


@pytest.fixture
def export(tmp_path: Path) -> Path:
    rows = [f'{n},c{n}@post.example,"{a}","{b}"' for n, (a, b) in enumerate(zip(ASKS, REPLIES, strict=True))]
    return write_export(tmp_path / "export.csv", "id,customer,question,answer\n" + "\n".join(rows) + "\n")


def run(folder: Path, export: Path, *more: object) -> dict[str, object]:
    return dict(json.loads(invoke("run", export, "-w", folder / "w", "-o", folder / "p", "--json", *more).stdout))


def find_names_in(folder: Path) -> str:
    return str(invoke("redactions", "-w", folder / "w", "--sentences", "--format", "csv").stdout)


def test_run_finds_names_with_the_model_that_was_named(spacy: object, export: Path, tmp_path: Path) -> None:
    run(tmp_path, export, "--names-with", "spacy:en_tiny")
    assert "i share it with [name]" in find_names_in(tmp_path)
    assert "Tatyana" not in "".join(file.read_text("utf-8") for file in (tmp_path / "p").glob("*.md"))


def test_the_settings_name_it_as_well(spacy: object, export: Path, tmp_path: Path) -> None:
    house = write_export(tmp_path / "house.toml", '[privacy]\nnames_with = "spacy:en_tiny"\n')
    run(tmp_path, export, "--settings", house)
    assert "i share it with [name]" in find_names_in(tmp_path)


def test_another_model_means_that_everything_is_prepared_anew(
    spacy: types.ModuleType, export: Path, tmp_path: Path
) -> None:
    run(tmp_path, export)
    alone = find_names_in(tmp_path).count("[name]")
    spacy.Model.names = "Tatyana|vinegar"
    run(tmp_path, export, "--names-with", "spacy:en_tiny")
    assert find_names_in(tmp_path).count("[name]") > alone
    spacy.Model.meta = {**spacy.Model.meta, "version": "1.1"}
    spacy.Model.__call__ = lambda self, text: types.SimpleNamespace(ents=[])
    run(tmp_path, export, "--names-with", "spacy:en_tiny")
    assert find_names_in(tmp_path).count("[name]") == alone


def test_the_same_model_again_means_that_nothing_is_done(spacy: object, export: Path, tmp_path: Path) -> None:
    more = ("--names-with", "spacy:en_tiny")
    run(tmp_path, export, *more)
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "p").rglob("*")}
    said = invoke("run", export, "-w", tmp_path / "w", "-o", tmp_path / "p", *more).output
    assert "othing" in said
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "p").rglob("*")} == before


def test_match_takes_it_too(spacy: object, export: Path, tmp_path: Path) -> None:
    run(tmp_path, export, "--names-with", "spacy:en_tiny")
    posts = ("--posts", tmp_path / "p", "--include-drafts", "-w", tmp_path / "w")
    later = write_export(tmp_path / "later.csv", "id,question\n9,How do Tatyana and I descale the kettle?\n")
    said = invoke("match", later, *posts, "--format", "jsonl", "--names-with", "spacy:en_tiny").stdout
    assert json.loads(said)["decision"]
    assert "Tatyana" not in said
    assert b"Tatyana" not in (tmp_path / "w" / "state.db").read_bytes()


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("spacy:en_core_web_sm", r'cannot load the model "en_core_web_sm".*Installed: en_tiny.*spacy download'),
        ("spacy", r"Say which spaCy model.*Installed: en_tiny"),
        ("spaccy:en_tiny", r'no name finder called "spaccy".*Did you mean "spacy"'),
        ("presidio", r"needs presidio-analyzer.*pip install presidio-analyzer"),
    ],
)
def test_a_model_that_is_not_there_is_told(
    spacy: object, monkeypatch: pytest.MonkeyPatch, export: Path, tmp_path: Path, named: str, told: str
) -> None:
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)
    done = CliRunner().invoke(cli, ["run", str(export), "-w", str(tmp_path / "w"), "--names-with", named])
    assert done.exit_code == 1
    assert re.search(told, " ".join(done.output.split())), done.output
    assert not (tmp_path / "w" / "state.db").exists()


def test_without_spacy_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(PluginError, match=r"needs spacy.*pip install spacy; python -m spacy download"):
        load_plugin("name_finders", "spacy:en_tiny", find_plugins("name_finders"))


def test_a_model_that_knows_no_people_is_refused(spacy: types.ModuleType) -> None:
    spacy.Model.pipe_labels = {"ner": ["GPE"]}
    with pytest.raises(ModelError, match="finds no names of people"):
        SpacyNames("en_tiny")


def test_nothing_is_imported_unless_it_is_named(export: Path, tmp_path: Path) -> None:
    for library in ("spacy", "presidio_analyzer"):
        write_export(tmp_path / "path" / f"{library}.py", "import sys\nprint('IMPORTED', file=sys.stderr)\n")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'path')!r}); from enquiry2article.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, "run", str(export), "-w", str(tmp_path / "w"), "-o", str(tmp_path / "p")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "IMPORTED" not in done.stderr
    named = subprocess.run([*command, "--names-with", "spacy:x"], capture_output=True, text=True, check=False)
    assert "IMPORTED" in named.stderr


# --- the real libraries, where they are installed


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real spaCy model on the disk, whose names come from a list."""
    library = pytest.importorskip("spacy")
    folder = tmp_path_factory.mktemp("model") / "names"
    made = library.blank("en")
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": label, "pattern": word} for label, word in (("PERSON", "Tatyana"), ("ORG", "Slotwell"))]
    )
    made.to_disk(folder)
    return folder


def test_a_real_spacy_model_finds_its_names(model: Path) -> None:
    finder = load_plugin("name_finders", f"spacy:{model}", find_plugins("name_finders"))
    assert isinstance(finder, NameFinder)
    assert redact("I bought the Slotwell with Tatyana.", finder) == "I bought the Slotwell with [name]."
    assert SpacyNames(str(model)).name == finder.name


def test_a_real_presidio_finds_its_names(model: Path, tmp_path: Path) -> None:
    pytest.importorskip("presidio_analyzer")
    file = write_export(
        tmp_path / "presidio.yaml",
        f"nlp_engine_name: spacy\nmodels:\n  - lang_code: en\n    model_name: {json.dumps(str(model))}\n",
    )
    finder = load_plugin("name_finders", f"presidio:{file}", find_plugins("name_finders"))
    assert redact("I bought the Slotwell with Tatyana.", finder) == "I bought the Slotwell with [name]."


def test_a_real_presidio_is_not_let_download(tmp_path: Path) -> None:
    pytest.importorskip("presidio_analyzer")
    file = write_export(
        tmp_path / "presidio.yaml",
        "nlp_engine_name: spacy\nmodels:\n  - lang_code: xx\n    model_name: xx_no_such_model\n",
    )
    for wanted, told in (
        (f":{file}", "Presidio would download it"),
        (":qq", "would download one"),
        (":no.yaml", "neither"),
    ):
        with pytest.raises(ModelError, match=told):
            load_plugin("name_finders", f"presidio{wanted}", find_plugins("name_finders"))
