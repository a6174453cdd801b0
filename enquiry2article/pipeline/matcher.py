"""Matching from Python: `Matcher.open(workspace, posts).match(text)`, some hundredths of a second a text once open.

    from enquiry2article import Matcher

    with Matcher.open(".enquiry2article", ["content/blog"], precision=0.95) as matcher:
        found = matcher.match("Where do I send the boots back to?")
        print(found.decision, found.post and found.post.url, found.evidence.reason)

Nothing is remembered and nothing is sent. For whole exports there is `pipeline/match.match_exports`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import numpy as np

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cleaning.noise import find_noise
from enquiry2article.domain.enquiry import Author, Enquiry, RedactedEnquiry, Turn
from enquiry2article.domain.match import Match
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.post import Post
from enquiry2article.domain.protocols import Embedder, NameFinder
from enquiry2article.domain.settings import Privacy, Settings
from enquiry2article.matching.escalation import find_escalation
from enquiry2article.matching.index import MatchIndex
from enquiry2article.pipeline.match import open_index
from enquiry2article.pipeline.options import USUAL_PRECISION
from enquiry2article.pipeline.prepare import make_redactor, make_strict, open_output_check
from enquiry2article.posts.read import read_posts
from enquiry2article.privacy.output_check import OutputCheck, guard_evidence
from enquiry2article.privacy.redact import redact_enquiry
from enquiry2article.questions.grouping.encoders import open_embedder
from enquiry2article.storage.settings_file import load_settings
from enquiry2article.storage.workspace import Workspace


class Matcher:
    """Finds the post that answers a text."""

    def __init__(
        self,
        index: MatchIndex,
        embedder: Embedder,
        check: OutputCheck,
        key: bytes,
        privacy: Privacy,
        finder: NameFinder | None = None,
    ) -> None:
        """Take what `open` puts together; `check` is the output check of the evidence."""
        self._index = index
        self._embedder = embedder
        self._check = check
        self._key = key
        self._privacy = privacy
        self._finder = finder

    @classmethod
    def open(  # noqa: PLR0913 - the options of the command `match`, each by its name
        cls,
        workspace: str | Path,
        posts: Sequence[str | Path] = (),
        *,
        precision: float = USUAL_PRECISION,
        url_template: str = "",
        include_drafts: bool = False,
        embedder: str = "minilm",
        names_with: str = "",
        settings: Settings | str | Path | None = None,
    ) -> Matcher:
        """Open a workspace that a run has left, with the posts in these files and folders.

        Without posts only those count that a person has named with `answered-by`. `precision` is the share of links
        that should be right. `settings` are the settings or their file; without them `enquiry2article.toml` in the
        current folder counts, as for the commands. The other arguments are the options of the command `match`.

        Raises:
            EnquiryToArticleError: there is no such workspace, or the posts or the settings cannot be read.
        """
        house = settings if isinstance(settings, Settings) else load_settings(Path(settings) if settings else None)
        with Workspace.open_if_free(Path(workspace)) as state:
            encoder = open_embedder(embedder)
            named = names_with or house.privacy.names_with
            finder = load_plugin("name_finders", named, find_plugins("name_finders")) if named else None
            found = _read_posts([Path(place) for place in posts], url_template, include_drafts)
            opened = open_index(state, found, encoder, precision, lambda done, all_: None)
            check = make_strict(open_output_check(state, house))
            return cls(opened.index, encoder, check, state.facts.load_key(), house.privacy, finder)

    def match(self, text: str, *, subject: str = "", id_: str = "") -> Match:
        """Find the post that answers a text: "link", "unsure" or "none", with the reason in `evidence`.

        The text is cleaned and freed of personal data first, as in a run, and the evidence, which quotes other
        customers, passes the output check. `reply` stays empty.
        """
        return self.match_many([text], subjects=[subject], ids=[id_])[0]

    def match_many(self, texts: Sequence[str], *, subjects: Sequence[str] = (), ids: Sequence[str] = ()) -> list[Match]:
        """Find them for many texts at once, which is faster; the answers are in their order."""
        enquiries = [
            self._prepare(text, subjects[at] if subjects else "", ids[at] if ids else str(at))
            for at, text in enumerate(texts)
        ]
        wanted = sorted({text for e in enquiries if not e.noise for text in (e.text, *e.asks)})
        rows = self._embedder.embed(wanted) if wanted else np.zeros((0, 1), dtype=np.float32)
        matches = self._index.match(enquiries, dict(zip(wanted, rows, strict=True)))
        found = [guard_evidence(match, self._check) for match in matches]
        return [
            match if enquiry.noise else replace(match, attention=find_escalation(enquiry.text))
            for match, enquiry in zip(found, enquiries, strict=True)
        ]

    def close(self) -> None:
        """Be done. The workspace is closed already, so that runs may change it while a matcher works."""

    def __enter__(self) -> Matcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self, text: str, subject: str, id_: str) -> RedactedEnquiry:
        turns = (Turn(author=Author.CUSTOMER, text=text),)
        enquiry = Enquiry(id=id_, source="text", subject=subject, turns=turns)
        cleaned = clean_enquiry(enquiry)
        redactor = make_redactor([enquiry], self._key, self._privacy, self._finder)
        return redact_enquiry(cleaned, redactor, noise=find_noise(cleaned))


def _read_posts(places: Sequence[Path], url_template: str, include_drafts: bool) -> Sequence[Post]:
    if not places:
        return ()
    now = datetime.now(UTC)
    return read_posts(places, url_template=url_template, include_drafts=include_drafts, now=now).posts
