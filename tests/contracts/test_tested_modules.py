"""Every module is known to a test, so that a failure names a rule and not a whole run; the list of others only shrinks.

Known is a module that a test imports, one that has a test file of its name in the folder of its name, and one with an
example in a docstring. Readers and other exchangeable parts are asked for by their names instead: tests/test_testing.py
and tests/end_to_end/test_every_reader.py try all of them.
"""

import ast
import configparser

from conftest import ROOT

LIST = ROOT / "tests" / "contracts" / "untested_modules.txt"


def list_modules():
    files = (ROOT / "enquiry2article").rglob("*.py")
    return {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files if not file.stem.startswith("__")}


def list_imported():
    found = set()
    for file in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    return found


def list_namesakes():
    """The modules of which a test file has the name, as tests/text/test_dates.py has that of text/dates."""
    tests = {(file.parent.name, file.stem.removeprefix("test_")) for file in (ROOT / "tests").rglob("test_*.py")}
    return {module for module in list_modules() if (module.split(".")[1], module.split(".")[-1]) in tests}


def list_with_examples():
    files = (ROOT / "enquiry2article").rglob("*.py")
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in files
        if "    >>> " in file.read_text(encoding="utf-8")
    }


def list_exchangeable():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = "\n".join(setup["options.entry_points"].values()).splitlines()
    return {line.partition("=")[2].partition(":")[0].strip() for line in lines}


def test_the_list_of_modules_that_no_test_imports_only_shrinks():
    allowed = set(LIST.read_text(encoding="utf-8").split())
    known = list_imported() | list_namesakes() | list_with_examples() | list_exchangeable()
    untested = list_modules() - known
    assert sorted(untested - allowed) == [], "No test imports these: write one."
    assert sorted(allowed - untested) == [], f"These are tested now, or gone: take their lines out of {LIST.name}."
