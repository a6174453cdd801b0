"""What a stranger installs: the wheel carries the templates and the examples, and `demo` runs from it alone."""

import shutil
import subprocess
import sys
import zipfile

from conftest import EXPORTS, ROOT, write_small_shop


def test_demo_runs_from_a_wheel_installed_elsewhere(tmp_path):
    # Built from a copy, so that nothing left over from an earlier build gets into the wheel.
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests", "docs")
    shutil.copytree(ROOT, source, ignore=ignored)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", source],
        check=True,
        capture_output=True,
    )
    [wheel] = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "enquiry2article/templates/article.md.j2" in names
    assert "enquiry2article/examples/shop/helpdesk.csv" in names
    assert "enquiry2article/py.typed" in names
    target = tmp_path / "elsewhere"
    zipfile.ZipFile(wheel).extractall(target)
    export = target / "enquiry2article" / "examples" / "shop" / "helpdesk.csv"
    assert export.read_bytes() == EXPORTS["shop"].read_bytes()
    write_small_shop(export)
    # -P and a working folder elsewhere: nothing of the checkout is on the path, and the target comes first.
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import enquiry2article as e; "
        "assert e.__file__.startswith(sys.path[0]), e.__file__; from enquiry2article.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, target, "demo", "-o", tmp_path / "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "demo" / "drafts").glob("*.md"))) >= 5
    assert "Look at:" in done.stdout
