"""Finds personal data and puts readable placeholders in its place: spans first, replacing second.

This is the only door from `Enquiry` to `RedactedEnquiry`. It decides which finders look where, whose names are looked
for in which conversation, and what of an enquiry becomes question, reply and the rest. What is personal, the finders on
the floor below decide; what is a question and what is noise, others decide and hand in.

The two-step shape and the tables of recognisers follow Microsoft's presidio.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
import secrets
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Final

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.name_words import COMMON_NAMES, NOT_A_NAME
from enquiry2article.cleaning.question_sentences import extract_ask, split_asks
from enquiry2article.cleaning.ratings import read_rating
from enquiry2article.domain.enquiry import (
    Author,
    Enquiry,
    HiddenValue,
    RedactedEnquiry,
    Reply,
    Turn,
)
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.privacy.contacts import ContactCounts
from enquiry2article.privacy.hashed_values import hide_value
from enquiry2article.privacy.ner import ModelNames
from enquiry2article.privacy.owners import OwnerCounts
from enquiry2article.privacy.recognisers.addresses import find_addresses
from enquiry2article.privacy.recognisers.birth_dates import find_births
from enquiry2article.privacy.recognisers.coordinates import find_coordinates
from enquiry2article.privacy.recognisers.credentials import find_announced, find_keys, find_secrets
from enquiry2article.privacy.recognisers.handles import find_accounts
from enquiry2article.privacy.recognisers.health import find_health
from enquiry2article.privacy.recognisers.known_names import SURE_GIVEN_NAMES, Lexicon, build_lexicon, split_name
from enquiry2article.privacy.recognisers.name_patterns import CAPITALS
from enquiry2article.privacy.recognisers.names_in_context import (
    find_called_names,
    find_household_names,
    find_placed_names,
    list_placed_names,
)
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
    mark_all,
    touches,
)
from enquiry2article.privacy.recognisers.spelled_out import find_spelled_mail, find_spoken_numbers
from enquiry2article.privacy.recognisers.web import find_emails, find_ips, find_links, find_urls, is_personal_link
from enquiry2article.privacy.tagger import (
    DOUBTFUL,
    GIVEN_STAYS,
    LIKELY,
    MIXED,
    PLACED_STAYS,
    find_tagged,
    score_span,
    tag_text,
)
from enquiry2article.text.language import guess_language
from enquiry2article.text.placeholders import PLACEHOLDER, PLACEHOLDERS
from enquiry2article.text.sentences import SENTENCE_ENDS
from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.vocabulary import find_places, is_word
from enquiry2article.text.words import fold, split_words, stem

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
_CAPITAL_WORD: Final = re.compile(rf"(?<![\w@./-])[{CAPITALS}][^\W\d_]{{2,29}}")
_OFTEN: Final = 8
_SELDOM: Final = 0.15
"""A word with a capital letter that this many conversations have, and that stands as a name in this share of them at
most, is a product or the house itself: agents' names stand under their mails."""
_AT_TIMES: Final = 0.5
"""The same share where the word stands before one of the trade nearly whenever it does: "Dear Harbour Ferries," """
_PLAIN_USERS: Final = 3
"""Conversations that write a word in small letters, or as their subject, or a place's name, from which it is one."""
_TRADE_USERS: Final = 2
"""Conversations that write a word in small letters from which it is one of the trade."""
_SMALL_WORD: Final = re.compile(r"(?<![\w@./-])[a-zß-öø-ÿ]{3,30}(?![\w@/]|[.-]\w)")


