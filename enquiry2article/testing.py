"""Contract checks and fakes for people who write exchangeable parts of their own.

    from enquiry2article.testing import check_reader

    def test_my_reader():
        enquiries = check_reader(MyReader(), Path("tests/export.mine"))
        assert [enquiry.subject for enquiry in enquiries] == ["Refund", "Delivery"]

Each check tries one part as the program uses it and raises an `AssertionError` that says which promise of its protocol
it does not keep. The program itself never imports this module.
"""

from __future__ import annotations

import functools
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np

from enquiry2article.domain.answer import Answer, Lack, Statement
from enquiry2article.domain.article import Draft
from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.errors import InputError
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.post import FoundPost, PostContext, PostProblem
from enquiry2article.domain.protocols import Embedder, Grouper, NameFinder, PostReader, Publisher, Reader, Writer
from enquiry2article.domain.question import Question
from enquiry2article.domain.vectors import Labels, Replied, Vectors
from enquiry2article.ingest.files import open_path
from enquiry2article.matching.replies.phrases import read_reply_phrases
from enquiry2article.matching.replies.saved_replies import Paragraph, ReplyExporter, SavedReply
from enquiry2article.posts.files import read_head

TEXTS: Final = (
    "How do I return a tent?",
    "How can I send my tent back?",
    "I want to return a tent that I bought.",
    "Which day is the newsletter sent?",
    "When does the newsletter come out?",
    "Wann kommt der Newsletter?",
    "🏕️ ?!",
    "",
)
"""Questions of an invented shop, a text in another language, one without words, and the empty one."""

ODD_FILES: Final = {
    "nothing": b"",
    "random bytes": bytes(range(256)) * 8,
    "a bracket left open": b'{"tickets": [{"id": 1, "subj',
    "a quote left open": b'id,question\n1,"How do I',
    "prose": "Grüße aus Köln.\n\nEin Satz.\n".encode(),
}
"""What a folder of exports or posts may hold besides: none of it may raise anything but what the protocol names."""


def expect(holds: object, complaint: str) -> None:
    """Raise an `AssertionError` with the complaint unless something holds, with `python -O` as well."""
    if not holds:
        raise AssertionError(complaint)


def check_reader(reader: Reader, export: Path, options: ReadOptions | None = None) -> list[Enquiry]:
    """Check a reader on an export that it should know, and return the enquiries that it reads there.

    Raises:
        AssertionError: it does not know the export, reads nothing of it, or does not keep what `Reader` promises.
    """
    _check_words(reader, "title")
    file = open_path(export)
    reason = reader.recognise(file)
    expect(isinstance(reason, str), f"recognise gave {reason!r} for {file.name}, which is no text.")
    expect(reason, f"recognise does not know {file.name}.")
    for what, content in ODD_FILES.items():
        known = _try("recognise", what, functools.partial(reader.recognise, _make_file(what, content)))
        expect(not known or (reader.generic and content), f'recognise takes a file with {what} for one: "{known}".')
    _try("recognise", "an empty folder", lambda: reader.recognise(ExportFile("folder", parts=lambda: ())))
    items = _read_export(reader, file, options)
    expect(items == _read_export(reader, file, options), "Two readings of one file give different things.")
    enquiries = [item for item in items if isinstance(item, Enquiry)]
    expect(enquiries, f"No enquiry was read from {file.name}.")
    for enquiry in enquiries:
        _check_enquiry(enquiry)
    if not file.is_folder:
        for share in (0.3, 0.7):
            _read_damaged(reader, file, share)
    return enquiries


def check_post_reader(reader: PostReader, path: Path, context: PostContext | None = None) -> list[FoundPost]:
    """Check a reader of posts on a file that it should know, and return the posts that it finds there.

    Raises:
        AssertionError: it does not know the file, finds no post in it, or does not keep what `PostReader` promises.
    """
    _check_words(reader, "title")
    context = context or PostContext(place=path.parent)
    expect(reader.can_read(path, read_head(path)) is True, f"can_read does not know {path.name}.")
    for what, content in ODD_FILES.items():
        known = _try("can_read", what, functools.partial(reader.can_read, Path("odd.bin"), content))
        expect(not known, f"can_read takes a file with {what} and an unknown name for one.")
    found = list(reader.read(path, context))
    for item in found:
        expect(isinstance(item, FoundPost | PostProblem), f"read gave {item!r}, which is no FoundPost or PostProblem.")
    expect(found == list(reader.read(path, context)), "Two readings of one file give different things.")
    posts = [item for item in found if isinstance(item, FoundPost)]
    expect(posts, f"No post was found in {path.name}.")
    for item in posts:
        expect(item.post.url, f'The post "{item.post.title}" has no address.')
        expect(item.post.title, f"The post at {item.post.url} has no title.")
        _check_time(item.post.published, f"The day of the post at {item.post.url}")
    return posts


