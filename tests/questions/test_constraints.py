"""What a person joined stays joined and what they parted stays parted, whatever later minings say."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.questions.grouping.constraints import identify_held, make_constraints, suggest_parts
from enquiry2article.questions.grouping.group import Grouping
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.storage.decisions_file import Decision

TOPICS = {
    "dog": "Can we bring our dog along to the meadow",
    "cat": "May a cat stay with us in the cabin",
    "fire": "Where is firewood sold for the evening",
    "boat": "How much is the hire of a rowing boat",
}


def enquiry(id_):
    topic, number = id_.split("-")
    return RedactedEnquiry(id=id_, source="x", text=f"{TOPICS[topic]}, number {number}?", ask="")


def make_vectors(ids):
    """Texts of one topic lie close together."""
    vectors = {}
    for id_ in ids:
        rng = np.random.default_rng([list(TOPICS).index(id_.split("-")[0]), int(id_.split("-")[1])])
        row = np.zeros(16, dtype=np.float32)
        row[list(TOPICS).index(id_.split("-")[0])] = 1
        row += 0.1 * rng.standard_normal(16).astype(np.float32)
        vectors[enquiry(id_).text] = row / np.linalg.norm(row)
    return vectors


class Months:
    """A workspace in small: mining hands over groups of ids, and what is settled goes on to the next month."""

    def __init__(self):
        self.questions, self.ever, self.settled, self.decisions = {}, {}, {}, []

    def run(self, *groups, alone=()):
        ids = [*itertools.chain(*groups), *alone]
        vectors = make_vectors(ids)
        clusters = [Cluster.gather([enquiry(id_) for id_ in group], vectors) for group in groups]
        mined = Grouping(tuple(clusters), tuple(enquiry(id_) for id_ in alone), (), {}, {})
        constraints = make_constraints(self.decisions, self.questions, self.ever, self.settled)
        held, names = identify_held(mined, constraints, vectors, GroupingOptions(min_volume=3), cores={})
        assert sorted(ids) == sorted([m.id for c in held.clusters for m in c.members] + [e.id for e in held.alone])
        self.questions = {
            name: {m.id for m in cluster.members} for name, cluster in zip(names, held.clusters, strict=True)
        }
        self.ever = {**self.ever, **self.questions}
        self.settled = constraints.by_decision
        self.unknown = constraints.unknown
        return self

    def decide(self, action, **told):
        self.decisions.append(Decision(action=action, **told))
        return self

    def find(self, id_):
        return next((name for name, ids in self.questions.items() if id_ in ids), None)


def count(topic, first, last):
    return [f"{topic}-{number}" for number in range(first, last + 1)]


DOGS, CATS, FIRES = count("dog", 1, 6), count("cat", 1, 4), count("fire", 1, 5)


@pytest.fixture
def months():
    return Months().run(DOGS, CATS, FIRES)


def test_without_decisions_nothing_changes(months):
    before = dict(months.questions)
    assert months.run(DOGS, CATS, FIRES).questions == before


@pytest.mark.parametrize("kept", ["dog-1", "cat-1"])
def test_what_was_joined_stays_joined_though_mining_parts_it_and_new_ones_follow(months, kept):
    dogs, cats = months.find("dog-1"), months.find("cat-1")
    into = months.find(kept)
    months.decide("merge", question=cats if into == dogs else dogs, into=into)
    for last in (6, 7, 9):
        months.run(count("dog", 1, last), count("cat", 1, last), FIRES)
        assert months.questions[into] == {*count("dog", 1, last), *count("cat", 1, last)}
        assert len(months.questions) == 2


def test_what_was_parted_stays_parted_and_new_ones_go_where_they_belong(months):
    both = Months().run([*DOGS, *CATS], FIRES)
    pets = both.find("dog-1")
    both.decide("split", question=pets, enquiries=tuple(CATS))
    both.run([*DOGS, *CATS], FIRES)
    cats = both.find("cat-1")
    assert both.questions[pets] == set(DOGS)
    assert both.questions[cats] == set(CATS)
    both.run([*DOGS, *CATS, *count("dog", 7, 9), *count("cat", 5, 9)], FIRES)
    assert both.find("dog-8") == pets
    assert both.find("cat-8") == cats


def test_a_part_of_two_enquiries_is_a_question_since_a_person_says_so(months):
    dogs = months.find("dog-1")
    months.decide("split", question=dogs, enquiries=("dog-1", "dog-2")).run(DOGS, CATS, FIRES)
    assert months.questions[months.find("dog-1")] == {"dog-1", "dog-2"}
    assert months.questions[dogs] == {"dog-3", "dog-4", "dog-5", "dog-6"}


def test_a_pinned_question_outlives_a_mining_that_dissolves_it(months):
    cats = months.find("cat-1")
    months.decide("pin", question=cats).run([*DOGS, *CATS], FIRES)
    assert months.questions[cats] == set(CATS)
    assert months.questions[months.find("dog-1")] == set(DOGS)
    months.run(DOGS, FIRES, alone=CATS[:2])
    assert months.questions[cats] == set(CATS[:2])


def test_a_pinned_question_does_not_swallow_a_larger_one_that_mining_puts_it_into(months):
    cats = months.find("cat-1")
    dogs = months.find("dog-1")
    months.decide("pin", question=cats).run([*count("dog", 1, 20), *CATS], FIRES)
    assert months.questions[cats] == set(CATS)
    assert months.questions[dogs] == set(count("dog", 1, 20))


def test_an_enquiry_is_moved_to_a_question_or_to_none(months):
    fires = months.find("fire-1")
    months.decide("move", enquiry="dog-1", question=fires).decide("move", enquiry="dog-2", question="alone")
    for _ in range(2):
        months.run(DOGS, CATS, FIRES)
        assert months.find("dog-1") == fires
        assert months.find("dog-2") is None


def test_an_enquiry_moved_to_a_question_that_is_merged_goes_along(months):
    dogs, cats, fires = (months.find(f"{topic}-1") for topic in ("dog", "cat", "fire"))
    months.decide("move", enquiry="fire-1", question=cats).decide("merge", question=cats, into=dogs)
    months.decide("move", enquiry="fire-2", question=cats)
    months.run(DOGS, CATS, FIRES)
    assert months.find("fire-1") == months.find("fire-2") == dogs
    assert months.find("fire-3") == fires


def test_what_is_taken_back_is_as_it_was(months):
    before = dict(months.questions)
    months.decide("merge", question=months.find("cat-1"), into=months.find("dog-1")).run(DOGS, CATS, FIRES)
    assert len(months.questions) == 2
    months.decisions.clear()
    assert months.run(DOGS, CATS, FIRES).questions == before


def test_a_split_that_is_taken_back_leaves_the_question_its_id(months):
    before = dict(months.questions)
    months.decide("split", question=months.find("dog-1"), enquiries=tuple(DOGS[1:])).run(DOGS, CATS, FIRES)
    assert len(months.questions) == 4
    months.decisions.clear()
    assert months.run(DOGS, CATS, FIRES).questions == before


def test_three_merged_one_after_another_are_one(months):
    dogs, cats, fires = (months.find(f"{topic}-1") for topic in ("dog", "cat", "fire"))
    months.decide("merge", question=fires, into=cats).decide("merge", question=cats, into=dogs)
    months.run(DOGS, CATS, FIRES)
    assert months.questions == {dogs: {*DOGS, *CATS, *FIRES}}


def test_a_question_nobody_knows_is_told_and_nothing_happens(months):
    before = dict(months.questions)
    months.decide("merge", question="q-nobody", into=months.find("dog-1")).run(DOGS, CATS, FIRES)
    assert months.questions == before
    assert months.unknown == ("q-nobody",)


def test_a_merged_question_gives_its_id_to_nothing_else(months):
    cats = months.find("cat-1")
    months.decide("merge", question=cats, into=months.find("dog-1")).run(DOGS, CATS, FIRES)
    months.run(DOGS, CATS, FIRES, count("boat", 1, 5))
    assert cats not in months.questions
    assert months.find("boat-1") not in (None, cats)


@given(st.lists(st.sampled_from(["dog", "cat", "fire"]), min_size=2, max_size=2, unique=True), st.integers(0, 10**6))
def test_joined_pairs_stay_joined_whatever_mining_does(topics, seed):
    months = Months().run(DOGS, CATS, FIRES)
    joined = {*months.questions[months.find(f"{topics[0]}-1")], *months.questions[months.find(f"{topics[1]}-1")]}
    months.decide("merge", question=months.find(f"{topics[0]}-1"), into=months.find(f"{topics[1]}-1"))
    rng = random.Random(seed)
    for _ in range(2):
        ids = [*DOGS, *CATS, *FIRES, *count("boat", 1, 3)]
        rng.shuffle(ids)
        groups = [ids[start : start + 6] for start in range(0, len(ids) - 3, 6)]
        months.run(*groups, alone=ids[6 * len(groups) :])
        assert len({months.find(id_) for id_ in joined}) == 1
        assert months.find(min(joined)) is not None


def test_the_two_parts_of_a_mixed_question_are_suggested():
    ids = [*DOGS, *CATS]
    assert suggest_parts({id_: enquiry(id_).text for id_ in ids}, make_vectors(ids)) == [DOGS, CATS]
    assert suggest_parts({"dog-1": "Same?", "dog-2": "Same?"}, {}) == [["dog-1", "dog-2"]]