class Redactor:
    """What one set of exports tells of people: their names and other values, no texts. Immutable once built."""

    def __init__(
        self,
        names: Iterable[str] = (),
        values: Iterable[str] = (),
        *,
        staff: Iterable[str] = (),
        common: Iterable[str] = (),
        key: bytes = b"",
        keep: Iterable[str] = (),
        redact: Iterable[str] = (),
        things: Iterable[str] = (),
        plain: Iterable[str] = (),
        own: Iterable[str] = (),
        finder: NameFinder | None = None,
    ) -> None:
        """Take names and values of all conversations, single names known to everybody, everyday words, and the key.

        `keep` are the house's own terms that stay though they look like names or numbers; what they touch of an
        address, a card, a bank account or a password goes all the same. `redact` are terms that never stay. `things`
        are words that stand too often elsewhere to be a person's name where they once stand as one. `plain` are words
        that nobody bears and several use as words or places: what only looks like a name is none. `own` is the house's
        contact data as it stands in the texts, which is public. `finder` is asked for names beside our own finders.
        """
        known = build_lexicon(names, values, parts=False)
        single = frozenset(fold(name) for name in staff) - COMMON_NAMES - NOT_A_NAME
        self._everywhere = dataclasses.replace(known, capital=single - frozenset(common))
        self._own = match_terms(own)
        self._common = frozenset(common)
        self.things = frozenset(things) | frozenset(own)
        self._plain = frozenset(plain)
        self._kept = match_terms(keep)
        self._withheld = match_terms(redact)
        self._key = (key or secrets.token_bytes(32))[:64]
        self._model = ModelNames(finder) if finder else None

    @classmethod
    def learn(
        cls,
        enquiries: Iterable[Enquiry],
        key: bytes = b"",
        *,
        keep: Iterable[str] = (),
        redact: Iterable[str] = (),
        finder: NameFinder | None = None,
    ) -> Redactor:
        """Collect the names and values of all enquiries; texts are read for which names are everyday words, not kept.

        `key` hashes customers: the same key gives the same codes. Without one each redactor draws its own, and codes
        of two runs cannot be compared. `keep` and `redact` are the house's terms, and `finder` a finder of names, as
        `Redactor` takes them.
        """
        names: set[str] = set()
        values: set[str] = set()
        small: Counter[str] = Counter()
        met: Counter[str] = Counter()
        staff: set[str] = set()
        borne: Counter[str] = Counter()
        written: Counter[str] = Counter()
        placed_words: Counter[str] = Counter()
        contacts = ContactCounts()
        greeted: Counter[tuple[str, str]] = Counter()
        titles: Counter[str] = Counter()
        owners = OwnerCounts()
        for enquiry in enquiries:
            own = set(_names_of(enquiry))
            names |= own
            values.update(enquiry.personal)
            contacts.add(enquiry)
            placed = [name for turn in enquiry.turns for name in list_placed_names(turn.text[:5000])]
            # "Dear Becky" in one mail gives away whom another means by "Becky said".
            met.update({fold(name.split()[0]) for name in placed})
            placed_words.update({word for name in placed for word in fold(name).split()})
            greeted.update({(first, second) for first, second, *_ in (fold(n).split() for n in placed if " " in n)})
            written.update({fold(word) for turn in enquiry.turns for word in _CAPITAL_WORD.findall(turn.text[:5000])})
            borne.update({part for name in own for part in split_name(name)})
            staff.update(
                part for turn in enquiry.turns if turn.author is Author.AGENT for part in split_name(turn.name)
            )
            for turn in enquiry.turns:
                owners.add(turn.text[:5000])
            titles[fold(enquiry.subject.strip())] += 1
            said = {word for turn in enquiry.turns for word in _SMALL_WORD.findall(turn.text[:5000])}
            small.update(said - {part for name in (*own, *placed) for part in split_name(name)})
        parts = {part for name in names for part in split_name(name)}
        # A part of somebody's name that three others write in small letters is a word of the trade: "takeaway"; but not
        # where more people bear it, for some of them write themselves so.
        common = {part for part in parts if small[part] >= max(3, borne[part])}
        staff |= {name for name, count in met.items() if count >= 2 and len(name) > 2}
        staff = {name for name in staff if small[name] < 3}
        houses = _list_houses(greeted, small, borne)
        housed: Counter[str] = Counter()
        for house in houses:
            housed[house[0]] += greeted[house]
        things = {
            word
            for word, count in written.items()
            if count >= _OFTEN
            and not borne[word]
            and placed_words[word] <= count * _AT_TIMES
            and placed_words[word] - housed[word] <= count * _SELDOM
        }
        things |= {second for first, second in houses if first in things}
        staff = (staff - things) | owners.list_people(written, things)
        plain = {word for counts in (small, titles) for word, count in counts.items() if count >= _PLAIN_USERS}
        plain |= {word for word, count in written.items() if count >= _PLAIN_USERS and find_places(word, MIXED)}
        return cls(
            names,
            values,
            things=things,
            plain={word for word in plain if not borne[word] and not placed_words[word]},
            own=contacts.list_own(values, {*parts, *met}),
            staff=staff,
            common=common,
            key=key,
            keep=keep,
            redact=redact,
            finder=finder,
        )

    def find(self, text: str, lexicon: Lexicon) -> list[Span]:
        """Find the personal values of a text; `lexicon` knows the names of its conversation."""
        if not text:
            return []
        atoms = cut_atoms(text)
        found = [*lexicon.find(text, atoms), *self._everywhere.find(text, atoms), *_find_shaped(text, atoms)]
        guessed = _guess(text, atoms, found)
        if self._model:
            guessed += self._model.find(text)
        found += (
            span
            for span in guessed
            if not self._is_thing(text[span.start : span.end])
            and not (span.score < 1 and span.kind == "name" and self._is_plain(text[span.start : span.end], text))
        )
        if self._withheld:
            found += mark_all(self._withheld, text, "term")
        if self._own and found:
            own = [match.span() for match in self._own.finditer(text)]
            found = [piece for span in found for piece in _leave_own(text, span, own)]
        if self._kept and found:
            kept = [match.span() for match in self._kept.finditer(text)]
            found = [span for span in found if not _may_stay(span, kept)]
        return _resolve(text, found)

    def build_lexicon(self, enquiry: Enquiry) -> Lexicon:
        """Give the names and values of one conversation, those that its own greetings give away included."""
        names = [*_names_of(enquiry)]
        for turn in enquiry.turns:
            names += (name for name in list_placed_names(turn.text) if not self._is_thing(name))
        return build_lexicon(list(dict.fromkeys(names)), enquiry.personal, parts=True, common=self._common)

    def hide_values(self, enquiry: Enquiry, found: Iterable[tuple[str, str]]) -> tuple[HiddenValue, ...]:
        """Give the hashes of what the export says of the people of an enquiry, and of what was found in it.

        Of a name its parts count as well, where they are names rather than words.
        """
        names = dict.fromkeys([*_names_of(enquiry), *(value for kind, value in found if kind == "name")])
        parts = [part for name in names for part in split_name(name)]
        ordinary = self._common | COMMON_NAMES | NOT_A_NAME
        single = {part for part in parts if fold(part) not in ordinary}
        known = [("name", value) for value in (*names, *single) if " " in value.strip() or value in single]
        known += [("email" if "@" in value else "address", value) for value in enquiry.personal]
        known += [(kind, value) for kind, value in found if kind not in ("name", "link")]
        values = (hide_value(value, kind, self._key) for kind, value in sorted(set(known)))
        return tuple({value.hash: value for value in values if value}.values())

    def _is_thing(self, name: str) -> bool:
        """Tell whether what stands as a name is the house's own word: "I signed in. Slotwell said no"."""
        return bool(self.things) and self.things.issuperset(fold(name).split())

    def _is_plain(self, word: str, text: str) -> bool:
        """Tell whether what only looks like a name is a word that a dictionary has, or a place, and several use so."""
        if fold(word) not in self._plain:
            return False
        return any(is_word(word, code) for code in {guess_language(text), "en"}) or bool(find_places(word, MIXED))

    def hash_person(self, person: str, length: int = 16) -> str:
        """Give a code that tells people apart without naming them, or "" for nobody."""
        return hash_person(person, self._key, length)


