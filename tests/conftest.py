"""Shared by all tests: a home of its own for each run, the commands as a user calls them, and a small workspace."""

import contextlib
import csv
import functools
import hashlib
import io
import json
import os
import pickle
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from enquiry2article.cli.main import cli
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.privacy import tagger
from enquiry2article.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
CASES_FOLDER = ROOT / "tests" / "cases"

EXPORTS = {
    "shop": EXAMPLES / "shop" / "helpdesk.csv",
    "software": EXAMPLES / "software" / "tickets.json",
    "tradesman": EXAMPLES / "tradesman" / "contact-form.csv",
    "workshop": EXAMPLES / "workshop" / "anfragen.csv",
}

SMALL_EXPORT = """id,date,customer,question,answer
1,2026-05-01,a@shop.example,How do I return a tent?,"Open your order, press Return and print the label. The label is free for 28 days."
2,2026-05-02,b@shop.example,how can i send a tent back,"Open your order and press Return, then print the label. Returns are free for 28 days."
3,2026-05-03,c@shop.example,I want to return my tent,"Hello! Open your order, press Return and print the label. Best wishes, Ann"
4,2026-05-04,d@shop.example,can I return the tent I bought?,"To return it, open your order and press Return."
5,2026-05-05,e@shop.example,When does the newsletter come out?,On the first of each month.
6,2026-05-06,f@shop.example,Which day is the newsletter sent?,The newsletter comes out on the first of each month.
7,2026-05-07,g@shop.example,what day do you send the newsletter,
8,2026-05-08,h@shop.example,Is the Keswick shop open on Boxing Day?,No.
"""  # noqa: E501


def pytest_addoption(parser):
    parser.addoption("--renew-golden", action="store_true", help="Take the drafts of today as the golden ones.")


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory):
    """Keep the user's cache folder out of the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(home))
        yield home


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory):
    """A folder of this session that all its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(autouse=True, scope="session")
def computed_once(shared_folder):
    """Let the two networks compute what they make of one input once a session, in whichever worker.

    Whatever is remembered is a result of this session for exactly this input: all token rows of a batch, since what a
    network gives for a text differs in the seventh digit with the texts beside it, or a sentence with what was found in
    it. Other processes that tests start compute by themselves.
    """
    folder = shared_folder / "computed"
    folder.mkdir(exist_ok=True)
    opened = {}
    open_network = MinilmEmbedder._open

    def open_once(embedder):
        if not opened:
            open_network(embedder)
            opened.update(vars(embedder), _session=RememberingSession(embedder._session, folder))
        vars(embedder).update(opened)

    tag = tagger._tag.__wrapped__

    @functools.lru_cache(maxsize=tagger._CACHED)
    def tag_once(text, told):
        return remember(folder, (text, told), lambda: tag(text, told))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MinilmEmbedder, "_open", open_once)
        patch.setattr(tagger, "_tag", tag_once)
        yield


class RememberingSession:
    """A session of ONNX Runtime that computes each input once."""

    def __init__(self, session, folder):
        self._session, self._folder = session, folder

    def run(self, names, inputs):
        key = [(name, array.shape, array.tobytes()) for name, array in inputs.items()]
        return remember(self._folder, key, lambda: self._session.run(names, inputs))


def remember(folder, key, compute):
    """Give what is kept under a key in a folder; compute and keep it first where nothing is."""
    file = folder / hashlib.sha256(pickle.dumps(key)).hexdigest()
    if file.exists():
        return pickle.loads(file.read_bytes())
    result = compute()
    # In one step, since another worker may be reading, or computing the same.
    partial = file.with_suffix(f".{os.getpid()}")
    partial.write_bytes(pickle.dumps(result))
    partial.replace(file)
    return result


@contextlib.contextmanager
def embed_each_text_once(workspace=None):
    """Let runs in several workspaces share the vectors of texts, beginning with those that a workspace keeps."""
    vectors = {}
    embed = MinilmEmbedder.embed

    def embed_once(embedder, texts):
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        if new and workspace:
            with Workspace.open(workspace) as state:
                vectors.update(state.vectors.load(embedder.name, new))
            new = [text for text in new if text not in vectors]
        if new:
            vectors.update(zip(new, embed(embedder, new), strict=True))
        return np.array([vectors[text] for text in texts], dtype=np.float32)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MinilmEmbedder, "embed", embed_once)
        yield


def invoke(*arguments, exit_code=0):
    """Call a command as a user does and give its result; a crash is raised, with its trace."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def write_export(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_small_shop(path):
    """Write the first 60 enquiries of the export that `demo` reads: as many as ten articles need."""
    with EXPORTS["shop"].open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows[:60]])
    return write_export(path, text.getvalue())


def load_questions(workspace):
    return [json.loads(line) for line in invoke("questions", "-w", workspace, "--format", "jsonl").stdout.splitlines()]


def read_folder(folder):
    """Every file of a folder as bytes, by its place in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="session")
def run_example(shared_folder):
    """Give what runs a bundled example, once a session, and gives its folder and the run's summary. Leave both as is.

    The first test that asks for an example runs it, in whichever worker; the others wait for its summary.
    """

    @functools.cache
    def run_once(name):
        folder = shared_folder / "examples" / name
        folder.mkdir(parents=True, exist_ok=True)
        summary = folder / "summary.json"
        try:
            (folder / "taken").touch(exist_ok=False)
        except FileExistsError:
            for _ in range(3000):
                if summary.exists():
                    break
                time.sleep(0.1)
            return folder, json.loads(summary.read_text(encoding="utf-8"))
        result = invoke("run", EXPORTS[name], "-w", folder / "workspace", "-o", folder / "posts", "--json")
        partial = write_export(folder / "partial.json", result.stdout)
        partial.rename(summary)
        return folder, json.loads(result.stdout)

    return run_once


@pytest.fixture(scope="session", params=EXPORTS)
def example(request, run_example):
    """A run on each of the bundled examples: its name, its folder, and the run's summary. Leave it as it is."""
    return request.param, *run_example(request.param)


@pytest.fixture(scope="session")
def small_workspace(tmp_path_factory):
    """A folder with a small export, its workspace and its posts."""
    folder = tmp_path_factory.mktemp("small")
    export = write_export(folder / "export.csv", SMALL_EXPORT)
    invoke("run", export, "-w", folder / "workspace", "-o", folder / "posts")
    return folder
