"""What the posts of a site have in common, learnt from the posts that are there, so that drafts look like them.

Nothing is written here, and no post's text is kept: only keys, spellings, formats and words that all posts share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from enquiry2article.articles.dialect import ALIASES, LEAVE_OUT, Dialect
from enquiry2article.articles.post_metadata import Metadata, read_metadata
from enquiry2article.domain.errors import FrontMatterProblem
from enquiry2article.posts.files import list_files
from enquiry2article.posts.pages.metadata import (
    EXPIRY_KEYS,
    find_question_id,
    find_withheld,
    find_word,
    is_webflow,
    list_words,
    read_date,
)
from enquiry2article.text.encoding import decode

_MOST: Final = 2_000
_LARGEST: Final = 4 << 20
_ENDINGS: Final = frozenset({".md", ".mdx", ".markdown"})
_FEWEST_SHARED: Final = 3
"""Posts that have to share a word before a draft gets it too."""
_OWN_WORDS: Final = frozenset(
    "title slug url permalink aliases redirect_from id draft published publish status question_id questions copy_of "
    "canonical_url image_alt structured_data expirydate published-on eleventyexcludefromcollections weight "
    "order".split()
)
"""Words that each post has for itself, so that sharing them is chance."""
_DATE_FORMATS: Final = (
    "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S +0000", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%b %d %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y",
    "%d.%m.%Y", "%d/%m/%Y",
)  # fmt: skip
_FRACTION: Final = re.compile(r"\.\d{1,6}Z$")
_OFFSET: Final = re.compile(r" [+-]\d{4}$")
_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One post of a site."""

    path: Path
    text: str
    """Its front matter as it stands there."""
    words: Mapping[str, Any]
    """The same, read; keys in lower case."""
    dialect: str
    question_id: str
    draft: bool

    def spell_key(self, key: str) -> str:
        """Return a key with its capitals."""
        found = re.search(rf"""^\s*["']?({re.escape(key)})["']?\s*[:=]""", self.text, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else key


def read_samples(folder: Path) -> list[Sample]:
    """Read the front matter of the posts in a folder, or of the site that it is."""
    files = (file.path for file in list_files(folder) if file.path.suffix.lower() in _ENDINGS)
    return [sample for path in islice(files, _MOST) if (sample := _read_sample(path))]


def _read_sample(path: Path) -> Sample | None:
    try:
        if path.stat().st_size > _LARGEST:
            return None
        text = decode(path.read_bytes())
        meta: Metadata = read_metadata(text)
    except (OSError, FrontMatterProblem):
        return None
    if not meta.words:
        return None
    return Sample(
        path=path,
        text=text[: len(text) - len(meta.body)],
        words=meta.words,
        dialect=meta.dialect,
        question_id="" if find_word(meta.words, "copy_of") else find_question_id(meta.words),
        draft=bool(find_withheld(meta.words)) or "_drafts" in path.parts,
    )


def choose_folder(samples: Sequence[Sample], root: Path, home: str) -> str:
    """Return the folder of a site, relative to its own, in which most dated posts lie, or `home` where there are none.

    Folders of years, and those that hold one post each, are no folders of posts.
    """
    counts: Counter[str] = Counter()
    for sample in samples:
        if any(find_word(sample.words, name.lower()) for name in ALIASES["date"]) or _DATED.match(sample.path.name):
            counts[_find_base(sample.path, root).as_posix()] += 1
    if not counts or home in counts:
        return home
    return min(counts, key=lambda place: (-counts[place], place))


def _find_base(path: Path, root: Path) -> PurePosixPath:
    try:
        within = PurePosixPath(path.resolve().relative_to(root.resolve()).as_posix())
    except ValueError:
        return PurePosixPath()
    base = within.parent.parent if within.stem == "index" else within.parent
    while re.fullmatch(r"\d{2}|\d{4}", base.name):
        base = base.parent
    return base


def apply_habits(dialect: Dialect, samples: Sequence[Sample], folder: Path) -> Dialect:
    """Return a dialect as the posts of a site have it; `folder` is where they lie. Without posts, it stays as it is."""
    if not samples:
        return dialect
    keys = {**dialect.keys, **_learn_keys(dialect, samples)}
    webflow = all(is_webflow(sample.words) for sample in samples)
    shared = _find_shared(samples, keys)
    layout = {key: value for key, value in dialect.fixed.items() if any(key in s.words for s in samples)}
    tags = [_list_tags(sample.words, keys.get("tags", "tags")) for sample in samples]
    categories = Counter(
        name for s in samples for key in ("categories", "category") for name in list_words(s.words.get(key))
    )
    return replace(
        dialect,
        syntax=_choose_syntax(dialect, samples),
        keys=keys,
        known=dialect.known | set(keys.values()) | set(shared),
        fixed={**layout, **shared},
        dates=_find_dates(samples, keys) or (() if webflow else dialect.dates),
        date_format=_choose_date_format(dialect, samples, keys.get("date", "date")),
        collections=_find_collections(dialect, tags),
        spell_tag=Speller(Counter(tag for own in tags for tag in own)),
        spell_category=Speller(categories, only_known=True),
        file=_choose_file(dialect.file, samples, folder),
    )


def _choose_syntax(dialect: Dialect, samples: Sequence[Sample]) -> str:
    if dialect.syntax not in ("yaml", "toml"):
        return dialect.syntax
    used = Counter(sample.dialect for sample in samples if sample.dialect in ("yaml", "toml"))
    return used.most_common(1)[0][0] if used else dialect.syntax


def _learn_keys(dialect: Dialect, samples: Sequence[Sample]) -> dict[str, str]:
    """Return the site's own keys for neutral ones: those that most posts have and whose usual ones are rarer."""
    learnt = {}
    for neutral, names in ALIASES.items():
        usual = dialect.keys.get(neutral, neutral)
        if usual == LEAVE_OUT:
            continue
        counts = {
            name: sum(name.lower() in sample.words for sample in samples) for name in dict.fromkeys([usual, *names])
        }
        best = max(counts, key=lambda name: (counts[name], name == usual))
        if best != usual and 2 * counts[best] >= len(samples):
            learnt[neutral] = next(s.spell_key(best) for s in samples if best.lower() in s.words)
    return learnt


def _find_shared(samples: Sequence[Sample], keys: Mapping[str, str]) -> dict[str, object]:
    """Return the words that all posts share: a layout, an author, a category."""
    if len(samples) < _FEWEST_SHARED:
        return {}
    taken = {name.lower() for neutral in ALIASES if neutral != "categories" for name in ALIASES[neutral]}
    taken |= {key.lower() for key in keys.values()} | _OWN_WORDS
    shared: dict[str, object] = {}
    for key, value in samples[0].words.items():
        plain = isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))
        if key in taken or not plain or not value or (isinstance(value, str) and read_date(value)):
            continue
        if all(sample.words.get(key) == value for sample in samples):
            shared[samples[0].spell_key(key)] = _read_scalar(value)
    return shared


