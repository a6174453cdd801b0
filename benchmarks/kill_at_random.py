"""Kills commands at random moments and looks whether the next ones end as if nothing had happened.

    python benchmarks/kill_at_random.py                    100 kills, half by the clock, half at a step of writing
    python benchmarks/kill_at_random.py --kills 20 --real  whole programs with the real encoder, by the clock only

Each kill takes a workspace as one of the scenes below has it, starts the scene's command, kills it with SIGKILL, looks
at what lies there, and lets the command run to its end. What must hold:

- After the kill, every draft is as it was before or as it is to be; the workspace can be read, is whole, and tells
  either the state before or the one after.
- After the next run, drafts, questions, ledger, summary, proposals and what is kept about personal data are those of an
  undisturbed run, to the byte; no row is there twice or missing; nothing is left of half-written files.

By the clock, the moments are spread evenly over the time of an undisturbed command. Most of that is computing, so the
other half of the kills is at steps: just before a statement of SQLite or a change to a file, whichever was drawn.

Every command is a process of its own, forked from one that has run before; that, and an encoder that only counts words,
makes a hundred kills a matter of minutes. For Linux and macOS.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import itertools
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, closing, contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from enquiry2article.cli.main import cli
from enquiry2article.domain.errors import EnquiryToArticleError
from enquiry2article.storage.connection import NoWorkspace
from enquiry2article.storage.workspace import Workspace

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "tradesman" / "contact-form.csv"

FORGET = "customer7@post.example"
SECRET = "the zinc cowl whistles"
"""What only that customer wrote."""

LEFTOVER = re.compile(r"\..*\.tmp|.*\.part")


class CountedWords:
    """An encoder of no wits: how often each word and each three letters occur, hashed into 256 places."""

    name = "counted-words"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                for piece in (word, *(word[at : at + 3] for at in range(len(word) - 2))):
                    digest = hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=4).digest()
                    row[int.from_bytes(digest) % 256] += 1
            row[0] += 0.01
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A command, and how the folder is before it."""

    name: str
    before: Callable[[Path], None]
    """Makes of an empty folder what the command begins with."""
    command: list[str]
    after: list[list[str]] = field(default_factory=list)
    """Commands whose output is to be the same as undisturbed, besides those that are always asked."""
    gone: str = ""
    """What may be found in no file of the workspace after the command."""


@dataclass(frozen=True)
class State:
    """Everything that a person can see of a folder, and what can be counted."""

    drafts: dict[str, bytes]
    proposals: dict[str, bytes]
    said: tuple[str, ...]
    counts: dict[str, int]


@dataclass
class Kill:
    """How to kill a process: after some seconds, or at the step of some number."""

    seconds: float = 0.0
    step: int = 0


# -- processes --------------------------------------------------------------------------------------------------------


def start(place: Path, command: Sequence[str], *, step: int = 0, count_to: Path | None = None) -> int:
    """Start a command as a process of its own; it kills itself just before the step of this number, if there is one."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        os.chdir(place)
        for number, name in ((1, "stdout"), (2, "stderr")):
            handle = os.open(f"{place}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(handle, number)
        steps = watch_steps(step, count_to)
        try:
            cli(list(command), prog_name="enquiry2article")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        sys.stdout.flush()
        if count_to is not None:
            count_to.write_text(str(steps()))
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def watch_steps(step: int, count_to: Path | None) -> Callable[[], int]:
    """Count the statements of SQLite and the changes to files in this process, and kill it at one of them."""
    count = 0

    def take_step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    last = ""

    def see_statement(statement: str) -> None:
        nonlocal last
        kind = statement.lstrip().split(" ", 1)[0].upper()
        # Rows of one statement are one step, but for every fortieth.
        if kind not in ("SELECT", "--") and (statement[:30] != last or random.random() < 0.025):
            take_step()
        last = statement[:30]

    if step or count_to is not None:
        random.seed(1)
        connect = sqlite3.connect

        def connect_and_watch(*arguments: object, **settings: object) -> sqlite3.Connection:
            connection = connect(*arguments, **settings)  # type: ignore[call-overload]
            connection.set_trace_callback(see_statement)
            return connection

        sqlite3.connect = connect_and_watch  # type: ignore[assignment]
        own = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "tempfile.mkstemp")
        writing = os.O_WRONLY | os.O_RDWR

        def see_event(event: str, arguments: tuple[object, ...]) -> None:
            if event in own or (event == "open" and isinstance(arguments[2], int) and arguments[2] & writing):
                take_step()

        sys.addaudithook(see_event)
    return lambda: count


def finish(process: int) -> int:
    """Wait for a process; gives its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def call(place: Path, *command: str) -> str:
    """Let a command run to its end and give what it printed."""
    code = finish(start(place, command))
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}: {Path(f'{place}.stderr').read_text()}")
    return Path(f"{place}.stdout").read_text()


