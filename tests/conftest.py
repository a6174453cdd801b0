"""Shared by all tests: a home of its own for each run, the commands as a user calls them, and a small workspace."""

import json
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from enquiry2article.cli import cli

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"

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


def invoke(*arguments, exit_code=0):
    """Call a command as a user does and give its result; a crash is raised, with its trace."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def write_export(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load_questions(workspace):
    return [json.loads(line) for line in invoke("questions", "-w", workspace, "--format", "jsonl").stdout.splitlines()]


def read_folder(folder):
    """Every file of a folder as bytes, by its place in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="session", params=EXPORTS)
def example(request, tmp_path_factory):
    """A run on each of the bundled examples: its name, its folder, and the run's summary. Leave it as it is.

    The first test that asks for an example runs it, in whichever worker; the others wait for its summary.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "examples" / request.param
    folder.mkdir(parents=True, exist_ok=True)
    summary = folder / "summary.json"
    try:
        (folder / "taken").touch(exist_ok=False)
    except FileExistsError:
        for _ in range(3000):
            if summary.exists():
                break
            time.sleep(0.1)
        return request.param, folder, json.loads(summary.read_text(encoding="utf-8"))
    result = invoke("run", EXPORTS[request.param], "-w", folder / "workspace", "-o", folder / "posts", "--json")
    partial = write_export(folder / "partial.json", result.stdout)
    partial.rename(summary)
    return request.param, folder, json.loads(result.stdout)


@pytest.fixture(scope="session")
def small_workspace(tmp_path_factory):
    """A folder with a small export, its workspace and its posts."""
    folder = tmp_path_factory.mktemp("small")
    export = write_export(folder / "export.csv", SMALL_EXPORT)
    invoke("run", export, "-w", folder / "workspace", "-o", folder / "posts")
    return folder
