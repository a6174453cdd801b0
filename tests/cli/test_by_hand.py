"""What people try by hand who know no Python: it works, or one sentence says what to do instead."""

import io
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conftest import SMALL_EXPORT, invoke, load_questions, write_export

from enquiry2article.cli.main import cli

HEADER = "id,date,question,answer\n"
KINDS = {
    "apart": ["How do I return a tent?", "When does the shop open?", "Can I pay by card?"],
    "identical": ["How do I return a tent?"] * 3,
    "empty": [""] * 3,
    "japanese": ["テントを返品するにはどうすればよいですか？", "お店は何時に開きますか？", "カードで払えますか？"],
    "signs": ["???", "😀😀", "..."],
}


def refuse(*arguments, exit_code=1, text="", **settings):
    """Call a command that is refused and give its sentence."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False, **settings)
    assert result.exit_code == exit_code, result.output
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith("Error: ")
    assert text in sentence
    return sentence


@pytest.fixture
def export(tmp_path):
    return write_export(tmp_path / "export.csv", SMALL_EXPORT)


# --- exports of any size


@pytest.mark.parametrize("kind", KINDS)
def test_no_export_is_too_small(tmp_path, kind):
    for count in range(4):
        for group_by in ([], ["--group-by", "id"]):
            rows = [f'{n},2026-05-0{n + 1},"{KINDS[kind][n]}",Open your order.\n' for n in range(count)]
            folder = tmp_path / f"{count}-{len(group_by)}"
            export = write_export(folder / "export.csv", HEADER + "".join(rows))
            result = CliRunner().invoke(
                cli,
                ["run", str(export), "-w", str(folder / "w"), "-o", str(folder / "o"), "--min-volume", "1", *group_by],
                catch_exceptions=False,
            )
            empty = count == 0 or kind == "empty"
            assert result.exit_code == 0 or (empty and "no enquiry" in result.stderr), result.output


# --- exports that are no files


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in its folders")
@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_what_is_piped_in_is_read_and_its_copy_deleted(tmp_path, name):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "enquiry2article", "run", name, "-w", "w", "-o", "o"],
        cwd=tmp_path, input=SMALL_EXPORT, capture_output=True, text=True, check=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert "Read standard-input as csv" in done.stdout
    assert ",standard-input," in invoke("ledger", "-w", tmp_path / "w", "--format", "csv").stdout
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such devices")
def test_a_device_and_an_empty_input_are_refused(tmp_path):
    refuse("run", "/dev/zero", "-w", tmp_path / "w", text="is a device and no file")
    command = [sys.executable, "-m", "enquiry2article", "run", "-", "-w", str(tmp_path / "w")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: standard-input is empty")


@pytest.mark.parametrize("address", ["https://shop.example/export.csv", "ftp://shop.example/a", "s3://bucket/a.csv"])
def test_an_address_is_told_to_be_downloaded(tmp_path, address):
    assert f"Error: {address} is an address" in refuse("run", address, "-w", tmp_path / "w", text="Download")


@pytest.mark.parametrize("address", ["ftp://shop.example/a", "s3://bucket/a.csv"])
def test_posts_are_fetched_from_the_web_only(address, small_workspace):
    options = ["-w", small_workspace / "workspace", "--posts", address]
    refuse("match", small_workspace / "export.csv", *options, text=f"{address} is no address of the web")


# --- options that cannot be meant


def test_sites_with_an_editor_of_their_own_are_told_how(tmp_path, export):
    for site, advice in (("wordpress", "--for html"), ("Ghost", "--for html"), ("zola", "--for markdown")):
        sentence = refuse("run", export, "-w", tmp_path / "w", "--for", site, text=advice)
        assert f"--for {site} is not needed" in sentence


@pytest.mark.parametrize(
    "options",
    [
        ["-w", "same", "-o", "same"],
        ["-w", "same", "-o", "same/drafts"],
        ["--group-by", "answer", "--grouping", "bertopic"],
        ["--group-by", "answer", "--detail", "more"],
        ["--url-template", "https://shop.example/{slug}/"],
        ["--keep", "Keswick", "--redact", "keswick"],
        ["-w", ""],
        ["-o", ""],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(export, options, monkeypatch):
    monkeypatch.chdir(export.parent)
    refuse("run", export, *options, exit_code=2)
    assert [path.name for path in export.parent.iterdir()] == [export.name]


def test_other_wrong_usage(export, monkeypatch):
    monkeypatch.chdir(export.parent)
    refuse("run", "", exit_code=2, text="it is empty")
    refuse("run", ".", exit_code=2, text="The workspace lies in .")
    refuse("export.csv", exit_code=2, text="enquiry2article run export.csv")
    refuse("questions", "--new", "--still-asked", exit_code=2, text="do not go together")
    refuse("run", "EXPORT.CSV", text="Did you mean export.csv?" if not (export.parent / "EXPORT.CSV").exists() else "")
    refuse("run", "a" * 5000, text="cannot be used (File name too long)" if os.name == "posix" else "")


def test_a_question_called_by_its_title_is_given_its_id(small_workspace):
    question = load_questions(small_workspace / "workspace")[0]
    called = question["title"].lower().rstrip("?")
    sentence = refuse("ignore", called, "-w", small_workspace / "workspace")
    assert sentence == f'Error: Name the question by its id: {question["id"]} is "{called}".'


# --- what is printed


def test_every_character_can_be_printed_into_a_file(tmp_path, small_workspace):
    workspace = shutil.copytree(small_workspace / "workspace", tmp_path / "w")
    question = load_questions(workspace)[0]["id"]
    invoke("rename", question, "テントの返品", "-w", workspace)
    command = [sys.executable, "-m", "enquiry2article", "questions", "-w", str(workspace)]
    # What a German Windows does with a pipe.
    plain = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, env=plain, capture_output=True, check=True)
    assert question.encode() in done.stdout


def test_output_that_is_no_terminal_gets_utf8(monkeypatch):
    from enquiry2article.cli.terminal import prepare_output

    written = io.BytesIO()
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    prepare_output()
    print("テント", flush=True)
    assert written.getvalue().decode("utf-8").strip() == "テント"


# --- a workspace in a git repository


@pytest.fixture
def repository(tmp_path):
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def list_taken(folder):
    """What `git add .` would take along."""
    command = ["git", "-C", str(folder), "status", "--porcelain", "--untracked-files=all"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {line[3:].strip('"') for line in lines}


def test_git_takes_no_workspace_along(repository, small_workspace, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(small_workspace / "workspace", repository / "state")
    assert list_taken(repository) == set()
    # One of an earlier version, which had none.
    (repository / "state" / ".gitignore").unlink()
    assert list_taken(repository) != set()
    invoke("forget", "nobody", "-w", repository / "state")
    assert list_taken(repository) == set()
    invoke("export", elsewhere / "moved.zip", "-w", repository / "state")
    invoke("import", elsewhere / "moved.zip", "-w", repository / "moved")
    assert list_taken(repository) == set()
    (repository / "state" / ".gitignore").unlink()
    (repository / "state" / "state.db").write_bytes(b"damaged")
    invoke("repair", "-w", repository / "state")
    assert list_taken(repository) == set()


def test_a_workspace_among_other_files_hides_none_of_them(repository, export):
    # The export lies in the same folder.
    invoke("run", export, "-w", repository, "-o", repository.parent / f"{repository.name}-drafts")
    assert "export.csv" in list_taken(repository)
    assert not (repository / ".gitignore").exists()


def test_a_question_that_becomes_no_draft_is_told_of(tmp_path):
    rows = [
        ("a", "Where is my kite?", "I have looked: yours left on Tuesday."),
        ("b", "where is my kite please", "Yours has just been found in our van, I will bring it."),
        ("c", "Where's my kite?", "I sent you another one this morning."),
    ]
    text = "customer,question,answer\n" + "".join(f'{who},"{asked}","{told}"\n' for who, asked, told in rows)
    export = write_export(tmp_path / "kites.csv", text)
    said = invoke("run", export, "-w", tmp_path / "w", "-o", tmp_path / "p").output
    assert "0 articles" in said
    assert "Not drafted: 1 question" in said