def check_embedder(embedder: Embedder, texts: Sequence[str] = TEXTS) -> None:
    """Check an embedder on some texts.

    Raises:
        AssertionError: it does not keep what `Embedder` promises.
    """
    _check_words(embedder, "name")
    vectors = embedder.embed(texts)
    expect(isinstance(vectors, np.ndarray) and vectors.ndim == 2, "embed gave no array of two dimensions.")
    expect(len(vectors) == len(texts), f"embed gave {len(vectors)} rows for {len(texts)} texts.")
    expect(vectors.dtype == np.float32, f"embed gave numbers of the type {vectors.dtype}, not float32.")
    expect(np.isfinite(vectors).all(), "embed gave a number that is infinite or none (NaN).")
    lengths = np.linalg.norm(vectors, axis=1)
    for text, length in zip(texts, lengths, strict=True):
        expect(abs(length - 1) < 1e-3, f"The row of {text!r} has the length {length:.3f}, not 1.")
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    expect(alone.shape == vectors.shape, "A text alone gets a row of another width than among others.")
    worst = texts[int(np.argmin((alone * vectors).sum(axis=1)))]
    expect((alone * vectors).sum(axis=1).min() > 0.99, f"{worst!r} gets another row alone than among others.")
    expect(len(np.unique(vectors.round(4), axis=0)) > 1 or len(texts) < 2, "embed gives every text the same row.")


def check_grouper(grouper: Grouper, texts: Sequence[str] = TEXTS, embedder: Embedder | None = None) -> Labels:
    """Check a grouper on some texts, and return the labels that it gives them; without an embedder, `HashEmbedder`.

    Raises:
        AssertionError: it does not keep what `Grouper` promises.
    """
    vectors = (embedder or HashEmbedder()).embed(texts)

    def group(count: int, detail: Detail = Detail.USUAL) -> Labels:
        weights, replied = [2] * count, Replied.nothing(count)
        labels = grouper.group(texts[:count], vectors[:count], weights, replied=replied, detail=detail, min_volume=2)
        expect(isinstance(labels, np.ndarray), f"group gave {type(labels).__name__}, which is no array.")
        expect(labels.shape == (count,), f"group gave labels of the shape {labels.shape} for {count} texts.")
        expect(np.issubdtype(labels.dtype, np.integer), f"group gave labels of the type {labels.dtype}.")
        expect((labels >= ALONE).all(), f"A label is below {ALONE}, which stands for a text alone.")
        return labels

    for count in {1, min(2, len(texts))}:
        _try("group", f"{count} of the texts", functools.partial(group, count))
    for detail in Detail:
        group(len(texts), detail)
    labels = group(len(texts))
    expect((labels == group(len(texts))).all(), "Two calls for the same texts give different groups.")
    return labels


def check_name_finder(finder: NameFinder, text: str, names: Iterable[str]) -> None:
    """Check a finder of names on a text in which it should find these names.

    Raises:
        AssertionError: it misses one of them, or does not keep what `NameFinder` promises.
    """
    _check_words(finder, "name")
    for odd in (*TEXTS, text, "ẞ\u0301\u200d 👩‍👩‍👧 Ａnna", "x" * 5000):
        found = list(finder.find(odd))
        for start, end in found:
            inside = 0 <= start < end <= len(odd)
            expect(inside, f"find gave ({start}, {end}) for a text of {len(odd)} characters.")
        expect(sorted(found) == sorted(finder.find(odd)), f"The same text gets two different answers: {odd[:40]!r}.")
    spans = list(finder.find(text))
    for name in names:
        start = text.index(name)
        hit = any(first <= start and start + len(name) <= end for first, end in spans)
        expect(hit, f"find misses {name!r} in {text!r}.")