def hash_person(person: str, key: bytes, length: int = 16) -> str:
    """Give a code of so many characters for what an export calls somebody, or "" for nobody."""
    folded = " ".join(fold(person).split())
    return (
        hashlib.blake2b(folded.encode("utf-8", "replace"), key=key[:64], digest_size=length // 2).hexdigest()
        if folded
        else ""
    )


def _list_houses(
    placed: Collection[tuple[str, str]], small: Mapping[str, int], borne: Mapping[str, int]
) -> set[tuple[str, str]]:
    """Give the pairs of words that stand as names and end in a word of the trade, in any ending: "Harbour Ferries"."""
    begins = {second[:4] for _, second in placed}
    trade = {stem(word, "en") for word, users in small.items() if users >= _TRADE_USERS and word[:4] in begins}
    return {(first, second) for first, second in placed if not borne.get(second) and stem(second, "en") in trade}


_MAY_STAY: Final = frozenset(
    {"name", "order", "phone", "address", "number plate", "handle", "ip", "device", "id number"}
)
"""What a house may keep by naming a part of it. Any other value stays only where the house names the whole of it."""

_CUT: Final = frozenset({"name", "address"})
"""Kinds of which a span may hold the house's own address and something else beside it."""


def _may_stay(span: Span, kept: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a span stays because the house named it: a part of a mail address does not keep the whole."""
    return touches(span, kept) if span.kind in _MAY_STAY else _lies_in(span, kept)


def _leave_own(text: str, span: Span, own: Sequence[tuple[int, int]]) -> Iterator[Span]:
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
    """Give a pattern for any of some terms as whole words, in capital or small letters, or None for none."""
    pieces = sorted(
        {r"\s+".join(map(re.escape, term.split())) for term in terms if term.strip()}, key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(pieces)})(?!\w)", re.IGNORECASE) if pieces else None


def _names_of(enquiry: Enquiry) -> Iterator[str]:
    yield from enquiry.customer_names
    if len(enquiry.customer_names) == 2 and len(enquiry.customer_names[0].split()) == 1:
        yield " ".join(enquiry.customer_names)  # given name and surname in columns of their own
    for turn in enquiry.turns:
        if turn.name and turn.author in (Author.CUSTOMER, Author.AGENT):
            yield turn.name


def _find_shaped(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    for find in _FINDERS:
        yield from find(text, atoms)
    # Most enquiries hold no digit at all, and then none of these can find anything.
    if _DIGIT.search(text):
        for find in _DIGIT_FINDERS:
            yield from find(text, atoms)


def _resolve(text: str, found: Iterable[Span]) -> list[Span]:
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
    return _resolve(
        text,
        [*_find_sure(text, atoms, names), *find_placed_names(text, atoms), *find_household_names(text, atoms), *given],
    )


def _find_sure(text: str, atoms: Sequence[Atom], names: Iterable[str]) -> list[Span]:
    return [*_lexicon_of(tuple(names)).find(text, atoms), *_find_shaped(text, atoms)]


def _guess(text: str, atoms: Sequence[Atom], found: Sequence[Span], *, likely: bool = True) -> list[Span]:
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
    return _resolve(text, [*found, *_guess(text, atoms, found, likely=False)])


def find_likely(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Find the personal values of a text, those that only look so among them: what redaction takes out."""
    atoms = cut_atoms(text)
    found = _find_sure(text, atoms, names)
    return _resolve(text, [*found, *_guess(text, atoms, found)])


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
    return _replace_all(text, lambda found: find_likely(found, known), [])


def _replace_all(text: str, find: Callable[[str], list[Span]], found: list[tuple[str, str]]) -> str:
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


def redact_enquiry(
    enquiry: Enquiry, redactor: Redactor, *, noise: str = "", doubts: MutableMapping[str, set[str]] | None = None
) -> RedactedEnquiry:
    """Take the personal data out of a cleaned enquiry and sort its turns into question, replies and the rest.

    `noise` is why the enquiry is no question, or "". To `doubts` are added the single names that were found in the text
    and that the export does not give for anybody in this conversation: word → who wrote it.
    """
    lexicon = redactor.build_lexicon(enquiry)
    found: list[tuple[str, str]] = []

    def redact(text: str) -> str:
        return _replace_all(text, lambda piece: redactor.find(piece, lexicon), found)

    first, replied, later = _sort_turns(enquiry.turns)
    subject = redact(enquiry.subject)
    body = redact("\n\n".join(turn.text for turn in first if turn.text))
    if not _adds_something(subject, body):
        subject = ""
    # The greeting stands under the subject, where it would not be looked for.
    asking = strip_courtesies(body) or body
    if subject and _says_nothing(asking):
        asking = ""
    replies = tuple(
        Reply(text=redact(turn.text), agent=redactor.hash_person(turn.name, 6), at=turn.at) for turn in replied
    )
    if doubts is not None:
        own = {part for name in _names_of(enquiry) for part in split_name(name)}
        for word in {value for kind, value in found if kind == "name" and value.isalpha() and fold(value) not in own}:
            doubts.setdefault(word.title(), set()).add(enquiry.customer or enquiry.id)
    told_later = tuple(redact(turn.text) for turn in later if turn.text)
    return RedactedEnquiry(
        id=enquiry.id,
        source=enquiry.source,
        text=f"{subject}\n\n{asking}".strip(),
        ask=_join_ask(subject, extract_ask(asking)),
        asks=split_asks(asking),
        replies=replies,
        later=told_later,
        customer=redactor.hash_person(enquiry.customer),
        received=enquiry.received,
        tags=tuple(tag for tag in enquiry.tags if tag == redact(tag)),
        content=read_rating(enquiry.rating),
        minutes=enquiry.minutes,
        group=redact(enquiry.group),
        noise=noise,
        found=dict(Counter(kind for kind, _ in found)),
        hidden=redactor.hide_values(enquiry, found),
    )


_MOST_SUBJECT_WORDS: Final = 12


def _join_ask(subject: str, ask: str) -> str:
    """Put a short subject before the ask: "Google calendar not syncing" says what "What now?" is about."""
    if not ask or not subject:
        return extract_ask(subject) or ask
    if len(subject.split()) > _MOST_SUBJECT_WORDS:
        return extract_ask(f"{subject}\n\n{ask}")
    return f"{subject}{'' if subject.endswith((*SENTENCE_ENDS, ':')) else '.'} {ask}"


def _sort_turns(turns: Sequence[Turn]) -> tuple[list[Turn], list[Turn], list[Turn]]:
    """Part the turns into what the customer wrote first, what people answered, and what the customer wrote later."""
    first: list[Turn] = []
    replied: list[Turn] = []
    later: list[Turn] = []
    for turn in turns:
        if turn.author is Author.CUSTOMER:
            # What an agent wrote before the customer said anything answers nothing, so it does not end the question.
            (later if replied else first).append(turn)
        elif turn.author is Author.AGENT and first and turn.text.strip():
            replied.append(turn)
    return first, replied, later


_PLAIN_SUBJECT: Final = frozenset(
    """
    question questions enquiry inquiry query help support contact message request form website urgent info
    information new general quick chat frage anfrage kontakt kontaktformular hilfe demande contacto consulta
    pregunta ayuda vraag hulp from via subject no issue problem
    """.split()
)


def _adds_something(subject: str, body: str) -> bool:
    said = {word.casefold() for word in split_words(body)}
    own = [word.casefold() for word in split_words(PLACEHOLDER.sub(" ", subject))]
    return any(word not in said and word not in ALL_STOP_WORDS and word not in _PLAIN_SUBJECT for word in own) or (
        bool(own) and not said
    )


def _says_nothing(text: str) -> bool:
    return not strip_courtesies(text)