def _read_scalar(value: Any) -> object:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and re.fullmatch(r"0|[1-9]\d{0,8}", value):
        return int(value)
    return value


def _find_dates(samples: Sequence[Sample], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Return the further keys under which all posts have a date, such as that of their last change."""
    if len(samples) < 2:
        return ()
    own = keys.get("date", "date").lower()
    found = []
    for key in samples[0].words:
        values = [sample.words.get(key) for sample in samples]
        excluded = key in EXPIRY_KEYS or key in ("published-on", own)
        if not excluded and all(isinstance(v, str) and re.search(r"\d{4}", v) and read_date(v) for v in values):
            found.append(samples[0].spell_key(key))
    return tuple(found)


def _choose_date_format(dialect: Dialect, samples: Sequence[Sample], key: str) -> str:
    used: Counter[str] = Counter()
    for sample in samples:
        if (text := find_word(sample.words, key.lower())) and (form := _find_date_format(text)) is not None:
            used[form] += 1
    return used.most_common(1)[0][0] if used else dialect.date_format


def _find_date_format(text: str) -> str | None:
    plain = _OFFSET.sub(" +0000", _FRACTION.sub(".000Z", text))
    for form in _DATE_FORMATS:
        try:
            if datetime.strptime(plain, form).strftime(form) == plain or "%b" in form or "%d" in form:
                return form
        except ValueError:
            continue
    return "" if re.match(r"\d{4}-\d{2}-\d{2}T", text) else None


def _list_tags(words: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return list_words(words.get(key.lower()), spaced=True)


def _find_collections(dialect: Dialect, tags: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the tags that all posts have, where tags make collections."""
    if not dialect.collections or not any(tags):
        return () if dialect.topics and dialect.collections and len(tags) >= _FEWEST_SHARED else dialect.collections
    return tuple(tag for tag in tags[0] if all(tag in own for own in tags))


class Speller:
    """Spells a tag as the posts of a site do, or, one that they have not, in their manner."""

    def __init__(self, used: Counter[str], *, only_known: bool = False) -> None:
        self.spellings = {_normalise(name): name for name, _ in reversed(used.most_common())}
        self.only_known = only_known
        longer = [name for name in used if len(_normalise(name).split()) > 1]
        signs = Counter(sign for name in longer for sign in "-_ " if sign in name)
        self.sign = signs.most_common(1)[0][0] if signs else " "
        cases = Counter("title" if name.istitle() else "lower" if name.islower() else "" for name in used)
        self.case = cases.most_common(1)[0][0] if cases else ""

    def __call__(self, tag: str) -> str:
        """Return the tag as it is spelled there; with `only_known`, "" for one that is not there."""
        if (known := self.spellings.get(_normalise(tag))) or self.only_known:
            return known or ""
        text = tag.title() if self.case == "title" else tag.lower() if self.case == "lower" else tag
        return text.replace(" ", self.sign)

    @property
    def told(self) -> str:
        """Tell what decides about the spelling."""
        return f"{sorted(self.spellings.items())} {self.sign} {self.case}"


def _normalise(tag: str) -> str:
    return " ".join(re.sub(r"[-_\s]+", " ", tag.casefold()).split())


def _choose_file(usual: str, samples: Sequence[Sample], folder: Path) -> str:
    """Return how most files are named, where most are named in one way."""
    used = Counter(_find_pattern(sample.path, folder) for sample in samples)
    pattern, count = used.most_common(1)[0]
    if "{date}" in usual and "{date}" not in pattern:
        return usual  # the generator's own rule
    return pattern if 2 * count > len(samples) else usual


def _find_pattern(path: Path, folder: Path) -> str:
    bundle = path.stem == "index"
    name = path.parent.name if bundle else path.stem
    shown = "{date}-{slug}" if _DATED.match(name) else "{slug}"
    above = path.parent.parent if bundle else path.parent
    places: list[str] = []
    while re.fullmatch(r"\d{2}|\d{4}", above.name) and above != folder:
        places.insert(0, "{year}" if len(above.name) == 4 else "{month}")
        above = above.parent
    return "/".join([*places, f"{shown}/index{path.suffix}" if bundle else f"{shown}{path.suffix}"])


def find_placed(samples: Iterable[Sample], folder: Path) -> dict[str, tuple[Path, ...]]:
    """Return where the article of each question lies in a folder, be it a draft or not, in the order of the paths."""
    placed: dict[str, tuple[Path, ...]] = {}
    for path, id_ in sorted((sample.path.resolve(), sample.question_id) for sample in samples if sample.question_id):
        if path.is_relative_to(folder):
            placed[id_] = (*placed.get(id_, ()), path.relative_to(folder))
    return placed