def check_writer(writer: Writer, question: Question | None = None) -> str:
    """Check a writer on a question, and on one without an answer, and return the first one's article.

    A writer that writes copies and round-ups too (`PageWriter`) is tried on these as well.

    Raises:
        AssertionError: it does not keep what `Writer` promises.
    """
    question = question or make_question()
    unanswered = make_question("q-2", answered=False)
    others = {own.id: own for own in (question, unanswered)}
    _check_body("write", writer.write(unanswered, others), unanswered.title)
    body = writer.write(question, others)
    _check_body("write", body, question.title)
    expect(body == writer.write(question, others), "The same question gets two different articles.")
    if hasattr(writer, "write_copy"):
        title, copy = writer.write_copy(question, "https://shop.example/tents/")
        expect(title, "write_copy gave no title.")
        _check_body("write_copy", copy, title)
        expect("https://shop.example/tents/" in copy, "write_copy does not link back to the address it was given.")
    if hasattr(writer, "write_round_up"):
        page = writer.write_round_up("Returns", [question])
        _check_body("write_round_up", page, "Returns")
        expect(question.title in page, f'write_round_up does not name "{question.title}".')
    return body


def check_publisher(publisher: Publisher, draft: Draft | None = None) -> str:
    """Check a publisher on a draft, and return the file that it makes of it.

    Raises:
        AssertionError: it does not keep what `Publisher` promises.
    """
    _check_words(publisher, "title")
    draft = draft or make_draft()
    file, place = publisher.render(draft), publisher.path(draft)
    expect(isinstance(file, str), f"render gave {type(file).__name__}, not the text of a file.")
    expect(isinstance(place, Path), f"path gave {place!r}, which is no Path.")
    _check_place("path", place.as_posix())
    for word in re.findall(r"[A-Za-z]{4,}", draft.body):
        expect(word in file, f"render leaves out {word!r} of the draft's text.")
    expect(file == publisher.render(draft), "The same draft gets two different files.")
    other = make_draft("how-do-i-pay")
    expect(publisher.path(other) != place, f"Two drafts get one file, {place}.")
    return file


def check_reply_exporter(exporter: ReplyExporter, replies: Sequence[SavedReply] | None = None) -> Mapping[str, str]:
    """Check an exporter of saved replies, and return the files that it makes of them.

    Raises:
        AssertionError: it does not keep what `ReplyExporter` promises.
    """
    for word in ("name", "title", "endpoint"):
        _check_words(exporter, word)
    replies = replies or [make_saved_reply(1), make_saved_reply(2)]
    files = exporter.render(replies)
    expect(files, "render gave no file.")
    for place, text in files.items():
        _check_place("render", place)
        expect(isinstance(text, str) and text, f"The file {place} has no text.")
    whole = "\n".join(files.values())
    for reply in replies:
        expect(reply.paragraphs[0].text.split()[0] in whole, f'No file holds the reply "{reply.name}".')
    expect(dict(files) == dict(exporter.render(replies)), "The same replies get different files.")
    return files


