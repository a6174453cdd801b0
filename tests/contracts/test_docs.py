"""What the documentation says is so."""

import re

import click
from conftest import EXPORTS, ROOT

from enquiry2article.cli.main import cli
from enquiry2article.domain.plugins import find_plugins

EXAMPLES_PAGE = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_has_help_and_is_in_the_readme():
    for name, command in cli.commands.items():
        assert command.help, name
        assert f"enquiry2article {name}" in README, name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help or parameter.name == "shape", (
                parameter.name
            )


def test_the_readme_names_no_option_that_does_not_exist():
    known = {option for command in cli.commands.values() for p in command.params for option in p.opts}
    ours = "\n".join(line for line in README.splitlines() if "pip" not in line)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", ours)) <= known


def test_every_library_is_explained():
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    wanted = re.search(r"install_requires =\n((?:    .+\n)+)", (ROOT / "setup.cfg").read_text(encoding="utf-8"))
    for line in wanted[1].split():
        name = re.match(r"[\w-]+", line)[0].lower()
        assert name in explained, name


def test_every_library_has_a_known_version():
    pinned = {
        re.split("[=<>]", line)[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    wanted = re.search(r"install_requires =\n((?:    .+\n)+)", (ROOT / "setup.cfg").read_text(encoding="utf-8"))
    assert {re.match(r"[\w-]+", line)[0].lower() for line in wanted[1].split()} <= pinned


def test_the_examples_are_as_large_as_they_are_said_to_be(example):
    name, _, summary = example
    path = EXPORTS[name]
    [row] = [line for line in EXAMPLES_PAGE.splitlines() if f"`{path.parent.name}/{path.name}`" in line]
    assert f"| {summary['files'][0]['enquiries']} |" in row


def test_readers_and_publishers_of_the_architecture_exist():
    assert {"csv", "json", "xlsx", "mbox"} <= set(find_plugins("readers"))
    assert {"markdown", "html", "hugo", "jekyll", "eleventy"} <= set(find_plugins("publishers"))
