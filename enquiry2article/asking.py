"""Finds the part of a text that asks: what is embedded, compared and shown.

Pure. It chooses among whole sentences and writes none of its own. Greetings and thanks are taken off by `courtesies`.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.courtesies import strip_courtesies
from enquiry2article.text import join_wrapped, split_sentences, split_words
from enquiry2article.words import ALL_STOP_WORDS, ASKING_WORDS

SHORT_WORDS: Final = 25
"""A text of so many words is its own best summary."""
MOST_WORDS: Final = 60
_LONGEST_TEXT: Final = 40_000
"""Characters: some 15 pages, after which nobody asks what they did not ask before."""

_MOST_SENTENCES: Final = 200
"""Nobody asks after the first 200 sentences what they did not ask before."""
_MOST_CONTEXT: Final = 3
"""Sentences of an ask: the one that asks and those just before it."""

_FEWEST_OWN: Final = 2
"""Telling words an ask needs to stand by itself: "And when?" has none."""

_STRONG: Final = re.compile(
    r"""\?(?:\s|$|["”')!\]]) | \b(?i:
      how\ (?:do|can|could|would|should|to|long|much|many|often|far|soon|come) | (?:can|could|may|might
      |should|do|would)\ (?:i|we)\b
    | (?:can|could|would|will|do|did|are|have)\ (?:you|u)\b | is\ (?:it|there|this|that|the|my
    |our)\b.{0,80}\? | i\ (?:was\ |am\ |'m\ |’m\ )?(?:just\ )?wonder(?:ing|ed)?
    | is\ it\ possible | (?:please\ )?(?:let\ me\ know|tell\ me|advise|explain|confirm|send\ me)\b
    | what\ (?:is|are|do|does|should|would|happens|can|if)
    | (?:i|we)\ (?:would|'d|’d)\ (?:like|love)\ (?:to|you|a|some|an) | (?:i|we)\ (?:want|need
    |wish)\ (?:to|a|an|some|my|you|the|help)\b | i\ (?:do\ not|don['’]?t|dont)\ (?:know|understand
    |see)\ (?:how|where|what|why|if|whether|which)
    | any\ (?:idea|chance|way)\b | trying\ to | (?:my|the)\ question\b | looking\ for
    | wie\ (?:kann|kriege|bekomme|mache|lange|viel|oft|komme|stelle|ändere|funktioniert|geht|teuer
    |hoch) | (?:kann|können|könnten|könnt|darf|soll|muss)\ (?:ich|wir|sie|man|ihr) | ist\ es\ möglich
    | (?:ich|wir)\ (?:möchten?|brauchen?|benötigen?|will|wollen|hätten?\ gern\w*|würden?\ gern\w*
    |suchen?)\b | (?:wo|wann|warum|wieso|weshalb|welche[rsn]?)\ (?:kann|ist|sind|finde|wird|werden|muss
    |habe|gilt)
    | comment\ (?:puis|faire|est|peut|on|je|dois|changer|annuler) | est-ce\ (?:que|qu['’]) | (?:puis-je
    |peut-on|pouvez-vous|pourriez-vous|pourrais-je) | (?:j['’]aimerais|je\ (?:voudrais|souhaite|veux
    |cherche)) | est-il\ possible | j['’]ai\ besoin
    | (?:c[oó]mo)\ (?:puedo|hago|se|cambio|podr[ií]a) | (?:puedo|pueden|puede|podr[ií]an?|podemos)\b
    | (?:quiero|quisiera|me\ gustar[ií]a|necesito|querr[ií]a)\b | es\ posible
    | hoe\ (?:kan|moet|krijg|doe|lang|veel|wijzig|zet) | (?:kan|kunt|kun|mag|moet|kunnen)\ (?:ik|u|je
    |jullie|we|wij) | ik\ (?:wil|zou|heb\ .{0,30}\ nodig|zoek)\b | is\ het\ mogelijk
    | (?:come|posso|possiamo|potete|è\ possibile|vorrei|quanto\ costa) | (?:jak|czy|ile\ kosztuje
    |chciał(?:bym|abym)) | (?:como\ (?:posso|faço)|é\ possível|gostaria|quanto\ custa)
    )\b""",
    re.VERBOSE,
)
_WEAK: Final = re.compile(
    r"""\b(?i:
      can(?:no|['’]?)t | couldn['’]?t | won['’]?t | (?:do|does|did|is|are|was|has|have|had)(?:n['’]?t
      |\ not) | unable | not\ (?:able|working|possible|received|arrived|showing) | never\ (?:arrived
      |received|came|got|turned)
    | fail(?:s|ed|ing|ure)? | error | broken | stuck | problem | issue | wrong | missing | refuses?
    | keeps?\ \w+ing | stopped | lost | forgot(?:ten)? | late | still\ (?:no|not|waiting) | refund
    | cancel | leak(?:s|ing)?
    | funktionier\w* | geht\ nicht | nicht | kein(?:e|en|er)? | fehler\w* | kaputt | defekt | vergessen
    | ne\ .{1,30}\ pas | impossible | erreur | panne | cassée? | oublié | perdu
    | no\ (?:puedo|funciona|me|he|llega|aparece|consigo) | error | fallo | averiad[oa] | roto
    | perdid[oa] | niet | geen | kapot | fout | vergeten | non\ (?:riesco|funziona|posso|va)
    | nie\ (?:działa|mogę|mam) | não\ (?:consigo|funciona|posso)
    )\b""",
    re.VERBOSE,
)
_EMPTY_ASK: Final = re.compile(
    r"""(?i:(?:so\ |and\ |please\ |but\ )?(?:
      (?:can|could|would)\ (?:you|u|someone|anyone|anybody)\ (?:please\ |kindly\ )?(?:help|assist|advise
      |look\ into\ (?:this|it)|let\ me\ know|sort\ (?:this|it)(?:\ out)?|explain|fix\ (?:this
      |it))(?:\ me)?(?:\ out)?(?:\ (?:with|on)\ (?:this|that|it))?(?:\ please)?
    | any\ (?:ideas?|help|advice|suggestions?|update|news) | please\ (?:help|advise|let\ me\ know
    |confirm)(?:\ me)? | what\ (?:should|can|do)\ (?:i|we)\ do(?:\ now)? | why(?:\ is\ (?:this|that
    |it))? | (?:i\ have\ )?(?:a|one|two|some)\ (?:quick\ |simple\ )?questions?(?:\ for\ you)?
    | how\ (?:do|can)\ (?:i|we)\ (?:do|fix|solve|sort)\ (?:this|it|that) | is\ (?:this|that
    |it)\ (?:normal|right|correct|possible|ok) | what(?:'s|’s|\ is)\ (?:wrong|going\ on|happening)
    | können\ sie\ (?:mir\ )?(?:bitte\ )?helfen | was\ (?:kann|soll)\ ich\ tun
    | pouvez-vous\ m['’]aider | que\ (?:dois-je|puis-je)\ faire | (?:me\ )?pued(?:e|en)\ ayudar(?:me)?
    | qué\ (?:puedo|debo)\ hacer | kunt\ u\ (?:mij\ )?helpen | wat\ (?:kan|moet)\ ik\ doen
    )[\s?!.]*)""",
    re.VERBOSE,
)
_MARKER: Final = re.compile(r"^(?:[-*•·–—‣◦]|\d{1,2}[.)])\s+(?=\S)")
_COUNTED: Final = re.compile(
    r"""(?:^[1-9][.:] | (?:^|(?<=\s)) (?: \(?[1-9a-e]\)
      | (?i:first(?:ly)? | second(?:ly)? | third(?:ly)? | erstens | zweitens | drittens)(?=[\s,:])[,:]?
      )) \s+ (?=\S)""",
    re.VERBOSE,
)
"""What counts the things that a mail asks: "1)", "(b)", "2.", "Secondly,"."""
_JOINED: Final = re.compile(
    r"""[,;]?\s+ (?i:and|or|but|und|oder|et|ou|y|o|en)\s+ (?i:also\s+|außerdem\s+|aussi\s+|también\s+)?
    (?= (?i: how|what|when|where|which|whether|who|can|could|may|is|are|do|does|did|will|would|should|if
      | wie|was|wann|wo|ob|kann|können|muss|gibt|ist|combien|comment|quand|où|est-ce|peut|puis
      | cómo|cuánto|cuándo|dónde|puedo|hay|hoe|wat|wanneer|waar|kan|moet )\b)""",
    re.VERBOSE,
)
"""Where a sentence goes on to ask another thing."""
_POINTS_BACK: Final = re.compile(
    r"\b(?i:it|this|that|they|them|these|those|one|there|es|das|dies|diese|diesen|sie|ihn|damit|dafür|ça|cela"
    r"|celui|celle|le|la|les|en|esto|eso|lo|dit|dat|deze|die|het|questo|lo|to|isso)\b"
)


def extract_ask(text: str) -> str:
    """Give the part of a text that asks, on one line and in the text's own words.

    A short text is given whole but for its courtesies; of a long one the asking sentences, each with the sentence
    before it where "it" or "this" would be lost without, up to about 60 words. Never "" unless the text holds nothing.

    >>> extract_ask("Hi, I bought a kettle. How do I descale it? Thanks!")
    'I bought a kettle. How do I descale it?'
    """
    text = text[:_LONGEST_TEXT]
    core = strip_courtesies(text)
    if not any(char.isalnum() for char in core):
        core = text
    if len(core.split(maxsplit=SHORT_WORDS + 1)) <= SHORT_WORDS:
        return _flatten(core)
    sentences = [sentence for line in join_wrapped(core) for sentence in split_sentences(_close(_MARKER.sub("", line)))]
    chosen = _choose(sentences)
    return _cut(" ".join(sentences[place] for place in chosen))


def split_asks(text: str) -> tuple[str, ...]:
    """Cut a text that asks several things into these, each with what was said since the one before it.

    Several things stand in sentences of their own, are counted ("1) … 2) …", "first … second …"), or are joined by
    "and" before a word that asks. What only goes on with the last ask ("And how much is it?") begins no new one, and a
    bare "Can you help?" asks nothing. () when the text asks one thing or none.

    >>> split_asks("My tent leaks. Can I send it in for repair? Also, do you have a larger groundsheet in stock?")
    ('My tent leaks. Can I send it in for repair?', 'Also, do you have a larger groundsheet in stock?')
    >>> split_asks("How do I get the calendar onto my site, and can it take a deposit when they book?")
    ('How do I get the calendar onto my site', 'can it take a deposit when they book?')
    """
    core = strip_courtesies(text[:_LONGEST_TEXT])
    lines = [line for line in map(_close, join_wrapped(core)) if line]
    counted = [part for line in lines for part in _COUNTED.split(line) if part.strip()]
    several = len(_COUNTED.findall(" ".join(lines))) > 1
    asks: list[str] = []
    said: list[str] = []
    for item in counted:
        sentences = split_sentences(_MARKER.sub("", item.strip()))
        clauses = [clause for sentence in sentences for clause in _cut_clauses(sentence)][:_MOST_SENTENCES]
        for place, clause in enumerate(clauses, start=1):
            said.append(clause)
            ends = several and place == len(clauses) and item is not counted[0]
            if not (_STRONG.search(clause) or ends) or _EMPTY_ASK.fullmatch(clause[:200]):
                continue
            whole = " ".join(said[-_MOST_CONTEXT:])
            if asks and len(_own_words(whole)) < _FEWEST_OWN + bool(len(said) == 1 and _POINTS_BACK.search(clause)):
                asks[-1] = f"{asks[-1]} {whole}"
            else:
                asks.append(whole)
            said = []
    return tuple(_cut(ask) for ask in asks) if len(asks) > 1 else ()


def _cut_clauses(sentence: str) -> list[str]:
    """Cut a sentence before each "and" that leads to another thing asked, if what stands before it says enough."""
    clauses: list[str] = []
    for part in _JOINED.split(sentence):
        if clauses and min(len(_own_words(part)), len(_own_words(clauses[-1]))) < _FEWEST_OWN:
            clauses[-1] = f"{clauses[-1]} {part}"
        else:
            clauses.append(part)
    return clauses


def is_asking(text: str) -> bool:
    """Tell whether a text holds a question or a request, in any of our languages."""
    return bool(_STRONG.search(text))


def tells_trouble(text: str) -> bool:
    """Tell whether a text says that something is wrong, in any of our languages."""
    return bool(_WEAK.search(text))


def _choose(sentences: list[str]) -> list[int]:
    """Give the places of the sentences that make the ask, in the order of the text."""
    places = range(min(len(sentences), _MOST_SENTENCES))
    lengths = {place: len(sentences[place].split()) for place in places}
    empty = {place for place in places if _EMPTY_ASK.fullmatch(sentences[place][:200])}
    strong = [place for place in places if _STRONG.search(sentences[place]) and place not in empty]
    # A question mark says more than "I want" does.
    strong.sort(key=lambda place: ("?" not in sentences[place], place))
    weak = [place for place in places if _WEAK.search(sentences[place]) and place not in empty]
    chosen: set[int] = set()
    words = 0

    def add(place: int) -> bool:
        nonlocal words
        if place in chosen or (chosen and words + lengths[place] > MOST_WORDS):
            return False
        chosen.add(place)
        words += lengths[place]
        return True

    for place in strong:
        if add(place) and place and _needs_context(sentences[place]):
            before = place - 1
            if before in empty and before:
                before -= 1
            add(before)
    if not strong or words < 8:
        for place in weak:
            add(place)
    said = sum(len(_own_words(sentences[place])) for place in chosen)
    if chosen and said < 5:  # "What would be the cause?": of what, the sentences before it say
        for place in (min(chosen) - 1, *weak, 0):
            if place >= 0 and place not in empty:
                add(place)
    if not chosen:
        for place in places:
            if place not in empty or len(empty) == len(places):
                add(place)
            if words >= SHORT_WORDS:
                break
    return sorted(chosen)


def _needs_context(sentence: str) -> bool:
    """Tell whether a sentence points back to something, and says little else."""
    if not _POINTS_BACK.search(sentence):
        return False
    return len(_own_words(sentence)) <= 4


def _own_words(sentence: str) -> list[str]:
    return [word for word in split_words(sentence[:600]) if word.casefold() not in ALL_STOP_WORDS]


def _close(line: str) -> str:
    """Put a full stop after a line that ends without one, such as a subject, so that two lines do not run together."""
    return line if not line or line.endswith((".", "!", "?", "…", ":", ";", ",")) else f"{line}."


def _flatten(text: str) -> str:
    lines = [_MARKER.sub("", line) for line in join_wrapped(text) if line]
    return " ".join([*map(_close, lines[:-1]), *lines[-1:]])


def _cut(text: str) -> str:
    words = text.split()
    # One sentence may run on a little; a wall of words may not.
    return " ".join(words if len(words) <= MOST_WORDS * 3 // 2 else words[:MOST_WORDS])[:2000].strip()


_LEADING_WORDS: Final = frozenset(
    "se ab an auf aus bei bis für in mit nach seit um von vor zu a con de desde en hasta para por à dans depuis "
    "jusqu'à pour sur met naar op tot van voor vanaf do na od w z".split()
)
"""What may stand before an asking word in other languages than English: "Bis wann …", "A qué hora …", "Se puede …"."""


def begins_as_question(text: str, language: str = "en") -> bool:
    """Say whether a text begins with a word that asks; in other languages than English also behind "Bis", "A"."""
    words = text.lower().replace("¿", "").split(" ", 2)
    if language != "en" and words[0] in _LEADING_WORDS:
        words = words[1:] or words
    return words[0].strip(",") in ASKING_WORDS
