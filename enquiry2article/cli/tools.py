"""The exchangeable parts of a run, as the options name them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from enquiry2article.cli.reading import load_readers

if TYPE_CHECKING:
    from enquiry2article.domain.protocols import NameFinder, Publisher
    from enquiry2article.domain.settings import Settings
    from enquiry2article.pipeline.options import Parts, Tools


def load_finder(settings: Settings) -> NameFinder | None:
    """Return the finder of names that the settings name, or None where they name none: then nothing is imported.

    Raises:
        PluginError: there is no such finder, or its library is not installed.
        ModelError: its model is not on this machine.
    """
    from enquiry2article.domain.plugins import find_plugins, load_plugin

    named = settings.privacy.names_with
    return load_plugin("name_finders", named, find_plugins("name_finders")) if named else None


def make_tools(
    parts: Parts,
    settings: Settings | None = None,
    finder: NameFinder | None = None,
    publisher: Publisher | None = None,
) -> Tools:
    """Put the chosen parts together; the only place where they are.

    Raises:
        PluginError: there is no part of a given name.
    """
    from enquiry2article.domain.plugins import find_plugins, load_plugin
    from enquiry2article.pipeline.options import Tools
    from enquiry2article.questions.grouping.encoders import open_embedder

    writer = find_plugins("writers")["template"].load()([parts.templates] if parts.templates else [], settings)
    return Tools(
        readers=load_readers(parts.format_name),
        embedder=open_embedder(parts.embedder),
        grouper=load_plugin("groupers", parts.grouping, find_plugins("groupers")),
        writer=writer,
        pages=writer,
        publisher=publisher or load_publisher(parts.site or "markdown"),
        finder=finder,
    )


def load_publisher(site: str) -> Publisher:
    """Return the publisher for a site, as its generator usually wants its posts.

    Raises:
        PluginError: there is none of this name.
    """
    from enquiry2article.domain.errors import PluginError
    from enquiry2article.domain.plugins import find_plugins, load_plugin

    publishers = find_plugins("publishers")
    if advice := _advise_site(site) if site not in publishers else "":
        raise PluginError(advice)
    publisher: Publisher = load_plugin("publishers", site, publishers)
    return publisher


def choose_publisher(site: str, folder: Path, settings: Settings) -> Publisher:
    """Return the publisher for the drafts in a folder: for the site named, or else for the one that it is part of.

    Raises:
        PluginError: there is none of this name.
        PublishError: whatever lies in the folder would be public.
    """
    from enquiry2article.posts.site_publisher import follow_site, guess_site

    name = site or guess_site(folder)
    return follow_site(load_publisher(name), name, folder, settings.keys.list_renamed())


PASTED = frozenset(
    ["blogger", "confluence", "contentful", "drupal", "freshdesk", "ghost", "helpscout", "help-scout", "hubspot",
     "intercom", "joomla", "medium", "notion", "shopify", "squarespace", "substack", "typo3", "webflow", "wix", "word",
     "wordpress", "zendesk"]
)  # fmt: skip
"""Sites with an editor of their own, for which people ask with --for."""

GENERATORS = frozenset(["gitbook", "nuxt", "sveltekit", "zola"])
"""Site generators that read Markdown with front matter in YAML and need no publisher of their own."""


def _advise_site(site: str) -> str:
    """Return how drafts come into a site that people ask for and that has no publisher, or ""."""
    asked = site.lower().replace(" ", "")
    if asked in PASTED:
        return (
            f"--for {site} is not needed. Take --for html: open a draft in your browser, select all, and paste it into "
            f"the editor of {site}. Where that takes Markdown, --for markdown does as well."
        )
    if asked in GENERATORS:
        return (
            f"--for {site} is not needed. Take --for markdown, whose front matter is plain YAML, and put the drafts "
            f"where {site} looks for its pages, with -o."
        )
    return ""
