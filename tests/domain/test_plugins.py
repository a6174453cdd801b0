"""Exchangeable parts: found by name, and clear sentences when one is unknown, doubled or broken."""

from importlib.metadata import EntryPoint

import pytest

from enquiry2article.domain.errors import PluginError
from enquiry2article.domain.plugins import KINDS, find_plugins, index_entry_points, load_plugin
from enquiry2article.domain.protocols import (
    Embedder,
    Grouper,
    ImportFormat,
    PostReader,
    Publisher,
    PushTarget,
    Reader,
    Writer,
)
from enquiry2article.matching.replies.saved_replies import ReplyExporter

PROTOCOLS = {
    "readers": Reader,
    "embedders": Embedder,
    "groupers": Grouper,
    "writers": Writer,
    "publishers": Publisher,
    "post_readers": PostReader,
    "reply_exporters": ReplyExporter,
    "import_formats": ImportFormat,
    "push_targets": PushTarget,
}


def point(name, value):
    return EntryPoint(name, value, "enquiry2article.readers")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"name_finders"}))  # those need libraries: test_name_finders.py
def test_every_part_of_ours_loads_and_keeps_the_protocol(kind):
    found = find_plugins(kind)
    assert found
    for name in found:
        assert isinstance(load_plugin(kind, name, found), PROTOCOLS[kind])


def test_an_argument_follows_a_colon():
    found = index_entry_points("readers", [point("own", "pathlib:PurePosixPath")])
    assert str(load_plugin("readers", "own:some/where", found)) == "some/where"


def test_an_unknown_name_is_suggested():
    with pytest.raises(PluginError, match=r'no reader called "xslx".*Did you mean "xlsx"\?'):
        load_plugin("readers", "xslx", find_plugins("readers"))


def test_a_broken_part_names_what_is_missing():
    found = index_entry_points("readers", [point("bad", "no_such_package.reader:Reader")])
    with pytest.raises(PluginError, match="no_such_package"):
        load_plugin("readers", "bad", found)


def test_two_packages_with_one_name_are_refused():
    with pytest.raises(PluginError, match=r"a:Reader and b:Reader"):
        index_entry_points("readers", [point("csv", "b:Reader"), point("csv", "a:Reader")])


def test_one_package_told_twice_is_no_clash():
    assert set(index_entry_points("readers", [point("csv", "a:Reader"), point("csv", "a:Reader")])) == {"csv"}
