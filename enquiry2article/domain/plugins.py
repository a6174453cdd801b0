"""Finding the exchangeable parts by kind and name; the file behind a name is imported only when it is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from enquiry2article.domain.errors import PluginError, suggest_name
from enquiry2article.domain.offline import keep_hubs_offline

KINDS = (
    "readers", "embedders", "groupers", "writers", "publishers", "post_readers", "reply_exporters", "name_finders",
    "import_formats", "push_targets",
)  # fmt: skip


def find_plugins(kind: str) -> dict[str, EntryPoint]:
    """Return the installed plug-ins of one kind by name, in alphabetical order.

    Raises:
        PluginError: two packages offer the same name; which one was meant cannot be known.
    """
    return index_entry_points(kind, entry_points(group=f"enquiry2article.{kind}"))


def index_entry_points(kind: str, found: Any) -> dict[str, EntryPoint]:
    """Order entry points by name and refuse two different ones with the same name."""
    plugins: dict[str, EntryPoint] = {}
    for point in sorted(found, key=lambda p: (p.name, p.value)):
        other = plugins.get(point.name)
        if other is not None and other.value != point.value:
            raise PluginError(
                f'Two installed packages offer the {_name(kind)} "{point.name}": {other.value} and {point.value}. '
                "Uninstall one of them."
            )
        plugins[point.name] = point
    return plugins


def load_plugin(kind: str, spec: str, found: Mapping[str, EntryPoint]) -> Any:
    """Make the part that `spec` names: "hugo", or "sentence-transformers:all-mpnet-base-v2" with an argument.

    Raises:
        PluginError: no such name, or the part cannot be imported or made.
    """
    name, _, argument = spec.partition(":")
    if name not in found:
        known = ", ".join(found) or "none"
        raise PluginError(f'There is no {_name(kind)} called "{name}". Installed: {known}.{suggest_name(name, found)}')
    keep_hubs_offline()
    try:
        make = found[name].load()
    except (ImportError, AttributeError) as error:
        raise PluginError(f'The {_name(kind)} "{name}" could not be loaded: {error}.') from error
    return make(argument) if argument else make()


def _name(kind: str) -> str:
    return kind[:-1].replace("_", " ")
