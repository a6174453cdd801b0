"""Functions, modules and folders stay small enough to be read at once; ruff counts parameters and statements only."""

import ast
from collections import Counter

from conftest import ROOT

MOST_LINES, MOST_MODULE_LINES, MOST_MODULES = 60, 400, 20
MODULES = sorted((ROOT / "enquiry2article").rglob("*.py"))


def test_functions_are_short():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= MOST_LINES
    ]
    assert not long


def test_modules_are_short():
    assert not [path for path in MODULES if path.read_text(encoding="utf-8").count("\n") > MOST_MODULE_LINES]


def test_folders_hold_few_modules():
    counts = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert not {folder.name: count for folder, count in counts.items() if count > MOST_MODULES}
