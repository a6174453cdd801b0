"""Every reader from an export as its program writes it to a finished draft, by the command that users call.

`cases/drafts/expected.toml` says for each reader which file it gets and what has to come of it.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from conftest import ROOT, invoke, read_folder

from enquiry2article.cli.reading import load_readers
from enquiry2article.matching.replies.extract import is_outline

CASES = ROOT / "tests" / "cases" / "drafts"
EXPECTED: Mapping[str, Any] = tomllib.loads((CASES / "expected.toml").read_text("utf-8"))

_VALUES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ]{6,}\d|(?=[\w-]*\d)[\w-]{5,}")
"""What identifies somebody or something in an export: addresses, telephone numbers, and ids of all shapes."""
_DAY = re.compile(r"20\d\d-?\d\d-?\d\d")


def make_sheet(rows: list[list[str]], path: Path) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def make_ods(rows: list[list[str]], path: Path) -> None:
    cells = [["".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n")) for cell in row] for row in rows]
    table = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string">{cell}</table:table-cell>' for cell in row)
        + "</table:table-row>"
        for row in cells
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3"><office:body>'
            f'<office:spreadsheet><table:table table:name="Sheet1">{table}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )


def make_parquet(rows: list[list[str]], path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    columns = zip(*rows, strict=True)
    parquet.write_table(pyarrow.table({name: [cell or None for cell in cells] for name, *cells in columns}), path)


def make_zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for place, content in read_folder(folder).items():
            archive.writestr(place, content)


def make_export(case: Mapping[str, Any], folder: Path) -> Path:
    """Give the export of a case: the file itself, or what is made of its readable source."""
    source = CASES / case["file"]
    kind = case.get("build", "")
    if not kind:
        return source
    path = folder / f"export.{kind}"
    if kind == "zip":
        make_zip(source, path)
    else:
        with source.open(encoding="utf-8", newline="") as file:
            {"xlsx": make_sheet, "ods": make_ods, "parquet": make_parquet}[kind](list(csv.reader(file)), path)
    return path


def find_values(source: Path) -> set[str]:
    """Find in an export whatever identifies somebody or something. The day of a message is no such value."""
    files = read_folder(source) if source.is_dir() else {source.name: source.read_bytes()}
    text = "\n".join(f"{place}\n{content.decode('utf-8')}" for place, content in files.items())
    return {value for value in _VALUES.findall(text) if not _DAY.search(value)}


@pytest.mark.parametrize("reader", sorted(load_readers()))
def test_an_export_ends_in_its_draft(reader: str, tmp_path: Path) -> None:
    assert reader in EXPECTED, f"the reader {reader} has no export in {CASES}"
    case = EXPECTED[reader]
    export, workspace, posts = make_export(case, tmp_path), tmp_path / "workspace", tmp_path / "posts"
    call = ("run", export, "-w", workspace, "-o", posts, "--quiet", "--json", *case.get("options", ()))
    if case["drafts"] == "none":
        assert "--posts" in invoke(*call, exit_code=1).output
        return
    summary = json.loads(invoke(*call).stdout)
    assert {file["format"] for file in summary["files"]} == {reader}
    assert summary["refused"] == []
    (draft,) = posts.glob("*.md")
    body = draft.read_text("utf-8").split("\n---\n", 1)[1]
    assert ("outline" if is_outline(body) else "article") == case["drafts"], body
    assert [phrase for phrase in case.get("phrases", ()) if phrase.casefold() not in body.casefold()] == [], body

    written = "\n".join(f"{place}\n{content.decode()}" for place, content in read_folder(posts).items()).casefold()
    ledger = csv.DictReader(invoke("ledger", "-w", workspace, "--format", "csv").stdout.splitlines())
    values = find_values(CASES / case["file"]) | {row["enquiry_id"] for row in ledger}
    assert values
    assert [value for value in values if value.casefold() in written] == []
    words = {word for name in case["names"] for word in name.split()}
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", written, re.IGNORECASE)] == []

    kept = (workspace / "state.db").read_bytes().decode("utf-8", "replace").casefold()
    assert all(phrase.casefold() in kept for phrase in case.get("phrases", ()))
    assert [note for note in case.get("notes", ()) if note.casefold() in written + kept] == []


def test_the_page_of_formats_tells_what_comes_of_each_reader() -> None:
    page = (
        (ROOT / "docs" / "formats.md")
        .read_text("utf-8")
        .partition("\n## From the export to the draft")[2]
        .partition("\n## ")[0]
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    assert {row[0]: (row[1], row[-1]) for row in rows[2:]} == {
        reader: (case["file"], case["drafts"]) for reader, case in EXPECTED.items()
    }
