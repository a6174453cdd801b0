"""A stranger follows docs/architecture.md: a reader in a package of their own, found by its entry point."""

import os
import subprocess
import sys

from conftest import write_export

READER = """
from enquiry2article import Author, BadRow, Enquiry, Reader, Turn


class NotebookReader(Reader):
    title = "a notebook: one question a line"

    def recognise(self, file):
        return "it is called so" if file.suffix == ".notebook" else ""

    def read(self, file, options):
        with file.open() as stream:
            lines = stream.read().decode().splitlines()
        for number, line in enumerate(lines, start=1):
            if line.startswith("?"):
                yield BadRow(source=f"{file.name}:{number}", reason="this line is unreadable")
            else:
                turn = Turn(author=Author.CUSTOMER, text=line)
                yield Enquiry(id=str(number), source=f"{file.name}:{number}", turns=(turn,))
"""


def test_a_reader_of_ones_own(tmp_path):
    site = tmp_path / "site"
    write_export(site / "notebook_reader.py", READER)
    write_export(site / "notebook-1.0.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: notebook\nVersion: 1.0\n")
    write_export(
        site / "notebook-1.0.dist-info" / "entry_points.txt",
        "[enquiry2article.readers]\nnotebook = notebook_reader:NotebookReader\n",
    )
    export = write_export(tmp_path / "asked.notebook", "How do I pay?\nhow can I pay\nhow do i pay please\n?\n")
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def call(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "enquiry2article", *map(str, arguments)],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "a notebook: one question a line" in call("formats")
    said = call("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts")
    assert "Read asked.notebook as notebook (it is called so): 3 enquiries" in said
    assert "asked.notebook:4: this line is unreadable" in said
    assert call("ledger", "-w", tmp_path / "workspace", "--format", "csv").count("\n") == 5
