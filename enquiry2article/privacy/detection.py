"""Finds the personal values of a text: every recogniser is asked, and overlaps are settled."""

from __future__ import annotations

import dataclasses
import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.addresses import find_addresses
from enquiry2article.privacy.recognisers.birth_dates import find_births
from enquiry2article.privacy.recognisers.called_names import find_called_names, find_household_names
from enquiry2article.privacy.recognisers.coordinates import find_coordinates
from enquiry2article.privacy.recognisers.credentials import find_announced, find_keys, find_secrets
from enquiry2article.privacy.recognisers.handles import find_accounts
from enquiry2article.privacy.recognisers.health import find_health
from enquiry2article.privacy.recognisers.known_names import SURE_GIVEN_NAMES, Lexicon, build_lexicon
from enquiry2article.privacy.recognisers.names_in_context import find_placed_names
from enquiry2article.privacy.recognisers.national_ids import find_ids
from enquiry2article.privacy.recognisers.number_plates import find_plates
from enquiry2article.privacy.recognisers.payment import find_cards, find_ibans
from enquiry2article.privacy.recognisers.phones import find_phones
from enquiry2article.privacy.recognisers.reference_numbers import find_orders
from enquiry2article.privacy.recognisers.spans import (
    Atom,
    Finder,
    Span,
    cut_atoms,
    join_spans,
    touches,
)
from enquiry2article.privacy.recognisers.spelled_out import find_spelled_mail, find_spoken_numbers
from enquiry2article.privacy.recognisers.web import find_emails, find_ips, find_links, find_urls, is_personal_link
from enquiry2article.privacy.tagger import (
    DOUBTFUL,
    GIVEN_STAYS,
    LIKELY,
    PLACED_STAYS,
    find_tagged,
    score_span,
    tag_text,
)
from enquiry2article.text.placeholders import PLACEHOLDER, PLACEHOLDERS

_FINDERS: Final[tuple[Finder, ...]] = (
    find_emails,
    find_spelled_mail,
    find_links,
    find_secrets,
    find_accounts,
    find_spoken_numbers,
    find_coordinates,
    find_health,
)
_DIGIT_FINDERS: Final[tuple[Finder, ...]] = (
    find_keys,
    find_cards,
    find_ibans,
    find_ids,
    find_ips,
    find_births,
    find_plates,
    find_orders,
    find_addresses,
    find_phones,
)
_DIGIT: Final = re.compile(r"\d")
_ROUNDS: Final = 10
"""Redacting repeats until nothing is found, so that redacting twice equals redacting once."""


_MAY_STAY: Final = frozenset(
    {"name", "order", "phone", "address", "number plate", "handle", "ip", "device", "id number"}
)
"""What a house may keep by naming a part of it. Any other value stays only where the house names the whole of it."""

_CUT: Final = frozenset({"name", "address"})
"""Kinds of which a span may hold the house's own address and something else beside it."""


def may_stay(span: Span, kept: Sequence[tuple[int, int]]) -> bool:
    """Return whether a span stays because the house named it: a part of a mail address does not keep the whole."""
    return touches(span, kept) if span.kind in _MAY_STAY else _lies_in(span, kept)


def leave_own(text: str, span: Span, own: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Cut the house's own contact data out of a span; a guess that only continues it is none: the town behind it.

    Of a value that is found by its form nothing is cut: the house's number may begin somebody else's longer one.
    """
    if span.score < 1 and span.kind != "name" and touches(Span(max(0, span.start - 2), span.end + 2, span.kind), own):
        return
    if _lies_in(span, own):
        return
    if span.kind not in _CUT or not touches(span, own):
        yield span
        return
    place = span.start
    for start, end in [*own, (span.end, span.end)]:
        if start >= place and start <= span.end:
            if any(map(str.isalnum, text[place:start])):
                yield dataclasses.replace(span, start=place, end=start)
            place = end


def _lies_in(span: Span, pieces: Sequence[tuple[int, int]]) -> bool:
    place = bisect_left(pieces, (span.end, 0)) - 1
    return place >= 0 and pieces[place][0] <= span.start and span.end <= pieces[place][1]


def match_terms(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for any of some terms as whole words, in capital or small letters, or None for none."""
    pieces = sorted(
        {r"\s+".join(map(re.escape, term.split())) for term in terms if term.strip()}, key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(pieces)})(?!\w)", re.IGNORECASE) if pieces else None


