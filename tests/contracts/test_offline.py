"""Nothing leaves the computer: each command is watched from outside, by the system calls that it makes.

`strace` sees also what libraries do that are not written in Python. Where it is missing, the second test still shows
that a run needs no network and leaves nothing in the user's home but our own cache.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SMALL_EXPORT, write_export, write_small_shop

from enquiry2article.domain.offline import REPORTS

STRACE = shutil.which("strace")

CALLS = (
    "%network,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat"
)

NETWORK = re.compile(r"(?:socket|socketpair|connect|bind|listen|accept4?|send\w*|recv\w*|[gs]etsockopt|get\w+name)\(")

CHANGING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")

PATH = re.compile(r'(?:<(?P<folder>/[^>"]*)>, )?"(?P<path>[^"]*)"')

MEMORY = ("/dev/null", "/dev/shm/sem.")
"""Not on the disk: the semaphores of a program's own threads lie in memory."""

COMMANDS = {
    "demo": ["demo", "-o", "demo"],
    "run": ["run", "export.csv", "-w", "workspace", "-o", "drafts", "--for", "hugo"],
    "match": ["match", "export.csv", "-w", "demo/workspace", "--posts", "demo/drafts", "--include-drafts"],
    "coverage": ["coverage", "-w", "demo/workspace", "--posts", "posts"],
    "saved-replies": [
        "saved-replies",
        "-w",
        "demo/workspace",
        "--posts",
        "demo/drafts",
        "--include-drafts",
        "-o",
        "replies",
    ],
    "publish": ["publish", "demo/drafts", "--to", "wordpress", "-o", "drafts/import"],
    "questions": ["questions", "-w", "demo/workspace", "--format", "jsonl"],
    "ledger": ["ledger", "-w", "demo/workspace"],
    "redactions": ["redactions", "-w", "demo/workspace", "--sentences"],
    "runs": ["runs", "-w", "demo/workspace"],
    "forget": ["forget", "a@shop.example", "-w", "workspace"],
    "export": ["export", "moved.zip", "-w", "demo/workspace"],
    "import": ["import", "moved.zip", "-w", "moved"],
    "repair": ["repair", "-w", "demo/workspace"],
    "formats": ["formats"],
    "doctor": ["doctor", "-w", "demo/workspace"],
}
"""In an order in which each finds what it needs."""

OWN = ("demo", "workspace", "drafts", "replies", "moved", "moved.zip", ".moved", "home/.cache/enquiry2article", "tmp")
"""Where they may write: below these, or what begins like these."""

START = ("-m", "enquiry2article")
DEMO = (
    "from pathlib import Path; from enquiry2article.cli import main as cli\n"
    "cli.find_examples = lambda: Path('examples').resolve()\ncli.main()"
)
"""The program with a smaller example: what the demo asks of the system does not depend on how much it reads."""


def make_environment(folder):
    """An environment with an empty home, and none of the switches."""
    kept = {name: value for name, value in os.environ.items() if name not in REPORTS and not name.startswith("XDG_")}
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    own = {"HOME": folder / "home", "TMPDIR": folder / "tmp", "SQLITE_TMPDIR": folder / "tmp"}
    # Compiled modules beside the program are Python's, and there after the first start.
    return {**kept, **{name: str(path) for name, path in own.items()}, "PYTHONDONTWRITEBYTECODE": "1"}