class HashEmbedder:
    """Embeds by the words of a text, without a model: the more words two texts share, the nearer they are."""

    name = "words by their hash, 1"

    def __init__(self, width: int = 64) -> None:
        self._width = width

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text; row width `width`. A text without words gets a row of its own."""
        rows = np.zeros((len(texts), self._width), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()) or ["\n"]:
                row[int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest()) % self._width] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class FixedGrouper:
    """Gives each text the group that is written down for it; a text that is not stays alone."""

    def __init__(self, groups: Mapping[str, int]) -> None:
        self._groups = groups

    def group(self, texts: Sequence[str], *_args: Any, **_options: Any) -> Labels:
        """Return the label of each text. The other arguments of `Grouper.group` make no difference."""
        return np.array([self._groups.get(text, ALONE) for text in texts], dtype=np.int64)


def make_question(id_: str = "q-1", *, answered: bool = True) -> Question:
    """Return an invented question, with or without an answer, as a writer gets it."""
    said = ("You can return any tent within 28 days.", "Open your order, press Return and print the label.")
    statements = tuple(Statement(text=text, sources=("t1", "t2"), agents=2) for text in said) if answered else ()
    return Question(
        id=id_,
        title="How do I return a tent?" if answered else "Which day is the newsletter sent?",
        slug="how-do-i-return-a-tent" if answered else "which-day-is-the-newsletter-sent",
        enquiry_ids=("t1", "t2"),
        volume=2,
        customers=2,
        replied=2 if answered else 0,
        answer=Answer(
            statements=statements, headings=("",), lack=Lack.NOTHING if answered else Lack.MISSING, replies=2, agents=2
        ),
    )


def make_draft(slug: str = "how-do-i-return-a-tent") -> Draft:
    """Return an invented draft as a publisher gets it; its title holds what has to be quoted in front matter."""
    return Draft(
        question_id="q-1",
        path=Path(f"{slug}.md"),
        front_matter={
            "title": 'Tents: how do I "return" one?',
            "slug": slug,
            "date": datetime(2026, 5, 1, tzinfo=UTC),
            "description": "You can return any tent within 28 days.",
            "tags": ["returns", "tents"],
            "draft": True,
            "question_id": "q-1",
        },
        body="You can return any tent within 28 days.\n\n## Steps\n\n1. Open your order.\n2. Print the label.\n",
    )


def make_saved_reply(number: int = 1) -> SavedReply:
    """Return an invented reply whose name is no file's name and whose text holds what templates would fill in."""
    return SavedReply(
        name=f"../Where is <my> order {number}?",
        shortcut=f"where-is-my-order-{number}",
        tags=("delivery",),
        language="en",
        paragraphs=(
            Paragraph(text=f"Reply{number} to you: parcels take 2 days."),
            Paragraph(text="Everything about it:", url="https://shop.example/delivery/"),
        ),
        phrases=read_reply_phrases("en"),
    )


def _check_words(part: object, name: str) -> None:
    value = getattr(part, name, None)
    expect(isinstance(value, str) and value.strip(), f"{type(part).__name__} has no {name}: it is {value!r}.")


def _try(method: str, what: str, call: Callable[[], object]) -> object:
    try:
        return call()
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(f"{method} raised {type(error).__name__} ({error}) for {what}.") from error


def _make_file(name: str, content: bytes) -> ExportFile:
    return ExportFile(f"{name}.bin", opener=lambda: io.BytesIO(content))


def _read_export(reader: Reader, file: ExportFile, options: ReadOptions | None) -> list[Enquiry | BadRow]:
    items = list(reader.read(ExportFile.bundle([file]), options or ReadOptions()))
    for item in items:
        expect(isinstance(item, Enquiry | BadRow), f"read gave {item!r}, which is no Enquiry and no BadRow.")
        expect(item.source, f"read gave something without a source: {item!r}.")
    return items


def _read_damaged(reader: Reader, file: ExportFile, share: float) -> None:
    with file.open() as stream:
        content = stream.read()
    cut = _make_file(file.short_name, content[: int(len(content) * share)])
    try:
        list(reader.read(cut, ReadOptions()))
    except InputError:
        pass
    except Exception as error:
        what = f"read raised {type(error).__name__} ({error}) for a file cut off after {share:.0%}."
        raise AssertionError(f"{what} Give a BadRow, or raise InputError.") from error


def _check_enquiry(enquiry: Enquiry) -> None:
    _check_time(enquiry.received, f"The time of {enquiry.source}")
    for turn in enquiry.turns:
        expect(isinstance(turn.author, Author), f"A turn of {enquiry.source} has the author {turn.author!r}.")
        _check_time(turn.at, f"The time of a turn of {enquiry.source}")
    times = [turn.at for turn in enquiry.turns if turn.at]
    expect(times == sorted(times), f"The turns of {enquiry.source} are not in the order of their times, oldest first.")


def _check_time(time: datetime | None, what: str) -> None:
    expect(time is None or time.tzinfo is not None, f"{what} has no time zone.")


def _check_body(method: str, body: object, title: str) -> None:
    expect(isinstance(body, str) and body.strip(), f"{method} gave no text.")
    text = str(body).lstrip()
    expect(not text.startswith(("---\n", "+++\n")), f"{method} gave front matter; a publisher adds that.")
    expect(not text.startswith(f"# {title}"), f"{method} gave the title as a heading; a site shows it by itself.")


def _check_place(method: str, place: str) -> None:
    parts = PurePosixPath(place).parts
    safe = parts and not place.startswith("/") and ".." not in parts and not re.search(r'[\\:*?"<>|\x00-\x1f]', place)
    expect(safe, f"{method} gave {place!r}, which is no safe place inside the folder.")
