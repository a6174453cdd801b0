"""Lets the disk run full at many moments of a command and looks whether it says so, and whether the next one ends well.

    sudo python benchmarks/fill_the_disk.py [--sizes 25]

Workspace and drafts lie on a disk of memory that is made larger from try to try, from too small for anything to large
enough; then the same with the disk for temporary files. What must hold: one sentence and exit code 1, no trace; no
draft half-written; and once there is room, the same command ends with the outputs of one that always had room. The
scenes are those of `kill_at_random.py`. For Linux, as root, since it mounts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kill_at_random import (
    LEFTOVER,
    SCENES,
    Prepared,
    compare,
    finish,
    import_everything,
    look_after_kill,
    own_encoder,
    prepare,
    read_files,
    read_state,
    reset,
    start,
)

PAGE = 4096


def mount(place: Path, size: int) -> None:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(place)], check=True)


def enlarge(place: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


def unmount(place: Path) -> None:
    subprocess.run(["umount", str(place)], check=True)


def fill_once(prepared: Prepared, place: Path, room: int) -> tuple[bool, list[str]]:
    """Let a command have this much room beyond what is there already; gives whether it ran full, and what was wrong."""
    scene = prepared.scene
    sizes = (path.stat().st_size if path.is_file() else PAGE for path in prepared.start.rglob("*"))
    there = sum(-(-size // PAGE) * PAGE for size in sizes)
    reset(place, None)
    mount(place, there + PAGE * 4 + room)
    try:
        shutil.copytree(prepared.start, place, dirs_exist_ok=True)
        code = finish(start(place, scene.command))
        said = Path(f"{place}.stdout").read_text()
        ran_full, wrong = check_end(prepared, code, Path(f"{place}.stderr").read_text())
        enlarge(place, 1 << 30)
        wrong += look_after_kill(place, prepared.drafts, prepared.wanted.drafts, prepared.told)
        wrong += [f"{path} is left" for path in place.rglob("*") if LEFTOVER.fullmatch(path.name)]
        if ran_full:
            again = finish(start(place, scene.command))
            said = Path(f"{place}.stdout").read_text()
            wrong += [f"the next one ended with {again}"] if again != prepared.ended else []
        if scene.gone:
            said = prepared.wanted.said[0]
            everything = b"".join(read_files(place / "w").values())
            wrong += ["what was to be forgotten is still there"] if scene.gone.encode() in everything else []
        return ran_full, wrong + compare(read_state(place, scene, said), prepared.wanted)
    finally:
        unmount(place)


SMALL_CACHE = """
from enquiry2article import cli, temporary_store
temporary_store.CACHE_KIB = 16
cli.main()
"""


def fill_temporary(prepared: Prepared, place: Path, temporary: Path, room: int) -> tuple[bool, list[str]]:
    """Do so with the disk for temporary files alone, in a whole process, since SQLite asks once where that is."""
    reset(place, prepared.start)
    mount(temporary, room)
    settings = {**os.environ, "SQLITE_TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path[:2])}
    command = [sys.executable, "-c", SMALL_CACHE, *prepared.scene.command]
    done = subprocess.run(command, cwd=place, env=settings, capture_output=True, text=True)
    unmount(temporary)
    ran_full, wrong = check_end(prepared, done.returncode, done.stderr)
    said = done.stdout
    if ran_full:
        wrong += [] if "disk for temporary files" in done.stderr else [f"it said {done.stderr!r}"]
        again = finish(start(place, prepared.scene.command))
        wrong += [f"the next one ended with {again}"] if again != prepared.ended else []
        said = Path(f"{place}.stdout").read_text()
    return ran_full, wrong + compare(read_state(place, prepared.scene, said), prepared.wanted)


def check_end(prepared: Prepared, code: int, said: str) -> tuple[bool, list[str]]:
    """Say whether a command found its disk full, and what is wrong with its end: the usual one, or one sentence."""
    errors = [line for line in said.splitlines() if line.startswith("Error: ")]
    if code == prepared.ended and not errors:
        return False, []
    good = code == 1 and len(errors) == 1 and errors == said.splitlines()[-1:] and "Traceback" not in said
    return True, [] if good else [f"ended with {code}, saying {said[-1500:]!r}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, default=25)
    parser.add_argument("--scenes", nargs="*", default=[])
    chosen = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1795132800"
    begun, full, failed = time.monotonic(), 0, 0
    with own_encoder(), tempfile.TemporaryDirectory() as folder:
        import_everything()
        place, temporary = Path(folder, "place"), Path(folder, "temporary")
        for scene in SCENES:
            if chosen.scenes and not any(word in scene.name for word in chosen.scenes):
                continue
            prepared = prepare(scene, Path(folder), place, real=False)
            needed = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) * 2 + (1 << 20)
            for number in range(chosen.sizes):
                room = int(needed * (number / chosen.sizes) ** 2) // PAGE * PAGE
                ran_full, wrong = fill_once(prepared, place, room)
                full, failed = full + ran_full, failed + bool(wrong)
                end = "full, good" if ran_full else "enough"
                print(f"{scene.name}, {room >> 10} KiB: {'; '.join(wrong) or end}", flush=True)
            for room in (PAGE, 8 * PAGE) if scene.command[0] in ("run", "match") else ():
                ran_full, wrong = fill_temporary(prepared, place, temporary, room)
                end = "full, good" if ran_full else "enough"
                full, failed = full + ran_full, failed + bool(wrong)
                print(f"{scene.name}, temporary {room >> 10} KiB: {'; '.join(wrong) or end}", flush=True)
    print(f"the disk ran full {full} times, {failed} wrong, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