def trace(folder, name, command, environment):
    """Run a command under strace and give its result and the system calls of all its threads."""
    logs = folder / "traces" / name
    logs.mkdir(parents=True)
    done = subprocess.run(
        [STRACE, "-ff", "--seccomp-bpf", "-qq", "-y", "-e", "signal=none", "-e", f"trace={CALLS}", "-o", logs / "t",
         *command],
        cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return done, [line for log in sorted(logs.iterdir()) for line in log.read_text(errors="replace").splitlines()]


def list_changed(calls, folder):
    """Every path that was opened to be written, made, moved or deleted, and was there for it."""
    for line in calls:
        call, _, result = line.rpartition(" = ")
        if result.startswith("-1") or NETWORK.match(line):
            continue
        if line.startswith(("open", "creat")) and not (CHANGING.search(line) or line.startswith("creat")):
            continue
        for found in PATH.finditer(call):
            yield Path(os.path.normpath(folder / (found["folder"] or "") / found["path"]))


def is_allowed(path, folder):
    if str(path).startswith(MEMORY) or path == folder / "home" / ".cache":
        return True
    return any(path.is_relative_to(folder / own) or str(path).startswith(f"{folder / own}.") for own in OWN)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A folder in which all commands have run, and for each its result and its calls."""
    if not STRACE:
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("watched").resolve()
    write_export(folder / "export.csv", SMALL_EXPORT)
    write_export(folder / "posts" / "returns.md", "---\ntitle: How do I return something?\n---\nPrint the label.\n")
    environment = make_environment(folder)
    done, _ = trace(folder, "try", ["true"], environment)
    if done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()}")
    write_small_shop(folder / "examples" / "shop" / "helpdesk.csv")
    return folder, {
        name: trace(folder, name, [sys.executable, *(["-c", DEMO] if name == "demo" else START), *options], environment)
        for name, options in COMMANDS.items()
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_opens_no_socket_and_asks_no_name_server(watched, name):
    _, found = watched
    done, calls = found[name]
    assert done.returncode == 0, done.stderr
    assert any(line.startswith("openat(") for line in calls)
    assert [line for line in calls if NETWORK.match(line)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_only_where_it_was_told_to(watched, name):
    folder, found = watched
    assert [path for path in list_changed(found[name][1], folder) if not is_allowed(path, folder)] == []


def test_the_home_of_the_user_stays_empty_but_for_our_cache(watched):
    folder, _ = watched
    assert [path.name for path in (folder / "home").iterdir()] == [".cache"]
    assert [path.name for path in (folder / "home" / ".cache").iterdir()] == ["enquiry2article"]


def test_a_question_to_a_name_server_and_a_stray_file_would_be_seen(tmp_path):
    if not STRACE:
        pytest.skip("strace is not installed")
    folder = tmp_path.resolve()
    code = (
        "import os, pathlib, socket; pathlib.Path('stray').mkdir(); pathlib.Path('stray/a').write_text('a')\n"
        "try: socket.getaddrinfo('support.invalid', 443)\nexcept OSError: pass"
    )
    done, calls = trace(folder, "stray", [sys.executable, "-c", code], make_environment(folder))
    if done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()}")
    assert any(NETWORK.match(line) for line in calls)
    assert {folder / "stray", folder / "stray" / "a"} <= set(list_changed(calls, folder))
    assert not is_allowed(folder / "stray" / "a", folder)


def find_way_without_network():
    """The beginning of a command that runs the rest in a network namespace without a route, where that is allowed."""
    way = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
        return way
    return []


def test_a_run_without_any_network_is_complete_and_leaves_the_home_empty(tmp_path):
    write_export(tmp_path / "export.csv", SMALL_EXPORT)
    start = [*find_way_without_network(), sys.executable, "-m", "enquiry2article"]
    done = subprocess.run(
        [*start, "run", "export.csv"], cwd=tmp_path, env=make_environment(tmp_path), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "drafts").glob("*.md"))
    home = tmp_path / "home"
    left = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    assert all(path.startswith((".cache/enquiry2article/", "Library/Caches/enquiry2article/")) for path in left), left


def test_doctor_says_what_is_switched_off_and_what_earlier_runs_left(tmp_path):
    environment = make_environment(tmp_path)
    left = tmp_path / "home" / ".cache" / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    command = [sys.executable, "-m", "enquiry2article", "doctor"]
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert "reports of onnxruntime to its maker (ORT_DISABLE_TELEMETRY)" in told
    assert "can be deleted" not in told
    left.mkdir(parents=True)
    environment["HF_HUB_OFFLINE"] = "0"
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert f"{left} holds a device identifier" in told
    assert "your environment allows downloads by huggingface-hub (HF_HUB_OFFLINE)" in told


def test_a_wish_of_the_environment_to_report_counts_for_nothing(tmp_path):
    code = "import os, enquiry2article; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {**os.environ, "ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_onnxruntime_is_imported_in_one_place_only():
    package = ROOT / "enquiry2article"
    importing = re.compile(r"^\s*(?:import|from) onnxruntime\b", re.MULTILINE)
    found = [path.name for path in package.rglob("*.py") if importing.search(path.read_text(encoding="utf-8"))]
    assert found == ["offline.py"]