def find_shaped(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    for find in _FINDERS:
        yield from find(text, atoms)
    # Most enquiries hold no digit at all, and then none of these can find anything.
    if _DIGIT.search(text):
        for find in _DIGIT_FINDERS:
            yield from find(text, atoms)


def resolve_overlaps(text: str, found: Iterable[Span]) -> list[Span]:
    """Join overlapping spans, and keep clear of placeholders and of links that stay."""
    joined = join_spans(text, found)
    if not joined:
        return []
    closed = [match.span() for match in PLACEHOLDER.finditer(text)] if "[" in text else []
    public = (
        [(start, end) for start, end in find_urls(text) if not is_personal_link(text[start:end])]
        if "/" in text or "www." in text
        else []
    )
    blocked = sorted(closed + public)
    return [span for span in joined if not touches(span, closed if span.kind in {"link", "email"} else blocked)]


def find_patterns(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Find what recognisers of one kind each find, any usual given name among it, without the tagger."""
    atoms = cut_atoms(text)
    given = Lexicon(rows={}, lengths={}, capital=SURE_GIVEN_NAMES).find(text, atoms)
    return resolve_overlaps(
        text,
        [*_find_sure(text, atoms, names), *find_placed_names(text, atoms), *find_household_names(text, atoms), *given],
    )


def _find_sure(text: str, atoms: Sequence[Atom], names: Iterable[str]) -> list[Span]:
    return [*_lexicon_of(tuple(names)).find(text, atoms), *find_shaped(text, atoms)]


def guess_spans(text: str, atoms: Sequence[Atom], found: Sequence[Span], *, likely: bool = True) -> list[Span]:
    """Find what stands where a name stands, usual given names, and with `likely` what only looks personal.

    Names go unless their sentence makes a thing of them: "the Oskar shelf", "the book Mrs Winter's Night". What only
    looks personal is looked for in sentences of people; a finished file with its front matter is no sentence.
    """
    placed = list(find_placed_names(text, atoms))
    given = list(Lexicon(rows={}, lengths={}, capital=SURE_GIVEN_NAMES).find(text, atoms))
    announced = list(find_household_names(text, atoms))
    if likely:
        sure = sorted((span.start, span.end) for span in join_spans(text, found))
        announced += (span for span in find_announced(text, atoms) if not touches(span, sure))
        placed += find_called_names(text, atoms)
    told = join_spans(text, [*found, *placed, *given, *announced])
    tagged = tag_text(text, told) if likely or placed or given else []
    guessed = announced + [span for span in placed if score_span(tagged, span) >= PLACED_STAYS]
    guessed += (span for span in given if score_span(tagged, span) >= GIVEN_STAYS)
    return [*guessed, *find_tagged(text, tagged, told)] if likely else guessed


def find_spans(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Find the personal values of a text that recognisers know, in their order and without overlaps.

    `names`: people the text may speak of. What only looks personal is not among it: see `find_likely`.

    >>> [span.kind for span in find_spans("Hi Marisol, call 07700 900123")]
    ['name', 'phone']
    """
    atoms = cut_atoms(text)
    found = _find_sure(text, atoms, names)
    return resolve_overlaps(text, [*found, *guess_spans(text, atoms, found, likely=False)])


def find_likely(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Find the personal values of a text, those that only look so among them: what redaction takes out."""
    atoms = cut_atoms(text)
    found = _find_sure(text, atoms, names)
    return resolve_overlaps(text, [*found, *guess_spans(text, atoms, found)])


def find_doubtful(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Find what may be personal and is too unsure to be taken out: a sentence that holds some is unfit for a draft.

    The score of each span lies between `tagger.DOUBTFUL` and `tagger.LIKELY`. What is taken out is not among it.
    """
    sure = [(span.start, span.end) for span in find_likely(text, names)]
    told = find_patterns(text, names)
    doubtful = find_tagged(text, tag_text(text, told), told, DOUBTFUL, LIKELY)
    return [span for span in doubtful if not touches(span, sure)]


@functools.lru_cache(maxsize=256)
def _lexicon_of(names: tuple[str, ...]) -> Lexicon:
    return build_lexicon(names, parts=True)


def redact_text(text: str, names: Iterable[str] = ()) -> str:
    """Put placeholders in the place of all personal values. Redacting twice equals redacting once.

    >>> redact_text("Hi Marisol, your order #1234567 is on its way.")
    'Hi [name], your order [order number] is on its way.'
    """
    known = tuple(names)
    return replace_all(text, lambda found: find_likely(found, known), [])


def replace_all(text: str, find: Callable[[str], list[Span]], found: list[tuple[str, str]]) -> str:
    """Put placeholders in the place of what `find` finds, and add each kind and value to `found`."""
    for _ in range(_ROUNDS):
        spans = find(text)
        if not spans:
            break
        found += [(span.kind, text[span.start : span.end]) for span in spans]
        pieces: list[str] = []
        place = 0
        for span in spans:
            pieces += [text[place : span.start], PLACEHOLDERS[span.kind]]
            place = span.end
        text = "".join([*pieces, text[place:]])
    return text