def call_whole(place: Path, command: Sequence[str], kill_after: float = 0.0) -> int:
    """Start the program as a user does; gives its exit code."""
    with (
        Path(f"{place}.stdout").open("w") as out,
        Path(f"{place}.stderr").open("w") as err,
        subprocess.Popen(
            [sys.executable, "-m", "enquiry2article", *command], cwd=place, stdout=out, stderr=err
        ) as process,
    ):
        try:
            return process.wait(kill_after or None)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


# -- what is looked at ------------------------------------------------------------------------------------------------

ASKED = (
    ["questions", "--format", "jsonl"],
    ["ledger", "--format", "csv"],
    ["redactions", "--format", "csv"],
    ["redactions", "--format", "csv", "--sentences"],
    ["redactions"],
)


def read_state(place: Path, scene: Scene, said: str) -> State:
    """Look at everything; `said` is what the command printed."""
    return State(
        drafts=read_files(place / "p"),
        proposals={**read_files(place / "w" / "proposed-changes"), **read_files(place / "w" / "proposed-sections")},
        said=(read_summary(said), *(call(place, *command, "-w", "w") for command in (*ASKED, *scene.after))),
        counts=count_rows(place / "w" / "state.db"),
    )


def read_files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def read_summary(said: str) -> str:
    """Give a run's summary; how many drafts it wrote itself depends on what the killed one had written already."""
    try:
        summary = json.loads(said)
    except ValueError:
        return said
    if isinstance(summary, dict) and "drafts" in summary:
        counts = summary["drafts"]
        written = sum(counts.pop(name, 0) for name in ("create", "update", "same"))
        summary["drafts"] = {**counts, "ours": written}
    return json.dumps(summary, indent=1)


