"""Grouping: every enquiry exactly once, equal texts together, the same answer whatever the order of the rows."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.group import find_duplicates, group_enquiries, part_languages
from enquiry2article.groupers.consensus_grouper import ConsensusGrouper
from enquiry2article.records import RedactedEnquiry


def enquiry(number, text, *, customer="", noise=""):
    return RedactedEnquiry(
        id=f"t{number}",
        source=f"x.csv:{number}",
        text=text,
        ask=text,
        customer=customer,
        noise=noise,
        received=datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
    )


def vector_of(text):
    """A vector for a text made of its letters, so that like texts lie near one another."""
    vector = np.full(32, 0.01, dtype=np.float32)
    for letter in text:
        vector[ord(letter) % 32] += 1.0
    return (vector / np.linalg.norm(vector)).astype(np.float32)


TEXTS = st.text(alphabet="abcdefgh ?", min_size=1, max_size=12)
CASES = st.lists(st.tuples(TEXTS, st.sampled_from(["", "ann", "bob"]), st.sampled_from(["", "", "spam"])), max_size=40)


def group(enquiries, min_volume=2):
    vectors = {e.text: vector_of(e.text) for e in enquiries}
    return group_enquiries(enquiries, vectors, ConsensusGrouper(), min_volume=min_volume)


def shape(grouping):
    """What was decided, without the order in which it is told."""
    return (
        sorted(sorted(member.id for member in cluster.members) for cluster in grouping.clusters),
        [e.id for e in grouping.alone],
        [e.id for e in grouping.noise],
        sorted(grouping.duplicates.items()),
    )


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_every_enquiry_is_somewhere_exactly_once(cases):
    enquiries = [enquiry(i, text, customer=who, noise=why) for i, (text, who, why) in enumerate(cases)]
    grouping = group(enquiries)
    found = [m.id for c in grouping.clusters for m in c.members] + [e.id for e in grouping.alone]
    found += [e.id for e in grouping.noise] + list(grouping.duplicates)
    assert sorted(found) == sorted(e.id for e in enquiries)
    assert all(len(cluster.members) >= 2 for cluster in grouping.clusters)
    assert all(0 <= s <= 1 for cluster in grouping.clusters for s in cluster.similarities)
    assert all(list(c.similarities) == sorted(c.similarities, reverse=True) for c in grouping.clusters)


@settings(deadline=None, max_examples=60)
@given(CASES, st.randoms())
def test_the_order_of_the_rows_does_not_matter(cases, random):
    enquiries = [enquiry(i, text, customer=who, noise=why) for i, (text, who, why) in enumerate(cases)]
    shuffled = list(enquiries)
    random.shuffle(shuffled)
    assert shape(group(shuffled)) == shape(group(enquiries))


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_equal_texts_share_their_fate(cases):
    enquiries = [enquiry(i, text, noise=why) for i, (text, _, why) in enumerate(cases)]
    where = {m.id: n for n, c in enumerate(group(enquiries).clusters) for m in c.members}
    fates = {}
    for one in enquiries:
        if not one.noise:
            fates.setdefault(one.text.casefold().strip(" ?"), set()).add(where.get(one.id))
    assert all(len(fate) == 1 for fate in fates.values())


def test_only_the_same_customer_can_send_a_double():
    first, again = enquiry(1, "Where is it?", customer="ann"), enquiry(2, "where is it", customer="ann")
    other, unknown = enquiry(3, "Where is it?", customer="bob"), enquiry(4, "Where is it?")
    assert find_duplicates([again, other, unknown, first]) == {"t2": "t1"}


def test_a_number_or_a_negation_makes_another_text():
    for left, right in (("I can log in", "I can't log in"), ("error 12", "error 13")):
        assert find_duplicates([enquiry(1, left, customer="a"), enquiry(2, right, customer="a")]) == {}


def test_what_the_grouper_returns_is_checked():
    class Broken:
        def group(self, texts, vectors, weights):
            return np.zeros(1, dtype=np.int64)

    enquiries = [enquiry(1, "a"), enquiry(2, "b")]
    vectors = {e.text: vector_of(e.text) for e in enquiries}
    with pytest.raises(ValueError, match="Broken"):
        group_enquiries(enquiries, vectors, Broken(), min_volume=2)


def test_languages_are_never_mixed():
    english = [
        "How long does delivery take to Germany?",
        "Is delivery to Germany free of charge?",
        "When will it be here, please?",
    ]
    german = ["Wie lange dauert die Lieferung nach Deutschland?", "Ist die Lieferung nach Deutschland kostenlos?"]
    assert part_languages([*english, *german, "Delivery?"]) == [german, [*english, "Delivery?"]]
    assert part_languages([]) == []
