"""The finished drafts of two examples, as files to read: what a change does to them shows in the diff.

Renew them, and read what changed, with: python -m pytest tests/end_to_end/test_golden.py --renew-golden
"""

import shutil

import pytest
from conftest import ROOT, read_folder

GOLDEN = ROOT / "tests" / "golden"


def test_drafts_are_as_they_were_read_last(example, request):
    name, folder, _ = example
    if name not in ("shop", "software"):
        return
    golden = GOLDEN / name
    if request.config.getoption("--renew-golden"):
        shutil.rmtree(golden, ignore_errors=True)
        shutil.copytree(folder / "posts", golden)
    now, then = read_folder(folder / "posts"), read_folder(golden)
    assert sorted(now) == sorted(then)
    changed = [path for path in now if now[path] != then[path]]
    if changed:
        assert now[changed[0]].decode() == then[changed[0]].decode(), f"{len(changed)} drafts are not as they were"


@pytest.mark.parametrize("name", ["shop", "software"])
def test_no_golden_draft_is_left_over(name):
    assert any((GOLDEN / name).glob("*.md"))