def count_rows(database: Path) -> dict[str, int]:
    """Count the rows of each table. Hashes are not compared: the key is another in each new workspace."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in tables
            if not table.startswith("sqlite_")
        }


def compare(found: State, wanted: State) -> list[str]:
    """Say what differs."""
    wrong = []
    for what in ("drafts", "proposals"):
        ours, theirs = getattr(found, what), getattr(wanted, what)
        wrong += [
            f"{what}: {name} {'differs' if name in ours and name in theirs else 'is missing or too many'}"
            for name in sorted(ours.keys() | theirs.keys())
            if ours.get(name) != theirs.get(name)
        ]
    for number, (ours, theirs) in enumerate(zip(found.said, wanted.said, strict=True)):
        if ours != theirs:
            lines = zip((*ours.splitlines(), ""), (*theirs.splitlines(), ""), strict=False)
            line = next((pair for pair in lines if pair[0] != pair[1]), ("fewer lines", "more lines"))
            wrong.append(f"output {number}: {line[0][:300]!r} instead of {line[1][:300]!r}")
    if found.counts != wanted.counts:
        pairs = {name: (found.counts.get(name), count) for name, count in wanted.counts.items()}
        wrong.append(f"rows: { ({name: pair for name, pair in pairs.items() if pair[0] != pair[1]}) }")
    return wrong


def look_after_kill(place: Path, before: dict[str, bytes], after: dict[str, bytes], told: Sequence[str]) -> list[str]:
    """Say what is wrong right after the kill."""
    wrong = []
    for name, content in read_files(place / "p").items():
        if not LEFTOVER.fullmatch(name.rpartition("/")[2]) and content not in (before.get(name), after.get(name)):
            wrong.append(f"{name} is half-written")
    wrong += [f"{name} is gone" for name in before if name in after and not (place / "p" / name).is_file()]
    try:
        with Workspace.open(place / "w") as state:
            if damage := state.find_damage():
                wrong.append(f"the workspace is damaged: {damage}")
            if read_results(state) not in told:
                wrong.append("the workspace tells neither the state before nor the one after")
    except NoWorkspace:
        pass
    except EnquiryToArticleError as error:
        wrong.append(str(error))
    return wrong


def read_results(state: Workspace) -> str:
    return repr((state.results.load_questions(), state.results.load_ledger(), state.facts.load("calibration")))


def read_results_of(folder: Path) -> str:
    try:
        with Workspace.open(folder) as state:
            return read_results(state)
    except NoWorkspace:
        return ""


# -- scenes -----------------------------------------------------------------------------------------------------------


def make_exports(place: Path) -> None:
    """Write three exports of an invented plumber, with who asked: March, March and April, and what comes later."""
    with EXAMPLE.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    header = ["id", *rows[0]]
    told = []
    for number, row in enumerate(rows):
        row["your-email"] = f"customer{number % 90}@post.example"
        row["your-message"] += f" And {SECRET} in the wind, is that the flue?" if number == 97 else ""
        told.append([f"c{number}", *row.values()])
    for name, part in (("march", told[:110]), ("april", told[70:150]), ("later", told[140:])):
        with (place / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *part])


def run_march(place: Path) -> None:
    make_exports(place)
    call(place, *RUN, "march.csv")


def run_april(place: Path) -> None:
    run_march(place)
    edit_and_decide(place)
    call(place, *RUN, "april.csv")


def edit_and_decide(place: Path) -> None:
    """Do what a person does between two runs: change a draft, delete one, decide something."""
    drafts = sorted((place / "p").glob("*.md"))
    drafts[1].write_text(drafts[1].read_text("utf-8") + "\nMy own words.\n", "utf-8")
    drafts[2].unlink()
    first, second = (json.loads(line) for line in call(place, *QUESTIONS).splitlines()[:2])
    call(place, "ignore", "-w", "w", first["id"])
    call(place, "answered-by", "-w", "w", second["id"], "https://plumber.example/blog/prices/")


def run_march_and_decide(place: Path) -> None:
    run_march(place)
    edit_and_decide(place)


EMBEDDER = ["--embedder", "counted-words"]
RUN = ["run", "-w", "w", "-o", "p", "--json", *EMBEDDER]
QUESTIONS = ["questions", "-w", "w", "--format", "jsonl"]
MATCH = ["match", "later.csv", "-w", "w", "--posts", "p", "--include-drafts", "--format", "jsonl", *EMBEDDER]

SCENES = [
    Scene(name="first run", before=make_exports, command=[*RUN, "march.csv"]),
    Scene(name="next month", before=run_march_and_decide, command=[*RUN, "april.csv"]),
    Scene(name="texts kept 60 days", before=run_april, command=[*RUN, "later.csv", "--retain-days", "60"]),
    Scene(name="match", before=run_march, command=MATCH),
    Scene(name="forget", before=run_april, command=["forget", FORGET, "-w", "w"], gone=SECRET),
]


# -- the series -------------------------------------------------------------------------------------------------------


@dataclass
class Prepared:
    """A scene with what was found out about it undisturbed."""

    scene: Scene
    start: Path
    drafts: dict[str, bytes]
    wanted: State
    told: tuple[str, str]
    seconds: float
    steps: int
    ended: int
    """The exit code: 1 if a draft was refused."""


def prepare(scene: Scene, folder: Path, place: Path, real: bool) -> Prepared:
    """Run a scene undisturbed."""
    kept = folder / scene.name.replace(" ", "-")
    reset(place, None)
    scene.before(place)
    shutil.copytree(place, kept)
    told = read_results_of(place / "w") or repr(([], [], ""))
    drafts = read_files(place / "p")
    begun = time.monotonic()
    ended = call_whole(place, scene.command) if real else finish(start(place, scene.command))
    if ended not in (0, 1):
        raise SystemExit(f"{scene.name} ended with {ended}: {Path(f'{place}.stderr').read_text()}")
    seconds = time.monotonic() - begun
    wanted = read_state(place, scene, Path(f"{place}.stdout").read_text())
    if scene.gone and "0 rows tell of them now" not in wanted.said[0]:
        raise SystemExit(f"{scene.name}: nothing was forgotten: {wanted.said[0]}")
    after = read_results_of(place / "w")
    steps = 0
    if not real:
        reset(place, kept)
        counted = folder / "steps"
        begun = time.monotonic()
        finish(start(place, scene.command, count_to=counted))
        seconds = min(seconds, time.monotonic() - begun)
        steps = int(counted.read_text())
        again = read_state(place, scene, Path(f"{place}.stdout").read_text())
        if wrong := compare(again, wanted):
            raise SystemExit(f"{scene.name}: two undisturbed runs differ: {wrong}")
    print(f"{scene.name}: {seconds:.1f} s, {steps} steps, {len(wanted.drafts)} drafts", flush=True)
    return Prepared(scene, kept, drafts, wanted, (told, after), seconds, steps, ended)


def reset(place: Path, kept: Path | None) -> None:
    """Let a folder be as it was; always the same one, since a workspace knows where its drafts are."""
    shutil.rmtree(place, ignore_errors=True)
    if kept is None:
        place.mkdir(parents=True)
    else:
        shutil.copytree(kept, place)


def kill_once(prepared: Prepared, place: Path, kill: Kill, real: bool) -> tuple[bool, list[str]]:
    """Do one kill; gives whether the command was still running, and what was wrong."""
    scene = prepared.scene
    reset(place, prepared.start)
    if real:
        code = call_whole(place, scene.command, kill.seconds)
    else:
        process = start(place, scene.command, step=kill.step)
        if not kill.step:
            time.sleep(kill.seconds)
            with_kill(process)
        code = finish(process)
    if code != -signal.SIGKILL:
        return False, [] if code == prepared.ended else [
            f"ended with {code}: {Path(f'{place}.stderr').read_text()[-2000:]}"
        ]
    wrong = look_after_kill(place, prepared.drafts, prepared.wanted.drafts, prepared.told)
    code = call_whole(place, scene.command) if real else finish(start(place, scene.command))
    said = Path(f"{place}.stdout").read_text()
    if code != prepared.ended:
        return True, [*wrong, f"the next one ended with {code}: {Path(f'{place}.stderr').read_text()[-2000:]}"]
    if scene.gone:  # the second time, there is nobody left to forget
        said = prepared.wanted.said[0]
        everything = b"".join(read_files(place / "w").values())
        wrong += ["what was to be forgotten is still there"] if scene.gone.encode() in everything else []
    wrong += compare(read_state(place, scene, said), prepared.wanted)
    wrong += [f"{path} is left" for path in place.rglob("*") if LEFTOVER.fullmatch(path.name)]
    wrong += [f"{path} is open to others" for path in (place / "w").glob("*.db*") if path.stat().st_mode & 0o077]
    return True, wrong


def with_kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def draw_kills(prepared: Sequence[Prepared], number: int, seed: int, real: bool) -> Iterator[tuple[Prepared, Kill]]:
    """Give kills without end: scenes by turns, runs twice as often; `number` spread the moments over the whole time."""
    dice = random.Random(seed)
    runs = [one for one in prepared if one.scene.command[0] == "run"]
    turns = [*runs, *prepared]
    rounds = max(1, number // len(turns))
    for at in itertools.count():
        one, turn = turns[at % len(turns)], at // len(turns)
        if real or turn % 2 == 0:
            share = (turn % (rounds + 1) + dice.random()) / (rounds + 1)
            yield one, Kill(seconds=0.02 + share * one.seconds)
        else:
            yield one, Kill(step=dice.randint(1, one.steps))


@contextmanager
def own_encoder() -> Iterator[None]:
    """Put the light encoder where plug-ins are found, for this process and those it starts."""
    with tempfile.TemporaryDirectory() as folder:
        info = Path(folder, "counted_words-1.0.dist-info")
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: counted-words\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(
            "[enquiry2article.embedders]\ncounted-words = kill_at_random:CountedWords\n"
        )
        sys.path[:0] = [folder, str(Path(__file__).resolve().parent)]
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", action="store_true", help="whole programs, with the real encoder")
    parser.add_argument("--scenes", nargs="*", default=[], help="only those whose names hold one of these words")
    chosen = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1795132800"
    scenes = [s for s in SCENES if not chosen.scenes or any(word in s.name for word in chosen.scenes)]
    begun = time.monotonic()
    with own_encoder(), tempfile.TemporaryDirectory() as folder:
        if chosen.real:
            for command in [RUN, MATCH, *(scene.command for scene in scenes)]:
                command[:] = [word for word in command if word not in EMBEDDER]
        place = Path(folder, "place")
        if not chosen.real:
            warm_up(place)
        prepared = [prepare(scene, Path(folder), place, chosen.real) for scene in scenes]
        killed, failed = 0, 0
        for number, (one, kill) in enumerate(draw_kills(prepared, chosen.kills, chosen.seed, chosen.real), start=1):
            if killed == chosen.kills:
                break
            running, wrong = kill_once(one, place, kill, chosen.real)
            killed += running
            failed += bool(wrong)
            moment = f"step {kill.step} of {one.steps}" if kill.step else f"{kill.seconds:.2f} of {one.seconds:.2f} s"
            told = "; ".join(wrong) or ("good" if running else "ended before")
            print(f"{number:4} {one.scene.name}, {moment}: {told}", flush=True)
    print(f"{killed} commands killed, {failed} wrong, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(failed))


def warm_up(place: Path) -> None:
    """Run once in this process, so that a forked one has imported everything, opened its dictionaries and the network
    that finds personal data, and tagged the sentences: its time is then that of what it reads and writes.
    """
    reset(place, None)
    make_exports(place)
    for name in ("march", "april", "later"):
        with chdir(place), redirect_stdout(io.StringIO()):
            cli([*RUN, f"{name}.csv"], standalone_mode=False)


if __name__ == "__main__":
    main()
