"""Grouping: every enquiry exactly once, equal texts together, the same answer whatever the order of the rows."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.cleaning.question_sentences import split_asks
from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.vectors import Replied
from enquiry2article.embedding.levelling import compute_mean_likeness, level_likeness
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.grouping.consensus import ConsensusGrouper
from enquiry2article.questions.grouping.group import find_duplicates, group_enquiries
from enquiry2article.questions.grouping.labels import GroupingOptions, part_languages
from enquiry2article.text.canonical import canonicalise


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
    return group_enquiries(enquiries, vectors, ConsensusGrouper(), GroupingOptions(min_volume=min_volume))


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


@pytest.mark.parametrize(("least", "lonely"), [(2, True), (1, False)])
def test_what_too_few_customers_ask_is_no_question(least, lonely):
    ann = [replace(enquiry(n, f"Why {n}?", customer="ann"), group="lonely") for n in range(6)]
    two = [replace(enquiry(10 + n, f"How {n}?", customer=f"c{n // 3}"), group="shared") for n in range(4)]
    unknown = [replace(enquiry(20 + n, f"Who {n}?"), group="unknown") for n in range(3)]
    enquiries = [*ann, *two, *unknown]
    vectors = {e.text: vector_of(e.text) for e in enquiries}
    grouping = group_enquiries(
        enquiries, vectors, ConsensusGrouper(), GroupingOptions(min_volume=3, min_customers=least)
    )
    own = {e.id for e in ann}
    grouped = {m.id for cluster in grouping.clusters for m in cluster.members}
    assert grouped == {e.id for e in enquiries} - (own if lonely else set())
    assert {e.id for e in grouping.alone} == grouping.one_sided == (own if lonely else set())


def test_a_number_or_a_negation_makes_another_text():
    for left, right in (("I can log in", "I can't log in"), ("error 12", "error 13")):
        assert find_duplicates([enquiry(1, left, customer="a"), enquiry(2, right, customer="a")]) == {}


def test_what_the_grouper_returns_is_checked():
    class Broken:
        def group(self, texts, vectors, weights, **wishes):
            return np.zeros(1, dtype=np.int64)

    enquiries = [enquiry(1, "a"), enquiry(2, "b")]
    vectors = {e.text: vector_of(e.text) for e in enquiries}
    with pytest.raises(ValueError, match="Broken"):
        group_enquiries(enquiries, vectors, Broken(), GroupingOptions(min_volume=2))


def test_languages_are_never_mixed():
    english = [
        "How long does delivery take to Germany?",
        "Is delivery to Germany free of charge?",
        "When will it be here, please?",
    ]
    german = ["Wie lange dauert die Lieferung nach Deutschland?", "Ist die Lieferung nach Deutschland kostenlos?"]
    assert part_languages([*english, *german, "Delivery?"]) == [german, [*english, "Delivery?"]]
    assert part_languages([]) == []


# -- what the default grouper promises, on questions written for it ------------------------------------------------

ASKED = {
    "password": ["How do I reset my password?", "I forgot my password, how can I set a new one?",
                 "The link to reset the password never came.", "password reset not working",
                 "I need a new password for my account."],
    "delivery": ["How long does delivery take?", "When will my parcel be delivered?",
                 "How many days until my order is delivered?", "What are the delivery times to Scotland?",
                 "Delivery time for large parcels?"],
    "refund": ["How do I get a refund?", "I returned the shoes, when is my refund coming?",
               "Where is the money for the shoes I sent back?", "My refund has not arrived.",
               "How long until a refund is paid out?"],
    "invoice": ["Can I have an invoice with our VAT number?", "Please send an invoice to my company.",
                "Where do I download invoices?", "The invoice lacks our VAT number.",
                "I need the invoice for my tax office."],
}  # fmt: skip


@pytest.fixture(scope="module")
def embedder():
    return MinilmEmbedder()


def find(embedder, texts, **wishes):
    """The clusters of real texts with real vectors, as sets of texts."""
    enquiries = [enquiry(number, text) for number, text in enumerate(texts)]
    wanted = sorted({text for e in enquiries for text in (e.text, *e.asks)})
    vectors = dict(zip(wanted, embedder.embed(wanted), strict=True))
    grouping = group_enquiries(enquiries, vectors, ConsensusGrouper(), GroupingOptions(min_volume=3, **wishes))
    return [{member.text for member in cluster.members} for cluster in grouping.clusters]


def test_a_handful_of_enquiries_gets_its_questions(embedder):
    found = find(embedder, [text for texts in ASKED.values() for text in texts])
    for name, texts in ASKED.items():
        most = max(len(cluster & set(texts)) for cluster in found)
        assert most >= 4, (name, found)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_where_nothing_recurs_nothing_is_found(embedder, count):
    texts = [
        "Do you sponsor football clubs?", "The lid of my teapot is chipped.", "Is the office open on Boxing Day?",
        "My son left a scarf in your car park.", "Which paint did you use on the blue bench?",
        "Can a giraffe be adopted as a present?", "Your newsletter has a spelling mistake.",
        "Who is the author of the museum guide?",
    ][:count]  # fmt: skip
    assert find(embedder, texts) == []


def test_one_question_in_many_words_is_one_question(embedder):
    assert len(find(embedder, [*ASKED["password"], "Password forgotten!", "How can I change my password?"])) == 1


def test_nearly_equal_wordings_are_one_and_a_negation_parts_them():
    assert canonicalise("Please, where's the invoice?") == canonicalise("WHERE IS AN INVOICE")
    assert canonicalise("Can I pay by card?") != canonicalise("Can't I pay by card?")
    assert canonicalise("I cannot log in.") == canonicalise("I can't log in")
    assert canonicalise("Is it 5 days?") != canonicalise("Is it 15 days?")
    assert canonicalise("Is it -5 outside?") != canonicalise("Is it 5 outside?")
    assert canonicalise("by 3 May") != canonicalise("by 4 May")
    assert canonicalise("please") == "please"


@given(st.lists(st.sampled_from(["can", "can't", "not", "5", "15", "pay", "the", "please", "by", "card"]), min_size=1))
def test_a_wording_keeps_every_number_and_every_negation(words):
    kept = canonicalise(" ".join(words)).split()
    assert [w for w in kept if w in ("5", "15")] == [w for w in words if w in ("5", "15")]
    assert kept.count("not") == sum(w in ("can't", "not") for w in words)


def test_less_detail_gives_fewer_questions_and_more_gives_more():
    rng = np.random.default_rng(5)
    areas = np.repeat(rng.standard_normal((5, 64)), 4, axis=0)
    middles = np.repeat(areas + 0.8 * rng.standard_normal((20, 64)), 15, axis=0)
    vectors = middles + 0.8 * rng.standard_normal(middles.shape)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    texts = [f"t{number}" for number in range(len(vectors))]
    found = [
        ConsensusGrouper().group(
            texts, vectors, [1] * len(texts), replied=Replied.nothing(len(texts)), detail=detail, min_volume=3
        )
        for detail in (Detail.LESS, Detail.USUAL, Detail.MORE)
    ]
    counts = [len(set(labels[labels != ALONE])) for labels in found]
    assert counts[0] < counts[1] < counts[2], counts


def test_ten_times_the_enquiries_are_the_same_questions():
    rng = np.random.default_rng(7)
    middles = rng.standard_normal((12, 64))

    def count(of_each):
        vectors = np.repeat(middles, of_each, axis=0) + 0.9 * rng.standard_normal((12 * of_each, 64))
        vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        texts = [f"t{number}" for number in range(len(vectors))]
        labels = ConsensusGrouper().group(
            texts, vectors, [1] * len(texts), replied=Replied.nothing(len(texts)), detail=Detail.USUAL, min_volume=3
        )
        truth = np.repeat(np.arange(12), of_each)
        return len(set(labels[labels >= 0])), [len(set(truth[labels == label])) for label in set(labels[labels >= 0])]

    few, _ = count(30)
    many, mixed = count(400)  # more than one sample holds
    assert few == many == 12
    assert set(mixed) == {1}


def test_a_mail_that_asks_two_things_belongs_to_two_questions(embedder):
    both = "Two things. How do I reset my password? And how long does delivery take to Wales?"
    enquiries = [enquiry(number, text) for number, text in enumerate([t for own in ASKED.values() for t in own])]
    enquiries.append(replace(enquiry(99, both), asks=split_asks(both)))
    assert len(enquiries[-1].asks) == 2
    wanted = sorted({text for e in enquiries for text in (e.text, *e.asks)})
    vectors = dict(zip(wanted, embedder.embed(wanted), strict=True))
    grouping = group_enquiries(enquiries, vectors, ConsensusGrouper(), GroupingOptions(min_volume=3))
    own = next(cluster for cluster in grouping.clusters if any(m.id == "t99" for m in cluster.members))
    [other] = grouping.also["t99"]
    asked = {name for cluster in (own, other) for name, texts in ASKED.items() if cluster.members[0].text in texts}
    assert asked == {"password", "delivery"}


def test_a_language_is_there_only_if_its_texts_together_are_in_it():
    texts = [
        "I want to verify my PAN card",
        "Delete PAN card",
        "The PAN card is not verified",
        "How do I add a bank account?",
        "Where can I see my winnings?",
    ]
    assert len(part_languages(texts)) == 1


def test_texts_in_another_language_are_no_more_alike_than_those_in_the_usual_one():
    """To an encoder that was taught English, all German mails are about the same: that they are German."""
    random = np.random.default_rng(1)
    german = random.standard_normal((6, 24)) + 2.0
    german = (german / np.linalg.norm(german, axis=1, keepdims=True)).astype(np.float32)
    assert compute_mean_likeness(german) > 0.5
    moved = level_likeness(german, 0.2)
    assert compute_mean_likeness(moved) <= 0.2 + 0.1
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    assert np.array_equal(level_likeness(german, 0.99), german)  # what is not too alike stays as it is
    assert compute_mean_likeness(german[:1]) == 0.0
