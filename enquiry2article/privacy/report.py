"""What was taken out, for the person who has to trust it: how many of each kind in each file, in which sentences, and
which words are doubtful.

Pure. The sentences hold placeholders and never a value. A doubtful word is shown, because it is most likely none:
several customers of different names wrote it where a name may stand, so it is the product "Thea" or the colleague Thea.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.redaction import Removals, RemovalSample
from enquiry2article.text.placeholders import PLACEHOLDER, PLACEHOLDERS
from enquiry2article.text.sentences import split_sentences

MOST_SAMPLES = 5
"""Sentences of each kind in each file."""

LONGEST_SAMPLE = 300

FEWEST_DOUBTING = 3
"""So many customers used a word for it to be doubtful."""

_KIND_OF = {placeholder: kind for kind, placeholder in PLACEHOLDERS.items()}
_PLACE = re.compile(r"[:#]\d+$")


def count_doubts(doubts: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return the words that are doubtful: word → how many customers. `doubts` gives who wrote each single name."""
    several = {word: len(set(people)) for word, people in doubts.items()}
    return {word: count for word, count in sorted(several.items()) if count >= FEWEST_DOUBTING}


def list_removals(enquiries: Iterable[RedactedEnquiry]) -> Removals:
    """Gather what was taken out, but for the doubts: see `count_doubts`."""
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], list[RemovalSample]] = {}
    for enquiry in enquiries:
        file = _PLACE.sub("", enquiry.source)
        counts.update({(file, kind): count for kind, count in enquiry.found.items()})
        wanted = [kind for kind in enquiry.found if len(samples.get((file, kind), ())) < MOST_SAMPLES]
        if not wanted:
            continue
        texts = [enquiry.text, *(reply.text for reply in enquiry.replies)]
        for sentence in (sentence for text in texts for sentence in split_sentences(text)):
            for kind in {_KIND_OF[match[0]] for match in PLACEHOLDER.finditer(sentence)} & set(wanted):
                own = samples.setdefault((file, kind), [])
                if len(own) < MOST_SAMPLES and all(sample.sentence != sentence for sample in own):
                    own.append(RemovalSample(file, kind, sentence[:LONGEST_SAMPLE], enquiry.customer))
    return Removals(
        counts=dict(sorted(counts.items())),
        samples=tuple(sample for _, own in sorted(samples.items()) for sample in own),
    )
