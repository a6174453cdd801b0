"""The places where a stranger's code plugs in, one method each.

Ours register as entry points in `setup.cfg` exactly as a stranger's would (groups `enquiry2article.readers`,
`.embedders`, `.groupers`, `.writers`, `.publishers`, `.post_readers`, `.name_finders`, `.import_formats`,
`.push_targets`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from enquiry2article.domain.article import Draft, FinishedDraft, RemotePost
from enquiry2article.domain.cluster import Detail
from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.post import FoundPost, PostContext, PostProblem
from enquiry2article.domain.question import Question
from enquiry2article.domain.vectors import Labels, Replied, Vectors


@runtime_checkable
class Reader(Protocol):
    """Reads one export format. A class that names it as its base inherits what is said here about most formats."""

    title: str
    """What a person calls the format, for `formats`: "a spreadsheet (.xlsx)"."""
    generic: bool = False
    """Whether it reads what any program may have written; those that know one program are asked before it."""
    strict: bool = False
    """Whether it reads nothing that it does not recognise, even where --format names it."""
    is_table: bool = False
    """Whether it reads rows below a header, whose columns have to be understood for each file anew."""
    gathers: bool = False
    """Whether all files of the format are read together, because conversations go from one to the other."""
    advice: str = ""
    """Which export of the same program holds the replies, for a person whose file has none."""

    def recognise(self, file: ExportFile) -> str:
        """Return by what this file is known to be in the format, for a person ("it begins as a mailbox does"), or "".

        Asked of folders and archives as well, which have `parts`. Never raises.
        """
        ...

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield each enquiry of the file in its order, and a `BadRow` for each piece that cannot be read.

        A conversation may be given in parts that have the same `thread`. Of a format that `gathers`, the file is a
        bundle whose `parts` are all the files of the format, or the only one.

        Raises:
            InputError: the file as a whole cannot be read; the message names it.
        """
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how alike in meaning they are."""

    name: str
    """Identifies the model in the workspace; change it when the vectors would change."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text. The empty text gets a row of length 1 as well."""
        ...


@runtime_checkable
class NameFinder(Protocol):
    """Finds people's names in a text beside the program's own finders, by a model that the user has."""

    name: str
    """Identifies the model and its version in the workspace: another one means that texts are prepared anew."""

    def find(self, text: str) -> Iterable[tuple[int, int]]:
        """Return start and end of each name in a sentence. The same text must always get the same answer."""
        ...


@runtime_checkable
class Grouper(Protocol):
    """Finds which texts ask the same, without being told how many groups there are."""

    def group(
        self,
        texts: Sequence[str],
        vectors: Vectors,
        weights: Sequence[int],
        *,
        replied: Replied,
        detail: Detail,
        min_volume: int,
    ) -> Labels:
        """Assign each text a cluster number from 0, or `ALONE`.

        Row i of `vectors` belongs to `texts[i]`, which stands for `weights[i]` equal enquiries and was answered by
        `replied.texts[i]`. `detail` is the user's wish for fewer or more groups. Groups that stand for fewer than
        `min_volume` enquiries are taken apart afterwards, so a grouper may use them otherwise.
        """
        ...


@runtime_checkable
class MultilingualGrouper(Grouper, Protocol):
    """A grouper that measures texts otherwise where the vectors are of an encoder that was taught all languages."""

    def read_all_languages(self) -> Grouper:
        """Return the grouper for such vectors."""
        ...


@runtime_checkable
class Writer(Protocol):
    """Writes the article of one question."""

    def write(self, question: Question, others: Mapping[str, Question]) -> str:
        """Return the body in Markdown, without front matter and without the title. `others`: all questions by id."""
        ...


class PageWriter(Protocol):
    """Writes what is made of several answers, or of one answer for another site."""

    def write_copy(self, question: Question, url: str) -> tuple[str, str]:
        """Return title and body of a copy for another site, which links back to `url`; the answer is the copy's own."""
        ...

    def write_round_up(self, area: str, questions: Sequence[Question]) -> str:
        """Return the body of a page that gathers the questions of one area."""
        ...


@runtime_checkable
class Publisher(Protocol):
    """Knows how one site or import format wants its posts."""

    title: str

    def render(self, draft: Draft) -> str:
        """Return the whole file of the draft as this site wants it."""
        ...

    def path(self, draft: Draft) -> Path:
        """Return where the file belongs, relative to the posts folder."""
        ...


@runtime_checkable
class ImportFormat(Protocol):
    """Writes finished drafts as the files that one content system imports, or from which a person pastes."""

    title: str
    """What a person calls it: "WordPress (import file)"."""
    advice: str
    """Where the files are handed over, one sentence."""

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return the files: path within the output folder → text. Whatever they make there is a draft."""
        ...


@runtime_checkable
class PushTarget(Protocol):
    """Keeps posts over the network; whatever this program creates there is a draft.

    Every method may raise `PublishError`: `publishing.client` says which kind ends everything and which one draft only.
    """

    title: str
    secret_name: str
    """What a person calls what opens it: "application password"."""
    variable: str
    """The environment variable that may hold it."""
    needs_user: bool
    """Whether a name belongs to it."""

    def connect(self, address: str, user: str, secret: str) -> None:
        """Remember where it is, and make sure that it lets us in."""
        ...

    def find(self, draft: FinishedDraft) -> RemotePost | None:
        """Return the post that already has the draft's address there, whoever wrote it, or None."""
        ...

    def load(self, id_: str) -> RemotePost | None:
        """Return a post, or None where it is no longer there."""
        ...

    def create(self, draft: FinishedDraft) -> RemotePost:
        """Make a new post, as a draft."""
        ...

    def update(self, post: RemotePost, draft: FinishedDraft) -> RemotePost:
        """Return a post that is a draft the words of ours; it stays a draft."""
        ...


@runtime_checkable
class PostReader(Protocol):
    """Reads the posts that are there already from one kind of file."""

    title: str
    """What a person calls the kind: "a feed (RSS, Atom)"."""

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this file is of the kind, from its name and its first 16 KiB, unpacked. Never raises.

        Folders of posts hold many files that are none: a file that only might be of the kind is left alone.
        """
        ...

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield each post of the file, drafts and hidden ones too, and a `PostProblem` for what cannot be read."""
        ...
